//! The search index of a language: small files, of which a query loads the few that it needs. Each is a classic script
//! that hands its data to `themes/default/search.js`, since a page that is opened from a folder may load nothing else.
//!
//! | file | has |
//! |---|---|
//! | `index.js` | how many files there are, the bounds of the kinds, the words of the interface |
//! | `v….js` | words by their first letter, for queries that are not typed out or mistyped |
//! | `s….js` | for each token the entries that have it, tokens spread over the files by a hash |
//! | `c….js` | the entries themselves, with their texts |
//!
//! Entries are numbered by kind and then in the order of the handbook. docs/search.md says why this and no library.

mod chunk;
mod entry;
mod posting;
mod token;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Shared;
use crate::hash::hex;
use crate::language::script::is_ideograph;
use crate::model::LanguageId;
use entry::{Entry, Kind};

/// Digits of the numbers in the index: six bits each, none of them with a meaning in JavaScript.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What `index.js` says.
#[derive(Serialize)]
struct Index<'a> {
    /// Changes when anything in the index does, so that no browser mixes an old file with new ones.
    version: String,
    /// Number of entries of each kind.
    kinds: Vec<usize>,
    /// Number of files with postings.
    shards: usize,
    /// How many entries each file of entries has, a digit each.
    chunks: String,
    /// The first letters of the files of words; empty where one file has them all.
    letters: &'a str,
    /// Whether names in other languages have Chinese characters, and whether they have words: where not, there is nothing
    /// to look up.
    foreign: [bool; 2],
    words: Option<&'a toml::Value>,
}

/// Where the index of `language` lies in the site.
pub(super) fn folder(shared: &Shared<'_>, language: LanguageId) -> String {
    format!("assets/search/{}/", shared.handbook.tag(language))
}

/// The files of the index of `language`: path in the site and text.
pub(super) fn index(shared: &Shared<'_>, language: LanguageId) -> BTreeMap<String, String> {
    let entries = entry::entries(shared, language);
    let (lists, vocabulary) = posting::lists(&entries);
    let mut files = posting::shards(&lists);
    let shards = files.len();
    let (letters, words) = posting::vocabulary(&vocabulary);
    files.extend(words);
    let (sizes, chunks) = chunk::chunks(shared, &entries);
    files.extend(chunks);
    let mut files: Vec<(String, String)> = files
        .into_par_iter()
        .map(|(name, data)| {
            let text = script(&name, &data);
            (name, text)
        })
        .collect();
    let mut hash = Sha256::new();
    for (name, text) in &files {
        hash.update(name);
        hash.update(text);
    }
    let version = hex(&hash.finalize()[..5]);
    let count = |kind: &Kind| entries.iter().filter(|entry| entry.kind == *kind).count();
    let foreign = entries.iter().flat_map(|entry| &entry.foreign);
    let foreign: Vec<char> = foreign.flat_map(|name| name.chars()).collect();
    let index = Index {
        foreign: [
            foreign.iter().any(|&next| is_ideograph(next)),
            foreign.iter().any(|&next| !is_ideograph(next)),
        ],
        version,
        kinds: Kind::ALL.iter().map(count).collect(),
        shards,
        chunks: sizes,
        letters: &letters,
        words: shared.words(language).language.pack.interface.get("search"),
    };
    files.push((
        "index".to_owned(),
        script("index", &serde_json::to_string(&index).unwrap_or_default()),
    ));
    let folder = folder(shared, language);
    files
        .into_iter()
        .map(|(name, text)| (format!("{folder}{name}.js"), text))
        .collect()
}

/// The script that hands `data`, which is JSON, over under `name`.
fn script(name: &str, data: &str) -> String {
    format!("rolebookSearch(\"{name}\",{data})\n")
}

/// Writes a number, its low bits first: five in each digit, and a sixth that says that another follows.
fn number(out: &mut String, mut value: u32) {
    while value >= 32 {
        out.push(char::from(DIGITS[(value % 32 + 32) as usize]));
        value /= 32;
    }
    out.push(char::from(DIGITS[value as usize]));
}
