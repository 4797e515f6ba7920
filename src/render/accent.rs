//! The house's own colour, so that it can be read on the theme's papers.
//!
//! Contrast is that of the Web Content Accessibility Guidelines 2.2 (relative luminance, contrast ratio), which ask for
//! 4.5 : 1 between text and what is behind it (success criterion 1.4.3). A colour with less is made darker or lighter,
//! step by step and with its hue kept, until it has as much on each paper that links stand on.

use std::collections::BTreeMap;

use crate::config::{Colour, SiteConfig};

/// Contrast that text of the usual size needs.
const READABLE: f64 = 4.5;
/// The properties of a theme's `:root` that are papers.
const PAPERS: [&str; 4] = ["--paper", "--raised", "--mark", "--notice"];
/// Steps in which a colour goes to black or white.
const STEPS: u32 = 256;
/// Share of the colour in the line below a link; the rest is paper.
const LINE: f64 = 0.42;

/// The colours that stand behind links, by the property that names them.
type Papers = BTreeMap<&'static str, Colour>;

/// The rules that set the accents of `site` over a theme whose stylesheet is `css`; nothing where it has none.
pub(super) fn stylesheet(site: &SiteConfig, css: &str) -> String {
    let given = |accent: &Option<_>| {
        accent
            .as_ref()
            .map(|accent: &crate::config::Spanned<Colour>| accent.value)
    };
    let (light, dark) = (given(&site.accent), given(&site.accent_dark));
    let (Some(on_light), Some(on_dark)) = (light.or(dark), dark.or(light)) else {
        return String::new();
    };
    let [light, dark] = papers(css);
    // Paper from a printer takes the theme's black.
    format!(
        "@media screen {{ {} }}\n@media screen and (prefers-color-scheme: dark) {{ {} }}\n",
        root(on_light, &light),
        root(on_dark, &dark)
    )
}

fn root(accent: Colour, papers: &Papers) -> String {
    let accent = readable(accent, papers);
    let paper = papers.get(PAPERS[0]).copied().unwrap_or(WHITE);
    let line = mixed(accent, paper, LINE);
    format!(":root {{ --accent: {}; --accent-line: {}; }}", hex(accent), hex(line))
}

const BLACK: Colour = Colour {
    red: 0,
    green: 0,
    blue: 0,
};
const WHITE: Colour = Colour {
    red: 255,
    green: 255,
    blue: 255,
};

fn hex(Colour { red, green, blue }: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The relative luminance, 0 for black to 1 for white.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

/// The contrast ratio, 1 to 21.
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// `colour`, or the nearest one of its hue that can be read on each of `papers`.
fn readable(colour: Colour, papers: &Papers) -> Colour {
    let least = |ink: Colour| papers.values().map(|&paper| contrast(ink, paper)).fold(21.0, f64::min);
    let end = if least(BLACK) >= least(WHITE) { BLACK } else { WHITE };
    // In equal steps of lightness the saturation of the HSL model stays as it is, and so does the hue.
    let (hue, saturation, lightness) = to_hsl(colour);
    let goal = if end == BLACK { 0.0 } else { 1.0 };
    (0..STEPS)
        .map(|step| match step {
            0 => colour,
            _ => {
                let share = f64::from(step) / f64::from(STEPS);
                from_hsl(hue, saturation, lightness + (goal - lightness) * share)
            }
        })
        .find(|&ink| least(ink) >= READABLE)
        .unwrap_or(end)
}

/// Hue in sixths of the circle, saturation and lightness from 0 to 1.
fn to_hsl(Colour { red, green, blue }: Colour) -> (f64, f64, f64) {
    let [red, green, blue] = [red, green, blue].map(|channel| f64::from(channel) / 255.0);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let (chroma, lightness) = (most - least, f64::midpoint(most, least));
    if chroma == 0.0 {
        return (0.0, 0.0, lightness);
    }
    let hue = if most <= red {
        ((green - blue) / chroma).rem_euclid(6.0)
    } else if most <= green {
        (blue - red) / chroma + 2.0
    } else {
        (red - green) / chroma + 4.0
    };
    (hue, chroma / (1.0 - (2.0 * lightness - 1.0).abs()), lightness)
}

fn from_hsl(hue: f64, saturation: f64, lightness: f64) -> Colour {
    let reach = saturation * lightness.min(1.0 - lightness);
    let channel = |turn: f64| {
        let at = (turn + hue * 2.0) % 12.0;
        let value = lightness - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0);
        (value * 255.0).round() as u8
    };
    Colour {
        red: channel(0.0),
        green: channel(8.0),
        blue: channel(4.0),
    }
}

fn mixed(one: Colour, other: Colour, share: f64) -> Colour {
    let channel = |one: u8, other: u8| (f64::from(one) * share + f64::from(other) * (1.0 - share)).round() as u8;
    Colour {
        red: channel(one.red, other.red),
        green: channel(one.green, other.green),
        blue: channel(one.blue, other.blue),
    }
}

/// Where a block of a stylesheet holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
    /// On paper, or under a condition that is not one of colours.
    Elsewhere,
}

/// The papers of a stylesheet in light and in dark, as its last `:root` has them.
fn papers(css: &str) -> [Papers; 2] {
    let (mut light, mut dark) = (Papers::new(), Papers::new());
    let mut open = vec![(Scheme::Light, false)];
    let mut rest = css;
    while let Some(end) = rest.find(['{', '}', ';', '/', '"', '\'']) {
        let (before, after) = (&rest[..end], &rest[end + 1..]);
        let (scheme, is_root) = open.last().copied().unwrap_or((Scheme::Light, false));
        match rest.as_bytes()[end] {
            b'/' if after.starts_with('*') => {
                rest = after.split_once("*/").map_or("", |(_, after)| after);
                continue;
            }
            b'{' => open.push(block(before.trim(), scheme)),
            mark @ (b'}' | b';') => {
                if let Some((name, colour)) = declaration(before).filter(|_| is_root) {
                    match scheme {
                        Scheme::Light => drop(light.insert(name, colour)),
                        Scheme::Dark => drop(dark.insert(name, colour)),
                        Scheme::Elsewhere => {}
                    }
                }
                if mark == b'}' {
                    open.pop();
                }
            }
            quote @ (b'"' | b'\'') => {
                rest = after.split_once(quote as char).map_or("", |(_, after)| after);
                continue;
            }
            _ => {}
        }
        rest = after;
    }
    // What the dark scheme does not name it has from the light one.
    for (name, colour) in &light {
        dark.entry(name).or_insert(*colour);
    }
    [light, dark]
}

/// Where a block holds whose head is `head`, and whether it is that of the root.
fn block(head: &str, outside: Scheme) -> (Scheme, bool) {
    let Some(condition) = head.strip_prefix("@media") else {
        return (outside, matches!(head, ":root" | "html"));
    };
    let condition: String = condition.split_whitespace().collect();
    let scheme = match condition.trim_start_matches("screenand").trim_start_matches("screen") {
        "(prefers-color-scheme:dark)" => Scheme::Dark,
        "(prefers-color-scheme:light)" => Scheme::Light,
        "" => outside,
        _ => Scheme::Elsewhere,
    };
    (scheme, false)
}

/// The paper that a declaration sets, where it sets one to a plain colour.
fn declaration(text: &str) -> Option<(&'static str, Colour)> {
    let (name, value) = text.split_once(':')?;
    let name = PAPERS.into_iter().find(|known| *known == name.trim())?;
    let value = value.trim();
    let digits = value.strip_prefix('#').filter(|digits| digits.len() == 3);
    let long = digits.map(|digits| {
        format!(
            "#{}",
            digits.chars().flat_map(|digit| [digit, digit]).collect::<String>()
        )
    });
    Some((name, Colour::parse(long.as_deref().unwrap_or(value))?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    fn default_papers() -> [Papers; 2] {
        papers(include_str!("../../themes/default/site.css"))
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let ratio = |one, other| (contrast(colour(one), colour(other)) * 100.0).round() / 100.0;
        assert_eq!(ratio("#000000", "#ffffff"), 21.0);
        assert_eq!(ratio("#777777", "#ffffff"), 4.48);
        assert_eq!(ratio("#767676", "#ffffff"), 4.54);
        assert_eq!(ratio("#ff0000", "#ffffff"), 4.0);
    }

    #[test]
    fn the_papers_of_the_default_theme_are_found_in_both_schemes() {
        for (papers, is_light) in default_papers().iter().zip([true, false]) {
            let names: Vec<_> = papers.keys().copied().collect();
            assert_eq!(names, ["--mark", "--notice", "--paper", "--raised"]);
            assert!(papers.values().all(|&paper| (luminance(paper) > 0.5) == is_light));
        }
    }

    #[test]
    fn only_the_root_outside_of_print_names_papers() {
        let css = "/* :root { --paper: #111111; } */ p::after { content: \"} :root { --paper: #222222; }\"; }\n\
                   html{--paper:#eee}.card { --paper: #333333; }\n\
                   @media (prefers-color-scheme: dark) { :root { --paper: #012; --raised: var(--paper) } }\n\
                   @media print { :root { --paper: #fff; } } @media screen { :root { --mark: #fedcba } }";
        let [light, dark] = papers(css);
        assert_eq!(light["--paper"], colour("#eeeeee"));
        assert_eq!(dark["--paper"], colour("#001122"));
        assert_eq!(
            (light["--mark"], dark["--mark"]),
            (colour("#fedcba"), colour("#fedcba"))
        );
        assert!(!dark.contains_key("--raised"));
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let [light, dark] = default_papers();
        assert_eq!(hex(readable(colour("#7a1f1f"), &light)), "#7a1f1f");
        assert_eq!(hex(readable(colour("#ffd0d0"), &dark)), "#ffd0d0");
    }

    #[test]
    fn a_colour_that_cannot_be_read_keeps_its_hue() {
        let [light, dark] = default_papers();
        insta::assert_snapshot!(
            ["#ff9900", "#1e88e5", "#e60012", "#888888"].map(|text| {
                let [on_light, on_dark] = [&light, &dark].map(|papers| hex(readable(colour(text), papers)));
                format!("{text} {on_light} {on_dark}")
            }).join("\n"),
            @r"
        #ff9900 #9d5e00 #ff9900
        #1e88e5 #166fbd #67afed
        #e60012 #db0011 #ff838d
        #888888 #6c6c6c #a9a9a9
        "
        );
    }

    proptest! {
        #[test]
        fn every_colour_comes_out_readable_and_of_its_hue(red: u8, green: u8, blue: u8) {
            let given = Colour { red, green, blue };
            for papers in &default_papers() {
                let found = readable(given, papers);
                for &paper in papers.values() {
                    prop_assert!(contrast(found, paper) >= READABLE, "{given:?} {found:?} {paper:?}");
                }
                let ((hue, saturation, _), (kept, rest, lightness)) = (to_hsl(given), to_hsl(found));
                // In black, in white and in greys there is no hue to see; channels are rounded.
                if saturation > 0.2 && rest > 0.2 && (0.1..0.9).contains(&lightness) {
                    let turn = (hue - kept).abs();
                    prop_assert!(turn.min(6.0 - turn) < 0.2, "{given:?} {found:?}");
                }
            }
        }
    }
}
