//! Numbers as Word writes them: `ST_NumberFormat` of ISO 29500-1, 17.18.59.

use crate::language;

/// Writes `number` in one of Word's formats; nothing where the format is not known.
///
/// A known format that has no form for the number writes it in digits, as Word does: ⑳, 21.
pub(super) fn written(format: &str, number: u32) -> Option<String> {
    let digits = || number.to_string();
    Some(match format {
        "decimal" => digits(),
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "lowerLetter" => letters(b'a', number).unwrap_or_else(digits),
        "upperLetter" => letters(b'A', number).unwrap_or_else(digits),
        "ordinal" => format!("{number}{}", ordinal_ending(number)),
        "numberInDash" => format!("- {number} -"),
        "hex" => format!("{number:X}"),
        "chicago" => chicago(number).unwrap_or_else(digits),
        // From a hundred on these count digit by digit: 一〇〇.
        "chineseCounting" | "taiwaneseCounting" if number > 99 => written("ideographDigital", number)?,
        "chineseCounting" | "taiwaneseCounting" => written("chineseCountingThousand", number)?,
        _ => language::counting(format)?.format(number).unwrap_or_else(digits),
    })
}

/// Writes `number` in a format that the document describes by its first numbers: `001, 002, 003, ...`.
pub(super) fn padded(example: &str, number: u32) -> Option<String> {
    let first = example.split(',').next()?.trim();
    let is_one = first.trim_start_matches('0') == "1";
    is_one.then(|| format!("{number:0width$}", width = first.len()))
}

/// a … z, aa, bb …: Word repeats the letter, it does not count on.
fn letters(first: u8, number: u32) -> Option<String> {
    let index = number.checked_sub(1)?;
    let times = index / 26 + 1;
    let letter = char::from(first + (index % 26) as u8);
    (times <= 30).then(|| letter.to_string().repeat(times as usize))
}

fn ordinal_ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (1, teen) if teen != 11 => "st",
        (2, teen) if teen != 12 => "nd",
        (3, teen) if teen != 13 => "rd",
        _ => "th",
    }
}

fn chicago(number: u32) -> Option<String> {
    let index = number.checked_sub(1)?;
    let mark = ["*", "†", "‡", "§"][(index % 4) as usize];
    (index < 40).then(|| mark.repeat(index as usize / 4 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (format, number, expected) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalZero", 120, "120"),
            ("lowerLetter", 26, "z"),
            ("lowerLetter", 28, "bb"),
            ("upperLetter", 53, "AAA"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 9, "IX"),
            ("ordinal", 11, "11th"),
            ("ordinal", 22, "22nd"),
            ("ordinalText", 3, "Third"),
            ("cardinalText", 20, "Twenty"),
            ("chineseCounting", 11, "十一"),
            ("chineseCounting", 20, "二十"),
            ("chineseCounting", 101, "一〇一"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1005, "一千零五"),
            ("taiwaneseCountingThousand", 12, "十二"),
            ("japaneseCounting", 19, "十九"),
            ("japaneseCounting", 101, "百一"),
            ("japaneseCounting", 220, "二百二十"),
            ("ideographDigital", 20, "二〇"),
            ("chineseLegalSimplified", 11, "壹拾壹"),
            ("chineseLegalSimplified", 105, "壹佰零伍"),
            ("ideographLegalTraditional", 23, "貳拾參"),
            ("ideographTraditional", 10, "癸"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 60, "癸亥"),
            ("ideographEnclosedCircle", 3, "㊂"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalEnclosedFullstop", 1, "⒈"),
            ("decimalFullWidth", 15, "１５"),
            ("none", 3, ""),
        ] {
            assert_eq!(written(format, number).as_deref(), Some(expected), "{format} {number}");
        }
        assert_eq!(written("hebrew1", 1), None);
        assert_eq!(padded("001, 002, 003, ...", 7).as_deref(), Some("007"));
        assert_eq!(padded("A, B", 7), None);
    }
}
