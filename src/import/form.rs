//! Tables that describe a post: labels with their values beside them, in two columns or in four, and its duties.

use super::line::{Line, is_gap, paragraph_lines};
use super::manuscript::{Cell, Paragraph, Table};
use super::words::Forms;
use crate::language::Language;

/// The most characters of a label where no blanks part words; three times as many where they do.
const LONGEST_LABEL: usize = 16;

/// What stands in a form.
enum Entry<'m> {
    Pair(&'m Paragraph, &'m [Paragraph]),
    /// A row of a single cell.
    Row(&'m [Paragraph]),
}

impl<'m> Entry<'m> {
    fn label(&self) -> String {
        match self {
            Self::Pair(label, _) => plain(label),
            Self::Row([label]) => plain(label),
            Self::Row(_) => String::new(),
        }
    }
}

/// Adds a table as lines, if it is a form. The duties come last, as they do in an article.
pub fn unfold<'m>(table: &'m Table, language: &Language, forms: &Forms, lines: &mut Vec<Line<'m>>) -> bool {
    let Some(entries) = entries(table, language, forms) else {
        return false;
    };
    let begins_duties = |entry: &Entry<'_>| forms.names_duties(&entry.label());
    let first = entries.iter().position(begins_duties).unwrap_or(entries.len());
    let (mut fields, mut duties) = (Vec::new(), Vec::new());
    for (index, entry) in entries.into_iter().enumerate() {
        let is_field = index < first || (matches!(entry, Entry::Pair(..)) && !begins_duties(&entry));
        if is_field { &mut fields } else { &mut duties }.push(entry);
    }
    for entry in fields {
        match entry {
            Entry::Pair(label, values) => lines.extend(field(label, values, language)),
            Entry::Row(paragraphs) => paragraphs
                .iter()
                .for_each(|paragraph| paragraph_lines(paragraph, lines)),
        }
    }
    for entry in duties {
        let (label, values) = match entry {
            Entry::Pair(label, values) => (Some(label), values),
            Entry::Row(paragraphs) => (None, paragraphs),
        };
        if let Some(label) = label {
            paragraph_lines(label, lines);
            close_label(lines.last_mut(), language);
        }
        values.iter().for_each(|value| paragraph_lines(value, lines));
    }
    true
}

/// The entries of a table, if labels and values take turns in each of its rows, and enough of the labels are known.
fn entries<'m>(table: &'m Table, language: &Language, forms: &Forms) -> Option<Vec<Entry<'m>>> {
    let longest = LONGEST_LABEL * if language.pack.spaced { 3 } else { 1 };
    let is_field = |cell: &Cell| {
        matches!(&cell.paragraphs[..], [label] if {
            let label = plain(label);
            language.field(&label).is_some_and(|(_, length, _)| length == label.len())
        })
    };
    let is_known = |cell: &Cell| {
        let is_other = |label: &str| forms.names_post(label) || forms.names_duties(label);
        is_field(cell) || matches!(&cell.paragraphs[..], [label] if is_other(&plain(label)))
    };
    let is_empty = |cell: &Cell| cell.paragraphs.iter().all(|paragraph| plain(paragraph).is_empty());
    let mut entries = Vec::new();
    let (mut fields, mut known, mut is_wide) = (0, 0, false);
    for row in &table.rows {
        if row.iter().any(|cell| cell.continues) {
            return None;
        }
        if let [cell] = &row[..] {
            known += usize::from(is_known(cell));
            entries.push(Entry::Row(&cell.paragraphs));
            continue;
        }
        is_wide |= row.len() > 2;
        for pair in row.chunks(2) {
            match pair {
                [label, value] if is_empty(label) && is_empty(value) => {}
                [label, value] => {
                    let [text] = &label.paragraphs[..] else { return None };
                    // Where labels stand in the place of values, they are the heads of columns.
                    if plain(text).chars().count() > longest || (row.len() > 2 && is_known(value)) {
                        return None;
                    }
                    fields += usize::from(is_field(label));
                    known += usize::from(is_known(label));
                    entries.push(Entry::Pair(text, &value.paragraphs));
                }
                [last] if is_empty(last) => {}
                _ => return None,
            }
        }
    }
    (fields > 0 && known > usize::from(is_wide)).then_some(entries)
}

/// A label and its value in one line.
fn field<'m>(label: &'m Paragraph, values: &'m [Paragraph], language: &Language) -> Option<Line<'m>> {
    let mut parts = Vec::new();
    paragraph_lines(label, &mut parts);
    let mut parts = parts.into_iter();
    let mut line = parts.next()?;
    parts.for_each(|part| line.append(part, true));
    let label = line.text.trim_end_matches(is_gap).len();
    close_label(Some(&mut line), language);
    let value = line.text.len();
    let mut rest = Vec::new();
    values.iter().for_each(|value| paragraph_lines(value, &mut rest));
    for (index, part) in rest.into_iter().enumerate() {
        line.append(part, index > 0 || language.pack.spaced);
    }
    let colons = language.pack.roles.colons.iter();
    let bare = colons.fold(&line.text[..label], |label, colon| {
        label.trim_end_matches(colon.as_str())
    });
    line.field = (!bare.is_empty()).then_some((bare.trim_end_matches(is_gap).len(), value));
    Some(line)
}

/// Puts a colon after a label that has none.
fn close_label(line: Option<&mut Line<'_>>, language: &Language) {
    let colons = &language.pack.roles.colons;
    let Some(line) = line else { return };
    let bare = line.text.trim_end_matches(is_gap).len();
    let has_colon = colons.iter().any(|colon| line.text[..bare].ends_with(colon.as_str()));
    if let Some(colon) = colons.first().filter(|_| !has_colon && bare > 0) {
        line.text.to_mut().insert_str(bare, colon);
    }
}

/// The text of a label, without the colon after it.
fn plain(paragraph: &Paragraph) -> String {
    let text: String = paragraph.runs.iter().map(|run| run.text.as_str()).collect();
    text.trim_matches(|next: char| is_gap(next) || matches!(next, '：' | ':'))
        .to_owned()
}
