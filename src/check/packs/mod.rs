//! The rules of packs: one pass over the texts for all patterns of a language.

mod matching;
mod passages;
mod required;
mod self_test;

use rayon::prelude::*;
use regex::{RegexSet, RegexSetBuilder};
use rustc_hash::FxHashSet;

use crate::config::pack::{Demand, PackPattern, PackRule, Scope, in_language};
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Lint, Safety, Value};
use crate::language::Language;
use crate::model::{Chapter, Handbook, LanguageId};
use crate::source::Span;
use matching::Hit;
use passages::Passage;
use required::Met;

pub use self_test::{Failure, SelfTest, dead_patterns, self_test};

/// What the automaton over all patterns may take, in bytes.
const SET_LIMIT: usize = 64 << 20;

/// The rules of a language whose patterns are looked for together.
struct Matcher<'a> {
    language: &'static Language,
    rules: Vec<Prepared<'a>>,
    /// All patterns of all rules.
    set: RegexSet,
    /// The rule of each of them.
    owners: Vec<usize>,
}

/// A rule with its patterns in one language.
pub(super) struct Prepared<'a> {
    pub rule: &'a PackRule,
    pub patterns: Vec<&'a PackPattern>,
    pub unless: Vec<&'a PackPattern>,
}

/// Adds what the packs of the handbook find, by those rules that are `wanted`.
pub(super) fn check(handbook: &Handbook, wanted: impl Fn(&Lint) -> bool, findings: &mut Findings) {
    let rules = handbook.packs.iter().flat_map(|pack| &pack.rules);
    let rules: Vec<&PackRule> = rules.filter(|rule| wanted(&rule.lint)).collect();
    if rules.is_empty() {
        return;
    }
    let ids: Vec<LanguageId> = handbook.language_ids().collect();
    let matchers: Vec<Option<Matcher>> = ids.par_iter().map(|&id| Matcher::new(handbook, id, &rules)).collect();
    let duties = passages::duties(handbook, &rules);
    let found: Vec<(Vec<Diagnostic>, FxHashSet<Met>)> = handbook
        .chapters
        .par_iter()
        .filter_map(|chapter| {
            let matcher = matchers.get(chapter.language.index())?.as_ref()?;
            let mut seen = Seen::default();
            passages::of(handbook, chapter, &duties, |passage| {
                matcher.look(handbook, chapter, passage, &mut seen)
            });
            Some((seen.findings, seen.met))
        })
        .collect();
    let mut met = FxHashSet::default();
    for (own, of_chapter) in found {
        findings.extend(own);
        met.extend(of_chapter);
    }
    for (&language, matcher) in ids.iter().zip(&matchers).take(1) {
        let Some(matcher) = matcher else { continue };
        for (index, prepared) in matcher.rules.iter().enumerate() {
            if let Demand::Require(each) = prepared.rule.demand {
                required::missing(handbook, language, (index, prepared.rule, each), &met, findings);
            }
        }
    }
}

/// What a chapter comes to.
#[derive(Default)]
struct Seen {
    findings: Vec<Diagnostic>,
    met: FxHashSet<Met>,
}

impl<'a> Prepared<'a> {
    fn new(rule: &'a PackRule, tag: &str, fallback: &str) -> Option<Self> {
        let patterns: Vec<_> = in_language(&rule.patterns, tag, fallback).collect();
        (!patterns.is_empty()).then(|| Self {
            rule,
            patterns,
            unless: in_language(&rule.unless, tag, fallback).collect(),
        })
    }
}

impl<'a> Matcher<'a> {
    fn new(handbook: &Handbook, id: LanguageId, rules: &[&'a PackRule]) -> Option<Self> {
        let language = handbook.language(id);
        let prepared = rules.iter();
        let rules: Vec<Prepared> = prepared
            .filter_map(|rule| Prepared::new(rule, handbook.tag(id), &language.pack.tag))
            .collect();
        let patterns = rules.iter().enumerate();
        let (owners, written): (Vec<usize>, Vec<&str>) = patterns
            .flat_map(|(index, rule)| rule.patterns.iter().map(move |pattern| (index, pattern.regex.as_str())))
            .unzip();
        let set = RegexSetBuilder::new(written)
            .case_insensitive(true)
            .size_limit(SET_LIMIT)
            .dfa_size_limit(SET_LIMIT)
            .build();
        // Each of them compiled on its own, so that only their number could be too much.
        let set = set.ok().filter(|set| !set.is_empty())?;
        Some(Self {
            language,
            rules,
            set,
            owners,
        })
    }

    fn look(&self, handbook: &Handbook, chapter: &Chapter, passage: &Passage<'_>, seen: &mut Seen) {
        let text = passage.text();
        let matches = self.set.matches(text);
        let mut last = None;
        // Patterns of one rule stand together.
        for index in matches.iter().filter_map(|pattern| self.owners.get(pattern).copied()) {
            let Some(prepared) = self.rules.get(index).filter(|_| last != Some(index)) else {
                continue;
            };
            last = Some(index);
            if !passage.is_in(prepared.rule.scope.part) || !covers(handbook, &prepared.rule.scope, chapter) {
                continue;
            }
            for hit in matching::hits(prepared, text, || passage.lead(handbook, chapter), self.language) {
                if passage.is_cited(chapter, &hit.range) {
                    continue;
                }
                match prepared.rule.demand {
                    Demand::Require(each) => seen.met.extend(required::met(index, each, chapter, passage)),
                    _ => seen
                        .findings
                        .push(finding(handbook, chapter, passage, prepared.rule, &hit)),
                }
            }
        }
    }
}

/// Whether a rule looks at a chapter at all.
fn covers(handbook: &Handbook, scope: &Scope, chapter: &Chapter) -> bool {
    let regulation = chapter.regulation.map(|id| &*handbook.regulation(id).id);
    let regulations = scope.regulations.is_empty()
        || scope
            .regulations
            .iter()
            .any(|wanted| Some(wanted.value.as_str()) == regulation);
    regulations && (scope.chapters.is_empty() || scope.chapters.iter().any(|wanted| *wanted.value == *chapter.path))
}

fn finding(handbook: &Handbook, chapter: &Chapter, passage: &Passage<'_>, rule: &PackRule, hit: &Hit) -> Diagnostic {
    let found = passage.text().get(hit.range.clone()).unwrap_or_default();
    let span = Span::new(chapter.file, passage.source(&hit.range));
    let mut finding = about(handbook, rule, span, passage.article).param("found", found.trim());
    if let Some(value) = &hit.value {
        finding = finding.param("value", value);
    }
    if let Some(limit) = hit.limit {
        finding = finding.param("limit", limit.to_string());
    }
    let (Demand::Replace(safety), Some(text)) = (rule.demand, &hit.replacement) else {
        return finding;
    };
    // Where marks stand within the words, a replacement would take one half of them along.
    match handbook.source(chapter).get(span.range()) {
        Some(written) if written == found => finding.fix(replacement(safety, span, text)),
        _ => finding,
    }
}

fn replacement(safety: Safety, span: Span, text: &str) -> Fix {
    let text = text.to_owned();
    let edits = vec![Edit { span, text }];
    Fix { safety, edits }
}

/// A finding of a pack's rule.
fn about(handbook: &Handbook, rule: &PackRule, span: Span, article: Option<&crate::model::ArticleText>) -> Diagnostic {
    let source = rule.lint.origin.iter().flat_map(|origin| origin.source.iter());
    let finding = Diagnostic::of(rule.lint.clone(), span).param("source", Value::localized(source));
    match article {
        Some(text) => finding.article(handbook.article_name(handbook.article(text.article))),
        None => finding,
    }
}
