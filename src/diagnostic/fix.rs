//! Repairs: edits that belong together, and applying them to the sources.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::source::{FileId, Sources, Span};

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Leaves the meaning untouched.
    Safe,
    /// An editor must agree.
    Unsafe,
}

/// A repair, in one or more files. Its title is on the lint's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub safety: Safety,
    pub edits: Vec<Edit>,
}

/// Puts `text` in the place of `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Edits taken so far in one file, by start and end. None overlaps another.
type Taken<'a> = BTreeMap<(u32, u32), &'a str>;

/// Applies each fix whole or not at all, earlier ones first, and returns the new text of each file that changed.
///
/// A fix that overlaps one already taken is left for the next round, and so is one that inserts where another
/// inserts, since their order would be a guess. A fix with an edit outside its file, within a character or
/// overlapping itself is never applied.
pub fn apply<'a>(sources: &Sources, fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<(FileId, String)> {
    apply_counted(sources, fixes).0
}

/// Like [`apply`], and how many of the fixes were applied.
pub fn apply_counted<'a>(
    sources: &Sources,
    fixes: impl IntoIterator<Item = &'a Fix>,
) -> (Vec<(FileId, String)>, usize) {
    let mut taken: BTreeMap<FileId, Taken> = BTreeMap::new();
    let applied = fixes.into_iter().filter(|fix| take(sources, &mut taken, fix)).count();
    let changed = taken.into_iter().filter_map(|(file, edits)| {
        let old = &sources.file(file).text;
        let new = rewrite(old, &edits);
        (new != **old).then_some((file, new))
    });
    (changed.collect(), applied)
}

/// Adds all edits of `fix`, or none. Whether it did.
fn take<'a>(sources: &Sources, taken: &mut BTreeMap<FileId, Taken<'a>>, fix: &'a Fix) -> bool {
    for (index, edit) in fix.edits.iter().enumerate() {
        if is_sound(sources, edit.span) {
            let edits = taken.entry(edit.span.file).or_default();
            if is_free(edits, edit.span) {
                edits.insert((edit.span.start, edit.span.end), &edit.text);
                continue;
            }
        }
        for earlier in fix.edits.iter().take(index) {
            if let Some(edits) = taken.get_mut(&earlier.span.file) {
                edits.remove(&(earlier.span.start, earlier.span.end));
            }
        }
        return false;
    }
    !fix.edits.is_empty()
}

fn is_sound(sources: &Sources, span: Span) -> bool {
    (span.file.0 as usize) < sources.len() && sources.file(span.file).text.get(span.range()).is_some()
}

/// Whether `span` overlaps no edit taken. Touching is not overlapping.
fn is_free(edits: &Taken, span: Span) -> bool {
    let key = (span.start, span.end);
    let before = edits.range(..=key).next_back();
    let after = edits.range(key..).next();
    before.is_none_or(|(&(start, end), _)| end <= span.start && (start, end) != key)
        && after.is_none_or(|(&(start, _), _)| span.end <= start)
}

/// `text` with its lines ending as those of `file` do.
pub fn with_line_ends_of<'a>(file: &str, text: &'a str) -> Cow<'a, str> {
    if text.contains('\n') && file.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n").replace('\n', "\r\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn rewrite(old: &str, edits: &Taken) -> String {
    let mut new = String::with_capacity(old.len());
    let mut done = 0;
    for (&(start, end), text) in edits {
        // `is_sound` and `is_free` hold for every edit taken, so the slices exist.
        new.push_str(old.get(done..start as usize).unwrap_or_default());
        new.push_str(&with_line_ends_of(old, text));
        done = end as usize;
    }
    new.push_str(old.get(done..).unwrap_or_default());
    new
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::SourceFile;

    fn sources() -> Sources {
        let files = [("a.md", "第五条 职责"), ("b.md", "abcdef")];
        let files = files.map(|(path, text)| Arc::new(SourceFile::new(path, text)));
        Sources::new(files.to_vec())
    }

    fn fix(edits: &[(u32, u32, u32, &str)]) -> Fix {
        let edit = |&(file, start, end, text): &(u32, u32, u32, &str)| Edit {
            span: Span::new(FileId(file), start..end),
            text: text.to_owned(),
        };
        Fix {
            safety: Safety::Safe,
            edits: edits.iter().map(edit).collect(),
        }
    }

    fn applied(fixes: &[Fix]) -> Vec<String> {
        apply(&sources(), fixes).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn edits_in_several_files_are_applied_together() {
        let fix = fix(&[(0, 3, 6, "六"), (1, 0, 0, ">"), (1, 6, 6, "<")]);
        assert_eq!(applied(&[fix]), ["第六条 职责", ">abcdef<"]);
    }

    #[test]
    fn new_lines_end_as_those_of_their_file_do() {
        let file = |text: &str| Arc::new(SourceFile::new("a.md", text));
        let fix = fix(&[(0, 1, 1, "\n\nb\r\n")]);
        let of = |text: &str| apply(&Sources::new(vec![file(text)]), [&fix]).remove(0).1;
        assert_eq!(of("a\r\nc"), "a\r\n\r\nb\r\n\r\nc");
        assert_eq!(of("a\nc"), "a\n\nb\r\n\nc");
    }

    #[test]
    fn an_overlapping_fix_waits_whole() {
        let first = fix(&[(1, 1, 3, "X")]);
        let second = fix(&[(1, 5, 6, "Y"), (1, 2, 4, "Z")]);
        let third = fix(&[(1, 3, 4, "D"), (1, 5, 6, "F")]);
        assert_eq!(applied(&[first, second, third]), ["aXDeF"]);
    }

    #[test]
    fn an_insertion_may_touch_a_replacement_but_not_another_insertion() {
        let replace = fix(&[(1, 2, 4, "XY")]);
        let before = fix(&[(1, 2, 2, "(")]);
        let again = fix(&[(1, 2, 2, "[")]);
        let after = fix(&[(1, 4, 4, ")")]);
        let inside = fix(&[(1, 3, 3, "!")]);
        assert_eq!(applied(&[replace, before, again, after, inside]), ["ab(XY)ef"]);
    }

    #[test]
    fn an_unsound_fix_is_never_applied() {
        let outside = fix(&[(1, 0, 1, "x"), (1, 6, 9, "")]);
        let within_a_character = fix(&[(0, 1, 3, "")]);
        let no_such_file = fix(&[(7, 0, 0, "x")]);
        let backwards = fix(&[(1, 3, 1, "x")]);
        let itself = fix(&[(1, 0, 3, "x"), (1, 2, 4, "y")]);
        let all = [outside, within_a_character, no_such_file, backwards, itself];
        assert!(applied(&all).is_empty());
    }

    #[test]
    fn a_file_that_stays_the_same_is_not_returned() {
        assert!(applied(&[fix(&[(1, 0, 1, "a")])]).is_empty());
    }
}
