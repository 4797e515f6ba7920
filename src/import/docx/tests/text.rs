use super::*;

fn text(inside: &str) -> String {
    File::new(&paragraph(inside)).lines().join("|")
}

#[test]
fn signs_within_a_run_are_text() {
    for (inside, expected) in [
        (
            "<w:r><w:t> a </w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type=\"page\"/></w:r>",
            "a\tb\nc",
        ),
        (
            "<w:r><w:t xml:space=\"preserve\"> a </w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t></w:r>",
            " a \u{2011}b",
        ),
        (
            r#"<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r>"#,
            "☑同意",
        ),
        (r#"<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>"#, "①"),
        ("<w:r><w:t>第五\n条</w:t></w:r>", "第五 条"),
        (
            "<w:r><w:t>第<w:fldSimple><w:r><w:t>五</w:t></w:r></w:fldSimple><!-- 六 -->条</w:t></w:r>",
            "第五条",
        ),
        (
            "<w:smartTag><w:r><w:t>5</w:t></w:r></w:smartTag><w:bdo><w:r><w:t>天</w:t></w:r></w:bdo>",
            "5天",
        ),
        (
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>",
            "甲",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "汉",
        ),
        ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
    ] {
        assert_eq!(text(inside), expected, "{inside}");
    }
}

#[test]
fn fields_show_their_result() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let field = |instruction: &str, result: &str| {
        [
            mark("begin"),
            code(instruction),
            mark("separate"),
            run(result),
            mark("end"),
        ]
        .concat()
    };
    assert_eq!(
        text(&(run("见") + &field(" REF _Ref1 \\r ", "第五条") + &run("。"))),
        "见第五条。"
    );
    assert_eq!(
        text(r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>"#),
        "3"
    );
    let box_ = r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>"#;
    assert_eq!(
        text(&(box_.to_owned() + &code("FORMCHECKBOX") + &mark("end") + &run("已婚"))),
        "☑已婚"
    );

    // A field within the instruction of another one is not seen.
    let inner = [
        mark("begin"),
        code("IF "),
        field("DOCPROPERTY x", "甲"),
        mark("separate"),
        run("乙"),
        mark("end"),
    ]
    .concat();
    let manuscript = File::new(&paragraph(&inner)).manuscript();
    assert_eq!(lines(&manuscript), ["乙"]);
    assert_eq!(remarks(&manuscript), [("field-text", "甲")]);

    // The table of contents goes over paragraphs.
    let contents = paragraph(&[mark("begin"), code("TOC \\o"), mark("separate"), run("第一条")].concat())
        + &paragraph(&(run("第二条") + &mark("end")))
        + &paragraph(&run("正文"));
    let manuscript = File::new(&contents).manuscript();
    assert_eq!(lines(&manuscript), ["正文"]);
    assert_eq!(remarks(&manuscript), [("table-of-contents", "第一条\n第二条")]);
}

#[test]
fn links_lead_out_of_the_file_or_nowhere() {
    let link = |id: &str| {
        paragraph(&format!(
            r#"<w:hyperlink r:id="{id}"><w:r><w:t>x</w:t></w:r></w:hyperlink>"#
        ))
    };
    let body = link("rId1")
        + &link("rId2")
        + &paragraph(r#"<w:hyperlink w:anchor="_Toc1"><w:r><w:t>x</w:t></w:r></w:hyperlink>"#);
    let manuscript = File::new(&body)
        .linked("hyperlink", "https://example.org/")
        .linked("hyperlink", "javascript:alert(1)")
        .manuscript();
    let links: Vec<Option<&str>> = paragraphs(&manuscript)
        .iter()
        .map(|line| line.runs[0].link.as_deref())
        .collect();
    assert_eq!(links, [Some("https://example.org/"), None, None]);
    assert_eq!(remarks(&manuscript), [("link-left-out", "javascript:alert(1)")]);
}

#[test]
fn a_look_comes_from_styles_and_from_the_run() {
    let styles = r#"
        <w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="H"><w:name w:val="标题 2"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"#;
    let run = |look: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>x</w:t></w:r>");
    let strong = r#"<w:rStyle w:val="S"/>"#;
    for (style, look, bold) in [
        ("", "", false),
        ("", "<w:b/>", true),
        ("", strong, true),
        ("B", "", true),
        ("B", r#"<w:b w:val="0"/>"#, false),
        // Two styles that are bold make a word stand out by not being so.
        ("B", strong, false),
        ("B", &format!("{strong}<w:b/>"), true),
        // That headings are bold says nothing of their words.
        ("H", "", false),
        ("H", "<w:b/>", true),
    ] {
        let body = paragraph(&format!(r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}"#, run(look)));
        let manuscript = File::new(&body).with_styles(styles).manuscript();
        assert_eq!(paragraphs(&manuscript)[0].runs[0].bold, bold, "{style} {look}");
    }
}

#[test]
fn headings_are_told_by_outline_and_by_name_in_any_language() {
    let style = |name: &str, outline: &str| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="X"><w:name w:val="{name}"/><w:pPr>{outline}</w:pPr></w:style>"#
        )
    };
    for (name, outline, expected) in [
        ("heading 1", "", Some(1)),
        ("Heading 3", "", Some(3)),
        ("标题 2", "", Some(2)),
        ("標題 1", "", Some(1)),
        ("标题", "", Some(0)),
        ("Title", "", Some(0)),
        ("Chapter", r#"<w:outlineLvl w:val="0"/>"#, Some(1)),
        ("heading 1", r#"<w:outlineLvl w:val="9"/>"#, None),
        ("heading", "", None),
        ("Normal", "", None),
    ] {
        let body = paragraph(&format!(r#"<w:pPr><w:pStyle w:val="X"/></w:pPr>{}"#, run("x")));
        let manuscript = File::new(&body).with_styles(&style(name, outline)).manuscript();
        assert_eq!(paragraphs(&manuscript)[0].heading, expected, "{name}");
    }
}

#[test]
fn tables_keep_their_rows_and_merged_cells() {
    let cell = |properties: &str, inside: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>");
    let words = |text: &str| paragraph(&run(text));
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", &words("内")));
    let body = format!(
        r#"<w:tbl><w:tblPr/><w:tr>{}{}</w:tr><w:sdt><w:sdtContent><w:tr><w:trPr><w:gridAfter w:val="1"/></w:trPr>{}{}</w:tr></w:sdtContent></w:sdt></w:tbl>"#,
        cell(r#"<w:gridSpan w:val="2"/>"#, &words("a")),
        cell(r#"<w:vMerge w:val="restart"/>"#, &words("b")),
        cell("", &(words("c") + &inner)),
        cell("<w:vMerge/>", &words("d")),
    );
    let manuscript = File::new(&body).manuscript();
    let [Block::Table(table)] = manuscript.blocks.as_slice() else {
        panic!("{:?}", manuscript.blocks)
    };
    let shape: Vec<Vec<(u32, bool, usize)>> = table
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| (cell.columns, cell.continues, cell.paragraphs.len()))
                .collect()
        })
        .collect();
    assert_eq!(
        shape,
        [
            vec![(2, false, 1), (1, false, 1)],
            vec![(1, false, 2), (1, true, 0), (1, false, 0)]
        ]
    );
    assert_eq!(remarks(&manuscript), [("nested-table", "内"), ("covered-text", "d")]);
}

#[test]
fn runs_within_an_instruction_are_text() {
    let broken = "<w:r><w:t>见</w:t></w:r><w:r><w:instrText> REF a <w:r><w:t>第五条</w:t></w:r></w:instrText></w:r>";
    assert_eq!(text(broken), "见第五条");
}

#[test]
fn text_that_is_in_no_paragraph_is_a_paragraph() {
    let body = format!(
        "<w:t>a</w:t><w:tbl><w:tr><w:tc><w:t>b</w:t>{}</w:tc></w:tr></w:tbl>",
        paragraph(&run("c"))
    );
    assert_eq!(File::new(&body).lines(), ["a", "b", "c"]);
}

#[test]
fn what_a_broken_table_has_between_its_cells_is_told() {
    let words = |text: &str| paragraph(&run(text));
    let cell = format!("<w:tc>{}</w:tc>", words("a"));
    let body = format!(
        "<w:tbl>{}<w:tr>{}{cell}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tr><w:tc>{}</w:tc></w:tbl>",
        words("b"),
        words("c"),
        words("d"),
        words("e"),
    );
    let manuscript = File::new(&body).manuscript();
    let expected = ["b", "c", "d", "e"].map(|text| ("unplaced-text", text));
    assert_eq!(remarks(&manuscript), expected);
}

#[test]
fn text_where_none_is_shown_is_told_once_with_its_place() {
    let hidden = "<w:sdt><w:sdtPr><w:t>二</w:t></w:sdtPr><w:sdtContent/></w:sdt>";
    let mark = r#"<w:r><w:fldChar w:fldCharType="end"><w:t>三</w:t></w:fldChar></w:r>"#;
    let body = format!(
        "{}{}<m:t>四</m:t>",
        paragraph(&run("一")),
        paragraph(&(run("甲") + hidden + mark))
    );
    let note = |id: &str, text: &str| format!("<w:footnote {id}>{}</w:footnote>", paragraph(&run(text)));
    let notes = note("", "五") + &note(r#"w:type="separator" w:id="0""#, "——");
    let manuscript = File::new(&body)
        .with(
            "footnotes",
            "footnotes.xml",
            &format!("<w:footnotes>{notes}</w:footnotes>"),
        )
        .manuscript();
    assert_eq!(lines(&manuscript), ["一", "甲"]);
    assert_eq!(
        remarks(&manuscript),
        [("unplaced-text", "五"), ("unplaced-text", "二\n三\n四")]
    );
    assert_eq!(manuscript.remarks[1].place, Place(2));
}

#[test]
fn of_alternatives_the_first_that_can_be_read_is() {
    let alternative = |choice: &str, fallback: &str| {
        let choice = format!(r#"<mc:Choice Requires="w16se">{choice}</mc:Choice>"#);
        format!("<mc:AlternateContent>{choice}<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>")
    };
    let emoji = alternative(r#"<o:symEx o:font="Segoe UI Emoji" o:char="260E"/>"#, "<w:t>☎</w:t>");
    let shape = "<w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict>";
    let body = [
        paragraph(&format!("{}<w:r>{emoji}</w:r>{}", run("电话"), run("8888"))),
        paragraph(&format!("<w:r>{}</w:r>", alternative("<w:drawing/>", shape))),
        paragraph(&format!("<w:r>{}</w:r>", alternative("<w:t>甲</w:t>", "<w:t>乙</w:t>"))),
        paragraph(
            "<w:r><mc:AlternateContent><w:t>外</w:t><mc:Choice><w:t>内</w:t></mc:Choice></mc:AlternateContent></w:r>",
        ),
    ];
    let manuscript = File::new(&body.concat()).manuscript();
    assert_eq!(lines(&manuscript), ["电话☎8888", "框", "甲", "内"]);
    assert_eq!(remarks(&manuscript), [("text-box", "框"), ("unplaced-text", "外")]);
}

#[test]
fn what_a_placeholder_hides_is_told() {
    let hidden = "<w:fooPr><w:r><w:t>躲</w:t></w:r></w:fooPr>";
    let control = format!(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{hidden}{}</w:sdtContent></w:sdt>",
        run("显")
    );
    let manuscript = File::new(&paragraph(&control)).manuscript();
    assert_eq!(lines(&manuscript), ["显"]);
    assert!(
        remarks(&manuscript).contains(&("unplaced-text", "躲")),
        "{:?}",
        remarks(&manuscript)
    );
}

#[test]
fn notes_and_comments_are_found_where_they_belong() {
    let body = paragraph(&run("一"))
        + &paragraph(&format!(
            r#"{}<w:r><w:footnoteReference w:id="2"/></w:r>{}<w:r><w:commentReference w:id="7"/></w:r>"#,
            run("二"),
            run("三")
        ));
    let manuscript = File::new(&body)
        .with("footnotes", "footnotes.xml", &format!(
            r#"<w:footnotes><w:footnote w:type="separator" w:id="0">{}</w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote><w:footnote w:id="3">{}</w:footnote></w:footnotes>"#,
            paragraph(&run("——")), run("注"), paragraph(&run("没人引用"))
        ))
        .with("comments", "comments.xml", &format!(r#"<w:comments><w:comment w:id="7" w:author="李明">{}</w:comment></w:comments>"#, paragraph(&run("要改"))))
        .with("header", "header1.xml", &format!("<w:hdr>{}</w:hdr>", paragraph(&run("内部"))))
        .manuscript();
    assert_eq!(lines(&manuscript), ["一", "二三"]);
    let second = paragraphs(&manuscript)[1];
    assert_eq!(
        (second.place.0, second.runs[0].note, second.runs[1].note),
        (2, Some(0), None)
    );
    assert_eq!(line::text(&manuscript.notes[0][0]), "注");
    assert_eq!(
        remarks(&manuscript),
        [
            ("unused-note", "没人引用"),
            ("page-header", "内部"),
            ("comment", "李明: 要改")
        ]
    );
}

#[test]
fn pictures_and_boxes_are_read_once() {
    let picture = r#"<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="组织 结构"/><a:graphic><a:graphicData><a:blip r:embed="rId1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#;
    let box_ = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>";
    let alternative = format!(
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box_}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box_}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    );
    let older = r#"<w:r><w:pict><v:shape alt="印章"><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r>"#;
    let object = r#"<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>"#;
    let body = paragraph(&(run("图") + picture + picture + &alternative)) + &paragraph(older) + &paragraph(object);
    let manuscript = File::new(&body).with("image", "media/图 1.png", "<svg>").manuscript();
    assert_eq!(lines(&manuscript), ["图", "框", ""]);
    let shown: Vec<Option<usize>> = paragraphs(&manuscript)
        .iter()
        .flat_map(|line| &line.runs)
        .map(|run| run.image)
        .collect();
    assert_eq!(shown, [Some(0), Some(0), None, Some(1)]);
    let images: Vec<(&str, &str)> = manuscript
        .images
        .iter()
        .map(|image| (image.name.as_str(), image.description.as_str()))
        .collect();
    assert_eq!(images, [("image-1.png", "组织 结构"), ("image-2.png", "印章")]);
    assert_eq!(
        remarks(&manuscript),
        [("text-box", "框"), ("embedded-object", "Excel.Sheet.12")]
    );
}

#[test]
fn the_strict_edition_of_the_standard_is_read_as_well() {
    let mut file = File::new(&item(0, "a")).with_numbering(&list(1, &[level(0, "decimal", "%1.", "")]));
    for (_, text) in &mut file.parts {
        *text = text.replace(WORD, STRICT).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006",
            "http://purl.oclc.org/ooxml/officeDocument",
        );
    }
    assert_eq!(file.lines(), ["1. a"]);
}

#[test]
fn a_note_after_a_line_break_stands_once() {
    let body = paragraph(&format!(
        r#"{}<w:r><w:br/></w:r>{}<w:r><w:footnoteReference w:id="2"/></w:r>"#,
        run("标题"),
        run("正文")
    ));
    let manuscript = File::new(&body)
        .with(
            "footnotes",
            "footnotes.xml",
            &format!(
                r#"<w:footnotes><w:footnote w:id="2">{}</w:footnote></w:footnotes>"#,
                paragraph(&run("注"))
            ),
        )
        .manuscript();
    let runs: Vec<(&str, Option<usize>)> = paragraphs(&manuscript)[0]
        .runs
        .iter()
        .map(|run| (run.text.as_str(), run.note))
        .collect();
    assert_eq!(runs, [("标题\n", None), ("正文", Some(0))]);
}
