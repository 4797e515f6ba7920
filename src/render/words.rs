//! The words of the pages, from the language packs' `[interface]` table.

use jiff::civil::Date;

use crate::language::Language;

/// The interface words of one language.
pub struct Words {
    pub language: &'static Language,
}

impl Words {
    pub fn new(language: &'static Language) -> Self {
        Self { language }
    }

    /// The text under a dotted key. A key that the pack lacks gives itself, so that the gap is seen.
    pub fn get<'k>(&self, key: &'k str) -> &'k str
    where
        'static: 'k,
    {
        self.find(key).unwrap_or(key)
    }

    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.language.interface(key)
    }

    /// The text under `key` with `{name}` replaced by each value.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.get(key);
        let mut out = String::with_capacity(rest.len() + 16);
        // One pass, so that braces in a value stay what they are.
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let after = &rest[open + 1..];
            let value = after.find('}').and_then(|close| {
                let found = values.iter().find(|(name, _)| *name == &after[..close])?;
                Some((found.1, close))
            });
            match value {
                Some((value, close)) => {
                    out.push_str(value);
                    rest = &after[close + 1..];
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// A day as the language writes it.
    pub fn date(&self, date: Date) -> String {
        self.language.date(date)
    }

    /// Says which day's state is shown.
    pub fn as_of(&self, day: Option<Date>) -> Option<String> {
        day.map(|day| self.fill("as-of", &[("date", &self.date(day))]))
    }

    /// What it is called how a regulation stands, by [`crate::model::Sign::key`].
    pub fn status<'k>(&self, key: &'k str) -> &'k str {
        self.language.status(key)
    }

    /// What this language calls `other`.
    pub fn language_name(&self, other: &'static Language) -> &'static str {
        self.find(&format!("languages.{}", other.pack.tag))
            .unwrap_or(&other.pack.name)
    }

    /// All words for the templates, with `_` for `-` in the keys.
    pub fn view(&self) -> tera::Value {
        tera::Value::from_serializable(&underscored(&self.language.pack.interface))
    }
}

fn underscored(table: &toml::Table) -> toml::Table {
    let rename = |(key, value): (&String, &toml::Value)| {
        let value = match value {
            toml::Value::Table(inner) => toml::Value::Table(underscored(inner)),
            other => other.clone(),
        };
        (key.replace('-', "_"), value)
    };
    table.iter().map(rename).collect()
}
