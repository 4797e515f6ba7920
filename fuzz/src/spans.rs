//! Places in a text.

use std::ops::Range;

/// Holds that a range is in the text and on boundaries of characters.
#[track_caller]
pub fn within(text: &str, range: Range<usize>) {
    assert!(
        text.get(range.clone()).is_some(),
        "{range:?} of {} in {text:?}",
        text.len()
    );
}

/// The same of a place in a document.
#[track_caller]
pub fn inside(text: &str, bytes: &Range<u32>) {
    within(text, bytes.start as usize..bytes.end as usize);
}
