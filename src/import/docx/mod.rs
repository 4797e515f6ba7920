//! Word files (.docx): the text and the numbers that the reader of the document sees.
//!
//! A numbered regulation holds no numbers: Word makes them from list definitions, styles and the paragraphs before. What
//! reads only the text loses every 第五条; here they are worked out again as Word does.

mod carried;
mod changes;
mod drawing;
mod error;
mod field;
mod format;
mod line;
mod numbering;
mod package;
mod plain;
mod reader;
mod remark;
mod styles;
mod table;
mod xml;

use std::collections::BTreeSet;

use roxmltree::Document;

pub use changes::TrackChanges;
pub use error::{DocxError, Limit};
use numbering::Lists;
use package::{Package, Relations};
use plain::plain;
use reader::{Notes, Reader, is_rule};
use styles::Styles;
use xml::Node;

use super::manuscript::{Manuscript, Place};

/// Reads the Word file `name`.
///
/// # Errors
/// The bytes are no Word document, or a damaged or protected one; it is beyond a limit; or it has tracked changes, which
/// [`TrackChanges::Fail`] does not decide on.
pub fn read(name: &str, bytes: &[u8], changes: TrackChanges) -> Result<Manuscript, DocxError> {
    let mut package = Package::open(name, bytes)?;
    let main = package.main.clone();
    let document = Part::load(&mut package, Some(&main))?;
    let mut related = |kind: &str| {
        let path = document.relations.of_kind(kind).first().map(|path| (*path).to_owned());
        Part::load(&mut package, path.as_deref())
    };
    let (styles, numbering) = (related("styles")?, related("numbering")?);
    let (footnotes, endnotes, comments) = (related("footnotes")?, related("endnotes")?, related("comments")?);

    let (text, styles, numbering) = (
        document.tree(&package)?,
        styles.tree(&package)?,
        numbering.tree(&package)?,
    );
    let (footnote_tree, endnote_tree) = (footnotes.tree(&package)?, endnotes.tree(&package)?);
    let comment_tree = comments.tree(&package)?;

    let body = root(&text).and_then(|root| xml::child(root, "body"));
    let body = body.ok_or_else(|| package.damaged(&main, "there is no text in it"))?;
    let places = changes::places(body);
    let stories = [Some(body), root(&footnote_tree), root(&endnote_tree)];
    let stories = stories.into_iter().flatten();
    let tracked: Vec<Node> = stories.clone().flat_map(changes::changes).collect();
    if let Some(first) = tracked.first().filter(|_| changes == TrackChanges::Fail) {
        let (place, text) = changes::described(*first, &places);
        return Err(DocxError::Tracked {
            name: name.to_owned(),
            changes: tracked.len(),
            place,
            text,
        });
    }

    let styles = root(&styles).map(Styles::read).unwrap_or_default();
    let mut lists = root(&numbering).map(Lists::read).unwrap_or_default();
    lists.link(|style| styles.list_of(style));
    let mut notes = Notes::default();
    notes.add("footnote", root(&footnote_tree), &footnotes.relations);
    notes.add("endnote", root(&endnote_tree), &endnotes.relations);

    let mut reader = Reader::new(
        &mut package,
        &document.relations,
        (&styles, &lists),
        changes,
        places,
        notes,
    );
    reader.manuscript.name = name.to_owned();
    reader.take_carried()?;
    reader.manuscript.blocks = reader.container(body)?;
    reader.close_contents();
    reader.remark_on_carried();
    reader.remark_on_notes();
    stories.for_each(|story| reader.remark_on_unplaced(story));
    if let Some(comments) = root(&comment_tree) {
        reader.remark_on_comments(comments);
    }
    reader.place = Place::default();
    reader.remark_on_furniture()?;
    if !tracked.is_empty() {
        let key = match changes {
            TrackChanges::Reject => remark::REJECTED,
            TrackChanges::Accept | TrackChanges::Fail => remark::ACCEPTED,
        };
        reader.remark(key, &tracked.len().to_string());
    }
    reader.manuscript.title = reader.stated_title()?;
    let mut manuscript = reader.manuscript;
    manuscript.remarks.sort_by_key(|remark| remark.place);
    Ok(manuscript)
}

/// A part of the file that is read as a whole. A part that is missing is empty.
#[derive(Debug, Default)]
struct Part {
    path: String,
    text: String,
    relations: Relations,
}

impl Part {
    fn load(package: &mut Package<'_>, path: Option<&str>) -> Result<Self, DocxError> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        Ok(Self {
            path: path.to_owned(),
            text: package.text(path)?.unwrap_or_default(),
            relations: package.relations(path)?,
        })
    }

    fn tree(&self, package: &Package<'_>) -> Result<Option<Document<'_>>, DocxError> {
        let exists = !self.text.is_empty();
        exists.then(|| package.tree(&self.path, &self.text)).transpose()
    }
}

fn root<'a>(tree: &'a Option<Document<'a>>) -> Option<Node<'a>> {
    tree.as_ref().map(Document::root_element)
}

impl<'a> Notes<'a> {
    /// Takes up the notes of a part.
    fn add(&mut self, kind: &'static str, root: Option<Node<'a>>, relations: &'a Relations) {
        for note in root
            .into_iter()
            .flat_map(xml::elements)
            .filter(|note| xml::is(*note, kind) && !is_rule(*note))
        {
            if let Some(id) = xml::attribute(note, "id") {
                self.known.insert((kind, id.to_owned()), (note, relations));
            }
        }
    }
}

/// What stands beside the text.
impl<'a> Reader<'a, '_> {
    fn remark_on_notes(&mut self) {
        let known = self.notes.known.iter();
        let unused = known.filter(|(key, _)| !self.notes.used.contains_key(*key));
        let unused: Vec<Node<'a>> = unused.map(|(_, (note, _))| *note).collect();
        self.place = Place::default();
        for note in unused {
            let text = self.plain(note);
            if !text.is_empty() {
                self.remark(remark::UNUSED_NOTE, &text);
            }
        }
    }

    fn remark_on_comments(&mut self, comments: Node<'_>) {
        for comment in xml::elements(comments).filter(|comment| xml::is(*comment, "comment")) {
            let place = xml::attribute(comment, "id").and_then(|id| self.comments.get(id));
            self.place = place.copied().unwrap_or_default();
            let author = xml::attribute(comment, "author").unwrap_or_default();
            self.remark(remark::COMMENT, &format!("{author}: {}", plain(comment)));
        }
    }

    /// Headers, footers, macros, and ways of counting that are not known.
    fn remark_on_furniture(&mut self) -> Result<(), DocxError> {
        for (kind, key) in [("header", remark::HEADER), ("footer", remark::FOOTER)] {
            let mut texts = BTreeSet::new();
            for path in self.relations.of_kind(kind) {
                let Some(text) = self.package.text(path)? else {
                    continue;
                };
                texts.insert(plain(self.package.tree(path, &text)?.root_element()));
            }
            texts
                .iter()
                .filter(|text| !text.is_empty())
                .for_each(|text| self.remark(key, text));
        }
        if self.package.has_macros {
            self.remark(remark::MACROS, "");
        }
        for format in std::mem::take(&mut self.counters.unknown) {
            self.remark(remark::NUMBER_FORMAT, &format);
        }
        Ok(())
    }

    /// The title that the file's properties state.
    fn stated_title(&mut self) -> Result<Option<String>, DocxError> {
        let top = self.package.relations("")?;
        let Some(path) = top.of_kind("core-properties").first().map(|path| (*path).to_owned()) else {
            return Ok(None);
        };
        let Some(text) = self.package.text(&path)? else {
            return Ok(None);
        };
        let tree = self.package.tree(&path, &text)?;
        let title = xml::elements(tree.root_element()).find(|node| node.tag_name().name() == "title");
        let title = title
            .and_then(|title| title.text())
            .map(|title| title.trim().to_owned());
        Ok(title.filter(|title| !title.is_empty()))
    }
}

#[cfg(test)]
mod tests;
