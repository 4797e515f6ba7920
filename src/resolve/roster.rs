//! The list of posts: a table, a list, or names in a sentence.

use super::names::Names;
use crate::model::{ArticleText, Handbook, NameMatch, RosterEntry, TextId};
use crate::source::Span;
use crate::syntax::{Block, BlockKind, FieldKey, Text};

/// A cell or an item with its text.
struct Part<'a> {
    text: Text<'a>,
}

pub(super) fn read(handbook: &mut Handbook, names: &Names) {
    let mut entries = Vec::new();
    for text in handbook.text_ids() {
        let article = handbook.text(text);
        if handbook.node(article).is_roster() {
            Roster {
                handbook,
                names,
                article,
                id: text,
            }
            .read(&mut entries);
        }
    }
    handbook.rosters = entries;
}

struct Roster<'a> {
    handbook: &'a Handbook,
    names: &'a Names,
    article: &'a ArticleText,
    id: TextId,
}

impl<'a> Roster<'a> {
    fn read(&self, out: &mut Vec<RosterEntry>) {
        let document = &self.handbook.chapter_of(self.article).document;
        let node = self.handbook.node(self.article);
        let blocks: Vec<(usize, &Block)> = document.blocks_of(node).collect();
        let mut at = 0;
        while at < blocks.len() {
            let (index, block) = blocks[at];
            match block.kind {
                BlockKind::Table => {
                    self.table(index, block, out);
                    at += block.end as usize - index;
                    continue;
                }
                // The text of an item, or a natural paragraph.
                BlockKind::Paragraph => self.sentence(block, block.unit.paragraph > 0, out),
                _ => {}
            }
            at += 1;
        }
    }

    fn text(&self, block: &Block) -> Text<'a> {
        let chapter = self.handbook.chapter_of(self.article);
        self.handbook.block_text(chapter, block)
    }

    /// The column with the most role names holds the posts; one headed like the headcount field holds the headcounts.
    fn table(&self, index: usize, table: &Block, out: &mut Vec<RosterEntry>) {
        let document = &self.handbook.chapter_of(self.article).document;
        let mut rows: Vec<Vec<Part<'a>>> = Vec::new();
        let mut head: Vec<Part<'a>> = Vec::new();
        let mut at = index + 1;
        while at < table.end as usize {
            let row = &document.blocks[at];
            let cells = document.blocks[at + 1..row.end as usize]
                .iter()
                .map(|cell| Part { text: self.text(cell) })
                .collect();
            match row.kind {
                BlockKind::Row { head: true } => head = cells,
                _ => rows.push(cells),
            }
            at = row.end as usize;
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let is_role = |part: &Part<'_>| self.names.exact(&part.text.text, self.article.language).is_some();
        let count = |column: usize| rows.iter().filter(|row| row.get(column).is_some_and(is_role)).count();
        let Some(column) = (0..columns).max_by_key(|&column| (count(column), std::cmp::Reverse(column))) else {
            return;
        };
        if count(column) == 0 {
            return;
        }
        let language = self.handbook.language(self.article.language);
        let headcount = head.iter().position(|part| {
            language
                .field(part.text.text.trim())
                .is_some_and(|(key, _, _)| key == FieldKey::Headcount.key())
        });
        for row in &rows {
            let Some(part) = row.get(column) else {
                continue;
            };
            let name = part.text.text.trim();
            if name.is_empty() {
                continue;
            }
            let number = headcount
                .and_then(|column| row.get(column))
                .and_then(|part| self.number(part));
            out.push(self.entry(&part.text, name, number));
        }
    }

    fn number(&self, part: &Part<'_>) -> Option<(u32, Span)> {
        let text = part.text.text.trim();
        let (value, _) = self.handbook.language(self.article.language).number(text)?;
        let start = part.text.text.len() - part.text.text.trim_start().len();
        let range = part.text.source(&(start..start + text.len()));
        Some((value, self.handbook.span(self.article, &range)))
    }

    /// Names in a list item, or in a sentence after its last colon. A sentence without a colon is read for the names
    /// that are known; what else it says is no name.
    fn sentence(&self, block: &Block, natural: bool, out: &mut Vec<RosterEntry>) {
        let text = self.text(block);
        let roles = &self.handbook.language(self.article.language).pack.roles;
        let plain = &*text.text;
        let colon = roles
            .colons
            .iter()
            .filter_map(|colon| plain.rfind(colon.as_str()).map(|at| at + colon.len()))
            .max();
        if natural && colon.is_none() {
            for name in self.names.in_sentence(plain, self.article.language) {
                out.push(self.entry(&text, name, None));
            }
            return;
        }
        let from = colon.unwrap_or(0);
        let mut parts = Vec::new();
        let (mut start, mut at) = (from, from);
        while at < plain.len() {
            let separator = roles
                .separators
                .iter()
                .filter(|word| plain[at..].starts_with(word.as_str()))
                .map(String::len)
                .max();
            match separator {
                Some(length) => {
                    parts.push(start..at);
                    at += length;
                    start = at;
                }
                None => at += plain[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        parts.push(start..plain.len());
        let loose = |next: char| next.is_whitespace() || matches!(next, '。' | '.' | '；' | ';');
        let posts: Vec<(&str, &str)> = parts
            .into_iter()
            .map(|range| {
                // A stop after a name may be part of it.
                let whole = plain[range].trim();
                match self.names.exact(whole, self.article.language) {
                    Some(_) => (whole, ""),
                    None => self.post(whole.trim_matches(loose)),
                }
            })
            .filter(|(name, _)| !name.is_empty())
            .collect();
        let is_known = |name: &str| self.names.exact(name, self.article.language).is_some();
        let known = posts.iter().filter(|(name, _)| is_known(name)).count();
        if known == 0 || known * 2 < posts.len() {
            return;
        }
        for (name, rest) in posts {
            out.push(self.entry(&text, name, self.count(&text, rest)));
        }
    }

    /// A post and what follows its name: 收银员 3人, Cashier (3).
    fn post<'t>(&self, part: &'t str) -> (&'t str, &'t str) {
        if self.names.exact(part, self.article.language).is_some() {
            return (part, "");
        }
        let language = self.handbook.language(self.article.language);
        let ends = |next: char| {
            matches!(next, '（' | '(') || next.is_ascii_digit() || (!language.pack.spaced && next.is_whitespace())
        };
        let at = part.find(ends).unwrap_or(part.len());
        (part[..at].trim_end(), &part[at..])
    }

    /// The first number of a text that follows a name.
    fn count(&self, text: &Text<'_>, rest: &str) -> Option<(u32, Span)> {
        let language = self.handbook.language(self.article.language);
        let digits = rest
            .char_indices()
            .find_map(|(at, _)| Some((at, language.number(&rest[at..])?)));
        let (at, (value, length)) = digits?;
        let start = rest.as_ptr() as usize - text.text.as_ptr() as usize + at;
        let range = text.source(&(start..start + length));
        Some((value, self.handbook.span(self.article, &range)))
    }

    fn entry(&self, text: &Text<'_>, name: &str, headcount: Option<(u32, Span)>) -> RosterEntry {
        let start = name.as_ptr() as usize - text.text.as_ptr() as usize;
        let range = text.source(&(start..start + name.len()));
        let names: NameMatch = self.names.find(name, self.article.language);
        RosterEntry {
            text: self.id,
            name: name.to_owned(),
            names,
            span: self.handbook.span(self.article, &range),
            headcount,
        }
    }
}
