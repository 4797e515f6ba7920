//! The texts of a handbook as they were read: files, byte spans, lines and columns.

mod visible;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use visible::{is_steering, visible};

/// Index of a file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file. Half open, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`.
    pub fn new(file: FileId, range: Range<u32>) -> Self {
        Self {
            file,
            start: range.start,
            end: range.end,
        }
    }

    /// The byte range as indices into the file's text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a file as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// One file: where it lies and what it says.
///
/// A byte order mark is not part of the text; CRLF is.
#[derive(Debug)]
pub struct SourceFile {
    /// Path from the handbook's folder, with `/`.
    pub path: Arc<str>,
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(ends.map(|end| end as u32 + 1)).collect()
        })
    }

    /// Line and column of a byte offset. An offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let (line, start) = self.line_of(offset);
        let column = self.text[start as usize..self.clamp(offset)].chars().count();
        Position {
            line,
            column: column as u32 + 1,
        }
    }

    /// Line and column as the Language Server Protocol counts them: both from 0, columns in UTF-16 code units.
    pub fn position_utf16(&self, offset: u32) -> (u32, u32) {
        let (line, start) = self.line_of(offset);
        let column = self.text[start as usize..self.clamp(offset)].encode_utf16().count();
        (line - 1, column as u32)
    }

    /// The byte range of a line counted from 0, its end marks aside; past the last line, the end of the text.
    pub fn line_range(&self, line: u32) -> Range<u32> {
        let starts = self.line_starts();
        let end = self.text.len() as u32;
        let Some(&start) = starts.get(line as usize) else {
            return end..end;
        };
        let next = starts.get(line as usize + 1).copied().unwrap_or(end);
        let text = &self.text[start as usize..next as usize];
        start..start + text.trim_end_matches(['\n', '\r']).len() as u32
    }

    fn line_of(&self, offset: u32) -> (u32, u32) {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        (line as u32, starts[line - 1])
    }

    fn clamp(&self, offset: u32) -> usize {
        (offset as usize).min(self.text.len())
    }
}

/// All files of one state of a handbook, in the order of their paths.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    pub fn new(files: Vec<Arc<SourceFile>>) -> Self {
        Self { files }
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Arc<SourceFile>)> {
        let ids = (0..).map(FileId);
        ids.zip(&self.files)
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn file(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }

    /// The file at `path` (from the handbook's folder, with `/`).
    pub fn find(&self, path: &str) -> Option<FileId> {
        let found = self.files.binary_search_by(|file| (*file.path).cmp(path));
        found.ok().map(|index| FileId(index as u32))
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let file = SourceFile::new("a.md", "第一条\r\n职责😀：x");
        let x = file.text.find('x').map(|at| at as u32).unwrap_or_default();
        assert_eq!(file.position(x), Position { line: 2, column: 5 });
        assert_eq!(file.position_utf16(x), (1, 5));
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(9999).line, 2);
    }

    #[test]
    fn files_are_found_by_path() {
        let files = ["a.md", "b/c.md"].map(|path| Arc::new(SourceFile::new(path, "")));
        let sources = Sources::new(files.to_vec());
        assert_eq!(sources.find("b/c.md"), Some(FileId(1)));
        assert_eq!(sources.find("b"), None);
    }
}
