use super::*;
use crate::language::Language;

#[test]
fn every_pack_has_all_words() {
    for language in Language::builtin() {
        let words = Words::new(&language.pack.tag);
        assert!(words.is_ok(), "{}: {words:?}", language.pack.tag);
    }
}

#[test]
fn edits_between_two_texts_make_the_one_the_other() {
    let (old, new) = ("a\r\nb\nc", "a\r\nx\ny\nc\nd");
    let mut made = old.to_owned();
    for (bytes, text) in between(old, new).into_iter().rev() {
        made.replace_range(bytes.start as usize..bytes.end as usize, &text);
    }
    assert_eq!(made, new);
    assert_eq!(between(old, old), []);
}
