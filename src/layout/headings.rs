//! Headings: `## 第五条 标题 {#id role=… .roster key=value}`.

use std::ops::Range;

use super::{Change, Page};
use crate::language::is_blank;
use crate::syntax::{Attributes, BlockKind};

/// The attribute that comes right after the id.
const ROLE: &str = "role";

pub(super) fn changes(page: &mut Page<'_>) -> Vec<Change> {
    let labels = labels(page);
    let headings = page.top_level().filter_map(|at| match page.markdown.blocks[at].kind {
        BlockKind::Heading(level) => Some((at, level)),
        _ => None,
    });
    let headings: Vec<(usize, u8)> = headings.collect();
    let mut changes = Vec::new();
    for (at, level) in headings {
        let Some((bytes, content)) = content(page, at) else {
            continue;
        };
        let attributes = page.markdown.attributes.iter().find(|(index, _)| *index as usize == at);
        let attributes = attributes.map(|(_, attributes)| attributes);
        let (title, attributes) = match attributes {
            Some(attributes) => (
                content.start..attributes.span.start as usize,
                Some(in_order(page.text, attributes)),
            ),
            None => (without_closing(page.text, content), None),
        };
        let title = titled(page.text, title, &labels);
        let parts = ["#".repeat(level.into()), title, attributes.unwrap_or_default()];
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let lines = page.lines.touched(&bytes);
        // Its own change comprises all of its lines.
        page.lines.keep(&bytes, at);
        let whole = page.lines.0[lines.start].start..page.lines.0[lines.end - 1].end;
        changes.push((whole, parts.join(" ")));
    }
    changes
}

/// The bytes of a heading and those of what it says, if they are on one line.
fn content(page: &Page<'_>, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let bytes = page.bytes(at);
    let line = &page.lines.0[page.lines.at(bytes.start)];
    let before = page.text.get(line.start..bytes.start)?;
    if !before.chars().all(is_blank) {
        return None;
    }
    let marks = page.text[bytes.start..]
        .bytes()
        .take_while(|byte| *byte == b'#')
        .count();
    let lines = page.lines.touched(&bytes).len();
    match marks {
        0 if lines == 2 => Some((bytes.clone(), bytes.start..line.end)),
        1.. if lines == 1 => Some((bytes.clone(), bytes.start + marks..bytes.end)),
        _ => None,
    }
}

/// What a heading says without the `#` that close it.
fn without_closing(text: &str, content: Range<usize>) -> Range<usize> {
    let said = text[content.clone()].trim_end_matches(is_blank);
    let open = said.trim_end_matches('#');
    let closes = open.len() < said.len() && (open.is_empty() || open.ends_with([' ', '\t']));
    content.start..content.start + if closes { open.len() } else { said.len() }
}

/// Where the labels of units stand, in order.
fn labels(page: &Page<'_>) -> Vec<Range<usize>> {
    let divisions = page.document.divisions.iter().map(|division| &division.label);
    let labels = divisions.chain(page.document.articles.iter().map(|article| &article.label));
    let mut labels: Vec<Range<usize>> = labels
        .filter(|label| !label.is_empty())
        .map(|label| label.start as usize..label.end as usize)
        .collect();
    labels.sort_by_key(|label| label.start);
    labels
}

/// The title with one blank after its number.
fn titled(text: &str, title: Range<usize>, labels: &[Range<usize>]) -> String {
    let said = text[title.clone()].trim_matches(is_blank);
    let from = labels.partition_point(|label| label.start < title.start);
    let label = labels.get(from).filter(|label| label.end < title.end);
    let Some(label) = label else {
        return said.to_owned();
    };
    let rest = &text[label.end..title.end];
    let name = rest.trim_matches(is_blank);
    // A mark right after the number may belong to it.
    if name.is_empty()
        || (rest.len() == rest.trim_start_matches(is_blank).len() && !name.starts_with(char::is_alphanumeric))
    {
        return said.to_owned();
    }
    let number = text[title.start..label.end].trim_start_matches(is_blank);
    format!("{number} {name}")
}

/// The attributes in their usual order: id, role, classes, whatever else.
fn in_order(text: &str, attributes: &Attributes) -> String {
    let written = &text[attributes.span.start as usize..attributes.span.end as usize];
    let pairs = |role: bool| attributes.pairs.iter().filter(move |(key, _)| (**key == *ROLE) == role);
    let ordered = attributes
        .id
        .iter()
        .chain(pairs(true).map(|(_, value)| value))
        .chain(&attributes.classes)
        .chain(pairs(false).map(|(_, value)| value));
    let ordered: Vec<&str> = ordered
        .map(|attribute| &text[attribute.whole.start as usize..attribute.whole.end as usize])
        .collect();
    let ordered = format!("{{{}}}", ordered.join(" "));
    // What is written twice, or in braces of another kind, is for a rule to speak about.
    let signs = |text: &str| {
        let mut signs: Vec<char> = text.chars().filter(|next| !next.is_whitespace()).collect();
        signs.sort_unstable();
        signs
    };
    if signs(&ordered) == signs(written) {
        ordered
    } else {
        written.to_owned()
    }
}
