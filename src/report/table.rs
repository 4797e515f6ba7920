//! Tables for people, whose columns line up under wide characters.

use unicode_width::UnicodeWidthStr;

use super::Style;

/// Rows under a row of heads, as lines without blanks at their ends.
pub(super) fn table<const N: usize, S: AsRef<str>>(heads: [&str; N], rows: &[[S; N]], style: &Style<'_>) -> String {
    let mut widths = heads.map(UnicodeWidthStr::width);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.as_ref().width().max(*width);
        }
    }
    let line = |cells: [&str; N]| {
        let mut text = String::new();
        for (cell, width) in cells.into_iter().zip(widths) {
            // The formatter's own padding counts characters, not columns.
            text += cell;
            text += &" ".repeat(width - cell.width() + 2);
        }
        text.trim_end().to_owned()
    };
    let mut table = style.strong(line(heads));
    table.push('\n');
    for row in rows {
        table += &line(row.each_ref().map(AsRef::as_ref));
        table.push('\n');
    }
    table
}
