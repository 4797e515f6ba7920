//! The table of all rules.

use serde::Serialize;

use super::json::line;
use super::table::table;
use super::{Strings, Style};
use crate::diagnostic::{Level, Lint, Safety};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    rules: Vec<Rule<'a>>,
}

/// A rule as programs see it. `fix` is `safe`, `unsafe` or null.
#[derive(Serialize)]
pub(super) struct Rule<'a> {
    code: &'a str,
    name: &'a str,
    level: Level,
    fix: Option<Safety>,
    title: &'a str,
    /// The pack that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pack: Option<&'a str>,
}

impl<'a> Rule<'a> {
    pub(super) fn new(lint: &'a Lint, tag: &str) -> Self {
        Self {
            code: &lint.code,
            name: &lint.name,
            level: lint.level,
            fix: lint.fix,
            title: lint.title.get(tag),
            pack: lint.origin.as_ref().map(|origin| origin.pack.as_str()),
        }
    }
}

/// The rules as a line of JSON, with titles in the language `tag`.
pub fn rules_json(lints: &[&Lint], tag: &str) -> String {
    line(&Report {
        version: 1,
        rules: lints.iter().map(|lint| Rule::new(lint, tag)).collect(),
    })
}

/// The rules as a table, with titles in the language `tag`.
pub fn rules(lints: &[&Lint], strings: &Strings, tag: &str, style: &Style<'_>) -> String {
    let heads = [
        &strings.code,
        &strings.level,
        &strings.fix,
        &strings.title,
        &strings.name,
    ];
    let rows = lints.iter().map(|lint| {
        let (level, fix) = (strings.level(lint.level), strings.safety(lint.fix));
        [lint.code.as_str(), level, fix, lint.title.get(tag), lint.name.as_str()]
    });
    table(heads.map(String::as_str), &rows.collect::<Vec<_>>(), style)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{lint, strings};
    use super::*;

    #[test]
    fn columns_line_up_under_wide_characters() {
        let style = Style {
            width: 80,
            color: false,
            prefix: "",
        };
        let lints = [lint()];
        insta::assert_snapshot!(rules(&lints, &strings("zh"), "zh", &style), @r"
        代码   级别  修正    查什么                    名称
        RB301  错误  须确认  对方未列为下级的直接上级  one-sided-reporting-line
        ");
        insta::assert_snapshot!(rules_json(&lints, "en"), @r#"{"version":1,"rules":[{"code":"RB301","name":"one-sided-reporting-line","level":"error","fix":"unsafe","title":"One-sided reporting line"}]}"#);
    }
}
