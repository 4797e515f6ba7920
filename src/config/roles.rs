//! `roles.toml`: every role and every unit once, with their names.

use super::table::{Reader, Table};
use super::{LocalizedText, LocalizedTexts, Problem, Spanned};
use crate::source::{FileId, Span};

/// `roles.toml`, in the order of the file. Ids may repeat: who compares files compares ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolesConfig {
    pub roles: Vec<RoleEntry>,
    pub units: Vec<UnitEntry>,
}

/// One `[[role]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleEntry {
    pub id: Spanned<String>,
    pub name: LocalizedText,
    pub aliases: LocalizedTexts,
    /// Id of the unit.
    pub unit: Option<Spanned<String>>,
    /// Named in this handbook, governed elsewhere: no duties are expected.
    pub external: Option<Spanned<bool>>,
    /// Nobody is above it within the handbook.
    pub top: Option<Spanned<bool>>,
    /// What to sort by in place of the name.
    pub sort_key: LocalizedText,
    /// The entry's header.
    pub span: Span,
}

/// One `[[unit]]`: a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEntry {
    pub id: Spanned<String>,
    pub name: LocalizedText,
    pub aliases: LocalizedTexts,
    /// The entry's header.
    pub span: Span,
}

impl RoleEntry {
    pub fn is_external(&self) -> bool {
        self.external.as_ref().is_some_and(|flag| flag.value)
    }

    pub fn is_top(&self) -> bool {
        self.top.as_ref().is_some_and(|flag| flag.value)
    }
}

/// Reads the text of `roles.toml`. An entry without an id is reported and left out.
pub fn read_roles(text: &str, file: FileId) -> (RolesConfig, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, 0);
    let mut config = RolesConfig::default();
    for table in reader.tables(&mut root, "role") {
        config.roles.extend(role(&mut reader, table));
    }
    for table in reader.tables(&mut root, "unit") {
        config.units.extend(unit(&mut reader, table));
    }
    reader.close(root);
    (config, reader.finish())
}

fn role(reader: &mut Reader, mut table: Table) -> Option<RoleEntry> {
    let id = reader.id(&mut table, "id");
    let name = reader.localized_text(&mut table, "name");
    let aliases = reader.localized_texts(&mut table, "aliases");
    let unit = reader.text(&mut table, "unit");
    let external = reader.flag(&mut table, "external");
    let top = reader.flag(&mut table, "top");
    let sort_key = reader.localized_text(&mut table, "sort-key");
    let (id, span) = identify(reader, table, id, &name)?;
    Some(RoleEntry {
        id,
        name,
        aliases,
        unit,
        external,
        top,
        sort_key,
        span,
    })
}

fn unit(reader: &mut Reader, mut table: Table) -> Option<UnitEntry> {
    let id = reader.id(&mut table, "id");
    let name = reader.localized_text(&mut table, "name");
    let aliases = reader.localized_texts(&mut table, "aliases");
    let (id, span) = identify(reader, table, id, &name)?;
    Some(UnitEntry {
        id,
        name,
        aliases,
        span,
    })
}

/// Closes the table of an entry that needs an id and a name. Without a name it stays, without an id it cannot.
pub(super) fn identify(
    reader: &mut Reader,
    table: Table,
    id: Option<Spanned<String>>,
    name: &LocalizedText,
) -> Option<(Spanned<String>, Span)> {
    if id.is_none() {
        reader.missing(&table, "id");
    }
    if name.is_empty() {
        reader.missing(&table, "name");
    }
    let span = table.span;
    reader.close(table);
    id.map(|id| (id, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (RolesConfig, Vec<&'static str>) {
        let (config, problems) = read_roles(text, FileId(0));
        let keys = problems.iter().map(|problem| problem.kind.key()).collect();
        (config, keys)
    }

    #[test]
    fn roles_and_units_are_read_in_the_order_of_the_file() {
        let text = r#"
[[role]]
id = "marketing-associate"
name = { zh = "营销协理", en = "Marketing Associate" }
aliases = { zh = ["客户服务中心营销协理"], en = "MA" }
unit = "centre"
external = true

[[role]]
id = "director"
name = "总监"
top = true
sort-key = { zh = "zong jian" }

[[unit]]
id = "centre"
name = "客户服务中心"
aliases = ["客服中心"]
"#;
        let (config, problems) = read(text);
        assert_eq!(problems, [""; 0]);
        let [associate, director] = &config.roles[..] else {
            panic!("{config:?}");
        };
        assert_eq!(associate.aliases.get("en").unwrap()[0].value, "MA");
        assert_eq!(associate.unit.as_ref().unwrap().value, "centre");
        assert!(associate.is_external() && !associate.is_top());
        assert_eq!(&text[associate.span.range()], "[[role]]");
        assert!(director.is_top());
        assert_eq!(director.sort_key.get("zh").unwrap().value, "zong jian");
        assert_eq!(config.units[0].aliases.get("fr").unwrap().len(), 1);
    }

    #[test]
    fn an_entry_without_an_id_is_reported_and_left_out() {
        let (config, problems) = read("[[role]]\nname = 'x'\n[[role]]\nid = 'a'\nname = 'y'");
        assert_eq!(problems, ["missing"]);
        assert_eq!(config.roles.len(), 1);
    }

    #[test]
    fn an_entry_without_a_name_is_reported_and_kept() {
        let (config, problems) = read("[[role]]\nid = 'a'\nname = ''");
        assert_eq!(problems, ["missing"]);
        assert_eq!(config.roles.len(), 1);
    }

    #[test]
    fn an_id_that_no_address_can_hold_is_reported_and_mended() {
        let (config, problems) = read("[[role]]\nid = '../a b'\nname = 'x'");
        assert_eq!(problems, ["not-an-id"]);
        assert_eq!(config.roles[0].id.value, "---a-b");
    }

    #[test]
    fn a_single_bracket_is_reported_and_understood() {
        let (config, problems) = read("[role]\nid = 'a'\nname = 'x'");
        assert_eq!(problems, ["wrong-type"]);
        assert_eq!(config.roles.len(), 1);
    }

    #[test]
    fn a_flag_is_not_a_text() {
        let (config, problems) = read("[[role]]\nid = 'a'\nname = 'x'\ntop = 'yes'\nextrenal = true");
        assert_eq!(problems, ["wrong-type", "unknown-key-suggestion"]);
        assert!(!config.roles[0].is_top());
    }

    #[test]
    fn a_key_that_is_no_language_tag_is_reported() {
        let (config, problems) = read("[[role]]\nid = 'a'\nname = { zh = 'x', '中文' = 'y' }");
        assert_eq!(problems, ["not-a-language-tag"]);
        assert_eq!(config.roles[0].name.by_tag.len(), 1);
    }
}
