//! RB504: role articles whose languages name different superiors, subordinates, departments or headcounts.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::check::wording;
use crate::diagnostic::Findings;
use crate::language::is_blank;
use crate::model::{Declaration, DeclarationKind, Handbook, LanguageId, RoleArticle, RoleId, TextId, UnitId};
use crate::syntax::{Field, FieldKey};

/// The fields that are compared.
const FIELDS: [FieldKey; 5] = [
    FieldKey::Superior,
    FieldKey::Subordinates,
    FieldKey::DottedLine,
    FieldKey::Unit,
    FieldKey::Headcount,
];

/// What a field comes to, whatever the language. Nobody is an empty set.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Roles(BTreeSet<RoleId>),
    Unit(Option<UnitId>),
    Headcount(u32),
}

type Declarations<'a> = FxHashMap<(TextId, RoleId), Vec<&'a Declaration>>;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.languages.len() < 2 {
        return;
    }
    let mut declarations: Declarations<'_> = FxHashMap::default();
    for declaration in &handbook.declarations {
        declarations
            .entry((declaration.text, declaration.role))
            .or_default()
            .push(declaration);
    }
    for id in handbook.role_ids() {
        let mut languages = handbook
            .language_ids()
            .filter_map(|language| handbook.role(id).article(language));
        let Some(original) = languages.next() else {
            continue;
        };
        for article in languages {
            for key in FIELDS {
                compare(handbook, &declarations, id, key, (original, article), findings);
            }
        }
    }
}

fn compare(
    handbook: &Handbook,
    declarations: &Declarations<'_>,
    role: RoleId,
    key: FieldKey,
    (original, article): (&RoleArticle, &RoleArticle),
    findings: &mut Findings,
) {
    let meaning = |article: &RoleArticle| {
        let field = field(handbook, article, key)?;
        Some((field, meaning(handbook, declarations, role, article, field, key)?))
    };
    let (Some((other, expected)), Some((own, found))) = (meaning(original), meaning(article)) else {
        return;
    };
    if found == expected {
        return;
    }
    let text = handbook.text(article.text);
    let names = |language: LanguageId| (handbook.tag(language), handbook.role(role).name(language));
    let name = std::iter::once(article.language).chain(handbook.language_ids());
    let name = crate::diagnostic::Value::localized(name.map(names));
    let label = wording::in_each_language(|language| language.field_label(key.key()).to_owned());
    findings.push(
        wording::finding(handbook, "RB504", text, &own.value)
            .param("role", name)
            .param("field", label)
            .param("language", wording::language(handbook, article.language))
            .param("value", &*own.value_text)
            .param("other_language", wording::language(handbook, original.language))
            .param("other_value", &*other.value_text)
            .related("counterpart", handbook.span(handbook.text(original.text), &other.value)),
    );
}

fn field<'a>(handbook: &'a Handbook, article: &RoleArticle, key: FieldKey) -> Option<&'a Field> {
    let text = handbook.text(article.text);
    let fields = handbook.chapter_of(text).document.fields_of(handbook.node(text));
    fields.iter().find(|field| field.key == Some(key))
}

/// Nothing where a name or number was not understood: that is another rule's to say.
fn meaning(
    handbook: &Handbook,
    declarations: &Declarations<'_>,
    role: RoleId,
    article: &RoleArticle,
    field: &Field,
    key: FieldKey,
) -> Option<Meaning> {
    if let Some(kind) = DeclarationKind::of(key) {
        let said = declarations.get(&(article.text, role)).map_or(&[][..], Vec::as_slice);
        let said = said.iter().filter(|declaration| declaration.kind == kind);
        let roles: Option<BTreeSet<RoleId>> = said.map(|declaration| declaration.names.role()).collect();
        let roles = roles?;
        let understood = field.nobody || !roles.is_empty();
        return understood.then_some(Meaning::Roles(roles));
    }
    if key == FieldKey::Unit {
        if field.nobody {
            return Some(Meaning::Unit(None));
        }
        return unit(handbook, &field.value_text, article.language).map(|unit| Meaning::Unit(Some(unit)));
    }
    let language = handbook.language(article.language);
    let value = &*field.value_text;
    let mut places = value.char_indices().map(|(at, _)| &value[at..]);
    places
        .find_map(|rest| language.number(rest))
        .map(|(number, _)| Meaning::Headcount(number))
}

/// The department that a name means in a language.
fn unit(handbook: &Handbook, name: &str, language: LanguageId) -> Option<UnitId> {
    let wanted = name.trim_matches(is_blank).to_lowercase();
    let index = handbook.units.iter().position(|unit| {
        let aliases = unit.aliases.get(language).into_iter().flatten();
        let mut names = unit.names.get(language).into_iter().chain(aliases);
        names.any(|own| own.to_lowercase() == wanted)
    });
    index.map(|index| UnitId(index as u32))
}
