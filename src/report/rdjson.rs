//! The report for reviewdog: the Reviewdog Diagnostic Format, whose columns count bytes from 1.

use serde::Serialize;

use super::json::line;
use super::{Checked, advice};
use crate::diagnostic::{Diagnostic, Edit, Level};
use crate::source::{FileId, SourceFile, Span};

/// A suggestion that takes in more lines than this would hide what it changes.
const MOST_LINES: u32 = 12;

#[derive(Serialize)]
struct Report<'a> {
    source: Source,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Related {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    location: Location,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// The findings of all handbooks as one document.
pub fn rdjson(checked: &[Checked<'_>]) -> String {
    let findings = checked.iter().flat_map(|handbook| {
        let findings = handbook.findings.iter();
        findings.map(move |it| finding(handbook, it))
    });
    line(&Report {
        source: Source { name: "rolebook" },
        diagnostics: findings.collect(),
    })
}

fn finding<'a>(handbook: &Checked<'_>, finding: &'a Diagnostic) -> Finding<'a> {
    let related = finding.related.iter().enumerate().map(|(index, related)| Related {
        message: finding.related_label(index, handbook.tag),
        location: location(handbook, related.span),
    });
    Finding {
        message: advice(finding, handbook.tag),
        location: location(handbook, finding.span),
        severity: match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info => "INFO",
        },
        code: Code {
            value: &finding.lint.code,
        },
        suggestions: suggestion(handbook, finding).into_iter().collect(),
        related_locations: related.collect(),
    }
}

/// The fix as one replacement, since each suggestion is applied alone. A fix that reaches into other files, or over
/// much text, cannot be suggested in this form.
fn suggestion(handbook: &Checked<'_>, finding: &Diagnostic) -> Option<Suggestion> {
    let mut edits: Vec<&Edit> = finding.fix.as_ref()?.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let id = finding.span.file;
    let (start, end) = (edits.first()?.span.start, edits.last()?.span.end);
    let whole = Span::new(id, start..end);
    let file = handbook.sources.file(id);
    let lines = file.position(end).line - file.position(start).line;
    if edits.iter().any(|edit| edit.span.file != id) || lines >= MOST_LINES {
        return None;
    }
    let mut text = String::new();
    let mut done = start;
    for edit in edits {
        text += file.text.get(done as usize..edit.span.start as usize)?;
        text += &edit.text;
        done = edit.span.end;
    }
    Some(Suggestion {
        range: range(file, whole),
        text,
    })
}

fn location(handbook: &Checked<'_>, span: Span) -> Location {
    let id: FileId = span.file;
    Location {
        path: handbook.path(id),
        range: range(handbook.sources.file(id), span),
    }
}

fn range(file: &SourceFile, span: Span) -> Range {
    Range {
        start: position(file, span.start),
        end: position(file, span.end),
    }
}

fn position(file: &SourceFile, offset: u32) -> Position {
    let before = file.text.get(..offset as usize).unwrap_or(&file.text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Position {
        line: file.position(offset).line,
        column: (before.len() - line_start) as u32 + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checked, find, one_sided, sources, stats};
    use super::*;
    use crate::diagnostic::{Fix, Safety};

    #[test]
    fn columns_count_bytes_and_a_fix_is_a_suggestion() {
        let (sources, stats) = (sources(), stats());
        let found = [one_sided(&sources)];
        insta::assert_snapshot!(rdjson(&[checked(&found, &sources, &stats, "en")]), @r#"{"source":{"name":"rolebook"},"diagnostics":[{"message":"the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate\nfind out who leads this post, then change one of the two places: add the Marketing Associate to those whom the Director of Customer Service supervises, or name another superior.","location":{"path":"hand book/zh/customer-service/01-positions.md","range":{"start":{"line":3,"column":18},"end":{"line":3,"column":42}}},"severity":"ERROR","code":{"value":"RB301"},"suggestions":[{"range":{"start":{"line":8,"column":37},"end":{"line":8,"column":37}},"text":"、营销协理"}],"related_locations":[{"message":"does not list the Marketing Associate","location":{"path":"hand book/zh/customer-service/01-positions.md","range":{"start":{"line":8,"column":18},"end":{"line":8,"column":37}}}}]}]}"#);
    }

    #[test]
    fn edits_on_neighbouring_lines_are_one_suggestion() {
        let (sources, stats) = (sources(), stats());
        let edit = |needle: &str, text: &str| Edit {
            span: find(&sources, needle),
            text: text.to_owned(),
        };
        let edits = vec![edit("无", "甲"), edit("客户服务中心总监\n", "乙\n")];
        let found = [one_sided(&sources).fix(Fix {
            safety: Safety::Safe,
            edits,
        })];
        let report = rdjson(&[checked(&found, &sources, &stats, "en")]);
        let report: serde_json::Value = serde_json::from_str(&report).expect("it is JSON");
        let suggestion = &report["diagnostics"][0]["suggestions"][0];
        assert_eq!(suggestion["text"], "乙\n- 直接下级：甲");
        assert_eq!(suggestion["range"]["start"]["line"], 3);
        assert_eq!(suggestion["range"]["end"]["line"], 4);
    }
}
