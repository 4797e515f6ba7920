//! `rolebook serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::console::Console;
use super::watch::Polling;
use super::words::Words;
use super::{Status, open};
use crate::language::Language;
use crate::render::SiteOptions;
use crate::serve::{Options, Server};
use crate::workspace::CheckOptions;

/// What `--editor` may name, and the address that opens a file in it.
const EDITORS: [(&str, &str); 5] = [
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("vscodium", "vscodium://file/{path}:{line}:{column}"),
    ("cursor", "cursor://file/{path}:{line}:{column}"),
    ("zed", "zed://file/{path}:{line}:{column}"),
    ("idea", "idea://open?file=/{path}&line={line}&column={column}"),
];
/// What it names where files are not to be opened.
const NO_EDITOR: &str = "none";

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// Folder of the handbook
    #[arg(default_value = "handbook")]
    dir: PathBuf,
    /// The port to listen at; if it is taken, the next free one; 0 for any
    #[arg(short, long, default_value_t = 4000)]
    port: u16,
    /// The address or name to listen at: only this machine is answered unless another one is given
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Open the front page in the browser
    #[arg(long)]
    open: bool,
    /// The program that the findings open their files in: vscode, vscodium, cursor, zed, idea, none, or an address with
    /// {path}, {line} and {column}
    #[arg(long, value_name = "PROGRAM", default_value = "vscode")]
    editor: String,
    /// The day whose state is shown, as 2026-01-31
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// A theme of the handbook's themes folder
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    #[command(flatten)]
    polling: Polling,
}

impl Serve {
    /// Serves the handbook until the user interrupts the program.
    ///
    /// # Errors
    /// The handbook cannot be opened, or nothing can be served at the address.
    pub(super) fn run(&self, console: &Console) -> anyhow::Result<Status> {
        let workspace = open(&self.dir, console)?;
        let words = console.words(&workspace.snapshot().languages())?;
        let said = |error: crate::serve::ServeError| anyhow::Error::msg(words.error(error.key(), &error.parameters()));
        let (ip, host) = self.listen_at(&words)?;
        let editor = editor(&self.editor, &self.dir);
        if editor.is_none() && self.editor != NO_EDITOR {
            let known = EDITORS.iter().map(|(name, _)| *name).chain([NO_EDITOR]);
            let known: Vec<&str> = known.collect();
            let known = known.join(&Language::nearest(&words.tag).pack.list_separator);
            anyhow::bail!(words.error("editor-unknown", &[("editor", self.editor.clone()), ("known", known)]));
        }
        let options = Options {
            address: SocketAddr::new(ip, self.port),
            host,
            means: self.polling.means(),
            site: SiteOptions {
                as_of: self.as_of,
                theme: self.theme.clone(),
                ..SiteOptions::default()
            },
            check: CheckOptions {
                today: self.as_of,
                ..CheckOptions::default()
            },
            editor,
        };
        let server = Server::bind(workspace, options).map_err(said)?;
        let url = server.url();
        if self.port != 0 && server.port() != self.port {
            let (port, served) = (self.port.to_string(), server.port().to_string());
            console.note(&words.fill(&words.cli.port_taken, &[("port", &port), ("served", &served)]));
        }
        let path = self.dir.display().to_string();
        console.note(&words.fill(&words.cli.serving, &[("path", &path), ("url", &url)]));
        if self.open
            && let Err(error) = open::that_detached(&url)
        {
            let reason = error.to_string();
            console.warn(&words.fill(&words.cli.cannot_open, &[("url", &url), ("reason", &reason)]));
        }
        server.run().map_err(said)?;
        console.note(&words.cli.stopped);
        Ok(Status::Clean)
    }

    /// The number to listen at, and the name that was given instead of one.
    ///
    /// # Errors
    /// The name leads to no number: a draft must not be open to all because of a typing error.
    fn listen_at(&self, words: &Words) -> anyhow::Result<(IpAddr, Option<String>)> {
        let number = self.host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(ip) = number.parse() {
            return Ok((ip, None));
        }
        if self.host.eq_ignore_ascii_case("localhost") {
            return Ok((Ipv4Addr::LOCALHOST.into(), None));
        }
        // Some systems take an empty name for all addresses.
        let named = Some((self.host.as_str(), 0)).filter(|(name, _)| !name.is_empty());
        let found = named.and_then(|named| named.to_socket_addrs().ok()?.next());
        match found {
            Some(found) => Ok((found.ip(), Some(self.host.clone()))),
            None => anyhow::bail!(words.error("host-unknown", &[("host", self.host.clone())])),
        }
    }
}

/// The address that opens a file of the handbook in `dir`, its `{path}` being from there.
fn editor(program: &str, dir: &Path) -> Option<String> {
    let known = EDITORS.iter().find(|(name, _)| *name == program);
    let address = match known {
        Some((_, address)) => address,
        None if program.contains("{path}") => program,
        None => return None,
    };
    let dir = std::path::absolute(dir).ok()?;
    let mut folder = String::new();
    crate::html::encode(&mut folder, &dir.to_string_lossy().replace('\\', "/"));
    let folder = folder.trim_start_matches('/');
    Some(address.replace("{path}", &format!("{folder}/{{path}}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_open_in_the_program_that_was_named() {
        let dir = Path::new("/家/handbook");
        let address = editor("vscode", dir);
        let expected = "vscode://file/%E5%AE%B6/handbook/{path}:{line}:{column}";
        assert_eq!(address.as_deref(), Some(expected));
        assert_eq!(editor(NO_EDITOR, dir), None);
        let own = editor("x://open?{path}#{line}", dir);
        assert_eq!(own.as_deref(), Some("x://open?%E5%AE%B6/handbook/{path}#{line}"));
    }
}
