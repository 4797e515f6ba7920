//! `translations.lock`: what the program wrote down when a translation was last reviewed.

use std::fmt::Write;

use super::table::{Reader, Table};
use super::{Expected, Problem, Spanned};
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
    /// For each language tag the hash of the source text that its translation was reviewed against.
    pub reviewed: Vec<(String, String)>,
    /// The source texts by their hashes, in normal form.
    pub sources: Vec<(String, String)>,
}

impl LockedArticle {
    /// The hash that the translation with this language tag was reviewed against.
    pub fn reviewed(&self, tag: &str) -> Option<&str> {
        let found = self.reviewed.iter().find(|(own, _)| own == tag);
        found.map(|(_, hash)| hash.as_str())
    }

    /// The source text with this hash.
    pub fn source(&self, hash: &str) -> Option<&str> {
        let found = self.sources.iter().find(|(own, _)| own == hash);
        found.map(|(_, text)| text.as_str())
    }
}

/// Reads the text of `translations.lock`. Keys it does not know are a later version's and no problem.
pub fn read_lock(text: &str, file: FileId) -> (TranslationsLock, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, 0);
    let mut lock = TranslationsLock::default();
    if let Some(table) = reader.table(&mut root, "article") {
        for field in table.rest() {
            let article = field.key.clone();
            if let Some(mut table) = reader.expect_table(field) {
                lock.articles.push(LockedArticle {
                    article,
                    number: reader.text_or_number(&mut table, "number"),
                    reviewed: pairs(&mut reader, &mut table, "reviewed"),
                    sources: pairs(&mut reader, &mut table, "source"),
                });
            }
        }
    }
    (lock, reader.finish())
}

/// The texts of the table at `key` with their keys.
fn pairs(reader: &mut Reader, table: &mut Table, key: &'static str) -> Vec<(String, String)> {
    let Some(inner) = reader.table(table, key) else {
        return Vec::new();
    };
    let fields = inner.rest();
    fields
        .filter_map(|field| {
            let text = reader.expect_text(&field, Expected::Text)?;
            Some((field.key.value, text.value))
        })
        .collect()
}

/// The text of a `translations.lock`: `note` as a comment, then the articles by name, each line as it will stand until
/// what it says changes, so that versions of the file can be merged line by line.
pub fn write_lock(lock: &TranslationsLock, note: &str) -> String {
    let mut articles: Vec<&LockedArticle> = lock.articles.iter().collect();
    articles.sort_by(|a, b| a.article.value.cmp(&b.article.value));
    let mut out = String::new();
    for line in note.lines() {
        out.push_str("# ");
        out.push_str(line);
        out.push('\n');
    }
    for article in articles {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n[article.{}]\n", quoted(&article.article.value));
        if let Some(number) = &article.number {
            let _ = writeln!(out, "number = {}", quoted(&number.value));
        }
        for (tag, hash) in sorted(&article.reviewed) {
            let _ = writeln!(out, "reviewed.{tag} = {}", quoted(hash));
        }
        for (hash, text) in sorted(&article.sources) {
            let _ = writeln!(
                out,
                "source.{hash} = \"\"\"\n{}\n\"\"\"",
                escaped(text).replace("\"\"\"", "\"\"\\\"")
            );
        }
    }
    out
}

fn sorted(pairs: &[(String, String)]) -> Vec<&(String, String)> {
    let is_bare = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut sorted: Vec<_> = pairs.iter().filter(|(key, _)| is_bare(key)).collect();
    sorted.sort();
    sorted.dedup_by(|a, b| a.0 == b.0);
    sorted
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('"', "\\\"").replace('\n', "\\n"))
}

/// `text` without what no string may hold as it is, but for quotation marks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for mark in text.chars() {
        match mark {
            '\\' => out.push_str("\\\\"),
            '\n' | '\t' => out.push(mark),
            mark if mark.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(mark));
            }
            mark => out.push(mark),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::Span;

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

    fn spanned(value: &str) -> Spanned<String> {
        let span = Span::new(FileId(0), 0..0);
        let value = value.to_owned();
        Spanned { value, span }
    }

    fn article(name: &str, text: &str) -> LockedArticle {
        LockedArticle {
            article: spanned(name),
            number: Some(spanned("12-1")),
            reviewed: vec![
                ("zh-Hant".to_owned(), "0a1b".to_owned()),
                ("en".to_owned(), "0a1b".to_owned()),
            ],
            sources: vec![("0a1b".to_owned(), text.to_owned())],
        }
    }

    #[test]
    fn the_file_is_sorted_and_has_one_table_for_each_article() {
        let lock = TranslationsLock {
            articles: vec![article("b#z", "# Z"), article("a#é \"x\"", "# A\n“b” \"c\"")],
        };
        insta::assert_snapshot!(write_lock(&lock, "Written by a program."), @r##"
        # Written by a program.

        [article."a#é \"x\""]
        number = "12-1"
        reviewed.en = "0a1b"
        reviewed.zh-Hant = "0a1b"
        source.0a1b = """
        # A
        “b” "c"
        """

        [article."b#z"]
        number = "12-1"
        reviewed.en = "0a1b"
        reviewed.zh-Hant = "0a1b"
        source.0a1b = """
        # Z
        """
        "##);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(name in "[a-z\u{4e00}-\u{4e09} \"\\\\#.]{1,9}", text in "[a-z\"\\\\\n\t\u{1}{}\u{4e00}]{0,20}") {
            let text = format!("x{text}x");
            let lock = TranslationsLock { articles: vec![article(&name, &text)] };
            let (read, problems) = read_lock(&write_lock(&lock, ""), FileId(0));
            prop_assert_eq!(problems, []);
            prop_assert_eq!(&read.articles[0].article.value, &name);
            prop_assert_eq!(read.articles[0].source("0a1b"), Some(&*text));
            prop_assert_eq!(read.articles[0].reviewed("en"), Some("0a1b"));
        }
    }
}
