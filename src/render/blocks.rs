//! Blocks of text as HTML: paragraphs, items with their numbers as written, tables, quotes, code, notes.

use std::ops::Range;

use super::body::{Passage, Purpose, Writer};
use super::html::encode;
use super::links::heading_id;
use crate::model::{ArticleKey, anchor_after};
use crate::syntax::{self, Block, BlockKind, Field, ItemMarker, Unit};

/// The article that blocks stand in.
pub(super) struct Within<'a> {
    pub key: &'a ArticleKey,
    pub node: &'a syntax::Article,
    /// The paragraph that the first item of each number stands in.
    first_items: rustc_hash::FxHashMap<u16, u16>,
    /// Whether it has more than one paragraph.
    several: bool,
    /// The page that has the source of a duty, for pages that repeat it.
    pub source: Option<String>,
}

impl<'a> Within<'a> {
    pub fn new(key: &'a ArticleKey, node: &'a syntax::Article, document: &syntax::Document) -> Self {
        let mut first_items = rustc_hash::FxHashMap::default();
        let mut several = false;
        for (_, block) in document.blocks_of(node) {
            several |= block.unit.paragraph > 1;
            if matches!(block.kind, BlockKind::Item(_)) {
                first_items.entry(block.unit.item).or_insert(block.unit.paragraph);
            }
        }
        Self {
            key,
            node,
            first_items,
            several,
            source: None,
        }
    }

    /// The anchor of a unit: what [`crate::model::anchor`] gives, without a search for each unit.
    pub fn anchor(&self, unit: Unit) -> Option<String> {
        let first = || self.first_items.get(&unit.item).copied();
        (unit != Unit::default()).then(|| anchor_after(self.key.to_string(), unit, first))
    }
}

impl Writer<'_> {
    /// Writes the blocks of a range. Nesting may be as deep as an author likes, so there is no recursion.
    pub(super) fn blocks(&mut self, passage: &Passage<'_>, range: Range<u32>, within: Option<&Within<'_>>, level: u8) {
        let mut open: Vec<(u32, &'static str)> = Vec::new();
        let mut head = false;
        let mut index = range.start;
        while index < range.end {
            while let Some((end, closing)) = open.last().copied().filter(|(end, _)| *end <= index) {
                debug_assert!(end <= index);
                self.push(closing);
                open.pop();
            }
            let block = &passage.document.blocks[index as usize];
            let mut contain = |closing| open.push((block.end, closing));
            match block.kind {
                BlockKind::Paragraph => self.paragraph(passage, index, block, within),
                BlockKind::Heading(own) => {
                    self.heading(passage, index, block, if within.is_some() { level } else { own.max(2) })
                }
                BlockKind::List { ordered } => {
                    self.push(if ordered {
                        "<ol class=\"items\" role=\"list\">"
                    } else {
                        "<ul>"
                    });
                    contain(if ordered { "</ol>\n" } else { "</ul>\n" });
                }
                BlockKind::Item(marker) => {
                    self.item(passage, block, marker, within);
                    contain("</div></li>\n");
                }
                BlockKind::Quote => {
                    self.push("<blockquote>");
                    contain("</blockquote>\n");
                }
                BlockKind::Code => self.code(passage, block),
                BlockKind::Html => self.raw_block(passage, block),
                BlockKind::Table => {
                    self.push("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
                    let word = self.word("table");
                    self.escape(word);
                    self.push("\"><table>");
                    contain("</tbody></table></div>\n");
                }
                BlockKind::Row { head: is_head } => {
                    head = is_head;
                    self.push(if head { "<thead><tr>" } else { "<tr>" });
                    contain(if head { "</tr></thead><tbody>" } else { "</tr>\n" });
                }
                BlockKind::Cell => {
                    self.push(if head { "<th scope=\"col\">" } else { "<td>" });
                    self.inline(passage, index, block, false);
                    self.push(if head { "</th>" } else { "</td>" });
                }
                BlockKind::Footnote => {
                    self.footnote(passage, block);
                    contain("</div></aside>\n");
                }
                BlockKind::Rule => self.push("<hr>\n"),
                BlockKind::Fields => {
                    if let Some(within) = within.filter(|_| !matches!(self.purpose, Purpose::Duties(_))) {
                        self.fields(passage, block, within.node);
                    }
                }
            }
            index += 1;
        }
        while let Some((_, closing)) = open.pop() {
            self.push(closing);
        }
    }

    fn paragraph(&mut self, passage: &Passage<'_>, index: u32, block: &Block, within: Option<&Within<'_>>) {
        if block.inlines.is_empty() {
            return;
        }
        let anchor = within
            .filter(|_| block.unit.item == 0)
            .and_then(|within| within.anchor(block.unit));
        self.push("<p");
        let fresh = anchor.as_ref().is_some_and(|anchor| self.id(anchor));
        self.push(">");
        self.inline(passage, index, block, false);
        // The only paragraph of an article is the article, whose number is the link.
        if let Some(anchor) = anchor.filter(|_| fresh && within.is_some_and(|within| within.several)) {
            self.permalink(&anchor);
        }
        self.push("</p>\n");
    }

    fn heading(&mut self, passage: &Passage<'_>, index: u32, block: &Block, level: u8) {
        let tag = heading_tag(level);
        self.push("<");
        self.push(tag);
        if let Some(id) = heading_id(passage.text(&block.span)) {
            self.id(&id);
        }
        self.push(">");
        self.inline(passage, index, block, true);
        self.push("</");
        self.push(tag);
        self.push(">\n");
    }

    /// The beginning of an item. Its number is the link to copy.
    fn item(&mut self, passage: &Passage<'_>, block: &Block, marker: Option<ItemMarker>, within: Option<&Within<'_>>) {
        let anchor = within.and_then(|within| within.anchor(block.unit));
        self.push("<li");
        let fresh = anchor.as_ref().is_some_and(|anchor| self.id(anchor));
        self.push(">");
        if let Some(marker) = marker {
            let text = passage.text(&(marker.start..marker.end)).trim();
            match anchor.as_ref().filter(|_| fresh) {
                Some(anchor) => {
                    self.push("<a class=\"marker\" href=\"#");
                    encode(&mut self.out, anchor);
                    self.push("\">");
                    self.escape(text);
                    self.push("</a>");
                }
                None => {
                    self.push("<span class=\"marker\">");
                    self.escape(text);
                    self.push("</span>");
                }
            }
        }
        self.push("<div>");
        let source = within.and_then(|within| within.source.as_ref());
        if let (Some(source), Some(anchor)) = (source, anchor) {
            self.push("<a class=\"source\" href=\"");
            self.escape(source);
            self.push("#");
            encode(&mut self.out, &anchor);
            self.push("\" aria-label=\"");
            let word = self.word("source-item");
            self.escape(word);
            self.push("\"></a>");
        }
    }

    fn code(&mut self, passage: &Passage<'_>, block: &Block) {
        self.push("<pre tabindex=\"0\"><code>");
        for inline in passage.document.inlines_of(block) {
            self.escape(passage.text(&(inline.start..inline.end)));
        }
        self.push("</code></pre>\n");
    }

    fn raw_block(&mut self, passage: &Passage<'_>, block: &Block) {
        let mut html = String::new();
        for inline in passage.document.inlines_of(block) {
            html.push_str(passage.text(&(inline.start..inline.end)));
        }
        let clean = syntax::html::sanitise(&html);
        if !clean.trim().is_empty() {
            self.push("<div class=\"raw\">");
            self.push(&clean);
            self.push("</div>\n");
        }
    }

    fn footnote(&mut self, passage: &Passage<'_>, block: &Block) {
        let links = &passage.document.links;
        // The name of a note is kept as a link that begins where the note begins.
        let name = links
            .iter()
            .find(|link| link.span.start == block.span.start)
            .map_or("", |link| &link.target);
        let anchor = format!("{}fn-{name}", self.prefix);
        let back = format!("{}fnref-{name}", self.prefix);
        self.push("<aside class=\"footnote\" role=\"note\"");
        self.id(&anchor);
        self.push("><a class=\"marker\" href=\"#");
        encode(&mut self.out, &back);
        self.push("\">");
        self.escape(name);
        self.push("</a><div>");
    }

    /// The fields of a role article that stand in `block`.
    fn fields(&mut self, passage: &Passage<'_>, block: &Block, node: &syntax::Article) {
        let fields = passage.document.fields_of(node).iter();
        let fields = fields.filter(|field| block.span.start <= field.label.start && field.label.start < block.span.end);
        self.push("<dl class=\"fields\">\n");
        for field in fields {
            self.push("<div><dt>");
            self.escape(&field.label_text);
            self.push("</dt><dd>");
            self.field_value(passage, field);
            self.push("</dd></div>\n");
        }
        self.push("</dl>\n");
    }

    /// The value of a field, with the names in it linked.
    pub(super) fn field_value(&mut self, passage: &Passage<'_>, field: &Field) {
        let source = passage.text(&field.value);
        if source != &*field.value_text {
            // It holds marks or entities: the names are not where the text is.
            self.escape(&field.value_text);
            return;
        }
        let file = passage.chapter.file;
        let mut at = field.value.start;
        for name in &field.names {
            let role = self.shared.declared.get(&(file, name.span.start)).copied();
            let destination = match role {
                Some(role) => self.destination(super::body::LinkTo::Mark(crate::model::MarkTarget::Role(role))),
                None => self.unit_destination(passage.chapter.language, field, &name.text),
            };
            let Some((href, class)) = destination.filter(|_| name.span.start >= at && name.span.end <= field.value.end)
            else {
                continue;
            };
            self.escape(passage.text(&(at..name.span.start)));
            self.linked_text(&href, class, passage.text(&name.span));
            at = name.span.end;
        }
        for link in passage.links.iter().filter(|link| link.span.end <= field.value.end) {
            let Some((href, class)) = self.destination(link.to).filter(|_| link.span.start >= at) else {
                continue;
            };
            self.escape(passage.text(&(at..link.span.start)));
            self.linked_text(&href, class, passage.text(&link.span));
            at = link.span.end;
        }
        self.escape(passage.text(&(at..field.value.end)));
    }

    fn linked_text(&mut self, href: &str, class: &str, text: &str) {
        self.push("<a class=\"");
        self.push(class);
        self.push("\" href=\"");
        self.escape(href);
        self.push("\">");
        self.escape(text);
        self.push("</a>");
    }

    fn unit_destination(
        &self,
        language: crate::model::LanguageId,
        field: &Field,
        name: &str,
    ) -> Option<(String, &'static str)> {
        if field.key != Some(syntax::FieldKey::Unit) {
            return None;
        }
        let units = &self.shared.handbook.units;
        let named = |unit: &crate::model::OrganisationUnit| {
            let aliases = unit.aliases.get(language).into_iter().flatten();
            unit.names
                .get(language)
                .into_iter()
                .chain(aliases)
                .any(|known| known.eq_ignore_ascii_case(name))
        };
        let index = units.iter().position(named)?;
        self.destination(super::body::LinkTo::Mark(crate::model::MarkTarget::Unit(
            crate::model::UnitId(index as u32),
        )))
    }
}

/// `h1` to `h6`.
pub(super) fn heading_tag(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}
