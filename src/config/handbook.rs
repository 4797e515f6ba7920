//! `handbook.toml`: what the handbook is called, its languages, and how strictly it is checked.

use super::problem::nearest;
use super::table::{Field, Reader, Table, is_language_tag};
use super::{Expected, LocalizedText, Problem, SiteConfig, Spanned, ValueFault, site};
use crate::source::FileId;

/// The levels a rule can be set to.
const LEVELS: &[&str] = &["off", "info", "warning", "error"];

/// `handbook.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandbookConfig {
    pub title: LocalizedText,
    /// Language tags, the authoritative one first, each once.
    pub languages: Vec<Spanned<String>>,
    /// Name of the organisation.
    pub organisation: LocalizedText,
    /// Where the site will stand, `https://…`.
    pub base_url: Option<Spanned<String>>,
    /// Name of the theme.
    pub theme: Option<Spanned<String>>,
    /// Where a reader proposes a change, `https://…`.
    pub edit_url: Option<Spanned<String>>,
    /// What the house gives its site.
    pub site: SiteConfig,
    /// Settings of single rules, in the order of the file.
    pub rules: Vec<RuleSetting>,
    /// Settings of single regulations, in the order of the file.
    pub regulations: Vec<RegulationSettings>,
    /// Packs of further rules: names of those built in, paths of the house's own.
    pub packs: Vec<Spanned<String>>,
}

/// One line of `[rules]`: a level, or a table with a level, a limit or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The code as written. Whether there is such a rule is not known here.
    pub code: Spanned<String>,
    /// `off`, `info`, `warning` or `error`.
    pub level: Option<Spanned<String>>,
    /// What the rule counts up to.
    pub limit: Option<Spanned<u32>>,
}

/// One `[regulation."customer-service"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegulationSettings {
    /// The regulation's id as written. Whether there is one is not known here.
    pub id: Spanned<String>,
    /// Count before those of the handbook.
    pub rules: Vec<RuleSetting>,
}

/// Reads the text of `handbook.toml`.
pub fn read_handbook(text: &str, file: FileId) -> (HandbookConfig, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, 0);
    let mut config = HandbookConfig {
        title: reader.localized_text(&mut root, "title"),
        languages: languages(&mut reader, &mut root),
        ..HandbookConfig::default()
    };
    addresses(&mut reader, &mut root, &mut config);
    if let Some(mut table) = reader.table(&mut root, "organisation") {
        config.organisation = reader.localized_text(&mut table, "name");
        // A key of the whole file that was added at its end has come to stand under the table above it.
        addresses(&mut reader, &mut table, &mut config);
        reader.close(table);
    }
    if let Some(mut table) = reader.table(&mut root, "site") {
        config.site = site::read(&mut reader, &mut table);
        addresses(&mut reader, &mut table, &mut config);
        reader.close(table);
    }
    config.packs = reader.texts(&mut root, "packs");
    if let Some(mut table) = reader.table(&mut root, "rules") {
        config.packs.extend(reader.texts(&mut table, "packs"));
        config.rules = rules(&mut reader, table);
    }
    if let Some(table) = reader.table(&mut root, "regulation") {
        config.regulations = table
            .rest()
            .filter_map(|field| regulation(&mut reader, field))
            .collect();
    }
    reader.close(root);
    (config, reader.finish())
}

fn regulation(reader: &mut Reader, field: Field) -> Option<RegulationSettings> {
    let id = field.key.clone();
    let mut table = reader.expect_table(field)?;
    let found = reader.table(&mut table, "rules");
    let rules = found.map_or_else(Vec::new, |table| rules(reader, table));
    reader.close(table);
    Some(RegulationSettings { id, rules })
}

fn languages(reader: &mut Reader, root: &mut Table) -> Vec<Spanned<String>> {
    let mut languages: Vec<Spanned<String>> = Vec::new();
    for tag in reader.texts(root, "languages") {
        if !is_language_tag(&tag.value) {
            reader.reject("languages", tag.span, ValueFault::NotALanguageTag);
        } else if languages
            .iter()
            .any(|known| known.value.eq_ignore_ascii_case(&tag.value))
        {
            reader.twice(&tag.value, tag.span);
        } else {
            languages.push(tag);
        }
    }
    if languages.is_empty() {
        reader.missing(root, "languages");
    }
    languages
}

fn addresses(reader: &mut Reader, table: &mut Table, config: &mut HandbookConfig) {
    let base_url = reader.url(table, "base-url");
    let theme = reader.text(table, "theme");
    let edit_url = reader.url(table, "edit-url");
    let fields = [
        ("base-url", &mut config.base_url, base_url),
        ("theme", &mut config.theme, theme),
        ("edit-url", &mut config.edit_url, edit_url),
    ];
    for (name, known, found) in fields {
        match found {
            Some(second) if known.is_some() => reader.twice(name, second.span),
            Some(found) => *known = Some(found),
            None => {}
        }
    }
}

fn rules(reader: &mut Reader, table: Table) -> Vec<RuleSetting> {
    table.rest().filter_map(|field| rule(reader, field)).collect()
}

fn rule(reader: &mut Reader, field: Field) -> Option<RuleSetting> {
    let code = field.key.clone();
    if field.is_table() {
        let mut table = reader.expect_table(field)?;
        let written = reader.text(&mut table, "level");
        let level = written.and_then(|written| level(reader, &code, written));
        let limit = reader.count(&mut table, "limit");
        reader.close(table);
        return Some(RuleSetting { code, level, limit });
    }
    let written = reader.expect_text(&field, Expected::RuleSetting)?;
    let level = level(reader, &code, written)?;
    Some(RuleSetting {
        code,
        level: Some(level),
        limit: None,
    })
}

fn level(reader: &mut Reader, code: &Spanned<String>, written: Spanned<String>) -> Option<Spanned<String>> {
    if LEVELS.contains(&written.value.as_str()) {
        return Some(written);
    }
    let suggestion = nearest(&written.value, LEVELS.iter().copied());
    let fault = ValueFault::NotOneOf {
        allowed: LEVELS,
        suggestion,
    };
    reader.reject(&code.value, written.span, fault);
    None
}

#[cfg(test)]
mod tests {
    use super::super::ProblemKind;
    use super::*;

    fn read(text: &str) -> (HandbookConfig, Vec<Problem>) {
        read_handbook(text, FileId(3))
    }

    fn kinds(text: &str) -> Vec<ProblemKind> {
        read(text).1.into_iter().map(|problem| problem.kind).collect()
    }

    #[test]
    fn a_complete_file_reads_without_problems() {
        let text = r#"title = { zh = "员工手册", en = "Staff Handbook" }
languages = ["zh", "en"]
base-url = "https://example.com/"
theme = "plain"
edit-url = "https://example.com/edit"

[organisation]
name = "某公司"

[site]
public = true

[rules]
RB301 = "off"
RB101 = "error"
packs = ["prc-labour"]
"#;
        let (config, problems) = read(text);
        assert_eq!(problems, []);
        assert_eq!(config.title.get("EN").unwrap().value, "Staff Handbook");
        assert_eq!(config.title.get("fr"), None);
        assert_eq!(config.organisation.get("fr").unwrap().value, "某公司");
        let codes: Vec<_> = config.rules.iter().map(|rule| &rule.code.value).collect();
        assert_eq!(codes, ["RB301", "RB101"]);
        assert_eq!(config.packs[0].value, "prc-labour");
        let span = config.title.get("zh").unwrap().span;
        assert_eq!(span.file, FileId(3));
        assert_eq!(&text[span.range()], "\"员工手册\"");
    }

    #[test]
    fn an_unknown_key_gets_the_key_it_resembles() {
        let found = kinds("languages = ['zh']\ntilte = 'x'\nbase_url = 'https://x'\nzzz = 1");
        let suggestion = |kind: &ProblemKind| match kind {
            ProblemKind::UnknownKey { suggestion, .. } => suggestion.clone(),
            _ => panic!("{kind:?}"),
        };
        let suggestions: Vec<_> = found.iter().map(suggestion).collect();
        assert_eq!(suggestions, [Some("title".into()), Some("base-url".into()), None]);
    }

    #[test]
    fn one_bad_value_does_not_cost_the_rest() {
        let (config, problems) = read("title = 5\nlanguages = ['zh', 7, 'e n', 'ZH']\ntheme = 'a'");
        assert_eq!(problems.len(), 4);
        assert_eq!(config.languages.len(), 1);
        assert_eq!(config.theme.unwrap().value, "a");
    }

    #[test]
    fn a_line_that_is_not_toml_does_not_cost_the_rest() {
        let (config, problems) = read("title 员工手册\r\nlanguages = ['zh']\r\ntheme: x\r\n[rules]\r\nRB1 = 'off'");
        let places: Vec<_> = problems.iter().map(|problem| problem.span.start).collect();
        assert_eq!(places.len(), 2, "{problems:?}");
        assert_eq!(config.languages[0].value, "zh");
        assert_eq!(config.rules.len(), 1);
    }

    #[test]
    fn full_width_marks_are_named_and_the_value_is_taken() {
        let (config, problems) = read("title = “员工手册”\nlanguages = ['zh'，'en']\n");
        let marks: Vec<_> = problems
            .iter()
            .map(|problem| match problem.kind {
                ProblemKind::Syntax { full_width, .. } => full_width,
                _ => None,
            })
            .collect();
        assert_eq!(marks, [Some('“'), Some('，')]);
        assert_eq!(config.title.get("zh").unwrap().value, "员工手册");
    }

    #[test]
    fn a_duplicate_key_is_one_problem_and_the_first_value_holds() {
        let (config, problems) = read("languages = ['zh']\ntheme = 'a'\ntheme = 'b'");
        let key = "theme".to_owned();
        assert_eq!(problems[0].kind, ProblemKind::Duplicate { key });
        assert_eq!(problems.len(), 1);
        assert_eq!(config.theme.unwrap().value, "a");
    }

    #[test]
    fn a_level_is_one_of_four_words() {
        let found = kinds("languages = ['zh']\n[rules]\nRB301 = 'warn'\nRB302 = 'eror'");
        let suggestions: Vec<_> = found
            .iter()
            .map(|kind| match kind {
                ProblemKind::Value {
                    reason: ValueFault::NotOneOf { suggestion, .. },
                    ..
                } => *suggestion,
                _ => panic!("{kind:?}"),
            })
            .collect();
        assert_eq!(suggestions, [None, Some("error")]);
    }

    #[test]
    fn a_rule_may_have_a_limit_and_a_regulation_its_own_settings() {
        let (config, problems) = read(
            "languages = ['zh']\n[rules]\nRB316 = { level = 'warning', limit = 8 }\nRB607 = { limit = 60 }\n\
             [regulation.service.rules]\nRB604 = 'off'\n",
        );
        assert_eq!(problems, []);
        let read = |rule: &RuleSetting| {
            let level = rule.level.as_ref().map(|level| level.value.clone());
            (
                rule.code.value.clone(),
                level,
                rule.limit.as_ref().map(|limit| limit.value),
            )
        };
        let rules: Vec<_> = config.rules.iter().map(read).collect();
        assert_eq!(
            rules,
            [
                ("RB316".to_owned(), Some("warning".to_owned()), Some(8)),
                ("RB607".to_owned(), None, Some(60))
            ]
        );
        assert_eq!(config.regulations[0].id.value, "service");
        assert_eq!(read(&config.regulations[0].rules[0]).1.as_deref(), Some("off"));
        assert_eq!(
            kinds("languages = ['zh']\n[rules]\nRB316 = { limit = -1 }")[0].key(),
            "wrong-type"
        );
        assert_eq!(
            kinds("languages = ['zh']\n[regulation.a]\nruels = 1")[0].key(),
            "unknown-key-suggestion"
        );
    }

    #[test]
    fn languages_have_to_be_named() {
        assert_eq!(kinds("title = 'x'")[0].key(), "missing");
    }

    #[test]
    fn an_address_has_to_be_one() {
        for wrong in [
            "example.com",
            "ftp://a",
            "https://",
            "https:///a",
            "https://a b",
            "https://a<script>",
        ] {
            let found = kinds(&format!("languages = ['zh']\nbase-url = '{wrong}'"));
            assert_eq!(found[0].key(), "not-a-url", "{wrong}");
        }
        assert!(kinds("languages = ['zh']\nbase-url = 'https://例.cn:8080/手册/'").is_empty());
    }

    #[test]
    fn a_key_that_slipped_under_a_table_still_counts() {
        let (config, problems) = read("languages = ['zh']\n[organisation]\nname = 'x'\ntheme = 'a'");
        assert_eq!(problems, []);
        assert_eq!(config.theme.unwrap().value, "a");
    }
}
