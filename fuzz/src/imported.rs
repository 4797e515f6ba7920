//! A file on its way into a handbook.

use std::collections::BTreeMap;

use rolebook::import::manuscript::{Block, Manuscript};
use rolebook::import::{self, Counted, Import, Strings};
use rolebook::workspace::Workspace;

/// Imports a manuscript, and holds that each of its characters is written or in the report, and that a handbook comes of
/// it with all articles.
pub fn check(manuscript: &Manuscript, counted: Counted) {
    if manuscript.blocks.is_empty() {
        return;
    }
    let language = import::language_of(manuscript);
    let mut import = Import::new(language, &language.pack.tag, None);
    import.add(manuscript, counted, None).unwrap();
    let files = import.files(true).unwrap();
    let strings: Strings = language.pack.import.clone().try_into().unwrap();
    let report = import::report(&import.regulations, &import.roster, &strings);
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for path in &paths {
        let is_sound = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        assert!(is_sound && !path.contains(['\\', '\0', '\n']), "{path:?}");
    }
    paths.sort_unstable();
    assert!(paths.windows(2).all(|pair| pair[0] != pair[1]), "{paths:?}");

    let mut kept = report;
    let texts = files.iter().filter(|file| file.path.ends_with(".md"));
    texts.for_each(|file| kept.push_str(std::str::from_utf8(&file.bytes).unwrap()));
    let kept = counts(&kept);
    for (next, count) in counts(&said(manuscript)) {
        let found = kept.get(&next).copied().unwrap_or(0);
        assert!(
            is_mark(next) || found >= count,
            "{next:?}: {found} of {count}\n{manuscript:?}\n{files:?}"
        );
    }

    let regulation = &import.regulations[0];
    let workspace = Workspace::from_files(files.iter().map(|file| (file.path.clone(), file.bytes.clone())));
    let snapshot = workspace.snapshot();
    if regulation.misread.is_empty() {
        assert_eq!(snapshot.handbook().texts.len(), regulation.articles, "{files:?}");
    }
    assert!(
        snapshot.handbook().config_problems.is_empty(),
        "{:?}\n{files:?}",
        snapshot.handbook().config_problems
    );
}

/// All text of a manuscript that its reader would see.
fn said(manuscript: &Manuscript) -> String {
    let mut out = String::new();
    let body = manuscript.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::Table(table) => table.rows.iter().flatten().flat_map(|cell| &cell.paragraphs).collect(),
    });
    for paragraph in body.chain(manuscript.notes.iter().flatten()) {
        out.extend(paragraph.label.iter().map(|label| label.text.as_str()));
        out.extend(paragraph.runs.iter().map(|run| run.text.as_str()));
    }
    out
}

/// How often each character that is no blank is in a text.
fn counts(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for next in text.chars().filter(|next| !next.is_whitespace() && !next.is_control()) {
        *counts.entry(next).or_insert(0) += 1;
    }
    counts
}

/// Whether a character may be written in another way or not at all: marks of list markers, and blanks without width.
fn is_mark(next: char) -> bool {
    "、．.：:•●○■□◆◇▪▫‣⁃➢➤►▶★☆✓√·‧∙-*–—\u{200b}\u{feff}".contains(next) || ('０'..='９').contains(&next)
}
