//! Findings as a person reads them in a terminal: each place concerned with its line and a mark under the fault.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Heading, Renderer, Snippet};

use super::wrap::wrap;
use super::{Strings, Style};
use crate::diagnostic::{Diagnostic, Level, Safety};
use crate::source::{Sources, Span};

/// Columns that a line number and its border take at most in a chapter of usual length.
const GUTTER: usize = 8;
/// Narrower than this, a mark would not be seen with its surroundings.
const LEAST_WIDTH: usize = 40;
/// Of a line with more bytes only what stands around the mark is handed on.
const LONG_LINE: usize = 4096;

/// All findings, one after the other, in the language `tag`.
pub fn terminal(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    strings: &Strings,
    tag: &str,
    style: &Style<'_>,
) -> String {
    let width = style.width.saturating_sub(GUTTER).max(LEAST_WIDTH);
    // The frames stay ASCII: line-drawing characters are two columns wide in many Chinese terminals.
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(width);
    let mut report = String::new();
    for diagnostic in diagnostics {
        let mut cut = Vec::new();
        let group = group(diagnostic, sources, strings, tag, style, width, &mut cut);
        let mut rendered = renderer.render(&[group]);
        for Cut { shown, place } in cut {
            // The place ends its line; the message before it may say anything.
            if let Some(at) = rendered.find(&format!("{shown}\n")) {
                rendered.replace_range(at..at + shown.len(), &place);
            }
        }
        report += rendered.trim_end();
        report += "\n\n";
    }
    report
}

/// The place of a mark in a line of which the renderer has a part only.
struct Cut {
    /// As the renderer tells it, which counts columns in that part.
    shown: String,
    /// As it is.
    place: String,
}

fn group<'a>(
    diagnostic: &Diagnostic,
    sources: &'a Sources,
    strings: &'a Strings,
    tag: &str,
    style: &Style<'_>,
    width: usize,
    cut: &mut Vec<Cut>,
) -> Group<'a> {
    let heading = match diagnostic.level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
        Level::Info => Heading::INFO,
    };
    let title = heading
        .with_name(strings.level(diagnostic.level))
        .primary_title(diagnostic.message(tag))
        .id(diagnostic.lint.code.clone());
    let (fault, place) = (AnnotationKind::Primary, AnnotationKind::Context);
    let label = diagnostic.label(tag);
    let mut group = title.element(snippet(sources, diagnostic.span, label, fault, style, cut));
    for (index, related) in diagnostic.related.iter().enumerate() {
        let label = diagnostic.related_label(index, tag);
        // Each place on its own: labels that share a line push each other aside.
        group = group.element(snippet(sources, related.span, label, place, style, cut));
    }
    let (help, fix_title) = (diagnostic.help(tag), diagnostic.fix_title(tag));
    // A fix that does just what the help advises says it all.
    if let Some(help) = help.filter(|help| fix_title.as_ref() != Some(help)) {
        group = group.element(note(&strings.help, &help, width));
    }
    if let (Some(fix), Some(title)) = (&diagnostic.fix, fix_title) {
        let name = match fix.safety {
            Safety::Safe => &strings.safe_fix,
            Safety::Unsafe => &strings.unsafe_fix,
        };
        group = group.element(note(name, &title, width));
    }
    group
}

fn note<'a>(name: &'a str, text: &str, width: usize) -> annotate_snippets::Message<'a> {
    let room = width
        .saturating_sub(unicode_width::UnicodeWidthStr::width(name))
        .max(LEAST_WIDTH / 2);
    Heading::HELP.with_name(name).message(wrap(text, room).join("\n"))
}

/// The lines of `span`, marked. Only these lines are handed on, and of a long one a part, since the renderer goes over all
/// that it gets; what it then tells wrongly is added to `cut`.
fn snippet<'a>(
    sources: &'a Sources,
    span: Span,
    label: Option<String>,
    kind: AnnotationKind,
    style: &Style<'_>,
    cut: &mut Vec<Cut>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(span.file);
    let text: &str = &file.text;
    // A span from a rule is sound; the arithmetic only holds that a wrong one costs no panic.
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary(span.end as usize).max(start);
    let (before, after) = (
        text.get(..start).unwrap_or_default(),
        text.get(end..).unwrap_or_default(),
    );
    let first = before.rfind('\n').map_or(0, |at| at + 1);
    let last = after.find('\n').map_or(text.len(), |at| end + at);
    let line = file.position(start as u32).line;
    let lines = text.get(first..last).unwrap_or_default();
    // The half of a CRLF would show as a sign of its own.
    let lines = lines.strip_suffix('\r').unwrap_or(lines);
    let marked = (start - first).min(lines.len())..(end - first).min(lines.len());
    let path = format!("{}{}", style.prefix, file.path);
    let (lines, marked) = if lines.len() > LONG_LINE && !lines.contains('\n') {
        let part = around(lines, &marked, style.width);
        let column = |text: &str| text.chars().count() + 1;
        cut.push(Cut {
            shown: format!("{path}:{line}:{}", column(&lines[part.start..marked.start])),
            place: format!("{path}:{line}:{}", column(&lines[..marked.start])),
        });
        let end = marked.end.min(part.end);
        (&lines[part.clone()], marked.start - part.start..end - part.start)
    } else {
        (lines, marked)
    };
    // The renderer shows the controls of ASCII; of those after it, each is as long as the dot in its place.
    let is_late_control = |next: char| matches!(next, '\u{80}'..='\u{9F}');
    let lines = match lines.contains(is_late_control) {
        true => Cow::Owned(lines.replace(is_late_control, "·")),
        false => Cow::Borrowed(lines),
    };
    Snippet::source(lines)
        .line_start(line as usize)
        .path(path)
        .annotation(kind.span(marked).label(label))
}

/// What of a line is enough to show a mark in a terminal so wide: more than the width on each side of where it begins, so
/// that the renderer cuts as it would cut the whole.
fn around(line: &str, marked: &Range<usize>, width: usize) -> Range<usize> {
    let characters = 2 * width.max(LEAST_WIDTH);
    let before = line[..marked.start].char_indices().rev().take(characters).last();
    let after = line[marked.start..].char_indices().nth(2 * characters);
    let start = before.map_or(marked.start, |(at, _)| at);
    start..after.map_or(line.len(), |(at, _)| marked.start + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{one_sided, sources, strings};
    use super::*;
    use crate::diagnostic::{Edit, Fix};
    use crate::source::{FileId, SourceFile};

    const PLAIN: Style<'_> = Style {
        width: 80,
        color: false,
        prefix: "handbook/",
    };

    fn render(diagnostic: Diagnostic, sources: &Sources, tag: &str, style: &Style<'_>) -> String {
        let report = terminal(&[diagnostic], sources, &strings(tag), tag, style);
        report.trim_end().to_owned()
    }

    #[test]
    fn both_declarations_of_a_one_sided_reporting_line_are_shown() {
        let sources = sources();
        insta::assert_snapshot!(render(one_sided(&sources), &sources, "zh", &PLAIN), @r"
        错误[RB301]: “营销协理”以“客户服务中心总监”为直接上级，但“客户服务中心总监”的直接下级中没有“营销协理”
         --> handbook/zh/customer-service/01-positions.md:3:8
          |
        3 | - 直接上级：客户服务中心总监
          |             ^^^^^^^^^^^^^^^^ 这里写的是“客户服务中心总监”
          |
         ::: handbook/zh/customer-service/01-positions.md:8:8
          |
        8 | - 直接下级：襄理、😀协理
          |             ------------ 这里没有“营销协理”
          |
          = 怎么办: 先弄清这个岗位究竟归谁领导，再改其中一处：或者在“客户服务中心总监”
                    的直接下级中补上“营销协理”，或者改正“营销协理”的直接上级。
          = 须确认的改法（--unsafe-fixes）: 在“客户服务中心总监”的直接下级中补上“营销
                                            协理”
        ");
        insta::assert_snapshot!(render(one_sided(&sources), &sources, "en", &PLAIN), @r"
        error[RB301]: the Marketing Associate reports to the Director of Customer Service, who does not list the Marketing Associate
         --> handbook/zh/customer-service/01-positions.md:3:8
          |
        3 | - 直接上级：客户服务中心总监
          |             ^^^^^^^^^^^^^^^^ names the Director of Customer Service
          |
         ::: handbook/zh/customer-service/01-positions.md:8:8
          |
        8 | - 直接下级：襄理、😀协理
          |             ------------ does not list the Marketing Associate
          |
          = help: find out who leads this post, then change one of the two places: add
                  the Marketing Associate to those whom the Director of Customer
                  Service supervises, or name another superior.
          = fix to agree to (--unsafe-fixes): add the Marketing Associate to those
                                              whom the Director of Customer Service
                                              supervises
        ");
    }

    #[test]
    fn a_long_paragraph_is_cut_around_the_fault() {
        let text = "为了规范客户服务中心的管理，".repeat(12) + "按襄理的安排巡店。" + &"其他".repeat(60);
        let at = text.find("按襄理").map(|at| at as u32).expect("it is there");
        let sources = Sources::new(vec![SourceFile::new("zh/a.md", text).into()]);
        let diagnostic = Diagnostic {
            span: Span::new(FileId(0), at + 3..at + 9),
            related: Vec::new(),
            fix: None,
            ..one_sided(&self::sources())
        };
        insta::assert_snapshot!(render(diagnostic, &sources, "zh", &PLAIN), @r"
        错误[RB301]: “营销协理”以“客户服务中心总监”为直接上级，但“客户服务中心总监”的直接下级中没有“营销协理”
         --> handbook/zh/a.md:1:170
          |
        1 | ... 心的管理，按襄理的安排巡店。其他其他其他其他其他其他其他其他...
          |                 ^^^^ 这里写的是“客户服务中心总监”
          |
          = 怎么办: 先弄清这个岗位究竟归谁领导，再改其中一处：或者在“客户服务中心总监”
                    的直接下级中补上“营销协理”，或者改正“营销协理”的直接上级。
        ");
    }

    #[test]
    fn a_line_of_any_length_is_shown_like_a_long_one_with_its_column() {
        let filler = "为了规范客户服务中心的管理，".repeat(20_000);
        let text = filler.clone() + "按襄理的安排巡店。" + &"其他".repeat(100_000);
        let at = filler.len() as u32;
        let sources = Sources::new(vec![SourceFile::new("zh/a.md", text).into()]);
        let span = |start: u32, end: u32| Span::new(FileId(0), at + start..at + end);
        let diagnostic = || {
            Diagnostic {
                span: span(3, 9),
                related: Vec::new(),
                fix: None,
                ..one_sided(&self::sources())
            }
            .related("superior", span(18, 24))
        };
        let shown = render(diagnostic(), &sources, "zh", &PLAIN);
        assert!(shown.contains(" --> handbook/zh/a.md:1:280002\n"), "{shown}");
        assert!(shown.contains(" ::: handbook/zh/a.md:1:280007\n"), "{shown}");
        assert!(
            shown.contains("1 | ... 心的管理，按襄理的安排巡店。其他其他其他其他其他其他其他其他...\n"),
            "{shown}"
        );
        assert!(
            shown.contains("  |                 ^^^^ 这里写的是“客户服务中心总监”"),
            "{shown}"
        );
        let painted = Style { color: true, ..PLAIN };
        let shown = render(diagnostic(), &sources, "zh", &painted);
        assert!(shown.contains("handbook/zh/a.md:1:280002\n"), "{shown}");
        // Each of a thousand costs what is shown of it.
        let many: Vec<Diagnostic> = (0..1000).map(|_| diagnostic()).collect();
        assert!(terminal(&many, &sources, &strings("zh"), "zh", &PLAIN).contains("1:280007"));
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let sources = sources();
        let painted = Style { color: true, ..PLAIN };
        assert!(render(one_sided(&sources), &sources, "zh", &painted).contains("\u{1b}["));
        assert!(!render(one_sided(&sources), &sources, "zh", &PLAIN).contains('\u{1b}'));
    }

    proptest! {
        #[test]
        fn any_text_and_any_span_can_be_shown(
            text in "([a第 \t\r\n：😀\u{301}\u{0}]{0,12}\n?){0,4}",
            start in 0_u32..40,
            length in 0_u32..40,
            width in 0_usize..90,
        ) {
            let sources = Sources::new(vec![SourceFile::new("a.md", text).into()]);
            let span = Span::new(FileId(0), start..start + length);
            let edit = Edit { span, text: String::new() };
            let diagnostic = Diagnostic {
                span,
                related: Vec::new(),
                ..one_sided(&self::sources())
            }
            .related("superior", span)
            .fix(Fix { safety: Safety::Safe, edits: vec![edit] });
            let style = Style { width, ..PLAIN };
            prop_assert!(!render(diagnostic, &sources, "zh", &style).is_empty());
        }
    }
}
