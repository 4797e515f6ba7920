//! A rule's page for the terminal.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::Serialize;

use super::json::line;
use super::rules::Rule;
use super::wrap::{is_wide, wrap};
use super::{Strings, Style};
use crate::diagnostic::{ExampleFile, Lint};

/// Lines of prose are not wider than this, however wide the terminal is.
const MOST_COLUMNS: usize = 88;

#[derive(Serialize)]
struct Page<'a> {
    version: u32,
    #[serde(flatten)]
    rule: Rule<'a>,
    /// Markdown.
    why: &'a str,
    examples: Vec<Fragments<'a>>,
    /// Statute and article, for a rule of a pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// What its pack is, and what it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Fragments<'a> {
    bad: Vec<File<'a>>,
    good: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    text: &'a str,
}

/// A rule's page as a line of JSON, with texts in the language `tag`.
pub fn explain_json(lint: &Lint, tag: &str) -> String {
    fn files(files: &[ExampleFile]) -> Vec<File<'_>> {
        files
            .iter()
            .map(|file| File {
                path: &file.path,
                text: &file.text,
            })
            .collect()
    }
    let examples = lint.examples.iter().map(|example| Fragments {
        bad: files(&example.bad),
        good: files(&example.good),
    });
    line(&Page {
        version: 1,
        rule: Rule::new(lint, tag),
        why: lint.why.get(tag),
        examples: examples.collect(),
        source: lint.origin.as_ref().map(|origin| origin.source.get(tag)),
        note: lint.origin.as_ref().map(|origin| origin.description.get(tag)),
    })
}

/// A rule's page: what it is, why it matters, an example with the fault and one without, in the language `tag`.
pub fn explain(lint: &Lint, strings: &Strings, tag: &str, style: &Style<'_>) -> String {
    let level = style.paint(style.level(lint.level), strings.level(lint.level));
    let colon = &strings.colon;
    let mut page = format!(
        "{} {}\n{}\n\n{}{colon}{level}\n{}{colon}{}\n",
        style.strong(&lint.code),
        lint.name,
        style.strong(lint.title.get(tag)),
        strings.level,
        strings.fix,
        strings.safety(lint.fix),
    );
    let width = style.width.min(MOST_COLUMNS);
    let source = lint.origin.as_ref().map_or("", |origin| origin.source.get(tag));
    if let Some(origin) = &lint.origin {
        page += &format!("{}{colon}{}\n", strings.pack, origin.pack);
    }
    if !source.is_empty() {
        page += &format!("{}{colon}{source}\n", strings.source);
    }
    page.push('\n');
    page += &prose(lint.why.get(tag), width);
    if let Some(note) = lint
        .origin
        .as_ref()
        .map(|origin| prose(origin.description.get(tag), width))
    {
        page += &format!("\n{note}");
    }
    for example in &lint.examples {
        // What the two have in common is shown once.
        let changed = |file: &&ExampleFile| !example.bad.contains(*file);
        let good: Vec<_> = example.good.iter().filter(changed).collect();
        let bad = example.bad.iter().collect();
        for (caption, files) in [(&strings.bad, bad), (&strings.good, good)] {
            if files.is_empty() {
                continue;
            }
            page += &format!("\n{}\n", style.strong(caption));
            for file in files {
                page += &format!("\n  {}\n\n{}", file.path, indented(&file.text, "    | "));
            }
        }
    }
    page
}

fn indented(text: &str, indent: &str) -> String {
    let lines = text
        .lines()
        .map(|line| format!("{indent}{line}").trim_end().to_owned() + "\n");
    lines.collect()
}

/// Markdown as text with a line for each paragraph.
pub(super) fn plain(markdown: &str) -> String {
    prose(markdown, usize::MAX)
}

/// Markdown as wrapped paragraphs. Code keeps its backticks; emphasis and links lose their marks.
fn prose(markdown: &str, width: usize) -> String {
    let mut prose = Prose {
        width,
        ..Prose::default()
    };
    for event in Parser::new(markdown) {
        prose.event(event);
    }
    prose.flush();
    prose.text
}

#[derive(Default)]
struct Prose {
    width: usize,
    text: String,
    /// What is read of the block at hand.
    block: String,
    /// The next number of each open list, none for bullets.
    lists: Vec<Option<u64>>,
    /// The marker of the list item whose first block is still to come.
    marker: String,
    in_code: bool,
    /// The target of the open link.
    link: String,
}

impl Prose {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::List(first)) => {
                self.flush();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.flush();
                self.marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.flush();
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                let code = std::mem::take(&mut self.block);
                self.gap();
                self.text += &indented(&code, "    ");
                self.in_code = false;
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => self.flush(),
            Event::Start(Tag::Link { dest_url, .. }) => self.link = dest_url.into_string(),
            Event::End(TagEnd::Link) => {
                let target = std::mem::take(&mut self.link);
                if target.contains("://") && !self.block.ends_with(&target) {
                    self.block += &format!(" ({target})");
                }
            }
            Event::Code(code) => self.block += &format!("`{code}`"),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.block += &text,
            // A line break between Chinese characters is no blank.
            Event::SoftBreak | Event::HardBreak if !self.block.ends_with(is_wide) => {
                self.block.push(' ');
            }
            _ => {}
        }
    }

    /// An empty line before a new block, but not between the items of a list.
    fn gap(&mut self) {
        let in_list = !self.lists.is_empty() && self.text.lines().last().is_some_and(is_item);
        if !self.text.is_empty() && !in_list {
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        if block.trim().is_empty() {
            return;
        }
        self.gap();
        let marker = std::mem::take(&mut self.marker);
        let depth = self.lists.len();
        let indent = "  ".repeat(depth.saturating_sub(usize::from(!marker.is_empty())));
        let hanging = " ".repeat(marker.len());
        let room = self.width.saturating_sub(indent.len() + marker.len()).max(20);
        for (index, line) in wrap(&block, room).iter().enumerate() {
            let lead = if index == 0 { &marker } else { &hanging };
            self.text += &format!("{indent}{lead}{line}\n");
        }
    }
}

fn is_item(line: &str) -> bool {
    line.starts_with([' ', '-']) || line.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{lint, strings};
    use super::*;

    #[test]
    fn a_page_is_shown_in_the_language_asked_for() {
        let style = Style {
            width: 60,
            color: false,
            prefix: "",
        };
        insta::assert_snapshot!(explain(lint(), &strings("zh"), "zh", &style), @r#"
        RB301 one-sided-reporting-line
        对方未列为下级的直接上级

        级别：错误
        修正：须确认

        两处说法不一，员工就不知道该听谁的。新人尤其如此：`直接上级`
        一栏写的是谁，遇事就会去找谁；而那个人的职责里并没有这一位下
        级，排班、考核都不会算上他。

        - 在上级的条文中补上下级；
        - 或者改正下级的条文，因为写错岗位名称的时候也会这样，这种情
          况请看岗位表 (https://example.com/roles)。

        有问题的写法

          roles.toml

            | [[role]]
            | id = "director"

          zh/a.md

            | ## 第五条 营销协理岗位职责
            |
            | - 直接上级：总监

        正确的写法

          zh/a.md

            | ## 第五条 营销协理岗位职责
            |
            | - 直接上级：襄理
        "#);
        insta::assert_snapshot!(explain(lint(), &strings("en"), "en", &style), @r#"
        RB301 one-sided-reporting-line
        One-sided reporting line

        Level: error
        Fix: with your agreement

        If the two places differ, nobody knows whom to follow.

        1. Add the subordinate.
        2. Or correct the superior.

        With the fault

          roles.toml

            | [[role]]
            | id = "director"

          zh/a.md

            | ## 第五条 营销协理岗位职责
            |
            | - 直接上级：总监

        Without it

          zh/a.md

            | ## 第五条 营销协理岗位职责
            |
            | - 直接上级：襄理
        "#);
    }

    #[test]
    fn markdown_is_told_apart_by_blocks() {
        let text = "# Head\n\n1. one\n\n   more\n2. two\n   - deep\n\n```\ncode  x\n```\n\n> quoted\ntext\n";
        insta::assert_snapshot!(prose(text, 40), @r"
        Head

        1. one
          more
        2. two
          - deep

            code  x

        quoted text
        ");
    }
}
