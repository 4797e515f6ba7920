//! Texts as people have them become chapters: run together in one line, with what web pages put around them, numbered in
//! any of the usual ways, in any encoding. Every character is in the handbook or in the report.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rolebook::import::manuscript::{Block, Cell, Image, Label, Manuscript, Paragraph, Place, Run, Table};
use rolebook::import::{self, Counted, Import, Strings};
use rolebook::language::Language;
use rolebook::workspace::{CheckOptions, Snapshot, Workspace};
use support::{outcome, rolebook};

const RUN_ON: &str = include_str!("fixtures/import/run-on.txt");

fn zh() -> &'static Language {
    Language::find("zh").unwrap()
}

fn strings(language: &Language) -> Strings {
    language.pack.import.clone().try_into().unwrap()
}

/// A handbook made of a manuscript, and the report.
struct Imported {
    files: Vec<(String, Vec<u8>)>,
    report: String,
    import: Import,
}

fn import_manuscript(manuscript: &Manuscript, language: &'static Language) -> Imported {
    let mut import = Import::new(language, &language.pack.tag, None);
    import.add(manuscript, Counted::Lines, None).unwrap();
    let files = import.files(true).unwrap().into_iter();
    Imported {
        files: files.map(|file| (file.path, file.bytes)).collect(),
        report: import::report(&import.regulations, &import.roster, &strings(language)),
        import,
    }
}

fn import_text(text: &str) -> Imported {
    let manuscript = import::text::read("text.txt", text.as_bytes().to_vec());
    import_manuscript(&manuscript, zh())
}

impl Imported {
    fn snapshot(&self) -> Snapshot {
        Workspace::from_files(self.files.clone()).snapshot()
    }

    /// The texts of the regulation, in the order of their paths.
    fn written(&self) -> String {
        let mut files: Vec<&(String, Vec<u8>)> = self.files.iter().filter(|(path, _)| path.ends_with(".md")).collect();
        files.sort_by_key(|(path, _)| (!path.ends_with("index.md"), path.clone()));
        files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect()
    }

    fn codes(&self) -> BTreeMap<String, usize> {
        let mut codes = BTreeMap::new();
        for finding in self.snapshot().diagnostics(&CheckOptions::default()) {
            *codes.entry(finding.lint.code.clone()).or_insert(0) += 1;
        }
        codes
    }
}

/// The roles of the regulation with its eleven faults: label, name, superior, subordinates, number of duties.
const ROLES: [(&str, &str, &str, &str, usize); 13] = [
    ("第五条", "营销协理", "客户服务中心总监", "襄理", 12),
    ("第六条", "行政协理", "客户服务中心总监", "襄理", 13),
    ("第七条", "襄理", "协理", "楼面助理、酒吧助理、传菜助理、咨客助理", 14),
    ("第八条", "楼面助理", "襄理", "楼面服务员", 8),
    ("第九条", "楼面服务员", "楼面助理", "帮带的服务员", 3),
    ("第十条", "传菜助理", "襄理", "传菜员", 3),
    ("第十一条", "咨客助理", "襄理", "咨客", 3),
    ("第十二条", "酒吧助理", "襄理", "吧员", 3),
    ("第十三条", "传菜员", "传菜助理", "无", 3),
    ("第十四条", "咨客", "咨客助理", "无", 3),
    ("第十五条", "吧员", "酒吧助理", "无", 3),
    ("第十六条", "洗碗工", "PA助理", "无", 3),
    ("第十七条", "保洁员", "PA助理", "无", 3),
];

/// Asserts that a handbook holds the regulation with its eleven faults: all articles, fields and duties, and the
/// findings that tests/source_faults.rs asserts.
fn assert_is_whole(imported: &Imported) {
    let regulation = &imported.import.regulations[0];
    assert_eq!(regulation.title, "客户服务中心岗位制度（试行）");
    assert_eq!(regulation.account.lost, []);
    assert_eq!(regulation.misread, []);
    assert_eq!((regulation.articles, regulation.chapters), (18, 3));
    let duties: Vec<(&str, &str, usize)> = regulation
        .duties
        .iter()
        .map(|(label, role, duties)| (label.as_str(), role.as_str(), *duties))
        .collect();
    assert_eq!(duties, ROLES.map(|(label, role, _, _, duties)| (label, role, duties)));

    let snapshot = imported.snapshot();
    let outline = support::outline(&snapshot, "zh");
    let titles: Vec<&str> = outline.lines().filter(|line| line.contains('[')).collect();
    let titles: Vec<&str> = titles
        .iter()
        .filter_map(|line| line.split_once("] "))
        .map(|(_, title)| title)
        .collect();
    let mut expected = vec!["目的", "工作目标", "领导体制", "岗位设置"];
    let roles = ROLES.map(|(_, role, ..)| format!("{role}岗位职责"));
    expected.extend(roles.iter().map(String::as_str));
    expected.push("解释和施行");
    assert_eq!(titles, expected, "{outline}");
    let fields = |key: &str| -> Vec<String> {
        let fields = outline.lines().filter_map(|line| line.trim().strip_prefix(key));
        fields
            .map(|value| {
                value
                    .trim_start_matches(": ")
                    .replace(" + ", "、")
                    .replace("nobody", "无")
            })
            .collect()
    };
    assert_eq!(fields("superior"), ROLES.map(|(_, _, superior, _, _)| superior));
    assert_eq!(
        fields("subordinates"),
        ROLES.map(|(_, _, _, subordinates, _)| subordinates)
    );
    assert_eq!(support::roster(&snapshot, "zh").lines().count(), 14);
    assert!(
        outline.contains("p2 客服中心的员工以“特色引客、温馨留客”为准则。"),
        "{outline}"
    );

    let codes = imported.codes();
    let found: Vec<(&str, usize)> = codes.iter().map(|(code, count)| (code.as_str(), *count)).collect();
    let faults = [
        ("RB303", 1), // 帮带的服务员
        ("RB304", 1), // 协理
        ("RB308", 1), // PA助理
        ("RB309", 1), // PA助理
        ("RB314", 1), // 客户服务中心总监
        ("RB315", 1), // 楼面助理 and 行政协理
        ("RB402", 1), // complaints
        ("RB405", 2), // 传菜部 and 出品部
        ("RB601", 2), // 其他 and 其它
        ("RB602", 2), // 直接下属
        ("RB603", 1), // 客服中心
        ("RB701", 1), // nothing on whom it applies to, as in the fixture
        ("RB702", 1), // no version
    ];
    assert_eq!(found, faults);
    let vague = CheckOptions {
        select: vec!["RB604".to_owned()],
        ..CheckOptions::default()
    };
    assert_eq!(snapshot.diagnostics(&vague).len(), 3);
}

#[test]
fn a_text_in_one_line_from_a_web_page_is_read_whole() {
    let imported = import_text(RUN_ON);
    assert_is_whole(&imported);
    assert_eq!(
        imported.import.regulations[0].issuer.as_deref(),
        Some("碧汀餐饮有限公司")
    );
    assert_eq!(imported.import.regulations[0].effective.as_deref(), Some("2014-09-01"));
    assert!(imported.written().contains("status = \"trial\""));
    for furniture in [
        "首页",
        "阅读次数",
        "名师班",
        "本文来自",
        "上一篇",
        "网友评论",
        "写得很全",
        "版权所有",
        "免费看",
    ] {
        assert!(!imported.written().contains(furniture), "{furniture}");
        assert!(imported.report.contains(furniture), "{furniture}");
    }
}

#[test]
fn the_same_text_in_lines_and_with_any_numbering_is_read_the_same() {
    let lines = regulation_in_lines();
    assert_is_whole(&import_text(&lines));
    let number = regex_lite(&lines, |number| format!("{number}、"));
    assert_is_whole(&import_text(&number));
    let wide = regex_lite(&lines, |number| {
        let digits = number
            .to_string()
            .chars()
            .map(|digit| char::from_u32(digit as u32 + 0xfee0).unwrap())
            .collect::<String>();
        format!("{digits}．")
    });
    assert_is_whole(&import_text(&wide));
    let brackets = regex_lite(&lines, |number| format!("（{}）", han(number)));
    assert_is_whole(&import_text(&brackets));
    let circled = regex_lite(&lines, |number| {
        char::from_u32('①' as u32 + number - 1).unwrap().to_string()
    });
    assert_is_whole(&import_text(&circled));
    // And once more without any line end.
    for text in [number, wide, brackets, circled] {
        assert_is_whole(&import_text(&text.replace('\n', " ")));
    }
}

#[test]
fn a_text_without_any_blank_is_read_whole() {
    let text = regulation_in_lines()
        .replace('：', "")
        .replace("下列岗位", "下列岗位：");
    let text: String = text.split_whitespace().collect();
    let imported = import_text(&text);
    let regulation = &imported.import.regulations[0];
    assert_eq!(regulation.articles, 18, "{}", imported.written());
    let duties: Vec<usize> = regulation.duties.iter().map(|(_, _, duties)| *duties).collect();
    assert_eq!(duties, ROLES.map(|(.., duties)| duties));
    assert_eq!(regulation.account.lost, []);
}

/// The regulation of `run-on.txt` in lines, without what stands around it.
fn regulation_in_lines() -> String {
    let start = RUN_ON.find("碧汀餐饮有限公司").unwrap();
    let end = RUN_ON.find(" 阅读次数：1024 \n").unwrap();
    let text = RUN_ON[start..end].replace("本文来自范文之家网 ", "");
    let mut out = text.replacen(' ', "\n", 3);
    for mark in [
        "岗位职责 ",
        "。 ",
        "； ",
        "目的 ",
        "工作目标 ",
        "领导体制 ",
        "岗位设置 ",
        "解释和施行 ",
    ] {
        out = out.replace(mark, &format!("{}\n", mark.trim_end()));
    }
    for mark in ["总则", "第一条", "第六条", "直接下级", "直接下属", "附则", "1."] {
        out = out.replace(mark, &format!("\n{mark}"));
    }
    // Item 11 holds the same characters as item 1.
    out.replace("1\n1.", "11.")
        .replace("\n\n", "\n")
        .replace("第一章 部门设置及岗位职责 ", "第一章 部门设置及岗位职责\n")
}

/// `text` with the number at the start of each of its lines as `write` has it.
fn regex_lite(text: &str, write: impl Fn(u32) -> String) -> String {
    let lines = text.lines().map(|line| match line.split_once('.') {
        Some((number, rest)) if number.parse::<u32>().is_ok() => format!("{}{rest}", write(number.parse().unwrap())),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn han(number: u32) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0..=9 => digits[number as usize].to_owned(),
        _ => format!("十{}", digits[number as usize - 10]),
    }
}

/// How often each character that is no blank is in a text.
fn counts(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for next in text.chars().filter(|next| !next.is_whitespace() && !next.is_control()) {
        *counts.entry(next).or_insert(0) += 1;
    }
    counts
}

/// Asserts that each character of `text` is in the handbook or in the report, but for the marks of markers.
fn assert_nothing_is_lost(text: &str, imported: &Imported) {
    let kept = counts(&(imported.written() + &imported.report));
    for (next, count) in counts(text) {
        let is_mark = "、．.：:•●○■□◆◇▪▫‣⁃➢➤►▶★☆✓√·‧∙-*–—".contains(next);
        let full_width = ('０'..='９').contains(&next) || matches!(next, '\u{200b}' | '\u{feff}');
        if is_mark || full_width {
            continue;
        }
        let found = kept.get(&next).copied().unwrap_or(0);
        assert!(
            found >= count,
            "{next:?}: {found} of {count}\n{text}\n---\n{}\n{}",
            imported.written(),
            imported.report
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_of_a_cut_of_the_text_is_lost(start in 0usize..3000, length in 0usize..3000) {
        let text: String = RUN_ON.chars().skip(start).take(length).collect();
        if !text.trim().is_empty() {
            assert_nothing_is_lost(&text, &import_text(&text));
        }
    }

    #[test]
    fn nothing_of_any_text_is_lost(parts in prop::collection::vec(part(), 1..60)) {
        let text = parts.concat();
        if !text.trim().is_empty() {
            assert_nothing_is_lost(&text, &import_text(&text));
        }
    }
}

/// What texts are made of, and what they are not.
fn part() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "第一条",
        "第二条",
        "第五条",
        "第一章 总则",
        "总则",
        "附则",
        "\n",
        "\n",
        " ",
        "　",
        "。",
        "；",
        "1.",
        "2、",
        "（一）",
        "（二）",
        "①",
        "10.",
        "直接上级：",
        "直接下级 ",
        "营销协理岗位职责",
        "按照第五条的规定",
        "本文来自某网",
        "阅读次数：12",
        "目录",
        "- ",
        "●",
        "# ",
        "**",
        "|",
        "[a](b)",
        "<b>",
        "&amp;",
        "`",
        "~~~",
        "\\",
        "+++",
        "{#a}",
        "考勤管理办法（试行）",
        "网友评论",
        "员工应当遵守",
        "http://a.b/c",
        "12/30",
        "第 3 页 共 5 页",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,12}", 1 => "[一-龥]{1,30}"]
}

#[test]
fn an_english_text_is_read() {
    let text = "Chengling Restaurant Ltd\nCustomer Service Centre Regulation (trial)\nGeneral Provisions\n\
        Article 1 Purpose\nThis Regulation orders the work of the Centre.\n\
        Chapter 1 Posts and Duties\nArticle 2 Posts\nThe Centre has the following posts: Marketing Associate, Assistant Manager and Server.\n\
        Article 3 Duties of the Marketing Associate\nReports to: Centre Director\nSupervises: Assistant Manager\n\
        1. Submit a market report every month;\n2. Other work that the direct superior assigns under Article 4 of this Regulation.\n\
        Article 4 Duties of the Assistant Manager\nReports to: Marketing Associate Supervises: Server 1. Supervise service on the floor; 2. Check bills at the end of each meal.\n\
        Article 5 Duties of the Server\nReports to: Assistant Manager\nSupervises: None\n(1) Serve guests;\n(2) Keep the floor clean.\n\
        Supplementary Provisions\nArticle 6 This Regulation takes effect on 1 September 2014.\nShare this page\nRelated articles\nAnother regulation\n";
    let manuscript = import::text::read("centre.txt", text.as_bytes().to_vec());
    let language = import::language_of(&manuscript);
    assert_eq!(language.pack.tag, "en");
    let imported = import_manuscript(&manuscript, language);
    let regulation = &imported.import.regulations[0];
    assert_eq!(regulation.title, "Customer Service Centre Regulation (trial)");
    assert_eq!(regulation.issuer.as_deref(), Some("Chengling Restaurant Ltd"));
    assert_eq!(regulation.effective.as_deref(), Some("2014-09-01"));
    assert_eq!(
        (
            regulation.articles,
            regulation.account.lost.len(),
            regulation.misread.len()
        ),
        (6, 0, 0),
        "{}",
        imported.written()
    );
    let duties: Vec<(&str, usize)> = regulation
        .duties
        .iter()
        .map(|(_, role, duties)| (role.as_str(), *duties))
        .collect();
    assert_eq!(
        duties,
        [("Marketing Associate", 2), ("Assistant Manager", 2), ("Server", 2)]
    );
    let outline = support::outline(&imported.snapshot(), "en");
    assert!(
        outline.contains("superior: Marketing Associate\n  subordinates: Server"),
        "{outline}"
    );
    assert!(!imported.written().contains("Another regulation"));
}

#[test]
fn a_word_file_brings_tables_notes_pictures_and_numbers() {
    let run = |text: &str| Run {
        text: text.to_owned(),
        ..Run::default()
    };
    let paragraph = |place: u32, runs: Vec<Run>| Paragraph {
        place: Place(place),
        runs,
        ..Paragraph::default()
    };
    let labelled = |place: u32, label: &str, text: &str| Paragraph {
        label: Some(Label {
            text: label.to_owned(),
            depth: 0,
            is_bullet: label == "•",
        }),
        ..paragraph(place, vec![run(text)])
    };
    let cell = |text: &str| Cell {
        paragraphs: vec![paragraph(0, vec![run(text)])],
        columns: 1,
        continues: false,
    };
    let title = Paragraph {
        heading: Some(0),
        ..paragraph(1, vec![run("考勤管理办法")])
    };
    let fields = Table {
        place: Place(4),
        rows: vec![
            vec![cell("直接上级"), cell("店长")],
            vec![cell("直接下级"), cell("无")],
            vec![
                cell("岗位职责"),
                Cell {
                    paragraphs: vec![
                        labelled(5, "1.", "每日核对考勤；"),
                        labelled(6, "2.", "每月报送考勤表。"),
                    ],
                    columns: 1,
                    continues: false,
                },
            ],
        ],
    };
    let grid = Table {
        place: Place(8),
        rows: vec![
            vec![cell("班次"), cell("上班|下班"), cell("备注")],
            vec![
                cell("早班"),
                Cell {
                    columns: 2,
                    ..cell("*9点*")
                },
            ],
        ],
    };
    let noted = Run {
        note: Some(0),
        image: Some(0),
        bold: true,
        ..run("打卡")
    };
    let manuscript = Manuscript {
        name: "考勤.docx".to_owned(),
        blocks: vec![
            Block::Paragraph(title),
            Block::Paragraph(labelled(2, "第一条", "为了规范考勤，制定本办法。")),
            Block::Paragraph(labelled(3, "第二条", "考勤员岗位职责")),
            Block::Table(fields),
            Block::Paragraph(labelled(7, "第三条", "班次如下：")),
            Block::Table(grid),
            Block::Paragraph(labelled(9, "•", "准时；")),
            Block::Paragraph(labelled(10, "第四条", "")),
            Block::Paragraph(paragraph(11, vec![run("员工应当"), noted, run("。")])),
        ],
        images: vec![Image {
            name: "image 1.png".to_owned(),
            description: "打卡机".to_owned(),
            bytes: vec![1, 2, 3],
        }],
        notes: vec![vec![paragraph(0, vec![run("上下班各一次。")])]],
        ..Manuscript::default()
    };
    let imported = import_manuscript(&manuscript, zh());
    let written = imported.written();
    let regulation = &imported.import.regulations[0];
    assert_eq!(
        (regulation.account.lost.len(), regulation.misread.len()),
        (0, 0),
        "{:?}\n{written}",
        regulation.account
    );
    assert_eq!(regulation.duties, [("第二条".to_owned(), "考勤员".to_owned(), 2)]);
    for expected in [
        "title = \"考勤管理办法\"",
        "- 直接上级：店长\n- 直接下级：无",
        "1. 每日核对考勤；\n2. 每月报送考勤表。",
        "| 班次 | 上班\\|下班 | 备注 |\n| --- | --- | --- |\n| 早班 | \\*9点\\* |  |",
        "- 准时；",
        "员工应当**打卡**[^1]![打卡机](images/image%201.png)。",
        "[^1]: 上下班各一次。",
    ] {
        assert!(written.contains(expected), "{expected}\n---\n{written}");
    }
    assert!(
        imported
            .files
            .iter()
            .any(|(path, bytes)| path.ends_with("/images/image 1.png") && bytes == &[1, 2, 3])
    );
    let files: Vec<(&str, &[u8])> = imported
        .files
        .iter()
        .map(|(path, bytes)| (path.as_str(), &bytes[..]))
        .collect();
    let folder = support::folder(&files);
    let found = support::findings(&Workspace::open(folder.path()).unwrap().snapshot());
    assert!(!found.contains("RB207"), "{found}");
}

#[test]
fn a_word_file_becomes_chapters() {
    let file = fs::read("tests/fixtures/docx/regulation.docx").unwrap();
    let (folder, status, out, err) = run(&[("制度.docx", &file)], &["import", "制度.docx", "--lang", "zh"]);
    assert_eq!(status, 1, "{out}{err}");
    assert!(err.contains("22 条，8 个岗位的 35 项职责"), "{err}");
    let index = read(folder.path(), "handbook/zh/kehu-fuwu-zhongxin-guanli-zhidu/index.md");
    assert!(index.contains("effective = 2025-07-01"), "{index}");
    assert!(read(folder.path(), "import-report.md").contains("没有需要核对的地方。"));
}

#[test]
fn paragraphs_that_were_run_together_are_parted_again() {
    let text = "考勤管理办法 第一条 员工迟到的： （一）扣减绩效； （二）口头提醒。 前款规定不适用于试用期。 第二条 本办法自发布之日起施行。";
    let outline = support::outline(&import_text(text).snapshot(), "zh");
    let expected =
        "  p1 员工迟到的：\n  p1.i1 （一） 扣减绩效；\n  p1.i2 （二） 口头提醒。\n  p2 前款规定不适用于试用期。\n";
    assert!(outline.contains(expected), "{outline}");
}

#[test]
fn a_text_without_articles_is_kept_and_told_of() {
    let imported = import_text("保安部岗位职责\n一、保安员岗位职责\n直接上级：保安队长\n1、站岗；\n2、巡逻。\n");
    assert!(
        imported.written().contains("title = \"保安部岗位职责\""),
        "{}",
        imported.written()
    );
    assert!(imported.report.contains("没有读出条文"), "{}", imported.report);
    assert_nothing_is_lost("一、保安员岗位职责直接上级：保安队长站岗巡逻", &imported);
}

#[test]
fn a_citation_is_no_head() {
    let text = "考勤管理办法\n第一条 为了规范考勤，制定本办法。第二条 员工违反第三条的，按照第四条 处理；依照本办法第三条 执行。第三条 请假按第二条第一款办理。\
        第四条 本办法第五条 另有规定的除外。第五条 本办法自发布之日起施行。";
    let imported = import_text(text);
    assert_eq!(imported.import.regulations[0].articles, 5, "{}", imported.written());
    let outline = support::outline(&imported.snapshot(), "zh");
    assert!(
        outline.contains("p1 员工违反第三条的，按照第四条 处理；依照本办法第三条 执行。"),
        "{outline}"
    );
}

#[test]
fn a_preamble_is_not_torn_apart_by_the_title_of_a_law_in_it() {
    for (title, preamble) in [
        (
            "考勤管理办法",
            "为了贯彻《中华人民共和国劳动合同法》（以下简称劳动合同法），结合公司实际，制定本办法。",
        ),
        ("考勤管理办法", "根据劳动法（以下简称本法）的规定，制定本办法。"),
        ("考勤管理办法", "为执行集团《考勤规定》（试行），制定本办法。"),
        // No word of these titles says that they are some.
        ("关于员工考勤", "为执行集团《考勤规定》（试行），制定本办法。"),
        ("关于员工考勤", "根据《劳动法》（1994年）和公司实际，制定本办法。"),
        ("关于员工考勤", "依据《劳动法》、《工会法》（2021年修正），制定本办法。"),
        ("关于员工考勤", "为执行集团考勤规定（2025年版），制定本办法。"),
    ] {
        let written = import_text(&format!("{title}\n\n{preamble}\n\n第一条　员工应当打卡。")).written();
        let expected = format!("+++\ntitle = \"{title}\"\n+++\n\n{preamble}\n");
        assert!(written.starts_with(&expected), "{written}");
    }
}

#[test]
fn contents_and_page_numbers_are_left_out() {
    let text = "考勤管理办法\n目录\n第一章 总则………1\n第二章 考勤………2\n- 1 -\n第一章 总则\n第一条 为了规范考勤，制定本办法。\n- 2 -\n第二章 考勤\n第二条 员工应当打卡。\n第 3 页 共 3 页\n";
    let imported = import_text(text);
    let regulation = &imported.import.regulations[0];
    assert_eq!(
        (regulation.chapters, regulation.articles),
        (2, 2),
        "{}",
        imported.written()
    );
    assert!(!imported.written().contains("目录") && !imported.written().contains("- 1 -"));
    assert!(imported.report.contains("第 2 行（目录）：目录"), "{}", imported.report);
    assert!(
        imported.report.contains("第 11 行（页码）：第 3 页 共 3 页"),
        "{}",
        imported.report
    );
}

/// Runs the program in a folder of its own with these files.
fn run(files: &[(&str, &[u8])], arguments: &[&str]) -> (tempfile::TempDir, i32, String, String) {
    let folder = support::folder(files);
    let (status, out, err) = outcome(rolebook(arguments).current_dir(folder.path()));
    (folder, status, out, err)
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_command_writes_a_handbook_and_a_report_and_checks() {
    let gbk = encoding_rs::GBK.encode(RUN_ON).0.into_owned();
    let (folder, status, out, err) = run(&[("岗位制度.txt", &gbk)], &["import", "岗位制度.txt", "--lang", "zh"]);
    assert_eq!(status, 1, "{out}{err}");
    assert!(out.contains("RB304") && out.contains("共检查"), "{out}");
    assert!(err.contains("3 章、18 条，13 个岗位的 74 项职责"), "{err}");
    let report = read(folder.path(), "import-report.md");
    assert!(report.starts_with("# 导入报告") && report.contains("GBK"), "{report}");
    assert!(read(folder.path(), "handbook/handbook.toml").contains("languages = [\"zh\"]"));
    let index = read(folder.path(), "handbook/zh/kehu-fuwu-zhongxin-gangwei-zhidu/index.md");
    assert!(index.contains("title = \"客户服务中心岗位制度（试行）\""), "{index}");

    // Once more: nothing is overwritten.
    let (status, _, err) = outcome(rolebook(&["import", "岗位制度.txt", "--lang", "en"]).current_dir(folder.path()));
    assert_eq!(status, 2);
    assert!(err.contains("exists already"), "{err}");
    assert_eq!(read(folder.path(), "import-report.md"), report);
    assert!(!folder.path().join("import-report-2.md").exists());
}

#[test]
fn a_handbook_takes_in_further_regulations_and_keeps_its_own_text() {
    let roles = "# 岗位表\n[[role]]\nid = \"manager\" # 老店长\nname = { zh = \"店长\" }\n";
    let files: [(&str, &[u8]); 4] = [
        ("handbook/handbook.toml", b"languages = [\"zh\"]\n"),
        ("handbook/roles.toml", roles.as_bytes()),
        (
            "a.txt",
            "收银管理办法\n第一条 收银员岗位职责\n直接上级：店长\n直接下级：无\n1、收款；\n2、交款。\n".as_bytes(),
        ),
        (
            "b.txt",
            "仓库管理办法\n第一条 仓管员岗位职责\n直接上级：店长\n直接下级：无\n1、收货；\n2、发货。\n".as_bytes(),
        ),
    ];
    let (folder, status, out, err) = run(&files, &["import", "a.txt", "b.txt", "--lang", "zh"]);
    assert!(status < 2, "{out}{err}");
    let merged = read(folder.path(), "handbook/roles.toml");
    assert!(merged.starts_with(roles), "{merged}");
    assert!(
        merged.contains("id = \"shouyin-yuan\"") && merged.contains("id = \"cangguan-yuan\""),
        "{merged}"
    );
    assert!(
        read(folder.path(), "handbook/zh/a.md").contains("## 第一条 收银员岗位职责 {#shouyin-yuan role=shouyin-yuan}")
    );
    assert!(read(folder.path(), "handbook/zh/b.md").contains("2. 发货。"));
    assert_eq!(read(folder.path(), "handbook/handbook.toml"), "languages = [\"zh\"]\n");
}

#[test]
fn files_of_other_kinds_are_refused_with_what_to_do() {
    for (name, bytes, zh, en) in [
        (
            "a.doc",
            &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..],
            "soffice --headless --convert-to docx a.doc",
            "soffice --headless --convert-to docx a.doc",
        ),
        ("a.pdf", b"%PDF-1.7\n", "PDF", "PDF"),
        ("a.rtf", b"{\\rtf1 a}", "RTF", "RTF"),
        ("a.html", b"<!DOCTYPE html><p>a", "网页", "web page"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "图片", "picture"),
        ("a.txt", b"\n  \n", "没有文字", "no text"),
    ] {
        for (lang, expected) in [("zh", zh), ("en", en)] {
            let (folder, status, out, err) = run(&[(name, bytes)], &["import", name, "--lang", lang]);
            assert_eq!((status, out.as_str()), (2, ""), "{name}: {err}");
            assert!(err.contains(expected), "{name}: {err}");
            assert!(!folder.path().join("handbook").exists());
        }
    }
    let (_, status, _, err) = run(&[], &["import", "nothing.txt", "--lang", "zh"]);
    assert_eq!(status, 2);
    assert!(err.contains("找不到文件 nothing.txt"), "{err}");
}

/// The articles of a text as `support::outline` shows them.
fn outline_of(text: &str) -> String {
    let imported = import_text(text);
    let regulation = &imported.import.regulations[0];
    assert_eq!(regulation.misread, [], "{}", imported.written());
    assert_nothing_is_lost(text, &imported);
    support::outline(&imported.snapshot(), "zh")
}

#[test]
fn an_article_begins_after_furniture_and_after_the_name_of_a_work() {
    let outline = outline_of(
        "印章管理办法 第一条 为了管好印章，制定本办法。第二条 用印须登记。广告：加盟热线关于开店制度 \
         第三条 印章员职责 直接上级 店长 直接下级 无 1、登记；2、保管。第四条 登记表见附件《登记表》 第五条 依照《印章办法》 第六条办理。第六条 完。",
    );
    for expected in [
        "[3] 印章员职责",
        "p1 登记表见附件《登记表》",
        "p1 依照《印章办法》第六条办理。",
    ] {
        assert!(outline.contains(expected), "{expected}\n{outline}");
    }
    assert_eq!(outline.matches(" [").count(), 6, "{outline}");
}

#[test]
fn items_keep_the_numbers_that_skip_some() {
    let outline = outline_of(
        "值班办法 第一条 值班员岗位职责 直接上级：店长 直接下级：无 1、开门；2、巡查2.5小时；5、锁门；10.交班；11.填表。第二条 完。",
    );
    for expected in ["i1 ", "i2 ", "i5 ", "i10 ", "i11 "] {
        assert!(outline.contains(expected), "{expected}\n{outline}");
    }
    assert!(
        import_text(
            "值班办法\n第一条 值班员岗位职责 直接上级：店长 直接下级：无 1、开门；2、巡查；3、熄灯；10.交班；11.填表。"
        )
        .codes()
        .contains_key("RB105")
    );
}

#[test]
fn a_label_with_blanks_is_a_head_and_a_broken_citation_is_none() {
    let outline = outline_of(
        "食堂管理规定\n第 一 章  总则\n第 一 条  为管好食堂，制定本规定。\n不适用于本规定第 二 条\n所称的人员。\n第 二 条 食堂主管 岗位职责：\n\
         直接上级：经理\n直接下级：无\n① 采购；\n② 依照\n第三条验收；\n第 三 条 违反\n第一条的，警告。\n第 三 条之一 另行规定。\n",
    );
    for expected in [
        "[1]",
        "[2] 食堂主管 岗位职责",
        "依照第三条验收；",
        "[3]",
        "p1 违反第一条的，警告。",
        "[3-1]",
    ] {
        assert!(outline.contains(expected), "{expected}\n{outline}");
    }
    assert_eq!(outline.matches(" [").count(), 4, "{outline}");
}

#[test]
fn what_pages_put_around_a_text_is_left_out_with_a_note_and_nothing_of_the_text_is() {
    let text = "登录 注册 忘记密码？\n点击：12  评论：35 评论0条 [字体:大 中 小]\n食堂管理规定\n[导读]本文介绍食堂。\n第一条 制定本规定。\n\
        --- 本文来自网络 ---\n[page]\n第二条 评论（3）条以上的，当日答复。第1页 共2页 第三条 保持安静。\n本文由 www.a.com 整理，转载请注明出处\n\
        第四条 评论（3）条以上的，当日答复。\n【打印本页】 【关闭窗口】\n（完）\n";
    let imported = import_text(text);
    let expected = "+++\ntitle = \"食堂管理规定\"\n+++\n\n第一条　制定本规定。\n\n第二条　评论（3）条以上的，当日答复。\n\n第三条　保持安静。\n\n第四条　评论（3）条以上的，当日答复。\n";
    assert_eq!(imported.written(), expected, "{}", imported.report);
    assert_nothing_is_lost(text, &imported);

    // Printed regulations have dates of their own.
    let imported = import_text("考勤办法\n版本：V2.1    发布日期：2026年3月1日\n第一条 制定本办法。\n");
    assert!(
        imported.written().contains("version = \"V2.1\""),
        "{}",
        imported.written()
    );
    assert!(
        imported.written().contains("发布日期：2026年3月1日"),
        "{}",
        imported.written()
    );
}

#[test]
fn posts_in_a_sentence_of_their_own_are_a_list_of_posts() {
    let imported = import_text(
        "餐厅办法 第一条 岗位设置 领班、PA助理、保洁员。第二条 领班岗位职责 直接上级：无 直接下级：保洁员 1、巡台；2、排班。",
    );
    assert!(
        imported.written().contains("第一条 岗位设置 {.roster}"),
        "{}",
        imported.written()
    );
    let roster = support::roster(&imported.snapshot(), "zh");
    assert!(roster.contains("PA助理") && roster.lines().count() == 3, "{roster}");
}

#[test]
fn a_form_in_four_columns_is_read_as_fields_and_duties() {
    let paragraph = |text: &str| Paragraph {
        runs: vec![Run {
            text: text.to_owned(),
            ..Run::default()
        }],
        ..Paragraph::default()
    };
    let cell = |text: &str| Cell {
        paragraphs: vec![paragraph(text)],
        columns: 1,
        continues: false,
    };
    let row = |texts: &[&str]| texts.iter().map(|text| cell(text)).collect::<Vec<Cell>>();
    let form = Table {
        rows: vec![
            row(&["岗位名称", "前厅经理", "所属部门", "前厅部"]),
            row(&["直接上级", "总经理", "直接下级", "领班"]),
            row(&["岗位职责：", "1、主持工作；\n2、每周例会。"]),
            row(&["任职资格", "1、大专；2、三年经验", "", ""]),
        ],
        ..Table::default()
    };
    let merged = Table {
        rows: vec![
            vec![Cell {
                columns: 3,
                ..cell("处分表")
            }],
            row(&["岗位", "部门", "处分"]),
            row(&["领班", "前厅部", "警告"]),
        ],
        ..Table::default()
    };
    let blocks = vec![
        Block::Paragraph(paragraph("前厅管理制度")),
        Block::Paragraph(paragraph("第一条 前厅经理岗位说明书")),
        Block::Table(form),
        Block::Paragraph(paragraph("第二条 处分")),
        Block::Table(merged),
    ];
    let manuscript = Manuscript {
        name: "a.docx".to_owned(),
        blocks,
        ..Manuscript::default()
    };
    let imported = import_manuscript(&manuscript, zh());
    let written = imported.written();
    let expected = "## 第一条 前厅经理岗位说明书 {#qianting-jingli role=qianting-jingli}\n\n- 岗位名称：前厅经理\n- 所属部门：前厅部\n\
        - 直接上级：总经理\n- 直接下级：领班\n- 任职资格：1、大专；2、三年经验\n\n岗位职责：\n\n1. 主持工作；\n2. 每周例会。\n";
    assert!(written.contains(expected), "{written}");
    assert!(written.contains("| 岗位 | 部门 | 处分 |"), "{written}");
    let regulation = &imported.import.regulations[0];
    assert_eq!(regulation.duties, [("第一条".to_owned(), "前厅经理".to_owned(), 2)]);
    assert_eq!(
        (regulation.misread.len(), regulation.account.lost.len()),
        (0, 0),
        "{:?}",
        regulation.account
    );
    assert!(imported.report.contains("合并的单元格"), "{}", imported.report);
    let names: Vec<&str> = imported
        .import
        .roster
        .roles
        .iter()
        .map(|role| role.name.as_str())
        .collect();
    assert_eq!(names, ["前厅经理", "总经理", "领班"]);
}

#[test]
fn an_english_text_in_one_line_is_read_without_colons() {
    let text = "Store Policy Article 1 Purpose This Policy sets out attendance. Article 2 Duties of the Store Manager \
        Reports to: Regional Director Supervises: Shift Leader, Cashier 1. Lead the store; 2) Hold a meeting under Article 3; \
        10.Carry out other work. Article 3 Duties of the Shift Leader Direct superior Store Manager Direct reports None \
        (a) Plan the shift; (b) Count the till. Article 5 Effect Comments are sent to the Director. Email this policy to nobody.";
    let manuscript = import::text::read("a.txt", text.as_bytes().to_vec());
    let imported = import_manuscript(&manuscript, Language::find("en").unwrap());
    let written = imported.written();
    for expected in [
        "- Reports to: Regional Director\n- Supervises: Shift Leader, Cashier\n\n1. Lead the store;",
        "## Article 3 Duties of the Shift Leader {#shift-leader role=shift-leader}\n\n- Direct superior: Store Manager\n- Direct reports: None",
        "(b) Count the till.",
        "Comments are sent to the Director. Email this policy to nobody.",
    ] {
        assert!(written.contains(expected), "{expected}\n---\n{written}");
    }
    let regulation = &imported.import.regulations[0];
    let duties: Vec<usize> = regulation.duties.iter().map(|(.., duties)| *duties).collect();
    assert_eq!((duties, regulation.misread.len()), (vec![3, 2], 0), "{written}");
}

#[test]
fn a_translation_joins_the_regulation_that_exists() {
    let zh = "门店守则（试行）\n第一条 岗位设置 店长、领班、保洁员。\n第二条 店长岗位职责\n所属部门：门店\n直接上级：区域经理\n直接下级：领班\n1、排班；\n2、完成其他工作。\n第三条 附则\n本守则由人事部解释。\n";
    let en = "Store Rules\nArticle 1 Posts\nThe posts are: Store Manager, Shift Leader and Cleaner.\nArticle 2 Duties of the Store Manager\nDepartment: Store\nReports to: Regional Manager\nSupervises: Shift Leader\n1. Make the roster;\n2. Carry out other work.\nArticle 3 Supplementary\nThe HR Department interprets these Rules.\n";
    let files: [(&str, &[u8]); 2] = [("守则.txt", zh.as_bytes()), ("rules.txt", en.as_bytes())];
    let (folder, status, out, err) = run(&files, &["import", "守则.txt", "--lang", "zh"]);
    assert!(status < 2, "{out}{err}");
    let import = |arguments: &[&str]| {
        let arguments = [&["import", "rules.txt", "--lang", "en"], arguments].concat();
        outcome(rolebook(&arguments).current_dir(folder.path()))
    };
    let (status, _, err) = import(&[]);
    assert!(status == 2 && err.contains("--into"), "{err}");
    let before = read(folder.path(), "handbook/roles.toml");
    let (status, _, err) = import(&["--into", "nothing"]);
    assert!(status == 2 && err.contains("nothing"), "{err}");
    let (status, out, err) = import(&["--into", "mendian-shouze"]);
    assert!(status < 2, "{out}{err}");
    assert!(err.contains("Added en to languages"), "{err}");

    let written = read(folder.path(), "handbook/en/mendian-shouze.md");
    for expected in [
        "status = \"trial\"",
        "## Article 1 Posts {.roster}",
        "## Article 2 Duties of the Store Manager {#dianzhang role=dianzhang}",
    ] {
        assert!(written.contains(expected), "{expected}\n{written}");
    }
    assert!(read(folder.path(), "handbook/handbook.toml").contains("languages = [\"zh\", \"en\"]"));
    let roles = read(folder.path(), "handbook/roles.toml");
    for (zh, en) in [
        ("门店", "Store"),
        ("店长", "Store Manager"),
        ("领班", "Shift Leader"),
        ("保洁员", "Cleaner"),
        ("区域经理", "Regional Manager"),
    ] {
        let name = format!("name = {{ zh = \"{zh}\", en = \"{en}\" }}");
        assert!(roles.contains(&name), "{name}\n{roles}");
    }
    assert_eq!(roles.matches("id = ").count(), before.matches("id = ").count());

    // Nothing is overwritten.
    let (status, _, err) = import(&["--into", "mendian-shouze"]);
    assert!(status == 2 && err.contains("en already"), "{err}");
    assert_eq!(read(folder.path(), "handbook/en/mendian-shouze.md"), written);
}

#[test]
fn what_cannot_be_imported_so_is_refused_with_what_to_do() {
    let text = "守则\n第一条 完。\n".as_bytes();
    for (arguments, expected) in [
        (&["a.txt", "a.txt"][..], "写了两次"),
        (&["a.txt", "b.txt", "--into", "x"], "逐个导入"),
        (&["a.txt", "--into", "x"], "还没有手册"),
    ] {
        let arguments = [&["import"], arguments, &["--lang", "zh"]].concat();
        let (folder, status, _, err) = run(&[("a.txt", text), ("b.txt", text)], &arguments);
        assert!(status == 2 && err.contains(expected), "{err}");
        assert!(!folder.path().join("handbook").exists());
    }
    let (_, status, _, err) = run(
        &[("a.docx", b"PK\x03\x04cut off")],
        &["import", "a.docx", "--lang", "zh"],
    );
    assert!(
        status == 2 && err.contains("没有下载完整") && !err.contains("Zip"),
        "{err}"
    );
}

#[test]
fn the_sheet_of_a_role_is_refused_with_what_to_do() {
    let handbook = format!("{}/handbook", env!("CARGO_MANIFEST_DIR"));
    let (folder, status, _, err) = run(&[], &["export", "docx", "assistant-manager", &handbook, "-o", "a.docx"]);
    assert_eq!(status, 0, "{err}");
    let (status, _, err) = outcome(rolebook(&["import", "a.docx", "--lang", "en"]).current_dir(folder.path()));
    assert!(status == 2 && err.contains("a sheet of a role's duties"), "{err}");
}

#[test]
fn the_report_says_where_in_a_long_line_something_was() {
    let text = format!(
        "食堂办法 第一条 {}。第二条 完。广告：加盟 第三条 完。",
        "制定本办法。".repeat(40)
    );
    let imported = import_text(&text);
    let at = text
        .chars()
        .collect::<Vec<char>>()
        .windows(2)
        .position(|two| two == ['广', '告'])
        .unwrap()
        + 1;
    let expected = format!("第 1 行第 {at} 字（广告）：广告：加盟");
    assert!(imported.report.contains(&expected), "{expected}\n{}", imported.report);
}

/// `index.md` is the welcome page of a language.
#[test]
fn a_file_called_index_is_named_by_its_title() {
    let text = "员工考勤制度\n\n第一条 员工应当按时上班。\n\n第二条 迟到的，记入考勤记录。\n";
    let (folder, status, out, err) = run(&[("index.txt", text.as_bytes())], &["import", "index.txt"]);
    assert_eq!(status, 0, "{out}{err}");
    let names = fs::read_dir(folder.path().join("handbook/zh")).unwrap();
    let names: Vec<String> = names
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["yuangong-kaoqin-zhidu.md"]);
}
