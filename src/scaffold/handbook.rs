//! The files that a handbook begins with: settings, two roles, one regulation, a page for the first day.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::Words;
use super::regulation::front_matter;
use crate::diagnostic::fill;

/// The folder of the first regulation, whatever its title.
const REGULATION: &str = "staff";
/// Ids of the first two roles where their names yield none.
const SUPERIOR: &str = "manager";
const SUBORDINATE: &str = "staff";

/// What is said in one language.
#[derive(Debug)]
pub struct Edition {
    /// Of the language, as its folder is called.
    pub tag: String,
    pub words: Words,
    pub title: String,
    pub organisation: String,
    pub superior: String,
    pub subordinate: String,
}

/// What a handbook begins with.
#[derive(Debug)]
pub struct Beginning {
    /// The authoritative language first.
    pub editions: Vec<Edition>,
}

/// The files of a new handbook: paths from its folder, and texts.
pub fn begin(beginning: &Beginning) -> Vec<(String, String)> {
    let editions = &beginning.editions;
    let superior = id(editions, |edition| &edition.superior).unwrap_or_else(|| SUPERIOR.to_owned());
    let subordinate = id(editions, |edition| &edition.subordinate)
        .filter(|id| *id != superior)
        .unwrap_or_else(|| SUBORDINATE.to_owned());
    let mut files = vec![
        ("handbook.toml".to_owned(), settings(editions)),
        ("roles.toml".to_owned(), roles(editions, &superior, &subordinate)),
        ("glossary.toml".to_owned(), String::new()),
    ];
    for edition in editions {
        let values = [
            ("title", edition.title.as_str()),
            ("organisation", &edition.organisation),
            ("regulation", &edition.words.regulation),
            ("superior", &edition.superior),
            ("superior-id", &superior),
            ("subordinate", &edition.subordinate),
            ("subordinate-id", &subordinate),
        ];
        let filled = |template: &str| {
            fill(template, |name| {
                values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
            })
        };
        let words = &edition.words;
        let front = front_matter(&edition.words.regulation) + "\n";
        let texts = [
            ("index.md".to_owned(), filled(&words.welcome)),
            ("pages/first-day.md".to_owned(), filled(&words.first_day)),
            (format!("{REGULATION}/index.md"), front + &filled(&words.preamble)),
            (format!("{REGULATION}/00-general.md"), filled(&words.general)),
            (format!("{REGULATION}/01-positions.md"), filled(&words.positions)),
            (
                format!("{REGULATION}/02-supplementary.md"),
                filled(&words.supplementary),
            ),
        ];
        files.extend(texts.map(|(path, text)| (format!("{}/{path}", edition.tag), text)));
    }
    files
}

/// An id of ASCII letters and digits from the first name that has any to offer.
fn id(editions: &[Edition], name: impl Fn(&Edition) -> &String) -> Option<String> {
    let slugs = editions.iter().map(|edition| slug(name(edition)));
    slugs.flatten().next()
}

/// `Assistant Manager` as `assistant-manager`; nothing for a name in other letters.
fn slug(name: &str) -> Option<String> {
    let words = name.split(|next: char| !next.is_ascii_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let whole = name.is_ascii() && !words.is_empty();
    whole.then(|| words.join("-"))
}

/// A text by language.
fn by_language(editions: &[Edition], text: impl Fn(&Edition) -> &str) -> Item {
    let mut table = InlineTable::new();
    for edition in editions {
        table.insert(&edition.tag, text(edition).into());
    }
    Item::Value(Value::InlineTable(table))
}

fn settings(editions: &[Edition]) -> String {
    let mut settings = DocumentMut::new();
    settings["title"] = by_language(editions, |edition| &edition.title);
    let languages: Array = editions.iter().map(|edition| edition.tag.as_str()).collect();
    settings["languages"] = toml_edit::value(languages);
    let mut organisation = Table::new();
    organisation["name"] = by_language(editions, |edition| &edition.organisation);
    settings["organisation"] = Item::Table(organisation);
    settings.to_string()
}

fn roles(editions: &[Edition], superior: &str, subordinate: &str) -> String {
    let mut first = super::role::entry(superior, by_language(editions, |edition| &edition.superior));
    first["top"] = toml_edit::value(true);
    let second = super::role::entry(subordinate, by_language(editions, |edition| &edition.subordinate));
    let mut roles = DocumentMut::new();
    roles["role"] = Item::ArrayOfTables([first, second].into_iter().collect());
    roles.to_string()
}
