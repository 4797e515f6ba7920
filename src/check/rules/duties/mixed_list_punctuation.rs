//! RB407: items of one list of duties that end in different ways.

use std::ops::Range;

use super::role_name;
use super::texts::{DutyText, duties, lists, role_articles};
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Edit, Findings, Fix, Safety};
use crate::language::Language;
use crate::model::{Handbook, RoleArticle, RoleId};

/// Shorter lists have no style of their own.
const FEWEST: usize = 3;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for (role, article) in role_articles(handbook) {
        let duties = duties(handbook, article);
        let mut lists = lists(&duties).peekable();
        while let Some(list) = lists.next() {
            let goes_on = lists.peek().is_some();
            if let Some(finding) = mixed(handbook, role, article, list, goes_on) {
                findings.push(finding);
            }
        }
    }
}

/// How an item ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// As one that another follows.
    Between,
    /// As the last one.
    Last,
    /// Without a mark.
    Bare,
    /// With another mark.
    Other,
}

/// An item whose end can be judged, with the bytes of its text that its mark takes up.
struct Item {
    at: usize,
    end: End,
    mark: Range<usize>,
}

fn mixed(
    handbook: &Handbook,
    role: RoleId,
    article: &RoleArticle,
    list: &[DutyText<'_>],
    goes_on: bool,
) -> Option<Diagnostic> {
    let language = handbook.language(article.language);
    if list.len() < FEWEST {
        return None;
    }
    let items: Vec<Item> = list
        .iter()
        .enumerate()
        .filter_map(|(at, duty)| item(at, duty, language))
        .collect();
    let last = list.len() - 1;
    let style = style(items.iter().filter(|item| item.at < last))?;
    let fits = |item: &&Item| match style {
        End::Between if item.at == last => item.end == End::Last || (goes_on && item.end == End::Between),
        style => item.end == style,
    };
    let wrong: Vec<&Item> = items.iter().filter(|item| !fits(item)).collect();
    let (first, rest) = wrong.split_first()?;
    let model = items.iter().filter(fits).find(|item| item.at < last)?;
    let words = &language.pack.duties;
    let expected = |item: &Item| match style {
        End::Between if item.at < last => words.between.first(),
        End::Between | End::Last => words.last.first(),
        End::Bare | End::Other => None,
    };
    let text = handbook.text(article.text);
    let place = |item: &Item| list[item.at].text.source(&item.mark);
    let shown = |item: &Item| {
        // A mark that is missing has no width: its place is that of the letter before it.
        let plain = &list[item.at].text;
        let letter = plain.text[..item.mark.start]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        let from = if item.mark.is_empty() { letter } else { item.mark.start };
        plain.source(&(from..item.mark.end))
    };
    let edits = wrong.iter().map(|item| Edit {
        span: handbook.span(text, &place(item)),
        text: expected(item).cloned().unwrap_or_default(),
    });
    let fix = Fix {
        safety: Safety::Safe,
        edits: edits.collect(),
    };
    let mut finding = wording::finding(handbook, "RB407", text, &shown(first))
        .param("role", role_name(handbook, role))
        .param("number", list[first.at].item.to_string())
        .related("model", handbook.span(text, &shown(model)))
        .fix(fix);
    finding = match expected(first) {
        Some(mark) => finding.param("expected", mark.as_str()),
        None => finding.variant("bare"),
    };
    for item in rest {
        finding = finding.related("also", handbook.span(text, &shown(item)));
    }
    Some(finding)
}

/// How at least two thirds of the items that another follows end, if that is a style.
fn style<'i>(items: impl Iterator<Item = &'i Item>) -> Option<End> {
    let ends: Vec<End> = items.map(|item| item.end).collect();
    let styles = [End::Between, End::Last, End::Bare].into_iter();
    let count = |style: &End| ends.iter().filter(|end| *end == style).count();
    styles
        .filter(|style| count(style) >= 2)
        .find(|style| count(style) * 3 >= ends.len() * 2)
}

/// Nothing for items that hold more than one sentence or paragraph, or end in a bracket: theirs is another end.
fn item(at: usize, duty: &DutyText<'_>, language: &Language) -> Option<Item> {
    let words = &language.pack.duties;
    let text = duty.text.text.trim_end();
    let strip = |marks: &[String]| marks.iter().find_map(|mark| text.strip_suffix(mark.as_str()));
    let (content, end) = match (strip(&words.between), strip(&words.last)) {
        (Some(content), _) => (content, End::Between),
        (_, Some(content)) => (content, End::Last),
        _ => {
            let last = text.chars().next_back()?;
            let content = &text[..text.len() - last.len_utf8()];
            if is_closing(last) {
                return None;
            }
            match last.is_alphanumeric() || matches!(last, '%' | '％' | '‰' | '℃') {
                true => (text, End::Bare),
                false => (content, End::Other),
            }
        }
    };
    let before = content.trim_end().chars().next_back()?;
    let sentences = words
        .last
        .iter()
        .chain(&words.between)
        .any(|mark| match mark.is_ascii() {
            true => content.contains(&format!("{mark} ")),
            false => content.contains(mark.as_str()),
        });
    let plain = duty.is_simple() && !sentences && before.is_alphanumeric();
    plain.then_some(Item {
        at,
        end,
        mark: content.len()..text.len(),
    })
}

fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        '）' | ')' | '”' | '"' | '’' | '」' | '』' | '》' | '】' | ']' | '：' | ':' | '…'
    )
}
