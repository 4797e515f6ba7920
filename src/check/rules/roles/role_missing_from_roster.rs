//! RB310: a role has its article, but the list of posts of the same regulation leaves it out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding;
use crate::diagnostic::{Edit, Findings, Fix, Safety};
use crate::language::{Language, is_blank};
use crate::model::{Handbook, LanguageId, NameMatch, RegulationId, RoleId, RosterEntry};
use crate::source::Span;
use crate::syntax::{Block, BlockKind, Document};

/// The lists of posts of a regulation.
#[derive(Default)]
struct List<'a> {
    entries: Vec<&'a RosterEntry>,
    /// Roles on it, and those that a name on it may mean.
    roles: FxHashSet<RoleId>,
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let mut lists: FxHashMap<RegulationId, List> = FxHashMap::default();
    for entry in &handbook.rosters {
        let text = handbook.text(entry.text);
        if text.language != LanguageId::AUTHORITATIVE {
            continue;
        }
        let list = lists.entry(text.regulation).or_default();
        list.entries.push(entry);
        match &entry.names {
            NameMatch::Role(role) => list.roles.extend([role]),
            NameMatch::Ambiguous(roles) => list.roles.extend(roles),
            NameMatch::Unknown(nearest) => list.roles.extend(nearest),
        }
    }
    for id in handbook.role_ids().filter(|&id| !handbook.role(id).external) {
        for article in &handbook.role(id).articles {
            let text = handbook.text(article.text);
            let own = article.language == LanguageId::AUTHORITATIVE;
            let Some(list) = lists
                .get(&text.regulation)
                .filter(|list| own && !list.roles.contains(&id))
            else {
                continue;
            };
            let Some(last) = list.entries.last() else {
                continue;
            };
            let mut found = finding::new(handbook, "RB310", article.text, finding::head(handbook, article.text))
                .param("role", finding::role(handbook, id))
                .param("roster", finding::label(handbook, last.text))
                .related("roster", finding::head(handbook, last.text));
            let name = handbook.role(id).names.get(text.language);
            let edit = name.and_then(|name| adding(handbook, &list.entries, name));
            found.fix = edit.map(|edit| Fix {
                safety: Safety::Unsafe,
                edits: vec![edit],
            });
            findings.push(found);
        }
    }
}

/// Where the last post of a list stands in its file.
struct Place<'a> {
    source: &'a str,
    document: &'a Document,
    language: &'static Language,
    /// The blocks of the article, by index.
    blocks: std::ops::Range<usize>,
    at: Span,
}

/// What adds a post of this name to the list of posts that a regulation has in a language.
pub fn post_added(handbook: &Handbook, regulation: RegulationId, language: LanguageId, name: &str) -> Option<Edit> {
    let own = handbook.rosters.iter().filter(|entry| {
        let text = handbook.text(entry.text);
        text.regulation == regulation && text.language == language
    });
    adding(handbook, &own.collect::<Vec<_>>(), name)
}

/// Adds a name after the last post of a table, else of a list, else after the last one that is named.
fn adding(handbook: &Handbook, entries: &[&RosterEntry], name: &str) -> Option<Edit> {
    let place = |entry: &RosterEntry| {
        let text = handbook.text(entry.text);
        let chapter = handbook.chapter_of(text);
        let node = handbook.node(text);
        Place {
            source: handbook.source(chapter),
            document: &chapter.document,
            language: handbook.language(text.language),
            blocks: node.blocks.start as usize..node.blocks.end as usize,
            at: entry.span,
        }
    };
    let row = || {
        let mut found = entries.iter().rev();
        found.find_map(|entry| Some((*entry, place(entry).row(name)?)))
    };
    let item = || {
        let mut found = entries.iter().enumerate().rev();
        found.find_map(|(at, entry)| {
            let before = entries[..at].iter().rev().find(|before| before.text == entry.text);
            Some((*entry, place(entry).item(name, before.map(|entry| entry.span))?))
        })
    };
    let word = || entries.last().map(|entry| (*entry, place(entry).word(name)));
    let (entry, (range, text)) = row().or_else(item).or_else(word)?;
    Some(Edit {
        span: Span::new(entry.span.file, range),
        text,
    })
}

type Change = (std::ops::Range<u32>, String);

impl Place<'_> {
    /// The innermost block of a kind around the post.
    fn around(&self, at: Span, kind: impl Fn(BlockKind) -> bool) -> Option<(usize, &Block)> {
        let holds = |block: &Block| kind(block.kind) && block.span.start <= at.start && at.end <= block.span.end;
        let blocks = self.blocks.clone().zip(&self.document.blocks[self.blocks.clone()]);
        blocks.rev().find(|(_, block)| holds(block))
    }

    fn slice(&self, from: u32, to: u32) -> &str {
        &self.source[from as usize..to as usize]
    }

    fn line_break(&self) -> &'static str {
        if self.source.contains("\r\n") { "\r\n" } else { "\n" }
    }

    fn line_start(&self, offset: u32) -> u32 {
        self.source[..offset as usize].rfind('\n').map_or(0, |at| at as u32 + 1)
    }

    /// Another row of a table, its other cells left empty.
    fn row(&self, name: &str) -> Option<Change> {
        let (index, row) = self.around(self.at, |kind| matches!(kind, BlockKind::Row { .. }))?;
        let cells = &self.document.blocks[index + 1..row.end as usize];
        let own = cells
            .iter()
            .position(|cell| cell.span.start <= self.at.start && self.at.end <= cell.span.end)?;
        let written = (0..cells.len()).map(|column| {
            if column == own {
                format!(" {name} |")
            } else {
                " |".to_owned()
            }
        });
        let indent = self.slice(self.line_start(row.span.start), row.span.start);
        let end = row.span.start + self.slice(row.span.start, row.span.end).trim_end().len() as u32;
        Some((
            end..end,
            format!("{}{indent}|{}", self.line_break(), written.collect::<String>()),
        ))
    }

    /// Another item of a list, marked and punctuated like the one before.
    fn item(&self, name: &str, before: Option<Span>) -> Option<Change> {
        let (_, item) = self.around(self.at, |kind| matches!(kind, BlockKind::Item(_)))?;
        let BlockKind::Item(marker) = item.kind else {
            return None;
        };
        let start = self.line_start(item.span.start);
        let lead = match marker {
            Some(marker) => {
                let next = self.language.marker(marker.style, marker.number + 1);
                format!(
                    "{}{next}{}",
                    self.slice(start, marker.start),
                    self.slice(marker.end, self.at.start)
                )
            }
            None => self.slice(start, self.at.start).to_owned(),
        };
        // An item that says more than the name of a post is one of several names: 前厅：店长、收银员.
        let after_marker = marker.map_or(item.span.start, |marker| marker.end);
        if self.slice(after_marker, self.at.start).contains(char::is_alphanumeric) || lead.contains('\n') {
            return None;
        }
        let text = self.slice(item.span.start, item.span.end).trim_end();
        let end = item.span.start + text.len() as u32;
        if end < self.at.end {
            return None;
        }
        let closing = punctuation(self.slice(self.at.end, end));
        let (between, gap) =
            match before.and_then(|before| self.around(before, |kind| matches!(kind, BlockKind::Item(_)))) {
                Some((_, before)) if before.span.start < item.span.start => {
                    let text = self.slice(before.span.start, item.span.start);
                    (punctuation(text), text[text.trim_end().len()..].matches('\n').count())
                }
                _ => (closing, 1),
            };
        let breaks = self.line_break().repeat(gap.clamp(1, 2));
        let closed = end - closing.len() as u32;
        Some((closed..end, format!("{between}{breaks}{lead}{name}{closing}")))
    }

    /// Another name in a sentence.
    fn word(&self, name: &str) -> Change {
        (
            self.at.end..self.at.end,
            format!("{}{name}", self.language.pack.list_separator),
        )
    }
}

/// The marks that a text ends with.
fn punctuation(text: &str) -> &str {
    let text = text.trim_end();
    let kept = text.trim_end_matches(|next: char| {
        !next.is_alphanumeric() && !is_blank(next) && !matches!(next, ')' | '）' | '*' | '_')
    });
    &text[kept.len()..]
}
