//! The lists of posts of a regulation: which articles are such, and what they name.

use rustc_hash::FxHashSet;

use super::body::Piece;
use super::draft::{Draft, Unit};
use super::front::squeeze;
use super::line::{Line, Slice, is_gap};
use super::words::Forms;
use crate::language::Language;

/// The lists of posts among the units, by index: those whose title says so, and those that name the posts that have
/// articles of their own.
pub fn lists_of_posts(draft: &Draft, lines: &[Line<'_>], language: &Language, forms: &Forms) -> Vec<usize> {
    let roles = draft.units.iter().filter_map(|unit| unit.role);
    let roles: FxHashSet<String> = roles.map(|role| squeeze(role.text(lines), language)).collect();
    let is_list = |unit: &Unit| {
        let title = unit.title.map_or("", |title| title.text(lines)).to_lowercase();
        let titled = forms.rosters.iter().any(|word| title.contains(word.as_str()));
        let posts = posts(unit, lines, language);
        let known = posts.iter().filter(|post| roles.contains(*post)).count();
        (titled && posts.len() >= 2 && (known > 0 || roles.is_empty()))
            || (posts.len() >= 3 && known * 2 >= posts.len())
    };
    let articles = draft
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.is_article() && unit.role.is_none());
    articles
        .filter(|(_, unit)| unit.carried_list().unwrap_or_else(|| is_list(unit)))
        .map(|(index, _)| index)
        .collect()
}

/// The names that an article lists: those of its items, or those of a sentence after its colon.
pub fn posts(unit: &Unit, lines: &[Line<'_>], language: &Language) -> Vec<String> {
    let roles = &language.pack.roles;
    let mut found = Vec::new();
    for piece in &unit.pieces {
        let (text, is_item): (&Slice, bool) = match piece {
            Piece::Item { text, .. } | Piece::Bullet(text) => (text, true),
            Piece::Text(text) => (text, false),
            _ => continue,
        };
        let text = text.text(lines);
        let colon = roles
            .colons
            .iter()
            .filter_map(|colon| text.rfind(colon.as_str()).map(|at| at + colon.len()))
            .max();
        let list = &text[colon.unwrap_or(0)..];
        let names: Vec<Option<String>> = parts(list, language).iter().map(|part| post(part, language)).collect();
        // A sentence without a colon is a list if it is nothing else.
        if is_item || colon.is_some() || (names.len() > 1 && names.iter().all(Option::is_some)) {
            found.extend(names.into_iter().flatten());
        }
    }
    found
}

/// A list cut at what separates names.
fn parts<'t>(list: &'t str, language: &Language) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let separators = language.pack.roles.separators.iter();
        let next = separators.filter_map(|mark| rest.find(mark.as_str()).map(|at| (at, mark.len())));
        let (at, length) = next
            .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))
            .unwrap_or((rest.len(), 0));
        parts.push(&rest[..at]);
        rest = &rest[at + length..];
    }
    parts
}

/// A name in a list without stops, a number in brackets, or an article before it.
fn post(text: &str, language: &Language) -> Option<String> {
    let stops = |next: char| is_gap(next) || "。；;．.、，".contains(next);
    let mut bare = text.trim_matches(stops);
    if let Some(open) = bare.rfind(['（', '(']).filter(|_| bare.ends_with(['）', ')'])) {
        bare = bare[..open].trim_end_matches(is_gap);
    }
    let lower = bare.to_lowercase();
    let article = language
        .pack
        .roles
        .articles
        .iter()
        .find(|word| lower.starts_with(word.as_str()));
    let bare = article.map_or(bare, |word| &bare[word.len()..]);
    let longest = if language.pack.spaced { 40 } else { 12 };
    let fits = !bare.is_empty()
        && bare.chars().count() <= longest
        && bare
            .chars()
            .all(|next| next.is_alphanumeric() || is_gap(next) || next == '-');
    fits.then(|| squeeze(bare, language))
}
