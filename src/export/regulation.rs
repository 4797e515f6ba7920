//! A regulation as a document: its title, what stands before it, its text, and who approves it.

use std::collections::BTreeSet;

use super::Error;
use super::blocks::{HEAD, Lead};
use super::document::{Block, Carried, Cell, Document, Properties, Row, Run, Style, Table, TableKind};
use super::passage::Passage;
use super::words::fill;
use super::writer::{Column, Piece, PieceKind, Writer};
use crate::language::Level;
use crate::model::{Chapter, ChapterKind, Edition, Handbook, LanguageId, Regulation, RegulationId, Sign, TextId};
use crate::syntax::{Part, Unit};
use crate::workspace::Snapshot;

pub(super) fn document(snapshot: &Snapshot, id: RegulationId, languages: &[LanguageId]) -> Result<Document, Error> {
    let mut writer = Writer::new(snapshot, languages)?;
    let handbook = writer.handbook;
    let regulation = handbook.regulation(id);
    let edition = |&language: &LanguageId| {
        let tag = handbook.tag(language).to_owned();
        regulation.editions.get(language).ok_or(Error::NoText { tag })
    };
    let editions: Vec<&Edition> = languages.iter().map(edition).collect::<Result<_, _>>()?;
    for edition in &editions {
        writer.hold(&edition.chapters, &edition.texts);
    }
    let levels = editions.iter().flat_map(|edition| &edition.chapters);
    let levels = levels.flat_map(|&chapter| &handbook.chapter(chapter).document.divisions);
    let levels: BTreeSet<Level> = levels.map(|division| division.level).collect();
    let levels: Vec<Level> = levels.into_iter().collect();

    let mut blocks: Vec<Block> = Vec::new();
    for (column, edition) in editions.iter().enumerate() {
        blocks.push(writer.line(column, Style::Title, &edition.title));
    }
    let facts = writer.facts(regulation);
    let mut lines: Vec<Block> = Vec::new();
    for (column, line) in facts.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        lines.push(writer.line(column, Style::Subtitle, line));
    }
    lines.extend(writer.prevails());
    blocks.push(Block::Furniture(lines));
    let mut columns = Vec::new();
    for (column, edition) in editions.iter().enumerate() {
        columns.push(writer.edition(column, edition, &levels));
    }
    blocks.extend(writer.lay(columns));
    blocks.push(Block::Furniture(writer.approval(regulation, &editions)));

    let titles: Vec<&str> = editions.iter().map(|edition| edition.title.as_str()).collect();
    let separator = &writer.columns[0].words.separator;
    let header = [titles[0], &facts[0]].into_iter().filter(|part| !part.is_empty());
    let header = header.collect::<Vec<_>>().join(separator);
    let standing = regulation.standing();
    let custom = [
        ("Regulation", Some(regulation.id.to_string())),
        ("Version", standing.version.map(str::to_owned)),
        ("Status", standing.written.map(str::to_owned)),
        ("Effective", standing.effective.map(|day| day.to_string())),
    ];
    let properties = Properties {
        title: titles.join(" / "),
        author: writer.issuer(regulation, &editions),
        custom: custom
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    };
    let front_matter = editions
        .first()
        .filter(|_| editions.len() == 1)
        .map(|edition| front_matter(handbook, edition).unwrap_or_default());
    let carried = Carried {
        id: Some(regulation.id.to_string()),
        front_matter,
        ..Carried::default()
    };
    Ok(writer.finish(header, properties, blocks, carried))
}

/// The front matter of the edition as it is written.
fn front_matter(handbook: &Handbook, edition: &Edition) -> Option<String> {
    let first = handbook.chapter(*edition.chapters.first()?);
    let bytes = first.document.front_matter.clone()?;
    handbook
        .source(first)
        .get(bytes.start as usize..bytes.end as usize)
        .map(str::to_owned)
}

impl<'a> Writer<'a> {
    /// Version, status and day of effect in the words of each language.
    pub fn facts(&self, regulation: &Regulation) -> Vec<String> {
        self.columns.iter().map(|column| column.facts(regulation)).collect()
    }

    /// Says which text holds, where the document has a translation.
    pub fn prevails(&self) -> Option<Block> {
        let is_translated = self.columns.iter().any(|column| column.id != LanguageId::AUTHORITATIVE);
        let line = || {
            self.columns.iter().enumerate().map(|(column, own)| {
                let name = self.language_name(column, LanguageId::AUTHORITATIVE);
                fill(&own.words.prevails, &[("language", name)])
            })
        };
        is_translated.then(|| self.line(0, Style::Note, line().collect::<Vec<_>>().join(" ")))
    }

    fn edition(&mut self, column: usize, edition: &Edition, levels: &[Level]) -> Vec<Piece> {
        let handbook = self.handbook;
        let mut pieces = Vec::new();
        for &id in &edition.chapters {
            let chapter = handbook.chapter(id);
            let document = &chapter.document;
            if let Some(title) = document.title.as_ref().filter(|title| *title.text != *edition.title) {
                // The title of a file that is a whole regulation is another form of the regulation's own.
                let style = if chapter.kind == ChapterKind::Chapter {
                    Style::Heading(1)
                } else {
                    Style::Group
                };
                pieces.push(Piece {
                    place: format!("{}/title", chapter.path),
                    kind: PieceKind::Heading,
                    block: self.line(column, style, &*title.text),
                });
            }
            let outside = Passage::new(handbook, chapter, &chapter.citations);
            let mut place = chapter.path.to_string();
            for part in document.parts() {
                match part {
                    Part::Division(index) => {
                        let piece = self.division(column, chapter, index, levels);
                        place.clone_from(&piece.place);
                        pieces.push(piece);
                    }
                    Part::Article(index) => {
                        let text = TextId(chapter.texts.start + index as u32);
                        pieces.extend(self.article(column, text));
                        place = self.article_place(text);
                        place.push_str("/after");
                    }
                    Part::Blocks(range) => pieces.extend(self.passage(column, &outside, range, None, &place, None)),
                }
            }
        }
        pieces
    }

    fn division(&mut self, column: usize, chapter: &Chapter, index: usize, levels: &[Level]) -> Piece {
        let document = &chapter.document;
        let division = &document.divisions[index];
        let source = self.handbook.source(chapter);
        let written = &source[division.label.start as usize..division.label.end as usize];
        let label = self.head_label(column, division.level, written, division.number);
        let bookmark = self.division_bookmark(column, chapter, index);
        self.carry(chapter, division.attributes.as_deref(), &bookmark);
        let depth = levels
            .iter()
            .position(|&level| level == division.level)
            .unwrap_or_default();
        let title = vec![Run::text(&*division.title)];
        Piece {
            place: format!("{}/{}", chapter.path, crate::model::division_anchor(document, index)),
            kind: PieceKind::Heading,
            block: self.heading(
                column,
                Style::Heading(depth.min(2) as u8 + 1),
                label,
                title,
                vec![bookmark],
            ),
        }
    }

    fn article_place(&self, text: TextId) -> String {
        format!("article {}", self.handbook.text(text).article.0)
    }

    /// An article: its number with its title, or with its first paragraph.
    pub fn article(&mut self, column: usize, id: TextId) -> Vec<Piece> {
        let handbook = self.handbook;
        let text = handbook.text(id);
        let chapter = handbook.chapter_of(text);
        let node = handbook.node(text);
        let label = self.head_label(column, Level::Article, &handbook.written_label(text), Some(node.number));
        let bookmarks: Vec<String> = self.bookmark(column, id, Unit::default()).into_iter().collect();
        for bookmark in &bookmarks {
            self.carry(chapter, node.attributes.as_deref(), bookmark);
        }
        let mut passage = Passage::new(handbook, chapter, &text.citations);
        passage.struck = node.is_repealed();
        let repealed = passage.struck.then(|| Run {
            is_furniture: true,
            ..Run::text(&self.columns[column].words.repealed)
        });
        let place = self.article_place(id);
        let mut pieces = Vec::new();
        let lead = match (&node.title, repealed) {
            (None, None) => Some(Lead { label, bookmarks }),
            (title, repealed) => {
                let title = title.iter().map(|title| Run {
                    strike: passage.struck,
                    ..Run::text(&*title.text)
                });
                pieces.push(Piece {
                    place: format!("{place}/{HEAD}/1"),
                    kind: PieceKind::Article,
                    block: self.heading(
                        column,
                        Style::Article,
                        label,
                        title.chain(repealed).collect(),
                        bookmarks,
                    ),
                });
                None
            }
        };
        pieces.extend(self.passage(column, &passage, node.blocks.clone(), Some((id, node)), &place, lead));
        pieces
    }

    /// Keeps the attributes of a heading for `rolebook import`, and that it has none.
    fn carry(&mut self, chapter: &Chapter, attributes: Option<&crate::syntax::Attributes>, bookmark: &str) {
        if self.is_beside() {
            return;
        }
        let source = self.handbook.source(chapter);
        let written = attributes.map(|known| &source[known.span.start as usize..known.span.end as usize]);
        self.attributes
            .push((bookmark.to_owned(), written.unwrap_or_default().to_owned()));
    }

    /// Who issued the regulation, else the organisation.
    fn issuer(&self, regulation: &Regulation, editions: &[&Edition]) -> String {
        let stated = regulation.stated(|front_matter| front_matter.issuer.as_ref());
        let own = editions.iter().map(|edition| {
            let issuer = edition
                .front_matter
                .issuer
                .as_ref()
                .or(stated)
                .map(|issuer| issuer.value.clone());
            let organisation = || self.handbook.organisation.best(edition.language).cloned();
            issuer.or_else(organisation).unwrap_or_default()
        });
        let mut own: Vec<String> = own.collect();
        own.dedup();
        own.join(" / ")
    }

    /// What is filled in and signed when the regulation is issued.
    fn approval(&self, regulation: &Regulation, editions: &[&Edition]) -> Vec<Block> {
        let standing = regulation.standing();
        let wide = |cell: Cell| Cell { columns: 2, ..cell };
        let label = |word: fn(&super::words::Words) -> &String| self.label_cell(self.word(word));
        let value = |text: String| wide(self.cell(0, text));
        let status = self.in_all(|column| column.status(regulation).unwrap_or_default());
        let day = self.in_all(|column| {
            standing
                .effective
                .map(|day| column.language.date(day))
                .unwrap_or_default()
        });
        let facts = [
            vec![
                label(|words| &words.issuer),
                value(self.issuer(regulation, editions)),
                label(|words| &words.version),
                value(standing.version.unwrap_or_default().to_owned()),
            ],
            vec![
                label(|words| &words.status),
                value(status),
                label(|words| &words.effective),
                value(day),
            ],
        ];
        let signers: [fn(&super::words::Words) -> &String; 3] =
            [|words| &words.drafted, |words| &words.reviewed, |words| &words.approved];
        let heads = signers.map(|word| wide(label(word))).into_iter().collect();
        let blanks = signers.map(|_| value(String::new())).into_iter().collect();
        let days = signers
            .map(|_| value(self.labelled(|words| &words.date)))
            .into_iter()
            .collect();
        let rows = facts.into_iter().map(Row::of).chain([
            Row::of(heads),
            Row {
                tall: true,
                ..Row::of(blanks)
            },
            Row::of(days),
        ]);
        vec![
            self.line(0, Style::Paragraph, ""),
            Block::Table(Table {
                kind: TableKind::Fields,
                columns: vec![1; 6],
                rows: rows.collect(),
            }),
        ]
    }

    /// A word before what is written in by hand.
    fn labelled(&self, word: fn(&super::words::Words) -> &String) -> String {
        let colons = &self.columns[0].language.pack.roles.colons;
        format!("{}{}", self.word(word), colons.first().map_or("", String::as_str))
    }
}

impl Column {
    /// What it is called how the regulation stands by its own words.
    fn status(&self, regulation: &Regulation) -> Option<String> {
        let standing = regulation.standing();
        let signs = standing.signs(None);
        let known = signs
            .first()
            .map(|&sign: &Sign| self.language.status(sign.key()).to_owned());
        known.or_else(|| standing.written.map(str::to_owned))
    }

    /// Version, status and day of effect.
    pub fn facts(&self, regulation: &Regulation) -> String {
        let standing = regulation.standing();
        let version = standing
            .version
            .map(|version| fill(&self.words.version_is, &[("version", version)]));
        let day = standing.effective.map(|day| self.language.date(day));
        let day = day.map(|day| fill(&self.words.in_force_from, &[("date", &day)]));
        let facts = [version, self.status(regulation), day];
        facts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(&self.words.separator)
    }
}
