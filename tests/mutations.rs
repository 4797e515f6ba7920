//! The shipped handbook is clean. Each fault below is put into a copy of it, alone: it is found by its code at its
//! place, and nothing else is found but what follows from it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rolebook::workspace::{CheckOptions, Workspace};
use support::files_below;

/// A change of one file.
enum Edit {
    /// Puts the second text in the place of the first, which stands there once.
    Replace(&'static str, &'static str, &'static str),
    /// Takes out what stands from the first text up to the second.
    Cut(&'static str, &'static str, &'static str),
    /// Adds a text at the end of the file, which need not be there yet.
    Append(&'static str, &'static str),
    /// Takes the file away.
    Remove(&'static str),
    /// Stores the file in another encoding.
    Encode(&'static str, &'static str),
}
use Edit::{Append, Cut, Encode, Remove, Replace};

/// A fault.
struct Fault {
    code: &'static str,
    /// What happened, in an editor's words.
    what: &'static str,
    /// The file of the finding, and words on the line that it begins on.
    place: (&'static str, &'static str),
    edits: Vec<Edit>,
    /// Codes of what follows from it.
    consequences: &'static [&'static str],
}

fn fault(
    code: &'static str,
    what: &'static str,
    place: (&'static str, &'static str),
    edits: Vec<Edit>,
    consequences: &'static [&'static str],
) -> Fault {
    Fault {
        code,
        what,
        place,
        edits,
        consequences,
    }
}

const HANDBOOK: &str = "handbook.toml";
const ROLES: &str = "roles.toml";
const LOCK: &str = "translations.lock";
const ZH_FRONT: &str = "zh/customer-service/index.md";
const ZH_GENERAL: &str = "zh/customer-service/00-general.md";
const ZH_POSTS: &str = "zh/customer-service/01-positions.md";
const ZH_ATTENDANCE: &str = "zh/customer-service/02-attendance.md";
const ZH_CONDUCT: &str = "zh/customer-service/03-conduct.md";
const ZH_SERVICE: &str = "zh/customer-service/04-service.md";
const ZH_MEETINGS: &str = "zh/customer-service/05-meetings-training.md";
const ZH_SUPPLIES: &str = "zh/customer-service/07-supplies-hygiene.md";
const ZH_APPRAISAL: &str = "zh/customer-service/08-appraisal.md";
const ZH_LAST: &str = "zh/customer-service/09-supplementary.md";
const EN_FRONT: &str = "en/customer-service/index.md";
const EN_GENERAL: &str = "en/customer-service/00-general.md";
const EN_POSTS: &str = "en/customer-service/01-positions.md";
const EN_ATTENDANCE: &str = "en/customer-service/02-attendance.md";
const EN_CONDUCT: &str = "en/customer-service/03-conduct.md";
const EN_SERVICE: &str = "en/customer-service/04-service.md";
const EN_MEETINGS: &str = "en/customer-service/05-meetings-training.md";
const EN_COMPLAINTS: &str = "en/customer-service/06-complaints.md";
const EN_SUPPLIES: &str = "en/customer-service/07-supplies-hygiene.md";
const EN_APPRAISAL: &str = "en/customer-service/08-appraisal.md";
const EN_LAST: &str = "en/customer-service/09-supplementary.md";

/// Files, settings and what the parser sees.
fn source_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB001",
            "a chapter is saved as GBK",
            (ZH_LAST, "# 附则"),
            vec![Encode(ZH_LAST, "gbk")],
            &[],
        ),
        fault(
            "RB002",
            "the front matter is no TOML",
            (ZH_FRONT, "effective"),
            vec![Replace(ZH_FRONT, "effective = 2014-07-01", "effective 2014-07-01")],
            &[],
        ),
        fault(
            "RB003",
            "a language is named that has no folder",
            (HANDBOOK, "languages"),
            vec![Replace(
                HANDBOOK,
                "languages = [\"zh\", \"en\"]",
                "languages = [\"zh\", \"en\", \"fr\"]",
            )],
            &[],
        ),
        fault(
            "RB004",
            "an id is given twice",
            (ZH_GENERAL, "第三条"),
            vec![
                Replace(ZH_GENERAL, "{#leadership}", "{#mission}"),
                Replace(EN_GENERAL, "{#leadership}", "{#mission}"),
            ],
            &[],
        ),
        fault(
            "RB005",
            "a script stands in a chapter",
            (ZH_LAST, "<script>"),
            vec![Replace(
                ZH_LAST,
                "法律、行政法规另有规定的",
                "法律、行政法规<script>alert(1)</script>另有规定的",
            )],
            &[],
        ),
        fault(
            "RB006",
            "第 is mistyped in a heading",
            (ZH_ATTENDANCE, "笫二十九条"),
            vec![Replace(ZH_ATTENDANCE, "## 第二十九条 加班", "## 笫二十九条 加班")],
            &[],
        ),
        fault(
            "RB007",
            "the brackets of an item do not match",
            (ZH_ATTENDANCE, "（二)"),
            vec![Replace(
                ZH_ATTENDANCE,
                "（二）上下班时间和用餐时间",
                "（二)上下班时间和用餐时间",
            )],
            &[],
        ),
        fault(
            "RB008",
            "an attribute is mistyped",
            (ZH_LAST, "rol=host"),
            vec![Replace(ZH_LAST, "{#precedence}", "{#precedence rol=host}")],
            &[],
        ),
        fault(
            "RB009",
            "the text of an article is lost",
            (ZH_LAST, "第八十一条"),
            vec![
                Cut(ZH_LAST, "法律、行政法规另有规定的", "## 第八十二条"),
                Cut(EN_LAST, "Where a law or administrative regulation", "## Article 82"),
            ],
            &[],
        ),
        fault(
            "RB010",
            "something is silenced without a reason",
            (ZH_LAST, "allow"),
            vec![Replace(
                ZH_LAST,
                "## 第八十一条",
                "<!-- allow RB201 -->\n\n## 第八十一条",
            )],
            &[],
        ),
        fault(
            "RB011",
            "something is silenced that is not there",
            (ZH_LAST, "allow"),
            vec![Replace(
                ZH_LAST,
                "## 第八十一条",
                "<!-- allow RB201: 待新办法发布 -->\n\n## 第八十一条",
            )],
            &[],
        ),
        fault(
            "RB801",
            "a setting is mistyped",
            (HANDBOOK, "base_ulr"),
            vec![Replace(
                HANDBOOK,
                "[organisation]",
                "base_ulr = \"https://example.com/\"\n\n[organisation]",
            )],
            &[],
        ),
        fault(
            "RB802",
            "a level is set for a rule that is not there",
            (HANDBOOK, "RB399"),
            vec![Append(
                HANDBOOK,
                "\n[regulation.\"customer-service\".rules]\nRB399 = \"off\"\n",
            )],
            &[],
        ),
        fault(
            "RB803",
            "a rule has two levels",
            (HANDBOOK, "RB301"),
            vec![Append(
                HANDBOOK,
                "\n[regulation.\"customer-service\".rules]\nRB301 = \"warning\"\none-sided-reporting-line = \"error\"\n",
            )],
            &[],
        ),
    ]
}

fn numbering_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB101",
            "an article is deleted in both languages",
            (ZH_ATTENDANCE, "第三十三条"),
            vec![
                Cut(ZH_ATTENDANCE, "## 第三十二条", "## 第三十三条"),
                Cut(EN_ATTENDANCE, "## Article 32", "## Article 33"),
            ],
            &[],
        ),
        fault(
            "RB102",
            "an article is inserted and nothing renumbered",
            (ZH_LAST, "与其他规定的关系"),
            vec![
                Replace(
                    ZH_LAST,
                    "## 第八十一条",
                    "## 第八十一条 保密 {#secrecy}\n\n本制度不对外公开。\n\n## 第八十一条",
                ),
                Replace(
                    EN_LAST,
                    "## Article 81",
                    "## Article 81 Secrecy {#secrecy}\n\nThis Regulation is not public.\n\n## Article 81",
                ),
            ],
            &[],
        ),
        fault(
            "RB103",
            "two articles change places",
            (ZH_LAST, "第八十一条"),
            vec![
                Replace(ZH_LAST, "## 第八十一条", "## 第八十二甲条"),
                Replace(ZH_LAST, "## 第八十二条", "## 第八十一条"),
                Replace(ZH_LAST, "## 第八十二甲条", "## 第八十二条"),
                Replace(EN_LAST, "## Article 81", "## Article 8x"),
                Replace(EN_LAST, "## Article 82", "## Article 81"),
                Replace(EN_LAST, "## Article 8x", "## Article 82"),
            ],
            &[],
        ),
        fault(
            "RB104",
            "a chapter has the number of the next",
            (ZH_CONDUCT, "第四章"),
            vec![Replace(ZH_CONDUCT, "# 第三章", "# 第四章")],
            &[],
        ),
        fault(
            "RB105",
            "an item is left out in both languages",
            (ZH_ATTENDANCE, "（四）当班"),
            vec![
                Cut(ZH_ATTENDANCE, "（二）上下班时间", "（三）休息日"),
                Cut(EN_ATTENDANCE, "(2) the times of starting", "(3) rest days"),
                Replace(
                    ZH_ATTENDANCE,
                    "（三）休息日和已经批准的假期",
                    "（二）休息日和已经批准的假期",
                ),
                Replace(
                    EN_ATTENDANCE,
                    "(3) rest days and leave granted",
                    "(2) rest days and leave granted",
                ),
                Replace(
                    ZH_ATTENDANCE,
                    "第二十五条第二款第（三）项",
                    "第二十五条第二款第（二）项",
                ),
                Replace(
                    EN_ATTENDANCE,
                    "Article 25, paragraph 2, item (3)",
                    "Article 25, paragraph 2, item (2)",
                ),
            ],
            &[],
        ),
        fault(
            "RB106",
            "one article has its number in digits",
            (ZH_ATTENDANCE, "第29条"),
            vec![Replace(ZH_ATTENDANCE, "## 第二十九条", "## 第29条")],
            &[],
        ),
        fault(
            "RB107",
            "the line break before an article is lost",
            (ZH_LAST, "第八十四条"),
            vec![Replace(
                ZH_LAST,
                "前完成。\n\n## 第八十四条 施行和废止 {#effect}\n\n",
                "前完成。第八十四条 施行和废止 ",
            )],
            &["RB502", "RB503", "RB506"],
        ),
    ]
}

fn citation_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB201",
            "a citation names an article that is not there",
            (ZH_GENERAL, "第九十一条"),
            vec![Replace(ZH_GENERAL, "职责见第十一条", "职责见第九十一条")],
            &["RB506"],
        ),
        fault(
            "RB202",
            "a citation names an item that is not there",
            (ZH_MEETINGS, "第六条第十九项"),
            vec![Replace(ZH_MEETINGS, "第六条第十项", "第六条第十九项")],
            &[],
        ),
        fault(
            "RB203",
            "a citation lacks its 第",
            (ZH_APPRAISAL, "依照本制度七十条汇总"),
            vec![Replace(ZH_APPRAISAL, "依照本制度第七十条汇总", "依照本制度七十条汇总")],
            &[],
        ),
        fault(
            "RB204",
            "an article cites itself",
            (ZH_MEETINGS, "第五十三条规定的绩效考核"),
            vec![
                Replace(ZH_MEETINGS, "第七十一条规定的绩效考核", "第五十三条规定的绩效考核"),
                Replace(
                    EN_MEETINGS,
                    "performance appraisal under Article 71",
                    "performance appraisal under Article 53",
                ),
            ],
            &[],
        ),
        fault(
            "RB205",
            "a citation quotes another title",
            (ZH_GENERAL, "营销协理岗位职责"),
            vec![Replace(
                ZH_GENERAL,
                "职责见第十一条",
                "职责见第十一条“营销协理岗位职责”",
            )],
            &[],
        ),
        fault(
            "RB206",
            "an article that others cite is repealed",
            (ZH_APPRAISAL, "第六十二条第三款"),
            vec![
                Replace(ZH_SUPPLIES, "{#wastage}", "{#wastage status=repealed}"),
                Replace(EN_SUPPLIES, "{#wastage}", "{#wastage status=repealed}"),
            ],
            &[],
        ),
        fault(
            "RB207",
            "a link leads nowhere",
            (ZH_LAST, "other.md"),
            vec![Replace(ZH_LAST, "从其规定", "[从其规定](other.md)")],
            &[],
        ),
        fault(
            "RB209",
            "a range runs backwards",
            (ZH_SERVICE, "第四十七条至第四十条"),
            vec![Replace(ZH_SERVICE, "第四十条至第四十七条", "第四十七条至第四十条")],
            &[],
        ),
    ]
}

fn role_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB301",
            "a subordinate is dropped",
            (ZH_POSTS, "直接上级：行政协理"),
            vec![
                Replace(ZH_POSTS, "- 直接下级：襄理、PA助理", "- 直接下级：襄理"),
                Replace(
                    EN_POSTS,
                    "- Supervises: Assistant Manager, Public Area Supervisor",
                    "- Supervises: Assistant Manager",
                ),
            ],
            &[],
        ),
        fault(
            "RB302",
            "a subordinate is added that names somebody else",
            (ZH_POSTS, "咨客助理、酒吧助理、保洁员"),
            vec![
                Replace(
                    ZH_POSTS,
                    "咨客助理、酒吧助理\n- 业务指导",
                    "咨客助理、酒吧助理、保洁员\n- 业务指导",
                ),
                Replace(
                    EN_POSTS,
                    "Host Supervisor, Bar Supervisor\n- Dotted",
                    "Host Supervisor, Bar Supervisor, Cleaner\n- Dotted",
                ),
            ],
            &[],
        ),
        fault(
            "RB301",
            "a role answers to another superior than the one that lists it",
            (ZH_POSTS, "直接上级：楼面助理"),
            vec![
                Replace(ZH_POSTS, "- 直接上级：传菜助理\n", "- 直接上级：楼面助理\n"),
                Replace(
                    EN_POSTS,
                    "- Reports to: Food Running Supervisor\n",
                    "- Reports to: Floor Supervisor\n",
                ),
            ],
            &["RB302"],
        ),
        fault(
            "RB303",
            "a superior's name is mistyped",
            (ZH_POSTS, "酒吧助里"),
            vec![Replace(ZH_POSTS, "- 直接上级：酒吧助理", "- 直接上级：酒吧助里")],
            &[],
        ),
        fault(
            "RB304",
            "a name means two roles",
            (ZH_POSTS, "直接上级：协理"),
            vec![
                Replace(
                    ROLES,
                    "en = \"Marketing Associate\" }",
                    "en = \"Marketing Associate\" }\naliases = { zh = [\"协理\"] }",
                ),
                Replace(
                    ROLES,
                    "en = \"Administrative Associate\" }",
                    "en = \"Administrative Associate\" }\naliases = { zh = [\"协理\"] }",
                ),
                Replace(
                    ZH_POSTS,
                    "- 直接上级：行政协理\n- 直接下级：洗碗工",
                    "- 直接上级：协理\n- 直接下级：洗碗工",
                ),
            ],
            &[],
        ),
        fault(
            "RB305",
            "the line runs in a circle",
            (ZH_POSTS, "直接"),
            vec![
                Replace(
                    ZH_POSTS,
                    "- 直接上级：客户服务中心总监\n- 直接下级：襄理、PA助理",
                    "- 直接上级：襄理\n- 直接下级：襄理、PA助理",
                ),
                Replace(
                    ZH_POSTS,
                    "咨客助理、酒吧助理\n- 业务指导",
                    "咨客助理、酒吧助理、行政协理\n- 业务指导",
                ),
                Replace(ZH_POSTS, "- 直接下级：营销协理、行政协理", "- 直接下级：营销协理"),
                Replace(
                    EN_POSTS,
                    "- Reports to: Centre Director\n- Supervises: Assistant",
                    "- Reports to: Assistant Manager\n- Supervises: Assistant",
                ),
                Replace(
                    EN_POSTS,
                    "Bar Supervisor\n- Dotted",
                    "Bar Supervisor, Administrative Associate\n- Dotted",
                ),
                Replace(
                    EN_POSTS,
                    "- Supervises: Marketing Associate, Administrative Associate",
                    "- Supervises: Marketing Associate",
                ),
            ],
            &[],
        ),
        fault(
            "RB306",
            "a role answers to itself",
            (ZH_POSTS, "直接上级：吧员"),
            vec![
                Replace(ZH_POSTS, "- 直接上级：酒吧助理", "- 直接上级：吧员"),
                Replace(EN_POSTS, "- Reports to: Bar Supervisor", "- Reports to: Bartender"),
            ],
            &[],
        ),
        fault(
            "RB307",
            "a role has two superiors",
            (ZH_POSTS, "传菜助理、楼面助理"),
            vec![
                Replace(ZH_POSTS, "- 直接上级：传菜助理\n", "- 直接上级：传菜助理、楼面助理\n"),
                Replace(ZH_POSTS, "- 直接下级：楼面服务员", "- 直接下级：楼面服务员、传菜员"),
                Replace(
                    EN_POSTS,
                    "- Reports to: Food Running Supervisor\n",
                    "- Reports to: Food Running Supervisor, Floor Supervisor\n",
                ),
                Replace(
                    EN_POSTS,
                    "- Supervises: Floor Server",
                    "- Supervises: Floor Server, Food Runner",
                ),
            ],
            &[],
        ),
        fault(
            "RB308",
            "the line to the top is cut",
            (ZH_POSTS, "直接上级：无"),
            vec![
                Replace(ZH_POSTS, "- 直接上级：营运总监", "- 直接上级：无"),
                Replace(ZH_POSTS, "- 直接下级：客户服务中心总监", "- 直接下级：无"),
                Replace(EN_POSTS, "- Reports to: Operations Director", "- Reports to: None"),
                Replace(EN_POSTS, "- Supervises: Centre Director", "- Supervises: None"),
            ],
            &[],
        ),
        fault(
            "RB309",
            "a post has no article",
            (ZH_POSTS, "收银员"),
            vec![
                Append(
                    ROLES,
                    "\n[[role]]\nid = \"cashier\"\nname = { zh = \"收银员\", en = \"Cashier\" }\nunit = \"finance\"\n",
                ),
                Replace(ZH_POSTS, "| 保洁员 | 8 |", "| 保洁员 | 8 |\n| 收银员 | 2 |"),
                Replace(EN_POSTS, "| Cleaner | 8 |", "| Cleaner | 8 |\n| Cashier | 2 |"),
            ],
            &["RB308"],
        ),
        fault(
            "RB310",
            "a post is missing from the list",
            (ZH_POSTS, "第十七条 咨客"),
            vec![
                Replace(ZH_POSTS, "| 咨客 | 6 |\n", ""),
                Replace(EN_POSTS, "| Host | 6 |\n", ""),
            ],
            &[],
        ),
        fault(
            "RB311",
            "a role is named nowhere",
            (ROLES, "[[role]]"),
            vec![Append(
                ROLES,
                "\n[[role]]\nid = \"cashier\"\nname = { zh = \"收银员\", en = \"Cashier\" }\nunit = \"finance\"\n",
            )],
            &[],
        ),
        fault(
            "RB312",
            "two articles give one role its duties",
            (ZH_POSTS, "第二十条"),
            vec![Replace(
                ZH_POSTS,
                "{#cleaner role=cleaner}",
                "{#cleaner role=dishwasher}",
            )],
            &[],
        ),
        fault(
            "RB313",
            "a role article does not say who its subordinates are",
            (ZH_POSTS, "第十六条"),
            vec![
                Replace(
                    ZH_POSTS,
                    "- 直接上级：传菜助理\n- 直接下级：无\n",
                    "- 直接上级：传菜助理\n",
                ),
                Replace(
                    EN_POSTS,
                    "- Reports to: Food Running Supervisor\n- Supervises: None\n",
                    "- Reports to: Food Running Supervisor\n",
                ),
            ],
            &[],
        ),
        fault(
            "RB314",
            "a superior has no article",
            (ZH_POSTS, "直接上级：总经理"),
            vec![
                Append(
                    ROLES,
                    "\n[[role]]\nid = \"general-manager\"\nname = { zh = \"总经理\", en = \"General Manager\" }\ntop = true\n",
                ),
                Replace(
                    ZH_POSTS,
                    "- 直接上级：无\n- 直接下级：客户服务中心总监",
                    "- 直接上级：总经理\n- 直接下级：客户服务中心总监",
                ),
                Replace(
                    EN_POSTS,
                    "- Reports to: None\n- Supervises: Centre Director",
                    "- Reports to: General Manager\n- Supervises: Centre Director",
                ),
            ],
            &[],
        ),
        fault(
            "RB315",
            "a duty takes orders past the direct superior",
            (ZH_POSTS, "按行政协理的布置"),
            vec![
                Replace(ZH_POSTS, "2. 按传菜助理的布置，", "2. 按行政协理的布置，"),
                Replace(
                    EN_POSTS,
                    "as assigned by the Food Running Supervisor;",
                    "as assigned by the Administrative Associate;",
                ),
            ],
            &[],
        ),
        fault(
            "RB318",
            "a role states another department",
            (ZH_POSTS, "所属部门：出品部"),
            vec![
                Replace(
                    ZH_POSTS,
                    "- 所属部门：客户服务中心\n- 编制：14",
                    "- 所属部门：出品部\n- 编制：14",
                ),
                Replace(
                    EN_POSTS,
                    "- Department: Customer Service Centre\n- Headcount: 14",
                    "- Department: Kitchen Department\n- Headcount: 14",
                ),
            ],
            &[],
        ),
        fault(
            "RB319",
            "the headcounts differ",
            (ZH_POSTS, "编制：36"),
            vec![
                Replace(ZH_POSTS, "| 楼面服务员 | 36 |", "| 楼面服务员 | 35 |"),
                Replace(EN_POSTS, "| Floor Server | 36 |", "| Floor Server | 35 |"),
            ],
            &[],
        ),
        fault(
            "RB320",
            "a duty goes beyond the right of supervision",
            (ZH_POSTS, "排班"),
            vec![
                Replace(
                    ZH_POSTS,
                    "10. 检查服务流程和服务标准的执行，发现偏差当场纠正；",
                    "10. 负责服务人员的排班和处分；",
                ),
                Replace(
                    EN_POSTS,
                    "10. Check that the service process and the service standard are kept, and correct departures on the spot;",
                    "10. Draw up the rosters of service staff and penalise them;",
                ),
            ],
            &[],
        ),
    ]
}

fn duty_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB401",
            "a role has no duties",
            (ZH_POSTS, "第二十条"),
            vec![
                Cut(ZH_POSTS, "1. 每三十分钟清洁洗手间", "## 第二十一条"),
                Cut(EN_POSTS, "1. Clean the washrooms every 30 minutes", "## Article 21"),
            ],
            &[],
        ),
        fault(
            "RB402",
            "two roles have one duty",
            (ZH_POSTS, "每月检查虫害防治"),
            vec![
                Replace(
                    ZH_POSTS,
                    "5. 按标签使用和存放清洁剂；",
                    "5. 每月检查虫害防治，结果报行政协理；",
                ),
                Replace(
                    EN_POSTS,
                    "5. Use and store cleaning agents as the label says;",
                    "5. Check pest control every month, and report the result to the Administrative Associate;",
                ),
            ],
            &[],
        ),
        fault(
            "RB403",
            "a role has one duty twice",
            (ZH_POSTS, "分类存放"),
            vec![
                Replace(
                    ZH_POSTS,
                    "6. 分类投放厨余，每餐结束后清运；",
                    "6. 分类存放餐具，并挑出破损件登记；",
                ),
                Replace(
                    EN_POSTS,
                    "6. Sort kitchen waste, and remove it after each meal;",
                    "6. Store tableware by kind, and pick out and register the broken pieces;",
                ),
            ],
            &[],
        ),
        fault(
            "RB404",
            "the catch-all clause is missing",
            (ZH_POSTS, "冲洗垃圾桶"),
            vec![
                Replace(
                    ZH_POSTS,
                    "7. 营业结束后清运垃圾，冲洗垃圾桶；\n8. 完成直接上级交办的其他工作。",
                    "7. 营业结束后清运垃圾，冲洗垃圾桶。",
                ),
                Replace(
                    EN_POSTS,
                    "rinse the bins;\n8. Carry out other work assigned by the direct superior.",
                    "rinse the bins.",
                ),
            ],
            &[],
        ),
        fault(
            "RB405",
            "a department is not declared",
            (ZH_POSTS, "采购部"),
            vec![Replace(
                ZH_POSTS,
                "6. 每月提出更新酒水单的建议；",
                "6. 每月向采购部提出更新酒水单的建议；",
            )],
            &[],
        ),
        fault(
            "RB407",
            "a duty ends in a full stop in the middle of the list",
            (ZH_POSTS, "6. 每月提出"),
            vec![Replace(
                ZH_POSTS,
                "6. 每月提出更新酒水单的建议；",
                "6. 每月提出更新酒水单的建议。",
            )],
            &[],
        ),
        fault(
            "RB408",
            "weights do not add up",
            (ZH_APPRAISAL, "| 项目 | 权重 |"),
            vec![
                Replace(ZH_APPRAISAL, "| 服务质量 | 30% |", "| 服务质量 | 35% |"),
                Replace(
                    EN_APPRAISAL,
                    "| Quality of service | 30% |",
                    "| Quality of service | 35% |",
                ),
            ],
            &[],
        ),
    ]
}

fn translation_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB501",
            "a page is not translated",
            (ZH_LAST, "# 附则"),
            vec![Remove(EN_LAST)],
            &[],
        ),
        fault(
            "RB502",
            "an article is not translated",
            (ZH_ATTENDANCE, "第三十三条"),
            vec![Cut(EN_ATTENDANCE, "## Article 33", "\u{0}")],
            &[],
        ),
        fault(
            "RB503",
            "an item is not translated",
            (EN_SUPPLIES, "Article 62"),
            vec![Cut(EN_SUPPLIES, "Wastage in normal work is borne", "## Article 63")],
            &[],
        ),
        fault(
            "RB503",
            "a row is not translated",
            (EN_APPRAISAL, "Article 75"),
            vec![Replace(
                EN_APPRAISAL,
                "| Absence 2 times in the same month | Written warning |\n",
                "",
            )],
            &[],
        ),
        fault(
            "RB504",
            "a translation names another superior",
            (EN_POSTS, "Reports to: Host Supervisor"),
            vec![Replace(
                EN_POSTS,
                "- Reports to: Bar Supervisor",
                "- Reports to: Host Supervisor",
            )],
            &[],
        ),
        fault(
            "RB505",
            "30 days become 13",
            (EN_SERVICE, "13 days"),
            vec![Replace(
                EN_SERVICE,
                "Beyond the limit, or 30 days overdue",
                "Beyond the limit, or 13 days overdue",
            )],
            &[],
        ),
        fault(
            "RB505",
            "a percentage differs",
            (EN_APPRAISAL, "25%"),
            vec![Replace(
                EN_APPRAISAL,
                "shall not exceed 20% of the wage",
                "shall not exceed 25% of the wage",
            )],
            &[],
        ),
        fault(
            "RB505",
            "an amount loses a nought",
            (EN_COMPLAINTS, "100 yuan"),
            vec![Replace(
                EN_COMPLAINTS,
                "Remedies above 1,000 yuan",
                "Remedies above 100 yuan",
            )],
            &[],
        ),
        fault(
            "RB505",
            "a date is another month",
            (EN_LAST, "1 June 2014"),
            vec![Replace(
                EN_LAST,
                "takes effect on 1 July 2014",
                "takes effect on 1 June 2014",
            )],
            &[],
        ),
        fault(
            "RB505",
            "hours become minutes",
            (EN_COMPLAINTS, "2 minutes as the law"),
            vec![Replace(
                EN_COMPLAINTS,
                "reported within 2 hours as the law",
                "reported within 2 minutes as the law",
            )],
            &[],
        ),
        fault(
            "RB505",
            "an amount in a table differs",
            (EN_COMPLAINTS, "300 yuan"),
            vec![Replace(
                EN_COMPLAINTS,
                "| Reduction of the bill | 200 yuan |",
                "| Reduction of the bill | 300 yuan |",
            )],
            &[],
        ),
        fault(
            "RB505",
            "a time of day differs",
            (EN_MEETINGS, "7 p.m."),
            vec![
                Replace(ZH_MEETINGS, "员工大会每月召开，", "员工大会每月召开，下午六时开始，"),
                Replace(
                    EN_MEETINGS,
                    "The staff meeting is held every month and",
                    "The staff meeting is held every month at 7 p.m. and",
                ),
            ],
            &[],
        ),
        fault(
            "RB506",
            "a translation cites another article",
            (EN_COMPLAINTS, "Article 75"),
            vec![Replace(
                EN_COMPLAINTS,
                "a proven breach is dealt with under Article 76",
                "a proven breach is dealt with under Article 75",
            )],
            &[],
        ),
        fault(
            "RB506",
            "a translation cites another item",
            (EN_CONDUCT, "item (2) of Article 74"),
            vec![Replace(
                EN_CONDUCT,
                "dealt with under item (1) of Article 74",
                "dealt with under item (2) of Article 74",
            )],
            &[],
        ),
        fault(
            "RB507",
            "a prohibition becomes a permission",
            (EN_SUPPLIES, "may be stored"),
            vec![Replace(
                EN_SUPPLIES,
                "and shall not be stored together",
                "and may be stored together",
            )],
            &[],
        ),
        fault(
            "RB507",
            "a duty becomes a permission",
            (EN_ATTENDANCE, "may publish"),
            vec![Replace(
                EN_ATTENDANCE,
                "The Administrative Associate shall publish",
                "The Administrative Associate may publish",
            )],
            &[],
        ),
        fault(
            "RB507",
            "a permission becomes a duty in the original",
            (EN_CONDUCT, "speak Mandarin"),
            vec![Replace(ZH_CONDUCT, "遇外宾可以请懂外语", "遇外宾应当请懂外语")],
            &[],
        ),
        fault(
            "RB509",
            "a paragraph is left in Chinese",
            (EN_SERVICE, "咨客送客时"),
            vec![Replace(
                EN_SERVICE,
                "When seeing guests off, the Host shall remind them of their belongings.",
                "咨客送客时应当提醒宾客带好随身物品。",
            )],
            &[],
        ),
        fault(
            "RB510",
            "a term is translated otherwise",
            (EN_CONDUCT, "## Article 37"),
            vec![
                Replace(
                    EN_CONDUCT,
                    "The guest file is open only to",
                    "The client dossier is open only to",
                ),
                Replace(
                    EN_CONDUCT,
                    "what is in the guest file or",
                    "what is in the client dossier or",
                ),
            ],
            &[],
        ),
        fault(
            "RB511",
            "a translation names a role otherwise",
            (EN_POSTS, "Article 18"),
            vec![Replace(
                EN_POSTS,
                "## Article 18 Duties of the Bartender",
                "## Article 18 Duties of the Barkeeper",
            )],
            &[],
        ),
        fault(
            "RB512",
            "a translation has another id",
            (EN_LAST, "{#priority}"),
            vec![Replace(EN_LAST, "{#precedence}", "{#priority}")],
            &[],
        ),
    ]
}

fn wording_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB601",
            "a variant of a term is used",
            (ZH_ATTENDANCE, "值班表"),
            vec![Replace(ZH_ATTENDANCE, "休息日列入排班表", "休息日列入值班表")],
            &[],
        ),
        fault(
            "RB601",
            "a variant of a term is used in English",
            (EN_ATTENDANCE, "time sheet"),
            vec![Replace(
                EN_ATTENDANCE,
                "Staff who dispute the attendance record",
                "Staff who dispute the time sheet",
            )],
            &[],
        ),
        fault(
            "RB602",
            "a field has another label",
            (ZH_POSTS, "直接下属"),
            vec![Replace(
                ZH_POSTS,
                "- 直接下级：襄理、PA助理",
                "- 直接下属：襄理、PA助理",
            )],
            &[],
        ),
        fault(
            "RB603",
            "a department is abbreviated",
            (ZH_GENERAL, "客服中心"),
            vec![Replace(ZH_GENERAL, "客户服务中心的工作口号", "客服中心的工作口号")],
            &[],
        ),
        fault(
            "RB606",
            "a comma is half-width",
            (ZH_LAST, "规定的,"),
            vec![Replace(
                ZH_LAST,
                "法律、行政法规另有规定的，从其规定",
                "法律、行政法规另有规定的,从其规定",
            )],
            &[],
        ),
        fault(
            "RB606",
            "a number is full-width",
            (ZH_LAST, "２０１４"),
            vec![Replace(
                ZH_LAST,
                "本制度自2014年7月1日起施行",
                "本制度自２０１４年7月1日起施行",
            )],
            &[],
        ),
        fault(
            "RB605",
            "a blank stands before a comma",
            (ZH_LAST, "另有规定的 ，"),
            vec![Replace(ZH_LAST, "另有规定的，从其规定", "另有规定的 ，从其规定")],
            &[],
        ),
    ]
}

fn compliance_faults() -> Vec<Fault> {
    vec![
        fault(
            "RB701",
            "nothing says when it takes effect",
            (ZH_FRONT, "effective"),
            vec![
                Replace(ZH_LAST, "本制度自2014年7月1日起施行。\n\n", ""),
                Replace(EN_LAST, "This Regulation takes effect on 1 July 2014.\n\n", ""),
            ],
            &[],
        ),
        fault(
            "RB702",
            "the issuer is not named",
            (ZH_FRONT, "version"),
            vec![
                Replace(ZH_FRONT, "issuer = \"澄岭餐饮集团\"\n", ""),
                Replace(EN_FRONT, "issuer = \"Chengling Restaurant Group\"\n", ""),
            ],
            &[],
        ),
        fault(
            "RB710",
            "a fine becomes a penalty",
            (ZH_APPRAISAL, "罚款五十元"),
            vec![
                Replace(ZH_APPRAISAL, "（二）书面警告；", "（二）罚款五十元；"),
                Replace(EN_APPRAISAL, "(2) written warning;", "(2) a fine of 50 yuan;"),
            ],
            &[],
        ),
        fault(
            "RB712",
            "probation is longer than the law allows",
            (ZH_APPRAISAL, "试用期"),
            vec![
                Replace(
                    ZH_APPRAISAL,
                    "公司与员工只能约定一次试用期，",
                    "试用期为十个月，公司与员工只能约定一次试用期，",
                ),
                Replace(
                    EN_APPRAISAL,
                    "The company and a member of staff may agree on probation only once;",
                    "Probation lasts 10 months; the company and a member of staff may agree on probation only once;",
                ),
            ],
            &[],
        ),
    ]
}

fn faults() -> Vec<Fault> {
    let bands = [
        source_faults(),
        numbering_faults(),
        citation_faults(),
        role_faults(),
        duty_faults(),
        translation_faults(),
        wording_faults(),
        compliance_faults(),
    ];
    bands.into_iter().flatten().collect()
}

type Files = BTreeMap<String, Vec<u8>>;

/// The shipped handbook, without the record of reviews: every change of a text would make its translation stale.
fn handbook() -> Files {
    let mut files = files_below("handbook");
    files.remove(LOCK);
    files
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

fn apply(files: &mut Files, edit: &Edit) {
    let (path, changed) = match *edit {
        Replace(path, from, to) => {
            let old = text(files, path);
            assert_eq!(old.matches(from).count(), 1, "{from} in {path}");
            (path, old.replace(from, to).into_bytes())
        }
        Cut(path, from, to) => {
            let old = text(files, path);
            let start = old.find(from).unwrap_or_else(|| panic!("{from} in {path}"));
            // What nothing has stands for the end.
            let end = old[start..].find(to).map_or(old.len(), |length| start + length);
            (path, format!("{}{}", &old[..start], &old[end..]).into_bytes())
        }
        Append(path, more) => (path, format!("{}{more}", text(files, path)).into_bytes()),
        Remove(path) => {
            files.remove(path).unwrap();
            return;
        }
        Encode(path, label) => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            (path, encoding.encode(text(files, path)).0.into_owned())
        }
    };
    files.insert(path.to_owned(), changed);
}

/// Code, path and line of each finding.
fn findings(files: &Files) -> Vec<(String, String, String, String)> {
    let workspace = Workspace::from_files(files.clone());
    let snapshot = workspace.snapshot();
    let found = snapshot.diagnostics(&CheckOptions::default());
    let found = found.iter().map(|finding| {
        let file = snapshot.sources().file(finding.span.file);
        let line = file.position(finding.span.start).line as usize;
        let line = file.text.lines().nth(line - 1).unwrap_or_default();
        (
            finding.lint.code.clone(),
            file.path.to_string(),
            line.to_owned(),
            finding.message("en"),
        )
    });
    found.collect()
}

/// What is wrong with what was found, if anything.
fn judge(fault: &Fault, clean: &Files) -> Option<String> {
    let mut files = clean.clone();
    for edit in &fault.edits {
        apply(&mut files, edit);
    }
    let found = findings(&files);
    let (path, words) = fault.place;
    let is_it = |(code, at, line, _): &&(String, String, String, String)| {
        code == fault.code && at == path && line.contains(words)
    };
    let codes: BTreeSet<&str> = found.iter().map(|(code, ..)| code.as_str()).collect();
    let expected: BTreeSet<&str> = fault.consequences.iter().copied().chain([fault.code]).collect();
    let seen = found.iter().any(|finding| is_it(&finding));
    (!seen || codes != expected).then(|| {
        let found: Vec<String> = found
            .iter()
            .map(|(code, path, line, message)| format!("    {code} {path}: {line}\n      {message}"))
            .collect();
        let verdict = if seen {
            "more or less than follows from it"
        } else {
            "not found at its place"
        };
        format!("{} {}: {verdict}\n{}", fault.code, fault.what, found.join("\n"))
    })
}

#[test]
fn the_handbook_is_clean_before() {
    assert_eq!(findings(&handbook()), []);
}

/// What is found in the handbook with its record of reviews after `edits`, on a day.
fn found_with_lock(edits: &[Edit], today: Option<&str>) -> BTreeSet<String> {
    let mut files = files_below("handbook");
    for edit in edits {
        apply(&mut files, edit);
    }
    let options = CheckOptions {
        today: today.map(|today| today.parse().unwrap()),
        ..CheckOptions::default()
    };
    let found = Workspace::from_files(files).snapshot().diagnostics(&options);
    found.iter().map(|finding| finding.lint.code.clone()).collect()
}

#[test]
fn a_changed_original_makes_its_translation_stale() {
    let both = [
        Replace(
            ZH_ATTENDANCE,
            "员工应当在班次开始后两小时内",
            "员工应当在班次开始后三小时内",
        ),
        Replace(
            EN_ATTENDANCE,
            "within 2 hours of the start of the shift",
            "within 3 hours of the start of the shift",
        ),
    ];
    assert_eq!(found_with_lock(&both, None), BTreeSet::from(["RB508".to_owned()]));
    assert_eq!(found_with_lock(&[], None), BTreeSet::new());
}

#[test]
fn what_the_original_said_is_told_in_its_own_words() {
    let mut files = files_below("handbook");
    let edit = Replace(
        "zh/customer-service/06-complaints.md",
        "匿名投诉依照本条第一款和第二款受理。",
        "匿名投诉也依照本条第一款受理。",
    );
    apply(&mut files, &edit);
    let found = findings(&files);
    let stale = found.iter().find(|(code, ..)| code == "RB508").unwrap();
    assert!(
        stale.3.contains("匿名投诉依照本条第一款和第二款受理。") && !stale.3.contains('{'),
        "{}",
        stale.3
    );
}

#[test]
fn a_citation_left_behind_by_a_renumbering_is_found() {
    // Two articles change places: what cites their numbers now means the other one.
    let renumbered = [
        Replace(ZH_APPRAISAL, "## 第七十八条 损失赔偿", "## 第七十九条 损失赔偿"),
        Replace(ZH_APPRAISAL, "## 第七十九条 申诉", "## 第七十八条 申诉"),
        Replace(EN_APPRAISAL, "## Article 78 Compensation", "## Article 79 Compensation"),
        Replace(EN_APPRAISAL, "## Article 79 Appeal", "## Article 78 Appeal"),
    ];
    let found = found_with_lock(&renumbered, None);
    assert!(found.contains("RB103") && found.contains("RB210"), "{found:?}");
}

#[test]
fn what_is_overdue_is_found_on_that_day() {
    assert_eq!(found_with_lock(&[], Some("2027-06-30")), BTreeSet::new());
    assert_eq!(
        found_with_lock(&[], Some("2027-07-01")),
        BTreeSet::from(["RB703".to_owned()])
    );
}

#[test]
fn every_fault_is_found_and_nothing_else() {
    let clean = handbook();
    let faults = faults();
    assert!(faults.len() >= 60, "{} faults", faults.len());
    let wrong: Vec<String> = faults.par_iter().filter_map(|fault| judge(fault, &clean)).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} faults:\n{}",
        wrong.len(),
        faults.len(),
        wrong.join("\n")
    );
}
