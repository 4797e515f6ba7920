//! Seeded differences between the languages of our own handbook: each is found with its code, and nothing else is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::path::Path;

use rolebook::workspace::{CheckOptions, Workspace};

const ATTENDANCE: &str = "en/customer-service/02-attendance.md";
const CONDUCT: &str = "en/customer-service/03-conduct.md";
const SERVICE: &str = "en/customer-service/04-service.md";
const TRAINING: &str = "en/customer-service/05-meetings-training.md";
const APPRAISAL: &str = "en/customer-service/08-appraisal.md";

/// The files of our handbook that the check reads.
fn files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    let snapshot = Workspace::open(&root).expect("the handbook is there").snapshot();
    let all = snapshot.sources().iter();
    all.map(|(_, file)| (file.path.to_string(), file.text.as_bytes().to_vec()))
        .collect()
}

/// Codes and covered texts of the findings after `change` was made in the file at `path`.
fn found(path: &str, change: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut files = files();
    let (_, text) = files
        .iter_mut()
        .find(|(known, _)| known == path)
        .expect("the file is there");
    *text = change(std::str::from_utf8(text).unwrap()).into_bytes();
    let snapshot = Workspace::from_files(files).snapshot();
    let findings = snapshot.diagnostics(&CheckOptions::default());
    // That the translation was not reviewed since is a consequence of every change to the original.
    let findings = findings.iter().filter(|finding| finding.lint.code != "RB508");
    let findings = findings.map(|finding| {
        let text = &snapshot.sources().file(finding.span.file).text;
        assert!(
            !finding.related.is_empty() || finding.lint.code == "RB509",
            "{finding:?}"
        );
        (
            finding.lint.code.clone(),
            text[finding.span.start as usize..finding.span.end as usize].to_owned(),
        )
    });
    findings.collect()
}

#[test]
fn a_changed_value_is_found_where_it_stands() {
    for (path, before, after, covered) in [
        (SERVICE, "or 30 days overdue", "or 13 days overdue", "13 days"),
        (SERVICE, "or 30 days overdue", "or 30 months overdue", "30 months"),
        (APPRAISAL, "not exceed 20% of", "not exceed 25% of", "25%"),
        (
            ATTENDANCE,
            "object in writing within 3 days",
            "object in writing within 13 days",
            "13 days",
        ),
        (
            ATTENDANCE,
            "shorter than 11 hours",
            "shorter than eleven days",
            "eleven days",
        ),
        (
            ATTENDANCE,
            "not exceed 36 hours a month",
            "not exceed 63 hours a month",
            "63 hours",
        ),
        (
            ATTENDANCE,
            "at least 7 months pregnant",
            "at least seventeen weeks pregnant",
            "seventeen weeks",
        ),
        (
            "zh/customer-service/04-service.md",
            "三十分钟；超过",
            "四十分钟；超过",
            "30 minutes",
        ),
    ] {
        let found = found(path, |text| {
            assert!(text.contains(before), "{before}");
            text.replacen(before, after, 1)
        });
        assert_eq!(found, [("RB505".to_owned(), covered.to_owned())], "{before}");
    }
}

#[test]
fn a_value_that_one_language_lacks_is_found() {
    let left_out = found(SERVICE, |text| text.replacen("or 30 days overdue", "or overdue", 1));
    assert_eq!(left_out, [("RB505".to_owned(), "三十日".to_owned())]);
    let added = found(TRAINING, |text| {
        text.replacen(
            "Staff may speak at the meeting",
            "Staff may speak at the meeting for 5 minutes",
            1,
        )
    });
    assert_eq!(added, [("RB505".to_owned(), "5 minutes".to_owned())]);
}

#[test]
fn every_period_of_the_handbook_is_compared() {
    let mut changed = 0;
    for path in [SERVICE, TRAINING] {
        let count = |text: &str| ["minutes", "days"].map(|unit| text.matches(&format!("0 {unit}")).count());
        let original = files();
        let (_, text) = original.iter().find(|(known, _)| known == path).unwrap();
        let expected: usize = count(std::str::from_utf8(text).unwrap()).iter().sum();
        let found = found(path, |text| {
            text.replace("0 minutes", "1 minutes").replace("0 days", "1 days")
        });
        assert!(found.iter().all(|(code, _)| code == "RB505"), "{found:?}");
        assert_eq!(found.len(), expected, "{found:?}");
        changed += expected;
    }
    assert!(changed > 10, "{changed}");
}

#[test]
fn another_form_of_the_same_value_is_no_finding() {
    for (path, before, after) in [
        (SERVICE, "or 30 days overdue", "or thirty (30) days overdue"),
        (APPRAISAL, "not exceed 20% of", "not exceed twenty per cent of"),
        (APPRAISAL, "not exceed 20% of", "not exceed one-fifth of"),
        (
            ATTENDANCE,
            "24 hours before it takes effect",
            "1 day before it takes effect",
        ),
        ("zh/customer-service/04-service.md", "保留三十分钟", "保留30分钟"),
        ("zh/customer-service/08-appraisal.md", "百分之二十", "20％"),
    ] {
        let found = found(path, |text| {
            assert!(text.contains(before), "{before}");
            text.replacen(before, after, 1)
        });
        assert_eq!(found, [], "{after}");
    }
}

#[test]
fn a_duty_that_becomes_a_permission_is_found_and_the_reverse() {
    for (path, before, after) in [
        (
            ATTENDANCE,
            "shall apply together in writing",
            "may apply together in writing",
        ),
        (CONDUCT, "staff may call a colleague", "staff must call a colleague"),
        (ATTENDANCE, "shall not be given overtime", "may be given overtime"),
        (ATTENDANCE, "shall not be given overtime", "must be given overtime"),
        (
            "zh/customer-service/02-attendance.md",
            "不得安排加班和夜班",
            "可以安排加班和夜班",
        ),
    ] {
        let found = found(path, |text| {
            assert!(text.contains(before), "{before}");
            text.replacen(before, after, 1)
        });
        assert_eq!(
            found.iter().map(|found| &*found.0).collect::<Vec<_>>(),
            ["RB507"],
            "{after}"
        );
    }
}

#[test]
fn a_paragraph_that_nobody_translated_is_found() {
    let english = found(SERVICE, |text| {
        let rest = text.split_once("Beyond the limit").unwrap();
        let tail = rest.1.split_once('\n').unwrap().1;
        format!("{}超过限额或者逾期三十日的，不得继续挂账。\n{tail}", rest.0)
    });
    assert_eq!(
        english.iter().map(|found| &*found.0).collect::<Vec<_>>(),
        ["RB509"],
        "{english:?}"
    );
    let chinese = found("zh/customer-service/05-meetings-training.md", |text| {
        let at = text.rfind('\n').unwrap();
        format!(
            "{}\n\nThe training records are kept for 2 years by the personnel office.\n",
            &text[..at]
        )
    });
    assert!(chinese.iter().any(|(code, _)| code == "RB509"), "{chinese:?}");
}

#[test]
fn times_dates_and_money_are_compared_by_what_they_mean() {
    let chinese = "# 店规\n\n## 第一条 营业\n\n每日上午十时开门，下午六时关门。\n\n2026年7月1日起，押金为一千元，半年内退还，迟退的加付千分之五。\n";
    let check = |english: &str| {
        let snapshot = support::handbook(&[("zh/shop.md", chinese), ("en/shop.md", english)]);
        let all = snapshot.diagnostics(&CheckOptions::default());
        all.iter()
            .map(|finding| (finding.lint.code.clone(), finding.message("en")))
            .collect::<Vec<_>>()
    };
    let text = |close: &str, from: &str, deposit: &str, back: &str| {
        format!(
            "# Shop Rules\n\n## Article 1 Hours\n\nThe shop opens at 10 a.m. and closes at {close} every day.\n\nFrom {from} the deposit is {deposit}, paid back within {back}; 0.5% is added if it is late.\n"
        )
    };
    assert_eq!(check(&text("6 p.m.", "1 July 2026", "1,000 yuan", "six months")), []);
    assert_eq!(check(&text("18:00", "July 1, 2026", "RMB 1,000", "half a year")), []);
    let message = |own: &str, other: &str| {
        let text = format!("“{own}” in English, but “{other}” in Chinese");
        vec![("RB505".to_owned(), text)]
    };
    assert_eq!(
        check(&text("7 p.m.", "1 July 2026", "1,000 yuan", "six months")),
        message("7 p.m.", "下午六时")
    );
    assert_eq!(
        check(&text("6 p.m.", "7 July 2026", "1,000 yuan", "six months")),
        message("7 July 2026", "2026年7月1日")
    );
    assert_eq!(
        check(&text("6 p.m.", "1 July 2026", "10,000 yuan", "six months")),
        message("10,000 yuan", "一千元")
    );
}
