//! Heading attributes: `{#id role=manager .roster key=value}`.

use super::Bytes;

/// The attribute that keeps ids which a heading had.
pub const FORMER: &str = "was";

/// The attributes of a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    pub id: Option<Attribute>,
    pub classes: Vec<Attribute>,
    pub pairs: Vec<(Box<str>, Attribute)>,
    /// All of it, braces included.
    pub span: Bytes,
}

/// A value and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribute {
    pub value: Box<str>,
    pub span: Bytes,
    /// The key with the value.
    pub whole: Bytes,
}

impl std::ops::Deref for Attribute {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

impl Attributes {
    pub fn get(&self, key: &str) -> Option<&Attribute> {
        self.pairs
            .iter()
            .find(|(name, _)| **name == *key)
            .map(|(_, value)| value)
    }

    /// The ids that the heading had: the values of `was`, separated by commas.
    pub fn former_ids(&self) -> impl Iterator<Item = &str> {
        let values = self.pairs.iter().filter(|(name, _)| &**name == FORMER);
        let ids = values.flat_map(|(_, value)| value.value.split([',', '，']));
        ids.map(|id| id.trim().trim_start_matches('#'))
            .filter(|id| !id.is_empty() && !id.contains(char::is_whitespace))
    }

    /// Reads the attributes at the end of a heading's source, `start` being its offset in the file.
    pub fn read(heading: &str, start: u32) -> Option<Self> {
        let trimmed = heading.trim_end().trim_end_matches('#').trim_end();
        let inner = trimmed.strip_suffix('}').or_else(|| trimmed.strip_suffix('｝'))?;
        let open = inner.rfind('{')?;
        let base = start + open as u32;
        let mut attributes = Self {
            span: base..start + trimmed.len() as u32,
            ..Self::default()
        };
        let mut at = 1;
        let body = &inner[open..];
        while let Some(skip) = body[at..].find(|next: char| !next.is_whitespace()) {
            at += skip;
            let quoted = body[at..]
                .find('"')
                .filter(|&quote| !body[at..at + quote].contains(char::is_whitespace));
            let length = match quoted {
                Some(quote) => body[at + quote + 1..]
                    .find('"')
                    .map_or(body.len() - at, |end| quote + end + 2),
                None => body[at..].find(char::is_whitespace).unwrap_or(body.len() - at),
            };
            attributes.add(&body[at..at + length], base + at as u32);
            at += length;
        }
        Some(attributes)
    }

    fn add(&mut self, token: &str, start: u32) {
        let whole = start..start + token.len() as u32;
        let attribute = |value: &str, skip: usize| {
            let quotes = usize::from(value.len() > 1 && value.starts_with('"') && value.ends_with('"'));
            let value = &value[quotes..value.len() - quotes];
            let start = start + (skip + quotes) as u32;
            Attribute {
                value: value.into(),
                span: start..start + value.len() as u32,
                whole: whole.clone(),
            }
        };
        if let Some(id) = token.strip_prefix('#') {
            self.id = Some(attribute(id, 1));
        } else if let Some(class) = token.strip_prefix('.') {
            self.classes.push(attribute(class, 1));
        } else if let Some((key, value)) = token.split_once('=') {
            self.pairs.push((key.into(), attribute(value, key.len() + 1)));
        } else {
            self.pairs.push((token.into(), attribute("", token.len())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_keep_their_places() {
        let heading = "## 第五条 职责 {#a-b role=m .roster note=\"x y\"}\n";
        let found = Attributes::read(heading, 100).unwrap_or_default();
        let at = |bytes: &Bytes| &heading[bytes.start as usize - 100..bytes.end as usize - 100];
        assert_eq!(found.id.as_ref().map(|id| at(&id.span)), Some("a-b"));
        assert_eq!(found.get("role").map(|role| at(&role.span)), Some("m"));
        assert_eq!(found.get("note").map(|note| &*note.value), Some("x y"));
        assert_eq!(&*found.classes[0].value, "roster");
        assert_eq!(Attributes::read("## 第五条", 0), None);
    }

    #[test]
    fn former_ids_are_separated_by_commas_or_repeated() {
        let heading = "## 第五条 职责 {#a was=b,#c was=\"d, e\" was=,}";
        let found = Attributes::read(heading, 0).unwrap_or_default();
        assert_eq!(found.former_ids().collect::<Vec<_>>(), ["b", "c", "d", "e"]);
    }
}
