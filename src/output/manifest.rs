//! `manifest.json`: the files in an output folder that are the program's own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Error, replace};
use crate::hash::hex;

/// The name of the manifest in an output folder.
pub const MANIFEST: &str = "manifest.json";

/// Tells our manifest from other files of that name.
const GENERATOR: &str = "rolebook";
/// That of a manifest as it is written here.
const VERSION: u32 = 1;

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Manifest {
    generator: String,
    version: u32,
    /// By path within the output, with `/`.
    pub files: BTreeMap<String, Entry>,
}

/// What a file contains.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub sha256: Hash,
    /// In bytes.
    pub size: u64,
}

impl Entry {
    pub fn of(bytes: &[u8]) -> Self {
        let sha256 = Hash(Sha256::digest(bytes).into());
        let size = bytes.len() as u64;
        Self { sha256, size }
    }
}

/// A SHA-256; written in hexadecimal, as `sha256sum` prints it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Hash([u8; 32]);

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hex(&hash.0)
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let expected = "64 hexadecimal digits";
        let mut hash = [0; 32];
        if text.len() != 2 * hash.len() {
            return Err(expected);
        }
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| expected)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| expected)?;
        }
        Ok(Self(hash))
    }
}

/// Writes the text of a manifest into `dir`, unless it stands there already.
pub(super) fn write_text(dir: &Path, text: &str) -> Result<(), Error> {
    let path = dir.join(MANIFEST);
    if fs::read(&path).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    replace(&path, text.as_bytes(), 0)
}

impl Manifest {
    pub fn new(files: BTreeMap<String, Entry>) -> Self {
        Self {
            generator: GENERATOR.to_owned(),
            version: VERSION,
            files,
        }
    }

    /// One that names the files of both.
    pub fn joined(&self, other: &Self) -> Self {
        let mut files = self.files.clone();
        files.extend(other.files.clone());
        Self::new(files)
    }

    /// The manifest in `dir`, empty if there is none.
    ///
    /// # Errors
    /// When a `manifest.json` there is not ours.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self::new(BTreeMap::new()));
            }
            Err(error) => return Err(Error::io(&path)(error)),
        };
        Self::parse(&bytes).ok_or(Error::Foreign { path })
    }

    /// What the bytes of a manifest say, if it is ours.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest = serde_json::from_slice(bytes).ok();
        manifest.filter(|manifest: &Self| manifest.generator == GENERATOR && manifest.version == VERSION)
    }

    /// Writes the manifest into `dir`, unless it stands there already, and gives its text.
    pub fn write(&self, dir: &Path) -> Result<String, Error> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::Io {
            path: dir.join(MANIFEST),
            source: error.into(),
        })?;
        let text = text + "\n";
        write_text(dir, &text)?;
        Ok(text)
    }
}
