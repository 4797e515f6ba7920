//! Raw HTML: what of it the site may show.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

static BUILDER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    // A page loads nothing from elsewhere.
    builder.attribute_filter(|_, attribute, value| (attribute != "src" || !is_remote(value)).then_some(value.into()));
    builder
});
static TAGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| BUILDER.clone_tags());
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)</?([A-Za-z][A-Za-z0-9-]*)([^>]*)>").ok());
static UNSAFE_ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)[\s"'/](on[a-z]+|style|srcdoc)\s*=|(javascript|vbscript|data)\s*:|[\s"'/]src\s*=\s*["']?\s*([a-z]+:)?//"#).ok()
});

/// The HTML without anything that runs, loads or restyles.
pub fn sanitise(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

/// The text of HTML without its tags; what stands in blocks, cells and lines of their own is on lines of its own.
pub fn plain(html: &str) -> String {
    const BREAKING: [&str; 14] = [
        "p",
        "br",
        "div",
        "li",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
    ];
    let clean = sanitise(html);
    let text = TAG.as_ref().map_or(std::borrow::Cow::Borrowed(clean.as_str()), |tag| {
        tag.replace_all(&clean, |found: &regex::Captures<'_>| {
            let breaks = BREAKING.contains(&found[1].to_ascii_lowercase().as_str());
            if breaks { "\n" } else { "" }
        })
    });
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    // The marks that sanitising escapes; that of the escape itself comes last.
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{a0}"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    marks
        .into_iter()
        .fold(text, |text, (entity, mark)| text.replace(entity, mark))
}

/// Whether an address leads to another server.
fn is_remote(address: &str) -> bool {
    let address = address.trim_start();
    address.starts_with("//") || address.starts_with("\\\\") || address.contains("://")
}

/// The first tag of `html` that sanitising drops or strips, with its byte range.
pub fn dropped(html: &str) -> Option<(String, std::ops::Range<usize>)> {
    let tags = TAG.as_ref()?;
    let unsafe_attribute = UNSAFE_ATTRIBUTE.as_ref()?;
    tags.captures_iter(html).find_map(|found| {
        let (whole, name, rest) = (found.get(0)?, found.get(1)?, found.get(2)?);
        let known = TAGS.contains(name.as_str().to_ascii_lowercase().as_str());
        (!known || unsafe_attribute.is_match(rest.as_str())).then(|| (name.as_str().to_owned(), whole.range()))
    })
}

/// Whether a link's target may be followed: no scheme but those of pages, mail and telephone.
pub fn is_safe_link(target: &str) -> bool {
    let compact: String = target
        .chars()
        .filter(|next| !next.is_whitespace() && !next.is_control())
        .take(16)
        .collect();
    let lower = compact.to_ascii_lowercase();
    match lower.split_once(':') {
        Some((scheme, _))
            if scheme
                .chars()
                .all(|next| next.is_ascii_alphanumeric() || "+-.".contains(next)) =>
        {
            matches!(scheme, "http" | "https" | "mailto" | "tel")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_handlers_are_dropped_and_tables_stay() {
        assert!(dropped("<script>x</script>").is_some_and(|(tag, range)| tag == "script" && range == (0..8)));
        assert!(dropped("<b onclick=\"x\">a</b>").is_some());
        assert!(dropped("<a href=\"javascript:x\">a</a>").is_some());
        assert_eq!(dropped("<table><tr><td>a</td></tr></table><br/>"), None);
        assert_eq!(sanitise("<img src=\"//x.cn/a.png\" alt=\"a\">"), "<img alt=\"a\">");
        assert!(dropped("<img src='https://x.cn/a.png'>").is_some() && dropped("<img src=a.png>").is_none());
        assert_eq!(sanitise("<b onclick=\"x\">a</b><script>y</script>"), "<b>a</b>");
    }

    #[test]
    fn the_text_of_html_has_a_line_for_each_of_its_cells() {
        let html = "<!-- x --><table><tr><td>a <b>b</b></td><td>1 &lt; 2 &amp;lt;</td></tr></table><script>x</script>";
        assert_eq!(plain(html), "a b\n1 < 2 &lt;");
    }

    #[test]
    fn only_ordinary_links_are_followed() {
        for target in ["a.html", "#x", "https://a", "mailto:a@b", "图片:一.png"] {
            assert!(is_safe_link(target), "{target}");
        }
        for target in ["javascript:alert(1)", " java\nscript:x", "data:text/html,x"] {
            assert!(!is_safe_link(target), "{target}");
        }
    }
}
