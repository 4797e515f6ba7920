//! The language server: what editors ask over the Language Server Protocol, answered by `editor` and `workspace`.
//!
//! One thread reads and answers one message after the other, so that every answer is about one state of the texts.
//! Findings are worked out when no message waits.

mod actions;
mod book;
mod buffer;
mod capabilities;
mod client;
mod encoding;
mod findings;
mod requests;
mod server;
mod transport;
mod uri;

use lsp_server::{Connection, ErrorCode, Message, Request, Response};
use lsp_types::InitializeParams;
use lsp_types::notification::{Exit, Notification as _};
use lsp_types::request::{Initialize, Request as _};

use client::Client;
use server::Server;
use transport::Transport;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client asked for it, as it should.
    Asked,
    /// It went away without asking.
    Broken,
}

/// Serves the client at the standard input and output until it goes. `lang` is the language of messages; without it the
/// client's own holds.
///
/// # Errors
/// The streams fail, or hold what is not the protocol.
pub fn run(lang: Option<&str>) -> std::io::Result<End> {
    let transport = Transport::start()?;
    let end = serve(&transport.connection, lang);
    transport.end()?;
    Ok(end)
}

fn serve(connection: &Connection, lang: Option<&str>) -> End {
    for message in &connection.receiver {
        let (id, method, raw) = match message {
            Message::Request(Request { id, method, params }) => (id, method, params),
            Message::Notification(note) if note.method == Exit::METHOD => return End::Broken,
            // What comes before the session begins is passed over.
            _ => continue,
        };
        let refusal = if method == Initialize::METHOD {
            match serde_json::from_value::<InitializeParams>(raw.clone()) {
                Ok(params) => {
                    let client = Client::new(&params, &raw, lang);
                    let answer = Response::new_ok(id, capabilities::answer(&client));
                    if connection.sender.send(Message::Response(answer)).is_err() {
                        return End::Broken;
                    }
                    let mut server = Server::new(connection, client);
                    server.open_folders(&params);
                    return server.run();
                }
                Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
            }
        } else {
            let text = "the session begins with initialize".to_owned();
            Response::new_err(id, ErrorCode::ServerNotInitialized as i32, text)
        };
        if connection.sender.send(Message::Response(refusal)).is_err() {
            return End::Broken;
        }
    }
    End::Broken
}
