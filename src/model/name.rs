//! What may be a name of a role, a department or a term, and what may be an id.

use super::{Handbook, LanguageId, RoleId, TermId, UnitId};
use crate::language::Language;

/// What has names of its own in every language, each of which only one of them may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Role(RoleId),
    Unit(UnitId),
    Term(TermId),
}

/// Why something cannot be called so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFault {
    Empty,
    /// It has a mark that separates names in lists, or an end of a line, which is the empty mark.
    Separator(String),
    /// The role, department or term of this id is called so.
    Taken {
        name: String,
        owner: String,
    },
}

/// Whether something can have this id: ASCII letters, digits and hyphens, since it stands in addresses, names of files and
/// attributes.
pub fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A mark in a name that separates names in lists of this language.
///
/// Words such as 和 may well be part of a name; marks may not.
pub fn separator_in(language: &Language, name: &str) -> Option<String> {
    let is_mark = |mark: &&String| !mark.chars().any(char::is_alphanumeric);
    let mut marks = language.pack.roles.separators.iter().filter(is_mark);
    let mark = marks.find(|mark| name.contains(mark.as_str())).cloned();
    mark.or_else(|| name.contains(['\n', '\r']).then(String::new))
}

impl Handbook {
    /// Whether a role, department or term may be called so in a language; `own` is the one that gets the name, where it is
    /// there already.
    ///
    /// # Errors
    /// There is no name, it would be read as several, or something else is called so.
    pub fn may_be_called(&self, name: &str, language: LanguageId, own: Option<Named>) -> Result<(), NameFault> {
        if name.is_empty() {
            return Err(NameFault::Empty);
        }
        if let Some(mark) = separator_in(self.language(language), name) {
            return Err(NameFault::Separator(mark));
        }
        let same = fold(name);
        let is_same = |known: &String| fold(known) == same;
        let roles = self.role_ids().zip(&self.roles).map(|(id, role)| {
            let aliases = role.aliases.get(language).into_iter().flatten();
            let mut names = role.names.get(language).into_iter().chain(aliases);
            (Named::Role(id), names.any(is_same), &role.id)
        });
        let units = (0..).map(UnitId).zip(&self.units).map(|(id, unit)| {
            let aliases = unit.aliases.get(language).into_iter().flatten();
            let mut names = unit.names.get(language).into_iter().chain(aliases);
            (Named::Unit(id), names.any(is_same), &unit.id)
        });
        let terms = (0..).map(TermId).zip(&self.terms).map(|(id, term)| {
            let mut names = term.names.get(language).into_iter();
            (Named::Term(id), names.any(is_same), &term.id)
        });
        let mut all = roles.chain(units).chain(terms);
        match all.find(|(named, is_called, _)| *is_called && Some(*named) != own) {
            Some((_, _, owner)) => Err(NameFault::Taken {
                name: name.to_owned(),
                owner: owner.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// A name may stand on two lines.
fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
