//! RB006: headings that are plainly meant as units, but whose number is ill-formed.

use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::language::Number;
use crate::model::{Chapter, Handbook};
use crate::source::Span;
use crate::syntax::{Document, Problem, ProblemKind};

/// An ill-formed head of an article.
pub(in crate::check::rules) struct Malformed {
    /// The number that it means.
    pub number: Number,
    /// Its label as it stands.
    pub span: Span,
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for chapter in &handbook.chapters {
        for (problem, expected) in heads(handbook, chapter) {
            let span = Span::new(chapter.file, problem.span.clone());
            let edit = Edit {
                span,
                text: expected.to_owned(),
            };
            let finding = Diagnostic::new("RB006", span)
                .param("heading", handbook.sources.text(span))
                .param("suggestion", expected);
            findings.push(finding.fix(Fix {
                safety: Safety::Safe,
                edits: vec![edit],
            }));
        }
    }
}

/// The ill-formed article heads of a chapter that are headings, in order. Rules of numbering and citations take them for
/// what they mean. A paragraph is none before it is mended: its text still belongs to the article before it.
pub(in crate::check::rules) fn malformed_heads<'a>(
    handbook: &'a Handbook,
    chapter: &'a Chapter,
) -> impl Iterator<Item = Malformed> + 'a {
    let language = handbook.language(chapter.language);
    let source = handbook.source(chapter);
    let headings = heads(handbook, chapter).filter(|(problem, _)| depth(source, problem.span.start) > 0);
    headings.filter_map(move |(problem, expected)| {
        let head = language.head(expected)?;
        let is_article = head.level == crate::language::Level::Article;
        Some(Malformed {
            number: head.number.filter(|_| is_article)?,
            span: Span::new(chapter.file, problem.span.clone()),
        })
    })
}

fn heads<'a>(handbook: &'a Handbook, chapter: &'a Chapter) -> impl Iterator<Item = (&'a Problem, &'a str)> + 'a {
    let source = handbook.source(chapter);
    let document = &*chapter.document;
    document.problems.iter().filter_map(move |problem| match &problem.kind {
        ProblemKind::MalformedHead { expected } if is_certain(source, document, problem, expected) => {
            Some((problem, expected.as_str()))
        }
        _ => None,
    })
}

/// A label that only lacks its unit word is one only where another heading of the same depth is an article.
fn is_certain(source: &str, document: &Document, problem: &Problem, expected: &str) -> bool {
    let written = &source[problem.span.start as usize..problem.span.end as usize];
    if !expected.starts_with(written.trim_end()) {
        return true;
    }
    let wanted = depth(source, problem.span.start);
    document
        .articles
        .iter()
        .any(|article| depth(source, article.head.start) == wanted)
}

/// The number of `#` that the line of an offset begins with.
fn depth(source: &str, offset: u32) -> usize {
    let start = source[..offset as usize].rfind('\n').map_or(0, |end| end + 1);
    source[start..].bytes().take_while(|byte| *byte == b'#').count()
}
