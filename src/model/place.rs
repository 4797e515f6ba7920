//! The anchors of units: the same in every language.

use super::ArticleKey;
use crate::language::Level;
use crate::syntax::{Article, BlockKind, Document, Unit};

/// The anchor of a unit of an article: `art-5`, `art-5.p2`, `art-5.i3`, `art-5.i3.s1`.
///
/// Items are counted through their article where that is clear; where a later paragraph has an item of the same number,
/// the paragraph is named too: `art-5.p2.i3`.
pub fn anchor(key: &ArticleKey, document: &Document, article: &Article, unit: Unit) -> String {
    if unit == Unit::default() {
        return key.to_string();
    }
    if unit.item == 0 {
        return format!("{key}.p{}", unit.paragraph);
    }
    let first = document
        .blocks_of(article)
        .find(|(_, block)| matches!(block.kind, BlockKind::Item(_)) && block.unit.item == unit.item)
        .is_none_or(|(_, block)| block.unit.paragraph == unit.paragraph);
    let paragraph = if first {
        String::new()
    } else {
        format!(".p{}", unit.paragraph)
    };
    match unit.subitem {
        0 => format!("{key}{paragraph}.i{}", unit.item),
        sub => format!("{key}{paragraph}.i{}.s{sub}", unit.item),
    }
}

/// The anchor of the division with index `index` in its document: by level and number, else by index.
pub fn division_anchor(document: &Document, index: usize) -> String {
    let division = &document.divisions[index];
    if let Some(id) = division
        .attributes
        .as_ref()
        .and_then(|attributes| attributes.id.as_ref())
    {
        return id.value.to_string();
    }
    let prefix = match division.level {
        Level::Part => "part",
        Level::Subpart => "subpart",
        Level::Section => "sec",
        _ => "ch",
    };
    let number = division.number.unwrap_or_default();
    match division.repeats {
        0 => format!("{prefix}-{number}"),
        times => format!("{prefix}-{number}.r{times}"),
    }
}
