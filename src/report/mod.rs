//! Findings and rules as people and programs read them. Every form takes its words from [`Strings`], which a language
//! pack holds.

mod explain;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod rdjson;
mod rules;
mod sarif;
mod short;
mod table;
mod terminal;
mod translations;
mod wrap;

use std::fmt;

use annotate_snippets::renderer::{AnsiColor, Effects, Style as Ansi};
use serde::{Deserialize, Serialize};

pub use crate::diagnostic::{CitationStats, Plural, RegulationStats, Stats};
use crate::diagnostic::{Diagnostic, Level, Safety, fill};
use crate::source::{FileId, Position, Sources, Span};
pub use explain::{explain, explain_json};
pub use github::github;
pub use gitlab::gitlab;
pub use html::html;
pub use json::json;
pub use junit::junit;
pub use rdjson::rdjson;
pub use rules::{rules, rules_json};
pub use sarif::sarif;
pub use short::short;
pub use terminal::terminal;
pub use translations::{translations, translations_csv, translations_json};

/// The words of the reports in one language: the table `[report]` of a language pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Strings {
    pub error: String,
    pub warning: String,
    pub info: String,
    /// Before what to do about a finding.
    pub help: String,
    /// Before what a safe fix would do.
    pub safe_fix: String,
    /// Before what an unsafe fix would do.
    pub unsafe_fix: String,
    /// Counts, with `{n}`.
    pub files: Plural,
    pub articles: Plural,
    pub errors: Plural,
    pub warnings: Plural,
    pub infos: Plural,
    pub translation_count: Plural,
    /// Between two counts.
    pub separator: String,
    /// The last line, with `{files}`, `{articles}` and `{findings}`.
    pub summary: String,
    /// What stands for `{findings}` where there are none.
    pub clean: String,
    /// Where to read more, with `{code}`.
    pub more: String,
    /// Between a caption and what it names.
    pub colon: String,
    /// Captions of a rule's page and heads of the table of rules.
    pub code: String,
    pub name: String,
    pub level: String,
    pub fix: String,
    pub title: String,
    pub bad: String,
    pub good: String,
    /// Captions of the page of a pack's rule.
    pub pack: String,
    pub source: String,
    /// Kinds of fix.
    pub no_fix: String,
    pub safe: String,
    pub r#unsafe: String,
    /// What a form that holds only so many findings leaves out, with `{n}`.
    pub left_out: Plural,
    /// The heading of the report as a page.
    pub report: String,
    /// Where a quotation comes from, with `{path}` and `{line}`.
    pub place: String,
    /// The heading over the rules that found something.
    pub rules: String,
    pub translations: translations::Words,
}

impl Strings {
    fn level(&self, level: Level) -> &str {
        match level {
            Level::Error => &self.error,
            Level::Warning => &self.warning,
            Level::Info => &self.info,
        }
    }

    fn safety(&self, safety: Option<Safety>) -> &str {
        match safety {
            None => &self.no_fix,
            Some(Safety::Safe) => &self.safe,
            Some(Safety::Unsafe) => &self.r#unsafe,
        }
    }
}

/// One handbook's findings, for the forms that hold those of all handbooks in one document.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The handbook's title; empty where it has none.
    pub title: &'a str,
    pub findings: &'a [Diagnostic],
    pub sources: &'a Sources,
    pub stats: &'a Stats,
    /// What makes a path of the handbook one that can be opened from the working folder.
    pub prefix: &'a str,
    /// The language of the messages.
    pub tag: &'a str,
}

impl Checked<'_> {
    /// The path of a file from the working folder.
    fn path(&self, file: FileId) -> String {
        let prefix = self.prefix.strip_prefix("./").unwrap_or(self.prefix);
        format!("{prefix}{}", self.sources.file(file).path)
    }

    /// The handbook's folder as seen from the working folder.
    fn folder(&self) -> &str {
        let folder = self.prefix.strip_prefix("./").unwrap_or(self.prefix);
        match folder.trim_end_matches('/') {
            "" => ".",
            folder => folder,
        }
    }

    /// Where a place begins, and where it ends without the line end and blanks that it may take in.
    fn extent(&self, span: Span) -> (Position, Position) {
        let file = self.sources.file(span.file);
        let covered = file.text.get(span.range()).unwrap_or_default();
        let end = span.start + covered.trim_end().len() as u32;
        (file.position(span.start), file.position(end))
    }

    /// What is wrong, what to do about it, and the other places concerned, on a line each.
    fn told(&self, finding: &Diagnostic) -> String {
        let mut told = advice(finding, self.tag);
        for (index, related) in finding.related.iter().enumerate() {
            let line = self.sources.file(related.span.file).position(related.span.start).line;
            let label = finding.related_label(index, self.tag).unwrap_or_default();
            told += &format!("\n{}:{line}: {label}", self.path(related.span.file));
        }
        told
    }
}

/// What is wrong and what to do about it, on a line each.
fn advice(finding: &Diagnostic, tag: &str) -> String {
    let help = finding.help(tag);
    let lines = std::iter::once(finding.message(tag)).chain(help);
    lines.collect::<Vec<_>>().join("\n")
}

/// What names a finding wherever it moves: 16 hexadecimal digits.
fn identity(finding: &Diagnostic) -> String {
    format!("{:016x}", finding.identity)
}

/// How much room and colour a report for people has.
#[derive(Clone, Debug)]
pub struct Style<'a> {
    /// Columns of the terminal.
    pub width: usize,
    pub color: bool,
    /// What to put before paths, so that they can be opened from where the reader is: the handbook's folder with a
    /// closing `/`, or nothing.
    pub prefix: &'a str,
}

impl Style<'_> {
    fn strong<T: fmt::Display>(&self, text: T) -> String {
        self.paint(Ansi::new().effects(Effects::BOLD), text)
    }

    fn level(&self, level: Level) -> Ansi {
        let color = match level {
            Level::Error => AnsiColor::BrightRed,
            Level::Warning => AnsiColor::Yellow,
            Level::Info => AnsiColor::BrightBlue,
        };
        color.on_default().effects(Effects::BOLD)
    }

    fn paint<T: fmt::Display>(&self, style: Ansi, text: T) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }
}

/// Findings by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub error: usize,
    pub warning: usize,
    pub info: usize,
}

impl Counts {
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.level {
                Level::Error => counts.error += 1,
                Level::Warning => counts.warning += 1,
                Level::Info => counts.info += 1,
            }
        }
        counts
    }

    /// The counts in words, worst first, those of nothing left out. Empty where there is nothing at all.
    pub fn format(&self, strings: &Strings) -> String {
        let all = [
            (self.error, &strings.errors),
            (self.warning, &strings.warnings),
            (self.info, &strings.infos),
        ];
        let some = all.iter().filter(|(count, _)| *count > 0);
        let words: Vec<_> = some.map(|(count, plural)| plural.format(*count)).collect();
        words.join(&strings.separator)
    }
}

/// The last lines of a report: what was checked, what was found, where to read more of the first finding shown.
pub fn summary(diagnostics: &[Diagnostic], stats: &Stats, strings: &Strings) -> String {
    let files = strings.files.format(stats.files);
    let articles = strings.articles.format(stats.articles());
    let first = diagnostics.first();
    let findings = match first {
        Some(_) => Counts::of(diagnostics).format(strings),
        None => strings.clean.clone(),
    };
    let mut lines = fill(&strings.summary, |name| match name {
        "files" => Some(&files),
        "articles" => Some(&articles),
        "findings" => Some(&findings),
        _ => None,
    });
    lines.push('\n');
    if let Some(first) = first {
        let code = &first.lint.code;
        lines += &fill(&strings.more, |name| (name == "code").then_some(code));
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Edit, Fix, Lint};
    use crate::source::{FileId, SourceFile, Sources, Span};

    const PAGE: &str = r#"+++
code = "RB301"
name = "one-sided-reporting-line"
level = "error"
fix = "unsafe"

[title]
zh = "对方未列为下级的直接上级"
en = "One-sided reporting line"

[message]
zh = "“{role}”以“{superior}”为直接上级，但“{superior}”的直接下级中没有“{role}”"
en = "the {role} reports to the {superior}, who does not list the {role}"

[label]
zh = "这里写的是“{superior}”"
en = "names the {superior}"

[related.superior]
zh = "这里没有“{role}”"
en = "does not list the {role}"

[help]
zh = "先弄清这个岗位究竟归谁领导，再改其中一处：或者在“{superior}”的直接下级中补上“{role}”，或者改正“{role}”的直接上级。"
en = "find out who leads this post, then change one of the two places: add the {role} to those whom the {superior} supervises, or name another superior."

[fix-title]
zh = "在“{superior}”的直接下级中补上“{role}”"
en = "add the {role} to those whom the {superior} supervises"
+++
## 说明

两处说法不一，员工就**不知道**该听谁的。
新人尤其如此：`直接上级`一栏写的是谁，遇事就会去找谁；而那个人的职责里并没有这一位下级，排班、考核都不会算上他。

- 在上级的条文中补上下级；
- 或者改正下级的条文，因为写错岗位名称的时候也会这样，这种情况请看[岗位表](https://example.com/roles)。

## Why

If the two places differ, nobody knows whom to follow.

1. Add the subordinate.
2. Or correct the superior.

## Examples

```toml both roles.toml
[[role]]
id = "director"
```

```markdown bad zh/a.md
## 第五条 营销协理岗位职责

- 直接上级：总监
```

```markdown good zh/a.md
## 第五条 营销协理岗位职责

- 直接上级：襄理
```
"#;

    pub(super) fn lint() -> &'static Lint {
        Box::leak(Box::new(Lint::parse(PAGE).expect("the page parses")))
    }

    /// The words as the language packs have them.
    pub(super) fn strings(tag: &str) -> Strings {
        #[derive(Deserialize)]
        struct Pack {
            report: Strings,
        }
        let pack = match tag {
            "zh" => include_str!("../language/zh.toml"),
            _ => include_str!("../language/en.toml"),
        };
        let pack: Pack = toml::from_str(pack).expect("the pack has all words");
        pack.report
    }

    pub(super) fn sources() -> Sources {
        let text = "## 第五条 营销协理岗位职责\n\n- 直接上级：客户服务中心总监\n- 直接下级：无\n\n\
            ## 第六条 客户服务中心总监岗位职责\r\n\r\n- 直接下级：襄理、😀协理\r\n";
        Sources::new(vec![
            SourceFile::new("zh/customer-service/01-positions.md", text).into(),
        ])
    }

    pub(super) fn find(sources: &Sources, needle: &str) -> Span {
        let text = &sources.file(FileId(0)).text;
        let at = text.find(needle).expect("it is there");
        Span::new(FileId(0), at as u32..(at + needle.len()) as u32)
    }

    pub(super) fn one_sided(sources: &Sources) -> Diagnostic {
        let listed = find(sources, "襄理、😀协理");
        let insertion = Edit {
            span: Span::new(FileId(0), listed.end..listed.end),
            text: "、营销协理".to_owned(),
        };
        let name = |zh, en| crate::diagnostic::Value::localized([("zh", zh), ("en", en)]);
        Diagnostic::of(lint(), find(sources, "客户服务中心总监"))
            .param("role", name("营销协理", "Marketing Associate"))
            .param("superior", name("客户服务中心总监", "Director of Customer Service"))
            .related("superior", listed)
            .fix(Fix {
                safety: Safety::Unsafe,
                edits: vec![insertion],
            })
            .article("customer-service#marketing-associate".to_owned())
    }

    pub(super) fn stats() -> Stats {
        let regulation = RegulationStats {
            id: "customer-service".to_owned(),
            language: "zh".to_owned(),
            path: "zh/customer-service".to_owned(),
            articles: 62,
            citations: CitationStats {
                resolved: 41,
                external: 3,
                unresolved: 0,
            },
        };
        Stats {
            files: 1,
            bytes: 81234,
            regulations: vec![regulation],
            roles: 16,
        }
    }

    pub(super) fn checked<'a>(
        findings: &'a [Diagnostic],
        sources: &'a Sources,
        stats: &'a Stats,
        tag: &'a str,
    ) -> Checked<'a> {
        Checked {
            title: "手册",
            findings,
            sources,
            stats,
            prefix: "./hand book/",
            tag,
        }
    }

    #[test]
    fn the_summary_counts_in_each_language() {
        let sources = sources();
        let error = one_sided(&sources);
        let warning = Diagnostic {
            level: Level::Warning,
            ..error.clone()
        };
        let both = [warning.clone(), error, warning];
        insta::assert_snapshot!(summary(&both, &stats(), &strings("zh")), @r"
        共检查 1 个文件、62 条：1 个错误，2 个警告
        想了解某项规则的原因和示例，请运行 rolebook explain RB301
        ");
        insta::assert_snapshot!(summary(&both, &stats(), &strings("en")), @r"
        Checked 1 file, 62 articles: 1 error, 2 warnings
        For the reason behind a rule and an example, run rolebook explain RB301
        ");
        insta::assert_snapshot!(summary(&[], &stats(), &strings("zh")), @"共检查 1 个文件、62 条：没有发现问题");
    }
}
