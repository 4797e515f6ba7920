//! Word files: what a reader sees in them is what the handbook says, number by number, and Word can open them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Cursor, Read, Write};

use rolebook::export;
use rolebook::import::docx::{self, DocxError, TrackChanges};
use rolebook::import::manuscript::Manuscript;
use rolebook::import::{Counted, Import};
use rolebook::language::Language;
use rolebook::model::{Chapter, Handbook, LanguageId, RegulationId, Subject, TextId};
use rolebook::syntax::{Block, BlockKind, Part, html};
use rolebook::workspace::{Snapshot, Workspace};
use roxmltree::{Document, Node};
use support::{fixture, folder, handbook, outcome, rolebook, run_in_english};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const FIXTURES: [&str; 7] = [
    "english-only",
    "export",
    "grouping",
    "source-faults",
    "source-format",
    "traditional",
    "translation",
];

fn own() -> Snapshot {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    Workspace::open(&folder).unwrap().snapshot()
}

/// The shipped handbook and those of the fixtures, by their names.
fn handbooks() -> Vec<(&'static str, Snapshot)> {
    let fixtures = FIXTURES.into_iter().map(|name| (name, fixture(name)));
    std::iter::once(("handbook", own())).chain(fixtures).collect()
}

/// The parts of a file by their names.
struct Package(BTreeMap<String, Vec<u8>>);

impl Package {
    fn read(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = file.name().unwrap().into_owned();
            assert!(parts.insert(name.clone(), bytes).is_none(), "{name}");
        }
        Self(parts)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(name.as_str(), options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn text(&self, name: &str) -> &str {
        let part = self.0.get(name).unwrap_or_else(|| panic!("no part {name}"));
        std::str::from_utf8(part).unwrap()
    }
}

fn value<'a>(node: Node<'a, '_>, path: &[&str]) -> Option<&'a str> {
    let mut at = node;
    for name in path {
        at = at.children().find(|child| child.has_tag_name((W, *name)))?;
    }
    at.attribute((W, "val"))
}

/// What a reader sees of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    style: String,
    label: String,
    text: String,
}

impl Line {
    /// The lines that its breaks make, without blanks, which the two sides need not share.
    fn lines(&self) -> Vec<String> {
        let all = format!("{}{}", self.label, self.text);
        all.split('\n').map(squeezed).collect()
    }

    /// Label and text without blanks.
    fn squeezed(&self) -> String {
        squeezed(&format!("{}{}", self.label, self.text))
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|next| !next.is_whitespace()).collect()
}

/// The numbers of paragraphs, counted by Word's rules: all lists of an abstract numbering together. LibreOffice counts each
/// list for itself; a file of ours shows the same in both.
struct Counter {
    /// By list: its abstract numbering, and the level and number that it starts with.
    lists: HashMap<u32, (u32, BTreeMap<usize, u32>)>,
    /// By abstract numbering: format and text of each level.
    levels: HashMap<u32, Vec<(String, String)>>,
    together: HashMap<u32, [Option<u32>; 9]>,
    apart: HashMap<u32, [Option<u32>; 9]>,
    begun: HashSet<(u32, usize)>,
}

impl Counter {
    fn new(package: &Package) -> Self {
        let tree = Document::parse(package.text("word/numbering.xml")).unwrap();
        let id = |node: Node, name: &str| node.attribute((W, name)).unwrap().parse::<u32>().unwrap();
        let children = |node: Node<'_, '_>, name: &str| {
            let found = node.children().filter(|child| child.has_tag_name((W, name)));
            found.map(|child| child.id()).collect::<Vec<_>>()
        };
        let mut counter = Self {
            lists: HashMap::new(),
            levels: HashMap::new(),
            together: HashMap::new(),
            apart: HashMap::new(),
            begun: HashSet::new(),
        };
        for node in children(tree.root_element(), "abstractNum") {
            let node = tree.get_node(node).unwrap();
            let levels = children(node, "lvl").into_iter().map(|level| {
                let level = tree.get_node(level).unwrap();
                assert_eq!(value(level, &["start"]), Some("1"));
                let text = value(level, &["lvlText"]).unwrap().to_owned();
                (value(level, &["numFmt"]).unwrap().to_owned(), text)
            });
            counter.levels.insert(id(node, "abstractNumId"), levels.collect());
        }
        for node in children(tree.root_element(), "num") {
            let node = tree.get_node(node).unwrap();
            let starts = children(node, "lvlOverride").into_iter().map(|node| {
                let node = tree.get_node(node).unwrap();
                let start = value(node, &["startOverride"]).unwrap().parse().unwrap();
                (id(node, "ilvl") as usize, start)
            });
            let tree = value(node, &["abstractNumId"]).unwrap().parse().unwrap();
            assert!(counter.levels.contains_key(&tree));
            counter.lists.insert(id(node, "numId"), (tree, starts.collect()));
        }
        counter
    }

    fn next(&mut self, list: u32, level: usize) -> String {
        let (tree, starts) = self.lists[&list].clone();
        let first = starts.get(&level).copied().unwrap_or(1);
        let begins = self.begun.insert((list, level)) && starts.contains_key(&level);
        let count = |numbers: &mut [Option<u32>; 9], begins: bool| {
            let next = numbers[level].filter(|_| !begins).map_or(first, |last| last + 1);
            numbers[level] = Some(next);
            numbers[level + 1..].fill(None);
            next
        };
        let word = count(self.together.entry(tree).or_default(), begins);
        let office = count(self.apart.entry(list).or_default(), false);
        let (format, text) = &self.levels[&tree][level];
        if format == "bullet" {
            return String::new();
        }
        assert_eq!(
            word, office,
            "Word and LibreOffice differ in list {list}, level {level}"
        );
        text.replace(&format!("%{}", level + 1), &numeral(format, word))
    }
}

/// A number as Word writes it in one of its formats.
fn numeral(format: &str, number: u32) -> String {
    let (language, name) = match format {
        "chineseCountingThousand" => ("zh", "han"),
        "decimal" => ("en", "arabic"),
        "decimalEnclosedCircle" => ("zh", "circled"),
        "decimalFullWidth" => ("zh", "full-width"),
        "lowerLetter" => ("en", "letter"),
        "upperLetter" => ("en", "capital-letter"),
        "lowerRoman" => ("en", "roman"),
        "upperRoman" => ("en", "capital-roman"),
        other => panic!("unexpected format {other}"),
    };
    let language = Language::find(language).unwrap();
    let at = language.pack.numeral.iter().position(|numeral| numeral.name == name);
    language.numerals().nth(at.unwrap()).unwrap().format(number).unwrap()
}

fn text_of(paragraph: Node) -> String {
    let mut text = String::new();
    for node in paragraph.descendants() {
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "br" => text.push('\n'),
            "tab" => text.push('\t'),
            // A picture stands for what it shows.
            "docPr" => text.push_str(node.attribute("descr").unwrap_or_default()),
            _ => {}
        }
    }
    text
}

/// The paragraphs of the body in order, without the program's own; those of the right column of a table of two languages
/// in the second list.
fn lines(package: &Package, beside: bool) -> [Vec<Line>; 2] {
    let tree = Document::parse(package.text("word/document.xml")).unwrap();
    let mut counter = Counter::new(package);
    let mut lines = [Vec::new(), Vec::new()];
    for node in tree.descendants().filter(|node| node.has_tag_name((W, "p"))) {
        let list = value(node, &["pPr", "numPr", "numId"]);
        let level = value(node, &["pPr", "numPr", "ilvl"]);
        let label = list
            .zip(level)
            .map(|(list, level)| counter.next(list.parse().unwrap(), level.parse().unwrap()));
        if node.ancestors().any(|above| above.has_tag_name((W, "sdt"))) {
            continue;
        }
        let line = Line {
            style: value(node, &["pPr", "pStyle"]).unwrap_or_default().to_owned(),
            label: label.unwrap_or_default(),
            text: text_of(node),
        };
        let cell = node.ancestors().filter(|above| above.has_tag_name((W, "tc"))).last();
        let is_second = cell.is_some_and(|cell| {
            let before = |node: Node<'_, '_>, name: &str| {
                node.prev_siblings().skip(1).any(|other| other.has_tag_name((W, name)))
            };
            // The second cell of a row, or the second paragraph of a row that has one cell.
            let spans = cell.descendants().any(|node| node.has_tag_name((W, "gridSpan")));
            before(cell, "tc") || (spans && before(node, "p"))
        });
        lines[usize::from(beside && is_second)].push(line);
    }
    lines
}

/// What the handbook says of a regulation in one language: a line for each heading, paragraph, item, field and cell.
fn expected(handbook: &Handbook, regulation: RegulationId, language: LanguageId) -> Vec<String> {
    let edition = handbook.regulation(regulation).editions.get(language).unwrap();
    let mut lines = Vec::new();
    for &id in &edition.chapters {
        let chapter = handbook.chapter(id);
        let source = handbook.source(chapter);
        if let Some(title) = chapter
            .document
            .title
            .as_ref()
            .filter(|title| *title.text != *edition.title)
        {
            lines.push(title.text.to_string());
        }
        for part in chapter.document.parts() {
            match part {
                Part::Division(index) => {
                    let division = &chapter.document.divisions[index];
                    let label = &source[division.label.start as usize..division.label.end as usize];
                    lines.push(format!("{label}{}", division.title));
                }
                Part::Article(index) => {
                    let text = handbook.text(TextId(chapter.texts.start + index as u32));
                    let node = handbook.node(text);
                    let mut label = handbook.written_label(text);
                    if let Some(title) = &node.title {
                        lines.push(std::mem::take(&mut label) + &title.text);
                    }
                    if node.is_repealed() {
                        let word = &handbook.language(language).pack.export["repealed"];
                        lines.last_mut().unwrap().push_str(word.as_str().unwrap());
                    }
                    blocks(handbook, chapter, chapter.document.blocks_of(node), label, &mut lines);
                }
                Part::Blocks(range) => {
                    let range = range.start as usize..range.end as usize;
                    let inside = range.clone().zip(&chapter.document.blocks[range]);
                    blocks(handbook, chapter, inside, String::new(), &mut lines);
                }
            }
        }
    }
    lines
        .iter()
        .flat_map(|line| line.split('\n'))
        .map(squeezed)
        .filter(|line| !line.is_empty())
        .collect()
}

fn blocks<'a>(
    handbook: &'a Handbook,
    chapter: &'a Chapter,
    blocks: impl Iterator<Item = (usize, &'a Block)>,
    mut label: String,
    lines: &mut Vec<String>,
) {
    let source = handbook.source(chapter);
    let document = &chapter.document;
    let mut note = 0;
    for (index, block) in blocks {
        let raw = || -> String {
            let inlines = document.inlines_of(block).iter();
            inlines
                .map(|inline| &source[inline.start as usize..inline.end as usize])
                .collect()
        };
        if index < note {
            continue;
        }
        if matches!(
            block.kind,
            BlockKind::List { .. } | BlockKind::Table | BlockKind::Fields | BlockKind::Quote
        ) {
            lines.push(std::mem::take(&mut label));
        }
        match block.kind {
            BlockKind::Item(marker) => {
                lines.push(std::mem::take(&mut label));
                let marker = marker.map(|marker| &source[marker.start as usize..marker.end as usize]);
                label = marker.unwrap_or_default().to_owned();
            }
            BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Cell => {
                let text = handbook.block_text(chapter, block);
                lines.push(std::mem::take(&mut label) + &text.text);
            }
            BlockKind::Fields => {
                let article = document
                    .articles
                    .iter()
                    .find(|article| article.blocks.contains(&(index as u32)));
                let fields = document.fields_of(article.unwrap()).iter();
                let fields =
                    fields.filter(|field| block.span.start <= field.label.start && field.label.start < block.span.end);
                fields.for_each(|field| lines.extend([field.label_text.to_string(), field.value_text.to_string()]));
            }
            BlockKind::Code => lines.push(raw()),
            BlockKind::Html => lines.extend(html::plain(&raw()).lines().map(str::to_owned)),
            BlockKind::Footnote => note = block.end as usize,
            _ => {}
        }
    }
    lines.push(label);
}

fn regulations(handbook: &Handbook) -> impl Iterator<Item = (RegulationId, LanguageId)> + '_ {
    let ids = (0..handbook.regulations.len() as u32).map(RegulationId);
    ids.flat_map(|id| {
        let languages: Vec<_> = handbook
            .regulation(id)
            .editions
            .iter()
            .map(|(language, _)| (id, language))
            .collect();
        languages
    })
}

#[test]
fn a_word_file_says_what_the_handbook_says_with_the_same_numbers() {
    let mut compared = 0;
    for (name, snapshot) in handbooks() {
        let handbook = snapshot.handbook();
        for (regulation, language) in regulations(handbook) {
            let bytes = export::docx(&snapshot, Subject::Regulation(regulation), &[language]).unwrap();
            let package = Package::read(&bytes);
            let [found, _] = lines(&package, false);
            let edition = handbook.regulation(regulation).editions.get(language).unwrap();
            assert_eq!(
                (found[0].style.as_str(), found[0].text.as_str()),
                ("Title", edition.title.as_str())
            );
            let found: Vec<String> = found[1..]
                .iter()
                .flat_map(Line::lines)
                .filter(|line| !line.is_empty())
                .collect();
            let expected = expected(handbook, regulation, language);
            compared += expected.len();
            let differs = found.iter().zip(&expected).position(|(one, other)| one != other);
            let at = differs.unwrap_or(found.len().min(expected.len()));
            assert_eq!(
                (found.get(at), found.len()),
                (expected.get(at), expected.len()),
                "{name}, {} in {}",
                handbook.regulation(regulation).id,
                handbook.tag(language),
            );
        }
    }
    assert!(compared > 1500, "{compared} lines compared");
}

#[test]
fn two_languages_stand_side_by_side_with_their_own_numbers() {
    let snapshot = own();
    let handbook = snapshot.handbook();
    let languages: Vec<LanguageId> = handbook.language_ids().collect();
    let regulation = RegulationId(0);
    let package = Package::read(&export::docx(&snapshot, Subject::Regulation(regulation), &languages).unwrap());
    let columns = lines(&package, true);
    for (column, language) in columns.iter().zip(languages) {
        let heads = column.iter().filter(|line| !line.label.is_empty()).map(Line::squeezed);
        let heads: Vec<String> = heads.collect();
        // Fields stand in one line each here, and what has no number is compared by the test of one language.
        let single = Package::read(&export::docx(&snapshot, Subject::Regulation(regulation), &[language]).unwrap());
        let [single, _] = lines(&single, false);
        let expected: Vec<String> = single
            .iter()
            .filter(|line| !line.label.is_empty())
            .map(Line::squeezed)
            .collect();
        assert!(expected.len() > 300);
        assert_eq!(heads, expected);
    }
    // An article's head stands in one row with its translation.
    let tree = Document::parse(package.text("word/document.xml")).unwrap();
    let rows = tree.descendants().filter(|node| node.has_tag_name((W, "tr")));
    let pair = |row: Node<'_, '_>| {
        row.descendants()
            .filter(|node| node.has_tag_name((W, "p")))
            .map(text_of)
            .collect::<Vec<_>>()
    };
    let wanted = ["襄理岗位职责", "Duties of the Assistant Manager"];
    assert!(rows.map(pair).any(|cells| cells == wanted));
}

#[test]
fn numbers_are_counted_by_word_wherever_word_can() {
    let package = Package::read(&export::docx(&own(), Subject::Regulation(RegulationId(0)), &[LanguageId(0)]).unwrap());
    let [lines, _] = lines(&package, false);
    let of = |style: &str| {
        let found = lines
            .iter()
            .filter(|line| line.style == style)
            .map(|line| line.label.trim_end().to_owned());
        found.collect::<Vec<_>>()
    };
    let articles = of("Article");
    let expected: Vec<String> = (1..=articles.len() as u32)
        .map(|number| format!("第{}条", numeral("chineseCountingThousand", number)))
        .collect();
    assert_eq!(articles, expected, "articles run on through the chapters");
    let chapters: Vec<String> = (1..=8)
        .map(|number| format!("第{}章", numeral("chineseCountingThousand", number)))
        .collect();
    assert_eq!(of("Heading1")[1..9], chapters);
    // One list for the articles, one for the chapters: an article put in gets its number, and so do those behind it.
    let document = package.text("word/document.xml");
    let tree = Document::parse(document).unwrap();
    for style in ["Article", "Heading1"] {
        let paragraphs = tree
            .descendants()
            .filter(|node| value(*node, &["pPr", "pStyle"]) == Some(style));
        let lists: HashSet<&str> = paragraphs
            .filter_map(|node| value(node, &["pPr", "numPr", "numId"]))
            .collect();
        assert_eq!(lists.len(), 1, "{style}");
    }
}

/// What is wrong with a file as a file: parts that are no XML, relationships that lead nowhere, names that are not defined.
fn faults(bytes: &[u8]) -> Vec<String> {
    let package = Package::read(bytes);
    let mut faults = Vec::new();
    let mut types = HashSet::new();
    let tree = Document::parse(package.text("[Content_Types].xml")).unwrap();
    for node in tree
        .descendants()
        .filter(|node| node.has_tag_name((node.tag_name().namespace().unwrap_or(""), "Override")))
    {
        let path = node.attribute("PartName").unwrap().trim_start_matches('/').to_owned();
        if !package.0.contains_key(&path) {
            faults.push(format!("a type for {path}, which is not there"));
        }
        types.insert(path);
    }
    for (name, bytes) in &package.0 {
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        if is_xml && Document::parse(text).is_err() {
            faults.push(format!("{name} is not well-formed"));
        }
        if !types.contains(name) && !name.ends_with(".rels") && name != "[Content_Types].xml" {
            faults.push(format!("{name} has no type"));
        }
    }
    let mut led_to: HashSet<String> = HashSet::new();
    for (name, _) in package.0.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let (folder, own) = name.split_once("_rels/").unwrap();
        let part = format!("{folder}{}", own.trim_end_matches(".rels"));
        let tree = Document::parse(package.text(name)).unwrap();
        let mut ids = HashSet::new();
        for node in tree.root_element().children() {
            ids.insert(node.attribute("Id").unwrap().to_owned());
            if node.attribute("TargetMode").is_some() {
                continue;
            }
            let target = node.attribute("Target").unwrap();
            let path = match target.strip_prefix("../") {
                Some(rest) => rest.to_owned(),
                None => format!("{folder}{target}"),
            };
            if !package.0.contains_key(&path) {
                faults.push(format!("{name} leads to {path}"));
            }
            led_to.insert(path);
        }
        if let Some(text) = package.0.get(&part) {
            let tree = Document::parse(std::str::from_utf8(text).unwrap()).unwrap();
            for node in tree.descendants() {
                let used = node.attributes().filter(|attribute| attribute.namespace() == Some(R));
                faults.extend(
                    used.filter(|id| !ids.contains(id.value()))
                        .map(|id| format!("{part} uses {}", id.value())),
                );
            }
        }
    }
    for name in types.iter().filter(|name| !led_to.contains(*name)) {
        faults.push(format!("nothing leads to {name}"));
    }
    let styles = Document::parse(package.text("word/styles.xml")).unwrap();
    let styles: HashSet<&str> = styles
        .descendants()
        .filter_map(|node| node.attribute((W, "styleId")))
        .collect();
    let document = Document::parse(package.text("word/document.xml")).unwrap();
    let mut bookmarks = HashSet::new();
    for node in document.descendants() {
        if node.has_tag_name((W, "bookmarkStart")) {
            let name = node.attribute((W, "name")).unwrap();
            let is_name =
                name.starts_with(char::is_alphabetic) && name.chars().all(|next| next.is_alphanumeric() || next == '_');
            if !bookmarks.insert(name.to_lowercase()) || !is_name || name.chars().count() > 40 {
                faults.push(format!("the bookmark {name}"));
            }
        }
        if matches!(node.tag_name().name(), "pStyle" | "rStyle")
            && !styles.contains(node.attribute((W, "val")).unwrap())
        {
            faults.push(format!("a style that is not defined: {node:?}"));
        }
        let last = node.last_element_child();
        if node.has_tag_name((W, "tc")) && !last.is_some_and(|last| last.has_tag_name((W, "p"))) {
            faults.push("a cell that does not end with a paragraph".to_owned());
        }
    }
    for anchor in document.descendants().filter_map(|node| node.attribute((W, "anchor"))) {
        if !bookmarks.contains(&anchor.to_lowercase()) {
            faults.push(format!("a link to {anchor}"));
        }
    }
    faults
}

#[test]
fn word_can_open_every_file() {
    for (name, snapshot) in handbooks() {
        let handbook = snapshot.handbook();
        let languages: Vec<LanguageId> = handbook.language_ids().collect();
        let regulations = (0..handbook.regulations.len() as u32).map(|index| Subject::Regulation(RegulationId(index)));
        let mut made = 0;
        for subject in regulations.chain(handbook.role_ids().map(Subject::Role)) {
            let alone = languages.iter().map(std::slice::from_ref);
            for asked in alone.chain([languages.as_slice()]) {
                match export::docx(&snapshot, subject, asked) {
                    Ok(bytes) => {
                        assert_eq!(faults(&bytes), [""; 0], "{name}, {} in {asked:?}", subject.id(handbook));
                        made += 1;
                    }
                    Err(error) => assert!(matches!(error, export::Error::NoText { .. }), "{error}"),
                }
            }
        }
        assert!(made > 0, "{name}");
    }
}

#[test]
fn the_same_handbook_gives_the_same_bytes() {
    let make = || {
        export::docx(
            &own(),
            Subject::Regulation(RegulationId(0)),
            &[LanguageId(0), LanguageId(1)],
        )
        .unwrap()
    };
    assert_eq!(make(), make());
}

fn read(bytes: &[u8]) -> Result<Manuscript, DocxError> {
    docx::read("back.docx", bytes, TrackChanges::Fail)
}

/// The handbook that comes of a file of ours that is imported, and the keys of the remarks about it.
fn taken_back(bytes: &[u8], language: &'static Language) -> (Snapshot, Vec<&'static str>) {
    let manuscript = read(bytes).unwrap();
    let mut import = Import::new(language, &language.pack.tag, None);
    import.add(&manuscript, Counted::Paragraphs, None).unwrap();
    let regulation = &import.regulations[0];
    let told = regulation.remarks.iter().map(|remark| remark.key);
    let told = told.filter(|key| key.starts_with("carried-")).collect();
    assert_eq!(regulation.account.lost, []);
    let files = import
        .files(true)
        .unwrap()
        .into_iter()
        .map(|file| (file.path, file.bytes));
    let snapshot = Workspace::from_files(files).snapshot();
    assert_eq!(snapshot.handbook().regulations.len(), 1);
    (snapshot, told)
}

/// The heads of a regulation with their attributes, and the fields and markers of its articles.
fn structure(handbook: &Handbook, regulation: RegulationId, language: LanguageId) -> Vec<String> {
    let edition = handbook.regulation(regulation).editions.get(language).unwrap();
    let mut lines = Vec::new();
    for &id in &edition.chapters {
        let chapter = handbook.chapter(id);
        let source = handbook.source(chapter);
        let cut = |span: &std::ops::Range<u32>| &source[span.start as usize..span.end as usize];
        let document = &chapter.document;
        for part in document.parts() {
            match part {
                Part::Division(index) => {
                    let division = &document.divisions[index];
                    let attributes = division.attributes.as_ref().map(|known| cut(&known.span));
                    lines.push(format!("{:?} {} {attributes:?}", division.number, division.title));
                }
                Part::Article(index) => {
                    let node = &document.articles[index];
                    let title = node.title.as_ref().map(|title| &title.text);
                    let attributes = node.attributes.as_ref().map(|known| cut(&known.span));
                    lines.push(format!("{:?} {title:?} {attributes:?}", node.number));
                    let fields = document.fields_of(node).iter();
                    lines.extend(fields.map(|field| format!("{}: {}", field.label_text, field.value_text)));
                    let markers = document.blocks_of(node).filter_map(|(_, block)| match block.kind {
                        BlockKind::Item(marker) => Some(marker.map(|marker| marker.number)),
                        _ => None,
                    });
                    lines.push(format!("{:?}", markers.collect::<Vec<_>>()));
                }
                Part::Blocks(_) => {}
            }
        }
    }
    lines
}

/// What a regulation says of itself, the title always.
fn front_matter(handbook: &Handbook, regulation: RegulationId, language: LanguageId) -> toml::Table {
    let edition = handbook.regulation(regulation).editions.get(language).unwrap();
    let first = handbook.chapter(edition.chapters[0]);
    let span = first.document.front_matter.clone();
    let text = span.map(|span| &handbook.source(first)[span.start as usize..span.end as usize]);
    let mut table: toml::Table = text.unwrap_or_default().parse().unwrap();
    table.insert("title".to_owned(), edition.title.clone().into());
    table
}

/// Lines with the numbers of items as Markdown writes them: `1、` becomes `1.`.
fn markdown(mut lines: Vec<String>) -> Vec<String> {
    for line in &mut lines {
        let digits = line.trim_start_matches(|next: char| next.is_ascii_digit()).len();
        let end = line.len() - digits;
        if end > 0 && line[end..].starts_with('、') {
            line.replace_range(end..end + '、'.len_utf8(), ".");
        }
    }
    lines
}

/// Where two lists differ first.
fn difference<'a>(found: &'a [String], wanted: &'a [String]) -> Option<(Option<&'a String>, Option<&'a String>)> {
    let longest = found.len().max(wanted.len());
    (0..longest)
        .map(|at| (found.get(at), wanted.get(at)))
        .find(|(found, wanted)| found != wanted)
}

#[test]
fn what_was_exported_and_imported_again_is_the_same_regulation() {
    let mut articles = 0;
    let mut differences = Vec::new();
    for (name, snapshot) in handbooks() {
        let handbook = snapshot.handbook();
        for (regulation, language) in regulations(handbook) {
            let bytes = export::docx(&snapshot, Subject::Regulation(regulation), &[language]).unwrap();
            let (back, told) = taken_back(&bytes, handbook.language(language));
            let place = (name, &handbook.regulation(regulation).id, handbook.tag(language));
            let (own, other) = ((regulation, language), (RegulationId(0), LanguageId(0)));
            assert_eq!(
                back.handbook().regulation(other.0).id,
                handbook.regulation(regulation).id
            );
            let found = markdown(expected(back.handbook(), other.0, other.1));
            let wanted = markdown(expected(handbook, own.0, own.1));
            if let Some(found) = difference(&found, &wanted) {
                differences.push(format!("{place:?} {found:?}"));
            }
            let found = structure(back.handbook(), other.0, other.1);
            let wanted = structure(handbook, own.0, own.1);
            if let Some(found) = difference(&found, &wanted) {
                differences.push(format!("{place:?} {found:?}"));
            }
            let found = front_matter(back.handbook(), other.0, other.1);
            let wanted = front_matter(handbook, own.0, own.1);
            if found != wanted || !told.is_empty() {
                differences.push(format!("{place:?} {told:?} {found:?} {wanted:?}"));
            }
            articles += handbook.regulation(regulation).articles.len();
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(articles > 160, "{articles}");
}

#[test]
fn the_title_that_a_file_carries_is_not_guessed_from_its_preamble() {
    for title in ["考勤办法", "关于员工考勤"] {
        let preamble = "为执行集团《考勤规定》（2025年版），制定本办法。";
        let text =
            format!("+++\ntitle = \"{title}\"\n+++\n\n{preamble}\n\n《休假办法》（2025年版）\n\n第一条　打卡。\n");
        let snapshot = handbook(&[
            ("handbook.toml", "title = \"手册\"\nlanguages = [\"zh\"]\n"),
            ("zh/attendance.md", &text),
        ]);
        let bytes = export::docx(&snapshot, Subject::Regulation(RegulationId(0)), &[LanguageId(0)]).unwrap();
        let (back, told) = taken_back(&bytes, Language::find("zh").unwrap());
        assert_eq!(told, Vec::<&str>::new());
        let own = |snapshot: &Snapshot| expected(snapshot.handbook(), RegulationId(0), LanguageId(0));
        assert_eq!(own(&back), own(&snapshot));
        assert_eq!(
            front_matter(back.handbook(), RegulationId(0), LanguageId(0))["title"],
            title.into()
        );
    }
}

#[test]
fn quotations_labels_and_plain_marks_come_back_as_they_were() {
    for (tag, text) in [
        (
            "zh",
            "+++\ntitle = \"甲制度\"\n+++\n\n## 第一条 经理岗位职责 {#boss role=boss}\n\n- 直接上级：无\n\n1. 管理；\n2. 检查。\n\n\
             ## 第二条 甲 {#a}\n\n一，见国办发[2023]5号。\n\n> 引文一，R&D。\n>\n> 引文二。\n\n二。\n\n\
             ## 第三条 乙 {#b}\n\n1. 甲：\n   1. 子一；\n   2. 子二：\n      - 孙；\n      - 孙；\n2. 乙。\n\n- 点：\n  - 子点；\n- 点。\n",
        ),
        (
            "en",
            "+++\ntitle = \"Staff Rules\"\n+++\n\n## Article 1 Duties of the Manager {#boss role=boss}\n\n\
             - Reports to: none\n- Department: R&D\n\n1. manages;\n2. checks.\n\n\
             ## Article 2 Notice {#a}\n\nSee notice [2023] of R&D.\n\n> Quoted, at once.\n\nSecond.\n",
        ),
    ] {
        let path = format!("{tag}/rules.md");
        let settings = format!("title = \"H\"\nlanguages = [\"{tag}\"]\n");
        let snapshot = handbook(&[("handbook.toml", &settings), (&path, text)]);
        let bytes = export::docx(&snapshot, Subject::Regulation(RegulationId(0)), &[LanguageId(0)]).unwrap();
        let (back, _) = taken_back(&bytes, Language::find(tag).unwrap());
        let found = back
            .handbook()
            .chapters
            .iter()
            .map(|chapter| back.handbook().source(chapter));
        assert_eq!(found.collect::<String>(), text);
    }
}

#[test]
fn a_file_that_comes_back_adds_no_roles_to_a_handbook_that_has_them() {
    let snapshot = own();
    let handbook = snapshot.handbook();
    let roles = include_str!("../handbook/roles.toml");
    for language in handbook.language_ids() {
        let bytes = export::docx(&snapshot, Subject::Regulation(RegulationId(0)), &[language]).unwrap();
        let (manuscript, language) = (read(&bytes).unwrap(), handbook.language(language));
        let mut import = Import::new(language, &language.pack.tag, Some(roles.to_owned()));
        import.add(&manuscript, Counted::Paragraphs, None).unwrap();
        assert_eq!(import.roles(), None);
        // A new handbook has the roles of the articles under the same ids.
        let (back, _) = taken_back(&bytes, language);
        for role in handbook
            .role_ids()
            .filter(|&role| !handbook.role(role).articles.is_empty())
        {
            let id = &handbook.role(role).id;
            assert!(back.handbook().role_by_id(id).is_some(), "{id}");
        }
    }
}

#[test]
fn a_file_in_two_languages_is_refused_with_what_to_do() {
    let folder = folder(&[]);
    let file = folder.path().join("both.docx");
    let (file, new) = (file.to_str().unwrap(), folder.path().join("new"));
    let (status, ..) = run_in_english(&["export", "docx", "customer-service", "--language", "zh,en", "-o", file]);
    assert_eq!(status, 0);
    let (status, _, said) = run_in_english(&["import", file, "-o", new.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(
        said.contains("both.docx has two languages side by side (zh-CN en"),
        "{said}"
    );
    assert!(!new.exists());
}

#[test]
fn what_was_changed_outside_is_told_and_breaks_nothing() {
    let snapshot = handbook(&[
        ("handbook.toml", "title = \"手册\"\nlanguages = [\"zh\"]\n"),
        (
            "zh/service.md",
            "+++\ntitle = \"服务制度\"\nversion = \"3\"\n+++\n\n\
             ## 第一条 经理岗位职责 {#boss role=boss}\n\n- 直接上级：无\n\n1. 管理；\n2. 检查。\n\n\
             ## 第二条 领班岗位职责 {#lead role=lead}\n\n- 直接上级：经理\n\n1. 带班；\n2. 记录。\n\n\
             ## 第三条 要求 {#rules}\n\n人人守时。\n",
        ),
    ]);
    let bytes = export::docx(&snapshot, Subject::Regulation(RegulationId(0)), &[LanguageId(0)]).unwrap();
    let changed = |part: &str, from: &str, to: &str| {
        let mut package = Package::read(&bytes);
        let text = package.text(part).to_owned();
        assert!(text.contains(from), "{from} in {text}");
        package.0.insert(part.to_owned(), text.replace(from, to).into_bytes());
        let (back, told) = taken_back(&package.bytes(), Language::find("zh").unwrap());
        let handbook = back.handbook();
        assert_eq!(handbook.regulation(RegulationId(0)).articles.len(), 3);
        assert!(!handbook.regulation(RegulationId(0)).id.contains(".."));
        let first = handbook.chapter(
            handbook
                .regulation(RegulationId(0))
                .editions
                .get(LanguageId(0))
                .unwrap()
                .chapters[0],
        );
        (told, handbook.source(first).to_owned())
    };
    const TEXT: &str = "word/document.xml";
    const CARRIED: &str = "customXml/item1.xml";
    // Part, what becomes what in it, what is told, what is then written.
    let cases = [
        (TEXT, "要求", "规矩", &[][..], "## 第三条 规矩 {#rules}"),
        (
            TEXT,
            "服务制度",
            "服务规定",
            &["carried-other-title"],
            "title = \"服务规定\"\nversion = \"3\"",
        ),
        (
            TEXT,
            "领班岗位职责",
            "经理岗位职责",
            &["carried-other-role"],
            "## 第二条 经理岗位职责 {role=boss}",
        ),
        (TEXT, "rules", "others", &["carried-no-heading"], "第三条 要求\n"),
        (
            CARRIED,
            "{#lead role=lead}",
            "{#lead",
            &["carried-attributes"],
            "{#lingban role=lingban}",
        ),
        (
            CARRIED,
            "{#rules}",
            "{#rules\n# x}",
            &["carried-attributes"],
            "第三条 要求\n",
        ),
        (CARRIED, "{#rules}", "{#boss}", &["carried-same-id"], "第三条 要求\n"),
        (
            CARRIED,
            "version =",
            "version ==",
            &["carried-front-matter"],
            "title = \"服务制度\"\n+++",
        ),
        (CARRIED, "id=\"service\"", "id=\"../../x\"", &[], "{#boss role=boss}"),
        (
            CARRIED,
            "export:1",
            "export:2",
            &["carried-unreadable"],
            "{#jingli role=jingli}",
        ),
        (
            CARRIED,
            "</regulation>",
            "",
            &["carried-unreadable"],
            "{#jingli role=jingli}",
        ),
    ];
    for (part, from, to, told, written) in cases {
        let (found, text) = changed(part, from, to);
        assert_eq!(found, told, "{from} → {to}");
        assert!(text.contains(written), "{from} → {to}: {text}");
    }
}

#[test]
fn a_roles_duties_stand_with_its_place_and_a_line_to_sign() {
    let snapshot = own();
    let role = snapshot.handbook().role_by_id("floor-supervisor").unwrap();
    let package = Package::read(&export::docx(&snapshot, Subject::Role(role), &[LanguageId(0)]).unwrap());
    let tree = Document::parse(package.text("word/document.xml")).unwrap();
    let text: Vec<String> = tree
        .descendants()
        .filter(|node| node.has_tag_name((W, "p")))
        .map(text_of)
        .collect();
    for wanted in [
        "楼面助理岗位职责",
        "襄理",
        "楼面服务员",
        "客户服务中心",
        "编制",
        "权限",
        "签名",
        "本人已阅读并知晓以上岗位职责。",
    ] {
        assert!(text.iter().any(|line| line == wanted), "{wanted} in {text:#?}");
    }
    let [lines, _] = lines(&package, false);
    let duties = lines
        .iter()
        .filter(|line| line.style == "Item")
        .map(|line| line.label.as_str());
    assert_eq!(
        duties.collect::<Vec<_>>(),
        ["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."]
    );
}

#[test]
fn a_text_as_odd_as_may_be_makes_a_sound_file() {
    let deep: String = (0..15)
        .map(|depth| format!("{}1. 第{depth}层\n", "   ".repeat(depth)))
        .collect();
    let text = format!(
        "+++\ntitle = \"怪 <&> \\\"办法\\\"\"\n+++\n第零条 零。\n\n第五条 五\u{b}\u{0}\u{1}。\n\n第五条 又是五。\n\n\
         ## 第十万零一条 太大\n\n{deep}\n99999. 大\n\n- \n- 空项之后\n\n[^x]: 没人引用\n\n脚注[^y][^y][^z]。\n\n\
         [^y]: 注里有注[^y]。\n\n![没有](none.png) ![外面](https://a.cn/b.png) [坏](javascript:alert(1)) [](#no)\n\n\
         |a|\n|-|\n\n***\n\n> > 两层\n\n<script>x</script><!-- 话 -->\n\n第六条\n\n# 100% 标题 %1\n"
    );
    let snapshot = handbook(&[
        ("handbook.toml", "title = \"手册\"\nlanguages = [\"zh\"]\n"),
        ("zh/odd.md", &text),
    ]);
    let bytes = export::docx(&snapshot, Subject::Regulation(RegulationId(0)), &[LanguageId(0)]).unwrap();
    assert_eq!(faults(&bytes), [""; 0]);
    let package = Package::read(&bytes);
    let [lines, _] = lines(&package, false);
    let found: Vec<String> = lines.iter().map(Line::squeezed).collect();
    for wanted in [
        "第零条零。",
        "第十万零一条太大",
        "99999.大",
        "空项之后",
        "两层",
        "没人引用",
        "100%标题%1",
    ] {
        assert!(found.iter().any(|line| line.contains(wanted)), "{wanted} in {found:#?}");
    }
}

#[test]
fn a_file_is_written_once_and_never_over_another() {
    let folder = folder(&[]);
    let file = folder.path().join("a.docx");
    let file = file.to_str().unwrap();
    let (status, _, said) = run_in_english(&["export", "docx", "customer-service", "-o", file]);
    assert_eq!((status, said.as_str()), (0, format!("Wrote {file}\n").as_str()));
    let (status, _, said) = run_in_english(&["export", "docx", "customer-service", "-o", file]);
    assert_eq!(
        (status, said.as_str()),
        (0, format!("{file} is up to date already\n").as_str())
    );
    std::fs::write(file, "somebody's").unwrap();
    let (status, _, said) = run_in_english(&["export", "docx", "customer-service", "-o", file]);
    assert!(status == 2 && said.contains("exists already"), "{said}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "somebody's");
    let (status, ..) = run_in_english(&["export", "docx", "customer-service", "-o", file, "--force"]);
    assert_eq!((status, faults(&std::fs::read(file).unwrap())), (0, vec![]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
}

#[test]
fn what_cannot_be_exported_is_told_with_what_was_probably_meant() {
    let told = |arguments: &[&str], lang: &str| {
        let folder = folder(&[]);
        let file = folder.path().join("a.docx");
        let all = [
            &["export", "docx", "-o", file.to_str().unwrap(), "--lang", lang],
            arguments,
        ]
        .concat();
        let (status, out, said) = outcome(&mut rolebook(&all));
        assert_eq!((status, out.as_str(), file.exists()), (2, "", false), "{said}");
        said
    };
    let said = told(&["custmer-service"], "en");
    assert!(said.contains("did you mean “customer-service”?"), "{said}");
    let said = told(&["楼面助力"], "zh");
    assert!(said.contains("是不是“楼面助理”？"), "{said}");
    assert!(told(&["zzz"], "zh").contains("没有叫“zzz”的制度或岗位"));
    assert!(told(&["--role", "customer-service"], "en").contains("no regulation or role"));
    assert!(told(&["customer-service", "--language", "fr"], "en").contains("choose from zh, en"));
    assert!(told(&["operations-director", "--language", "zh,en,zh,fr"], "en").contains("“fr”"));
    assert!(told(&["customer-service", "no-such-folder"], "en").contains("no-such-folder"));
}
