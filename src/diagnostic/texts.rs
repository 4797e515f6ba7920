//! Texts in several languages, and the parameters that fill them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::source::visible;

/// What of a parameter is shown at most, in characters: a finding quotes, and need not repeat a whole chapter.
const LONGEST: usize = 240;

/// One text per language tag, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(Vec<(String, String)>);

impl Texts {
    /// The text for a BCP 47 tag; else for its primary language; else the first there is.
    pub fn get(&self, tag: &str) -> &str {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let exact = self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(tag));
        let found = exact.or_else(|| self.0.iter().find(|(own, _)| primary(own) == primary(tag)));
        found.or(self.0.first()).map_or("", |(_, text)| text)
    }

    /// The tags that have a text, in the order written.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(tag, _)| tag.as_str())
    }

    /// Each tag with its text, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }
}

impl<T: Into<String>, U: Into<String>> FromIterator<(T, U)> for Texts {
    fn from_iter<I: IntoIterator<Item = (T, U)>>(texts: I) -> Self {
        let pairs = texts.into_iter();
        Self(pairs.map(|(tag, text)| (tag.into(), text.into())).collect())
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A TOML table forgets its order; the places of its keys still know it.
        let table = BTreeMap::<Spanned<String>, String>::deserialize(deserializer)?;
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_by_key(|(tag, _)| tag.span().start);
        Ok(entries
            .into_iter()
            .map(|(tag, text)| (tag.into_inner(), text))
            .collect())
    }
}

/// What fills a `{parameter}`: one text for all languages, or one for each. It is kept as it is shown: in one line,
/// with nothing in it that steers a terminal, and cut where it is very long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value(Texts);

impl Value {
    /// A value that reads differently in each language, such as a role's name.
    pub fn localized<T: Into<String>, U: Into<String>>(texts: impl IntoIterator<Item = (T, U)>) -> Self {
        let shown = texts.into_iter().map(|(tag, text)| (tag, shown(text.into())));
        Self(shown.collect())
    }

    /// The text for a language tag; another language's where it has none.
    pub fn get(&self, tag: &str) -> &str {
        self.0.get(tag)
    }
}

fn shown(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    let text = match visible(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(visible) => visible,
    };
    // What begins a line of a log may be a command to the service that reads it.
    match text.contains('\n') {
        true => text.replace('\n', " "),
        false => text,
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        // A single entry is what every tag falls back to.
        Self::localized([("", text)])
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        number.to_string().into()
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        number.to_string().into()
    }
}

/// A count in words, with `{n}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plural {
    pub one: String,
    pub other: String,
}

impl Plural {
    /// The words for `n`.
    pub fn format(&self, n: usize) -> String {
        let template = if n == 1 { &self.one } else { &self.other };
        let number = n.to_string();
        fill(template, |name| (name == "n").then_some(&number))
    }
}

/// `template` with each `{name}` replaced by what `value` has for it. An unknown one stays visible.
pub fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, tail)| Some((value(name)?, tail)));
        if let Some((text, tail)) = known {
            filled.push_str(text);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_falls_back_to_its_language_then_to_the_first() {
        let texts = Texts::from_iter([("zh", "甲"), ("en", "A"), ("zh-Hant", "乙")]);
        let got = ["zh-Hant", "zh-CN", "EN", "fr", ""].map(|tag| texts.get(tag));
        assert_eq!(got, ["乙", "甲", "A", "甲", "甲"]);
        assert_eq!(Texts::default().get("zh"), "");
    }

    #[test]
    fn an_unfilled_parameter_stays_visible() {
        let value = |name: &str| (name == "a").then_some("{b}");
        assert_eq!(fill("{a} {b} { {a", value), "{b} {b} { {a");
    }

    #[test]
    fn tables_keep_the_order_written() {
        let texts: Texts = toml::from_str("zh = '甲'\nen = 'A'").expect("two texts");
        assert_eq!(texts.tags().collect::<Vec<_>>(), ["zh", "en"]);
    }
}
