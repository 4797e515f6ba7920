//! The regulation that a text is a translation of: what its articles, the roles in them and its files are called.

use std::collections::BTreeMap;

use super::roles::Roster;
use crate::language::Number;
use crate::model::{ArticleText, Edition, Handbook, RegulationId};
use crate::syntax::FieldKey;

/// A regulation of the handbook, as far as every language has it alike.
#[derive(Debug)]
pub struct Original {
    /// Its path within a language's folder.
    pub id: String,
    /// Whether it is a folder of chapters, and no single file.
    pub is_folder: bool,
    pub version: Option<String>,
    pub status: Option<String>,
    pub effective: Option<String>,
    articles: BTreeMap<Number, Article>,
}

/// An article, with what stands for the names in it: the ids of roles and departments, where they have one.
#[derive(Debug)]
struct Article {
    attributes: String,
    /// File name of its chapter, without the ending.
    chapter: String,
    fields: Vec<(FieldKey, Ids)>,
    posts: Ids,
}

type Ids = Vec<Option<String>>;

impl Original {
    /// A regulation in the first of its languages. `roles` is the text of `roles.toml`.
    pub fn of(handbook: &Handbook, regulation: RegulationId, roles: &str) -> Option<Self> {
        let regulation = handbook.regulation(regulation);
        let (language, edition) = regulation.editions.iter().next()?;
        let roster = Roster::read(roles, handbook.tag(language));
        let front = &edition.front_matter;
        let text = |value: &Option<crate::config::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
        Some(Self {
            id: regulation.id.to_string(),
            is_folder: edition
                .chapters
                .iter()
                .any(|&chapter| handbook.chapter(chapter).path != regulation.id),
            version: text(&front.version),
            status: text(&front.status),
            effective: front.effective.as_ref().map(|day| day.value.to_string()),
            articles: articles(handbook, edition, &roster),
        })
    }

    /// The attributes of the heading of an article, braces included; empty where it has none.
    pub fn attributes(&self, number: Number) -> Option<&str> {
        self.articles.get(&number).map(|article| article.attributes.as_str())
    }

    /// The file name of the chapter that has an article, without the ending.
    pub fn chapter(&self, number: Number) -> Option<&str> {
        self.articles.get(&number).map(|article| article.chapter.as_str())
    }

    /// The ids of what a field of an article names, in order.
    pub fn named(&self, number: Number, key: FieldKey) -> &[Option<String>] {
        let fields = self.articles.get(&number).map_or(&[][..], |article| &article.fields);
        fields
            .iter()
            .find(|(known, _)| *known == key)
            .map_or(&[], |(_, ids)| ids)
    }

    /// The ids of the roles that an article lists, in order.
    pub fn posts(&self, number: Number) -> &[Option<String>] {
        self.articles.get(&number).map_or(&[], |article| &article.posts)
    }
}

fn articles(handbook: &Handbook, edition: &Edition, roster: &Roster) -> BTreeMap<Number, Article> {
    let numbers = edition.numbers.iter();
    numbers
        .map(|(&number, &id)| {
            let text = handbook.text(id);
            let chapter = handbook.chapter_of(text);
            let fields = chapter
                .document
                .fields_of(handbook.node(text))
                .iter()
                .filter_map(|field| {
                    let key = field.key?;
                    let names = field.names.iter().map(|name| match key {
                        FieldKey::Unit => roster.unit_id(&name.text),
                        _ => roster.id(&name.text),
                    });
                    Some((key, names.map(|id| id.map(str::to_owned)).collect()))
                });
            let posts = handbook.rosters.iter().filter(|entry| entry.text == id);
            let article = Article {
                attributes: attributes(handbook, text, roster),
                chapter: chapter.path.rsplit('/').next().unwrap_or_default().to_owned(),
                fields: fields.collect(),
                posts: posts
                    .map(|post| Some(handbook.role(post.names.role()?).id.to_string()))
                    .collect(),
            };
            (number, article)
        })
        .collect()
}

/// The attributes of an article's heading, with the role that only its title names.
fn attributes(handbook: &Handbook, text: &ArticleText, roster: &Roster) -> String {
    let node = handbook.node(text);
    let source = handbook.source(handbook.chapter_of(text));
    let written = node.attributes.as_ref().map_or("", |attributes| {
        source
            .get(attributes.span.start as usize..attributes.span.end as usize)
            .unwrap_or_default()
    });
    let named = || {
        let name = &node.title.as_ref()?.text[node.duties_of.clone()?];
        roster.id(name.trim())
    };
    match named().filter(|_| node.attribute("role").is_none()) {
        Some(role) => {
            let inner = written.trim_start_matches('{').trim_end_matches('}').trim();
            format!("{{{}}}", format!("{inner} role={role}").trim())
        }
        None => written.to_owned(),
    }
}
