//! Every example of docs/format.md that shows input does what the page says of it. The examples are read from the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use rolebook::language::Level;
use rolebook::model::{LanguageId, LinkTarget, MarkTarget};
use rolebook::workspace::{CheckOptions, Snapshot};
use support::{citations, handbook, outline, roster};

const PAGE: &str = include_str!("../docs/format.md");

/// The code block of the page that contains `part`; `nth` counts them from 0.
fn example(part: &str, nth: usize) -> &'static str {
    let blocks = PAGE.split("\n```").skip(1).step_by(2);
    let blocks = blocks.filter_map(|block| Some(block.split_once('\n')?.1));
    blocks
        .filter(|block| block.contains(part))
        .nth(nth)
        .expect("the page has the example")
}

/// The number of code blocks that show input of this kind.
fn count(kind: &str) -> usize {
    PAGE.matches(&format!("\n```{kind}\n")).count()
}

fn chinese(text: &str) -> Snapshot {
    handbook(&[("zh/a.md", text)])
}

fn english(text: &str) -> Snapshot {
    handbook(&[("en/a.md", text)])
}

/// The codes of the findings whose code begins with `band`.
fn codes(snapshot: &Snapshot, band: &str) -> Vec<String> {
    let found = snapshot.diagnostics(&CheckOptions::default());
    let codes = found.iter().map(|finding| finding.lint.code.clone());
    codes.filter(|code| code.starts_with(band)).collect()
}

#[test]
fn no_example_is_left_out() {
    // Each new example needs a test here.
    assert_eq!((count("toml"), count("markdown")), (5, 10));
}

#[test]
fn the_settings_are_all_known() {
    let settings = example("base-url", 0);
    let files = [
        ("handbook.toml", settings),
        ("zh/a.md", "# 甲\n\n乙。\n"),
        ("en/a.md", "# A\n\nB.\n"),
        ("images/logo.svg", "<svg/>"),
    ];
    let snapshot = handbook(&files);
    assert_eq!(codes(&snapshot, "RB00"), [""; 0]);
    let config = &snapshot.handbook().config;
    assert_eq!(snapshot.languages(), ["zh", "en"]);
    assert_eq!(snapshot.handbook().title.get(LanguageId(1)).unwrap(), "Staff Handbook");
    assert_eq!(
        snapshot.handbook().organisation.get(LanguageId(0)).unwrap(),
        "澄岭餐饮集团"
    );
    assert_eq!(config.base_url.as_ref().unwrap().value, "https://handbook.example.com/");
    assert_eq!(
        config.edit_url.as_ref().unwrap().value,
        "https://git.example.com/handbook/edit/main"
    );
    assert_eq!(config.theme.as_ref().unwrap().value, "quiet");
    assert_eq!(config.rules.len(), 4);
    let unknown = settings.replace("base-url", "base-link");
    let snapshot = handbook(&[
        ("handbook.toml", &unknown),
        ("zh/a.md", "# 甲\n\n乙。\n"),
        ("en/a.md", "# A\n\nB.\n"),
    ]);
    assert_eq!(codes(&snapshot, "RB801"), ["RB801"]);
}

#[test]
fn a_value_that_cannot_be_used_is_told_once() {
    let unreadable =
        "+++\nversion = '1'\nissuer = '某公司'\neffective = 2026年7月1日\n+++\n# 制度\n\n## 第一条 甲\n\n甲。\n";
    assert_eq!(codes(&chinese(unreadable), "RB702"), [""; 0]);
    let front_matter = "+++\nversion = '1'\nissuer = '某公司'\neffective = '2026-13-01'\n+++\n";
    let snapshot = chinese(&format!("{front_matter}# 制度\n\n## 第一条 甲\n\n甲。\n"));
    assert_eq!(codes(&snapshot, "RB702"), [""; 0]);
    let found = snapshot.diagnostics(&CheckOptions::default());
    let found = found.iter().find(|finding| finding.lint.code == "RB002").unwrap();
    let message = found.message("zh");
    assert!(
        message.ends_with("“effective”不是有效的日期，请写成 2026-01-31 的样子"),
        "{message}"
    );
}

#[test]
fn the_front_matter_is_all_known() {
    let text = format!(
        "{}\n\n## 第一条 甲\n\n为了规范管理，制定本制度。本制度适用于全体员工，由人力资源部负责解释，自2014年7月1日起施行。\n",
        example("short-titles", 0)
    );
    let snapshot = chinese(&text);
    // One article is no whole regulation: RB701 says what it lacks.
    assert_eq!([codes(&snapshot, "RB0"), codes(&snapshot, "RB8")], [[""; 0]; 2]);
    let edition = snapshot.handbook().regulations[0].editions.get(LanguageId(0)).unwrap();
    assert_eq!(edition.title, "客户服务中心管理制度（试行）");
    let matter = &edition.front_matter;
    assert_eq!(matter.short_titles[0].value, "中心管理制度");
    assert_eq!(matter.version.as_ref().unwrap().value, "2014.1");
    assert_eq!(matter.status.as_ref().unwrap().value, "trial");
    assert_eq!(matter.effective.as_ref().unwrap().value.to_string(), "2014-07-01");
    assert_eq!(matter.issuer.as_ref().unwrap().value, "澄岭餐饮集团");
    assert_eq!(matter.review_by.as_ref().unwrap().value.to_string(), "2027-06-30");
    for day in ["\"2014/7/1\"", "\"2014.7.1\""] {
        let snapshot = chinese(&text.replace("2014-07-01", day));
        let edition = snapshot.handbook().regulations[0].editions.get(LanguageId(0)).unwrap();
        assert_eq!(
            edition.front_matter.effective.as_ref().unwrap().value.to_string(),
            "2014-07-01"
        );
    }
}

#[test]
fn heads_in_both_languages() {
    let snapshot = chinese(example("第六条　本制度自发布之日起施行", 0));
    insta::assert_snapshot!(outline(&snapshot, "zh"), @"
    a: a
    marketing-associate [5] 营销协理岗位职责
    art-6 [6]
      p1 本制度自发布之日起施行。
    art-7 [7] 解释
      p1 本制度由人力资源部负责解释。
    ");
    let snapshot = english(example("**Article 7 Interpretation**", 0));
    insta::assert_snapshot!(outline(&snapshot, "en"), @"
    a: a
    marketing-associate [5] Duties of the Marketing Associate
    art-6 [6]
      p1 This Regulation takes effect on the day of publication.
    art-7 [7] Interpretation
      p1 The Human Resources Department interprets this Regulation.
    ");
    for text in [
        "# 第一编 甲",
        "# 第一分编 甲",
        "# 第一章 甲",
        "# 第一节 甲",
        "### 总则",
        "# 附则",
        "# 序言",
    ] {
        assert_eq!(
            chinese(text).handbook().chapters[0].document.divisions.len(),
            1,
            "{text}"
        );
    }
    for text in [
        "# Part 1 A",
        "# Subpart 1 A",
        "# Chapter 1 A",
        "# Section 1 A",
        "### General Provisions",
        "# Supplementary Provisions",
        "# Preamble",
    ] {
        assert_eq!(
            english(text).handbook().chapters[0].document.divisions.len(),
            1,
            "{text}"
        );
    }
}

#[test]
fn numbers_blanks_and_prose() {
    let number = |snapshot: &Snapshot| {
        let articles = &snapshot.handbook().chapters[0].document.articles;
        articles
            .iter()
            .map(|article| article.number.to_string())
            .collect::<Vec<_>>()
    };
    for head in ["第十二条", "第12条", "第１２条"] {
        assert_eq!(number(&chinese(&format!("## {head} 甲\n\n乙。\n"))), ["12"], "{head}");
    }
    for (head, wanted) in [
        ("第一百二十条之一", "120-1"),
        ("第二〇条", "20"),
        ("第一百零五条", "105"),
        ("第廿一条", "21"),
        ("第卅条", "30"),
        ("第两百条", "200"),
    ] {
        assert_eq!(number(&chinese(&format!("## {head} 甲\n\n乙。\n"))), [wanted], "{head}");
    }
    for (head, wanted) in [("Article 12", "12"), ("Article XII", "12"), ("Article 120-1", "120-1")] {
        assert_eq!(number(&english(&format!("## {head} A\n\nB.\n"))), [wanted], "{head}");
    }
    let chapter = english("# Chapter One General");
    assert_eq!(
        chapter.handbook().chapters[0].document.divisions[0]
            .number
            .unwrap()
            .value,
        1
    );
    for blank in [" ", "\t", "\u{3000}", "\u{2002}", "\u{2003}", "\u{a0}"] {
        assert_eq!(number(&chinese(&format!("第一条{blank}甲。\n"))), ["1"], "{blank:?}");
        assert_eq!(
            number(&chinese(&format!("## 第一条{blank}甲\n\n乙。\n"))),
            ["1"],
            "{blank:?}"
        );
    }
    assert_eq!(number(&chinese("## 第五条甲\n\n乙。\n")), ["5"]);
    assert_eq!(
        number(&chinese("第一条 甲。\n\n第二条乙。\n\n第九条丙。\n")),
        ["1", "2"]
    );
    assert_eq!(
        number(&chinese(
            "第一条 甲。\n\n第三十一条的规定，不适用。\n\n第六条和第七条除外。\n"
        )),
        ["1"]
    );
    assert_eq!(number(&english("Article 1 A.\n\nArticle 5 shall apply.\n")), ["1"]);
    let forgotten = chinese("第一条 甲。\n第二条 乙。\n第九条 丙。\n");
    assert_eq!(number(&forgotten), ["1", "2"]);
    let glued = chinese("第一条 甲。第二条 乙。\n");
    assert_eq!(number(&glued), ["1"]);
    assert_eq!(codes(&glued, "RB107"), ["RB107"]);
    for head in ["笫五条", "第 五条", "第五", "五条", "第五條"] {
        let text = format!("# 制度\n\n## 第四条 甲\n\n乙。\n\n## {head} 服务时间\n\n丙。\n");
        assert_eq!(codes(&chinese(&text), "RB006"), ["RB006"], "{head}");
    }
    // An article with a heading ends at a heading of the same level; deeper ones group its text.
    let grouped =
        chinese("# 制度\n\n## 第一条 甲\n\n乙。\n\n### 丙\n\n丁。\n\n## 戊\n\n己。\n\n第二条 庚。\n\n### 辛\n\n壬。\n");
    insta::assert_snapshot!(outline(&grouped, "zh"), @"
    a: 制度
    art-1 [1] 甲
      p1 乙。
      p2 丁。
    art-2 [2]
      p1 庚。
    ");
}

#[test]
fn items_in_both_languages() {
    let snapshot = chinese(example("第九条 楼面服务员岗位职责\n\n1. 开餐前", 0));
    insta::assert_snapshot!(outline(&snapshot, "zh"), @"
    a: a
    art-9 [9] 楼面服务员岗位职责
      i1 1. 开餐前做好准备：
      i1.s1 （一） 检查餐具；
      i1.s2 （二） 检查用具；
      i2 2. 迎接宾客；
      i3 3. 带位。
    art-10 [10] 请假
      p1 请假按下列规定办理：
      p1.i1 （一） 一天以内，由直接上级批准；
      p1.i2 （二） 超过一天：
      p1.i2.s1 1、 不满三天的，由襄理批准；
      p1.i2.s2 2、 其余由行政协理批准。
    ");
    let snapshot = english(example("(1) up to one day", 0));
    insta::assert_snapshot!(outline(&snapshot, "en"), @"
    a: a
    art-10 [10] Leave
      p1 Leave is granted as follows:
      p1.i1 (1) up to one day, by the direct superior;
      p1.i2 (2) for longer:
      p1.i2.s1 (a) up to three days, by the Assistant Manager;
      p1.i2.s2 (b) otherwise by the Administrative Associate.
    ");
}

#[test]
fn every_marker_of_the_table_begins_an_item() {
    let row = PAGE
        .lines()
        .find(|line| line.starts_with("| （一） 1. 1、"))
        .expect("the table is there");
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    for (cell, tag, blank) in [(cells[0], "zh", ""), (cells[1], "en", " ")] {
        for marker in cell.split(' ') {
            let path = format!("{tag}/a.md");
            let lead = if tag == "zh" {
                "## 第一条 甲\n\n应当：\n\n"
            } else {
                "## Article 1 A\n\nThey:\n\n"
            };
            let text = format!("{lead}{marker}{blank}Greet guests.\n");
            let snapshot = handbook(&[(&path, &text)]);
            let found = outline(&snapshot, tag);
            assert!(
                found.contains(&format!("p1.i1 {marker} Greet guests.")),
                "{marker}: {found}"
            );
        }
    }
    let found = |text: &str| outline(&chinese(&format!("## 第一条 甲\n\n应当：\n\n{text}")), "zh");
    assert!(!found("1.5米\n").contains(".i1"));
    assert!(!found("一、二款\n").contains(".i1"));
    assert!(found("1. 5米\n").contains("p1.i1 1. 5米"));
    assert!(found("一、三日内\n").contains("p1.i1 一、 三日内"));
    assert!(!found("- 三日内\n").contains(".i1"));
    let mixed = found("1. 甲；\n2、乙；\n3.丙。\n");
    assert!(
        mixed.contains("p1.i2 2、 乙") && mixed.contains("p1.i3 3. 丙"),
        "{mixed}"
    );
    let other = found("1. 甲：\n\n1）乙；\n\n2）丙；\n\n2. 丁。\n");
    assert!(
        other.contains("p1.i1.s2 2） 丙") && other.contains("p1.i2 2. 丁"),
        "{other}"
    );
}

#[test]
fn attributes_name_articles_in_every_language() {
    let snapshot = handbook(&[
        (
            "zh/a.md",
            "## 第五条 投诉 {#complaints}\n\n甲：\n\n1. 乙；\n2. 丙：\n   - （一）丁。\n\n戊。\n\n## 第六条 己 {status=repealed}\n\n庚。\n",
        ),
        (
            "en/a.md",
            "## Article 7 Complaints {#complaints}\n\nA:\n\n1. b;\n2. c:\n   - (1) d.\n\nE.\n\n## Article 6 F {status=repealed}\n\nG.\n",
        ),
    ]);
    let book = snapshot.handbook();
    let ids: Vec<String> = book.articles.iter().map(|article| book.article_name(article)).collect();
    assert_eq!(ids, ["a#complaints", "a#art-6"]);
    assert!(book.texts.iter().any(|text| book.node(text).is_repealed()));
    let chapter = book.chapter_at(LanguageId(0), "a").unwrap();
    let page = book.chapter(chapter);
    for anchor in [
        "complaints",
        "complaints.p2",
        "complaints.i2",
        "complaints.i2.s1",
        "art-6",
    ] {
        let expected = LinkTarget::Chapter {
            chapter,
            anchor: Some(anchor.to_owned()),
        };
        assert_eq!(book.link_target(page, &format!("#{anchor}")), expected);
    }
    assert!(matches!(
        book.link_target(page, "#complaints.i9"),
        LinkTarget::MissingAnchor { .. }
    ));
}

#[test]
fn roles_with_every_key() {
    let roles = example("[[role]]", 0).replace("\n# ", "\n");
    let snapshot = handbook(&[
        ("roles.toml", &roles),
        ("zh/a.md", "# 甲\n\n客户服务中心营销协理负责。\n"),
    ]);
    assert_eq!(codes(&snapshot, "RB00"), [""; 0]);
    let book = snapshot.handbook();
    let role = &book.roles[0];
    assert_eq!(
        (role.id.as_str(), role.top, role.external),
        ("marketing-associate", true, true)
    );
    assert_eq!(role.name(LanguageId(0)), "营销协理");
    assert_eq!(
        role.unit.map(|unit| book.units[unit.index()].id.as_str()),
        Some("customer-service-centre")
    );
    // The longest name wins: the alias, not the department and the role.
    let marks: Vec<MarkTarget> = book.chapters[0].marks.iter().map(|mark| mark.to).collect();
    assert_eq!(
        marks,
        [MarkTarget::Role(book.role_by_id("marketing-associate").unwrap())]
    );
}

#[test]
fn fields_in_every_shape() {
    let list = chinese(example("- 直接上级：客户服务中心总监", 0));
    insta::assert_snapshot!(outline(&list, "zh"), @"
    a: a
    marketing-associate [5] 营销协理岗位职责
      superior: 客户服务中心总监
      subordinates: nobody
      i1 1. 每月提交市场调查报告；
      i2 2. 完成直接上级交办的其他工作。
    ");
    // The short version in Chinese shows the same.
    assert_eq!(
        example("- 直接上级：客户服务中心总监", 1),
        example("- 直接上级：客户服务中心总监", 0)
    );
    let others = chinese(example("直接上级襄理直接下级楼面服务员", 0));
    insta::assert_snapshot!(outline(&others, "zh"), @"
    a: a
    art-7 [7] 襄理岗位职责
      superior: 行政协理
      subordinates: 楼面助理 + 传菜助理
    art-8 [8] 楼面助理岗位职责
      superior: 襄理
      subordinates: 楼面服务员
    art-9 [9] 楼面服务员岗位职责
      superior: 楼面助理
      subordinates: nobody
    ");
    let list = english(example("- Reports to: Centre Director", 0));
    insta::assert_snapshot!(outline(&list, "en"), @"
    a: a
    art-5 [5] Duties of the Marketing Associate
      superior: Centre Director
      subordinates: nobody
      i1 1. Submit a market report every month;
      i2 2. Other work that the direct superior assigns.
    ");
}

#[test]
fn every_label_of_the_table_is_known() {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| field |")).skip(2);
    let keys = [
        "superior",
        "subordinates",
        "dotted-line",
        "unit",
        "headcount",
        "summary",
        "authority",
        "qualifications",
    ];
    for (row, key) in rows.take_while(|line| line.starts_with('|')).zip(keys) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        for (cell, head, tag) in [
            (cells[1], "## 第一条 店长岗位职责", "zh"),
            (cells[2], "## Article 1 Duties of the Host", "en"),
        ] {
            for (index, label) in cell.split(", ").enumerate() {
                let text = format!("{head}\n\n{}: A\n", label.trim_matches('*'));
                let path = format!("{tag}/a.md");
                let snapshot = handbook(&[(&path, &text)]);
                let found = &snapshot.handbook().chapters[0].document.fields;
                let found: Vec<_> = found
                    .iter()
                    .map(|field| (field.key.map(|key| key.key()), field.canonical))
                    .collect();
                assert_eq!(found, [(Some(key), index == 0)], "{label}");
            }
        }
    }
}

#[test]
fn values_of_fields() {
    let names = |tag: &str, head: &str, value: &str| -> Vec<String> {
        let label = if tag == "zh" { "直接下级" } else { "Supervises" };
        let path = format!("{tag}/a.md");
        let snapshot = handbook(&[(&path, &format!("{head}\n\n{label}：{value}\n\n1. A.\n"))]);
        let field = &snapshot.handbook().chapters[0].document.fields[0];
        let names = field.names.iter().map(|name| name.text.to_string()).collect();
        if field.nobody { vec!["nobody".to_owned()] } else { names }
    };
    let zh = "## 第一条 店长岗位职责";
    for separator in ["、", "，", "；", "/", "和", "及", "与"] {
        assert_eq!(
            names("zh", zh, &format!("领班{separator}收银员")),
            ["领班", "收银员"],
            "{separator}"
        );
    }
    for nobody in ["无", "暂无", "没有", "—"] {
        assert_eq!(names("zh", zh, nobody), ["nobody"], "{nobody}");
    }
    let en = "## Article 1 Duties of the Host";
    for separator in [", ", "; ", " / ", " and "] {
        assert_eq!(
            names("en", en, &format!("Server{separator}Cashier")),
            ["Server", "Cashier"],
            "{separator}"
        );
    }
    for nobody in ["None", "N/A", "Nobody", "—"] {
        assert_eq!(names("en", en, nobody), ["nobody"], "{nobody}");
    }
}

#[test]
fn unknown_labels_are_fields_of_their_own() {
    for fields in [
        "- 直接上级：店长\n- 办公地点：二楼\n",
        "直接上级：店长\n办公地点：二楼\n",
        "| 项目 | 内容 |\n|---|---|\n| 直接上级 | 店长 |\n| 办公地点 | 二楼 |\n",
    ] {
        let snapshot = chinese(&format!("## 第一条 领班岗位职责\n\n{fields}\n1. 带班。\n"));
        let found = &snapshot.handbook().chapters[0].document.fields;
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|field| (&*field.label_text, &*field.value_text))
            .collect();
        assert_eq!(found, [("直接上级", "店长"), ("办公地点", "二楼")], "{fields}");
    }
}

#[test]
fn titles_that_make_a_role_article() {
    for title in [
        "店长岗位职责",
        "店长的岗位职责",
        "店长职责",
        "店长的职责",
        "店长工作职责",
    ] {
        let snapshot = chinese(&format!("## 第一条 {title}\n\n1. 主持门店。\n"));
        let article = &snapshot.handbook().chapters[0].document.articles[0];
        let role = article
            .duties_of
            .clone()
            .map(|range| &article.title.as_ref().unwrap().text[range]);
        assert_eq!(role, Some("店长"), "{title}");
    }
    for title in [
        "Duties of the Host",
        "Duties of Host",
        "Responsibilities of the Host",
        "Host Duties",
        "Host: Duties",
    ] {
        let snapshot = english(&format!("## Article 1 {title}\n\n1. Greet guests.\n"));
        let article = &snapshot.handbook().chapters[0].document.articles[0];
        let role = article
            .duties_of
            .clone()
            .map(|range| &article.title.as_ref().unwrap().text[range]);
        assert_eq!(role, Some("Host"), "{title}");
    }
}

#[test]
fn the_list_of_posts() {
    let roles = "[[role]]\nid = \"marketing\"\nname = \"营销协理\"\n[[role]]\nid = \"assistant\"\nname = \"襄理\"\n";
    let text = example("{#posts .roster}", 0);
    let snapshot = handbook(&[("zh/a.md", text), ("roles.toml", roles)]);
    insta::assert_snapshot!(roster(&snapshot, "zh"), @"
    posts: 营销协理 = marketing × 1
    posts: 襄理 = assistant × 2
    ");
    for list in [
        "- 营销协理；\n- 襄理。\n",
        "中心设下列岗位：营销协理、襄理。\n",
        "（一）营销协理；\n（二）襄理。\n",
    ] {
        let text = format!("## 第四条 岗位设置 {{.roster}}\n\n{list}");
        let snapshot = handbook(&[("zh/a.md", &text), ("roles.toml", roles)]);
        let found = roster(&snapshot, "zh");
        assert_eq!(
            found, "art-4: 营销协理 = marketing\nart-4: 襄理 = assistant\n",
            "{list}"
        );
    }
}

#[test]
fn terms_are_linked_once_in_an_article() {
    let text = "# 制度\n\n## 第一条 甲\n\n排班表每周公布，排班表不得涂改。\n";
    let snapshot = handbook(&[
        ("glossary.toml", &example("[[term]]", 0).replace("\n# ", "\n")),
        ("zh/a.md", text),
        ("en/a.md", "# Regulation\n\n## Article 1 A\n\nB.\n"),
    ]);
    assert_eq!(codes(&snapshot, "RB00"), [""; 0]);
    let book = snapshot.handbook();
    assert_eq!(book.texts[0].marks.len(), 1);
    assert_eq!(book.terms[0].variants.get(LanguageId(1)).unwrap(), &["shift schedule"]);
    assert_eq!(book.terms[0].sort_key.get(LanguageId(0)).unwrap(), "paiban biao");
}

#[test]
fn links_lead_where_the_table_says() {
    let snapshot = handbook(&[
        ("zh/a/index.md", "# 制度\n\n## 第一条 甲 {#id}\n\n乙。\n"),
        ("zh/a/04-service.md", "## 第二条 投诉 {#complaints}\n\n丙。\n"),
    ]);
    let book = snapshot.handbook();
    let chapter = |path: &str| book.chapter_at(LanguageId(0), path).unwrap();
    let (index, service) = (chapter("a/index"), chapter("a/04-service"));
    let leads = |href: &str| book.link_target(book.chapter(index), href);
    let to = |chapter, anchor: &str| LinkTarget::Chapter {
        chapter,
        anchor: Some(anchor.to_owned()),
    };
    assert_eq!(leads("#id"), to(index, "id"));
    assert_eq!(leads("#complaints"), to(service, "complaints"));
    assert_eq!(leads("04-service.md#complaints"), to(service, "complaints"));
    assert_eq!(leads("https://example.com"), LinkTarget::Elsewhere);
    assert!(matches!(leads("05-service.md"), LinkTarget::MissingFile { .. }));
}

#[test]
fn a_finding_is_silenced() {
    let comment = example("allow RB301", 0);
    let roles =
        "[[role]]\nid = \"director\"\nname = \"总监\"\ntop = true\n[[role]]\nid = \"assistant\"\nname = \"襄理\"\n";
    let text = |head: &str| {
        format!(
            "# 制度\n\n## 第六条 总监岗位职责\n\n直接上级：无\n直接下级：无\n\n1. 主持。\n\n{head}\n直接上级：总监\n直接下级：无\n\n1. 协助。\n"
        )
    };
    let found = |head: &str| codes(&handbook(&[("roles.toml", roles), ("zh/a.md", &text(head))]), "RB");
    let (allow, head) = comment.split_once('\n').unwrap();
    assert!(found(head).contains(&"RB301".to_owned()), "{:?}", found(head));
    assert!(!found(comment).contains(&"RB301".to_owned()), "{:?}", found(comment));
    let without_reason = comment.replace(": the acting director reports to the board until June", "");
    assert!(found(&without_reason).contains(&"RB010".to_owned()));
    let of_nothing = format!("{}\n{head}", allow.replace("RB301", "RB105"));
    assert!(found(&of_nothing).contains(&"RB011".to_owned()));
}

/// A regulation with 140 articles of three paragraphs and three items each, and `text` as the second paragraph of the
/// article 6.
fn cited(tag: &str, text: &str) -> Snapshot {
    let mut body = String::from(if tag == "zh" {
        "# 门店制度\n\n"
    } else {
        "# Store Regulation\n\n"
    });
    let article = |label: String, here: bool| {
        let (lead, end) = if tag == "zh" {
            ("应当：", "其余从其规定。")
        } else {
            ("They shall:", "The rest follows.")
        };
        let second = if here { text } else { end };
        let items = if tag == "zh" {
            "（一）甲；\n\n（二）乙；\n\n（三）丙。"
        } else {
            "(1) A;\n\n(2) B;\n\n(3) C."
        };
        format!("## {label}\n\n{lead}\n\n{items}\n\n{second}\n\n{end}\n\n")
    };
    for number in 1..=120 {
        let label = if tag == "zh" {
            format!("第{number}条")
        } else {
            format!("Article {number}")
        };
        body += &article(label, number == 6);
        if [33, 120].contains(&number) {
            let label = if tag == "zh" {
                format!("第{number}条之1")
            } else {
                format!("Article {number}-1")
            };
            body += &article(label, false);
        }
    }
    let other = if tag == "zh" {
        "# 考勤办法\n\n## 第三条 甲\n\n乙。\n".to_owned()
    } else {
        "# Attendance Rules\n\n## Article 9 A\n\nB.\n".to_owned()
    };
    handbook(&[(&format!("{tag}/a.md"), &body), (&format!("{tag}/b.md"), &other)])
}

/// The targets of all citations in `text`.
fn targets(tag: &str, text: &str) -> Vec<String> {
    let found = citations(&cited(tag, text), tag);
    let lines = found.lines().filter_map(|line| line.split_once(" → "));
    let targets = lines.flat_map(|(_, targets)| targets.split(", "));
    targets
        .map(|target| target.trim_start_matches(tag).trim().to_owned())
        .collect()
}

#[test]
fn chinese_citations_of_the_table() {
    for (text, wanted) in [
        ("依照第五条第一款、第三款办理。", &["a#art-5.p1", "a#art-5.p3"][..]),
        (
            "依照第三条第一款第（一）、（二）项办理。",
            &["a#art-3.i1", "a#art-3.i2"],
        ),
        ("依照第一、三款办理。", &["a#art-6.p1", "a#art-6.p3"]),
        ("依照第二十五条至第三十四条办理。", &["a#art-25 to art-34"]),
        ("依照第一百二十条之一第二款办理。", &["a#art-120-1.p2"]),
        ("依照第七条第三项、第五条第二款办理。", &["a#art-7.i3", "a#art-5.p2"]),
        ("依照前款办理。", &["a#art-6.p1"]),
        ("依照前条第一款第三项办理。", &["a#art-5.i3"]),
        ("依照本条第三款办理。", &["a#art-6.p3"]),
        ("依照《考勤办法》第三条办理。", &["b#art-3"]),
        ("依照《劳动法》第三条办理。", &["external"]),
        ("将第五条修改为：“甲。”", &["external"]),
    ] {
        assert_eq!(targets("zh", text), wanted, "{text}");
    }
    for (slip, wanted) in [
        ("第八条三款", "a#art-8.p3"),
        ("本制度八条", "a#art-8"),
        ("笫八条", "a#art-8"),
        ("第１２条", "a#art-12"),
    ] {
        let text = format!("依照{slip}办理。");
        assert_eq!(targets("zh", &text), [wanted], "{slip}");
        assert_eq!(codes(&cited("zh", &text), "RB2"), ["RB203"], "{slip}");
    }
}

#[test]
fn english_citations_of_the_table() {
    for (text, wanted) in [
        ("See Article 12.", &["a#art-12"][..]),
        ("See Articles 3, 5 and 7.", &["a#art-3", "a#art-5", "a#art-7"]),
        ("See Articles 33 and 33-1.", &["a#art-33", "a#art-33-1"]),
        ("See Articles 25 to 34.", &["a#art-25 to art-34"]),
        ("See Articles 25 through 34.", &["a#art-25 to art-34"]),
        ("See Articles 25–34.", &["a#art-25 to art-34"]),
        ("See Articles 25-34.", &["a#art-25 to art-34"]),
        ("See Article 33-1.", &["a#art-33-1"]),
        ("See Article 12, paragraph 1, item (3).", &["a#art-12.i3"]),
        ("See Paragraph 2 of Article 12.", &["a#art-12.p2"]),
        ("See Subparagraph 2, Paragraph 1, Article 4.", &["a#art-4.i2"]),
        (
            "See items (1) and (2) of Article 40 of this Regulation.",
            &["a#art-40.i1", "a#art-40.i2"],
        ),
        ("See Article 12(2).", &["a#art-12.p2"]),
        ("See the first paragraph of Article 3.", &["a#art-3.p1"]),
        ("See paragraph one.", &["a#art-6.p1"]),
        ("See the preceding article.", &["a#art-5"]),
        ("See the preceding paragraph.", &["a#art-6.p1"]),
        ("See this Article.", &["a#art-6"]),
        ("See paragraph 1 of the preceding Article.", &["a#art-5.p1"]),
        ("See item (2) of paragraph 1 of the preceding Article.", &["a#art-5.i2"]),
        ("See Article 9 of the “Attendance Rules”.", &["b#art-9"]),
        ("See Article 9 of the *Attendance Rules*.", &["b#art-9"]),
        ("See Article 9 of the Attendance Rules.", &["b#art-9"]),
        ("See ARTICLE 12.", &["a#art-12"]),
    ] {
        assert_eq!(targets("en", text), wanted, "{text}");
    }
}

#[test]
fn nothing_in_code_or_links_is_a_citation() {
    for text in [
        "表单`第五条`。",
        "见[第五条](#art-5)。",
        "见[第五条的说明](https://example.com)。",
        "`前款`和`本条`。",
    ] {
        assert_eq!(targets("zh", text), [""; 0], "{text}");
    }
    for text in [
        "Form `Article 5`.",
        "See [Article 5](#art-5).",
        "See [notes on Article 5](https://example.com).",
    ] {
        assert_eq!(targets("en", text), [""; 0], "{text}");
    }
}

#[test]
fn a_missing_unit_says_which() {
    let snapshot = cited("zh", "依照第九百条和第五条第九款办理。");
    let found = citations(&snapshot, "zh");
    assert!(
        found.contains(&format!("missing {:?}, missing {:?}", Level::Article, Level::Paragraph)),
        "{found}"
    );
}

#[test]
fn the_lock_is_read() {
    let lock = example("[article.", 0);
    let snapshot = handbook(&[("translations.lock", lock), ("zh/a.md", "# 甲\n\n乙。\n")]);
    assert_eq!(codes(&snapshot, "RB00"), [""; 0]);
    let articles = &snapshot.handbook().lock.articles;
    assert_eq!(articles[0].article.value, "customer-service#complaints");
    assert_eq!(articles[0].number.as_ref().unwrap().value, "42");
}
