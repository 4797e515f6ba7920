//! The anchors of units: the same in every language.

use super::ArticleKey;
use crate::language::Level;
use crate::syntax::{Article, BlockKind, Document, Unit};

/// The anchor of a unit of an article: `art-5`, `art-5.p2`, `art-5.i3`, `art-5.i3.s1`.
///
/// Items are counted through their article where that is clear; where a later paragraph has an item of the same number,
/// the paragraph is named too: `art-5.p2.i3`.
pub fn anchor(key: &ArticleKey, document: &Document, article: &Article, unit: Unit) -> String {
    let first = || {
        let mut items = document
            .blocks_of(article)
            .filter(|(_, block)| matches!(block.kind, BlockKind::Item(_)));
        let first = items.find(|(_, block)| block.unit.item == unit.item)?;
        Some(first.1.unit.paragraph)
    };
    anchor_after(key.to_string(), unit, first)
}

/// The same from the anchor of the article; `first` gives the paragraph in which the first item of the unit's number stands.
pub fn anchor_after(article: String, unit: Unit, first: impl FnOnce() -> Option<u16>) -> String {
    let mut anchor = article;
    let mut part = |sign: &str, number: u16| {
        anchor.push_str(sign);
        anchor.push_str(&number.to_string());
    };
    if unit == Unit::default() {
        return anchor;
    }
    if unit.item == 0 || first().is_some_and(|first| first != unit.paragraph) {
        part(".p", unit.paragraph);
    }
    if unit.item != 0 {
        part(".i", unit.item);
        if unit.subitem != 0 {
            part(".s", unit.subitem);
        }
    }
    anchor
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
