//! What a file is, told by what it holds and not by its name.

/// The kinds of files that people have regulations in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A Word file, or another file of an office program, which the reader of Word files tells apart.
    Office,
    /// Everything else, by the key of the sentence that says what to do with it.
    Other(&'static str),
}

/// What files of office programs begin with: zip archives, and the older files and those with a password.
const OFFICE: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// What files that are no text begin with.
const STARTS: [(&[u8], &str); 8] = [
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xFF\xD8\xFF", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
];

impl Kind {
    pub fn of(bytes: &[u8]) -> Self {
        if OFFICE.iter().any(|start| bytes.starts_with(start)) {
            return Self::Office;
        }
        let binary = bytes.contains(&0);
        let found = STARTS.iter().find(|(start, _)| bytes.starts_with(start));
        if let Some((_, key)) = found.filter(|(start, key)| binary || *key != "image" || start.len() > 2) {
            return Self::Other(key);
        }
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        let begins = |tag: &[u8]| {
            text.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        };
        if begins(b"<!doctype html") || begins(b"<html") || begins(b"mime-version:") {
            return Self::Other("html");
        }
        let has_mark = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
        if binary && !has_mark {
            return Self::Other("binary");
        }
        Self::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_what_they_hold() {
        for (bytes, expected) in [
            (&b"\xE7\xAC\xAC"[..], Kind::Text),
            (b"BMW is a word here", Kind::Text),
            (b"\xFF\xFEa\0", Kind::Text),
            (b"PK\x03\x04..word/document.xml", Kind::Office),
            (b"\xD0\xCF\x11\xE0\xA1", Kind::Office),
            (b"%PDF-1.7", Kind::Other("pdf")),
            (b"{\\rtf1", Kind::Other("rtf")),
            (b"\n<HTML>", Kind::Other("html")),
            (b"\x89PNG\r\n", Kind::Other("image")),
            (b"ab\0c", Kind::Other("binary")),
        ] {
            assert_eq!(Kind::of(bytes), expected, "{bytes:?}");
        }
    }
}
