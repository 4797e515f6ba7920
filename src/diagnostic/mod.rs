//! Findings: what a rule declares ([`Lint`]), what it found where ([`Diagnostic`]), and how to repair it ([`Fix`]).

mod entry;
mod fix;
mod lint;
mod page;
mod stats;
mod texts;
mod translations;

use std::cmp::Ordering;

pub use entry::{Entry, LintRef, Origin};
pub use fix::{Edit, Fix, Safety, apply, apply_counted, with_line_ends_of};
pub use lint::{Lint, lint, lints, page_faults, selected, suggest, suggest_from};
pub use page::{Example, ExampleFile};
pub use stats::{CitationStats, RegulationStats, Stats};
pub use texts::{Plural, Texts, Value, fill};
pub use translations::{ArticlePlace, TranslationState, TranslationStats, TranslationTask, Translations};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::source::{Sources, Span};
use page::Wording;

/// How much a finding weighs. Ordered with the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Error,
    Warning,
    Info,
}

/// One finding: a lint, the place of the fault, the other places concerned.
///
/// Its texts come from the lint's page, filled with `params`, in whatever language is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub lint: LintRef,
    /// The lint's level, unless the handbook sets another.
    pub level: Level,
    /// Names the page's `[variant.NAME]` whose texts replace the ordinary ones.
    pub variant: Option<&'static str>,
    pub span: Span,
    pub related: Vec<Related>,
    pub params: Vec<(&'static str, Value)>,
    pub fix: Option<Fix>,
    /// The article it belongs to, as `regulation#article-id`.
    pub article: Option<String>,
    /// Tells it from every other finding of the handbook, and stays when it moves or its article gets another number; 0
    /// until the check is done.
    pub identity: u64,
}

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Names the page's `[related.KEY]` text.
    pub key: &'static str,
    pub span: Span,
    /// Fill the label before the finding's own parameters do.
    pub params: Vec<(&'static str, Value)>,
}

impl Diagnostic {
    /// A finding of the lint with this code.
    ///
    /// A code without a page gives a finding that says so, since a missing page must not cost an editor the
    /// rest; a test holds that every code in use has one.
    pub fn new(code: &'static str, span: Span) -> Self {
        match lint(code) {
            Some(lint) => Self::of(lint, span),
            None => Self::of(lint::undocumented(), span).param("code", code),
        }
    }

    /// A finding of this lint.
    pub fn of(lint: impl Into<LintRef>, span: Span) -> Self {
        let lint = lint.into();
        Self {
            level: lint.level,
            lint,
            variant: None,
            span,
            related: Vec::new(),
            params: Vec::new(),
            fix: None,
            article: None,
            identity: 0,
        }
    }

    /// Takes the texts of the page's variant `name`, where it has them.
    pub fn variant(mut self, name: &'static str) -> Self {
        self.variant = Some(name);
        self
    }

    /// Fills `{key}` in every text of the finding.
    pub fn param(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.params.push((key, value.into()));
        self
    }

    /// Adds a place whose label is the page's `[related.KEY]`.
    pub fn related(self, key: &'static str, span: Span) -> Self {
        self.related_with(key, span, Vec::new())
    }

    /// Adds a place whose label has parameters of its own.
    pub fn related_with(mut self, key: &'static str, span: Span, params: Vec<(&'static str, Value)>) -> Self {
        self.related.push(Related { key, span, params });
        self
    }

    /// Offers a repair.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Says which article it belongs to, as `regulation#article-id`.
    pub fn article(mut self, article: String) -> Self {
        self.article = Some(article);
        self
    }

    /// What is wrong, as a sentence that stands alone.
    pub fn message(&self, tag: &str) -> String {
        let text = self.text(tag, |wording| wording.message.as_ref());
        text.unwrap_or_else(|| self.lint.title.get(tag).to_owned())
    }

    /// What stands at the place of the fault, in a few words.
    pub fn label(&self, tag: &str) -> Option<String> {
        self.text(tag, |wording| wording.label.as_ref())
    }

    /// What to do about it.
    pub fn help(&self, tag: &str) -> Option<String> {
        self.text(tag, |wording| wording.help.as_ref())
    }

    /// What the fix does. None where there is no fix.
    pub fn fix_title(&self, tag: &str) -> Option<String> {
        self.fix.as_ref()?;
        self.text(tag, |wording| wording.fix_title.as_ref())
    }

    /// What stands at the related place with index `index`.
    pub fn related_label(&self, index: usize, tag: &str) -> Option<String> {
        let related = self.related.get(index)?;
        let texts = self.choose(|wording| wording.related.get(related.key))?;
        Some(self.fill(texts, tag, &related.params))
    }

    fn text(&self, tag: &str, pick: impl Fn(&Wording) -> Option<&Texts>) -> Option<String> {
        let texts = self.choose(pick)?;
        Some(self.fill(texts, tag, &[]))
    }

    /// The text for `tag`, filled with `own` parameters first, then with those of the finding.
    fn fill(&self, texts: &Texts, tag: &str, own: &[(&'static str, Value)]) -> String {
        fill(texts.get(tag), |name| {
            let mut params = own.iter().chain(&self.params);
            let (_, value) = params.find(|(key, _)| *key == name)?;
            Some(value.get(tag))
        })
    }

    fn choose(&self, pick: impl Fn(&Wording) -> Option<&Texts>) -> Option<&Texts> {
        let lint = &*self.lint;
        let variant = self.variant.and_then(|name| lint.variants.get(name));
        variant.and_then(&pick).or_else(|| pick(&lint.wording))
    }
}

/// What rules push their findings into.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Diagnostic>,
    today: Option<Date>,
}

impl Findings {
    pub fn new() -> Self {
        Self::default()
    }

    /// Those of a check on this day.
    pub fn on(today: Option<Date>) -> Self {
        let found = Vec::new();
        Self { found, today }
    }

    /// The day that dates are held against. No rule reads the clock, so that every run finds the same.
    pub fn today(&self) -> Option<Date> {
        self.today
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}

impl Extend<Diagnostic> for Findings {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.found.extend(diagnostics);
    }
}

/// Puts findings into the order of every report: by path, position, code.
pub fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    diagnostics.sort_by(|a, b| compare(a, b, sources));
}

fn compare(a: &Diagnostic, b: &Diagnostic, sources: &Sources) -> Ordering {
    let path = |diagnostic: &Diagnostic| &*sources.file(diagnostic.span.file).path;
    path(a)
        .cmp(path(b))
        .then_with(|| a.span.start.cmp(&b.span.start))
        .then_with(|| a.lint.code.cmp(&b.lint.code))
        .then_with(|| a.span.end.cmp(&b.span.end))
        .then_with(|| a.variant.cmp(&b.variant))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{FileId, SourceFile};

    const PAGE: &str = r#"+++
code = "RB301"
name = "one-sided-reporting-line"
level = "error"
fix = "unsafe"

[title]
zh = "单方面的汇报关系"
en = "One-sided reporting line"

[message]
zh = "“{role}”以“{superior}”为直接上级，对方未列出"
en = "{role} reports to {superior}, which does not list it"

[related.superior]
zh = "{superior}的直接下级：{listed}"
en = "{superior} lists {listed}"

[variant.empty.related.superior]
zh = "{superior}没有列出直接下级"
en = "{superior} lists nobody"
+++
## 说明

甲

## Why

A
"#;

    fn finding() -> Diagnostic {
        let lint = Lint::parse(PAGE).expect("the page parses");
        let lint: &'static Lint = Box::leak(Box::new(lint));
        Diagnostic::of(lint, Span::new(FileId(0), 0..0))
            .param("role", Value::localized([("zh", "领班"), ("en", "the supervisor")]))
            .param("superior", "S")
            .related_with("superior", Span::new(FileId(0), 0..0), vec![("listed", 3_usize.into())])
    }

    #[test]
    fn texts_are_filled_in_each_language() {
        let finding = finding();
        assert_eq!(finding.message("zh"), "“领班”以“S”为直接上级，对方未列出");
        assert_eq!(
            finding.message("en-GB"),
            "the supervisor reports to S, which does not list it"
        );
        assert_eq!(finding.related_label(0, "en").as_deref(), Some("S lists 3"));
        assert_eq!(finding.label("en"), None);
    }

    #[test]
    fn a_variant_replaces_only_the_texts_it_has() {
        let finding = finding().variant("empty");
        assert_eq!(finding.related_label(0, "en").as_deref(), Some("S lists nobody"));
        assert!(finding.message("en").starts_with("the supervisor reports"));
    }

    #[test]
    fn a_code_without_a_page_is_said_not_fatal() {
        let finding = Diagnostic::new("RB000", Span::new(FileId(0), 0..0));
        assert!(finding.message("en").contains("RB000"));
    }

    #[test]
    fn findings_are_sorted_by_path_position_and_code() {
        let files = ["a.md", "b.md"].map(|path| Arc::new(SourceFile::new(path, "0123456789")));
        let sources = Sources::new(files.to_vec());
        let at = |file, start| Diagnostic {
            span: Span::new(FileId(file), start..start),
            ..finding()
        };
        let mut list = vec![at(1, 0), at(0, 5), at(0, 2)];
        sort(&mut list, &sources);
        let order: Vec<_> = list.iter().map(|d| (d.span.file.0, d.span.start)).collect();
        assert_eq!(order, [(0, 2), (0, 5), (1, 0)]);
    }
}
