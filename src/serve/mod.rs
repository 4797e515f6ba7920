//! `rolebook serve`: a site that follows its sources, for the one who writes them.
//!
//! One thread has the handbook and makes what is asked for ([`preview`]); the server only passes requests on
//! ([`http`]). After each change the thread makes a new [`Snapshot`](crate::workspace::Snapshot) and tells the browsers,
//! which fetch the page that they show (`client.js`).

mod http;
mod page;
mod preview;

use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::task::Poll;
use std::thread;

use crossbeam_channel as channel;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::render::{STACK, SiteOptions};
use crate::workspace::{self, CheckOptions, Means, Workspace};
use preview::Preview;

/// How many ports after the one asked for are tried.
const PORTS: u16 = 100;

/// How a preview is served.
#[derive(Debug)]
pub struct Options {
    /// What is listened at. A port that is taken is followed by the next free one; 0 is any free port.
    pub address: SocketAddr,
    /// A name under which the machine is asked besides its numbers and `localhost`.
    pub host: Option<String>,
    pub means: Means,
    pub site: SiteOptions,
    pub check: CheckOptions,
    /// The address that opens a file in the editor's program, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
}

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{address} and the {PORTS} ports after it are taken")]
    Taken { address: SocketAddr },
    #[error("nothing can be served at {address}: {source}")]
    Refused {
        address: SocketAddr,
        source: std::io::Error,
    },
    #[error("the server cannot start: {0}")]
    Runtime(std::io::Error),
}

impl ServeError {
    /// Name of the message, the same in every language pack.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "ports-taken",
            Self::Refused { .. } => "address-refused",
            Self::Runtime(_) => "server-failed",
        }
    }

    /// What the message speaks of, by the names that it uses.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Taken { address } => vec![("address", address.to_string())],
            Self::Refused { address, source } => {
                vec![("address", address.to_string()), ("reason", source.to_string())]
            }
            Self::Runtime(source) => vec![("reason", source.to_string())],
        }
    }
}

/// What the thread that has the handbook is told.
#[derive(Debug)]
enum Message {
    Request(Request),
    /// Something in the handbook's folder has changed.
    Changed,
}

/// A file that somebody asks for.
#[derive(Debug)]
struct Request {
    /// The path in the site, decoded, without the slash at the beginning.
    path: String,
    /// What stands after the `?`, decoded, by its names.
    query: Vec<(String, String)>,
    answer: oneshot::Sender<Answer>,
}

/// What a browser gets.
#[derive(Debug)]
struct Answer {
    status: u16,
    media_type: &'static str,
    /// Where a browser is sent on to.
    location: Option<String>,
    body: Vec<u8>,
}

/// A preview that listens, and does not answer yet.
#[derive(Debug)]
pub struct Server {
    runtime: tokio::runtime::Runtime,
    interrupted: JoinHandle<std::io::Result<()>>,
    listener: TcpListener,
    address: SocketAddr,
    options: Options,
    workspace: Workspace,
    messages: channel::Sender<Message>,
    inbox: channel::Receiver<Message>,
}

impl Server {
    /// Begins to listen.
    ///
    /// # Errors
    /// No port is free, or the system refuses.
    pub fn bind(workspace: Workspace, options: Options) -> Result<Self, ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(ServeError::Runtime)?;
        let interrupted = runtime.block_on(interrupt());
        let listener = runtime.block_on(listen(options.address))?;
        let address = listener.local_addr().map_err(ServeError::Runtime)?;
        let (messages, inbox) = channel::unbounded();
        let changes = messages.clone();
        workspace::watch(workspace.root(), options.means, move || {
            changes.send(Message::Changed).is_ok()
        });
        Ok(Self {
            // What changed since it was read and before it was watched would never be told.
            workspace: workspace.reopen().unwrap_or(workspace),
            messages,
            inbox,
            runtime,
            interrupted,
            listener,
            address,
            options,
        })
    }

    /// Where the front page is.
    pub fn url(&self) -> String {
        let host = match (&self.options.host, self.address.ip()) {
            (Some(host), _) => host.clone(),
            (None, ip) if ip.is_unspecified() => "localhost".to_owned(),
            (None, IpAddr::V6(ip)) => format!("[{ip}]"),
            (None, ip) => ip.to_string(),
        };
        format!("http://{host}:{}/", self.port())
    }

    /// The port that is listened at: the one asked for, or the next free one.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers until the user interrupts the program.
    ///
    /// # Errors
    /// The system refuses to go on.
    pub fn run(self) -> Result<(), ServeError> {
        let (state, states) = watch::channel(None);
        let site = http::Site {
            messages: self.messages,
            states,
            host: self.options.host.clone(),
        };
        let preview = Preview::new(self.workspace, self.options, state);
        let inbox = self.inbox;
        thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || preview.run(&inbox))
            .map_err(ServeError::Runtime)?;
        let (listener, interrupted) = (self.listener, self.interrupted);
        let served = self.runtime.block_on(async move {
            tokio::select! {
                never = http::serve(listener, site) => match never {},
                interrupted = interrupted => interrupted.unwrap_or(Ok(())),
            }
        });
        // Browsers keep their connections open; nobody waits for them.
        self.runtime.shutdown_background();
        served.map_err(ServeError::Runtime)
    }
}

/// Ends when the user interrupts the program; what comes after this call does.
async fn interrupt() -> JoinHandle<std::io::Result<()>> {
    let mut interrupted = Box::pin(tokio::signal::ctrl_c());
    // The system is asked for the signal when the future is first polled.
    poll_fn(|context| Poll::Ready(interrupted.as_mut().poll(context).is_pending())).await;
    tokio::spawn(interrupted)
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let mut wanted = address;
    for _ in 0..=PORTS {
        match TcpListener::bind(wanted).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(source) => {
                return Err(ServeError::Refused {
                    address: wanted,
                    source,
                });
            }
        }
        match wanted.port().checked_add(1) {
            Some(port) => wanted.set_port(port),
            None => break,
        }
    }
    Err(ServeError::Taken { address })
}
