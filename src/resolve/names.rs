//! Which role a written name means.

use rustc_hash::FxHashMap;

use crate::model::{Handbook, LanguageId, NameMatch, RoleId};

/// How many letters a mistyped name may differ in from the one that is suggested for it.
const SLIPS: usize = 2;

/// The names of the roles, by language.
pub(super) struct Names {
    exact: FxHashMap<(LanguageId, String), Vec<RoleId>>,
    any: FxHashMap<String, RoleId>,
    /// Each language's names in the order of the roles.
    all: Vec<Vec<(String, RoleId)>>,
    /// Words that may stand before a name without belonging to it, by language.
    articles: Vec<&'static [String]>,
    /// Roles whose names end or begin with a text, by language.
    parts: FxHashMap<(LanguageId, String), Vec<RoleId>>,
}

impl Names {
    pub fn new(handbook: &Handbook) -> Self {
        let mut names = Self {
            exact: FxHashMap::default(),
            any: FxHashMap::default(),
            all: vec![Vec::new(); handbook.languages.len()],
            parts: FxHashMap::default(),
            articles: handbook
                .languages
                .iter()
                .map(|language| language.language.pack.roles.articles.as_slice())
                .collect(),
        };
        for role in handbook.role_ids() {
            for (language, name) in names_of(handbook, role) {
                let folded = names.fold(name, language);
                let exact = names.exact.entry((language, folded.clone())).or_default();
                if exact.last() != Some(&role) {
                    exact.push(role);
                }
                names.any.entry(folded.clone()).or_insert(role);
                names.add_parts(language, &folded, role);
                names.all[language.index()].push((folded, role));
            }
        }
        names
    }

    fn add_parts(&mut self, language: LanguageId, name: &str, role: RoleId) {
        let boundaries = name.char_indices().map(|(at, _)| at).skip(1);
        for at in boundaries {
            let (head, tail) = name.split_at(at);
            for part in [head, tail] {
                let roles = self.parts.entry((language, part.trim().to_owned())).or_default();
                if roles.last() != Some(&role) {
                    roles.push(role);
                }
            }
        }
    }

    fn fold(&self, name: &str, language: LanguageId) -> String {
        let lower = name.trim().to_lowercase();
        let articles = self.articles[language.index()];
        let plain = articles
            .iter()
            .find_map(|article| lower.strip_prefix(article.as_str()))
            .unwrap_or(&lower);
        plain.to_owned()
    }

    /// The role that alone is called exactly so.
    pub fn exact(&self, name: &str, language: LanguageId) -> Option<RoleId> {
        let folded = self.fold(name, language);
        match self.exact.get(&(language, folded.clone())).map(Vec::as_slice) {
            Some([role]) => Some(*role),
            Some(_) => None,
            None => self.any.get(&folded).copied(),
        }
    }

    /// The roles' names in a sentence, the longest ones, in order.
    pub fn in_sentence<'t>(&self, sentence: &'t str, language: LanguageId) -> Vec<&'t str> {
        let lower = sentence.to_lowercase();
        // Lower case may have other lengths; then the names are looked for as they stand.
        let text = if lower.len() == sentence.len() {
            lower.as_str()
        } else {
            sentence
        };
        let mut found: Vec<(usize, usize)> = self.all[language.index()]
            .iter()
            .flat_map(|(name, _)| text.match_indices(name.as_str()).map(|(at, name)| (at, name.len())))
            .collect();
        found.sort_by_key(|&(at, length)| (at, std::cmp::Reverse(length)));
        let mut done = 0;
        found.retain(|&(at, length)| {
            let free = at >= done;
            if free {
                done = at + length;
            }
            free
        });
        found
            .into_iter()
            .filter_map(|(at, length)| sentence.get(at..at + length))
            .collect()
    }

    /// The role that a name means, or those it may mean, or the one it is nearest to.
    pub fn find(&self, name: &str, language: LanguageId) -> NameMatch {
        if let Some(role) = self.exact(name, language) {
            return NameMatch::Role(role);
        }
        let folded = self.fold(name, language);
        let shared = self.exact.get(&(language, folded.clone()));
        let parts = self.parts.get(&(language, folded.clone()));
        match shared.or(parts).map(Vec::as_slice) {
            Some([one]) => return NameMatch::Unknown(Some(*one)),
            Some(several) if several.len() > 1 => return NameMatch::Ambiguous(several.to_vec()),
            _ => {}
        }
        let length = folded.chars().count();
        let nearest = self.all[language.index()]
            .iter()
            .filter(|(known, _)| known.chars().count().abs_diff(length) <= SLIPS)
            .map(|(known, role)| (strsim::osa_distance(known, &folded), *role))
            .min_by_key(|(slips, _)| *slips)
            .filter(|(slips, _)| *slips <= SLIPS && slips * 2 <= length);
        NameMatch::Unknown(nearest.map(|(_, role)| role))
    }
}

/// All names and aliases of a role.
pub(super) fn names_of(handbook: &Handbook, role: RoleId) -> impl Iterator<Item = (LanguageId, &str)> {
    let role = handbook.role(role);
    let names = role.names.iter().map(|(language, name)| (language, name.as_str()));
    let aliases = role
        .aliases
        .iter()
        .flat_map(|(language, aliases)| aliases.iter().map(move |alias| (language, alias.as_str())));
    names.chain(aliases)
}
