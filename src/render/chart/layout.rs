//! Where the boxes of a chart stand: superiors above their subordinates, in the width that there is.
//!
//! Subordinates stand in a row below their superior where they fit, and otherwise in several rows, down to one below
//! the other, so that an organisation of any breadth stays as wide as a page. Each box has a rectangle of its own for
//! itself and all that is below it; rectangles never overlap, and neither do boxes. Time and size are linear.

/// A box to be placed. Parents come before their children.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub parent: Option<usize>,
    pub height: i32,
}

/// Where a box stands, in pixels; all boxes are equally wide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub x: i32,
    pub y: i32,
    /// That of the tallest of its siblings.
    pub height: i32,
}

/// A piece of the lines between boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Across { y: i32, from: i32, to: i32 },
    Down { x: i32, from: i32, to: i32 },
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub places: Vec<Place>,
    pub lines: Vec<Line>,
    pub width: i32,
    pub height: i32,
}

/// Room at the edges of the chart.
const MARGIN: i32 = 4;
/// Between a box and the one beside it.
const GAP: i32 = 12;
/// Between a box and the row below it, with a line across.
const DROP: i32 = 24;
/// Between boxes one below the other.
const STACK_GAP: i32 = 10;
/// What stands below the left edge of its superior stands this much further in.
const INDENT: i32 = 20;
/// The most boxes without subordinates that stand one below the other where there is room for more columns.
const TALLEST: usize = 8;

/// How the children of a box stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// In one row, the parent above its middle.
    Row,
    /// One below the other, further in than the parent.
    Stack,
    /// In rows, further in than the parent.
    Rows,
}

/// Places `nodes`, each `width` wide, in `widest` pixels where their depth allows it.
pub(super) fn lay_out(nodes: &[Node], width: i32, widest: i32) -> Layout {
    let mut plan = Plan::new(nodes, width);
    plan.share(widest - 2 * MARGIN);
    plan.measure();
    plan.place()
}

struct Plan {
    width: i32,
    heights: Vec<i32>,
    /// The children of each box, and last of all the boxes without a parent.
    children: Vec<Vec<usize>>,
    shapes: Vec<Shape>,
    /// Whether a box is the first of its row.
    begins_row: Vec<bool>,
    /// The least width that a box and all below it can do with, and the width that they would like.
    least: Vec<i32>,
    ideal: Vec<i32>,
    room: Vec<i32>,
    /// The size of the rectangle of a box and all below it, and where in it the box stands.
    sizes: Vec<(i32, i32)>,
    heads: Vec<i32>,
    /// Where its rectangle stands in that of its parent.
    offsets: Vec<(i32, i32)>,
}

impl Plan {
    fn new(nodes: &[Node], width: i32) -> Self {
        let top = nodes.len();
        let mut children = vec![Vec::new(); top + 1];
        for (index, node) in nodes.iter().enumerate() {
            children[node.parent.unwrap_or(top)].push(index);
        }
        let mut plan = Self {
            width,
            heights: nodes.iter().map(|node| node.height).chain([0]).collect(),
            shapes: vec![Shape::Row; top + 1],
            begins_row: vec![false; top + 1],
            least: vec![width; top + 1],
            ideal: vec![width; top + 1],
            room: vec![width; top + 1],
            sizes: vec![(0, 0); top + 1],
            heads: vec![0; top + 1],
            offsets: vec![(0, 0); top + 1],
            children,
        };
        for siblings in &plan.children {
            let tallest = siblings.iter().map(|&child| plan.heights[child]).max().unwrap_or(0);
            siblings.iter().for_each(|&child| plan.heights[child] = tallest);
        }
        for index in (0..top).rev().chain([top]) {
            plan.wish(index);
        }
        plan
    }

    /// Stands for the boxes without a parent.
    fn top(&self) -> usize {
        self.children.len() - 1
    }

    fn indent(&self, index: usize) -> i32 {
        if index == self.top() { 0 } else { INDENT }
    }

    fn all_leaves(&self, index: usize) -> bool {
        self.children[index]
            .iter()
            .all(|&child| self.children[child].is_empty())
    }

    fn beside(&self, widths: impl Iterator<Item = i32>) -> i32 {
        (widths.map(|width| width + GAP).sum::<i32>() - GAP).max(0)
    }

    /// Finds the least and the ideal width of a box and all below it, those below being known.
    fn wish(&mut self, index: usize) {
        let children = &self.children[index];
        let indent = self.indent(index);
        match children[..] {
            [] => {}
            [only] => (self.least[index], self.ideal[index]) = (self.least[only], self.ideal[only]),
            _ => {
                let least = children.iter().map(|&child| self.least[child]).max().unwrap_or(0);
                self.least[index] = indent + least;
                self.ideal[index] = if index != self.top() && self.all_leaves(index) {
                    let columns = children.len().div_ceil(TALLEST);
                    indent + self.beside((0..columns).map(|_| self.width))
                } else {
                    self.beside(children.iter().map(|&child| self.ideal[child]))
                };
            }
        }
    }

    /// Gives every box its room and its children their shape, from the top down.
    fn share(&mut self, room: i32) {
        let top = self.top();
        self.room[top] = room;
        for index in [top].into_iter().chain(0..top) {
            let children = std::mem::take(&mut self.children[index]);
            if let Some(&first) = children.first() {
                self.begins_row[first] = true;
                self.arrange(index, &children);
            }
            self.children[index] = children;
        }
    }

    fn arrange(&mut self, index: usize, children: &[usize]) {
        let room = self.room[index];
        if let [only] = children {
            self.room[*only] = room;
            return;
        }
        let least = self.beside(children.iter().map(|&child| self.least[child]));
        let leaves = children.iter().all(|&child| self.children[child].is_empty());
        if least <= room && (index == self.top() || !leaves) {
            self.spread(children, room);
            return;
        }
        let room = room - self.indent(index);
        let columns = if leaves && index != self.top() {
            children.len().div_ceil(TALLEST)
        } else {
            usize::MAX
        };
        let mut start = 0;
        let mut taken = 0;
        self.shapes[index] = Shape::Stack;
        for end in 0..children.len() {
            let wanted = self.least[children[end]];
            if end > start && (taken + wanted > room || end - start == columns) {
                self.spread(&children[start..end], room);
                (start, taken) = (end, 0);
                self.begins_row[children[end]] = true;
            } else if end > start {
                self.shapes[index] = Shape::Rows;
            }
            taken += wanted + GAP;
        }
        self.spread(&children[start..], room);
    }

    /// Shares the room of a row: everybody has the least, and of what is left as much as they would like.
    fn spread(&mut self, row: &[usize], room: i32) {
        let spare = room - self.beside(row.iter().map(|&child| self.least[child]));
        let wanted: i32 = row.iter().map(|&child| self.ideal[child] - self.least[child]).sum();
        for &child in row {
            let more = self.ideal[child] - self.least[child];
            let share = if wanted <= spare {
                more
            } else {
                i32::try_from(i64::from(more) * i64::from(spare.max(0)) / i64::from(wanted)).unwrap_or(more)
            };
            self.room[child] = self.least[child] + share;
        }
    }

    /// Sizes the rectangles, from the bottom up.
    fn measure(&mut self) {
        for index in (0..self.top()).rev().chain([self.top()]) {
            let top = index == self.top();
            let shape = self.shapes[index];
            let indent = if shape == Shape::Row { 0 } else { self.indent(index) };
            let gap = if shape == Shape::Stack { STACK_GAP } else { DROP };
            let children = &self.children[index];
            let (mut width, mut bottom) = (0, self.heights[index]);
            let (mut x, mut y) = (indent, bottom);
            for (place, &child) in children.iter().enumerate() {
                if self.begins_row[child] {
                    x = indent;
                    y = bottom + if top && place == 0 { 0 } else { gap };
                }
                self.offsets[child] = (x, y);
                let (child_width, child_height) = self.sizes[child];
                bottom = bottom.max(y + child_height);
                width = width.max(x + child_width);
                x += child_width + GAP;
            }
            if shape == Shape::Row
                && let (Some(&first), Some(&last)) = (children.first(), children.last())
            {
                let head = |child: usize| self.offsets[child].0 + self.heads[child];
                self.heads[index] = i32::midpoint(head(first), head(last));
            }
            if !top {
                width = width.max(self.heads[index] + self.width);
            }
            self.sizes[index] = (width, bottom);
        }
    }

    /// Puts every box where it stands, from the top down, and draws the lines.
    fn place(&self) -> Layout {
        let top = self.top();
        let mut corners = vec![(MARGIN, MARGIN); top + 1];
        let mut places = vec![Place::default(); top];
        for index in [top].into_iter().chain(0..top) {
            let (x, y) = corners[index];
            if index != top {
                let height = self.heights[index];
                places[index] = Place {
                    x: x + self.heads[index],
                    y,
                    height,
                };
            }
            for &child in &self.children[index] {
                let (right, down) = self.offsets[child];
                corners[child] = (x + right, y + down);
            }
        }
        let mut lines = Vec::new();
        for index in 0..top {
            self.draw(index, &places, &mut lines);
        }
        let (width, height) = self.sizes[top];
        Layout {
            places,
            lines,
            width: width + 2 * MARGIN,
            height: height + 2 * MARGIN,
        }
    }

    /// The lines from a box to its children.
    fn draw(&self, index: usize, places: &[Place], lines: &mut Vec<Line>) {
        let children = &self.children[index];
        let Some(&last) = children.last() else { return };
        let bottom = places[index].y + places[index].height;
        let middle = |place: Place| place.x + self.width / 2;
        let spine = match self.shapes[index] {
            Shape::Row => middle(places[index]),
            Shape::Stack | Shape::Rows => places[index].x + INDENT / 2,
        };
        if self.shapes[index] == Shape::Stack {
            let side = |place: Place| place.y + place.height / 2;
            lines.push(Line::Down {
                x: spine,
                from: bottom,
                to: side(places[last]),
            });
            lines.extend(children.iter().map(|&child| {
                let place = places[child];
                Line::Across {
                    y: side(place),
                    from: spine,
                    to: place.x,
                }
            }));
        } else if let [only] = children[..] {
            lines.push(Line::Down {
                x: spine,
                from: bottom,
                to: places[only].y,
            });
        } else {
            let above = |place: Place| place.y - DROP / 2;
            lines.push(Line::Down {
                x: spine,
                from: bottom,
                to: above(places[last]),
            });
            for row in children.chunk_by(|_, &next| !self.begins_row[next]) {
                let y = above(places[row[0]]);
                let centres = row.iter().map(|&child| middle(places[child]));
                let (from, to) = centres
                    .clone()
                    .fold((spine, spine), |(from, to), x| (from.min(x), to.max(x)));
                lines.push(Line::Across { y, from, to });
                lines.extend(centres.map(|x| Line::Down {
                    x,
                    from: y,
                    to: y + DROP / 2,
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests;
