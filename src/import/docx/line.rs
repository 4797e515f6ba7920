//! What stands within a paragraph: runs of text, links, fields, notes.

use super::drawing;
use super::error::DocxError;
use super::plain;
use super::reader::{Reader, is_furniture};
use super::remark;
use super::styles::Look;
use super::xml::{self, Node, Vocabulary};
use crate::import::manuscript::{Block, Paragraph, Run};

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Text that is told of in remarks, in pieces as long as they last.
    pub(super) asides: Vec<(&'static str, String)>,
    /// Text boxes that are anchored here.
    pub(super) after: Vec<Block>,
    /// Whether some of it belongs to a table of contents.
    pub(super) in_contents: bool,
    /// The names of the bookmarks that begin in it.
    pub(super) bookmarks: Vec<String>,
}

/// What the text at a place looks like and where it leads.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// The look that the paragraph's style gives.
    pub(super) paragraph: Look,
    pub(super) look: Look,
    pub(super) link: Option<String>,
}

impl Line {
    /// Whether a reader sees nothing of it.
    pub(super) fn is_blank(&self) -> bool {
        self.runs
            .iter()
            .all(|run| run.text.trim().is_empty() && run.note.is_none() && run.image.is_none())
    }

    pub(super) fn aside(&mut self, key: &'static str, text: &str) {
        match self.asides.last_mut() {
            Some((last, piece)) if *last == key => piece.push_str(text),
            _ => self.asides.push((key, text.to_owned())),
        }
    }

    fn push(&mut self, text: &str, style: &Style, link: Option<String>) {
        let run = Run {
            text: text.to_owned(),
            bold: style.look.bold == Some(true),
            italic: style.look.italic == Some(true),
            link,
            note: None,
            image: None,
        };
        match self.runs.last_mut() {
            Some(last) if last.note.is_none() && last.image.is_none() && looks_like(last, &run) => {
                last.text.push_str(text);
            }
            _ => self.runs.push(run),
        }
    }

    fn last_run(&mut self) -> Option<&mut Run> {
        if self
            .runs
            .last()
            .is_none_or(|run| run.note.is_some() || run.image.is_some())
        {
            self.runs.push(Run::default());
        }
        // What marks the end of a run marks no line before it.
        let cut = self.runs.last_mut().and_then(|run| {
            let rest = run.text.split_off(run.text.rfind('\n')? + 1);
            Some(Run {
                text: rest,
                ..run.clone()
            })
        });
        self.runs.extend(cut);
        self.runs.last_mut()
    }

    pub(super) fn show_image(&mut self, image: usize) {
        if let Some(run) = self.last_run() {
            run.image = Some(image);
        }
    }
}

fn looks_like(one: &Run, other: &Run) -> bool {
    one.bold == other.bold && one.italic == other.italic && one.link == other.link
}

impl<'a> Reader<'a, '_> {
    pub(super) fn children(&mut self, parent: Node<'a>, line: &mut Line, style: &Style) -> Result<(), DocxError> {
        xml::elements(parent).try_for_each(|node| self.inline(node, line, style))
    }

    pub(super) fn inline(&mut self, node: Node<'a>, line: &mut Line, style: &Style) -> Result<(), DocxError> {
        match xml::name(node) {
            (Vocabulary::Word, "t" | "delText") => {
                let text = self.text(node);
                self.say(&text, line, style);
            }
            (Vocabulary::Word, "r") => {
                let properties = self.changes.properties(xml::child(node, "rPr"), "rPrChange");
                let style = Style {
                    look: self.styles.run_look(style.paragraph, properties),
                    ..style.clone()
                };
                return self.children(node, line, &style);
            }
            (Vocabulary::Word, "tab" | "ptab") => self.say("\t", line, style),
            (Vocabulary::Word, "br") if matches!(xml::attribute(node, "type"), Some("page" | "column")) => {}
            (Vocabulary::Word, "br" | "cr") => self.say("\n", line, style),
            (Vocabulary::Word, "noBreakHyphen") => self.say("\u{2011}", line, style),
            (Vocabulary::Word, "sym") => self.symbol(node, line, style),
            (Vocabulary::Word, "hyperlink") => {
                let link = self.linked(node, line).or_else(|| style.link.clone());
                let style = Style { link, ..style.clone() };
                return self.children(node, line, &style);
            }
            (Vocabulary::Word, "fldSimple") => {
                self.fields
                    .begin_with(xml::attribute(node, "instr").unwrap_or_default());
                line.in_contents |= self.is_contents();
                let read = self.children(node, line, style);
                self.fields.end();
                return read;
            }
            (Vocabulary::Word, "fldChar") => self.field_mark(node, line, style),
            (Vocabulary::Word, "instrText" | "delInstrText") => {
                self.fields.instruct(node.text().unwrap_or_default());
                // A broken file may have runs in it.
                return self.children(node, line, style);
            }
            (Vocabulary::Word, "footnoteReference") => return self.note("footnote", node, line),
            (Vocabulary::Word, "endnoteReference") => return self.note("endnote", node, line),
            (Vocabulary::Word, "commentReference") => {
                if let Some(id) = xml::attribute(node, "id") {
                    self.comments.insert(id.to_owned(), self.place);
                }
            }
            (Vocabulary::Word, "bookmarkStart") => {
                line.bookmarks.extend(xml::attribute(node, "name").map(str::to_owned));
            }
            (Vocabulary::Word, "ruby") => {
                let reading = xml::child(node, "rt").map(|rt| self.plain(rt)).unwrap_or_default();
                self.remark(remark::RUBY, &reading);
                if let Some(base) = xml::child(node, "rubyBase") {
                    return self.children(base, line, style);
                }
            }
            (Vocabulary::Word, "sdt") if is_furniture(node) => self.furniture(node),
            (Vocabulary::Word, "sdt") => {
                self.remark_on_placeholder(node);
                return self.children(node, line, style);
            }
            (Vocabulary::Word, "drawing" | "pict" | "object") => return drawing::read(self, node, line),
            (Vocabulary::Word, "subDoc") => self.inserted_file(node),
            (Vocabulary::Word, "rt") => {}
            (Vocabulary::Word, name) if name.ends_with("Pr") => {}
            (Vocabulary::Math, _) => {
                let text = self.plain(node);
                self.say(&text, line, style);
                if !text.is_empty() {
                    self.remark(remark::EQUATION, &text);
                }
            }
            (Vocabulary::Compatibility, "AlternateContent") => {
                if let Some(version) = xml::alternative(node) {
                    return self.children(version, line, style);
                }
            }
            _ => match self.changes.removes(node) {
                Some(true) => self.left_out(node),
                // What is not known may hold text all the same.
                _ => return self.children(node, line, style),
            },
        }
        Ok(())
    }

    /// Takes text up where it belongs.
    fn say(&mut self, text: &str, line: &mut Line, style: &Style) {
        if text.is_empty() {
            return;
        }
        if self.fields.is_unseen() {
            line.aside(remark::FIELD_TEXT, text);
        } else if self.is_contents() {
            line.in_contents = true;
            self.say_in_contents(text);
        } else if style.look.hidden == Some(true) {
            line.aside(remark::HIDDEN, text);
        } else {
            let link = style
                .link
                .clone()
                .or_else(|| self.fields.link().filter(|link| is_address(link)));
            line.push(text, style, link);
            if style.look.struck == Some(true) {
                line.aside(remark::STRUCK, text);
            }
            if style.look.shifted == Some(true) {
                line.aside(remark::SHIFTED, text);
            }
        }
    }

    fn symbol(&mut self, node: Node<'_>, line: &mut Line, style: &Style) {
        match plain::symbol(node) {
            Some(character) => self.say(character.encode_utf8(&mut [0; 4]), line, style),
            None => {
                let part = |name: &str| xml::attribute(node, name).unwrap_or_default();
                self.remark(remark::SYMBOL, &format!("{} {}", part("font"), part("char")));
            }
        }
    }

    fn field_mark(&mut self, node: Node<'_>, line: &mut Line, style: &Style) {
        match xml::attribute(node, "fldCharType") {
            Some("begin") => {
                if let Some(text) = xml::child(node, "ffData").and_then(form_field) {
                    self.say(&text, line, style);
                }
                self.fields.begin();
            }
            Some("separate") => {
                self.fields.separate();
                if let Some(link) = self.fields.link().filter(|link| !is_address(link)) {
                    self.remark(remark::LINK, &link);
                }
            }
            Some("end") => self.fields.end(),
            _ => {}
        }
    }

    /// Where a link leads, if it leads out of the file. Places within it are found by their numbers.
    fn linked(&mut self, node: Node<'_>, line: &mut Line) -> Option<String> {
        let relation = self.relations.get(xml::relation(node, "id")?)?;
        let mut address = relation.target.clone();
        if let Some(place) = xml::attribute(node, "anchor") {
            address = format!("{address}#{place}");
        }
        if is_address(&address) {
            return Some(address);
        }
        line.asides.push((remark::LINK, address));
        None
    }

    fn note(&mut self, kind: &'static str, node: Node<'_>, line: &mut Line) -> Result<(), DocxError> {
        let key = (kind, xml::attribute(node, "id").unwrap_or_default().to_owned());
        let index = match self.notes.used.get(&key) {
            Some(index) => *index,
            None => {
                let Some(&(note, relations)) = self.notes.known.get(&key) else {
                    return Ok(());
                };
                let index = self.manuscript.notes.len();
                self.notes.used.insert(key, index);
                self.manuscript.notes.push(Vec::new());
                let place = self.place;
                // A note counts for itself, and refers by its own part.
                let counters = std::mem::take(&mut self.counters);
                let fields = std::mem::take(&mut self.fields);
                let outer = std::mem::replace(&mut self.relations, relations);
                let blocks = self.container(note);
                self.relations = outer;
                self.fields = fields;
                let own = std::mem::replace(&mut self.counters, counters);
                self.counters.unknown.extend(own.unknown);
                self.place = place;
                self.manuscript.notes[index] = self.flattened(blocks?);
                index
            }
        };
        if let Some(run) = line.last_run() {
            run.note = Some(index);
        }
        Ok(())
    }

    /// The paragraphs of blocks where no table can stand.
    pub(super) fn flattened(&mut self, blocks: Vec<Block>) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => paragraphs.push(paragraph),
                Block::Table(table) => {
                    let cells = table.rows.into_iter().flatten();
                    let inner: Vec<Paragraph> = cells.flat_map(|cell| cell.paragraphs).collect();
                    let lines: Vec<String> = inner.iter().map(text).collect();
                    self.remark(remark::NESTED_TABLE, &lines.join("\n"));
                    paragraphs.extend(inner);
                }
            }
        }
        paragraphs
    }
}

/// A paragraph as its reader sees it, without its look.
pub(super) fn text(paragraph: &Paragraph) -> String {
    let label = paragraph.label.as_ref().map(|label| format!("{} ", label.text));
    let runs = paragraph.runs.iter().map(|run| run.text.as_str());
    label.unwrap_or_default() + &runs.collect::<String>()
}

/// Whether an address may stand on a website.
fn is_address(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel" | "ftp"))
}

/// What a form field without a result shows: a box, or the chosen entry of a list.
fn form_field(data: Node<'_>) -> Option<String> {
    if let Some(box_) = xml::child(data, "checkBox") {
        let checked = xml::switch(box_, "checked").or_else(|| xml::switch(box_, "default"));
        return Some(if checked == Some(true) { "☑" } else { "□" }.to_owned());
    }
    let list = xml::child(data, "ddList")?;
    let chosen = xml::number(list, "result")
        .or_else(|| xml::number(list, "default"))
        .unwrap_or(0);
    let mut entries = xml::elements(list).filter(|entry| xml::is(*entry, "listEntry"));
    let entry = entries.nth(chosen as usize)?;
    xml::attribute(entry, "val").map(str::to_owned)
}
