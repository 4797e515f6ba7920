//! RB003: languages that the handbook lists without having a page in them.

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for id in handbook.language_ids() {
        let tag = handbook.tag(id);
        let listed = handbook.config.languages.iter().find(|listed| listed.value == tag);
        let Some(listed) = listed else { continue };
        if handbook.chapters.iter().any(|chapter| chapter.language == id) {
            continue;
        }
        let inside = |path: &str| path.strip_prefix(tag).is_some_and(|rest| rest.starts_with('/'));
        if handbook.file_problems.iter().any(|problem| inside(&problem.path)) {
            continue;
        }
        let mut files = handbook.sources.iter().map(|(_, file)| &*file.path);
        let empty = files.any(inside) || handbook.assets.iter().any(|path| inside(path));
        let mut finding = Diagnostic::new("RB003", listed.span)
            .param("language", wording::language(handbook, id))
            .param("folder", tag);
        if empty {
            finding = finding.variant("empty");
        }
        findings.push(finding);
    }
}
