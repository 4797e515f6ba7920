//! What `rolebook export` put into the file beside its text: the front matter, and the attributes of headings by the
//! bookmarks at them.

use super::error::DocxError;
use super::reader::Reader;
use super::remark;
use crate::import::manuscript::Place;
use crate::syntax::Attributes;

/// The namespace of the part, which `export/docx/properties.rs` writes. Its last word is the version.
const NAMESPACE: &str = "urn:rolebook:export:1";
/// What the namespaces of all versions begin with.
const ANY_VERSION: &str = "urn:rolebook:export:";
/// The most bytes of an id and of a heading's attributes.
const LONGEST: usize = 1000;

impl Reader<'_, '_> {
    /// Takes up what is carried. What cannot be read is told, and guessed as in any other file.
    ///
    /// # Errors
    /// The file is one in two languages, or the sheet of a role.
    pub(super) fn take_carried(&mut self) -> Result<(), DocxError> {
        let relations = self.relations;
        for path in relations.of_kind("customXml") {
            // Other programs keep parts of their own there, which are none of our business however broken they are.
            let Ok(Some(text)) = self.package.text(path) else {
                continue;
            };
            if !text.contains(ANY_VERSION) {
                continue;
            }
            let tree = match self.package.tree(path, &text) {
                Ok(tree) => tree,
                Err(error) => {
                    self.remark(remark::CARRIED, &error.to_string());
                    continue;
                }
            };
            let root = tree.root_element();
            match root.tag_name().namespace() {
                Some(NAMESPACE) => return self.take(root),
                Some(other) if other.starts_with(ANY_VERSION) => self.remark(remark::CARRIED, other),
                _ => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, root: roxmltree::Node<'_, '_>) -> Result<(), DocxError> {
        let languages = root.attribute("languages").unwrap_or_default();
        if languages.split_whitespace().count() > 1 {
            return Err(DocxError::Beside {
                name: self.manuscript.name.clone(),
                languages: languages.to_owned(),
            });
        }
        // A regulation always has its id there.
        if root.attribute("id").is_none() {
            return Err(DocxError::Sheet {
                name: self.manuscript.name.clone(),
            });
        }
        self.manuscript.language = Some(languages.to_owned()).filter(|tag| !tag.is_empty());
        self.manuscript.id = root.attribute("id").filter(|id| is_path(id)).map(str::to_owned);
        for node in root
            .children()
            .filter(|node| node.tag_name().namespace() == Some(NAMESPACE))
        {
            let text: String = node.children().filter_map(|child| child.text()).collect();
            match (node.tag_name().name(), node.attribute("bookmark")) {
                ("front-matter", _) if is_front_matter(&text) => self.manuscript.front_matter = Some(text),
                ("front-matter", _) => self.remark(remark::FRONT_MATTER, &text),
                ("attributes", Some(bookmark)) if are_attributes(&text) => {
                    self.attributes.insert(bookmark.to_owned(), text);
                }
                ("attributes", _) => self.remark(remark::ATTRIBUTES, &text),
                _ => {}
            }
        }
        Ok(())
    }

    /// Tells of attributes whose headings are not in the text any more.
    pub(super) fn remark_on_carried(&mut self) {
        self.place = Place::default();
        for (_, text) in std::mem::take(&mut self.attributes) {
            if !text.is_empty() {
                self.remark(remark::NO_HEADING, &text);
            }
        }
    }
}

/// Whether a text can be the path of a regulation within a handbook, and lead nowhere else on any system.
fn is_path(id: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(char::is_alphanumeric)
            && !name.ends_with('.')
            && name
                .chars()
                .all(|next| next.is_alphanumeric() || matches!(next, '-' | '_' | '.'))
    };
    id.len() <= LONGEST && id.split('/').all(is_name)
}

/// Whether a text can stand between the delimiters of a front matter. What it says is for `check` to judge.
fn is_front_matter(text: &str) -> bool {
    let closes = text.lines().any(|line| line.trim_end() == "+++");
    !closes && text.parse::<toml_edit::DocumentMut>().is_ok()
}

/// Whether a text can stand at the end of a heading as its attributes and as nothing else.
fn are_attributes(text: &str) -> bool {
    let read = || Attributes::read(text, 0).is_some_and(|found| found.span == (0..text.len() as u32));
    let is_plain = |next: char| !next.is_control() && !matches!(next, '<' | '>' | '`');
    text.is_empty() || (text.len() <= LONGEST && text.chars().all(is_plain) && read())
}
