//! A file of a regulation in two languages, side by side by article.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::body::{Passage, Purpose, Writer};
use super::super::outline::{Step, division_label, file_link, page_title, steps};
use super::super::places::{FileIndex, Location, PageKind};
use super::super::view::{LinkView, NameView, SideBySideView};
use super::super::{Shared, ThemeError};
use super::{Frames, regulation};
use crate::model::{ArticleId, Chapter, Handbook, LanguageId, TextId, division_anchor};

/// Level of the outermost headings.
const BASE: u8 = 2;
/// Put before anchors that are unique in their file only, in the second column.
const SECOND: &str = "second-";

/// The language that the text in `language` is held against: the authoritative one, or for that the next.
pub(in super::super) fn other_language(language: LanguageId) -> LanguageId {
    match language {
        LanguageId::AUTHORITATIVE => LanguageId(1),
        _ => LanguageId::AUTHORITATIVE,
    }
}

/// What blocks outside articles follow, the same in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum After {
    Start,
    Division(String),
    Article(ArticleId),
}

/// The two columns while they are written.
struct Columns<'a> {
    shared: &'a Shared<'a>,
    file: FileIndex,
    languages: [LanguageId; 2],
    chapters: [Option<&'a Chapter>; 2],
}

pub(super) fn side_by_side(
    shared: &Shared<'_>,
    frames: &Frames,
    at: Location,
    file: FileIndex,
) -> Result<Vec<u8>, ThemeError> {
    let (handbook, places) = (shared.handbook, &shared.places);
    let languages = [at.language, other_language(at.language)];
    let of = |language| places.file(file).chapters.get(language).map(|&id| handbook.chapter(id));
    let columns = Columns {
        shared,
        file,
        languages,
        chapters: languages.map(of),
    };
    let Some(shown) = places.shown_chapter(handbook, file, at.language) else {
        return Ok(Vec::new());
    };
    let mut page = shared.page_view(at, "side-by-side", page_title(shared, shown).0);
    shared.shows(at, &mut page, shown);
    page.notices.clear();
    if let Some(regulation) = places.file(file).regulation {
        regulation::of_regulation(shared, at, &mut page, regulation);
    }
    let back = file_link(shared, at, file).unwrap_or_else(|| shared.link(at, places.file(file).page, ""));
    if matches!(places.kind(places.file(file).page), PageKind::Chapter(_)) {
        page.breadcrumbs.push(back.clone());
    }
    let mut writer = Writer::new(shared, at, Purpose::Beside);
    writer.reserve(page.anchor.as_deref());
    columns.write(&mut writer, shown);
    let [previous, next] = regulation::neighbours(shared, at, file).map(|other| beside_link(shared, at, other?));
    let other = columns.chapters[1].filter(|other| !std::ptr::eq(*other, shown));
    let view = SideBySideView {
        reading: back,
        other_title: other.map(|other| NameView {
            lang: handbook.tag(other.language).to_owned(),
            name: page_title(shared, other).0,
        }),
        previous,
        next,
    };
    frames.fill(shared, at, &page, &view, &writer.out)
}

/// A link to the page that has `file` in two languages.
fn beside_link(shared: &Shared<'_>, at: Location, file: FileIndex) -> Option<LinkView> {
    let page = shared.places.file(file).beside?;
    Some(LinkView {
        href: shared.link(at, page, "").href,
        ..file_link(shared, at, file)?
    })
}

impl<'a> Columns<'a> {
    /// Writes all rows, in the order of the first column's text; in that of `shown` where it has none.
    fn write(&self, writer: &mut Writer<'a>, shown: &'a Chapter) {
        let first = self.chapters[0].or(self.chapters[1]).unwrap_or(shown);
        let titled = page_title(self.shared, first).1;
        let blocks = self.chapters.map(|chapter| self.blocks_of(chapter));
        if let [Some(one), Some(other)] = self.chapters {
            writer.note_living(other);
            let others = std::mem::take(&mut writer.living);
            writer.note_living(one);
            writer.living.extend(others);
        } else {
            writer.note_living(first);
        }
        let mut after = After::Start;
        // Articles stand below the divisions, if the page shows any before them.
        let mut level = BASE;
        self.passages(writer, &blocks, &after);
        for step in steps(self.shared, first, self.file) {
            after = match step {
                Step::Division(index) => {
                    let anchor = division_anchor(&first.document, index);
                    if index > 0 || !titled {
                        self.division(writer, &anchor);
                        level = BASE + 1;
                    }
                    After::Division(anchor)
                }
                Step::Article(text) => {
                    let article = self.shared.handbook.text(text).article;
                    self.article(writer, article, level);
                    After::Article(article)
                }
                Step::Blocks(_) => continue,
            };
            self.passages(writer, &blocks, &after);
        }
        self.divisions_of_the_second(writer, first, &blocks);
    }

    /// Writes the parts, chapters and sections that only the second column has: they have no place in the order of the
    /// first.
    fn divisions_of_the_second(
        &self,
        writer: &mut Writer<'a>,
        first: &Chapter,
        blocks: &[FxHashMap<After, std::ops::Range<u32>>; 2],
    ) {
        let Some(second) = self.chapters[1].filter(|second| !std::ptr::eq(*second, first)) else {
            return;
        };
        let anchors = |chapter: &Chapter| -> Vec<String> {
            let indices = 0..chapter.document.divisions.len();
            indices.map(|index| division_anchor(&chapter.document, index)).collect()
        };
        let known: FxHashSet<String> = anchors(first).into_iter().collect();
        for anchor in anchors(second).into_iter().filter(|anchor| !known.contains(anchor)) {
            self.division(writer, &anchor);
            self.passages(writer, blocks, &After::Division(anchor));
        }
    }

    /// The blocks outside articles by what they follow.
    fn blocks_of(&self, chapter: Option<&'a Chapter>) -> FxHashMap<After, std::ops::Range<u32>> {
        let mut found = FxHashMap::default();
        let Some(chapter) = chapter else {
            return found;
        };
        let mut after = After::Start;
        for step in steps(self.shared, chapter, self.file) {
            match step {
                Step::Division(index) => after = After::Division(division_anchor(&chapter.document, index)),
                Step::Article(text) => after = After::Article(self.shared.handbook.text(text).article),
                Step::Blocks(range) => drop(found.insert(after.clone(), range)),
            }
        }
        found
    }

    /// Writes the blocks that follow `after`, if there are any.
    fn passages(&self, writer: &mut Writer<'a>, blocks: &[FxHashMap<After, std::ops::Range<u32>>; 2], after: &After) {
        let ranges = [0, 1].map(|column| blocks[column].get(after));
        if ranges == [None, None] {
            return;
        }
        writer.push("<div class=\"pair\">");
        for (column, range) in ranges.into_iter().enumerate() {
            match (self.chapters[column], range) {
                (Some(chapter), Some(range)) => {
                    self.open(writer, column, "side");
                    let passage = Passage::new(self.shared, chapter, &chapter.marks, &chapter.citations);
                    writer.prefixed(self.prefix(column), |writer| {
                        writer.blocks(&passage, range.clone(), None, BASE);
                    });
                    writer.push("</div>\n");
                }
                _ => self.nothing(writer, column, "navigation.no-passage"),
            }
        }
        writer.push("</div>\n");
    }

    /// Writes the headings of a part, chapter or section.
    fn division(&self, writer: &mut Writer<'a>, anchor: &str) {
        writer.push("<div class=\"pair\"");
        writer.id(anchor);
        writer.push(">");
        for column in [0, 1] {
            let chapter = self.chapters[column];
            let same = |chapter: &'a Chapter| {
                let mut divisions = 0..chapter.document.divisions.len();
                divisions
                    .find(|&index| division_anchor(&chapter.document, index) == anchor)
                    .map(|index| (chapter, index))
            };
            let Some((chapter, index)) = chapter.and_then(same) else {
                self.nothing(writer, column, "navigation.no-passage");
                continue;
            };
            let division = &chapter.document.divisions[index];
            self.open(writer, column, "side");
            writer.push("<h2 class=\"division\">");
            writer.heading_aliases(chapter, division.attributes.as_deref());
            writer.push("<span class=\"label\">");
            writer.escape(division_label(self.shared, chapter, division));
            writer.push("</span> ");
            writer.escape(&division.title);
            writer.push("</h2></div>\n");
        }
        writer.push("</div>\n");
    }

    /// Writes an article in both languages, with headings of the level `level`.
    fn article(&self, writer: &mut Writer<'a>, article: ArticleId, level: u8) {
        let handbook: &Handbook = self.shared.handbook;
        let found = handbook.article(article);
        let anchor = found.key.to_string();
        writer.push("<section class=\"pair\"");
        writer.id(&anchor);
        writer.push(">");
        for column in [0, 1] {
            let Some(&text) = found.texts.get(self.languages[column]) else {
                self.nothing(writer, column, "navigation.no-text");
                continue;
            };
            let untitled = handbook.node(handbook.text(text)).title.is_none();
            self.open(writer, column, if untitled { "article untitled" } else { "article" });
            writer.article_aliases(text);
            writer.article_head(text, level, |writer| self.reading_link(writer, text));
            writer.prefixed(self.prefix(column), |writer| writer.article_text(text, level));
            writer.push("</div>\n");
        }
        writer.push("</section>\n");
    }

    /// Writes the way to an article's own page, in the words of its language.
    fn reading_link(&self, writer: &mut Writer<'a>, id: TextId) {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        let text = handbook.text(id);
        let to = Location {
            language: text.language,
            page: places.page_of(text.chapter),
        };
        let anchor = handbook.article(text.article).key.to_string();
        let href = places.href(handbook, writer.at, to, Some(&anchor));
        writer.push("<p class=\"tools\"><a href=\"");
        writer.escape(&href);
        writer.push("\">");
        let word = self.shared.words(text.language).get("navigation.single-article");
        writer.escape(word);
        writer.push("</a></p>");
    }

    fn prefix(&self, column: usize) -> &'static str {
        if column == 0 { "" } else { SECOND }
    }

    fn open(&self, writer: &mut Writer<'a>, column: usize, class: &str) {
        writer.push("<div class=\"");
        writer.push(class);
        writer.push("\" lang=\"");
        writer.escape(self.shared.handbook.tag(self.languages[column]));
        writer.push("\">");
    }

    /// Writes what stands in a column that has no text here.
    fn nothing(&self, writer: &mut Writer<'a>, column: usize, word: &'static str) {
        let words = self.shared.words(writer.at.language);
        let wanted = words.language_name(self.shared.handbook.language(self.languages[column]));
        writer.push("<div class=\"side\"><p class=\"notice\">");
        writer.escape(&words.fill(word, &[("wanted", wanted)]));
        writer.push("</p></div>\n");
    }
}
