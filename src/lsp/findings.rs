//! Findings as the protocol writes them.

use lsp_types::{
    Diagnostic as Published, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
};

use super::book::Book;
use super::server::Server;
use crate::diagnostic::{Diagnostic, Level, fill};

/// What is of no use any more, and what is no longer to be used.
const UNNECESSARY: [&str; 2] = ["RB011", "RB311"];
const DEPRECATED: [&str; 1] = ["RB206"];

/// A finding with its message, what to do about it, and the other places concerned.
pub(super) fn published(server: &Server, book: &Book, finding: &Diagnostic) -> Published {
    let tag = &book.words.tag;
    let sources = book.sources();
    let related = finding.related.iter().enumerate().filter_map(|(index, related)| {
        Some(DiagnosticRelatedInformation {
            location: Location {
                uri: server.uri(book, related.span.file)?,
                range: server.range(book, related.span),
            },
            message: finding.related_label(index, tag).unwrap_or_default(),
        })
    });
    let mut message = finding.message(tag);
    if let Some(help) = finding.help(tag) {
        message.push('\n');
        message += &fill(&book.words.help, |name| (name == "text").then_some(&help));
    }
    let code = finding.lint.code.as_str();
    let tagged = [
        (DiagnosticTag::UNNECESSARY, &UNNECESSARY[..]),
        (DiagnosticTag::DEPRECATED, &DEPRECATED[..]),
    ];
    let tags: Vec<DiagnosticTag> = tagged
        .into_iter()
        .filter_map(|(tag, codes)| codes.contains(&code).then_some(tag))
        .collect();
    let related: Vec<_> = related.collect();
    Published {
        range: server.encoding().range(sources.file(finding.span.file), finding.span),
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
            Level::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(code.to_owned())),
        code_description: None,
        source: Some("rolebook".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: (!tags.is_empty()).then_some(tags),
        data: None,
    }
}
