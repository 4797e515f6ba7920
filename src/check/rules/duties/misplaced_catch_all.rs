//! RB404: the clause that covers all other work: missing, not last, or twice.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::role_name;
use super::texts::{DutyText, duties, lists, role_articles};
use crate::check::rules::citations::articles_with_cited_items;
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::model::{ArticleId, ArticleText, Handbook, LanguageId, RoleArticle, RoleId};
use crate::source::Span;

/// So many roles have to have the clause before a role without it is missing it.
const HABIT: usize = 2;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // What the authoritative text says is not said again for its translations.
    let mut told: FxHashSet<(ArticleId, Fault)> = FxHashSet::default();
    let cited = OnceCell::new();
    for language in handbook.language_ids() {
        let articles: Vec<Clauses<'_>> = Clauses::all(handbook, language);
        let habit = is_habit(handbook, &articles);
        for article in &articles {
            let Some((fault, mut finding)) = article.fault(handbook, habit) else {
                continue;
            };
            let id = handbook.text(article.article.text).article;
            if !told.insert((id, fault)) {
                continue;
            }
            let cited = cited.get_or_init(|| articles_with_cited_items(handbook));
            if fault == Fault::NotLast && !cited.contains(&id) {
                finding.fix = moved(handbook, article);
            }
            findings.push(finding);
        }
    }
}

/// Whether most of the roles of a language have the clause; the top role may well do without.
fn is_habit(handbook: &Handbook, articles: &[Clauses<'_>]) -> bool {
    let with = articles.iter().filter(|article| !article.places.is_empty()).count();
    let without = articles
        .iter()
        .filter(|article| article.places.is_empty() && !handbook.role(article.role).top);
    with >= HABIT && with > without.count()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Fault {
    Missing,
    NotLast,
    Twice,
}

/// A role article with the duties that are the clause.
struct Clauses<'a> {
    role: RoleId,
    article: &'a RoleArticle,
    duties: Vec<DutyText<'a>>,
    places: Vec<usize>,
}

impl<'a> Clauses<'a> {
    fn all(handbook: &'a Handbook, language: LanguageId) -> Vec<Self> {
        let articles = role_articles(handbook).filter(|(_, article)| article.language == language);
        let articles = articles.map(|(role, article)| Self::of(handbook, role, article));
        articles.filter(|article| !article.duties.is_empty()).collect()
    }

    fn of(handbook: &'a Handbook, role: RoleId, article: &'a RoleArticle) -> Self {
        let language = handbook.language(article.language);
        let duties = duties(handbook, article);
        let places = (0..duties.len())
            .filter(|&at| duties[at].is_catch_all(language))
            .collect();
        Self {
            role,
            article,
            duties,
            places,
        }
    }

    fn text(&self, handbook: &'a Handbook) -> &'a ArticleText {
        handbook.text(self.article.text)
    }

    fn span(&self, handbook: &Handbook, at: usize) -> Span {
        self.duties[at].span(handbook, handbook.text(self.article.text))
    }

    fn fault(&self, handbook: &Handbook, habit: bool) -> Option<(Fault, Diagnostic)> {
        let new = |span: Span| {
            let text = self.text(handbook);
            let finding = wording::finding(handbook, "RB404", text, &(span.start..span.end));
            finding.param("role", role_name(handbook, self.role))
        };
        match self.places[..] {
            // Nobody stands above the top role to give it other work.
            [] if habit && !handbook.role(self.role).top => {
                let finding = new(self.span(handbook, self.duties.len() - 1)).variant("missing");
                Some((Fault::Missing, finding))
            }
            [] => None,
            [first, second, ..] => {
                let finding = new(self.span(handbook, second)).variant("twice");
                Some((Fault::Twice, finding.related("first", self.span(handbook, first))))
            }
            [at] => {
                let last = self.last_after(at);
                let finding = || new(self.span(handbook, at)).related("last", self.span(handbook, last));
                (last > at).then(|| (Fault::NotLast, finding()))
            }
        }
    }

    /// The last duty of the list that one stands in.
    fn last_after(&self, at: usize) -> usize {
        let mut end = 0;
        for list in lists(&self.duties) {
            end += list.len();
            if at < end {
                break;
            }
        }
        end.max(at + 1) - 1
    }
}

/// Moves the clause to the end of its list, in every language that has it in the same place.
fn moved(handbook: &Handbook, article: &Clauses<'_>) -> Option<Fix> {
    let at = *article.places.first()?;
    let mut edits = edits(handbook, article, at)?;
    let own = article.text(handbook);
    for (language, &text) in handbook
        .article(own.article)
        .texts
        .iter()
        .filter(|(id, _)| *id != own.language)
    {
        let articles = handbook.role(article.role).articles.iter();
        let other = articles
            .filter(|other| other.language == language)
            .find(|other| other.text == text)?;
        let other = Clauses::of(handbook, article.role, other);
        let counted = other.duties.len() == article.duties.len();
        match other.places[..] {
            [place] if counted && place == at => edits.extend(self::edits(handbook, &other, at)?),
            // The translation has it right already.
            [place] if counted && place == article.last_after(at) => {}
            _ => return None,
        }
    }
    let safety = Safety::Safe;
    Some(Fix { safety, edits })
}

/// The texts of the duties after the clause move up by one, and the clause takes the last place; numbers and the marks
/// at the ends stay where they are.
fn edits(handbook: &Handbook, article: &Clauses<'_>, at: usize) -> Option<Vec<Edit>> {
    let text = article.text(handbook);
    let language = handbook.language(text.language);
    let source = handbook.source(handbook.chapter_of(text));
    let list = &article.duties[at..=article.last_after(at)];
    let places: Vec<(Span, &str)> = list
        .iter()
        .map(|duty| {
            let place = duty.text.source(&(0..duty.content_end(language)));
            let written = source.get(place.start as usize..place.end as usize)?;
            // Markup, comments and line breaks stay with their item, so that only bare text can move.
            let bare = duty.is_simple() && *written == duty.text.text[..duty.content_end(language)];
            bare.then(|| (handbook.span(text, &place), written))
        })
        .collect::<Option<_>>()?;
    let mut wanted = places
        .iter()
        .map(|(_, written)| (*written).to_owned())
        .collect::<Vec<_>>();
    wanted.rotate_left(1);
    let edits = places.into_iter().zip(wanted);
    Some(edits.map(|((span, _), text)| Edit { span, text }).collect())
}
