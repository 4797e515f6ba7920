//! RB510: glossary terms of the source whose agreed name the translation of the article does not use.

use rayon::prelude::*;

use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{ArticleId, ArticleText, Handbook, LanguageId, Mark, MarkTarget, NormalText, Term, fold};

/// Letters of a word below which it has to be written as it is.
const SHORTEST_STEM: usize = 3;
/// Letters that inflection adds to a word at most (swap, swapping).
const LONGEST_ENDING: usize = 4;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 || handbook.terms.is_empty() {
        return;
    }
    let ids: Vec<ArticleId> = handbook.article_ids().collect();
    let found: Vec<Vec<Diagnostic>> = ids.into_par_iter().map(|id| article(handbook, id)).collect();
    findings.extend(found.into_iter().flatten());
}

fn article(handbook: &Handbook, id: ArticleId) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(original) = handbook.text_for(id, LanguageId::AUTHORITATIVE) else {
        return found;
    };
    for (language, &text) in handbook.article(id).texts.iter().skip(1) {
        let text = handbook.text(text);
        // Most articles have no term: their translations need not be read.
        let mut words: Option<Words> = None;
        for (mark, term) in terms(handbook, original) {
            let Some(name) = term.names.get(language) else {
                continue;
            };
            let words = words.get_or_insert_with(|| Words::of(handbook, text));
            let variants = term.variants.get(language).into_iter().flatten();
            let mut agreed = std::iter::once(name).chain(variants);
            // What was left in the language of the source is another rule's to report.
            let is_left = term
                .names
                .get(LanguageId::AUTHORITATIVE)
                .is_some_and(|name| words.hold(name));
            if !is_left && !agreed.any(|name| words.use_name(name)) {
                found.push(finding(handbook, (original, mark), text, (term, name)));
            }
        }
    }
    found
}

/// The terms of an article of the source, each with the first place where it stands.
fn terms<'h>(handbook: &'h Handbook, text: &'h ArticleText) -> impl Iterator<Item = (&'h Mark, &'h Term)> {
    text.marks.iter().filter_map(|mark| match mark.to {
        MarkTarget::Term(term) => Some((mark, &handbook.terms[term.index()])),
        MarkTarget::Role(_) | MarkTarget::Unit(_) => None,
    })
}

fn finding(
    handbook: &Handbook,
    (original, mark): (&ArticleText, &Mark),
    text: &ArticleText,
    (term, name): (&Term, &str),
) -> Diagnostic {
    wording::finding(handbook, "RB510", text, &handbook.node(text).head)
        .param("article", wording::titled_article(handbook, text))
        .param("term", term.name(LanguageId::AUTHORITATIVE))
        .param("name", name)
        .param("language", wording::language(handbook, text.language))
        .related("source", handbook.span(original, &mark.span))
}

/// What a translation says, ready to be searched.
struct Words {
    /// Its paragraphs, items and headings, in small letters.
    lines: Vec<String>,
    spaced: bool,
}

impl Words {
    fn of(handbook: &Handbook, text: &ArticleText) -> Self {
        let lines = NormalText::of(handbook, text).lines.into_iter();
        Self {
            lines: lines.map(|line| line.text.to_lowercase()).collect(),
            spaced: handbook.language(text.language).pack.spaced,
        }
    }

    /// Whether the text has `name` as it is.
    fn hold(&self, name: &str) -> bool {
        let wanted = fold(&name.to_lowercase());
        self.lines.iter().any(|line| fold(line).contains(&wanted))
    }

    /// Whether the text uses `name`, its words bent and in any order where words are bent: swaps a shift.
    fn use_name(&self, name: &str) -> bool {
        if !self.spaced {
            return self.hold(name);
        }
        let name = name.to_lowercase();
        let wanted: Vec<&str> = words(&name).collect();
        self.lines.iter().any(|line| {
            let line: Vec<&str> = words(line).collect();
            wanted
                .iter()
                .all(|word| line.iter().any(|found| is_same_word(word, found)))
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|mark: char| !mark.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether `found` is the word `agreed`, in the plural or bent at its end.
fn is_same_word(agreed: &str, found: &str) -> bool {
    let stem = agreed.strip_suffix('s').unwrap_or(agreed);
    let stem = stem.strip_suffix(['e', 'y']).unwrap_or(stem);
    if stem.chars().count() < SHORTEST_STEM {
        return agreed == found;
    }
    found.starts_with(stem) && found.len() <= agreed.len() + LONGEST_ENDING
}

#[cfg(test)]
mod tests {
    use super::is_same_word;

    #[test]
    fn a_word_is_known_when_it_is_bent_and_not_when_it_is_another() {
        for (agreed, found) in [
            ("swap", "swapping"),
            ("duty", "duties"),
            ("leave", "leaving"),
            ("rules", "rule"),
        ] {
            assert!(is_same_word(agreed, found), "{agreed} {found}");
        }
        for (agreed, found) in [
            ("roster", "schedule"),
            ("time", "timetables"),
            ("act", "acre"),
            ("by", "byte"),
        ] {
            assert!(!is_same_word(agreed, found), "{agreed} {found}");
        }
    }
}
