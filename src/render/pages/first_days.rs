//! What the people in a role read in their first days: their duties, their colleagues, the rules for everyone, the words
//! of their trade, and the sheet that they sign.

use super::super::concerns::{Rules, fingerprint};
use super::super::places::{GLOSSARY, Location, PageId, ROLES, WELCOME, term_anchor};
use super::super::view::{ChecklistItemView, ChecklistView, FirstDaysView, LinkView};
use super::super::{Shared, ThemeError};
use super::role::{article_texts, shown_terms};
use super::{Frames, acknowledgement, everyone};
use crate::model::{ArticleId, LanguageId, NormalText, Role, RoleId, TermId};

/// Items for the articles that bind everyone, at most: where there are more, one item stands for a chapter or section,
/// for a regulation, or for all of them.
const MOST_RULES: usize = 60;

pub(super) fn first_days(
    shared: &Shared<'_>,
    frames: &Frames,
    at: Location,
    id: RoleId,
) -> Result<Vec<u8>, ThemeError> {
    let role = shared.handbook.role(id);
    let words = shared.words(at.language);
    let name = role.name(at.language);
    let mut page = shared.page_view(at, "first-days", words.fill("first-days.title", &[("role", name)]));
    page.breadcrumbs.push(shared.link(at, WELCOME, words.get("home")));
    page.breadcrumbs.push(shared.link(at, ROLES, words.get("roles")));
    let own = shared.link(at, shared.places.role_page(id), name);
    page.breadcrumbs.push(own.clone());
    let list = List { shared, at, id, role };
    let mut lists = vec![list.post()];
    lists.extend(list.rules());
    lists.extend(list.terms());
    lists.extend(list.sheet());
    lists.retain(|list| !list.items.is_empty());
    let view = FirstDaysView {
        id: role.id.clone(),
        role: own,
        language: at.language.index(),
        lists,
    };
    frames.fill(shared, at, &page, &view, "")
}

struct List<'s, 'h> {
    shared: &'s Shared<'h>,
    at: Location,
    id: RoleId,
    role: &'h Role,
}

impl List<'_, '_> {
    fn word(&self, key: &'static str) -> &'static str {
        self.shared.words(self.at.language).get(key)
    }

    fn list(&self, title: &'static str, items: Vec<ChecklistItemView>) -> ChecklistView {
        ChecklistView {
            title: self.word(title).to_owned(),
            lang: None,
            items,
        }
    }

    /// An item that says the same in every language.
    fn item(&self, id: &str, title: String, says: &str) -> ChecklistItemView {
        self.item_in(id, title, |_| says.to_owned())
    }

    fn item_in(&self, id: &str, title: String, says: impl Fn(LanguageId) -> String) -> ChecklistItemView {
        ChecklistItemView {
            id: id.to_owned(),
            fingerprint: fingerprint(self.shared.handbook, says),
            title,
            href: None,
            lang: None,
            links: Vec::new(),
        }
    }

    fn href(&self, page: PageId, anchor: &str) -> Option<String> {
        let to = Location { page, ..self.at };
        Some(self.shared.places.href(self.shared.handbook, self.at, to, Some(anchor)))
    }

    /// The duties, the colleagues above and below, and where else the role is spoken of.
    fn post(&self) -> ChecklistView {
        let handbook = self.shared.handbook;
        let own_page = self.shared.places.role_page(self.id);
        let mut items = Vec::new();
        if !self.role.articles.is_empty() {
            let says = |language| {
                let texts = article_texts(self.role, language).into_iter();
                let texts = texts.map(|text| NormalText::of(handbook, handbook.text(text)).text());
                texts.collect::<Vec<_>>().join("\n")
            };
            items.push(ChecklistItemView {
                href: self.href(own_page, "page-duties"),
                ..self.item_in("duties", self.word("first-days.duties").to_owned(), says)
            });
        }
        let people = [
            ("superiors", "first-days.superiors", &self.role.superiors),
            ("subordinates", "first-days.subordinates", &self.role.subordinates),
        ];
        for (id, title, roles) in people.into_iter().filter(|(_, _, roles)| !roles.is_empty()) {
            let ids: Vec<&str> = roles.iter().map(|&role| handbook.role(role).id.as_str()).collect();
            items.push(ChecklistItemView {
                links: roles.iter().map(|&role| self.role_link(role)).collect(),
                ..self.item(id, self.word(title).to_owned(), &ids.join(" "))
            });
        }
        items.extend(
            self.articles_on("mentions", "page-mentions", "first-days.mentions", |language| {
                self.mentions(language)
            }),
        );
        let department = self.shared.concerns.of_own_department(handbook, self.id);
        items.extend(
            self.articles_on("department", "page-department", "first-days.department", |_| {
                department.clone()
            }),
        );
        self.list("first-days.post", items)
    }

    /// The articles that speak of the role on the pages in `language`.
    fn mentions(&self, language: LanguageId) -> Vec<ArticleId> {
        let handbook = self.shared.handbook;
        let texts = self.role.mentions.iter().map(|&id| (id, handbook.text(id).article));
        let shown =
            texts.filter(|&(id, article)| self.shared.places.shown_text(handbook, article, language) == Some(id));
        shown.map(|(_, article)| article).collect()
    }

    /// One item for all the articles of a list on the role's page.
    fn articles_on(
        &self,
        id: &str,
        anchor: &str,
        title: &'static str,
        articles: impl Fn(LanguageId) -> Vec<ArticleId>,
    ) -> Option<ChecklistItemView> {
        let handbook = self.shared.handbook;
        let count = articles(self.at.language).len();
        let says = |language| {
            let articles = articles(language).into_iter();
            let names = articles.map(|article| handbook.article_name(handbook.article(article)));
            names.collect::<Vec<_>>().join(" ")
        };
        let title = self
            .shared
            .words(self.at.language)
            .fill(title, &[("count", &count.to_string())]);
        (count > 0).then(|| ChecklistItemView {
            href: self.href(self.shared.places.role_page(self.id), anchor),
            ..self.item_in(id, title, says)
        })
    }

    fn role_link(&self, role: RoleId) -> LinkView {
        let name = self.shared.handbook.role(role).name(self.at.language);
        self.shared.link(self.at, self.shared.places.role_page(role), name)
    }

    /// The articles that bind everyone, by the chapters and sections that they stand in.
    fn rules(&self) -> Vec<ChecklistView> {
        let handbook = self.shared.handbook;
        let rules = self.shared.concerns.binding(handbook, self.id);
        if rules.iter().flat_map(|rules| rules.articles()).count() <= MOST_RULES {
            return rules.iter().flat_map(|rules| self.articles(rules)).collect();
        }
        let groups = rules.iter().flat_map(|rules| &rules.groups);
        let fingerprints: Vec<&String> = match groups.clone().count() <= MOST_RULES {
            true => groups.map(|group| &group.fingerprint).collect(),
            false => rules.iter().map(|rules| &rules.fingerprint).collect(),
        };
        let links = everyone::links(self.shared, self.at, &rules, MOST_RULES);
        let all = fingerprints
            .iter()
            .map(|text| text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let items = links.into_iter().enumerate().map(|(index, link)| {
            // Named by the place on the page of these articles, which is the same in every language.
            let id = link.href.rsplit(['#', '/']).next().unwrap_or_default();
            let mut item = self.item(id, link.title, &all);
            if let Some(own) = fingerprints.get(index) {
                item.fingerprint.clone_from(own);
            }
            item.href = Some(link.href);
            item.lang = link.lang;
            item
        });
        vec![self.list("everyone.title", items.collect())]
    }

    fn articles(&self, rules: &Rules) -> Vec<ChecklistView> {
        let handbook = self.shared.handbook;
        let groups = rules.groups.iter().map(|group| {
            let (title, lang) = everyone::group_title(self.shared, self.at, group);
            let items = group.articles.iter().filter_map(|&article| {
                let link = everyone::rule_link(self.shared, self.at, article)?;
                Some(ChecklistItemView {
                    id: handbook.article_name(handbook.article(article)),
                    fingerprint: self.shared.concerns.fingerprint(article).to_owned(),
                    title: link.title,
                    href: Some(link.href),
                    lang: link.lang,
                    links: Vec::new(),
                })
            });
            ChecklistView {
                title,
                lang,
                items: items.collect(),
            }
        });
        groups.collect()
    }

    fn terms(&self) -> Option<ChecklistView> {
        let handbook = self.shared.handbook;
        let terms = shown_terms(self.shared, self.role, self.at.language);
        if terms.is_empty() {
            return None;
        }
        let says = |language| {
            let said = |&id: &TermId| {
                let term = &handbook.terms[id.index()];
                let definition = term.definition.best(language).map_or("", String::as_str);
                format!("{} {definition}", term.name(language))
            };
            terms.iter().map(said).collect::<Vec<_>>().join("\n")
        };
        let link = |&term: &TermId| LinkView {
            href: self.href(GLOSSARY, &term_anchor(handbook, term)).unwrap_or_default(),
            title: handbook.terms[term.index()].name(self.at.language).to_owned(),
            lang: None,
        };
        let item = ChecklistItemView {
            links: terms.iter().map(link).collect(),
            ..self.item_in("terms", self.word("first-days.terms").to_owned(), says)
        };
        Some(self.list("glossary", vec![item]))
    }

    fn sheet(&self) -> Option<ChecklistView> {
        let page = self.shared.places.role_pages(self.id).acknowledgement?;
        let says = |language| acknowledgement::text(self.shared, self.role, language).unwrap_or_default();
        let link = self.shared.link(self.at, page, "");
        let item = ChecklistItemView {
            href: Some(link.href),
            ..self.item_in("acknowledgement", self.word("first-days.sheet").to_owned(), says)
        };
        Some(self.list("first-days.signing", vec![item]))
    }
}
