//! What to change in a text to make it another one.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::syntax::Bytes;

/// The lines of `old` to replace so that it becomes `new`, in order.
pub fn between(old: &str, new: &str) -> Vec<(Bytes, String)> {
    let (before, after): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let starts = |lines: &[&str]| -> Vec<u32> {
        let ends = lines.iter().scan(0, |end, line| {
            *end += line.len() as u32;
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old_starts, new_starts) = (starts(&before), starts(&after));
    let changed = |op: &DiffOp| !matches!(op, DiffOp::Equal { .. });
    let ops = capture_diff_slices(Algorithm::Myers, &before, &after);
    ops.iter()
        .filter(|op| changed(op))
        .map(|op| {
            let (old_range, new_range) = (op.old_range(), op.new_range());
            let text = &new[new_starts[new_range.start] as usize..new_starts[new_range.end] as usize];
            (old_starts[old_range.start]..old_starts[old_range.end], text.to_owned())
        })
        .collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}
