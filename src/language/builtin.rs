//! The languages that the program brings with it, found by their tags.

use std::fmt::Display;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Language;

/// The pack files. The first language is what the program speaks where nothing says otherwise.
pub(super) static BUILTIN: [Builtin; 3] = [
    Builtin::new(include_str!("zh.toml")),
    Builtin::new(include_str!("en.toml")),
    Builtin::new(include_str!("zh-Hant.toml")),
];

/// A language that the program brings with it. Its pack is read when somebody needs it: that takes milliseconds.
#[derive(Debug)]
pub(super) struct Builtin {
    pub pack: &'static str,
    names: OnceLock<Names>,
    language: OnceLock<Language>,
}

/// What a language is asked for by: the beginning of a pack.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    pub tag: String,
    pub regions: Vec<String>,
}

impl Builtin {
    const fn new(pack: &'static str) -> Self {
        Self {
            pack,
            names: OnceLock::new(),
            language: OnceLock::new(),
        }
    }

    pub fn names(&self) -> &Names {
        let beginning = self.pack.split("\n[").next().unwrap_or_default();
        self.names.get_or_init(|| sound(toml::from_str(beginning)))
    }

    pub fn language(&self) -> &Language {
        self.language.get_or_init(|| sound(Language::from_toml(self.pack)))
    }

    fn is_called(&self, tag: &str) -> bool {
        let names = self.names();
        let mut tags = std::iter::once(&names.tag).chain(&names.regions);
        tags.any(|own| own.eq_ignore_ascii_case(tag))
    }
}

/// What is read of a pack. Tests show that every pack reads.
fn sound<T, E: Display>(read: Result<T, E>) -> T {
    read.unwrap_or_else(|error| unreachable!("a built-in language pack does not read: {error}"))
}

impl Language {
    /// The built-in languages, in a fixed order.
    pub fn builtin() -> impl Iterator<Item = &'static Self> + Clone {
        BUILTIN.iter().map(Builtin::language)
    }

    /// The tags of the built-in languages, in their order.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|builtin| builtin.names().tag.as_str())
    }

    /// The language that the program speaks where nothing says otherwise.
    pub fn first() -> &'static Self {
        BUILTIN[0].language()
    }

    /// The built-in language for a BCP 47 tag: that of the tag itself, else that of the tag with ever fewer subtags.
    pub fn find(tag: &str) -> Option<&'static Self> {
        let tag = tag.replace('_', "-");
        let mut shorter = std::iter::successors(Some(tag.as_str()), |tag| Some(tag.rsplit_once('-')?.0));
        let found = shorter.find_map(|wanted| BUILTIN.iter().find(|builtin| builtin.is_called(wanted)));
        found.map(Builtin::language)
    }

    /// The language whose words serve for a tag: that of [`Language::find`], else the first.
    pub fn nearest(tag: &str) -> &'static Self {
        Self::find(tag).unwrap_or_else(Self::first)
    }
}
