//! Inline text as HTML: marks, links, code, footnotes, raw HTML, and the links that nobody had to write.

use super::body::{LinkSpan, LinkTo, Passage, Purpose, Writer};
use crate::model::{Target, leads_out};
use crate::syntax::{Block, Bytes, Inline, InlineKind, html as raw};

/// An element that is open.
enum Open {
    Mark(InlineKind, &'static str),
    /// An author's link; one that leads nowhere has no element.
    Link {
        element: bool,
    },
    /// A raw element with its name.
    Raw(String),
}

/// The state while one block is written.
struct Run<'p> {
    links: &'p [LinkSpan],
    /// The first link that does not end before what is written next.
    next: usize,
    /// What closes the recognised link that is open.
    linked: Option<&'static str>,
    open: Vec<Open>,
    /// Depth of links and other places in which no link is made.
    shut: usize,
}

impl Writer<'_> {
    /// Writes the inline text of a block. In headings no names or citations become links.
    pub(super) fn inline(&mut self, passage: &Passage<'_>, index: u32, block: &Block, heading: bool) {
        let inlines = passage.document.inlines_of(block);
        let links: &[LinkSpan] = if heading { &[] } else { passage.links_of(index) };
        self.inlines(passage, inlines, links);
    }

    pub(super) fn inlines(&mut self, passage: &Passage<'_>, inlines: &[Inline], links: &[LinkSpan]) {
        let mut run = Run {
            links,
            next: 0,
            linked: None,
            open: Vec::new(),
            shut: 0,
        };
        let mut at = 0;
        while let Some(inline) = inlines.get(at) {
            at += 1;
            match inline.kind {
                InlineKind::Text => self.text_run(passage, &mut run, inline.start..inline.end),
                InlineKind::Entity(link) => {
                    self.enter(&mut run, inline.start);
                    let text = passage
                        .document
                        .links
                        .get(link as usize)
                        .map_or("", |link| &link.target);
                    self.escape(text);
                }
                InlineKind::SoftBreak => self.soft_break(passage, &mut run, inline),
                InlineKind::ImageStart(link) => {
                    self.leave(&mut run);
                    at = self.image(passage, inlines, at, link);
                }
                InlineKind::ImageEnd => {}
                kind => {
                    self.leave(&mut run);
                    self.other(passage, &mut run, kind, inline);
                }
            }
        }
        self.leave(&mut run);
        while let Some(open) = run.open.pop() {
            self.close(&open, &mut run.shut);
        }
    }

    fn other(&mut self, passage: &Passage<'_>, run: &mut Run<'_>, kind: InlineKind, inline: &Inline) {
        match kind {
            InlineKind::StrongStart => self.open_mark(run, InlineKind::StrongEnd, "strong"),
            InlineKind::EmphasisStart => self.open_mark(run, InlineKind::EmphasisEnd, "em"),
            InlineKind::StrikeStart => self.open_mark(run, InlineKind::StrikeEnd, "del"),
            InlineKind::StrongEnd | InlineKind::EmphasisEnd | InlineKind::StrikeEnd => {
                let wanted = |open: &Open| matches!(open, Open::Mark(end, _) if *end == kind);
                self.close_through(run, wanted);
            }
            InlineKind::LinkStart(link) => self.open_link(passage, run, link),
            InlineKind::LinkEnd => self.close_through(run, |open| matches!(open, Open::Link { .. })),
            InlineKind::Code => {
                self.push("<code>");
                self.escape(passage.text(&(inline.start..inline.end)));
                self.push("</code>");
            }
            InlineKind::HardBreak => self.push("<br>"),
            InlineKind::Html => self.raw_tag(run, passage.text(&(inline.start..inline.end))),
            InlineKind::FootnoteRef(link) => {
                if let Some(name) = passage.document.links.get(link as usize) {
                    self.footnote_reference(&name.target.clone());
                }
            }
            _ => {}
        }
    }

    fn open_mark(&mut self, run: &mut Run<'_>, end: InlineKind, element: &'static str) {
        self.push("<");
        self.push(element);
        self.push(">");
        run.open.push(Open::Mark(end, element));
    }

    fn open_link(&mut self, passage: &Passage<'_>, run: &mut Run<'_>, link: u32) {
        run.shut += 1;
        let target = passage.document.links.get(link as usize);
        // A link within a link is not made.
        let href = target
            .filter(|_| run.shut == 1)
            .and_then(|link| self.author_link(passage.chapter, &link.target));
        run.open.push(Open::Link {
            element: href.is_some(),
        });
        let (Some(href), Some(link)) = (href, target) else {
            return;
        };
        let outside = leads_out(&href);
        self.push(if outside {
            "<a class=\"external\" rel=\"noopener noreferrer\" href=\""
        } else {
            "<a href=\""
        });
        self.escape(&href);
        if !link.title.is_empty() {
            self.push("\" title=\"");
            self.escape(&link.title);
        }
        self.push("\">");
    }

    /// Closes elements up to and with the innermost one that is `wanted`, if there is one.
    fn close_through(&mut self, run: &mut Run<'_>, wanted: impl Fn(&Open) -> bool) {
        let Some(at) = run.open.iter().rposition(wanted) else {
            return;
        };
        while run.open.len() > at {
            if let Some(open) = run.open.pop() {
                self.close(&open, &mut run.shut);
            }
        }
    }

    fn close(&mut self, open: &Open, shut: &mut usize) {
        match open {
            Open::Mark(_, element) => {
                self.push("</");
                self.push(element);
                self.push(">");
            }
            Open::Link { element } => {
                *shut = shut.saturating_sub(1);
                if *element {
                    self.push("</a>");
                }
            }
            Open::Raw(name) => {
                if name == "a" {
                    *shut = shut.saturating_sub(1);
                }
                self.push("</");
                self.push(name);
                self.push(">");
            }
        }
    }

    /// Writes text, with the recognised links in it.
    fn text_run(&mut self, passage: &Passage<'_>, run: &mut Run<'_>, bytes: Bytes) {
        let mut at = bytes.start;
        while at < bytes.end {
            self.enter(run, at);
            let link = run.links.get(run.next).filter(|_| run.shut == 0);
            let end = match link {
                Some(link) if link.span.start <= at => link.span.end,
                Some(link) => link.span.start,
                None => bytes.end,
            };
            let end = end.clamp(at + 1, bytes.end);
            self.escape(passage.text(&(at..end)));
            at = end;
        }
    }

    /// Opens the recognised link that covers `at`, and closes the one that ended before it.
    fn enter(&mut self, run: &mut Run<'_>, at: u32) {
        while run.links.get(run.next).is_some_and(|link| link.span.end <= at) {
            self.leave(run);
            run.next += 1;
        }
        let Some(link) = run.links.get(run.next) else {
            return;
        };
        if run.linked.is_some() || run.shut > 0 || link.span.start > at {
            return;
        }
        match self.destination(link.to) {
            Some((href, class)) => {
                self.push("<a class=\"");
                self.push(class);
                self.push("\" href=\"");
                self.escape(&href);
                self.push("\">");
                run.linked = Some("</a>");
            }
            // Not a link: only its look tells that it is a citation.
            None if link.to == LinkTo::Cited(Target::External) => {
                self.push("<span class=\"citation-external\">");
                run.linked = Some("</span>");
            }
            None => {}
        }
    }

    /// Closes the recognised link that is open.
    fn leave(&mut self, run: &mut Run<'_>) {
        if let Some(end) = run.linked.take() {
            self.push(end);
        }
    }

    /// A line break of the source: a blank between words, nothing between characters that need none.
    fn soft_break(&mut self, passage: &Passage<'_>, run: &mut Run<'_>, inline: &Inline) {
        if run
            .links
            .get(run.next)
            .is_none_or(|link| link.span.end <= inline.start || link.span.start >= inline.end)
        {
            self.leave(run);
        }
        let spaced = self.shared.handbook.language(passage.chapter.language).pack.spaced;
        let before = passage.source[..inline.start as usize].chars().next_back();
        let after = passage.source[inline.end as usize..].trim_start().chars().next();
        let latin = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
        if spaced || (latin(before) && latin(after)) {
            self.push("\n");
        }
    }

    /// An image of the handbook; one from elsewhere becomes a link, because pages ask nobody else for anything.
    fn image(&mut self, passage: &Passage<'_>, inlines: &[Inline], from: usize, link: u32) -> usize {
        let mut depth = 1;
        let mut end = from;
        let mut alt = String::new();
        while let Some(inline) = inlines.get(end) {
            end += 1;
            match inline.kind {
                InlineKind::ImageStart(_) => depth += 1,
                InlineKind::ImageEnd => depth -= 1,
                InlineKind::Text | InlineKind::Code => alt.push_str(passage.text(&(inline.start..inline.end))),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        let Some(target) = passage.document.links.get(link as usize) else {
            return end;
        };
        match self.author_link(passage.chapter, &target.target) {
            Some(href) if leads_out(&href) => {
                self.push("<a class=\"external\" rel=\"noopener noreferrer\" href=\"");
                self.escape(&href);
                self.push("\">");
                self.escape(if alt.is_empty() { &href } else { &alt });
                self.push("</a>");
            }
            Some(href) => {
                self.push("<img loading=\"lazy\" src=\"");
                self.escape(&href);
                self.push("\" alt=\"");
                self.escape(&alt);
                if !target.title.is_empty() {
                    self.push("\" title=\"");
                    self.escape(&target.title);
                }
                self.push("\">");
            }
            None => self.escape(&alt),
        }
        end
    }

    /// A tag that the author wrote in the text. Only what sanitising keeps is written, and always balanced.
    fn raw_tag(&mut self, run: &mut Run<'_>, tag: &str) {
        let inner = tag.trim_start_matches('<');
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
        let length = inner
            .find(|next: char| !next.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let name = inner[..length].to_ascii_lowercase();
        if name.is_empty() {
            return;
        }
        if closing {
            if matches!(run.open.last(), Some(Open::Raw(open)) if *open == name) {
                self.close_through(run, |open| matches!(open, Open::Raw(_)));
            }
            return;
        }
        if name == "a" && run.shut > 0 {
            return;
        }
        let end = format!("</{name}>");
        let clean = raw::sanitise(&format!("{tag}{end}"));
        match clean.strip_suffix(&end) {
            Some(start) => {
                self.push(start);
                run.shut += usize::from(name == "a");
                run.open.push(Open::Raw(name));
            }
            // An element without content, such as a line break.
            None => self.push(&raw::sanitise(tag)),
        }
    }

    fn footnote_reference(&mut self, name: &str) {
        if matches!(self.purpose, Purpose::Duties(_)) {
            // The note itself may stand on the page of the chapter only.
            self.push("<sup>");
            self.escape(name);
            self.push("</sup>");
            return;
        }
        let anchor = format!("{}fnref-{name}", self.prefix);
        self.push("<sup class=\"footnote-reference\"");
        self.id(&anchor);
        self.push("><a href=\"#");
        let target = format!("{}fn-{name}", self.prefix);
        super::html::encode(&mut self.out, &target);
        self.push("\">");
        self.escape(name);
        self.push("</a></sup>");
    }
}
