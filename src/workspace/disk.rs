//! Reads a handbook's folder. Together with `output` and `cli` the only place that touches files.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

pub use super::decode::NotUtf8;
use super::decode::decode;
use crate::source::{SourceFile, is_steering};
use crate::syntax;

/// Files above this many bytes are not read: offsets into a text have 32 bits.
pub const LARGEST_FILE: u64 = 256 << 20;

/// Folders within the handbook that hold no sources: what the program writes, and what other programs leave behind.
const SKIPPED: [&str; 3] = ["output", "target", "node_modules"];

/// The file whose presence makes a folder a handbook.
const SETTINGS: &str = "handbook.toml";

const THEMES: &str = "themes";

/// Bytes in the name of a file or folder at most: its page has a longer ending, and disks take no name above 255.
const LONGEST_NAME: usize = 240;

/// Endings of files that are programs to a browser which opens them. Besides these, pictures in SVG may be.
const RUNNING: [&str; 12] = [
    "html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "xml", "xsl", "xslt", "js", "mjs",
];

/// What lies in a handbook's folder. All paths are relative to it, with `/`; all lists are in the order of paths.
#[derive(Debug)]
pub struct Folder {
    /// The folder as it was named.
    pub root: PathBuf,
    /// Markdown and settings (`.md`, `.toml`, `translations.lock`). A file that is not UTF-8 is here as well as it
    /// could be read, and in `problems`.
    pub files: Vec<SourceFile>,
    pub problems: Vec<DiskProblem>,
    /// Every other file, such as images.
    pub assets: Vec<String>,
    /// Path below `themes/` and text of the handbook's own theme files.
    pub theme_files: Vec<(String, String)>,
    /// Files below `themes/` that are not text, such as fonts.
    pub theme_assets: Vec<String>,
}

/// A file or folder that is not, or not quite, part of the handbook as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskProblem {
    pub path: String,
    pub kind: DiskProblemKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskProblemKind {
    /// The file is in another encoding. It was read in the one it seems to be in.
    NotUtf8(NotUtf8),
    /// The name of the file or folder is not Unicode. It was left out.
    NameNotUtf8,
    /// The name has a character that steers a terminal or the direction of text, such as a line break. It was left out.
    NameSteers,
    /// The name has more than `limit` bytes. The file or folder was left out.
    NameTooLong { limit: usize },
    /// A browser that opens the file would run what stands in it. It was left out.
    Runs,
    /// `reason` is the system's own sentence.
    Unreadable { reason: String },
    /// A link to a folder that contains it. It was not followed.
    SymlinkLoop,
    /// A link out of the handbook's folder. It was not followed.
    OutsideFolder,
    /// The file was left out.
    TooLarge { bytes: u64, limit: u64 },
}

impl DiskProblemKind {
    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotUtf8(NotUtf8 { guess: None, .. }) => "not-utf-8",
            Self::NotUtf8(_) => "not-utf-8-guess",
            Self::NameNotUtf8 => "name-not-utf-8",
            Self::NameSteers => "name-steers",
            Self::NameTooLong { .. } => "name-too-long",
            Self::Runs => "runs",
            Self::Unreadable { .. } => "file-unreadable",
            Self::SymlinkLoop => "symlink-loop",
            Self::OutsideFolder => "outside-folder",
            Self::TooLarge { .. } => "too-large",
        }
    }

    /// What the message speaks of, by the names that it uses.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotUtf8(fault) => vec![
                ("encoding", fault.guess.unwrap_or_default().to_owned()),
                ("line", fault.line.to_string()),
                ("column", fault.column.to_string()),
            ],
            Self::Unreadable { reason } => vec![("reason", reason.clone())],
            Self::TooLarge { bytes, limit } => {
                vec![("size", bytes.to_string()), ("limit", limit.to_string())]
            }
            Self::NameTooLong { limit } => vec![("limit", limit.to_string())],
            Self::NameNotUtf8 | Self::NameSteers | Self::Runs | Self::SymlinkLoop | Self::OutsideFolder => Vec::new(),
        }
    }
}

/// Why there is no handbook to read.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    #[error("{} does not exist", .path.display())]
    Missing { path: PathBuf },
    #[error("{} is not a folder", .path.display())]
    NotAFolder { path: PathBuf },
    #[error("{} cannot be read: {reason}", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{} contains neither handbook.toml nor a Markdown file", .path.display())]
    Empty { path: PathBuf },
}

impl DiskError {
    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "folder-missing",
            Self::NotAFolder { .. } => "not-a-folder",
            Self::Unreadable { .. } => "folder-unreadable",
            Self::Empty { .. } => "folder-empty",
        }
    }

    /// What the message speaks of, by the names that it uses.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let (Self::Missing { path } | Self::NotAFolder { path } | Self::Unreadable { path, .. } | Self::Empty { path }) =
            self;
        let mut parameters = vec![("path", path.display().to_string())];
        if let Self::Unreadable { reason, .. } = self {
            parameters.push(("reason", reason.clone()));
        }
        parameters
    }
}

/// Whether the entry `name` directly in a handbook's folder is left alone: hidden, or the work of a program.
pub fn is_skipped(name: &str) -> bool {
    is_hidden(name) || SKIPPED.contains(&name)
}

/// Whether a change of the file or folder at `path`, from the handbook's folder, can be one of the handbook.
pub(super) fn is_read(path: &Path) -> bool {
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    !folders.any(|folder| skips(folder, true)) && !skips(&path, false)
}

/// Whether a file at `path`, from a handbook's folder, is one of the texts that make up the handbook.
pub fn is_text_of_handbook(path: &str) -> bool {
    is_source(path) && is_read(Path::new(path))
}

/// Hidden files, and what office programs and desktops leave beside the files they show.
fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '~']) || name.ends_with('~') || ["Thumbs.db", "desktop.ini"].contains(&name)
}

/// Reads the handbook in `dir`.
///
/// # Errors
/// When `dir` is no folder that can be read, or holds nothing of a handbook.
pub fn read(dir: &Path) -> Result<Folder, DiskError> {
    let path = dir.to_path_buf();
    let unreadable = |error: io::Error| DiskError::Unreadable {
        path: dir.to_path_buf(),
        reason: error.to_string(),
    };
    let real = match dir.canonicalize() {
        Ok(real) if !real.is_dir() => return Err(DiskError::NotAFolder { path }),
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(DiskError::Missing { path });
        }
        Err(error) => return Err(unreadable(error)),
    };
    std::fs::read_dir(&real).map_err(unreadable)?;

    let (paths, problems) = walk(&real);
    let read = paths.into_par_iter().filter_map(|path| read_found(&real, path));
    let read: Vec<Found> = read.collect();
    let mut folder = Folder {
        root: path,
        files: Vec::new(),
        problems,
        assets: Vec::new(),
        theme_files: Vec::new(),
        theme_assets: Vec::new(),
    };
    for found in read {
        folder.add(found);
    }
    folder.sort();
    let names = folder.files.iter().map(|file| &*file.path);
    // A handbook whose only file cannot be read is not an empty folder.
    let unread = folder.problems.iter().map(|problem| &*problem.path);
    let mut names = names.chain(unread);
    if names.any(|path| path == SETTINGS || is_markdown(path)) {
        Ok(folder)
    } else {
        Err(DiskError::Empty { path: folder.root })
    }
}

/// The bytes of the asset `path` of the handbook in `root`.
///
/// # Errors
/// When the file is gone, cannot be read, or has become a link out of the folder.
pub fn read_asset(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let real = root.join(path).canonicalize()?;
    if !real.starts_with(root.canonicalize()?) {
        return Err(io::ErrorKind::NotFound.into());
    }
    std::fs::read(real)
}

/// All files that are not skipped, as paths from `root`, and what stood in the way.
fn walk(root: &Path) -> (Vec<String>, Vec<DiskProblem>) {
    let mut paths = Vec::new();
    let mut problems = Vec::new();
    let mut entries = WalkDir::new(root).min_depth(1).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.extend(walk_problem(root, &error));
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let path = relative(root, entry.path());
        let problem = match &path {
            Ok(path) if skips(path, is_folder) => None,
            Ok(path) if path.contains(is_steering) => Some(DiskProblemKind::NameSteers),
            Ok(path) if last_name(path).len() > LONGEST_NAME => {
                let limit = LONGEST_NAME;
                Some(DiskProblemKind::NameTooLong { limit })
            }
            Ok(_) if leads_outside(root, &entry) => Some(DiskProblemKind::OutsideFolder),
            Ok(path) if entry.file_type().is_file() => {
                paths.push(path.clone());
                continue;
            }
            Ok(_) if is_folder => continue,
            // A pipe or a device would be waited for in vain.
            Ok(_) => Some(DiskProblemKind::Unreadable {
                reason: "not a regular file".to_owned(),
            }),
            Err(_) => Some(DiskProblemKind::NameNotUtf8),
        };
        let (Ok(path) | Err(path)) = path;
        problems.extend(problem.map(|kind| DiskProblem { path, kind }));
        if is_folder {
            entries.skip_current_dir();
        }
    }
    (paths, problems)
}

fn walk_problem(root: &Path, error: &walkdir::Error) -> Option<DiskProblem> {
    let (Ok(path) | Err(path)) = relative(root, error.path()?);
    let has_vanished = |reason| has_vanished(reason, error.path().unwrap_or(root));
    if path.split('/').any(is_hidden) || skips(&path, true) || error.io_error().is_some_and(has_vanished) {
        return None;
    }
    let kind = if error.loop_ancestor().is_some() {
        DiskProblemKind::SymlinkLoop
    } else {
        let reason = error.io_error().map(io::Error::to_string);
        DiskProblemKind::Unreadable {
            reason: reason.unwrap_or_default(),
        }
    };
    Some(DiskProblem { path, kind })
}

/// Whether `path` cannot be read because there was nothing there any more, though it was listed. It may be there again: that
/// is how some programs save. A link to nothing is something.
fn has_vanished(reason: &io::Error, path: &Path) -> bool {
    matches!(reason.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) && !path.is_symlink()
}

fn last_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn skips(path: &str, is_folder: bool) -> bool {
    match path.rsplit_once('/') {
        Some((_, name)) => is_hidden(name) || is_folder && name == "node_modules",
        None => is_hidden(path) || is_folder && is_skipped(path),
    }
}

/// Whether `entry` is a link to what is not in the folder.
fn leads_outside(root: &Path, entry: &DirEntry) -> bool {
    if !entry.path_is_symlink() {
        return false;
    }
    let target = entry.path().canonicalize().ok();
    let inside = target.as_deref().map(|target| target.strip_prefix(root));
    !matches!(inside, Some(Ok(_)))
}

/// `path` from `root` with `/`; as an error, the same with U+FFFD for what is not Unicode.
fn relative(root: &Path, path: &Path) -> Result<String, String> {
    let path = path.strip_prefix(root).unwrap_or(path);
    let names: Option<Vec<&str>> = path.iter().map(|name| name.to_str()).collect();
    let lossy = || path.to_string_lossy().replace('\\', "/");
    names.map(|names| names.join("/")).ok_or_else(lossy)
}

/// One file after reading.
enum Found {
    Source(SourceFile, Option<NotUtf8>),
    Theme(String, String),
    ThemeAsset(String),
    Asset(String),
    Problem(DiskProblem),
}

/// What the file at `path` is; nothing if it has vanished since it was listed.
fn read_found(root: &Path, path: String) -> Option<Found> {
    let theme_path = path.strip_prefix(THEMES).and_then(|rest| rest.strip_prefix('/'));
    if !is_source(&path) && theme_path.is_none() {
        return match runs(root, &path) {
            Ok(false) => Some(Found::Asset(path)),
            Ok(true) => {
                let kind = DiskProblemKind::Runs;
                Some(Found::Problem(DiskProblem { path, kind }))
            }
            Err(kind) => kind.map(|kind| Found::Problem(DiskProblem { path, kind })),
        };
    }
    let bytes = match read_limited(&root.join(&path)) {
        Ok(bytes) => bytes,
        Err(kind) => return kind.map(|kind| Found::Problem(DiskProblem { path, kind })),
    };
    if let Some(theme_path) = theme_path {
        return Some(match String::from_utf8(bytes) {
            Ok(text) => Found::Theme(theme_path.to_owned(), text),
            Err(_) => Found::ThemeAsset(path),
        });
    }
    let decoded = decode(bytes);
    Some(Found::Source(SourceFile::new(path, decoded.text), decoded.fault))
}

/// Whether a browser that opens the file would run what stands in it. Themes may have such files, chapters' folders not.
fn runs(root: &Path, path: &str) -> Result<bool, Option<DiskProblemKind>> {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "svg" => Ok(!syntax::svg::is_still(&read_limited(&root.join(path))?)),
        // Packed, so that nothing can be told of it.
        "svgz" => Ok(true),
        ending => Ok(RUNNING.contains(&ending)),
    }
}

/// What the file holds. The error is what is wrong with it; nothing if it has vanished since it was listed.
fn read_limited(path: &Path) -> Result<Vec<u8>, Option<DiskProblemKind>> {
    let unreadable = |error: io::Error| {
        let reason = error.to_string();
        (!has_vanished(&error, path)).then_some(DiskProblemKind::Unreadable { reason })
    };
    let file = File::open(path).map_err(unreadable)?;
    let too_large = |bytes: u64| {
        let limit = LARGEST_FILE;
        Some(DiskProblemKind::TooLarge { bytes, limit })
    };
    let size = file.metadata().map_err(unreadable)?.len();
    if size > LARGEST_FILE {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // One byte more than allowed, so that a file that grew meanwhile is noticed.
    let mut limited = file.take(LARGEST_FILE + 1);
    let size = limited.read_to_end(&mut bytes).map_err(unreadable)? as u64;
    if size > LARGEST_FILE {
        return Err(too_large(size));
    }
    Ok(bytes)
}

/// Whether the file at `path` is read as part of what the handbook says.
pub(super) fn is_source(path: &str) -> bool {
    let in_theme = path.split_once('/').is_some_and(|(folder, _)| folder == THEMES);
    !in_theme && (path == "translations.lock" || path.ends_with(".toml") || is_markdown(path))
}

fn is_markdown(path: &str) -> bool {
    let extension = Path::new(path).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

impl Folder {
    fn add(&mut self, found: Found) {
        match found {
            Found::Source(file, fault) => {
                self.problems.extend(fault.map(|fault| DiskProblem {
                    path: file.path.to_string(),
                    kind: DiskProblemKind::NotUtf8(fault),
                }));
                self.files.push(file);
            }
            Found::Theme(path, text) => self.theme_files.push((path, text)),
            Found::ThemeAsset(path) => self.theme_assets.push(path),
            Found::Asset(path) => self.assets.push(path),
            Found::Problem(problem) => self.problems.push(problem),
        }
    }

    fn sort(&mut self) {
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
        self.problems.sort_by(|one, other| one.path.cmp(&other.path));
        self.theme_files.sort();
        self.theme_assets.sort();
        self.assets.sort();
    }
}

#[cfg(test)]
mod tests;
