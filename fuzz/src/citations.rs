//! Citations are found in order, in the text, and a faulty one that was mended is a citation without a fault.

use std::ops::Range;

use rolebook::language::Language;
use rolebook::language::citation::{Owner, RawCitation};

use super::handbook;
use super::spans::{inside, within};

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for language in Language::builtin() {
        let found = language.grammar.scan(&text);
        sound(&text, &found);
        let faults: Vec<_> = found.iter().flat_map(|citation| &citation.faults).collect();
        if !faults.is_empty() {
            let mut mended = text.to_string();
            for fault in faults.iter().rev() {
                mended.replace_range(fault.range.clone(), &fault.replacement);
            }
            let again = language.grammar.scan(&mended);
            sound(&mended, &again);
            assert!(
                again.iter().all(|citation| citation.faults.is_empty()),
                "{text:?}\n{mended:?}\n{again:?}"
            );
        }
    }
    resolved(&text);
}

fn sound(text: &str, found: &[RawCitation]) {
    let mut done = 0;
    for citation in found {
        let range = citation.range.clone();
        within(text, range.clone());
        assert!(
            range.start >= done && range.start < range.end,
            "{citation:?} in {text:?}"
        );
        done = range.end;
        let inner = |inner: &Range<usize>| {
            within(text, inner.clone());
            assert!(
                range.start <= inner.start && inner.end <= range.end,
                "{citation:?} in {text:?}"
            );
        };
        assert!(
            citation.relative.is_some() || !citation.members.is_empty() || !citation.faults.is_empty(),
            "{citation:?}"
        );
        citation.members.iter().for_each(|member| inner(&member.range));
        let mut last = 0;
        for fault in &citation.faults {
            within(text, fault.range.clone());
            assert!(fault.range.start >= last, "{citation:?} in {text:?}");
            assert_ne!(text[fault.range.clone()], fault.replacement, "{text:?}");
            last = fault.range.end;
        }
        citation.title.iter().for_each(|title| within(text, title.clone()));
        if let Owner::This(range) | Owner::Title(range) | Owner::Words(range) = &citation.owner {
            within(text, range.clone());
        }
    }
}

/// The same text as what a chapter says: every citation and member of it stands in its file.
fn resolved(text: &str) {
    let snapshot = handbook::with_chapter(text).snapshot();
    let handbook = snapshot.handbook();
    let of_texts = handbook
        .texts
        .iter()
        .map(|text| (handbook.chapter_of(text), &text.citations));
    let outside = handbook.chapters.iter().map(|chapter| (chapter, &chapter.citations));
    for (chapter, citations) in of_texts.chain(outside) {
        let text = handbook.source(chapter);
        for citation in citations {
            inside(text, &citation.span);
            citation.members.iter().for_each(|member| inside(text, &member.span));
        }
    }
}
