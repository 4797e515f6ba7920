//! Citations with the place that they stand in.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::rules::numbering::{Written, is_buried_head, written, written_end};
use crate::diagnostic::Diagnostic;
use crate::language::{Language, Level, Number};
use crate::model::{
    ArticleId, ArticleText, Chapter, Citation, CitedMember, Citing, Edition, Handbook, RegulationId, Target,
};
use crate::source::Span;
use crate::syntax::Bytes;

/// Bytes of a citation at most that each of its findings repeats: there may be as many of them as it has members.
const LONGEST: usize = 300;

/// A citation where it stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::check::rules) struct Cited<'a> {
    pub handbook: &'a Handbook,
    pub chapter: &'a Chapter,
    /// The article that it stands in.
    pub text: Option<&'a ArticleText>,
    pub citation: &'a Citation,
}

/// Every citation of a handbook that is one: what is an article's lost heading is left out.
pub(in crate::check::rules) fn all(handbook: &Handbook) -> impl Iterator<Item = Cited<'_>> {
    let in_articles = handbook.texts.iter().flat_map(move |text| {
        let chapter = handbook.chapter_of(text);
        let citations = text
            .citations
            .iter()
            .filter(move |citation| !is_buried_head(handbook, text, citation));
        citations.map(move |citation| Cited {
            handbook,
            chapter,
            text: Some(text),
            citation,
        })
    });
    let outside = handbook.chapters.iter().flat_map(move |chapter| {
        chapter.citations.iter().map(move |citation| Cited {
            handbook,
            chapter,
            text: None,
            citation,
        })
    });
    in_articles.chain(outside)
}

impl<'a> Cited<'a> {
    pub fn language(&self) -> &'static Language {
        self.handbook.language(self.chapter.language)
    }

    pub fn span(&self, bytes: &Bytes) -> Span {
        Span::new(self.chapter.file, bytes.clone())
    }

    /// What stands in the source.
    pub fn source(&self, bytes: &Bytes) -> &'a str {
        &self.handbook.source(self.chapter)[bytes.start as usize..bytes.end as usize]
    }

    /// The citation as it is written.
    pub fn written(&self) -> &'a str {
        self.source(&self.citation.span)
    }

    /// Whether a number goes on after it that was not read as its own: either Article 3 or 4.
    pub fn goes_on(&self) -> bool {
        let forms = &self.language().pack.citation;
        let after = &self.handbook.source(self.chapter)[self.citation.span.end as usize..];
        let mut joints = forms.separators.iter().chain(&forms.ranges);
        forms.unit_first
            && joints.any(|joint| {
                let rest = after.strip_prefix(joint.as_str());
                rest.is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
            })
    }

    /// A finding about it at a place within or beside it, with `{citation}` filled: by that place where it is very long.
    pub fn finding(&self, code: &'static str, place: &Bytes) -> Diagnostic {
        let citation = match self.written() {
            written if written.len() <= LONGEST => written,
            _ => self.source(place),
        };
        let finding = Diagnostic::new(code, self.span(place)).param("citation", citation);
        match self.text {
            Some(text) => {
                let article = self.handbook.article(text.article);
                finding.article(self.handbook.article_name(article))
            }
            None => finding,
        }
    }

    /// The regulation that it cites, if the handbook holds it.
    pub fn regulation(&self) -> Option<RegulationId> {
        match &self.citation.citing {
            Citing::Own | Citing::Unnamed => self.chapter.regulation,
            Citing::Other(regulation) => Some(*regulation),
            Citing::External(_) => None,
        }
    }

    /// The edition that it was looked up in.
    pub fn edition(&self) -> Option<&'a Edition> {
        let regulation = self.handbook.regulation(self.regulation()?);
        regulation.editions.best(self.chapter.language)
    }

    /// The article that a member names or stands in, whether or not its unit exists.
    pub fn article(&self, member: &CitedMember) -> Option<&'a ArticleText> {
        if let Target::Article { text, .. } = member.target {
            return Some(self.handbook.text(text));
        }
        match member.path.get(Level::Article) {
            Some(number) => {
                let text = self.edition()?.numbers.get(&number)?;
                Some(self.handbook.text(*text))
            }
            None => self
                .text
                .filter(|_| !matches!(self.citation.citing, Citing::Other(_) | Citing::External(_))),
        }
    }

    /// The numeral with which a member names the number of its unit of `level`; nothing where it is left out or counted
    /// from the place that it stands in.
    pub fn numeral(&self, member: &CitedMember, level: Level) -> Option<Written> {
        let number: Number = member.path.get(level)?;
        let elided = member.path.last() == Some(level);
        let source = self.source(&member.span);
        let found = written(self.language(), source, level, number.value, elided)?;
        // Of an inserted article the number after the numeral has to be there too.
        let rest = &source[found.range.end..];
        let branch = |rest: &str| {
            self.language()
                .number(rest)
                .is_some_and(|(value, _)| value == number.branch)
        };
        let is_there = number.branch == 0 || rest.char_indices().any(|(at, _)| branch(&rest[at..]));
        is_there.then_some(found)
    }

    /// The numeral with which a member that is a range ends.
    pub fn numeral_end(&self, member: &CitedMember, first: &Written) -> Option<Written> {
        written_end(self.language(), self.source(&member.span), first, member.through?.value)
    }

    /// The place of a numeral of a member in the file.
    pub fn place(&self, member: &CitedMember, numeral: &Written) -> Span {
        let start = member.span.start + numeral.range.start as u32;
        let end = member.span.start + numeral.range.end as u32;
        self.span(&(start..end))
    }
}

/// The citations of a handbook by the regulation that they cite.
#[derive(Debug, Default)]
pub(in crate::check::rules) struct Index<'a> {
    by_regulation: FxHashMap<RegulationId, Vec<(Cited<'a>, &'a CitedMember)>>,
}

impl<'a> Index<'a> {
    pub fn new(handbook: &'a Handbook) -> Self {
        let mut index = Self::default();
        for cited in all(handbook) {
            if let Some(regulation) = cited.regulation() {
                let members = cited.citation.members.iter().map(|member| (cited, member));
                index.by_regulation.entry(regulation).or_default().extend(members);
            }
        }
        index
    }

    pub fn of(&self, regulation: RegulationId) -> &[(Cited<'a>, &'a CitedMember)] {
        self.by_regulation.get(&regulation).map_or(&[], Vec::as_slice)
    }
}

/// The articles of which some citation names an item or a sub-item by its number.
pub(in crate::check::rules) fn articles_with_cited_items(handbook: &Handbook) -> FxHashSet<ArticleId> {
    let mut found = FxHashSet::default();
    for cited in all(handbook) {
        let members = cited.citation.members.iter();
        let items = members.filter(|member| member.path.last().is_some_and(|level| level >= Level::Item));
        found.extend(
            items
                .filter_map(|member| cited.article(member))
                .map(|text| text.article),
        );
    }
    found
}
