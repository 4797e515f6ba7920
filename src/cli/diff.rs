//! What files would become, as a unified diff.

use similar::TextDiff;

use crate::workspace::Change;

/// New files in the same form.
pub(super) fn unified_new(files: &[(&str, &str)], prefix: &str) -> String {
    let mut text = String::new();
    for (path, new) in files {
        let diff = TextDiff::from_lines("", *new);
        let mut diff = diff.unified_diff();
        let diff = diff.header("/dev/null", &format!("b/{prefix}{path}"));
        text += &diff.to_string();
    }
    text
}

/// The changes in the form that `patch -p1` and `git apply` take, with `prefix` before their paths.
pub(super) fn unified(changes: &[Change<'_>], prefix: &str) -> String {
    let mut text = String::new();
    for change in changes {
        let path = format!("{prefix}{}", change.path);
        let diff = TextDiff::from_lines(change.old, change.new);
        let mut diff = diff.unified_diff();
        let diff = diff.header(&format!("a/{path}"), &format!("b/{path}"));
        text += &diff.to_string();
    }
    text
}
