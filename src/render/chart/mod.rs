//! The organisation chart: the tree that the reporting lines make, as drawings and as nested lists.
//!
//! A large organisation is divided into parts ([`parts`]), each with a drawing and a list of its own. A drawing is laid
//! out twice, for the width of a page and for that of a phone ([`layout`]), and the stylesheet shows one of the two.

mod layout;
mod list;
mod parts;
mod svg;
mod tree;

use super::Shared;
use super::html::escape;
use super::places::Location;
use crate::model::{RoleId, UnitId};
use parts::{Item, Link, Part, Shows};
pub(super) use tree::Tree;

/// The charts of one page.
pub(super) struct Charts<'a> {
    shared: &'a Shared<'a>,
    tree: &'a Tree,
    at: Location,
    units: Vec<Option<UnitId>>,
    parts: Vec<Part>,
}

impl<'a> Charts<'a> {
    pub fn new(shared: &'a Shared<'a>, tree: &'a Tree, at: Location) -> Self {
        let unit = |node: &tree::Node| shared.handbook.role(node.role).unit;
        let units: Vec<Option<UnitId>> = tree.nodes.iter().map(unit).collect();
        let parts = parts::parts(tree, &units);
        Self {
            shared,
            tree,
            at,
            units,
            parts,
        }
    }

    /// The parts that are folded, before those folded in them. What they are folded in is part 0, which a small
    /// organisation has alone.
    pub fn parts(&self) -> std::ops::Range<usize> {
        1..self.parts.len()
    }

    /// How many parts end with this one.
    pub fn ends(&self, part: usize) -> usize {
        let next = self.parts.get(part + 1).map_or(1, |next| next.depth);
        (self.parts[part].depth + 1).saturating_sub(next)
    }

    /// What a part is called.
    pub fn title(&self, part: usize) -> &'a str {
        let part = &self.parts[part];
        let unit = part.unit.map(|unit| self.unit_name(unit));
        unit.or_else(|| part.heads.first().map(|&head| self.role_name(head)))
            .unwrap_or_default()
    }

    /// Says how many roles a part holds.
    pub fn size(&self, part: usize) -> String {
        let count = self.parts[part].roles.to_string();
        self.shared
            .words(self.at.language)
            .fill("charts.roles", &[("count", &count)])
    }

    /// The anchor of a part: after its first head, the same in every language.
    pub fn anchor(&self, part: usize) -> String {
        let head = self.parts[part].heads.first();
        let id = head.map(|&head| self.shared.handbook.role(self.role(head)).id.as_str());
        format!("chart-{}", id.unwrap_or_default())
    }

    pub fn svg(&self, part: usize) -> String {
        svg::svg(self, &self.parts[part])
    }

    pub fn list(&self, part: usize) -> String {
        list::list(self, &self.parts[part])
    }

    /// The whole tree as a nested list, nothing folded.
    pub fn whole_list(&self) -> String {
        let whole = parts::whole(self.tree);
        whole.first().map(|part| list::list(self, part)).unwrap_or_default()
    }

    fn role(&self, position: usize) -> RoleId {
        self.tree.nodes[position].role
    }

    fn role_name(&self, position: usize) -> &'a str {
        self.shared.handbook.role(self.role(position)).name(self.at.language)
    }

    fn unit_name(&self, unit: UnitId) -> &'a str {
        self.shared.handbook.units[unit.index()].name(self.at.language)
    }

    /// The department of an item, where it is not that of the one above it.
    fn department(&self, part: &Part, item: Item) -> Option<&'a str> {
        let Shows::Role(position) = item.shows else { return None };
        let above = item.parent.and_then(|parent| match part.items[parent].shows {
            Shows::Role(position) | Shows::Above(position) => self.units[position],
            Shows::Part(_) => None,
        });
        match self.units[position] {
            // A part that is called after its department need not say it again.
            unit if unit == above || (unit.is_some() && unit == part.unit) => None,
            Some(unit) => Some(self.unit_name(unit)),
            None => Some(self.shared.words(self.at.language).get("no-department")),
        }
    }

    /// Where an item leads.
    fn href(&self, shows: Shows) -> String {
        match shows {
            Shows::Role(position) | Shows::Above(position) => {
                let page = self.shared.places.role_page(self.role(position));
                let to = Location {
                    language: self.at.language,
                    page,
                };
                self.shared.places.href(self.shared.handbook, self.at, to, None)
            }
            Shows::Part(part) => {
                let anchor = self.anchor(part);
                self.shared
                    .places
                    .href(self.shared.handbook, self.at, self.at, Some(&anchor))
            }
        }
    }

    /// What is said of each kind of further superior: a label, and the lines that it is for.
    fn others<'p>(&self, part: &'p Part) -> [(String, &'p [Link]); 2] {
        let words = self.shared.words(self.at.language);
        let label = |key: &str| words.get(key).to_owned() + words.get("colon");
        [
            (label("also-reports-to"), &part.extra),
            (label("dotted-line"), &part.dotted),
        ]
    }

    fn link(&self, out: &mut String, shows: Shows) {
        out.push_str("<a href=\"");
        escape(out, &self.href(shows));
        out.push_str("\">");
        escape(
            out,
            match shows {
                Shows::Role(position) | Shows::Above(position) => self.role_name(position),
                Shows::Part(part) => self.title(part),
            },
        );
        out.push_str("</a>");
    }
}
