//! What a handbook says, free of its language, its numbers and its punctuation: two handbooks of one meaning have the
//! same articles, roles, reporting lines, duties, words, and citations that lead to the same places.
//!
//! Articles are known by their place in their edition, so that other numbers alone change nothing.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::{
    ArticleText, Chapter, Citation, Citing, DeclarationKind, Handbook, LanguageId, MarkTarget, NameMatch, Target,
    TextId, in_block,
};
use crate::language;
use crate::syntax::{Block, BlockKind, Bytes};

/// A side of the meaning that may change by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Regulations and their titles.
    Regulations,
    /// Articles with their names, titles and attributes.
    Articles,
    /// Paragraphs and items.
    Units,
    /// What role articles and lists of posts declare, and the reporting lines.
    Roles,
    /// The duties of each role.
    Duties,
    /// The words of the text, without citations.
    Words,
    /// Where citations lead.
    Citations,
    /// Uses of agreed terms.
    Terms,
}

/// The meaning of a handbook as statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// In order.
    statements: Vec<(Aspect, String)>,
}

impl Meaning {
    pub fn of(handbook: &Handbook) -> Self {
        let mut reading = Reading::new(handbook);
        reading.regulations();
        reading.roles();
        reading.texts();
        let mut statements = reading.statements;
        statements.sort();
        Self { statements }
    }

    /// The statements of one of the two that the other lacks, in order.
    pub fn differences<'a>(&'a self, other: &'a Self) -> Vec<(Aspect, &'a str)> {
        let (mut ours, mut theirs) = (self.statements.as_slice(), other.statements.as_slice());
        let mut found = Vec::new();
        loop {
            let (own, next) = match (ours.first(), theirs.first()) {
                (Some(one), Some(another)) if one == another => {
                    (ours, theirs) = (&ours[1..], &theirs[1..]);
                    continue;
                }
                (Some(one), Some(another)) if one < another => (true, one),
                (Some(one), None) => (true, one),
                (_, Some(another)) => (false, another),
                (None, None) => return found,
            };
            found.push((next.0, next.1.as_str()));
            match own {
                true => ours = &ours[1..],
                false => theirs = &theirs[1..],
            }
        }
    }
}

struct Reading<'a> {
    handbook: &'a Handbook,
    /// The place of each article text in its edition.
    places: Vec<u32>,
    statements: Vec<(Aspect, String)>,
}

impl<'a> Reading<'a> {
    fn new(handbook: &'a Handbook) -> Self {
        let mut places = vec![0; handbook.texts.len()];
        for regulation in &handbook.regulations {
            for (_, edition) in regulation.editions.iter() {
                for (&text, place) in edition.texts.iter().zip(1..) {
                    places[text.index()] = place;
                }
            }
        }
        Self {
            handbook,
            places,
            statements: Vec::new(),
        }
    }

    fn say(&mut self, aspect: Aspect, statement: String) {
        self.statements.push((aspect, statement));
    }

    /// The article at a place: `customer-service 12 zh`.
    fn place(&self, text: TextId) -> String {
        let place = self.places[text.index()];
        let text = self.handbook.text(text);
        let regulation = &self.handbook.regulation(text.regulation).id;
        format!("{regulation} {place} {}", self.handbook.tag(text.language))
    }

    fn regulations(&mut self) {
        let handbook = self.handbook;
        for regulation in &handbook.regulations {
            for (language, edition) in regulation.editions.iter() {
                let mut title = format!("{} {} ", regulation.id, handbook.tag(language));
                normalise(&edition.title, &mut title);
                self.say(Aspect::Regulations, title);
                for &text in &edition.texts {
                    let article = self.article(text);
                    self.say(Aspect::Articles, article);
                }
            }
        }
    }

    fn article(&self, text: TextId) -> String {
        let node = self.handbook.node(self.handbook.text(text));
        let mut said = self.place(text);
        if let Some(id) = node.id() {
            let _ = write!(said, " #{}", id.value);
        }
        if let Some(role) = node.attribute("role") {
            let _ = write!(said, " role={}", role.value);
        }
        for (flag, name) in [(node.is_roster(), " roster"), (node.is_repealed(), " repealed")] {
            if flag {
                said.push_str(name);
            }
        }
        if let Some(title) = &node.title {
            said.push(' ');
            normalise(&title.text, &mut said);
        }
        said
    }

    fn roles(&mut self) {
        let handbook = self.handbook;
        let id = |role: super::RoleId| handbook.role(role).id.as_str();
        let named = |names: &NameMatch, name: &str| match names {
            NameMatch::Role(role) => id(*role).to_owned(),
            _ => normalised(name),
        };
        for line in &handbook.lines {
            self.say(
                Aspect::Roles,
                format!("{} > {}", id(line.superior), id(line.subordinate)),
            );
        }
        for said in &handbook.declarations {
            let kind = match said.kind {
                DeclarationKind::Superior => "under",
                DeclarationKind::Subordinate => "over",
                DeclarationKind::DottedLine => "dotted",
            };
            let tag = handbook.tag(said.language);
            let other = named(&said.names, &said.name);
            self.say(Aspect::Roles, format!("{tag} {} {kind} {other}", id(said.role)));
        }
        for entry in &handbook.rosters {
            let count = entry.headcount.map(|(count, _)| count);
            let name = named(&entry.names, &entry.name);
            let place = self.place(entry.text);
            self.say(Aspect::Roles, format!("{place} post {name} {count:?}"));
        }
        for role in &handbook.roles {
            for article in &role.articles {
                let chapter = handbook.chapter_of(handbook.text(article.text));
                let tag = handbook.tag(article.language);
                for duty in &article.duties {
                    let mut said = format!("{tag} {}: ", role.id);
                    let block = &chapter.document.blocks[duty.block as usize];
                    let inner = &chapter.document.blocks[duty.block as usize + 1..block.end as usize];
                    for block in std::iter::once(block).chain(inner) {
                        self.words(chapter, block, &[], &mut said);
                    }
                    self.say(Aspect::Duties, said);
                }
            }
        }
    }

    fn texts(&mut self) {
        let handbook = self.handbook;
        for id in handbook.text_ids() {
            let text = handbook.text(id);
            let chapter = handbook.chapter_of(text);
            let place = self.place(id);
            self.units(&place, text, chapter);
            let node = handbook.node(text);
            let blocks = node.blocks.start as usize..node.blocks.end as usize;
            self.passage(&place, chapter, blocks, &text.citations);
            self.citations(&place, text.language, &text.citations);
            self.terms(&place, &text.marks);
        }
        for chapter in &handbook.chapters {
            let place = format!("{} {}", handbook.tag(chapter.language), chapter.path);
            for blocks in chapter.document.blocks_outside_articles() {
                let blocks = blocks.start as usize..blocks.end as usize;
                self.passage(&place, chapter, blocks, &chapter.citations);
            }
            self.citations(&place, chapter.language, &chapter.citations);
            self.terms(&place, &chapter.marks);
        }
    }

    fn units(&mut self, place: &str, text: &ArticleText, chapter: &Chapter) {
        let blocks = chapter.document.blocks_of(self.handbook.node(text));
        let units = blocks.filter_map(|(_, block)| match block.kind {
            BlockKind::Paragraph | BlockKind::Item(Some(_)) => Some(block.unit),
            _ => None,
        });
        let mut said = place.to_owned();
        for unit in units {
            let _ = write!(said, " {}.{}.{}", unit.paragraph, unit.item, unit.subitem);
        }
        self.say(Aspect::Units, said);
    }

    /// The words of some blocks.
    fn passage(&mut self, place: &str, chapter: &Chapter, blocks: std::ops::Range<usize>, citations: &[Citation]) {
        let mut said = format!("{place}: ");
        for index in blocks {
            let cited = in_block(citations, index).iter();
            let cited: Vec<&Bytes> = cited.map(|citation| &citation.span).collect();
            self.words(chapter, &chapter.document.blocks[index], &cited, &mut said);
        }
        self.say(Aspect::Words, said);
    }

    /// Adds the words of a block, those in `without` left out.
    fn words(&self, chapter: &Chapter, block: &Block, without: &[&Bytes], said: &mut String) {
        if block.inlines.is_empty() {
            return;
        }
        let text = self.handbook.block_text(chapter, block);
        if without.is_empty() {
            return normalise(&text.text, said);
        }
        for (at, character) in text.text.char_indices() {
            let source = text.source_start(at);
            if !without.iter().any(|span| span.contains(&source)) {
                add(character, said);
            }
        }
    }

    fn citations(&mut self, place: &str, language: LanguageId, citations: &[Citation]) {
        for citation in citations {
            let mut said = format!("{place}:");
            for member in &citation.members {
                said.push(' ');
                match (&citation.citing, member.target) {
                    (Citing::External(_), _) | (_, Target::External) => said.push_str("external"),
                    (_, target) => self.target(target, language, &mut said),
                }
            }
            self.say(Aspect::Citations, said);
        }
    }

    fn target(&self, target: Target, language: LanguageId, said: &mut String) {
        match target {
            Target::Article {
                text, unit, through, ..
            } => {
                said.push_str(&self.place(text));
                let _ = write!(said, " {}.{}.{}", unit.paragraph, unit.item, unit.subitem);
                let last = through.and_then(|last| self.handbook.article(last).texts.best(language));
                if let Some(&last) = last {
                    let _ = write!(said, " to {}", self.place(last));
                }
            }
            Target::Division { chapter, division } => {
                let _ = write!(said, "{} {division}", self.handbook.chapter(chapter).path);
            }
            Target::Missing(level) => {
                let _ = write!(said, "missing {level:?}");
            }
            Target::External | Target::Unclear => said.push_str("unclear"),
        }
    }

    fn terms(&mut self, place: &str, marks: &[super::Mark]) {
        let mut uses: FxHashMap<u32, u32> = FxHashMap::default();
        for mark in marks {
            if let MarkTarget::Term(term) = mark.to {
                *uses.entry(term.0).or_default() += 1;
            }
        }
        for (term, times) in uses {
            let term = &self.handbook.terms[term as usize].id;
            self.say(Aspect::Terms, format!("{place}: {times} {term}"));
        }
    }
}

fn normalised(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    normalise(text, &mut said);
    said
}

/// Adds the letters and digits of a text, of whatever width and case.
fn normalise(text: &str, said: &mut String) {
    for character in text.chars() {
        add(character, said);
    }
}

fn add(character: char, said: &mut String) {
    if character.is_alphanumeric() {
        said.extend(language::fold(character).to_lowercase());
    }
}
