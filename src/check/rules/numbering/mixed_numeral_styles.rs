//! RB106: numbers of units, and citations of them, in more than one kind of numeral.

use crate::check::rules::citations::{Cited, all};
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::language::{Language, Level, Number, Numeral};
use crate::model::{Citing, Edition, Handbook, RegulationId};
use crate::source::Span;
use crate::syntax::Bytes;

use super::{Written, rewrite, written};

/// A head with its number.
struct Head {
    span: Span,
    level: Level,
    number: Number,
    numeral: u8,
}

/// The kind of numeral that the heads of one level use in an edition.
#[derive(Clone, Copy)]
struct Style {
    numeral: u8,
    /// A head that uses it.
    example: Span,
}

type Styles = [Option<Style>; 8];

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let canonical: Vec<[Option<u8>; 8]> = handbook
        .language_ids()
        .map(|id| Level::ALL.map(|level| canonical(handbook.language(id), level)))
        .collect();
    let mut styles: Vec<Vec<Styles>> = Vec::with_capacity(handbook.regulations.len());
    for (regulation, id) in handbook.regulations.iter().zip((0..).map(RegulationId)) {
        let mut of_languages = vec![Styles::default(); handbook.languages.len()];
        for (language, edition) in regulation.editions.iter() {
            of_languages[language.index()] = heads(handbook, id, edition, &canonical[language.index()], findings);
        }
        styles.push(of_languages);
    }
    for cited in all(handbook) {
        if !matches!(cited.citation.citing, Citing::Own | Citing::Unnamed) {
            continue;
        }
        let Some(id) = cited.chapter.regulation else {
            continue;
        };
        let styles = &styles[id.index()][cited.chapter.language.index()];
        citation(&cited, id, styles, findings);
    }
}

/// Reports the heads of an edition, and gives the styles that citations are held against.
fn heads(
    handbook: &Handbook,
    id: RegulationId,
    edition: &Edition,
    canonical: &[Option<u8>; 8],
    findings: &mut Findings,
) -> Styles {
    let language = handbook.language(edition.language);
    let mut usual: Styles = Styles::default();
    let mut other: Styles = Styles::default();
    each_head(handbook, edition, |head| {
        let canonical = canonical[head.level as usize] == Some(head.numeral);
        let style = if canonical { &mut usual } else { &mut other };
        style[head.level as usize].get_or_insert(Style {
            numeral: head.numeral,
            example: head.span,
        });
    });
    let mixed = |level: usize| usual[level].is_some() && other[level].is_some();
    if (0..usual.len()).any(mixed) {
        each_head(handbook, edition, |head| {
            let Some(style) = usual[head.level as usize] else {
                return;
            };
            let label = handbook.sources.text(head.span);
            if head.numeral == style.numeral {
                return;
            }
            let Some(found) = written(language, label, head.level, head.number.value, false) else {
                return;
            };
            findings.push(finding(
                handbook,
                id,
                edition,
                Diagnostic::new("RB106", head.span),
                label,
                &[(found, head.number.value)],
                style,
                head.span.start,
            ));
        });
    }
    let level = |level: usize| usual[level].or(other[level]);
    std::array::from_fn(level)
}

fn each_head(handbook: &Handbook, edition: &Edition, mut look: impl FnMut(Head)) {
    for &id in &edition.chapters {
        let chapter = handbook.chapter(id);
        let span = |label: &Bytes| Span::new(chapter.file, label.clone());
        for division in &chapter.document.divisions {
            if let Some(number) = division.number {
                look(Head {
                    span: span(&division.label),
                    level: division.level,
                    number,
                    numeral: division.numeral,
                });
            }
        }
        for article in &chapter.document.articles {
            look(Head {
                span: span(&article.label),
                level: Level::Article,
                number: article.number,
                numeral: article.numeral,
            });
        }
    }
}

fn citation(cited: &Cited<'_>, id: RegulationId, styles: &Styles, findings: &mut Findings) {
    for member in &cited.citation.members {
        let levels = Level::ALL.into_iter().filter(|&level| level <= Level::Article);
        for level in levels {
            let (Some(style), Some(number)) = (styles[level as usize], member.path.get(level)) else {
                continue;
            };
            if !may_differ(cited.language(), cited.source(&member.span), style.numeral) {
                continue;
            }
            let Some(first) = cited.numeral(member, level) else {
                continue;
            };
            let end = member.through.filter(|_| member.path.last() == Some(level));
            let end = end.and_then(|number| Some((cited.numeral_end(member, &first)?, number.value)));
            let both = [Some((first, number.value)), end];
            let is_other = |found: &Written| {
                let place = cited.place(member, found);
                let mut faults = cited.citation.faults.iter();
                // What is wrong with the digits themselves is said of the citation as a whole.
                let is_faulty = faults
                    .any(|fault| fault.range.start < place.end as usize && (place.start as usize) < fault.range.end);
                !cited
                    .language()
                    .may_cite(level, usize::from(style.numeral), found.numeral)
                    && !is_faulty
            };
            let others: Vec<(Written, u32)> = both
                .into_iter()
                .flatten()
                .filter(|(found, _)| is_other(found))
                .collect();
            if let Some(edition) = cited.edition().filter(|_| !others.is_empty()) {
                let finding = cited.finding("RB106", &member.span);
                let label = cited.source(&member.span);
                let start = member.span.start;
                findings.push(self::finding(
                    cited.handbook,
                    id,
                    edition,
                    finding,
                    label,
                    &others,
                    style,
                    start,
                ));
            }
        }
    }
}

/// Whether any character of a text could belong to a numeral of another kind that writes numbers of units.
fn may_differ(language: &Language, text: &str, style: u8) -> bool {
    let others = language
        .pack
        .numeral
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != usize::from(style));
    let numbers = others
        .map(|(_, named)| &named.numeral)
        .filter(|numeral| !matches!(numeral, Numeral::List { .. }));
    let mut numbers = numbers.peekable();
    numbers.peek().is_some() && numbers.any(|numeral| text.chars().any(|next| numeral.starts_with(next)))
}

/// `label` begins at the byte `start` of the file; `found` are the numerals in it, in order, with what they mean.
#[allow(clippy::too_many_arguments)]
fn finding(
    handbook: &Handbook,
    id: RegulationId,
    edition: &Edition,
    finding: Diagnostic,
    label: &str,
    found: &[(Written, u32)],
    style: Style,
    start: u32,
) -> Diagnostic {
    let language = handbook.language(edition.language);
    let mut suggestion = String::with_capacity(label.len());
    let mut edits = Vec::with_capacity(found.len());
    let mut done = 0;
    for (found, value) in found {
        let like = Written {
            numeral: usize::from(style.numeral),
            ..found.clone()
        };
        let text = rewrite(language, &like, *value);
        suggestion += &label[done..found.range.start];
        suggestion += &text;
        done = found.range.end;
        let place = start + found.range.start as u32..start + found.range.end as u32;
        let span = Span::new(finding.span.file, place);
        edits.push(Edit { span, text });
    }
    suggestion += &label[done..];
    finding
        .param("regulation", wording::regulation(handbook, id, edition.language))
        .param("label", label)
        .param("suggestion", suggestion)
        .related("other", style.example)
        .fix(Fix {
            safety: Safety::Safe,
            edits,
        })
}

/// The numeral with which the language usually writes numbers of a level.
fn canonical(language: &Language, level: Level) -> Option<u8> {
    let label = language.label(level, Number::new(1));
    let head = language.head(&label)?;
    Some(head.numeral)
}
