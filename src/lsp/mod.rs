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
mod uri;

use lsp_server::{Connection, ErrorCode, Message, Response};
use lsp_types::InitializeParams;

use client::Client;
use server::Server;

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
    let (connection, threads) = Connection::stdio();
    let end = serve(&connection, lang);
    // The writer ends when nobody can send to it any more.
    drop(connection);
    threads.join()?;
    Ok(end)
}

fn serve(connection: &Connection, lang: Option<&str>) -> End {
    loop {
        // Requests that come before are refused, notifications passed over.
        let Ok((id, raw)) = connection.initialize_start() else {
            return End::Broken;
        };
        let params: InitializeParams = match serde_json::from_value(raw.clone()) {
            Ok(params) => params,
            Err(error) => {
                let refusal = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
                if connection.sender.send(Message::Response(refusal)).is_err() {
                    return End::Broken;
                }
                continue;
            }
        };
        let client = Client::new(&params, &raw, lang);
        let answer = Response::new_ok(id, capabilities::answer(&client));
        if connection.sender.send(Message::Response(answer)).is_err() {
            return End::Broken;
        }
        let mut server = Server::new(connection, client);
        server.open_folders(&params);
        return server.run();
    }
}
