//! Packs: any text reads as one; what its rules find stands in the chapters, and their fixes leave chapters that read.

use rolebook::check::packs::self_test;
use rolebook::config::pack::read_pack;
use rolebook::source::FileId;

use super::spans::within;
use super::{handbook, repairs};

const SETTINGS: &str = "title = { zh = \"手册\", en = \"Handbook\" }\nlanguages = [\"zh\", \"en\"]\n\
    [rules]\npacks = [\"packs/own.toml\", \"prc-labour\"]\n";
const ZH: &str = "+++\nstatus = \"trial\"\n+++\n# 员工守则\n\n## 第一条 试用期\n\n试用期为8个月，**迟到**一次罚款50元。\n\n\
    ## 第二条 服务员岗位职责\n\n- 直接上级：店长\n\n1. 负责接待，原则上每日到岗；\n2. 完成领导交办的其他工作。\n";
const EN: &str = "# Staff Code\n\n## Article 1 Probation\n\nProbation lasts 8 months. **Whoever is late** pays a fine of 50 yuan.\n\n\
    ## Article 2 Duties of the Server\n\n- Reports to: Manager\n\n1. Receive guests;\n2. Other work.\n";

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (pack, problems) = read_pack("packs/own.toml", &text, FileId(0));
    problems.iter().for_each(|problem| within(&text, problem.span.range()));
    for rule in &pack.rules {
        within(&text, rule.span.range());
        for pattern in rule.patterns.iter().chain(&rule.unless) {
            within(&text, pattern.written.span.range());
        }
    }
    let test = self_test(&pack);
    assert!(test.failures.len() <= test.examples);
    let workspace = handbook::of(&[("zh/a.md", ZH), ("en/a.md", EN), ("packs/own.toml", &text)]);
    let mut workspace = workspace;
    workspace.set("handbook.toml", Some(SETTINGS.to_owned()));
    repairs::check(&workspace);
}
