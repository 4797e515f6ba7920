//! What citations point at. The rules follow the measurements in `docs/format.md`: a bare paragraph or item belongs to
//! the article last spoken of, a bare article after a named work belongs to that work, text that amends another work
//! cites that work; what is not certain is left open, never guessed.

mod abbreviations;
mod doubt;
mod target;
mod works;

use std::ops::Range;

use rayon::prelude::*;

use crate::language::Level;
use crate::language::citation::{Owner, RawCitation};
use crate::model::{
    ArticleText, Chapter, Citation, CitedMember, Citing, Edition, Handbook, RegulationId, Target, TextId,
};
use crate::syntax::{Block, BlockKind, ProblemKind, Text, Unit};
use abbreviations::Abbreviations;
use target::Targets;
use works::{Work, Works};

/// Finds and resolves the citations of all texts.
pub(super) fn resolve(handbook: &mut Handbook) {
    let shared = &*handbook;
    let works = Works::new(shared);
    let short = Abbreviations::new(shared);
    let texts: Vec<Vec<Citation>> = shared
        .text_ids()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|id| {
            let text = shared.text(id);
            let chapter = shared.chapter_of(text);
            let edition = shared.edition_of(text);
            let blocks = shared.node(text).blocks.clone();
            let reader = Reader {
                handbook: shared,
                works: &works,
                short: &short,
                chapter,
                edition: Some(edition),
                text: Some((id, text)),
            };
            reader.read(blocks)
        })
        .collect();
    let chapters: Vec<Vec<Citation>> = shared
        .chapters
        .par_iter()
        .map(|chapter| {
            let edition = chapter
                .regulation
                .and_then(|regulation| shared.regulation(regulation).editions.get(chapter.language))
                // Without an article of its own a text can only speak of others.
                .filter(|edition| !edition.texts.is_empty());
            let reader = Reader {
                handbook: shared,
                works: &works,
                short: &short,
                chapter,
                edition,
                text: None,
            };
            chapter
                .document
                .blocks_outside_articles()
                .flat_map(|blocks| reader.read(blocks))
                .collect()
        })
        .collect();
    for (text, citations) in handbook.texts.iter_mut().zip(texts) {
        text.citations = citations;
    }
    for (chapter, citations) in handbook.chapters.iter_mut().zip(chapters) {
        chapter.citations = citations;
    }
}

/// Reads the citations of one article, or of a run of text outside articles.
struct Reader<'a> {
    handbook: &'a Handbook,
    works: &'a Works,
    short: &'a Abbreviations,
    chapter: &'a Chapter,
    edition: Option<&'a Edition>,
    text: Option<(TextId, &'a ArticleText)>,
}

/// What was spoken of before, within a block or in an item's lead-in.
#[derive(Debug, Clone, Default)]
struct Context {
    /// The work last cited in the sentence, where it is another one.
    work: Option<Citing>,
    /// The article last cited.
    article: Option<TextId>,
    /// Some article, perhaps of another work, was cited in the sentence.
    spoke: bool,
    /// Where the sentence ended that all this was said in.
    end: usize,
}

impl<'a> Reader<'a> {
    fn read(&self, blocks: Range<u32>) -> Vec<Citation> {
        let mut citations = Vec::new();
        let language = self.handbook.language(self.chapter.language);
        let mut lead = Context::default();
        let mut lead_amends = false;
        // Once another article has been spoken of, a bare paragraph or item may be that one's.
        let mut spoke = false;
        for index in blocks {
            let block = &self.chapter.document.blocks[index as usize];
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell) {
                continue;
            }
            let text = self.handbook.block_text(self.chapter, block);
            let mut raw = language.grammar.scan(&text.text);
            if !raw.is_empty() {
                let quiet = self.chapter.document.quiet_spans(block);
                raw.retain(|raw| {
                    let span = text.source(&raw.range);
                    !quiet
                        .iter()
                        .any(|quiet| quiet.start < span.end && span.start < quiet.end)
                });
            }
            let inside = self.inside_item(index);
            if raw.is_empty() {
                if !inside {
                    lead = Context::default();
                    lead_amends = false;
                }
                continue;
            }
            let amends = language.grammar.is_amending(&text.text) || (inside && lead_amends);
            let mut context = if inside {
                Context { end: 0, ..lead.clone() }
            } else {
                Context::default()
            };
            let unit = self.unit_of(index, block);
            self.share_owners(&text, &mut raw);
            let (first, mut ends) = (citations.len(), Vec::with_capacity(raw.len()));
            for raw in raw {
                if self.is_malformed_head(&text, &raw) {
                    continue;
                }
                self.forget(&mut context, &text, raw.range.start, inside.then_some(&lead));
                context.spoke |= spoke;
                let citation = self.citation(index, unit, &text, &raw, amends, &mut context);
                spoke |= context.spoke;
                context.end = raw.range.end;
                ends.push(raw.range);
                citations.push(citation);
            }
            self.leave_open(&text, &ends, &mut citations[first..]);
            if !inside {
                lead = context;
                lead_amends = amends;
            }
        }
        citations
    }

    /// Whether what looks like a citation is the mistyped head of an article.
    fn is_malformed_head(&self, text: &Text<'_>, raw: &RawCitation) -> bool {
        let problems = &self.chapter.document.problems;
        !problems.is_empty() && {
            let start = text.source_start(raw.range.start);
            problems
                .iter()
                .any(|problem| matches!(problem.kind, ProblemKind::MalformedHead { .. }) && problem.span.start == start)
        }
    }

    /// Whether a block stands within an item, whose lead-in then gives the context.
    fn inside_item(&self, index: u32) -> bool {
        self.item_above(index).is_some()
    }

    fn item_above(&self, index: u32) -> Option<&'a Block> {
        // Items stand right before their text, so that a short look back is enough.
        let blocks = &self.chapter.document.blocks;
        let back = (index as usize).saturating_sub(4);
        blocks[back..index as usize]
            .iter()
            .rev()
            .find(|block| matches!(block.kind, BlockKind::Item(_)) && block.end > index)
    }

    /// The unit a block belongs to: its own, or that of the item around it.
    fn unit_of(&self, index: u32, block: &Block) -> Unit {
        match self.item_above(index) {
            Some(item) => item.unit,
            None => block.unit,
        }
    }

    /// Drops what was said in an earlier sentence.
    fn forget(&self, context: &mut Context, text: &Text<'_>, start: usize, lead: Option<&Context>) {
        let ends = &self.handbook.language(self.chapter.language).pack.sentence_ends;
        let between = text.text.get(context.end..start).unwrap_or("");
        if ends.iter().any(|end| between.contains(end.as_str())) {
            *context = lead.cloned().unwrap_or_default();
        }
    }

    fn citation(
        &self,
        index: u32,
        unit: Unit,
        text: &Text<'_>,
        raw: &RawCitation,
        amends: bool,
        context: &mut Context,
    ) -> Citation {
        let plain = &*text.text;
        let mut citing = self.citing(plain, raw, amends, context);
        let names_article = raw
            .members
            .iter()
            .any(|member| member.path.first().is_some_and(|level| level <= Level::Article));
        let own = self.edition.map(|edition| Targets {
            handbook: self.handbook,
            edition,
            text: self.text,
            unit,
        });
        let targets = match &citing {
            Citing::Own | Citing::Unnamed => own,
            Citing::Other(regulation) => self.other(*regulation).map(|edition| Targets {
                handbook: self.handbook,
                edition,
                text: None,
                unit,
            }),
            Citing::External(_) => None,
        };
        let mut members: Vec<CitedMember> = match targets {
            None => raw
                .members
                .iter()
                .map(|member| target::plain(text, member, Target::External))
                .collect(),
            Some(targets) => match raw.relative {
                Some(relative) => targets.relative(text, raw, relative, context.article),
                None if names_article => raw.members.iter().map(|member| targets.member(text, member)).collect(),
                None => targets.bare(text, raw, context.article, context.spoke),
            },
        };
        if citing == Citing::Unnamed {
            // 第三章 …: a heading that lost its line looks like a citation.
            for member in members
                .iter_mut()
                .filter(|member| matches!(member.target, Target::Missing(level) if level.is_division()))
            {
                member.target = Target::Unclear;
            }
        }
        if members.is_empty() {
            let span = text.source(&raw.range);
            members.push(CitedMember {
                span,
                path: crate::language::Path::default(),
                through: None,
                target: Target::Unclear,
            });
        }
        // A bare article that the text does not have, after a work that is named elsewhere in the sentence.
        if citing == Citing::Unnamed && context.spoke && context.work.is_some() {
            citing = context.work.clone().unwrap_or(Citing::Unnamed);
        }
        if names_article || raw.relative.is_some_and(|relative| relative.level == Level::Article) {
            context.spoke = true;
            context.article = members.iter().rev().find_map(|member| match member.target {
                Target::Article { text, .. } => Some(text),
                _ => None,
            });
            context.work = match &citing {
                Citing::Own | Citing::Unnamed => None,
                other => Some(other.clone()),
            };
        }
        Citation {
            block: index,
            span: text.source(&raw.range),
            citing,
            members,
            faults: raw.faults.iter().map(|fault| target::in_file(text, fault)).collect(),
            title: raw
                .title
                .clone()
                .map(|range| (plain[range.clone()].into(), text.source(&range))),
        }
    }

    /// Which work a citation speaks of.
    fn citing(&self, plain: &str, raw: &RawCitation, amends: bool, context: &Context) -> Citing {
        if amends {
            return Citing::External(None);
        }
        let own = self.edition.and(self.chapter.regulation);
        let work = |name: &str| match self.works.find(self.chapter.language, name) {
            Work::Regulation(regulation) if Some(regulation) == own => Citing::Own,
            Work::Regulation(regulation) => Citing::Other(regulation),
            Work::Several | Work::Unknown => Citing::External(Some(name.into())),
        };
        match &raw.owner {
            Owner::This(range) => match own.zip(self.edition) {
                Some(own) => {
                    let meant = self
                        .short
                        .meaning(self.handbook, self.works, own, &plain[range.clone()]);
                    meant.unwrap_or(Citing::Own)
                }
                None => Citing::External(None),
            },
            Owner::Title(range) => work(&plain[range.clone()]),
            Owner::Words(range) => {
                let words = &plain[range.clone()];
                let named = self.works.within(
                    self.chapter.language,
                    words,
                    self.handbook.language(self.chapter.language).pack.citation.owner,
                );
                match named {
                    Some(name) => work(name),
                    None if self
                        .works
                        .speaks_of_a_work(self.handbook.language(self.chapter.language), words) =>
                    {
                        Citing::External(Some(words.into()))
                    }
                    None => self.unnamed(plain, raw, context),
                }
            }
            Owner::Unnamed => self.unnamed(plain, raw, context),
        }
    }

    fn unnamed(&self, plain: &str, raw: &RawCitation, context: &Context) -> Citing {
        match raw.relative {
            Some(relative) if relative.said => match (&context.work, context.article) {
                (Some(work), _) => work.clone(),
                (None, Some(_)) => Citing::Own,
                (None, None) => Citing::External(None),
            },
            Some(_) if self.edition.is_some() => Citing::Own,
            _ if self.edition.is_none() => Citing::External(None),
            _ => context
                .work
                .clone()
                .or_else(|| self.work_spoken_of(plain, raw.range.start, context.end))
                .unwrap_or(Citing::Unnamed),
        }
    }

    /// The work whose title stands in quotation marks before `end`, in the same sentence: a bare article after it is that
    /// work's. Nothing where it is the text's own regulation.
    fn work_spoken_of(&self, plain: &str, end: usize, start: usize) -> Option<Citing> {
        let language = self.handbook.language(self.chapter.language);
        let ends = &language.pack.sentence_ends;
        let sentence = plain.get(start..end)?;
        let from = ends
            .iter()
            .filter_map(|word| sentence.rfind(word.as_str()).map(|at| at + word.len()))
            .max();
        let sentence = &sentence[from.unwrap_or(0)..];
        let quotes = language.pack.citation.title_marks();
        let title = quotes
            .filter_map(|(open, close)| {
                let end = sentence.rfind(close.as_str())?;
                let start = sentence[..end].rfind(open.as_str())? + open.len();
                Some((start, &sentence[start..end]))
            })
            .max_by_key(|(start, _)| *start)
            .map(|(_, title)| title)?;
        match self.works.find(self.chapter.language, title) {
            Work::Regulation(regulation) if Some(regulation) == self.chapter.regulation => None,
            Work::Regulation(regulation) => Some(Citing::Other(regulation)),
            Work::Several => Some(Citing::External(Some(title.into()))),
            Work::Unknown => language
                .grammar
                .names_work(title)
                .then(|| Citing::External(Some(title.into()))),
        }
    }

    fn other(&self, regulation: RegulationId) -> Option<&'a Edition> {
        self.handbook
            .regulation(regulation)
            .editions
            .best(self.chapter.language)
    }
}
