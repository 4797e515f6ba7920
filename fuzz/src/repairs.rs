//! Any chapter can be checked, mended, formatted, renumbered and built: each settles, and what comes of it reads.

use rolebook::diagnostic::Safety;
use rolebook::render::SiteOptions;
use rolebook::workspace::{CheckOptions, Workspace, format, renumber, repair};

use super::handbook;

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let workspace = handbook::with_chapter(&text);
    check(&workspace);
    assert!(workspace.snapshot().site(&SiteOptions::default()).is_ok());
}

pub fn check(workspace: &Workspace) {
    let options = CheckOptions::default();
    let findings = |workspace: &Workspace| {
        let snapshot = workspace.snapshot();
        handbook::check_findings(snapshot.sources(), &snapshot.diagnostics(&options));
    };
    findings(workspace);
    for safety in [Safety::Safe, Safety::Unsafe] {
        let repaired = repair(workspace, &options, safety);
        assert!(
            repaired.unsettled.is_empty(),
            "{:?} {:?}",
            repaired.unsettled,
            texts(workspace)
        );
        findings(&repaired.workspace);
        let again = repair(&repaired.workspace, &options, safety).workspace;
        assert!(again.changes(&repaired.workspace).is_empty(), "{:?}", texts(workspace));
    }
    let formatted = format(workspace, None).workspace;
    let again = format(&formatted, None).workspace;
    assert!(
        again.changes(&formatted).is_empty(),
        "{:?}\n{:?}",
        texts(workspace),
        again.changes(&formatted)
    );
    let renumbered = renumber(workspace).workspace;
    let again = renumber(&renumbered).workspace;
    assert!(
        again.changes(&renumbered).is_empty(),
        "{:?}\n{:?}",
        texts(workspace),
        again.changes(&renumbered)
    );
}

fn texts(workspace: &Workspace) -> Vec<String> {
    let snapshot = workspace.snapshot();
    let chapters = snapshot.sources().iter().filter(|(_, file)| file.path.ends_with(".md"));
    chapters.map(|(_, file)| file.text.clone()).collect()
}
