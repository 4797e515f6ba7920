//! Packs on whole handbooks: what they find where, and how settings and comments treat their codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use rolebook::diagnostic::{self, Diagnostic};
use rolebook::workspace::{CheckOptions, Snapshot, Workspace};

const HOUSE: &str = r#"
[[rule]]
code = "HR1"
name = "customer-for-guest"
message = { zh = "“{found}”应写“宾客”", en = "“{found}” should read “guest”" }
replace = { zh = "顾客", en = '\bcustomers?\b' }
with = { zh = "宾客", en = "guest" }
fix = "safe"
fix-title = { zh = "改为“宾客”", en = "Write “guest”" }
unless = { zh = "顾客满意度" }

[[rule]]
code = "HR2"
name = "shift-too-long"
message = { zh = "“{found}”超过 {limit}", en = "“{found}” is above {limit}" }
[[rule.limit]]
max = 10
pattern = { zh = '班次(?<value>[0-9.]+|[一二三四五六七八九十]+)小时' }
"#;

fn snapshot(settings: &str, pack: &str, text: &str) -> Snapshot {
    let settings = format!("languages = ['zh']\n{settings}");
    let files = [
        ("handbook.toml", settings.as_str()),
        ("packs/house.toml", pack),
        ("zh/service.md", text),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    Workspace::from_files(files).snapshot()
}

fn check(settings: &str, pack: &str, text: &str) -> (Snapshot, Vec<Diagnostic>) {
    let snapshot = snapshot(settings, pack, text);
    let found = snapshot.diagnostics(&CheckOptions::default());
    (snapshot, found)
}

/// Codes and texts marked.
fn found(settings: &str, pack: &str, text: &str) -> Vec<(String, String)> {
    let (snapshot, found) = check(settings, pack, text);
    let marked = |finding: &Diagnostic| {
        let text = &snapshot.sources().file(finding.span.file).text;
        (finding.lint.code.clone(), text[finding.span.range()].to_owned())
    };
    found.iter().map(marked).collect()
}

fn codes(settings: &str, pack: &str, text: &str) -> Vec<String> {
    found(settings, pack, text).into_iter().map(|(code, _)| code).collect()
}

const OWN: &str = "packs = ['packs/house.toml']\n";
const LABOUR: &str = "packs = ['prc-labour']\n[rules]\nRB718 = 'off'\nRB719 = 'off'\n";

fn article(text: &str) -> String {
    format!("# 客户服务制度\n\n## 第一条 服务\n\n{text}\n")
}

#[test]
fn a_rule_of_the_house_finds_its_words_and_replaces_them() {
    let text = article("接待**顾**客，回访顾客。\n\n统计顾客满意度。\n\n每班次十二小时，晚班次8小时。");
    let marked = found(OWN, HOUSE, &text);
    let marked: Vec<(&str, &str)> = marked.iter().map(|(code, text)| (&**code, &**text)).collect();
    assert_eq!(marked, [("HR1", "顾**客"), ("HR1", "顾客"), ("HR2", "班次十二小时")]);
    let (snapshot, found) = check(OWN, HOUSE, &text);
    assert_eq!(found[2].message("en"), "“班次十二小时” is above 10");
    // Words with marks inside are left to an editor.
    let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
    let changed = diagnostic::apply(snapshot.sources(), fixes);
    assert!(changed[0].1.contains("接待**顾**客，回访宾客。"), "{}", changed[0].1);
}

#[test]
fn settings_and_comments_know_the_codes_of_packs() {
    let text = article("接待顾客。");
    assert_eq!(codes("", HOUSE, &text), [""; 0]);
    assert_eq!(codes(OWN, HOUSE, &text), ["HR1"]);
    assert_eq!(codes(&format!("{OWN}[rules]\nHR1 = 'off'\n"), HOUSE, &text), [""; 0]);
    let (_, strict) = check(&format!("{OWN}[rules]\ncustomer-for-guest = 'error'\n"), HOUSE, &text);
    assert_eq!(strict[0].level, diagnostic::Level::Error);
    let allowed = "# 客户服务制度\n\n<!-- allow HR1: 引用原文 -->\n\n## 第一条 服务\n\n接待顾客。\n";
    assert_eq!(codes(OWN, HOUSE, allowed), [""; 0]);
    let idle = "# 客户服务制度\n\n<!-- allow HR2: 引用原文 -->\n\n## 第一条 服务\n\n接待顾客。\n";
    assert_eq!(codes(OWN, HOUSE, idle), ["RB011", "HR1"]);
    let select = CheckOptions {
        select: vec!["HR2".to_owned()],
        ..CheckOptions::default()
    };
    assert_eq!(snapshot(OWN, HOUSE, &text).diagnostics(&select).len(), 0);
}

#[test]
fn what_forbids_is_not_what_is_forbidden() {
    for (text, wanted) in [
        ("员工迟到的，罚款五十元。", 1),
        ("公司不得对员工罚款。", 0),
        ("公司不得有下列行为：\n\n1. 对员工罚款；\n2. 收取员工押金。", 0),
        (
            "有下列情形的，予以处罚：\n\n1. 员工迟到的，罚款五十元；\n2. 早退的，警告。",
            1,
        ),
        ("员工应当学习《员工罚款管理办法》。", 0),
    ] {
        assert_eq!(codes(LABOUR, HOUSE, &article(text)).len(), wanted, "{text}");
    }
}

#[test]
fn a_required_clause_is_missed_once_where_it_is_wanted() {
    let text = article("接待宾客。");
    assert_eq!(codes("packs = ['prc-labour']\n", HOUSE, &text), ["RB718", "RB719"]);
    let clauses = article("本制度经职工代表大会讨论，并发给每名员工签收。");
    assert_eq!(codes("packs = ['prc-labour']\n", HOUSE, &clauses), [""; 0]);
    let pack = "[[rule]]\ncode = 'HR3'\nname = 'x'\nmessage = 'x'\nrequire = '宾客'\neach = 'article'\n";
    let two = format!("{text}\n## 第二条 其他\n\n无。\n");
    assert_eq!(found(OWN, pack, &two), [("HR3".to_owned(), "第二条".to_owned())]);
}

#[test]
fn what_is_wrong_with_a_pack_is_said_where_it_stands() {
    let text = article("接待宾客。");
    let message = |settings: &str, pack: &str| {
        let (_, found) = check(settings, pack, &text);
        assert_eq!(found.len(), 1, "{found:?}");
        format!("{} {}", found[0].lint.code, found[0].message("en"))
    };
    let of = |line: &str| {
        message(
            OWN,
            &format!("{HOUSE}\n[[rule]]\ncode = 'HR9'\nname = 'x'\nmessage = 'x'\n{line}\n"),
        )
    };
    assert!(message("packs = ['prc-labor']\n", HOUSE).contains("did you mean “prc-labour”?"));
    assert!(message("packs = ['packs/none.toml']\n", HOUSE).starts_with("RB002"));
    assert!(of("forbid = '客$房'").starts_with("RB012"));
    assert!(of("forbid = '罚款'\nbad = { zh = '扣款' }").starts_with("RB012"));
    assert!(of("forbid = '(?!不)罚'").starts_with("RB002"));
    assert!(of("forbid = '罚款'\nwhere = { regulation = 'none' }").starts_with("RB002"));
}

#[test]
fn the_self_test_names_the_example_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("handbook.toml", &format!("languages = ['zh']\n{OWN}"));
    write("zh/service.md", &article("接待宾客。"));
    let run = |pack: &str| {
        write("packs/house.toml", pack);
        let mut command = assert_cmd::Command::cargo_bin("rolebook").unwrap();
        let command = command
            .args(["check", "--self-test", "--lang", "en"])
            .arg(folder.path());
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let rule = "[[rule]]\ncode = 'HR1'\nname = 'x'\nmessage = 'x'\nforbid = { zh = '罚款' }\n";
    let sound = format!("{rule}bad = {{ zh = ['员工罚款'] }}\ngood = {{ zh = ['员工警告'] }}\n");
    assert_eq!(
        run(&sound),
        (0, "Pack packs/house.toml: rules 1, examples 2, failed 0\n".to_owned())
    );
    let (status, out) = run(&format!(
        "{rule}bad = {{ zh = ['扣款'] }}\ngood = {{ zh = ['不得罚款'] }}\n"
    ));
    assert_eq!(status, 1);
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0].contains("packs/house.toml:6: HR1 should find a fault") && lines[0].ends_with("扣款"),
        "{out}"
    );
    assert!(
        lines[1].contains(":7: HR1 should find nothing and finds “罚款”"),
        "{out}"
    );
}
