//! What a duty makes its role answerable for: each verb of its first clause with each of its objects.

use crate::language::{Language, is_blank};

/// The matters of a duty in lower case: 受理并处理宾客投诉 is 受理 + 宾客投诉 and 处理 + 宾客投诉. Nothing where something stands
/// before the verb that may narrow the duty down, or an object is too short to tell.
pub fn matters(duty: &str, language: &Language) -> Vec<String> {
    let forms = &language.pack.duties;
    let (verbs, mut rest) = verbs(duty, language);
    if verbs.is_empty() {
        return Vec::new();
    }
    let clause = rest.find(['，', '；', '。', '：', ',', ';', ':', '.']);
    rest = &rest[..clause.unwrap_or(rest.len())];
    let mut objects = vec![rest];
    for joiner in &forms.joiners {
        objects = objects
            .into_iter()
            .flat_map(|object| object.split(joiner.as_str()))
            .collect();
    }
    let objects = objects.into_iter().map(|object| bare(object, language));
    let objects = objects.filter(|object| length(object, language) >= forms.shortest_object);
    objects
        .flat_map(|object| verbs.iter().map(move |verb| format!("{verb} {object}")))
        .collect()
}

/// The verbs that a duty begins with, and what follows them.
fn verbs<'t>(duty: &'t str, language: &Language) -> (Vec<&'t str>, &'t str) {
    let forms = &language.pack.duties;
    let mut found = Vec::new();
    let mut rest = duty.trim_start_matches(is_blank);
    loop {
        if let Some(length) = language.begins_with(rest, &forms.answerable) {
            found.push(&rest[..length]);
            rest = rest[length..].trim_start_matches(is_blank);
            continue;
        }
        // Between verbs, or an adverb before the first one.
        let between = forms.joiners.iter().chain(forms.filler.iter());
        let next = between.filter_map(|word| rest.strip_prefix(word.trim_start_matches(is_blank)));
        let next = next
            .map(|rest| rest.trim_start_matches(is_blank))
            .filter(|next| found.is_empty() || language.begins_with(next, &forms.answerable).is_some());
        match next.min_by_key(|next| next.len()) {
            Some(next) if next.len() < rest.len() => rest = next,
            _ => return (found, rest),
        }
    }
}

/// An object without articles and other words that add nothing before it.
fn bare<'t>(object: &'t str, language: &Language) -> &'t str {
    let mut rest = object.trim_matches(is_blank);
    while let Some(length) = language.begins_with(rest, &language.pack.duties.filler) {
        rest = rest[length..].trim_start_matches(is_blank);
    }
    rest
}

fn length(object: &str, language: &Language) -> usize {
    match language.pack.spaced {
        true => object.split_whitespace().count(),
        false => object.chars().count(),
    }
}
