//! Findings as the protocol writes them.

use lsp_types::{
    Diagnostic as Published, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
};

use super::book::Book;
use super::server::Server;
use crate::diagnostic::{Diagnostic, Level, fill};
use crate::source::FileId;

/// What is of no use any more, and what is no longer to be used.
const UNNECESSARY: [&str; 2] = ["RB011", "RB311"];
const DEPRECATED: [&str; 1] = ["RB206"];

/// What is told at the other places that a finding is about, each with its file: it is there that somebody may just have
/// written what another place does not agree with.
pub(super) fn hints<'a>(
    server: &'a Server,
    book: &'a Book,
    finding: &'a Diagnostic,
) -> impl Iterator<Item = (FileId, Published)> + 'a {
    let tag = &book.words.tag;
    let places = finding.related.iter().enumerate();
    let others = places.filter(|(_, related)| related.span != finding.span);
    others.filter_map(move |(index, related)| {
        let label = finding.related_label(index, tag).unwrap_or_default();
        let back = DiagnosticRelatedInformation {
            location: Location {
                uri: server.uri(book, finding.span.file)?,
                range: server.range(book, finding.span),
            },
            message: finding.message(tag),
        };
        let hint = Published {
            range: server.range(book, related.span),
            severity: Some(DiagnosticSeverity::HINT),
            code: Some(NumberOrString::String(finding.lint.code.as_str().to_owned())),
            source: Some("rolebook".to_owned()),
            message: format!("{}\n{label}", finding.message(tag)),
            related_information: Some(vec![back]),
            ..Published::default()
        };
        Some((related.span.file, hint))
    })
}

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
