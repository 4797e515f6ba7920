//! Text as Markdown: what would mean something to Markdown escaped, looks and links kept.

use super::line::{Line, Slice, is_gap, paragraph_lines};
use super::manuscript::{Cell, Manuscript, Table};
use crate::language::Language;

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// At the start of a block.
    Block,
    /// After a marker or a label on the same line.
    Inside,
    /// In a heading, whose type has its own weight.
    Heading,
    Cell,
}

/// Writes the parts of a manuscript's lines.
#[derive(Debug)]
pub struct Markdown<'a, 'm> {
    pub lines: &'a [Line<'m>],
    pub manuscript: &'m Manuscript,
    pub language: &'a Language,
    /// Notes that were marked and not yet written.
    pub notes: Vec<usize>,
}

impl Markdown<'_, '_> {
    /// A part of a line.
    pub fn inline(&mut self, slice: Slice, position: Position) -> String {
        let mut notes = Vec::new();
        let text = inline(
            &self.lines[slice.line],
            slice.start..slice.end,
            position,
            self.manuscript,
            self.language,
            &mut notes,
        );
        self.notes.extend(notes);
        text
    }

    /// A table, with its first row as the head.
    pub fn table(&mut self, table: &Table) -> String {
        let width = |row: &Vec<Cell>| row.iter().map(|cell| cell.columns.max(1) as usize).sum::<usize>();
        let columns = table.rows.iter().map(width).max().unwrap_or(0);
        let mut out = String::new();
        for (index, row) in table.rows.iter().enumerate() {
            out.push('|');
            let mut filled = 0;
            for cell in row {
                let text = self.cell(cell);
                out.push_str(&format!(" {text} |"));
                let more = cell.columns.max(1) as usize - 1;
                out.push_str(&"  |".repeat(more));
                filled += more + 1;
            }
            out.push_str(&"  |".repeat(columns - filled));
            out.push('\n');
            if index == 0 {
                out.push_str(&format!("|{}\n", " --- |".repeat(columns)));
            }
        }
        out
    }

    fn cell(&mut self, cell: &Cell) -> String {
        let mut lines = Vec::new();
        for paragraph in &cell.paragraphs {
            paragraph_lines(paragraph, &mut lines);
        }
        let mut notes = Vec::new();
        let texts = lines.iter().map(|line| {
            let length = line.text.len();
            inline(
                line,
                0..length,
                Position::Cell,
                self.manuscript,
                self.language,
                &mut notes,
            )
        });
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        self.notes.extend(notes);
        texts.join("<br>")
    }

    /// The notes that were marked since this was last asked for.
    pub fn take_notes(&mut self) -> String {
        let mut out = String::new();
        let mut at = 0;
        // A note may bear further notes.
        while let Some(&note) = self.notes.get(at) {
            at += 1;
            let mut lines = Vec::new();
            for paragraph in self.manuscript.notes.get(note).into_iter().flatten() {
                paragraph_lines(paragraph, &mut lines);
            }
            let mut further = Vec::new();
            let texts: Vec<String> = lines
                .iter()
                .map(|line| {
                    inline(
                        line,
                        0..line.text.len(),
                        Position::Block,
                        self.manuscript,
                        self.language,
                        &mut further,
                    )
                })
                .filter(|text| !text.is_empty())
                .collect();
            further.retain(|note| !self.notes.contains(note));
            self.notes.extend(further);
            out.push_str(&format!("\n[^{}]: {}\n", note + 1, texts.join("\n\n    ")));
        }
        self.notes.clear();
        out
    }
}

/// What is written around a run.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Look<'r> {
    bold: bool,
    italic: bool,
    link: Option<&'r str>,
}

fn inline(
    line: &Line<'_>,
    range: std::ops::Range<usize>,
    position: Position,
    manuscript: &Manuscript,
    language: &Language,
    notes: &mut Vec<usize>,
) -> String {
    let mut out = Inline {
        text: String::with_capacity(range.len() + 16),
        look: Look::default(),
        position,
    };
    let plain = |out: &mut Inline<'_>, text: &str| out.words(text, Look::default());
    let mut at = range.start;
    for (span, run) in &line.runs {
        let (start, end) = (span.start.max(range.start), span.end.min(range.end));
        // A picture or a note stands behind its run; one without text belongs to the part that it stands in or ends.
        let is_last = range.end == line.text.trim_end_matches(is_gap).len() || range.end == line.text.len();
        let holds_end = span.end > range.start && span.end <= range.end;
        let empty_here = span.start == span.end && span.end >= range.start && (span.end < range.end || is_last);
        let trailing = is_last && span.end > range.end;
        if start > end || (start == end && !(empty_here || trailing)) {
            continue;
        }
        if start > at {
            plain(&mut out, &line.text[at..start]);
        }
        let look = Look {
            bold: run.bold && position != Position::Heading,
            italic: run.italic && position != Position::Heading,
            link: run.link.as_deref(),
        };
        if start < end {
            out.words(&line.text[start..end], look);
            at = end;
        }
        if !(holds_end || empty_here || trailing) {
            continue;
        }
        if let Some(note) = run.note.filter(|note| *note < manuscript.notes.len()) {
            out.set(Look::default());
            out.text.push_str(&format!("[^{}]", note + 1));
            notes.push(note);
        }
        if let Some(image) = run.image.and_then(|image| manuscript.images.get(image)) {
            out.set(Look::default());
            let description = escape(&image.description.replace(['\n', '\r'], " "), Position::Inside);
            out.text
                .push_str(&format!("![{description}](images/{})", address(&image.name)));
        }
    }
    if at < range.end {
        plain(&mut out, &line.text[at..range.end]);
    }
    out.set(Look::default());
    let text = out.text.trim_matches(is_gap);
    tidy(text, language)
}

struct Inline<'r> {
    text: String,
    look: Look<'r>,
    position: Position,
}

impl<'r> Inline<'r> {
    fn words(&mut self, text: &str, look: Look<'r>) {
        let bare = text.trim_matches(is_gap);
        if bare.is_empty() {
            self.text.push_str(if text.is_empty() { "" } else { " " });
            return;
        }
        let before = text.len() - text.trim_start_matches(is_gap).len();
        if look != self.look {
            self.set(Look::default());
        }
        if before > 0 {
            self.text.push(' ');
        }
        self.set(look);
        let position = if self.text.is_empty() {
            self.position
        } else {
            self.position.inside()
        };
        let words = escape(bare, position);
        self.text.push_str(&words);
        if before + bare.len() < text.len() {
            // Marks of emphasis do not count where a blank stands inside of them.
            self.set(Look::default());
            self.text.push(' ');
        }
    }

    fn set(&mut self, look: Look<'r>) {
        if look == self.look {
            return;
        }
        if self.look.bold {
            self.text.push_str("**");
        }
        if self.look.italic {
            self.text.push('*');
        }
        if let Some(link) = self.look.link {
            self.text.push_str(&format!("]({})", address(link)));
        }
        if look.link.is_some() {
            self.text.push('[');
        }
        if look.italic {
            self.text.push('*');
        }
        if look.bold {
            self.text.push_str("**");
        }
        self.look = look;
    }
}

impl Position {
    fn inside(self) -> Self {
        if self == Self::Block { Self::Inside } else { self }
    }
}

/// One blank for several, and none at a mark of full width, which brings its own.
fn tidy(text: &str, language: &Language) -> String {
    let is_mark = |next: char| {
        !language.pack.spaced
            && matches!(
                next,
                '，' | '。' | '；' | '：' | '、' | '！' | '？' | '（' | '）' | '《' | '》'
            )
    };
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for next in text.chars() {
        if is_gap(next) {
            blank = true;
            continue;
        }
        if blank && !is_mark(next) && !out.ends_with(is_mark) {
            out.push(' ');
        }
        blank = false;
        out.push(next);
    }
    out
}

/// The target of a link, so that Markdown finds its end.
fn address(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for next in target.chars() {
        match next {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '"' => out.push_str(&format!("%{:02X}", next as u32)),
            next if next.is_control() => {}
            next => out.push(next),
        }
    }
    out
}

/// `text` so that Markdown shows it as it is.
pub fn escape(text: &str, position: Position) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut characters = text.char_indices().peekable();
    let start = if position == Position::Block {
        start_to_escape(text)
    } else {
        None
    };
    // Where the brackets end that need no escape.
    let mut bracketed = None;
    while let Some((at, next)) = characters.next() {
        let following = characters.peek().map(|(_, next)| *next);
        let special = match next {
            '[' if bracketed.is_none() => {
                bracketed = plain_brackets(&text[at..]).map(|length| at + length);
                bracketed.is_none()
            }
            ']' if bracketed == Some(at) => {
                bracketed = None;
                false
            }
            '\\' | '*' | '`' | '[' | ']' => true,
            '_' => {
                !following.is_some_and(|next| next.is_ascii_alphanumeric())
                    || !text[..at].ends_with(|before: char| before.is_ascii_alphanumeric())
            }
            '~' => following == Some('~') || text[..at].ends_with('~'),
            '<' => following.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => begins_entity(&text[at..]),
            '|' => position == Position::Cell,
            '{' | '#' => position == Position::Heading,
            _ => false,
        };
        if special || start == Some(at) {
            out.push('\\');
        }
        out.push(next);
    }
    out
}

/// The offset of the bracket that ends a text like [2023], which no link, note or box can come of: it holds letters and
/// digits, and what follows it is known and makes no address of it.
fn plain_brackets(text: &str) -> Option<usize> {
    let end = text.find(']')?;
    let is_plain = text[1..end].len() > 1 && text[1..end].chars().all(char::is_alphanumeric);
    let goes_on = text[end + 1..].starts_with(|next: char| !matches!(next, '(' | '[' | ':' | '{'));
    (is_plain && goes_on).then_some(end)
}

/// Whether a text begins with the name or number of a character: `&amp;`, `&#38;`.
fn begins_entity(text: &str) -> bool {
    let name = text.trim_start_matches('&').trim_start_matches('#');
    let end = name
        .find(|next: char| !next.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

/// The offset of the mark that would make the start of a block something else than text.
fn start_to_escape(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    match first {
        '#' | '>' => Some(0),
        '+' | '-' => (rest.starts_with(is_gap) || rest.chars().all(|next| next == first || is_gap(next))).then_some(0),
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &text[digits..];
            let stop = rest.starts_with(['.', ')']) && !rest[1..].starts_with(|next: char| next.is_ascii_digit());
            stop.then_some(digits)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_markdown_is_escaped() {
        for (text, expected) in [
            ("1*2", r"1\*2"),
            ("- 不是列表", r"\- 不是列表"),
            ("2014. 年", r"2014\. 年"),
            ("# 号", r"\# 号"),
            ("a_b 和 _c_", r"a_b 和 \_c\_"),
            ("<b>&amp; <3", r"\<b>\&amp; <3"),
            ("[链接](x)", r"\[链接\](x)"),
            ("国办发[2023]5号", "国办发[2023]5号"),
            ("[2023]", r"\[2023\]"),
            ("[x] [^1] [a][b]", r"\[x\] \[^1\] \[a\]\[b\]"),
            ("R&D &#38; R&D;", r"R&D \&#38; R\&D;"),
        ] {
            assert_eq!(escape(text, Position::Block), expected);
        }
        assert_eq!(escape("a|b", Position::Cell), r"a\|b");
        assert_eq!(address("a b(c).html"), "a%20b%28c%29.html");
    }
}
