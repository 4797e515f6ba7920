//! RB602: a field whose label is another word for the usual one.

use rayon::prelude::*;

use crate::check::wording;
use crate::diagnostic::{Edit, Findings, Fix, Safety};
use crate::model::{ArticleText, Handbook};
use crate::syntax::Field;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let texts = handbook.texts.par_iter();
    let found: Vec<_> = texts
        .filter(|text| !handbook.chapter_of(text).document.fields.is_empty())
        .flat_map_iter(|text| {
            let fields = handbook.chapter_of(text).document.fields_of(handbook.node(text)).iter();
            fields
                .filter(|field| !field.canonical)
                .filter_map(move |field| finding(handbook, text, field))
        })
        .collect();
    found.into_iter().for_each(|diagnostic| findings.push(diagnostic));
}

fn finding(handbook: &Handbook, text: &ArticleText, field: &Field) -> Option<crate::diagnostic::Diagnostic> {
    let canonical = handbook.language(text.language).field_label(field.key?.key());
    let span = handbook.span(text, &field.label);
    // The field's own marks, bold or a colon, stand around the label and stay.
    let is_plain = handbook.sources.text(span) == &*field.label_text;
    let finding = wording::finding(handbook, "RB602", text, &field.label)
        .param("label", &*field.label_text)
        .param("canonical", canonical);
    Some(match is_plain {
        true => finding.fix(Fix {
            safety: Safety::Safe,
            edits: vec![Edit {
                span,
                text: canonical.to_owned(),
            }],
        }),
        false => finding,
    })
}
