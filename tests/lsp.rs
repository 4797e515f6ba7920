//! `rolebook lsp` as an editor sees it: sessions over the standard streams of the real program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

#[path = "lsp/client.rs"]
mod client;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use client::{Editor, initialize, position};
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
        ("zh", POSITIONS, "- 直接下级：襄理、PA助理", "- 直接下级：襄理", "PA助理"),
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
        let findings = editor.findings(path);
        let broken = findings.iter().find(|finding| code(finding) == "RB301");
        // What only a translation says is a finding of its own.
        let Some(broken) = broken else {
            assert_eq!((lang, codes(&findings)), ("en", vec!["RB504"]));
            continue;
        };
        assert_eq!((&broken["severity"], &broken["source"]), (&json!(1), &json!("rolebook")));
        let related = &broken["relatedInformation"][0];
        assert_eq!(related["location"]["uri"], editor.uri(path));
        let places = [&broken["range"], &related["location"]["range"]].map(|range| editor.words(path, range).to_owned());
        assert!(places.iter().any(|place| place.contains("襄理") || place.contains("行政协理")), "{places:?}");
        let message = broken["message"].as_str().unwrap();
        assert!(message.contains(words), "{message}");

        let context = json!({"diagnostics": [broken]});
        let params = json!({"textDocument": {"uri": editor.uri(path)}, "range": broken["range"], "context": context});
        let actions = editor.request("textDocument/codeAction", params).unwrap();
        let fix = actions.as_array().unwrap().iter().find(|action| action["edit"].is_object()).unwrap();
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
        let start = text.split_inclusive('\n').take(finding[line].as_u64().unwrap() as usize - 1);
        let start: usize = start.map(str::len).sum();
        let before = text[start..].chars().take(finding[column].as_u64().unwrap() as usize - 1);
        position(&text, start + before.map(char::len_utf8).sum::<usize>(), false)
    };
    let line = |finding: &Value| {
        let related = finding["related"].as_array().unwrap().iter();
        let related: Vec<String> = related
            .map(|other| format!("{} {} {}", other["path"], place(other, "line", "column"), other["message"]))
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
