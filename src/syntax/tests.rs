use super::*;

fn language(tag: &str) -> &'static Language {
    Language::find(tag).unwrap_or_else(|| panic!("no {tag}"))
}

/// A document as an outline: articles with their fields and blocks, items with their units.
fn outline(tag: &str, source: &str) -> String {
    let document = Document::parse(source, language(tag));
    let mut out = String::new();
    let show_blocks = |out: &mut String, range: Range<u32>| {
        let mut ends: Vec<u32> = Vec::new();
        for index in range {
            let block = &document.blocks[index as usize];
            ends.retain(|end| *end > index);
            let text = document.text(source, block, tag == "en").text.into_owned();
            let unit = block.unit;
            let unit = match (unit.paragraph, unit.item, unit.subitem) {
                (0, 0, 0) => String::new(),
                (p, 0, 0) => format!(" p{p}"),
                (p, i, 0) => format!(" p{p}.i{i}"),
                (p, i, s) => format!(" p{p}.i{i}.s{s}"),
            };
            let kind = match block.kind {
                BlockKind::Item(Some(marker)) => {
                    format!("Item {}", &source[marker.start as usize..marker.end as usize])
                }
                BlockKind::Item(None) => "Bullet".to_owned(),
                BlockKind::List { .. } => "List".to_owned(),
                other => format!("{other:?}"),
            };
            out.push_str(&format!(
                "{}{kind}{unit}{}{text}\n",
                "  ".repeat(ends.len() + 1),
                if text.is_empty() { "" } else { ": " }
            ));
            ends.push(block.end);
        }
    };
    if let Some(title) = &document.title {
        out.push_str(&format!("# {}\n", title.text));
    }
    let mut done = 0;
    for article in &document.articles {
        show_blocks(&mut out, done..article.blocks.start);
        done = article.blocks.end;
        let title = article.title.as_ref().map_or("", |title| &title.text);
        let label = &source[article.label.start as usize..article.label.end as usize];
        out.push_str(&format!("§ {} [{label}] {title}\n", article.number));
        for field in document.fields_of(article) {
            let names: Vec<&str> = field.names.iter().map(|name| &*name.text).collect();
            let key = field.key.map_or("?", FieldKey::key);
            let value = if field.nobody {
                "∅".to_owned()
            } else {
                names.join(" + ")
            };
            out.push_str(&format!("  {key} ({}) = {value}\n", field.label_text));
        }
        show_blocks(&mut out, article.blocks.clone());
    }
    show_blocks(&mut out, done..document.blocks.len() as u32);
    out
}

#[test]
fn heading_and_run_in_articles_with_every_blank_and_numeral() {
    let text = "# 总则\n\n## 第一条 目的\n\n甲。\n\n**第二条**　乙。\n\n**第三条 范围** 丙。\n\n第4条\u{2002}丁。\n\n第五条\u{a0}戊。\n\n\
                ## 第六条职责\n\n己。\n\n第七条庚。\n\n第一百二十条之一 辛。\n\n第六条的规定，不适用。\n";
    insta::assert_snapshot!(outline("zh", text), @"
    § 1 [第一条] 目的
      Paragraph p1: 甲。
    § 2 [第二条] 
      Paragraph p1: 乙。
    § 3 [第三条] 范围
      Paragraph p1: 丙。
    § 4 [第4条] 
      Paragraph p1: 丁。
    § 5 [第五条] 
      Paragraph p1: 戊。
    § 6 [第六条] 职责
      Paragraph p1: 己。
    § 7 [第七条] 
      Paragraph p1: 庚。
    § 120-1 [第一百二十条之一] 
      Paragraph p1: 辛。
      Paragraph p2: 第六条的规定，不适用。
    ");
}

#[test]
fn articles_on_lines_of_one_paragraph() {
    let text = "第一条 甲。\n第二条 乙：\n（一）子；\n（二）丑。\n第三条 丙。\n";
    insta::assert_snapshot!(outline("zh", text), @"
    § 1 [第一条] 
      Paragraph p1: 甲。
    § 2 [第二条] 
      Paragraph p1: 乙：
      List
        Item （一） p1.i1
          Paragraph: 子；
        Item （二） p1.i2
          Paragraph: 丑。
    § 3 [第三条] 
      Paragraph p1: 丙。
    ");
}

#[test]
fn items_as_paragraphs_lists_and_glued_lines() {
    let text = "第一条 有下列情形：\n\n（一）甲：\n\n1. 子；\n2. 丑；\n\n(二) 乙；\n\n乙的后段。\n\n（三）丙。\n\n另一款。\n\n## 第二条\n\n\
                1. 甲；\n2. 乙；\n   - 点\n3.丙\n4.丁\n\n## 第三条\n\n1、甲；\n2、乙；\n3.丙；\n\n①子；\n②丑。\n";
    insta::assert_snapshot!(outline("zh", text), @r"
    § 1 [第一条] 
      Paragraph p1: 有下列情形：
      List
        Item （一） p1.i1
          Paragraph: 甲：
          List
            Item 1. p1.i1.s1
              Paragraph: 子；
            Item 2. p1.i1.s2
              Paragraph: 丑；
        Item (二) p1.i2
          Paragraph: 乙；
          Paragraph: 乙的后段。
        Item （三） p1.i3
          Paragraph: 丙。
      Paragraph p2: 另一款。
    § 2 [第二条] 
      List
        Item 1. p0.i1
          Paragraph: 甲；
        Item 2. p0.i2
          Paragraph: 乙；
          List
            Bullet
              Paragraph: 点
        Item 3. p0.i3
          Paragraph: 丙
        Item 4. p0.i4
          Paragraph: 丁
    § 3 [第三条] 
      List
        Item 1、 p0.i1
          Paragraph: 甲；
        Item 2、 p0.i2
          Paragraph: 乙；
        Item 3. p0.i3
          Paragraph: 丙；
          List
            Item ① p0.i3.s1
              Paragraph: 子；
            Item ② p0.i3.s2
              Paragraph: 丑。
    ");
}

#[test]
fn fields_in_every_shape() {
    let text = "## 第一条 甲岗位职责\n\n- 直接上级：乙\n- 直接下级：丙、丁和戊\n- 爱好：唱歌\n\n1. 负责；\n\n## 第二条 乙岗位职责\n\n\
                直接上级营运总监直接下级襄理、咨客\n\n1. 负责；\n\n## 第三条 丙职责\n\n上级：甲\n下级：无\n爱好：唱歌\n\n1. 负责；\n\n\
                ## 第四条 丁职责\n\n| 项目 | 内容 |\n|---|---|\n| 直接上级 | 甲 |\n| 编制 | 3 |\n| 爱好 | 下棋 |\n\n1. 负责；\n";
    insta::assert_snapshot!(outline("zh", text), @"
    § 1 [第一条] 甲岗位职责
      superior (直接上级) = 乙
      subordinates (直接下级) = 丙 + 丁 + 戊
      ? (爱好) = 唱歌
      Fields
      List
        Item 1. p0.i1
          Paragraph: 负责；
    § 2 [第二条] 乙岗位职责
      superior (直接上级) = 营运总监
      subordinates (直接下级) = 襄理 + 咨客
      Fields
      List
        Item 1. p0.i1
          Paragraph: 负责；
    § 3 [第三条] 丙职责
      superior (上级) = 甲
      subordinates (下级) = ∅
      ? (爱好) = 唱歌
      Fields
      List
        Item 1. p0.i1
          Paragraph: 负责；
    § 4 [第四条] 丁职责
      superior (直接上级) = 甲
      headcount (编制) = 3
      ? (爱好) = 下棋
      Fields
      List
        Item 1. p0.i1
          Paragraph: 负责；
    ");
}

#[test]
fn items_on_lines_without_a_lead_in_and_labels_within_a_sentence() {
    let text = "## 第一条 岗位 {.roster}\n\n（一）店长；\n（二）领班。\n\n## 第二条 甲职责\n\n- 权限：对乙的业务指导权，对丙的管理\n\n1. 负责。\n";
    insta::assert_snapshot!(outline("zh", text), @r"
    § 1 [第一条] 岗位
      List
        Item （一） p0.i1
          Paragraph: 店长；
        Item （二） p0.i2
          Paragraph: 领班。
    § 2 [第二条] 甲职责
      authority (权限) = 对乙的业务指导权 + 对丙的管理
      Fields
      List
        Item 1. p0.i1
          Paragraph: 负责。
    ");
}

#[test]
fn english_articles_items_and_fields() {
    let text = "# Chapter 1 Posts\n\n## Article 5 Duties of the Host {#host role=host}\n\n- Reports to: Host Supervisor\n- Supervises: None\n\n\
                1. Greet guests;\n2. Seat guests:\n   (a) in the hall;\n   (b) in a room.\n\nArticle 6 Guests may:\n\n(1) order;\n\n(2) pay.\n\nArticle 5 shall apply.\n";
    insta::assert_snapshot!(outline("en", text), @"
    § 5 [Article 5] Duties of the Host
      superior (Reports to) = Host Supervisor
      subordinates (Supervises) = ∅
      Fields
      List
        Item 1. p0.i1
          Paragraph: Greet guests;
        Item 2. p0.i2
          Paragraph: Seat guests:
          List
            Item (a) p0.i2.s1
              Paragraph: in the hall;
            Item (b) p0.i2.s2
              Paragraph: in a room.
    § 6 [Article 6] 
      Paragraph p1: Guests may:
      List
        Item (1) p1.i1
          Paragraph: order;
        Item (2) p1.i2
          Paragraph: pay.
      Paragraph p2: Article 5 shall apply.
    ");
}

#[test]
fn punctuation_after_a_number_is_no_part_of_the_title() {
    let text = "## 第一条、范围\n\n甲。\n\n**第二条**：乙。\n\n## 第三条 - 收银员岗位职责\n\n1. 丙。\n\n第四条：丁。\n\n第三条、第四条适用。\n";
    insta::assert_snapshot!(outline("zh", text), @"
    § 1 [第一条] 范围
      Paragraph p1: 甲。
    § 2 [第二条] 
      Paragraph p1: 乙。
    § 3 [第三条] 收银员岗位职责
      List
        Item 1. p0.i1
          Paragraph: 丙。
    § 4 [第四条] 
      Paragraph p1: 丁。
      Paragraph p2: 第三条、第四条适用。
    ");
    let text = "## Article 1. Scope\n\nFirst.\n\n**Article 2.** Second.\n\nArticle 3: C.\n\n## Article 4 – Duties of the Host\n\nArticles 1 and 2 hereof apply.\n";
    insta::assert_snapshot!(outline("en", text), @"
    § 1 [Article 1] Scope
      Paragraph p1: First.
    § 2 [Article 2] 
      Paragraph p1: Second.
    § 3 [Article 3] 
      Paragraph p1: C.
    § 4 [Article 4] Duties of the Host
      Paragraph p1: Articles 1 and 2 hereof apply.
    ");
}

#[test]
fn lists_keep_their_numbers_however_they_are_indented_and_repeated() {
    let text = "## 第一条\n\n1. 甲\n    1. 子\n    2. 丑\n2. 乙\n\t1. 寅\n\n## 第二条\n\n办理：\n（一）一天；\n（二）超过：\n1、甲；\n2、乙。\n（三）其他；\n（三）重复。\n\n\
                ## 第三条\n\n1. 开店；\n1）锁门；\n2）断电；\n2. 关店。\n\n## 第四条\n\n（１）甲；\n（２）乙。\n";
    insta::assert_snapshot!(outline("zh", text), @"
    § 1 [第一条] 
      List
        Item 1. p0.i1
          Paragraph: 甲
          List
            Item 1. p0.i1.s1
              Paragraph: 子
            Item 2. p0.i1.s2
              Paragraph: 丑
        Item 2. p0.i2
          Paragraph: 乙
          List
            Item 1. p0.i2.s1
              Paragraph: 寅
    § 2 [第二条] 
      Paragraph p1: 办理：
      List
        Item （一） p1.i1
          Paragraph: 一天；
        Item （二） p1.i2
          Paragraph: 超过：
          List
            Item 1、 p1.i2.s1
              Paragraph: 甲；
            Item 2、 p1.i2.s2
              Paragraph: 乙。
        Item （三） p1.i3
          Paragraph: 其他；
        Item （三） p1.i3
          Paragraph: 重复。
    § 3 [第三条] 
      List
        Item 1. p0.i1
          Paragraph: 开店；
          List
            Item 1） p0.i1.s1
              Paragraph: 锁门；
            Item 2） p0.i1.s2
              Paragraph: 断电；
        Item 2. p0.i2
          Paragraph: 关店。
    § 4 [第四条] 
      List
        Item （１） p0.i1
          Paragraph: 甲；
        Item （２） p0.i2
          Paragraph: 乙。
    ");
}

#[test]
fn a_lead_in_to_the_duties_is_no_field() {
    let text = "## 第一条 收银员岗位职责\n\n- 直接上级：无\n\n收银员应当：\n\n1. 收银。\n\n## 第二条 甲职责\n\n直接上级：无\n说明：由董事会聘任。\n\n岗位职责：\n1. 负责。\n";
    insta::assert_snapshot!(outline("zh", text), @"
    § 1 [第一条] 收银员岗位职责
      superior (直接上级) = ∅
      Fields
      Paragraph p1: 收银员应当：
      List
        Item 1. p1.i1
          Paragraph: 收银。
    § 2 [第二条] 甲职责
      superior (直接上级) = ∅
      ? (说明) = 由董事会聘任
      Fields
      Paragraph p1: 岗位职责：
      List
        Item 1. p1.i1
          Paragraph: 负责。
    ");
}

#[test]
fn chinese_emphasis_binds_as_it_is_meant() {
    let strong = |text: &str| {
        let document = Document::parse(text, language("zh"));
        let mut found = Vec::new();
        for inline in &document.inlines {
            let width = match inline.kind {
                InlineKind::StrongStart => 2,
                InlineKind::EmphasisStart => 1,
                _ => continue,
            };
            found.push(text[inline.start as usize + width..inline.end as usize - width].to_owned());
        }
        found.join("|")
    };
    assert_eq!(strong("**重要。**下一句"), "重要。");
    assert_eq!(strong("**注意：**请于3日内**提交**。"), "注意：|提交");
    assert_eq!(strong("必须**“立即”**报告"), "“立即”");
    assert_eq!(strong("***甲***乙"), "**甲**|甲");
    assert_eq!(strong("2 * 3 * 4 与 a*b"), "");
    assert_eq!(strong(r"\*\*不是\*\*"), "");
    assert_eq!(strong("**[链接。](a.md)**后"), "[链接。](a.md)");
}

#[test]
fn suppressions_point_at_what_follows() {
    let text = "<!-- allow RB301: until June -->\n## 第一条 甲\n\n乙。\n\n<!-- allow RB202: old text -->\n丙，第二款。\n\n1. <!-- allow RB403: same -->丁；\n2. 戊。\n";
    let document = Document::parse(text, language("zh"));
    let targets: Vec<&str> = document
        .suppressions
        .iter()
        .map(|found| &text[found.target.start as usize..found.target.end as usize])
        .collect();
    assert!(
        targets[0].starts_with("## 第一条") && targets[0].ends_with("戊。"),
        "{targets:?}"
    );
    assert!(targets[1].starts_with("丙"), "{targets:?}");
    assert!(targets[2].contains("丁；") && !targets[2].contains("戊"), "{targets:?}");
}

#[test]
fn mistyped_heads_are_told() {
    let text = "## 笫一条 甲\n\n## 第二 乙\n\n第三 条丙\n\n## 四条 丁\n\n## 第五條 戊\n\n##第六条 己\n";
    let document = Document::parse(text, language("zh"));
    let expected: Vec<&str> = document
        .problems
        .iter()
        .map(|problem| match &problem.kind {
            ProblemKind::MalformedHead { expected } => expected.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        expected,
        ["第一条", "第二条", "第三条", "第四条", "第五条", "## 第六条"]
    );
}

#[test]
fn marks_without_a_blank_make_a_division_too() {
    let document = Document::parse(
        "#总则\n\n##第一条 甲\n\n乙。\n\n#总则的说明\n\n#附则 {#end}\n",
        language("zh"),
    );
    let expected = |problem: &Problem| match &problem.kind {
        ProblemKind::MalformedHead { expected } => expected.clone(),
        other => panic!("{other:?}"),
    };
    let told: Vec<String> = document.problems.iter().map(expected).collect();
    assert_eq!(told, ["# 总则", "## 第一条", "# 附则"]);
    let titles: Vec<&str> = document.divisions.iter().map(|division| &*division.title).collect();
    assert_eq!(titles, ["总则", "附则"]);
}

#[test]
fn a_heading_that_a_backslash_takes_back_is_text() {
    let heads = |text: &str| Document::parse(text, language("zh")).articles.len();
    assert_eq!(heads("##第一条 甲\n\n乙。\n"), 1);
    assert_eq!(heads("\\## 第一条 甲\n\n乙。\n"), 0);
}
