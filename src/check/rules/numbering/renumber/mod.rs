//! New numbers for articles, divisions and items in the order of the text, and for whatever names them by number.
//!
//! The one home of it: the fixes of the rules on numbers and `rolebook renumber` both come from here. A fix is offered
//! only where nothing is left open; the command does what can be done and says what it left.

mod articles;
mod citations;
mod divisions;
mod items;
mod names;
mod words;

use std::cell::OnceCell;

use super::misnumbered_division::{LEVELS, divisions};
use crate::check::rules::citations::Index;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::model::{Edition, Handbook, Regulation, RegulationId};
use crate::source::Span;
use articles::Articles;
use citations::Citations;
use names::Names;

pub(super) use divisions::Divisions;

/// What renumbering a handbook comes to.
#[derive(Debug, Default)]
pub struct Renumbered {
    /// What to change; each is whole by itself.
    pub fixes: Vec<Fix>,
    /// What a person has to look at, in the order of the regulations.
    pub left: Vec<Left>,
}

/// A place that renumbering left as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub span: Span,
    pub reason: Reason,
    /// Because of it the numbers around it stay as they are too.
    pub stops: bool,
}

/// Why a place was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It cites what is gone, by a number that something else would get.
    Gone,
    /// It counts back from its place (前条), to what is not clear.
    Counted,
    /// The ends of the range were kept; what lies between has changed.
    Range,
    /// An ill-formed head, or one inside a paragraph.
    Head,
    /// An article that the language which prevails does not have.
    Untranslated,
    /// The lock knows another number.
    Lock,
    /// It is not clear which item it cites.
    Item,
    /// Words of a heading or a link that name an article or a division by its old number.
    Words,
    /// A link by number whose address stands elsewhere: `[那一条][x]`.
    Address,
    /// A number goes on after a citation that was rewritten, and may belong to it.
    Rest,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 10] = [
        Self::Gone,
        Self::Counted,
        Self::Range,
        Self::Head,
        Self::Untranslated,
        Self::Lock,
        Self::Item,
        Self::Words,
        Self::Address,
        Self::Rest,
    ];

    /// Name of the message, the same in every language pack.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Counted => "counted",
            Self::Range => "range",
            Self::Head => "head",
            Self::Untranslated => "untranslated",
            Self::Lock => "lock",
            Self::Item => "item",
            Self::Words => "words",
            Self::Address => "address",
            Self::Rest => "rest",
        }
    }
}

impl Left {
    fn stop(span: Span, reason: Reason) -> Self {
        let stops = true;
        Self { span, reason, stops }
    }

    fn note(span: Span, reason: Reason) -> Self {
        let stops = false;
        Self { span, reason, stops }
    }
}

/// Numbers the whole handbook in the order of its texts, that of the language which prevails counting for articles.
pub fn renumber(handbook: &Handbook) -> Renumbered {
    let index = Index::new(handbook);
    let mut done = Renumbered::default();
    for (regulation, id) in handbook.regulations.iter().zip((0..).map(RegulationId)) {
        done.articles(handbook, regulation, id, &index);
        for (_, edition) in regulation.editions.iter() {
            for level in LEVELS {
                let entries = divisions(handbook, regulation, edition, level);
                if let Some(found) = Divisions::new(handbook, id, edition, &entries, &index) {
                    let names = found.names();
                    done.add([found.edits, names].concat(), found.left);
                }
            }
        }
    }
    for (edits, left) in items::all(handbook, &index) {
        done.add(edits, left);
    }
    done
}

impl Renumbered {
    fn articles(&mut self, handbook: &Handbook, regulation: &Regulation, id: RegulationId, index: &Index<'_>) {
        let Some((_, order)) = regulation.editions.iter().next() else {
            return;
        };
        let articles = Articles::new(handbook, regulation, order);
        if !articles.changes() {
            return;
        }
        let mut left = articles.obstacles();
        let mut edits = articles.heads(&mut left);
        let names = Names::new(&articles);
        edits.extend(articles.lock(|text| names.has(&articles, text), &mut left));
        let citations = Citations::of(&articles, id, index);
        edits.extend(citations.edits);
        left.extend(citations.left);
        left.extend(articles.words());
        edits.extend(names.edits(&articles, &mut left));
        self.add(edits, left);
    }

    /// Takes the edits, unless something stops them.
    fn add(&mut self, edits: Vec<Edit>, left: Vec<Left>) {
        let stops = left.iter().any(|left| left.stops);
        self.left.extend(left.into_iter().filter(|left| left.stops == stops));
        if !stops && !edits.is_empty() {
            self.fixes.push(Fix {
                safety: Safety::Safe,
                edits,
            });
        }
    }
}

/// Makes the repairs of one run of a rule.
pub(super) struct Renumbering<'a> {
    handbook: &'a Handbook,
    citations: OnceCell<Index<'a>>,
    /// Some link leads to an article by an anchor made from its number.
    numbered_links: OnceCell<bool>,
}

impl<'a> Renumbering<'a> {
    pub fn new(handbook: &'a Handbook) -> Self {
        Self {
            handbook,
            citations: OnceCell::new(),
            numbered_links: OnceCell::new(),
        }
    }

    /// Numbers the regulation of `edition` in the order of that edition. Nothing where a citation, a link or the lock
    /// leaves open what would have to change with the numbers.
    pub fn fix(&self, edition: &Edition) -> Option<Fix> {
        let handbook = self.handbook;
        let id = handbook.chapter(*edition.chapters.first()?).regulation?;
        if *self.numbered_links.get_or_init(|| has_numbered_links(handbook)) {
            return None;
        }
        let articles = Articles::new(handbook, handbook.regulation(id), edition);
        let mut left = articles.obstacles();
        if !left.is_empty() {
            return None;
        }
        let mut edits = articles.heads(&mut left);
        edits.extend(articles.lock(|_| false, &mut left));
        left.extend(articles.words());
        let index = self.citations.get_or_init(|| Index::new(handbook));
        let citations = Citations::of(&articles, id, index);
        let counts = |left: &Left| left.stops || left.reason != Reason::Counted;
        let is_certain = !citations.ambiguous && !citations.rewords;
        let open = !is_certain || !left.is_empty() || citations.left.iter().any(counts);
        edits.extend(citations.edits);
        (!open && !edits.is_empty()).then_some(Fix {
            safety: Safety::Safe,
            edits,
        })
    }
}

fn has_numbered_links(handbook: &Handbook) -> bool {
    let mut links = handbook.chapters.iter().flat_map(|chapter| &chapter.document.links);
    links.any(|link| link.target.contains("#art-"))
}
