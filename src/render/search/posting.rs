//! Which entries have which tokens, and in which file that stands.

use std::ops::Range;

use rayon::prelude::*;

use super::Entry;
use super::entry::Kind;
use super::number;
use super::token::{Token, sounds, tokens, whole};
use crate::language::script::is_ideograph;

/// Size that a file of postings should have, in bytes.
const SHARD: usize = 4096;
const MOST_SHARDS: usize = 2048;
/// Words are divided by their first letters where they are more than this, in bytes.
const WORDS: usize = 16_384;

/// A token with the entries that have it, as `;token titles,texts`.
pub(super) type List = (Token, String);

/// The lists of all tokens in their order, and the words among the tokens.
pub(super) fn lists(entries: &[Entry]) -> (Vec<List>, Vec<Token>) {
    // An entry's number and whether the token stands in its text only.
    let mut postings: Vec<(Token, u32)> = entries
        .par_iter()
        .enumerate()
        .flat_map_iter(|(id, entry)| of(id as u32, entry))
        .collect();
    postings.par_sort_unstable();
    let mut starts: Vec<usize> = (0..postings.len())
        .filter(|&at| at == 0 || postings[at - 1].0 != postings[at].0)
        .collect();
    starts.push(postings.len());
    let groups: Vec<Range<usize>> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let lists = groups.into_par_iter().map(|group| list(&postings[group])).collect();
    let mut words: Vec<Token> = starts
        .iter()
        .filter_map(|&at| postings.get(at))
        .map(|posting| posting.0)
        .collect();
    words.retain(|token| is_word(&token.text()));
    (lists, words)
}

/// The tokens of an entry, each once, in order: of one that stands in its title and in its text, the title counts.
fn of(id: u32, entry: &Entry) -> Vec<(Token, u32)> {
    let mut found = Vec::new();
    let (title, text) = (id << 1, id << 1 | 1);
    if !entry.continues {
        for name in entry.names.iter().chain(&entry.numbers) {
            tokens("", name, |token| found.push((token, title)));
            found.push((whole(name), title));
        }
        for name in &entry.names {
            sounds(name, |token| found.push((token, title)));
        }
    }
    for name in &entry.foreign {
        tokens("@", name, |token| found.push((token, title)));
        if matches!(entry.kind, Kind::Role | Kind::Term) {
            sounds(name, |token| found.push((token, title)));
        }
    }
    for line in &entry.lines {
        tokens("", &line.text, |token| found.push((token, text)));
    }
    found.sort_unstable();
    found.dedup_by(|next, kept| next.0 == kept.0);
    found
}

fn list(postings: &[(Token, u32)]) -> List {
    let token = postings[0].0;
    let mut out = format!(";{} ", token.text());
    let mut ids = |in_text: bool| {
        let mut next = 0;
        for &(_, posting) in postings.iter().filter(|(_, posting)| (posting & 1 == 1) == in_text) {
            number(&mut out, (posting >> 1) - next);
            next = (posting >> 1) + 1;
        }
        if !in_text {
            out.push(',');
        }
    };
    ids(false);
    ids(true);
    (token, out)
}

/// The files of the lists: name and data.
pub(super) fn shards(lists: &[List]) -> Vec<(String, String)> {
    let size: usize = lists.iter().map(|(_, list)| list.len()).sum();
    let count = (size / SHARD).next_power_of_two().min(MOST_SHARDS);
    let mut texts = vec![String::from("\""); count];
    for (token, list) in lists {
        texts[token.shard(count)].push_str(list);
    }
    texts
        .into_iter()
        .enumerate()
        .map(|(index, text)| (format!("s{index}"), text + ";\""))
        .collect()
}

/// A word that a reader may type in part or wrongly.
fn is_word(token: &str) -> bool {
    let word = token.strip_prefix('@').unwrap_or(token);
    word.starts_with(|first: char| first.is_alphabetic() && !is_ideograph(first))
}

/// The first letters of the words, unless one file has them all, and the files.
pub(super) fn vocabulary(words: &[Token]) -> (String, Vec<(String, String)>) {
    let size: usize = words.iter().map(|word| word.text().len() + 1).sum();
    let mut letters = String::new();
    let mut texts: Vec<String> = Vec::new();
    if size <= WORDS {
        texts.push(String::new());
    }
    for word in words {
        let word = word.text();
        let first = word.trim_start_matches('@').chars().next().unwrap_or_default();
        let place = match letters.chars().position(|letter| letter == first) {
            _ if size <= WORDS => 0,
            Some(place) => place,
            None => {
                letters.push(first);
                texts.push(String::new());
                texts.len() - 1
            }
        };
        texts[place].push(' ');
        texts[place].push_str(&word);
    }
    let files = texts.into_iter().enumerate();
    let files = files.map(|(index, text)| {
        (
            format!("v{index}"),
            serde_json::to_string(&(text + " ")).unwrap_or_default(),
        )
    });
    (letters, files.collect())
}
