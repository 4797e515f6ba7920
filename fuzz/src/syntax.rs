//! Any text is a document: its spans are sound, and to lay it out changes nothing of what it says and settles.

use rolebook::language::Language;
use rolebook::layout::{Layout, lay_out};
use rolebook::syntax::{Document, Part};

use super::spans::{inside, within};

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for language in Language::builtin() {
        let document = Document::parse(&text, language);
        check_spans(&text, &document);
        check_parts(&document);
        let Layout::Changed(new) = lay_out(&text, &document, language) else {
            continue;
        };
        let read = Document::parse(&new, language);
        check_spans(&new, &read);
        assert_eq!(read.articles.len(), document.articles.len());
        let again = lay_out(&new, &read, language);
        assert_eq!(again, Layout::Tidy, "{text:?}\n{new:?}");
    }
}

fn check_spans(text: &str, document: &Document) {
    for (index, block) in document.blocks.iter().enumerate() {
        inside(text, &block.span);
        assert!(block.end as usize > index && block.end as usize <= document.blocks.len());
        assert!(
            document
                .inlines
                .get(block.inlines.start as usize..block.inlines.end as usize)
                .is_some()
        );
        for spaced in [false, true] {
            let plain = document.text(text, block, spaced);
            inside(text, &plain.source(&(0..plain.text.len())));
        }
    }
    for inline in &document.inlines {
        inside(text, &(inline.start..inline.end));
    }
    for article in &document.articles {
        inside(text, &article.span);
        inside(text, &article.head);
        inside(text, &article.label);
        assert!(
            document
                .blocks
                .get(article.blocks.start as usize..article.blocks.end as usize)
                .is_some()
        );
        assert!(
            document
                .fields
                .get(article.fields.start as usize..article.fields.end as usize)
                .is_some()
        );
        if let (Some(title), Some(role)) = (&article.title, &article.duties_of) {
            within(&title.text, role.clone());
        }
    }
    for division in &document.divisions {
        inside(text, &division.head);
        inside(text, &division.label);
    }
    for field in &document.fields {
        inside(text, &field.label);
        inside(text, &field.value);
        field.names.iter().for_each(|name| inside(text, &name.span));
    }
    for found in &document.suppressions {
        inside(text, &found.span);
        inside(text, &found.target);
        found.codes.iter().for_each(|(code, at)| {
            inside(text, at);
            assert_eq!(**code, text[at.start as usize..at.end as usize]);
        });
    }
    document.problems.iter().for_each(|problem| inside(text, &problem.span));
    document.front_matter.iter().for_each(|bytes| inside(text, bytes));
    document.title.iter().for_each(|title| inside(text, &title.span));
}

/// Every division, article and block has one place in the order of the text.
fn check_parts(document: &Document) {
    let (mut divisions, mut articles, mut block) = (0, 0, 0);
    for part in document.parts() {
        match part {
            Part::Division(at) => {
                assert_eq!(at, divisions);
                divisions += 1;
            }
            Part::Article(at) => {
                assert_eq!(at, articles);
                articles += 1;
                block = document.articles[at].blocks.end;
            }
            Part::Blocks(blocks) => {
                assert_eq!(blocks.start, block);
                block = blocks.end;
            }
        }
    }
    let all = (document.divisions.len(), document.articles.len(), document.blocks.len());
    assert_eq!((divisions, articles, block as usize), all);
}
