//! RB603: a shortening of a department's or a role's name that `roles.toml` does not list as an alias.

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::{self, Passage};
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::{Wording, is_blank};
use crate::model::{Handbook, LanguageId, RegulationId};
use crate::source::Span;

/// A name of `roles.toml` in one language.
#[derive(Clone, Copy)]
struct Named<'a> {
    name: &'a str,
    declaration: Span,
}

/// The shortenings of one language's names.
struct Finder<'a> {
    automaton: AhoCorasick,
    /// Nothing for a declared name, within which no shortening counts.
    patterns: Vec<Option<Named<'a>>>,
}

/// One shortening in one regulation, or in all that stands in none.
type Use = (Option<RegulationId>, LanguageId, usize);

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let ids = handbook.language_ids();
    let finders: Vec<Option<Finder<'_>>> = ids.map(|language| Finder::new(handbook, language)).collect();
    if finders.iter().all(Option::is_none) {
        return;
    }
    let found = passage::of_chapters(handbook, |chapter| {
        let mut found = Vec::new();
        if let Some(finder) = &finders[chapter.language.index()] {
            passage::each(handbook, chapter, |passage| finder.passage(passage, &mut found));
        }
        found
    });
    // A shortening that a regulation introduces may be used all through it.
    let found: Vec<(Use, Option<Diagnostic>)> = found.into_iter().flatten().collect();
    let introduced: FxHashSet<Use> = found
        .iter()
        .filter_map(|(used, finding)| finding.is_none().then_some(*used))
        .collect();
    for (used, finding) in found {
        if let Some(finding) = finding.filter(|_| !introduced.contains(&used)) {
            findings.push(finding);
        }
    }
}

impl<'a> Finder<'a> {
    fn new(handbook: &'a Handbook, language: LanguageId) -> Option<Self> {
        let pack = &handbook.language(language).pack;
        let mut known: Vec<&str> = Vec::new();
        let mut names: Vec<Named<'_>> = Vec::new();
        let units = handbook
            .units
            .iter()
            .map(|unit| (&unit.names, &unit.aliases, unit.span));
        let roles = handbook
            .roles
            .iter()
            .map(|role| (&role.names, &role.aliases, role.span));
        for (name, aliases, declaration) in units.chain(roles) {
            let name = name.get(language).map(String::as_str);
            names.extend(name.map(|name| Named { name, declaration }));
            let aliases = aliases.get(language).into_iter().flatten();
            known.extend(name.into_iter().chain(aliases.map(String::as_str)));
        }
        for term in &handbook.terms {
            let variants = term.variants.get(language).into_iter().flatten();
            known.extend(term.names.get(language).into_iter().chain(variants).map(String::as_str));
        }
        let unit_count = handbook
            .units
            .iter()
            .filter(|unit| unit.names.get(language).is_some())
            .count();
        let mut shortened: FxHashMap<String, Vec<Named<'_>>> = FxHashMap::default();
        for (index, &named) in names.iter().enumerate() {
            let shortenings = match pack.spaced {
                true => initials(named.name, &pack.wording).into_iter().collect(),
                false => shortenings(named.name, index < unit_count, &names[..unit_count], &pack.wording),
            };
            for shortening in shortenings {
                shortened.entry(shortening).or_default().push(named);
            }
        }
        let is_known: FxHashSet<&str> = known.iter().copied().collect();
        // What could stand for two names is nobody's shortening for certain.
        shortened.retain(|shortening, of| of.len() == 1 && !is_known.contains(shortening.as_str()));
        if shortened.is_empty() {
            return None;
        }
        let mut texts: Vec<String> = known.into_iter().map(str::to_owned).collect();
        let mut patterns = vec![None; texts.len()];
        for (shortening, of) in shortened {
            texts.push(shortening);
            patterns.push(of.first().copied());
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&texts)
            .ok()?;
        Some(Self { automaton, patterns })
    }

    /// Adds each use with its finding, or with none where it is introduced.
    fn passage(&self, passage: &Passage<'_>, out: &mut Vec<(Use, Option<Diagnostic>)>) {
        let text = passage.plain();
        for found in self.automaton.find_iter(text) {
            let (range, pattern) = (found.range(), found.pattern().as_usize());
            let Some(named) = self.patterns[pattern] else {
                continue;
            };
            let spaced = passage.language().pack.spaced;
            // Where it is introduced, quotation marks often stand around it.
            let introduced = is_introduced(passage, &range);
            let set_apart = || !passage.is_free(&range) || passage.is_mentioned(&range);
            if (spaced && is_part_of_a_code(text, &range)) || (!introduced && set_apart()) {
                continue;
            }
            let used = (passage.chapter.regulation, passage.chapter.language, pattern);
            let finding = (!introduced).then(|| {
                passage
                    .finding("RB603", &range)
                    .param("abbreviation", &text[range.clone()])
                    .param("name", named.name)
                    .related("declaration", named.declaration)
            });
            out.push((used, finding));
        }
    }
}

/// Whether capitals stand within a word or a longer code: CSC-01, CSCs are none of our names.
fn is_part_of_a_code(text: &str, range: &std::ops::Range<usize>) -> bool {
    let joins = |next: char| next.is_alphanumeric() || matches!(next, '-' | '_' | '/' | '.' | '&' | '@');
    let after = &text[range.end..];
    let ends_sentence = after.starts_with('.') && !after[1..].starts_with(char::is_alphanumeric);
    text[..range.start].ends_with(joins) || (after.starts_with(joins) && !ends_sentence)
}

/// Whether a shortening stands alone in brackets, as where it is introduced: 客户服务中心（以下简称“客服中心”）.
fn is_introduced(passage: &Passage<'_>, range: &std::ops::Range<usize>) -> bool {
    let pack = &passage.language().pack;
    let (before, after) = (&passage.plain()[..range.start], &passage.plain()[range.end..]);
    let marks = &pack.wording.mentions;
    pack.citation.brackets.iter().any(|(open, close)| {
        let Some(at) = before.rfind(open.as_str()) else {
            return false;
        };
        let mut lead = before[at + open.len()..].trim_matches(is_blank).to_lowercase();
        let mut rest = after.trim_start_matches(is_blank);
        for (open, close) in marks {
            if let (Some(bare), Some(tail)) = (lead.strip_suffix(open.as_str()), rest.strip_prefix(close.as_str())) {
                rest = tail;
                lead = bare.trim_end_matches(is_blank).to_owned();
                break;
            }
        }
        let introductions = &pack.wording.introductions;
        while let Some(bare) = introductions.iter().find_map(|words| lead.strip_suffix(words.as_str())) {
            lead = bare.trim_end_matches(is_blank).to_owned();
        }
        lead.is_empty() && rest.trim_start_matches(is_blank).starts_with(close.as_str())
    })
}

/// Names of fewer words have abbreviations that could be anything.
const FEWEST_INITIALS: usize = 3;

/// CSC for Customer Service Centre.
fn initials(name: &str, wording: &Wording) -> Option<String> {
    let words = name.split(|next: char| is_blank(next) || next == '-');
    let counts = |word: &&str| !wording.small_words.contains(&word.to_lowercase());
    let letters: Vec<char> = words.filter(counts).filter_map(|word| word.chars().next()).collect();
    let sound = letters.len() >= FEWEST_INITIALS && letters.iter().all(|letter| letter.is_alphabetic());
    sound.then(|| letters.iter().flat_map(|letter| letter.to_uppercase()).collect())
}

/// 客服中心 for 客户服务中心, 客服中心总监 for 客户服务中心总监: the first character of each word of two characters, and
/// the last word whole.
fn shortenings(name: &str, is_unit: bool, units: &[Named<'_>], wording: &Wording) -> Vec<String> {
    let mut found = Vec::new();
    if is_unit {
        let heads = wording.unit_heads.iter().filter(|head| name.ends_with(head.as_str()));
        found.extend(
            heads
                .max_by_key(|head| head.len())
                .and_then(|head| first_characters(name, head)),
        );
    } else {
        let last = name.char_indices().nth_back(1).map(|(at, _)| &name[at..]);
        found.extend(last.and_then(|last| first_characters(name, last)));
        for unit in units.iter().filter(|unit| unit.name != name) {
            if let Some(rest) = name.strip_prefix(unit.name) {
                let of_unit = shortenings(unit.name, true, &[], wording).into_iter();
                found.extend(of_unit.map(|shortening| shortening + rest));
            }
        }
    }
    found
}

/// The first character of each word of two characters before `last`, and `last`; at least two words.
fn first_characters(name: &str, last: &str) -> Option<String> {
    let words: Vec<char> = name.strip_suffix(last)?.chars().collect();
    let sound =
        words.len() >= 4 && words.len().is_multiple_of(2) && words.iter().all(|&next| passage::is_ideograph(next));
    sound.then(|| words.iter().step_by(2).copied().chain(last.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::source::{FileId, Span};

    #[test]
    fn names_are_shortened_as_they_usually_are() {
        let wording = &Language::find("zh").expect("a built-in language").pack.wording;
        let unit = Named {
            name: "客户服务中心",
            declaration: Span::new(FileId(0), 0..0),
        };
        let short = |name: &str, is_unit| shortenings(name, is_unit, &[unit], wording);
        assert_eq!(short("客户服务中心", true), ["客服中心"]);
        assert_eq!(short("人力资源部", true), ["人资部"]);
        assert_eq!(short("财务部", true), [""; 0]);
        assert!(short("客户服务中心总监", false).contains(&"客服中心总监".to_owned()));
        assert_eq!(short("襄理", false), [""; 0]);
        let wording = &Language::find("en").expect("a built-in language").pack.wording;
        assert_eq!(initials("Customer Service Centre", wording).as_deref(), Some("CSC"));
        assert_eq!(
            initials("Department of Human Resources", wording).as_deref(),
            Some("DHR")
        );
        assert_eq!(initials("Host Supervisor", wording), None);
    }
}
