//! Fixes: they come to an end, a second run changes nothing, a safe one leaves the meaning as it was, and files are
//! written all or none, as they were encoded.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rolebook::diagnostic::{self, Safety};
use rolebook::model::{Aspect, Meaning};
use rolebook::output::{Rewrite, rewrite};
use rolebook::workspace::{CheckOptions, Repair, Workspace, renumber, repair, subject};
use support::generated::{self, edits, regulation};
use support::{Texts, folder, run_in_english, texts_below, workspace};
use tempfile::TempDir;

fn files(names: &[(&str, &str)]) -> Texts {
    names
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn options() -> CheckOptions {
    CheckOptions::default()
}

fn meaning(workspace: &Workspace) -> Meaning {
    Meaning::of(workspace.snapshot().handbook())
}

/// How often each code is found.
fn codes(workspace: &Workspace) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for finding in workspace.snapshot().diagnostics(&options()) {
        *found.entry(finding.lint.code.clone()).or_default() += 1;
    }
    found
}

/// Repairs with safe fixes, and what is wrong with how that went.
fn faults(workspace: &Workspace) -> (Repair, Vec<String>) {
    let mut faults = Vec::new();
    let found = codes(workspace);
    let repaired = repair(workspace, &options(), Safety::Safe);
    if !repaired.refused.is_empty() {
        faults.push(format!("refused: {:?}", repaired.refused));
    }
    if !repaired.unsettled.is_empty() {
        faults.push(format!("unsettled: {:?}", repaired.unsettled));
    }
    let again = repair(&repaired.workspace, &options(), Safety::Safe);
    if !again.workspace.changes(&repaired.workspace).is_empty() {
        faults.push(format!(
            "a second run changes {:?}",
            again.workspace.changes(&repaired.workspace)
        ));
    }
    // Of the rules that found something before, some of those that fix safely have now been heard.
    let allowed: Vec<Aspect> = found.keys().flat_map(|code| subject(code)).copied().collect();
    for (aspect, statement) in meaning(workspace).differences(&meaning(&repaired.workspace)) {
        if !allowed.contains(&aspect) {
            faults.push(format!("{aspect:?}: {statement}"));
        }
    }
    (repaired, faults)
}

#[test]
fn safe_fixes_of_every_example_change_only_what_their_rule_is_about() {
    let mut wrong = Vec::new();
    let mut made = 0;
    for lint in diagnostic::lints() {
        for example in &lint.examples {
            let bad: Texts = example
                .bad
                .iter()
                .filter(|file| file.encoding.is_none())
                .map(|file| (file.path.clone(), file.text.clone()))
                .collect();
            let (repaired, faults) = faults(&workspace(&bad));
            made += repaired.fixes;
            wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault}", lint.code)));
            if lint.fix == Some(Safety::Safe) && repaired.fixes == 0 && !bad.is_empty() {
                wrong.push(format!("{}: nothing was fixed", lint.code));
            }
        }
    }
    assert!(made > 10, "{made}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn safe_fixes_of_the_fixtures_change_only_what_their_rules_are_about() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let files = texts_below(&format!("tests/fixtures/{name}"));
        if files.contains_key("handbook.toml") {
            let (_, faults) = faults(&workspace(&files));
            assert!(faults.is_empty(), "{name}\n{}", faults.join("\n"));
        }
    }
}

#[test]
fn with_an_editors_agreement_the_source_faults_are_mended_as_far_as_they_can_be() {
    let bad = workspace(&texts_below("tests/fixtures/source-faults"));
    let before = codes(&bad);
    let safe = repair(&bad, &options(), Safety::Safe);
    let all = repair(&bad, &options(), Safety::Unsafe);
    let after = codes(&all.workspace);
    assert!(safe.fixes <= all.fixes, "{} {}", safe.fixes, all.fixes);
    for (code, count) in &after {
        assert!(before.get(code) >= Some(count), "{code} is new: {before:?} {after:?}");
    }
    let left = all.workspace.snapshot().diagnostics(&options());
    let left: Vec<&str> = left
        .iter()
        .filter(|finding| finding.fix.is_some())
        .map(|finding| finding.lint.code.as_str())
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn unsafe_fixes_come_after_the_safe_ones_and_only_when_asked_for() {
    let lint = diagnostic::lint("RB301").unwrap();
    let bad: Texts = lint.examples[0]
        .bad
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect();
    let bad = workspace(&bad);
    assert_eq!(repair(&bad, &options(), Safety::Safe).fixes, 0);
    let mended = repair(&bad, &options(), Safety::Unsafe);
    assert!(mended.fixes > 0 && codes(&mended.workspace).is_empty());
}

#[test]
fn only_rules_that_are_asked_for_fix() {
    let bad = workspace(&files(&[(
        "zh/a.md",
        "# 制度\n\n## 第一条 甲\n\n依照本制度三条办理：\n\n1. 丙；\n3. 丁。\n\n## 第二条 乙\n\n乙。\n\n## 第三条 戊\n\n戊。\n",
    )]));
    assert_eq!(codes(&bad).into_keys().collect::<Vec<_>>(), ["RB105", "RB203"]);
    let one = CheckOptions {
        select: vec!["RB105".to_owned()],
        ..options()
    };
    assert_eq!(
        codes(&repair(&bad, &one, Safety::Safe).workspace)
            .into_keys()
            .collect::<Vec<_>>(),
        ["RB203"]
    );
}

/// Sentences that begin like an article's head or an item, or count articles, stay what they are.
#[test]
fn safe_fixes_leave_sentences_alone() {
    for (path, text) in [
        (
            "zh/a.md",
            "# 制度\n\n## 第一条 甲\n\n一、甲事；\n\n二、乙事。\n\n一、二线城市由财务部公布。\n\n## 第二条 乙\n\n\
             1、甲事；\n\n2、乙事；\n\n3、丙事。\n\n1、2级风险由厂长处理。\n\n## 第三条 丙\n\n\
             （一）甲事；\n\n（二）乙事。\n\n（二）、（三）级事项另行规定。\n\n## 第四条 丁\n\n\
             违反本制度三条的，予以辞退；违反本办法两条以上的，予以通报。本制度六条禁令应当张贴。\n",
        ),
        (
            "en/a.md",
            "# Rules\n\n## Article 1 Scope\n\nArticle 2 sets out the rates.\n\nArticle 3 (Posts) applies to posts.\n\n\
             ## Article 2 Rates\n\nArticle 1 also applies here.\n\n## Article 3 Posts\n\nArticle 2 prevails.\n",
        ),
    ] {
        let before = workspace(&files(&[(path, text)]));
        let after = repair(&before, &options(), Safety::Safe);
        let changed: Vec<_> = after.workspace.changes(&before).into_iter().collect();
        assert!(changed.is_empty(), "{changed:?}");
        let found = codes(&before).into_keys().collect::<Vec<_>>();
        let expected: &[&str] = if path == "zh/a.md" { &["RB203"] } else { &[] };
        assert_eq!(found, expected);
    }
    // Without other words a head it is.
    let text =
        "# Rules\n\nArticle 1 Staff clean the house.\n\nArticle 2\nStaff rest.\n\nArticle 3 (Posts) Staff sit.\n";
    let snapshot = workspace(&files(&[("en/a.md", text)])).snapshot();
    assert_eq!(snapshot.handbook().articles.len(), 3);
}

/// Something that happens to a line of a chapter.
#[derive(Clone, Debug)]
enum Slip {
    /// The numeral at a heading or an item becomes another one.
    Number(u32),
    Delete,
    Twice,
    Swap,
    /// A character goes missing.
    Drop(prop::sample::Index),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        (1_u32..80).prop_map(Slip::Number),
        Just(Slip::Delete),
        Just(Slip::Twice),
        Just(Slip::Swap),
        any::<prop::sample::Index>().prop_map(Slip::Drop),
    ]
}

fn mutate(files: &mut Texts, file: prop::sample::Index, line: prop::sample::Index, slip: &Slip) {
    let names: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let name = &names[file.index(names.len())];
    let text = files.get_mut(name).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].trim().is_empty()).collect();
    let at = filled[line.index(filled.len())];
    match slip {
        Slip::Number(number) => {
            let digits: String = lines[at].chars().filter(char::is_ascii_digit).take(2).collect();
            if digits.is_empty() {
                lines[at] = lines[at].replacen(['一', '二', '三', '四', '五'], "六", 1);
            } else {
                lines[at] = lines[at].replacen(&digits, &number.to_string(), 1);
            }
        }
        Slip::Delete => drop(lines.remove(at)),
        Slip::Twice => lines.insert(at, lines[at].clone()),
        Slip::Swap => lines.swap(at, filled[(line.index(filled.len()) + 1) % filled.len()]),
        Slip::Drop(place) => {
            let mut characters: Vec<char> = lines[at].chars().collect();
            characters.remove(place.index(characters.len()));
            lines[at] = characters.into_iter().collect();
        }
    }
    *text = lines.join("\n") + "\n";
}

proptest! {
    #![proptest_config(generated::cases(8))]

    #[test]
    fn fixes_of_a_handbook_with_slips_settle_and_bring_no_fault(
        slips in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), slip()), 1..4),
    ) {
        let mut files = texts_below("handbook");
        for (file, line, slip) in &slips {
            mutate(&mut files, *file, *line, slip);
        }
        let bad = workspace(&files);
        let before = codes(&bad);
        let (repaired, faults) = faults(&bad);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        let after = codes(&repaired.workspace);
        for (code, count) in &after {
            prop_assert!(before.get(code) >= Some(count), "{code} is new: {before:?} {after:?}");
        }
    }
}

#[test]
fn what_the_preceding_article_meant_before_another_came_between_is_for_renumber_to_write() {
    let text =
        "# 制度\n\n## 第一条 甲\n\n甲。\n\n## 第二条 新 {#new}\n\n新。\n\n## 第二条 乙\n\n按照前条的规定办理。\n";
    let bad = workspace(&files(&[("zh/a.md", text)]));
    assert!(codes(&bad).contains_key("RB102"));
    let (repaired, faults) = faults(&bad);
    assert!(faults.is_empty() && repaired.fixes == 0, "{faults:?}");
    let renumbered = renumber(&bad).workspace;
    let changes = renumbered.changes(&bad);
    assert!(changes[0].new.contains("按照第一条的规定办理"), "{changes:?}");
}

proptest! {
    #![proptest_config(generated::cases(40))]

    #[test]
    fn all_fixes_of_generated_handbooks_settle(
        regulation in regulation(),
        edits in edits(),
        slips in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), slip()), 0..4),
    ) {
        let mut files = regulation.edited(&edits).handbook();
        for (file, line, slip) in &slips {
            mutate(&mut files, *file, *line, slip);
        }
        let bad = workspace(&files);
        let (_, faults) = faults(&bad);
        prop_assert!(faults.is_empty(), "{}\n{files:#?}", faults.join("\n"));
        let all = repair(&bad, &options(), Safety::Unsafe);
        prop_assert!(all.unsettled.is_empty(), "{:?}\n{files:#?}", all.unsettled);
        let again = repair(&all.workspace, &options(), Safety::Unsafe).workspace;
        prop_assert!(again.changes(&all.workspace).is_empty(), "{files:#?}");
    }
}

const BAD: &str = "# 制度\r\n\r\n## 第一条 甲\r\n\r\n如下：\r\n\r\n1. 丙；\r\n3. 丁。\r\n\r\n见本制度二条。\r\n\r\n## 第二条 乙\r\n\r\n乙。\r\n";

#[test]
fn fixed_files_keep_their_mark_and_their_line_ends() {
    let marked = format!("\u{feff}{BAD}");
    let folder = folder(&[("zh/a.md", marked.as_bytes())]);
    let (status, out, err) = run_in_english(&["check", folder.path().to_str().unwrap(), "--fix"]);
    assert_eq!((status, err.trim()), (0, "Made 2 fixes in 1 file"), "{out}");
    let wanted = marked.replace("3. 丁", "2. 丁").replace("本制度二条", "本制度第二条");
    assert_eq!(fs::read_to_string(folder.path().join("zh/a.md")).unwrap(), wanted);
    let names: Vec<_> = fs::read_dir(folder.path().join("zh")).unwrap().collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn a_diff_can_be_applied_and_nothing_is_written() {
    let text = BAD.replace('\r', "");
    let folder = folder(&[("zh/a.md", text.as_bytes())]);
    let path = folder.path().to_str().unwrap();
    for arguments in [&["check", path, "--diff"][..], &["check", path, "--fix", "--diff"]] {
        let (status, out, err) = run_in_english(arguments);
        assert_eq!(
            (status, err.trim()),
            (1, "Would make 2 fixes in 1 file; nothing was written")
        );
        assert!(out.contains("zh/a.md\n@@ ") && out.contains("\n-3. 丁。\n"), "{out}");
        assert!(
            out.contains("\n+2. 丁。\n") && out.contains("\n+见本制度第二条。\n"),
            "{out}"
        );
        assert_eq!(fs::read_to_string(folder.path().join("zh/a.md")).unwrap(), text);
    }
    assert_eq!(run_in_english(&["check", path, "--fix"]).0, 0);
    let (status, out, err) = run_in_english(&["check", path, "--diff"]);
    assert_eq!((status, out.as_str(), err.trim()), (0, "", "Nothing to fix"));
}

#[test]
fn a_finding_says_which_option_mends_it_and_how_much_needs_agreement() {
    let lint = diagnostic::lint("RB301").unwrap();
    let bad = lint.examples[0].bad.iter();
    let bad: Vec<(&str, &[u8])> = bad.map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    let folder = folder(&bad);
    let path = folder.path().to_str().unwrap();
    let (status, out, err) = run_in_english(&["check", path, "--fix"]);
    assert!(status == 1 && out.contains("--unsafe-fixes"), "{out}");
    assert!(err.contains("1 fix more need") && !err.contains("Made"), "{err}");
    assert_eq!(run_in_english(&["check", path, "--unsafe-fixes"]).0, 0);
}

#[test]
fn a_file_in_another_encoding_is_never_rewritten() {
    let (gbk, ..) = encoding_rs::GBK.encode(BAD);
    let folder = folder(&[("zh/a.md", &gbk), ("zh/b.md", BAD.as_bytes())]);
    let (status, ..) = run_in_english(&["check", folder.path().to_str().unwrap(), "--fix"]);
    assert_eq!(status, 1);
    assert_eq!(fs::read(folder.path().join("zh/a.md")).unwrap(), *gbk);
    assert!(
        fs::read_to_string(folder.path().join("zh/b.md"))
            .unwrap()
            .contains("2. 丁")
    );
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let files: &[(&str, &[u8])] = &[("a.md", b"old a"), ("b.md", b"old b")];
    let change = |path, old, new| Rewrite { path, old, new };
    let all = |folder: &TempDir| ["a.md", "b.md"].map(|name| fs::read_to_string(folder.path().join(name)).unwrap());
    let good = change("a.md", "old a", "new a");
    for (bad, key) in [
        (change("b.md", "older b", "new b"), "output-changed"),
        (change("c.md", "", "new c"), "output-io"),
        (change("../b.md", "old b", "new b"), "output-bad-path"),
    ] {
        let folder = folder(files);
        let error = rewrite(folder.path(), &[good, bad]).unwrap_err();
        assert_eq!(error.key(), key);
        assert_eq!(all(&folder), ["old a", "old b"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
    let folder = folder(files);
    rewrite(folder.path(), &[good, change("b.md", "old b", "new b")]).unwrap();
    assert_eq!(all(&folder), ["new a", "new b"]);
}
