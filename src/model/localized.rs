//! One thing in several languages.

/// Index of a language in the handbook's list; 0 is the authoritative one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub u8);

impl LanguageId {
    /// The language that prevails.
    pub const AUTHORITATIVE: Self = Self(0);

    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A value for each language that has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localized<T> {
    values: Vec<Option<T>>,
}

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Self { values: Vec::new() }
    }
}

impl<T> Localized<T> {
    pub fn get(&self, language: LanguageId) -> Option<&T> {
        self.values.get(language.index())?.as_ref()
    }

    pub fn get_mut(&mut self, language: LanguageId) -> Option<&mut T> {
        self.values.get_mut(language.index())?.as_mut()
    }

    pub fn set(&mut self, language: LanguageId, value: T) {
        let index = language.index();
        while self.values.len() <= index {
            self.values.push(None);
        }
        self.values[index] = Some(value);
    }

    /// The value in `language`, else in the first language that has one.
    pub fn best(&self, language: LanguageId) -> Option<&T> {
        self.get(language)
            .or_else(|| self.iter().next().map(|(_, value)| value))
    }

    /// The values that there are, the authoritative language first.
    pub fn iter(&self) -> impl Iterator<Item = (LanguageId, &T)> {
        let values = self.values.iter().enumerate();
        values.filter_map(|(index, value)| Some((LanguageId(index as u8), value.as_ref()?)))
    }

    pub fn is_empty(&self) -> bool {
        self.values.iter().all(Option::is_none)
    }
}
