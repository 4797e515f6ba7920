use super::*;

fn error(bytes: &[u8]) -> DocxError {
    read("a.docx", bytes, TrackChanges::Accept)
        .err()
        .unwrap_or_else(|| panic!("it was read"))
}

#[test]
fn every_error_has_words_in_every_language() {
    let name = || "a.docx".to_owned();
    let limits = [Limit::Entries, Limit::Size, Limit::Ratio, Limit::Nodes, Limit::Depth];
    let beyond = limits.map(|limit| DocxError::Beyond {
        name: name(),
        limit,
        most: 9,
    });
    let others = [
        DocxError::OtherKind {
            name: name(),
            kind: "ZIP (.zip)",
        },
        DocxError::NotWord { name: name() },
        DocxError::OldWord { name: name() },
        DocxError::Encrypted { name: name() },
        DocxError::Sheet { name: name() },
        DocxError::Damaged {
            name: name(),
            part: name(),
            reason: name(),
        },
        DocxError::Tracked {
            name: name(),
            changes: 1,
            place: 1,
            text: name(),
        },
    ];
    for error in others.iter().chain(&beyond) {
        for language in Language::builtin() {
            let words = language.phrase(&language.pack.error, error.key());
            assert_ne!(words, error.key(), "{}", language.pack.tag);
            for (parameter, _) in error.parameters() {
                assert!(words.contains(&format!("{{{parameter}}}")), "{words}: {parameter}");
            }
        }
    }
}

#[test]
fn what_is_no_word_document_is_named() {
    let types = |kind: &str| {
        format!(r#"<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{kind}"/></Types>"#)
    };
    let (sheet, slides) = (
        types("spreadsheetml.sheet.main+xml"),
        types("presentationml.presentation.main+xml"),
    );
    for (parts, expected) in [
        (vec![("[Content_Types].xml", sheet.as_bytes())], "Excel (.xlsx)"),
        (vec![("[Content_Types].xml", slides.as_bytes())], "PowerPoint (.pptx)"),
        (
            vec![("mimetype", &b"application/vnd.oasis.opendocument.text"[..])],
            "OpenDocument (.odt)",
        ),
        (vec![("mimetype", &b"application/epub+zip"[..])], "EPUB (.epub)"),
        (vec![("readme.txt", &b"x"[..])], "ZIP (.zip)"),
    ] {
        let expected = DocxError::OtherKind {
            name: "a.docx".to_owned(),
            kind: expected,
        };
        assert_eq!(error(&archive(&parts)), expected);
    }
    assert!(matches!(error(b"%PDF-1.7"), DocxError::NotWord { .. }));
    assert!(matches!(error(b""), DocxError::NotWord { .. }));
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on";
    assert!(matches!(error(old), DocxError::OldWord { .. }));
    let marker: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    assert!(matches!(
        error(&[&old[..], &marker].concat()),
        DocxError::Encrypted { .. }
    ));
}

#[test]
fn any_cut_of_a_file_is_an_error_and_no_panic() {
    let bytes = File::new(&item(0, "a"))
        .with_numbering(&list(1, &[level(0, "decimal", "%1.", "")]))
        .bytes();
    for length in (0..bytes.len()).step_by(7) {
        let _ = error(&bytes[..length]);
    }
}

#[test]
fn damage_in_a_part_names_the_part() {
    let mut file = File::new("");
    file.parts[1].1 = "<w:document".to_owned();
    assert!(
        matches!(file.read(TrackChanges::Fail), Err(DocxError::Damaged { part, .. }) if part == "word/document.xml")
    );
    file.parts.remove(1);
    assert!(matches!(file.read(TrackChanges::Fail), Err(DocxError::Damaged { .. })));
}

#[test]
fn entities_are_refused() {
    let mut file = File::new("");
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>"#;
    file.parts[1].1.insert_str(0, bomb);
    assert!(matches!(file.read(TrackChanges::Fail), Err(DocxError::Damaged { .. })));
}

#[test]
fn what_would_use_up_the_machine_is_refused() {
    let limit = |file: &File| match file.read(TrackChanges::Fail) {
        Err(DocxError::Beyond { limit, .. }) => Some(limit),
        _ => None,
    };
    let deep = "<w:sdt>".repeat(100_000) + &"</w:sdt>".repeat(100_000);
    assert_eq!(limit(&File::new(&deep)), Some(Limit::Depth));
    let nested = "<w:tbl><w:tr><w:tc>".repeat(60) + &"</w:tc></w:tr></w:tbl>".repeat(60);
    assert_eq!(limit(&File::new(&nested)), None);
    let dense = format!("<!--{}-->", "a".repeat(8 << 20));
    assert_eq!(limit(&File::new(&dense)), Some(Limit::Ratio));

    let names: Vec<String> = (0..20_001).map(|number| number.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(
        error(&archive(&many)),
        DocxError::Beyond {
            limit: Limit::Entries,
            ..
        }
    ));
}

#[test]
fn macros_are_left_alone() {
    let manuscript = File::new(&paragraph(&run("a")))
        .with("vbaProject", "vbaProject.bin", "<x>")
        .manuscript();
    assert_eq!(remarks(&manuscript), [("macros", "")]);
}
