//! The report for whatever shows test results: JUnit's XML in the form that Jenkins reads.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Checked, Strings};
use crate::diagnostic::{Diagnostic, Level};

/// A suite for each handbook, a test for each finding: one that fails where the finding is `least` or worse, so that
/// tests fail just where the check does, and one that is skipped for every other. A handbook without findings is a test
/// that passes.
pub fn junit(checked: &[Checked<'_>], strings: &Strings, least: Level) -> String {
    let mut report = Report::new("rolebook");
    for handbook in checked {
        let name = handbook.folder();
        let mut suite = TestSuite::new(name);
        for finding in handbook.findings {
            suite.add_test_case(case(handbook, finding, strings, least));
        }
        if handbook.findings.is_empty() {
            suite.add_test_case(TestCase::new(strings.clean.as_str(), TestCaseStatus::success()));
        }
        report.add_test_suite(suite);
    }
    // Writing into memory does not fail.
    without_total_skipped(report.to_string().unwrap_or_default(), report.skipped)
}

/// The document without the number of skipped tests in its root, which the schema that Jenkins reads by knows in suites
/// only.
fn without_total_skipped(document: String, skipped: usize) -> String {
    document.replacen(&format!(" skipped=\"{skipped}\""), "", 1)
}

fn case(handbook: &Checked<'_>, finding: &Diagnostic, strings: &Strings, least: Level) -> TestCase {
    let (lint, tag) = (&*finding.lint, handbook.tag);
    let file = handbook.sources.file(finding.span.file);
    let at = file.position(finding.span.start);
    let place = format!("{}:{}:{}", handbook.path(finding.span.file), at.line, at.column);
    let mut status = if finding.level <= least {
        TestCaseStatus::non_success(NonSuccessKind::Failure)
    } else {
        TestCaseStatus::skipped()
    };
    let text = format!("{place}\n{}", handbook.told(finding));
    status
        .set_type(strings.level(finding.level))
        .set_message(finding.message(tag))
        .set_description(text);
    let mut case = TestCase::new(format!("{} {place}", lint.code), status);
    case.set_classname(format!("{}.{}", lint.code, lint.name));
    case
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checked, one_sided, sources, stats, strings};
    use super::*;

    #[test]
    fn findings_fail_from_the_level_on_that_the_check_fails_from() {
        let (sources, stats) = (sources(), stats());
        let error = one_sided(&sources);
        let warning = Diagnostic {
            level: Level::Warning,
            ..error.clone()
        };
        let found = [error, warning];
        let handbooks = [
            checked(&found, &sources, &stats, "en"),
            checked(&[], &sources, &stats, "en"),
        ];
        insta::assert_snapshot!(junit(&handbooks, &strings("en"), Level::Error), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="rolebook" tests="3" failures="1" errors="0">
            <testsuite name="hand book" tests="2" skipped="1" errors="0" failures="1">
                <testcase name="RB301 hand book/zh/customer-service/01-positions.md:3:8" classname="RB301.one-sided-reporting-line">
                    <failure message="the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate" type="error">hand book/zh/customer-service/01-positions.md:3:8
        the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate
        find out who leads this post, then change one of the two places: add the Marketing Associate to those whom the Director of Customer Service supervises, or name another superior.
        hand book/zh/customer-service/01-positions.md:8: does not list the Marketing Associate</failure>
                </testcase>
                <testcase name="RB301 hand book/zh/customer-service/01-positions.md:3:8" classname="RB301.one-sided-reporting-line">
                    <skipped message="the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate" type="warning">hand book/zh/customer-service/01-positions.md:3:8
        the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate
        find out who leads this post, then change one of the two places: add the Marketing Associate to those whom the Director of Customer Service supervises, or name another superior.
        hand book/zh/customer-service/01-positions.md:8: does not list the Marketing Associate</skipped>
                </testcase>
            </testsuite>
            <testsuite name="hand book" tests="1" skipped="0" errors="0" failures="0">
                <testcase name="nothing to report"/>
            </testsuite>
        </testsuites>
        "#);
        let denied = junit(&handbooks, &strings("en"), Level::Warning);
        assert!(
            denied.contains("failures=\"2\"") && !denied.contains("<skipped"),
            "{denied}"
        );
    }
}
