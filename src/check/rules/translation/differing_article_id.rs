//! RB512: articles of two languages that pair by their number although their ids differ.

use crate::check::wording;
use crate::diagnostic::{Edit, Findings, Fix, Safety};
use crate::model::{ArticleText, Handbook};
use crate::source::Span;
use crate::syntax::{Bytes, FORMER};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for article in &handbook.articles {
        let mut texts = article.texts.iter().map(|(_, &id)| handbook.text(id));
        let Some(original) = texts.next() else {
            continue;
        };
        for text in texts {
            compare(handbook, original, text, findings);
        }
    }
}

fn compare(handbook: &Handbook, original: &ArticleText, text: &ArticleText, findings: &mut Findings) {
    let (expected, own) = (handbook.node(original).id(), handbook.node(text).id());
    let variant = match (expected, own) {
        (Some(expected), Some(own)) if expected.value != own.value => None,
        (Some(_), None) => Some("lacking"),
        (None, Some(_)) => Some("only-here"),
        _ => return,
    };
    let place = |text: &ArticleText| {
        let node = handbook.node(text);
        node.id().map_or_else(|| node.head.clone(), |id| id.span.clone())
    };
    let mut finding = wording::finding(handbook, "RB512", text, &place(text))
        .param("article", wording::titled_article(handbook, text))
        .param("language", wording::language(handbook, text.language))
        .param("other_language", wording::language(handbook, original.language))
        .related("counterpart", handbook.span(original, &place(original)));
    for (key, id) in [("id", own), ("other_id", expected)] {
        if let Some(id) = id {
            finding = finding.param(key, &*id.value);
        }
    }
    if let Some(variant) = variant {
        finding = finding.variant(variant);
    }
    // Where the source has none, giving it one would change the address of the article: that is the editor's to decide.
    finding.fix = expected.and_then(|id| edit(handbook, text, &id.value)).map(|edit| Fix {
        safety: Safety::Safe,
        edits: vec![edit],
    });
    findings.push(finding);
}

/// Gives an article an id, if its head can hold one.
fn edit(handbook: &Handbook, text: &ArticleText, id: &str) -> Option<Edit> {
    let node = handbook.node(text);
    let file = handbook.chapter_of(text).file;
    if let Some(own) = node.id() {
        let span = Span::new(file, own.span.clone());
        // Links and addresses that go by it still lead here.
        let text = format!("{id} {FORMER}={}", own.value);
        return Some(Edit { span, text });
    }
    if let Some(attributes) = &node.attributes {
        let at = attributes.span.start + 1;
        let span = Span::new(file, at..at);
        let text = format!("#{id} ");
        return Some(Edit { span, text });
    }
    let at = end_of_heading(handbook.source(handbook.chapter_of(text)), &node.head)?;
    let span = Span::new(file, at..at);
    let text = format!(" {{#{id}}}");
    Some(Edit { span, text })
}

/// Where attributes go at the end of a heading line that has none.
fn end_of_heading(source: &str, head: &Bytes) -> Option<u32> {
    let line = source.get(head.start as usize..)?.lines().next()?;
    let words = line.trim_end();
    let is_plain = line.starts_with('#') && !words.ends_with('#');
    is_plain.then(|| head.start + words.len() as u32)
}
