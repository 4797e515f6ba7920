//! What the settings files speak of.

use rustc_hash::FxHashMap;

use super::{Form, List, Occurrences, Symbol};
use crate::config::{LocalizedText, LocalizedTexts, PerLanguage, Spanned, read_glossary, read_roles};
use crate::model::{ArticleId, ArticleKey, LanguageId, TermId, UnitId};
use crate::source::{FileId, Span};

impl Occurrences<'_> {
    pub(super) fn roles(&self, file: FileId, out: &mut List) {
        let handbook = self.handbook;
        let (config, _) = read_roles(&handbook.sources.file(file).text, file);
        let unit = |id: &str| {
            let found = handbook.units.iter().position(|unit| unit.id == id);
            found.map(|index| Symbol::Unit(UnitId(index as u32)))
        };
        for entry in &config.roles {
            let Some(role) = handbook.role_by_id(&entry.id.value) else {
                continue;
            };
            self.entry(&Symbol::Role(role), &entry.id, &entry.name, out);
            self.others(&Symbol::Role(role), &entry.aliases, Form::Name, out);
            if let Some(written) = &entry.unit
                && let Some(symbol) = unit(&written.value)
            {
                out.add(symbol, Form::Id, self.unquoted(written.span));
            }
        }
        for entry in &config.units {
            if let Some(symbol) = unit(&entry.id.value) {
                self.entry(&symbol, &entry.id, &entry.name, out);
                self.others(&symbol, &entry.aliases, Form::Name, out);
            }
        }
    }

    pub(super) fn glossary(&self, file: FileId, out: &mut List) {
        let (config, _) = read_glossary(&self.handbook.sources.file(file).text, file);
        for (entry, index) in config.terms.iter().zip(0..) {
            let symbol = Symbol::Term(TermId(index));
            self.entry(&symbol, &entry.id, &entry.name, out);
            self.others(&symbol, &entry.variants, Form::Variant, out);
        }
    }

    fn entry(&self, symbol: &Symbol, id: &Spanned<String>, name: &LocalizedText, out: &mut List) {
        out.define(symbol.clone(), Form::Id, self.unquoted(id.span));
        for (language, name) in self.by_language(name) {
            out.add(symbol.clone(), Form::Name(language), self.unquoted(name.span));
        }
    }

    fn others(&self, symbol: &Symbol, words: &LocalizedTexts, form: fn(LanguageId) -> Form, out: &mut List) {
        for (language, words) in self.by_language(words) {
            for word in words {
                out.add(symbol.clone(), form(language), self.unquoted(word.span));
            }
        }
    }

    /// The setting of each language of the handbook; one may serve several.
    fn by_language<'s, T>(&self, setting: &'s PerLanguage<T>) -> impl Iterator<Item = (LanguageId, &'s T)> {
        let handbook = self.handbook;
        let languages = handbook.language_ids();
        languages.filter_map(|language| Some((language, setting.get(handbook.tag(language))?)))
    }

    pub(super) fn settings(&self, out: &mut List) {
        let config = &self.handbook.config;
        let of_regulations = config.regulations.iter().flat_map(|regulation| &regulation.rules);
        for rule in config.rules.iter().chain(of_regulations) {
            self.rule(&rule.code.value, self.unquoted(rule.code.span), out);
        }
    }

    pub(super) fn lock(&self, out: &mut List) {
        let handbook = self.handbook;
        let articles = handbook.article_ids();
        let named = articles.filter(|id| matches!(handbook.article(*id).key, ArticleKey::Named(_)));
        let by_name: FxHashMap<String, ArticleId> = named
            .map(|id| (handbook.article_name(handbook.article(id)), id))
            .collect();
        for entry in &handbook.lock.articles {
            if let Some(&article) = by_name.get(&entry.article.value) {
                let mut span = self.unquoted(entry.article.span);
                let id = entry.article.value.rsplit('#').next().map_or(0, str::len);
                span.start = span.start.max(span.end - id as u32);
                out.add(Symbol::Article(article), Form::Lock, span);
            }
        }
    }

    /// A place in a settings file without the quotation marks around it.
    fn unquoted(&self, span: Span) -> Span {
        let text = self.handbook.sources.text(span);
        let inner = text.trim_matches(['"', '\'']);
        let start = span.start + (text.len() - text.trim_start_matches(['"', '\'']).len()) as u32;
        Span {
            start,
            end: start + inner.len() as u32,
            ..span
        }
    }
}
