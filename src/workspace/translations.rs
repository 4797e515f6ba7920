//! What there is to do for the translations of a handbook, and what to write down once it is done.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{CheckOptions, Snapshot};
use crate::config::write_lock;
use crate::diagnostic::{ArticlePlace, TranslationState, TranslationStats, TranslationTask, Translations};
use crate::model::{ArticleId, ArticleText, Handbook, LanguageId, NormalText, Review, Reviews, fold, source_of};
use crate::source::FileId;

/// The file that keeps what was reviewed, in the handbook's folder.
pub const LOCK: &str = "translations.lock";

/// The rule that knows what was left in the language of the source.
const UNTRANSLATED: &str = "RB509";
/// The rule that needs the numbers of the lock as they are.
const STALE_CITATION: &str = "RB210";

/// A review, before it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The text of the lock to be.
    pub lock: String,
    /// Names of the articles and tags of the languages whose review is new, in the order of the handbook.
    pub recorded: Vec<(String, String)>,
    /// Citations that a renumbering left behind: while there are any, the lock keeps the numbers by which they are known.
    pub stale_citations: usize,
}

impl Snapshot {
    /// How the translations stand: into `language` only where one is named.
    pub fn translations(&self, language: Option<&str>) -> Translations {
        let handbook = self.handbook();
        let reviews = Reviews::new(handbook);
        let untranslated = self.untranslated();
        let languages: Vec<LanguageId> = translated(handbook, language).collect();
        let states: Vec<Vec<Option<TranslationState>>> = handbook
            .article_ids()
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|id| {
                let source = source_of(handbook, id);
                let state =
                    |&language: &LanguageId| state(handbook, &reviews, &untranslated, id, language, source.as_ref()?);
                languages.iter().map(state).collect()
            })
            .collect();
        let mut work = Translations::default();
        for regulation in &handbook.regulations {
            let mut stats: Vec<TranslationStats> = languages
                .iter()
                .map(|&language| TranslationStats {
                    regulation: regulation.id.to_string(),
                    title: regulation
                        .editions
                        .iter()
                        .next()
                        .map_or_else(String::new, |(_, edition)| edition.title.clone()),
                    language: handbook.tag(language).to_owned(),
                    ..TranslationStats::default()
                })
                .collect();
            for id in regulation.articles.clone().map(ArticleId) {
                let Some(source) = handbook.text_for(id, LanguageId::AUTHORITATIVE) else {
                    continue;
                };
                for (at, &language) in languages.iter().enumerate() {
                    let state = states[id.index()][at];
                    stats[at].count(state);
                    work.work
                        .extend(state.map(|state| task(handbook, source, language, state)));
                }
            }
            work.regulations
                .extend(stats.into_iter().filter(|stats| stats.articles > 0));
        }
        work
    }

    /// Articles that the check finds text in that was left untranslated, with the file of the translation.
    fn untranslated(&self) -> FxHashSet<(String, FileId)> {
        let findings = self.select(UNTRANSLATED).into_iter();
        findings
            .filter_map(|finding| Some((finding.article?, finding.span.file)))
            .collect()
    }

    fn select(&self, code: &str) -> Vec<crate::diagnostic::Diagnostic> {
        if crate::diagnostic::lint(code).is_none() {
            return Vec::new();
        }
        self.diagnostics(&CheckOptions {
            select: vec![code.to_owned()],
            ..CheckOptions::default()
        })
    }

    /// The articles called `name`: one by regulation and id, or all of a regulation.
    ///
    /// # Errors
    /// There is none; the name that was probably meant, if any.
    pub fn articles_called(&self, name: &str) -> Result<Vec<ArticleId>, Option<String>> {
        let handbook = self.handbook();
        let regulation = handbook.regulations.iter().find(|regulation| &*regulation.id == name);
        if let Some(regulation) = regulation {
            return Ok(regulation.articles.clone().map(ArticleId).collect());
        }
        let mut names: Vec<String> = Vec::new();
        for id in handbook.article_ids() {
            let own = handbook.article_name(handbook.article(id));
            if own == name {
                return Ok(vec![id]);
            }
            names.push(own);
        }
        names.extend(handbook.regulations.iter().map(|regulation| regulation.id.to_string()));
        // Of an id alone the whole name was meant.
        let wanted = if name.contains('#') {
            name.to_owned()
        } else {
            format!("#{name}")
        };
        let by_id = names.iter().find(|known| known.ends_with(&wanted));
        let alike = || {
            let alike = names.iter().map(|known| (strsim::jaro_winkler(known, name), known));
            let best = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
            (best.0 > 0.8).then_some(best.1)
        };
        Err(by_id.or_else(alike).cloned())
    }

    /// Records that the translations of `articles` say what the source says now: into `language` only where one is
    /// named. `note` becomes the comment at the top of the file.
    pub fn accept(&self, articles: &[ArticleId], language: Option<&str>, note: &str) -> Acceptance {
        let handbook = self.handbook();
        let reviews = Reviews::new(handbook);
        let mut accepted = Vec::new();
        let mut recorded = Vec::new();
        for &id in articles {
            let Some(source) = source_of(handbook, id) else {
                continue;
            };
            for language in translated(handbook, language).filter(|&language| handbook.text_for(id, language).is_some())
            {
                accepted.push((id, language));
                if reviews.of(id, language, &source) != Review::Current {
                    let name = handbook.article_name(handbook.article(id));
                    recorded.push((name, handbook.tag(language).to_owned()));
                }
            }
        }
        let stale_citations = self.select(STALE_CITATION).len();
        let lock = reviews.accept(&accepted, stale_citations > 0);
        Acceptance {
            lock: write_lock(&lock, note),
            recorded,
            stale_citations,
        }
    }

    /// Whether the lock that there is could be read without a fault.
    pub fn lock_is_sound(&self) -> bool {
        let file = self.sources.find(LOCK);
        let problems = &self.handbook().config_problems;
        file.is_none_or(|file| problems.iter().all(|problem| problem.span.file != file))
    }
}

/// The languages that are translations: all of them, or the one called so.
fn translated(handbook: &Handbook, tag: Option<&str>) -> impl Iterator<Item = LanguageId> {
    let languages = handbook.language_ids().skip(1);
    languages.filter(move |&language| tag.is_none_or(|tag| handbook.tag(language).eq_ignore_ascii_case(tag)))
}

/// What is to be done for an article in a language, if anything.
fn state(
    handbook: &Handbook,
    reviews: &Reviews<'_>,
    untranslated: &FxHashSet<(String, FileId)>,
    id: ArticleId,
    language: LanguageId,
    source: &NormalText,
) -> Option<TranslationState> {
    let Some(text) = handbook.text_for(id, language) else {
        return Some(TranslationState::Missing);
    };
    let found = || {
        (
            handbook.article_name(handbook.article(id)),
            handbook.chapter_of(text).file,
        )
    };
    if (!untranslated.is_empty() && untranslated.contains(&found())) || is_copy(handbook, text, source) {
        return Some(TranslationState::Untranslated);
    }
    match reviews.of(id, language, source) {
        Review::Current => None,
        Review::Stale { .. } => Some(TranslationState::Stale),
        Review::Never => Some(TranslationState::Unreviewed),
    }
}

/// Whether a translation says the words of its source.
fn is_copy(handbook: &Handbook, text: &ArticleText, source: &NormalText) -> bool {
    let packs = [LanguageId::AUTHORITATIVE, text.language].map(|id| &handbook.language(id).pack);
    // Languages of one script may well say the same in the same words.
    packs[0].script != packs[1].script
        && source.lines.iter().any(|line| line.text.contains(char::is_alphabetic))
        && fold(&NormalText::of(handbook, text).text()) == fold(&source.text())
}

fn task(handbook: &Handbook, source: &ArticleText, language: LanguageId, state: TranslationState) -> TranslationTask {
    let node = handbook.node(source);
    let translation = handbook.text_for(source.article, language);
    TranslationTask {
        article: handbook.article_name(handbook.article(source.article)),
        regulation: handbook.regulation(source.regulation).id.to_string(),
        language: handbook.tag(language).to_owned(),
        state,
        number: node.number.to_string(),
        title: node.title.as_ref().map(|title| title.text.trim().to_owned()),
        source: place(handbook, source),
        translation: translation.map(|text| place(handbook, text)),
    }
}

fn place(handbook: &Handbook, text: &ArticleText) -> ArticlePlace {
    let file = handbook.sources.file(handbook.chapter_of(text).file);
    ArticlePlace {
        path: file.path.to_string(),
        line: file.position(handbook.node(text).head.start).line,
    }
}
