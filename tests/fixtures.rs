//! Fixture handbooks, one for each subject of docs/format.md: what is found in them, the outline that they come to and
//! where their citations lead. The snapshots say what an editor expects, not what came out once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use proptest::prelude::*;
use rolebook::model::LanguageId;
use rolebook::syntax::BlockKind;
use support::{citations, findings, fixture, handbook, outline, pages, roster};

#[test]
fn every_shape_of_the_format_passes_the_check() {
    let snapshot = fixture("source-format");
    assert_eq!(findings(&snapshot), "");
}

#[test]
fn every_shape_of_the_format_in_chinese() {
    let snapshot = fixture("source-format");
    insta::assert_snapshot!(outline(&snapshot, "zh"), @"
    service: 门店服务管理制度
    art-1 [1] 目的
      p1 为规范门店服务，制定本制度。
    art-2 [2]
      p1 本制度适用于全体员工。
    art-3 [3] 解释
      p1 本制度由人力资源部负责解释。
    art-4 [4]
      p1 员工应当按时到岗。
    art-5 [5]
      p1 员工上岗前应当做好下列准备：
      p1.i1 （一） 整理仪容；
      p1.i2 （二） 领取用具：
      p1.i2.s1 1、 点菜机；
      p1.i2.s2 2、 对讲机；
      p1.i3 （三） 到前台签到。
    art-6 [6] 营业前准备
      i1 1. 清扫地面：
      i1.s1 1. 大厅；
      i1.s2 2. 包间；
      i2 2. 摆放餐具：
      i2.s1 1. 骨碟；
      i2.s2 2. 茶杯；
      i3 3. 检查设备：
      i3.s1 1. 灯光；
      i3.s2 2. 空调；
      i4 4. 打开音响；
      i5 5. 迎接宾客。
      p1 宾客到店后：
      p1.i1 （一） 问候宾客：
      p1.i1.s1 1. 称呼姓氏；
      p1.i1.s2 2. 询问人数；
      p1.i2 （二） 引领入座。
    opening-hours [7] 营业时间
      p1 门店按下表营业，不得提前打烊。员工迟到的，按本条第二款处理。
      p2 迟到三次的，扣发减发当月奖金。
    art-8 [8] 押金
      p1 员工入职时交纳押金。
    posts [9] 岗位设置
    evening-posts [10] 晚班岗位
      p1 晚班设下列岗位：楼面主管、服务员和收银员。
    store-manager [11] 店长岗位职责
      superior: nobody
      subordinates: 楼面主管 + 厨师长
      other: 二楼
      p1 岗位职责：
      p1.i1 1. 主持门店工作；
      p1.i2 2. 召开班前会：
      p1.i2.s1 1. 布置当日任务；
      p1.i2.s2 2. 通报宾客意见；
      p1.i3 3. 审批排班表。
    art-12 [12] 楼面主管岗位职责
      superior: 店长
      subordinates: 服务员 + 收银员
      other: 一楼
      unit: 楼面部
      i1 （一） 安排服务员的班次；
      i2 （二） 处理投诉。
    art-13 [13] 厨师长的职责
      superior: 店长
      subordinates: nobody
      i1 1、 负责出品；
      i2 2. 验收食材。
    art-14 [14] 服务员岗位职责
      superior: 楼面主管
      subordinates: nobody
      other: 员工餐厅
      i1 1. 检查餐具；
      i2 2. 为宾客点单。
      … - 保持微笑
    art-15 [15] 收银员工作职责
      superior: 楼面主管
      subordinates: nobody
      p1 收银员应当：
      p1.i1 （１） 清点备用金；
      p1.i2 （２） 核对账单。
    ");
    insta::assert_snapshot!(citations(&snapshot, "zh"), @"
    service/00-general:44 本条第二款 → zh service#opening-hours.p2
    service/00-general:51 第四条 → zh service#art-4
    service/00-general:59 第九条 → external
    ");
    insta::assert_snapshot!(roster(&snapshot, "zh"), @"
    posts: 店长 = store-manager × 1
    posts: 楼面主管 = floor-supervisor × 1
    posts: 厨师长 = head-chef × 1
    posts: 服务员 = server × 8
    posts: 收银员 = cashier × 2
    evening-posts: 楼面主管 = floor-supervisor
    evening-posts: 服务员 = server
    evening-posts: 收银员 = cashier
    ");
}

#[test]
fn every_shape_of_the_format_in_english() {
    let snapshot = fixture("source-format");
    insta::assert_snapshot!(outline(&snapshot, "en"), @"
    service: Store Service Regulation
    art-1 [1] Purpose
      p1 This Regulation sets the standard of service in the store.
    art-2 [2]
      p1 This Regulation applies to all staff.
    art-3 [3] Interpretation
      p1 The Human Resources Department interprets this Regulation.
    art-4 [4]
      p1 Staff come to work on time.
    art-5 [5]
      p1 Before work, staff get ready as follows:
      p1.i1 (1) tidy their appearance;
      p1.i2 (2) fetch their equipment:
      p1.i2.s1 (a) the ordering device;
      p1.i2.s2 (b) the radio;
      p1.i3 (3) sign in at the front desk.
    art-6 [6] Before Opening
      i1 1. Sweep the floors:
      i1.s1 1. in the hall;
      i1.s2 2. in the private rooms;
      i2 2. Lay the tables:
      i2.s1 1. plates;
      i2.s2 2. tea cups;
      i3 3. Check the equipment:
      i3.s1 1. lights;
      i3.s2 2. air conditioning;
      i4 4. Turn the music on;
      i5 5. Welcome guests.
      p1 When guests arrive:
      p1.i1 (1) Greet them:
      p1.i1.s1 1. use their family name;
      p1.i1.s2 2. ask how many they are;
      p1.i2 (2) Show them to their seats.
    opening-hours [7] Opening Hours
      p1 The store opens as the table shows and never closes early. Lateness is dealt with under paragraph 2 of this Article.
      p2 Whoever is late three times loses all part of that month's bonus.
    art-8 [8] Deposit
      p1 Staff pay a deposit when they join.
    posts [9] Posts
    evening-posts [10] Evening Posts
      p1 The evening shift has these posts: Floor Supervisor, Server and Cashier.
    store-manager [11] Duties of the Store Manager
      superior: nobody
      subordinates: Floor Supervisor + Head Chef
      other: second floor
      p1 Duties:
      p1.i1 1. Run the store;
      p1.i2 2. Hold the briefing:
      p1.i2.s1 1. hand out the day's tasks;
      p1.i2.s2 2. pass on what guests said;
      p1.i3 3. Approve the duty roster.
    art-12 [12] Floor Supervisor Duties
      superior: Store Manager
      subordinates: Server + Cashier
      other: first floor
      unit: Front of House
      i1 (1) plan the shifts of the servers;
      i2 (2) handle complaints.
    art-13 [13] Head Chef: Duties
      superior: Store Manager
      subordinates: nobody
      i1 1. Answer for the dishes;
      i2 2. Inspect deliveries.
    art-14 [14] Responsibilities of the Server
      superior: Floor Supervisor
      subordinates: nobody
      other: staff canteen
      i1 1. Check the tableware;
      i2 2. Take the guests' orders.
      … - Keep smiling
    art-15 [15] Duties of the Cashier
      superior: Floor Supervisor
      subordinates: nobody
      p1 The cashier shall:
      p1.i1 (1) count the float;
      p1.i2 (2) check the bills.
    ");
    insta::assert_snapshot!(citations(&snapshot, "en"), @"
    service/00-general:43 paragraph 2 of this Article → en service#opening-hours.p2
    service/00-general:50 Article 4 → en service#art-4
    service/00-general:58 Article 9 → external
    ");
    insta::assert_snapshot!(roster(&snapshot, "en"), @"
    posts: Store Manager = store-manager × 1
    posts: Floor Supervisor = floor-supervisor × 1
    posts: Head Chef = head-chef × 1
    posts: Server = server × 8
    posts: Cashier = cashier × 2
    evening-posts: Floor Supervisor = floor-supervisor
    evening-posts: Server = server
    evening-posts: Cashier = cashier
    ");
}

#[test]
fn citations_of_what_does_not_exist_are_found_and_no_others() {
    let snapshot = fixture("citations");
    insta::assert_snapshot!(findings(&snapshot), @"
    en/attendance.md:25 RB202
    en/service.md:19 RB201
    zh/attendance.md:25 RB202
    zh/service.md:19 RB201
    ");
}

#[test]
fn chinese_citations_lead_where_they_say() {
    let snapshot = fixture("citations");
    insta::assert_snapshot!(citations(&snapshot, "zh"), @"
    attendance:13 前款第（二）项 → zh attendance#art-1.i2
    attendance:17 前条第一款第（一）、（二）项 → zh attendance#art-1.i1, zh attendance#art-1.i2
    attendance:17 第二条第一款 → zh service#art-2.p1
    attendance:19 本条第一款 → zh attendance#art-2.p1
    attendance:19 第一条 → zh attendance#art-1
    attendance:23 第三十九条第二项 → external
    attendance:23 第一条和第二条 → zh attendance#art-1, zh attendance#art-2
    attendance:25 第二条第三款 → missing Paragraph
    service:9 第一条第二款 → zh attendance#art-1.p2
    service:9 第三条 → zh attendance#art-3
    service:13 第一章和第三条至第四条 → zh service#ch-1, zh service#art-3 to art-4
    service:15 第九条 → external
    service:15 第九条 → external
    service:19 第九条 → missing Article
    service:25 前两条 → zh service#art-2
    ");
}

#[test]
fn english_citations_lead_where_they_say() {
    let snapshot = fixture("citations");
    insta::assert_snapshot!(citations(&snapshot, "en"), @"
    attendance:13 item (2) of the preceding paragraph → en attendance#art-1.i2
    attendance:17 items (1) and (2) of paragraph 1 of the preceding Article → en attendance#art-1.i1, en attendance#art-1.i2
    attendance:17 Article 2, paragraph 1 → en service#art-2.p1
    attendance:19 Paragraph 1 of this Article → en attendance#art-2.p1
    attendance:19 Article 1 → en attendance#art-1
    attendance:23 Article 39(2) → external
    attendance:23 Articles 1 and 2 → en attendance#art-1, en attendance#art-2
    attendance:25 Article 2, paragraph 3 → missing Paragraph
    service:9 second paragraph of Article 1 → en attendance#art-1.p2
    service:9 Article 3 → en attendance#art-3
    service:13 Chapter 1 and Articles 3 to 4 → en service#ch-1, en service#art-3 to art-4
    service:15 Article 9 → external
    service:15 Article 9 → external
    service:19 Article 9 → missing Article
    service:25 preceding two articles → en service#art-2
    ");
}

/// A missing page, a missing article and a missing item; what they are cited by is no fault.
#[test]
fn what_a_translation_lacks_is_found_once() {
    let snapshot = fixture("translation");
    insta::assert_snapshot!(findings(&snapshot), @"
    en/service/index.md:9 RB503
    zh/pages/first-day.md:1 RB501
    zh/service/01-laundry.md:1 RB501
    zh/service/index.md:21 RB502
    ");
}

#[test]
fn an_untranslated_article_is_cited_in_the_authoritative_language() {
    let snapshot = fixture("translation");
    insta::assert_snapshot!(citations(&snapshot, "zh"), @"service/index:19 第四条和第五条 → zh service#art-4, zh service#art-5");
    insta::assert_snapshot!(citations(&snapshot, "en"), @"service/index:18 Article 4 and Article 5 → zh service#art-4, zh service#art-5");
}

#[test]
fn english_alone_is_a_handbook() {
    let snapshot = fixture("english-only");
    assert_eq!(findings(&snapshot), "");
    insta::assert_snapshot!(outline(&snapshot, "en"), @"
    front-desk: Front Desk Regulation
    art-1 [1] Scope
      p1 This Regulation applies at the front desk.
    art-2 [2] Posts
      i1 1. Duty Manager (1);
      i2 2. Receptionist (4).
    art-3 [3] Duties of the Duty Manager
      superior: nobody
      subordinates: Receptionist
      p1 The Duty Manager shall:
      p1.i1 (a) lead the shift;
      p1.i2 (b) approve refunds:
      p1.i2.s1 (i) in cash;
      p1.i2.s2 (ii) by card.
    art-4 [4] Receptionist Duties
      superior: Duty Manager
      subordinates: nobody
      i1 1) Check guests in under Article 3, item (b);
      i2 2) Keep the log.
    art-5 [5]
      p1 Paragraph 1 of the preceding Article and Article 5-1 leave Article 1 unaffected.
    art-5-1 [5-1]
      p1 The receptionist keeps the log for a year.
    ");
    insta::assert_snapshot!(citations(&snapshot, "en"), @"
    front-desk:33 Article 3, item (b) → en front-desk#art-3.i2
    front-desk:36 Paragraph 1 of the preceding Article → en front-desk#art-4
    front-desk:36 Article 5-1 → en front-desk#art-5-1
    front-desk:36 Article 1 → en front-desk#art-1
    ");
    insta::assert_snapshot!(roster(&snapshot, "en"), @"
    art-2: Duty Manager = duty-manager × 1
    art-2: Receptionist = receptionist × 4
    ");
}

#[test]
fn folders_group_or_are_regulations() {
    let snapshot = fixture("grouping");
    assert_eq!(findings(&snapshot), "");
    insta::assert_snapshot!(pages(&snapshot), @"
    zh/front/attendance Whole of front/attendance
    zh/front/service/01-general Chapter of front/service
    zh/front/service/02-more/arrival Chapter of front/service
    zh/front/service/bar/index Index of front/service/bar
    zh/front/service/index Index of front/service
    zh/index Welcome
    zh/pages/first-day Page
    ");
    insta::assert_snapshot!(outline(&snapshot, "zh"), @"
    front/attendance: 前厅考勤办法
    art-1 [1] 排班
      p1 班次每周公布一次，按《前厅服务制度》第一条执行。
    front/service: 前厅服务制度
    art-1 [1] 目的
      p1 为规范前厅服务，制定本制度。
    art-2 [2] 登记
      p1 入住登记按前条办理；酒水按《酒吧服务制度》第一条办理。
    front/service/bar: 酒吧服务制度
    art-1 [1] 酒水
      p1 酒水凭单领取。
    ");
    insta::assert_snapshot!(citations(&snapshot, "zh"), @"
    front/attendance:5 第一条 → zh front/service#art-1
    front/service/02-more/arrival:5 前条 → zh front/service#art-1
    front/service/02-more/arrival:5 第一条 → zh front/service/bar#art-1
    pages/first-day:3 第二条 → zh front/service#art-2
    ");
}

/// The cashier's lead-in and the full-width markers of the fixture stand in both languages, so that nothing differs.
#[test]
fn the_duties_of_the_fixture_are_the_same_in_both_languages() {
    let snapshot = fixture("source-format");
    let handbook = snapshot.handbook();
    let duties = |language: u8| -> Vec<(&str, usize)> {
        let roles = handbook.roles.iter();
        roles
            .map(|role| {
                let article = role.article(LanguageId(language)).expect("every role has its article");
                (role.id.as_str(), article.duties.len())
            })
            .collect()
    };
    let expected = [
        ("store-manager", 5),
        ("floor-supervisor", 2),
        ("head-chef", 2),
        ("server", 2),
        ("cashier", 2),
    ];
    assert_eq!(duties(0), expected);
    assert_eq!(duties(1), expected);
}

/// A chapter of one article `text` in the language `tag`, checked by itself.
fn article(tag: &str, text: &str) -> (String, String) {
    let head = if tag == "zh" {
        "# 制度\n\n## 第一条 甲"
    } else {
        "# Regulation\n\n## Article 1 A"
    };
    let path = format!("{tag}/a.md");
    let snapshot = handbook(&[(&path, &format!("{head}\n\n{text}"))]);
    let outline = outline(&snapshot, tag);
    let items = outline.lines().filter(|line| {
        let place = line.trim_start();
        line.starts_with("  ") && (place.starts_with('i') || place.starts_with('…') || place.contains(".i"))
    });
    let items = items.map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n");
    (items, findings(&snapshot))
}

#[test]
fn line_items_go_back_to_the_outer_list() {
    let (items, findings) = article(
        "zh",
        "应当：\n（一）子；\n（二）丑：\n1、寅；\n2、卯；\n（三）辰：\n1、巳；\n2、午。\n",
    );
    insta::assert_snapshot!(items, @"
    p1.i1 （一） 子；
    p1.i2 （二） 丑：
    p1.i2.s1 1、 寅；
    p1.i2.s2 2、 卯；
    p1.i3 （三） 辰：
    p1.i3.s1 1、 巳；
    p1.i3.s2 2、 午。
    ");
    assert_eq!(findings, "");
}

#[test]
fn a_repeated_number_is_an_item_and_a_finding() {
    let (items, findings) = article("zh", "应当：\n（一）子；\n（二）丑；\n（二）寅；\n（三）卯。\n");
    insta::assert_snapshot!(items, @"
    p1.i1 （一） 子；
    p1.i2 （二） 丑；
    p1.i2 （二） 寅；
    p1.i3 （三） 卯。
    ");
    assert_eq!(findings, "zh/a.md:8 RB007\n");
}

#[test]
fn another_closing_bracket_opens_sub_items() {
    for (tag, text) in [
        ("zh", "1. 子：\n   1）丑；\n   2）寅；\n2. 卯。\n"),
        ("en", "1. a:\n   1) b;\n   2) c;\n2. d.\n"),
        ("en", "1. a:\n    1) b;\n    2) c;\n2. d.\n"),
        ("en", "1. a:\n\t1) b;\n\t2) c;\n2. d.\n"),
    ] {
        let (items, findings) = article(tag, text);
        let places: Vec<&str> = items.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(places, ["i1", "i1.s1", "i1.s2", "i2"], "{text}\n{items}");
        assert_eq!(findings, "", "{text}");
    }
}

#[test]
fn a_lead_in_before_the_duties_is_a_paragraph() {
    for (lead, fields) in [
        (
            "岗位职责：\n\n1. 收银；\n2. 对账。\n",
            "- 直接上级：无\n- 直接下级：无\n\n",
        ),
        ("收银员应当：\n1、收银；\n2、对账。\n", "直接上级：无\n直接下级：无\n\n"),
        (
            "工作职责：\n\n（一）收银；\n\n（二）对账。\n",
            "| 项目 | 内容 |\n|---|---|\n| 直接上级 | 无 |\n| 直接下级 | 无 |\n\n",
        ),
    ] {
        let text = format!("# 制度\n\n## 第一条 收银员岗位职责\n\n{fields}{lead}");
        let roles = "[[role]]\nid = \"cashier\"\nname = \"收银员\"\ntop = true\n";
        let snapshot = handbook(&[("zh/a.md", &text), ("roles.toml", roles)]);
        let found = outline(&snapshot, "zh");
        let lines: Vec<&str> = found.lines().skip(2).map(str::trim).collect();
        let lead_in = lead.lines().next().unwrap();
        assert_eq!(
            lines[..3],
            ["superior: nobody", "subordinates: nobody", &format!("p1 {lead_in}")],
            "{text}"
        );
        assert_eq!(lines.len(), 5, "{text}\n{found}");
        assert_eq!(findings(&snapshot), "", "{text}");
    }
}

#[test]
fn a_name_with_a_word_for_and_is_one_name() {
    let roles = "[[role]]\nid = \"head\"\nname = { zh = \"店长\", en = \"Manager\" }\ntop = true\n\
        [[role]]\nid = \"both\"\nname = { zh = \"收银和迎宾主管\", en = \"Food and Beverage Supervisor\" }\n\
        [[role]]\nid = \"server\"\nname = { zh = \"服务员\", en = \"Server\" }\n";
    let zh = "# 制度\n\n## 第一条 店长岗位职责\n\n直接上级：无\n直接下级：收银和迎宾主管和服务员\n\n1. 主持门店。\n\n\
        ## 第二条 收银和迎宾主管岗位职责\n\n直接上级：店长\n直接下级：无\n\n1. 收银。\n\n\
        ## 第三条 服务员岗位职责\n\n直接上级：店长\n直接下级：无\n\n1. 服务。\n";
    let en = "# Regulation\n\n## Article 1 Duties of the Manager\n\nReports to: None\nSupervises: Food and Beverage Supervisor and Server\n\n1. Run it.\n\n\
        ## Article 2 Duties of the Food and Beverage Supervisor\n\nReports to: Manager\nSupervises: None\n\n1. Pour.\n\n\
        ## Article 3 Duties of the Server\n\nReports to: Manager\nSupervises: None\n\n1. Serve.\n";
    let files = [("roles.toml", roles), ("zh/a.md", zh), ("en/a.md", en)];
    let snapshot = handbook(&files);
    assert_eq!(findings(&snapshot), "");
    let book = snapshot.handbook();
    let below: Vec<&str> = book.roles[0]
        .subordinates
        .iter()
        .map(|&role| book.role(role).id.as_str())
        .collect();
    assert_eq!(below, ["both", "server"]);
}

#[test]
fn punctuation_after_the_number_is_no_part_of_the_title() {
    for (tag, head) in [
        ("zh", "## 第一条、范围"),
        ("zh", "## 第一条：范围"),
        ("zh", "## 第一条. 范围"),
        ("zh", "**第一条、范围**"),
        ("en", "## Article 1. Scope"),
        ("en", "## Article 1: Scope"),
        ("en", "## Article 1 – Scope"),
        ("en", "## Article 1 — Scope"),
        ("en", "**Article 1. Scope**"),
    ] {
        let path = format!("{tag}/a.md");
        let snapshot = handbook(&[(&path, &format!("# 制度\n\n{head}\n\n本制度。\n"))]);
        let title = if tag == "zh" { "范围" } else { "Scope" };
        let found = outline(&snapshot, tag);
        assert_eq!(
            found.lines().nth(1).unwrap_or_default(),
            format!("art-1 [1] {title}"),
            "{head}"
        );
        assert_eq!(findings(&snapshot), "", "{head}");
    }
    for (tag, text) in [
        ("zh", "**第一条**：甲。"),
        ("zh", "**第一条：**甲。"),
        ("en", "**Article 1**: 甲。"),
        ("en", "**Article 1.** 甲。"),
        ("en", "Article 1. 甲。"),
    ] {
        let path = format!("{tag}/a.md");
        let snapshot = handbook(&[(&path, &format!("# 制度\n\n{text}\n"))]);
        let found = outline(&snapshot, tag);
        let lines: Vec<&str> = found.lines().skip(1).collect();
        assert_eq!(lines, ["art-1 [1]", "  p1 甲。"], "{text}");
    }
}

#[test]
fn heads_without_their_words_are_reported() {
    for head in ["## 五条 时间", "## 第五條 时间", "## 笫五条 时间", "## 第 五条 时间"] {
        let text = format!("# 制度\n\n## 第四条 甲\n\n乙。\n\n{head}\n\n丙。\n");
        let snapshot = handbook(&[("zh/a.md", &text)]);
        let found = findings(&snapshot);
        assert!(found.contains("zh/a.md:7 RB006"), "{head}: {found}");
        assert!(outline(&snapshot, "zh").contains("[5] 时间"), "{head}");
    }
}

/// One marker line of a random regulation: how deep it stands, and its number within its list.
type MarkerLine = (usize, usize);

/// Sane sequences: each list counts from 1, one level deeper at most with each line, back to any outer list.
fn sequence() -> impl Strategy<Value = Vec<MarkerLine>> {
    prop::collection::vec(0..3_usize, 1..14).prop_map(|wanted| {
        let mut open: Vec<usize> = Vec::new();
        let mut lines = Vec::new();
        for depth in wanted {
            let depth = depth.min(open.len());
            open.truncate(depth + 1);
            match open.get_mut(depth) {
                Some(number) => *number += 1,
                None => open.push(1),
            }
            lines.push((depth, open[depth]));
        }
        lines
    })
}

const HAN: [&str; 15] = [
    "", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
];
const CIRCLED: [&str; 15] = ["", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩", "⑪", "⑫", "⑬", "⑭"];

/// The marker of a line where each depth has a kind of its own.
fn line_marker(han_first: bool, (depth, number): MarkerLine) -> String {
    match (han_first, depth) {
        (true, 0) => format!("（{}）", HAN[number]),
        (true, 1) | (false, 0) => format!("{number}、"),
        (false, 1) => format!("（{number}）"),
        _ => CIRCLED[number].to_owned(),
    }
}

fn numbers_of(text: &str) -> Vec<u32> {
    let snapshot = handbook(&[("zh/a.md", text)]);
    let handbook = snapshot.handbook();
    let document = &handbook.chapters[0].document;
    let items = document.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Item(marker) => Some(marker.map_or(0, |marker| marker.number)),
        _ => None,
    });
    items.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// As many items as there are markers, in order, with their numbers: in lines or paragraphs.
    #[test]
    fn every_marked_line_is_an_item(lines in sequence(), han_first: bool, lead: bool, apart: bool) {
        let mut text = String::from("# 制度\n\n## 第一条 甲\n\n");
        if lead {
            text += if apart { "应当：\n\n" } else { "应当：\n" };
        }
        for &line in &lines {
            text += &format!("{}做好准备；\n", line_marker(han_first, line));
            if apart {
                text.push('\n');
            }
        }
        let expected: Vec<u32> = lines.iter().map(|&(_, number)| number as u32).collect();
        prop_assert_eq!(numbers_of(&text), expected, "{}", text);
    }

    /// The same in Markdown lists, whatever the indentation that Markdown takes for nested.
    #[test]
    fn every_item_of_a_markdown_list_is_an_item(
        lines in sequence(),
        unit in prop::sample::select(vec!["   ", "    ", "\t"]),
        loose: bool,
    ) {
        let mut text = String::from("# 制度\n\n## 第一条 甲\n\n");
        for &(depth, number) in &lines {
            text += &format!("{}{number}. 做好准备；\n", unit.repeat(depth));
            if loose {
                text.push('\n');
            }
        }
        // Three blanks nest by one level below `1. `, but `10. ` asks for four.
        prop_assume!(unit.len() != 3 || lines.iter().all(|&(_, number)| number < 10));
        let expected: Vec<u32> = lines.iter().map(|&(_, number)| number as u32).collect();
        prop_assert_eq!(numbers_of(&text), expected, "{}", text);
    }
}

#[test]
fn a_handbook_in_traditional_chinese_counts_in_its_own_units() {
    let snapshot = fixture("traditional");
    assert_eq!(findings(&snapshot), "");
    insta::assert_snapshot!(citations(&snapshot, "zh-Hant"), @"
    service:13 前項 → zh-Hant service#art-2.p1
    service:22 第五條 → zh-Hant service#art-5
    service:60 前項第三款 → zh-Hant service#art-5.i3
    service:60 第二條第二項及第三條之一第一款 → zh-Hant service#art-2.p2, zh-Hant service#art-3-1.i1
    service:64 前條第一項第一款及第二款 → zh-Hant service#art-5.i1, zh-Hant service#art-5.i2
    service:66 本條第一項 → zh-Hant service#art-6.p1
    service:66 第四條第一款第二目 → zh-Hant service#art-4.i1.s2
    ");
}

#[test]
fn this_act_is_the_law_that_a_text_gives_that_name_to() {
    let snapshot = handbook(&[
        ("handbook.toml", "languages = [\"zh-Hant\", \"en\"]\n"),
        (
            "zh-Hant/leave.md",
            "# 請假規則\n\n## 第一條\n\n本規則依勞動基準法（以下簡稱本法）第四十三條訂定之。\n\n## 第二條\n\n\
             婚假依本法第五十條辦理；其餘依本規則第一條。\n",
        ),
        (
            "en/leave.md",
            "# Leave Rules\n\n## Article 1\n\nThese Rules are made under Article 43 of the Labor Standards Act \
             (hereinafter referred to as this Act).\n\n## Article 2\n\nMarriage leave follows Article 50 of this Act; \
             for the rest, Article 1 of these Rules applies.\n",
        ),
    ]);
    insta::assert_snapshot!(citations(&snapshot, "zh-Hant"), @"
    leave:5 第四十三條 → external
    leave:9 第五十條 → external
    leave:9 第一條 → zh-Hant leave#art-1
    ");
    insta::assert_snapshot!(citations(&snapshot, "en"), @"
    leave:5 Article 43 → external
    leave:9 Article 50 → external
    leave:9 Article 1 → en leave#art-1
    ");
    assert_eq!(findings(&snapshot), "");
}

#[test]
fn subsections_are_the_paragraphs_of_an_article() {
    let snapshot = handbook(&[(
        "en/leave.md",
        "# Leave Rules\n\n## Article 1 Leave\n\n(1) Staff have 25 days.\n\n(2) Days are rounded up:\n\n(a) in full;\n(b) in \
         half.\n\n(3) Paragraph (2) applies to all.\n\n## Article 2 Sick leave\n\nArticle 1(2) and paragraph (1) of Article 1 \
         apply, Article 1(2)(b) too. Paragraphs (1) to (3) of Article 1 apply as well, but not Article 1(4).\n",
    )]);
    insta::assert_snapshot!(citations(&snapshot, "en"), @"
    leave:12 Paragraph (2) → en leave#art-1.i2
    leave:16 Article 1(2) and paragraph (1) of Article 1 → en leave#art-1.i2, en leave#art-1.i1
    leave:16 Article 1(2)(b) → en leave#art-1.i2.s2
    leave:16 Paragraphs (1) to (3) of Article 1 → en leave#art-1.i1
    leave:16 Article 1(4) → missing Paragraph
    ");
    assert_eq!(findings(&snapshot), "en/leave.md:16 RB202\n");
}

#[test]
fn annexes_and_things_that_are_counted_are_no_units_of_the_text() {
    let snapshot = handbook(&[
        (
            "zh/a.md",
            "# 盘点制度\n\n## 第一条 甲\n\n见附件3第2条和附件三第二条。第一项工作是盘点，第三款产品另行规定。\n\n## 第二条 乙\n\n\
             依照第三款办理。\n",
        ),
        (
            "en/a.md",
            "# Stocktaking Rules\n\n## Article 1 A\n\nSee Article 2 of Annex 3 and of Annex 3 Article 2. The first task is \
             stocktaking; the third product is dealt with elsewhere.\n\n## Article 2 B\n\nParagraph 3 applies.\n",
        ),
    ]);
    insta::assert_snapshot!(citations(&snapshot, "zh"), @"
    a:5 第2条 → external
    a:5 第二条 → external
    a:5 第一项 → unclear
    a:5 第三款 → unclear
    a:9 第三款 → missing Paragraph
    ");
    insta::assert_snapshot!(citations(&snapshot, "en"), @"
    a:5 Article 2 → external
    a:5 Article 2 → external
    a:9 Paragraph 3 → missing Paragraph
    ");
    assert_eq!(findings(&snapshot), "en/a.md:9 RB202\nzh/a.md:9 RB202\n");
}
