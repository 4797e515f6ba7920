//! Roles with their articles, duties and reporting lines.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use super::{localized_text, localized_texts};
use crate::config::{GlossaryConfig, RolesConfig};
use crate::model::{
    Chapter, Declaration, DeclarationKind, Duty, Handbook, HandbookLanguage, LanguageId, NameMatch, OrganisationUnit,
    ReportingLine, Role, RoleArticle, RoleId, Term, TextId, UnitId,
};
use crate::source::Span;
use crate::syntax::{Article, BlockKind, Bytes, Document, Name};

/// How many parts of a list one name may have been cut into, at most.
const LONGEST_JOIN: usize = 4;

pub(super) fn units(config: &RolesConfig, languages: &[HandbookLanguage]) -> Vec<OrganisationUnit> {
    let units = config.units.iter();
    units
        .map(|unit| OrganisationUnit {
            id: unit.id.value.clone(),
            names: localized_text(&unit.name, languages),
            aliases: localized_texts(&unit.aliases, languages),
            span: unit.span,
        })
        .collect()
}

pub(super) fn terms(config: &GlossaryConfig, languages: &[HandbookLanguage]) -> Vec<Term> {
    let terms = config.terms.iter();
    terms
        .map(|term| Term {
            id: term.id.value.clone(),
            names: localized_text(&term.name, languages),
            variants: localized_texts(&term.variants, languages),
            definition: localized_text(&term.definition, languages),
            sort_key: localized_text(&term.sort_key, languages),
            span: term.span,
            uses: Vec::new(),
        })
        .collect()
}

pub(super) fn roles(config: &RolesConfig, languages: &[HandbookLanguage]) -> Vec<Role> {
    let units: FxHashMap<&str, UnitId> = config
        .units
        .iter()
        .zip(0..)
        .map(|(unit, index)| (unit.id.value.as_str(), UnitId(index)))
        .collect();
    let roles = config.roles.iter();
    roles
        .map(|role| Role {
            id: role.id.value.clone(),
            names: localized_text(&role.name, languages),
            aliases: localized_texts(&role.aliases, languages),
            unit: role
                .unit
                .as_ref()
                .and_then(|unit| units.get(unit.value.as_str()).copied()),
            external: role.is_external(),
            top: role.is_top(),
            span: role.span,
            sort_key: localized_text(&role.sort_key, languages),
            articles: Vec::new(),
            superiors: Vec::new(),
            subordinates: Vec::new(),
            dotted: Vec::new(),
            mentions: Vec::new(),
        })
        .collect()
}

pub(super) fn index(handbook: &mut Handbook) {
    for id in handbook.role_ids() {
        let key = handbook.role(id).id.clone();
        handbook.roles_by_id.entry(key).or_insert(id);
    }
}

/// Finds the role articles, what they declare, and the lines that the declarations make.
pub(super) fn assign(handbook: &mut Handbook, names: &Names) {
    let mut found: Vec<(RoleId, RoleArticle)> = Vec::new();
    let mut declarations = Vec::new();
    for text in handbook.text_ids() {
        let article = handbook.text(text);
        let node = handbook.node(article);
        if !node.is_role_article() {
            continue;
        }
        let Some(role) = role_of(handbook, node, article.language, names) else {
            continue;
        };
        let document = &handbook.chapter_of(article).document;
        found.push((
            role,
            RoleArticle {
                text,
                article: article.article,
                language: article.language,
                duties: duties(document, node),
            },
        ));
        declare(handbook, names, role, text, &mut declarations);
    }
    for (role, article) in found {
        handbook.roles[role.index()].articles.push(article);
    }
    handbook.declarations = declarations;
    lines(handbook);
}

/// The role whose duties an article states: by its attribute, else by its title.
fn role_of(handbook: &Handbook, node: &Article, language: LanguageId, names: &Names) -> Option<RoleId> {
    if let Some(id) = node.attribute("role") {
        return handbook.role_by_id(id);
    }
    let title = node.title.as_ref()?;
    names.exact(&title.text[node.duties_of.clone()?], language)
}

/// The items of a role article, which are its duties.
fn duties(document: &Document, node: &Article) -> Vec<Duty> {
    let mut group = None;
    let mut duties = Vec::new();
    for (index, block) in document.blocks_of(node) {
        match block.kind {
            BlockKind::Heading(_) => group = Some(index as u32),
            BlockKind::Item(Some(_)) => duties.push(Duty {
                block: index as u32,
                group,
                nested: block.unit.item == 0 || block.unit.subitem > 0,
            }),
            _ => {}
        }
    }
    duties
}

fn declare(handbook: &Handbook, names: &Names, role: RoleId, text: TextId, out: &mut Vec<Declaration>) {
    let article = handbook.text(text);
    let chapter = handbook.chapter_of(article);
    let node = handbook.node(article);
    for field in chapter.document.fields_of(node) {
        let Some(kind) = field.key.and_then(DeclarationKind::of) else {
            continue;
        };
        for (name, span) in whole_names(handbook, names, article.language, chapter, &field.names) {
            out.push(Declaration {
                role,
                kind,
                names: names.find(&name, article.language),
                name,
                text,
                language: article.language,
                span: Span::new(chapter.file, span),
            });
        }
    }
}

/// The names of a list as they are meant: neighbours that make a role's name together are one (Food and Beverage
/// Manager), and a number in brackets is none of it.
fn whole_names(
    handbook: &Handbook,
    names: &Names,
    language: LanguageId,
    chapter: &Chapter,
    parts: &[Name],
) -> Vec<(String, Bytes)> {
    let source = handbook.source(chapter);
    let mut whole = Vec::with_capacity(parts.len());
    let mut at = 0;
    while at < parts.len() {
        let start = parts[at].span.start;
        let joined = (at..parts.len().min(at + LONGEST_JOIN)).rev().find_map(|last| {
            let end = parts[last].span.end as usize;
            // A stop after a name may be part of it.
            let stopped = source[end..].starts_with('.').then_some(end + 1);
            let ends = stopped.into_iter().chain((last > at).then_some(end));
            let mut texts = ends.filter_map(|end| source.get(start as usize..end));
            let text = texts.find(|text| names.exact(text, language).is_some())?;
            Some((last, text))
        });
        let (last, text) = joined.unwrap_or((at, &parts[at].text));
        let bare = text.split(['（', '(']).next().unwrap_or(text).trim_end();
        let text = if names.exact(text, language).is_none() && names.exact(bare, language).is_some() {
            bare
        } else {
            text
        };
        let end = if last == at && text.len() == parts[at].text.len() {
            parts[at].span.end
        } else {
            start + text.len() as u32
        };
        whole.push((text.to_owned(), start..end));
        at = last + 1;
    }
    whole
}

/// The reporting lines by what each role's articles in the authoritative language say, or else those in another one.
fn lines(handbook: &mut Handbook) {
    let mut lines: Vec<ReportingLine> = Vec::new();
    let mut known: FxHashMap<(RoleId, RoleId), usize> = FxHashMap::default();
    let speaking: FxHashSet<TextId> = handbook
        .roles
        .iter()
        .flat_map(|role| {
            let first = role
                .article(LanguageId::AUTHORITATIVE)
                .or_else(|| role.articles.first());
            role.articles
                .iter()
                .filter(move |article| first.is_some_and(|first| first.language == article.language))
        })
        .map(|article| article.text)
        .collect();
    let mut dotted = Vec::new();
    for (index, declaration) in handbook.declarations.iter().enumerate() {
        let NameMatch::Role(other) = declaration.names else {
            continue;
        };
        if !speaking.contains(&declaration.text) {
            continue;
        }
        let (superior, subordinate) = match declaration.kind {
            DeclarationKind::Superior => (other, declaration.role),
            DeclarationKind::Subordinate => (declaration.role, other),
            DeclarationKind::DottedLine => {
                dotted.push((declaration.role, other));
                continue;
            }
        };
        let at = *known.entry((superior, subordinate)).or_insert_with(|| {
            lines.push(ReportingLine {
                superior,
                subordinate,
                by_subordinate: None,
                by_superior: None,
            });
            lines.len() - 1
        });
        let side = match declaration.kind {
            DeclarationKind::Superior => &mut lines[at].by_subordinate,
            _ => &mut lines[at].by_superior,
        };
        side.get_or_insert(index as u32);
    }
    for line in &lines {
        handbook.roles[line.subordinate.index()].superiors.push(line.superior);
        handbook.roles[line.superior.index()]
            .subordinates
            .push(line.subordinate);
    }
    for (role, superior) in dotted {
        let list = &mut handbook.roles[role.index()].dotted;
        if !list.contains(&superior) {
            list.push(superior);
        }
    }
    handbook.lines = lines;
}
