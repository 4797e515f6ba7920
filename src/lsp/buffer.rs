//! The texts of open editors.

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::encoding::Encoding;
use crate::source::SourceFile;

/// A text that an editor has open.
#[derive(Debug)]
pub(super) struct Buffer {
    /// The address as the client writes it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

impl Buffer {
    /// Makes the changes in their order, each on the text that those before it left.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        self.version = version;
        for change in changes {
            match change.range {
                None => self.text = change.text,
                Some(range) => {
                    let file = SourceFile::new("", std::mem::take(&mut self.text));
                    let (one, other) = (encoding.offset(&file, range.start), encoding.offset(&file, range.end));
                    self.text = file.text;
                    self.text
                        .replace_range(one.min(other) as usize..one.max(other) as usize, &change.text);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;

    #[test]
    fn changes_build_on_each_other() {
        let mut buffer = Buffer {
            uri: "file:///a.md".parse().expect("an address"),
            version: 1,
            text: "第五条\r\n😀职责".to_owned(),
        };
        let change = |from: (u32, u32), to: (u32, u32), text: &str| TextDocumentContentChangeEvent {
            range: Some(Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1))),
            range_length: None,
            text: text.to_owned(),
        };
        let changes = vec![
            change((0, 1), (0, 2), "六"),
            change((1, 2), (1, 3), "天\n"),
            change((0, 3), (1, 0), "|"),
        ];
        buffer.change(2, changes, Encoding::Utf16);
        assert_eq!((buffer.text.as_str(), buffer.version), ("第六条|😀天\n责", 2));
    }
}
