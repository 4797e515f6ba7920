//! The entries as a search shows them, a few in each file.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::super::{Shared, html};
use super::{DIGITS, Entry};

/// Size that a file of entries should have, in bytes.
const CHUNK: usize = 2560;
/// Beyond this many files they become larger.
const MOST_CHUNKS: usize = 4096;
/// What an entry needs beside its text, in bytes, about.
const FRAME: usize = 60;

/// A file of entries. Pages and places that several have stand in it once.
#[derive(Serialize)]
struct Chunk<'a> {
    /// Paths of pages below the folder of the language, percent-encoded.
    pages: Vec<String>,
    places: Vec<&'a str>,
    entries: Vec<Shown<'a>>,
}

/// Page, anchor, title, place, lines, what follows the anchor in that of each line (`*` before a duty), language, page of
/// duties.
#[derive(Serialize)]
struct Shown<'a>(usize, &'a str, &'a str, usize, String, String, &'a str, usize);

/// How many entries each file has, a digit each, and the files: name and data.
pub(super) fn chunks(shared: &Shared<'_>, entries: &[Entry]) -> (String, Vec<(String, String)>) {
    let size =
        |entry: &Entry| FRAME + entry.title.len() + entry.lines.iter().map(|line| line.text.len()).sum::<usize>();
    let total: usize = entries.iter().map(size).sum();
    let most = CHUNK.max(total / MOST_CHUNKS);
    let mut sizes = String::new();
    let mut parts: Vec<&[Entry]> = Vec::new();
    let mut rest = entries;
    while !rest.is_empty() {
        let mut length = 0;
        let fits = |entry: &&Entry| {
            length += size(entry);
            length <= most
        };
        let count = rest.iter().take(DIGITS.len() - 1).take_while(fits).count().max(1);
        let (part, others) = rest.split_at(count);
        sizes.push(char::from(DIGITS[count]));
        parts.push(part);
        rest = others;
    }
    let files = parts.into_par_iter().enumerate();
    let files = files.map(|(index, part)| (format!("c{index}"), chunk(shared, part)));
    (sizes, files.collect())
}

fn chunk(shared: &Shared<'_>, entries: &[Entry]) -> String {
    let mut pages = Numbered::default();
    let mut places = Numbered::default();
    let shown = entries.iter().map(|entry| {
        let join = |part: &dyn Fn(&super::entry::Line) -> String| {
            let parts: Vec<String> = entry.lines.iter().map(part).collect();
            parts.join("\n")
        };
        let anchors = join(&|line| format!("{}{}", if line.duty { "*" } else { "" }, line.anchor));
        Shown(
            pages.number(entry.page),
            &entry.anchor,
            &entry.title,
            places.number(entry.place.as_str()),
            join(&|line| line.text.clone()),
            anchors.trim_end().to_owned(),
            entry.lang.as_deref().unwrap_or_default(),
            entry.duties.map_or(0, |page| pages.number(page)),
        )
    });
    let entries = shown.collect();
    let encoded = pages.values.iter().map(|&page| {
        let mut path = String::new();
        html::encode(&mut path, shared.places.neutral_path(page));
        path
    });
    let chunk = Chunk {
        pages: encoded.collect(),
        places: places.values,
        entries,
    };
    serde_json::to_string(&chunk).unwrap_or_default()
}

/// Values, each once, by their numbers.
struct Numbered<T> {
    values: Vec<T>,
    numbers: FxHashMap<T, usize>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Numbered<T> {
    fn number(&mut self, value: T) -> usize {
        *self.numbers.entry(value).or_insert_with(|| {
            self.values.push(value);
            self.values.len() - 1
        })
    }
}
