//! The repair of article numbers: all articles of a regulation in their order, in every language, and whatever names
//! them by number.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{buried_heads, rewrite, written};
use crate::check::rules::citations::Index;
use crate::check::rules::source::malformed_heads;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::language::{Level, Number};
use crate::model::{ArticleId, ArticleKey, Edition, Handbook, RegulationId, Target};
use crate::source::Span;

/// Makes the repairs of one run of a rule.
pub(super) struct Renumbering<'a> {
    handbook: &'a Handbook,
    citations: OnceCell<Index<'a>>,
    /// Some link leads to an article by an anchor made from its number.
    numbered_links: OnceCell<bool>,
}

impl<'a> Renumbering<'a> {
    pub fn new(handbook: &'a Handbook) -> Self {
        Self {
            handbook,
            citations: OnceCell::new(),
            numbered_links: OnceCell::new(),
        }
    }

    /// Numbers the regulation of `edition` in the order of that edition. Nothing where a citation, a link or the lock
    /// leaves open what would have to change with the numbers.
    pub fn fix(&self, edition: &Edition) -> Option<Fix> {
        let handbook = self.handbook;
        let id = handbook.chapter(*edition.chapters.first()?).regulation?;
        let regulation = handbook.regulation(id);
        let uncertain = regulation
            .editions
            .iter()
            .any(|(_, edition)| has_lost_heads(handbook, edition));
        if uncertain || *self.numbered_links.get_or_init(|| has_numbered_links(handbook)) {
            return None;
        }
        let new = in_order(handbook, edition);
        let mut edits = Vec::new();
        let mut repeated: FxHashSet<Number> = FxHashSet::default();
        for (_, edition) in regulation.editions.iter() {
            let mut seen: FxHashSet<Number> = FxHashSet::default();
            for &text in &edition.texts {
                let text = handbook.text(text);
                let node = handbook.node(text);
                if !seen.insert(node.number) {
                    repeated.insert(node.number);
                }
                let number = *new.get(&text.article)?;
                if number.value == node.number.value {
                    continue;
                }
                let span = handbook.span(text, &node.label);
                let language = handbook.language(text.language);
                let label = handbook.sources.text(span);
                let numeral = written(language, label, Level::Article, node.number.value, false)?;
                let start = span.start + numeral.range.start as u32;
                edits.push(Edit {
                    span: Span::new(span.file, start..start + numeral.range.len() as u32),
                    text: rewrite(language, &numeral, number.value),
                });
            }
        }
        self.citations(id, &new, &repeated, &mut edits)?;
        self.lock(id, &new, &mut edits)?;
        (!edits.is_empty()).then_some(Fix {
            safety: Safety::Safe,
            edits,
        })
    }

    fn citations(
        &self,
        regulation: RegulationId,
        new: &FxHashMap<ArticleId, Number>,
        repeated: &FxHashSet<Number>,
        edits: &mut Vec<Edit>,
    ) -> Option<()> {
        let index = self.citations.get_or_init(|| Index::new(self.handbook));
        for (cited, member) in index.of(regulation) {
            let (article, through) = match member.target {
                Target::Missing(Level::Article) => return None,
                Target::Article { article, through, .. } => (article, through),
                _ => continue,
            };
            let Some(numeral) = cited.numeral(member, Level::Article) else {
                continue;
            };
            let old = member.path.get(Level::Article)?;
            if repeated.contains(&old) || member.through.is_some_and(|through| repeated.contains(&through)) {
                return None;
            }
            let language = cited.language();
            let number = *new.get(&article)?;
            if number.value != old.value {
                edits.push(Edit {
                    span: cited.place(member, &numeral),
                    text: rewrite(language, &numeral, number.value),
                });
            }
            if let Some(through) = through {
                let end = cited.numeral_end(member, &numeral)?;
                let number = *new.get(&through)?;
                if Some(number.value) != member.through.map(|old| old.value) {
                    edits.push(Edit {
                        span: cited.place(member, &end),
                        text: rewrite(language, &end, number.value),
                    });
                }
            }
        }
        Some(())
    }

    /// The numbers that the lock remembers change in the same step, so that no citation looks left behind.
    fn lock(&self, regulation: RegulationId, new: &FxHashMap<ArticleId, Number>, edits: &mut Vec<Edit>) -> Option<()> {
        let handbook = self.handbook;
        if handbook.lock.articles.is_empty() {
            return Some(());
        }
        let regulation = handbook.regulation(regulation);
        let articles = (regulation.articles.start..regulation.articles.end).map(ArticleId);
        let named: FxHashMap<&str, ArticleId> = articles
            .filter_map(|id| match &handbook.article(id).key {
                ArticleKey::Named(name) => Some((&**name, id)),
                _ => None,
            })
            .collect();
        for entry in &handbook.lock.articles {
            let Some((of, name)) = entry.article.value.split_once('#') else {
                continue;
            };
            let (Some(&id), Some(locked)) = (named.get(name), &entry.number) else {
                continue;
            };
            if *of != *regulation.id {
                continue;
            }
            let (_, &text) = handbook.article(id).texts.iter().next()?;
            // A number that the lock has not followed yet is another rule's to settle first.
            if handbook.node(handbook.text(text)).number.to_string() != locked.value {
                return None;
            }
            let number = new.get(&id)?.to_string();
            if number != locked.value {
                edits.push(Edit {
                    span: locked.span,
                    text: format!("\"{number}\""),
                });
            }
        }
        Some(())
    }
}

/// The numbers that the articles of an edition get in their order. Inserted ones follow the article before them.
fn in_order(handbook: &Handbook, edition: &Edition) -> FxHashMap<ArticleId, Number> {
    let mut last = Number::default();
    let mut numbers = FxHashMap::default();
    for &text in &edition.texts {
        let text = handbook.text(text);
        let branch = handbook.node(text).number.branch;
        last = if branch > 0 && last.value > 0 {
            Number { branch, ..last }
        } else {
            Number::new(last.value + 1)
        };
        numbers.insert(text.article, last);
    }
    numbers
}

/// Whether heads that are ill-formed or stand inside a paragraph have to be mended first.
fn has_lost_heads(handbook: &Handbook, edition: &Edition) -> bool {
    let mut chapters = edition.chapters.iter().map(|&id| handbook.chapter(id));
    chapters.any(|chapter| malformed_heads(handbook, chapter).next().is_some())
        || edition
            .texts
            .iter()
            .any(|&text| buried_heads(handbook, text).next().is_some())
}

fn has_numbered_links(handbook: &Handbook) -> bool {
    let mut links = handbook.chapters.iter().flat_map(|chapter| &chapter.document.links);
    links.any(|link| link.target.contains("#art-"))
}
