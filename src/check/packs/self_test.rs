//! The examples of a pack's rules: what is bad has to be found, what is good must not be.

use super::Prepared;
use super::matching::hits;
use crate::config::Spanned;
use crate::config::pack::{Demand, Pack, PackPattern, PackRule};
use crate::language::Language;

/// What became of a pack's examples.
#[derive(Debug)]
pub struct SelfTest<'a> {
    pub rules: usize,
    pub examples: usize,
    pub failures: Vec<Failure<'a>>,
}

/// An example that does not show what it should.
#[derive(Debug)]
pub struct Failure<'a> {
    pub rule: &'a PackRule,
    pub example: &'a Spanned<String>,
    /// It should have been found.
    pub is_bad: bool,
    /// What was found in it.
    pub found: Vec<String>,
}

/// Runs every rule of a pack on its own examples.
pub fn self_test(pack: &Pack) -> SelfTest<'_> {
    let mut test = SelfTest {
        rules: pack.rules.len(),
        examples: 0,
        failures: Vec::new(),
    };
    for rule in &pack.rules {
        for (tag, example, is_bad) in examples(rule) {
            test.examples += 1;
            let found = found(rule, tag, &example.value);
            // Of a required text it is the lack that is bad.
            let is_finding = found.is_empty() == matches!(rule.demand, Demand::Require(_));
            if is_finding != is_bad {
                test.failures.push(Failure {
                    rule,
                    example,
                    is_bad,
                    found,
                });
            }
        }
    }
    test
}

/// For each language in which a rule finds none of what its own examples show: the first of its patterns.
pub fn dead_patterns(rule: &PackRule) -> Vec<&PackPattern> {
    let shows = |is_bad: bool| is_bad != matches!(rule.demand, Demand::Require(_));
    let mut dead = Vec::new();
    let mut tags: Vec<&str> = Vec::new();
    for (tag, ..) in examples(rule).filter(|(.., is_bad)| shows(*is_bad)) {
        if tags.contains(&tag) {
            continue;
        }
        tags.push(tag);
        let mut own = examples(rule).filter(|(other, _, is_bad)| *other == tag && shows(*is_bad));
        if own.all(|(_, example, _)| found(rule, tag, &example.value).is_empty()) {
            dead.extend(prepare(rule, tag).and_then(|(prepared, _)| prepared.patterns.first().copied()));
        }
    }
    dead
}

/// Language tag, text, and whether it is bad. The tag is empty for examples that belong to no language.
fn examples(rule: &PackRule) -> impl Iterator<Item = (&str, &Spanned<String>, bool)> {
    [(&rule.bad, true), (&rule.good, false)]
        .into_iter()
        .flat_map(|(texts, is_bad)| {
            let by_tag = texts.by_tag.iter().map(|(tag, texts)| (tag.value.as_str(), texts));
            let plain = texts.plain.iter().map(|texts| ("", texts));
            let all = by_tag.chain(plain);
            all.flat_map(move |(tag, texts)| texts.iter().map(move |text| (tag, text, is_bad)))
        })
}

/// A rule in the language of an example. An example of no language stands for the first that has patterns.
fn prepare<'a>(rule: &'a PackRule, tag: &str) -> Option<(Prepared<'a>, &'static Language)> {
    let tags = rule.patterns.iter().filter_map(|pattern| pattern.tag.as_deref());
    let tag = if tag.is_empty() {
        tags.clone().next().unwrap_or_default()
    } else {
        tag
    };
    let language = Language::nearest(tag);
    Some((Prepared::new(rule, tag, &language.pack.tag)?, language))
}

fn found(rule: &PackRule, tag: &str, text: &str) -> Vec<String> {
    let Some((prepared, language)) = prepare(rule, tag) else {
        return Vec::new();
    };
    let hits = hits(&prepared, text, || None, language).into_iter();
    hits.filter_map(|hit| Some(text.get(hit.range)?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pack::{builtin_packs, read_pack};
    use crate::source::FileId;

    #[test]
    fn the_examples_of_the_packs_built_in_show_what_they_should() {
        for pack in builtin_packs() {
            let test = self_test(pack);
            let failures: Vec<String> = test
                .failures
                .iter()
                .map(|failure| {
                    let (lint, text) = (&failure.rule.lint, &failure.example.value);
                    format!("{lint:?} {}: {text} {:?}", failure.is_bad, failure.found)
                })
                .collect();
            assert!(failures.is_empty(), "{}", failures.join("\n"));
            assert!(test.examples >= test.rules * 12);
        }
    }

    #[test]
    fn every_pattern_built_in_is_shown_by_an_example() {
        let mut unseen = Vec::new();
        for rule in builtin_packs().iter().flat_map(|pack| &pack.rules) {
            for pattern in &rule.patterns {
                let mut shown = examples(rule).filter(|(tag, ..)| pattern.tag.as_deref() == Some(tag));
                if !shown.any(|(_, text, _)| pattern.regex.is_match(&text.value)) {
                    unseen.push(format!("{:?} {}", rule.lint, pattern.written.value));
                }
            }
        }
        assert!(unseen.is_empty(), "{}", unseen.join("\n"));
    }

    #[test]
    fn an_example_that_does_not_show_its_fault_fails() {
        let text = "[[rule]]\ncode = 'HR1'\nname = 'x'\nmessage = 'x'\nforbid = { zh = '罚款', en = 'fine' }\n\
            bad = { zh = ['员工罚款', '扣款'], en = 'a penalty' }\ngood = { zh = '不得罚款' }\n";
        let (pack, _) = read_pack("house.toml", text, FileId(0));
        let test = self_test(&pack);
        let failed: Vec<_> = test
            .failures
            .iter()
            .map(|failure| failure.example.value.as_str())
            .collect();
        assert_eq!((test.examples, failed), (4, vec!["扣款", "a penalty", "不得罚款"]));
        let dead: Vec<_> = dead_patterns(&pack.rules[0])
            .iter()
            .map(|pattern| pattern.written.value.as_str())
            .collect();
        assert_eq!(dead, ["fine"]);
    }
}
