//! RB318: a role article and `roles.toml` put the role into different departments.

use rustc_hash::FxHashMap;

use super::finding;
use crate::diagnostic::Findings;
use crate::model::{Handbook, LanguageId, UnitId};
use crate::syntax::{Field, FieldKey};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let units = names(handbook);
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        let Some(declared) = role.unit else { continue };
        for article in role
            .articles
            .iter()
            .filter(|article| article.language == LanguageId::AUTHORITATIVE)
        {
            let mut fields = finding::fields(handbook, article.text, FieldKey::Unit);
            let Some(field) = fields.find(|field| differs(field, declared, &units)) else {
                continue;
            };
            let text = handbook.text(article.text);
            findings.push(
                finding::new(handbook, "RB318", article.text, handbook.span(text, &field.value))
                    .param("role", finding::role(handbook, id))
                    .param("unit", &*field.value_text)
                    .param("declared", finding::unit(handbook, declared))
                    .related("declaration", role.span),
            );
        }
    }
}

/// All names and aliases of the departments, in every language. An alias that two share names both.
fn names(handbook: &Handbook) -> FxHashMap<String, Vec<UnitId>> {
    let mut names: FxHashMap<String, Vec<UnitId>> = FxHashMap::default();
    for (unit, index) in handbook.units.iter().zip(0..) {
        let aliases = unit.aliases.iter().flat_map(|(_, aliases)| aliases);
        for name in unit.names.iter().map(|(_, name)| name).chain(aliases) {
            names.entry(name.trim().to_lowercase()).or_default().push(UnitId(index));
        }
    }
    names
}

/// Whether all that the field names are departments that are declared, and none is the role's.
fn differs(field: &Field, declared: UnitId, units: &FxHashMap<String, Vec<UnitId>>) -> bool {
    let find = |name: &str| units.get(&name.trim().to_lowercase());
    let whole = find(&field.value_text).map(|found| vec![found]);
    let parts = || {
        field
            .names
            .iter()
            .map(|name| find(&name.text))
            .collect::<Option<Vec<_>>>()
    };
    let Some(named) = whole.or_else(parts) else {
        return false;
    };
    !named.is_empty() && !named.iter().any(|found| found.contains(&declared))
}
