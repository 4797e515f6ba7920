//! `handbook.json`: the handbook for programs, with its JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Shared;
use super::places::{GLOSSARY, Location, WELCOME, term_anchor};
use crate::model::{ArticleId, Localized, RegulationId, RoleId, Target, TermId};

/// Where the schema stands in the site.
pub(super) const SCHEMA_PATH: &str = "assets/handbook.schema.json";

/// A value for each language that has one, by language tag.
type ByLanguage<T> = BTreeMap<String, T>;

/// A staff handbook: its regulations with their articles, its roles with their duties, its terms, and who cites what.
/// All URLs are relative to the root of the site.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Handbook")]
struct PublicHandbook {
    /// Where this file's schema is.
    #[serde(rename = "$schema")]
    schema: &'static str,
    /// Version of this format. Fields may be added without a new version.
    version: u32,
    /// The whole address of the site, where it is known. All others in this file are relative to it.
    base_url: Option<String>,
    /// The day whose state is shown, as 2026-01-31; nothing where no day was given.
    as_of: Option<String>,
    title: ByLanguage<String>,
    organisation: ByLanguage<String>,
    /// The authoritative language first.
    languages: Vec<PublicLanguage>,
    departments: Vec<PublicDepartment>,
    regulations: Vec<PublicRegulation>,
    roles: Vec<PublicRole>,
    terms: Vec<PublicTerm>,
    /// Pairs of articles, the citing one first, each pair once.
    citations: Vec<[String; 2]>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicLanguage {
    /// BCP 47 tag, which is also the language's folder in the site.
    tag: String,
    /// The language's own name for itself.
    name: String,
    url: String,
    /// The Atom feed of its regulations.
    feed: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicDepartment {
    id: String,
    names: ByLanguage<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicRegulation {
    id: String,
    /// What there is to know of how it stands: `draft`, `trial`, `in-force`, `suspended` or `repealed`; where a day was
    /// given also `not-yet-in-force`, `trial-ended`, `review-overdue`.
    standing: Vec<&'static str>,
    editions: ByLanguage<PublicEdition>,
    articles: Vec<PublicArticle>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicEdition {
    title: String,
    url: String,
    version: Option<String>,
    status: Option<String>,
    /// The day from which it holds, as 2026-01-31.
    effective: Option<String>,
    issuer: Option<String>,
    /// The day by which it has to be reviewed, as 2026-01-31.
    review_by: Option<String>,
    /// The last day of its trial period, as 2026-01-31.
    trial_until: Option<String>,
    /// The page that has all of it; the same as `url` for one in a single file.
    whole_url: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicArticle {
    /// The regulation's id, `#` and the article's own id or number.
    id: String,
    /// `5`, or `5-1` for the first article inserted after it.
    number: String,
    /// The number as each language writes it.
    label: ByLanguage<String>,
    title: ByLanguage<String>,
    url: ByLanguage<String>,
    /// It is no longer in force.
    repealed: bool,
    /// Tags of the languages whose translation was reviewed against a source that has changed since.
    stale: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicRole {
    id: String,
    names: ByLanguage<String>,
    /// Id of its department.
    department: Option<String>,
    /// Named in the handbook, governed elsewhere.
    external: bool,
    /// Ids of its direct superiors.
    superiors: Vec<String>,
    /// Ids of its direct subordinates.
    subordinates: Vec<String>,
    /// Ids of those who guide it without being its superiors.
    dotted_line: Vec<String>,
    /// Id of the article that gives it its duties.
    article: Option<String>,
    /// Its duties in order, nested ones included.
    duties: ByLanguage<Vec<PublicDuty>>,
    url: ByLanguage<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicDuty {
    /// The number as it is written.
    label: String,
    text: String,
    /// Its anchor on the page of its chapter and on that of its role; nothing for those nested too deep.
    anchor: Option<String>,
    /// Where it stands; nothing for those nested too deep to have an address.
    url: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PublicTerm {
    id: String,
    names: ByLanguage<String>,
    definitions: ByLanguage<String>,
    /// Forms that are not to be used.
    variants: ByLanguage<Vec<String>>,
    /// Where the glossary has it.
    url: ByLanguage<String>,
}

/// The text of `handbook.json`.
pub(super) fn handbook_json(shared: &Shared<'_>) -> String {
    let mut text = serde_json::to_string(&public(shared)).unwrap_or_default();
    text.push('\n');
    text
}

/// The text of its JSON Schema.
pub(super) fn schema() -> String {
    let schema = schemars::schema_for!(PublicHandbook);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn public(shared: &Shared<'_>) -> PublicHandbook {
    let handbook = shared.handbook;
    PublicHandbook {
        schema: SCHEMA_PATH,
        version: 1,
        base_url: shared.base_url.clone(),
        as_of: shared.options.as_of.map(|day| day.to_string()),
        title: by_language(shared, &handbook.title, String::clone),
        organisation: by_language(shared, &handbook.organisation, String::clone),
        languages: handbook
            .language_ids()
            .map(|language| PublicLanguage {
                tag: handbook.tag(language).to_owned(),
                name: handbook.language(language).pack.name.clone(),
                url: url(
                    shared,
                    Location {
                        language,
                        page: WELCOME,
                    },
                    None,
                ),
                feed: super::feed::path(shared, language),
            })
            .collect(),
        departments: handbook
            .units
            .iter()
            .map(|unit| PublicDepartment {
                id: unit.id.clone(),
                names: by_language(shared, &unit.names, String::clone),
            })
            .collect(),
        regulations: (0..handbook.regulations.len() as u32)
            .map(|index| regulation(shared, RegulationId(index)))
            .collect(),
        roles: handbook.role_ids().map(|id| role(shared, id)).collect(),
        terms: handbook
            .terms
            .iter()
            .zip((0..).map(TermId))
            .map(|(term, id)| PublicTerm {
                id: term.id.clone(),
                names: by_language(shared, &term.names, String::clone),
                definitions: by_language(shared, &term.definition, String::clone),
                variants: by_language(shared, &term.variants, Vec::clone),
                url: handbook
                    .language_ids()
                    .map(|language| {
                        let at = Location {
                            language,
                            page: GLOSSARY,
                        };
                        (
                            handbook.tag(language).to_owned(),
                            url(shared, at, Some(&term_anchor(handbook, id))),
                        )
                    })
                    .collect(),
            })
            .collect(),
        citations: citations(shared),
    }
}

fn by_language<T, U>(shared: &Shared<'_>, values: &Localized<T>, get: impl Fn(&T) -> U) -> ByLanguage<U> {
    values
        .iter()
        .map(|(language, value)| (shared.handbook.tag(language).to_owned(), get(value)))
        .collect()
}

fn url(shared: &Shared<'_>, at: Location, anchor: Option<&str>) -> String {
    let mut url = String::new();
    super::html::encode(&mut url, &shared.places.path(shared.handbook, at));
    if let Some(anchor) = anchor {
        url.push('#');
        super::html::encode(&mut url, anchor);
    }
    url
}

fn regulation(shared: &Shared<'_>, id: RegulationId) -> PublicRegulation {
    let handbook = shared.handbook;
    let regulation = handbook.regulation(id);
    let page = shared.places.regulation_page(id);
    let edition = |edition: &crate::model::Edition| {
        let front_matter = &edition.front_matter;
        let text = |value: &Option<crate::config::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
        let day =
            |value: &Option<crate::config::Spanned<jiff::civil::Date>>| value.as_ref().map(|day| day.value.to_string());
        PublicEdition {
            title: edition.title.clone(),
            url: url(
                shared,
                Location {
                    language: edition.language,
                    page,
                },
                None,
            ),
            version: text(&front_matter.version),
            status: text(&front_matter.status),
            effective: day(&front_matter.effective),
            issuer: text(&front_matter.issuer),
            review_by: day(&front_matter.review_by),
            trial_until: day(&front_matter.trial_until),
            whole_url: url(
                shared,
                Location {
                    language: edition.language,
                    page: shared.places.whole_page(id),
                },
                None,
            ),
        }
    };
    let signs = regulation.standing().signs(shared.options.as_of);
    PublicRegulation {
        id: regulation.id.to_string(),
        standing: signs.into_iter().map(crate::model::Sign::key).collect(),
        editions: by_language(shared, &regulation.editions, edition),
        articles: regulation
            .articles
            .clone()
            .map(|index| article(shared, ArticleId(index)))
            .collect(),
    }
}

fn article(shared: &Shared<'_>, id: ArticleId) -> PublicArticle {
    let handbook = shared.handbook;
    let article = handbook.article(id);
    let mut public = PublicArticle {
        id: handbook.article_name(article),
        number: String::new(),
        label: ByLanguage::new(),
        title: ByLanguage::new(),
        url: ByLanguage::new(),
        repealed: false,
        stale: Vec::new(),
    };
    let anchor = article.key.to_string();
    for (language, &id_of_text) in article.texts.iter() {
        let text = handbook.text(id_of_text);
        let node = handbook.node(text);
        let tag = handbook.tag(language);
        public.repealed |= node.is_repealed();
        if shared.stale.contains(&id_of_text) {
            public.stale.push(tag.to_owned());
        }
        if public.number.is_empty() {
            public.number = node.number.to_string();
        }
        public.label.insert(tag.to_owned(), handbook.written_label(text));
        if let Some(title) = &node.title {
            public.title.insert(tag.to_owned(), title.text.to_string());
        }
        if let Some(page) = shared.places.article_page(handbook, id, language) {
            public
                .url
                .insert(tag.to_owned(), url(shared, Location { language, page }, Some(&anchor)));
        }
    }
    public
}

fn role(shared: &Shared<'_>, id: RoleId) -> PublicRole {
    let handbook = shared.handbook;
    let role = handbook.role(id);
    let ids = |roles: &[RoleId]| roles.iter().map(|&other| handbook.role(other).id.clone()).collect();
    let page = shared.places.role_page(id);
    PublicRole {
        id: role.id.clone(),
        names: by_language(shared, &role.names, String::clone),
        department: role.unit.map(|unit| handbook.units[unit.index()].id.clone()),
        external: role.external,
        superiors: ids(&role.superiors),
        subordinates: ids(&role.subordinates),
        dotted_line: ids(&role.dotted),
        article: role
            .articles
            .first()
            .map(|article| handbook.article_name(handbook.article(article.article))),
        duties: handbook
            .language_ids()
            .filter_map(|language| {
                Some((
                    handbook.tag(language).to_owned(),
                    duties(shared, role.article(language)?),
                ))
            })
            .collect(),
        url: handbook
            .language_ids()
            .map(|language| {
                (
                    handbook.tag(language).to_owned(),
                    url(shared, Location { language, page }, None),
                )
            })
            .collect(),
    }
}

fn duties(shared: &Shared<'_>, article: &crate::model::RoleArticle) -> Vec<PublicDuty> {
    let handbook = shared.handbook;
    let text = handbook.text(article.text);
    let chapter = handbook.chapter_of(text);
    let page = shared.places.article_page(handbook, article.article, article.language);
    let duty = |duty: &crate::model::Duty| {
        let (label, words) = super::plain::duty(shared, chapter, duty.block)?;
        let block = chapter.document.blocks.get(duty.block as usize)?;
        let anchor = (block.unit != crate::syntax::Unit::default())
            .then(|| super::places::unit_anchor(handbook, text, block.unit));
        Some(PublicDuty {
            label: label.to_owned(),
            text: words,
            anchor: anchor.clone(),
            url: anchor.zip(page).map(|(anchor, page)| {
                let at = Location {
                    language: article.language,
                    page,
                };
                url(shared, at, Some(&anchor))
            }),
        })
    };
    article.duties.iter().filter_map(duty).collect()
}

/// Who cites whom, in every language alike: each pair once, in order.
fn citations(shared: &Shared<'_>) -> Vec<[String; 2]> {
    let handbook = shared.handbook;
    let mut pairs: Vec<(ArticleId, ArticleId)> = handbook
        .texts
        .iter()
        .flat_map(|text| {
            let members = text.citations.iter().flat_map(|citation| &citation.members);
            members.filter_map(move |member| match member.target {
                Target::Article { article, .. } => Some((text.article, article)),
                _ => None,
            })
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let name = |id: ArticleId| handbook.article_name(handbook.article(id));
    pairs.into_iter().map(|(from, to)| [name(from), name(to)]).collect()
}
