//! A handbook that is being edited: its files, with the texts of open editors in place of those on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use lsp_types::Diagnostic as Published;

use crate::diagnostic::Diagnostic;
use crate::editor::Words;
use crate::model::Handbook;
use crate::source::FileId;
use crate::workspace::disk;
use crate::workspace::{CheckOptions, OpenError, Snapshot, Workspace};

/// The file that makes a folder a handbook.
const SETTINGS: &str = "handbook.toml";

/// A handbook.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) root: PathBuf,
    pub(super) workspace: Workspace,
    pub(super) words: Words,
    /// What the client was last told of each file, with the version that it was told of.
    pub(super) published: BTreeMap<String, (Option<i32>, Vec<Published>)>,
    /// Something changed since then.
    pub(super) is_dirty: bool,
    snapshot: OnceLock<Snapshot>,
    findings: OnceLock<Vec<Diagnostic>>,
}

/// The folder of the handbook that a file belongs to: the nearest one that has settings.
pub(super) fn root_of(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join(SETTINGS).is_file())
}

/// The handbook in a folder that a client works in: itself, the one it lies in, or the one in its folder `handbook`.
pub(super) fn root_in(folder: &Path) -> Option<PathBuf> {
    let settings = folder.join(SETTINGS);
    let inner = folder.join("handbook");
    let own = root_of(&settings).map(Path::to_path_buf);
    own.or_else(|| inner.join(SETTINGS).is_file().then_some(inner))
}

/// Whether an editor's text may stand for a file: not where the file is in another encoding and the editor could not
/// read it. Then what the program made of it is nearer to what it says.
fn may_stand_for(workspace: &Workspace, path: &str, text: &str) -> bool {
    workspace.is_writable(path) || !text.contains(char::REPLACEMENT_CHARACTER)
}

impl Book {
    /// Opens the handbook in `root`. `words` gives those for its languages.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn open(root: &Path, words: impl FnOnce(&[String]) -> Words) -> Result<Self, OpenError> {
        let workspace = Workspace::open(root)?;
        let snapshot = workspace.snapshot();
        let words = words(&snapshot.languages());
        Ok(Self {
            root: root.to_path_buf(),
            workspace,
            words,
            published: BTreeMap::new(),
            is_dirty: true,
            snapshot: OnceLock::from(snapshot),
            findings: OnceLock::new(),
        })
    }

    /// The path of a file as the handbook knows it, where it is one of its texts.
    pub(super) fn inside(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.root).ok()?;
        let names: Option<Vec<&str>> = inside.iter().map(|name| name.to_str()).collect();
        Some(names?.join("/")).filter(|path| disk::is_text_of_handbook(path))
    }

    /// Puts the text of an editor in the place of a file's.
    pub(super) fn set(&mut self, path: &str, text: &str) {
        let file = self.sources().find(path);
        let differs = file.is_none_or(|file| self.sources().file(file).text != text);
        if differs && may_stand_for(&self.workspace, path, text) {
            self.workspace.set(path, Some(text.to_owned()));
            self.changed();
        }
        self.is_dirty = true;
    }

    /// Reads all files anew and puts the texts of the editors over them.
    ///
    /// # Errors
    /// The folder is gone or cannot be read; then the handbook stays as it was.
    pub(super) fn reload<'t>(&mut self, texts: impl Iterator<Item = (&'t Path, &'t str)>) -> Result<(), OpenError> {
        let mut workspace = self.workspace.reopen()?;
        for (path, text) in texts {
            if let Some(path) = self.inside(path).filter(|path| may_stand_for(&workspace, path, text)) {
                workspace.set(&path, Some(text.to_owned()));
            }
        }
        self.workspace = workspace;
        self.changed();
        Ok(())
    }

    fn changed(&mut self) {
        self.snapshot = OnceLock::new();
        self.findings = OnceLock::new();
        self.is_dirty = true;
    }

    pub(super) fn snapshot(&self) -> &Snapshot {
        self.snapshot.get_or_init(|| self.workspace.snapshot())
    }

    pub(super) fn handbook(&self) -> &Handbook {
        self.snapshot().handbook()
    }

    pub(super) fn sources(&self) -> &crate::source::Sources {
        self.snapshot().sources()
    }

    /// All findings, as `check` reports them.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        self.findings
            .get_or_init(|| self.snapshot().diagnostics(&CheckOptions::default()))
    }

    /// Where a file of the handbook lies.
    pub(super) fn path_of(&self, file: FileId) -> PathBuf {
        let path = &self.sources().file(file).path;
        path.split('/')
            .fold(self.root.clone(), |folder, name| folder.join(name))
    }
}
