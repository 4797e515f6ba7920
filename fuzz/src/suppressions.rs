//! Comments that silence findings: they silence what they name in what they stand before, and nothing else.

use std::collections::BTreeSet;

use rolebook::diagnostic::Diagnostic;
use rolebook::syntax::Suppression;
use rolebook::workspace::{CheckOptions, Workspace};

use super::handbook;

const CHAPTER: &str = "zh/a.md";
/// The rules on the comments themselves.
const OWN: [&str; 2] = ["RB010", "RB011"];

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let workspace = handbook::of(&[(CHAPTER, &text)]);
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    let chapters = handbook.chapters.iter();
    let comments: Vec<Suppression> = chapters
        .flat_map(|chapter| chapter.document.suppressions.clone())
        .collect();
    let found = check(&workspace);
    if comments.is_empty() {
        return;
    }
    // The same chapter with comments of the same length that silence nothing.
    let mut plain = handbook.sources.file(handbook.chapters[0].file).text.clone();
    for comment in &comments {
        let at = comment.span.start as usize + plain[comment.span.start as usize..].find("allow").unwrap();
        plain.replace_range(at..at + 5, "-----");
    }
    let mut without = workspace.clone();
    without.set(CHAPTER, Some(plain));
    let all = check(&without);
    let places = |found: &[Diagnostic]| -> BTreeSet<(String, u32, u32)> {
        let others = found.iter().filter(|finding| !OWN.contains(&&*finding.lint.code));
        others
            .map(|finding| (finding.lint.code.clone(), finding.span.start, finding.span.end))
            .collect()
    };
    let (left, all_places) = (places(&found), places(&all));
    assert!(
        left.is_subset(&all_places),
        "{:?}\n{text}",
        left.difference(&all_places)
    );
    for finding in all.iter().filter(|finding| !OWN.contains(&&*finding.lint.code)) {
        let place = (finding.lint.code.clone(), finding.span.start, finding.span.end);
        let names = |comment: &&Suppression| {
            let codes = comment.codes.iter();
            let mut codes = codes.map(|(code, _)| code);
            codes.any(|code| {
                code.eq_ignore_ascii_case(&finding.lint.code) || code.eq_ignore_ascii_case(&finding.lint.name)
            })
        };
        let around = |comment: &&Suppression| {
            comment.target.start <= finding.span.start && finding.span.end <= comment.target.end
        };
        let silenced = comments.iter().filter(names).any(|comment| around(&comment));
        assert_eq!(left.contains(&place), !silenced, "{finding:?}\n{text}");
    }
}

fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let snapshot = workspace.snapshot();
    let found = snapshot.diagnostics(&CheckOptions::default());
    handbook::check_findings(snapshot.sources(), &found);
    found
}
