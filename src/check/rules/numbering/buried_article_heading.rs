//! RB107: article heads that lost their line break and stand inside a paragraph.

use crate::check::wording;
use crate::diagnostic::{Edit, Findings, Fix, Safety};
use crate::language::{Level, Number, is_blank};
use crate::model::{ArticleText, Citation, Citing, Handbook, TextId};

/// A head inside a paragraph.
pub(in crate::check::rules) struct Buried<'a> {
    pub number: Number,
    pub citation: &'a Citation,
}

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for id in handbook.text_ids() {
        for head in buried_heads(handbook, id) {
            let text = handbook.text(id);
            let source = handbook.source(handbook.chapter_of(text));
            let place = &head.citation.span;
            let before = &source[..place.start as usize];
            let seam = before.trim_end_matches(is_blank).len() as u32;
            let newline = if source.contains("\r\n") { "\r\n\r\n" } else { "\n\n" };
            let edit = Edit {
                span: handbook.span(text, &(seam..place.start)),
                text: newline.to_owned(),
            };
            let finding = wording::finding(handbook, "RB107", text, place)
                .param("article", wording::label(Level::Article, head.number))
                .param("previous", wording::article(handbook, text));
            findings.push(finding.fix(Fix {
                safety: Safety::Safe,
                edits: vec![edit],
            }));
        }
    }
}

/// The heads buried in an article, in order: each has just the number that is due next.
pub(in crate::check::rules) fn buried_heads(handbook: &Handbook, id: TextId) -> impl Iterator<Item = Buried<'_>> {
    let text = handbook.text(id);
    text.citations.iter().filter_map(move |citation| {
        let number = plain_article(citation)?;
        is_buried_head(handbook, text, citation).then_some(Buried { number, citation })
    })
}

/// Whether what reads as a citation is a head: a number without an article, due next, between the end of a sentence and
/// a blank.
pub(in crate::check::rules) fn is_buried_head(handbook: &Handbook, text: &ArticleText, citation: &Citation) -> bool {
    let Some(number) = plain_article(citation) else {
        return false;
    };
    let own = handbook.node(text).number;
    if number.value <= own.value || number.branch > 0 {
        return false;
    }
    let edition = handbook.edition_of(text);
    let due = || {
        // Those between the article and this one must be buried here too.
        let earlier = |wanted: Number| {
            let before = text
                .citations
                .iter()
                .take_while(|other| other.span.start < citation.span.start);
            before
                .into_iter()
                .any(|other| plain_article(other) == Some(wanted) && is_set_off(handbook, text, other))
        };
        (own.value + 1..number.value).all(|value| earlier(Number::new(value)))
    };
    let near = number.value - own.value <= text.citations.len() as u32;
    near && !edition.numbers.contains_key(&number) && is_set_off(handbook, text, citation) && due()
}

/// The number of a citation that is nothing but an article's number.
fn plain_article(citation: &Citation) -> Option<Number> {
    let [member] = &citation.members[..] else {
        return None;
    };
    let plain = member.through.is_none()
        && member.path.first() == Some(Level::Article)
        && member.path.last() == Some(Level::Article)
        && matches!(citation.citing, Citing::Unnamed | Citing::External(None));
    member.path.get(Level::Article).filter(|_| plain)
}

/// Whether the end of a sentence stands before a citation and a blank after it, but no prose.
fn is_set_off(handbook: &Handbook, text: &ArticleText, citation: &Citation) -> bool {
    let language = handbook.language(text.language);
    let source = handbook.source(handbook.chapter_of(text));
    let before = source[..citation.span.start as usize].trim_end_matches(is_blank);
    let after = &source[citation.span.end as usize..];
    let ends = &language.pack.sentence_ends;
    ends.iter().any(|end| before.ends_with(end.trim_end()))
        && after.starts_with(is_blank)
        && !language
            .pack
            .heads
            .prose
            .iter()
            .any(|word| after.starts_with(word.as_str()))
}
