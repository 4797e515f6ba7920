use super::*;
use crate::language::Language;

#[test]
fn every_pack_has_words_for_every_remark() {
    for language in Language::builtin() {
        let words = language.pack.import.get("remarks").and_then(toml::Value::as_table);
        let words = words.unwrap_or_else(|| panic!("{} has no [import.remarks]", language.pack.tag));
        for key in remark::ALL {
            assert!(words.contains_key(key), "{}: {key}", language.pack.tag);
        }
    }
}
