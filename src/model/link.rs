//! Where a Markdown link leads.

use super::{Article, ArticleKey, ArticleText, Chapter, ChapterId, Edition, Handbook, LanguageId};
use super::{anchor, division_anchor};
use crate::html;
use crate::language::Number;
use crate::syntax::{BlockKind, Document};

/// What a link points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the handbook, or to what is not the handbook's business.
    Elsewhere,
    /// A page, or a place on it by its anchor.
    Chapter { chapter: ChapterId, anchor: Option<String> },
    /// A file that is copied to the site: its path from the handbook's folder.
    Asset(String),
    MissingFile {
        /// A link to the file that was probably meant.
        suggestion: Option<String>,
    },
    MissingAnchor {
        chapter: ChapterId,
        /// The anchor that was probably meant, without `#`.
        suggestion: Option<String>,
    },
}

/// Names may differ by one slip for this many letters to be taken for each other.
const LETTERS_PER_SLIP: usize = 3;

impl Handbook {
    /// Where the link `href` in the chapter `from` leads.
    pub fn link_target(&self, from: &Chapter, href: &str) -> LinkTarget {
        if leads_out(href) || href.starts_with('/') || href.starts_with('\\') {
            return LinkTarget::Elsewhere;
        }
        let (address, fragment) = match href.split_once('#') {
            Some((address, fragment)) => (address, Some(html::decode(fragment))),
            None => (href, None),
        };
        let address = html::decode(address.split('?').next().unwrap_or(address));
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        let chapter = if address.is_empty() {
            self.chapter_at(from.language, &from.path)
        } else {
            let Some(path) = self.path_from(from, &address) else {
                return LinkTarget::Elsewhere;
            };
            match self.page_at(&path) {
                Some(chapter) => Some(chapter),
                None if self.has_asset(&path) => return LinkTarget::Asset(path),
                None => {
                    let suggestion = self.file_like(from, &path);
                    return LinkTarget::MissingFile { suggestion };
                }
            }
        };
        match (chapter, fragment) {
            (None, _) => LinkTarget::Elsewhere,
            (Some(chapter), None) => LinkTarget::Chapter { chapter, anchor: None },
            (Some(chapter), Some(fragment)) => self.place(chapter, fragment),
        }
    }

    /// The article that a link's anchor names, or stands in.
    pub fn article_at(&self, chapter: ChapterId, anchor: &str) -> Option<&ArticleText> {
        let texts = self.texts_of(self.chapter(chapter));
        let mut key = anchor;
        loop {
            let wanted = ArticleKey::read(key);
            let found = texts.iter().find(|text| {
                let own = &self.article(text.article).key;
                *own == wanted || matches!(own, ArticleKey::Named(id) if **id == *key)
            });
            if let Some(text) = found {
                return (key.len() == anchor.len() || self.has_unit(text, anchor)).then_some(text);
            }
            key = key.rsplit_once('.')?.0;
        }
    }

    /// The path from the handbook's folder of `address` in a chapter; nothing where it leads out of the folder.
    fn path_from(&self, from: &Chapter, address: &str) -> Option<String> {
        let source = &self.sources.file(from.file).path;
        let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
        for name in address.split('/') {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop()?;
                }
                name => names.push(name),
            }
        }
        Some(names.join("/"))
    }

    /// The page that a file or a folder is.
    fn page_at(&self, path: &str) -> Option<ChapterId> {
        let (tag, rest) = path.split_once('/').unwrap_or((path, ""));
        let mut languages = self.language_ids();
        let language = languages.find(|&id| self.tag(id) == tag)?;
        if let Some(page) = rest.strip_suffix(".md") {
            return self.chapter_at(language, page);
        }
        let index = if rest.is_empty() {
            "index".to_owned()
        } else {
            format!("{rest}/index")
        };
        self.chapter_at(language, &index)
    }

    fn has_asset(&self, path: &str) -> bool {
        let by_order = self.assets.binary_search_by(|asset| asset.as_str().cmp(path));
        by_order.is_ok() || self.assets.iter().any(|asset| asset == path)
    }

    /// What the link to `path` in `from` should probably be.
    fn file_like(&self, from: &Chapter, path: &str) -> Option<String> {
        let stem = path
            .strip_suffix(".html")
            .or_else(|| path.strip_suffix(".md"))
            .unwrap_or(path);
        let pages = self
            .chapters
            .iter()
            .map(|chapter| &*self.sources.file(chapter.file).path);
        let exact = pages.clone().find(|page| page.strip_suffix(".md") == Some(stem));
        let name = |path: &'_ str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let wanted = name(path);
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        let beside = pages
            .chain(self.assets.iter().map(String::as_str))
            .filter(|page| page.rsplit_once('/').map(|(folder, _)| folder) == folder);
        let found = exact.or_else(|| nearest(&wanted, beside, name))?;
        Some(relative(&self.sources.file(from.file).path, found))
    }

    /// The place `fragment` on a page, or elsewhere in its regulation.
    fn place(&self, chapter: ChapterId, fragment: String) -> LinkTarget {
        let page = self.chapter(chapter);
        let here = std::iter::once(chapter);
        let edition = self.edition_at(page).into_iter();
        let beside = edition.flat_map(|edition| edition.chapters.iter().copied());
        for place in here.chain(beside.filter(|&other| other != chapter)) {
            if self.has_anchor(place, &fragment) {
                let anchor = Some(fragment);
                return LinkTarget::Chapter { chapter: place, anchor };
            }
        }
        if let Some(role) = self.role_by_id(&fragment) {
            return match self.role(role).article(page.language) {
                Some(article) => {
                    let text = self.text(article.text);
                    LinkTarget::Chapter {
                        chapter: text.chapter,
                        anchor: Some(self.article(text.article).key.to_string()),
                    }
                }
                // It has a page of its own.
                None => LinkTarget::Elsewhere,
            };
        }
        let suggestion = self.anchor_like(page, &fragment);
        LinkTarget::MissingAnchor { chapter, suggestion }
    }

    fn has_anchor(&self, chapter: ChapterId, anchor: &str) -> bool {
        let page = self.chapter(chapter);
        let document = &page.document;
        self.article_at(chapter, anchor).is_some()
            || title_id(document) == Some(anchor)
            || (0..document.divisions.len()).any(|index| division_anchor(document, index) == anchor)
            // Headings that are no units keep their attributes in the source only.
            || self.source(page).contains(&format!("{{#{anchor}"))
    }

    fn has_unit(&self, text: &ArticleText, wanted: &str) -> bool {
        let document = &self.chapter_of(text).document;
        let article = self.node(text);
        let key = &self.article(text.article).key;
        let mut units = document
            .blocks_of(article)
            .filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)));
        units.any(|(_, block)| anchor(key, document, article, block.unit) == wanted)
    }

    /// The written id, of the page's regulation or a role, that `anchor` resembles.
    fn anchor_like(&self, page: &Chapter, anchor: &str) -> Option<String> {
        let own = std::slice::from_ref(page).iter();
        let chapters = self.edition_at(page).into_iter().flat_map(|edition| &edition.chapters);
        let chapters = own.chain(chapters.map(|&id| self.chapter(id)));
        let articles = chapters.clone().flat_map(|chapter| self.texts_of(chapter));
        let articles = articles.filter_map(|text| match self.article(text.article) {
            Article {
                key: ArticleKey::Named(id),
                ..
            } => Some(&**id),
            _ => None,
        });
        let titles = chapters.filter_map(|chapter| title_id(&chapter.document));
        let roles = self.roles.iter().map(|role| role.id.as_str());
        let known = articles.chain(titles).chain(roles);
        nearest(anchor, known, str::to_owned).map(str::to_owned)
    }

    fn texts_of(&self, chapter: &Chapter) -> &[ArticleText] {
        &self.texts[chapter.texts.start as usize..chapter.texts.end as usize]
    }

    fn edition_at(&self, chapter: &Chapter) -> Option<&Edition> {
        let language: LanguageId = chapter.language;
        self.regulation(chapter.regulation?).editions.get(language)
    }
}

impl ArticleKey {
    /// The key that an anchor such as `art-120-1` writes; any other word is a name.
    fn read(anchor: &str) -> Self {
        let numbered = || {
            let rest = anchor.strip_prefix("art-")?;
            let (rest, times) = match rest.split_once(".r") {
                Some((rest, times)) => (rest, Some(times.parse().ok()?)),
                None => (rest, None),
            };
            let (value, branch) = match rest.split_once('-') {
                Some((value, branch)) => (value.parse().ok()?, branch.parse().ok()?),
                None => (rest.parse().ok()?, 0),
            };
            let number = Number { value, branch };
            Some(times.map_or(Self::Numbered(number), |times| Self::Repeated(number, times)))
        };
        numbered().unwrap_or_else(|| Self::Named(anchor.into()))
    }
}

fn title_id(document: &Document) -> Option<&str> {
    let attributes = document.title.as_ref()?.attributes.as_ref()?;
    attributes.id.as_ref().map(|id| &*id.value)
}

/// Whether an address leads out of the handbook: it names its scheme, as `https:` does. One that begins with the name of
/// a host (`//host`) leads nowhere: on a site that is read from a folder it is that of a file server.
pub fn leads_out(href: &str) -> bool {
    let scheme = href.split(['/', '#', '?']).next().unwrap_or(href).split_once(':');
    scheme.is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|next| next.is_ascii_alphanumeric() || "+-.".contains(next))
    })
}

/// The path `to` as a link in the file `from` writes it.
fn relative(from: &str, to: &str) -> String {
    let folder: Vec<&str> = from.split('/').collect();
    let target: Vec<&str> = to.split('/').collect();
    let shared = folder
        .iter()
        .zip(&target)
        .take_while(|(one, other)| one == other)
        .count();
    let shared = shared.min(folder.len() - 1).min(target.len() - 1);
    let up = std::iter::repeat_n("..", folder.len() - 1 - shared);
    up.chain(target[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The one of `known` whose `name` was probably meant by `word`.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>, name: impl Fn(&str) -> String) -> Option<&'k str> {
    let limit = (word.chars().count() / LETTERS_PER_SLIP).max(1);
    known
        .map(|candidate| (strsim::damerau_levenshtein(word, &name(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_told_from_a_path() {
        for href in ["https://a", "mailto:a@b", "tel:1"] {
            assert!(leads_out(href), "{href}");
        }
        for href in ["a.md", "a/b:c.md", "#a:b", "图:a.md", "//a.example/b"] {
            assert!(!leads_out(href), "{href}");
        }
    }

    #[test]
    fn escapes_are_read_and_nonsense_is_kept() {
        assert_eq!(html::decode("%E7%AC%AC.md"), "第.md");
        assert_eq!(html::decode("100%"), "100%");
        assert_eq!(html::decode("%FF%zz"), "%FF%zz");
    }

    #[test]
    fn an_anchor_reads_back_as_its_key() {
        let number = Number { value: 120, branch: 1 };
        let keys = [
            ArticleKey::Numbered(number),
            ArticleKey::Numbered(Number::new(5)),
            ArticleKey::Repeated(number, 2),
            ArticleKey::Named("art-x".into()),
        ];
        for key in keys {
            assert_eq!(ArticleKey::read(&key.to_string()), key);
        }
    }

    #[test]
    fn a_suggested_path_starts_at_the_file_of_the_link() {
        assert_eq!(relative("zh/a/b.md", "zh/c.md"), "../c.md");
        assert_eq!(relative("zh/a.md", "zh/a.md"), "a.md");
        assert_eq!(relative("zh/a.md", "en/b/c.md"), "../en/b/c.md");
    }
}
