//! The report for programs: `check --format json`. Its shape is a contract; it may only grow.

use serde::Serialize;

use super::Counts;
use crate::diagnostic::{Diagnostic, Level, RegulationStats, Safety, Stats};
use crate::source::{Sources, Span};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    stats: ReportStats<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    level: Level,
    message: String,
    #[serde(flatten)]
    place: Place<'a>,
    article: Option<&'a str>,
    related: Vec<RelatedPlace<'a>>,
    fix: Option<Repair<'a>>,
}

/// Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: String,
}

#[derive(Serialize)]
struct Repair<'a> {
    title: String,
    safe: bool,
    edits: Vec<Change<'a>>,
}

/// `start` and `end` are byte offsets.
#[derive(Serialize)]
struct Change<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct ReportStats<'a> {
    files: usize,
    bytes: u64,
    regulations: &'a [RegulationStats],
    roles: usize,
    levels: Counts,
}

/// The report as one line of JSON, with messages in the language `tag`. Findings stay in the order given.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources, stats: &Stats, tag: &str) -> String {
    let report = Report {
        version: 1,
        findings: diagnostics.iter().map(|it| finding(it, sources, tag)).collect(),
        stats: ReportStats {
            files: stats.files,
            bytes: stats.bytes,
            regulations: &stats.regulations,
            roles: stats.roles,
            levels: Counts::of(diagnostics),
        },
    };
    line(&report)
}

/// `value` as a line of JSON.
pub(super) fn line<T: Serialize>(value: &T) -> String {
    // Serialising fails for maps without string keys and for writers that fail: there is neither here.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, tag: &str) -> Finding<'a> {
    let related = diagnostic
        .related
        .iter()
        .enumerate()
        .map(|(index, related)| RelatedPlace {
            place: place(sources, related.span),
            message: diagnostic.related_label(index, tag).unwrap_or_default(),
        });
    let fix = diagnostic.fix.as_ref().map(|fix| Repair {
        title: diagnostic.fix_title(tag).unwrap_or_default(),
        safe: fix.safety == Safety::Safe,
        edits: fix
            .edits
            .iter()
            .map(|edit| Change {
                path: &sources.file(edit.span.file).path,
                start: edit.span.start,
                end: edit.span.end,
                text: &edit.text,
            })
            .collect(),
    });
    Finding {
        code: &diagnostic.lint.code,
        name: &diagnostic.lint.name,
        level: diagnostic.level,
        message: diagnostic.message(tag),
        place: place(sources, diagnostic.span),
        article: diagnostic.article.as_deref(),
        related: related.collect(),
        fix,
    }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let file = sources.file(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    Place {
        path: &file.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{one_sided, sources, stats};
    use super::*;

    #[test]
    fn the_report_keeps_to_the_contract() {
        let sources = sources();
        let finding = one_sided(&sources);
        insta::assert_snapshot!(json(&[finding], &sources, &stats(), "en"), @r#"{"version":1,"findings":[{"code":"RB301","name":"one-sided-reporting-line","level":"error","message":"the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate","path":"zh/customer-service/01-positions.md","line":3,"column":8,"end_line":3,"end_column":16,"article":"customer-service#marketing-associate","related":[{"path":"zh/customer-service/01-positions.md","line":8,"column":8,"end_line":8,"end_column":14,"message":"does not list the Marketing Associate"}],"fix":{"title":"add the Marketing Associate to those whom the Director of Customer Service supervises","safe":false,"edits":[{"path":"zh/customer-service/01-positions.md","start":192,"end":192,"text":"、营销协理"}]}}],"stats":{"files":1,"bytes":81234,"regulations":[{"id":"customer-service","language":"zh","path":"zh/customer-service","articles":62,"citations":{"resolved":41,"external":3,"unresolved":0}}],"roles":16,"levels":{"error":1,"warning":0,"info":0}}}"#);
    }
}
