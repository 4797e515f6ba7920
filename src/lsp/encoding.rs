//! Positions as the protocol counts them: lines and columns from 0, columns in units that client and server agree on.

use lsp_types::{ClientCapabilities, Position, PositionEncodingKind, Range};

use crate::source::{SourceFile, Span};

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// Bytes where the client can count them, else the UTF-16 units that every client knows.
    pub(super) fn agreed(client: &ClientCapabilities) -> Self {
        let general = client.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_ref());
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    pub(super) fn position(self, file: &SourceFile, offset: u32) -> Position {
        let (line, column) = file.position_utf16(offset);
        let column = match self {
            Self::Utf16 => column,
            Self::Utf8 => offset.min(file.text.len() as u32) - file.line_range(line).start,
        };
        Position::new(line, column)
    }

    pub(super) fn range(self, file: &SourceFile, span: Span) -> Range {
        Range::new(self.position(file, span.start), self.position(file, span.end))
    }

    /// The byte offset of a position. A column past the end of its line, or within a character, is the place before.
    pub(super) fn offset(self, file: &SourceFile, position: Position) -> u32 {
        let line = file.line_range(position.line);
        let text = &file.text[line.start as usize..line.end as usize];
        let column = position.character as usize;
        let within = match self {
            Self::Utf8 => text.floor_char_boundary(column.min(text.len())),
            Self::Utf16 => {
                let mut units = 0;
                let mut fits = |next: &char| {
                    units += next.len_utf16();
                    units <= column
                };
                text.chars().take_while(|next| fits(next)).map(char::len_utf8).sum()
            }
        };
        line.start + within as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_back_in_both_units() {
        let file = SourceFile::new("a.md", "第五条\r\n𠮷野家😀：é\r\n");
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (offset, _) in file
                .text
                .char_indices()
                .filter(|(_, next)| !matches!(next, '\r' | '\n'))
            {
                let position = encoding.position(&file, offset as u32);
                assert_eq!(
                    encoding.offset(&file, position),
                    offset as u32,
                    "{encoding:?} {position:?}"
                );
            }
        }
        let colon = file.text.find('：').map_or(0, |at| at as u32);
        assert_eq!(Encoding::Utf16.position(&file, colon), Position::new(1, 6));
        assert_eq!(Encoding::Utf8.position(&file, colon), Position::new(1, 14));
    }

    #[test]
    fn a_position_that_is_not_there_is_the_place_before() {
        let file = SourceFile::new("a.md", "a😀\r\nb");
        let at = |line, column| Encoding::Utf16.offset(&file, Position::new(line, column));
        assert_eq!((at(0, 2), at(0, 99), at(1, 99), at(99, 0)), (1, 5, 8, 8));
        assert_eq!(Encoding::Utf8.offset(&file, Position::new(0, 3)), 1);
    }
}
