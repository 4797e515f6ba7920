//! `rolebook lsp` as an editor sees it: sessions over the standard streams of the real program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/hostile.rs"]
mod hostile;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use client::{Editor, initialize, is_hint, position};
use serde_json::{Value, json};
use tempfile::TempDir;

const POSITIONS: &str = "zh/customer-service/01-positions.md";

/// A copy of the handbook of this house in a folder with a Chinese name and a blank.
fn house() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("员工 手册");
    for (path, bytes) in support::files_below("handbook") {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    (folder, root)
}

fn code(finding: &Value) -> &str {
    finding["code"].as_str().unwrap()
}

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(code).collect()
}

#[test]
fn a_broken_reporting_line_is_told_at_both_sides_and_mended_by_its_fix() {
    for (lang, path, old, new, words) in [
        (
            "zh",
            POSITIONS,
            "- 直接下级：襄理、PA助理",
            "- 直接下级：襄理",
            "PA助理",
        ),
        (
            "en",
            "en/customer-service/01-positions.md",
            "- Supervises: Assistant Manager, Public Area Supervisor",
            "- Supervises: Assistant Manager",
            "Public Area Supervisor",
        ),
    ] {
        let (_folder, root) = house();
        let mut editor = Editor::open_folder(&root, lang);
        editor.open(path);
        assert_eq!(codes(&editor.findings(path)), [""; 0]);
        editor.edit(path, old, new);
        let mut findings = editor.findings_and_hints(path);
        let hints: Vec<Value> = findings.extract_if(.., |finding| is_hint(finding)).collect();
        let broken = findings.iter().find(|finding| code(finding) == "RB301");
        // What only a translation says is a finding of its own.
        let Some(broken) = broken else {
            assert_eq!((lang, codes(&findings)), ("en", vec!["RB504"]));
            continue;
        };
        assert_eq!(
            (&broken["severity"], &broken["source"]),
            (&json!(1), &json!("rolebook"))
        );
        let related = &broken["relatedInformation"][0];
        assert_eq!(related["location"]["uri"], editor.uri(path));
        let places =
            [&broken["range"], &related["location"]["range"]].map(|range| editor.words(path, range).to_owned());
        assert!(
            places
                .iter()
                .any(|place| place.contains("襄理") || place.contains("行政协理")),
            "{places:?}"
        );
        let message = broken["message"].as_str().unwrap();
        assert!(message.contains(words), "{message}");

        // The line that was just edited has a mark too, and the fix is offered there as well.
        let hint = hints.iter().find(|hint| code(hint) == "RB301").unwrap();
        assert_eq!(hint["range"], related["location"]["range"]);
        assert_eq!(hint["relatedInformation"][0]["location"]["range"], broken["range"]);
        let context = json!({"diagnostics": [hint]});
        let params = json!({"textDocument": {"uri": editor.uri(path)}, "range": hint["range"], "context": context});
        let actions = editor.request("textDocument/codeAction", params).unwrap();
        let fix = actions
            .as_array()
            .unwrap()
            .iter()
            .find(|action| action["diagnostics"][0]["code"] == "RB301")
            .unwrap();
        assert_eq!(fix["isPreferred"], false, "{fix}");
        editor.apply(&fix["edit"]);
        let after = editor.findings(path);
        assert!(!codes(&after).contains(&"RB301"), "{after:?}");
        assert!(editor.text(path).contains(old), "the fix restores the line");
        assert_eq!(editor.close(), 0);
    }
}

/// The findings of `check` on a folder, with positions from 0 in UTF-16 units.
fn checked(root: &Path, lang: &str) -> BTreeSet<String> {
    let output = assert_cmd::Command::cargo_bin("rolebook")
        .unwrap()
        .args(["check", "--format", "json", "--lang", lang])
        .arg(root)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let place = |finding: &Value, line: &str, column: &str| {
        let text = read(root, finding["path"].as_str().unwrap());
        let start = text
            .split_inclusive('\n')
            .take(finding[line].as_u64().unwrap() as usize - 1);
        let start: usize = start.map(str::len).sum();
        let before = text[start..]
            .chars()
            .take(finding[column].as_u64().unwrap() as usize - 1);
        position(&text, start + before.map(char::len_utf8).sum::<usize>(), false)
    };
    let line = |finding: &Value| {
        let related = finding["related"].as_array().unwrap().iter();
        let related: Vec<String> = related
            .map(|other| {
                format!(
                    "{} {} {}",
                    other["path"],
                    place(other, "line", "column"),
                    other["message"]
                )
            })
            .collect();
        format!(
            "{} {} {} {} {}-{} {} {}",
            finding["path"],
            finding["code"],
            finding["level"],
            finding["message"],
            place(finding, "line", "column"),
            place(finding, "end_line", "end_column"),
            finding["fix"].is_object(),
            related.join("|"),
        )
    };
    report["findings"].as_array().unwrap().iter().map(line).collect()
}

/// A text of a handbook as the program reads it: without a byte order mark.
fn read(root: &Path, path: &str) -> String {
    let text = String::from_utf8_lossy(&fs::read(root.join(path)).unwrap()).into_owned();
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The findings that the server tells of a folder, in the form of [`checked`].
fn told(root: &Path, lang: &str) -> BTreeSet<String> {
    let mut editor = Editor::open_folder(root, lang);
    let paths: Vec<String> = walk(root).into_iter().filter(|path| path.ends_with(".md")).collect();
    let (path, text) = (&paths[0], read(root, &paths[0]));
    editor.open_with(path, &text);
    let mut lists = vec![(editor.uri(path), editor.findings(path))];
    // Once this is answered, all files have been told of.
    let params = json!({"textDocument": {"uri": editor.uri(path)}});
    editor.request("textDocument/foldingRange", params).unwrap();
    while let Some(message) = editor.inbox.pop_back() {
        let params = &message["params"];
        let is_known = |uri: &Value| lists.iter().any(|(known, _)| known == uri);
        if message["method"] == "textDocument/publishDiagnostics" && !is_known(&params["uri"]) {
            let mut list = params["diagnostics"].as_array().unwrap().clone();
            list.retain(|finding| !is_hint(finding));
            lists.push((params["uri"].as_str().unwrap().to_owned(), list));
        }
    }
    let mut told = BTreeSet::new();
    for (uri, list) in lists {
        let path = editor.path(&uri);
        let params = json!({
            "textDocument": {"uri": uri},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1_000_000, "character": 0}},
            "context": {"diagnostics": []},
        });
        let actions = editor.request("textDocument/codeAction", params).unwrap();
        let actions = actions.as_array().cloned().unwrap_or_default();
        for finding in list {
            let is_fix = |action: &&Value| action["diagnostics"][0] == finding && action["isPreferred"].is_boolean();
            let has_fix = actions.iter().any(|action| is_fix(&action));
            let level = ["error", "warning", "info"][finding["severity"].as_u64().unwrap() as usize - 1];
            let message = finding["message"].as_str().unwrap();
            let message = message.split('\n').next().unwrap();
            let related = finding["relatedInformation"].as_array().into_iter().flatten();
            let related: Vec<String> = related
                .map(|other| {
                    let location = &other["location"];
                    let path = editor.path(location["uri"].as_str().unwrap());
                    format!("{} {} {}", json!(path), location["range"]["start"], other["message"])
                })
                .collect();
            told.insert(format!(
                "{} {} {} {} {}-{} {} {}",
                json!(path),
                finding["code"],
                json!(level),
                json!(message),
                finding["range"]["start"],
                finding["range"]["end"],
                has_fix,
                related.join("|"),
            ));
        }
    }
    assert_eq!(editor.close(), 0);
    told
}

fn walk(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_server_tells_what_check_reports_of_every_fixture() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut findings = 0;
    for entry in fs::read_dir(fixtures).unwrap() {
        let root = entry.unwrap().path();
        if !root.join("handbook.toml").is_file() {
            continue;
        }
        for lang in ["zh", "en"] {
            let (checked, told) = (checked(&root, lang), told(&root, lang));
            let only = |one: &BTreeSet<String>, other| one.difference(other).cloned().collect::<Vec<_>>();
            assert_eq!(
                (only(&checked, &told), only(&told, &checked)),
                (Vec::new(), Vec::new()),
                "{}",
                root.display()
            );
            findings += told.len();
        }
    }
    assert!(findings > 40, "{findings} findings in all");
}

const SETTINGS: &str = r#"title = { zh = "手册", en = "Handbook" }
languages = ["zh", "en"]
"#;

const ROLES: &str = r#"[[unit]]
id = "floor"
name = { zh = "楼面部", en = "Floor Department" }

[[role]]
id = "head"
name = { zh = "领班😀", en = "Head Waiter" }
unit = "floor"
top = true

[[role]]
id = "waiter"
name = { zh = "服务员", en = "Waiter" }
aliases = { zh = ["楼面服务员"] }
unit = "floor"
"#;

const GLOSSARY: &str = r#"[[term]]
id = "notice"
name = { zh = "书面通知", en = "written notice" }
definition = { zh = "以纸质形式送达的通知。", en = "A notice on paper." }
"#;

const ZH: &str = "# 第一章 岗位

## 第一条 领班😀岗位职责 {#head-duties role=head}

- 直接上级：无
- 直接下级：服务员

1. 每日检查服务员的仪容；
2. 依照第二条第一项安排工作。

## 第二条 服务员岗位职责 {#waiter-duties role=waiter}

- 直接上级：领班😀
- 直接下级：无

1. 每日布置餐台；
2. 收到书面通知后三日内答复，见[领班的职责](#head-duties)。

## 第三条 附则 {#closing}

本制度由领班😀解释。第二条自发布之日起施行。
";

const EN: &str = "# Chapter 1 Posts

## Article 1 Duties of the Head Waiter {#head-duties role=head}

- Reports to: none
- Supervises: Waiter

1. checks the Waiter's dress every day;
2. assigns work under item (1) of Article 2.

## Article 2 Duties of the Waiter {#waiter-duties role=waiter}

- Reports to: the Head Waiter
- Supervises: none

1. sets the tables every day;
2. answers a written notice within three days, see [the duties](#head-duties).

## Article 3 Supplementary {#closing}

The Head Waiter interprets this regulation. Article 2 takes effect on publication.
";

const LOCK: &str = "
[article.\"a#head-duties\"]
number = \"1\"
reviewed.en = \"0000000000000000\"
source.0000000000000000 = \"\"\"
依照{#waiter-duties.i1}、{a#head-duties}和{#head-duties-2}
\"\"\"
";

/// A small handbook in two languages.
fn small() -> (TempDir, PathBuf) {
    let folder = support::folder(&[
        ("handbook/handbook.toml", SETTINGS.as_bytes()),
        ("handbook/roles.toml", ROLES.as_bytes()),
        ("handbook/glossary.toml", GLOSSARY.as_bytes()),
        ("handbook/translations.lock", LOCK.as_bytes()),
        ("handbook/zh/a.md", ZH.as_bytes()),
        ("handbook/en/a.md", EN.as_bytes()),
        ("handbook/zh/index.md", "# 欢迎\n\n[制度](a.md#closing)\n".as_bytes()),
        ("README.md", b"# No handbook\n"),
    ]);
    let root = folder.path().join("handbook");
    (folder, root)
}

fn markdown(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("{hover}"))
}

/// The words at each place of an answer, with the file.
fn places(editor: &Editor, root: &Path, locations: &Value) -> Vec<String> {
    let words = |location: &Value| {
        let path = editor.path(location["uri"].as_str().unwrap());
        let text = read(root, &path);
        let place = |end: &str| client::offset(&text, &location["range"][end], false);
        format!("{path}: {}", &text[place("start")..place("end")])
    };
    locations.as_array().unwrap().iter().map(words).collect()
}

#[test]
fn a_place_is_explained_and_leads_to_what_it_speaks_of() {
    let (_folder, root) = small();
    let mut editor = Editor::open_folder(&root, "zh");
    for path in ["zh/a.md", "en/a.md", "roles.toml", "zh/index.md"] {
        editor.open(path);
    }
    let mut hover = |path: &str, words: &str| {
        let at = editor.at(path, words);
        markdown(&editor.request("textDocument/hover", at).unwrap()).to_owned()
    };
    let card = hover("zh/a.md", "服务员的仪容");
    let article = format!("[第二条 服务员岗位职责]({}#L11)", client::uri(&root.join("zh/a.md")));
    assert_eq!(
        card,
        format!("**服务员** · Waiter `waiter`\n\n- 直接上级：领班😀\n- 所属部门：楼面部\n- {article}：2 项职责\n")
    );
    assert!(hover("en/a.md", "Head Waiter interprets").starts_with("**Head Waiter** · 领班😀 `head`"));
    let item = hover("zh/a.md", "第二条第一项");
    assert_eq!(item, "**第二条 服务员岗位职责**\n\n1. 每日布置餐台；\n");
    assert!(hover("zh/a.md", "书面通知").ends_with("以纸质形式送达的通知。"));
    let head = hover("zh/a.md", "第二条 服");
    assert!(
        head.contains("Article 2 Duties of the Waiter") && head.contains("被 2 条引用"),
        "{head}"
    );

    let mut go = |method: &str, path: &str, words: &str| {
        let mut params = editor.at(path, words);
        params["context"] = json!({"includeDeclaration": true});
        let found = editor.request(method, params).unwrap();
        places(&editor, &root, &found)
    };
    let definition = "textDocument/definition";
    assert_eq!(go(definition, "zh/a.md", "第二条第一项"), ["zh/a.md: 第二条"]);
    assert_eq!(go(definition, "zh/a.md", "第二条 服"), ["en/a.md: Article 2"]);
    assert_eq!(go(definition, "zh/index.md", "closing"), ["zh/a.md: 第三条"]);
    assert_eq!(
        go(definition, "en/a.md", "Head Waiter interprets"),
        ["en/a.md: Article 1", "roles.toml: head"]
    );
    assert_eq!(go(definition, "zh/a.md", "书面通知"), ["glossary.toml: notice"]);
    let references = "textDocument/references";
    assert_eq!(
        go(references, "zh/a.md", "head-duties role"),
        [
            "en/a.md: Article 1",
            "en/a.md: head-duties",
            "en/a.md: head-duties",
            "translations.lock: head-duties",
            "zh/a.md: 第一条",
            "zh/a.md: head-duties",
            "zh/a.md: head-duties",
        ]
    );
    assert_eq!(
        go(references, "roles.toml", "waiter\""),
        [
            "en/a.md: Waiter",
            "en/a.md: Waiter",
            "en/a.md: Waiter",
            "en/a.md: waiter",
            "roles.toml: waiter",
            "roles.toml: 服务员",
            "roles.toml: Waiter",
            "roles.toml: 楼面服务员",
            "zh/a.md: 服务员",
            "zh/a.md: 服务员",
            "zh/a.md: 服务员",
            "zh/a.md: waiter",
        ]
    );
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_role_is_renamed_in_one_language_and_an_id_in_all() {
    let (_folder, root) = small();
    let mut editor = Editor::open_folder(&root, "zh");
    editor.open("zh/a.md");
    editor.open("en/a.md");
    let mut rename = |path: &str, words: &str, new: &str| {
        let mut params = editor.at(path, words);
        let prepared = editor.request("textDocument/prepareRename", params.clone());
        params["newName"] = json!(new);
        let edit = editor.request("textDocument/rename", params);
        let edit = edit.map_err(|error| error["message"].as_str().unwrap().to_owned())?;
        assert!(prepared.is_ok(), "{prepared:?}");
        Ok::<_, String>(editor.apply(&edit))
    };
    assert_eq!(
        rename("zh/a.md", "领班😀解释", "组长").unwrap(),
        ["roles.toml", "zh/a.md"]
    );
    assert_eq!(
        rename("en/a.md", "Waiter's", "Server").unwrap(),
        ["en/a.md", "roles.toml"]
    );
    assert_eq!(
        rename("zh/a.md", "waiter}", "server").unwrap(),
        ["en/a.md", "roles.toml", "zh/a.md"]
    );
    assert_eq!(
        rename("en/a.md", "head-duties role", "lead").unwrap(),
        ["en/a.md", "translations.lock", "zh/a.md"]
    );
    for (words, new, reason) in [
        ("服务员的仪容", "组长", "“组长”已经是 head 的名称，请换一个。"),
        ("服务员的仪容", "甲、乙", "名称中不能有“、”：它用来分隔几个名称。"),
        ("服务员的仪容", " ", "请写出新的名称。"),
        ("closing", "a b", "标识要写进网址和文件名，只能用英文字母、数字和连字符"),
        (
            "server}",
            "副经理",
            "标识要写进网址和文件名，只能用英文字母、数字和连字符",
        ),
        ("closing", "lead", "标识“lead”已经有了，请换一个。"),
        ("本制度", "x", "这里没有可以改的名称。"),
    ] {
        let refused = rename("zh/a.md", words, new).unwrap_err();
        assert!(refused.starts_with(reason), "{refused}");
    }
    let zh = ZH.replace("领班😀", "组长").replace("role=waiter", "role=server");
    let zh = zh.replace("{#head-duties role=head}", "{#lead role=head was=head-duties}");
    assert_eq!(editor.text("zh/a.md"), zh.replace("(#head-duties)", "(#lead)"));
    let en = EN
        .replace(" Waiter\n\n1", " Server\n\n1")
        .replace("the Waiter", "the Server");
    let en = en
        .replace("role=waiter", "role=server")
        .replace("(#head-duties)", "(#lead)");
    let en = en.replace("{#head-duties role=head}", "{#lead role=head was=head-duties}");
    assert_eq!(editor.text("en/a.md"), en.replace("Head Server", "Head Waiter"));
    let roles = ROLES.replace("领班😀", "组长").replace("\"waiter\"", "\"server\"");
    assert_eq!(read(&root, "roles.toml"), roles.replace("\"Waiter\"", "\"Server\""));
    let lock = LOCK
        .replace("a#head-duties\"", "a#lead\"")
        .replace("{a#head-duties}", "{a#lead}");
    assert_eq!(read(&root, "translations.lock"), lock);
    assert_eq!(codes(&editor.findings("zh/a.md")), [""; 0]);
    assert_eq!(editor.close(), 0);
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn what_may_be_written_next_is_offered() {
    let (_folder, root) = small();
    let mut editor = Editor::open_folder(&root, "zh");
    let mut offered = |path: &str, before: &str, after: &str| {
        let text = format!("{}\n{before}{after}\n", if path.starts_with("zh") { ZH } else { EN });
        editor.open_with(path, &text);
        let at = editor.position(path, text.len() - 1 - after.len());
        let params = json!({"textDocument": {"uri": editor.uri(path)}, "position": at});
        let list = editor.request("textDocument/completion", params).unwrap();
        let first = &list["items"][0];
        let replaced = match first.is_null() {
            true => String::new(),
            false => editor.words(path, &first["textEdit"]["range"]).to_owned(),
        };
        (labels(&list).join(" "), replaced)
    };
    let zh = "zh/a.md";
    let case = |labels: &str, replaced: &str| (labels.to_owned(), replaced.to_owned());
    assert_eq!(offered(zh, "依照第", "办理"), case("第一条 第二条 第三条", "第"));
    assert_eq!(
        offered("en/a.md", "under Article 2", ""),
        case("Article 1 Article 2 Article 3", "Article 2")
    );
    assert_eq!(offered(zh, "- 直接上级：领", ""), case("领班😀 服务员 无", "领"));
    assert_eq!(offered(zh, "- 直接下级：服务员、", ""), case("领班😀", ""));
    assert_eq!(offered(zh, "由服", ""), case("服务员", "服"));
    assert_eq!(
        offered(zh, "见[甲](#h", ""),
        case("head-duties waiter-duties closing", "h")
    );
    assert_eq!(offered(zh, "## 第四条 甲 {#x role=", ""), case("head waiter", ""));
    assert_eq!(
        offered(zh, "## 第四条 甲 {", "").0,
        "# role= .roster status=repealed was="
    );
    let (rules, replaced) = offered(zh, "<!-- allow RB3", " -->");
    assert!(rules.contains("RB301 ") && replaced == "RB3", "{rules}");
    assert!(offered("zh/index.md", "[甲](", "").0.contains("a.md"));
    let labels = offered(zh, "## 第四条 甲 {#x role=waiter}\n\n- 直", "").0;
    assert!(labels.starts_with("直接上级： 直接下级："), "{labels}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn files_are_shown_as_trees_folds_and_lines_over_articles() {
    let (_folder, root) = small();
    let options = json!({"lang": "zh", "commands": ["rolebook.showReferences", "rolebook.explain"]});
    let mut editor = Editor::with(&root, &initialize(&root, &options));
    editor.open("zh/a.md");
    let document = json!({"textDocument": {"uri": editor.uri("zh/a.md")}});
    let tree = editor.request("textDocument/documentSymbol", document.clone()).unwrap();
    let chapter = &tree[0];
    assert_eq!(
        (&chapter["name"], tree.as_array().unwrap().len()),
        (&json!("第一章 岗位"), 1)
    );
    assert_eq!(chapter["children"][1]["name"], "第二条 服务员岗位职责");
    assert_eq!(chapter["children"][1]["detail"], "waiter-duties");
    let folds = editor.request("textDocument/foldingRange", document.clone()).unwrap();
    assert_eq!((&folds[1]["startLine"], &folds[1]["endLine"]), (&json!(2), &json!(8)));
    let lenses = editor.request("textDocument/codeLens", document).unwrap();
    let titles: Vec<_> = lenses
        .as_array()
        .unwrap()
        .iter()
        .map(|lens| &lens["command"]["title"])
        .collect();
    assert_eq!(titles, ["被 2 条引用", "直接上级：领班😀"]);
    let arguments = lenses[0]["command"]["arguments"].as_array().unwrap();
    assert_eq!(arguments[2].as_array().unwrap().len(), 2);
    let mut find = |query: &str| {
        let found = editor.request("workspace/symbol", json!({"query": query})).unwrap();
        let names = found.as_array().unwrap().iter();
        names
            .map(|found| found["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        find("waiter-duties"),
        ["第二条 服务员岗位职责", "Article 2 Duties of the Waiter"]
    );
    assert_eq!(find("article 3"), ["Article 3 Supplementary"]);
    assert_eq!(find("领班 head"), ["领班😀", "第一条 领班😀岗位职责"]);
    let page = editor.request(
        "workspace/executeCommand",
        json!({"command": "rolebook.rule", "arguments": ["RB301"]}),
    );
    assert!(page.unwrap().as_str().unwrap().contains("one-sided-reporting-line"));
    assert_eq!(editor.close(), 0);
}

/// The actions offered over the whole of a file.
fn actions(editor: &mut Editor, path: &str, only: &str) -> Vec<Value> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}});
    let context = json!({"diagnostics": [], "only": [only]});
    let params = json!({"textDocument": {"uri": editor.uri(path)}, "range": range, "context": context});
    editor
        .request("textDocument/codeAction", params)
        .unwrap()
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn safe_fixes_are_made_at_once_and_a_finding_can_be_allowed() {
    let (_folder, root) = small();
    let mut editor = Editor::open_folder(&root, "zh");
    // CRLF, a label that is not the canonical one, and a citation of nothing.
    let text = ZH
        .replace("直接下级：服务员", "直接下属：服务员")
        .replace("第二条第一项", "第二条第九项")
        .replace('\n', "\r\n");
    editor.open_with("zh/a.md", &text);
    let findings = editor.findings("zh/a.md");
    assert_eq!(codes(&findings), ["RB602", "RB202"], "{findings:?}");

    // Formatting is about form: blank lines, not labels.
    let loose = text.replace("\r\n\r\n## 第三条", "\r\n\r\n\r\n## 第三条");
    editor.open_with("zh/a.md", &loose);
    let document = json!({
        "textDocument": {"uri": editor.uri("zh/a.md")},
        "options": {"tabSize": 2, "insertSpaces": true},
    });
    let edits = editor.request("textDocument/formatting", document).unwrap();
    assert_eq!(editor.edited(&loose, edits.as_array().unwrap()), text);

    editor.open_with("zh/a.md", &text);
    let fixed = text.replace("直接下属", "直接下级");
    let all = actions(&mut editor, "zh/a.md", "source.fixAll");
    assert_eq!(all[0]["kind"], "source.fixAll.rolebook");
    editor.apply(&all[0]["edit"]);
    assert_eq!(editor.text("zh/a.md"), fixed);
    assert_eq!(codes(&editor.findings("zh/a.md")), ["RB202"]);

    let quick = actions(&mut editor, "zh/a.md", "quickfix");
    let allow = quick
        .iter()
        .find(|action| action["title"].as_str().unwrap().contains("放行 RB202"))
        .unwrap();
    editor.apply(&allow["edit"]);
    assert!(
        editor.text("zh/a.md").contains("\r\n<!-- allow RB202:  -->\r\n2. 依照"),
        "{}",
        editor.text("zh/a.md")
    );
    // The reason is still missing, and only that.
    assert_eq!(codes(&editor.findings("zh/a.md")), ["RB010"]);
    editor.edit("zh/a.md", "RB202:  -->", "RB202: 第九项下月公布 -->");
    assert_eq!(codes(&editor.findings("zh/a.md")), [""; 0]);
    assert_eq!(editor.close(), 0);
}

#[test]
fn columns_are_counted_as_client_and_server_agreed() {
    let (_folder, root) = small();
    for (offered, agreed) in [
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-8"),
    ] {
        let mut params = initialize(&root, &json!({"lang": "en"}));
        params["capabilities"]["general"] = json!({"positionEncodings": offered});
        let mut editor = Editor::start(&root);
        let answer = editor.request("initialize", params.clone()).unwrap();
        assert_eq!(answer["capabilities"]["positionEncoding"], agreed);
        drop(editor);
        let mut editor = Editor::with(&root, &params);
        let text = ZH.replace("本制度由领班😀解释。第二条", "😀𠮷本制度由领班😀解释。第九条");
        editor.open_with("zh/a.md", &text);
        let findings = editor.findings("zh/a.md");
        let dangling = findings.iter().find(|finding| code(finding) == "RB201").unwrap();
        assert_eq!(editor.words("zh/a.md", &dangling["range"]), "第九条");
        editor.edit("zh/a.md", "第九条", "第二条");
        assert!(!codes(&editor.findings("zh/a.md")).contains(&"RB201"));
        let at = editor.at("zh/a.md", "领班😀解释");
        let hover = editor.request("textDocument/hover", at).unwrap();
        assert_eq!(editor.words("zh/a.md", &hover["range"]), "领班😀");
        assert_eq!(editor.close(), 0);
    }
}

#[test]
fn files_come_and_go() {
    let (folder, root) = small();
    // The client works in the folder above the handbook.
    let mut editor = Editor::with(folder.path(), &initialize(folder.path(), &json!({"lang": "en"})));
    editor.open("README.md");
    editor.open("handbook/zh/a.md");
    assert_eq!(codes(&editor.findings("handbook/zh/a.md")), [""; 0]);
    // A new file that nobody has saved yet.
    editor.open_with("handbook/zh/b.md", "# 乙制度\n\n## 第一条 甲\n\n见第七条。\n");
    let found = editor.findings("handbook/zh/b.md");
    assert!(
        codes(&found).contains(&"RB201") && codes(&found).contains(&"RB501"),
        "{found:?}"
    );
    // Closed without saving, it is gone, and its findings with it.
    let uri = editor.uri("handbook/zh/b.md");
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert!(
        editor
            .told(|params| params["uri"] == uri && params["version"].is_null())
            .is_empty()
    );
    // A file that another program writes.
    fs::write(root.join("zh/c.md"), "# 丙制度\n\n## 第一条 甲\n\n见第七条。\n").unwrap();
    let uri = editor.uri("handbook/zh/c.md");
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 1}]}),
    );
    let found = editor.told(|params| params["uri"] == uri);
    assert!(codes(&found).contains(&"RB201"), "{found:?}");
    fs::remove_file(root.join("zh/c.md")).unwrap();
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 3}]}),
    );
    assert!(editor.told(|params| params["uri"] == uri).is_empty());
    // What belongs to no handbook is nobody's.
    let at = editor.at("README.md", "handbook");
    assert_eq!(editor.request("textDocument/hover", at), Ok(Value::Null));
    assert_eq!(editor.close(), 0);
}

#[test]
fn two_handbooks_do_not_mix() {
    let folder = support::folder(&[
        ("one/handbook.toml", b"languages = [\"zh\"]\n"),
        ("one/zh/a.md", "# 甲\n\n## 第一条 甲\n\n见第九条。\n".as_bytes()),
        ("two/handbook.toml", b"languages = [\"en\"]\n"),
        ("two/en/a.md", b"# A\n\n## Article 1 A\n\nSee Article 9.\n"),
    ]);
    let mut editor = Editor::with(
        folder.path(),
        &json!({"processId": null, "capabilities": {}, "locale": "zh-cn"}),
    );
    for (path, message) in [("one/zh/a.md", "第九条"), ("two/en/a.md", "Article 9")] {
        editor.open(path);
        let found = editor.findings(path);
        assert_eq!(codes(&found), ["RB201"], "{found:?}");
        assert!(found[0]["message"].as_str().unwrap().contains(message), "{found:?}");
        // The language is the client's, whatever the handbook's.
        assert!(found[0]["message"].as_str().unwrap().contains("怎么办"), "{found:?}");
    }
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_is_not_the_protocol_costs_an_answer_and_no_session() {
    let (_folder, root) = small();
    let mut editor = Editor::start(&root);
    let error = editor.request("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(error["code"], -32002, "before initialize: {error}");
    let error = editor.request("initialize", json!({"capabilities": 7})).unwrap_err();
    assert_eq!(error["code"], -32602, "{error}");
    editor.request("initialize", initialize(&root, &json!({}))).unwrap();
    editor.notify("initialized", json!({}));
    editor.open("zh/a.md");
    for (method, params, code) in [
        ("textDocument/hover", json!({"textDocument": 1}), -32602),
        ("textDocument/nothing", json!({}), -32601),
        ("workspace/executeCommand", json!({"command": "rm"}), -32602),
    ] {
        assert_eq!(editor.request(method, params).unwrap_err()["code"], code, "{method}");
    }
    editor.notify("textDocument/didChange", json!({"textDocument": {}}));
    editor.notify("$/unknown", json!(null));
    let past = json!({"textDocument": {"uri": editor.uri("zh/a.md")}, "position": {"line": 99999, "character": 4_000_000_000_u32}});
    assert_eq!(editor.request("textDocument/hover", past), Ok(Value::Null));
    let elsewhere = json!({"textDocument": {"uri": "untitled:Untitled-1"}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.request("textDocument/hover", elsewhere), Ok(Value::Null));
    // A request that waits can be cancelled; one that is answered has its answer.
    let (one, other) = (json!({"query": "第"}), json!({"query": "一"}));
    let first = editor.ask("workspace/symbol", one);
    let second = editor.ask("workspace/symbol", other);
    editor.notify("$/cancelRequest", json!({"id": second}));
    assert!(editor.answer(first).is_ok());
    let cancelled = editor.answer(second);
    assert!(cancelled.is_ok() || cancelled.unwrap_err()["code"] == -32800);
    editor.request("shutdown", Value::Null).unwrap();
    assert_eq!(
        editor.request("workspace/symbol", json!({"query": ""})).unwrap_err()["code"],
        -32600
    );
    assert_eq!(editor.exit(), 0);
    let mut rude = Editor::open_folder(&root, "en");
    assert_eq!(rude.exit(), 1);
}
