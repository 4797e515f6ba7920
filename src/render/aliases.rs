//! Anchors that places had before, or go by as well: old links lead where they did.

use rustc_hash::FxHashSet;

use super::body::{Purpose, Writer};
use super::links::heading_id;
use crate::model::{ArticleKey, ArticleText, Chapter, TextId, division_anchor};
use crate::syntax::{Attributes, BlockKind};

impl Writer<'_> {
    /// Notes the anchors that the headings of `chapter` have by themselves: they win over former ones, wherever they
    /// stand on the page. Those of articles are known of the whole regulation.
    pub(super) fn note_living(&mut self, chapter: &Chapter) {
        let document = &chapter.document;
        let source = self.shared.handbook.source(chapter);
        let divisions = (0..document.divisions.len()).map(|index| division_anchor(document, index));
        let headings = document
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
            .filter_map(|block| heading_id(&source[block.span.start as usize..block.span.end as usize]));
        self.living = divisions.chain(headings).collect::<FxHashSet<String>>();
    }

    /// Writes the anchors that an article goes by beside its own: its number, where it has an id and no other article
    /// claims the number, and the ids that it had.
    pub(super) fn article_aliases(&mut self, id: TextId) {
        if self.purpose == Purpose::Print {
            return;
        }
        let handbook = self.shared.handbook;
        let text = handbook.text(id);
        let node = handbook.node(text);
        let named = matches!(handbook.article(text.article).key, ArticleKey::Named(_));
        let first = handbook.edition_of(text).numbers.get(&node.number) == Some(&id);
        if named && first {
            self.alias(text, &ArticleKey::Numbered(node.number).to_string());
        }
        for former in node.attributes.iter().flat_map(|attributes| attributes.former_ids()) {
            self.alias(text, former);
        }
    }

    fn alias(&mut self, text: &ArticleText, anchor: &str) {
        if self.shared.places.article_at(text.regulation, anchor).is_none() {
            self.former_anchor(anchor);
        }
    }

    /// Writes the anchors that a heading of `chapter` had.
    pub(super) fn heading_aliases(&mut self, chapter: &Chapter, attributes: Option<&Attributes>) {
        if self.purpose == Purpose::Print {
            return;
        }
        for former in attributes.into_iter().flat_map(Attributes::former_ids) {
            let article = |regulation| self.shared.places.article_at(regulation, former);
            if chapter.regulation.and_then(article).is_none() {
                self.former_anchor(former);
            }
        }
    }

    fn former_anchor(&mut self, anchor: &str) {
        if self.living.contains(anchor) || !self.is_free(anchor) {
            return;
        }
        self.push("<span class=\"alias\"");
        self.id(anchor);
        self.push("></span>");
    }
}
