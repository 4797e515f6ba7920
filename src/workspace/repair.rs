//! Applies fixes in rounds until none is left, and sees to it that a safe one leaves the meaning as it was.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::{CheckOptions, Snapshot, Workspace};
use crate::check::{self, Left};
use crate::diagnostic::{self, Diagnostic, Fix, Safety};
use crate::model::{Aspect, Meaning};
use crate::source::FileId;

/// Rounds at most. Each round applies every fix that overlaps no other, so that two or three do.
const ROUNDS: usize = 100;

/// What repairing a handbook came to.
#[derive(Debug)]
pub struct Repair {
    /// The handbook as it is then.
    pub workspace: Workspace,
    /// How many fixes were made.
    pub fixes: usize,
    /// Codes whose safe fixes would have changed more than they are about. None of theirs was made.
    pub refused: BTreeSet<String>,
    /// Codes whose fixes were still being made when the bound was reached, or undid each other.
    pub unsettled: BTreeSet<String>,
}

/// Makes the fixes of all findings that `options` ask for: the safe ones, and with [`Safety::Unsafe`] the others too.
///
/// A file that is not UTF-8 is left alone, and so are fixes that touch one.
pub fn repair(workspace: &Workspace, options: &CheckOptions, safety: Safety) -> Repair {
    let mut repair = Repair {
        workspace: workspace.clone(),
        fixes: 0,
        refused: BTreeSet::new(),
        unsettled: BTreeSet::new(),
    };
    let mut seen = FxHashSet::default();
    seen.insert(repair.state());
    for _ in 0..ROUNDS {
        let Some(codes) = repair.round(options, safety) else {
            return repair;
        };
        repair.unsettled = codes;
        if !seen.insert(repair.state()) {
            return repair;
        }
    }
    repair
}

/// What renumbering a handbook came to.
#[derive(Debug)]
pub struct Renumber {
    /// The handbook as it is then.
    pub workspace: Workspace,
    /// What a person has to look at: places in the handbook as it was.
    pub left: Vec<Left>,
}

/// Numbers articles, divisions and items in the order of the text, and rewrites what names them by number.
///
/// A regulation with a part in a file that is not UTF-8 is left as it is; that file has a finding of its own.
pub fn renumber(workspace: &Workspace) -> Renumber {
    let mut done = Renumber {
        workspace: workspace.clone(),
        left: Vec::new(),
    };
    let snapshot = workspace.snapshot();
    let found = check::renumber(snapshot.handbook());
    let fixes = found.fixes.iter().filter(|fix| workspace.may_change(&snapshot, fix));
    for (file, text) in diagnostic::apply(snapshot.sources(), fixes) {
        done.workspace.set(&snapshot.sources().file(file).path, Some(text));
    }
    done.left = found.left;
    done
}

/// A finding's fix with the code that it belongs to.
type Offer<'a> = (&'a str, &'a Fix);

impl Repair {
    /// The codes whose fixes were made; nothing where none was left.
    fn round(&mut self, options: &CheckOptions, safety: Safety) -> Option<BTreeSet<String>> {
        let snapshot = self.workspace.snapshot();
        let found = snapshot.diagnostics(options);
        let offers = |wanted: Safety| -> Vec<Offer<'_>> {
            let fixes = found
                .iter()
                .filter_map(|finding| offer(finding).filter(|(_, fix)| fix.safety == wanted));
            let allowed =
                fixes.filter(|(code, fix)| !self.refused.contains(*code) && self.workspace.may_change(&snapshot, fix));
            allowed.collect()
        };
        let (safe, unsafe_) = (offers(Safety::Safe), offers(Safety::Unsafe));
        if let Some(codes) = self.safely(&snapshot, &safe) {
            return Some(codes);
        }
        if safety == Safety::Safe {
            self.unsettled.clear();
            return None;
        }
        // What an editor agreed to comes after what needs no agreement, so that the two are never mixed up.
        let (workspace, fixes) = self.with(&snapshot, &unsafe_);
        if workspace.changes(&self.workspace).is_empty() {
            self.unsettled.clear();
            return None;
        }
        (self.workspace, self.fixes) = (workspace, self.fixes + fixes);
        Some(unsafe_.iter().map(|(code, _)| (*code).to_owned()).collect())
    }

    /// Makes safe fixes, those left out that change more than they are about.
    fn safely(&mut self, snapshot: &Snapshot, offers: &[Offer<'_>]) -> Option<BTreeSet<String>> {
        let (mut workspace, mut fixes) = self.with(snapshot, offers);
        if workspace.changes(&self.workspace).is_empty() {
            return None;
        }
        let mut codes = codes_of(offers);
        let before = Meaning::of(snapshot.handbook());
        if goes_beyond(&before, &workspace, &codes) {
            let only = |wanted: &BTreeSet<String>| -> Vec<Offer<'_>> {
                let own = offers.iter().filter(|(code, _)| wanted.contains(*code));
                own.copied().collect()
            };
            // Where each of them is sound by itself, but not all together, none of them is made.
            let (good, bad): (BTreeSet<String>, BTreeSet<String>) = codes.iter().cloned().partition(|code| {
                let alone = BTreeSet::from([code.clone()]);
                let (workspace, _) = self.with(snapshot, &only(&alone));
                !goes_beyond(&before, &workspace, &alone)
            });
            codes = if bad.is_empty() { BTreeSet::new() } else { good };
            self.refused.extend(if bad.is_empty() { codes_of(offers) } else { bad });
            (workspace, fixes) = self.with(snapshot, &only(&codes));
            if goes_beyond(&before, &workspace, &codes) {
                self.refused.extend(codes);
                return None;
            }
        }
        let changed = !workspace.changes(&self.workspace).is_empty();
        if changed {
            (self.workspace, self.fixes) = (workspace, self.fixes + fixes);
        }
        changed.then_some(codes)
    }

    /// The handbook with these fixes, and how many of them were made.
    fn with(&self, snapshot: &Snapshot, offers: &[Offer<'_>]) -> (Workspace, usize) {
        let fixes = offers.iter().map(|(_, fix)| *fix);
        let (texts, made) = diagnostic::apply_counted(snapshot.sources(), fixes);
        let mut workspace = self.workspace.clone();
        for (file, text) in texts {
            workspace.set(&snapshot.sources().file(file).path, Some(text));
        }
        (workspace, made)
    }

    /// A number for the texts as they are, the same for the same texts.
    fn state(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for file in &self.workspace.files {
            file.text.hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl Workspace {
    /// Whether all files that a fix touches may be written.
    fn may_change(&self, snapshot: &Snapshot, fix: &Fix) -> bool {
        let files: BTreeSet<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
        let known = |file: &FileId| (file.0 as usize) < snapshot.sources().len();
        let mut files = files.into_iter().filter(known);
        files.all(|file| self.is_writable(&snapshot.sources().file(file).path))
    }
}

fn codes_of(offers: &[Offer<'_>]) -> BTreeSet<String> {
    offers.iter().map(|(code, _)| (*code).to_owned()).collect()
}

fn offer(finding: &Diagnostic) -> Option<Offer<'_>> {
    Some((finding.lint.code.as_str(), finding.fix.as_ref()?))
}

/// Whether the meaning of a repaired handbook differs in more than the fixes with these codes are about.
fn goes_beyond(before: &Meaning, workspace: &Workspace, codes: &BTreeSet<String>) -> bool {
    let allowed: FxHashSet<Aspect> = codes.iter().flat_map(|code| subject(code)).copied().collect();
    let snapshot = workspace.snapshot();
    let after = Meaning::of(snapshot.handbook());
    let mut differences = before.differences(&after).into_iter();
    differences.any(|(aspect, _)| !allowed.contains(&aspect))
}

/// What the safe fixes of a rule may change in the meaning of a handbook. Numbers and punctuation are no part of it.
pub fn subject(code: &str) -> &'static [Aspect] {
    use Aspect::*;
    const ALL: &[Aspect] = &[Regulations, Articles, Units, Roles, Duties, Words, Citations, Terms];
    match code {
        // An article's heading or a list that was lost among words comes to light.
        "RB107" => ALL,
        "RB105" => &[Units, Citations],
        "RB602" => &[Articles, Roles, Duties, Words],
        // A role is called by its name, in the title, the fields or the list of posts that it makes a role's.
        "RB511" => &[Articles, Roles, Duties, Words, Terms],
        "RB512" => &[Articles, Citations],
        // A variant gives way to its term, in titles as well.
        "RB601" => &[Regulations, Articles, Duties, Words, Terms],
        // A rule of a pack.
        _ if !code.starts_with("RB") => &[Articles, Duties, Words, Terms],
        _ => match code.as_bytes().get(2) {
            Some(b'0' | b'8') => ALL,
            Some(b'2') => &[Citations],
            Some(b'3') => &[Roles],
            // A word gives way to the one that is agreed on or prescribed.
            Some(b'4' | b'7') => &[Articles, Duties, Words, Terms],
            _ => &[],
        },
    }
}
