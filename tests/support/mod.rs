//! What a handbook comes to, as text for snapshots; folders of files; the program as a command.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be, and no test needs all of this"
)]

pub mod generated;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use rolebook::model::{Chapter, Citation, Citing, Handbook, LanguageId, Target, anchor, division_anchor};
use rolebook::syntax::{Article, Block, BlockKind, FieldKey};
use rolebook::workspace::{CheckOptions, Snapshot, Workspace};
use tempfile::TempDir;

pub fn fixture(name: &str) -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    Workspace::open(&folder).expect("the fixture is there").snapshot()
}

pub fn handbook(files: &[(&str, &str)]) -> Snapshot {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Workspace::from_files(files).snapshot()
}

/// The files below a folder of this package, by their paths in it, with `/`.
pub fn files_below(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            found.insert(inside, fs::read(path).unwrap());
        }
    }
    found
}

/// Texts by their paths.
pub type Texts = BTreeMap<String, String>;

/// Those of the files below a folder of this package that are texts.
pub fn texts_below(folder: &str) -> Texts {
    let files = files_below(folder).into_iter();
    files
        .filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)))
        .collect()
}

pub fn workspace(texts: &Texts) -> Workspace {
    let files = texts
        .iter()
        .map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    Workspace::from_files(files)
}

/// A folder of its own with these files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// The program, without what the machine's own settings would change.
pub fn rolebook(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
    command.args(arguments);
    let locale = ["LANG", "LC_ALL", "LC_MESSAGES"];
    let surroundings = ["NO_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "GITLAB_CI"];
    for name in locale.iter().chain(&surroundings) {
        command.env_remove(name);
    }
    command
}

/// Status, standard output and standard error of a command.
pub fn outcome(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The same of the program in English.
pub fn run_in_english(arguments: &[&str]) -> (i32, String, String) {
    outcome(rolebook(arguments).args(["--lang", "en"]))
}

/// Findings as `path:line code`.
pub fn findings(snapshot: &Snapshot) -> String {
    let mut out = String::new();
    for finding in snapshot.diagnostics(&CheckOptions::default()) {
        let file = snapshot.sources().file(finding.span.file);
        let line = file.position(finding.span.start).line;
        writeln!(out, "{}:{line} {}", file.path, finding.lint.code).unwrap();
    }
    out
}

fn tag(handbook: &Handbook, language: LanguageId) -> &str {
    handbook.tag(language)
}

/// The regulations with their chapters, articles, fields, paragraphs and items in one language.
pub fn outline(snapshot: &Snapshot, language: &str) -> String {
    let handbook = snapshot.handbook();
    let mut out = String::new();
    for regulation in &handbook.regulations {
        let editions = regulation.editions.iter();
        for (_, edition) in editions.filter(|(id, _)| tag(handbook, *id) == language) {
            writeln!(out, "{}: {}", regulation.id, edition.title).unwrap();
            for &id in &edition.texts {
                let text = handbook.text(id);
                let article = handbook.node(text);
                let title = article.title.as_ref().map_or("", |title| &title.text);
                writeln!(
                    out,
                    "{} [{}] {title}",
                    handbook.article(text.article).key,
                    article.number
                )
                .unwrap();
                let chapter = handbook.chapter_of(text);
                fields(&mut out, chapter, article);
                blocks(&mut out, handbook, chapter, article);
            }
        }
    }
    // Nothing but the words counts: a line that ends in a blank would be lost in the snapshot.
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn fields(out: &mut String, chapter: &Chapter, article: &Article) {
    for field in chapter.document.fields_of(article) {
        let key = field.key.map_or("other", FieldKey::key);
        let names: Vec<&str> = field.names.iter().map(|name| &*name.text).collect();
        let value = match (field.nobody, field.key.is_some_and(FieldKey::names_roles)) {
            (true, _) => "nobody".to_owned(),
            (false, true) => names.join(" + "),
            (false, false) => field.value_text.to_string(),
        };
        writeln!(out, "  {key}: {value}").unwrap();
    }
}

/// Natural paragraphs and items by the place that a citation names, then what they say. Deeper ones are shown by `…`.
fn blocks(out: &mut String, handbook: &Handbook, chapter: &Chapter, article: &Article) {
    let document = &chapter.document;
    let said = |block: &Block| handbook.block_text(chapter, block).text.trim().replace('\n', " ");
    for (index, block) in document.blocks_of(article) {
        let unit = block.unit;
        match block.kind {
            BlockKind::Paragraph if unit.paragraph > 0 && unit.item == 0 => {
                writeln!(out, "  p{} {}", unit.paragraph, said(block)).unwrap();
            }
            BlockKind::Item(marker) => {
                let marker = marker.map_or("-", |marker| {
                    &handbook.source(chapter)[marker.start as usize..marker.end as usize]
                });
                let place = match (unit.item, unit.subitem) {
                    (0, _) => "…".to_owned(),
                    (item, 0) => format!("i{item}"),
                    (item, sub) => format!("i{item}.s{sub}"),
                };
                let paragraph = if unit.paragraph > 0 {
                    format!("p{}.", unit.paragraph)
                } else {
                    String::new()
                };
                let text = document.blocks[index + 1..block.end as usize].iter();
                let text = text.filter(|block| block.kind == BlockKind::Paragraph).map(said).next();
                writeln!(out, "  {paragraph}{place} {marker} {}", text.unwrap_or_default()).unwrap();
            }
            _ => {}
        }
    }
}

/// All citations of a language: where they stand, what they say, and where each member of them leads.
pub fn citations(snapshot: &Snapshot, language: &str) -> String {
    let handbook = snapshot.handbook();
    let mut out = String::new();
    for chapter in handbook
        .chapters
        .iter()
        .filter(|chapter| tag(handbook, chapter.language) == language)
    {
        let texts = &handbook.texts[chapter.texts.start as usize..chapter.texts.end as usize];
        let inside = texts.iter().flat_map(|text| &text.citations);
        let mut all: Vec<&Citation> = chapter.citations.iter().chain(inside).collect();
        all.sort_by_key(|citation| citation.span.start);
        let file = handbook.sources.file(chapter.file);
        let written = |start: u32, end: u32| &file.text[start as usize..end as usize];
        let mut lines: Vec<(u32, u32, String)> = Vec::new();
        for citation in all {
            // "Paragraph 1 of the preceding Article" counts as one, whether it is read as one or as two.
            if let Some((_, end, _)) = lines.last_mut()
                && matches!(written(*end, citation.span.start), " of " | " of the ")
            {
                *end = citation.span.end;
                continue;
            }
            let targets = citation
                .members
                .iter()
                .map(|member| match (&citation.citing, member.target) {
                    (Citing::External(_), _) | (_, Target::External) => "external".to_owned(),
                    (_, target) => place(handbook, target),
                });
            let targets = targets.collect::<Vec<_>>().join(", ");
            lines.push((citation.span.start, citation.span.end, targets));
        }
        for (start, end, targets) in lines {
            let line = file.position(start).line;
            writeln!(out, "{}:{line} {} → {targets}", chapter.path, written(start, end)).unwrap();
        }
    }
    out
}

fn place(handbook: &Handbook, target: Target) -> String {
    match target {
        Target::Article {
            text,
            article,
            unit,
            through,
        } => {
            let text = handbook.text(text);
            let node = handbook.node(text);
            let regulation = &handbook.regulation(text.regulation).id;
            let key = &handbook.article(article).key;
            let anchor = anchor(key, &handbook.chapter_of(text).document, node, unit);
            let through = through.map(|last| format!(" to {}", handbook.article(last).key));
            let language = tag(handbook, text.language);
            format!("{language} {regulation}#{anchor}{}", through.unwrap_or_default())
        }
        Target::Division { chapter, division } => {
            let chapter = handbook.chapter(chapter);
            let anchor = division_anchor(&chapter.document, division as usize);
            format!("{} {}#{anchor}", tag(handbook, chapter.language), chapter.path)
        }
        Target::External => "external".to_owned(),
        Target::Missing(level) => format!("missing {level:?}"),
        Target::Unclear => "unclear".to_owned(),
    }
}

/// The posts that the lists of posts name, with their headcount.
pub fn roster(snapshot: &Snapshot, language: &str) -> String {
    let handbook = snapshot.handbook();
    let entries = handbook.rosters.iter().map(|entry| (handbook.text(entry.text), entry));
    let mut out = String::new();
    for (text, entry) in entries.filter(|(text, _)| tag(handbook, text.language) == language) {
        let key = &handbook.article(text.article).key;
        let role = entry.names.role().map_or("?", |role| &handbook.role(role).id);
        let count = entry
            .headcount
            .map(|(count, _)| format!(" × {count}"))
            .unwrap_or_default();
        writeln!(out, "{key}: {} = {role}{count}", entry.name).unwrap();
    }
    out
}

/// What each Markdown file is, and the regulation that it belongs to.
pub fn pages(snapshot: &Snapshot) -> String {
    let handbook = snapshot.handbook();
    let mut out = String::new();
    for chapter in &handbook.chapters {
        let regulation = chapter
            .regulation
            .map(|id| format!(" of {}", handbook.regulation(id).id));
        let tag = tag(handbook, chapter.language);
        writeln!(
            out,
            "{tag}/{} {:?}{}",
            chapter.path,
            chapter.kind,
            regulation.unwrap_or_default()
        )
        .unwrap();
    }
    out
}
