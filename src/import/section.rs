//! A text cut at its heads, without what is no part of it.

use super::furniture::{Furniture, LeftOut, Zone};
use super::heads::{Found, ends_sentence};
use super::line::{Line, Slice, is_gap};
use super::words::Forms;
use crate::language::{Language, Level};

/// A head and what stands up to the next one.
#[derive(Debug)]
pub struct Section {
    /// Nothing for what stands before the first head.
    pub head: Option<Found>,
    pub body: Vec<Slice>,
}

/// The kinds of what is left out that no expression finds.
const CONTENTS: &str = "contents";
const SURROUNDINGS: &str = "surroundings";

/// Cuts the lines at the heads. The first section is what stands before them.
pub fn sections(lines: &[Line<'_>], heads: &[Found]) -> Vec<Section> {
    let starts = std::iter::once((0, 0)).chain(heads.iter().map(|found| (found.line, found.after)));
    let ends = heads
        .iter()
        .map(|found| (found.line, found.at))
        .chain([(lines.len(), 0)]);
    let heads = std::iter::once(None).chain(heads.iter().copied().map(Some));
    let bounds = starts.zip(ends);
    heads
        .zip(bounds)
        .map(|(head, ((first, from), (last, to)))| {
            let all = (first..=last.min(lines.len().saturating_sub(1))).map(|line| {
                let length = lines[line].text.len();
                let start = if line == first { from } else { 0 };
                let end = if line == last { to } else { length };
                Slice::new(lines, line, start.min(end), end)
            });
            let body = all.filter(|slice| !slice.is_empty(lines)).collect();
            Section { head, body }
        })
        .collect()
}

/// The most characters of a line in a table of contents.
const LONGEST_ENTRY: usize = 60;

/// Takes out a table of contents: heads before the text itself that all come again in it.
pub fn drop_contents(lines: &[Line<'_>], sections: &mut Vec<Section>, forms: &Forms, out: &mut Vec<LeftOut<'_>>) {
    let key = |section: &Section| {
        section
            .head
            .map(|found| (found.head.level, found.head.number, label(lines, &found)))
    };
    let Some(first) = sections.get(1).and_then(key) else {
        return;
    };
    let again = sections
        .iter()
        .skip(2)
        .position(|section| key(section).as_ref() == Some(&first));
    let Some(again) = again.map(|at| at + 2).filter(|again| *again > 2) else {
        return;
    };
    let is_entry = |section: &Section| {
        let length: usize = section.body.iter().map(|slice| slice.text(lines).chars().count()).sum();
        length <= LONGEST_ENTRY
    };
    let mut later = sections[again..].iter().map(key);
    let all_again = sections[1..again].iter().all(|section| {
        let wanted = key(section);
        is_entry(section) && later.any(|found| found == wanted)
    });
    if !all_again {
        return;
    }
    for section in sections.drain(1..again) {
        let head = section
            .head
            .map(|found| Slice::new(lines, found.line, found.at, found.after));
        out.extend(
            head.into_iter()
                .chain(section.body)
                .map(|slice| LeftOut { slice, kind: CONTENTS }),
        );
    }
    // Its heading stands last before it.
    if let Some(before) = sections.first_mut()
        && let Some(last) = before.body.last().copied()
    {
        let bare: String = last.text(lines).chars().filter(|next| !is_gap(*next)).collect();
        if forms.contents.iter().any(|word| word.eq_ignore_ascii_case(&bare)) {
            before.body.pop();
            out.push(LeftOut {
                slice: last,
                kind: CONTENTS,
            });
        }
    }
}

fn label<'a>(lines: &'a [Line<'_>], found: &Found) -> &'a str {
    &lines[found.line].text[found.at..found.at + found.head.length]
}

/// Takes furniture out of all sections. Returns whether it shows that the text comes from a web page.
pub fn strip<'f>(
    lines: &[Line<'_>],
    sections: &mut [Section],
    furniture: &'f Furniture,
    language: &Language,
    out: &mut Vec<LeftOut<'f>>,
) -> bool {
    let is_page = is_page(lines, sections, furniture, language);
    let is_article = |section: &Section| section.head.is_some_and(|found| found.head.level == Level::Article);
    let last = sections.iter().rposition(is_article);
    let places: Vec<(usize, usize)> = sections
        .iter()
        .filter_map(|section| section.head.map(|found| (found.line, found.after)))
        .collect();
    for (index, section) in sections.iter_mut().enumerate() {
        let ends = last == Some(index);
        let around = if is_page { Zone::Page } else { Zone::Around };
        let zone = if index == 0 || ends { around } else { Zone::Within };
        let head = section.head.map(|found| (found.line, found.after));
        let mut kept = Vec::with_capacity(section.body.len());
        let mut body = section.body.drain(..);
        // In the last article what follows furniture is more of it, unless it is a sentence.
        let mut after = false;
        while let Some(slice) = body.next() {
            let before = out.len();
            // A line that holds one article alone is the article's own.
            let own = head.filter(|(line, _)| *line == slice.line);
            let is_alone = own.is_some() && places.iter().filter(|(line, _)| *line == slice.line).count() == 1;
            let zone = if is_alone { Zone::Within } else { zone };
            let ends = ends && !is_alone;
            let begins = own.is_some_and(|(_, after)| after == slice.start);
            let parts = furniture.strip(lines, slice, (zone, begins), language, out);
            let found = &out[before..];
            let first = found.first().map(|found| found.slice.start);
            let closed = found.iter().find(|found| furniture.is_closing(found.kind));
            let closed = closed.map(|found| found.slice.start);
            for part in parts {
                let is_after = |start: Option<usize>| start.is_some_and(|start| start < part.start);
                let follows = after || is_after(first);
                if ends && (is_after(closed) || (follows && !is_sentence(lines, part, language))) {
                    out.push(LeftOut {
                        slice: part,
                        kind: SURROUNDINGS,
                    });
                } else {
                    kept.push(part);
                }
            }
            after |= ends && out.len() > before;
            if ends && closed.is_some() {
                out.extend(body.by_ref().map(|slice| LeftOut {
                    slice,
                    kind: SURROUNDINGS,
                }));
            }
        }
        drop(body);
        section.body = kept;
    }
    is_page
}

/// Whether there is furniture that only web pages have.
fn is_page(lines: &[Line<'_>], sections: &[Section], furniture: &Furniture, language: &Language) -> bool {
    let is_article = |section: &Section| section.head.is_some_and(|found| found.head.level == Level::Article);
    let last = sections.iter().rposition(is_article);
    let found = sections.iter().enumerate().flat_map(|(index, section)| {
        let ends = index == 0 || last == Some(index);
        let zone = if ends { Zone::Around } else { Zone::Within };
        section
            .body
            .iter()
            .flat_map(move |slice| furniture.find(slice.text(lines), zone, language))
    });
    found.into_iter().any(|(_, kind)| furniture.is_of_pages(kind))
}

/// Whether a part of a text is a sentence or an item, and no scrap of a page.
pub fn is_sentence(lines: &[Line<'_>], slice: Slice, language: &Language) -> bool {
    let text = slice.text(lines);
    ends_sentence(text, language) || language.markers(text).next().is_some() || lines[slice.line].table.is_some()
}

/// Marks the parts of `slices` that are neither furniture nor sentences as what stood around the text.
pub fn surroundings(slices: impl Iterator<Item = Slice>, out: &mut Vec<LeftOut<'_>>) {
    out.extend(slices.map(|slice| LeftOut {
        slice,
        kind: SURROUNDINGS,
    }));
}
