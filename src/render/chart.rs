//! The organisation chart: the tree that the reporting lines make, laid out as SVG, and the same as a nested list.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use super::Shared;
use super::html::{escape, escaped};
use super::outline::joined;
use super::places::Location;
use crate::model::{Handbook, RoleId};

/// A role in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub role: RoleId,
    /// Position of its superior in the tree.
    pub parent: Option<usize>,
    pub depth: usize,
}

/// All roles, each once, superiors before their subordinates.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// Reporting lines that the tree has no place for, as positions in it: superior and subordinate.
    pub extra: Vec<(usize, usize)>,
    /// Dotted lines: superior and subordinate.
    pub dotted: Vec<(usize, usize)>,
}

impl Tree {
    /// Every role stands under its first superior; where superiors go round in a circle, the circle is cut.
    pub fn new(handbook: &Handbook) -> Self {
        let roles = &handbook.roles;
        let others =
            |role: RoleId, list: &[RoleId]| list.iter().copied().filter(|&other| other != role).collect::<Vec<_>>();
        let superiors: Vec<Vec<RoleId>> = handbook
            .role_ids()
            .map(|role| others(role, &handbook.role(role).superiors))
            .collect();
        let mut parents: Vec<Option<RoleId>> = superiors.iter().map(|list| list.first().copied()).collect();
        cut_circles(&mut parents);
        let mut children: Vec<Vec<RoleId>> = vec![Vec::new(); roles.len()];
        for role in handbook.role_ids() {
            // In the order in which the superior's article names them.
            for &subordinate in &handbook.role(role).subordinates {
                if parents[subordinate.index()] == Some(role) && !children[role.index()].contains(&subordinate) {
                    children[role.index()].push(subordinate);
                }
            }
        }
        let mut roots: Vec<RoleId> = handbook
            .role_ids()
            .filter(|role| parents[role.index()].is_none())
            .filter(|&role| {
                let found = handbook.role(role);
                !found.external || !found.subordinates.is_empty() || !found.dotted.is_empty()
            })
            .collect();
        roots.sort_by_key(|&role| {
            let found = handbook.role(role);
            (!found.top, children[role.index()].is_empty(), role)
        });
        let mut tree = Self::default();
        let mut positions: Vec<Option<usize>> = vec![None; roles.len()];
        let mut open: Vec<(RoleId, Option<usize>, usize)> =
            roots.into_iter().rev().map(|role| (role, None, 0)).collect();
        while let Some((role, parent, depth)) = open.pop() {
            let position = tree.nodes.len();
            positions[role.index()] = Some(position);
            tree.nodes.push(Node { role, parent, depth });
            let below = children[role.index()].iter().rev();
            open.extend(below.map(|&child| (child, Some(position), depth + 1)));
        }
        let pairs = |superior: RoleId, role: RoleId| Some((positions[superior.index()]?, positions[role.index()]?));
        for role in handbook.role_ids() {
            let parent = parents[role.index()];
            let extra = superiors[role.index()]
                .iter()
                .filter(|&&superior| parent != Some(superior));
            tree.extra.extend(extra.filter_map(|&superior| pairs(superior, role)));
            tree.dotted.extend(
                handbook
                    .role(role)
                    .dotted
                    .iter()
                    .filter_map(|&superior| pairs(superior, role)),
            );
        }
        tree
    }
}

fn cut_circles(parents: &mut [Option<RoleId>]) {
    // 0: not seen; a round's own number: seen on this way up; any other: known to end.
    let mut seen = vec![0_usize; parents.len()];
    for start in 0..parents.len() {
        let mut at = start;
        loop {
            if seen[at] == start + 1 {
                parents[at] = None;
                break;
            }
            if seen[at] != 0 {
                break;
            }
            seen[at] = start + 1;
            match parents[at] {
                Some(next) => at = next.index(),
                None => break,
            }
        }
    }
}

/// Sizes in pixels.
const FONT: f64 = 15.0;
const SMALL_FONT: f64 = 12.0;
const LINE: f64 = 20.0;
const SMALL_LINE: f64 = 16.0;
const PADDING: f64 = 10.0;
const WIDEST: f64 = 132.0;
const NARROWEST: f64 = 96.0;
const COLUMN_GAP: f64 = 32.0;
const ROW_GAP: f64 = 10.0;
const MARGIN: f64 = 2.0;

/// Width of a text: wide characters are square; others are taken to be wider than they are in most fonts.
fn width(text: &str, font: f64) -> f64 {
    let widths = text
        .chars()
        .map(|next| if next.width() == Some(2) { 1.0 } else { 0.58 });
    widths.sum::<f64>() * font
}

/// A box of the chart.
struct Plate {
    name: Vec<String>,
    department: Vec<String>,
    x: f64,
    y: f64,
}

impl Plate {
    fn text_height(&self) -> f64 {
        LINE * self.name.len() as f64 + SMALL_LINE * self.department.len() as f64
    }
}

/// The chart as SVG: superiors on the left, one column for each level. Empty where there are no roles.
pub(super) fn svg(shared: &Shared<'_>, tree: &Tree, from: Location) -> String {
    if tree.nodes.is_empty() {
        return String::new();
    }
    let handbook = shared.handbook;
    let mut plates: Vec<Plate> = tree
        .nodes
        .iter()
        .map(|node| {
            let role = handbook.role(node.role);
            let unit = role.unit.map(|unit| handbook.units[unit.index()].name(from.language));
            Plate {
                name: wrap(role.name(from.language), FONT, WIDEST),
                department: unit.map(|unit| wrap(unit, SMALL_FONT, WIDEST)).unwrap_or_default(),
                x: 0.0,
                y: 0.0,
            }
        })
        .collect();
    let widths = plates.iter().flat_map(|plate| {
        let names = plate.name.iter().map(|line| width(line, FONT));
        names.chain(plate.department.iter().map(|line| width(line, SMALL_FONT)))
    });
    let box_width = widths.fold(NARROWEST, f64::max) + 2.0 * PADDING;
    let box_height = plates.iter().map(Plate::text_height).fold(0.0, f64::max) + 2.0 * PADDING - 4.0;
    place(tree, &mut plates, box_width, box_height);

    let deepest = tree.nodes.iter().map(|node| node.depth).max().unwrap_or(0) as f64;
    let lowest = plates.iter().map(|plate| plate.y).fold(0.0, f64::max);
    let total_width = 2.0 * MARGIN + box_width + deepest * (box_width + COLUMN_GAP);
    let total_height = lowest + box_height + MARGIN;
    let label = escaped(shared.words(from.language).get("chart"));
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<svg class=\"chart\" role=\"group\" aria-label=\"{label}\" xmlns=\"http://www.w3.org/2000/svg\" \
         width=\"{total_width:.0}\" height=\"{total_height:.0}\" viewBox=\"0 0 {total_width:.0} {total_height:.0}\">"
    );
    let sides = |superior: usize, subordinate: usize| {
        let (upper, lower) = (&plates[superior], &plates[subordinate]);
        (
            upper.x + box_width,
            upper.y + box_height / 2.0,
            lower.x,
            lower.y + box_height / 2.0,
        )
    };
    for (position, node) in tree.nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            let (x, y, to_x, to_y) = sides(parent, position);
            let middle = x + COLUMN_GAP / 2.0;
            let _ = writeln!(
                out,
                "<path class=\"line\" d=\"M{x:.1} {y:.1}H{middle:.1}V{to_y:.1}H{to_x:.1}\"/>"
            );
        }
    }
    for (class, lines) in [("line extra", &tree.extra), ("line dotted", &tree.dotted)] {
        for &(superior, subordinate) in lines {
            let (x, y, to_x, to_y) = sides(superior, subordinate);
            let (bend, to_bend) = (x + COLUMN_GAP, to_x - COLUMN_GAP);
            let _ = writeln!(
                out,
                "<path class=\"{class}\" d=\"M{x:.1} {y:.1}C{bend:.1} {y:.1} {to_bend:.1} {to_y:.1} {to_x:.1} {to_y:.1}\"/>"
            );
        }
    }
    for (node, plate) in tree.nodes.iter().zip(&plates) {
        let to = Location {
            language: from.language,
            page: shared.places.role_page(node.role),
        };
        let href = escaped(&shared.places.href(handbook, from, to, None));
        let Plate { x, y, .. } = plate;
        let class = if handbook.role(node.role).external {
            "box external"
        } else {
            "box"
        };
        let _ = write!(
            out,
            "<a class=\"{class}\" href=\"{href}\"><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{box_width:.1}\" \
             height=\"{box_height:.1}\" rx=\"4\"/>"
        );
        let text_x = x + box_width / 2.0;
        let mut base = y + (box_height - plate.text_height()) / 2.0 + FONT;
        for line in &plate.name {
            let _ = write!(
                out,
                "<text class=\"name\" x=\"{text_x:.1}\" y=\"{base:.1}\">{}</text>",
                escaped(line)
            );
            base += LINE;
        }
        for line in &plate.department {
            let _ = write!(
                out,
                "<text class=\"department\" x=\"{text_x:.1}\" y=\"{:.1}\">{}</text>",
                base - 2.0,
                escaped(line)
            );
            base += SMALL_LINE;
        }
        out.push_str("</a>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// Gives each box its place: a superior beside the first of its subordinates, all in one row after the other, so that the
/// top of the chart is where a small screen begins.
fn place(tree: &Tree, plates: &mut [Plate], box_width: f64, box_height: f64) {
    let mut next = MARGIN;
    let mut last: Option<usize> = None;
    for (position, node) in tree.nodes.iter().enumerate() {
        // The first subordinate comes right after its superior; anybody else begins a row.
        if last.is_some() && node.parent != last {
            next += box_height + ROW_GAP;
        }
        plates[position].x = MARGIN + node.depth as f64 * (box_width + COLUMN_GAP);
        plates[position].y = next;
        last = Some(position);
    }
}

/// Breaks a name into lines no wider than `limit`, at blanks where there are any.
fn wrap(text: &str, font: f64, limit: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let fits = |line: &str, more: &str| width(line, font) + width(more.trim_end(), font) <= limit;
        let last = lines.last().map_or("", String::as_str);
        if !last.is_empty() && !fits(last, word) {
            lines.push(String::new());
        }
        for next in word.chars() {
            let mut buffer = [0; 4];
            let next: &str = next.encode_utf8(&mut buffer);
            if lines.last().is_some_and(|line| !line.is_empty() && !fits(line, next)) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(next);
            }
        }
    }
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// The tree as a nested list.
pub(super) fn list(shared: &Shared<'_>, tree: &Tree, from: Location) -> String {
    let handbook = shared.handbook;
    let words = shared.words(from.language);
    let link = |out: &mut String, role: RoleId| {
        let to = Location {
            language: from.language,
            page: shared.places.role_page(role),
        };
        out.push_str("<a href=\"");
        escape(out, &shared.places.href(handbook, from, to, None));
        out.push_str("\">");
        escape(out, handbook.role(role).name(from.language));
        out.push_str("</a>");
    };
    let mut out = String::new();
    let mut depth = 0;
    for (position, node) in tree.nodes.iter().enumerate() {
        if position == 0 || node.depth > depth {
            out.push_str("<ul class=\"tree\">\n");
        } else {
            out.push_str("</li>\n");
            (node.depth..depth).for_each(|_| out.push_str("</ul></li>\n"));
        }
        depth = node.depth;
        out.push_str("<li>");
        link(&mut out, node.role);
        if let Some(unit) = handbook.role(node.role).unit {
            out.push_str(" <span class=\"department\">");
            escape(&mut out, handbook.units[unit.index()].name(from.language));
            out.push_str("</span>");
        }
        for (key, lines) in [("also-reports-to", &tree.extra), ("dotted-line", &tree.dotted)] {
            let above: Vec<usize> = lines
                .iter()
                .filter(|line| line.1 == position)
                .map(|line| line.0)
                .collect();
            if above.is_empty() {
                continue;
            }
            out.push_str(" <span class=\"other-superior\">");
            escape(&mut out, &joined(words.get(key), ""));
            escape(&mut out, words.get("colon"));
            for (index, superior) in above.into_iter().enumerate() {
                if index > 0 {
                    escape(&mut out, &words.language.pack.list_separator);
                }
                link(&mut out, tree.nodes[superior].role);
            }
            out.push_str("</span>");
        }
    }
    if !tree.nodes.is_empty() {
        (0..depth).for_each(|_| out.push_str("</li></ul>\n"));
        out.push_str("</li></ul>\n");
    }
    out
}
