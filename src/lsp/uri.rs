//! Addresses of files, and their paths.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;

use crate::html;

/// The path of a `file:` address; nothing for other addresses.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    written(uri.as_str(), cfg!(windows)).map(PathBuf::from)
}

/// The address of a file.
pub(super) fn of(path: &Path) -> Option<Uri> {
    Uri::from_str(&address(&path.to_string_lossy())).ok()
}

/// The path that an address means, as the system writes paths: `file:///c%3A/a` is `C:\a` on Windows.
fn written(address: &str, windows: bool) -> Option<String> {
    let rest = address.strip_prefix("file://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let path = html::decode(rest);
    if !windows {
        // Of a host nothing is known here but the one that is this machine.
        let path = path.strip_prefix("localhost").unwrap_or(&path);
        return path.starts_with('/').then(|| path.to_owned());
    }
    let drive = path
        .strip_prefix('/')
        .filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    let path = match drive {
        Some(rest) => rest[..1].to_ascii_uppercase() + &rest[1..],
        None if path.starts_with('/') => path,
        None => format!("//{path}"),
    };
    Some(path.replace('/', "\\"))
}

/// The address of a path, of Windows too.
fn address(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut out = String::from("file://");
    match path.strip_prefix("//") {
        Some(with_host) => html::encode(&mut out, with_host),
        None => {
            if !path.starts_with('/') {
                out.push('/');
            }
            html::encode(&mut out, &path);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_whatever_the_system() {
        let unix = |address| written(address, false);
        let windows = |address| written(address, true);
        assert_eq!(
            unix("file:///srv/%E6%89%8B%E5%86%8C/a%20b.md").as_deref(),
            Some("/srv/手册/a b.md")
        );
        assert_eq!(unix("file://localhost/a.md").as_deref(), Some("/a.md"));
        assert_eq!(unix("untitled:Untitled-1"), None);
        assert_eq!(windows("file:///c%3A/手册/a.md").as_deref(), Some("C:\\手册\\a.md"));
        assert_eq!(windows("file://nas/hr/a.md").as_deref(), Some("\\\\nas\\hr\\a.md"));
    }

    #[test]
    fn a_path_becomes_an_address_that_is_read_back() {
        for (path, windows) in [
            ("/srv/手册/a b#.md", false),
            ("C:\\手册\\a.md", true),
            ("\\\\nas\\hr\\a.md", true),
        ] {
            assert_eq!(written(&address(path), windows).as_deref(), Some(path));
        }
        assert_eq!(address("C:\\a"), "file:///C%3A/a");
    }
}
