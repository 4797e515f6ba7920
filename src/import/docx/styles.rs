//! What paragraph and character styles say: level of a heading, list, look of the text.

use std::collections::HashMap;

use super::changes::TrackChanges;
use super::xml::{self, Node};
use crate::language::Language;

/// The styles of a document: `styles.xml`.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    paragraph: Option<String>,
    default: Look,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u32>,
    list: Option<u32>,
    depth: Option<u32>,
    look: Look,
}

/// How text looks, as far as it matters; nothing where it is not said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) struck: Option<bool>,
    /// Whether it is raised or lowered.
    pub(super) shifted: Option<bool>,
}

/// What a paragraph's style and the paragraph itself say together.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// As [`crate::import::manuscript::Paragraph::heading`].
    pub(super) heading: Option<u8>,
    /// Whether the style is one of quotations; Word and LibreOffice keep these names in English.
    pub(super) is_quote: bool,
    /// The list that it belongs to.
    pub(super) list: Option<u32>,
    /// The list's level, where the paragraph itself states it.
    pub(super) own_depth: Option<u32>,
    /// The styles that the paragraph has its level from, nearest first, with the level that they state.
    pub(super) styles: Vec<(String, Option<u32>)>,
}

impl Look {
    /// Reads `w:rPr`.
    pub(super) fn read(node: Node<'_>) -> Self {
        let shift = xml::value(node, "vertAlign");
        Self {
            bold: xml::switch(node, "b"),
            italic: xml::switch(node, "i"),
            hidden: xml::switch(node, "vanish"),
            struck: xml::switch(node, "strike").or_else(|| xml::switch(node, "dstrike")),
            shifted: shift.map(|shift| shift != "baseline"),
        }
    }

    /// This look, and where it says nothing the `other`.
    fn or(self, other: Self) -> Self {
        self.combine(other, |own, other| own.or(other))
    }

    /// What two levels of styles make together: one that switches on what the other has on switches it off
    /// (ISO 29500-1, 17.7.3).
    fn toggled(self, other: Self) -> Self {
        self.combine(other, |own, other| match (own, other) {
            (Some(own), Some(other)) => Some(own != other),
            _ => own.or(other),
        })
    }

    fn combine(self, other: Self, with: impl Fn(Option<bool>, Option<bool>) -> Option<bool>) -> Self {
        Self {
            bold: with(self.bold, other.bold),
            italic: with(self.italic, other.italic),
            hidden: with(self.hidden, other.hidden),
            struck: with(self.struck, other.struck),
            shifted: with(self.shifted, other.shifted),
        }
    }
}

impl Styles {
    pub(super) fn read(root: Node<'_>) -> Self {
        let mut styles = Self::default();
        if let Some(look) = xml::at(root, &["docDefaults", "rPrDefault", "rPr"]) {
            styles.default = Look::read(look);
        }
        for node in xml::elements(root).filter(|node| xml::is(*node, "style")) {
            let Some(id) = xml::attribute(node, "styleId") else {
                continue;
            };
            let is_default = matches!(xml::attribute(node, "default"), Some("1" | "true" | "on"));
            if is_default && xml::attribute(node, "type") == Some("paragraph") {
                styles.paragraph = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), Style::read(node));
        }
        styles
    }

    /// The list that a numbering style has.
    pub(super) fn list_of(&self, style: &str) -> Option<u32> {
        self.styles.get(style)?.list
    }

    /// The look that a paragraph's style gives its text.
    ///
    /// That a heading's style is bold sets the heading off, and says nothing of its words.
    pub(super) fn paragraph_look(&self, properties: Option<Node<'_>>, is_heading: bool) -> Look {
        let look = self.look(self.style_of(properties));
        match is_heading {
            true => Look {
                bold: None,
                italic: None,
                ..look
            },
            false => look,
        }
    }

    /// The look of a run with these properties in a paragraph.
    pub(super) fn run_look(&self, paragraph: Look, properties: Option<Node<'_>>) -> Look {
        let Some(properties) = properties else {
            return paragraph.or(self.default);
        };
        let own = self.look(xml::value(properties, "rStyle"));
        Look::read(properties).or(paragraph.toggled(own)).or(self.default)
    }

    fn look(&self, style: Option<&str>) -> Look {
        self.chain(style)
            .fold(Look::default(), |look, (_, style)| look.or(style.look))
    }

    /// What a paragraph with these properties (`w:pPr`) is.
    pub(super) fn outline(&self, properties: Option<Node<'_>>, changes: TrackChanges) -> Outline {
        let style = self.style_of(properties);
        let chain: Vec<(&str, &Style)> = self.chain(style).collect();
        let numbering = properties.and_then(|properties| xml::child(properties, "numPr"));
        let numbering = numbering.filter(|numbering| !changes.removes_marked(Some(*numbering)));
        let own = |name: &str| xml::number(numbering?, name);
        let own_list = own("numId");
        let list = own_list.or_else(|| chain.iter().find_map(|(_, style)| style.list));
        let outline = properties
            .and_then(|properties| xml::number(properties, "outlineLvl"))
            .or_else(|| chain.iter().find_map(|(_, style)| style.outline));
        let named = || chain.iter().find_map(|(_, style)| heading_of_name(&style.name));
        Outline {
            heading: match outline {
                Some(level @ 0..=8) => Some(level as u8 + 1),
                Some(_) => None,
                None => named(),
            },
            // 0 takes a paragraph out of the list that its style puts it in.
            is_quote: chain
                .iter()
                .any(|(_, style)| matches!(style.name.as_str(), "quote" | "intense quote" | "quotations")),
            list: list.filter(|list| *list > 0),
            own_depth: own("ilvl").or(own_list.map(|_| 0)),
            styles: chain
                .iter()
                .map(|(id, style)| ((*id).to_owned(), style.depth))
                .collect(),
        }
    }

    /// Whether a paragraph is a line of the table of contents.
    pub(super) fn is_contents(&self, properties: Option<Node<'_>>) -> bool {
        let style = self.style_of(properties).and_then(|style| self.styles.get(style));
        let level = style.and_then(|style| style.name.strip_prefix("toc "));
        level.is_some_and(|level| level.parse::<u8>().is_ok())
    }

    fn style_of<'a>(&'a self, properties: Option<Node<'a>>) -> Option<&'a str> {
        let own = properties.and_then(|properties| xml::value(properties, "pStyle"));
        own.filter(|style| self.styles.contains_key(*style))
            .or(self.paragraph.as_deref())
    }

    /// A style and those that it is based on, with their ids.
    fn chain<'a>(&'a self, style: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let entry = |id: &'a str| Some((id, self.styles.get(id)?));
        let first = style.and_then(entry);
        // Styles based on each other in a ring would never end.
        std::iter::successors(first, move |(_, style)| entry(style.based_on.as_deref()?))
            .take(self.styles.len().min(64))
    }
}

impl Style {
    fn read(node: Node<'_>) -> Self {
        let paragraph = xml::child(node, "pPr");
        let numbering = |name: &str| xml::number(xml::child(paragraph?, "numPr")?, name);
        Self {
            name: xml::value(node, "name").unwrap_or_default().trim().to_lowercase(),
            based_on: xml::value(node, "basedOn").map(str::to_owned),
            outline: paragraph.and_then(|paragraph| xml::number(paragraph, "outlineLvl")),
            list: numbering("numId"),
            depth: numbering("ilvl"),
            look: xml::child(node, "rPr").map(Look::read).unwrap_or_default(),
        }
    }
}

/// The level of the heading that a style's name tells of, in any language. The name is in lower case.
fn heading_of_name(name: &str) -> Option<u8> {
    let packs = || Language::builtin().map(|language| &language.pack.styles);
    if packs().any(|styles| styles.title.iter().any(|title| title == name)) {
        return Some(0);
    }
    let mut levels = packs().flat_map(|styles| &styles.heading).filter_map(|heading| {
        let level = name.strip_prefix(heading.as_str())?.trim().parse().ok()?;
        (1..=9).contains(&level).then_some(level)
    });
    levels.next()
}
