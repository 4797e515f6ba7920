//! The regulations of the handbook by the names that citations use for them.

use rustc_hash::FxHashMap;

use crate::language::{Language, OwnerSide};
use crate::model::{Handbook, LanguageId, RegulationId};

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Regulation(RegulationId),
    /// Several regulations bear it, so that none is meant for certain.
    Several,
    Unknown,
}

/// Titles and short titles, by language.
pub(super) struct Works {
    names: FxHashMap<(LanguageId, String), Work>,
    longest: usize,
}

impl Works {
    pub fn new(handbook: &Handbook) -> Self {
        let mut works = Self {
            names: FxHashMap::default(),
            longest: 0,
        };
        for (regulation, id) in handbook.regulations.iter().zip((0..).map(RegulationId)) {
            for (language, edition) in regulation.editions.iter() {
                let prefixes = &handbook.language(language).pack.citation.title_prefixes;
                works.add(language, &edition.title, prefixes, id);
                for short in &edition.front_matter.short_titles {
                    works.add(language, &short.value, prefixes, id);
                }
            }
        }
        works
    }

    fn add(&mut self, language: LanguageId, title: &str, prefixes: &[String], id: RegulationId) {
        let title = fold(title);
        let short = prefixes
            .iter()
            .find_map(|prefix| title.strip_prefix(prefix.as_str()))
            .map(str::to_owned);
        for name in short.into_iter().chain([title]).filter(|name| !name.is_empty()) {
            self.longest = self.longest.max(name.len());
            let work = self.names.entry((language, name)).or_insert(Work::Regulation(id));
            if *work != Work::Regulation(id) {
                *work = Work::Several;
            }
        }
    }

    pub fn find(&self, language: LanguageId, name: &str) -> Work {
        self.names
            .get(&(language, fold(name)))
            .copied()
            .unwrap_or(Work::Unknown)
    }

    /// The longest known name that `words` end with, or begin with where names follow citations.
    pub fn within<'t>(&self, language: LanguageId, words: &'t str, side: OwnerSide) -> Option<&'t str> {
        if self.names.is_empty() {
            return None;
        }
        let boundaries = words.char_indices().map(|(at, _)| at).chain([words.len()]);
        let known = |name: &str| name.len() <= self.longest + 8 && self.find(language, name) != Work::Unknown;
        match side {
            OwnerSide::Before => boundaries
                .map(|at| &words[at..])
                .filter(|name| !name.is_empty())
                .find(|name| known(name)),
            OwnerSide::After => {
                let ends: Vec<usize> = boundaries.collect();
                ends.into_iter()
                    .rev()
                    .map(|at| &words[..at])
                    .filter(|name| !name.is_empty())
                    .find(|name| known(name))
            }
        }
    }

    /// Whether words beside a citation name a work, known or not.
    pub fn speaks_of_a_work(&self, language: &Language, words: &str) -> bool {
        let forms = &language.pack.citation;
        match forms.owner {
            OwnerSide::Before => true,
            OwnerSide::After => {
                let lower = words.to_lowercase();
                let words = lower.split_whitespace().collect::<Vec<_>>();
                let near = words.iter().take(8).chain(words.last());
                near.into_iter().any(|word| forms.works.iter().any(|work| work == word))
            }
        }
    }
}

/// Case, blanks and outer brackets do not matter in a title.
fn fold(title: &str) -> String {
    let plain = title.trim();
    plain
        .chars()
        .filter(|next| !next.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}
