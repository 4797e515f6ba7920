//! The floors that the program is measured against; `benches/corpus.py` and `benches/compare.sh` run it.
//!
//! `baseline FOLDER` is that of `check`: read every Markdown file below a folder and run pulldown-cmark over it with
//! offsets, on one thread. `baseline FOLDER SITE OUT` is that of `build`: read the same files, and write as many bytes to
//! as many files as the folder `SITE` has, on all threads.

use std::fs;
use std::io::{self, Result};
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use walkdir::WalkDir;

fn main() -> Result<()> {
    let arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    match &*arguments.collect::<Vec<String>>() {
        [folder] => parse(Path::new(folder)),
        [folder, site, out] => copy(Path::new(folder), Path::new(site), Path::new(out)),
        // `cargo bench` without a folder has nothing to measure here.
        _ => Ok(()),
    }
}

/// All files below a folder, with their lengths in bytes.
fn files(folder: &Path) -> Result<Vec<(PathBuf, usize)>> {
    let entries = WalkDir::new(folder).into_iter().map(|entry| {
        let entry = entry?;
        let length = usize::try_from(entry.metadata()?.len()).map_err(io::Error::other)?;
        Ok((entry.file_type().is_file(), (entry.into_path(), length)))
    });
    let entries: Result<Vec<_>> = entries.collect();
    Ok(entries?
        .into_iter()
        .filter(|(is_file, _)| *is_file)
        .map(|(_, file)| file)
        .collect())
}

fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = files(folder)?.into_iter().map(|(path, _)| path);
    Ok(files
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect())
}

fn parse(folder: &Path) -> Result<()> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut covered = 0;
    for path in texts(folder)? {
        let text = fs::read_to_string(path)?;
        for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
            std::hint::black_box(&event);
            covered += range.len();
        }
    }
    std::hint::black_box(covered);
    Ok(())
}

fn copy(folder: &Path, site: &Path, out: &Path) -> Result<()> {
    let read = texts(folder)?.into_par_iter().map(|path| Ok(fs::read(path)?.len()));
    std::hint::black_box(read.sum::<Result<usize>>()?);
    let files = files(site)?;
    let longest = files.iter().map(|(_, length)| *length).max().unwrap_or_default();
    let bytes = vec![b'-'; longest];
    let target = |path: &Path| out.join(path.strip_prefix(site).unwrap_or(path));
    let mut last = None;
    for (path, _) in &files {
        let folder = path.parent();
        if folder != last {
            fs::create_dir_all(target(folder.unwrap_or(site)))?;
            last = folder;
        }
    }
    files
        .into_par_iter()
        .try_for_each(|(path, length)| fs::write(target(&path), &bytes[..length]))
}
