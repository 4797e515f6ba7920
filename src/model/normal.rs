//! The normal form of an article: what it says, without how it is written down.
//!
//! Two texts have the same hash where they differ in blank lines, line ends, blanks, list markers, emphasis, the form of
//! headings and fields, full-width and half-width marks, the article's own number, or the number of an article cited.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{ArticleText, Chapter, Citation, Handbook, Target, anchor, division_anchor, in_block};
use crate::hash::hex;
use crate::language::Level;
use crate::syntax::{Block, BlockKind, Bytes, Field, FieldKey, ItemMarker, Text, Unit};

/// Bytes of a hash that are kept, written as two digits each.
const HASH_BYTES: usize = 8;

/// An article's text in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalText {
    pub lines: Vec<NormalLine>,
}

/// A paragraph, an item, a heading, a field or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormalLine {
    /// Its words. A citation stands in it as what it points at, in braces: `{#duty-roster.p2}`, `{.p1}` in the article
    /// itself, `{attendance#art-3}` in another regulation.
    pub text: String,
    /// Where it comes from.
    pub span: Bytes,
    /// Citations as they stand in `text` and as the source writes them.
    pub citations: Vec<(String, Bytes)>,
}

impl NormalText {
    /// The normal form of an article in one language.
    pub fn of(handbook: &Handbook, text: &ArticleText) -> Self {
        let mut walk = Walk {
            handbook,
            text,
            chapter: handbook.chapter_of(text),
            open: Vec::new(),
            marker: None,
            lines: Vec::new(),
        };
        walk.read();
        Self { lines: walk.lines }
    }

    /// The lines one below the other, as the lock keeps them.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }

    /// Identifies what the text says, whatever the language and the machine.
    pub fn hash(&self) -> String {
        hash(&self.text())
    }
}

/// The hash of a text in normal form.
pub fn hash(text: &str) -> String {
    let digest = Sha256::digest(fold(text).as_bytes());
    hex(&digest[..HASH_BYTES])
}

/// `text` without blanks, and with one form for marks that look the same: full-width and half-width, the kinds of
/// quotation marks, dashes and dots.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for mark in text.chars() {
        let plain = match mark {
            '\n' => '\n',
            mark if mark.is_whitespace() || matches!(mark, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}') => {
                continue;
            }
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(mark as u32 - 0xfee0).unwrap_or(mark),
            '\u{3002}' | '\u{ff61}' => '.',
            '\u{ff64}' => '\u{3001}',
            '\u{201c}'..='\u{201f}' | '\u{300c}'..='\u{300f}' | '\u{ff62}' | '\u{ff63}' => '"',
            '\u{2018}'..='\u{201b}' => '\'',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2026}' | '\u{22ef}' => '.',
            mark => mark,
        };
        // A dash of two characters is one, and so are the dots of an ellipsis.
        if !(matches!(plain, '-' | '.') && out.ends_with(plain)) {
            out.push(plain);
        }
    }
    out
}

/// `text` with each key of a cited article that `rename` knows in its new form; keys in the text's own regulation have no
/// regulation before them.
pub fn rename_citations(text: &str, rename: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        let Some((inside, behind)) = after.split_once('}') else {
            break;
        };
        let renamed: Vec<String> = inside
            .split("..#")
            .map(|member| {
                let (key, unit) = member.split_at(member.find('.').unwrap_or(member.len()));
                rename(key).map_or_else(|| member.to_owned(), |key| key + unit)
            })
            .collect();
        let _ = write!(out, "{before}{{#{}}}", renamed.join("..#"));
        rest = behind;
    }
    out.push_str(rest);
    out
}

struct Walk<'h> {
    handbook: &'h Handbook,
    text: &'h ArticleText,
    chapter: &'h Chapter,
    /// The ends of the items that are open.
    open: Vec<u32>,
    /// The item that has no line yet.
    marker: Option<Option<ItemMarker>>,
    lines: Vec<NormalLine>,
}

impl<'h> Walk<'h> {
    fn read(&mut self) {
        let node = self.handbook.node(self.text);
        if let Some(title) = node.title.as_ref() {
            self.push("# ", &tidy(&title.text), title.span.clone(), Vec::new());
        }
        if node.is_repealed() {
            self.push("{", "repealed}", node.head.clone(), Vec::new());
        }
        let document = &self.chapter.document;
        for (index, block) in document.blocks_of(node) {
            self.open.retain(|&end| end > index as u32);
            match block.kind {
                BlockKind::Item(marker) => {
                    self.open.push(block.end);
                    self.marker = Some(marker);
                }
                BlockKind::Paragraph => {
                    let prefix = self.prefix();
                    self.block(&prefix, index, block);
                }
                BlockKind::Heading(_) => self.block("## ", index, block),
                BlockKind::Row { .. } => self.row(index, block),
                BlockKind::Fields => self.fields(block),
                BlockKind::Code => self.code(block),
                BlockKind::List { .. }
                | BlockKind::Quote
                | BlockKind::Html
                | BlockKind::Table
                | BlockKind::Cell
                | BlockKind::Footnote
                | BlockKind::Rule => {}
            }
        }
    }

    fn push(&mut self, prefix: &str, text: &str, span: Bytes, citations: Vec<(String, Bytes)>) {
        if !text.is_empty() {
            let text = format!("{prefix}{text}");
            self.lines.push(NormalLine { text, span, citations });
        }
    }

    /// What stands before a paragraph: its place in the list, whatever marks it.
    fn prefix(&mut self) -> String {
        let depth = self.open.len();
        match self.marker.take() {
            Some(Some(marker)) => format!("{}{}. ", "  ".repeat(depth.saturating_sub(1)), marker.number),
            Some(None) => format!("{}- ", "  ".repeat(depth.saturating_sub(1))),
            None => "  ".repeat(depth),
        }
    }

    fn block(&mut self, prefix: &str, index: usize, block: &Block) {
        let mut citations = Vec::new();
        let text = self.words(index, block, &mut citations);
        self.push(prefix, &text, block.span.clone(), citations);
    }

    fn row(&mut self, index: usize, row: &Block) {
        let mut citations = Vec::new();
        let cells = index + 1..row.end as usize;
        let cells = cells.filter_map(|index| Some((index, self.chapter.document.blocks.get(index)?)));
        let cells: Vec<String> = cells
            .filter(|(_, block)| block.kind == BlockKind::Cell)
            .map(|(index, block)| self.words(index, block, &mut citations))
            .collect();
        self.push("", &cells.join(" | "), row.span.clone(), citations);
    }

    fn code(&mut self, block: &Block) {
        let source = self.handbook.source(self.chapter);
        let text = tidy(
            source
                .get(block.span.start as usize..block.span.end as usize)
                .unwrap_or(""),
        );
        self.push("", &text, block.span.clone(), Vec::new());
    }

    fn fields(&mut self, block: &Block) {
        let all = &self.chapter.document.fields;
        let first = all.partition_point(|field| field.label.start < block.span.start);
        let inside = all
            .iter()
            .skip(first)
            .take_while(|field| field.label.end <= block.span.end);
        for field in inside {
            let text = self.field(field);
            self.push(
                "",
                &text,
                field.label.start..field.value.end.max(field.label.end),
                Vec::new(),
            );
        }
    }

    fn field(&self, field: &Field) -> String {
        let pack = &self.handbook.language(self.text.language).pack;
        let language = self.handbook.language(self.text.language);
        let label = field
            .key
            .map_or(&*field.label_text, |key| language.field_label(key.key()));
        let names = || {
            let names: Vec<&str> = field.names.iter().map(|name| &*name.text).collect();
            names.join(&pack.list_separator)
        };
        let value = if field.nobody {
            pack.roles.none.first().cloned().unwrap_or_default()
        } else if field.key.is_some_and(FieldKey::names_roles) && !field.names.is_empty() {
            names()
        } else {
            tidy(&field.value_text)
        };
        format!("{}: {value}", tidy(label))
    }

    /// The words of a block, with citations as what they point at.
    fn words(&self, index: usize, block: &Block, citations: &mut Vec<(String, Bytes)>) -> String {
        let text = self.handbook.block_text(self.chapter, block);
        let cited = in_block(&self.text.citations, index).iter();
        let mut out = String::new();
        let mut done = 0;
        for (token, span) in cited.flat_map(|citation| self.tokens(citation)) {
            let (start, end) = (offset_of(&text, span.start), offset_of(&text, span.end));
            let Some(before) = text.text.get(done..start).filter(|_| start < end) else {
                continue;
            };
            out.push_str(before);
            out.push_str(&token);
            citations.push((token, span));
            done = end;
        }
        out.push_str(text.text.get(done..).unwrap_or_default());
        tidy(&out)
    }

    /// What stands for each member of a citation whose target is certain.
    fn tokens(&self, citation: &'h Citation) -> impl Iterator<Item = (String, Bytes)> {
        let members = citation.members.iter();
        members.filter_map(|member| {
            let last = member.through.filter(|_| member.path.last() > Some(Level::Article));
            let mut token = match member.target {
                Target::Article {
                    text, unit, through, ..
                } => self.cited(self.handbook.text(text), unit, through),
                Target::Division { chapter, division } => {
                    let document = &self.handbook.chapter(chapter).document;
                    division_anchor(document, division as usize)
                }
                Target::External | Target::Missing(_) | Target::Unclear => return None,
            };
            if let Some(last) = last {
                let _ = write!(token, "..{last}");
            }
            Some((format!("{{{token}}}"), member.span.clone()))
        })
    }

    fn cited(&self, cited: &ArticleText, unit: Unit, through: Option<super::ArticleId>) -> String {
        let article = self.handbook.article(cited.article);
        let document = &self.handbook.chapter_of(cited).document;
        let key = article.key.to_string();
        let place = anchor(&article.key, document, self.handbook.node(cited), unit);
        let end = through
            .map(|id| format!("..#{}", self.handbook.article(id).key))
            .unwrap_or_default();
        if cited.article == self.text.article {
            // Its own key need not be said, and an article without an id may be renumbered.
            let place = place.strip_prefix(&key).unwrap_or(&place).trim_start_matches('.');
            return format!(".{place}{end}");
        }
        let regulation = if cited.regulation == self.text.regulation {
            ""
        } else {
            &self.handbook.regulation(cited.regulation).id
        };
        format!("{regulation}#{place}{end}")
    }
}

/// The place in a block's text of an offset in the file.
fn offset_of(text: &Text<'_>, source: u32) -> usize {
    let (mut low, mut high) = (0, text.text.len());
    while low < high {
        let middle = low.midpoint(high);
        if text.source_start(middle) < source {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// `text` on one line, with single blanks and none around it.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
