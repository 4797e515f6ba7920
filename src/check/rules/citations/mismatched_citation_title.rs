//! RB205: citations followed by a title that is not that of the article cited.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Cited, all};
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::language::{Language, Level};
use crate::model::{ArticleText, Handbook, LanguageId, TextId};
use crate::syntax::Bytes;

/// The first article that bears a title, by language and folded title.
type Titles = FxHashMap<(LanguageId, String), TextId>;

/// Bytes of the shortest word that counts: “of the” stands in many titles.
const SHORTEST_WORD: usize = 4;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let titles = OnceCell::new();
    for cited in all(handbook) {
        let (Some((quoted, place)), [member]) = (&cited.citation.title, &cited.citation.members[..]) else {
            continue;
        };
        let whole = member.path.last() == Some(Level::Article) && member.through.is_none();
        let Some(article) = cited
            .article(member)
            .filter(|_| whole && member.target.article().is_some())
        else {
            continue;
        };
        let Some(title) = &handbook.node(article).title else {
            continue;
        };
        let (own, given) = (fold(&title.text), fold(quoted));
        if own == given || given.is_empty() || own.is_empty() {
            continue;
        }
        let language = cited.language();
        let titles = titles.get_or_init(|| index(handbook));
        let titled = titles.get(&(cited.chapter.language, given));
        let meant = match in_brackets(&cited, place) {
            true => titled.is_some() || is_alike(language, quoted, &title.text),
            false => titled.is_some() || !says(handbook, article, quoted),
        };
        if !meant {
            continue;
        }
        let mut finding = cited
            .finding("RB205", &(cited.citation.span.start..place.end))
            .param("quoted", &**quoted)
            .param("article", wording::article(handbook, article))
            .param("title", &*title.text)
            .related("article", handbook.span(article, &handbook.node(article).head));
        if let Some(&titled) = titled {
            let titled = handbook.text(titled);
            finding = finding.related("titled", handbook.span(titled, &handbook.node(titled).head));
        }
        findings.push(finding);
    }
}

fn index(handbook: &Handbook) -> Titles {
    let mut titles = Titles::default();
    for id in handbook.text_ids() {
        let text = handbook.text(id);
        if let Some(title) = &handbook.node(text).title {
            titles.entry((text.language, fold(&title.text))).or_insert(id);
        }
    }
    titles
}

/// A title without what does not count: blanks, punctuation, letter case.
fn fold(title: &str) -> String {
    let letters = title.chars().filter(|next| next.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a title stands in brackets, and not in quotation marks.
fn in_brackets(cited: &Cited<'_>, place: &Bytes) -> bool {
    let brackets = &cited.language().pack.citation.brackets;
    let before = &cited.handbook.source(cited.chapter)[..place.start as usize];
    brackets.iter().any(|(open, _)| before.ends_with(open.as_str()))
}

/// Whether at least half of what is quoted, in characters or words, stands in the title.
fn is_alike(language: &Language, quoted: &str, title: &str) -> bool {
    if language.pack.spaced {
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|next: char| !next.is_alphanumeric());
            words
                .filter(|word| word.len() >= SHORTEST_WORD)
                .map(str::to_lowercase)
                .collect()
        };
        let own: FxHashSet<String> = words(title).into_iter().collect();
        let given = words(quoted);
        let shared = given.iter().filter(|word| own.contains(*word)).count();
        return shared > 0 && shared * 2 >= given.len();
    }
    let own: FxHashSet<char> = fold(title).chars().collect();
    let given = fold(quoted);
    let length = given.chars().count();
    given.chars().filter(|next| own.contains(next)).count() * 2 >= length
}

/// Whether the article says what is quoted: then its text was quoted, not its title.
fn says(handbook: &Handbook, article: &ArticleText, quoted: &str) -> bool {
    let source = handbook.source(handbook.chapter_of(article));
    let span = &handbook.node(article).span;
    source[span.start as usize..span.end as usize].contains(quoted)
}
