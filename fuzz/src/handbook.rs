//! A handbook around an input.

use rolebook::diagnostic::Diagnostic;
use rolebook::source::{Sources, Span};
use rolebook::workspace::Workspace;

const SETTINGS: &str = "title = { zh = \"手册\", en = \"Handbook\" }\nlanguages = [\"zh\", \"en\"]\n";
const ROLES: &str = "[[role]]\nid = \"manager\"\nname = { zh = \"店长\", en = \"Manager\" }\ntop = true\n\n\
    [[role]]\nid = \"server\"\nname = { zh = \"服务员\", en = \"Server\" }\n";

/// A handbook whose only chapter says this in both languages.
pub fn with_chapter(text: &str) -> Workspace {
    of(&[("zh/a.md", text), ("en/a.md", text)])
}

/// A handbook with settings, roles and these files.
pub fn of(files: &[(&str, &str)]) -> Workspace {
    let all = [("handbook.toml", SETTINGS), ("roles.toml", ROLES)];
    let all = all.iter().chain(files);
    Workspace::from_files(all.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())))
}

/// Holds that findings and the edits of their fixes stand in their files.
pub fn check_findings(sources: &Sources, found: &[Diagnostic]) {
    let sound = |span: Span, finding: &Diagnostic| {
        let text = &sources.file(span.file).text;
        assert!(text.get(span.range()).is_some(), "{finding:?} in {text:?}");
    };
    for finding in found {
        sound(finding.span, finding);
        finding.related.iter().for_each(|related| sound(related.span, finding));
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        edits.for_each(|edit| sound(edit.span, finding));
        for tag in ["zh", "en", "zh-Hant"] {
            assert!(!finding.message(tag).is_empty());
        }
    }
}
