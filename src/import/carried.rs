//! What `rolebook export` wrote of a regulation into its Word file, in place of guesses: the attributes of headings and the
//! front matter. What contradicts the text, which somebody may have changed in Word, is told.

use std::collections::BTreeSet;

use super::draft::{Draft, Unit};
use super::front::{Front, squeeze};
use super::heads::Found;
use super::line::{Line, is_gap};
use super::manuscript::{Place, Remark};
use super::roles::Roster;
use crate::config::{FrontMatter, read_front_matter};
use crate::language::Language;
use crate::source::FileId;
use crate::syntax::Attributes;

/// Names in `[import.remarks]`: the attributes stand at no heading; their id is another heading's; the title names another
/// role than they do; title and day of effect are not those of the front matter.
const NO_HEADING: &str = "carried-no-heading";
const SAME_ID: &str = "carried-same-id";
const OTHER_ROLE: &str = "carried-other-role";
const OTHER_TITLE: &str = "carried-other-title";
const OTHER_DAY: &str = "carried-other-day";
#[cfg(test)]
const ALL: [&str; 5] = [NO_HEADING, SAME_ID, OTHER_ROLE, OTHER_TITLE, OTHER_DAY];

/// The class of a list of posts.
const ROSTER: &str = "roster";

/// The attributes that the file carries for a heading, empty where it had none; nothing where there is no telling.
pub fn carried<'m>(lines: &[Line<'m>], found: Found) -> Option<&'m str> {
    let line = &lines[found.line];
    line.attributes.filter(|_| line.text[..found.at].chars().all(is_gap))
}

impl Unit {
    /// The id of the role that the carried attributes name.
    pub fn carried_role(&self) -> Option<String> {
        let attributes = Attributes::read(self.carried.as_deref()?, 0)?;
        let role = attributes.get("role")?;
        (!role.is_empty()).then(|| role.value.to_string())
    }

    /// Whether these attributes make it a list of posts, if there are any.
    pub fn carried_list(&self) -> Option<bool> {
        let carried = self.carried.as_deref()?;
        let classes = Attributes::read(carried, 0).unwrap_or_default().classes;
        Some(classes.iter().any(|class| **class == *ROSTER))
    }
}

/// The attributes of each unit's heading, braces included.
pub fn attributes(
    draft: &Draft,
    lines: &[Line<'_>],
    lists: &[usize],
    roster: &Roster,
    language: &Language,
    remarks: &mut Vec<Remark>,
) -> Vec<Option<String>> {
    let mut used = BTreeSet::new();
    let heads = draft.units.iter().filter(|unit| unit.carried.is_some());
    let heads: BTreeSet<usize> = heads.map(|unit| unit.found.line).collect();
    for (index, line) in lines.iter().enumerate() {
        let text = line
            .attributes
            .filter(|text| !text.is_empty() && !heads.contains(&index));
        remarks.extend(text.map(|text| remark(line.place, NO_HEADING, text)));
    }
    // An id that was carried is nobody else's, whatever is guessed before.
    let carried: Vec<Option<String>> = draft
        .units
        .iter()
        .map(|unit| {
            let text = unit.carried.as_deref()?;
            let place = lines[unit.found.line].place;
            let read = Attributes::read(text, 0).unwrap_or_default();
            if read.id.as_ref().is_some_and(|id| !used.insert(id.value.to_string())) {
                remarks.push(remark(place, SAME_ID, text));
                return None;
            }
            let named = unit
                .role
                .and_then(|role| roster.id(&squeeze(role.text(lines), language)));
            if let (Some(stated), Some(named)) = (unit.carried_role(), named)
                && stated != named
            {
                remarks.push(remark(place, OTHER_ROLE, text));
                return None;
            }
            Some(text.to_owned())
        })
        .collect();
    let units = draft.units.iter().zip(carried).enumerate();
    units
        .map(|(index, (unit, carried))| {
            if carried.is_some() {
                return carried.filter(|text| !text.is_empty());
            }
            if lists.contains(&index) {
                return Some(format!("{{.{ROSTER}}}"));
            }
            let id = roster.id(&squeeze(unit.role?.text(lines), language))?.to_owned();
            // Of two articles for one role only one can have its name.
            let own = if used.insert(id.clone()) {
                format!("#{id} ")
            } else {
                String::new()
            };
            Some(format!("{{{own}role={id}}}"))
        })
        .collect()
}

/// Puts what the file carries of the front matter in the place of what its text seems to say. `asked` says that the editor
/// asks for another title.
pub fn front_matter(front: &mut Front, text: &str, asked: bool, remarks: &mut Vec<Remark>) {
    let (stated, _): (FrontMatter, _) = read_front_matter(text, FileId(0), 0);
    let title = stated.title.map(|title| title.value);
    let mut tree: toml_edit::DocumentMut = text.parse().unwrap_or_default();
    if title.as_ref() != Some(&front.title) {
        if let Some(title) = title.filter(|_| !asked) {
            remarks.push(remark(
                Place::default(),
                OTHER_TITLE,
                &format!("{title} → {}", front.title),
            ));
        }
        tree["title"] = toml_edit::value(&front.title);
    }
    let effective = stated.effective.map(|day| day.value.to_string());
    if let (Some(stated), Some(read)) = (&effective, &front.effective)
        && stated != read
    {
        remarks.push(remark(Place::default(), OTHER_DAY, &format!("{stated} → {read}")));
    }
    let issuer = stated.issuer.map(|issuer| issuer.value);
    // Who stands above the title was written there in Word, and is written nowhere else.
    let added = front.issuer.take().filter(|_| front.issuer_from.is_some());
    if let Some(added) = added.as_ref().filter(|_| issuer.is_none()) {
        tree["issuer"] = toml_edit::value(added);
    }
    front.issuer = issuer.or(added);
    front.effective = effective;
    front.version = stated.version.map(|version| version.value);
    let status = stated.status.map(|status| status.value);
    front.status_word = front.status_word.take().filter(|_| front.status == status);
    front.status = status;
    front.carried = Some(tree.to_string());
}

fn remark(place: Place, key: &'static str, text: &str) -> Remark {
    Remark {
        place,
        key,
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_has_words_for_every_remark() {
        for language in Language::builtin() {
            let words = language.pack.import.get("remarks").and_then(toml::Value::as_table);
            let words = words.unwrap_or_else(|| panic!("{} has no [import.remarks]", language.pack.tag));
            for key in ALL {
                assert!(words.contains_key(key), "{}: {key}", language.pack.tag);
            }
        }
    }
}
