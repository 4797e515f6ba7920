//! Fields of role articles: `直接上级：…`, `Reports to: …`, with the colon that is usual in the language.

use super::{Change, Page};
use crate::language::is_blank;

pub(super) fn changes(page: &Page<'_>) -> Vec<Change> {
    let colons = &page.language.pack.roles.colons;
    let Some(usual) = colons.first() else {
        return Vec::new();
    };
    let usual = format!("{usual}{}", if page.language.pack.spaced { " " } else { "" });
    let is_colon = |next: char| colons.iter().any(|colon| colon.starts_with(next));
    let fields = page.document.fields.iter().filter(|field| !field.value.is_empty());
    let gaps = fields.filter_map(|field| {
        let gap = field.label.end as usize..field.value.start as usize;
        let written = page.text.get(gap.clone())?;
        let is_gap = !written.is_empty() && written.chars().all(|next| is_blank(next) || is_colon(next));
        let is_sure = field.key.is_some() || written.contains(is_colon);
        (is_gap && is_sure).then(|| (gap, usual.clone()))
    });
    gaps.collect()
}
