//! Annotations of a GitHub workflow: a command on each line of the log.
//!
//! GitHub shows no more than ten of each kind for a step and drops the rest without a word. So the worst come first,
//! the limit is kept here, and a last line says how many more there are.

use super::{Checked, Strings};
use crate::diagnostic::{Diagnostic, Level};

/// Annotations of one kind that a step can show.
const MOST: usize = 10;

/// The findings of all handbooks as annotations, worst first, each kind in the order given.
pub fn github(checked: &[Checked<'_>], strings: &Strings) -> String {
    let mut report = String::new();
    let mut left_out = 0;
    for level in [Level::Error, Level::Warning, Level::Info] {
        let all = checked.iter().flat_map(|handbook| {
            let findings = handbook.findings.iter().filter(|finding| finding.level == level);
            findings.map(move |finding| (handbook, finding))
        });
        for (index, (handbook, finding)) in all.enumerate() {
            if index < MOST {
                report += &annotation(handbook, finding);
            } else {
                left_out += 1;
            }
        }
    }
    if left_out > 0 {
        // No annotation of its own: those of its kind may be used up.
        report += &strings.left_out.format(left_out);
        report.push('\n');
    }
    report
}

fn annotation(handbook: &Checked<'_>, finding: &Diagnostic) -> String {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let (tag, lint) = (handbook.tag, &*finding.lint);
    let (start, end) = handbook.extent(finding.span);
    let mut place = format!("line={},endLine={}", start.line, end.line);
    // Columns are understood within one line only.
    if start.line == end.line {
        place += &format!(",col={},endColumn={}", start.column, end.column);
    }
    format!(
        "::{command} file={},{place},title={}::{}\n",
        property(&handbook.path(finding.span.file)),
        property(&format!("{} {}", lint.code, lint.title.get(tag))),
        data(&handbook.told(finding)),
    )
}

/// A text as the message of a command, which ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as the value of a property, which ends with a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checked, one_sided, sources, stats, strings};
    use super::*;

    #[test]
    fn an_annotation_is_one_line_and_names_the_other_place() {
        let (sources, stats) = (sources(), stats());
        let found = [one_sided(&sources)];
        let report = github(&[checked(&found, &sources, &stats, "en")], &strings("en"));
        insta::assert_snapshot!(report, @r#"::error file=hand book/zh/customer-service/01-positions.md,line=3,endLine=3,col=8,endColumn=16,title=RB301 One-sided reporting line::the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate%0Afind out who leads this post, then change one of the two places: add the Marketing Associate to those whom the Director of Customer Service supervises, or name another superior.%0Ahand book/zh/customer-service/01-positions.md:8: does not list the Marketing Associate"#);
    }

    #[test]
    fn what_would_end_a_property_or_a_line_is_escaped() {
        assert_eq!(property("a:b,c%d\r\n"), "a%3Ab%2Cc%25d%0D%0A");
        assert_eq!(data("100%: a,b\nc"), "100%25: a,b%0Ac");
    }

    #[test]
    fn ten_of_a_kind_are_shown_the_worst_first_and_the_rest_counted() {
        let (sources, stats) = (sources(), stats());
        let of = |level| Diagnostic {
            level,
            ..one_sided(&sources)
        };
        let mut found: Vec<Diagnostic> = (0..12).map(|_| of(Level::Info)).collect();
        found.extend((0..11).map(|_| of(Level::Warning)));
        found.extend((0..3).map(|_| of(Level::Error)));
        let report = github(&[checked(&found, &sources, &stats, "zh")], &strings("zh"));
        let commands = report.lines().filter_map(|line| line.strip_prefix("::"));
        let kinds: Vec<&str> = commands.filter_map(|command| command.split(' ').next()).collect();
        let expected = [["error"; 3].as_slice(), &["warning"; 10], &["notice"; 10]].concat();
        assert_eq!(kinds, expected);
        assert_eq!(report.lines().last(), Some("另有 3 个问题没有列出"));
    }
}
