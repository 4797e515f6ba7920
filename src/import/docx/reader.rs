//! Paragraphs and tables of a story (the body, a note, a text box) in reading order.

use std::collections::{BTreeMap, HashMap, HashSet};

use roxmltree::NodeId;

use super::changes::TrackChanges;
use super::error::DocxError;
use super::field::Fields;
use super::line::{Line, Style};
use super::numbering::{Counters, Lists};
use super::package::{Package, Relations};
use super::plain::plain;
use super::remark;
use super::styles::{Outline, Styles};
use super::xml::{self, Node, Vocabulary};
use crate::import::manuscript::{Block, Label, Manuscript, Paragraph, Place, Remark, Run};

/// What a paragraph's numbers, looks and links are looked up in.
pub(super) struct Reader<'a, 'b> {
    pub(super) package: &'a mut Package<'b>,
    /// What the part that is being read refers to.
    pub(super) relations: &'a Relations,
    pub(super) styles: &'a Styles,
    pub(super) lists: &'a Lists,
    pub(super) changes: TrackChanges,
    pub(super) places: HashMap<NodeId, u32>,
    pub(super) notes: Notes<'a>,
    pub(super) manuscript: Manuscript,
    /// What the export carried of headings that have not come yet, by their bookmarks.
    pub(super) attributes: BTreeMap<String, String>,
    /// Where each comment is anchored, by its id.
    pub(super) comments: BTreeMap<String, Place>,
    /// Pictures that were taken up, by the path of their part and their description.
    pub(super) images: HashMap<(String, String), usize>,
    pub(super) place: Place,
    pub(super) counters: Counters,
    pub(super) fields: Fields,
    /// How many tables of contents are open that are marked as such as a whole.
    pub(super) in_contents: u32,
    contents: String,
    /// Texts that are in a block or a remark.
    read: HashSet<Node<'a>>,
    /// Text of paragraphs whose mark is gone, so that the next paragraph goes on with it.
    carried: Vec<Run>,
}

/// Footnotes and endnotes.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// By the name of their element and their id, each with what its part refers to.
    pub(super) known: BTreeMap<(&'static str, String), (Node<'a>, &'a Relations)>,
    /// Index in the manuscript of those that were referred to.
    pub(super) used: HashMap<(&'static str, String), usize>,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(super) fn new(
        package: &'a mut Package<'b>,
        relations: &'a Relations,
        (styles, lists): (&'a Styles, &'a Lists),
        changes: TrackChanges,
        places: HashMap<NodeId, u32>,
        notes: Notes<'a>,
    ) -> Self {
        Self {
            package,
            relations,
            styles,
            lists,
            changes,
            places,
            notes,
            manuscript: Manuscript::default(),
            attributes: BTreeMap::new(),
            comments: BTreeMap::new(),
            images: HashMap::new(),
            place: Place::default(),
            counters: Counters::default(),
            fields: Fields::default(),
            in_contents: 0,
            contents: String::new(),
            read: HashSet::new(),
            carried: Vec::new(),
        }
    }

    /// Everything within a container: the body, a cell, a text box, a note.
    pub(super) fn container(&mut self, node: Node<'a>) -> Result<Vec<Block>, DocxError> {
        let outer = std::mem::take(&mut self.carried);
        let mut blocks = Vec::new();
        self.blocks(node, &mut blocks)?;
        self.put_down(&mut blocks);
        self.carried = outer;
        Ok(blocks)
    }

    /// Makes a paragraph of text that has no next paragraph to go on in.
    fn put_down(&mut self, out: &mut Vec<Block>) {
        let runs = std::mem::take(&mut self.carried);
        if !runs.is_empty() {
            out.push(Block::Paragraph(Paragraph {
                place: self.place,
                runs,
                ..Paragraph::default()
            }));
        }
    }

    fn blocks(&mut self, parent: Node<'a>, out: &mut Vec<Block>) -> Result<(), DocxError> {
        for node in xml::elements(parent) {
            match xml::name(node) {
                (Vocabulary::Word, "p") => self.paragraph(node, out)?,
                (Vocabulary::Word, "tbl") => {
                    self.put_down(out);
                    self.table(node, out)?;
                }
                (Vocabulary::Word, "sdt") if is_furniture(node) => self.furniture(node),
                (Vocabulary::Word, "sdt") => {
                    self.remark_on_placeholder(node);
                    let contents = is_contents_control(node);
                    self.in_contents += u32::from(contents);
                    self.blocks(node, out)?;
                    self.in_contents -= u32::from(contents);
                }
                (Vocabulary::Word, "altChunk" | "subDoc") => self.inserted_file(node),
                (Vocabulary::Word, name) if name.ends_with("Pr") => {}
                (Vocabulary::Compatibility, "AlternateContent") => {
                    if let Some(version) = xml::alternative(node) {
                        self.blocks(version, out)?;
                    }
                }
                // Text without a paragraph is against the standard, and yet text.
                (Vocabulary::Word, "r" | "t" | "delText" | "hyperlink" | "fldSimple") | (Vocabulary::Math, _) => {
                    let mut line = Line::default();
                    self.inline(node, &mut line, &Style::default())?;
                    self.finish(line, &Outline::default(), None, out);
                }
                _ => match self.changes.removes(node) {
                    Some(true) => self.left_out(node),
                    _ => self.blocks(node, out)?,
                },
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, node: Node<'a>, out: &mut Vec<Block>) -> Result<(), DocxError> {
        if let Some(&place) = self.places.get(&node.id()) {
            self.place = Place(place);
        }
        let now = xml::child(node, "pPr");
        let properties = self.changes.properties(now, "pPrChange");
        let mark = now.and_then(|now| xml::child(now, "rPr"));
        let contents = self.styles.is_contents(properties);
        self.in_contents += u32::from(contents);
        if !self.is_contents() {
            self.close_contents();
        }
        let outline = self.styles.outline(properties, self.changes);
        let look = self.styles.paragraph_look(properties, outline.heading.is_some());
        let mut line = Line {
            runs: std::mem::take(&mut self.carried),
            in_contents: self.is_contents(),
            ..Line::default()
        };
        let style = Style {
            paragraph: look,
            look: self.styles.run_look(look, None),
            link: None,
        };
        self.children(node, &mut line, &style)?;
        line.in_contents |= self.is_contents();
        if line.in_contents {
            self.contents.push('\n');
        }
        self.in_contents -= u32::from(contents);
        if self.changes.removes_marked(mark) {
            self.carried = std::mem::take(&mut line.runs);
            self.finish(line, &Outline::default(), None, out);
            return Ok(());
        }
        let hidden = self.styles.run_look(look, mark).hidden == Some(true);
        // What is hidden as a whole, or was left out as a whole, is not counted.
        let counts = !(line.is_blank() && (hidden || line.in_contents));
        let label = outline.list.filter(|_| counts).and_then(|list| {
            let stated = outline.own_depth.map(|depth| depth as usize);
            let depth = stated.unwrap_or_else(|| self.lists.level_of(list, &outline.styles));
            self.lists.next(&mut self.counters, list, depth)
        });
        self.finish(line, &outline, label, out);
        Ok(())
    }

    /// Takes up a paragraph that was read, and what stood aside in it.
    fn finish(&mut self, line: Line, outline: &Outline, label: Option<Label>, out: &mut Vec<Block>) {
        let is_blank = line.is_blank();
        for (key, text) in line.asides {
            self.remark(key, text.trim());
        }
        if label.is_some() || !is_blank {
            let mut bookmarks = line.bookmarks.iter();
            let attributes = bookmarks.find_map(|bookmark| self.attributes.remove(bookmark));
            out.push(Block::Paragraph(Paragraph {
                place: self.place,
                heading: outline.heading,
                is_quote: outline.is_quote,
                label,
                attributes,
                runs: line.runs,
            }));
        }
        out.extend(line.after);
    }

    /// A file that Word shows within this one.
    pub(super) fn inserted_file(&mut self, node: Node<'_>) {
        let relation = xml::relation(node, "id").and_then(|id| self.relations.get(id));
        let name = relation.map_or_else(String::new, |relation| relation.target.clone());
        self.remark(remark::INSERTED_FILE, &name);
    }

    /// Tells where a content control still shows what to fill in.
    pub(super) fn remark_on_placeholder(&mut self, control: Node<'_>) {
        let properties = xml::child(control, "sdtPr");
        if properties.and_then(|properties| xml::switch(properties, "showingPlcHdr")) == Some(true) {
            // Its text is yet to be read.
            self.remark(remark::PLACEHOLDER, &plain(control));
        }
    }

    /// Notes what a tracked change takes away.
    pub(super) fn left_out(&mut self, node: Node<'a>) {
        let key = match self.changes {
            TrackChanges::Reject => remark::INSERTED,
            TrackChanges::Accept | TrackChanges::Fail => remark::DELETED,
        };
        let text = self.plain(node);
        if !text.is_empty() {
            self.remark(key, &text);
        }
    }

    /// Tells of what stands below a title, behind a repealed article or in a block of signatures: the export makes it anew.
    pub(super) fn furniture(&mut self, node: Node<'a>) {
        let text = self.plain(node);
        if !text.is_empty() {
            self.remark(remark::FURNITURE, &text);
        }
    }

    /// The text of an element that holds some, which is in a block or a remark from now on.
    pub(super) fn text(&mut self, node: Node<'a>) -> String {
        self.read.insert(node);
        xml::text(node)
    }

    /// Tells of all texts of a story that nobody has read, whatever way a broken file has to hide them.
    pub(super) fn remark_on_unplaced(&mut self, story: Node<'a>) {
        let mut unplaced = Vec::new();
        self.place = Place::default();
        self.unplaced(story, &mut unplaced);
        for (place, text) in unplaced {
            let text = text.trim();
            if !text.is_empty() {
                self.place = place;
                self.remark(remark::UNPLACED, text);
            }
        }
    }

    /// Texts in and after the same paragraph are one.
    fn unplaced(&mut self, parent: Node<'a>, out: &mut Vec<(Place, String)>) {
        for node in xml::elements(parent).filter(|node| !xml::is_fallback(*node) && !is_rule(*node)) {
            if let Some(&place) = self.places.get(&node.id()).filter(|_| xml::is(node, "p")) {
                self.place = Place(place);
            }
            if !xml::is_text(node) {
                self.unplaced(node, out);
            } else if !self.read.contains(&node) {
                let text = self.text(node);
                match out.last_mut() {
                    Some((place, before)) if *place == self.place => {
                        before.push('\n');
                        before.push_str(&text);
                    }
                    _ => out.push((self.place, text)),
                }
            }
        }
    }

    pub(super) fn remark(&mut self, key: &'static str, text: &str) {
        self.manuscript.remarks.push(Remark {
            place: self.place,
            key,
            text: text.to_owned(),
        });
    }

    /// Whether what stands here belongs to a table of contents, which the website makes itself.
    pub(super) fn is_contents(&self) -> bool {
        self.in_contents > 0 || self.fields.is_contents()
    }

    pub(super) fn say_in_contents(&mut self, text: &str) {
        self.contents.push_str(text);
    }

    /// Tells of the table of contents that ends before this place.
    pub(super) fn close_contents(&mut self) {
        let contents = std::mem::take(&mut self.contents);
        let lines: Vec<&str> = contents
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        if !lines.is_empty() {
            self.remark(remark::CONTENTS, &lines.join("\n"));
        }
    }
}

/// Whether a note is one of the lines that part notes from the text.
pub(super) fn is_rule(node: Node<'_>) -> bool {
    let is_note = xml::is(node, "footnote") || xml::is(node, "endnote");
    is_note && !matches!(xml::attribute(node, "type"), None | Some("normal"))
}

/// Whether a content control holds what `rolebook export` put around the text of a regulation.
pub(super) fn is_furniture(node: Node<'_>) -> bool {
    xml::child(node, "sdtPr").and_then(|properties| xml::value(properties, "tag")) == Some("rolebook-furniture")
}

/// Whether a content control is a table of contents as Word inserts it, with its heading.
fn is_contents_control(node: Node<'_>) -> bool {
    let gallery = xml::at(node, &["sdtPr", "docPartObj"]).and_then(|part| xml::value(part, "docPartGallery"));
    gallery == Some("Table of Contents")
}
