//! Tables: one blank on either side of what a cell says, and no more.

use std::ops::Range;

use super::{Change, Page};
use crate::syntax::BlockKind;

/// Hyphens in the line below a table's head.
const RULE: &str = "---";

pub(super) fn changes(page: &Page<'_>) -> Vec<Change> {
    let tables = page
        .top_level()
        .filter(|&at| page.markdown.blocks[at].kind == BlockKind::Table);
    tables.flat_map(|table| rows(page, table)).collect()
}

fn rows(page: &Page<'_>, table: usize) -> Vec<Change> {
    let blocks = &page.markdown.blocks;
    let mut changes = Vec::new();
    for row in page.children(table + 1..blocks[table].end as usize) {
        let cells = page.children(row + 1..blocks[row].end as usize);
        let cells: Vec<&str> = cells.map(|cell| page.text[page.bytes(cell)].trim()).collect();
        let line = page.lines.at(page.bytes(row).start);
        changes.extend(change(page, line, &cells));
        if blocks[row].kind == (BlockKind::Row { head: true }) {
            let rule = page.lines.0.get(line + 1).map(|line| &page.text[line.start..line.end]);
            let rule = rule.unwrap_or_default().trim().trim_matches('|');
            let rule: Vec<String> = rule.split('|').map(alignment).collect();
            let rule: Vec<&str> = rule.iter().map(String::as_str).collect();
            changes.extend(change(page, line + 1, &rule));
        }
    }
    changes
}

/// The line with these cells, if it has as many of them and nothing else.
fn change(page: &Page<'_>, line: usize, cells: &[&str]) -> Option<Change> {
    let line = page.lines.0.get(line)?;
    let bytes: Range<usize> = line.start..line.start + page.text[line.start..line.end].trim_end().len();
    let cells = cells.iter().map(|cell| match *cell {
        "" => " |".to_owned(),
        cell => format!(" {cell} |"),
    });
    let new = format!("|{}", cells.collect::<String>());
    let said = |text: &str| -> String {
        let signs = text.chars().filter(|next| !matches!(next, ' ' | '\t' | '|' | '-'));
        signs.collect()
    };
    let written = &page.text[bytes.clone()];
    let bars = written.trim().trim_matches('|').matches('|').count();
    let whole = bars == new.trim_matches('|').matches('|').count() && said(written) == said(&new);
    whole.then_some((bytes, new))
}

/// `:---:` for as many hyphens as there are.
fn alignment(cell: &str) -> String {
    let cell = cell.trim();
    let mark = |is: bool| if is { ":" } else { "" };
    let right = cell.ends_with(':') && cell.len() > 1;
    format!("{}{RULE}{}", mark(cell.starts_with(':')), mark(right))
}
