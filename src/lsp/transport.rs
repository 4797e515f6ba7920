//! Messages over the standard streams, each after a head that says how long it is.
//!
//! `lsp_server` has this too, but takes as much memory as a head asks for, and ends at the first message that it cannot
//! read.

use std::io::{self, BufRead, Read, Write};
use std::thread;

use crossbeam_channel as channel;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request};
use lsp_types::notification::{Exit, Notification as _};
use serde::Deserialize;
use serde_json::{Value, json};

/// A message in bytes, at most: more than the largest text of a handbook takes.
const LONGEST: u64 = 1 << 30;
/// A line of a head in bytes, at most.
const LONGEST_LINE: u64 = 8192;

/// The standard streams as a connection.
pub(super) struct Transport {
    pub(super) connection: Connection,
    reader: thread::JoinHandle<io::Result<()>>,
    writer: thread::JoinHandle<io::Result<()>>,
}

impl Transport {
    /// Begins to read and to write.
    ///
    /// # Errors
    /// The system gives no threads.
    pub(super) fn start() -> io::Result<Self> {
        let (answers, outgoing) = channel::unbounded::<Message>();
        let (incoming, messages) = channel::bounded(0);
        // Each takes the output for one message at a time.
        let write = move || {
            outgoing
                .into_iter()
                .try_for_each(|message| message.write(&mut io::stdout().lock()))
        };
        let read = move || {
            let mut input = io::stdin().lock();
            while let Some(text) = read(&mut input)? {
                match message(&text) {
                    Ok(Some(message)) => {
                        let is_last = matches!(&message, Message::Notification(note) if note.method == Exit::METHOD);
                        if incoming.send(message).is_err() || is_last {
                            break;
                        }
                    }
                    Ok(None) => {}
                    Err(error) => send(&refusal(&text, &error))?,
                }
            }
            Ok(())
        };
        Ok(Self {
            connection: Connection {
                sender: answers,
                receiver: messages,
            },
            writer: thread::Builder::new().spawn(write)?,
            reader: thread::Builder::new().spawn(read)?,
        })
    }

    /// Waits until all is written.
    ///
    /// # Errors
    /// The streams failed, or held what is not the protocol.
    pub(super) fn end(self) -> io::Result<()> {
        // The writer ends when nobody can send to it any more.
        drop(self.connection);
        for thread in [self.writer, self.reader] {
            thread.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))?;
        }
        Ok(())
    }
}

/// The text of the next message; nothing where the client has gone.
fn read(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let Some(field) = line.strip_suffix(b"\r\n") else {
            return Err(wrong("a head of messages has a line without an end".to_owned()));
        };
        if field.is_empty() {
            break;
        }
        let field = String::from_utf8_lossy(field);
        let Some((name, value)) = field.split_once(':') else {
            return Err(wrong(format!("{field:?} is not a line of a message's head")));
        };
        if name.eq_ignore_ascii_case("Content-Length") {
            let number = value.trim().parse().ok().filter(|length| *length <= LONGEST);
            length = Some(number.ok_or_else(|| wrong(format!("a message cannot be as long as {:?}", value.trim())))?);
        }
    }
    let length = length.ok_or_else(|| wrong("a message does not say how long it is".to_owned()))?;
    // Memory grows with what comes, not with what the head says.
    let mut text = Vec::new();
    if input.by_ref().take(length).read_to_end(&mut text)? as u64 == length {
        Ok(Some(text))
    } else {
        Err(wrong(format!("a message of {length} bytes ends after {}", text.len())))
    }
}

/// What a text says that is a message.
#[derive(Deserialize)]
struct Said {
    id: Option<Value>,
    method: Option<String>,
    #[serde(default)]
    params: Value,
}

/// The message that a text is; nothing for an answer: nothing hangs on what the server asked.
fn message(text: &[u8]) -> serde_json::Result<Option<Message>> {
    let Said { id, method, params } = serde_json::from_slice(text)?;
    match (id, method) {
        (Some(id), Some(method)) => {
            let id = serde_json::from_value(id)?;
            Ok(Some(Message::Request(Request { id, method, params })))
        }
        (None, Some(method)) => Ok(Some(Message::Notification(Notification { method, params }))),
        (Some(_), None) => Ok(None),
        (None, None) => Err(serde::de::Error::missing_field("method")),
    }
}

/// The answer to what is no message: to a request whose id can be read, by that id.
fn refusal(text: &[u8], error: &serde_json::Error) -> Value {
    let known = serde_json::from_slice::<Value>(text);
    let code = known
        .as_ref()
        .map_or(ErrorCode::ParseError, |_| ErrorCode::InvalidRequest);
    let id = known
        .ok()
        .and_then(|mut message| message.get_mut("id").map(Value::take));
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": error.to_string()}})
}

fn send(message: &Value) -> io::Result<()> {
    let text = message.to_string();
    let mut output = io::stdout().lock();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}
