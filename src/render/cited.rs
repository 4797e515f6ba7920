//! Articles that cite an article: the citations of all texts, turned round once for the whole site.

use super::body::Writer;
use super::outline::article_link;
use crate::model::{ArticleId, Handbook, Target, TextId};

/// A range of at most this many articles cites each of them; of a longer one, only its first and its last, so that
/// ranges cost no more than the text that writes them.
const LONGEST_RANGE: u32 = 32;

/// The texts that cite each article, in the order of the handbook, in all languages.
#[derive(Debug, Default)]
pub(super) struct CitedBy {
    texts: Vec<Vec<TextId>>,
}

impl CitedBy {
    pub fn new(handbook: &Handbook) -> Self {
        let mut cited = Self {
            texts: vec![Vec::new(); handbook.articles.len()],
        };
        for id in handbook.text_ids() {
            let text = handbook.text(id);
            for member in text.citations.iter().flat_map(|citation| &citation.members) {
                let Target::Article { article, through, .. } = member.target else {
                    continue;
                };
                let last = through.unwrap_or(article);
                let (first, last) = (article.min(last).0, article.max(last).0);
                let between = if last - first < LONGEST_RANGE {
                    first + 1..last
                } else {
                    last..last
                };
                for index in [first].into_iter().chain(between).chain([last]) {
                    cited.add(ArticleId(index), id, text.article);
                }
            }
        }
        cited
    }

    fn add(&mut self, article: ArticleId, by: TextId, own: ArticleId) {
        let texts = &mut self.texts[article.index()];
        if article != own && texts.last() != Some(&by) {
            texts.push(by);
        }
    }

    fn of(&self, article: ArticleId) -> &[TextId] {
        &self.texts[article.index()]
    }
}

impl Writer<'_> {
    /// Writes the list of the articles that cite the one of `id`, as the pages in this page's language show them.
    pub(super) fn cited_by(&mut self, id: TextId) {
        let shared = self.shared;
        let handbook = shared.handbook;
        let text = handbook.text(id);
        let links = shared.cited_by.of(text.article).iter().filter_map(|&by| {
            let mut link = article_link(shared, self.at, by)?;
            let by = handbook.text(by);
            if by.regulation != text.regulation {
                let values = [
                    ("regulation", handbook.edition_of(by).title.as_str()),
                    ("article", &link.title),
                ];
                link.title = shared.words(self.at.language).fill("navigation.of-regulation", &values);
            }
            Some(link)
        });
        let links: Vec<_> = links.collect();
        if links.is_empty() {
            return;
        }
        self.push("<details class=\"cited\"");
        if text.language != self.at.language {
            self.push(" lang=\"");
            self.escape(handbook.tag(self.at.language));
            self.push("\"");
        }
        self.push("><summary>");
        let word = self.word("navigation.cited-by");
        self.escape(word);
        self.push(" <small>");
        self.push(&links.len().to_string());
        self.push("</small></summary><ul>\n");
        for link in links {
            self.push("<li><a href=\"");
            self.escape(&link.href);
            if let Some(lang) = &link.lang {
                self.push("\" lang=\"");
                self.escape(lang);
            }
            self.push("\">");
            self.escape(&link.title);
            self.push("</a></li>\n");
        }
        self.push("</ul></details>\n");
    }
}
