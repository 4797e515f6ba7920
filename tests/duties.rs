//! The rules of band 4, and RB316 and RB317, where their pages' examples do not go: what is a fault and what is not,
//! fixes, scale.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::fmt::Write;

use rolebook::diagnostic::{self, Diagnostic};
use rolebook::workspace::{CheckOptions, Workspace};

/// A role with its superior, its subordinates and its duties.
type Post<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

/// Roles that are named in these tests, and a department.
fn roles(names: &[&str]) -> String {
    let mut text =
        "[[unit]]\nid = \"u\"\nname = { zh = \"客户服务中心\", en = \"Customer Service Centre\" }\n".to_owned();
    for (index, name) in names.iter().enumerate() {
        let top = if index == 0 { "top = true\n" } else { "" };
        writeln!(
            text,
            "[[role]]\nid = \"r{index}\"\nname = {{ zh = \"{name}\", en = \"{name}\" }}\n{top}"
        )
        .unwrap();
    }
    text
}

fn regulation(posts: &[Post<'_>]) -> String {
    let mut text = "# 制度\n\n".to_owned();
    for (index, (name, superior, subordinates, duties)) in posts.iter().enumerate() {
        let number = index + 1;
        write!(
            text,
            "## 第{number}条 {name}岗位职责\n\n直接上级：{superior}\n直接下级：{subordinates}\n\n"
        )
        .unwrap();
        for (duty, number) in duties.iter().zip(1..) {
            writeln!(text, "{number}. {duty}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Workspace::from_files(files)
}

fn check(files: &[(&str, &str)], code: &str) -> Vec<Diagnostic> {
    let options = CheckOptions {
        select: vec![code.to_owned()],
        ..CheckOptions::default()
    };
    workspace(files).snapshot().diagnostics(&options)
}

/// The messages about two roles, of whom the second is the subordinate of the first.
fn about_two(code: &str, first: &[&str], second: &[&str]) -> Vec<String> {
    let roles = roles(&["店长", "领班"]);
    let text = regulation(&[("店长", "无", "领班", first), ("领班", "店长", "无", second)]);
    let found = check(&[("roles.toml", &roles), ("zh/a.md", &text)], code);
    found.iter().map(|finding| finding.message("zh")).collect()
}

#[test]
fn a_duty_of_two_roles_is_found_by_its_matter_and_by_its_text() {
    for (first, second) in [
        ("处理现场问题和宾客投诉，无法解决的报公司；", "受理并处理宾客投诉；"),
        ("建立宾客档案；", "建立并维护宾客档案，每月核对；"),
        ("每日核对酒水的库存和价格标签；", "每日核对酒水库存及价格标签。"),
        ("每月走访潜在宾客，记录意见；", "记录意见，每月走访潜在宾客；"),
    ] {
        let found = about_two("RB402", &["主持门店；", first], &["摆好餐台；", second]);
        assert_eq!(
            found,
            ["“领班”的第 2 项与“店长”的第 2 项是同一件事，没有写明由谁牵头"],
            "{first} {second}"
        );
    }
}

#[test]
fn what_is_parted_by_lead_scope_or_meaning_is_no_shared_duty() {
    for (first, second) in [
        ("牵头处理宾客投诉；", "处理宾客投诉；"),
        ("处理宾客投诉；", "协助店长处理宾客投诉；"),
        ("处理宾客投诉；", "配合处理宾客投诉；"),
        ("处理宾客投诉，由领班安抚；", "处理宾客投诉；"),
        ("管理本部门的固定资产；", "管理本部门的固定资产；"),
        ("督导餐前准备的落实情况；", "完成餐前准备；"),
        ("每日开餐前检查餐具和布草；", "每日开餐后检查餐具和布草；"),
        ("每周核对宾客档案的联系方式；", "每月核对宾客档案的联系方式；"),
        ("处理宾客投诉；", "记录宾客投诉；"),
        ("在早班处理宾客投诉；", "在晚班处理宾客投诉；"),
        ("完成公司交办的其他工作。", "完成公司交办的其他工作。"),
        ("审批采购申请；", "提出采购申请；"),
    ] {
        assert_eq!(
            about_two("RB402", &["主持门店；", first], &["摆好餐台；", second]),
            [""; 0],
            "{first} {second}"
        );
    }
}

#[test]
fn what_three_roles_or_twin_posts_or_two_heads_have_is_no_fault() {
    let names = ["店长", "前厅领班", "后厨领班", "咨客", "厨工"];
    let roles = roles(&names);
    let found = |duties: [&[&str]; 5]| {
        let posts = [
            ("店长", "无", "前厅领班、后厨领班", duties[0]),
            ("前厅领班", "店长", "咨客", duties[1]),
            ("后厨领班", "店长", "厨工", duties[2]),
            ("咨客", "前厅领班", "无", duties[3]),
            ("厨工", "后厨领班", "无", duties[4]),
        ];
        check(&[("roles.toml", &roles), ("zh/a.md", &regulation(&posts))], "RB402").len()
    };
    let one = |duty: &'static [&'static str]| duty;
    let complaints = one(&["受理宾客投诉；"]);
    assert_eq!(
        found([
            one(&["主持。"]),
            complaints,
            one(&["备料。"]),
            complaints,
            one(&["切配。"])
        ]),
        1
    );
    assert_eq!(
        found([one(&["主持。"]), complaints, complaints, complaints, one(&["切配。"])]),
        0
    );
    let head = one(&["组织员工的岗位培训和考试；"]);
    assert_eq!(
        found([one(&["主持。"]), head, head, one(&["迎宾。"]), one(&["切配。"])]),
        0
    );
    let twins = one(&["受理宾客的来电预订；", "保管候位的登记簿册；", "发放当日的宣传单页；"]);
    assert_eq!(
        found([one(&["主持。"]), one(&["带班。"]), one(&["备料。"]), twins, twins]),
        0
    );
}

#[test]
fn so_it_is_in_english() {
    let roles = roles(&["Manager", "Host"]);
    let codes = |first: &str, second: &str| {
        let text = format!(
            "# Service\n\n## Article 1 Duties of the Manager\n\n- Reports to: None\n- Supervises: Host\n\n1. {first};\n\n\
             ## Article 2 Duties of the Host\n\n- Reports to: Manager\n- Supervises: None\n\n1. {second};\n"
        );
        let files = [
            ("handbook.toml", "languages = [\"en\"]"),
            ("roles.toml", &roles),
            ("en/a.md", &text),
        ];
        check(&files, "RB402").len()
    };
    for (first, second) in [
        (
            "Handle and settle guest complaints",
            "Settle guest complaints and queries",
        ),
        (
            "Check the tableware and the linen every morning",
            "Check tableware and linen every morning",
        ),
        ("Maintain the guest file", "Maintain the guest file, and add new guests"),
    ] {
        assert_eq!(codes(first, second), 1, "{first} / {second}");
    }
    for (first, second) in [
        ("Settle guest complaints", "Help to settle guest complaints"),
        (
            "Settle guest complaints",
            "Settle guest complaints together with the Manager",
        ),
        ("Settle guest complaints", "Record guest complaints"),
        (
            "Check tableware and linen before the meal",
            "Check tableware and linen after the meal",
        ),
        ("Manage the team's budget", "Manage the team's budget"),
        (
            "Carry out other work assigned by the company",
            "Carry out other work assigned by the company",
        ),
    ] {
        assert_eq!(codes(first, second), 0, "{first} / {second}");
    }
}

#[test]
fn near_duplicates_of_one_role_differ_in_nothing_that_counts() {
    for (first, second) in [
        ("督促员工按服务流程工作；", "督促员工按服务流程工作；"),
        ("收集宾客的口味、禁忌和意见；", "认真收集宾客口味、禁忌及意见；"),
        ("核对账单，防止漏单；", "防止漏单，核对账单；"),
        ("定时清理大堂和走廊的绿植摆件；", "定时清理大堂和走廊的绿植、摆件；"),
    ] {
        assert_eq!(
            about_two("RB403", &["主持。"], &[first, second]),
            ["“领班”的第 2 项与第 1 项说的是同一件事"],
            "{first}"
        );
    }
    for (first, second) in [
        ("每日开餐前检查餐具和布草；", "每日开餐后检查餐具和布草；"),
        ("在十分钟内答复宾客的来电询问；", "在三十分钟内答复宾客的来电询问；"),
        ("核对传菜员的考勤记录；", "核对服务员的考勤记录；"),
        ("检查备餐间的餐具和布草；", "检查备餐间的餐具柜和布草；"),
        ("清洗杯具；", "清洗餐具；"),
        ("完成上级交办的其他工作；", "完成上级交办的其它工作；"),
    ] {
        assert_eq!(about_two("RB403", &["主持。"], &[first, second]), [""; 0], "{first}");
    }
}

#[test]
fn the_catch_all_clause_is_recognised_in_its_usual_forms() {
    let missing = |last: &str| {
        let roles = roles(&["店长", "领班", "咨客", "吧员"]);
        let habit: &[&str] = &["迎宾；", "完成直接上级交办的其他工作。"];
        let posts = [
            ("店长", "无", "领班、咨客、吧员", &["主持。"][..]),
            ("领班", "店长", "无", &["带班；", last]),
            ("咨客", "店长", "无", habit),
            ("吧员", "店长", "无", habit),
        ];
        let found = check(&[("roles.toml", &roles), ("zh/a.md", &regulation(&posts))], "RB404");
        found.iter().map(|finding| finding.message("zh")).collect::<Vec<_>>()
    };
    for clause in [
        "完成公司交办的其他工作。",
        "完成直接上级交办的其它工作；",
        "按时完成领导安排的其他工作任务。",
        "承办总经理交办的其他事项。",
        "完成其他临时性工作。",
        "上级领导交办的其他任务",
        "完成上级临时交办的其他事务，并按时汇报。",
    ] {
        assert_eq!(missing(clause), [""; 0], "{clause}");
    }
    for duty in [
        "督促员工完成公司下达的其他培训任务。",
        "整理餐台。",
        "完成公司下达的销售任务。",
    ] {
        assert_eq!(missing(duty), ["“领班”没有兜底条款，其他岗位大都有"], "{duty}");
    }
}

#[test]
fn the_clause_stands_once_and_last() {
    let other = "完成公司交办的其他工作。";
    let found = |duties: &[&str]| about_two("RB404", &["主持；", other], duties);
    assert_eq!(found(&["带班；", other]), [""; 0]);
    assert_eq!(
        found(&["完成公司交办的其他工作；", "带班。"]),
        ["“领班”的兜底条款不是最后一项"]
    );
    let twice = ["带班；", "完成领导安排的其它任务；", other];
    assert_eq!(found(&twice), ["“领班”的兜底条款写了两次"]);
    // A house that does not use it is left alone.
    assert_eq!(about_two("RB404", &["主持。"], &["带班。"]), [""; 0]);
}

#[test]
fn the_clause_is_moved_in_every_language_or_in_none() {
    let zh = |duties: [&str; 3]| regulation(&[("领班", "无", "无", &duties)]);
    let en = |duties: [&str; 3]| {
        let [first, second, third] = duties;
        format!(
            "# R\n\n## Article 1 Duties of the 领班\n\nReports to: None\nSupervises: None\n\n1. {first}\n2. {second}\n3. {third}\n"
        )
    };
    let fixed = |zh: &str, en: &str| -> Vec<String> {
        let roles = roles(&["领班"]);
        let files = [
            ("handbook.toml", "languages = [\"zh\", \"en\"]"),
            ("roles.toml", roles.as_str()),
            ("zh/a.md", zh),
            ("en/a.md", en),
        ];
        let workspace = workspace(&files);
        let snapshot = workspace.snapshot();
        let found = check(&files, "RB404");
        assert_eq!(found.len(), 1);
        let changed = diagnostic::apply(
            snapshot.sources(),
            found.iter().filter_map(|finding| finding.fix.as_ref()),
        );
        let mut texts: Vec<String> = changed.into_iter().map(|(_, text)| text).collect();
        texts.sort();
        texts
    };
    let (bad, good) = (
        ["带班；", "完成公司交办的其他工作；", "验收食材。"],
        ["带班；", "验收食材；", "完成公司交办的其他工作。"],
    );
    let english = |second: &str, third: &str| en(["Lead the shift;", second, third]);
    let other = "Carry out other work assigned by the company";
    assert_eq!(
        fixed(&zh(bad), &english(&format!("{other};"), "Check the food.")),
        [english("Check the food;", &format!("{other}.")), zh(good)]
    );
    assert_eq!(
        fixed(&zh(bad), &english("Check the food;", &format!("{other}."))),
        [zh(good)]
    );
    assert_eq!(fixed(&zh(bad), &english("Do what is due;", "Check the food.")), [""; 0]);
}

#[test]
fn lists_keep_the_style_of_most_of_their_items() {
    let found = |duties: &[&str]| about_two("RB407", &["主持。"], duties).len();
    for fine in [
        &["甲事；", "乙事；", "丙事。"][..],
        &["甲事。", "乙事。", "丙事。"],
        &["甲事", "乙事", "丙事"],
        &["甲事；", "乙事。"],
        &["甲事；", "乙事，如下：", "丙事；", "丁事。"],
        &["甲事；", "乙事；", "丙事。须当日办完。"],
        &["甲事；", "乙事。", "丙事", "丁事，"],
    ] {
        assert_eq!(found(fine), 0, "{fine:?}");
    }
    for mixed in [
        &["甲事；", "乙事；", "丙事；"][..],
        &["甲事；", "乙事。", "丙事；", "丁事。"],
        &["甲事；", "乙事；", "丙事"],
        &["甲事。", "乙事。", "丙事；", "丁事。"],
        &["甲事", "乙事", "丙事；", "丁事"],
    ] {
        assert_eq!(found(mixed), 1, "{mixed:?}");
    }
}

#[test]
fn only_divisions_of_a_whole_have_to_make_a_hundred() {
    let found = |text: &str| {
        let text = format!("# 制度\n\n## 第一条 规定\n\n{text}\n");
        let found = check(&[("zh/a.md", &text)], "RB408");
        found.iter().map(|finding| finding.message("zh")).collect::<Vec<_>>()
    };
    let table = |head: &str, cells: &[&str]| {
        let rows: String = cells
            .iter()
            .zip(1..)
            .map(|(cell, row)| format!("| 第{row}项 | {cell} |\n"))
            .collect();
        format!("| 项目 | {head} |\n| --- | --- |\n{rows}")
    };
    assert_eq!(
        found(&table("权重", &["40%", "30%", "20%"])),
        ["第一条的 3 个百分比加起来是 90%，不是 100%"]
    );
    assert_eq!(
        found(&table("考核权重（%）", &["40", "30", "35"])),
        ["第一条的 3 个百分比加起来是 105%，不是 100%"]
    );
    assert_eq!(
        found(&table("占比", &["百分之六十", "百分之三十"])),
        ["第一条的 2 个百分比加起来是 90%，不是 100%"]
    );
    let list = "考核各占比例如下：\n\n1. 服务质量，占百分之五十；\n2. 出勤，占百分之四十。\n";
    assert_eq!(found(list), ["第一条的 2 个百分比加起来是 90%，不是 100%"]);
    for fine in [
        table("权重", &["40%", "30%", "30%"]),
        table("占比", &["33.3%", "33.3%", "33.3%"]),
        table("提成比例", &["5%", "8%", "10%"]),
        table("折扣", &["60%", "30%"]),
        table("权重", &["60%", "40%", "70%", "30%"]),
        table("权重", &["60%", "按实际"]),
        "工资分下列几档：\n\n1. 甲档发百分之八十；\n2. 乙档发百分之六十。\n".to_owned(),
        "加班占比应当低于10%，缺勤低于5%。\n".to_owned(),
    ] {
        assert_eq!(found(&fine), [""; 0], "{fine}");
    }
}

#[test]
fn departments_are_checked_only_where_some_are_declared() {
    let text = regulation(&[(
        "店长",
        "无",
        "无",
        &[
            "把账单送到财务部，并与客服中心、客户服务中心核对；",
            "遵守《人事部通知》第三条。",
        ],
    )]);
    let names = |roles: &str| {
        let found = check(&[("roles.toml", roles), ("zh/a.md", &text)], "RB405");
        found.iter().map(|finding| finding.message("zh")).collect::<Vec<_>>()
    };
    let declared = roles(&["店长"]);
    assert_eq!(names(&declared), ["“财务部”不是 roles.toml 中的部门"]);
    assert_eq!(
        names(
            declared
                .split_once("[[role]]")
                .map(|(_, rest)| format!("[[role]]{rest}"))
                .as_deref()
                .unwrap()
        ),
        [""; 0]
    );
}

#[test]
fn a_role_article_with_prose_or_none_at_all_is_left_alone() {
    let roles = roles(&["店长"]);
    let found = |body: &str| {
        let text = format!("# 制度\n\n## 第1条 店长岗位职责\n\n{body}\n");
        check(&[("roles.toml", &roles), ("zh/a.md", &text)], "RB401").len()
    };
    let fields = "直接上级：无\n直接下级：无\n\n";
    assert_eq!(found(fields), 1);
    assert_eq!(found(&format!("{fields}岗位职责：\n")), 1);
    assert_eq!(found(&format!("{fields}岗位职责：\n\n- 主持门店\n- 审批费用\n")), 1);
    assert_eq!(found(&format!("{fields}店长的职责由公司另行规定。\n")), 0);
    assert_eq!(found(&format!("{fields}1. 主持门店。\n")), 0);
    assert_eq!(found(""), 0);
}

#[test]
fn spans_and_depths_are_counted_over_twenty_thousand_roles() {
    const COUNT: usize = 20_000;
    let names: Vec<String> = (0..COUNT).map(|index| format!("岗位{index}号")).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = |last: &str, code: &str| {
        let posts: Vec<Post> = (0..COUNT)
            .map(|index| {
                let above = index.checked_sub(1).map_or(last, |above| known[above]);
                (
                    known[index],
                    above,
                    known.get(index + 1).copied().unwrap_or("无"),
                    &["带班。"][..],
                )
            })
            .collect();
        let found = check(
            &[("roles.toml", &roles(&known)), ("zh/a.md", &regulation(&posts))],
            code,
        );
        found.iter().map(|finding| finding.message("zh")).collect::<Vec<_>>()
    };
    let line: Vec<&str> = known[..7].to_vec();
    let deep = format!("“{}”在第 7 级，超过 6 级：{}", known[6], line.join(" → "));
    assert_eq!(found("无", "RB317"), [deep]);
    assert_eq!(found("无", "RB316"), [""; 0]);
    // Where the line is a circle, no level is certain.
    assert_eq!(found(known[COUNT - 1], "RB317"), [""; 0]);
}
