//! Where a site may be put, and which paths it may use there.

use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::Error;
use crate::workspace::disk;

/// The real path of the folder `dir`, which need not exist yet, if a site may be put there.
///
/// # Errors
/// When `dir` is the folder `handbook`, lies above it, or lies in it where sources are read.
pub(super) fn beside_sources(dir: &Path, handbook: &Path) -> Result<PathBuf, Error> {
    let real = real_path(dir).map_err(Error::io(dir))?;
    let sources = real_path(handbook).map_err(Error::io(handbook))?;
    let within = real.strip_prefix(&sources).ok();
    let first = within.and_then(|within| within.iter().next());
    let among_sources = within.is_some() && !first.and_then(OsStr::to_str).is_some_and(disk::is_skipped);
    if among_sources || sources.starts_with(&real) {
        let path = dir.to_path_buf();
        return Err(Error::InsideSources { path });
    }
    if real.exists() && !real.is_dir() {
        let path = dir.to_path_buf();
        let source = io::ErrorKind::NotADirectory.into();
        return Err(Error::Io { path, source });
    }
    Ok(real)
}

/// `path` without links and `..`. What does not exist yet is taken as written.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let found = path
        .ancestors()
        .find_map(|start| Some((start, start.canonicalize().ok()?)));
    let Some((start, mut real)) = found else {
        return Ok(path);
    };
    let rest = path.strip_prefix(start).unwrap_or(Path::new(""));
    for component in rest.components() {
        match component {
            Component::ParentDir => {
                real.pop();
            }
            component => real.push(component),
        }
    }
    Ok(real)
}

/// Checks that `path` names a file within the folder it is joined to.
pub(super) fn check(path: &str) -> Result<(), Error> {
    // `components` leaves out `.` and empty names within a path: these are looked for in the text.
    let named = path.split('/').all(|name| !matches!(name, "" | "." | ".."));
    let mut components = Path::new(path).components();
    let normal = components.all(|component| matches!(component, Component::Normal(_)));
    if named && normal && !path.contains('\0') {
        return Ok(());
    }
    let path = path.to_owned();
    Err(Error::BadPath { path })
}

/// The folders that `path` lies in, outer ones first.
pub(super) fn folders_around(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}

/// `path` from the folder `dir`, with `/`, as manifests name it.
pub(super) fn inside(dir: &Path, path: &Path) -> String {
    let path = path.strip_prefix(dir).unwrap_or(path).to_string_lossy();
    path.replace(std::path::MAIN_SEPARATOR, "/")
}
