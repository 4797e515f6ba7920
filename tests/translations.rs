//! The review of translations: what makes one stale and what does not, the lock, and `rolebook translations`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use rolebook::diagnostic::TranslationState;
use rolebook::model::ArticleId;
use rolebook::workspace::{CheckOptions, LOCK, Snapshot, Workspace};
use tempfile::TempDir;

const ROLES: &str = "[[role]]\nid = \"host\"\nname = { zh = \"咨客\", en = \"Host\" }\ntop = true\n";

const ZH: &str = "\
# 服务制度

## 第一条 预订 {#bookings}

预订应当在3日内确认，依照第三条第二款处理。

有下列情形的，可以取消：

1. 宾客要求取消；
2. 电话（含手机）无人接听。

## 第二条 咨客岗位职责 {#host}

- 直接上级：无
- 直接下级：无

1. 迎接宾客；
2. 完成公司交办的其他工作。

## 第三条 投诉 {#complaints}

投诉依照第一条处理。

| 种类 | 时限 |
| --- | --- |
| 一般 | 七日 |

结果应当**书面**告知宾客，并按照 POS 系统的格式存档。
";

const EN: &str = "\
# Service Rules

## Article 1 Bookings {#bookings}

A booking is confirmed within 3 days under Article 3, paragraph 2.

It may be cancelled where:

1. the guest so asks;
2. nobody answers the telephone (mobile or not).

## Article 2 Duties of the Host {#host}

- Reports to: None
- Supervises: None

1. Welcome guests;
2. Other work that the company assigns.

## Article 3 Complaints {#complaints}

Complaints are handled under Article 1.

| Kind | Time |
| --- | --- |
| Ordinary | 7 days |

Guests are told the result in writing, and it is filed in the format of the POS system.
";

fn snapshot(zh: &str, en: &str, lock: &str) -> Snapshot {
    let files = [
        ("handbook.toml", "languages = [\"zh\", \"en\"]"),
        ("roles.toml", ROLES),
        ("zh/service.md", zh),
        ("en/service.md", en),
        (LOCK, lock),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    Workspace::from_files(files).snapshot()
}

fn accept_all(snapshot: &Snapshot) -> String {
    let all: Vec<ArticleId> = snapshot.handbook().article_ids().collect();
    snapshot.accept(&all, None, "note").lock
}

/// The names and states of the articles that need work.
fn work(snapshot: &Snapshot) -> Vec<(String, TranslationState)> {
    let work = snapshot.translations(None).work.into_iter();
    work.map(|task| (task.article, task.state)).collect()
}

fn stale(snapshot: &Snapshot) -> Vec<String> {
    let findings = snapshot.diagnostics(&CheckOptions {
        select: vec!["RB508".to_owned()],
        ..CheckOptions::default()
    });
    findings.iter().map(|finding| finding.message("en")).collect()
}

/// `ZH` with each pair's first text replaced by its second, which has to be there.
fn zh(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(ZH.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

#[test]
fn reformatting_makes_nothing_stale() {
    let lock = accept_all(&snapshot(ZH, EN, ""));
    assert_eq!(work(&snapshot(ZH, EN, &lock)), []);
    let reformatted = [
        zh(&[("\n", "\r\n")]),
        zh(&[("\n\n", "\n\n\n")]),
        zh(&[("3日内确认，依照", "3日内\n确认，\n依照"), ("POS 系统", "POS\n系统")]),
        zh(&[("1. 宾", "（一）宾"), ("2. 电", "（二）电")]),
        zh(&[("1. 宾", "1、宾"), ("2. 电", "2、电")]),
        zh(&[("**书面**", "书面"), ("预订应当", "**预订**应当")]),
        zh(&[("3日", "３日"), ("（含手机）", "(含手机)"), ("，依照", ",依照")]),
        zh(&[("## 第三条 投诉", "#### 第3条　投诉")]),
        zh(&[("- 直接上级：无\n- 直接下级：无", "直接上级：暂无\n直接下属：无")]),
        zh(&[("| 种类 | 时限 |\n| --- | --- |", "|种类|时限|\n|:-:|---|")]),
        zh(&[("依照第三条第二款", "依照本制度第3条第二款")]).replace("本制度", ""),
    ];
    for text in reformatted {
        let now = snapshot(&text, EN, &lock);
        assert_eq!(work(&now), [], "{text}");
        assert_eq!(stale(&now), [] as [&str; 0], "{text}");
    }
}

#[test]
fn what_the_source_says_differently_is_shown_until_it_is_accepted() {
    let lock = accept_all(&snapshot(ZH, EN, ""));
    let changed = [
        (zh(&[("3日内", "5日内")]), "bookings", "3日内", "5日内"),
        (
            zh(&[("第三条第二款", "第三条第一款")]),
            "bookings",
            "第三条",
            "第三条第一款",
        ),
        (zh(&[("可以取消", "应当取消")]), "bookings", "可以取消", "应当取消"),
        (zh(&[("迎接宾客；", "迎接宾客和员工；")]), "host", "", "和员工"),
        (zh(&[("七日", "十日")]), "complaints", "七日", "十日"),
        (
            zh(&[("第三条 投诉", "第三条 投诉和建议")]),
            "complaints",
            "投诉",
            "投诉和建议",
        ),
    ];
    for (text, article, was, is) in changed {
        let now = snapshot(&text, EN, &lock);
        let name = format!("service#{article}");
        assert_eq!(work(&now), [(name, TranslationState::Stale)], "{text}");
        let messages = stale(&now);
        assert!(messages[0].contains(was) && messages[0].contains(is), "{messages:?}");
        let accepted = accept_all(&now);
        let now = snapshot(&text, EN, &accepted);
        assert_eq!((work(&now), stale(&now)), (vec![], vec![]));
    }
}

#[test]
fn an_article_that_is_renumbered_with_its_citations_is_not_stale() {
    let lock = accept_all(&snapshot(ZH, EN, ""));
    let insert = |text: &str, head: &str| {
        let text = text
            .replace("第三条", "第四条")
            .replace("第二条", "第三条")
            .replace("第一条", "第二条");
        let text = text
            .replace("Article 3", "Article 4")
            .replace("Article 2", "Article 3")
            .replace("Article 1", "Article 2");
        let (title, rest) = text.split_once("\n\n").unwrap();
        format!("{title}\n\n{head}\n\n{rest}")
    };
    let zh = insert(ZH, "## 第一条 目的 {#purpose}\n\n为了规范服务。");
    let en = insert(EN, "## Article 1 Purpose {#purpose}\n\nTo regulate service.");
    assert_eq!(
        work(&snapshot(&zh, &en, &lock)),
        [("service#purpose".to_owned(), TranslationState::Unreviewed)]
    );

    // Without ids the articles are known by what they say.
    let bare = |text: &str| {
        let ids = ["bookings", "host", "complaints", "purpose"];
        ids.iter()
            .fold(text.to_owned(), |text, id| text.replace(&format!(" {{#{id}}}"), ""))
    };
    let lock = accept_all(&snapshot(&bare(ZH), &bare(EN), ""));
    let (zh, en) = (bare(&zh), bare(&en));
    let now = snapshot(&zh, &en, &lock);
    assert_eq!(work(&now), [("service#art-1".to_owned(), TranslationState::Unreviewed)]);
    assert_eq!(stale(&now), [] as [&str; 0]);
    // Recording that one keeps the others, under their present names.
    let accepted = now
        .accept(&now.articles_called("service#art-1").unwrap(), None, "")
        .lock;
    assert_eq!(work(&snapshot(&zh, &en, &accepted)), []);
    // Giving an article an id is no change of what it says.
    let (zh, en) = (
        zh.replace("投诉\n\n", "投诉 {#complaints}\n\n"),
        en.replace("Complaints\n\n", "Complaints {#complaints}\n\n"),
    );
    assert_eq!(work(&snapshot(&zh, &en, &accepted)), []);
    let changed = zh.replace("第二条处理", "第三条处理");
    assert_eq!(
        work(&snapshot(&changed, &en, &accepted)),
        [("service#complaints".to_owned(), TranslationState::Stale)]
    );
}

#[test]
fn the_lock_is_the_same_whoever_writes_it_and_changes_only_where_something_changed() {
    let lock = accept_all(&snapshot(ZH, EN, ""));
    assert_eq!(accept_all(&snapshot(ZH, EN, &lock)), lock);
    let names: Vec<&str> = lock.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(
        names,
        [
            "[article.\"service#bookings\"]",
            "[article.\"service#complaints\"]",
            "[article.\"service#host\"]"
        ]
    );
    let changed = accept_all(&snapshot(&zh(&[("七日", "十日")]), EN, &lock));
    let differ: Vec<(&str, &str)> = lock
        .lines()
        .zip(changed.lines())
        .filter(|(old, new)| old != new)
        .collect();
    // The hash in two places, and the line of the text.
    assert_eq!(differ.len(), 3, "{differ:?}");
    assert_eq!(differ[2], ("一般 | 七日", "一般 | 十日"));
}

#[test]
fn numbers_are_kept_while_citations_are_stale() {
    let lock = accept_all(&snapshot(ZH, EN, ""));
    assert!(lock.contains("number = \"3\""));
    // Complaints becomes article 4, and a citation still says 3.
    let zh = ZH.replace("## 第三条", "## 第三条 存档 {#files}\n\n存档三年。\n\n## 第四条");
    let now = snapshot(&zh, EN, &lock);
    let all: Vec<ArticleId> = now.handbook().article_ids().collect();
    let done = now.accept(&all, None, "");
    assert_eq!(done.stale_citations, 1);
    assert!(
        done.lock.contains("number = \"3\"") && !done.lock.contains("number = \"4\""),
        "{}",
        done.lock
    );
    let mended = zh.replace("依照第三条第二款", "依照第四条第二款");
    let now = snapshot(&mended, EN, &lock);
    assert!(accept_all(&now).contains("number = \"4\""));
}

#[test]
fn a_missing_article_and_one_in_the_language_of_the_source_are_told_apart() {
    let en = EN.replace("Complaints are handled under Article 1.\n", "投诉依照第一条处理。\n");
    let en = en.replace(
        "Guests are told the result in writing, and it is filed in the format of the POS system.",
        "结果应当书面告知宾客，并按照 POS 系统的格式存档。",
    );
    let en = en
        .replace("| Kind | Time |", "| 种类 | 时限 |")
        .replace("| Ordinary | 7 days |", "| 一般 | 七日 |");
    let en = en.replace("Article 3 Complaints", "Article 3 投诉");
    let en = en
        .replace("## Article 1 Bookings {#bookings}", "")
        .replace("Article 3, paragraph 2", "Article 3");
    let found = work(&snapshot(ZH, &en, ""));
    let states: Vec<(&str, TranslationState)> = found.iter().map(|(name, state)| (name.as_str(), *state)).collect();
    assert_eq!(
        states,
        [
            ("service#bookings", TranslationState::Missing),
            ("service#host", TranslationState::Unreviewed),
            ("service#complaints", TranslationState::Untranslated),
        ]
    );
}

/// Status, standard output and standard error, in English.
fn run(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
    command.current_dir(dir).args(arguments).args(["--lang", "en"]);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("handbook.toml", "languages = [\"zh\", \"en\"]"),
        ("roles.toml", ROLES),
        ("zh/service.md", ZH),
        ("zh/pool.md", "# 泳池制度\n\n## 第一条 深水区\n\n深水区应当设救生员。\n"),
        ("en/service.md", EN),
    ] {
        let path = folder.path().join("handbook").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn the_command_lists_the_work_and_records_reviews() {
    let folder = folder();
    let dir = folder.path();
    let lock = dir.join("handbook").join(LOCK);

    let (status, out, err) = run(dir, &["translations"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("Missing       en        pool#art-1"), "{out}");
    assert!(out.contains("handbook/en/service.md:3"), "{out}");
    assert_eq!(run(dir, &["translations", "handbook", "--check"]).0, 1);

    let (status, out, err) = run(dir, &["translations", "accept", "service#host", "service#host"]);
    assert_eq!((status, out.as_str()), (0, "service#host en\n"), "{err}");
    assert!(err.contains("1 translation in handbook/translations.lock"), "{err}");
    let (_, out, _) = run(dir, &["translations", "accept", "service", "--dir", "handbook"]);
    assert_eq!(out, "service#bookings en\nservice#complaints en\n");
    let written = fs::read_to_string(&lock).unwrap();
    assert!(
        written.starts_with("# 由 rolebook"),
        "the note is in the handbook's language: {written}"
    );
    let (status, out, err) = run(dir, &["translations", "accept", "--all"]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    assert_eq!(fs::read_to_string(&lock).unwrap(), written);

    let (_, out, _) = run(dir, &["translations", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["regulations"][1]["current"], 3);
    assert_eq!(json["work"][0]["state"], "missing");
    assert!(json["work"][0]["translation"].is_null());
    let (_, out, _) = run(dir, &["translations", "--format", "csv"]);
    assert_eq!(
        out.lines().nth(1).unwrap(),
        "pool,en,missing,pool#art-1,1,深水区,zh/pool.md,3"
    );
    assert!(
        fs::read_dir(dir.join("handbook"))
            .unwrap()
            .all(|entry| { !entry.unwrap().file_name().to_string_lossy().starts_with(".rolebook") })
    );
}

#[test]
fn names_that_there_are_not_are_refused_and_nothing_is_written() {
    let folder = folder();
    let dir = folder.path();
    let refused = |arguments: &[&str], said: &str| {
        let (status, out, err) = run(dir, arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(said), "{err}");
    };
    refused(
        &["translations", "accept", "service#complaint"],
        "did you mean service#complaints?",
    );
    refused(
        &["translations", "accept", "complaints"],
        "did you mean service#complaints?",
    );
    refused(&["translations", "accept", "sevrice"], "did you mean service?");
    refused(&["translations", "accept", "zzz"], "rolebook translations lists");
    refused(
        &["translations", "accept", "service#host", "pool"],
        "no translation yet",
    );
    refused(&["translations", "accept"], "--all");
    refused(&["translations", "accept", "--all", "--language", "fr"], "fr");
    refused(&["translations", "nowhere"], "nowhere");
    let lock = dir.join("handbook").join(LOCK);
    assert!(!lock.exists());
    // A lock with the marks of a merge is not written over.
    fs::write(&lock, "<<<<<<< ours\n[article.\"service#host\"]\n").unwrap();
    refused(
        &["translations", "accept", "--all"],
        "handbook/translations.lock is faulty",
    );
    assert!(fs::read_to_string(&lock).unwrap().starts_with("<<<<<<<"));
}
