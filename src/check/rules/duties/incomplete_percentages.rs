//! RB408: shares of a whole that do not add up to it.

use rayon::prelude::*;

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::language::{Language, is_blank};
use crate::model::{ArticleText, Handbook};
use crate::syntax::{Block, BlockKind, Bytes, Document, Text};

/// Thousandths of a hundredth.
const PRECISION: i64 = 1000;
const WHOLE: i64 = 100 * PRECISION;
/// Shares whose sum is further from the whole belong to several wholes, or to none.
const NEAR: i64 = 50 * PRECISION;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let found: Vec<Vec<Diagnostic>> = handbook
        .texts
        .par_iter()
        .map(|text| Divisions::of(handbook, text).faults())
        .collect();
    for finding in found.into_iter().flatten() {
        findings.push(finding);
    }
}

/// The lists and tables of an article.
struct Divisions<'a> {
    handbook: &'a Handbook,
    text: &'a ArticleText,
    document: &'a Document,
    language: &'static Language,
}

/// A share, and where it stands.
struct Share {
    value: i64,
    /// Half of the last decimal place that it is written with; nothing for whole numbers.
    rounding: i64,
    place: Bytes,
}

impl<'a> Divisions<'a> {
    fn of(handbook: &'a Handbook, text: &'a ArticleText) -> Self {
        Self {
            handbook,
            text,
            document: &handbook.chapter_of(text).document,
            language: handbook.language(text.language),
        }
    }

    fn faults(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (index, block) in self.document.blocks_of(self.handbook.node(self.text)) {
            match block.kind {
                BlockKind::Table => self.table(index, &mut found),
                BlockKind::List { .. } => found.extend(self.list(index)),
                _ => {}
            }
        }
        found
    }

    fn plain(&self, block: &Block) -> Text<'a> {
        self.handbook.block_text(self.handbook.chapter_of(self.text), block)
    }

    fn children(&self, index: usize) -> impl Iterator<Item = usize> + use<'a> {
        let blocks = &self.document.blocks;
        let end = blocks[index].end as usize;
        let first = Some(index + 1).filter(|&at| at < end);
        std::iter::successors(first, move |&at| {
            Some(blocks[at].end as usize).filter(|&next| next > at && next < end)
        })
    }

    /// A list whose lead-in speaks of weights or shares, each of whose items has one percentage.
    fn list(&self, index: usize) -> Option<Diagnostic> {
        let list = &self.document.blocks[index];
        let before = self.document.blocks[..index].last()?;
        if before.kind != BlockKind::Paragraph || before.span.end > list.span.start {
            return None;
        }
        let lead = self.plain(before);
        let folded = lead.text.trim_end().to_lowercase();
        let colons = &self.language.pack.roles.colons;
        let leads_in = colons.iter().any(|colon| folded.ends_with(colon.as_str()));
        if !leads_in || !self.language.has_any(&folded, &self.language.pack.percentages.leads) {
            return None;
        }
        let shares: Option<Vec<Share>> = self.children(index).map(|item| self.only_share(item)).collect();
        let place = before.span.clone();
        self.judge(shares?, None, &place)
    }

    /// The percentage of an item that has but one.
    fn only_share(&self, item: usize) -> Option<Share> {
        let paragraph = self.document.blocks.get(item + 1)?;
        let plain = self.plain(paragraph);
        let mut shares = percentages(&plain, self.language).into_iter();
        shares.next().filter(|_| shares.next().is_none())
    }

    /// Each column whose head speaks of weights or shares, all of whose cells hold one and no more.
    fn table(&self, index: usize, found: &mut Vec<Diagnostic>) {
        let cells =
            |row: usize| -> Vec<&Block> { self.children(row).map(|cell| &self.document.blocks[cell]).collect() };
        let mut rows = self.children(index).map(cells);
        let Some(head) = rows.next() else { return };
        let rows: Vec<Vec<&Block>> = rows.collect();
        for (column, cell) in head.iter().enumerate() {
            let Some(signed) = self.is_head(&self.plain(cell).text) else {
                continue;
            };
            found.extend(self.column(&rows, column, signed, &cell.span));
        }
    }

    fn column(&self, rows: &[Vec<&Block>], column: usize, signed: bool, head: &Bytes) -> Option<Diagnostic> {
        let mut shares = Vec::new();
        let mut total = None;
        for row in rows {
            let share = self.cell(row.get(column)?, signed)?;
            let label = self.plain(row.first()?).text.trim().to_lowercase();
            if self.language.pack.percentages.totals.contains(&label) {
                // A sum within the table makes it several divisions.
                if total.is_some() {
                    return None;
                }
                total = Some(share);
            } else if total.is_some() {
                return None;
            } else {
                shares.push(share);
            }
        }
        self.judge(shares, total, head)
    }

    /// Whether a column's head calls it one of shares, and if so, whether the sign stands there already: 权重（%）.
    fn is_head(&self, head: &str) -> Option<bool> {
        let words = &self.language.pack.percentages;
        let signed = words.after.iter().any(|sign| head.contains(sign.as_str()));
        let bare = head.split(['（', '(']).next().unwrap_or(head);
        let bare = bare
            .trim_matches(|letter: char| !letter.is_alphanumeric())
            .to_lowercase();
        let ends = |word: &String| {
            let rest = bare.strip_suffix(word.as_str());
            rest.is_some_and(|rest| !self.language.pack.spaced || !rest.ends_with(char::is_alphanumeric))
        };
        words.heads.iter().any(ends).then_some(signed)
    }

    fn cell(&self, block: &Block, signed: bool) -> Option<Share> {
        let plain = self.plain(block);
        let text = plain.text.trim_matches(is_blank);
        let start = plain.text.len() - plain.text.trim_start_matches(is_blank).len();
        let range = start..start + text.len();
        if signed && let Some(share) = share(text, plain.source(&range)) {
            return Some(share);
        }
        let mut found = percentages(&plain, self.language).into_iter();
        let only = found.next().filter(|share| plain.source(&range) == share.place)?;
        found.next().is_none().then_some(only)
    }

    /// The finding about shares that miss the whole by little.
    fn judge(&self, shares: Vec<Share>, total: Option<Share>, place: &Bytes) -> Option<Diagnostic> {
        let sum: i64 = shares.iter().map(|share| share.value).sum();
        let slack: i64 = shares.iter().map(|share| share.rounding).sum();
        let off = (sum - WHOLE).abs();
        if shares.len() < 2 || off <= slack || off > NEAR {
            return None;
        }
        // A total that is another number than the whole says that this is no division of one.
        if total.is_some_and(|total| total.value != WHOLE) {
            return None;
        }
        let mut finding = wording::finding(self.handbook, "RB408", self.text, place)
            .param("article", wording::article(self.handbook, self.text))
            .param("sum", written(sum))
            .param("count", shares.len().to_string());
        for share in &shares {
            finding = finding.related("share", self.handbook.span(self.text, &share.place));
        }
        Some(finding)
    }
}

/// The percentages of a text with their signs, in order.
fn percentages(plain: &Text<'_>, language: &Language) -> Vec<Share> {
    let words = &language.pack.percentages;
    let text = &*plain.text;
    let mut found: Vec<(usize, Share)> = Vec::new();
    for sign in &words.after {
        for (at, _) in text.match_indices(sign.as_str()) {
            let start = text[..at]
                .trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
                .len();
            // A range is no share.
            let ranged = text[..start].ends_with(['-', '–', '—', '~', '～']);
            let share = share(&text[start..at], plain.source(&(start..at + sign.len())));
            found.extend(share.filter(|_| !ranged).map(|share| (start, share)));
        }
    }
    for sign in &words.before {
        for (at, _) in text.match_indices(sign.as_str()) {
            let from = at + sign.len();
            if let Some((value, length)) = language.number(&text[from..]) {
                let place = plain.source(&(at..from + length));
                let value = i64::from(value) * PRECISION;
                found.push((
                    at,
                    Share {
                        value,
                        rounding: 0,
                        place,
                    },
                ));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, share)| share).collect()
}

/// Reads a decimal number of no more than three places.
fn share(digits: &str, place: Bytes) -> Option<Share> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || decimals.len() > 3 || !plain(whole) || !plain(decimals) {
        return None;
    }
    let scale = 10_i64.pow(3 - decimals.len() as u32);
    let fraction = if decimals.is_empty() {
        0
    } else {
        decimals.parse::<i64>().ok()? * scale
    };
    let value = whole.parse::<i64>().ok()? * PRECISION + fraction;
    let rounding = if decimals.is_empty() { 0 } else { scale / 2 };
    Some(Share { value, rounding, place })
}

/// A sum without zeros that say nothing.
fn written(sum: i64) -> String {
    let text = format!("{}.{:03}", sum / PRECISION, sum % PRECISION);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
