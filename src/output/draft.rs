//! The draft of a site: what is new waits beside what stands until it is complete, and takes its place at once.
//!
//! A run that is killed before that leaves the old site, and after it the new one. In between there is nothing but
//! renames, of whole folders where nothing in them stays; killed there, it leaves in the draft the names of all files
//! that the next run may replace.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::lock::{Lock, lock};
use super::manifest::{MANIFEST, Manifest, write_text};
use super::{Error, place};

/// The folder of the draft, in the output: nowhere else is certain to be on the same disk. Web servers and `verify` pass
/// over what is hidden.
pub(super) const DRAFT: &str = ".rolebook-draft";
/// What will stand in the output, by its path there.
const NEW: &str = "new";
/// What stood there, by numbers.
const OLD: &str = "old";

pub(super) struct Draft<'d> {
    dir: &'d Path,
    folder: PathBuf,
    /// Whether an earlier run was interrupted.
    is_left: bool,
    _lock: Lock,
}

impl<'d> Draft<'d> {
    /// Begins to write into the folder `dir`, which is there.
    ///
    /// # Errors
    /// Another run is writing there, or something that is no folder has the name of the draft.
    pub(super) fn begin(dir: &'d Path) -> Result<Self, Error> {
        let lock = lock(dir)?;
        let folder = dir.join(DRAFT);
        let found = fs::symlink_metadata(&folder);
        if found.as_ref().is_ok_and(|found| !found.is_dir()) {
            return Err(Error::Foreign { path: folder });
        }
        let draft = Self {
            dir,
            folder,
            is_left: found.is_ok(),
            _lock: lock,
        };
        draft.clear();
        Ok(draft)
    }

    /// Every file that an earlier run has written, or may have written before it was interrupted.
    ///
    /// # Errors
    /// The `manifest.json` of the output is not ours.
    pub(super) fn former(&self) -> Result<Manifest, Error> {
        let mut former = Manifest::read(self.dir)?;
        // One that is damaged names nothing: it was written in one step, so that was not us.
        if let Ok(claimed) = Manifest::read(&self.folder) {
            former.files.extend(claimed.files);
        }
        Ok(former)
    }

    /// Adds a file that is to stand at `path` in the output.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn add(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.folder.join(NEW).join(path);
        let written = fs::write(&file, bytes).or_else(|error| match (error.kind(), file.parent()) {
            // The first one in its folder.
            (ErrorKind::NotFound, Some(folder)) => fs::create_dir_all(folder).and_then(|()| fs::write(&file, bytes)),
            _ => Err(error),
        });
        written.map_err(|error| Error::io(&self.dir.join(path))(error))
    }

    /// Puts what was added in its place, and `now` as the manifest of the site. `units` are the files and folders that are
    /// replaced or removed as a whole; what the draft does not have for them is gone.
    ///
    /// # Errors
    /// The system refuses. Then the old site stands.
    pub(super) fn publish(&self, units: &[&str], former: &Manifest, now: &Manifest) -> Result<(), Error> {
        let (new, old) = (self.folder.join(NEW), self.folder.join(OLD));
        for folder in [&new, &old] {
            fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        let text = now.write(&new)?;
        if former.files.keys().all(|path| now.files.contains_key(path)) {
            write_text(&self.folder, &text)?;
        } else {
            former.joined(now).write(&self.folder)?;
        }
        put_in_place(&self.steps(units)?)
    }

    /// What to do for the units, and at last for the manifest.
    fn steps(&self, units: &[&str]) -> Result<Vec<Step>, Error> {
        let paths = units.iter().copied().chain([MANIFEST]).enumerate();
        let steps = paths.map(|(number, path)| {
            let old = self.folder.join(OLD).join(number.to_string());
            Step::prepare(self.dir.join(path), self.folder.join(NEW).join(path), old)
        });
        steps.collect()
    }

    /// Removes the draft. What cannot be removed is left to the next run.
    pub(super) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// Removes what a run that failed has written, but not what an interrupted one before it may have left in the site.
    pub(super) fn discard(&self) {
        self.clear();
        if !self.is_left {
            self.remove();
        }
    }

    fn clear(&self) {
        for part in [NEW, OLD] {
            let _ = fs::remove_dir_all(self.folder.join(part));
        }
    }
}

/// A file or folder that takes its place, or leaves it.
struct Step {
    place: PathBuf,
    /// What comes.
    new: Option<PathBuf>,
    /// Where that goes which stands at the place, if anything does.
    old: Option<PathBuf>,
    /// A file is replaced in one step. It stands in `old` as well, in case that it has to come back.
    in_one: bool,
}

impl Step {
    fn prepare(place: PathBuf, new: PathBuf, old: PathBuf) -> Result<Self, Error> {
        let stands = fs::symlink_metadata(&place).ok();
        let new = fs::symlink_metadata(&new).is_ok().then_some(new);
        let in_one = new.is_some() && stands.as_ref().is_some_and(|found| !found.is_dir());
        if in_one {
            // Not every disk can give a file two names.
            fs::hard_link(&place, &old)
                .or_else(|_| fs::copy(&place, &old).map(drop))
                .map_err(Error::io(&place))?;
        }
        let old = stands.is_some().then_some(old);
        Ok(Self {
            place,
            new,
            old,
            in_one,
        })
    }

    fn make(&self) -> Result<(), Error> {
        let io_error = Error::io(&self.place);
        let aside = self.old.as_ref().filter(|_| !self.in_one);
        if let Some(old) = aside {
            fs::rename(&self.place, old).map_err(io_error)?;
        }
        if let Some(new) = &self.new {
            fs::rename(new, &self.place).map_err(|error| {
                // The error to tell is the first one.
                let _ = aside.map(|old| fs::rename(old, &self.place));
                io_error(error)
            })?;
        }
        Ok(())
    }

    fn undo(&self) {
        let _ = self.new.as_ref().map(|new| fs::rename(&self.place, new));
        let _ = self.old.as_ref().map(|old| fs::rename(old, &self.place));
    }
}

/// Makes all steps, or none.
fn put_in_place(steps: &[Step]) -> Result<(), Error> {
    for (number, step) in steps.iter().enumerate() {
        if let Err(error) = step.make() {
            steps[..number].iter().rev().for_each(Step::undo);
            return Err(error);
        }
    }
    Ok(())
}

/// The files and folders that can be replaced as a whole so that `paths` are, in order: the outermost folder of each in
/// which, as `stays` says, nothing stays; else the file alone.
pub(super) fn units<'s>(paths: impl IntoIterator<Item = &'s str>, stays: impl Fn(&str) -> bool) -> Vec<&'s str> {
    let units = paths.into_iter().map(|path| {
        let folder = place::folders_around(path).find(|folder| !stays(folder));
        folder.unwrap_or(path)
    });
    let mut units: Vec<&str> = units.collect();
    units.sort_unstable();
    units.dedup();
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_step_fails_those_before_it_are_undone() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        for (name, text) in [("page", "old"), ("folder/a", "old"), ("gone", "old")] {
            fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            fs::write(path(name), text).unwrap();
        }
        fs::create_dir_all(path("new/folder")).unwrap();
        fs::create_dir(path("old")).unwrap();
        for name in ["page", "folder/b", "added"] {
            fs::write(path("new").join(name), "new").unwrap();
        }
        let step = |name: &str| Step::prepare(path(name), path("new").join(name), path("old").join(name)).unwrap();
        let prepared = || ["added", "folder", "gone", "page"].map(step);
        let steps = prepared();
        put_in_place(&steps).unwrap();
        let stands =
            || ["added", "folder/a", "folder/b", "gone", "page"].map(|name| fs::read_to_string(path(name)).ok());
        let new = Some("new".to_owned());
        assert_eq!(stands(), [new.clone(), None, new.clone(), None, new]);
        steps.iter().rev().for_each(Step::undo);

        let impossible = Step {
            place: path("nowhere/file"),
            new: Some(path("new/added")),
            old: None,
            in_one: false,
        };
        let steps: Vec<Step> = prepared().into_iter().chain([impossible]).collect();
        assert_eq!(put_in_place(&steps).unwrap_err().key(), "output-io");
        let old = Some("old".to_owned());
        assert_eq!(stands(), [None, old.clone(), None, old.clone(), old]);
    }
}
