//! The search index of the shipped handbook, read as `themes/default/search-index.js` reads it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rolebook::render::SiteOptions;
use rolebook::workspace::{Snapshot, Workspace};
use serde_json::Value;

/// The files of the index of a language, by name, with what they hand over.
fn index(snapshot: &Snapshot, language: &str) -> BTreeMap<String, Value> {
    let site = snapshot.site(&SiteOptions::default()).unwrap();
    let folder = format!("assets/search/{language}/");
    let files = site.files().filter_map(|(path, bytes)| {
        let name = path.strip_prefix(&folder)?.strip_suffix(".js").unwrap();
        let text = std::str::from_utf8(bytes).unwrap();
        let data = text.strip_prefix(&format!("rolebookSearch(\"{name}\",")).unwrap();
        let data = data.strip_suffix(")\n").unwrap();
        Some((name.to_owned(), serde_json::from_str(data).unwrap()))
    });
    files.collect()
}

fn shipped() -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    Workspace::open(&folder).unwrap().snapshot()
}

const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn digit(character: char) -> usize {
    DIGITS.find(character).unwrap()
}

/// The entries that have `token`, in their titles or in their texts.
fn postings(files: &BTreeMap<String, Value>, token: &str) -> BTreeSet<usize> {
    let shards = files["index"]["shards"].as_u64().unwrap();
    let hash = token.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let text = files[&format!("s{}", u64::from(hash) % shards)].as_str().unwrap();
    let Some((_, rest)) = text.split_once(&format!(";{token} ")) else {
        return BTreeSet::new();
    };
    let lists = rest.split(';').next().unwrap().split(',');
    let mut found = BTreeSet::new();
    for list in lists {
        let (mut next, mut value, mut shift) = (0, 0, 0);
        for character in list.chars() {
            value += (digit(character) % 32) << shift;
            shift += 5;
            if digit(character) < 32 {
                next += value;
                found.insert(next);
                next += 1;
                (value, shift) = (0, 0);
            }
        }
    }
    found
}

/// All entries in order: title, and text line by line.
fn entries(files: &BTreeMap<String, Value>) -> Vec<(String, String)> {
    let chunks = files["index"]["chunks"].as_str().unwrap().chars().enumerate();
    let mut found = Vec::new();
    for (index, count) in chunks {
        let entries = files[&format!("c{index}")]["entries"].as_array().unwrap().clone();
        assert_eq!(entries.len(), digit(count), "c{index}");
        let text = |entry: &Value, at: usize| entry[at].as_str().unwrap().to_owned();
        found.extend(entries.iter().map(|entry| (text(entry, 2), text(entry, 4))));
    }
    found
}

#[test]
fn every_two_characters_of_a_text_and_every_word_lead_to_it() {
    let snapshot = shipped();
    for language in ["zh", "en"] {
        let files = index(&snapshot, language);
        let entries = entries(&files);
        let kinds = files["index"]["kinds"].as_array().unwrap().iter();
        assert_eq!(
            kinds.map(|count| count.as_u64().unwrap()).sum::<u64>(),
            entries.len() as u64
        );
        let mut looked_up = BTreeMap::new();
        let mut count = 0;
        for (id, (title, text)) in entries.iter().enumerate() {
            let said = format!("{title}\n{text}").to_ascii_lowercase();
            let characters: Vec<char> = said.chars().collect();
            let is_han = |character: &char| ('\u{4e00}'..='\u{9fff}').contains(character);
            let pairs = characters.windows(2).filter(|pair| pair.iter().all(is_han));
            let words = said.split(|next: char| !next.is_ascii_alphanumeric());
            let words = words.filter(|word| !word.is_empty() && word.len() <= 16);
            for token in pairs.map(String::from_iter).chain(words.map(str::to_owned)) {
                let found = looked_up
                    .entry(token.clone())
                    .or_insert_with_key(|token| postings(&files, token));
                assert!(found.contains(&id), "{language}: {token} does not lead to {title}");
                count += 1;
            }
        }
        assert!(count > 5_000, "{language}: only {count} tokens");
    }
}

#[test]
fn the_index_of_a_small_change_is_another_version() {
    let texts = support::texts_below("tests/fixtures/translation");
    let versions: BTreeSet<String> = ["", "\n新增一句。\n"]
        .iter()
        .map(|more| {
            let mut texts = texts.clone();
            let chapter = texts
                .iter_mut()
                .find(|(path, _)| path.starts_with("zh/") && path.ends_with(".md"));
            chapter.unwrap().1.push_str(more);
            let files = index(&support::workspace(&texts).snapshot(), "zh");
            files["index"]["version"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(versions.len(), 2);
}

#[test]
fn the_index_is_at_most_twice_its_sources() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    let sources: usize = support::texts_below("handbook").values().map(String::len).sum();
    let site = Workspace::open(&folder)
        .unwrap()
        .snapshot()
        .site(&SiteOptions::default())
        .unwrap();
    let files = site.files().filter(|(path, _)| path.starts_with("assets/search/"));
    let size: usize = files.map(|(_, bytes)| bytes.len()).sum();
    assert!(size <= 2 * sources, "{size} bytes for {sources}");
}
