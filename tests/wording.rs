//! The rules of wording where their pages' examples do not go: what is left alone, and fixes in every shape.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use rolebook::diagnostic;
use rolebook::workspace::{CheckOptions, Workspace};

const SETTINGS: &str = "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n";

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let files = files.iter().chain(&[("handbook.toml", SETTINGS)]);
    Workspace::from_files(files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())))
}

fn article(text: &str) -> String {
    format!("# 制度\n\n## 第一条 范围\n\n{text}\n")
}

fn english(text: &str) -> String {
    format!("# Rules\n\n## Article 1 Scope\n\n{text}\n")
}

/// What a rule marks in files.
fn found(code: &str, files: &[(&str, &str)]) -> Vec<String> {
    let snapshot = workspace(files).snapshot();
    let options = CheckOptions {
        select: vec![code.to_owned()],
        ..CheckOptions::default()
    };
    let found = snapshot.diagnostics(&options);
    found
        .iter()
        .map(|finding| snapshot.sources().text(finding.span).to_owned())
        .collect()
}

/// The first file that the fixes of a rule change.
fn fixed(code: &str, files: &[(&str, &str)]) -> Option<String> {
    let snapshot = workspace(files).snapshot();
    let options = CheckOptions {
        select: vec![code.to_owned()],
        ..CheckOptions::default()
    };
    let found = snapshot.diagnostics(&options);
    let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
    let changed = diagnostic::apply(snapshot.sources(), fixes);
    changed.into_iter().next().map(|(_, text)| text)
}

const GLOSSARY: &str = "[[term]]\nid = 'swap'\nname = { zh = '调班', en = 'attendance record' }\n\
    variants = { zh = ['串班', '点到'], en = ['time sheet'] }\n\
    [[term]]\nid = 'long'\nname = { zh = '串班登记簿' }\n";

#[test]
fn a_variant_is_left_in_longer_names_mentions_titles_and_numbers() {
    for text in [
        "填写串班登记簿。",
        "不写“串班”。",
        "按《串班办法》办理。",
        "营业时间为9点到10点。",
        "见 `串班`。",
        "上午九点到岗。",
    ] {
        let text = article(text);
        assert_eq!(
            found("RB601", &[("zh/a.md", &text), ("glossary.toml", GLOSSARY)]),
            [""; 0],
            "{text}"
        );
    }
    let text = article("申请**串班**，点到为止。");
    assert_eq!(
        found("RB601", &[("zh/a.md", &text), ("glossary.toml", GLOSSARY)]),
        ["串班", "点到"]
    );
}

#[test]
fn an_english_variant_keeps_its_case_and_number_and_its_article_is_not_guessed() {
    let files = |text: &str| fixed("RB601", &[("en/a.md", &english(text)), ("glossary.toml", GLOSSARY)]);
    for (text, wanted) in [
        ("Time sheets are kept.", "Attendance records are kept."),
        ("Sign the time sheet.", "Sign the attendance record."),
        ("See the TIME SHEET.", "See the ATTENDANCE RECORD."),
    ] {
        assert_eq!(files(text), Some(english(wanted)), "{text}");
    }
    assert_eq!(files("Sign a time sheet."), None);
    let text = english("Sign a time sheet, not in overtime sheets.");
    assert_eq!(
        found("RB601", &[("en/a.md", &text), ("glossary.toml", GLOSSARY)]),
        ["time sheet"]
    );
}

#[test]
fn two_spellings_count_only_beside_each_other() {
    let alone = article("其它事项另行规定。");
    let usual = article("其他事项另行规定。");
    assert_eq!(found("RB601", &[("zh/a.md", &alone), ("zh/b.md", &usual)]), [""; 0]);
    let both = article("其它事项和其他事项另行规定。");
    assert_eq!(found("RB601", &[("zh/a.md", &both)]), ["其它"]);
}

const ROLES: &str = "[[unit]]\nid = 'centre'\nname = { zh = '客户服务中心', en = 'Customer Service Centre' }\n\
    [[unit]]\nid = 'hr'\nname = { zh = '人力资源部' }\naliases = { zh = ['人资部'] }\n\
    [[unit]]\nid = 'a'\nname = { zh = '市场营销部' }\n[[unit]]\nid = 'b'\nname = { zh = '市政营建部' }\n\
    [[role]]\nid = 'director'\nname = { zh = '客户服务中心总监' }\n";

#[test]
fn a_shortening_counts_where_it_is_nobody_elses_and_not_introduced() {
    let abbreviations = |text: &str| {
        let text = article(text);
        found("RB603", &[("zh/a.md", &text), ("roles.toml", ROLES)])
    };
    assert_eq!(
        abbreviations("客服中心由客服中心总监负责。"),
        ["客服中心", "客服中心总监"]
    );
    // Declared, or short for two names.
    assert_eq!(abbreviations("人资部会同市营部办理。"), [""; 0]);
    assert_eq!(
        abbreviations("客户服务中心（以下简称“客服中心”）负责接待。客服中心每日开放。"),
        [""; 0]
    );
    let text = english("The CSC keeps form CSC-01. CSCS is something else.");
    assert_eq!(found("RB603", &[("en/a.md", &text), ("roles.toml", ROLES)]), ["CSC"]);
}

#[test]
fn marks_are_left_in_numbers_codes_citations_and_english_phrases() {
    for text in [
        "每日18:00开始。",
        "按1,000元计算。",
        "见 https://example.com/a?b=汉 的说明。",
        "运行 `甲,乙` 命令。",
        "采用 Rust (a language) 编写。",
        "按国标(ISO9001)执行。",
        "比例为一:二。",
        "按第五条第(二)项执行。",
    ] {
        let text = article(text);
        assert_eq!(found("RB606", &[("zh/a.md", &text)]), [""; 0], "{text}");
    }
    let text = article("门店(含分店）的员工, 应当遵守.");
    assert_eq!(
        fixed("RB606", &[("zh/a.md", &text)]),
        Some(article("门店（含分店）的员工，应当遵守."))
    );
    let text = english("See 《员工手册》， and “手册”。");
    assert_eq!(found("RB606", &[("en/a.md", &text)]).len(), 2);
}

#[test]
fn blanks_are_left_between_chinese_and_letters_after_numbers_and_dates() {
    for text in [
        "由 PA 助理负责 2014 年的工作。",
        "2014年7月1日 《手册》发布。",
        "运行 `甲 ，乙` 命令。",
        "名单：甲（一组） 乙（二组）。",
    ] {
        let text = article(text);
        assert_eq!(found("RB605", &[("zh/a.md", &text)]), [""; 0], "{text}");
    }
    let text = article("甲 ，**乙** ，丙。 丁");
    assert_eq!(
        fixed("RB605", &[("zh/a.md", &text)]),
        Some(article("甲，**乙**，丙。丁"))
    );
}

#[test]
fn a_limit_counts_as_the_authoritative_language_does_and_others_follow() {
    let settings = "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n\
        [rules]\nRB607 = { limit = 20 }\n";
    let zh = article("这一句话一共只有不到二十个字。这一句话则长得多，一直写到二十个字以后才结束。");
    // Ten words, by the proportion of the two packs' limits.
    let en = english("This one has a few words. This one has a few words more than it can bear.");
    let files = [("zh/a.md", zh.as_str()), ("en/a.md", en.as_str())];
    let more = [("handbook.toml", settings)];
    let files = files.iter().chain(&more);
    let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let snapshot = Workspace::from_files(files).snapshot();
    let options = CheckOptions {
        select: vec!["RB607".to_owned()],
        ..CheckOptions::default()
    };
    let found = snapshot.diagnostics(&options);
    let found: Vec<&str> = found
        .iter()
        .map(|finding| snapshot.sources().text(finding.span))
        .collect();
    assert_eq!(
        found,
        [
            "This one has a few words more than it can bear.",
            "这一句话则长得多，一直写到二十个字以后才结束。"
        ]
    );
}
