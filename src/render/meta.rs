//! What pages tell programs of themselves: what they say, their one address, the same page in other languages, where
//! their source can be changed.

use unicode_width::UnicodeWidthChar;

use super::Shared;
use super::feed;
use super::html::{encode, relative};
use super::places::{Location, PageId, PageKind, WELCOME};
use super::view::{AlternateView, MetaView};
use crate::model::{Chapter, LanguageId, RoleId};
use crate::syntax::{Block, BlockKind};

/// Width of a description at most: a Chinese character counts 2, others 1.
const WIDTH: usize = 160;
/// Where a pattern for the address of a source has the path of the file.
const PATH: &str = "{path}";
/// Path of the page at the root of the site.
const FRONT: &str = "index.html";
/// Marks with which no description ends: what they announce or join is not there.
const OPEN_ENDS: [char; 7] = [';', ',', ':', '\u{FF1B}', '\u{FF0C}', '\u{FF1A}', '\u{3001}'];
/// For readers of languages that the handbook does not have.
const ANY_LANGUAGE: &str = "x-default";

impl Shared<'_> {
    /// What the page at `at` tells programs, with a description that goes for its kind.
    pub(super) fn meta(&self, at: Location, title: &str) -> MetaView {
        let main = Location {
            page: self.main_page(at.page),
            ..at
        };
        let path = self.places.path(self.handbook, at);
        let others = self.handbook.language_ids().filter(|&other| other != at.language);
        MetaView {
            description: self.description_of_kind(at, title),
            canonical: self.absolute(&self.places.path(self.handbook, main)),
            alternates: self
                .alternates(at.page)
                .into_iter()
                .map(|(lang, to)| AlternateView {
                    href: self.absolute(&to).unwrap_or_else(|| relative(&path, &to)),
                    lang,
                })
                .collect(),
            kind: if at.page == WELCOME { "website" } else { "article" },
            locale: self.locale(at.language),
            other_locales: others.map(|other| self.locale(other)).collect(),
            feed: feed::path(self, at.language).map(|feed| relative(&path, &feed)),
        }
    }

    /// What the pages at the root tell programs.
    pub(super) fn root_meta(&self, root: &str, canonical: bool) -> MetaView {
        let language = LanguageId::AUTHORITATIVE;
        let title = [("title", self.title(language))];
        let others = self.handbook.language_ids().filter(|&other| other != language);
        let alternates = self.alternates(WELCOME).into_iter();
        MetaView {
            description: self.words(language).fill("machine.about-handbook", &title),
            canonical: self.absolute(FRONT).filter(|_| canonical),
            alternates: alternates
                .map(|(lang, to)| AlternateView {
                    href: self
                        .absolute(&to)
                        .unwrap_or_else(|| format!("{root}{}", relative("", &to))),
                    lang,
                })
                .collect(),
            kind: "website",
            locale: self.locale(language),
            other_locales: others.map(|other| self.locale(other)).collect(),
            feed: None,
        }
    }

    /// The page that says what this one says, under its main address.
    pub(super) fn main_page(&self, page: PageId) -> PageId {
        match self.places.kind(page) {
            PageKind::Print(regulation) => self.places.regulation_page(regulation),
            PageKind::SideBySide(file) => self.places.file(file).page,
            PageKind::FirstDays(role) | PageKind::Acknowledgement(role) => self.places.role_page(role),
            PageKind::Welcome
            | PageKind::Roles
            | PageKind::Role(_)
            | PageKind::Compare
            | PageKind::Organisation
            | PageKind::Glossary
            | PageKind::Everyone
            | PageKind::Search
            | PageKind::Regulation(_)
            | PageKind::Chapter(_)
            | PageKind::Free(_) => page,
        }
    }

    /// The paths in the site of a page in every language, by language tag. Who reads none of them is sent to the choice
    /// of a language from the front page, to the authoritative text from all others.
    pub(super) fn alternates(&self, page: PageId) -> Vec<(String, String)> {
        let handbook = self.handbook;
        let path = |language| self.places.path(handbook, Location { language, page });
        let tags = handbook
            .language_ids()
            .map(|language| (handbook.tag(language).to_owned(), path(language)));
        let mut alternates: Vec<(String, String)> = tags.collect();
        let fallback = if page == WELCOME {
            FRONT.to_owned()
        } else {
            path(LanguageId::AUTHORITATIVE)
        };
        alternates.push((ANY_LANGUAGE.to_owned(), fallback));
        alternates
    }

    /// The whole address of a path in the site, where the site knows its own.
    pub(super) fn absolute(&self, path: &str) -> Option<String> {
        let mut address = self.base_url.clone()?;
        encode(&mut address, path);
        Some(address)
    }

    /// The whole address of a path in the site, or the path where the site does not know its own address.
    pub(super) fn address(&self, path: &str) -> String {
        self.absolute(path).unwrap_or_else(|| relative("", path))
    }

    /// A language and its land: those of its tag, else those of its pack.
    fn locale(&self, language: LanguageId) -> String {
        let tag = self.handbook.tag(language);
        match tag.split_once('-') {
            Some((primary, land)) if land.len() == 2 => format!("{primary}_{}", land.to_uppercase()),
            _ => self.words(language).get("machine.locale").to_owned(),
        }
    }

    fn description_of_kind(&self, at: Location, title: &str) -> String {
        let words = self.words(at.language);
        let key = match self.places.kind(at.page) {
            PageKind::Welcome => "machine.about-handbook",
            PageKind::Roles => "machine.about-roles",
            PageKind::Organisation => "machine.about-organisation",
            PageKind::Glossary => "machine.about-glossary",
            PageKind::Role(role) => return self.about_role(at.language, role),
            PageKind::Everyone => "everyone.about",
            PageKind::Compare => "compare.about",
            _ => "machine.about-page",
        };
        let values = [("title", self.title(at.language)), ("page", title)];
        cut(&words.fill(key, &values))
    }

    /// What the page of a role says: its first duty.
    fn about_role(&self, language: LanguageId, id: RoleId) -> String {
        let handbook = self.handbook;
        let role = handbook.role(id);
        let words = self.words(language);
        let name = role.name(language);
        let article = role.article(language).or_else(|| role.articles.first());
        let duty = article.and_then(|article| {
            let chapter = handbook.chapter_of(handbook.text(article.text));
            let first = article.duties.first()?;
            let item = chapter.document.blocks.get(first.block as usize)?;
            let inside = &chapter.document.blocks[first.block as usize..item.end as usize];
            self.first_words(chapter, inside)
        });
        match duty {
            Some(duty) => cut(&words.fill("machine.about-role", &[("role", name), ("duty", &duty)])),
            None => cut(&words.fill("machine.about-external-role", &[("role", name)])),
        }
    }

    /// What a chapter says first, if it says anything.
    pub(super) fn description(&self, chapter: &Chapter) -> Option<String> {
        self.first_words(chapter, &chapter.document.blocks)
    }

    /// The sentences with which the first paragraph in `blocks` begins, as many as a description holds.
    fn first_words(&self, chapter: &Chapter, blocks: &[Block]) -> Option<String> {
        let paragraphs = blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
        let mut texts = paragraphs.map(|block| self.handbook.block_text(chapter, block));
        let text = texts.find(|text| !text.text.trim().is_empty())?;
        let mut taken = "";
        for range in self.handbook.language(chapter.language).sentences.of(&text.text) {
            let longer = text.text[..range.end].trim_start();
            if !taken.is_empty() && width(longer) > WIDTH {
                break;
            }
            taken = longer;
        }
        Some(cut(one_line(taken).trim_end_matches(OPEN_ENDS)))
    }

    /// Where a reader proposes a change to a source file, by its path in the handbook.
    pub(super) fn edit_address(&self, path: &str) -> Option<String> {
        let url = &self.handbook.config.edit_url.as_ref()?.value;
        let mut encoded = String::new();
        encode(&mut encoded, path);
        Some(match url.contains(PATH) {
            true => url.replace(PATH, &encoded),
            false => format!("{}/{encoded}", url.trim_end_matches('/')),
        })
    }

    /// The settings file that a page is made from which shows the text of no chapter.
    pub(super) fn edit_settings(&self, page: PageId) -> Option<String> {
        let file = match self.places.kind(page) {
            PageKind::Roles | PageKind::Role(_) | PageKind::Compare | PageKind::Organisation => "roles.toml",
            PageKind::Glossary => "glossary.toml",
            _ => return None,
        };
        self.handbook.sources.find(file)?;
        self.edit_address(file)
    }
}

fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// `text` with its line breaks and runs of blanks as one blank each.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    words.join(" ")
}

/// `text` cut to what a description holds, at the end of a word where words have blanks between them.
fn cut(text: &str) -> String {
    if width(text) <= WIDTH {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut end = 0;
    for (at, next) in text.char_indices() {
        taken += next.width().unwrap_or(0);
        if taken >= WIDTH {
            break;
        }
        end = at + next.len_utf8();
    }
    let inside_word = |at: usize| {
        let mut around = text[..at].chars().rev().zip(text[at..].chars());
        around
            .next()
            .is_some_and(|(left, right)| left.is_ascii_alphanumeric() && right.is_ascii_alphanumeric())
    };
    if inside_word(end) {
        end = text[..end].rfind(' ').unwrap_or(end);
    }
    let kept = text[..end].trim_end_matches(|next: char| next.is_whitespace() || next.is_ascii_punctuation());
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_cut_at_the_end_of_a_word_and_keeps_its_width() {
        assert_eq!(cut("short"), "short");
        let long = "word ".repeat(40);
        let short = cut(&long);
        assert!(short.ends_with("word…") && width(&short) <= WIDTH, "{short}");
        let chinese = cut(&"字".repeat(90));
        assert_eq!(chinese.chars().count(), 80);
    }
}
