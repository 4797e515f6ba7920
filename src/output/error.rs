//! Why a site or a source could not be written.

use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file's path is absolute, leads upwards, or cannot be a path.
    #[error("{path:?} is no path within the output")]
    BadPath { path: String },
    /// Two files have the same path, or one has the path of the other's folder.
    #[error("two files of the site would stand at {path}")]
    Twice { path: String },
    /// Something that the program did not write stands in the way.
    #[error("{} was not written by rolebook and would be overwritten", .path.display())]
    Foreign { path: PathBuf },
    /// Something stands where a new file is to go.
    #[error("{} exists already", .path.display())]
    Exists { path: PathBuf },
    /// The output would lie among the sources, or the sources in the output.
    #[error("the output {} overlaps the handbook's sources", .path.display())]
    InsideSources { path: PathBuf },
    /// A new handbook would stand among other files.
    #[error("the folder is not empty: {}", .path.display())]
    NotEmpty { path: PathBuf },
    /// A source is no longer what was read.
    #[error("{} has been changed meanwhile", .path.display())]
    Changed { path: PathBuf },
    /// Another run of the program writes into the same folder.
    #[error("another rolebook is writing into {}", .path.display())]
    Busy { path: PathBuf },
    #[error("{}: {source}", .path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl Error {
    /// Makes an error of what the system says of `path`.
    pub(super) fn io(path: &Path) -> impl Fn(io::Error) -> Self + Copy + '_ {
        |source| Self::Io {
            path: path.to_path_buf(),
            source,
        }
    }

    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::BadPath { .. } => "output-bad-path",
            Self::Twice { .. } => "output-twice",
            Self::Foreign { .. } => "output-foreign",
            Self::InsideSources { .. } => "output-inside-sources",
            Self::Exists { .. } => "output-exists",
            Self::NotEmpty { .. } => "output-not-empty",
            Self::Changed { .. } => "output-changed",
            Self::Busy { .. } => "output-busy",
            Self::Io { .. } => "output-io",
        }
    }

    /// What the message speaks of, by the names that it uses.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadPath { path } | Self::Twice { path } => vec![("path", path.clone())],
            Self::Foreign { path }
            | Self::InsideSources { path }
            | Self::Exists { path }
            | Self::NotEmpty { path }
            | Self::Changed { path }
            | Self::Busy { path } => {
                vec![("path", path.display().to_string())]
            }
            Self::Io { path, source } => vec![("path", path.display().to_string()), ("reason", source.to_string())],
        }
    }
}
