//! RB601: a word that the glossary lists as a variant of a term, or an unusual spelling beside the usual one.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::passage::{self, Passage};
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::Language;
use crate::model::{Chapter, Handbook, LanguageId, RegulationId, TermId};
use crate::source::Span;

/// What a word in the text is.
#[derive(Debug, Clone)]
enum Word {
    /// Part of a declared name: no variant within it counts.
    Declared,
    /// A variant of a term of the glossary.
    Variant { term: TermId, preferred: String },
    /// A spelling of the pack beside the usual one: index of the pair.
    Unusual(usize),
    /// The usual one of a pair.
    Usual(usize),
}

/// The words of one language.
struct Finder {
    automaton: AhoCorasick,
    words: Vec<Word>,
    /// The handbook itself decides between the two spellings of a pair.
    pairs: &'static [(String, String)],
}

/// What one chapter says.
#[derive(Default)]
struct Said {
    variants: Vec<Diagnostic>,
    /// Unusual spellings with their pairs; faults only beside the usual one.
    unusual: Vec<(usize, Diagnostic)>,
    usual: FxHashMap<usize, Span>,
}

/// One regulation, or all that stands in none, in one language.
type Scope = (Option<RegulationId>, LanguageId);

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let ids = handbook.language_ids();
    let finders: Vec<Option<Finder>> = ids.map(|language| Finder::new(handbook, language)).collect();
    if finders.iter().all(Option::is_none) {
        return;
    }
    let said = passage::of_chapters(handbook, |chapter| {
        let finder = finders[chapter.language.index()].as_ref();
        let said = finder.map(|finder| finder.read(handbook, chapter)).unwrap_or_default();
        (scope(chapter), said)
    });
    let mut usual: FxHashMap<(Scope, usize), Span> = FxHashMap::default();
    for (scope, said) in &said {
        for (&pair, &span) in &said.usual {
            usual.entry((*scope, pair)).or_insert(span);
        }
    }
    for (scope, said) in said {
        said.variants
            .into_iter()
            .for_each(|diagnostic| findings.push(diagnostic));
        for (pair, diagnostic) in said.unusual {
            if let Some(&span) = usual.get(&(scope, pair)) {
                findings.push(diagnostic.related("usual", span));
            }
        }
    }
}

fn scope(chapter: &Chapter) -> Scope {
    (chapter.regulation, chapter.language)
}

impl Finder {
    fn new(handbook: &Handbook, language: LanguageId) -> Option<Self> {
        let pairs = &handbook.language(language).pack.wording.variants;
        let mut patterns: Vec<&str> = Vec::new();
        let mut words = Vec::new();
        let mut add = |pattern: &'_ str, word: Word| {
            if !pattern.is_empty() {
                words.push(word);
            }
            !pattern.is_empty()
        };
        // The first of two equal patterns counts, so that what is declared as a name is no variant.
        let is_usual = |name: &str| pairs.iter().any(|(_, usual)| usual == name);
        for name in declared(handbook, language).filter(|name| !is_usual(name)) {
            if add(name, Word::Declared) {
                patterns.push(name);
            }
        }
        for (term, id) in handbook.terms.iter().zip((0..).map(TermId)) {
            let Some(preferred) = term.names.get(language) else {
                continue;
            };
            for variant in term.variants.get(language).into_iter().flatten() {
                let preferred = preferred.clone();
                if add(variant, Word::Variant { term: id, preferred }) {
                    patterns.push(variant);
                }
            }
        }
        for (index, (unusual, usual)) in pairs.iter().enumerate() {
            for (pattern, word) in [(unusual, Word::Unusual(index)), (usual, Word::Usual(index))] {
                if add(pattern, word) {
                    patterns.push(pattern);
                }
            }
        }
        if !words.iter().any(|word| !matches!(word, Word::Declared)) {
            return None;
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .ok()?;
        Some(Self {
            automaton,
            words,
            pairs,
        })
    }

    fn read(&self, handbook: &Handbook, chapter: &Chapter) -> Said {
        let mut said = Said::default();
        passage::each(handbook, chapter, |passage| self.passage(passage, &mut said));
        said
    }

    fn passage(&self, passage: &Passage<'_>, said: &mut Said) {
        let spaced = passage.language().pack.spaced;
        for found in self.automaton.find_iter(passage.plain()) {
            let mut range = found.range();
            let word = &self.words[found.pattern().as_usize()];
            match word {
                Word::Declared => continue,
                Word::Usual(pair) => {
                    said.usual.entry(*pair).or_insert_with(|| passage.span(&range));
                    continue;
                }
                _ => {}
            }
            let plural = spaced && passage.plain()[range.end..].starts_with('s');
            range.end += usize::from(plural);
            let cut = match spaced {
                true => passage::cuts_a_word(passage.plain(), &range),
                false => counts(passage, range.start),
            };
            if cut || passage.is_mentioned(&range) || !passage.is_free(&range) {
                continue;
            }
            match word {
                Word::Variant { term, preferred } => {
                    let declaration = passage.handbook.terms[term.index()].span;
                    let finding = finding(passage, &range, preferred, plural).related("declaration", declaration);
                    said.variants.push(finding);
                }
                Word::Unusual(pair) => {
                    let finding = finding(passage, &range, &self.pairs[*pair].1, plural);
                    said.unusual.push((*pair, finding.variant("spelling")));
                }
                Word::Declared | Word::Usual(_) => {}
            }
        }
    }
}

/// All names of roles, departments and terms, which may hold a variant.
fn declared(handbook: &Handbook, language: LanguageId) -> impl Iterator<Item = &str> {
    let roles = handbook.roles.iter().map(|role| (&role.names, &role.aliases));
    let units = handbook.units.iter().map(|unit| (&unit.names, &unit.aliases));
    let organisation = roles.chain(units).flat_map(move |(names, aliases)| {
        let aliases = aliases.get(language).into_iter().flatten();
        names.get(language).into_iter().chain(aliases)
    });
    let terms = handbook.terms.iter().filter_map(move |term| term.names.get(language));
    organisation.chain(terms).map(String::as_str)
}

/// Whether a number stands right before a place, so that what follows is its unit (9点到10点).
fn counts(passage: &Passage<'_>, at: usize) -> bool {
    let before = passage.plain()[..at].chars().next_back();
    let numerals = &passage.language().pack.numeral;
    before.is_some_and(|before| numerals.iter().any(|named| named.numeral.starts_with(before)))
}

fn finding(passage: &Passage<'_>, range: &Range<usize>, preferred: &str, plural: bool) -> Diagnostic {
    let written = &passage.plain()[range.clone()];
    let mut replacement = like(written, preferred);
    if plural {
        replacement.push('s');
    }
    let finding = passage
        .finding("RB601", range)
        .param("variant", written)
        .param("term", preferred);
    let kept = is_form_kept(passage.language(), &passage.plain()[..range.start], written, preferred);
    match passage
        .fix(&[(range.clone(), replacement)])
        .filter(|_| kept && is_plain_plural(preferred, plural))
    {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// `preferred` in the case of what is written: all capitals, a first capital, or as it is declared.
fn like(written: &str, preferred: &str) -> String {
    let letters = || written.chars().filter(|next| next.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) && written.contains(' ') {
        return preferred.to_uppercase();
    }
    let mut rest = preferred.chars();
    match rest.next().filter(|_| letters().next().is_some_and(char::is_uppercase)) {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => preferred.to_owned(),
    }
}

/// Whether the article before a word suits the word in its place as well: a time sheet, an attendance record.
fn is_form_kept(language: &Language, before: &str, written: &str, preferred: &str) -> bool {
    let words = &language.pack.wording;
    let word = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let vowel = |text: &str| {
        let first = text.chars().next();
        first.is_some_and(|first| words.vowels.contains(first.to_ascii_lowercase()))
    };
    !words.indefinite.contains(&word) || vowel(written) == vowel(preferred)
}

/// Whether a plural of the word is made by its ending alone.
fn is_plain_plural(preferred: &str, plural: bool) -> bool {
    !plural || !preferred.ends_with(['s', 'y', 'x', 'h'])
}
