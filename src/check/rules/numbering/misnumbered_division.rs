//! RB104: parts, chapters and sections whose numbers skip, repeat or run backwards.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{rewrite, written};
use crate::check::rules::citations::Index;
use crate::check::rules::source::table_of_contents;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::language::{Level, Number};
use crate::model::{ChapterId, Edition, Handbook, Regulation, RegulationId, Target};
use crate::source::Span;
use crate::syntax::Division;

/// The levels of divisions, outermost first.
const LEVELS: [Level; 4] = [Level::Part, Level::Subpart, Level::Chapter, Level::Section];

/// A numbered division and the number that is due there.
struct Entry<'a> {
    chapter: ChapterId,
    index: u32,
    division: &'a Division,
    number: u32,
    /// One of them is right: to go on from what was found or from what was due, and to begin again.
    due: [Option<u32>; 3],
    /// It begins again within a new division of a higher level.
    restarts: bool,
    /// The one of its level before it.
    previous: Option<usize>,
    /// The edition that prevails has it under the same number, and rightly: those before it are not translated yet.
    agrees: bool,
}

impl Entry<'_> {
    fn is_due(&self) -> bool {
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
                let mut original = original(handbook, regulation, edition, level);
                let entries = entries(handbook, edition, level, &mut original);
                let mut repair = Some(());
                for (at, entry) in entries.iter().enumerate() {
                    if entry.is_right() {
                        continue;
                    }
                    let mut finding = finding(handbook, id, edition, &entries, at);
                    // One repair mends all of them.
                    if repair.take().is_some() {
                        let index = citations.get_or_init(|| Index::new(handbook));
                        finding.fix = fix(handbook, id, edition, &entries, index);
                    }
                    findings.push(finding);
                }
            }
        }
    }
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

/// Numbers the divisions of one level in order, with the citations of them.
fn fix(
    handbook: &Handbook,
    regulation: RegulationId,
    edition: &Edition,
    entries: &[Entry<'_>],
    index: &Index<'_>,
) -> Option<Fix> {
    let level = entries.first()?.division.level;
    // Where some are not translated yet, the others keep the numbers that they have.
    if entries.iter().any(|entry| entry.agrees && !entry.is_due()) {
        return None;
    }
    let language = handbook.language(edition.language);
    let mut new: FxHashMap<(ChapterId, u32), u32> = FxHashMap::default();
    let mut edits = Vec::new();
    let mut last = 0;
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut repeated: FxHashSet<u32> = FxHashSet::default();
    for entry in entries {
        if entry.restarts {
            last = 0;
            seen.clear();
        }
        last += 1;
        new.insert((entry.chapter, entry.index), last);
        if !seen.insert(entry.number) {
            repeated.insert(entry.number);
        }
        if last != entry.number {
            let span = Span::new(handbook.chapter(entry.chapter).file, entry.division.label.clone());
            let label = handbook.sources.text(span);
            let numeral = written(language, label, level, entry.number, false)?;
            let start = span.start + numeral.range.start as u32;
            edits.push(Edit {
                span: Span::new(span.file, start..start + numeral.range.len() as u32),
                text: rewrite(language, &numeral, last),
            });
        }
    }
    for (cited, member) in index.of(regulation) {
        if cited.chapter.language != edition.language || member.path.last() != Some(level) {
            continue;
        }
        let old = member.path.get(level)?;
        match member.target {
            // Which one is meant is not clear, or there is none now and may be one afterwards.
            Target::Missing(missing) if missing == level => return None,
            _ if repeated.contains(&old.value) || member.through.is_some() => return None,
            Target::Division { chapter, division } => {
                let Some(&number) = new.get(&(chapter, division)) else {
                    continue;
                };
                if number != old.value {
                    let numeral = cited.numeral(member, level)?;
                    edits.push(Edit {
                        span: cited.place(member, &numeral),
                        text: rewrite(language, &numeral, number),
                    });
                }
            }
            _ => {}
        }
    }
    (!edits.is_empty()).then_some(Fix {
        safety: Safety::Safe,
        edits,
    })
}
