//! What the places of a file speak of: every role, article, term and rule with the words that name it.

mod settings;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{
    ArticleId, Chapter, ChapterId, Citation, Handbook, LanguageId, LinkTarget, MarkTarget, RoleId, Target, TermId,
    TextId, UnitId, division_anchor,
};
use crate::resolve::NameFinder;
use crate::source::{FileId, Span};
use crate::syntax::{BlockKind, Bytes, FieldKey, InlineKind, Link, Unit};

/// What a place speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Symbol {
    Role(RoleId),
    /// A department.
    Unit(UnitId),
    Term(TermId),
    Article(ArticleId),
    /// A part, chapter or section: index of the division in the chapter's document.
    Division(ChapterId, u32),
    /// A whole file.
    Page(ChapterId),
    /// A rule by its code.
    Rule(String),
}

/// How a place speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By the label at its head: 第五条.
    Label,
    /// By number, down to a unit of the article: 第五条第二款.
    Citation(Unit),
    /// By one of its names in this language.
    Name(LanguageId),
    /// By a word of its glossary entry in this language that is not to be used.
    Variant(LanguageId),
    /// By its id.
    Id,
    /// By its id as the key of the record of reviews.
    Lock,
}

/// A place that speaks of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub symbol: Symbol,
    pub form: Form,
    /// The words, quotation marks aside.
    pub span: Span,
    /// It is where the thing is set out: the head of an article, the entry of a role.
    pub defines: bool,
}

/// Reads the occurrences of files.
#[derive(Debug)]
pub struct Occurrences<'h> {
    handbook: &'h Handbook,
    /// By language.
    finders: Vec<Option<NameFinder>>,
    /// By the file that a declaration stands in: its place and the role that it names.
    declared: FxHashMap<FileId, Vec<(Span, LanguageId, RoleId)>>,
    chapters: FxHashMap<FileId, ChapterId>,
}

impl<'h> Occurrences<'h> {
    pub fn new(handbook: &'h Handbook) -> Self {
        let mut declared: FxHashMap<FileId, Vec<_>> = FxHashMap::default();
        for declaration in &handbook.declarations {
            if let Some(role) = declaration.names.role() {
                let place = (declaration.span, declaration.language, role);
                declared.entry(declaration.span.file).or_default().push(place);
            }
        }
        let chapters = handbook.chapters.iter().zip((0..).map(ChapterId));
        Self {
            handbook,
            finders: handbook
                .language_ids()
                .map(|language| NameFinder::new(handbook, language))
                .collect(),
            declared,
            chapters: chapters.map(|(chapter, id)| (chapter.file, id)).collect(),
        }
    }

    /// The most exact occurrence at a place; one that ends there counts too.
    pub fn at(&self, file: FileId, offset: u32) -> Option<Occurrence> {
        let all = self.in_file(file).into_iter();
        all.filter(|found| found.span.start <= offset && offset <= found.span.end)
            .min_by_key(|found| (found.span.end - found.span.start, found.span.end == offset))
    }

    /// Every place that speaks of `symbol`, in the order of files and places.
    pub fn of(&self, symbol: &Symbol) -> Vec<Occurrence> {
        let files: Vec<FileId> = self.handbook.sources.iter().map(|(file, _)| file).collect();
        files
            .par_iter()
            .flat_map_iter(|&file| self.in_file(file).into_iter().filter(|found| found.symbol == *symbol))
            .collect()
    }

    /// All occurrences of a file, each once, in order. A name in the settings that serves several languages is one in each
    /// of them.
    pub fn in_file(&self, file: FileId) -> Vec<Occurrence> {
        let mut list = List::default();
        let source = self.handbook.sources.file(file);
        match self.chapters.get(&file) {
            Some(&chapter) => self.chapter(chapter, &mut list),
            None => match &*source.path {
                "roles.toml" => self.roles(file, &mut list),
                "glossary.toml" => self.glossary(file, &mut list),
                "handbook.toml" => self.settings(&mut list),
                "translations.lock" => self.lock(&mut list),
                _ => {}
            },
        }
        let mut found = list.0;
        found.sort_by_key(|found| (found.span, found.defines));
        found.dedup_by(|later, earlier| {
            (later.span, later.form, &later.symbol) == (earlier.span, earlier.form, &earlier.symbol)
        });
        found
    }

    fn chapter(&self, id: ChapterId, out: &mut List) {
        let chapter = self.handbook.chapter(id);
        let document = &chapter.document;
        let file = chapter.file;
        for index in chapter.texts.clone() {
            self.article(chapter, TextId(index), out);
        }
        for citation in &chapter.citations {
            self.citation(file, citation, out);
        }
        for (division, index) in document.divisions.iter().zip(0..) {
            let label = match division.label.is_empty() {
                true => division.head.start..heading_end(&division.head, division.attributes.as_deref()),
                false => division.label.clone(),
            };
            let symbol = Symbol::Division(id, index);
            out.define(symbol.clone(), Form::Label, Span::new(file, label));
            let attributes = division.attributes.as_deref();
            if let Some(own) = attributes.and_then(|attributes| attributes.id.as_ref()) {
                out.add(symbol, Form::Id, Span::new(file, own.span.clone()));
            }
            self.raw(
                chapter,
                division.head.start..heading_end(&division.head, attributes),
                out,
            );
        }
        if let Some(title) = &document.title {
            self.raw(
                chapter,
                title.span.start..heading_end(&title.span, title.attributes.as_deref()),
                out,
            );
        }
        if let Some(front_matter) = &document.front_matter {
            self.raw(chapter, front_matter.clone(), out);
        }
        for block in &document.blocks {
            if matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::Cell | BlockKind::Heading(_)
            ) {
                self.names(chapter, block, out);
            }
        }
        for field in &document.fields {
            if !field.key.is_some_and(FieldKey::names_roles) {
                self.raw(chapter, field.value.clone(), out);
            }
        }
        for (span, language, role) in self.declared.get(&file).into_iter().flatten() {
            out.add(
                Symbol::Role(*role),
                Form::Name(*language),
                self.without_article(*span, *language),
            );
        }
        for inline in &document.inlines {
            if let InlineKind::LinkStart(index) = inline.kind
                && let Some(link) = document.links.get(index as usize)
            {
                out.0.extend(self.link(chapter, link));
            }
        }
        for (code, place) in document.suppressions.iter().flat_map(|comment| &comment.codes) {
            self.rule(code, Span::new(file, place.clone()), out);
        }
    }

    fn article(&self, chapter: &Chapter, id: TextId, out: &mut List) {
        let handbook = self.handbook;
        let text = handbook.text(id);
        let node = handbook.node(text);
        let symbol = Symbol::Article(text.article);
        out.define(symbol.clone(), Form::Label, handbook.span(text, &node.label));
        if let Some(id) = node.id() {
            out.add(symbol, Form::Id, handbook.span(text, &id.span));
        }
        if let Some(attribute) = node.attribute("role")
            && let Some(role) = handbook.role_by_id(&attribute.value)
        {
            out.add(Symbol::Role(role), Form::Id, handbook.span(text, &attribute.span));
        }
        if node.title.is_some() {
            let end = heading_end(&node.head, node.attributes.as_deref());
            self.raw(chapter, node.label.end.min(end)..end, out);
        }
        for citation in &text.citations {
            self.citation(chapter.file, citation, out);
        }
    }

    fn citation(&self, file: FileId, citation: &Citation, out: &mut List) {
        for member in &citation.members {
            let span = Span::new(file, member.span.clone());
            match member.target {
                Target::Article { article, unit, .. } => {
                    out.add(Symbol::Article(article), Form::Citation(unit), span);
                }
                Target::Division { chapter, division } => {
                    out.add(
                        Symbol::Division(chapter, division),
                        Form::Citation(Unit::default()),
                        span,
                    );
                }
                Target::External | Target::Missing(_) | Target::Unclear => {}
            }
        }
    }

    /// The names in the words of a block; code is quoted as it is.
    fn names(&self, chapter: &Chapter, block: &crate::syntax::Block, out: &mut List) {
        let Some(finder) = &self.finders[chapter.language.index()] else {
            return;
        };
        let text = self.handbook.block_text(chapter, block);
        let document = &chapter.document;
        for (range, target) in finder.find(&text.text) {
            let span = text.source(&range);
            let quoted = document
                .inlines_of(block)
                .iter()
                .any(|inline| inline.kind == InlineKind::Code && inline.start < span.end && span.start < inline.end);
            if !quoted {
                let form = Form::Name(chapter.language);
                out.add(of_mark(target), form, Span::new(chapter.file, span));
            }
        }
    }

    /// The names in a range of the source as it stands.
    fn raw(&self, chapter: &Chapter, bytes: Bytes, out: &mut List) {
        let range = bytes.start as usize..bytes.end as usize;
        let Some(finder) = &self.finders[chapter.language.index()] else {
            return;
        };
        let text = self.handbook.source(chapter).get(range).unwrap_or_default();
        for (range, target) in finder.find(text) {
            let span = bytes.start + range.start as u32..bytes.start + range.end as u32;
            out.add(
                of_mark(target),
                Form::Name(chapter.language),
                Span::new(chapter.file, span),
            );
        }
    }

    /// What a link in the text leads to, at the words of its address that name it.
    fn link(&self, chapter: &Chapter, link: &Link) -> Option<Occurrence> {
        let handbook = self.handbook;
        let source = &handbook.source(chapter)[link.span.start as usize..link.span.end as usize];
        let at = link.span.start + source.rfind(&*link.target)? as u32;
        let fragment = link.target.find('#');
        let LinkTarget::Chapter { chapter: page, anchor } = handbook.link_target(chapter, &link.target) else {
            return None;
        };
        let (symbol, range) = match (fragment, anchor) {
            (Some(hash), Some(anchor)) => {
                let written = &link.target[hash + 1..];
                let symbol = self.anchor(page, &anchor, written)?;
                let length = match &symbol {
                    Symbol::Article(article) => handbook.article(*article).key.to_string().len(),
                    _ => written.len(),
                };
                // A fragment may be percent-encoded; then all of it stands for the name.
                let end = match written.starts_with(anchor.get(..length)?) {
                    true => hash + 1 + length,
                    false => link.target.len(),
                };
                (symbol, hash + 1..end)
            }
            _ => (Symbol::Page(page), 0..fragment.unwrap_or(link.target.len())),
        };
        let span = Span::new(chapter.file, at + range.start as u32..at + range.end as u32);
        (!range.is_empty()).then_some(Occurrence {
            symbol,
            form: Form::Id,
            span,
            defines: false,
        })
    }

    fn anchor(&self, page: ChapterId, anchor: &str, written: &str) -> Option<Symbol> {
        let handbook = self.handbook;
        if anchor != written
            && let Some(role) = handbook.role_by_id(written)
        {
            return Some(Symbol::Role(role));
        }
        if let Some(text) = handbook.article_at(page, anchor) {
            return Some(Symbol::Article(text.article));
        }
        let document = &handbook.chapter(page).document;
        let mut divisions = 0..document.divisions.len();
        let division = divisions.find(|&index| division_anchor(document, index) == anchor)?;
        Some(Symbol::Division(page, division as u32))
    }

    /// The place of a name without the word that may stand before it: the.
    fn without_article(&self, span: Span, language: LanguageId) -> Span {
        let text = self.handbook.sources.text(span);
        let articles = &self.handbook.language(language).pack.roles.articles;
        let begins = |article: &&String| {
            let start = text.get(..article.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(article))
        };
        let length = articles.iter().find(begins).map_or(0, String::len);
        Span {
            start: span.start + length as u32,
            ..span
        }
    }

    fn rule(&self, code: &str, span: Span, out: &mut List) {
        if let Some(lint) = self.handbook.lint(code) {
            out.add(Symbol::Rule(lint.code.clone()), Form::Id, span);
        }
    }
}

/// What is found in a file.
#[derive(Default)]
struct List(Vec<Occurrence>);

impl List {
    fn add(&mut self, symbol: Symbol, form: Form, span: Span) {
        self.push(symbol, form, span, false);
    }

    fn define(&mut self, symbol: Symbol, form: Form, span: Span) {
        self.push(symbol, form, span, true);
    }

    fn push(&mut self, symbol: Symbol, form: Form, span: Span, defines: bool) {
        if span.start < span.end {
            self.0.push(Occurrence {
                symbol,
                form,
                span,
                defines,
            });
        }
    }
}

fn of_mark(target: MarkTarget) -> Symbol {
    match target {
        MarkTarget::Role(role) => Symbol::Role(role),
        MarkTarget::Unit(unit) => Symbol::Unit(unit),
        MarkTarget::Term(term) => Symbol::Term(term),
    }
}

/// Where the words of a heading end and its attributes begin.
fn heading_end(head: &Bytes, attributes: Option<&crate::syntax::Attributes>) -> u32 {
    let end = attributes.map_or(head.end, |attributes| attributes.span.start.min(head.end));
    end.max(head.start)
}
