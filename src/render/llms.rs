//! `llms.txt`: what the handbook is and where its texts stand, as Markdown for language models (llmstxt.org). It lists
//! what the pages for people list, and nothing of the handbook's settings.

use super::Shared;
use super::places::{FileIndex, GLOSSARY, Location, ORGANISATION, PageId, PageKind, ROLES};
use super::{feed, outline, public};
use crate::model::{LanguageId, RegulationId, RoleId};

pub(super) fn llms(shared: &Shared<'_>) -> String {
    let handbook = shared.handbook;
    let languages: Vec<LanguageId> = handbook.language_ids().collect();
    let mut titles: Vec<&str> = languages.iter().map(|&language| shared.title(language)).collect();
    titles.dedup();
    let mut out = format!("# {}\n\n", line(&titles.join(" / ")));
    let summary = |&language: &LanguageId| {
        let title = [("title", shared.title(language))];
        shared.words(language).fill("machine.about-handbook", &title)
    };
    let summaries: Vec<String> = languages.iter().map(summary).collect();
    out += &format!("> {}\n\n", line(&summaries.join(" ")));
    let authoritative = handbook.language(LanguageId::AUTHORITATIVE);
    for &language in languages.iter().filter(|_| languages.len() > 1) {
        let words = shared.words(language);
        let name = words.language_name(authoritative);
        out += &format!("- {}\n", words.fill("machine.llms-prevails", &[("language", name)]));
    }
    for day in shared
        .words
        .iter()
        .filter_map(|words| words.as_of(shared.options.as_of))
    {
        out += &format!("- {day}\n");
    }
    for &language in &languages {
        List { shared, language }.write(&mut out);
    }
    // By llmstxt.org the section that may be left out has this name in every language.
    out += "\n## Optional\n\n";
    for (name, path) in [
        ("handbook.json", "handbook.json"),
        ("handbook.schema.json", public::SCHEMA_PATH),
        ("sitemap.xml", "sitemap.xml"),
    ] {
        out += &format!("- [{name}]({})\n", shared.address(path));
    }
    for path in languages.iter().filter_map(|&language| feed::path(shared, language)) {
        out += &format!("- [{path}]({})\n", shared.address(&path));
    }
    out
}

/// The lists of one language.
struct List<'s, 'h> {
    shared: &'s Shared<'h>,
    language: LanguageId,
}

impl List<'_, '_> {
    fn write(&self, out: &mut String) {
        let (handbook, places) = (self.shared.handbook, &self.shared.places);
        let words = self.shared.words(self.language);
        let regulations = (0..handbook.regulations.len() as u32).map(|index| self.regulation(RegulationId(index)));
        self.section(out, "regulations", regulations.flatten().collect());
        let roles = handbook.role_ids().map(|role| self.role(role));
        self.section(out, "roles", roles.collect());
        let free = |(index, file): (FileIndex, &super::places::File)| {
            file.chapters.get(self.language)?;
            let is_free = matches!(places.kind(file.page), PageKind::Free(_));
            let link = is_free.then(|| outline::file_link(self.shared, self.at(file.page), index));
            Some(self.entry(file.page, &link??.title, ""))
        };
        let mut pages: Vec<String> = places.files().filter_map(free).collect();
        pages.push(self.entry(ORGANISATION, words.get("organisation"), ""));
        pages.push(self.entry(GLOSSARY, words.get("glossary"), ""));
        pages.push(self.entry(ROLES, words.get("roles"), ""));
        self.section(out, "pages", pages);
    }

    fn section(&self, out: &mut String, key: &'static str, entries: Vec<String>) {
        if entries.is_empty() {
            return;
        }
        let words = self.shared.words(self.language);
        let name = &self.shared.handbook.language(self.language).pack.name;
        let heading = words.fill(
            "machine.llms-section",
            &[("section", words.get(key)), ("language", name)],
        );
        *out += &format!("\n## {heading}\n\n");
        for entry in entries {
            *out += &entry;
        }
    }

    /// A regulation that has a text in this language, and where all of it stands on one page.
    fn regulation(&self, id: RegulationId) -> Vec<String> {
        let shared = self.shared;
        if shared.handbook.regulation(id).editions.get(self.language).is_none() {
            return Vec::new();
        }
        let page = shared.places.regulation_page(id);
        let status = shared.status_view(self.at(page), id);
        let badges = status.badges.iter().map(|badge| badge.text.as_str());
        let said: Vec<&str> = badges.chain(status.facts.iter().map(String::as_str)).collect();
        let words = shared.words(self.language);
        let title = &status.regulation.title;
        let mut entries = vec![self.entry(page, title, &said.join(words.get("separator")))];
        let whole_page = shared.places.whole_page(id);
        if whole_page != page {
            let whole = words.fill("machine.llms-whole", &[("title", title)]);
            entries.push(self.entry(whole_page, &whole, ""));
        }
        entries
    }

    fn role(&self, id: RoleId) -> String {
        let handbook = self.shared.handbook;
        let role = handbook.role(id);
        let words = self.shared.words(self.language);
        let superiors = role
            .superiors
            .iter()
            .map(|&superior| handbook.role(superior).name(self.language));
        let superiors: Vec<&str> = superiors.collect();
        let said = match superiors.is_empty() {
            true => String::new(),
            false => format!(
                "{}{}{}",
                words.get("superior"),
                words.get("colon"),
                superiors.join(words.get("separator"))
            ),
        };
        self.entry(self.shared.places.role_page(id), role.name(self.language), &said)
    }

    fn entry(&self, page: PageId, title: &str, said: &str) -> String {
        let path = self.shared.places.path(self.shared.handbook, self.at(page));
        let title = line(title).replace('[', "\\[").replace(']', "\\]");
        let said = if said.is_empty() {
            String::new()
        } else {
            format!(": {}", line(said))
        };
        format!("- [{title}]({}){said}\n", self.shared.address(&path))
    }

    fn at(&self, page: PageId) -> Location {
        Location {
            language: self.language,
            page,
        }
    }
}

/// `text` on one line.
fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
