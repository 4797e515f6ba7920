//! A part of the organisation as a drawing.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use super::super::html::{escape, escaped};
use super::layout::{self, Layout, Line, Place};
use super::{Charts, Link, Part, Shows};

/// Sizes in pixels.
const FONT: f64 = 15.0;
const SMALL_FONT: f64 = 12.0;
const NAME_LINE: i32 = 20;
const SMALL_LINE: i32 = 16;
/// From the foot of a line of text to its base.
const DESCENT: i32 = 5;
const PADDING: i32 = 8;
const WIDEST_TEXT: i32 = 132;
const NARROWEST_TEXT: i32 = 76;
/// How many lines a name may have; the rest is in the box's title.
const MOST_LINES: usize = 3;
/// How far a line from another chart is drawn.
const STUB: i32 = 9;
/// How far a line goes round the boxes between its ends.
const LOOP: i32 = 28;
/// Where less than this is between two boxes, a line through the gap would seem to be their edge.
const NARROW: i32 = 16;
/// The widths that a chart is laid out for.
const PAGE: i32 = 760;
const PHONE: i32 = 340;

/// What stands in a box.
struct Label {
    name: Vec<String>,
    small: Vec<String>,
    /// What the box does not say itself.
    title: Option<String>,
}

impl Label {
    fn height(&self) -> i32 {
        let lines = |texts: &[String], line: i32| line * i32::try_from(texts.len()).unwrap_or(0);
        lines(&self.name, NAME_LINE) + lines(&self.small, SMALL_LINE)
    }
}

/// The drawing for each width, the wider first, or the one that serves both; empty where there is nothing to draw.
pub(super) fn svg(charts: &Charts<'_>, part: &Part) -> String {
    if part.items.is_empty() {
        return String::new();
    }
    let labels = labels(charts, part);
    let texts = labels.iter().flat_map(|label| {
        let names = label.name.iter().map(|line| width(line, FONT));
        names.chain(label.small.iter().map(|line| width(line, SMALL_FONT)))
    });
    let text = texts.fold(f64::from(NARROWEST_TEXT), f64::max).ceil();
    // Even, so that the middle of a box is on a pixel.
    let box_width = 2 * ((text / 2.0).ceil() as i32 + PADDING);
    let nodes: Vec<layout::Node> = part
        .items
        .iter()
        .zip(&labels)
        .map(|(item, label)| layout::Node {
            parent: item.parent,
            height: label.height() + 2 * PADDING,
        })
        .collect();
    let mut out = String::new();
    let wide = layout::lay_out(&nodes, box_width, PAGE);
    if wide.width <= PHONE {
        draw(&mut out, charts, part, &labels, &wide, box_width, "chart");
    } else {
        draw(&mut out, charts, part, &labels, &wide, box_width, "chart wide");
        let narrow = layout::lay_out(&nodes, box_width, PHONE);
        draw(&mut out, charts, part, &labels, &narrow, box_width, "chart narrow");
    }
    out
}

fn labels(charts: &Charts<'_>, part: &Part) -> Vec<Label> {
    let mut elsewhere: Vec<String> = vec![String::new(); part.items.len()];
    for (label, links) in charts.others(part) {
        for link in links.iter().filter(|link| link.from.is_none()) {
            let _ = write!(elsewhere[link.to], "\n{label}{}", charts.role_name(link.superior));
        }
    }
    let label = |(item, elsewhere): (&super::Item, String)| {
        let (name, small) = match item.shows {
            Shows::Part(folded) => (charts.title(folded), Some(charts.size(folded))),
            Shows::Role(position) | Shows::Above(position) => (
                charts.role_name(position),
                charts.department(part, *item).map(str::to_owned),
            ),
        };
        let lines = wrap(name, FONT);
        let shortened = lines.last().is_some_and(|line| line.ends_with('…')) && !name.ends_with('…');
        Label {
            title: (shortened || !elsewhere.is_empty()).then(|| format!("{name}{elsewhere}")),
            name: lines,
            small: small.map(|text| wrap(&text, SMALL_FONT)).unwrap_or_default(),
        }
    };
    part.items.iter().zip(elsewhere).map(label).collect()
}

fn draw(
    out: &mut String,
    charts: &Charts<'_>,
    part: &Part,
    labels: &[Label],
    layout: &Layout,
    width: i32,
    class: &str,
) {
    let label = escaped(charts.shared.words(charts.at.language).get("chart"));
    // A line round other boxes goes out to the side.
    let straight = part.extra.is_empty() && part.dotted.is_empty();
    let (right, bottom) = (layout.width + if straight { 0 } else { LOOP }, layout.height);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<svg class=\"{class}\" role=\"group\" aria-label=\"{label}\" width=\"{right}\" height=\"{bottom}\" \
         viewBox=\"0 0 {right} {bottom}\">\n<path class=\"line\" d=\""
    );
    for line in &layout.lines {
        let _ = match line {
            Line::Across { y, from, to } => write!(out, "M{from} {y}H{to}"),
            Line::Down { x, from, to } => write!(out, "M{x} {from}V{to}"),
        };
    }
    out.push_str("\"/>\n");
    for (kind, links) in [("extra", &part.extra), ("dotted", &part.dotted)] {
        if links.is_empty() {
            continue;
        }
        let _ = write!(out, "<path class=\"line {kind}\" d=\"");
        links.iter().for_each(|link| bend(out, layout, width, link));
        out.push_str("\"/>\n");
    }
    for ((item, place), label) in part.items.iter().zip(&layout.places).zip(labels) {
        let class = match item.shows {
            Shows::Part(_) => " class=\"folded\"",
            Shows::Above(_) => " class=\"above\"",
            Shows::Role(position) if charts.shared.handbook.role(charts.role(position)).external => {
                " class=\"external\""
            }
            Shows::Role(_) => "",
        };
        let href = escaped(&charts.href(item.shows));
        let (x, y, height) = (place.x, place.y, place.height);
        let _ = write!(out, "<a{class} href=\"{href}\">");
        if let Some(title) = &label.title {
            let _ = write!(out, "<title>{}</title>", escaped(title));
        }
        if matches!(item.shows, Shows::Part(_)) {
            // A second sheet, of which the edges are seen.
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"/>",
                x + 3,
                y + 3
            );
        }
        let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
        let (middle, mut base) = (x + width / 2, y + (height - label.height()) / 2 - DESCENT);
        for (class, lines, line) in [
            ("", &label.name, NAME_LINE),
            (" class=\"small\"", &label.small, SMALL_LINE),
        ] {
            let Some((first, rest)) = lines.split_first() else {
                continue;
            };
            base += line;
            let _ = write!(out, "<text{class} x=\"{middle}\" y=\"{base}\">");
            escape(out, first);
            for text in rest {
                base += line;
                let _ = write!(out, " <tspan x=\"{middle}\" y=\"{base}\">");
                escape(out, text);
                out.push_str("</tspan>");
            }
            out.push_str("</text>");
        }
        out.push_str("</a>\n");
    }
    out.push_str("</svg>\n");
}

/// A curve from a superior to a subordinate that the tree has no line for; from one in another chart, its end.
fn bend(out: &mut String, layout: &Layout, width: i32, link: &Link) {
    let to = layout.places[link.to];
    // Beside the middle, where the line of the tree ends.
    let beside = width / 2 + width / 4;
    let Some(from) = link.from.map(|from| layout.places[from]) else {
        let _ = write!(out, "M{} {}V{}", to.x + beside, (to.y - STUB).max(0), to.y);
        return;
    };
    let (upper, lower) = if from.y <= to.y { (from, to) } else { (to, from) };
    let (foot, gap) = (upper.y + upper.height, lower.y - upper.y - upper.height);
    let middle = |place: Place| place.y + place.height / 2;
    if gap > LOOP && (from.x - to.x).abs() < width {
        // Others stand between the two: round them.
        let (x, to_x) = (from.x + width, to.x + width);
        let out_to = x.max(to_x) + LOOP;
        let (y, to_y) = (middle(from), middle(to));
        let _ = write!(out, "M{x} {y}C{out_to} {y} {out_to} {to_y} {to_x} {to_y}");
    } else if let Some(side) = side_of(lower, upper.x + beside, width).filter(|_| (0..NARROW).contains(&gap)) {
        let (x, y) = (upper.x + beside, middle(lower));
        let _ = write!(out, "M{x} {foot}Q{x} {y} {side} {y}");
    } else if gap >= 0 {
        let (x, to_x, half) = (upper.x + beside, lower.x + beside, foot + gap / 2);
        let _ = write!(out, "M{x} {foot}C{x} {half} {to_x} {half} {to_x} {}", lower.y);
    } else {
        let (start, end) = if to.x > from.x {
            (from.x + width, to.x)
        } else {
            (from.x, to.x + width)
        };
        let (y, to_y, half) = (middle(from), middle(to), i32::midpoint(start, end));
        let _ = write!(out, "M{start} {y}C{half} {y} {half} {to_y} {end} {to_y}");
    }
}

/// The side of the box at `place` that is next to a line coming down at `x`, where that passes close by.
fn side_of(place: Place, x: i32, width: i32) -> Option<i32> {
    let sides = [place.x - x, x - place.x - width];
    let near = sides.iter().position(|distance| (1..width).contains(distance))?;
    Some(place.x + if near == 0 { 0 } else { width })
}

/// Width of a text: wide characters are square; others are taken to be wider than they are in most fonts.
fn width(text: &str, font: f64) -> f64 {
    let widths = text
        .chars()
        .map(|next| if next.width() == Some(2) { 1.0 } else { 0.62 });
    widths.sum::<f64>() * font
}

/// Breaks a text into lines that fit, at blanks where there are any, and leaves out what is too long.
fn wrap(text: &str, font: f64) -> Vec<String> {
    let fits = |line: &str, more: &str| width(line, font) + width(more.trim_end(), font) <= f64::from(WIDEST_TEXT);
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        if lines.last().is_some_and(|line| !line.is_empty() && !fits(line, word)) {
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
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            while !fits(last, "…") && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_in_at_the_side_of_a_box_that_it_passes_close_by() {
        let at = |x| Place { x, y: 0, height: 40 };
        assert_eq!(side_of(at(172), 106, 124), Some(172));
        assert_eq!(side_of(at(20), 160, 124), Some(144));
        // It ends above the box, or the box is far away.
        assert_eq!(side_of(at(60), 106, 124), None);
        assert_eq!(side_of(at(300), 106, 124), None);
    }
}
