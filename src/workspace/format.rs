//! Lays chapters out and makes the fixes that are about form alone, so that a handbook says what it said before.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Change, CheckOptions, Snapshot, Workspace};
use crate::diagnostic::{self, Fix, Safety};
use crate::layout::{self, Layout};
use crate::model::{Chapter, Meaning};

/// The rules whose safe fixes are about blanks and the width of marks alone.
const FORM: &[&str] = &["RB605", "RB606"];

/// Rounds at most. A fix may leave room for a layout, and the other way round, so that two or three do.
const ROUNDS: usize = 10;

/// What formatting a handbook came to.
#[derive(Debug)]
pub struct Formatted {
    /// The handbook as it is then.
    pub workspace: Workspace,
    /// Paths of the files that stay as they are, since another form would change what they say.
    pub left: BTreeSet<String>,
}

impl Formatted {
    /// The text of the file at `path`, as it is then.
    pub fn text(&self, path: &str) -> Option<&str> {
        let found = self.workspace.find(path).ok()?;
        Some(&self.workspace.files[found].text)
    }
}

/// Tidies the chapters of a handbook, or the one at the path `only`. Settings and files that are not UTF-8 stay as they
/// are.
pub fn format(workspace: &Workspace, only: Option<&str>) -> Formatted {
    let mut formatted = Formatted {
        workspace: workspace.clone(),
        left: BTreeSet::new(),
    };
    let before = workspace.snapshot();
    let mut made = formatted.round(&before, only);
    for _ in 0..ROUNDS {
        if !made {
            break;
        }
        made = formatted.round(&formatted.workspace.snapshot(), only);
    }
    let changes = formatted.workspace.changes(workspace);
    if changes.is_empty() {
        return formatted;
    }
    let meaning = Meaning::of(before.handbook());
    let mut kept = workspace.clone();
    let left = keep_sound(&mut kept, &changes, &meaning);
    formatted.left.extend(left.into_iter().map(str::to_owned));
    formatted.workspace = kept;
    formatted
}

/// Makes the changes that leave the meaning of the handbook as it was, and returns the paths of the others. Hardly ever
/// is there one, so that they are tried all at once, then by halves.
fn keep_sound<'a>(kept: &mut Workspace, changes: &[Change<'a>], meaning: &Meaning) -> Vec<&'a str> {
    let mut with = kept.clone();
    for change in changes {
        with.set(change.path, Some(change.new.to_owned()));
    }
    if Meaning::of(with.snapshot().handbook()) == *meaning {
        *kept = with;
        return Vec::new();
    }
    if let [change] = changes {
        return vec![change.path];
    }
    let (first, second) = changes.split_at(changes.len() / 2);
    let mut left = keep_sound(kept, first, meaning);
    left.extend(keep_sound(kept, second, meaning));
    left
}

impl Formatted {
    /// Makes the fixes there are, else lays out what is not laid out. Whether anything changed.
    fn round(&mut self, snapshot: &Snapshot, only: Option<&str>) -> bool {
        let (handbook, sources) = (snapshot.handbook(), snapshot.sources());
        let options = CheckOptions {
            only: FORM,
            ..CheckOptions::default()
        };
        let found = snapshot.diagnostics(&options);
        let is_wanted = |path: &str| only.is_none_or(|only| only == path) && self.workspace.is_writable(path);
        let fixes: Vec<&Fix> = found
            .iter()
            .filter(|finding| is_wanted(&sources.file(finding.span.file).path))
            .filter_map(|finding| finding.fix.as_ref().filter(|fix| fix.safety == Safety::Safe))
            .collect();
        let mut texts = diagnostic::apply(sources, fixes);
        if texts.is_empty() {
            let wanted = handbook.chapters.par_iter();
            let wanted = wanted.filter(|chapter| is_wanted(&sources.file(chapter.file).path));
            let lay_out = |chapter: &Chapter| {
                let (text, language) = (handbook.source(chapter), handbook.language(chapter.language));
                (chapter.file, layout::lay_out(text, &chapter.document, language))
            };
            let laid_out: Vec<_> = wanted.map(lay_out).collect();
            for (file, layout) in laid_out {
                match layout {
                    Layout::Tidy => {}
                    Layout::Changed(text) => texts.push((file, text)),
                    Layout::Unsure => {
                        self.left.insert(sources.file(file).path.to_string());
                    }
                }
            }
        }
        let made = !texts.is_empty();
        for (file, text) in texts {
            self.workspace.set(&sources.file(file).path, Some(text));
        }
        made
    }
}
