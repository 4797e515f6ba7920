//! The language that the program speaks, and its words.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

use crate::diagnostic;
use crate::language::Language;
use crate::report;

/// The words of the command line in one language: the table `[cli]` of a language pack.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Strings {
    /// With `{tag}` and `{tags}`.
    pub(super) unknown_language: String,
    /// With `{code}`.
    pub(super) unknown_rule: String,
    /// With `{code}`, `{suggestion}` and its `{name}`.
    pub(super) did_you_mean: String,
    /// With `{reason}`.
    pub(super) cannot_build: String,
    /// Why `--strict` built nothing, with `{findings}`.
    pub(super) refused: String,
    /// With `{path}`, `{written}` files, and the numbers `{unchanged}` and `{removed}`.
    pub(super) built: String,
    /// With `{findings}` and the handbook as an `{argument}`.
    pub(super) findings_remain: String,
    /// An example in which nothing was found, with `{place}`, the rule's `{code}` and the `{text}`.
    pub(super) self_test_bad: String,
    /// The same for one in which `{found}` was found.
    pub(super) self_test_good: String,
    /// With `{pack}`, and the numbers `{rules}`, `{examples}` and `{failures}`.
    pub(super) self_test_done: String,
    pub(super) self_test_none: String,
    /// A count, with `{n}`.
    pub(super) fixes: report::Plural,
    /// With `{fixes}` and `{files}`.
    pub(super) fixed: String,
    /// With `{fixes}` and `{files}`.
    pub(super) would_fix: String,
    pub(super) nothing_to_fix: String,
    /// With `{fixes}` and the handbook as an `{argument}`.
    pub(super) needs_agreement: String,
    /// With `{codes}`.
    pub(super) fix_refused: String,
    /// With `{codes}`.
    pub(super) fix_unsettled: String,
    /// With `{files}`.
    pub(super) would_change: String,
    /// With `{files}`.
    pub(super) changed: String,
    /// Nothing to renumber.
    pub(super) in_order: String,
    /// Nothing to format.
    pub(super) tidy: String,
    /// With `{path}`.
    pub(super) not_formatted: String,
    /// After each run of a command with `--watch`.
    pub(super) watching: String,
    /// With the `{port}` asked for and the one `{served}` instead.
    pub(super) port_taken: String,
    /// With the handbook's `{path}` and the `{url}` of its front page.
    pub(super) serving: String,
    pub(super) stopped: String,
    /// With `{url}` and `{reason}`.
    pub(super) cannot_open: String,
    /// What renumbering left, by its reason, with `{text}`.
    pub(super) left: BTreeMap<String, String>,
    /// With the baseline's `{path}` and the number `{n}` of findings: written, not reported, no longer found.
    pub(super) baseline_written: String,
    pub(super) baseline_known: String,
    pub(super) baseline_gone: String,
    /// With the `{path}` of a report: written, and left as it was.
    pub(super) report_written: String,
    pub(super) report_kept: String,
    /// With `{name}`.
    pub(super) unknown_article: String,
    /// With `{name}` and `{suggestion}`.
    pub(super) unknown_article_suggestion: String,
    /// With `{name}`.
    pub(super) not_translated: String,
    /// With `{path}`.
    pub(super) faulty_lock: String,
    /// With `{translations}` and the lock's `{path}`.
    pub(super) recorded: String,
    pub(super) nothing_recorded: String,
    /// Why the numbers in the lock were left as they were.
    pub(super) numbers_kept: String,
    /// The comment at the top of the lock.
    pub(super) lock_note: String,
    pub(super) export: super::export::Strings,
    pub(super) verify: super::verify::Strings,
    pub(super) usage: super::usage::Strings,
}

/// All words of one language.
#[derive(Debug)]
pub(super) struct Words {
    /// What texts are asked for. It may be finer than the pack's own tag.
    pub(super) tag: String,
    pub(super) report: report::Strings,
    pub(super) cli: Strings,
}

impl Words {
    /// The language asked for; else that of the system; else the first of `preferred` that there is a pack for; else
    /// the first pack.
    ///
    /// # Errors
    /// The language asked for has no pack.
    pub(super) fn choose(asked: Option<&str>, preferred: &[String]) -> anyhow::Result<Self> {
        let mut tags = system_tag().into_iter().chain(preferred.iter().cloned());
        let tag = match asked {
            Some(tag) => tag.to_owned(),
            None => tags.find(|tag| Language::find(tag).is_some()).unwrap_or_default(),
        };
        let first = || Some(Language::first()).filter(|_| asked.is_none());
        if let Some(language) = Language::find(&tag).or_else(first) {
            let tag = if tag.is_empty() { language.pack.tag.clone() } else { tag };
            return Self::of(language, tag);
        }
        // The words for this come from another language, since the one asked for has none.
        Err(Self::choose(None, preferred)?.unknown_language(&tag))
    }

    /// The error that there is no pack for the language `tag`.
    pub(super) fn unknown_language(&self, tag: &str) -> anyhow::Error {
        let known = Language::tags().collect::<Vec<_>>().join(&self.report.separator);
        let values = [("tag", tag), ("tags", &known)];
        anyhow::Error::msg(self.fill(&self.cli.unknown_language, &values))
    }

    fn of(language: &Language, tag: String) -> anyhow::Result<Self> {
        let broken = || format!("language pack {}", language.pack.tag);
        Ok(Self {
            report: language.pack.report.clone().try_into().with_context(broken)?,
            cli: language.pack.cli.clone().try_into().with_context(broken)?,
            tag,
        })
    }

    /// The text of an error that stops a command, with its parameters.
    pub(super) fn error(&self, key: &str, parameters: &[(&'static str, String)]) -> String {
        let language = Language::nearest(&self.tag);
        let template = language.phrase(&language.pack.error, key);
        let values: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill(template, &values)
    }

    /// `template` with its `{parameters}` filled.
    pub(super) fn fill(&self, template: &str, values: &[(&str, &str)]) -> String {
        diagnostic::fill(template, |name| {
            values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
        })
    }
}

/// The language of the system's messages as a BCP 47 tag.
fn system_tag() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set)?;
    tag_of_locale(&locale)
}

/// The tag of a POSIX locale such as `en_GB.UTF-8`; none for the locale that names no language.
fn tag_of_locale(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    (!matches!(name, "" | "C" | "POSIX")).then(|| name.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Reason;

    #[test]
    fn a_locale_names_a_language_or_none() {
        let tags = ["zh_CN.UTF-8", "en", "C.UTF-8", "POSIX", "de_DE@euro"].map(tag_of_locale);
        let tags = tags.each_ref().map(Option::as_deref);
        assert_eq!(tags, [Some("zh-CN"), Some("en"), None, None, Some("de-DE")]);
    }

    #[test]
    fn every_pack_has_all_words() {
        for language in Language::builtin() {
            let words = Words::of(language, language.pack.tag.clone()).expect("the pack has all words");
            assert!(
                Reason::ALL
                    .iter()
                    .all(|reason| words.cli.left.contains_key(reason.key()))
            );
        }
    }

    #[test]
    fn a_language_asked_for_is_found_or_refused() {
        let words = Words::choose(Some("zh-SG"), &[]).expect("there is a pack");
        assert_eq!((words.tag.as_str(), words.report.error.as_str()), ("zh-SG", "错误"));
        let error = Words::choose(Some("tlh"), &["en".to_owned()]).expect_err("there is no pack");
        assert!(error.to_string().contains("tlh"), "{error}");
    }
}
