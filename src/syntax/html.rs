//! Raw HTML: what of it the site may show.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

static BUILDER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    // A page loads nothing from elsewhere, and leads to no server without the scheme of web pages.
    builder.attribute_filter(|_, attribute, value| {
        let stays = match attribute {
            "src" => !is_remote(value),
            "href" => !beginning(value).starts_with(['/', '\\']),
            _ => true,
        };
        stays.then_some(value.into())
    });
    builder
});
static TAGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| BUILDER.clone_tags());
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)</?([A-Za-z][A-Za-z0-9-]*)([^>]*)>").ok());
static UNSAFE_ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)[\s"'/](on[a-z]+|style|srcdoc)\s*=|(javascript|vbscript|data)\s*:|[\s"'/]src\s*=\s*["']?\s*([a-z]+:)?//|[\s"'/]href\s*=\s*["']?\s*[/\\]"#).ok()
});

/// Elements within each other at most. Browsers stop at 512, and each further one costs as much as all around it.
const DEEPEST: usize = 256;

/// The HTML without anything that runs, loads or restyles. Where elements stand too deep in each other, its marks are
/// text.
pub fn sanitise(html: &str) -> String {
    match too_deep(html) {
        Some(_) => crate::html::escaped(html),
        None => BUILDER.clean(html).to_string(),
    }
}

/// The tag that opens more elements than there may be within each other.
fn too_deep(html: &str) -> Option<(String, std::ops::Range<usize>)> {
    const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "area"];
    // Too few marks for it: this goes for nearly everything.
    memchr::memchr_iter(b'<', html.as_bytes()).nth(DEEPEST)?;
    let mut depth = 0_usize;
    for found in TAG.as_ref()?.captures_iter(html) {
        let (whole, name) = (found.get(0)?, found.get(1)?.as_str());
        if whole.as_str().starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !VOID.contains(&name.to_ascii_lowercase().as_str()) {
            depth += 1;
        }
        if depth > DEEPEST {
            return Some((name.to_owned(), whole.range()));
        }
    }
    None
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
    let unsafe_tag = tags.captures_iter(html).find_map(|found| {
        let (whole, name, rest) = (found.get(0)?, found.get(1)?, found.get(2)?);
        let known = TAGS.contains(name.as_str().to_ascii_lowercase().as_str());
        (!known || unsafe_attribute.is_match(rest.as_str())).then(|| (name.as_str().to_owned(), whole.range()))
    });
    unsafe_tag.or_else(|| too_deep(html))
}

/// Whether a link's target may be followed: no scheme but those of pages, mail and telephone.
pub fn is_safe_link(target: &str) -> bool {
    match beginning(target).split_once(':') {
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

/// Whether an address, as an attribute of a picture may have one, is none that runs something.
pub(super) fn runs_nothing(address: &str) -> bool {
    let beginning = beginning(address);
    let is_image = beginning.starts_with("data:image/") && !beginning.starts_with("data:image/sv");
    is_image
        || !["javascript:", "vbscript:", "data:"]
            .iter()
            .any(|scheme| beginning.starts_with(scheme))
}

/// What an address begins with, as browsers read it: in any case, with blanks and controls anywhere.
fn beginning(address: &str) -> String {
    let kept = address
        .chars()
        .filter(|next| !next.is_whitespace() && !next.is_control());
    kept.take(16).collect::<String>().to_ascii_lowercase()
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
        for address in ["//x.cn/a", "\\\\x.cn\\a", "/\\x.cn/a", " /a", "\\a", "&#9;//x.cn"] {
            let link = format!("<a href=\"{address}\">a</a>");
            assert_eq!(sanitise(&link), "<a rel=\"noopener noreferrer\">a</a>");
            assert!(address.starts_with('&') || dropped(&link).is_some(), "{address}");
        }
        assert_eq!(
            dropped("<a href=\"https://x.cn/a\">a</a><a href='a/b'>b</a><a href=#c>c</a>"),
            None
        );
        assert_eq!(sanitise("<b onclick=\"x\">a</b><script>y</script>"), "<b>a</b>");
    }

    #[test]
    fn elements_too_deep_in_each_other_are_text() {
        let deep = "<div>".repeat(DEEPEST + 1);
        assert!(sanitise(&deep).starts_with("&lt;div&gt;"));
        assert!(dropped(&deep).is_some_and(|(tag, range)| tag == "div" && range.start == DEEPEST * 5));
        assert_eq!(dropped(&"<div></div><br>".repeat(DEEPEST)), None);
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
