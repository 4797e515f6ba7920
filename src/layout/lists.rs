//! Lists: `-` for bullets, one blank after each marker, and what belongs to an item right below its text.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Change, Page};
use crate::language::is_blank;
use crate::syntax::BlockKind;

/// A tab leads to the next column that this divides.
const TAB: usize = 4;
/// Wider gaps after a marker begin code.
const WIDEST_GAP: usize = 4;

pub(super) fn changes(page: &Page<'_>) -> Vec<Change> {
    let mut changes = markers_without_blank(page);
    for (at, alone) in lists(page, 0..page.markdown.blocks.len()) {
        let mut list = Listing {
            page,
            changes: Vec::new(),
            below: Vec::new(),
        };
        // One that is written in a way that is not understood here stays as it is.
        if list.list(at, alone, 0).is_some() && list.lines_below().is_some() {
            changes.append(&mut list.changes);
        }
    }
    changes
}

/// The lists among the blocks with these indices, and whether no other list of bullets stands beside them: two of those
/// are told apart by their markers alone.
fn lists(page: &Page<'_>, within: Range<usize>) -> Vec<(usize, bool)> {
    let blocks: Vec<usize> = page.children(within).collect();
    let kind = |at: usize| page.markdown.blocks[at].kind;
    let bullets = |at: Option<&usize>| at.is_some_and(|&at| kind(at) == BlockKind::List { ordered: false });
    let lists = blocks.iter().enumerate();
    let lists = lists.filter(|&(_, &at)| matches!(kind(at), BlockKind::List { .. }));
    lists
        .map(|(place, &at)| {
            let before = place.checked_sub(1).and_then(|before| blocks.get(before));
            (at, !bullets(before) && !bullets(blocks.get(place + 1)))
        })
        .collect()
}

/// `1.text` written as a line of a paragraph.
fn markers_without_blank(page: &Page<'_>) -> Vec<Change> {
    let markers = page.document.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Item(Some(marker)) => Some(marker.start as usize..marker.end as usize),
        _ => None,
    });
    let glued = markers.filter_map(|marker| {
        let digits = page.text[marker.clone()].trim_end().strip_suffix('.')?;
        let end = marker.start + digits.len() + 1;
        let rest = &page.text[end..];
        let gap = rest.len() - rest.trim_start_matches(is_blank).len();
        let is_glued = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !rest.starts_with([' ', '\t', '\r', '\n'])
            && !rest[gap..].is_empty();
        is_glued.then(|| (end..end + gap, " ".to_owned()))
    });
    glued.collect()
}

/// The lines of an item after its first, and the columns where its text begins: now, and then.
struct Below {
    line: usize,
    now: usize,
    then: usize,
}

/// One list at the top level, with those within it.
struct Listing<'a> {
    page: &'a Page<'a>,
    changes: Vec<Change>,
    /// Lines of inner items after those of the outer ones.
    below: Vec<Below>,
}

impl Listing<'_> {
    /// Lets the items of the list `at` begin in the column `column`.
    fn list(&mut self, at: usize, alone: bool, column: usize) -> Option<()> {
        let page = self.page;
        for item in page.children(at + 1..page.markdown.blocks[at].end as usize) {
            self.item(item, alone, column)?;
        }
        Some(())
    }

    fn item(&mut self, at: usize, alone: bool, column: usize) -> Option<()> {
        let page = self.page;
        let bytes = page.bytes(at);
        let line_at = page.lines.at(bytes.start);
        let line = &page.lines.0[line_at];
        let written = &page.text[line.start..line.end];
        let indentation = written.len() - written.trim_start_matches([' ', '\t']).len();
        let text = &written[indentation..];
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let marker = &text[..digits + 1];
        // The item of an item on one line, or in a quotation.
        if line.start + indentation < bytes.start || !marker.ends_with(['-', '*', '+', '.', ')']) {
            return None;
        }
        let now = width(&written[..indentation], 0) + marker.len();
        let rest = &text[marker.len()..];
        let said = rest.trim_start_matches([' ', '\t']);
        let gap = width(&rest[..rest.len() - said.len()], now);
        if gap > WIDEST_GAP {
            return None;
        }
        let marker = if digits == 0 && alone { "-" } else { marker };
        let then = column + marker.len() + 1;
        let blank = if said.is_empty() { "" } else { " " };
        let until = line.start + written.len() - said.len();
        self.changes
            .push((line.start..until, format!("{:column$}{marker}{blank}", "")));
        let now = now + if said.is_empty() { 1 } else { gap };
        let below = page.lines.touched(&bytes).skip(1);
        self.below.extend(below.map(|line| Below { line, now, then }));
        for (list, alone) in lists(page, at + 1..page.markdown.blocks[at].end as usize) {
            self.list(list, alone, then)?;
        }
        Some(())
    }

    /// Moves the lines below the first of each item along with its text.
    fn lines_below(&mut self) -> Option<()> {
        let page = self.page;
        let first: FxHashSet<usize> = self
            .changes
            .iter()
            .map(|(range, _)| page.lines.at(range.start))
            .collect();
        // What was said of a line last was said by the innermost item.
        let mut columns = FxHashMap::default();
        for below in &self.below {
            columns.insert(below.line, (below.now, below.then));
        }
        for (at, (now, then)) in columns {
            let line = &page.lines.0[at];
            let written = &page.text[line.start..line.end];
            let text = written.trim_start_matches([' ', '\t']);
            if first.contains(&at) || text.is_empty() {
                continue;
            }
            let indentation = &written[..written.len() - text.len()];
            if line.literal.is_some() && indentation.contains('\t') {
                return None;
            }
            let width = width(indentation, 0);
            // A line that is not indented as far goes on with a paragraph wherever it begins.
            if let Some(deeper) = width.checked_sub(now) {
                let range = line.start..line.start + indentation.len();
                self.changes.push((range, " ".repeat(then + deeper)));
            }
        }
        Some(())
    }
}

/// The columns that blanks beginning in the column `from` take up.
fn width(blanks: &str, from: usize) -> usize {
    let end = blanks.chars().fold(from, |column, blank| match blank {
        '\t' => (column / TAB + 1) * TAB,
        _ => column + 1,
    });
    end - from
}
