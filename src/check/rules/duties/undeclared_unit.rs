//! RB405: a department that `roles.toml` does not declare, in a handbook that declares its departments.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::unit_names::{Named, names};
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::language::Language;
use crate::model::{ArticleText, Handbook, LanguageId, MarkTarget, in_block};
use crate::source::Span;
use crate::syntax::{Bytes, FieldKey};

/// Reports each department where a language names it first.
pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.units.is_empty() {
        return;
    }
    let declared = Declared::new(handbook);
    let found: Vec<Vec<(String, Span)>> = handbook
        .texts
        .par_iter()
        .map(|text| undeclared(handbook, text, &declared))
        .collect();
    let mut told: FxHashSet<(LanguageId, String)> = FxHashSet::default();
    for (text, found) in handbook.texts.iter().zip(found) {
        for (name, span) in found {
            if told.insert((text.language, name.to_lowercase())) {
                findings.push(
                    wording::finding(handbook, "RB405", text, &(span.start..span.end))
                        .param("unit", name)
                        .related("units", handbook.units[0].span),
                );
            }
        }
    }
}

/// The names and aliases of the departments, in lower case.
struct Declared(Vec<String>);

impl Declared {
    fn new(handbook: &Handbook) -> Self {
        let names = handbook.units.iter().flat_map(|unit| {
            let aliases = unit.aliases.iter().flat_map(|(_, aliases)| aliases);
            unit.names.iter().map(|(_, name)| name).chain(aliases)
        });
        Self(names.map(|name| name.trim().to_lowercase()).collect())
    }

    /// Whether a name is one of them, ends with one, or leaves something out of one: then it is RB603's.
    fn knows(&self, name: &str, language: &Language) -> bool {
        let name = name.to_lowercase();
        self.0.iter().any(|known| {
            let shortens = !language.pack.spaced && is_within(&name, known);
            name.ends_with(known.as_str()) || known.ends_with(&name) || shortens
        })
    }
}

/// Whether all characters of a name stand in another one in the same order.
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|letter| rest.any(|next| next == letter))
}

fn undeclared(handbook: &Handbook, text: &ArticleText, declared: &Declared) -> Vec<(String, Span)> {
    let node = handbook.node(text);
    if node.is_repealed() {
        return Vec::new();
    }
    let chapter = handbook.chapter_of(text);
    let language = handbook.language(text.language);
    let mut found = in_fields(handbook, text, declared);
    for (index, block) in chapter.document.blocks_of(node) {
        if block.inlines.is_empty() {
            continue;
        }
        let plain = handbook.block_text(chapter, block);
        let named = names(&plain.text, language);
        if named.is_empty() {
            continue;
        }
        let quiet = quiet(text, index as u32, chapter.document.quiet_spans(block));
        for Named { name, range } in named {
            let place = plain.source(&range);
            let is_quiet = quiet
                .iter()
                .any(|span| span.start < place.end && place.start < span.end);
            if !is_quiet && !is_quoted(&plain.text, &range, language) && !declared.knows(&name, language) {
                found.push((name, handbook.span(text, &place)));
            }
        }
    }
    found.sort_by_key(|(_, span)| span.start);
    found
}

/// What a field calls the department of its role.
fn in_fields(handbook: &Handbook, text: &ArticleText, declared: &Declared) -> Vec<(String, Span)> {
    let node = handbook.node(text);
    let language = handbook.language(text.language);
    let fields = handbook.chapter_of(text).document.fields_of(node).iter();
    let units = fields.filter(|field| field.key == Some(FieldKey::Unit) && !field.nobody);
    let named = units.filter(|field| {
        let kinds = &language.pack.departments;
        let ends = |kind: &String| field.value_text.ends_with(kind.as_str());
        kinds.kinds.iter().chain(&kinds.narrow_kinds).any(ends) && field.names.len() == 1
    });
    let unknown = named.filter(|field| !declared.knows(&field.value_text, language));
    unknown
        .map(|field| (field.value_text.to_string(), handbook.span(text, &field.value)))
        .collect()
}

/// What of a block names something else: roles, declared departments, other works.
fn quiet(text: &ArticleText, block: u32, mut spans: Vec<Bytes>) -> Vec<Bytes> {
    let marks = in_block(&text.marks, block as usize).iter();
    let marks = marks.filter(|mark| !matches!(mark.to, MarkTarget::Term(_)));
    spans.extend(marks.map(|mark| mark.span.clone()));
    let citations = in_block(&text.citations, block as usize).iter();
    spans.extend(citations.map(|citation| citation.span.clone()));
    spans
}

/// Whether a name stands in the title of a work: 《人事部关于……的通知》.
fn is_quoted(plain: &str, range: &std::ops::Range<usize>, language: &Language) -> bool {
    let mut quotes = language.pack.citation.title_marks();
    quotes.any(|(open, close)| {
        let before = &plain[..range.start];
        let open_at = before.rfind(open.as_str());
        open_at.is_some_and(|at| !before[at..].contains(close.as_str()) && plain[range.end..].contains(close.as_str()))
    })
}
