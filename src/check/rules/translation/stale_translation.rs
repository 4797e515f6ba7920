//! RB508: translations whose source has changed since they were reviewed, as the lock remembers it.

use rayon::prelude::*;

use super::changes::{Change, changes};
use crate::check::wording;
use crate::diagnostic::{Diagnostic, Findings, Value};
use crate::language::{Level, Number};
use crate::model::{ArticleId, ArticleText, Handbook, LanguageId, NormalText, Review, Reviews, source_of};
use crate::source::Span;

/// Changes that a finding shows, at most.
const SHOWN: usize = 3;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    if handbook.lock.articles.iter().all(|entry| entry.reviewed.is_empty()) {
        return;
    }
    let reviews = Reviews::new(handbook);
    let ids: Vec<ArticleId> = handbook.article_ids().collect();
    let found: Vec<Vec<Diagnostic>> = ids.into_par_iter().map(|id| article(handbook, &reviews, id)).collect();
    findings.extend(found.into_iter().flatten());
}

fn article(handbook: &Handbook, reviews: &Reviews<'_>, id: ArticleId) -> Vec<Diagnostic> {
    if reviews.entry(id).is_none_or(|entry| entry.reviewed.is_empty()) {
        return Vec::new();
    }
    let (Some(original), Some(now)) = (
        handbook.text_for(id, LanguageId::AUTHORITATIVE),
        source_of(handbook, id),
    ) else {
        return Vec::new();
    };
    let translations = handbook.article(id).texts.iter().skip(1);
    translations
        .filter_map(|(language, &text)| match reviews.of(id, language, &now) {
            Review::Stale { was } => Some(stale(handbook, original, &now, handbook.text(text), was.as_deref())),
            Review::Never | Review::Current => None,
        })
        .collect()
}

fn stale(
    handbook: &Handbook,
    original: &ArticleText,
    now: &NormalText,
    text: &ArticleText,
    was: Option<&str>,
) -> Diagnostic {
    let finding = wording::finding(handbook, "RB508", text, &handbook.node(text).head)
        .param("article", wording::titled_article(handbook, text))
        .param("language", wording::language(handbook, text.language))
        .param("name", handbook.article_name(handbook.article(text.article)));
    let lines: Vec<&str> = now.lines.iter().map(|line| line.text.as_str()).collect();
    let was: Vec<&str> = was.map_or_else(Vec::new, |was| was.lines().collect());
    let changes = if was.is_empty() {
        Vec::new()
    } else {
        changes(&was, &lines)
    };
    let Some(first) = changes.first() else {
        let head = handbook.node(original).head.clone();
        return finding
            .variant("unknown")
            .related("source", handbook.span(original, &head));
    };
    let show = |words: &str| readable(handbook, original, now, words);
    let mut finding = finding.param("was", show(&first.was)).param("now", show(&first.now));
    if let Some(variant) = kind(first) {
        finding = finding.variant(variant);
    }
    for change in changes.iter().take(SHOWN) {
        let params: Vec<(&'static str, Value)> =
            vec![("was", show(&change.was).into()), ("now", show(&change.now).into())];
        let place = place(handbook, original, now, change);
        finding = finding.related_with(kind(change).unwrap_or("changed"), place, params);
    }
    finding
}

/// Names the texts for a change that only adds or only removes.
fn kind(change: &Change) -> Option<&'static str> {
    if change.was.is_empty() {
        Some("added")
    } else if change.now.is_empty() {
        Some("removed")
    } else {
        None
    }
}

/// The line of the source that a change stands in; where something was removed from the end, the last one.
fn place(handbook: &Handbook, original: &ArticleText, now: &NormalText, change: &Change) -> Span {
    let line = now.lines.get(change.line).or(now.lines.last());
    let bytes = line.map_or_else(|| handbook.node(original).head.clone(), |line| line.span.clone());
    handbook.span(original, &bytes)
}

/// `words` of a normal form with its citations as the source writes them, or wrote them as far as that can be told.
fn readable(handbook: &Handbook, original: &ArticleText, now: &NormalText, words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, behind)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        let token = format!("{{{inside}}}");
        let written = now
            .lines
            .iter()
            .flat_map(|line| &line.citations)
            .find(|(own, _)| *own == token);
        match written {
            Some((_, span)) => out.push_str(handbook.sources.text(handbook.span(original, span))),
            None => out.push_str(&cited(handbook, original, inside).unwrap_or(token)),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What the source would call an article of its regulation that it no longer cites.
fn cited(handbook: &Handbook, original: &ArticleText, inside: &str) -> Option<String> {
    if let Some(units) = inside.strip_prefix('.') {
        let labels: Option<Vec<String>> = units
            .split('.')
            .map(|unit| labelled(handbook, original, unit))
            .collect();
        let spaced = handbook.language(original.language).pack.spaced;
        return labels.map(|labels| labels.join(if spaced { ", " } else { "" }));
    }
    let key = inside.strip_prefix('#')?;
    let key = &key[..key.find('.').unwrap_or(key.len())];
    let mut texts = handbook.edition_of(original).texts.iter().map(|&id| handbook.text(id));
    let text = texts.find(|text| handbook.article(text.article).key.to_string() == key)?;
    let number = handbook.node(text).number;
    Some(handbook.language(original.language).label(Level::Article, number))
}

/// The label of a unit of an article, given as in an anchor: p2, i3.
fn labelled(handbook: &Handbook, original: &ArticleText, unit: &str) -> Option<String> {
    let level = match unit.chars().next()? {
        'p' => Level::Paragraph,
        'i' => Level::Item,
        's' => Level::Subitem,
        _ => return None,
    };
    let number = Number::read(&unit[1..])?;
    Some(handbook.language(original.language).label(level, number))
}
