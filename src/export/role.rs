//! The duties of a role as a document that its holder signs.

use super::Error;
use super::document::{Block, Carried, Cell, Document, Properties, Row, Style, Table, TableKind};
use super::passage::{Passage, width};
use super::words::{Words, fill};
use super::writer::{Piece, PieceKind, Writer};
use crate::model::{LanguageId, Role, RoleArticle, RoleId, TextId};
use crate::syntax::{Field, FieldKey};
use crate::workspace::Snapshot;

/// Columns that the value of a field takes up at most for another field to stand beside it.
const SHORT: usize = 24;

/// A label with its value in one language.
struct Fact {
    key: String,
    label: String,
    value: String,
}

pub(super) fn document(snapshot: &Snapshot, id: RoleId, languages: &[LanguageId]) -> Result<Document, Error> {
    let mut writer = Writer::new(snapshot, languages)?;
    let handbook = writer.handbook;
    let role = handbook.role(id);
    let mut articles: Vec<Vec<&RoleArticle>> = Vec::new();
    for &language in languages {
        let own: Vec<&RoleArticle> = role
            .articles
            .iter()
            .filter(|article| article.language == language)
            .collect();
        if own.is_empty() {
            let tag = handbook.tag(language).to_owned();
            return Err(Error::NoText { tag });
        }
        let texts: Vec<TextId> = own.iter().map(|article| article.text).collect();
        writer.hold(&[], &texts);
        articles.push(own);
    }
    let titles: Vec<String> = (0..languages.len())
        .map(|column| writer.duties_title(column, role, &articles[column]))
        .collect();
    let sources: Vec<String> = (0..languages.len())
        .map(|column| writer.source(column, &articles[column]))
        .collect();
    let mut blocks = Vec::new();
    for (column, title) in titles.iter().enumerate() {
        blocks.push(writer.line(column, Style::Title, title));
    }
    for (column, source) in sources.iter().enumerate() {
        blocks.push(writer.line(column, Style::Subtitle, source));
    }
    blocks.extend(writer.prevails());
    let facts: Vec<Vec<Fact>> = (0..languages.len())
        .map(|column| writer.facts_of(column, role, &articles[column]))
        .collect();
    blocks.push(Block::Table(writer.fact_table(facts)));
    blocks.push(writer.line(0, Style::Heading(1), writer.word(|words| &words.duties)));
    let mut columns = Vec::new();
    for (column, articles) in articles.iter().enumerate() {
        columns.push(writer.duties(column, articles));
    }
    blocks.extend(writer.lay(columns));
    let mentions: Vec<Vec<Piece>> = (0..languages.len())
        .map(|column| writer.mentions(column, role))
        .collect();
    if mentions.iter().any(|pieces| !pieces.is_empty()) {
        blocks.push(writer.line(0, Style::Heading(1), writer.word(|words| &words.mentions)));
        blocks.extend(writer.lay(mentions));
    }
    blocks.extend(writer.signature());

    let separator = &writer.columns[0].words.separator;
    let standing = articles[0]
        .first()
        .map(|article| handbook.regulation(handbook.text(article.text).regulation));
    let facts = standing
        .map(|regulation| writer.columns[0].facts(regulation))
        .unwrap_or_default();
    let header = [titles[0].as_str(), &facts].join(separator);
    let properties = Properties {
        title: titles.join(" / "),
        author: handbook.organisation.best(languages[0]).cloned().unwrap_or_default(),
        custom: vec![("Role".to_owned(), role.id.clone())],
    };
    Ok(writer.finish(header, properties, blocks, Carried::default()))
}

impl Writer<'_> {
    fn duties_title(&self, column: usize, role: &Role, articles: &[&RoleArticle]) -> String {
        let own = match articles {
            [only] => self.handbook.node(self.handbook.text(only.text)).title.as_ref(),
            _ => None,
        };
        let column = &self.columns[column];
        let made = || fill(&column.words.duties_of, &[("role", role.name(column.id))]);
        own.map_or_else(made, |title| title.text.to_string())
    }

    /// Where the duties come from, and how that regulation stands.
    fn source(&self, column: usize, articles: &[&RoleArticle]) -> String {
        let own = &self.columns[column];
        let Some(first) = articles.first().map(|article| self.handbook.text(article.text)) else {
            return String::new();
        };
        let regulation = fill(
            &own.words.cited_title,
            &[("title", &self.handbook.edition_of(first).title)],
        );
        let labels = articles
            .iter()
            .map(|article| self.handbook.written_label(self.handbook.text(article.text)));
        let labels = labels.collect::<Vec<_>>().join(&own.language.pack.list_separator);
        let taken = fill(
            &own.words.taken_from,
            &[("regulation", &regulation), ("article", &labels)],
        );
        let facts = own.facts(self.handbook.regulation(first.regulation));
        let parts = [taken, facts].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(&own.words.separator)
    }

    /// What the role is and where it stands: the fields of its articles, completed from the reporting lines.
    fn facts_of(&self, column: usize, role: &Role, articles: &[&RoleArticle]) -> Vec<Fact> {
        let handbook = self.handbook;
        let own = &self.columns[column];
        let names = |roles: &[RoleId]| {
            let names: Vec<&str> = roles.iter().map(|&id| handbook.role(id).name(own.id)).collect();
            names.join(&own.language.pack.list_separator)
        };
        let fields: Vec<&Field> = articles
            .iter()
            .map(|article| handbook.text(article.text))
            .flat_map(|text| handbook.chapter_of(text).document.fields_of(handbook.node(text)))
            .collect();
        let known = |key: FieldKey| {
            let written = fields.iter().filter(|field| field.key == Some(key));
            let written: Vec<&str> = written
                .map(|field| &*field.value_text)
                .filter(|text| !text.is_empty())
                .collect();
            let modelled = || match key {
                FieldKey::Superior => names(&role.superiors),
                FieldKey::Subordinates => names(&role.subordinates),
                FieldKey::DottedLine => names(&role.dotted),
                FieldKey::Unit => role
                    .unit
                    .map(|unit| handbook.units[unit.index()].name(own.id).to_owned())
                    .unwrap_or_default(),
                _ => String::new(),
            };
            match written.is_empty() {
                true => modelled(),
                false => written.join(&own.language.pack.list_separator),
            }
        };
        let mut facts = vec![Fact {
            key: "role".to_owned(),
            label: own.words.role.clone(),
            value: role.name(own.id).to_owned(),
        }];
        // Its department comes right after its name, and the rest as on its page.
        let rest = FieldKey::ALL.into_iter().filter(|&key| key != FieldKey::Unit);
        for key in std::iter::once(FieldKey::Unit).chain(rest) {
            facts.push(Fact {
                key: key.key().to_owned(),
                label: own.language.field_label(key.key()).to_owned(),
                value: known(key),
            });
        }
        let others = fields.iter().filter(|field| field.key.is_none());
        facts.extend(others.zip(1..).map(|(field, number): (_, u32)| Fact {
            key: number.to_string(),
            label: field.label_text.to_string(),
            value: field.value_text.to_string(),
        }));
        facts.retain(|fact| !fact.value.is_empty());
        facts
    }

    /// In one language short fields stand two in a row; in two a field has a row with a value for each.
    fn fact_table(&self, columns: Vec<Vec<Fact>>) -> Table {
        let mut columns = columns.into_iter();
        let first = columns.next().unwrap_or_default();
        let mut rows = Vec::new();
        let Some(mut second) = columns.next() else {
            let mut facts = first.into_iter().peekable();
            while let Some(fact) = facts.next() {
                let short = |fact: &Fact| width(&fact.value) <= SHORT;
                let beside = facts.next_if(|next| short(&fact) && short(next));
                let mut cells = vec![self.label_cell(fact.label), self.cell(0, fact.value)];
                match beside {
                    Some(next) => cells.extend([self.label_cell(next.label), self.cell(0, next.value)]),
                    None => cells[1].columns = 3,
                }
                rows.push(Row::of(cells));
            }
            return Table {
                kind: TableKind::Fields,
                columns: vec![5, 9, 5, 9],
                rows,
            };
        };
        let mut row = |label: String, one: String, other: String| {
            let values = [one, other]
                .into_iter()
                .enumerate()
                .map(|(column, value)| self.cell(column, value));
            let cells: Vec<Cell> = std::iter::once(self.label_cell(label)).chain(values).collect();
            rows.push(Row::of(cells));
        };
        for fact in first {
            let other = second
                .iter()
                .position(|other| other.key == fact.key)
                .map(|at| second.remove(at));
            let (label, value) = other.map_or_else(Default::default, |other| (other.label, other.value));
            row(format!("{}\n{label}", fact.label), fact.value, value);
        }
        for fact in second {
            row(fact.label, String::new(), fact.value);
        }
        Table {
            kind: TableKind::Fields,
            columns: vec![2, 5, 5],
            rows,
        }
    }

    fn duties(&mut self, column: usize, articles: &[&RoleArticle]) -> Vec<Piece> {
        let handbook = self.handbook;
        let mut pieces = Vec::new();
        for (index, article) in articles.iter().enumerate() {
            let text = handbook.text(article.text);
            let node = handbook.node(text);
            let mut passage = Passage::new(handbook, handbook.chapter_of(text), &text.citations);
            passage.without_fields = true;
            passage.struck = node.is_repealed();
            let place = format!("article {}", text.article.0);
            if articles.len() > 1 {
                let title = node.title.as_ref().map_or("", |title| &title.text);
                let gap = &self.columns[column].words.gap;
                let head = format!("{}{gap}{title}", handbook.written_label(text));
                pieces.push(Piece {
                    place: format!("{place}/{index}"),
                    kind: PieceKind::Article,
                    block: self.line(column, Style::Group, head),
                });
            }
            pieces.extend(self.passage(
                column,
                &passage,
                node.blocks.clone(),
                Some((article.text, node)),
                &place,
                None,
            ));
        }
        pieces
    }

    /// The other articles that speak of the role, a line for each regulation.
    fn mentions(&self, column: usize, role: &Role) -> Vec<Piece> {
        let handbook = self.handbook;
        let own = &self.columns[column];
        let texts = role
            .mentions
            .iter()
            .map(|&id| handbook.text(id))
            .filter(|text| text.language == own.id);
        let mut lines: Vec<(String, String)> = Vec::new();
        for text in texts {
            let title = handbook.node(text).title.as_ref().map_or("", |title| &title.text);
            let label = handbook.written_label(text);
            let article = if title.is_empty() {
                label
            } else {
                format!("{label} {title}")
            };
            let place = handbook.regulation(text.regulation).id.to_string();
            match lines.last_mut().filter(|(last, _)| *last == place) {
                Some((_, line)) => {
                    line.push_str(&own.language.pack.list_separator);
                    line.push_str(&article);
                }
                None => {
                    let title = fill(&own.words.cited_title, &[("title", &handbook.edition_of(text).title)]);
                    lines.push((place, format!("{title}{}{article}", own.language.colon())));
                }
            }
        }
        let piece = |(place, line): (String, String)| Piece {
            place,
            kind: PieceKind::Text,
            block: self.line(column, Style::Paragraph, line + &own.language.pack.clause_end),
        };
        lines.into_iter().map(piece).collect()
    }

    /// What the holder of the role signs.
    fn signature(&self) -> Vec<Block> {
        let label = |word: fn(&Words) -> &String| self.label_cell(self.word(word));
        let blank = || self.cell(0, "");
        let row = |left: fn(&Words) -> &String, right: fn(&Words) -> &String| Row {
            tall: true,
            ..Row::of(vec![label(left), blank(), label(right), blank()])
        };
        let statements = self.columns.iter().enumerate();
        let statements = statements.map(|(column, own)| self.line(column, Style::Cell, &own.words.statement));
        let statement = Cell {
            columns: 4,
            ..Cell::of(statements.collect())
        };
        let table = Table {
            kind: TableKind::Fields,
            columns: vec![5, 9, 5, 9],
            rows: vec![
                Row {
                    tall: true,
                    ..Row::of(vec![statement])
                },
                row(|words| &words.name, |words| &words.staff_number),
                row(|words| &words.signature, |words| &words.date),
            ],
        };
        vec![self.line(0, Style::Paragraph, ""), Block::Table(table)]
    }
}
