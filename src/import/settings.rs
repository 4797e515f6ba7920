//! Texts in a further language in the settings that a handbook has: `handbook.toml` and `roles.toml`.

use toml_edit::{DocumentMut, Item, Value};

/// `before`, the text of `handbook.toml`, with a further language; nothing where it has it or cannot be read. `title` is
/// what the handbook is called in it, if it has titles by language.
pub fn with_language(before: &str, tag: &str, title: &str) -> Option<String> {
    let mut settings: DocumentMut = before.parse().ok()?;
    let languages = settings.get_mut("languages")?.as_array_mut()?;
    if languages.iter().any(|known| known.as_str() == Some(tag)) {
        return None;
    }
    languages.push(tag);
    add_text(settings.get_mut("title"), tag, title);
    Some(settings.to_string())
}

/// `before`, the text of `roles.toml`, with names in the language `tag`: each with its table and its id.
pub fn with_names<'n>(before: &str, tag: &str, names: impl Iterator<Item = (&'n str, &'n str, &'n str)>) -> String {
    let Ok(mut roles) = before.parse::<DocumentMut>() else {
        return before.to_owned();
    };
    for (table, id, name) in names {
        let entries = roles.get_mut(table).and_then(Item::as_array_of_tables_mut);
        let entry = entries.and_then(|entries| {
            let mut entries = entries.iter_mut();
            entries.find(|entry| entry.get("id").and_then(Item::as_str) == Some(id))
        });
        add_text(entry.and_then(|entry| entry.get_mut("name")), tag, name);
    }
    roles.to_string()
}

/// Adds a text to those by language, unless it is there.
fn add_text(texts: Option<&mut Item>, tag: &str, text: &str) {
    match texts {
        Some(Item::Value(Value::InlineTable(texts))) if !texts.contains_key(tag) => {
            // The blank before the brace goes with the last entry.
            let last = texts.iter_mut().last().map(|(_, value)| value);
            let blank = last.and_then(|last| {
                let suffix = last
                    .decor()
                    .suffix()
                    .and_then(|suffix| suffix.as_str())
                    .map(str::to_owned);
                last.decor_mut().set_suffix("");
                suffix
            });
            let mut value = Value::from(text);
            value.decor_mut().set_prefix(" ");
            value.decor_mut().set_suffix(blank.unwrap_or_default());
            texts.insert(tag, value);
        }
        Some(Item::Table(texts)) if !texts.contains_key(tag) => {
            texts.insert(tag, toml_edit::value(text));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_added_and_all_else_stays() {
        let before = "# 手册\ntitle = { zh = \"员工手册\" } # 名称\nlanguages = [\"zh\"]\n";
        let after =
            "# 手册\ntitle = { zh = \"员工手册\", en = \"Staff Handbook\" } # 名称\nlanguages = [\"zh\", \"en\"]\n";
        assert_eq!(with_language(before, "en", "Staff Handbook").as_deref(), Some(after));
        assert_eq!(with_language(after, "en", "Staff Handbook"), None);
    }

    #[test]
    fn names_are_added_to_the_entries_that_lack_them() {
        let before = "[[role]]\nid = \"dianzhang\"\nname = { zh = \"店长\" }\n\n[[role]]\nid = \"lingban\"\n[role.name]\nzh = \"领班\"\n";
        let names = [("role", "dianzhang", "Manager"), ("role", "lingban", "Shift Leader")];
        let after = "[[role]]\nid = \"dianzhang\"\nname = { zh = \"店长\", en = \"Manager\" }\n\n[[role]]\nid = \"lingban\"\n[role.name]\nzh = \"领班\"\nen = \"Shift Leader\"\n";
        assert_eq!(with_names(before, "en", names.into_iter()), after);
    }
}
