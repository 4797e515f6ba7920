//! RB012: handbooks in which there is nothing that a check could go by.

use crate::check::{packs, wording};
use crate::config::ProblemKind;
use crate::diagnostic::{Diagnostic, Findings};
use crate::model::{ChapterKind, Handbook};
use crate::source::Span;
use crate::syntax::FieldKey;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    dead_patterns(handbook, findings);
    let unread = |problem: &crate::config::Problem| {
        !matches!(
            problem.kind,
            ProblemKind::UnknownKey { .. } | ProblemKind::DeadPattern { .. }
        )
    };
    if !handbook.file_problems.is_empty() || handbook.config_problems.iter().any(unread) {
        return;
    }
    if handbook.texts.is_empty() {
        let regulation = |kind| matches!(kind, ChapterKind::Whole | ChapterKind::Chapter);
        let mut chapters = handbook.chapters.iter();
        let chapter = chapters
            .clone()
            .find(|chapter| regulation(chapter.kind))
            .or_else(|| chapters.next());
        let title = chapter.map(|chapter| {
            let title = chapter.document.title.as_ref().map_or(0..0, |title| title.span.clone());
            Span::new(chapter.file, title)
        });
        // Who checks the folder of a language, or one beside the handbook, has texts in no language.
        let text = || {
            let mut files = handbook.sources.iter();
            let (file, _) = files.find(|(_, file)| file.path.ends_with(".md"))?;
            Some(Span::new(file, 0..0))
        };
        findings.extend(title.or_else(text).map(|place| Diagnostic::new("RB012", place)));
    }
    if handbook.roles.is_empty() {
        findings.extend(handbook.texts.iter().find_map(|text| {
            let document = &handbook.chapter_of(text).document;
            let article = handbook.node(text);
            let lines = [FieldKey::Superior, FieldKey::Subordinates];
            let field = document.fields_of(article).iter().find_map(|field| {
                let declares = field.key.is_some_and(|key| lines.contains(&key));
                declares.then(|| (field.label.clone(), &*field.label_text))
            });
            let roster = || {
                let attributes = article.attributes.as_ref().filter(|_| article.is_roster())?;
                let class = attributes.classes.first()?;
                Some((class.whole.clone(), ".roster"))
            };
            let (place, field) = field.or_else(roster)?;
            let finding = wording::finding(handbook, "RB012", text, &place).variant("no-roles");
            let finding = finding.param("article", wording::article(handbook, text));
            Some(finding.param("field", field))
        }));
    }
}

/// Patterns that no text can match, and rules of the house that do not find what their own examples show.
fn dead_patterns(handbook: &Handbook, findings: &mut Findings) {
    let mut report = |span: Span, rule: &str, pattern: &str| {
        let finding = Diagnostic::new("RB012", span).variant("dead-pattern");
        findings.push(finding.param("rule", rule).param("pattern", pattern));
    };
    for problem in &handbook.config_problems {
        if let ProblemKind::DeadPattern { rule, pattern } = &problem.kind {
            report(problem.span, rule, pattern);
        }
    }
    for rule in handbook.house_packs().flat_map(|pack| &pack.rules) {
        for pattern in packs::dead_patterns(rule) {
            report(pattern.written.span, &rule.lint.code, &pattern.written.value);
        }
    }
}
