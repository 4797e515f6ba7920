//! Puts a site into a folder: writes what changed, removes what is gone, and touches nothing else.
//!
//! `manifest.json` in that folder names every file that is the program's own. What it does not name belongs to
//! somebody else. The handbook's own files are rewritten by [`rewrite`] and joined by others with [`add`] alone, all at once.

mod addition;
mod draft;
mod error;
mod lock;
mod manifest;
mod place;
mod sources;
mod verify;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

pub use addition::{add, must_be_empty};
use draft::{DRAFT, Draft, units};
pub use error::Error;
pub use manifest::MANIFEST;
use manifest::{Entry, Manifest};
pub use sources::{Rewrite, rewrite};
pub use verify::{Differences, Expected};

/// What [`write`] did. `manifest.json` is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Makes the folder `dir` hold the files at `paths`, and no file that an earlier call left there. Paths are within `dir`, with
/// `/`. `contents` is asked once for the bytes of each, from several threads; a file for which it gives nothing is left out.
///
/// All files are written before the first one takes its place ([`draft`]): a run that fails, for want of room on the disk
/// for instance, leaves the old site, and so does one that is interrupted before. No more than a few files are held in
/// memory at a time.
///
/// # Errors
/// Another run is writing there; a path leads out of `dir`, `dir` overlaps the sources in `handbook`, or a file of
/// somebody else stands where another one is to go; the system refuses; `contents` fails.
pub fn write<'c, E: From<Error> + Send>(
    dir: &Path,
    handbook: &Path,
    paths: &[&str],
    contents: impl Fn(&str) -> Result<Option<Cow<'c, [u8]>>, E> + Sync,
) -> Result<Written, E> {
    let dir = &place::beside_sources(dir, handbook)?;
    let site = Site::new(dir, paths)?;
    let missing: Vec<&Path> = dir.ancestors().take_while(|folder| !folder.exists()).collect();
    let made = fs::create_dir_all(dir).map_err(|error| Error::io(dir)(error).into());
    made.and_then(|()| site.fill(contents)).inspect_err(|_| {
        // Where there was nothing there is nothing again; what is not empty stays.
        for folder in missing {
            let _ = fs::remove_dir(folder);
        }
    })
}

/// Whether a run that wrote into the folder `dir` was interrupted, or still goes on.
pub fn was_interrupted(dir: &Path) -> bool {
    dir.join(DRAFT).exists()
}

/// Puts `contents` into the file at `path` in one step, whatever stood there; through a link into the file that it leads to,
/// and into a pipe or a device by writing to it. Nothing is written where a file says this already, so that a run which
/// follows changes does not follow its own.
///
/// # Errors
/// The system refuses.
pub fn write_file(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), Error> {
    let contents = contents.as_ref();
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return fs::write(path, contents).map_err(Error::io(path));
    }
    if fs::read(path).is_ok_and(|found| found == contents) {
        return Ok(());
    }
    let target = path.canonicalize();
    replace(target.as_deref().unwrap_or(path), contents, 0)
}

/// The files to be, in the order of their paths.
struct Site<'s> {
    dir: &'s Path,
    paths: BTreeSet<&'s str>,
    /// Every folder that a file lies in, outer ones included.
    folders: BTreeSet<&'s str>,
}

/// A file of the site that has been made.
struct Made<'s> {
    path: &'s str,
    entry: Entry,
    /// It stands in the output already; else in the draft.
    stands: bool,
}

impl<'s> Site<'s> {
    fn new(dir: &'s Path, files: &[&'s str]) -> Result<Self, Error> {
        let mut paths = BTreeSet::new();
        let mut folders = BTreeSet::new();
        for &path in files {
            place::check(path)?;
            if path == MANIFEST || !paths.insert(path) {
                let path = path.to_owned();
                return Err(Error::Twice { path });
            }
            folders.extend(place::folders_around(path));
        }
        if let Some(path) = folders.iter().find(|path| paths.contains(**path)) {
            let path = (*path).to_owned();
            return Err(Error::Twice { path });
        }
        Ok(Self { dir, paths, folders })
    }

    /// Makes the folder of the site, which is there, hold the files and no others of earlier runs.
    fn fill<'c, E: From<Error> + Send>(
        &self,
        contents: impl Fn(&str) -> Result<Option<Cow<'c, [u8]>>, E> + Sync,
    ) -> Result<Written, E> {
        let draft = Draft::begin(self.dir)?;
        let former = draft.former()?;
        let files = self.make(&former, &draft, contents).inspect_err(|_| draft.discard())?;
        let entries = files.iter().map(|file| (file.path.to_owned(), file.entry));
        let now = Manifest::new(entries.collect());
        let (same, changed): (Vec<&Made<'_>>, Vec<&Made<'_>>) = files.iter().partition(|file| file.stands);
        let gone = gone(self.dir, &former, &now);
        if changed.is_empty() && gone.is_empty() {
            now.write(self.dir)?;
        } else {
            let stay = self.folders_that_stay(&same, &former);
            let paths = changed.iter().map(|file| file.path).chain(gone.iter().copied());
            let units = units(paths, |folder| stay.contains(folder));
            draft.publish(&units, &former, &now).inspect_err(|_| draft.discard())?;
        }
        draft.remove();
        Ok(Written {
            written: changed.len(),
            unchanged: same.len(),
            removed: gone.len(),
        })
    }

    /// Makes all files, in the order of their paths, and puts those that do not stand in the output into the draft.
    fn make<'c, E: From<Error> + Send>(
        &self,
        former: &Manifest,
        draft: &Draft<'_>,
        contents: impl Fn(&str) -> Result<Option<Cow<'c, [u8]>>, E> + Sync,
    ) -> Result<Vec<Made<'s>>, E> {
        // In a folder that is still to be made nothing can stand: asking for each file would cost as much as writing it.
        let mut absent = BTreeSet::new();
        for &folder in &self.folders {
            let path = self.dir.join(folder);
            match fs::symlink_metadata(&path) {
                // Through a link one would write into a folder that is not the output.
                Ok(found) if !found.is_dir() => return Err(Error::Foreign { path }.into()),
                Ok(_) => {}
                Err(error) if is_absent(&error) => drop(absent.insert(folder)),
                Err(error) => return Err(Error::io(&path)(error).into()),
            }
        }
        let may_stand = |path: &str| path.rsplit_once('/').is_none_or(|(folder, _)| !absent.contains(folder));
        let paths: Vec<&'s str> = self.paths.iter().copied().collect();
        let made = paths.into_par_iter().map(|path| {
            let Some(bytes) = contents(path)? else {
                return Ok(None);
            };
            let stands = may_stand(path) && stands(&self.dir.join(path), &bytes, former.files.contains_key(path))?;
            if !stands {
                draft.add(path, &bytes)?;
            }
            let entry = Entry::of(&bytes);
            Ok(Some(Made { path, entry, stands }))
        });
        // Not collected into a Result at once: of several errors the first in the order of paths is to be told.
        let made: Vec<Result<Option<Made<'s>>, E>> = made.collect();
        made.into_iter().filter_map(Result::transpose).collect()
    }

    /// The folders in which something stays: a file that has not changed, or what no earlier run has written.
    fn folders_that_stay(&self, same: &[&Made<'_>], former: &Manifest) -> BTreeSet<String> {
        let own = former
            .files
            .keys()
            .flat_map(|path| place::folders_around(path).chain([path.as_str()]));
        let own: BTreeSet<&str> = own.collect();
        let entries = WalkDir::new(self.dir).min_depth(1).into_iter();
        let entries = entries.filter_entry(|entry| entry.depth() > 1 || entry.file_name() != DRAFT);
        let foreign = entries.filter_map(|entry| match entry {
            Ok(entry) => Some(place::inside(self.dir, entry.path())).filter(|path| !own.contains(path.as_str())),
            // What cannot be looked into stays as well.
            Err(error) => error.path().map(|path| place::inside(self.dir, path) + "/"),
        });
        let stays = same.iter().map(|file| file.path.to_owned()).chain(foreign);
        let folders = stays.flat_map(|path| place::folders_around(&path).map(str::to_owned).collect::<Vec<_>>());
        folders.collect()
    }
}

/// Whether a file stands at `path` as it is to be, and not another version of it or nothing. `is_own` says whether an earlier
/// run has written one there.
fn stands(path: &Path, bytes: &[u8], is_own: bool) -> Result<bool, Error> {
    let io_error = Error::io(path);
    let foreign = || {
        let path = path.to_path_buf();
        Err(Error::Foreign { path })
    };
    let found = match fs::metadata(path) {
        Ok(found) => found,
        // A link to nothing is somebody's all the same.
        Err(error) if is_absent(&error) && fs::symlink_metadata(path).is_ok() => return foreign(),
        Err(error) if is_absent(&error) => return Ok(false),
        Err(error) => return Err(io_error(error)),
    };
    let same = found.is_file() && found.len() == bytes.len() as u64 && fs::read(path).map_err(io_error)? == bytes;
    if same || (is_own && !found.is_dir()) {
        Ok(same)
    } else {
        foreign()
    }
}

/// Puts `bytes` at `path` in one step. `number` differs between files that are written at the same time.
fn replace(path: &Path, bytes: &[u8], number: usize) -> Result<(), Error> {
    // The name is short and of its own kind: the file's own name may be as long as the system allows.
    let name = format!(".rolebook-{}-{number}.tmp", std::process::id());
    let draft = path.with_file_name(name);
    let done = fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    done.map_err(|error| {
        // It may not even exist; the error to tell is the first one.
        let _ = fs::remove_file(&draft);
        Error::io(path)(error)
    })
}

/// The files that `former` names and `now` does not, and that are there.
fn gone<'m>(dir: &Path, former: &'m Manifest, now: &Manifest) -> Vec<&'m str> {
    let gone = former.files.keys().filter(|path| !now.files.contains_key(*path));
    // The manifest is a file like any other: it may have been edited.
    let gone = gone.filter(|path| place::check(path).is_ok() && lies_within(dir, path));
    let gone = gone.filter(|path| fs::symlink_metadata(dir.join(path)).is_ok_and(|found| !found.is_dir()));
    let gone: Vec<&str> = gone.map(String::as_str).collect();
    if gone.is_empty() {
        return gone;
    }
    let names = now.files.keys().map(|path| (path.to_lowercase(), path.as_str()));
    let names: BTreeMap<String, &str> = names.collect();
    let only_renamed = |path: &str| {
        let renamed = names.get(&path.to_lowercase());
        renamed.is_some_and(|renamed| is_one_file(&dir.join(path), &dir.join(renamed)))
    };
    gone.into_iter().filter(|path| !only_renamed(path)).collect()
}

/// Whether no folder on the way to `path` is a link to somewhere else.
fn lies_within(dir: &Path, path: &str) -> bool {
    let mut folders = place::folders_around(path);
    folders.all(|folder| fs::symlink_metadata(dir.join(folder)).is_ok_and(|found| found.is_dir()))
}

/// Whether two names that differ by case only are one file, on a disk that does not tell them apart.
fn is_one_file(old: &Path, new: &Path) -> bool {
    match (old.canonicalize(), new.canonicalize()) {
        (Ok(old), Ok(new)) => old == new,
        _ => false,
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests;
