//! Roles that a translation calls otherwise than `roles.toml`, where the source says which role is meant.

use rustc_hash::FxHashMap;

use crate::model::{
    ArticleId, Declaration, DeclarationKind, Handbook, LanguageId, NameMatch, RoleId, RosterEntry, TextId,
};
use crate::source::Span;

/// A name in a translation that is no role's, and the role that its source names there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misnamed {
    pub role: RoleId,
    pub text: TextId,
    /// The name as it stands.
    pub name: String,
    pub span: Span,
    /// Where the source names the role.
    pub source: Span,
}

/// All of them. What the source does not settle, such as one of two unknown names in a list, is left out.
pub fn misnamed(handbook: &Handbook) -> Vec<Misnamed> {
    let mut found = Vec::new();
    if handbook.languages.len() > 1 && !handbook.roles.is_empty() {
        titles(handbook, &mut found);
        fields(handbook, &mut found);
        rosters(handbook, &mut found);
        found.retain(|one| {
            handbook
                .role(one.role)
                .names
                .get(handbook.text(one.text).language)
                .is_some()
        });
    }
    found
}

fn titles(handbook: &Handbook, found: &mut Vec<Misnamed>) {
    for role in handbook.role_ids() {
        let Some(original) = handbook.role(role).article(LanguageId::AUTHORITATIVE) else {
            continue;
        };
        let source = title_or_head(handbook, original.text);
        for (_, &text) in handbook.article(original.article).texts.iter().skip(1) {
            if let Some((name, span)) = title_name(handbook, role, text) {
                found.push(Misnamed {
                    role,
                    text,
                    name,
                    span,
                    source,
                });
            }
        }
    }
}

fn title_or_head(handbook: &Handbook, id: TextId) -> Span {
    let text = handbook.text(id);
    let node = handbook.node(text);
    let bytes = node.title.as_ref().map_or(&node.head, |title| &title.span);
    handbook.span(text, bytes)
}

/// The name in the title of an article of `role`, if it is no role's.
fn title_name(handbook: &Handbook, role: RoleId, id: TextId) -> Option<(String, Span)> {
    let text = handbook.text(id);
    let node = handbook.node(text);
    if node
        .attribute("role")
        .is_some_and(|own| *own.value != *handbook.role(role).id)
    {
        return None;
    }
    let title = node.title.as_ref()?;
    let name = title.text.get(node.duties_of.clone()?)?.trim();
    let name = without_article(handbook, text.language, name);
    let wanted = name.to_lowercase();
    let is_known = |other: RoleId| names(handbook, other, text.language).any(|own| own == wanted);
    // A shortened name (the Director) is no other name.
    let is_part = |own: String| own.starts_with(&wanted) || own.ends_with(&wanted);
    if wanted.is_empty() || handbook.role_ids().any(is_known) || names(handbook, role, text.language).any(is_part) {
        return None;
    }
    let span = handbook.span(text, &title.span);
    let at = span.start + handbook.sources.text(span).find(name)? as u32;
    Some((name.to_owned(), Span::new(span.file, at..at + name.len() as u32)))
}

fn without_article<'t>(handbook: &Handbook, language: LanguageId, name: &'t str) -> &'t str {
    let articles = &handbook.language(language).pack.roles.articles;
    let lengths = articles.iter().filter(|article| {
        let start = name.get(..article.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(article))
    });
    let length = lengths.map(String::len).next().unwrap_or(0);
    name.get(length..).unwrap_or(name)
}

/// What a role is called in a language, in small letters.
fn names(handbook: &Handbook, role: RoleId, language: LanguageId) -> impl Iterator<Item = String> {
    let role = handbook.role(role);
    let aliases = role.aliases.get(language).into_iter().flatten();
    let names = role.names.get(language).into_iter().chain(aliases);
    names.map(|name| name.to_lowercase())
}

fn fields(handbook: &Handbook, found: &mut Vec<Misnamed>) {
    type Key = (ArticleId, RoleId, u8);
    let mut by_language: FxHashMap<Key, Vec<(LanguageId, &Declaration)>> = FxHashMap::default();
    for declaration in &handbook.declarations {
        let kind = match declaration.kind {
            DeclarationKind::Superior => 0,
            DeclarationKind::Subordinate => 1,
            DeclarationKind::DottedLine => 2,
        };
        let article = handbook.text(declaration.text).article;
        let key = (article, declaration.role, kind);
        by_language
            .entry(key)
            .or_default()
            .push((declaration.language, declaration));
    }
    let mut keys: Vec<Key> = by_language.keys().copied().collect();
    keys.sort_unstable();
    for key in keys {
        let all = &by_language[&key];
        let said = |language| {
            all.iter()
                .filter(move |(own, _)| *own == language)
                .map(|(_, said)| *said)
        };
        let expected: Vec<Named<'_>> = said(LanguageId::AUTHORITATIVE).map(Named::from).collect();
        for language in handbook.language_ids().skip(1) {
            let own: Vec<Named<'_>> = said(language).map(Named::from).collect();
            found.extend(odd_one_out(&expected, &own));
        }
    }
}

fn rosters(handbook: &Handbook, found: &mut Vec<Misnamed>) {
    let mut lists: FxHashMap<TextId, Vec<Named<'_>>> = FxHashMap::default();
    for entry in &handbook.rosters {
        lists.entry(entry.text).or_default().push(Named::from(entry));
    }
    if lists.is_empty() {
        return;
    }
    for article in &handbook.articles {
        let expected = article
            .texts
            .get(LanguageId::AUTHORITATIVE)
            .and_then(|text| lists.get(text));
        let Some(expected) = expected else {
            continue;
        };
        for (_, text) in article.texts.iter().skip(1) {
            found.extend(lists.get(text).and_then(|own| odd_one_out(expected, own)));
        }
    }
}

/// A name where roles are listed.
#[derive(Clone, Copy)]
struct Named<'h> {
    text: TextId,
    name: &'h str,
    names: &'h NameMatch,
    span: Span,
}

impl<'h> From<&'h Declaration> for Named<'h> {
    fn from(said: &'h Declaration) -> Self {
        Self {
            text: said.text,
            name: &said.name,
            names: &said.names,
            span: said.span,
        }
    }
}

impl<'h> From<&'h RosterEntry> for Named<'h> {
    fn from(entry: &'h RosterEntry) -> Self {
        Self {
            text: entry.text,
            name: &entry.name,
            names: &entry.names,
            span: entry.span,
        }
    }
}

/// The one name of a list that is no role's, where all others are those of the source but for one role.
fn odd_one_out(expected: &[Named<'_>], own: &[Named<'_>]) -> Option<Misnamed> {
    if own.is_empty() || own.len() != expected.len() {
        return None;
    }
    let mut odd = own.iter().filter(|named| named.names.role().is_none());
    let (one, None) = (odd.next()?, odd.next()) else {
        return None;
    };
    let NameMatch::Unknown(nearest) = one.names else {
        return None;
    };
    let roles: Option<Vec<RoleId>> = expected.iter().map(|named| named.names.role()).collect();
    let mut left: Vec<(RoleId, Span)> = roles?
        .into_iter()
        .zip(expected.iter().map(|named| named.span))
        .collect();
    for role in own.iter().filter_map(|named| named.names.role()) {
        let at = left.iter().position(|(expected, _)| *expected == role)?;
        left.remove(at);
    }
    let &(role, source) = left.first()?;
    // A slip in another role's name says that the translation means that one.
    if nearest.is_some_and(|nearest| nearest != role) {
        return None;
    }
    Some(Misnamed {
        role,
        text: one.text,
        name: one.name.to_owned(),
        span: one.span,
        source,
    })
}
