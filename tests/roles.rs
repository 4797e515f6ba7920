//! The rules of band 3 where their pages' examples do not go: fixes in every shape, what is left to another rule, scale.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use rolebook::diagnostic::{self, Diagnostic};
use rolebook::workspace::{CheckOptions, Workspace};

/// A role with its superior and its subordinates.
type Post<'a> = (&'a str, &'a str, &'a str);

fn regulation(lead: &str, posts: &[Post<'_>]) -> String {
    let mut text = format!("# 制度\n\n{lead}");
    for (index, (name, superior, subordinates)) in posts.iter().enumerate() {
        let number = index + 100;
        text += &format!(
            "## 第{number}条 {name}岗位职责\n\n直接上级：{superior}\n直接下级：{subordinates}\n\n1. 做好本职工作。\n\n"
        );
    }
    text
}

fn roles(names: &[&str]) -> String {
    let entry = |(index, name): (usize, &&str)| format!("[[role]]\nid = \"r{index}\"\nname = {{ zh = \"{name}\" }}\n");
    names.iter().enumerate().map(entry).collect()
}

fn workspace(roles: &str, text: &str) -> Workspace {
    let files = [("roles.toml", roles), ("zh/a.md", text)];
    Workspace::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

fn check(roles: &str, text: &str) -> Vec<Diagnostic> {
    let found = workspace(roles, text).snapshot().diagnostics(&CheckOptions::default());
    found
        .into_iter()
        .filter(|finding| finding.lint.code.starts_with("RB3"))
        .collect()
}

fn codes(roles: &str, text: &str) -> Vec<String> {
    check(roles, text)
        .into_iter()
        .map(|finding| finding.lint.code.clone())
        .collect()
}

fn fixed(roles: &str, text: &str) -> String {
    let workspace = workspace(roles, text);
    let snapshot = workspace.snapshot();
    let found = snapshot.diagnostics(&CheckOptions::default());
    let fixes = found
        .iter()
        .filter(|finding| finding.lint.code.starts_with("RB3"))
        .filter_map(|finding| finding.fix.as_ref());
    let changed = diagnostic::apply(snapshot.sources(), fixes);
    changed
        .into_iter()
        .next()
        .map_or_else(|| text.to_owned(), |(_, text)| text)
}

#[test]
fn a_post_is_added_to_the_list_in_the_list_s_own_shape() {
    let roles = roles(&["店长", "领班", "收银员"]);
    let posts = [
        ("店长", "无", "领班、收银员"),
        ("领班", "店长", "无"),
        ("收银员", "店长", "无"),
    ];
    for (list, added) in [
        ("- 店长\n- 领班\n", "- 店长\n- 领班\n- 收银员\n"),
        ("- 店长；\n- 领班。\n", "- 店长；\n- 领班；\n- 收银员。\n"),
        ("1. 店长\n2. 领班\n", "1. 店长\n2. 领班\n3. 收银员\n"),
        (
            "（一）店长；\n\n（二）领班。\n",
            "（一）店长；\n\n（二）领班；\n\n（三）收银员。\n",
        ),
        (
            "设有：\n（一）店长；\n（二）领班。\n",
            "设有：\n（一）店长；\n（二）领班；\n（三）收银员。\n",
        ),
        (
            "| 岗位 | 编制 |\n| --- | --- |\n| 店长 | 1 |\n| 领班 | 2 |\n",
            "| 岗位 | 编制 |\n| --- | --- |\n| 店长 | 1 |\n| 领班 | 2 |\n| 收银员 | |\n",
        ),
        (
            "门店设下列岗位：店长、领班。\n",
            "门店设下列岗位：店长、领班、收银员。\n",
        ),
    ] {
        let text = |list: &str| regulation(&format!("## 第1条 岗位设置 {{.roster}}\n\n{list}\n"), &posts);
        assert_eq!(fixed(&roles, &text(list)), text(added), "{list}");
    }
}

#[test]
fn a_line_is_completed_on_the_other_side() {
    let roles = roles(&["店长", "领班"]);
    let text = |first, second| regulation("", &[("店长", "无", first), ("领班", second, "无")]);
    assert_eq!(fixed(&roles, &text("无", "店长")), text("领班", "店长"));
    assert_eq!(fixed(&roles, &text("领班", "无")), text("领班", "店长"));
}

#[test]
fn a_department_bears_no_name_of_a_role() {
    let text = regulation("", &[("店长", "无", "保洁"), ("保洁", "店长", "无")]);
    let unit = |name: &str| roles(&["店长", "保洁"]) + &format!("[[unit]]\nid = \"u\"\nname = {{ zh = \"{name}\" }}\n");
    assert_eq!(codes(&unit("保洁部"), &text), [""; 0]);
    let found = check(&unit("保洁"), &text);
    let messages: Vec<String> = found.iter().map(|finding| finding.message("zh")).collect();
    assert_eq!(messages, ["roles.toml 里有一个岗位和一个部门都叫“保洁”"]);
}

#[test]
fn an_unclear_or_missing_other_side_is_left_to_its_own_rule() {
    let roles = roles(&["店长", "前厅领班", "后厨领班"]);
    let text = |listed| {
        regulation(
            "",
            &[
                ("店长", "无", listed),
                ("前厅领班", "店长", "无"),
                ("后厨领班", "店长", "无"),
            ],
        )
    };
    assert_eq!(codes(&roles, &text("领班")), ["RB304"]);
    assert_eq!(codes(&roles, &text("张三")), ["RB303"]);
    assert_eq!(codes(&roles, &text("店长")), ["RB306"]);
    assert_eq!(codes(&roles, &text("")), ["RB313"]);
    assert_eq!(codes(&roles, &text("前厅领班")), ["RB301"]);
}

#[test]
fn of_a_branch_that_nothing_reaches_only_the_head_is_reported() {
    let roles = roles(&["店长", "领班", "收银员"]).replacen("[[role]]", "[[role]]\ntop = true", 1);
    let text = regulation(
        "",
        &[("店长", "无", "无"), ("领班", "无", "收银员"), ("收银员", "领班", "无")],
    );
    let found = check(&roles, &text);
    assert_eq!(
        found.iter().map(|finding| finding.message("zh")).collect::<Vec<_>>(),
        ["从最高岗位逐级向下，到不了“领班”"]
    );
}

#[test]
fn a_circle_is_reported_once_and_what_hangs_on_it_not_at_all() {
    let roles = roles(&["甲岗", "乙岗", "丙岗", "丁岗"]);
    let text = regulation(
        "",
        &[
            ("甲岗", "丙岗", "乙岗"),
            ("乙岗", "甲岗", "丙岗、丁岗"),
            ("丙岗", "乙岗", "甲岗"),
            ("丁岗", "乙岗", "无"),
        ],
    );
    let found = check(&roles, &text);
    assert_eq!(
        found.iter().map(|finding| finding.message("zh")).collect::<Vec<_>>(),
        ["汇报关系绕成一圈：甲岗 → 丙岗 → 乙岗 → 甲岗"]
    );
}

#[test]
fn only_instructions_from_elsewhere_are_assignments_past_the_superior() {
    let roles = roles(&["店长", "领班", "行政协理", "服务员"]);
    let head = "# 制度\n\n## 第1条 店长职责\n\n直接上级：无\n直接下级：领班、行政协理\n\n1. 主持门店。\n\n## 第2条 领班职责\n\n直接上级：店长\n直接下级：服务员\n\n\
        1. 带班。\n\n## 第3条 行政协理职责\n\n直接上级：店长\n直接下级：无\n\n1. 管理考勤。\n\n## 第4条 服务员职责\n\n直接上级：领班\n直接下级：无\n\n1. ";
    for duty in [
        "按店长的安排做好准备",
        "服从行政协理的调配",
        "按照**行政协理**的要求整理餐台",
        "完成行政协理交办的工作",
        "由行政协理安排",
        "执行店长下达的任务",
        "遵照行政协理的指示整理备餐间",
        "听命于店长",
        "按领班的布置备餐，服从行政协理的调度",
        "承办行政协理交办的事项",
        "根据行政协理的指派接待重要宾客",
        "按领班、行政协理的布置备餐",
        "听从店长指挥",
    ] {
        assert_eq!(codes(&roles, &format!("{head}{duty}。\n")), ["RB315"], "{duty}");
    }
    for duty in [
        "按领班的安排做好准备",
        "协助行政协理安排班次",
        "向店长报告",
        "与行政协理配合",
        "参加由行政协理主持的例会",
        "投诉由行政协理处理",
        "根据行政协理提供的资料备餐",
        "接受行政协理的检查",
        "执行行政协理编制的排班表",
        "了解店长要求改进的问题",
        "完成上级交办的其他工作",
        "把点单交行政协理安排打印",
        "由行政协理安排班次",
        "按行政协理安排的班次上岗",
        "参加由行政协理安排的培训",
        "不接受行政协理的直接安排，有事请其找领班",
        "不执行店长的安排",
        "发生火灾时，服从店长的指挥",
        "紧急情况下服从店长指挥",
        "执行店长通过领班下达的任务",
        "领班不在时，按店长的安排工作",
        "领班休假期间，服从行政协理的调配",
        "检查传菜员是否落实行政协理的要求",
        "督促同事服从店长的安排",
    ] {
        assert_eq!(codes(&roles, &format!("{head}{duty}。\n")), [""; 0], "{duty}");
    }
}

#[test]
fn a_chain_of_twenty_thousand_roles_is_checked_in_a_moment() {
    const COUNT: usize = 20_000;
    let names: Vec<String> = (0..COUNT).map(|index| format!("岗位{index}号")).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let chain = |last: &str| {
        let above = |index: usize| index.checked_sub(1).map_or(last, |above| known[above]);
        let posts: Vec<Post> = (0..COUNT)
            .map(|index| {
                (
                    known[index],
                    above(index),
                    known.get(index + 1).copied().unwrap_or("无"),
                )
            })
            .collect();
        regulation("", &posts)
    };
    assert_eq!(codes(&roles(&known), &chain("无")), [""; 0]);
    let circle = codes(&roles(&known), &chain(known[COUNT - 1]));
    assert_eq!(circle.iter().filter(|code| *code == "RB305").count(), 1);
}

#[test]
fn the_same_holds_in_english() {
    let roles = "[[role]]\nid = \"manager\"\nname = { en = \"Manager\" }\n[[role]]\nid = \"leader\"\nname = { en = \"Shift Leader\" }\n\
        [[role]]\nid = \"server\"\nname = { en = \"Server\" }\n";
    let head = "# Service\n\n## Article 1 Duties of the Manager\n\n- Reports to: None\n- Supervises: Shift Leader\n\n1. Run the shop.\n\n\
        ## Article 2 Duties of the Shift Leader\n\n- Reports to: Manager\n- Supervises: Server\n- Authority: Right of supervision\n\n1. Lead the shift;\n\
        2. Propose rewards and penalties to the Manager, and keep the duty roster at hand.\n\n\
        ## Article 3 Duties of the Server\n\n- Reports to: Shift Leader\n- Supervises: None\n\n1. ";
    let codes = |duty: &str| -> Vec<String> {
        let files = [
            ("roles.toml", roles.to_owned()),
            ("en/a.md", format!("{head}{duty}.\n")),
        ];
        let workspace = Workspace::from_files(files.map(|(path, text)| (path.to_owned(), text.into_bytes())));
        let found = workspace.snapshot().diagnostics(&CheckOptions::default());
        found
            .into_iter()
            .map(|finding| finding.lint.code.clone())
            .filter(|code| code.starts_with("RB3"))
            .collect()
    };
    for duty in [
        "Lay the tables as assigned by the Manager",
        "Follow the **Manager**'s instructions",
        "Serve guests as the Manager directs",
        "Carry out tasks assigned by\n   the Manager and the Shift Leader",
        "Clean the bar as directed by the Manager",
        "Work under the direction of the Manager",
        "Move tables at the Manager's request",
        "Take instructions from the Manager",
        "Follow the Manager’s orders in the dining room",
        "Do what the Manager requires",
        "Polish glasses as instructed by the Manager",
        "Carry out other work assigned by the Manager",
    ] {
        assert_eq!(codes(duty), ["RB315"], "{duty}");
    }
    for duty in [
        "Lay the tables as assigned by the Shift Leader",
        "Report to the Manager every day",
        "Help the Manager draw up the duty roster",
        "Hand the bill to the Manager, who assigns tables",
        "Take part in the meeting held by the Manager",
        "Do not take instructions from the Manager",
        "In an emergency, act as directed by the Manager",
        "In the absence of the Shift Leader, work as assigned by the Manager",
        "Attend training as arranged by the Manager",
        "Carry out tasks assigned by the Manager through the Shift Leader",
        "Explain the Manager's instructions to guests",
        "Ask the Manager for the key",
        "Ensure that trainees follow the Manager's instructions",
    ] {
        assert_eq!(codes(duty), [""; 0], "{duty}");
    }
}

#[test]
fn the_title_of_a_role_article_names_a_role() {
    let roles = roles(&["店长", "收银员"]);
    let head = "# 制度\n\n## 第1条 店长岗位职责\n\n直接上级：无\n直接下级：无\n\n1. 主持门店。\n\n## 第2条 ";
    let names = |rest: &str| -> Vec<String> {
        let text = format!("{head}{rest}");
        let found = check(&roles, &text);
        let unknown = found.into_iter().filter(|finding| finding.lint.code == "RB303");
        unknown
            .map(|finding| {
                let place = finding.span.start as usize..finding.span.end as usize;
                format!("{} {}", &text[place], finding.message("zh"))
            })
            .collect()
    };
    let fields = "\n\n直接上级：店长\n直接下级：无\n";
    let duties = "\n\n1. 收款。\n\n2. 结账。\n";
    let slip = "收银圆 第二条里的“收银圆”不是 roles.toml 中的岗位，是不是“收银员”？";
    assert_eq!(names(&format!("收银圆岗位职责{fields}{duties}")), [slip]);
    assert_eq!(names(&format!("收银圆岗位职责{duties}")), [slip]);
    let stranger = "洗碗工 第二条里的“洗碗工”不是 roles.toml 中的岗位";
    assert_eq!(names(&format!("洗碗工岗位职责{fields}{duties}")), [stranger]);
    for silent in [
        format!("收银员岗位职责{fields}{duties}"),
        "收银圆岗位职责\n\n另行规定。\n".to_owned(),
        format!("用人部门职责{duties}"),
    ] {
        assert_eq!(names(&silent), [""; 0], "{silent}");
    }
}

#[test]
fn a_post_that_may_not_administer_has_no_such_authority() {
    let roles = roles(&["店长", "领班"]);
    let of = |authority: &str| {
        let text = format!(
            "# 制度\n\n## 第1条 店长岗位职责\n\n直接上级：无\n直接下级：领班\n\n1. 主持门店。\n\n\
             ## 第2条 领班岗位职责\n\n直接上级：店长\n直接下级：无\n权限：{authority}\n\n1. 编制排班表。\n"
        );
        codes(&roles, &text)
    };
    assert_eq!(of("有督导权，没有管理权"), ["RB320"]);
    assert_eq!(of("有督导权，无权管理其他岗位"), ["RB320"]);
    assert_eq!(of("有管理权"), [""; 0]);
}
