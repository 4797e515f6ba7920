//! `translations.lock`: what the program wrote down when a translation was last reviewed.

use super::table::Reader;
use super::{Problem, Spanned};
use crate::source::FileId;

/// `translations.lock`, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranslationsLock {
    pub articles: Vec<LockedArticle>,
}

/// One `[article."regulation#id"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedArticle {
    /// Regulation and id, as in `customer-service#complaints`.
    pub article: Spanned<String>,
    /// The number it had.
    pub number: Option<Spanned<String>>,
}

/// Reads the text of `translations.lock`. Keys it does not know are a later version's and no problem.
pub fn read_lock(text: &str, file: FileId) -> (TranslationsLock, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, 0);
    let mut lock = TranslationsLock::default();
    if let Some(table) = reader.table(&mut root, "article") {
        for field in table.rest() {
            let article = field.key.clone();
            if let Some(mut table) = reader.expect_table(field) {
                let number = reader.text_or_number(&mut table, "number");
                lock.articles.push(LockedArticle { article, number });
            }
        }
    }
    (lock, reader.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_read_in_the_order_of_the_file() {
        let text =
            "[article.\"customer-service#complaints\"]\nnumber = \"12\"\nlater = 1\n[article.\"a#b\"]\nnumber = 3";
        let (lock, problems) = read_lock(text, FileId(0));
        assert_eq!(problems, []);
        let found: Vec<_> = lock
            .articles
            .iter()
            .map(|article| (&*article.article.value, &*article.number.as_ref().unwrap().value))
            .collect();
        assert_eq!(found, [("customer-service#complaints", "12"), ("a#b", "3")]);
    }
}
