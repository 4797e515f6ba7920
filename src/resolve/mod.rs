//! Documents and settings become a [`Handbook`]: files become regulations, articles are paired over languages, names
//! and citations find what they mean. Whatever finds nothing stays in the model as such, for the rules to speak of.

mod citations;
mod editions;
mod marks;
mod names;
mod packs;
mod parsed;
mod roles;
mod roster;

use std::sync::Arc;

pub use marks::NameFinder;
use rustc_hash::FxHashMap;

use crate::config::{
    self, GlossaryConfig, HandbookConfig, LocalizedText, LocalizedTexts, RolesConfig, TranslationsLock,
};
use crate::language::Language;
use crate::model::{FileProblem, Handbook, HandbookLanguage, LanguageId, Localized};
use crate::source::{FileId, Sources};
use crate::syntax::Document;
pub use parsed::Parsed;

/// What a handbook is made from.
#[derive(Debug)]
pub struct Inputs {
    pub sources: Arc<Sources>,
    /// The documents of an earlier state of the sources; this one's take their place.
    pub parsed: Arc<Parsed>,
    pub file_problems: Vec<FileProblem>,
    pub assets: Vec<String>,
}

/// The settings, read.
struct Settings {
    handbook: HandbookConfig,
    roles: RolesConfig,
    glossary: GlossaryConfig,
    lock: TranslationsLock,
    problems: Vec<config::Problem>,
}

/// Builds the handbook.
pub fn resolve(inputs: Inputs) -> Handbook {
    let settings = read_settings(&inputs.sources);
    let mut problems = settings.problems;
    let packs = packs::read(&settings.handbook, &inputs.sources, &mut problems);
    problems.extend(unknown_units(&settings.roles));
    let languages = languages(&settings.handbook, &inputs.sources);
    let localize = |text: &LocalizedText| localized(text, &languages, |value| value.value.clone());
    let mut handbook = Handbook {
        title: localize(&settings.handbook.title),
        organisation: localize(&settings.handbook.organisation),
        units: roles::units(&settings.roles, &languages),
        terms: roles::terms(&settings.glossary, &languages),
        roles: roles::roles(&settings.roles, &languages),
        config: settings.handbook,
        lock: settings.lock,
        packs,
        languages,
        sources: inputs.sources,
        chapters: Vec::new(),
        regulations: Vec::new(),
        articles: Vec::new(),
        texts: Vec::new(),
        declarations: Vec::new(),
        lines: Vec::new(),
        rosters: Vec::new(),
        assets: inputs.assets,
        file_problems: inputs.file_problems,
        theme_problems: Vec::new(),
        config_problems: Vec::new(),
        roles_by_id: FxHashMap::default(),
        chapters_by_path: FxHashMap::default(),
    };
    roles::index(&mut handbook);
    handbook.chapters = read_chapters(&handbook, &inputs.parsed);
    editions::build(&mut handbook, &mut problems);
    problems.extend(packs::unknown_paths(&handbook));
    handbook.config_problems = problems;
    citations::resolve(&mut handbook);
    let names = names::Names::new(&handbook);
    roles::assign(&mut handbook, &names);
    roster::read(&mut handbook, &names);
    marks::find(&mut handbook);
    handbook
}

/// Departments of roles that no `[[unit]]` declares.
fn unknown_units(config: &RolesConfig) -> Vec<config::Problem> {
    let known: Vec<&str> = config.units.iter().map(|unit| unit.id.value.as_str()).collect();
    let units = config.roles.iter().filter_map(|role| role.unit.as_ref());
    units
        .filter(|unit| !known.contains(&unit.value.as_str()))
        .map(|unit| {
            let nearest = known
                .iter()
                .map(|known| (strsim::osa_distance(known, &unit.value), *known))
                .min();
            config::Problem {
                kind: config::ProblemKind::UnknownUnit {
                    id: unit.value.clone(),
                    suggestion: nearest
                        .filter(|(slips, _)| *slips <= 3)
                        .map(|(_, known)| known.to_owned()),
                },
                span: unit.span,
            }
        })
        .collect()
}

fn read_settings(sources: &Sources) -> Settings {
    let mut problems = Vec::new();
    let file = |path: &str| sources.find(path).map(|id| (sources.file(id).text.clone(), id));
    macro_rules! read {
        ($path:literal, $reader:path) => {
            file($path).map_or_else(Default::default, |(text, id)| {
                let (found, faults) = $reader(&text, id);
                problems.extend(faults);
                found
            })
        };
    }
    let handbook = read!("handbook.toml", config::read_handbook);
    let roles = read!("roles.toml", config::read_roles);
    let glossary = read!("glossary.toml", config::read_glossary);
    let lock = read!("translations.lock", config::read_lock);
    Settings {
        handbook,
        roles,
        glossary,
        lock,
        problems,
    }
}

/// The languages that `handbook.toml` lists; where it lists none, the folders that are named like a known language.
fn languages(config: &HandbookConfig, sources: &Sources) -> Vec<HandbookLanguage> {
    let mut languages: Vec<HandbookLanguage> = config
        .languages
        .iter()
        .map(|tag| HandbookLanguage {
            tag: tag.value.clone(),
            language: Language::nearest(&tag.value),
        })
        .collect();
    if languages.is_empty() {
        let has_folder = |tag: &str| {
            sources
                .iter()
                .any(|(_, file)| file.path.strip_prefix(tag).is_some_and(|rest| rest.starts_with('/')))
        };
        let found = Language::tags().filter(|tag| has_folder(tag));
        languages.extend(found.filter_map(Language::find).map(HandbookLanguage::from));
    }
    if languages.is_empty() {
        languages.push(Language::first().into());
    }
    languages
}

fn localized<T, U>(
    setting: &config::PerLanguage<T>,
    languages: &[HandbookLanguage],
    get: impl Fn(&T) -> U,
) -> Localized<U> {
    let mut found = Localized::default();
    for (index, language) in languages.iter().enumerate() {
        if let Some(value) = setting.get(&language.tag) {
            found.set(LanguageId(index as u8), get(value));
        }
    }
    found
}

fn localized_text(setting: &LocalizedText, languages: &[HandbookLanguage]) -> Localized<String> {
    localized(setting, languages, |value| value.value.clone())
}

fn localized_texts(setting: &LocalizedTexts, languages: &[HandbookLanguage]) -> Localized<Vec<String>> {
    localized(setting, languages, |values| {
        values.iter().map(|value| value.value.clone()).collect()
    })
}

/// A Markdown file of a language, read but not yet placed.
struct Read {
    file: FileId,
    language: LanguageId,
    path: Arc<str>,
    document: Arc<Document>,
}

fn read_chapters(handbook: &Handbook, parsed: &Parsed) -> Vec<crate::model::Chapter> {
    let files: Vec<(FileId, LanguageId, Arc<str>)> = handbook
        .sources
        .iter()
        .filter_map(|(id, file)| {
            let path = file.path.strip_suffix(".md")?;
            let (tag, rest) = path.split_once('/')?;
            let language = handbook.languages.iter().position(|language| language.tag == tag)?;
            Some((id, LanguageId(language as u8), Arc::from(rest)))
        })
        .collect();
    let wanted = files
        .iter()
        .map(|&(file, language, _)| (handbook.sources.file(file), handbook.language(language)));
    let documents = parsed.documents(wanted.collect());
    let read = files
        .into_iter()
        .zip(documents)
        .map(|((file, language, path), document)| Read {
            file,
            language,
            path,
            document,
        });
    editions::place(read.collect())
}
