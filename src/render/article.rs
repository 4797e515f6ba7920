//! Articles and divisions as HTML, each with its anchor and the way to the same place in the other languages.

use super::blocks::{Within, heading_tag};
use super::body::{Passage, Purpose, Writer};
use super::html::encode;
use super::outline::{Step, division_label, page_title, steps};
use super::places::{FileIndex, Location};
use crate::language::Level;
use crate::model::{Chapter, TextId, division_anchor};

impl<'a> Writer<'a> {
    /// Writes the text of a file. `base` is the level of its outermost headings; the division that gave the page its
    /// title is not written again.
    pub(super) fn file(&mut self, chapter: &'a Chapter, file: FileIndex, base: u8) {
        let shared = self.shared;
        let passage = Passage::new(shared, chapter, &chapter.marks, &chapter.citations);
        let (_, divided) = page_title(shared, chapter);
        let titled = divided && self.purpose == Purpose::Read;
        let base = if titled { base.saturating_sub(1) } else { base };
        self.note_living(chapter);
        self.title_aliases(chapter, titled);
        let mut open: Vec<Level> = Vec::new();
        for step in steps(shared, chapter, file) {
            let depth = open.len() as u8;
            match step {
                Step::Division(index) => {
                    let division = &chapter.document.divisions[index];
                    open.retain(|&level| level < division.level);
                    let level = base + open.len() as u8;
                    open.push(division.level);
                    if index > 0 || !titled {
                        self.division(chapter, index, level.max(2));
                    }
                }
                Step::Article(text) => self.article(text, chapter, (base + depth).max(2)),
                Step::Blocks(range) => self.blocks(&passage, range, None, 2),
            }
        }
    }

    /// Writes the anchors that the title of a page had, which stands above its text.
    fn title_aliases(&mut self, chapter: &Chapter, divided: bool) {
        let title = chapter.document.title.as_ref();
        let title = title.and_then(|title| title.attributes.as_deref());
        let first = chapter.document.divisions.first().filter(|_| divided);
        let first = first.and_then(|division| division.attributes.as_deref());
        self.heading_aliases(chapter, title);
        self.heading_aliases(chapter, first);
    }

    fn division(&mut self, chapter: &Chapter, index: usize, level: u8) {
        let division = &chapter.document.divisions[index];
        let anchor = format!("{}{}", self.prefix, division_anchor(&chapter.document, index));
        let tag = heading_tag(level);
        self.push("<");
        self.push(tag);
        self.push(" class=\"division\"");
        self.id(&anchor);
        self.push(">");
        self.heading_aliases(chapter, division.attributes.as_deref());
        let label = division_label(self.shared, chapter, division);
        if !label.is_empty() {
            self.push("<span class=\"label\">");
            self.escape(label);
            self.push("</span> ");
        }
        self.escape(&division.title);
        self.permalink(&anchor);
        self.push("</");
        self.push(tag);
        self.push(">\n");
    }

    /// Writes an article on the page of `page`, which may be in another language.
    pub(super) fn article(&mut self, id: TextId, page: &Chapter, level: u8) {
        let shared = self.shared;
        let handbook = shared.handbook;
        let text = handbook.text(id);
        let chapter = handbook.chapter_of(text);
        let node = handbook.node(text);
        let anchor = handbook.article(text.article).key.to_string();
        self.push("<section class=\"article");
        if node.title.is_none() {
            self.push(" untitled");
        }
        self.push("\"");
        self.id(&anchor);
        if chapter.language != page.language || self.purpose == Purpose::Print {
            self.lang(chapter);
        }
        self.push(">");
        self.article_aliases(id);
        self.article_head(id, level, |writer| {
            if writer.purpose == Purpose::Read {
                writer.tools(id, &anchor);
            }
        });
        if chapter.language != page.language {
            self.untranslated(chapter);
        }
        self.article_text(id, level);
        if self.purpose == Purpose::Read {
            self.cited_by(id);
        }
        self.push("</section>\n");
    }

    /// Writes the number and title of an article, and beside them what `tools` writes.
    pub(super) fn article_head(&mut self, id: TextId, level: u8, tools: impl FnOnce(&mut Self)) {
        let shared = self.shared;
        let handbook = shared.handbook;
        let text = handbook.text(id);
        let node = handbook.node(text);
        let anchor = handbook.article(text.article).key.to_string();
        self.push("<div class=\"head\">");
        let tag = heading_tag(level);
        self.push("<");
        self.push(tag);
        self.push(">");
        self.article_number(&handbook.written_label(text), &anchor);
        if let Some(title) = &node.title {
            self.push(" <span class=\"title\">");
            self.escape(&title.text);
            self.push("</span>");
        }
        if node.is_repealed() {
            self.push(" <span class=\"repealed\">");
            let own = if self.purpose == Purpose::Beside {
                text.language
            } else {
                self.at.language
            };
            self.escape(shared.words(own).get("repealed"));
            self.push("</span>");
        }
        self.push("</");
        self.push(tag);
        self.push(">");
        tools(self);
        self.push("</div>\n");
    }

    /// Writes the text of an article without its heading, which has the level `level`, after the notice that it is stale.
    pub(super) fn article_text(&mut self, id: TextId, level: u8) {
        self.stale_notice(id);
        let handbook = self.shared.handbook;
        let text = handbook.text(id);
        let chapter = handbook.chapter_of(text);
        let node = handbook.node(text);
        let passage = Passage::new(self.shared, chapter, &text.marks, &text.citations);
        let within = Within::new(&handbook.article(text.article).key, node, &chapter.document);
        self.blocks(&passage, node.blocks.clone(), Some(&within), level + 1);
    }

    /// Writes the number of an article. Where it is read, it is the link to copy.
    fn article_number(&mut self, label: &str, anchor: &str) {
        if self.purpose == Purpose::Print {
            self.push("<span class=\"label\">");
            self.escape(label);
            self.push("</span>");
            return;
        }
        self.push("<a class=\"label\" href=\"#");
        encode(&mut self.out, anchor);
        self.push("\">");
        self.escape(label);
        self.push("</a>");
    }

    /// What stands beside an article's heading: its role's page, its other languages.
    fn tools(&mut self, id: TextId, anchor: &str) {
        let shared = self.shared;
        let handbook = shared.handbook;
        let article = handbook.text(id).article;
        let language = self.at.language;
        if handbook
            .article(article)
            .texts
            .iter()
            .all(|(other, _)| other == language)
            && !shared.role_texts.contains_key(&id)
        {
            return;
        }
        self.push("<p class=\"tools\"");
        if handbook.text(id).language != language {
            self.push(" lang=\"");
            self.escape(handbook.tag(language));
            self.push("\"");
        }
        self.push(">");
        if let Some(&role) = shared.role_texts.get(&id) {
            self.push("<a class=\"duty-page\" href=\"");
            let href = self.href(shared.places.role_page(role), None);
            self.escape(&href);
            self.push("\">");
            let word = self.word("duty-page");
            self.escape(word);
            self.push("</a>");
        }
        for (other, _) in handbook
            .article(article)
            .texts
            .iter()
            .filter(|(other, _)| *other != language)
        {
            let Some(page) = shared.places.article_page(handbook, article, other) else {
                continue;
            };
            let to = Location { language: other, page };
            let tag = handbook.tag(other);
            self.push("<a class=\"other-language\" hreflang=\"");
            self.escape(tag);
            self.push("\" lang=\"");
            self.escape(tag);
            self.push("\" href=\"");
            let href = shared.places.href(handbook, self.at, to, None);
            self.escape(&href);
            self.push("#");
            encode(&mut self.out, anchor);
            self.push("\">");
            self.escape(&handbook.language(other).pack.name);
            self.push("</a>");
        }
        self.push("</p>");
    }

    /// The notice that an article is shown in another language.
    pub(super) fn untranslated(&mut self, chapter: &Chapter) {
        let shared = self.shared;
        let words = shared.words(self.at.language);
        let wanted = words.language_name(shared.handbook.language(self.at.language));
        let shown = words.language_name(shared.handbook.language(chapter.language));
        let notice = words.fill("untranslated-article", &[("wanted", wanted), ("shown", shown)]);
        self.push("<p class=\"notice\" lang=\"");
        self.escape(shared.handbook.tag(self.at.language));
        self.push("\">");
        self.escape(&notice);
        self.push("</p>\n");
    }
}
