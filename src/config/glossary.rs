//! `glossary.toml`: terms, what they are called in each language, and what they must not be called.

use super::roles::identify;
use super::table::{Reader, Table};
use super::{LocalizedText, LocalizedTexts, Problem, Spanned};
use crate::source::{FileId, Span};

/// `glossary.toml`, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlossaryConfig {
    pub terms: Vec<TermEntry>,
}

/// One `[[term]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermEntry {
    pub id: Spanned<String>,
    pub name: LocalizedText,
    /// Words that mean the term and are not to be used for it.
    pub variants: LocalizedTexts,
    pub definition: LocalizedText,
    /// What to sort by in place of the name.
    pub sort_key: LocalizedText,
    /// The entry's header.
    pub span: Span,
}

/// Reads the text of `glossary.toml`. An entry without an id is reported and left out.
pub fn read_glossary(text: &str, file: FileId) -> (GlossaryConfig, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, 0);
    let mut config = GlossaryConfig::default();
    for table in reader.tables(&mut root, "term") {
        config.terms.extend(term(&mut reader, table));
    }
    reader.close(root);
    (config, reader.finish())
}

fn term(reader: &mut Reader, mut table: Table) -> Option<TermEntry> {
    let id = reader.id(&mut table, "id");
    let name = reader.localized_text(&mut table, "name");
    let variants = reader.localized_texts(&mut table, "variants");
    let definition = reader.localized_text(&mut table, "definition");
    let sort_key = reader.localized_text(&mut table, "sort-key");
    let (id, span) = identify(reader, table, id, &name)?;
    Some(TermEntry {
        id,
        name,
        variants,
        definition,
        sort_key,
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_names_variants_and_a_definition() {
        let text = r#"
[[term]]
id = "notice"
name = { zh = "书面通知", en = "written notice" }
variants = { zh = ["书面告知", "书信通知"] }
definition = { zh = "以纸质或者电子形式送达的通知。" }
"#;
        let (config, problems) = read_glossary(text, FileId(0));
        assert_eq!(problems, []);
        let term = &config.terms[0];
        assert_eq!(term.variants.get("zh").unwrap().len(), 2);
        assert_eq!(term.variants.get("en"), None);
        assert_eq!(term.definition.iter().count(), 1);
    }
}
