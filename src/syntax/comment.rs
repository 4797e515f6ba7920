//! Front matter, and comments that speak to the checker.

use super::Bytes;

/// `<!-- allow RB301: reason -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Codes or names, as written.
    pub codes: Vec<(Box<str>, Bytes)>,
    pub reason: Box<str>,
    pub span: Bytes,
    /// The article, paragraph or item that it stands before.
    pub target: Bytes,
}

/// The front matter between two `+++` lines at the top, and the offset where the body begins.
pub fn front_matter(text: &str) -> (Option<Bytes>, usize) {
    let line = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let first = line(0);
    if text[..first].trim_end() != "+++" {
        return (None, 0);
    }
    let mut at = first;
    while at < text.len() {
        let end = line(at);
        if text[at..end].trim_end() == "+++" {
            return (Some(first as u32..at as u32), end);
        }
        at = end;
    }
    // Without an end it goes as far as lines look like settings; that the end is missing is for the model to say.
    let mut at = first;
    while at < text.len() && text[at..line(at)].contains('=') {
        at = line(at);
    }
    (Some(first as u32..at as u32), at)
}

/// Whether the front matter that ends at `end` has its closing line.
pub fn is_closed(text: &str, end: u32) -> bool {
    let rest = &text[end as usize..];
    rest.lines().next().is_some_and(|line| line.trim_end() == "+++")
}

/// Reads the comment `html` that stands at `start`; its target is not known yet.
pub fn suppression(html: &str, start: u32) -> Option<Suppression> {
    let inner = html.trim_end().strip_prefix("<!--")?.strip_suffix("-->")?;
    let words = inner.trim_start();
    let rest = words.strip_prefix("allow")?;
    if !rest.starts_with(|next: char| next.is_whitespace() || next == ':') {
        return None;
    }
    let (list, reason) = rest.find([':', '：']).map_or((rest, ""), |at| {
        (&rest[..at], rest[at..].trim_start_matches([':', '：']))
    });
    let offset = |part: &str| start + (part.as_ptr() as usize - html.as_ptr() as usize) as u32;
    let codes = list
        .split([',', '，', '、', ' '])
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .map(|code| (code.into(), offset(code)..offset(code) + code.len() as u32))
        .collect();
    Some(Suppression {
        codes,
        reason: reason.trim().into(),
        span: start..start + html.trim_end().len() as u32,
        target: 0..0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_cut_off() {
        assert_eq!(front_matter("+++\r\na = 1\r\n+++\r\n# x"), (Some(5..12), 17));
        assert_eq!(front_matter("# x"), (None, 0));
        assert_eq!(front_matter("+++\na = 1\n\n# x"), (Some(4..10), 10));
    }

    #[test]
    fn a_comment_names_codes_and_a_reason() {
        let html = "<!-- allow RB301, vague-measure: until June -->\n";
        let found = suppression(html, 10);
        let found = found
            .as_ref()
            .map(|found| (found.codes.len(), &*found.reason, found.codes[0].1.clone()));
        assert_eq!(found, Some((2, "until June", 21..26)));
        assert_eq!(suppression("<!-- allowance -->", 0), None);
    }
}
