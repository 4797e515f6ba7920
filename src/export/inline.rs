//! Inline text as runs: marks, links, code, notes, images, raw HTML as text, and citations as links.

use super::document::{Link, Paragraph, Run, Style};
use super::image::Image;
use super::passage::Passage;
use super::writer::Writer;
use crate::model::{LinkTarget, Target};
use crate::syntax::{Block, BlockKind, Bytes, Inline, InlineKind, html};

/// What is open at a place of the text.
#[derive(Default)]
struct State {
    bold: usize,
    italic: usize,
    strike: usize,
    /// Links that are open, the innermost last; one that leads nowhere is text.
    links: Vec<Option<Link>>,
    runs: Vec<Run>,
}

impl State {
    fn push(&mut self, run: Run) {
        let run = Run {
            bold: self.bold > 0,
            italic: self.italic > 0,
            strike: self.strike > 0,
            link: run.link.or_else(|| self.links.first().cloned().flatten()),
            ..run
        };
        match self.runs.last_mut() {
            Some(last) if last.note.is_none() && last.image.is_none() && last.looks_like(&run) => {
                last.text.push_str(&run.text);
                (last.note, last.image) = (run.note, run.image);
            }
            _ => self.runs.push(run),
        }
    }
}

impl Run {
    fn looks_like(&self, other: &Self) -> bool {
        (self.bold, self.italic, self.strike, self.code, &self.link)
            == (other.bold, other.italic, other.strike, other.code, &other.link)
    }
}

impl Writer<'_> {
    /// The text of a block. Text that is no longer in force is struck out.
    pub fn runs(&mut self, column: usize, passage: &Passage<'_>, index: u32, block: &Block) -> Vec<Run> {
        let inlines = passage.document.inlines_of(block);
        let citations = passage.citations_of(index);
        let mut state = State {
            strike: usize::from(passage.struck),
            ..State::default()
        };
        let mut at = 0;
        while let Some(inline) = inlines.get(at) {
            at += 1;
            let link = |link: u32| passage.document.links.get(link as usize);
            match inline.kind {
                InlineKind::Text => self.text(column, passage, &mut state, citations, inline.start..inline.end),
                InlineKind::Entity(index) => state.push(Run::text(link(index).map_or("", |link| &link.target))),
                InlineKind::Code => state.push(Run {
                    code: true,
                    ..Run::text(passage.text(&(inline.start..inline.end)))
                }),
                InlineKind::Html if is_line_break(passage.text(&(inline.start..inline.end))) => {
                    state.push(Run::text("\n"))
                }
                InlineKind::Html | InlineKind::ImageEnd => {}
                InlineKind::SoftBreak => state.push(Run::text(passage.soft_break(inline))),
                InlineKind::HardBreak => state.push(Run::text("\n")),
                InlineKind::StrongStart => state.bold += 1,
                InlineKind::StrongEnd => state.bold = state.bold.saturating_sub(1),
                InlineKind::EmphasisStart => state.italic += 1,
                InlineKind::EmphasisEnd => state.italic = state.italic.saturating_sub(1),
                InlineKind::StrikeStart => state.strike += 1,
                InlineKind::StrikeEnd => state.strike = state.strike.saturating_sub(1),
                InlineKind::LinkStart(index) => {
                    let href = link(index).map_or("", |link| &link.target);
                    let leads = self.author_link(column, passage.chapter, href);
                    state.links.push(leads);
                }
                InlineKind::LinkEnd => drop(state.links.pop()),
                InlineKind::ImageStart(index) => {
                    let (end, description) = image_end(passage, inlines, at);
                    at = end;
                    let href = link(index).map_or("", |link| &link.target);
                    let run = self.image(column, passage, href, description);
                    state.push(run);
                }
                InlineKind::FootnoteRef(index) => {
                    let name = link(index).map_or("", |link| &link.target);
                    let note = self.note(column, passage, name);
                    let text = if note.is_none() {
                        format!("[{name}]")
                    } else {
                        String::new()
                    };
                    state.push(Run {
                        note,
                        ..Run::text(text)
                    });
                }
            }
        }
        state.runs
    }

    /// Text with the citations in it as links.
    fn text(
        &mut self,
        column: usize,
        passage: &Passage<'_>,
        state: &mut State,
        citations: &[(u32, Bytes, Target)],
        bytes: Bytes,
    ) {
        let mut at = bytes.start;
        // Inside a link of the author's no other is made.
        let inside = citations.iter().filter(|_| state.links.is_empty());
        let inside: Vec<_> = inside
            .filter(|(_, span, _)| span.start < bytes.end && span.end > bytes.start)
            .collect();
        for (_, span, target) in inside {
            let (start, end) = (span.start.max(at), span.end.min(bytes.end));
            let Some(link) = self.cited_link(column, *target).filter(|_| start < end) else {
                continue;
            };
            state.push(Run::text(passage.text(&(at..start))));
            state.push(Run {
                link: Some(link),
                ..Run::text(passage.text(&(start..end)))
            });
            at = end;
        }
        state.push(Run::text(passage.text(&(at..bytes.end))));
    }

    /// An image of the handbook, each file once; one that Word does not show, or from elsewhere, is its description.
    fn image(&mut self, column: usize, passage: &Passage<'_>, href: &str, description: String) -> Run {
        if let LinkTarget::Asset(path) = self.handbook.link_target(passage.chapter, href) {
            let known = self
                .images
                .iter()
                .position(|image| image.path == path && image.description == description);
            let image = known.or_else(|| {
                let image = Image::read(&path, &description, self.snapshot.asset(&path)?)?;
                self.images.push(image);
                Some(self.images.len() - 1)
            });
            if image.is_some() {
                return Run {
                    image,
                    ..Run::default()
                };
            }
        }
        Run {
            link: self.author_link(column, passage.chapter, href),
            ..Run::text(if description.is_empty() {
                href.to_owned()
            } else {
                description
            })
        }
    }

    /// The number of the footnote with a name. A note within a note is none.
    fn note(&mut self, column: usize, passage: &Passage<'_>, name: &str) -> Option<usize> {
        let range = passage.notes.get(name).filter(|_| !passage.in_note)?.clone();
        let inner = passage.note_text();
        let mut paragraphs = Vec::new();
        let mut label = String::new();
        for index in range.start + 1..range.end {
            let block = &passage.document.blocks[index as usize];
            match block.kind {
                BlockKind::Item(Some(marker)) => {
                    label = format!("{} ", passage.text(&(marker.start..marker.end)).trim());
                }
                BlockKind::Html | BlockKind::Code => {
                    let text = passage.raw(block);
                    let plain = if block.kind == BlockKind::Html {
                        html::plain(&text)
                    } else {
                        text
                    };
                    paragraphs.push(vec![Run::text(plain)]);
                }
                _ if block.inlines.is_empty() => {}
                _ => {
                    let mut runs = self.runs(column, &inner, index, block);
                    runs.insert(0, Run::text(std::mem::take(&mut label)));
                    paragraphs.push(runs);
                }
            }
        }
        let paragraph = |runs| Paragraph {
            style: Style::Footnote,
            column,
            number: None,
            deeper: 0,
            bookmarks: Vec::new(),
            runs,
        };
        self.notes.push(paragraphs.into_iter().map(paragraph).collect());
        Some(self.notes.len() - 1)
    }
}

/// Where an image ends that began before `from`, and its description.
fn image_end(passage: &Passage<'_>, inlines: &[Inline], from: usize) -> (usize, String) {
    let mut depth = 1;
    let mut end = from;
    let mut description = String::new();
    while let Some(inline) = inlines.get(end).filter(|_| depth > 0) {
        end += 1;
        match inline.kind {
            InlineKind::ImageStart(_) => depth += 1,
            InlineKind::ImageEnd => depth -= 1,
            InlineKind::Text | InlineKind::Code => description.push_str(passage.text(&(inline.start..inline.end))),
            _ => {}
        }
    }
    (end, description)
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/']).trim();
    name.eq_ignore_ascii_case("br")
}
