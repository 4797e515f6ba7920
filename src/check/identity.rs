//! What makes a finding the same one after its surroundings changed: its rule and what it is about, not where it stands.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::language::is_blank;
use crate::model::{ArticleKey, Chapter, Handbook};
use crate::source::FileId;
use crate::syntax::{self, Bytes};

/// How much of an article without id and title stands for it, in characters.
const BEGINNING: usize = 40;
/// How much of the words at a place stands for them, in bytes: places may lie within each other without end.
const LONGEST: usize = 4096;

/// Gives each finding its identity, in the order of the list: findings that are alike are told apart by counting.
pub(super) fn identify(handbook: &Handbook, found: &mut [Diagnostic]) {
    let chapters: FxHashMap<FileId, &Chapter> = handbook
        .chapters
        .iter()
        .map(|chapter| (chapter.file, chapter))
        .collect();
    let mut alike: FxHashMap<[u8; 8], u64> = FxHashMap::default();
    for diagnostic in found {
        let mut hash = Sha256::new();
        // A separator that no text has: `ab` and `c` are not `a` and `bc`.
        let mut add = |part: &str| {
            hash.update(part);
            hash.update([0xff]);
        };
        add(&diagnostic.lint.code);
        add(diagnostic.variant.unwrap_or_default());
        let span = diagnostic.span;
        let source = &handbook.sources.file(span.file).text;
        let covered = span.start as usize..span.end as usize;
        match chapters.get(&span.file) {
            Some(chapter) => {
                add(handbook.tag(chapter.language));
                match chapter.regulation {
                    Some(id) => add(&handbook.regulation(id).id),
                    None => add(&chapter.path),
                }
                content(handbook, chapter, source, &Bytes::from(span.start..span.end), &mut add);
            }
            None => {
                add(&handbook.sources.file(span.file).path);
                plain(source.get(covered).unwrap_or_default(), &mut add);
            }
        }
        let digest = hash.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        let count = alike.entry(first).or_default();
        diagnostic.identity = u64::from_be_bytes(first).wrapping_add(*count);
        *count += 1;
    }
}

/// The article that a place stands in, by its id or its own words but not its number, and the words at the place.
fn content(handbook: &Handbook, chapter: &Chapter, source: &str, place: &Bytes, add: &mut impl FnMut(&str)) {
    let mut covered = place.start as usize..place.end as usize;
    let articles = &chapter.document.articles;
    let after = articles.partition_point(|article| article.span.start <= place.start);
    let found = after.checked_sub(1).map(|index| (index, &articles[index]));
    if let Some((index, article)) = found.filter(|(_, article)| place.start < article.span.end) {
        let text = handbook.texts.get(chapter.texts.start as usize + index);
        match text.map(|text| &handbook.article(text.article).key) {
            Some(ArticleKey::Named(id)) => add(id),
            _ => add(&beginning(source, article)),
        }
        // A head is told by its title: its number is what a renumbering changes.
        let label = article.label.start as usize..article.label.end as usize;
        if label.contains(&covered.start) {
            covered.start = label.end.min(covered.end);
        }
    }
    plain(source.get(covered).unwrap_or_default(), add);
}

/// The title of an article, else the first words after its label.
fn beginning(source: &str, article: &syntax::Article) -> String {
    match &article.title {
        Some(title) if !title.text.trim().is_empty() => title.text.trim().to_owned(),
        _ => {
            let body = source.get(article.label.end as usize..article.span.end as usize);
            let words = body.unwrap_or_default().chars();
            words
                .filter(|character| !is_blank(*character) && !character.is_control())
                .take(BEGINNING)
                .collect()
        }
    }
}

/// A text whatever its line breaks and blanks.
fn plain(text: &str, add: &mut impl FnMut(&str)) {
    for word in text[..text.floor_char_boundary(LONGEST)].split_whitespace() {
        add(word);
    }
    add("");
}
