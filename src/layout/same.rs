//! Whether two texts of one file say the same.

use crate::language::Language;
use crate::syntax::{Attributes, Block, BlockKind, Document, FieldKey, InlineKind, ItemMarker, ProblemKind, Unit};

/// Whether two texts of a file say the same: units, blocks, words, fields, links, comments to the checker. Blanks, the
/// place of line ends and the form of marks are no part of it.
pub(super) fn says_the_same(old: (&str, &Document), new: (&str, &Document), language: &Language) -> bool {
    Said::of(old.0, old.1, language) == Said::of(new.0, new.1, language)
}

#[derive(PartialEq)]
struct Said<'a> {
    title: Option<(String, Option<Listed<'a>>)>,
    divisions: Vec<(String, Option<Listed<'a>>)>,
    articles: Vec<(String, Option<Listed<'a>>)>,
    blocks: Vec<(BlockKind, u32, Unit, String, Vec<InlineKind>)>,
    links: Vec<(&'a str, &'a str)>,
    fields: Vec<(Option<FieldKey>, String, String, usize, bool)>,
    comments: Vec<(Vec<&'a str>, &'a str, String)>,
    problems: Vec<&'a ProblemKind>,
}

/// Attributes in an order of their own.
type Listed<'a> = Vec<(&'a str, &'a str)>;

impl<'a> Said<'a> {
    fn of(text: &str, document: &'a Document, language: &Language) -> Self {
        let slice = |bytes: &crate::syntax::Bytes| &text[bytes.start as usize..bytes.end as usize];
        let spaced = language.pack.spaced;
        let block = |block: &Block| {
            let said = match block.kind {
                BlockKind::Code | BlockKind::Html => words(slice(&block.span)),
                _ if block.inlines.is_empty() => String::new(),
                _ => words(&document.text(text, block, spaced).text),
            };
            let marks = document.inlines_of(block).iter().map(|inline| inline.kind);
            let marks = marks.filter(|kind| !matches!(kind, InlineKind::Text | InlineKind::SoftBreak));
            (kind(block.kind), block.end, block.unit, said, marks.collect())
        };
        let listed = |attributes: &'a Option<Box<Attributes>>| attributes.as_deref().map(listed);
        Self {
            title: document
                .title
                .as_ref()
                .map(|title| (words(&title.text), listed(&title.attributes))),
            divisions: document
                .divisions
                .iter()
                .map(|division| {
                    let (block, article) = (division.first_block, division.first_article);
                    let title = words(&division.title);
                    let head = format!("{:?} {:?} {title} {block} {article}", division.level, division.number);
                    (head, listed(&division.attributes))
                })
                .collect(),
            articles: document
                .articles
                .iter()
                .map(|article| {
                    let title = article.title.as_ref().map(|title| words(&title.text));
                    let (blocks, fields) = (&article.blocks, &article.fields);
                    let head = format!(
                        "{} {title:?} {:?} {blocks:?} {fields:?}",
                        article.number, article.division
                    );
                    (head, listed(&article.attributes))
                })
                .collect(),
            blocks: document.blocks.iter().map(block).collect(),
            links: document
                .links
                .iter()
                .map(|link| (&*link.target, &*link.title))
                .collect(),
            fields: document
                .fields
                .iter()
                .map(|field| {
                    let (label, value) = (words(&field.label_text), words(&field.value_text));
                    (field.key, label, value, field.names.len(), field.nobody)
                })
                .collect(),
            comments: document
                .suppressions
                .iter()
                .map(|comment| {
                    let codes = comment.codes.iter().map(|(code, _)| &**code).collect();
                    let target = words(slice(&comment.target));
                    (
                        codes,
                        &*comment.reason,
                        target.chars().filter(|next| next.is_alphanumeric()).collect(),
                    )
                })
                .collect(),
            problems: document.problems.iter().map(|problem| &problem.kind).collect(),
        }
    }
}

/// The kind without where it stands and without the form of an item's marker.
fn kind(kind: BlockKind) -> BlockKind {
    match kind {
        BlockKind::Item(Some(marker)) => BlockKind::Item(Some(ItemMarker {
            style: 0,
            start: 0,
            end: 0,
            ..marker
        })),
        kind => kind,
    }
}

fn listed(attributes: &Attributes) -> Listed<'_> {
    let id = attributes.id.iter().map(|id| ("#", &**id));
    let classes = attributes.classes.iter().map(|class| (".", &**class));
    let pairs = attributes.pairs.iter().map(|(key, value)| (&**key, &**value));
    let mut listed: Listed<'_> = id.chain(classes).chain(pairs).collect();
    listed.sort_unstable();
    listed
}

/// A text without its blanks.
fn words(text: &str) -> String {
    text.chars()
        .filter(|next| !next.is_whitespace() && !crate::language::is_blank(*next))
        .collect()
}
