//! What is meant by a name on the command line.

use super::{Handbook, RegulationId, RoleId};

/// What has an id and names by which people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Regulation(RegulationId),
    Role(RoleId),
}

/// A name that means nothing, or several things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// With the known name that it resembles most.
    Unknown(Option<String>),
    /// With the ids of what it may mean.
    Ambiguous(Vec<String>),
}

/// Share of its letters in which a name may differ from the one that was meant.
const LIKENESS: f64 = 0.6;

/// The regulation or role that is called `name`, of those that `among` takes: by its id, or in any language by its title
/// or one of its names.
///
/// # Errors
/// There is none, or there are several.
pub fn find(handbook: &Handbook, name: &str, among: impl Fn(&Subject) -> bool) -> Result<Subject, NotFound> {
    let name = name.trim().trim_end_matches('/');
    let regulations = (0..handbook.regulations.len() as u32).map(|index| Subject::Regulation(RegulationId(index)));
    let roles = handbook.role_ids().map(Subject::Role);
    let all: Vec<Subject> = regulations.chain(roles).filter(among).collect();
    let ids: Vec<Subject> = all
        .iter()
        .copied()
        .filter(|subject| subject.id(handbook) == name)
        .collect();
    let by_name = |subject: &&Subject| subject.names(handbook).iter().any(|own| own.eq_ignore_ascii_case(name));
    let found = match ids.is_empty() {
        true => all.iter().filter(by_name).copied().collect(),
        false => ids,
    };
    match found[..] {
        [only] => Ok(only),
        [] => {
            let known = all.iter().flat_map(|subject| {
                let names = subject.names(handbook).into_iter();
                names.chain([subject.id(handbook).to_owned()])
            });
            let folded = name.to_lowercase();
            let like = known.map(|known| {
                (
                    strsim::normalized_damerau_levenshtein(&folded, &known.to_lowercase()),
                    known,
                )
            });
            let best = like
                .filter(|(likeness, _)| *likeness >= LIKENESS)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            Err(NotFound::Unknown(best.map(|(_, known)| known)))
        }
        ref several => Err(NotFound::Ambiguous(
            several.iter().map(|subject| subject.id(handbook).to_owned()).collect(),
        )),
    }
}

impl Subject {
    /// The id of the regulation or the role.
    pub fn id<'h>(&self, handbook: &'h Handbook) -> &'h str {
        match *self {
            Self::Regulation(id) => &handbook.regulation(id).id,
            Self::Role(id) => &handbook.role(id).id,
        }
    }

    fn names(&self, handbook: &Handbook) -> Vec<String> {
        match *self {
            Self::Regulation(id) => {
                let editions = handbook.regulation(id).editions.iter().map(|(_, edition)| edition);
                let names = editions.flat_map(|edition| {
                    let short = edition
                        .front_matter
                        .short_titles
                        .iter()
                        .map(|short| short.value.clone());
                    short.chain([edition.title.clone()])
                });
                names.collect()
            }
            Self::Role(id) => {
                let role = handbook.role(id);
                let aliases = role.aliases.iter().flat_map(|(_, aliases)| aliases);
                role.names
                    .iter()
                    .map(|(_, name)| name)
                    .chain(aliases)
                    .cloned()
                    .collect()
            }
        }
    }
}
