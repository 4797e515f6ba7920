//! What a text means by its words for itself: 本办法依劳动合同法（以下简称本法）制定, and 本法 is that law from then on.

use std::sync::OnceLock;

use crate::language::{OwnerSide, is_blank};
use crate::model::{Chapter, Citing, Edition, Handbook, LanguageId, RegulationId};

use super::works::{Work, Works};

/// A short name that begins like a text's words for itself.
struct Abbreviation {
    /// The kind of work that it names, small letters: 法, act.
    kind: String,
    work: Citing,
}

/// The short names of all editions, each read when it is first asked for.
pub(super) struct Abbreviations {
    editions: Vec<OnceLock<Vec<Abbreviation>>>,
    languages: usize,
}

/// How far, in bytes, the name of the work is looked for before its short name.
const REACH: usize = 160;

impl Abbreviations {
    pub fn new(handbook: &Handbook) -> Self {
        let languages = handbook.languages.len();
        let editions = handbook.regulations.len() * languages;
        Self {
            editions: std::iter::repeat_with(OnceLock::new).take(editions).collect(),
            languages,
        }
    }

    /// What the words for this work mean in a chapter of a regulation: nothing where they mean that regulation itself.
    pub fn meaning(
        &self,
        handbook: &Handbook,
        works: &Works,
        (regulation, edition): (RegulationId, &Edition),
        words: &str,
    ) -> Option<Citing> {
        let language = handbook.language(edition.language);
        let forms = &language.pack.citation;
        let kind = language.grammar.kind_of_this(words)?;
        let own = match forms.owner {
            OwnerSide::Before => language.grammar.last_kind(&edition.title),
            OwnerSide::After => language.grammar.first_kind(&edition.title),
        };
        let is_own = own.is_some_and(|own| alike(own, kind));
        if is_own {
            return None;
        }
        let named = self.of(handbook, works, (regulation, edition));
        if let Some(found) = named.iter().find(|short| alike(&short.kind, kind)) {
            return Some(found.work.clone());
        }
        // 劳动合同法实施条例: 本法 is the law that its title names.
        let title = &edition.title;
        let parent = own.is_some()
            && match forms.owner {
                OwnerSide::Before => title.contains(kind),
                OwnerSide::After => title.to_lowercase().split_whitespace().any(|word| alike(word, kind)),
            };
        parent.then_some(Citing::External(None))
    }

    /// Whether a text calls another work by words for itself, so that what it cites without a name may be that work's.
    pub fn any(&self, handbook: &Handbook, works: &Works, edition: (RegulationId, &Edition)) -> bool {
        !self.of(handbook, works, edition).is_empty()
    }

    fn of(
        &self,
        handbook: &Handbook,
        works: &Works,
        (regulation, edition): (RegulationId, &Edition),
    ) -> &[Abbreviation] {
        let LanguageId(language) = edition.language;
        let index = regulation.index() * self.languages + usize::from(language);
        let Some(cell) = self.editions.get(index) else {
            return &[];
        };
        cell.get_or_init(|| {
            let chapters = edition.chapters.iter().map(|&id| handbook.chapter(id));
            chapters
                .flat_map(|chapter| abbreviations(handbook, works, regulation, chapter))
                .collect()
        })
    }
}

fn abbreviations(handbook: &Handbook, works: &Works, own: RegulationId, chapter: &Chapter) -> Vec<Abbreviation> {
    let language = handbook.language(chapter.language);
    let forms = &language.pack.citation;
    let source = handbook.source(chapter);
    let mut found = Vec::new();
    for word in &forms.abbreviated {
        for (at, _) in source.match_indices(word.as_str()) {
            let is_mark = |next: char| is_blank(next) || (!next.is_alphanumeric() && next != '\n');
            let name = source[at + word.len()..].trim_start_matches(is_mark);
            let prefixes = forms.this_work.iter().chain(&forms.title_prefixes);
            let prefix = prefixes.filter(|prefix| begins(name, prefix)).map(String::len).max();
            // A name of its own (劳动法) needs no telling apart.
            let Some(prefix) = prefix else { continue };
            let rest = name[prefix..].trim_start_matches(is_blank);
            let Some(kind) = language.grammar.kind_at(rest) else {
                continue;
            };
            let before = &source[source[..at].floor_char_boundary(at.saturating_sub(REACH))..at];
            let before = before.trim_end_matches(|next: char| !next.is_alphanumeric());
            let work = match works.within(chapter.language, before, OwnerSide::Before) {
                Some(name) => match works.find(chapter.language, name) {
                    Work::Regulation(id) if id == own => continue,
                    Work::Regulation(id) => Citing::Other(id),
                    Work::Several | Work::Unknown => Citing::External(None),
                },
                None => Citing::External(None),
            };
            found.push(Abbreviation {
                kind: kind.to_lowercase(),
                work,
            });
        }
    }
    found
}

fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether two words name the same kind of work, in the singular or the plural.
fn alike(one: &str, other: &str) -> bool {
    let plain = |word: &str| word.trim_end_matches('s').to_lowercase();
    plain(one) == plain(other)
}
