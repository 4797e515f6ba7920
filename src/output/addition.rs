//! Puts new files into a folder, and new texts into files that it has: all of them or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::lock;
use super::sources::replace_all;
use super::{Error, Rewrite, is_absent, place};

/// Adds `files` to the folder `root`, which need not exist yet, and makes `rewrites` in it. Nothing that exists is
/// overwritten. A file is its path within `root`, with `/`, and its bytes.
///
/// # Errors
/// Another run is writing there, something stands where a file is to go, a file to be rewritten is no longer what was read, or the system refuses. Then
/// nothing of it is left.
pub fn add<P, B>(root: &Path, files: &[(P, B)], rewrites: &[Rewrite<'_>]) -> Result<(), Error>
where
    P: AsRef<str>,
    B: AsRef<[u8]>,
{
    let _lock = lock(root)?;
    for (path, _) in files {
        place::check(path.as_ref())?;
        let path = root.join(path.as_ref());
        match fs::symlink_metadata(&path) {
            Ok(_) => return Err(Error::Exists { path }),
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(Error::io(&path)(error)),
        }
    }
    let mut made = Made::default();
    let written = files
        .iter()
        .try_for_each(|(path, bytes)| made.file(&root.join(path.as_ref()), bytes.as_ref()));
    let done = written.and_then(|()| replace_all(root, rewrites));
    if done.is_err() {
        made.remove();
    }
    done
}

/// Refuses a folder in which there is something, but for hidden files.
///
/// # Errors
/// There is something, or the folder cannot be read.
pub fn must_be_empty(root: &Path) -> Result<(), Error> {
    if !root.exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(root)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(Error::io(root))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let shown = entries
        .iter()
        .find(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    match shown {
        Some(entry) => Err(Error::NotEmpty { path: entry.path() }),
        None => Ok(()),
    }
}

/// What there was not before.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let missing = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder).map_err(Error::io(&folder))?;
            self.folders.push(folder);
        }
        let opened = fs::OpenOptions::new().write(true).create_new(true).open(path);
        let mut file = opened.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Error::Exists {
                path: path.to_path_buf(),
            },
            _ => Error::io(path)(error),
        })?;
        self.files.push(path.to_path_buf());
        io::Write::write_all(&mut file, bytes).map_err(Error::io(path))
    }

    fn remove(self) {
        // What cannot be removed stays; the error to tell is the first one.
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
