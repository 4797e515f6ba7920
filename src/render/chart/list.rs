//! A part of the organisation as a nested list.

use super::super::html::escape;
use super::{Charts, Part, Shows};

pub(super) fn list(charts: &Charts<'_>, part: &Part) -> String {
    let words = charts.shared.words(charts.at.language);
    let mut others: Vec<Vec<(&str, usize)>> = vec![Vec::new(); part.items.len()];
    let kinds = charts.others(part);
    for (label, links) in &kinds {
        for link in *links {
            others[link.to].push((label, link.superior));
        }
    }
    let mut out = String::new();
    let mut depths: Vec<usize> = Vec::with_capacity(part.items.len());
    for (index, item) in part.items.iter().enumerate() {
        let depth = item.parent.map_or(0, |parent| depths[parent] + 1);
        match depths.last() {
            Some(&last) if depth <= last => {
                out.push_str("</li>\n");
                (depth..last).for_each(|_| out.push_str("</ul></li>\n"));
            }
            _ => out.push_str("<ul class=\"tree\">\n"),
        }
        depths.push(depth);
        out.push_str("<li>");
        charts.link(&mut out, item.shows);
        let note = match item.shows {
            Shows::Part(folded) => Some(charts.size(folded)),
            _ => charts.department(part, *item).map(str::to_owned),
        };
        if let Some(note) = note {
            out.push_str(" <span>");
            escape(&mut out, &note);
            out.push_str("</span>");
        }
        for superiors in others[index].chunk_by(|one, other| one.0 == other.0) {
            out.push_str(" <span>");
            escape(&mut out, superiors[0].0);
            for (place, &(_, superior)) in superiors.iter().enumerate() {
                if place > 0 {
                    escape(&mut out, &words.language.pack.list_separator);
                }
                charts.link(&mut out, Shows::Role(superior));
            }
            out.push_str("</span>");
        }
    }
    if let Some(&last) = depths.last() {
        out.push_str("</li></ul>\n");
        (0..last).for_each(|_| out.push_str("</li></ul>\n"));
    }
    out
}
