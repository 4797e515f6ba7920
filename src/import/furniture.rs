//! What web pages and page margins put around a regulation and into it: navigation, counters, advertisements, page
//! numbers. It is known by the language pack's expressions, and left out with a note in the report.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;

use super::line::{Line, Slice, is_gap};
use super::words::KindForms;
use crate::language::Language;

/// Text that is no part of the regulation.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut<'f> {
    pub slice: Slice,
    /// Name of its kind in `[import.kinds]`.
    pub kind: &'f str,
}

/// Where in the file a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Before the first head, or after the last article's, in a text that comes from a web page.
    Page,
    /// The same in any other text.
    Around,
    Within,
}

/// The expressions of all kinds.
#[derive(Debug)]
pub struct Furniture {
    all: Option<Regex>,
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    key: String,
    within: Option<Regex>,
    line: Option<Regex>,
    anywhere: bool,
    closing: bool,
    printed: bool,
}

impl Furniture {
    /// Compiles the expressions.
    ///
    /// # Errors
    /// One of them is none; tests show that every pack's are.
    pub fn new(forms: &BTreeMap<String, KindForms>) -> Result<Self, String> {
        let any = |texts: &[String], start: &str, end: &str| -> Result<Option<Regex>, String> {
            if texts.is_empty() {
                return Ok(None);
            }
            let expression = Regex::new(&format!("{start}(?:{}){end}", texts.join("|")));
            expression.map(Some).map_err(|error| error.to_string())
        };
        let all: Vec<String> = forms.values().flat_map(|kind| kind.within.clone()).collect();
        let kinds = forms.iter().map(|(key, kind)| {
            Ok(Kind {
                key: key.clone(),
                within: any(&kind.within, "^", "$")?,
                line: any(&kind.lines, "^", "$")?,
                anywhere: kind.anywhere,
                closing: kind.closing,
                printed: kind.printed,
            })
        });
        Ok(Self {
            all: any(&all, "", "")?,
            kinds: kinds.collect::<Result<_, String>>()?,
        })
    }

    /// Whether nothing after furniture of this kind belongs to the text.
    pub fn is_closing(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known.closing && known.key == kind)
    }

    /// Whether furniture of this kind shows that a text comes from a web page, and not from a printed one.
    pub fn is_of_pages(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| !known.printed && known.key == kind)
    }

    /// What of `slice` belongs to the text; the rest goes to `out`. What an article begins with is its own.
    pub fn strip<'f>(
        &'f self,
        lines: &[Line<'_>],
        slice: Slice,
        (zone, begins_article): (Zone, bool),
        language: &Language,
        out: &mut Vec<LeftOut<'f>>,
    ) -> Vec<Slice> {
        let line = &lines[slice.line];
        if line.table.is_some() || line.heading.is_some() {
            return vec![slice];
        }
        let text = slice.text(lines);
        let whole = Slice::new(lines, slice.line, 0, line.text.len()) == slice;
        let is_line = |kind: &&Kind| kind.line.as_ref().is_some_and(|line| line.is_match(text));
        if whole && let Some(kind) = self.kinds.iter().find(is_line) {
            out.push(LeftOut { slice, kind: &kind.key });
            return Vec::new();
        }
        let mut kept = Vec::new();
        let mut from = 0;
        let mut last = None;
        for (range, kind) in self.find(text, zone, language) {
            if begins_article && range.start == 0 {
                continue;
            }
            kept.push(slice.part(lines, from..range.start));
            from = range.end;
            last = Some(kind);
            out.push(LeftOut {
                slice: slice.part(lines, range),
                kind,
            });
        }
        kept.push(slice.part(lines, from..text.len()));
        kept.retain(|part| !part.is_empty(lines));
        // The dashes around 本文来自网络 go with it.
        if let Some(kind) = last {
            let is_text = |part: &Slice| part.text(lines).contains(char::is_alphanumeric);
            out.extend(
                kept.iter()
                    .filter(|part| !is_text(part))
                    .map(|&slice| LeftOut { slice, kind }),
            );
            kept.retain(is_text);
        }
        kept
    }

    /// Where furniture stands in a text, in order, each with its kind.
    pub fn find(&self, text: &str, zone: Zone, language: &Language) -> Vec<(Range<usize>, &str)> {
        let mut ranges = Vec::new();
        let mut from = 0;
        let mut at = 0;
        while let Some(found) = self.all.as_ref().and_then(|all| all.find_at(text, at)) {
            at = match found.end() > found.start() {
                true => found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8),
                false => break,
            };
            let kind = self.kind_of(found.as_str(), zone);
            if let Some(kind) = kind.filter(|_| is_token(text, from, found.range(), language)) {
                ranges.push((found.range(), kind));
                from = found.end();
                at = from;
            }
        }
        ranges
    }

    fn kind_of(&self, text: &str, zone: Zone) -> Option<&str> {
        let text = text.trim_matches(is_gap);
        let mut kinds = self.kinds.iter().filter(|kind| match zone {
            Zone::Page => true,
            Zone::Around => kind.anywhere || !kind.printed,
            Zone::Within => kind.anywhere,
        });
        let found = kinds.find(|kind| kind.within.as_ref().is_some_and(|within| within.is_match(text)));
        found.map(|kind| kind.key.as_str())
    }
}

/// Whether a range of a text stands between blanks, marks or the text's ends, and is not what an item or an article says.
fn is_token(text: &str, from: usize, range: Range<usize>, language: &Language) -> bool {
    let parts = |mark: char| is_gap(mark) || "。；！？;!?|>»】]）)".contains(mark);
    let opens = |mark: char| is_gap(mark) || "|<【[（(".contains(mark);
    let before = &text[from..range.start];
    let after = &text[range.end..];
    let begins = before.is_empty() || before.ends_with(parts) || text[range.clone()].starts_with(opens);
    let ends = after.is_empty() || after.starts_with(opens) || text[range.clone()].ends_with(parts);
    if !begins || !ends {
        return false;
    }
    let bare = before.trim_end_matches(is_gap);
    let word = bare
        .rfind(parts)
        .map_or(bare, |at| &bare[at..])
        .trim_start_matches(parts);
    let is_marker = |word: &str| {
        let length = language.markers(word).next().map(|marker| marker.length);
        length == Some(word.len())
            || language
                .head(word)
                .is_some_and(|head| head.length == word.len() && head.number.is_some())
    };
    let tail = bare.trim_end_matches(['）', ')']);
    let bracketed = bare.len() > tail.len() && tail.rfind(['（', '(']).is_some_and(|at| is_marker(&bare[at..]));
    !(bracketed || (!word.is_empty() && is_marker(word)))
}
