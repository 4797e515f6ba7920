//! `rolebook fmt`: what it tidies, that it changes nothing that is said, and that a second run changes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rolebook::diagnostic;
use rolebook::model::Meaning;
use rolebook::workspace::{Workspace, format};
use support::{Texts, folder, outcome, rolebook, run_in_english, texts_below, workspace};

/// A chapter of a handbook in Chinese and English, by the tag of its folder, as it is after formatting.
fn formatted(tag: &str, text: &str) -> String {
    let path = format!("{tag}/service.md");
    let settings = "languages = [\"zh\", \"en\"]\n".to_owned();
    let texts = Texts::from([("handbook.toml".to_owned(), settings), (path.clone(), text.to_owned())]);
    let done = format(&workspace(&texts), None);
    assert_eq!(done.left.len(), 0, "{:?}", done.left);
    done.text(&path).unwrap().to_owned()
}

/// What is wrong with how these files are formatted.
fn faults(files: &Workspace) -> Vec<String> {
    let meaning = |files: &Workspace| Meaning::of(files.snapshot().handbook());
    let once = format(files, None);
    let twice = format(&once.workspace, None);
    let again = twice.workspace.changes(&once.workspace);
    let mut faults: Vec<String> = again.iter().map(|change| format!("a second run: {change:?}")).collect();
    let (before, after) = (meaning(files), meaning(&once.workspace));
    let differences = before.differences(&after);
    faults.extend(differences.iter().map(|(aspect, said)| format!("{aspect:?}: {said}")));
    faults
}

#[test]
fn a_chapter_from_a_word_processor_is_tidied() {
    let untidy = concat!(
        "\n\n第一章　岗位职责\n======\n##  第五条襄理岗位职责{ .pinned role=manager  #manager }\n",
        "* 直接上级: 店长\n* 直接下级 服务员\n\n\n",
        "1.  主持门店工作；  \n    *   召开班前会,布置任务；\n    *   巡视。\n2.  完成其他工作。\n10. 值班。\n",
        "## 第六条　会议 ##\n　　每周一开会。\n会议记录下列事项：\n1.出勤；\n2.投诉。\n\n",
        "|事项|期限|\n|:-|--:|\n|投诉|   三日 |\n\n\n",
    );
    let tidy = concat!(
        "# 第一章 岗位职责\n\n## 第五条 襄理岗位职责 {#manager role=manager .pinned}\n\n",
        "- 直接上级：店长\n- 直接下级：服务员\n\n",
        "1. 主持门店工作；\n   - 召开班前会，布置任务；\n   - 巡视。\n2. 完成其他工作。\n10. 值班。\n\n",
        "## 第六条 会议\n\n每周一开会。\n会议记录下列事项：\n\n1. 出勤；\n2. 投诉。\n\n",
        "| 事项 | 期限 |\n| :--- | ---: |\n| 投诉 | 三日 |\n",
    );
    assert_eq!(formatted("zh", untidy), tidy);
}

#[test]
fn english_has_its_own_colon_and_blanks() {
    let untidy = "# Article 5   Duties of the Manager\n+ Reports to： Director\n+ Supervises:Server\n\n1)   Lead；\n2)   Serve.\n";
    let tidy =
        "# Article 5 Duties of the Manager\n\n- Reports to: Director\n- Supervises: Server\n\n1) Lead;\n2) Serve.\n";
    assert_eq!(formatted("en", untidy), tidy);
}

#[test]
fn what_is_literal_stays() {
    let text = "+++\ntitle = \"甲\"   \n\n\nversion = \"1\"\n+++\n\n## 第一条 甲\n\n首行  \n次行`a  \nb`。\n\n```text\na  \n\n\n*  b,丙\n```\n\n\
                <!-- allow RB606: 原文如此,\n\n\n照录 -->\n甲,乙。\n\n<div>\n*  a   \n</div>\n\n    缩进  \n\n\n    代码\n";
    assert_eq!(formatted("zh", text), text);
}

#[test]
fn two_lists_side_by_side_keep_their_markers() {
    let text = "## 第一条 甲\n\n* 一\n* 二\n\n+ 三\n";
    assert_eq!(formatted("zh", text), text);
}

#[test]
fn lines_end_as_they_did() {
    assert_eq!(
        formatted("zh", "## 第一条 甲\r\n甲。  \r\n\r\n\r\n乙。"),
        "## 第一条 甲\r\n\r\n甲。\r\n\r\n乙。\r\n"
    );
    assert_eq!(formatted("zh", ""), "");
}

#[test]
fn marks_stay_where_a_house_switches_their_rule_off_or_lets_them_pass() {
    let text = "## 第一条 甲\n甲,乙。\n";
    let settings = "languages = [\"zh\"]\n[rules]\nRB606 = \"off\"\n".to_owned();
    let texts = [("handbook.toml", settings.as_str()), ("zh/a.md", text)];
    let texts: Texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    assert_eq!(
        format(&workspace(&texts), None).text("zh/a.md"),
        Some("## 第一条 甲\n\n甲,乙。\n")
    );
}

#[test]
fn one_file_is_formatted_alone() {
    let texts = [("zh/a.md", "## 第一条  甲\n"), ("zh/b.md", "## 第一条  乙\n")];
    let texts: Texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    let done = format(&workspace(&texts), Some("zh/a.md"));
    assert_eq!(done.text("zh/a.md"), Some("## 第一条 甲\n"));
    assert_eq!(done.text("zh/b.md"), Some("## 第一条  乙\n"));
    assert_eq!(done.text("zh/c.md"), None);
}

#[test]
fn nothing_said_changes_in_the_fixtures_and_the_examples_of_rules() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let found = faults(&workspace(&texts_below(&format!("tests/fixtures/{name}"))));
        wrong.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    for lint in diagnostic::lints() {
        for files in lint.examples.iter().flat_map(|example| [&example.bad, &example.good]) {
            let texts = files.iter().filter(|file| file.encoding.is_none());
            let texts: Texts = texts.map(|file| (file.path.clone(), file.text.clone())).collect();
            let found = faults(&workspace(&texts));
            wrong.extend(found.into_iter().map(|fault| format!("{}: {fault}", lint.code)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_said_changes_in_the_examples_of_the_format() {
    let format = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md")).unwrap();
    let examples = format
        .split("```markdown\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap());
    for (number, example) in examples.enumerate() {
        let tag = if example.is_ascii() { "en" } else { "zh" };
        let texts = Texts::from([(format!("{tag}/example.md"), example.to_owned())]);
        assert_eq!(faults(&workspace(&texts)), [""; 0], "example {number}");
    }
}

#[test]
fn the_projects_own_handbook_is_tidy() {
    let (status, printed, said) = run_in_english(&["fmt", "handbook", "--check"]);
    assert_eq!(
        (status, printed.as_str(), said.as_str()),
        (0, "", "Everything is tidy\n")
    );
}

#[test]
fn the_command_shows_names_and_writes() {
    let untidy = "## 第一条 甲\r\n甲。";
    let files = [("handbook.toml", "languages = [\"zh\"]\n"), ("zh/a.md", untidy)];
    let folder = folder(&files.map(|(path, text)| (path, text.as_bytes())));
    let dir = folder.path().to_str().unwrap();
    let read = || fs::read_to_string(folder.path().join("zh/a.md")).unwrap();

    let (status, printed, said) = run_in_english(&["fmt", dir, "--check"]);
    assert_eq!((status, printed), (1, format!("{dir}/zh/a.md\n")));
    assert_eq!(said, "Would change 1 file; nothing was written\n");
    let (status, printed, _) = run_in_english(&["fmt", dir, "--diff"]);
    assert_eq!(status, 1);
    assert!(printed.contains("+++ b/"), "{printed}");
    assert_eq!(read(), untidy);

    let (status, printed, said) = outcome(&mut rolebook(&["fmt", dir, "--lang", "zh"]));
    assert_eq!((status, printed.as_str(), said.as_str()), (0, "", "已改动 1 个文件\n"));
    assert_eq!(read(), "## 第一条 甲\r\n\r\n甲。\r\n");
    let (status, _, said) = run_in_english(&["fmt", dir]);
    assert_eq!((status, said.as_str()), (0, "Everything is tidy\n"));
}

#[test]
fn a_file_in_another_encoding_is_left() {
    let gbk = b"## \xb5\xda\xd2\xbb\xcc\xf5  \xbc\xd7\n";
    let folder = folder(&[("zh/a.md", gbk)]);
    let (status, _, _) = run_in_english(&["fmt", folder.path().to_str().unwrap()]);
    assert_eq!(status, 0);
    assert_eq!(fs::read(folder.path().join("zh/a.md")).unwrap(), gbk);
}

/// Pieces that hands and word processors leave in a text.
const PIECES: &[&str] = &[
    "\n",
    "\n\n\n",
    "  \n",
    " ",
    "　",
    "\t",
    "1. ",
    "2.",
    "- ",
    "* ",
    "+ ",
    "> ",
    "# ",
    "## 第五条",
    "（一）",
    "| a | b |\n",
    "```\n",
    "<!-- a -->",
    "===\n",
    "---\n",
    "**",
    ",",
    "：",
    ":",
    "{#a .b}",
    "直接上级:",
    "    ",
    "\r\n",
    "`",
    "[^1]: ",
    "<div>\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_said_changes_after_random_edits(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..25)
    ) {
        let handbook = texts_below("handbook");
        let kept = ["handbook.toml", "roles.toml", "zh/customer-service/01-positions.md", "en/customer-service/02-attendance.md"];
        let mut texts: Texts = handbook.into_iter().filter(|(path, _)| kept.contains(&path.as_str())).collect();
        for (file, piece) in &edits {
            let chapters: Vec<String> = texts.keys().filter(|path| path.ends_with(".md")).cloned().collect();
            let text = texts.get_mut(&chapters[file.index(chapters.len())]).unwrap();
            let at = text.ceil_char_boundary(piece.index(text.len()));
            text.insert_str(at, PIECES[piece.index(7919) % PIECES.len()]);
        }
        let found = faults(&workspace(&texts));
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
