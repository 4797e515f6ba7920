//! A new chapter in every language: a file between two that there are, or a part of one.

use super::addition::{self, Added, ByTag, all_titled, article_id, chapter_of, last_of, slug};
use super::{Refusal, Words};
use crate::language::{Level, Number};
use crate::model::{Chapter, ChapterId, ChapterKind, Edition, Handbook};
use crate::syntax::Division;
use crate::workspace::Workspace;

/// A chapter to be added.
#[derive(Debug, Default)]
pub struct NewChapter {
    /// The regulation, by id or title.
    pub regulation: String,
    /// Its titles by the tags of the languages.
    pub titles: ByTag,
    /// The chapter after which it stands: a file's name, a number or a label.
    pub after: Option<String>,
}

/// Adds a chapter with a first article in every language and numbers what follows: as a file, or within the file of the
/// chapter before where that holds the whole regulation or the chapter after it too. Where no place is named, it is the end
/// of the regulation before its supplementary provisions.
///
/// # Errors
/// Something is missing, or is there already. Then nothing is to be written.
pub fn add_chapter(workspace: &Workspace, new: &NewChapter) -> Result<Added, Refusal> {
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    let regulation = handbook.regulation(addition::regulation(handbook, &new.regulation)?);
    all_titled(handbook, &new.titles)?;
    let missing = || Refusal::NoArticle(new.regulation.clone());
    let (_, edition) = regulation.editions.iter().next().ok_or_else(missing)?;
    let before = match &new.after {
        Some(after) => last_of(handbook, edition, after)?,
        None => addition::end(handbook, regulation)?,
    };
    let own = chapter_of(handbook, edition, before);
    let before = handbook.text(before);
    let chapter = handbook.chapter_of(before);
    let divisions = &chapter.document.divisions;
    let mut last_in_file = divisions.iter().rev().filter(|one| one.level == Level::Chapter);
    let is_last = match (last_in_file.next(), own) {
        (Some(last), Some(own)) => std::ptr::eq(last, own),
        (last, _) => last.is_none(),
    };
    let slug = slug(handbook, &new.titles);
    let path = match chapter.kind == ChapterKind::Whole || !is_last {
        true => None,
        false => {
            let path = path(handbook, edition, before.chapter, &slug);
            Some(path.ok_or_else(|| Refusal::NoRoom(chapter.path.to_string()))?)
        }
    };
    let id = article_id(handbook, regulation, None, &format!("{slug}-scope"))?;
    let number = number(handbook, edition, own, before.chapter);
    let source = handbook.source(chapter);
    // Without a chapter before it, it stands above the articles that there are.
    let marks = match own {
        Some(own) => addition::marks(source, own.head.start),
        None => addition::marks(source, handbook.node(before).head.start).saturating_sub(1),
    };
    let marks = marks.clamp(1, 5);
    let mut edits = Vec::new();
    let mut files = Vec::new();
    for language in handbook.language_ids() {
        let tag = handbook.tag(language);
        let untranslated = || Refusal::Untranslated(tag.to_owned());
        let pack = handbook.language(language);
        let words = Words::of(pack).map_err(|_| untranslated())?;
        let title = addition::of(&new.titles, tag).unwrap_or_default();
        let label = pack.label(Level::Chapter, number);
        let article = addition::written(pack, marks + 1, &words.first_title, &id, &words.first_article);
        let text = format!("{} {label} {title}\n\n{article}\n", "#".repeat(marks));
        match &path {
            Some(path) => files.push((format!("{tag}/{path}.md"), addition::lines_like(source, &text))),
            None => {
                let before = handbook.text_for(before.article, language);
                edits.push(addition::following(handbook, before.ok_or_else(untranslated)?, &text));
            }
        }
    }
    Ok(Added::new(workspace, edits, files))
}

/// The number of a chapter after `own`, or after a file without any: that of the one after it, which moves on, else the
/// next one.
fn number(handbook: &Handbook, edition: &Edition, own: Option<&Division>, file: ChapterId) -> Number {
    let (mut passed, mut last) = (false, 0);
    for &id in &edition.chapters {
        for division in &handbook.chapter(id).document.divisions {
            match (division.level, division.number) {
                // In a new part, chapters may begin at 1 again.
                (level, _) if level < Level::Chapter && passed => return Number::new(last + 1),
                (Level::Chapter, Some(number)) if passed => return number,
                (Level::Chapter, Some(number)) => last = number.value,
                _ => {}
            }
            passed |= own.is_some_and(|own| std::ptr::eq(own, division));
        }
        passed |= own.is_none() && id == file;
    }
    Number::new(last + 1)
}

/// A path that comes between that of a chapter and the next one, without `.md`: with the next number (`03-…`), else with
/// letters after its own (`02b-…`).
fn path(handbook: &Handbook, edition: &Edition, before: ChapterId, slug: &str) -> Option<String> {
    let slug = if slug.is_empty() { "chapter" } else { slug };
    let path = |chapter: &Chapter| chapter.path.to_string();
    let own = path(handbook.chapter(before));
    let mut chapters = edition.chapters.iter().skip_while(|id| **id != before).skip(1);
    let next = chapters.next().map(|id| path(handbook.chapter(*id)));
    let (folder, stem) = own.rsplit_once('/')?;
    let digits = |name: &str| name.bytes().take_while(u8::is_ascii_digit).count();
    let length = digits(stem);
    let prefix = &stem[..length];
    let next_number = next.as_deref().and_then(|next| {
        let name = next.rsplit('/').next()?;
        name[..digits(name)].parse::<u32>().ok()
    });
    let free_number = prefix.parse::<u32>().ok().map(|number| number + 1);
    let numbered = free_number
        .filter(|number| next_number.is_none_or(|next| *number < next))
        .map(|number| format!("{number:0length$}-{slug}"));
    let base = if length > 0 { prefix } else { stem };
    // Before a file with the letter b comes one with a, and before that those with capitals.
    let letters = ('b'..='z').chain(['a']).chain(('A'..='Z').rev());
    let marked = &stem[..stem.find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(length)];
    let mut bases = vec![base];
    bases.extend((length > 0 && marked.len() > length).then_some(marked));
    let lettered = bases.into_iter().flat_map(|base| {
        let letters = letters.clone();
        letters.map(move |letter| format!("{base}{letter}-{slug}"))
    });
    let mut names = numbered
        .into_iter()
        .chain(lettered)
        .map(|name| format!("{folder}/{name}"));
    names.find(|name| {
        let name_of_file = format!("{name}.md");
        name_of_file > format!("{own}.md")
            && next.as_ref().is_none_or(|next| name_of_file < format!("{next}.md"))
            && handbook
                .language_ids()
                .all(|language| handbook.chapter_at(language, name).is_none())
    })
}
