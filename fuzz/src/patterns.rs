//! What a language reads at any place of a text is in the text, and what it writes reads back.

use rolebook::language::{Language, Level, Number, Pattern, is_blank, name};

use super::spans::within;

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for language in Language::builtin() {
        for (at, _) in text.char_indices() {
            read_at(language, &text[at..]);
        }
        read_whole(language, &text);
    }
}

/// Labels, markers, fields and numbers at the start of a text.
fn read_at(language: &Language, rest: &str) {
    if let Some(head) = language.head(rest) {
        within(rest, 0..head.length);
        within(rest, head.length..head.length + head.gap);
        if let Some(number) = head.number {
            reads_back(language, head.level, number);
        }
    }
    for marker in language.markers(rest) {
        within(rest, 0..marker.length);
        // A style that has no form for a number writes digits, which are a marker of another style.
        let written = format!("{} x", language.marker(marker.style, marker.number));
        let mut back = language.markers(&written);
        assert!(
            back.any(|found| found.number == marker.number),
            "{written:?} of {rest:?}"
        );
    }
    for paragraph in [false, true] {
        if let Some((length, expected)) = language.malformed_head(rest, paragraph) {
            within(rest, 0..length);
            let head = language.head(&expected);
            assert!(
                head.is_some_and(|head| head.length == expected.len()),
                "{expected:?} of {rest:?}"
            );
        }
    }
    if let Some((_, length, _)) = language.field(rest) {
        within(rest, 0..length);
    }
    within(rest, 0..language.gap(rest).0);
    for numeral in language.numerals() {
        let Some((number, length)) = numeral.parse(rest) else {
            continue;
        };
        within(rest, 0..length);
        if let Some(written) = numeral.format(number) {
            assert_eq!(
                numeral.parse(&written),
                Some((number, written.len())),
                "{written:?} of {rest:?}"
            );
        }
    }
}

fn reads_back(language: &Language, level: Level, number: Number) {
    let label = language.label(level, number);
    let head = language.head(&label);
    let found = head.map(|head| (head.level, head.number, head.length));
    assert_eq!(found, Some((level, Some(number), label.len())), "{label:?}");
}

fn is_gap(next: char) -> bool {
    next.is_whitespace() || is_blank(next)
}

fn read_whole(language: &Language, text: &str) {
    if let Some(role) = language.duties_of(text) {
        within(text, role);
    }
    let mut done = 0;
    for sentence in language.sentences.of(text) {
        within(text, sentence.clone());
        assert!(sentence.start >= done && !sentence.is_empty());
        assert!(
            text[done..sentence.start].trim_matches(is_gap).is_empty(),
            "{:?}",
            &text[done..sentence.start]
        );
        done = sentence.end;
        language.modals.read(&text[sentence.clone()]);
        language.audience.is_everyone(&text[sentence]);
    }
    let mut done = 0;
    for quantity in language.values.read(text, &[]) {
        within(text, quantity.range.clone());
        assert!(quantity.range.start >= done, "{quantity:?} in {text:?}");
        assert!(!quantity.readings.is_empty());
        done = quantity.range.end;
    }
    let id = name::slug(text, language);
    assert!(
        id.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
        "{id:?}"
    );
    // A text as a pattern: what it writes, it reads.
    let names: Vec<String> = language.pack.numeral.iter().map(|named| named.name.clone()).collect();
    let numerals: Vec<_> = language.numerals().cloned().collect();
    if let Ok(pattern) = Pattern::compile(text, &names) {
        for number in [1, 12] {
            let written = pattern.format(&numerals, number);
            // What stands after the numeral may read on as part of it.
            if let Some(found) = pattern.parse_exact(&numerals, &written) {
                within(&written, 0..found.length);
            }
        }
    }
}
