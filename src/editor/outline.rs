//! What a file holds, as a tree, and what a handbook holds by name.

use super::article::{label_span, title};
use super::occurrence::{Form, Occurrences, Symbol};
use crate::config::{read_glossary, read_roles};
use crate::language::Level;
use crate::model::{Chapter, Handbook, TextId};
use crate::source::{FileId, Span};
use crate::syntax::BlockKind;

/// A thing in a file with those in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub name: String,
    /// Its id or anchor, where it has one.
    pub detail: String,
    /// All of it.
    pub span: Span,
    /// Its heading's words.
    pub selection: Span,
    pub children: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// The heading of a page, or one that is no unit.
    Heading,
    /// A part, chapter or section.
    Division,
    Article,
    Role,
    Unit,
    Term,
}

/// Something of the handbook with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: EntryKind,
    pub name: String,
    /// The regulation's title, or the id.
    pub detail: String,
    pub span: Span,
}

/// Deeper than every division.
const ARTICLE: usize = 16;

/// The tree of a file's headings, or of a settings file's entries.
pub fn outline(handbook: &Handbook, file: FileId) -> Vec<Entry> {
    let found = handbook.chapters.iter().find(|chapter| chapter.file == file);
    let mut entries = match found {
        Some(chapter) => chapter_entries(handbook, chapter),
        None => settings_entries(handbook, file),
    };
    entries.sort_by_key(|(depth, entry)| (entry.span.start, *depth));
    let end = handbook.sources.file(file).text.len() as u32;
    for index in 0..entries.len() {
        let depth = entries[index].0;
        let next = entries[index + 1..].iter().find(|(other, _)| *other <= depth);
        entries[index].1.span.end = next.map_or(end, |(_, next)| next.span.start);
    }
    nest(entries)
}

fn chapter_entries(handbook: &Handbook, chapter: &Chapter) -> Vec<(usize, Entry)> {
    let document = &chapter.document;
    let mut entries = Vec::new();
    let mut add = |depth: usize, kind, name: String, detail: String, bytes: &crate::syntax::Bytes| {
        let span = Span::new(chapter.file, bytes.clone());
        let entry = Entry {
            kind,
            name,
            detail,
            span,
            selection: span,
            children: Vec::new(),
        };
        entries.push((depth, entry));
    };
    if let Some(title) = &document.title {
        add(
            0,
            EntryKind::Heading,
            title.text.to_string(),
            String::new(),
            &title.span,
        );
    }
    for division in &document.divisions {
        let label = handbook
            .source(chapter)
            .get(division.label.start as usize..division.label.end as usize);
        let name = format!("{} {}", label.unwrap_or_default(), division.title);
        let depth = 1 + division.level as usize;
        add(
            depth,
            EntryKind::Division,
            name.trim().to_owned(),
            String::new(),
            &division.head,
        );
    }
    for id in chapter.texts.clone().map(TextId) {
        let text = handbook.text(id);
        let key = handbook.article(text.article).key.to_string();
        let head = handbook.node(text).head.clone();
        add(ARTICLE, EntryKind::Article, title(handbook, text), key, &head);
    }
    for block in &document.blocks {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        if document
            .title
            .as_ref()
            .is_some_and(|title| title.span.start == block.span.start)
        {
            continue;
        }
        let inside = document
            .articles
            .iter()
            .any(|article| article.span.contains(&block.span.start));
        // Outside articles a heading stands in the division or page before it.
        let depth = usize::from(level) + if inside { ARTICLE } else { Level::Article as usize };
        let text = handbook.block_text(chapter, block);
        let name = text.text.trim();
        if !name.is_empty() {
            add(depth, EntryKind::Heading, name.to_owned(), String::new(), &block.span);
        }
    }
    entries
}

fn settings_entries(handbook: &Handbook, file: FileId) -> Vec<(usize, Entry)> {
    let source = handbook.sources.file(file);
    let tag = handbook.languages.first().map_or("", |language| &language.tag);
    let entry = |kind, id: &crate::config::Spanned<String>, name: &crate::config::LocalizedText, header: Span| {
        let name = name.get(tag).or_else(|| name.iter().next());
        let entry = Entry {
            kind,
            name: name.map_or(id.value.clone(), |name| name.value.clone()),
            detail: id.value.clone(),
            span: header,
            selection: header,
            children: Vec::new(),
        };
        (0, entry)
    };
    match &*source.path {
        "roles.toml" => {
            let (config, _) = read_roles(&source.text, file);
            let roles = config.roles.iter();
            let roles = roles.map(|role| entry(EntryKind::Role, &role.id, &role.name, role.span));
            let units = config.units.iter();
            let units = units.map(|unit| entry(EntryKind::Unit, &unit.id, &unit.name, unit.span));
            roles.chain(units).collect()
        }
        "glossary.toml" => {
            let (config, _) = read_glossary(&source.text, file);
            let terms = config.terms.iter();
            terms
                .map(|term| entry(EntryKind::Term, &term.id, &term.name, term.span))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Puts each entry into the last one before it that is less deep.
fn nest(entries: Vec<(usize, Entry)>) -> Vec<Entry> {
    let mut roots = Vec::new();
    let mut open: Vec<(usize, Entry)> = Vec::new();
    let close = |open: &mut Vec<(usize, Entry)>, roots: &mut Vec<Entry>, depth: usize| {
        while let Some((_, done)) = open.pop_if(|(other, _)| *other >= depth) {
            match open.last_mut() {
                Some((_, parent)) => parent.children.push(done),
                None => roots.push(done),
            }
        }
    };
    for (depth, entry) in entries {
        close(&mut open, &mut roots, depth);
        open.push((depth, entry));
    }
    close(&mut open, &mut roots, 0);
    roots
}

/// Articles, roles, departments and terms whose number, title, name or id has all of the words of `query`, at most
/// `limit`.
pub fn find(handbook: &Handbook, query: &str, limit: usize) -> Vec<Found> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let is_meant = |texts: &[&str]| {
        let text = texts.join(" ").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let named = settings_symbols(handbook).filter(|found| is_meant(&[&found.name, &found.detail]));
    let articles = handbook.texts.iter().filter_map(|text| {
        let name = title(handbook, text);
        let article = handbook.article(text.article);
        let key = article.key.to_string();
        is_meant(&[&name, &key]).then(|| Found {
            kind: EntryKind::Article,
            name,
            detail: handbook.edition_of(text).title.clone(),
            span: label_span(handbook, text),
        })
    });
    named.chain(articles).take(limit).collect()
}

/// Roles, departments and terms by each of their names, at their entries.
fn settings_symbols(handbook: &Handbook) -> impl Iterator<Item = Found> {
    let occurrences = Occurrences::new(handbook);
    let files = ["roles.toml", "glossary.toml"].into_iter();
    let files = files.filter_map(|path| handbook.sources.find(path));
    let all = files.flat_map(move |file| occurrences.in_file(file));
    all.filter_map(|found| {
        if !matches!(found.form, Form::Name(_)) {
            return None;
        }
        let (kind, id) = match &found.symbol {
            Symbol::Role(role) => (EntryKind::Role, &handbook.role(*role).id),
            Symbol::Unit(unit) => (EntryKind::Unit, &handbook.units[unit.index()].id),
            Symbol::Term(term) => (EntryKind::Term, &handbook.terms[term.index()].id),
            _ => return None,
        };
        Some(Found {
            kind,
            name: handbook.sources.text(found.span).to_owned(),
            detail: id.clone(),
            span: found.span,
        })
    })
}
