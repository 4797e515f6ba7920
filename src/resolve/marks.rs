//! Names of roles, departments and glossary terms in the text: the longest match, outside links, code and citations.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::names::names_of;
use crate::model::{
    Chapter, Citation, Handbook, LanguageId, Mark, MarkTarget, RoleId, TermId, TextId, UnitId, in_block,
};
use crate::syntax::{Block, BlockKind, Bytes, Field, FieldKey};

/// Finds the names of roles, departments and terms of one language in a text.
#[derive(Debug)]
pub struct NameFinder {
    automaton: AhoCorasick,
    targets: Vec<MarkTarget>,
    spaced: bool,
}

/// Finds the marks of all texts, and from them who is mentioned where.
pub(super) fn find(handbook: &mut Handbook) {
    let finders: Vec<Option<NameFinder>> = handbook
        .language_ids()
        .map(|language| NameFinder::new(handbook, language))
        .collect();
    if finders.iter().all(Option::is_none) {
        return;
    }
    let shared = &*handbook;
    let texts: Vec<Vec<Mark>> = shared
        .texts
        .par_iter()
        .map(|text| {
            let Some(finder) = &finders[text.language.index()] else {
                return Vec::new();
            };
            let chapter = shared.chapter_of(text);
            let blocks = shared.node(text).blocks.clone();
            finder.blocks(shared, chapter, blocks, &text.citations)
        })
        .collect();
    let chapters: Vec<Vec<Mark>> = shared
        .chapters
        .par_iter()
        .map(|chapter| {
            let Some(finder) = &finders[chapter.language.index()] else {
                return Vec::new();
            };
            let blocks = chapter.document.blocks_outside_articles();
            blocks
                .flat_map(|blocks| finder.blocks(shared, chapter, blocks, &chapter.citations))
                .collect()
        })
        .collect();
    for (text, marks) in handbook.texts.iter_mut().zip(texts) {
        text.marks = marks;
    }
    for (chapter, marks) in handbook.chapters.iter_mut().zip(chapters) {
        chapter.marks = marks;
    }
    mentions(handbook);
}

impl NameFinder {
    /// The names of the handbook in `language`; nothing where there are none.
    pub fn new(handbook: &Handbook, language: LanguageId) -> Option<Self> {
        let mut names = Vec::new();
        let mut targets = Vec::new();
        let mut add = |name: &str, target: MarkTarget| {
            // A name of one character would be found everywhere.
            if name.chars().count() > 1 {
                names.push(name.to_owned());
                targets.push(target);
            }
        };
        for role in handbook.role_ids() {
            names_of(handbook, role)
                .filter(|(own, _)| *own == language)
                .for_each(|(_, name)| add(name, MarkTarget::Role(role)));
        }
        for (unit, index) in handbook.units.iter().zip(0..) {
            let aliases = unit.aliases.get(language).into_iter().flatten();
            unit.names
                .get(language)
                .into_iter()
                .chain(aliases)
                .for_each(|name| add(name, MarkTarget::Unit(UnitId(index))));
        }
        for (term, index) in handbook.terms.iter().zip(0..) {
            term.names
                .get(language)
                .into_iter()
                .for_each(|name| add(name, MarkTarget::Term(TermId(index))));
        }
        if names.is_empty() {
            return None;
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&names)
            .ok()?;
        Some(Self {
            automaton,
            targets,
            spaced: handbook.language(language).pack.spaced,
        })
    }

    /// The names in `text`, the longest ones, in order, none of them part of a word.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (Range<usize>, MarkTarget)> {
        let found = self.automaton.find_iter(text);
        found
            .filter(|found| !(self.spaced && cuts_a_word(text, &found.range())))
            .map(|found| (found.range(), self.targets[found.pattern().as_usize()]))
    }

    fn blocks(&self, handbook: &Handbook, chapter: &Chapter, blocks: Range<u32>, citations: &[Citation]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut terms = FxHashSet::default();
        for index in blocks {
            let block = &chapter.document.blocks[index as usize];
            if block.kind == BlockKind::Fields {
                self.fields(handbook, chapter, index, block, &mut terms, &mut marks);
            } else if matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell) {
                self.block(handbook, chapter, index, block, citations, &mut terms, &mut marks);
            }
        }
        marks
    }

    /// Names in the values of fields that are no lists of roles: those are declarations, with links of their own.
    fn fields(
        &self,
        handbook: &Handbook,
        chapter: &Chapter,
        index: u32,
        block: &Block,
        terms: &mut FxHashSet<TermId>,
        out: &mut Vec<Mark>,
    ) {
        let all = &chapter.document.fields;
        let first = all.partition_point(|field| field.label.start < block.span.start);
        let inside = all[first..]
            .iter()
            .take_while(|field| field.label.end <= block.span.end);
        let prose = |field: &&Field| !field.key.is_some_and(FieldKey::names_roles);
        for field in inside.filter(prose) {
            let value = &handbook.source(chapter)[field.value.start as usize..field.value.end as usize];
            for (range, to) in self.find(value) {
                let repeated = matches!(to, MarkTarget::Term(term) if !terms.insert(term));
                if !repeated {
                    let start = field.value.start;
                    let span = start + range.start as u32..start + range.end as u32;
                    out.push(Mark { block: index, span, to });
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn block(
        &self,
        handbook: &Handbook,
        chapter: &Chapter,
        index: u32,
        block: &Block,
        citations: &[Citation],
        terms: &mut FxHashSet<TermId>,
        out: &mut Vec<Mark>,
    ) {
        let text = handbook.block_text(chapter, block);
        let mut taken: Option<Vec<Bytes>> = None;
        for (range, target) in self.find(&text.text) {
            let span = text.source(&range);
            let taken = taken.get_or_insert_with(|| taken_spans(chapter, index, block, citations));
            if taken
                .iter()
                .any(|other| other.start < span.end && span.start < other.end)
            {
                continue;
            }
            if let MarkTarget::Term(term) = target
                && !terms.insert(term)
            {
                continue;
            }
            out.push(Mark {
                block: index,
                span,
                to: target,
            });
        }
    }
}

/// What of a block may hold no mark: citations, links, images and code.
fn taken_spans(chapter: &Chapter, index: u32, block: &Block, citations: &[Citation]) -> Vec<Bytes> {
    let mut taken = chapter.document.quiet_spans(block);
    let cited = in_block(citations, index as usize).iter();
    taken.extend(cited.map(|citation| citation.span.clone()));
    taken
}

/// Whether a match begins or ends inside a word; a plural ending is no cut.
fn cuts_a_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let rest = &text[range.end..];
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let after = rest.chars().next();
    before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric)
}

/// Collects, for each role and term, the articles that speak of it.
fn mentions(handbook: &mut Handbook) {
    let mut roles: Vec<(RoleId, TextId)> = Vec::new();
    let mut terms: Vec<(TermId, TextId)> = Vec::new();
    for id in handbook.text_ids() {
        for mark in &handbook.text(id).marks {
            match mark.to {
                MarkTarget::Role(role) => roles.push((role, id)),
                MarkTarget::Term(term) => terms.push((term, id)),
                MarkTarget::Unit(_) => {}
            }
        }
    }
    for (role, text) in roles {
        let role = &mut handbook.roles[role.index()];
        let own = role.articles.iter().any(|article| article.text == text);
        // Texts come in order, so that a repeated one is the last.
        if !own && role.mentions.last() != Some(&text) {
            role.mentions.push(text);
        }
    }
    for (term, text) in terms {
        let uses = &mut handbook.terms[term.index()].uses;
        if uses.last() != Some(&text) {
            uses.push(text);
        }
    }
}
