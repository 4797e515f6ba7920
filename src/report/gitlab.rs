//! The report for GitLab's merge requests: a code quality report, which is a list of issues in the Code Climate form.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::json::line;
use super::{Checked, advice, identity};
use crate::diagnostic::{Diagnostic, Level};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The findings of all handbooks as one list. A fingerprint stays when its finding moves.
pub fn gitlab(checked: &[Checked<'_>]) -> String {
    let mut alike = FxHashMap::default();
    let all = checked.iter().flat_map(|handbook| {
        let findings = handbook.findings.iter();
        findings.map(move |finding| (handbook, finding))
    });
    let issues: Vec<Issue<'_>> = all
        .map(|(handbook, finding)| issue(handbook, finding, fingerprint(finding, &mut alike)))
        .collect();
    line(&issues)
}

/// A finding's identity, which two handbooks of one run may share: then the later one says which it is.
fn fingerprint(finding: &Diagnostic, alike: &mut FxHashMap<u64, u32>) -> String {
    let count = alike.entry(finding.identity).or_default();
    *count += 1;
    match *count {
        1 => identity(finding),
        count => format!("{}-{count}", identity(finding)),
    }
}

fn issue<'a>(handbook: &Checked<'_>, finding: &'a Diagnostic, fingerprint: String) -> Issue<'a> {
    let (start, end) = handbook.extent(finding.span);
    Issue {
        description: advice(finding, handbook.tag).replace('\n', " "),
        check_name: &finding.lint.code,
        fingerprint,
        severity: match finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Info => "info",
        },
        location: Location {
            path: handbook.path(finding.span.file),
            lines: Lines {
                begin: start.line,
                end: end.line,
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checked, one_sided, sources, stats};
    use super::*;

    #[test]
    fn an_issue_has_what_gitlab_asks_for() {
        let (sources, stats) = (sources(), stats());
        let found = [one_sided(&sources)];
        let one = checked(&found, &sources, &stats, "zh");
        insta::assert_snapshot!(gitlab(&[one]), @r#"[{"description":"“营销协理”以“客户服务中心总监”为直接上级，但“客户服务中心总监”的直接下级中没有“营销协理” 先弄清这个岗位究竟归谁领导，再改其中一处：或者在“客户服务中心总监”的直接下级中补上“营销协理”，或者改正“营销协理”的直接上级。","check_name":"RB301","fingerprint":"0000000000000000","severity":"major","location":{"path":"hand book/zh/customer-service/01-positions.md","lines":{"begin":3,"end":3}}}]"#);
        let two: serde_json::Value = serde_json::from_str(&gitlab(&[one, one])).expect("it is JSON");
        assert_ne!(two[0]["fingerprint"], two[1]["fingerprint"]);
    }
}
