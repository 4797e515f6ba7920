//! Bytes of a source file as text, and what they probably were if not UTF-8.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE};

/// What the bytes of a file say.
#[derive(Clone, Debug)]
pub struct Decoded {
    pub text: String,
    pub fault: Option<NotUtf8>,
}

/// Why bytes are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// Name of the encoding they are in, if they can be told to be in one.
    pub guess: Option<&'static str>,
    /// Line of the first byte that is not UTF-8, from 1.
    pub line: u32,
    /// Column of that byte in characters, from 1.
    pub column: u32,
}

/// The text of `bytes` without a byte order mark: as UTF-8, else in the encoding they seem to be in, else with
/// U+FFFD for what cannot be read.
pub fn decode(mut bytes: Vec<u8>) -> Decoded {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    // English in UTF-16 is UTF-8 as well, with a zero after each letter.
    let is_spaced = 4 * memchr::memchr_iter(0, &bytes).count() >= bytes.len().max(1);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_spaced && unmarked_utf_16(text.as_bytes()).is_some() => text.into_bytes(),
        Ok(text) => return Decoded { text, fault: None },
        Err(error) => error.into_bytes(),
    };
    let (line, column) = first_bad_byte(&bytes);
    let (guess, text) = guess(&bytes);
    let fault = NotUtf8 { guess, line, column };
    Decoded {
        text: text.into_owned(),
        fault: Some(fault),
    }
}

fn first_bad_byte(bytes: &[u8]) -> (u32, u32) {
    let Some(valid) = bytes.utf8_chunks().next().map(|chunk| chunk.valid()) else {
        return (1, 1);
    };
    let line = memchr::memchr_iter(b'\n', valid.as_bytes()).count();
    let column = valid.chars().rev().take_while(|&mark| mark != '\n').count();
    (line as u32 + 1, column as u32 + 1)
}

fn guess(bytes: &[u8]) -> (Option<&'static str>, Cow<'_, str>) {
    for (mark, encoding, name) in [(b"\xFF\xFE", UTF_16LE, "UTF-16LE"), (b"\xFE\xFF", UTF_16BE, "UTF-16BE")] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return (Some(name), encoding.decode_without_bom_handling(rest).0);
        }
    }
    if let Some((name, text)) = unmarked_utf_16(bytes) {
        return (Some(name), text);
    }
    if !is_damaged_utf8(bytes) {
        if let Some(text) = decode_chinese(GB18030, bytes).filter(|_| is_common_gbk(bytes)) {
            // GBK is what GB 18030 is without codes of four bytes, and the name that people know.
            let name = if has_four_byte_codes(bytes) { "GB18030" } else { "GBK" };
            return (Some(name), text);
        }
        if let Some(text) = decode_chinese(BIG5, bytes) {
            return (Some("Big5"), text);
        }
    }
    (None, String::from_utf8_lossy(bytes))
}

/// `bytes` as UTF-16 that does not say so: no other text has zeros.
fn unmarked_utf_16(bytes: &[u8]) -> Option<(&'static str, Cow<'_, str>)> {
    memchr::memchr(0, bytes)?;
    let both = [(UTF_16LE, "UTF-16LE"), (UTF_16BE, "UTF-16BE")];
    let read = both.into_iter().filter_map(|(encoding, name)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let is_usual = |mark: char| !mark.is_control() || matches!(mark, '\t' | '\r' | '\n');
        let is_text = text.chars().all(is_usual) && is_mostly_chinese(&text);
        is_text.then_some((name, text))
    });
    // In the wrong order of bytes, spaces and ends of lines are something else.
    read.max_by_key(|(_, text)| text.bytes().filter(u8::is_ascii).count())
}

/// Whether most of what is not ASCII is UTF-8 all the same: a file that was cut off or pasted together.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|mark| !mark.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

/// `bytes` in `encoding`, if that leaves nothing undecoded and gives mostly Chinese.
fn decode_chinese<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let has_any = !text.is_ascii();
    (has_any && is_mostly_chinese(&text)).then_some(text)
}

/// Whether most of what is not ASCII is Chinese.
fn is_mostly_chinese(text: &str) -> bool {
    let (mut chinese, mut others) = (0, 0);
    for mark in text.chars().filter(|mark| !mark.is_ascii()) {
        match mark {
            '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' => {
                chinese += 1;
            }
            _ => others += 1,
        }
    }
    others == 0 || chinese > 2 * others
}

/// Whether nearly all codes of two bytes lie where GBK keeps its usual characters. Other encodings read as GBK
/// scatter over its rare ones.
fn is_common_gbk(bytes: &[u8]) -> bool {
    let (mut usual, mut rare) = (0, 0);
    for (lead, trail) in gb_codes(bytes) {
        if lead >= 0xA1 && trail >= 0xA1 {
            usual += 1;
        } else {
            rare += 1;
        }
    }
    usual > 4 * rare
}

fn has_four_byte_codes(bytes: &[u8]) -> bool {
    gb_codes(bytes).any(|(_, trail)| trail.is_ascii_digit())
}

/// First and second byte of each code above ASCII in GB 18030.
fn gb_codes(bytes: &[u8]) -> impl Iterator<Item = (u8, u8)> {
    let mut rest = bytes.iter().copied();
    std::iter::from_fn(move || {
        let lead = rest.find(|&byte| byte > 0x80)?;
        let trail = rest.next()?;
        if trail.is_ascii_digit() {
            rest.next();
            rest.next();
        }
        Some((lead, trail))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# 考勤管理办法\r\n\r\n第一条 为了规范员工的考勤，制定本办法。\r\n";

    fn guess_of(bytes: &[u8]) -> (Option<&'static str>, String) {
        let decoded = decode(bytes.to_vec());
        (decoded.fault.unwrap().guess, decoded.text)
    }

    fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        let decoded = decode(b"\xEF\xBB\xBFabc".to_vec());
        assert_eq!(decoded.text, "abc");
        assert_eq!(decoded.fault, None);
    }

    #[test]
    fn gbk_is_named_and_read() {
        let found = guess_of(&encode(GB18030, TEXT));
        assert_eq!(found, (Some("GBK"), TEXT.to_owned()));
    }

    #[test]
    fn a_few_words_of_gbk_are_enough() {
        assert_eq!(guess_of(&encode(GB18030, "# 总则\n")).0, Some("GBK"));
    }

    #[test]
    fn gb18030_is_named_where_it_is_more_than_gbk() {
        let text = format!("{TEXT}\u{20087}");
        assert_eq!(guess_of(&encode(GB18030, &text)), (Some("GB18030"), text));
    }

    #[test]
    fn big5_is_named_and_read() {
        let text = "第一條 為了規範員工的考勤，制定本辦法。\n";
        assert_eq!(guess_of(&encode(BIG5, text)), (Some("Big5"), text.to_owned()));
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        let little: Vec<u8> = "\u{FEFF}第一条".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{FEFF}第一条".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(guess_of(&little), (Some("UTF-16LE"), "第一条".to_owned()));
        assert_eq!(guess_of(&big), (Some("UTF-16BE"), "第一条".to_owned()));
    }

    #[test]
    fn utf_16_without_its_mark_is_known_by_its_zeros() {
        for text in [TEXT, "Article 1 The staff\n"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(guess_of(&little), (Some("UTF-16LE"), text.to_owned()));
            assert_eq!(guess_of(&big), (Some("UTF-16BE"), text.to_owned()));
        }
        for text in ["hello world\0", "第一条\0", "\0"] {
            let decoded = decode(text.as_bytes().to_vec());
            assert_eq!((decoded.text.as_str(), decoded.fault), (text, None));
        }
    }

    #[test]
    fn utf_8_with_a_broken_character_is_not_taken_for_gbk() {
        for cut in 1..3 {
            let bytes = &TEXT.as_bytes()[..TEXT.len() - 2 - cut];
            let (guess, text) = guess_of(bytes);
            assert_eq!(guess, None);
            assert!(text.starts_with("# 考勤") && text.ends_with('\u{FFFD}'));
        }
    }

    #[test]
    fn western_text_is_not_taken_for_chinese() {
        assert_eq!(guess_of(b"caf\xE9 cr\xE8me br\xFBl\xE9e \xE0 la carte").0, None);
    }

    #[test]
    fn the_first_bad_byte_has_a_line_and_a_column() {
        let fault = decode(b"abc\n\xE7\xAC\xAC\xFF".to_vec()).fault.unwrap();
        assert_eq!((fault.line, fault.column), (2, 2));
    }
}
