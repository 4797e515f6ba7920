//! The schemas in `docs` know just the keys that the readers know.

use serde_json::Value;

use super::{Problem, ProblemKind, read_front_matter, read_glossary, read_handbook, read_roles};
use crate::source::FileId;

/// A key that nothing reads.
const UNKNOWN: &str = "zzzz";

/// The keys known where `UNKNOWN` stands, in order.
fn known(problems: Vec<Problem>) -> Vec<String> {
    let mut found = problems.into_iter().filter_map(|problem| match problem.kind {
        ProblemKind::UnknownKey { key, known, .. } if key == UNKNOWN => Some(known),
        _ => None,
    });
    let mut known: Vec<String> = found
        .next()
        .expect("the key is reported")
        .into_iter()
        .map(str::to_owned)
        .collect();
    known.sort();
    known.dedup();
    known
}

/// The properties at `path` of a schema, in order. None may be beside them.
fn properties(schema: &str, path: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let table = schema.pointer(path).expect("the schema has the table");
    assert_eq!(table["additionalProperties"], false, "{path}");
    let mut keys: Vec<String> = table["properties"]
        .as_object()
        .expect("a table")
        .keys()
        .cloned()
        .collect();
    keys.sort();
    keys
}

#[test]
fn a_schema_has_the_keys_that_are_read() {
    let file = FileId(0);
    let handbook = include_str!("../../docs/handbook.toml.schema.json");
    let roles = include_str!("../../docs/roles.toml.schema.json");
    let glossary = include_str!("../../docs/glossary.toml.schema.json");
    let front_matter = include_str!("../../docs/front-matter.schema.json");
    let of_handbook = |text: &str| known(read_handbook(&text.replace('?', UNKNOWN), file).1);
    let of_roles = |text: &str| known(read_roles(&text.replace('?', UNKNOWN), file).1);
    assert_eq!(properties(handbook, ""), of_handbook("? = 1"));
    assert_eq!(
        properties(handbook, "/properties/organisation"),
        of_handbook("[organisation]\n? = 1")
    );
    assert_eq!(properties(handbook, "/properties/site"), of_handbook("[site]\n? = 1"));
    assert_eq!(
        properties(handbook, "/definitions/rule/anyOf/1"),
        of_handbook("[rules]\nRB301 = { ? = 1 }")
    );
    let regulation = "/properties/regulation/additionalProperties";
    assert_eq!(properties(handbook, regulation), of_handbook("[regulation.a]\n? = 1"));
    assert_eq!(properties(roles, ""), of_roles("? = 1"));
    assert_eq!(properties(roles, "/properties/role/items"), of_roles("[[role]]\n? = 1"));
    assert_eq!(properties(roles, "/properties/unit/items"), of_roles("[[unit]]\n? = 1"));
    let of_glossary = |text: &str| known(read_glossary(&text.replace('?', UNKNOWN), file).1);
    assert_eq!(properties(glossary, ""), of_glossary("? = 1"));
    assert_eq!(
        properties(glossary, "/properties/term/items"),
        of_glossary("[[term]]\n? = 1")
    );
    let fields = known(read_front_matter(&format!("{UNKNOWN} = 1"), file, 0).1);
    assert_eq!(properties(front_matter, ""), fields);
}
