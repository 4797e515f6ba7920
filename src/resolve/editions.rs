//! Which regulation a file belongs to, what its editions say, and which articles are the same in two languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Read;
use crate::config;
use crate::language::Number;
use crate::model::{
    Article, ArticleId, ArticleKey, ArticleText, Chapter, ChapterId, ChapterKind, Edition, Handbook, LanguageId,
    Localized, Regulation, RegulationId, TextId,
};
use crate::source::Span;

const INDEX: &str = "index";
const PAGES: &str = "pages/";

/// Tells what each file is: a folder with an `index.md` in any language is a regulation.
pub(super) fn place(read: Vec<Read>) -> Vec<Chapter> {
    let folders: BTreeSet<Arc<str>> = read
        .iter()
        .filter(|file| !file.path.starts_with(PAGES))
        .filter_map(|file| file.path.strip_suffix("/index").map(Arc::from))
        .collect();
    read.into_iter()
        .map(|file| {
            let kind = kind(&file.path, &folders);
            Chapter {
                file: file.file,
                language: file.language,
                path: file.path,
                kind,
                regulation: None,
                document: file.document,
                texts: 0..0,
                marks: Vec::new(),
                citations: Vec::new(),
            }
        })
        .collect()
}

fn kind(path: &str, folders: &BTreeSet<Arc<str>>) -> ChapterKind {
    if path == INDEX {
        ChapterKind::Welcome
    } else if path.starts_with(PAGES) {
        ChapterKind::Page
    } else if path.strip_suffix("/index").is_some() {
        ChapterKind::Index
    } else if folder_of(path, folders).is_some() {
        ChapterKind::Chapter
    } else {
        ChapterKind::Whole
    }
}

/// The nearest folder above `path` that is a regulation.
fn folder_of<'a>(path: &'a str, folders: &BTreeSet<Arc<str>>) -> Option<&'a str> {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if folders.contains(above) {
            return Some(above);
        }
        folder = above;
    }
    None
}

/// Groups chapters to regulations and pairs their articles.
pub(super) fn build(handbook: &mut Handbook, problems: &mut Vec<config::Problem>) {
    let folders: BTreeSet<Arc<str>> = handbook
        .chapters
        .iter()
        .filter(|chapter| chapter.kind == ChapterKind::Index)
        .filter_map(|chapter| chapter.path.strip_suffix("/index").map(Arc::from))
        .collect();
    let mut members: std::collections::BTreeMap<Arc<str>, Vec<ChapterId>> = std::collections::BTreeMap::new();
    for (index, chapter) in handbook.chapters.iter().enumerate() {
        let id: Arc<str> = match chapter.kind {
            ChapterKind::Index => chapter.path.strip_suffix("/index").unwrap_or(&chapter.path).into(),
            ChapterKind::Chapter => folder_of(&chapter.path, &folders).unwrap_or(&chapter.path).into(),
            ChapterKind::Whole => chapter.path.clone(),
            ChapterKind::Welcome | ChapterKind::Page => continue,
        };
        members.entry(id).or_default().push(ChapterId(index as u32));
    }
    for (index, chapter) in handbook.chapters.iter().enumerate() {
        let key = (chapter.language, chapter.path.clone());
        handbook.chapters_by_path.insert(key, ChapterId(index as u32));
    }
    for (id, mut chapters) in members {
        let regulation = RegulationId(handbook.regulations.len() as u32);
        chapters.sort_by_key(|&chapter| {
            let chapter = handbook.chapter(chapter);
            (
                chapter.language,
                chapter.kind != ChapterKind::Index,
                chapter.path.clone(),
            )
        });
        for &chapter in &chapters {
            handbook.chapters[chapter.index()].regulation = Some(regulation);
        }
        let mut editions = Localized::default();
        for language in handbook.language_ids() {
            let own: Vec<ChapterId> = chapters
                .iter()
                .copied()
                .filter(|&chapter| handbook.chapter(chapter).language == language)
                .collect();
            if !own.is_empty() {
                editions.set(language, edition(handbook, &id, regulation, language, own, problems));
            }
        }
        let articles = pair(handbook, regulation, &editions);
        handbook.regulations.push(Regulation { id, editions, articles });
    }
}

fn edition(
    handbook: &mut Handbook,
    id: &str,
    regulation: RegulationId,
    language: LanguageId,
    chapters: Vec<ChapterId>,
    problems: &mut Vec<config::Problem>,
) -> Edition {
    let mut texts = Vec::new();
    let mut numbers: FxHashMap<Number, TextId> = FxHashMap::default();
    for &chapter in &chapters {
        let first = handbook.texts.len() as u32;
        let document = handbook.chapter(chapter).document.clone();
        for (node, article) in document.articles.iter().enumerate() {
            let text = TextId(handbook.texts.len() as u32);
            texts.push(text);
            numbers.entry(article.number).or_insert(text);
            handbook.texts.push(ArticleText {
                // Set when the articles are paired.
                article: ArticleId(0),
                regulation,
                language,
                chapter,
                node: node as u32,
                citations: Vec::new(),
                marks: Vec::new(),
            });
        }
        handbook.chapters[chapter.index()].texts = first..handbook.texts.len() as u32;
    }
    let main = handbook.chapter(chapters[0]);
    let (front_matter, title) = match main.kind {
        ChapterKind::Index | ChapterKind::Whole => {
            let source = handbook.source(main);
            if !main.document.front_matter_is_sound(source) {
                let end = source.find('\n').unwrap_or(source.len()) as u32;
                problems.push(config::Problem {
                    kind: config::ProblemKind::Missing { key: "+++".to_owned() },
                    span: Span::new(main.file, 0..end),
                });
            }
            let front_matter = main.document.front_matter.as_ref().map(|bytes| {
                let text = &source[bytes.start as usize..bytes.end as usize];
                let (found, faults) = config::read_front_matter(text, main.file, bytes.start);
                problems.extend(faults);
                found
            });
            (front_matter.unwrap_or_default(), main.document.title.as_ref())
        }
        _ => (config::FrontMatter::default(), None),
    };
    let title_span = title.map(|title| Span::new(main.file, title.span.clone()));
    let name = front_matter
        .title
        .as_ref()
        .map(|title| title.value.clone())
        .or_else(|| title.map(|title| title.text.to_string()))
        .unwrap_or_else(|| id.rsplit('/').next().unwrap_or(id).to_owned());
    let tag = handbook.tag(language);
    let suffix = if main.kind == ChapterKind::Whole { ".md" } else { "" };
    Edition {
        language,
        path: format!("{tag}/{id}{suffix}"),
        title: name,
        title_span,
        front_matter,
        chapters,
        texts,
        numbers,
    }
}

/// Pairs the articles of a regulation over its languages: by id, else by number.
fn pair(handbook: &mut Handbook, regulation: RegulationId, editions: &Localized<Edition>) -> std::ops::Range<u32> {
    let first = handbook.articles.len() as u32;
    let mut keys: FxHashMap<ArticleKey, ArticleId> = FxHashMap::default();
    let mut numbers: FxHashMap<Number, ArticleId> = FxHashMap::default();
    // An id that an editor gave wins over one that is made from a number.
    let given: FxHashSet<String> = editions
        .iter()
        .flat_map(|(_, edition)| &edition.texts)
        .filter_map(|&text| handbook.node(handbook.text(text)).id())
        .map(|id| id.value.to_string())
        .collect();
    for (language, edition) in editions.iter() {
        let mut times: FxHashMap<Number, u32> = FxHashMap::default();
        let mut late = Vec::new();
        for &text in &edition.texts {
            let node = handbook.node(handbook.text(text));
            let number = node.number;
            let seen = times.entry(number).or_insert(0);
            let repeated = *seen;
            *seen += 1;
            let mut key = match (node.id(), repeated) {
                (Some(id), _) => ArticleKey::Named(id.value.clone()),
                (None, 0) if given.contains(&ArticleKey::Numbered(number).to_string()) => {
                    ArticleKey::Repeated(number, 2)
                }
                (None, 0) => ArticleKey::Numbered(number),
                (None, times) => ArticleKey::Repeated(number, times + 1),
            };
            match keys.get(&key) {
                Some(&article) if handbook.article(article).texts.get(language).is_none() => {
                    attach(handbook, article, language, text);
                }
                Some(_) => {
                    // The same id twice in one language: the second one is named by its number, and a finding says so.
                    key = ArticleKey::Repeated(number, repeated + 2);
                    late.push((key, number, text, false));
                }
                None => late.push((key, number, text, repeated == 0)),
            }
        }
        for (key, number, text, by_number) in late {
            let same = numbers
                .get(&number)
                .copied()
                .filter(|&article| by_number && handbook.article(article).texts.get(language).is_none())
                .filter(|&article| may_be_same(handbook, article, text));
            let article = same.unwrap_or_else(|| {
                let article = ArticleId(handbook.articles.len() as u32);
                handbook.articles.push(Article {
                    regulation,
                    key: key.clone(),
                    texts: Localized::default(),
                });
                article
            });
            attach(handbook, article, language, text);
            keys.entry(key).or_insert(article);
            numbers.entry(number).or_insert(article);
        }
    }
    first..handbook.articles.len() as u32
}

/// Whether an article may be the one that has its number in another language. With two ids, and on two pages, it is not.
fn may_be_same(handbook: &Handbook, article: ArticleId, text: TextId) -> bool {
    let text = handbook.text(text);
    let mut others = handbook.article(article).texts.iter().map(|(_, &id)| handbook.text(id));
    let has_id = |text: &ArticleText| handbook.node(text).id().is_some();
    let path = |text: &ArticleText| handbook.chapter_of(text).path.clone();
    !has_id(text) || others.all(|other| !has_id(other) || path(other) == path(text))
}

fn attach(handbook: &mut Handbook, article: ArticleId, language: LanguageId, text: TextId) {
    handbook.articles[article.index()].texts.set(language, text);
    handbook.texts[text.index()].article = article;
}
