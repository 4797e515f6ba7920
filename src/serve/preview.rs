//! The thread that has the handbook: it makes what browsers ask for, from one state of the sources to the next.

use std::cell::OnceCell;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};
use rustc_hash::FxHashMap;
use serde::Serialize;
use tokio::sync::watch;

use super::page::{self, Injection};
use super::{Answer, Message, Options, Request};
use crate::diagnostic::Diagnostic;
use crate::html;
use crate::language::Language;
use crate::render::{File, Renderer};
use crate::report::{self, Counts};
use crate::workspace::{Snapshot, Workspace};

/// What browsers are told after each change.
#[derive(Clone, Debug, Serialize)]
pub(super) struct State {
    /// Differs from that of every other state, those of earlier runs included.
    pub id: String,
    /// Nothing while the handbook is not checked yet.
    pub findings: Option<Counts>,
    /// Why the handbook's folder cannot be read now. What is shown is what it last said.
    pub problem: Option<String>,
}

impl State {
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The handbook and what is made of it.
pub(super) struct Preview {
    workspace: Workspace,
    options: Options,
    states: watch::Sender<Option<State>>,
    /// A number that no other run has.
    run: u64,
    /// How many states there were.
    count: usize,
    problem: Option<String>,
}

/// One state, ready for requests.
struct Shown<'s> {
    snapshot: &'s Snapshot,
    options: &'s Options,
    diagnostics: OnceCell<Vec<Diagnostic>>,
    /// Else why no page can be made.
    renderer: Result<Renderer<'s>, String>,
    /// The files of the chapters in the handbook's folder, by the paths of their pages.
    chapters: FxHashMap<String, String>,
    languages: Vec<String>,
    id: String,
}

/// How long nobody must have asked for anything before a new state is checked: the page that somebody looks at comes
/// first, and before the rest of a check that has begun.
const PAGES_FIRST: Duration = Duration::from_millis(100);

impl Preview {
    pub fn new(workspace: Workspace, options: Options, states: watch::Sender<Option<State>>) -> Self {
        Self {
            workspace,
            options,
            states,
            run: RandomState::new().build_hasher().finish(),
            count: 0,
            problem: None,
        }
    }

    /// Answers until nobody can ask any more.
    pub fn run(mut self, inbox: &Receiver<Message>) {
        while self.show(inbox) {
            match self.workspace.reopen() {
                Ok(workspace) => (self.workspace, self.problem) = (workspace, None),
                // A folder that is being replaced is there again a moment later.
                Err(error) => self.problem = Some(error.message(&self.language_tag())),
            }
            self.count += 1;
        }
    }

    fn language_tag(&self) -> String {
        let languages = guarded(|| self.workspace.snapshot().languages());
        languages.unwrap_or_default().into_iter().next().unwrap_or_default()
    }

    /// Answers from the present state until there is another. Whether there is one.
    fn show(&self, inbox: &Receiver<Message>) -> bool {
        let snapshot = self.workspace.snapshot();
        // A fault of the program must not end what somebody is working with: the next change may get round it.
        let renderer = guarded(|| snapshot.renderer(&self.options.site));
        let renderer = renderer.and_then(|renderer| renderer.map_err(|error| error.to_string()));
        let chapters = renderer.iter().flat_map(Renderer::chapters);
        let chapters = chapters.map(|(path, page)| (page, path.to_owned())).collect();
        let shown = Shown {
            snapshot: &snapshot,
            options: &self.options,
            diagnostics: OnceCell::new(),
            chapters,
            languages: guarded(|| snapshot.languages()).unwrap_or_default(),
            renderer,
            id: format!("{:x}-{}", self.run, self.count),
        };
        let mut state = State {
            id: shown.id.clone(),
            findings: None,
            problem: self.problem.clone(),
        };
        self.states.send_replace(Some(state.clone()));
        loop {
            let message = match state.findings {
                None => inbox.recv_timeout(PAGES_FIRST),
                Some(_) => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match message {
                Ok(Message::Changed) => return true,
                Ok(Message::Request(request)) => {
                    let answer = guarded(|| shown.answer(&request)).unwrap_or_else(|fault| shown.failure(&fault));
                    // A browser that went away needs no answer.
                    let _ = request.answer.send(answer);
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(found) = shown.find(&|| inbox.is_empty()) {
                        state.findings = Some(Counts::of(found));
                        self.states.send_replace(Some(state.clone()));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

/// What `work` gives, or what it said when it failed by a fault of the program.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|fault| {
        let text = fault.downcast_ref::<String>().cloned();
        let text = text.or_else(|| fault.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        text.unwrap_or_default()
    })
}

impl Shown<'_> {
    /// The findings, found when they are first asked for. A fault of the program finds none.
    fn diagnostics(&self) -> &[Diagnostic] {
        self.find(&|| true).unwrap_or_default()
    }

    /// The same, or nothing where `go_on` says before they are found that something else comes first.
    fn find(&self, go_on: &(dyn Fn() -> bool + Sync)) -> Option<&[Diagnostic]> {
        if self.diagnostics.get().is_none() {
            let found = guarded(|| self.snapshot.diagnostics_while(&self.options.check, go_on));
            // Nobody sets it in between: one thread has the handbook.
            let _ = self.diagnostics.set(found.unwrap_or_else(|_| Some(Vec::new()))?);
        }
        self.diagnostics.get().map(Vec::as_slice)
    }

    fn answer(&self, request: &Request) -> Answer {
        if let Some(own) = request.path.strip_prefix("_rolebook/") {
            return self.own(own, request).unwrap_or_else(|| answer(404, "txt", Vec::new()));
        }
        let renderer = match &self.renderer {
            Ok(renderer) => renderer,
            Err(fault) => return self.failure(fault),
        };
        let path = match request.path.as_str() {
            path if path.is_empty() || path.ends_with('/') => &format!("{path}index.html"),
            path => path,
        };
        match renderer.file(path) {
            Ok(Some(File::Made(bytes))) if path.ends_with(".html") => {
                self.html(200, &String::from_utf8_lossy(&bytes), path)
            }
            Ok(Some(File::Made(bytes))) => answer(200, path, bytes.into_owned()),
            Ok(Some(File::Asset(source))) => match self.snapshot.asset(source) {
                Some(bytes) => answer(200, path, bytes),
                None => self.not_found(renderer),
            },
            // A folder's name without the slash, as people type it.
            Ok(None) => match renderer.file(&format!("{path}/index.html")) {
                Ok(Some(_)) => sent_on(&format!("{path}/")),
                _ => self.not_found(renderer),
            },
            Err(error) => self.failure(&error.to_string()),
        }
    }

    fn not_found(&self, renderer: &Renderer<'_>) -> Answer {
        match renderer.file("404.html") {
            Ok(Some(File::Made(bytes))) => self.html(404, &String::from_utf8_lossy(&bytes), "404.html"),
            _ => answer(404, "txt", Vec::new()),
        }
    }

    /// A page of the site, with what makes it follow its sources.
    fn html(&self, status: u16, text: &str, path: &str) -> Answer {
        let tag = self.tag(path.split('/').next().unwrap_or_default());
        let injection = Injection {
            state: &self.id,
            chapter: self.chapters.get(path).map(String::as_str),
            editor: self.options.editor.as_deref(),
            language: Language::nearest(tag),
            tag,
        };
        answer(status, "html", page::inject(text, &injection).into_bytes())
    }

    /// A page that says why there is none.
    fn failure(&self, fault: &str) -> Answer {
        let tag = self.tag("");
        self.html(500, &page::failure(Language::nearest(tag), tag, fault), "")
    }

    /// The files of the preview itself.
    fn own(&self, path: &str, request: &Request) -> Option<Answer> {
        let value = |name: &str| {
            let found = request.query.iter().find(|(key, _)| key == name);
            found.map_or("", |(_, value)| value)
        };
        let sources = self.snapshot.sources();
        match path {
            "client.js" | "client.css" => Some(answer(200, path, page::file(path)?.as_bytes().to_vec())),
            "findings.json" => {
                let tag = self.tag(value("lang"));
                let report = report::json(self.diagnostics(), sources, &self.snapshot.stats(), tag);
                Some(answer(200, path, report.into_bytes()))
            }
            "source.html" => {
                let tag = self.tag(value("lang"));
                let page = page::source(sources, sources.find(value("path"))?, self.diagnostics(), tag);
                Some(self.html(200, &page, tag))
            }
            "page" => {
                let chapter = value("path");
                let (page, _) = self.chapters.iter().find(|(_, path)| *path == chapter)?;
                Some(sent_on(page))
            }
            _ => None,
        }
    }

    /// The language of the handbook that is called `tag`, else its first.
    fn tag(&self, tag: &str) -> &str {
        let found = self.languages.iter().find(|own| *own == tag);
        found.or_else(|| self.languages.first()).map_or("", String::as_str)
    }
}

/// Leads to another path of the site.
fn sent_on(path: &str) -> Answer {
    let mut location = "/".to_owned();
    html::encode(&mut location, path);
    Answer {
        location: Some(location),
        ..answer(302, "txt", Vec::new())
    }
}

/// An answer with the media type of files that are named like `path`.
fn answer(status: u16, path: &str, body: Vec<u8>) -> Answer {
    Answer {
        status,
        media_type: page::media_type(path),
        location: None,
        body,
    }
}
