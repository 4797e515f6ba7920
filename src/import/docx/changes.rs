//! Tracked changes: what stays, what goes, and how many there are.

use std::collections::HashMap;

use roxmltree::NodeId;

use super::plain::plain;
use super::xml::{self, Node, Vocabulary};

/// What becomes of changes that nobody has decided on.
///
/// The default is to stop: a regulation that is still being negotiated must not be published by accident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrackChanges {
    /// Read the document as if all changes were accepted.
    Accept,
    /// Read it as it was before them.
    Reject,
    /// Read no document that has any.
    #[default]
    Fail,
}

impl TrackChanges {
    /// Whether this decision takes away what a change marks; nothing for what marks no change.
    pub(super) fn removes(self, node: Node<'_>) -> Option<bool> {
        match xml::name(node) {
            (Vocabulary::Word, "ins" | "moveTo" | "cellIns") => Some(self == Self::Reject),
            (Vocabulary::Word, "del" | "moveFrom" | "cellDel") => Some(self != Self::Reject),
            _ => None,
        }
    }

    /// Whether it takes away what has these properties: the mark of a paragraph, a row, a cell.
    pub(super) fn removes_marked(self, properties: Option<Node<'_>>) -> bool {
        let mut marks = properties.into_iter().flat_map(xml::elements);
        marks.any(|mark| self.removes(mark) == Some(true))
    }

    /// The properties that hold: those of before, where a change of them is rejected. `change` is the change's name.
    pub(super) fn properties<'a>(self, now: Option<Node<'a>>, change: &str) -> Option<Node<'a>> {
        let before = now.and_then(|now| xml::child(now, change));
        match before {
            Some(before) if self == Self::Reject => xml::elements(before).next(),
            _ => now,
        }
    }
}

/// The changes of a part that alter its words or numbers.
pub(super) fn changes<'a>(root: Node<'a>) -> impl Iterator<Item = Node<'a>> {
    root.descendants()
        .filter(|node| node.is_element() && is_change(*node) && !is_unread(*node))
}

/// Whether an element changes words or numbers. A change of mere looks needs no decision.
fn is_change(node: Node<'_>) -> bool {
    match xml::name(node) {
        (Vocabulary::Word, "ins" | "del" | "moveFrom" | "moveTo" | "cellIns" | "cellDel") => true,
        (Vocabulary::Word, "pPrChange") => {
            let numbering = |properties: Option<Node<'_>>| {
                let style = properties
                    .and_then(|properties| xml::value(properties, "pStyle"))
                    .map(str::to_owned);
                let list = properties.and_then(|properties| xml::child(properties, "numPr"));
                let number = |name: &str| xml::number(list?, name);
                (style, number("numId"), number("ilvl"))
            };
            numbering(xml::child(node, "pPr")) != numbering(node.parent_element())
        }
        _ => false,
    }
}

fn is_unread(node: Node<'_>) -> bool {
    node.ancestors().any(xml::is_fallback)
}

/// The paragraph numbers of a document, from 1.
pub(super) fn places(root: Node<'_>) -> HashMap<NodeId, u32> {
    let paragraphs = root
        .descendants()
        .filter(|node| xml::is(*node, "p") && !is_unread(*node));
    paragraphs.map(|node| node.id()).zip(1..).collect()
}

/// The paragraph that a change stands in, and what it is about, in few words.
pub(super) fn described(change: Node<'_>, places: &HashMap<NodeId, u32>) -> (u32, String) {
    const ENOUGH: usize = 40;
    let paragraph = change.ancestors().find(|node| xml::is(*node, "p"));
    let inside = || change.descendants().find(|node| xml::is(*node, "p"));
    let place = paragraph
        .or_else(inside)
        .and_then(|paragraph| places.get(&paragraph.id()));
    let mut text = plain(change);
    if text.is_empty() {
        text = paragraph.map(plain).unwrap_or_default();
    }
    let short: String = text.chars().take(ENOUGH).collect();
    let text = if short.len() < text.len() { short + "…" } else { short };
    (place.copied().unwrap_or(0), text.replace('\n', " "))
}
