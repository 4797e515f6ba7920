//! An editor for tests: it speaks to the real program over its standard streams, and keeps its own copies of texts.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// A slow machine with a dev build must not fail a test.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Editor {
    program: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications and requests of the server that nobody has looked at.
    pub inbox: VecDeque<Value>,
    root: PathBuf,
    texts: BTreeMap<String, (i64, String)>,
    next_id: i64,
    utf8: bool,
}

/// What an editor says of itself; fields of `initialize`.
pub fn initialize(root: &Path, options: &Value) -> Value {
    json!({
        "processId": null,
        "workspaceFolders": [{"uri": uri(root), "name": "handbook"}],
        "initializationOptions": options,
        "capabilities": {"workspace": {"workspaceEdit": {"documentChanges": true}}},
    })
}

/// The address of a path, as VS Code writes it.
pub fn uri(path: &Path) -> String {
    let mut out = String::from("file://");
    for byte in path.to_str().unwrap().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

impl Editor {
    /// Starts the program in `root` without a word.
    pub fn start(root: &Path) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .arg("lsp")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(program.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: program.stdin.take(),
            program,
            messages,
            inbox: VecDeque::new(),
            root: root.to_path_buf(),
            texts: BTreeMap::new(),
            next_id: 0,
            utf8: false,
        }
    }

    /// Starts the program on the handbook in `root`, with messages in the language `lang`.
    pub fn open_folder(root: &Path, lang: &str) -> Self {
        Self::with(root, &initialize(root, &json!({"lang": lang})))
    }

    pub fn with(root: &Path, params: &Value) -> Self {
        let mut editor = Self::start(root);
        let answer = editor.request("initialize", params.clone()).unwrap();
        editor.utf8 = answer["capabilities"]["positionEncoding"] == "utf-8";
        editor.notify("initialized", json!({}));
        editor
    }

    pub fn send(&mut self, message: &Value) {
        self.send_text(message.to_string().as_bytes());
    }

    /// Sends a message, whether or not it is one.
    pub fn send_text(&mut self, text: &[u8]) {
        let head = format!("Content-Length: {}\r\n\r\n", text.len());
        self.send_bytes(&[head.as_bytes(), text].concat());
    }

    /// Sends bytes as they are; the program may have gone already.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    /// The next message that has this id and is an answer.
    pub fn answer_to(&mut self, id: &Value) -> Value {
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("an answer");
            if message.get("id") == Some(id) && message.get("method").is_none() {
                return message;
            }
            self.inbox.push_back(message);
        }
    }

    /// Waits for the program's end, at which nothing more can be said to it: the exit status, none where it was killed.
    pub fn end(&mut self) -> Option<i32> {
        self.input = None;
        self.program.wait().unwrap().code()
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request without waiting for its answer: its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The answer to the request with this id: its result, or its error.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.answer_to(&id.into());
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    pub fn uri(&self, path: &str) -> String {
        uri(&self.root.join(path))
    }

    pub fn text(&self, path: &str) -> &str {
        &self.texts[path].1
    }

    /// Opens a file as it is on disk.
    pub fn open(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.root.join(path)).unwrap();
        self.open_with(path, &text);
    }

    pub fn open_with(&mut self, path: &str, text: &str) {
        let document = json!({"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text});
        self.texts.insert(path.to_owned(), (1, text.to_owned()));
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces the one place where `old` stands, as a change of that range alone.
    pub fn edit(&mut self, path: &str, old: &str, new: &str) {
        let text = self.texts[path].1.clone();
        assert_eq!(text.matches(old).count(), 1, "{old} in {path}");
        let at = text.find(old).unwrap();
        let range = json!({"start": self.position(path, at), "end": self.position(path, at + old.len())});
        let entry = self.texts.get_mut(path).unwrap();
        entry.0 += 1;
        entry.1.replace_range(at..at + old.len(), new);
        let document = json!({"uri": uri(&self.root.join(path)), "version": entry.0});
        let change = json!({"range": range, "text": new});
        self.notify(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": [change]}),
        );
    }

    /// The position of a byte of a text that is open.
    pub fn position(&self, path: &str, offset: usize) -> Value {
        position(&self.texts[path].1, offset, self.utf8)
    }

    /// `textDocument` and `position` of the middle of the first `words` in a file.
    pub fn at(&self, path: &str, words: &str) -> Value {
        let text = &self.texts[path].1;
        let start = text.find(words).unwrap_or_else(|| panic!("no {words} in {path}"));
        let middle = words.char_indices().nth(words.chars().count() / 2).unwrap().0;
        json!({"textDocument": {"uri": self.uri(path)}, "position": self.position(path, start + middle)})
    }

    /// The findings of a file for the text as it is now.
    pub fn findings(&mut self, path: &str) -> Vec<Value> {
        let mut told = self.findings_and_hints(path);
        told.retain(|finding| !is_hint(finding));
        told
    }

    /// The same with what is told at the other places that findings are about.
    pub fn findings_and_hints(&mut self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        let version = self.texts.get(path).map(|(version, _)| *version);
        self.told(|params| params["uri"] == uri && params["version"].as_i64() == version)
    }

    /// The next findings that the server tells and that are `wanted`.
    pub fn told(&mut self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let is_told =
            |message: &Value| message["method"] == "textDocument/publishDiagnostics" && wanted(&message["params"]);
        // The latest that waits says what holds now.
        let mut found = None;
        while let Some(at) = self.inbox.iter().position(is_told) {
            found = self.inbox.remove(at);
        }
        let message = found.unwrap_or_else(|| {
            loop {
                let message = self.messages.recv_timeout(PATIENCE).expect("findings");
                if is_told(&message) {
                    return message;
                }
                self.inbox.push_back(message);
            }
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Makes the edits of a `WorkspaceEdit` in the open texts and on disk, and tells the server of both.
    pub fn apply(&mut self, edit: &Value) -> Vec<String> {
        let mut paths = Vec::new();
        let mut on_disk = Vec::new();
        for document in edit["documentChanges"].as_array().expect("document changes") {
            let address = document["textDocument"]["uri"].as_str().unwrap();
            let path = self.path(address);
            let version = &document["textDocument"]["version"];
            let text = match self.texts.get(&path) {
                Some((known, text)) => {
                    assert_eq!(version, known, "the version of {path}");
                    text.clone()
                }
                None => {
                    assert!(version.is_null(), "{path} is not open");
                    std::fs::read_to_string(self.root.join(&path)).unwrap()
                }
            };
            let new = self.edited(&text, document["edits"].as_array().unwrap());
            if let Some(entry) = self.texts.get_mut(&path) {
                *entry = (entry.0 + 1, new.clone());
                let document = json!({"uri": address, "version": entry.0});
                self.notify(
                    "textDocument/didChange",
                    json!({"textDocument": document, "contentChanges": [{"text": new}]}),
                );
            } else {
                std::fs::write(self.root.join(&path), new).unwrap();
                on_disk.push(json!({"uri": address, "type": 2}));
            }
            paths.push(path);
        }
        if !on_disk.is_empty() {
            self.notify("workspace/didChangeWatchedFiles", json!({"changes": on_disk}));
        }
        paths.sort();
        paths
    }

    pub fn path(&self, address: &str) -> String {
        let root = uri(&self.root);
        let inside = address
            .strip_prefix(&root)
            .unwrap_or_else(|| panic!("{address} not in {root}"));
        percent_decoded(inside.trim_start_matches('/'))
    }

    /// `text` with edits that do not overlap.
    pub fn edited(&self, text: &str, edits: &[Value]) -> String {
        let mut places: Vec<(usize, usize, &str)> = edits
            .iter()
            .map(|edit| {
                let at = |end: &str| offset(text, &edit["range"][end], self.utf8);
                (at("start"), at("end"), edit["newText"].as_str().unwrap())
            })
            .collect();
        places.sort_unstable();
        let mut out = text.to_owned();
        for (start, end, new) in places.into_iter().rev() {
            out.replace_range(start..end, new);
        }
        out
    }

    /// The words that a range of an open text covers.
    pub fn words(&self, path: &str, range: &Value) -> &str {
        let text = &self.texts[path].1;
        &text[offset(text, &range["start"], self.utf8)..offset(text, &range["end"], self.utf8)]
    }

    /// Says goodbye as editors do: the exit status.
    pub fn close(mut self) -> i32 {
        self.request("shutdown", Value::Null).unwrap();
        self.exit()
    }

    /// Goes without asking.
    pub fn exit(&mut self) -> i32 {
        self.notify("exit", Value::Null);
        self.end().unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// A position from 0, columns in UTF-16 units or in bytes.
pub fn position(text: &str, offset: usize, utf8: bool) -> Value {
    let before = &text[..offset];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let column = if utf8 { line.len() } else { line.encode_utf16().count() };
    json!({"line": before.matches('\n').count(), "character": column})
}

pub fn offset(text: &str, position: &Value, utf8: bool) -> usize {
    let number = |key: &str| position[key].as_u64().unwrap() as usize;
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.into_iter().nth(number("line")).expect("a line");
    if utf8 {
        return start + number("character");
    }
    let mut units = 0;
    let mut end = start;
    for next in text[start..].chars() {
        if units == number("character") {
            break;
        }
        units += next.len_utf16();
        end += next.len_utf8();
    }
    assert_eq!(units, number("character"), "a position within a character");
    end
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let hex = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Whether the server tells of another place that a finding is about.
pub fn is_hint(finding: &Value) -> bool {
    finding["severity"] == 4
}
