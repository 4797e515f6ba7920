use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;

use super::*;

/// A word that stands nowhere else.
fn word() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("[{}]", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What may stand in a paragraph, around `inside`.
fn wrapped_inline(kind: usize, inside: &str) -> String {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let field = |code: &str| {
        let instruction = format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
        [
            mark("begin"),
            instruction,
            mark("separate"),
            inside.to_owned(),
            mark("end"),
        ]
        .concat()
    };
    match kind % 14 {
        0 => format!("<w:ins>{inside}</w:ins>"),
        1 => format!("<w:del>{inside}</w:del>"),
        2 => format!("<w:moveFrom>{inside}</w:moveFrom>"),
        3 => format!("<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"),
        4 => format!("<w:hyperlink>{inside}</w:hyperlink>"),
        5 => format!("<w:smartTag>{inside}</w:smartTag>"),
        6 => field("TOC"),
        7 => field("REF x"),
        8 => mark("begin") + inside,
        9 => inside.to_owned() + &mark("end"),
        10 => format!("<w:r><w:ruby><w:rt>{inside}</w:rt><w:rubyBase>{inside}</w:rubyBase></w:ruby></w:r>"),
        11 => format!("<w:r><w:pict><w:txbxContent><w:p>{inside}</w:p></w:txbxContent></w:pict></w:r>"),
        12 => format!("<mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback/></mc:AlternateContent>"),
        _ => format!("<w:unheardOf>{inside}</w:unheardOf>"),
    }
}

/// What may stand around paragraphs.
fn wrapped_block(kind: usize, inside: &str) -> String {
    match kind % 8 {
        0 => format!("<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"),
        1 => format!("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{inside}</w:tc></w:tr></w:tbl>"),
        2 => format!("<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{inside}</w:tc></w:tr></w:tbl>"),
        3 => format!(
            r#"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"#
        ),
        4 => format!("<w:customXml>{inside}</w:customXml>"),
        5 => format!("<w:tbl><w:ins><w:tr><w:tc><w:tcPr><w:hMerge/></w:tcPr>{inside}</w:tc></w:tr></w:ins></w:tbl>"),
        6 => format!("<w:del>{inside}</w:del>"),
        _ => inside.to_owned(),
    }
}

fn a_run() -> impl Strategy<Value = String> {
    let looks = [
        "",
        "<w:vanish/>",
        "<w:strike/>",
        r#"<w:vertAlign w:val="superscript"/>"#,
        "<w:b/>",
    ];
    (0..looks.len(), any::<bool>()).prop_map(move |(look, deleted)| {
        let name = if deleted { "delText" } else { "t" };
        format!(
            "<w:r><w:rPr>{}</w:rPr><w:{name}>{}</w:{name}></w:r>",
            looks[look],
            word()
        )
    })
}

fn inline() -> impl Strategy<Value = String> {
    a_run().prop_recursive(3, 12, 3, |inner| {
        (0..14_usize, prop::collection::vec(inner, 1..3))
            .prop_map(|(kind, inside)| wrapped_inline(kind, &inside.concat()))
    })
}

fn block() -> impl Strategy<Value = String> {
    let marks = ["", "<w:del/>", "<w:ins/>", "<w:vanish/>", "<w:moveFrom/>"];
    let one = (0..marks.len(), prop::collection::vec(inline(), 0..4)).prop_map(move |(mark, inside)| {
        paragraph(&format!(
            "<w:pPr><w:rPr>{}</w:rPr></w:pPr>{}",
            marks[mark],
            inside.concat()
        ))
    });
    one.prop_recursive(3, 12, 3, |inner| {
        (0..8_usize, prop::collection::vec(inner, 1..3))
            .prop_map(|(kind, inside)| wrapped_block(kind, &inside.concat()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_word_is_in_a_block_or_in_a_remark(blocks in prop::collection::vec(block(), 1..6)) {
        let body = blocks.concat();
        let words: Vec<&str> = body.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(word, _)| word).collect();
        for changes in [TrackChanges::Accept, TrackChanges::Reject] {
            let manuscript = File::new(&body).read(changes).unwrap_or_else(|error| panic!("{error}"));
            let remarks = manuscript.remarks.iter().map(|remark| remark.text.clone());
            let found = lines(&manuscript).into_iter().chain(remarks).collect::<String>();
            for word in &words {
                prop_assert!(found.contains(&format!("[{word}]")), "{changes:?} lost [{word}] of {body}");
            }
        }
    }
}
