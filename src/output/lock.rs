//! One writer at a time: a lock on a folder, which ends with the program that has it, however that ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::Error;

/// Keeps other runs of the program from writing into a folder for as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    _folder: Option<File>,
}

/// Locks the folder `dir` itself: a file for the purpose would be published with the site. Where the system locks no
/// folders (Windows, some network drives), or there is none yet, nobody is kept out.
///
/// # Errors
/// Another run of the program is writing there.
pub(super) fn lock(dir: &Path) -> Result<Lock, Error> {
    let folder = File::open(dir).ok();
    match folder.as_ref().map(File::try_lock) {
        Some(Err(TryLockError::WouldBlock)) => Err(Error::Busy {
            path: dir.to_path_buf(),
        }),
        _ => Ok(Lock { _folder: folder }),
    }
}
