//! Images: what kind of file one is, and how large, as its first bytes tell.

/// An image of the handbook.
#[derive(Debug)]
pub(super) struct Image {
    /// Path from the handbook's folder; each image is there once.
    pub path: String,
    pub description: String,
    pub extension: &'static str,
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

impl Image {
    /// Nothing for a file that is no PNG, JPEG or GIF, or is cut off in its head.
    pub fn read(path: &str, description: &str, bytes: Vec<u8>) -> Option<Self> {
        let (extension, media_type, (width, height)) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            ("png", "image/png", png(&bytes)?)
        } else if bytes.starts_with(b"\xff\xd8") {
            ("jpeg", "image/jpeg", jpeg(&bytes)?)
        } else if bytes.starts_with(b"GIF8") {
            ("gif", "image/gif", gif(&bytes)?)
        } else {
            return None;
        };
        (width > 0 && height > 0).then(|| Self {
            path: path.to_owned(),
            description: description.to_owned(),
            extension,
            media_type,
            width,
            height,
            bytes,
        })
    }
}

fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let digits = bytes.get(at..at + length)?;
    Some(digits.iter().fold(0, |value, &byte| value << 8 | u32::from(byte)))
}

/// The header chunk comes first.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((big(bytes, 16, 4)?, big(bytes, 20, 4)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let little = |at| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    Some((little(6)?, little(8)?))
}

/// Segments follow each other; one of those that begin a frame has the size.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let marker = big(bytes, at, 2)?;
        match marker {
            // A fill byte before the marker.
            0xffff => at += 1,
            0xffc0..=0xffcf if !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc) => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            0xff00..=0xfffe => at += 2 + big(bytes, at + 2, 2)? as usize,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_stands_in_the_head_of_the_file() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\0\x01\xe0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\x01\xe0\x02\x80";
        let gif = b"GIF89a\x80\x02\xe0\x01";
        for bytes in [&png[..], jpeg, gif] {
            let image = Image::read("a", "", bytes.to_vec()).expect("it has a size");
            assert_eq!((image.width, image.height), (640, 480));
            for end in 0..bytes.len() {
                assert!(Image::read("a", "", bytes[..end].to_vec()).is_none());
            }
        }
        assert!(Image::read("a", "", b"<svg/>".to_vec()).is_none());
    }
}
