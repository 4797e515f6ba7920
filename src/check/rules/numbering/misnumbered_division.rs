//! RB104: parts, chapters and sections whose numbers skip, repeat or run backwards.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::renumber::Divisions;
use crate::check::rules::citations::Index;
use crate::check::rules::source::table_of_contents;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings, Fix, Safety};
use crate::language::{Level, Number};
use crate::model::{ChapterId, Edition, Handbook, Regulation, RegulationId};
use crate::source::Span;
use crate::syntax::Division;

/// The levels of divisions, outermost first.
pub(super) const LEVELS: [Level; 4] = [Level::Part, Level::Subpart, Level::Chapter, Level::Section];

/// A numbered division and the number that is due there.
pub(super) struct Entry<'a> {
    pub chapter: ChapterId,
    pub index: u32,
    pub division: &'a Division,
    pub number: u32,
    /// One of them is right: to go on from what was found or from what was due, and to begin again.
    due: [Option<u32>; 3],
    /// It is the first in a new division of a higher level.
    pub below_new: bool,
    /// It begins again within a new division of a higher level.
    pub restarts: bool,
    /// The one of its level before it.
    previous: Option<usize>,
    /// The edition that prevails has it under the same number, and rightly: those before it are not translated yet.
    pub agrees: bool,
}

impl Entry<'_> {
    pub fn is_due(&self) -> bool {
        self.due.contains(&Some(self.number))
    }

    fn is_right(&self) -> bool {
        self.agrees || self.is_due()
    }
}

/// How often a file of the edition that prevails has a division of a number, by its path.
type Original<'a> = FxHashMap<(&'a str, u32), usize>;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let citations = OnceCell::new();
    for (regulation, id) in handbook.regulations.iter().zip((0..).map(RegulationId)) {
        for (_, edition) in regulation.editions.iter() {
            for level in LEVELS {
                let entries = divisions(handbook, regulation, edition, level);
                let mut repair = Some(());
                for (at, entry) in entries.iter().enumerate() {
                    if entry.is_right() {
                        continue;
                    }
                    let mut finding = finding(handbook, id, edition, &entries, at);
                    // One repair mends all of them.
                    if repair.take().is_some() {
                        let index = citations.get_or_init(|| Index::new(handbook));
                        let divisions = Divisions::new(handbook, id, edition, &entries, index);
                        finding.fix = divisions.and_then(fix);
                    }
                    findings.push(finding);
                }
            }
        }
    }
}

/// The divisions of one level of an edition, in order.
pub(super) fn divisions<'a>(
    handbook: &'a Handbook,
    regulation: &'a Regulation,
    edition: &Edition,
    level: Level,
) -> Vec<Entry<'a>> {
    let mut original = original(handbook, regulation, edition, level);
    entries(handbook, edition, level, &mut original)
}

/// Numbers all of them, unless some citation leaves open which one it means.
fn fix(divisions: Divisions<'_>) -> Option<Fix> {
    let open = divisions.ambiguous || !divisions.left.is_empty();
    (!open && !divisions.edits.is_empty()).then_some(Fix {
        safety: Safety::Safe,
        edits: divisions.edits,
    })
}

/// The divisions of the edition that prevails whose numbers are right; none for that edition itself.
fn original<'a>(handbook: &'a Handbook, regulation: &Regulation, edition: &Edition, level: Level) -> Original<'a> {
    let mut found = Original::default();
    let first = regulation.editions.iter().next().map(|(_, first)| first);
    if let Some(first) = first.filter(|first| first.language != edition.language) {
        for entry in entries(handbook, first, level, &mut Original::default()) {
            if entry.is_right() {
                let path = &*handbook.chapter(entry.chapter).path;
                *found.entry((path, entry.number)).or_default() += 1;
            }
        }
    }
    found
}

/// Takes out of `original` what it finds.
fn entries<'a>(handbook: &'a Handbook, edition: &Edition, level: Level, original: &mut Original<'a>) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut due = 1;
    let mut below_new = false;
    for &chapter in &edition.chapters {
        let document = &handbook.chapter(chapter).document;
        let contents = table_of_contents(document);
        for (division, index) in document.divisions.iter().zip(0..).skip(contents) {
            if division.level < level {
                below_new = true;
            }
            let Some(number) = division.number.filter(|_| division.level == level) else {
                continue;
            };
            if is_inserted(handbook, chapter, division) {
                continue;
            }
            let counterpart = original.get_mut(&(&*handbook.chapter(chapter).path, number.value));
            let agrees = counterpart.is_some_and(|count| {
                let agrees = *count > 0;
                *count = count.saturating_sub(1);
                agrees
            });
            let previous = entries.last();
            let entry = Entry {
                chapter,
                index,
                division,
                number: number.value,
                due: [
                    Some(due),
                    previous.map(|previous| previous.number + 1),
                    (below_new || previous.is_none()).then_some(1),
                ],
                below_new,
                restarts: below_new && number.value == 1,
                previous: entries.len().checked_sub(1),
                agrees,
            };
            // Where it is right it counts, else the number that was due there.
            due = if entry.is_right() { entry.number + 1 } else { due + 1 };
            entries.push(entry);
            below_new = false;
        }
    }
    entries
}

/// Whether it is one like 第四章之一, Chapter 4-1, which came in between later.
fn is_inserted(handbook: &Handbook, chapter: ChapterId, division: &Division) -> bool {
    let chapter = handbook.chapter(chapter);
    let language = handbook.language(chapter.language);
    let branch = language.pack.units.article.branch.as_deref().unwrap_or_default();
    let before = branch.split('{').next().unwrap_or_default();
    let after = handbook
        .source(chapter)
        .get(division.label.end as usize..)
        .unwrap_or_default();
    let number = after.strip_prefix(before).filter(|_| !before.is_empty());
    number.is_some_and(|rest| language.number(rest).is_some())
}

fn finding(
    handbook: &Handbook,
    regulation: RegulationId,
    edition: &Edition,
    entries: &[Entry<'_>],
    at: usize,
) -> Diagnostic {
    let entry = &entries[at];
    let label = |number: u32| wording::label(entry.division.level, Number::new(number));
    let place = |entry: &Entry<'_>| Span::new(handbook.chapter(entry.chapter).file, entry.division.label.clone());
    // In a new part that runs on from nothing known, a low number was meant to begin again.
    let again = entry.due[2].filter(|_| {
        entry
            .previous
            .is_some_and(|previous| entry.number < entries[previous].number)
    });
    let expected = again.or(entry.due[1]).unwrap_or(1);
    let finding = Diagnostic::new("RB104", place(entry))
        .param(
            "regulation",
            wording::regulation(handbook, regulation, edition.language),
        )
        .param("division", label(entry.number))
        .param("expected", label(expected));
    match entry.previous.map(|previous| &entries[previous]) {
        Some(previous) => finding
            .param("previous", label(previous.number))
            .related("previous", place(previous)),
        None => finding.variant("first"),
    }
}
