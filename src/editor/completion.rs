//! What may be written next.

use super::article::title;
use crate::language::{Language, Level};
use crate::model::{Chapter, ChapterId, Handbook, LanguageId, TextId};
use crate::source::{FileId, Span};
use crate::syntax::{FORMER, FieldKey};

/// Something that can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub kind: CompletionKind,
    /// What is written, in place of `replaces`.
    pub text: String,
    pub replaces: Span,
    /// What tells it from the others.
    pub detail: String,
    /// What the words typed so far are compared with.
    pub filter: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    Role,
    Unit,
    Term,
    Article,
    Field,
    Rule,
    Id,
    Attribute,
    Page,
}

/// The attributes that a heading may carry, as they begin.
const ATTRIBUTES: [&str; 5] = ["#", "role=", ".roster", "status=repealed", FORMER];

/// What may follow what stands before `offset`, the likeliest first.
pub fn completions(handbook: &Handbook, file: FileId, offset: u32) -> Vec<Completion> {
    let source = handbook.sources.file(file);
    let before = source.text.get(..offset as usize).unwrap_or_default();
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let found = handbook.chapters.iter().position(|chapter| chapter.file == file);
    let Some(index) = found else {
        return in_settings(handbook, file, offset, line);
    };
    let chapter = &handbook.chapters[index];
    let place = Place {
        handbook,
        id: ChapterId(index as u32),
        chapter,
        language: handbook.language(chapter.language),
        line,
        offset,
    };
    let ways = [
        Place::rules,
        Place::link_targets,
        Place::attributes,
        Place::articles,
        Place::names_in_field,
        Place::field_labels,
        Place::names_in_text,
    ];
    ways.iter().find_map(|way| way(&place)).unwrap_or_default()
}

/// The ids of departments where one is asked for.
fn in_settings(handbook: &Handbook, file: FileId, offset: u32, line: &str) -> Vec<Completion> {
    let Some((key, value)) = line.split_once('=') else {
        return Vec::new();
    };
    let written = value.trim_start();
    if key.trim() != "unit" || !written.starts_with('"') {
        return Vec::new();
    }
    let typed = &written[1..];
    let units = handbook.units.iter();
    units
        .map(|unit| Completion {
            kind: CompletionKind::Unit,
            text: unit.id.clone(),
            replaces: Span::new(file, offset - typed.len() as u32..offset),
            detail: unit.name(LanguageId::AUTHORITATIVE).to_owned(),
            filter: unit.id.clone(),
        })
        .collect()
}

/// Where something is written: nothing before it on its line but `line`.
struct Place<'h> {
    handbook: &'h Handbook,
    id: ChapterId,
    chapter: &'h Chapter,
    language: &'static Language,
    line: &'h str,
    offset: u32,
}

impl Place<'_> {
    fn item(
        &self,
        kind: CompletionKind,
        typed: &str,
        text: impl Into<String>,
        detail: impl Into<String>,
    ) -> Completion {
        let text = text.into();
        Completion {
            kind,
            replaces: Span::new(self.chapter.file, self.offset - typed.len() as u32..self.offset),
            detail: detail.into(),
            filter: text.clone(),
            text,
        }
    }

    /// `<!-- allow RB3`
    fn rules(&self) -> Option<Vec<Completion>> {
        let (_, comment) = self.line.rsplit_once("<!--")?;
        let list = comment.trim_start().strip_prefix("allow")?;
        if list.contains("-->") || list.contains([':', '：']) || !list.starts_with([' ', '\t']) {
            return None;
        }
        let typed = last_word(list, |next| [' ', ',', '，', '、'].contains(&next));
        let lints = self.handbook.lints();
        let tag = &self.language.pack.tag;
        Some(
            lints
                .map(|lint| Completion {
                    filter: format!("{} {}", lint.code, lint.name),
                    ..self.item(
                        CompletionKind::Rule,
                        typed,
                        lint.code.clone(),
                        format!("{} {}", lint.name, lint.title.get(tag)),
                    )
                })
                .collect(),
        )
    }

    /// `[text](#`, `[text](../a.md#`
    fn link_targets(&self) -> Option<Vec<Completion>> {
        let (_, target) = self.line.rsplit_once("](")?;
        if target.contains([')', ' ']) {
            return None;
        }
        let Some((path, typed)) = target.split_once('#') else {
            return Some(self.pages(target));
        };
        let page = match path {
            "" => self.id,
            _ => match self.handbook.link_target(self.chapter, path) {
                crate::model::LinkTarget::Chapter { chapter, .. } => chapter,
                _ => return Some(Vec::new()),
            },
        };
        let page = self.handbook.chapter(page);
        let edition = page
            .regulation
            .and_then(|id| self.handbook.regulation(id).editions.get(page.language));
        // Within its own regulation a link finds an article in whatever file it stands.
        let texts: Vec<TextId> = match edition.filter(|_| path.is_empty()) {
            Some(edition) => edition.texts.clone(),
            None => page.texts.clone().map(TextId).collect(),
        };
        let texts = texts.into_iter().map(|id| self.handbook.text(id));
        Some(
            texts
                .map(|text| {
                    let key = self.handbook.article(text.article).key.to_string();
                    self.item(CompletionKind::Id, typed, key, title(self.handbook, text))
                })
                .collect(),
        )
    }

    fn pages(&self, typed: &str) -> Vec<Completion> {
        let handbook = self.handbook;
        let own = &handbook.sources.file(self.chapter.file).path;
        let others = handbook
            .chapters
            .iter()
            .filter(|other| other.language == self.chapter.language);
        let others = others.filter(|other| other.file != self.chapter.file);
        let mut found: Vec<Completion> = others
            .map(|other| {
                let path = crate::html::relative(own, &handbook.sources.file(other.file).path);
                let title = other.document.title.as_ref().map_or("", |title| &*title.text);
                self.item(CompletionKind::Page, typed, path, title)
            })
            .collect();
        found.insert(0, self.item(CompletionKind::Id, typed, "#", ""));
        found
    }

    /// `## 第五条 职责 {#id role=`
    fn attributes(&self) -> Option<Vec<Completion>> {
        if !self.line.trim_start().starts_with('#') {
            return None;
        }
        let (_, inside) = self.line.rsplit_once('{')?;
        if inside.contains('}') {
            return None;
        }
        let typed = last_word(inside, char::is_whitespace);
        if let Some(typed) = typed.strip_prefix("role=") {
            let roles = self.handbook.roles.iter();
            let name = |role: &crate::model::Role| role.name(self.chapter.language).to_owned();
            return Some(
                roles
                    .map(|role| Completion {
                        filter: format!("{} {}", role.id, name(role)),
                        ..self.item(CompletionKind::Role, typed, role.id.clone(), name(role))
                    })
                    .collect(),
            );
        }
        let keys = ATTRIBUTES.map(|key| match key {
            FORMER => format!("{FORMER}="),
            key => key.to_owned(),
        });
        let keys = keys.into_iter();
        Some(
            keys.map(|key| self.item(CompletionKind::Attribute, typed, key, ""))
                .collect(),
        )
    }

    /// `第` with what is written of a number.
    fn articles(&self) -> Option<Vec<Completion>> {
        let label = &self.language.pack.units.get(Level::Article).label;
        let (mark, _) = label.split_once('{')?;
        let start = self.line.to_lowercase().rfind(&mark.to_lowercase())?;
        let typed = self.line.get(start..)?;
        let number = typed.get(mark.len()..)?;
        // Further than a number is long it is another word that began so.
        let is_number = |next: char| next.is_alphanumeric() && !next.is_ascii_lowercase() || next == '-';
        if number.chars().count() > 6 || !number.chars().all(is_number) {
            return None;
        }
        let edition = self.edition_before(&self.line[..start])?;
        let texts = edition.texts.iter().map(|&id| self.handbook.text(id));
        Some(
            texts
                .map(|text| {
                    let node = self.handbook.node(text);
                    let label = self.handbook.label(text);
                    let name = node.title.as_ref().map_or("", |title| &*title.text);
                    let filter = match number.starts_with(|next: char| next.is_ascii_digit()) {
                        true => format!("{mark}{} {name}", node.number),
                        false => format!("{label} {name}"),
                    };
                    Completion {
                        filter,
                        ..self.item(CompletionKind::Article, typed, label, name)
                    }
                })
                .collect(),
        )
    }

    /// The regulation whose title in brackets or quotation marks ends what is written, else the own one.
    fn edition_before(&self, before: &str) -> Option<&crate::model::Edition> {
        let own = self.chapter.language;
        let words = before.trim_end().trim_end_matches(['》', '”', '"', '」']);
        if words.len() < before.trim_end().len() {
            let editions = self
                .handbook
                .regulations
                .iter()
                .filter_map(|regulation| regulation.editions.get(own));
            let named = editions.filter(|edition| !edition.title.is_empty() && words.ends_with(&edition.title));
            return named.max_by_key(|edition| edition.title.len());
        }
        self.handbook.regulation(self.chapter.regulation?).editions.get(own)
    }

    /// The names that the value of a field may list.
    fn names_in_field(&self) -> Option<Vec<Completion>> {
        let text = self.line.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
        let (key, length, _) = self.language.field(text)?;
        let names_roles = FieldKey::ALL
            .into_iter()
            .any(|field| field.names_roles() && field.key() == key);
        let rest = text[length..].trim_start();
        let colons = &self.language.pack.roles.colons;
        let value = colons.iter().find_map(|colon| rest.strip_prefix(colon.as_str()))?;
        let separators = &self.language.pack.roles.separators;
        let is_mark = |mark: &&String| !mark.chars().any(char::is_alphanumeric);
        let parts = separators.iter().filter(is_mark);
        let start = parts
            .filter_map(|mark| value.rfind(mark.as_str()).map(|at| at + mark.len()))
            .max();
        let typed = value[start.unwrap_or_default()..].trim_start();
        let handbook = self.handbook;
        let language = self.chapter.language;
        if key == FieldKey::Unit.key() {
            let units = handbook.units.iter();
            return Some(
                units
                    .map(|unit| self.item(CompletionKind::Unit, typed, unit.name(language), unit.id.clone()))
                    .collect(),
            );
        }
        let listed = &value[..start.unwrap_or_default()];
        let roles = handbook
            .roles
            .iter()
            .filter(|role| !listed.contains(role.name(language)));
        names_roles.then(|| {
            let names = roles.map(|role| self.item(CompletionKind::Role, typed, role.name(language), role.id.clone()));
            let nobody = self.language.pack.roles.none.first().filter(|_| listed.is_empty());
            names
                .chain(nobody.map(|none| self.item(CompletionKind::Field, typed, none.clone(), "")))
                .collect()
        })
    }

    /// The labels of fields at the beginning of a list item of a role article, before its duties.
    fn field_labels(&self) -> Option<Vec<Completion>> {
        let item = self.line.trim_start().strip_prefix(['-', '*', '+'])?;
        let typed = item.trim_start();
        if !item.starts_with(' ') || typed.chars().count() > 12 || typed.contains(['：', ':']) {
            return None;
        }
        let documents = &self.chapter.document;
        let articles = documents.articles.iter();
        let article = articles.rev().find(|article| article.head.start < self.offset)?;
        let written: Vec<_> = documents
            .fields_of(article)
            .iter()
            .filter_map(|field| field.key)
            .collect();
        let before_duties = documents
            .blocks_of(article)
            .all(|(_, block)| block.unit.item == 0 || block.span.end >= self.offset);
        if !article.is_role_article() || !before_duties {
            return None;
        }
        let colon = self.language.colon();
        let keys = FieldKey::ALL.into_iter().filter(|key| !written.contains(key));
        Some(
            keys.map(|key| {
                let label = self.language.field_label(key.key());
                self.item(CompletionKind::Field, typed, format!("{label}{colon}"), "")
            })
            .collect(),
        )
    }

    /// Names of roles, departments and terms that begin with what is written.
    fn names_in_text(&self) -> Option<Vec<Completion>> {
        let language = self.chapter.language;
        let handbook = self.handbook;
        let roles = handbook.roles.iter();
        let roles = roles.map(|role| (CompletionKind::Role, role.name(language), role.id.as_str()));
        let units = handbook.units.iter();
        let units = units.map(|unit| (CompletionKind::Unit, unit.name(language), unit.id.as_str()));
        let terms = handbook.terms.iter();
        let terms = terms.map(|term| (CompletionKind::Term, term.name(language), term.id.as_str()));
        let least = if self.language.pack.spaced { 2 } else { 1 };
        let found = roles.chain(units).chain(terms).filter_map(|(kind, name, id)| {
            let typed = self.beginning_of(name)?;
            (typed.chars().count() >= least).then(|| self.item(kind, typed, name, id))
        });
        Some(found.collect())
    }

    /// The end of the line that `name` begins with, the longest one.
    fn beginning_of(&self, name: &str) -> Option<&str> {
        let starts = self.line.char_indices().map(|(at, _)| at);
        let starts = starts.filter(|&at| self.line.len() - at < name.len());
        let mut ends = starts.map(|at| (at, &self.line[at..]));
        let found = ends.find(|(at, end)| {
            let begins_word = !self.language.pack.spaced || !self.line[..*at].ends_with(char::is_alphanumeric);
            begins_word
                && name
                    .get(..end.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(end))
        });
        found.map(|(_, end)| end)
    }
}

/// What stands after the last character that ends a word.
fn last_word(text: &str, ends: impl Fn(char) -> bool) -> &str {
    let start = text.char_indices().rev().find(|(_, next)| ends(*next));
    start.map_or(text, |(at, next)| &text[at + next.len_utf8()..])
}
