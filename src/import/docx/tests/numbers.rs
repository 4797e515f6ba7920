use super::*;

#[test]
fn a_level_that_is_passed_over_has_its_first_number_and_counts_as_used() {
    let levels = [
        level(0, "decimal", "%1", ""),
        level(1, "decimal", "%1.%2", ""),
        level(2, "decimal", "%1.%2.%3", ""),
    ];
    let body = [
        item(2, "a"),
        item(1, "b"),
        item(2, "c"),
        item(0, "d"),
        item(2, "e"),
        item(0, "f"),
    ]
    .concat();
    let lines = File::new(&body).with_numbering(&list(1, &levels)).lines();
    assert_eq!(lines, ["1.1.1 a", "1.2 b", "1.2.1 c", "2 d", "2.1.1 e", "3 f"]);
}

#[test]
fn a_level_begins_anew_after_the_levels_that_it_names() {
    for (restart, expected) in [
        ("", ["1 a", "1.1 b", "1.1.1 c", "1.2 d", "1.2.1 e", "2 f", "2.1.1 g"]),
        (
            r#"<w:lvlRestart w:val="0"/>"#,
            ["1 a", "1.1 b", "1.1.1 c", "1.2 d", "1.2.2 e", "2 f", "2.1.3 g"],
        ),
        (
            r#"<w:lvlRestart w:val="1"/>"#,
            ["1 a", "1.1 b", "1.1.1 c", "1.2 d", "1.2.2 e", "2 f", "2.1.1 g"],
        ),
        (
            r#"<w:lvlRestart w:val="2"/>"#,
            ["1 a", "1.1 b", "1.1.1 c", "1.2 d", "1.2.1 e", "2 f", "2.1.1 g"],
        ),
        // A level below its own is no level to wait for.
        (
            r#"<w:lvlRestart w:val="7"/>"#,
            ["1 a", "1.1 b", "1.1.1 c", "1.2 d", "1.2.1 e", "2 f", "2.1.1 g"],
        ),
    ] {
        let levels = [
            level(0, "decimal", "%1", ""),
            level(1, "decimal", "%1.%2", ""),
            level(2, "decimal", "%1.%2.%3", restart),
        ];
        let depths = [(0, "a"), (1, "b"), (2, "c"), (1, "d"), (2, "e"), (0, "f"), (2, "g")];
        let body: String = depths.map(|(depth, text)| item(depth, text)).concat();
        let lines = File::new(&body).with_numbering(&list(1, &levels)).lines();
        assert_eq!(lines, expected, "{restart}");
    }
}

#[test]
fn lists_of_one_abstract_list_count_together_until_one_starts_anew() {
    let lists = list(1, &[level(0, "decimal", "%1.", "")])
        + r#"<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
             <w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>"#;
    let body: String = [(1, "a"), (2, "b"), (3, "c"), (3, "d"), (1, "e"), (3, "f")]
        .map(|(list, text)| item_of(list, 0, text))
        .concat();
    let lines = File::new(&body).with_numbering(&lists).lines();
    assert_eq!(lines, ["1. a", "2. b", "7. c", "8. d", "9. e", "10. f"]);
}

#[test]
fn each_number_is_written_in_the_format_of_its_own_level_unless_all_are_to_be_digits() {
    for (more, expected) in [("", "第一章第二条"), ("<w:isLgl/>", "第1章第2条")] {
        let levels = [
            level(0, "chineseCountingThousand", "第%1章", ""),
            level(1, "chineseCountingThousand", "第%1章第%2条", more),
        ];
        let body = [item(0, ""), item(1, ""), item(1, "甲")].concat();
        let lines = File::new(&body).with_numbering(&list(1, &levels)).lines();
        assert_eq!(lines[2], format!("{expected} 甲"));
    }
}

#[test]
fn a_format_that_older_programs_do_not_know_stands_in_an_alternative() {
    let custom = r#"<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="HR-%1"/></w:lvl>"#;
    let body = [item(0, "a"), item(0, "b")].concat();
    let lines = File::new(&body).with_numbering(&list(1, &[custom.to_owned()])).lines();
    assert_eq!(lines, ["HR-009 a", "HR-010 b"]);
}

#[test]
fn a_format_that_is_not_known_becomes_digits_and_is_told() {
    let manuscript = File::new(&item(0, "a"))
        .with_numbering(&list(1, &[level(0, "hebrew1", "%1.", "")]))
        .manuscript();
    assert_eq!(lines(&manuscript), ["1. a"]);
    assert_eq!(remarks(&manuscript), [("number-format", "hebrew1")]);
}

#[test]
fn bullets_and_levels_without_a_number_number_nothing() {
    let levels = [
        level(0, "bullet", "\u{F0B7}", ""),
        level(1, "none", "", ""),
        level(2, "none", "附则", ""),
        level(3, "decimal", "%4.", "<w:rPr><w:vanish/></w:rPr>"),
    ];
    let body = [item(0, "a"), item(1, "b"), item(2, "c"), item(3, "d")].concat();
    let manuscript = File::new(&body).with_numbering(&list(1, &levels)).manuscript();
    assert_eq!(lines(&manuscript), ["• a", "b", "附则 c", "d"]);
    let bullets = paragraphs(&manuscript)
        .into_iter()
        .filter_map(|paragraph| paragraph.label.as_ref());
    assert_eq!(
        bullets.map(|label| (label.is_bullet, label.depth)).collect::<Vec<_>>(),
        [(true, 0), (false, 2)]
    );
}

#[test]
fn a_style_puts_its_paragraphs_into_a_list_and_a_paragraph_takes_itself_out() {
    let styles = r#"
        <w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Art"/><w:basedOn w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Art"/></w:style>
        <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Art"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Off"><w:name w:val="Off"/><w:basedOn w:val="Art"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>"#;
    let levels = [
        level(0, "decimal", "A%1", ""),
        level(1, "decimal", "B%2", r#"<w:pStyle w:val="Sub"/>"#),
        level(2, "decimal", "C%3", ""),
    ];
    let body: String = ["Art", "Sub", "Own", "Off", "Art", "Ring", "Unknown"]
        .map(|style| paragraph(&format!(r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}"#, run(style))))
        .concat();
    let off = r#"<w:p><w:pPr><w:pStyle w:val="Art"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>out</w:t></w:r></w:p>"#;
    let down = r#"<w:p><w:pPr><w:pStyle w:val="Art"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:r><w:t>down</w:t></w:r></w:p>"#;
    let lines = File::new(&(body + off + down))
        .with_styles(styles)
        .with_numbering(&list(1, &levels))
        .lines();
    let expected = [
        "A1 Art", "B1 Sub", "C1 Own", "Off", "A2 Art", "Ring", "Unknown", "out", "B1 down",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_is_hidden_or_removed_is_not_counted_and_what_is_empty_is() {
    let hidden = r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>h</w:t></w:r></w:p>"#;
    let body = [item(0, "a"), hidden.to_owned(), item(0, ""), item(0, "b")].concat();
    let manuscript = File::new(&body)
        .with_numbering(&list(1, &[level(0, "decimal", "%1.", "")]))
        .manuscript();
    assert_eq!(lines(&manuscript), ["1. a", "2. ", "3. b"]);
    assert_eq!(remarks(&manuscript), [("hidden-text", "h")]);
}

#[test]
fn a_list_that_there_is_not_numbers_nothing() {
    for numbering in [
        String::new(),
        r#"<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>"#.to_owned(),
    ] {
        let lines = File::new(&item(12, "a")).with_numbering(&numbering).lines();
        assert_eq!(lines, ["a"]);
    }
}
