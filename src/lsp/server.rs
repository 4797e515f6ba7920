//! The state of a session, and its loop.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::notification::{
    Cancel, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, Initialized, LogMessage, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    CancelParams, InitializeParams, LogMessageParams, MessageType, NumberOrString, Position, PublishDiagnosticsParams,
    Range, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::book::{Book, root_in, root_of};
use super::buffer::Buffer;
use super::client::Client;
use super::encoding::Encoding;
use super::{End, capabilities, findings, requests, uri};
use crate::model::Handbook;
use crate::source::{FileId, Span};

/// Findings are worked out when nothing has come for so long: shorter than the pause between two keys.
const QUIET: Duration = Duration::from_millis(40);

/// A session.
pub(super) struct Server<'c> {
    connection: &'c Connection,
    pub(super) client: Client,
    pub(super) buffers: BTreeMap<PathBuf, Buffer>,
    books: Vec<Book>,
    /// Messages that have come and are not answered yet.
    waiting: VecDeque<Message>,
    requests_sent: i32,
}

/// A place in a handbook that the client speaks of.
pub(super) struct Place<'s> {
    pub(super) book: &'s Book,
    pub(super) handbook: &'s Handbook,
    pub(super) file: FileId,
}

impl<'c> Server<'c> {
    pub(super) fn new(connection: &'c Connection, client: Client) -> Self {
        Self {
            connection,
            client,
            buffers: BTreeMap::new(),
            books: Vec::new(),
            waiting: VecDeque::new(),
            requests_sent: 0,
        }
    }

    /// Opens the handbooks in the folders that the client works in.
    #[allow(deprecated, reason = "older clients know one folder only")]
    pub(super) fn open_folders(&mut self, params: &InitializeParams) {
        let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
        let folders: Vec<PathBuf> = folders.chain(&params.root_uri).filter_map(uri::path).collect();
        for folder in folders {
            self.open_in(&folder);
        }
    }

    fn open_in(&mut self, folder: &Path) {
        if let Some(root) = root_in(folder) {
            self.open(&root);
        }
    }

    fn open(&mut self, root: &Path) {
        if self.books.iter().any(|book| book.root == root) {
            return;
        }
        let client = &self.client;
        match Book::open(root, |languages| client.words(languages)) {
            Ok(mut book) => {
                for (path, buffer) in &self.buffers {
                    if let Some(inside) = book.inside(path) {
                        book.set(&inside, &buffer.text);
                    }
                }
                self.books.push(book);
            }
            Err(error) => self.log(error.message(client.tag())),
        }
    }

    /// Answers until the client says that it goes, or is gone.
    pub(super) fn run(&mut self) -> End {
        let mut shutting_down = false;
        loop {
            let Some(message) = self.next() else {
                return End::Broken;
            };
            match message {
                Message::Request(request) if request.method == lsp_types::request::Shutdown::METHOD => {
                    shutting_down = true;
                    self.answer(Response::new_ok(request.id, ()));
                }
                Message::Request(request) if shutting_down => {
                    let text = "the server is shutting down".to_owned();
                    self.answer(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, text));
                }
                Message::Request(request) => self.request(request),
                Message::Notification(notification) if notification.method == lsp_types::notification::Exit::METHOD => {
                    return if shutting_down { End::Asked } else { End::Broken };
                }
                Message::Notification(notification) => self.notification(notification),
                // The transport passes none on.
                Message::Response(_) => {}
            }
        }
    }

    /// The next message; while none comes, findings are worked out.
    fn next(&mut self) -> Option<Message> {
        loop {
            while let Ok(message) = self.connection.receiver.try_recv() {
                self.take(message);
            }
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            let message = if self.books.iter().any(|book| book.is_dirty) {
                match self.connection.receiver.recv_timeout(QUIET) {
                    Ok(message) => message,
                    Err(error) if error.is_timeout() => {
                        self.publish();
                        continue;
                    }
                    Err(_) => return None,
                }
            } else {
                self.connection.receiver.recv().ok()?
            };
            self.take(message);
        }
    }

    /// Puts a message behind those that wait, or takes out the one that it cancels.
    fn take(&mut self, message: Message) {
        let cancelled = match &message {
            Message::Notification(notification) if notification.method == Cancel::METHOD => {
                serde_json::from_value::<CancelParams>(notification.params.clone()).ok()
            }
            _ => None,
        };
        let Some(CancelParams { id }) = cancelled else {
            self.waiting.push_back(message);
            return;
        };
        let id = match id {
            NumberOrString::Number(number) => RequestId::from(number),
            NumberOrString::String(text) => RequestId::from(text),
        };
        let is_meant = |message: &Message| matches!(message, Message::Request(request) if request.id == id);
        if let Some(at) = self.waiting.iter().position(is_meant) {
            self.waiting.remove(at);
            let text = "cancelled".to_owned();
            self.answer(Response::new_err(id, ErrorCode::RequestCanceled as i32, text));
        }
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        // A fault of ours costs this answer, not the session.
        let answer = catch_unwind(AssertUnwindSafe(|| requests::answer(self, request)));
        let result = answer.unwrap_or_else(|_| {
            Err(ResponseError {
                code: ErrorCode::InternalError as i32,
                message: "rolebook failed at this request; please report it".to_owned(),
                data: None,
            })
        });
        self.answer(Response {
            id,
            response_result: result,
        });
    }

    fn notification(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let done = catch_unwind(AssertUnwindSafe(|| self.take_note(notification)));
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.log(format!("{method}: {error}")),
            Err(_) => self.log(format!("{method}: rolebook failed; please report it")),
        }
    }

    fn take_note(&mut self, notification: Notification) -> Result<(), serde_json::Error> {
        fn read<N: lsp_types::notification::Notification>(
            notification: Notification,
        ) -> Result<N::Params, serde_json::Error>
        where
            N::Params: DeserializeOwned,
        {
            serde_json::from_value(notification.params)
        }
        match notification.method.as_str() {
            Initialized::METHOD if self.client.watches => {
                self.ask::<RegisterCapability>(capabilities::watchers());
            }
            DidOpenTextDocument::METHOD => {
                let document = read::<DidOpenTextDocument>(notification)?.text_document;
                if let Some(path) = uri::path(&document.uri) {
                    let buffer = Buffer {
                        uri: document.uri,
                        version: document.version,
                        text: document.text,
                    };
                    self.buffers.insert(path.clone(), buffer);
                    if let Some(root) = root_of(&path).map(Path::to_path_buf) {
                        self.open(&root);
                    }
                    self.overlay(&path);
                }
            }
            DidChangeTextDocument::METHOD => {
                let change = read::<DidChangeTextDocument>(notification)?;
                let path = uri::path(&change.text_document.uri);
                if let Some(path) = path
                    && let Some(buffer) = self.buffers.get_mut(&path)
                {
                    buffer.change(
                        change.text_document.version,
                        change.content_changes,
                        self.client.encoding,
                    );
                    self.overlay(&path);
                }
            }
            DidCloseTextDocument::METHOD => {
                let closed = read::<DidCloseTextDocument>(notification)?;
                if let Some(path) = uri::path(&closed.text_document.uri) {
                    self.buffers.remove(&path);
                    self.reload(&[path]);
                }
            }
            DidSaveTextDocument::METHOD if !self.client.watches => {
                let saved = read::<DidSaveTextDocument>(notification)?;
                self.reload(&uri::path(&saved.text_document.uri).into_iter().collect::<Vec<_>>());
            }
            DidChangeWatchedFiles::METHOD => {
                let changes = read::<DidChangeWatchedFiles>(notification)?.changes;
                let paths: Vec<PathBuf> = changes.iter().filter_map(|change| uri::path(&change.uri)).collect();
                self.reload(&paths);
            }
            DidChangeWorkspaceFolders::METHOD => {
                let event = read::<DidChangeWorkspaceFolders>(notification)?.event;
                for folder in event.added.iter().filter_map(|folder| uri::path(&folder.uri)) {
                    self.open_in(&folder);
                }
            }
            // What the protocol lets clients say and nothing here hangs on.
            _ => {}
        }
        Ok(())
    }

    /// Puts the text of an editor into the handbook that its file belongs to.
    fn overlay(&mut self, path: &Path) {
        let Some(buffer) = self.buffers.get(path) else {
            return;
        };
        if let Some((index, inside)) = self.home(path) {
            self.books[index].set(&inside, &buffer.text);
        }
    }

    /// Reads the handbooks anew that these files belong to.
    fn reload(&mut self, paths: &[PathBuf]) {
        let mut problems = Vec::new();
        let tag = self.client.tag().to_owned();
        for book in &mut self.books {
            if paths.iter().any(|path| book.inside(path).is_some()) {
                let texts = self
                    .buffers
                    .iter()
                    .map(|(path, buffer)| (path.as_path(), buffer.text.as_str()));
                problems.extend(book.reload(texts).err().map(|error| error.message(&tag)));
            }
        }
        for problem in problems {
            self.log(problem);
        }
    }

    /// Tells the client the findings that have changed since it was last told.
    fn publish(&mut self) {
        let mut books = std::mem::take(&mut self.books);
        for book in books.iter_mut().filter(|book| book.is_dirty) {
            book.is_dirty = false;
            // A fault of ours costs this round, not the session.
            let told = catch_unwind(AssertUnwindSafe(|| self.publish_book(book)));
            if told.is_err() {
                self.log("rolebook failed at checking the handbook; please report it".to_owned());
            }
        }
        self.books = books;
    }

    fn publish_book(&self, book: &mut Book) {
        // What is open and what had findings is told that it has none.
        let open = self.buffers.keys().filter_map(|path| book.inside(path));
        let known = open.chain(book.published.keys().cloned());
        let mut by_path: BTreeMap<String, Vec<_>> = known.map(|path| (path, Vec::new())).collect();
        for finding in book.findings() {
            let path = book.sources().file(finding.span.file).path.to_string();
            let published = findings::published(self, book, finding);
            by_path.entry(path).or_default().push(published);
            for (file, hint) in findings::hints(self, book, finding) {
                let path = book.sources().file(file).path.to_string();
                by_path.entry(path).or_default().push(hint);
            }
        }
        let mut told = BTreeMap::new();
        for (path, list) in by_path {
            let full = path
                .split('/')
                .fold(book.root.clone(), |folder, name| folder.join(name));
            let buffer = self.buffers.get(&full);
            let version = buffer.map(|buffer| buffer.version);
            let state = (version, list);
            if book.published.get(&path) != Some(&state)
                && let Some(uri) = buffer.map(|buffer| buffer.uri.clone()).or_else(|| uri::of(&full))
            {
                let (version, diagnostics) = state.clone();
                self.tell::<PublishDiagnostics>(PublishDiagnosticsParams {
                    uri,
                    diagnostics,
                    version,
                });
            }
            // A clean file that nobody has open need not be remembered.
            if !state.1.is_empty() || version.is_some() {
                told.insert(path, state);
            }
        }
        book.published = told;
    }

    /// The file that the client speaks of, where it belongs to a handbook.
    pub(super) fn file(&self, uri: &Uri) -> Option<Place<'_>> {
        let (index, inside) = self.home(&uri::path(uri)?)?;
        let book = &self.books[index];
        let file = book.sources().find(&inside)?;
        Some(Place {
            book,
            handbook: book.handbook(),
            file,
        })
    }

    /// The index of the handbook that a file belongs to, the innermost one, and its path there.
    fn home(&self, path: &Path) -> Option<(usize, String)> {
        let books = self.books.iter().enumerate();
        let inside = books.filter_map(|(index, book)| Some((index, book.inside(path)?)));
        inside.max_by_key(|(index, _)| self.books[*index].root.as_os_str().len())
    }

    pub(super) fn books(&self) -> &[Book] {
        &self.books
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// The byte offset of a position in a file.
    pub(super) fn offset(&self, place: &Place<'_>, position: Position) -> u32 {
        self.encoding().offset(place.book.sources().file(place.file), position)
    }

    pub(super) fn range(&self, book: &Book, span: Span) -> Range {
        self.encoding().range(book.sources().file(span.file), span)
    }

    /// The address of a file of a handbook, written as the client writes it where it has the file open.
    pub(super) fn uri(&self, book: &Book, file: FileId) -> Option<Uri> {
        let path = book.path_of(file);
        let open = self.buffers.get(&path).map(|buffer| buffer.uri.clone());
        open.or_else(|| uri::of(&path))
    }

    fn answer(&self, response: Response) {
        // Where the client is gone, the loop ends at its next turn.
        let _ = self.connection.sender.send(Message::Response(response));
    }

    fn tell<N: lsp_types::notification::Notification>(&self, params: N::Params)
    where
        N::Params: Serialize,
    {
        let notification = Notification::new(N::METHOD.to_owned(), params);
        let _ = self.connection.sender.send(Message::Notification(notification));
    }

    fn ask<R: lsp_types::request::Request>(&mut self, params: R::Params)
    where
        R::Params: Serialize,
    {
        self.requests_sent += 1;
        let request = Request::new(RequestId::from(self.requests_sent), R::METHOD.to_owned(), params);
        let _ = self.connection.sender.send(Message::Request(request));
    }

    fn log(&self, message: String) {
        self.tell::<LogMessage>(LogMessageParams {
            typ: MessageType::ERROR,
            message,
        });
    }
}
