use super::super::{Problem, ProblemKind, ValueFault};
use super::*;

fn read_one(text: &str) -> (Pack, Vec<Problem>) {
    read_pack("packs/house.toml", text, FileId(0))
}

fn kinds(text: &str) -> Vec<&'static str> {
    read_one(text).1.iter().map(|problem| problem.kind.key()).collect()
}

/// Every key that a pack can have, in one that is sound.
const COMPLETE: &str = r#"
title = "某公司用语"
description = { zh = "内部规则", en = "House rules" }

[[rule]]
code = "HR1"
name = "guest-not-customer"
level = "info"
title = { zh = "称呼", en = "How guests are called" }
message = { zh = "“{found}”应写“宾客”", en = "“{found}” should read “guest”" }
help = "改"
why = "一致"
source = "《用语规范》第三条"
fix = "safe"
fix-title = { zh = "改为“宾客”", en = "Write “guest”" }
replace = { zh = ["顾客"], en = '\bcustomers?\b' }
with = { zh = "宾客", en = "guest" }
unless = { zh = "原文" }
where = { part = "headings", regulation = ["a"], chapter = "a/01" }
bad = { zh = ["顾客至上"], en = ["customers first"] }
good = { zh = ["宾客至上"] }

[[rule]]
code = "HR2"
name = "long-shift"
message = "{value}"
[[rule.limit]]
max = 12.5
min = 1
pattern = { zh = ["班次(?<value>[0-9.]+)小时"] }

[[rule]]
code = "HR3"
name = "no-consultation"
message = "缺少"
require = "平等协商"
each = "regulation"

[[rule]]
code = "HR4"
name = "gifts"
message = "收礼"
forbid = "收受"
"#;

#[test]
fn a_complete_pack_reads_without_problems() {
    let (pack, problems) = read_one(COMPLETE);
    assert_eq!(problems, []);
    let demands: Vec<Demand> = pack.rules.iter().map(|rule| rule.demand).collect();
    let [replace, limit, require, forbid] = demands[..] else {
        panic!("{demands:?}")
    };
    assert_eq!((replace, limit), (Demand::Replace(Safety::Safe), Demand::Limit));
    assert_eq!((require, forbid), (Demand::Require(Each::Regulation), Demand::Forbid));
    let lint = &pack.rules[0].lint;
    assert_eq!((lint.code.as_str(), lint.fix), ("HR1", Some(Safety::Safe)));
    assert_eq!(
        lint.origin.as_ref().map(|origin| origin.pack.as_str()),
        Some("packs/house.toml")
    );
    assert_eq!(pack.rules[1].patterns[0].max, Some(12.5));
    assert_eq!(pack.rules[0].scope.part, Part::Headings);
    let of = |tag: &str| in_language(&pack.rules[0].patterns, tag, "zh").count();
    assert_eq!((of("zh"), of("EN"), of("zh-CN")), (1, 1, 1));
    assert_eq!(in_language(&pack.rules[0].patterns, "fr", "fr").count(), 0);
}

#[test]
fn one_faulty_rule_does_not_cost_the_others() {
    let rule = |text: &str| format!("{COMPLETE}\n[[rule]]\nname = 'x'\nmessage = 'x'\n{text}\n");
    for (text, wanted) in [
        ("forbid = 'x'", "missing"),
        ("code = 'HR4'\nforbid = 'x'", "duplicate"),
        ("code = 'RB799'\nforbid = 'x'", "not-a-code"),
        ("code = 'HR'\nforbid = 'x'", "not-a-code"),
        ("code = 'HR9'", "not-one-demand"),
        ("code = 'HR9'\nforbid = 'x'\nrequire = 'y'", "not-one-demand"),
        ("code = 'HR9'\nforbid = '(x'", "not-a-pattern"),
        ("code = 'HR9'\nforbid = 'x$y'", "dead-pattern"),
        ("code = 'HR9'\nforbid = 'x*'", "empty-pattern"),
        ("code = 'HR9'\nreplace = 'x'", "missing"),
        ("code = 'HR9'\n[[rule.limit]]\nmax = 3\npattern = 'x'", "no-value-group"),
        (
            "code = 'HR9'\n[[rule.limit]]\nmax = 'three'\npattern = '(?<value>x)'",
            "wrong-type",
        ),
        ("code = 'HR9'\nforbid = 'x'\nlevel = 'fatal'", "not-one-of"),
        ("code = 'HR9'\nforbids = 'x'\nforbid = 'x'", "unknown-key-suggestion"),
    ] {
        let (pack, problems) = read_one(&rule(text));
        let found: Vec<_> = problems.iter().map(|problem| problem.kind.key()).collect();
        assert!(found.contains(&wanted), "{text}: {found:?}");
        assert!(pack.rules.len() >= 4, "{text}");
    }
    assert_eq!(kinds(""), ["missing"]);
}

#[test]
fn a_pattern_is_reported_where_it_stands() {
    let text = "[[rule]]\ncode = 'HR1'\nname = 'x'\nmessage = 'x'\nforbid = ['罚款', '(?!不)扣']\n";
    let (pack, problems) = read_one(text);
    assert_eq!(pack.rules[0].patterns.len(), 1);
    let [problem] = &problems[..] else {
        panic!("{problems:?}")
    };
    assert_eq!(&text[problem.span.range()], "'(?!不)扣'");
    let ProblemKind::Value { reason, .. } = &problem.kind else {
        panic!("{problem:?}")
    };
    assert!(matches!(reason, ValueFault::Pattern { .. }));
}

#[test]
fn the_packs_built_in_read_without_problems() {
    for (name, text) in BUILTIN {
        assert_eq!(read(name, text, FileId(0), true).1, [], "{name}");
    }
    let codes: Vec<&str> = builtin_packs()
        .iter()
        .flat_map(|pack| &pack.rules)
        .map(|rule| rule.lint.code.as_str())
        .collect();
    assert!(
        codes.is_sorted() && codes.iter().all(|code| code.starts_with("RB7")),
        "{codes:?}"
    );
}

#[test]
fn every_rule_built_in_is_written_in_both_languages_with_its_source() {
    for rule in builtin_packs().iter().flat_map(|pack| &pack.rules) {
        let lint = &rule.lint;
        let origin = lint.origin.as_ref().unwrap();
        for texts in lint
            .texts()
            .chain([&lint.title, &lint.why, &origin.source, &origin.description])
        {
            assert_eq!(texts.tags().collect::<Vec<_>>(), ["zh", "en"], "{lint:?} {texts:?}");
        }
        for tag in ["zh", "en"] {
            for examples in [&rule.bad, &rule.good] {
                let number = examples.get(tag).map_or(0, Vec::len);
                assert!(number >= 3, "{lint:?}: {number} examples in {tag}");
            }
        }
    }
}

#[test]
fn the_schema_is_the_one_in_docs_and_knows_every_key() {
    let kept = include_str!("../../../docs/pack.schema.json");
    assert_eq!(schema(), kept, "write config::pack::schema() to docs/pack.schema.json");
    let value: toml::Table = toml::from_str(COMPLETE).unwrap();
    let known: serde_json::Value = serde_json::from_str(kept).unwrap();
    let properties = |pointer: &str| known.pointer(pointer).and_then(serde_json::Value::as_object).unwrap();
    let rules = value["rule"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(toml::Value::as_table);
    let used: std::collections::BTreeSet<&str> = rules.flat_map(|rule| rule.keys().map(String::as_str)).collect();
    let described = properties("/$defs/Rule/properties").keys().map(String::as_str);
    assert_eq!(used, described.collect());
    for key in value.keys() {
        assert!(properties("/properties").contains_key(key), "{key}");
    }
}
