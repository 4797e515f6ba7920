//! The catalogue of lints: one for each page in `docs/rules`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

use super::entry::Origin;
use super::page::{Example, Wording};
use super::{Level, Safety, Texts};

/// A fault that the program knows how to find. Its page, or its entry in a pack, is its one home.
pub struct Lint {
    /// `RB` and three digits; a house's own pack chooses other letters.
    pub code: String,
    /// The fault in kebab-case, so that `allow one-sided-reporting-line` reads true.
    pub name: String,
    /// The level unless the handbook sets another.
    pub level: Level,
    /// What kind of fix it can offer, if any.
    pub fix: Option<Safety>,
    pub title: Texts,
    /// Why it matters, in Markdown.
    pub why: Texts,
    pub examples: Vec<Example>,
    /// The pack that it comes from; none for a rule of the program's own.
    pub origin: Option<Origin>,
    /// Whether it counts up to a limit, which the settings may change.
    pub limit: bool,
    pub(super) wording: Wording,
    pub(super) variants: BTreeMap<String, Wording>,
}

impl Lint {
    /// The names that [`super::Diagnostic::variant`] may take.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.variants.keys().map(String::as_str)
    }

    /// Every text that a finding of this lint may show, with parameters unfilled.
    pub fn texts(&self) -> impl Iterator<Item = &Texts> {
        std::iter::once(&self.wording)
            .chain(self.variants.values())
            .flat_map(Wording::texts)
    }
}

/// Two lints are the same if they have the same code.
impl PartialEq for Lint {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Lint {}

impl fmt::Debug for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

#[derive(RustEmbed)]
#[folder = "docs/rules/"]
struct Pages;

struct Catalogue {
    /// Sorted by code.
    lints: Vec<Lint>,
    /// File name and reason of each page that could not be read.
    faults: Vec<(String, String)>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut catalogue = Catalogue {
        lints: Vec::new(),
        faults: Vec::new(),
    };
    for file in Pages::iter().filter(|file| file.starts_with("RB") && file.ends_with(".md")) {
        let Some(page) = Pages::get(&file) else {
            continue;
        };
        match Lint::parse(&String::from_utf8_lossy(&page.data)) {
            Ok(lint) => catalogue.lints.push(lint),
            Err(reason) => catalogue.faults.push((file.into_owned(), reason)),
        }
    }
    catalogue.lints.sort_by(|a, b| a.code.cmp(&b.code));
    catalogue
});

/// Stands in for a lint that has a code but no page. The text is for us, not for editors.
static UNDOCUMENTED: LazyLock<Lint> = LazyLock::new(|| {
    let text = |text: &str| Texts::from_iter([("", text)]);
    Lint {
        code: "RB000".to_owned(),
        name: "undocumented-rule".to_owned(),
        level: Level::Error,
        fix: None,
        title: text("A rule without a page"),
        why: Texts::default(),
        examples: Vec::new(),
        origin: None,
        limit: false,
        wording: Wording {
            message: Some(text("{code} found a fault but has no page in docs/rules")),
            ..Wording::default()
        },
        variants: BTreeMap::new(),
    }
});

/// All lints, sorted by code.
pub fn lints() -> &'static [Lint] {
    &CATALOGUE.lints
}

/// The lint with this code or name, in any case.
pub fn lint(code_or_name: &str) -> Option<&'static Lint> {
    let all = lints();
    if let Ok(index) = all.binary_search_by(|lint| lint.code.as_str().cmp(code_or_name)) {
        return all.get(index);
    }
    all.iter()
        .find(|lint| lint.code.eq_ignore_ascii_case(code_or_name) || lint.name.eq_ignore_ascii_case(code_or_name))
}

/// Whether `selector` (a code, the beginning of one such as `RB3`, or a name) means `lint`.
pub fn selected(lint: &Lint, selector: &str) -> bool {
    let begins = lint.code.get(..selector.len());
    let by_code = selector.len() > 1 && begins.is_some_and(|begin| begin.eq_ignore_ascii_case(selector));
    by_code || lint.name.eq_ignore_ascii_case(selector)
}

/// The lint that someone who wrote `code_or_name` most likely meant.
pub fn suggest(code_or_name: &str) -> Option<&'static Lint> {
    suggest_from(lints(), code_or_name)
}

/// The one of `lints` that someone who wrote `code_or_name` most likely meant.
pub fn suggest_from<'a>(lints: impl IntoIterator<Item = &'a Lint>, code_or_name: &str) -> Option<&'a Lint> {
    let wanted = code_or_name.to_ascii_lowercase();
    let likeness = |lint: &Lint| {
        let code = strsim::jaro_winkler(&lint.code.to_ascii_lowercase(), &wanted);
        code.max(strsim::jaro_winkler(&lint.name, &wanted))
    };
    let best = lints.into_iter().map(|lint| (likeness(lint), lint));
    let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|(likeness, _)| *likeness > 0.8).map(|(_, lint)| lint)
}

/// File name and reason of each page in `docs/rules` that could not be read. A test holds that there is none.
pub fn page_faults() -> &'static [(String, String)] {
    &CATALOGUE.faults
}

pub(super) fn undocumented() -> &'static Lint {
    &UNDOCUMENTED
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The parameters of a text, or why its braces do not match.
    fn params(text: &str) -> Result<BTreeSet<&str>, String> {
        let mut found = BTreeSet::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').ok_or(format!("open brace: {text}"))?;
            let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
            if name.is_empty() || !name.chars().all(word) {
                return Err(format!("odd parameter {{{name}}}: {text}"));
            }
            found.insert(name);
            rest = tail;
        }
        Ok(found)
    }

    #[test]
    fn every_page_can_be_read_and_is_named_after_its_lint() {
        assert_eq!(page_faults(), []);
        let files: BTreeSet<String> = Pages::iter()
            .filter(|file| file.starts_with("RB"))
            .map(String::from)
            .collect();
        let names = lints().iter().map(|lint| format!("{}-{}.md", lint.code, lint.name));
        assert_eq!(names.collect::<BTreeSet<_>>(), files);
    }

    #[test]
    fn codes_and_names_are_unique() {
        let codes: BTreeSet<_> = lints().iter().map(|lint| &lint.code).collect();
        let names: BTreeSet<_> = lints().iter().map(|lint| &lint.name).collect();
        assert_eq!((codes.len(), names.len()), (lints().len(), lints().len()));
    }

    #[test]
    fn every_text_has_the_same_parameters_in_each_language_of_the_title() {
        let mut odd = Vec::new();
        for lint in lints() {
            for texts in lint.texts() {
                if !texts.tags().eq(lint.title.tags()) {
                    odd.push(format!("{lint:?}: languages of {texts:?}"));
                }
                let sets: Vec<_> = texts.iter().map(|(_, text)| params(text)).collect();
                let same = sets.windows(2).all(|pair| pair.first() == pair.last());
                if !same || sets.iter().any(Result::is_err) {
                    odd.push(format!("{lint:?}: {sets:?}"));
                }
            }
        }
        assert!(odd.is_empty(), "{}", odd.join("\n"));
    }

    #[test]
    fn a_fix_title_stands_on_each_page_that_offers_a_fix() {
        for lint in lints() {
            let mut wordings = std::iter::once(&lint.wording).chain(lint.variants.values());
            let titled = wordings.any(|wording| wording.fix_title.is_some());
            assert_eq!(titled, lint.fix.is_some(), "{lint:?}");
        }
    }

    #[test]
    fn a_lint_is_found_by_code_and_name_and_meant_by_a_near_miss() {
        let Some(first) = lints().first() else { return };
        assert_eq!(lint(&first.code.to_lowercase()), Some(first));
        assert_eq!(lint(&first.name), Some(first));
        assert_eq!(suggest(&format!("{}s", first.name)), Some(first));
        assert!(selected(first, "RB") && selected(first, "rb0") && !selected(first, "RB0019"));
        assert!(!selected(first, ""));
    }
}
