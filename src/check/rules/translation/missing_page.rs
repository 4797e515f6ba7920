//! RB501: files that one language has and another does not.

use rustc_hash::FxHashSet;

use super::pages::{Pages, title};
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{ChapterId, Handbook};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    let pages = Pages::new(handbook);
    let unread: FxHashSet<&str> = handbook
        .file_problems
        .iter()
        .map(|problem| problem.path.as_str())
        .collect();
    for (chapter, id) in handbook.chapters.iter().zip((0..).map(ChapterId)) {
        if pages.first(&chapter.path) != Some(id) {
            continue;
        }
        for &language in &pages.languages {
            if pages.get(&chapter.path, language).is_some() {
                continue;
            }
            let expected = format!("{}/{}.md", handbook.tag(language), chapter.path);
            if unread.contains(expected.as_str()) {
                continue;
            }
            let path = &*handbook.sources.file(chapter.file).path;
            findings.push(
                Diagnostic::new("RB501", title(handbook, id))
                    .param("path", path)
                    .param("language", wording::language(handbook, language))
                    .param("expected", expected),
            );
        }
    }
}
