//! What concerns a role beside its own articles: those that bind everyone, and those that speak of its department.
//!
//! An article binds everyone where the whole staff is the subject of a sentence in it (`language::audience`), by the
//! text that prevails; the articles of roles never do. A regulation that says which departments and roles it applies to
//! binds their people alone, and those whose duties stand in it.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::places::Places;
use crate::model::{
    ArticleId, ArticleText, Handbook, LanguageId, MarkTarget, NormalText, RegulationId, RoleId, Status, TextId, UnitId,
    hash, in_block,
};
use crate::syntax::BlockKind;

/// Digits of a fingerprint in each language: enough to see that a text has changed.
const DIGITS: usize = 8;

/// The articles that concern more than those whom they name.
#[derive(Debug, Default)]
pub(super) struct Concerns {
    /// In the order of the handbook; regulations without such articles are left out.
    rules: Vec<Rules>,
    /// Articles that speak of each department.
    departments: Vec<Vec<ArticleId>>,
    fingerprints: FxHashMap<ArticleId, String>,
}

/// The articles of a regulation that bind everyone whom it applies to.
#[derive(Debug)]
pub(super) struct Rules {
    pub regulation: RegulationId,
    /// Departments and roles that it applies to; empty for the whole house.
    pub scope: Vec<MarkTarget>,
    pub groups: Vec<RuleGroup>,
    pub fingerprint: String,
}

/// Those that stand in one division or file.
#[derive(Debug)]
pub(super) struct RuleGroup {
    pub articles: Vec<ArticleId>,
    pub fingerprint: String,
}

impl Rules {
    pub fn articles(&self) -> impl Iterator<Item = ArticleId> + use<'_> {
        self.groups.iter().flat_map(|group| &group.articles).copied()
    }

    fn bind(&self, handbook: &Handbook, id: RoleId) -> bool {
        let role = handbook.role(id);
        let is_meant = |target: &MarkTarget| match *target {
            MarkTarget::Role(other) => other == id,
            MarkTarget::Unit(unit) => role.unit == Some(unit),
            MarkTarget::Term(_) => false,
        };
        let mut own = role
            .articles
            .iter()
            .map(|article| handbook.text(article.text).regulation);
        let applies = self.scope.is_empty() || self.scope.iter().any(is_meant);
        !role.external && (applies || own.any(|regulation| regulation == self.regulation))
    }
}

/// What the text of an article says of its readers.
#[derive(Default)]
struct Reading {
    everyone: bool,
    /// That of an article that binds everyone.
    fingerprint: Option<String>,
    /// Whom the regulation applies to; an empty list is the whole house.
    scope: Option<Vec<MarkTarget>>,
    units: Vec<UnitId>,
}

impl Concerns {
    pub fn new(handbook: &Handbook, places: &Places, role_texts: &FxHashMap<TextId, RoleId>) -> Self {
        if handbook.roles.is_empty() {
            return Self::default();
        }
        let ids: Vec<ArticleId> = handbook.article_ids().collect();
        let readings: Vec<Reading> = ids
            .into_par_iter()
            .map(|id| {
                let text = handbook.article(id).texts.best(LanguageId::AUTHORITATIVE);
                let own = text.filter(|text| !role_texts.contains_key(text));
                let mut reading = own.map(|&text| read(handbook, handbook.text(text))).unwrap_or_default();
                reading.fingerprint = reading.everyone.then(|| article_fingerprint(handbook, id));
                reading
            })
            .collect();
        let mut concerns = Self {
            departments: vec![Vec::new(); handbook.units.len()],
            ..Self::default()
        };
        for (id, reading) in handbook.article_ids().zip(&readings) {
            reading
                .units
                .iter()
                .for_each(|unit| concerns.departments[unit.index()].push(id));
            concerns
                .fingerprints
                .extend(reading.fingerprint.as_ref().map(|own| (id, own.clone())));
        }
        for (regulation, index) in handbook.regulations.iter().zip(0..) {
            let articles = regulation.articles.clone().map(ArticleId);
            let scopes = articles.clone().filter_map(|id| readings[id.index()].scope.as_ref());
            let everyone = articles.filter(|id| readings[id.index()].everyone);
            let groups = concerns.groups(handbook, places, everyone);
            if groups.is_empty() || regulation.standing().status == Some(Status::Repealed) {
                continue;
            }
            concerns.rules.push(Rules {
                regulation: RegulationId(index),
                scope: scope(scopes),
                fingerprint: joint(groups.iter().map(|group| &group.fingerprint)),
                groups,
            });
        }
        concerns
    }

    /// The articles by the divisions and files that they stand in.
    fn groups(
        &self,
        handbook: &Handbook,
        places: &Places,
        articles: impl Iterator<Item = ArticleId>,
    ) -> Vec<RuleGroup> {
        let mut groups: Vec<RuleGroup> = Vec::new();
        let mut last = None;
        for id in articles {
            let Some(&text) = handbook.article(id).texts.best(LanguageId::AUTHORITATIVE) else {
                continue;
            };
            let text = handbook.text(text);
            let place = Some((places.file_of(text.chapter), handbook.node(text).division));
            match groups.last_mut().filter(|_| place == last) {
                Some(group) => group.articles.push(id),
                None => groups.push(RuleGroup {
                    articles: vec![id],
                    fingerprint: String::new(),
                }),
            }
            last = place;
        }
        for group in &mut groups {
            group.fingerprint = joint(group.articles.iter().map(|id| &self.fingerprints[id]));
        }
        groups
    }

    /// All articles that bind everyone in the scope of their regulations.
    pub fn rules(&self) -> &[Rules] {
        &self.rules
    }

    /// Those that bind the people in a role.
    pub fn binding(&self, handbook: &Handbook, role: RoleId) -> Vec<&Rules> {
        self.rules.iter().filter(|rules| rules.bind(handbook, role)).collect()
    }

    /// The articles that speak of a department.
    pub fn of_department(&self, unit: UnitId) -> &[ArticleId] {
        self.departments.get(unit.index()).map_or(&[], Vec::as_slice)
    }

    /// Those of them that a role's page does not name elsewhere: neither speak they of the role, nor bind they everyone.
    pub fn of_own_department(&self, handbook: &Handbook, id: RoleId) -> Vec<ArticleId> {
        let role = handbook.role(id);
        let Some(unit) = role.unit else {
            return Vec::new();
        };
        let mentions = role.mentions.iter().map(|&text| handbook.text(text).article);
        let mentions: FxHashSet<ArticleId> = mentions.collect();
        let binding = self.binding(handbook, id).into_iter().map(|rules| rules.regulation);
        let binding: Vec<RegulationId> = binding.collect();
        let binds = |&article: &ArticleId| {
            self.fingerprints.contains_key(&article) && binding.contains(&handbook.article(article).regulation)
        };
        let others = self.of_department(unit).iter().copied();
        others
            .filter(|article| !mentions.contains(article) && !binds(article))
            .collect()
    }

    /// What an article that binds everyone says in each language, shortened so that a change shows.
    pub fn fingerprint(&self, article: ArticleId) -> &str {
        self.fingerprints.get(&article).map_or("", String::as_str)
    }
}

fn read(handbook: &Handbook, text: &ArticleText) -> Reading {
    let node = handbook.node(text);
    let mut reading = Reading::default();
    if node.is_repealed() {
        return reading;
    }
    let chapter = handbook.chapter_of(text);
    let language = handbook.language(text.language);
    for mark in &text.marks {
        if let MarkTarget::Unit(unit) = mark.to
            && !reading.units.contains(&unit)
        {
            reading.units.push(unit);
        }
    }
    let blocks = chapter.document.blocks_of(node);
    for (index, block) in blocks.filter(|(_, block)| block.kind == BlockKind::Paragraph) {
        let plain = handbook.block_text(chapter, block);
        for range in language.sentences.of(&plain.text) {
            let sentence = &plain.text[range.clone()];
            reading.everyone |= language.audience.is_everyone(sentence);
            if language.audience.is_scope(sentence) {
                reading.everyone = true;
                let inside = plain.source_start(range.start)..plain.source_start(range.end);
                let marks = in_block(&text.marks, index).iter();
                let named = marks
                    .filter(|mark| inside.contains(&mark.span.start))
                    .map(|mark| mark.to);
                let named = named.filter(|target| !matches!(target, MarkTarget::Term(_))).collect();
                reading.scope.get_or_insert(named);
            }
        }
    }
    reading
}

/// Whom a regulation applies to by all that it says of it; where one sentence names nobody, the whole house.
fn scope<'a>(scopes: impl Iterator<Item = &'a Vec<MarkTarget>>) -> Vec<MarkTarget> {
    let mut all = Vec::new();
    for scope in scopes {
        if scope.is_empty() {
            return Vec::new();
        }
        for &target in scope {
            if !all.contains(&target) {
                all.push(target);
            }
        }
    }
    all
}

/// What a text says in each language of the handbook, in their order: eight digits each, with blanks between.
pub(super) fn fingerprint(handbook: &Handbook, text: impl Fn(LanguageId) -> String) -> String {
    let digits = |language| hash(&text(language)).chars().take(DIGITS).collect::<String>();
    handbook.language_ids().map(digits).collect::<Vec<_>>().join(" ")
}

fn article_fingerprint(handbook: &Handbook, id: ArticleId) -> String {
    fingerprint(handbook, |language| {
        let text = handbook.article(id).texts.best(language);
        text.map(|&text| NormalText::of(handbook, handbook.text(text)).text())
            .unwrap_or_default()
    })
}

/// One fingerprint for several.
fn joint<'a>(fingerprints: impl Iterator<Item = &'a String>) -> String {
    let mut columns: Vec<String> = Vec::new();
    for fingerprint in fingerprints {
        for (index, digits) in fingerprint.split(' ').enumerate() {
            if columns.len() <= index {
                columns.push(String::new());
            }
            columns[index].push_str(digits);
        }
    }
    let digits = |column: &String| hash(column).chars().take(DIGITS).collect::<String>();
    columns.iter().map(digits).collect::<Vec<_>>().join(" ")
}
