use super::super::{Language, Level, Path};
use super::*;

fn scan(tag: &str, text: &str) -> Vec<RawCitation> {
    Language::find(tag)
        .unwrap_or_else(|| panic!("no {tag}"))
        .grammar
        .scan(text)
}

/// Members as `article.paragraph.item`, ranges with `-`.
fn show(path: &Path) -> String {
    [
        Level::Chapter,
        Level::Section,
        Level::Article,
        Level::Paragraph,
        Level::Item,
        Level::Subitem,
    ]
    .into_iter()
    .zip(["ch", "s", "a", "p", "i", "s"])
    .filter_map(|(level, sign)| path.get(level).map(|number| format!("{sign}{number}")))
    .collect()
}

fn members(tag: &str, text: &str) -> String {
    scan(tag, text)
        .iter()
        .map(|citation| {
            let relative = citation
                .relative
                .map(|relative| format!("<{:?} {}>", relative.level, relative.back))
                .unwrap_or_default();
            let members: Vec<String> = citation
                .members
                .iter()
                .map(|member| {
                    let through = member.through.map(|to| format!("-{to}")).unwrap_or_default();
                    show(&member.path) + &through
                })
                .collect();
            relative + &members.join(" ")
        })
        .collect::<Vec<_>>()
        .join(" | ")
}

#[test]
fn chinese_citations() {
    for (text, expected) in [
        ("依照第五条办理", "a5"),
        ("第五条第一款、第三款", "a5p1 a5p3"),
        ("第三条第一款第（一）、（二）、（三）项", "a3p1i1 a3p1i2 a3p1i3"),
        ("第（一）（二）项", "i1 i2"),
        ("第一、二款", "p1 p2"),
        ("第二十五条至第三十四条", "a25-34"),
        ("第一百二十条之一第二款", "a120-1p2"),
        ("第五条、第七条和第九条第二项", "a5 a7 a9i2"),
        ("前款规定", "<Paragraph 1>"),
        ("前两款", "<Paragraph 2>"),
        ("本条第二款", "<Article 0>p2"),
        ("前条第一款第三项", "<Article 1>p1i3"),
        ("第二章第一节", "ch2s1"),
        ("第 12 条", "a12"),
        ("第１２条", "a12"),
        ("第十条的第二款", "a10p2"),
        ("第一次全体会议，第二个月", ""),
        ("第五条，三十日内", "a5"),
        ("第六条第三项、第五条第二款", "a6i3 a5p2"),
    ] {
        assert_eq!(members("zh", text), expected, "{text}");
    }
}

#[test]
fn traditional_citations() {
    for (text, expected) in [
        ("依第五條第一項第二款第三目", "a5p1i2s3"),
        ("第三條之一第二項", "a3-1p2"),
        ("第 5-1 條", "a5-1"),
        ("第一百十二條至第一百十五條", "a112-115"),
        ("前二項", "<Paragraph 2>"),
        ("前條第一項各款", "<Article 1>p1"),
        ("第一項第二款至第五款", "p1i2-5"),
    ] {
        assert_eq!(members("zh-Hant", text), expected, "{text}");
    }
}

#[test]
fn chinese_owners() {
    let owner = |text: &str| {
        let found = scan("zh", text);
        let first = found.first().unwrap_or_else(|| panic!("nothing in {text}"));
        match &first.owner {
            Owner::Title(range) => format!("《{}》", &text[range.clone()]),
            Owner::Words(range) => text[range.clone()].to_owned(),
            Owner::This(_) => "本".to_owned(),
            Owner::Unnamed => String::new(),
        }
    };
    assert_eq!(owner("违反《劳动合同法》第三十九条的"), "《劳动合同法》");
    assert_eq!(
        owner("根据《关于修改〈甲法〉的决定》（试行）第三条"),
        "《关于修改〈甲法〉的决定》"
    );
    assert_eq!(owner("本法第三条"), "本");
    assert_eq!(owner("本制度的第三条"), "本");
    assert_eq!(owner("，依照刑事诉讼法第三条"), "依照刑事诉讼法");
    assert_eq!(owner("依照第三条"), "");
    assert_eq!(owner("见附件3第2条"), "《附件3》");
    assert_eq!(owner("见附件三第二条"), "《附件三》");
    assert_eq!(owner("见附件（一）的第二条"), "《附件（一）》");
    assert_eq!(owner("附录A第4条"), "《附录A》");
    assert_eq!(owner("附件由第三条规定"), "");
}

#[test]
fn chinese_faults() {
    let faults = |text: &str| {
        let found = scan("zh", text);
        found
            .iter()
            .flat_map(|citation| &citation.faults)
            .map(|fault| format!("{}→{}", &text[fault.range.clone()], fault.replacement))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(faults("依照第六条三款的规定"), "三款→第三款");
    assert_eq!(faults("依照第二十八第一款"), "第二十八→第二十八条");
    assert_eq!(faults("本条例六十条规定"), "六十条→第六十条");
    // Counts are no citations.
    for text in [
        "违反本办法两条以上的",
        "本制度六条禁令应当张贴",
        "第一条第二款二项以上情形",
    ] {
        assert_eq!(faults(text), "", "{text}");
    }
    assert_eq!(faults("笫六条"), "笫→第");
    assert_eq!(faults("第１２条"), "１２→12");
    assert_eq!(faults("第六条第（一)项"), "（一)→（一）");
    assert_eq!(faults("第六条第（一）项、第二款"), "");
    assert_eq!(faults("第三条、第四条两项"), "");
}

#[test]
fn english_citations() {
    for (text, expected) in [
        ("under Article 12 of this Regulation", "a12"),
        ("Articles 3, 5 and 7", "a3 a5 a7"),
        ("Articles 25 to 34", "a25-34"),
        ("Articles 25–34", "a25-34"),
        ("Article 10-1", "a10-1"),
        ("Article 12, paragraph 2, item (3)", "a12p2i3"),
        ("Paragraph 2 of Article 12", "a12p2"),
        ("Subparagraph 2, Paragraph 1, Article 4", "a4p1i2"),
        ("items (1) and (2) of Article 40 of this Regulation", "a40i1 a40i2"),
        ("the preceding article", "<Article 1>"),
        ("the preceding two paragraphs", "<Paragraph 2>"),
        ("paragraph 2 of this Article", "<Article 0>p2"),
        ("paragraph 1 of the preceding Article", "<Article 1>p1"),
        ("the first paragraph of Article 3", "a3p1"),
        ("paragraph one", "p1"),
        ("Chapter 3", "ch3"),
        ("Article 5, 30 days", "a5"),
        ("Article 12(2)", "a12p2"),
        ("ARTICLE 7", "a7"),
        ("particle 5", ""),
        ("Articles 33 and 33-1", "a33 a33-1"),
        ("Articles 45 to 48-1", "a45-48-1"),
        ("Articles 25-34", "a25-34"),
        ("Item 2 of Subparagraph 1 of Paragraph 3", "p3i1s2"),
        ("Article 5, paragraph 1, subparagraph 2, item 3", "a5p1i2s3"),
        ("Article 13-2, paragraph 3 of Article 14", "a13-2 a14p3"),
        ("Paragraph 1 or 2 of Article 18", "a18p1 a18p2"),
        ("Article 16 Paragraph 1, Article 19", "a16p1 a19"),
        ("Article 93.1 of the Act", ""),
        (
            "subparagraph 5, paragraph 1 of Article 24, subparagraph 4 of Article 26",
            "a24p1i5 a26i4",
        ),
    ] {
        assert_eq!(members("en", text), expected, "{text}");
    }
}
