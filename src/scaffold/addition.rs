//! What is common to all that is added: where it goes, how it is written, and the numbers after it.

use super::Refusal;
use crate::check::Left;
use crate::diagnostic::{self, Edit, Fix, Safety};
use crate::language::{Language, Level, Number, name};
use crate::model::{
    self, ArticleText, Edition, Handbook, NotFound, Regulation, RegulationId, RoleId, Subject, TextId, is_id,
};
use crate::source::Span;
use crate::syntax::Division;
use crate::workspace::{Workspace, renumber};

/// What adding something came to.
#[derive(Debug)]
pub struct Added {
    pub workspace: Workspace,
    /// The handbook before what is new got its numbers.
    pub unnumbered: Workspace,
    /// What a person has to look at: places in `unnumbered`.
    pub left: Vec<Left>,
}

impl Added {
    /// Makes the edits, adds the files, and numbers what follows.
    pub(super) fn new(workspace: &Workspace, edits: Vec<Edit>, files: Vec<(String, String)>) -> Self {
        let snapshot = workspace.snapshot();
        let fix = Fix {
            safety: Safety::Unsafe,
            edits,
        };
        let mut unnumbered = workspace.clone();
        for (file, text) in diagnostic::apply(snapshot.sources(), [&fix]) {
            unnumbered.set(&snapshot.sources().file(file).path, Some(text));
        }
        for (path, text) in files {
            unnumbered.set(&path, Some(text));
        }
        let numbered = renumber(&unnumbered);
        Self {
            workspace: numbered.workspace,
            unnumbered,
            left: numbered.left,
        }
    }

    /// Whether everything got its number; else nothing is to be written.
    pub fn is_numbered(&self) -> bool {
        !self.left.iter().any(|left| left.stops)
    }
}

/// Texts by the tags of the languages.
pub type ByTag = Vec<(String, String)>;

/// The text for a language, unless it is empty.
pub(super) fn of<'a>(texts: &'a ByTag, tag: &str) -> Option<&'a str> {
    let found = texts.iter().find(|(known, text)| known == tag && !text.is_empty());
    found.map(|(_, text)| text.as_str())
}

/// The languages of the handbook for which there is no text, in a row; none where all have one.
pub(super) fn without(handbook: &Handbook, texts: &ByTag) -> Option<String> {
    let tags = handbook.language_ids().map(|language| handbook.tag(language));
    let missing: Vec<&str> = tags.filter(|tag| of(texts, tag).is_none()).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// Refuses titles that lack a language of the handbook.
pub(super) fn all_titled(handbook: &Handbook, titles: &ByTag) -> Result<(), Refusal> {
    without(handbook, titles).map_or(Ok(()), |tags| Err(Refusal::Untitled(tags)))
}

/// A name in Latin letters: of the first title that is ASCII, else of the first one.
pub(super) fn slug(handbook: &Handbook, titles: &ByTag) -> String {
    let own = titles.iter().find(|(_, title)| title.is_ascii());
    let title = own.or(titles.first()).map_or("", |(_, title)| title.as_str());
    let languages = &handbook.languages;
    languages
        .first()
        .map_or_else(String::new, |first| name::slug(title, first.language))
}

/// The id of a new article: the one given, else `wanted` with a number where it is taken.
pub(super) fn article_id(
    handbook: &Handbook,
    regulation: &Regulation,
    given: Option<&str>,
    wanted: &str,
) -> Result<String, Refusal> {
    let articles = &handbook.articles[regulation.articles.start as usize..regulation.articles.end as usize];
    let is_taken = |id: &str| articles.iter().any(|article| article.key.to_string() == id);
    match given {
        Some(id) if !is_id(id) => Err(Refusal::Malformed(id.to_owned())),
        Some(id) if is_taken(id) => Err(Refusal::Taken(id.to_owned())),
        Some(id) => Ok(id.to_owned()),
        None if wanted.is_empty() => Ok(name::free("article", is_taken)),
        None => Ok(name::free(wanted, is_taken)),
    }
}

/// The regulation that is called so: by its id, or in any language by its title.
pub(super) fn regulation(handbook: &Handbook, called: &str) -> Result<RegulationId, Refusal> {
    let is_regulation = |subject: &Subject| matches!(subject, Subject::Regulation(_));
    match model::find(handbook, called, is_regulation) {
        Ok(Subject::Regulation(id)) => Ok(id),
        Err(NotFound::Ambiguous(ids)) => Err(Refusal::Ambiguous(called.to_owned(), ids.join(", "))),
        _ => Err(Refusal::NoRegulation(called.to_owned())),
    }
}

/// The role that is called so: by its id, or in any language by one of its names.
pub(super) fn superior(handbook: &Handbook, called: &str) -> Result<RoleId, Refusal> {
    match model::find(handbook, called, |subject| matches!(subject, Subject::Role(_))) {
        Ok(Subject::Role(id)) => Ok(id),
        Err(NotFound::Ambiguous(ids)) => Err(Refusal::Ambiguous(called.to_owned(), ids.join(", "))),
        _ => Err(Refusal::NoSuperior(called.to_owned())),
    }
}

/// The article of a regulation that is called so: by its id, its number (`5`, `5-1`) or its label in any language, as the
/// edition that prevails has it.
pub(super) fn article(handbook: &Handbook, regulation: &Regulation, called: &str) -> Result<TextId, Refusal> {
    let called = called.trim().trim_start_matches('#');
    let missing = || Refusal::NoArticle(called.to_owned());
    let (_, edition) = regulation.editions.iter().next().ok_or_else(missing)?;
    let named = edition.texts.iter().find(|text| {
        let article = handbook.article(handbook.text(**text).article);
        article.key.to_string() == called
    });
    let number = || number(handbook, Level::Article, called).and_then(|number| edition.numbers.get(&number));
    named.or_else(number).copied().ok_or_else(missing)
}

/// The number in `5` or in a label of any of the languages.
pub(super) fn number(handbook: &Handbook, level: Level, written: &str) -> Option<Number> {
    let label = |language: &Language| {
        let head = language.head(written)?;
        (head.level == level && head.length == written.len())
            .then_some(head.number)
            .flatten()
    };
    let mut languages = handbook.languages.iter();
    Number::read(written).or_else(|| languages.find_map(|own| label(own.language)))
}

/// The division of the level of chapters that an article of the edition stands in.
pub(super) fn chapter_of<'a>(handbook: &'a Handbook, edition: &Edition, text: TextId) -> Option<&'a Division> {
    let mut chapter = None;
    for &own in edition.texts.iter() {
        let node = handbook.node(handbook.text(own));
        let divisions = &handbook.chapter_of(handbook.text(own)).document.divisions;
        let before = node.division.map_or(0, |division| division as usize + 1);
        let found = divisions[..before].iter().rev().find(|own| own.level == Level::Chapter);
        // A file without a heading goes on with the chapter before it.
        chapter = found.or(chapter);
        if own == text {
            break;
        }
    }
    chapter
}

/// The last article of a regulation before its supplementary provisions, in the edition that prevails.
pub(super) fn end(handbook: &Handbook, regulation: &Regulation) -> Result<TextId, Refusal> {
    let editions = regulation.editions.iter().next();
    let last = editions.and_then(|(_, edition)| Some((edition, *edition.texts.last()?)));
    let (edition, last) = last.ok_or_else(|| Refusal::NoArticle(regulation.id.to_string()))?;
    let closing = chapter_of(handbook, edition, last).filter(|chapter| chapter.number.is_none());
    let before = edition.texts.iter().rev().find(|text| {
        let own = chapter_of(handbook, edition, **text);
        !closing.is_some_and(|closing| own.is_some_and(|own| std::ptr::eq(own, closing)))
    });
    Ok(before.copied().unwrap_or(last))
}

/// The last article of the chapter that is called so: by its file's name, its number or its label.
pub(super) fn last_of(handbook: &Handbook, edition: &Edition, called: &str) -> Result<TextId, Refusal> {
    let called = called.trim();
    let file = called.trim_end_matches(".md");
    let number = number(handbook, Level::Chapter, called);
    let mut texts = edition.texts.iter().rev().copied();
    let found = texts.find(|&text| {
        let chapter = handbook.chapter_of(handbook.text(text));
        let is_file = *chapter.path == *file || chapter.path.rsplit('/').next() == Some(file);
        is_file
            || chapter_of(handbook, edition, text).is_some_and(|own| {
                let label = || &handbook.source(chapter)[own.label.start as usize..own.label.end as usize];
                match number {
                    Some(number) => own.number == Some(number),
                    None => {
                        chapter.document.divisions.iter().any(|one| std::ptr::eq(one, own))
                            && (label() == called || *own.title == *called)
                    }
                }
            })
    });
    found.ok_or_else(|| Refusal::NoChapter(called.to_owned()))
}

/// How many marks a heading that begins at `start` has; none for what is no heading.
pub(super) fn marks(source: &str, start: u32) -> usize {
    let marks = source[start as usize..].bytes().take_while(|byte| *byte == b'#');
    marks.count().min(6)
}

/// An article with the number of one that has none yet.
pub(super) fn written(language: &Language, marks: usize, title: &str, attributes: &str, body: &str) -> String {
    let label = language.label(Level::Article, Number { value: 0, branch: 0 });
    let marks = "#".repeat(marks);
    format!("{marks} {label} {title} {{#{attributes}}}\n\n{}", body.trim())
}

/// Puts a new article after another one.
pub(super) fn after(handbook: &Handbook, text: &ArticleText, title: &str, attributes: &str, body: &str) -> Edit {
    let source = handbook.source(handbook.chapter_of(text));
    let marks = match marks(source, handbook.node(text).head.start) {
        0 => 2,
        marks => marks,
    };
    let article = written(handbook.language(text.language), marks, title, attributes, body);
    following(handbook, text, &article)
}

/// Puts `new` after an article, with an empty line between them.
pub(super) fn following(handbook: &Handbook, text: &ArticleText, new: &str) -> Edit {
    let chapter = handbook.chapter_of(text);
    let source = handbook.source(chapter);
    let end = handbook.node(text).span.end;
    Edit {
        span: Span::new(chapter.file, end..end),
        text: lines_like(source, &format!("\n\n{}", new.trim_end())),
    }
}

/// `text` with the ends of lines that `source` has.
pub(super) fn lines_like(source: &str, text: &str) -> String {
    match source.contains("\r\n") {
        true => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => text.to_owned(),
    }
}
