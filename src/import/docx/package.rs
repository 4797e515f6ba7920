//! The archive that a Word file is: its parts, and what leads from one to another.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{DocxError, Limit};
use super::xml::{self, Node};

/// Files in the archive at most.
const MOST_ENTRIES: usize = 20_000;
/// Bytes of all parts together, unpacked.
const LARGEST: u64 = 512 << 20;
/// Bytes of one part of XML. Its tree takes about ten times as much.
const LARGEST_XML: u64 = 96 << 20;
/// How much smaller a part may be in the archive. Long tables of equal rows come to 100.
const DENSEST: u64 = 400;
/// Below this many bytes nobody minds how dense a part is.
const SMALL: u64 = 4 << 20;
const MOST_NODES: u32 = 12_000_000;
/// Elements within each other. Word itself stays below 100.
const DEEPEST: usize = 250;

/// What older Office files begin with, and newer ones that have a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// An opened Word file.
#[derive(Debug)]
pub(super) struct Package<'a> {
    name: String,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Indices in the archive by path, in lower case, since paths of parts do not mind case.
    paths: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    budget: u64,
    /// The path of the part with the text.
    pub(super) main: String,
    /// Whether there are macros.
    pub(super) has_macros: bool,
}

/// What a part refers to, by the names that it uses (`rId7`).
#[derive(Debug, Default)]
pub(super) struct Relations(HashMap<String, Relation>);

#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The last word of its type: `image`, `hyperlink`, `header`.
    pub(super) kind: String,
    /// The path of a part, or an address.
    pub(super) target: String,
    /// Whether the target is outside the file.
    pub(super) external: bool,
}

impl Relations {
    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.0.get(id)
    }

    /// The targets of one kind, in the order of their paths.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<&str> {
        let own = self
            .0
            .values()
            .filter(|relation| relation.kind == kind && !relation.external);
        let mut targets: Vec<&str> = own.map(|relation| relation.target.as_str()).collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    }
}

impl<'a> Package<'a> {
    /// Opens the file and finds out what it is.
    pub(super) fn open(name: &str, bytes: &'a [u8]) -> Result<Self, DocxError> {
        let owned = || name.to_owned();
        if bytes.starts_with(OLE) {
            let marker: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
            let encrypted = memchr::memmem::find(bytes, &marker).is_some();
            return Err(match encrypted {
                true => DocxError::Encrypted { name: owned() },
                false => DocxError::OldWord { name: owned() },
            });
        }
        if !bytes.starts_with(b"PK") {
            return Err(DocxError::NotWord { name: owned() });
        }
        // What is no archive as a whole was not loaded as a whole.
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocxError::NotWord { name: owned() })?;
        let mut package = Self {
            name: owned(),
            archive,
            paths: HashMap::new(),
            budget: LARGEST,
            main: String::new(),
            has_macros: false,
        };
        if package.archive.len() > MOST_ENTRIES {
            return Err(package.beyond(Limit::Entries, MOST_ENTRIES as u64));
        }
        let names = package
            .archive
            .file_names()
            .map(|found| found.map(|name| name.replace('\\', "/").to_lowercase()));
        package.paths = names
            .zip(0..)
            .filter_map(|(name, index)| Some((name.ok()?, index)))
            .collect();
        package.recognise()?;
        Ok(package)
    }

    /// Finds the part with the text, or says what the file is instead.
    fn recognise(&mut self) -> Result<(), DocxError> {
        if let Some(kind) = self.bytes("mimetype", 200)? {
            let kind = String::from_utf8_lossy(&kind).into_owned();
            return Err(self.other_kind(&kind));
        }
        let Some(types) = self.text("[Content_Types].xml")? else {
            return Err(self.other_kind("zip"));
        };
        if !types.contains("wordprocessingml") && !types.contains("application/vnd.ms-word") {
            return Err(self.other_kind(&types));
        }
        self.has_macros = self.paths.keys().any(|path| path.ends_with("vbaproject.bin"));
        let top = self.relations("")?;
        let main = top.of_kind("officeDocument").first().map(|target| (*target).to_owned());
        self.main = main.unwrap_or_else(|| "word/document.xml".to_owned());
        Ok(())
    }

    /// The error that names a file by what its own description says of it.
    fn other_kind(&self, description: &str) -> DocxError {
        let kinds = [
            ("spreadsheetml", "Excel (.xlsx)"),
            ("presentationml", "PowerPoint (.pptx)"),
            ("opendocument.text", "OpenDocument (.odt)"),
            ("opendocument.spreadsheet", "OpenDocument (.ods)"),
            ("opendocument.presentation", "OpenDocument (.odp)"),
            ("opendocument", "OpenDocument"),
            ("epub", "EPUB (.epub)"),
            ("ms-package.xps", "XPS (.xps)"),
        ];
        let found = kinds.iter().find(|(word, _)| description.contains(word));
        DocxError::OtherKind {
            name: self.name.clone(),
            kind: found.map_or("ZIP (.zip)", |(_, kind)| kind),
        }
    }

    /// The bytes of a part, or nothing where there is none. At most `most` of them.
    pub(super) fn bytes(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, DocxError> {
        let Some(&index) = self.paths.get(&path.to_lowercase()) else {
            return Ok(None);
        };
        let most = most.min(self.budget);
        let read = self.archive.by_index(index).and_then(|file| {
            let packed = file.compressed_size();
            let mut bytes = Vec::new();
            // One byte more than allowed, since the size that the archive states may be untrue.
            file.take(most + 1).read_to_end(&mut bytes)?;
            Ok((packed, bytes))
        });
        let (packed, bytes) = match read {
            Ok(read) => read,
            Err(ZipError::InvalidPassword) => {
                return Err(DocxError::Encrypted {
                    name: self.name.clone(),
                });
            }
            Err(error) => return Err(self.damaged(path, &error.to_string())),
        };
        let size = bytes.len() as u64;
        if size > most {
            return Err(self.beyond(Limit::Size, most));
        }
        if size > SMALL && size / packed.max(1) > DENSEST {
            return Err(self.beyond(Limit::Ratio, DENSEST));
        }
        self.budget -= size;
        Ok(Some(bytes))
    }

    /// The text of a part of XML.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, DocxError> {
        let Some(bytes) = self.bytes(path, LARGEST_XML)? else {
            return Ok(None);
        };
        let (text, _, faulty) = encoding_rs::UTF_8.decode(&bytes);
        if faulty {
            return Err(self.damaged(path, "not UTF-8"));
        }
        Ok(Some(text.into_owned()))
    }

    /// A part of XML as a tree.
    pub(super) fn tree<'t>(&self, path: &str, text: &'t str) -> Result<Document<'t>, DocxError> {
        let options = ParsingOptions {
            nodes_limit: MOST_NODES,
            ..ParsingOptions::default()
        };
        let tree = Document::parse_with_options(text, options).map_err(|error| match error {
            roxmltree::Error::NodesLimitReached => self.beyond(Limit::Nodes, u64::from(MOST_NODES)),
            error => self.damaged(path, &error.to_string()),
        })?;
        if is_deeper(tree.root(), DEEPEST) {
            return Err(self.beyond(Limit::Depth, DEEPEST as u64));
        }
        Ok(tree)
    }

    /// What the part at `path` refers to; for the empty path, what the file itself does.
    pub(super) fn relations(&mut self, path: &str) -> Result<Relations, DocxError> {
        let (folder, name) = path
            .rsplit_once('/')
            .map_or(("", path), |(folder, name)| (folder, name));
        let own = match folder {
            "" => format!("_rels/{name}.rels"),
            folder => format!("{folder}/_rels/{name}.rels"),
        };
        let Some(text) = self.text(&own)? else {
            return Ok(Relations::default());
        };
        let tree = self.tree(&own, &text)?;
        let relations = xml::elements(tree.root_element()).filter_map(|node| {
            let target = node.attribute("Target")?;
            let external = node.attribute("TargetMode") == Some("External");
            let kind = node.attribute("Type")?.rsplit('/').next()?;
            let relation = Relation {
                kind: kind.to_owned(),
                target: if external {
                    target.to_owned()
                } else {
                    resolved(folder, target)
                },
                external,
            };
            Some((node.attribute("Id")?.to_owned(), relation))
        });
        Ok(Relations(relations.collect()))
    }

    pub(super) fn damaged(&self, part: &str, reason: &str) -> DocxError {
        DocxError::Damaged {
            name: self.name.clone(),
            part: part.to_owned(),
            reason: reason.to_owned(),
        }
    }

    fn beyond(&self, limit: Limit, most: u64) -> DocxError {
        DocxError::Beyond {
            name: self.name.clone(),
            limit,
            most,
        }
    }
}

/// The path that a target means, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Whether there are more than `most` elements within each other. It does not call itself, as all that comes after does.
fn is_deeper(root: Node<'_>, most: usize) -> bool {
    let mut depth = 0;
    let mut at = root;
    loop {
        if let Some(child) = at.first_child() {
            depth += 1;
            at = child;
        } else {
            while at.next_sibling().is_none() {
                let Some(parent) = at.parent() else { return false };
                depth -= 1;
                at = parent;
            }
            let Some(next) = at.next_sibling() else { return false };
            at = next;
        }
        if depth > most {
            return true;
        }
    }
}
