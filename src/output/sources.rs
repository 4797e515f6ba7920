//! Puts new texts into a handbook's own files: all of them or none.

use std::fs;
use std::path::{Path, PathBuf};

use super::lock::lock;
use super::{Error, place};

/// The byte order mark of UTF-8. A file that has one keeps it.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file that gets another text.
#[derive(Clone, Copy, Debug)]
pub struct Rewrite<'a> {
    /// Path from the handbook's folder, with `/`.
    pub path: &'a str,
    /// What was read, without a byte order mark.
    pub old: &'a str,
    pub new: &'a str,
}

/// A new version beside the file that it will replace.
struct Draft {
    target: PathBuf,
    draft: PathBuf,
    former: Vec<u8>,
}

impl Draft {
    fn discard(&self) {
        // What cannot be removed was perhaps never there; the error to tell is another one.
        let _ = fs::remove_file(&self.draft);
    }
}

/// Replaces texts in the handbook in the folder `root`. All new versions are written beside their files before the first
/// file is replaced; where one cannot be, those replaced before it get their old bytes back.
///
/// # Errors
/// Another run is writing there, a file is no longer what was read, or the system refuses. Then no file is changed, unless
/// the system also refuses to put it back.
pub fn rewrite(root: &Path, rewrites: &[Rewrite<'_>]) -> Result<(), Error> {
    let _lock = lock(root)?;
    replace_all(root, rewrites)
}

/// [`rewrite`] by somebody who has locked the folder.
pub(super) fn replace_all(root: &Path, rewrites: &[Rewrite<'_>]) -> Result<(), Error> {
    let mut drafts = Vec::with_capacity(rewrites.len());
    let written = rewrites.iter().enumerate().try_for_each(|(number, rewrite)| {
        drafts.push(write_beside(root, rewrite, number)?);
        Ok(())
    });
    let done = written.and_then(|()| put_in_place(&drafts));
    if done.is_err() {
        drafts.iter().for_each(Draft::discard);
    }
    done
}

fn write_beside(root: &Path, rewrite: &Rewrite<'_>, number: usize) -> Result<Draft, Error> {
    place::check(rewrite.path)?;
    let path = root.join(rewrite.path);
    let io_error = Error::io(&path);
    // A link stays one: what it leads to is replaced.
    let target = path.canonicalize().map_err(io_error)?;
    let former = fs::read(&target).map_err(io_error)?;
    let mark: &[u8] = if former.starts_with(MARK) { MARK } else { &[] };
    if &former[mark.len()..] != rewrite.old.as_bytes() {
        return Err(Error::Changed { path });
    }
    let permissions = fs::metadata(&target).map_err(io_error)?.permissions();
    if permissions.readonly() {
        return Err(io_error(std::io::ErrorKind::PermissionDenied.into()));
    }
    let draft = target.with_file_name(format!(".rolebook-{}-{number}.tmp", std::process::id()));
    let found = Draft { target, draft, former };
    let written = fs::write(&found.draft, [mark, rewrite.new.as_bytes()].concat())
        .and_then(|()| fs::set_permissions(&found.draft, permissions));
    written.map_err(|error| {
        found.discard();
        io_error(error)
    })?;
    Ok(found)
}

fn put_in_place(drafts: &[Draft]) -> Result<(), Error> {
    for draft in drafts {
        let now = fs::read(&draft.target).map_err(Error::io(&draft.target))?;
        if now != draft.former {
            let path = draft.target.clone();
            return Err(Error::Changed { path });
        }
    }
    for (number, draft) in drafts.iter().enumerate() {
        if let Err(error) = fs::rename(&draft.draft, &draft.target) {
            for replaced in &drafts[..number] {
                let _ = fs::write(&replaced.draft, &replaced.former)
                    .and_then(|()| fs::rename(&replaced.draft, &replaced.target));
            }
            return Err(Error::io(&draft.target)(error));
        }
    }
    Ok(())
}
