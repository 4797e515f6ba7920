//! What the preview adds to the site: the script that follows the sources, the panel's files, and pages of its own.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Level};
use crate::html::{escape, escaped};
use crate::language::Language;
use crate::source::{FileId, Sources};

/// What the script of a page has to know.
pub(super) struct Injection<'a> {
    /// The state of the sources that the page shows.
    pub state: &'a str,
    /// Path of the chapter that the page shows, if it is the page of one.
    pub chapter: Option<&'a str>,
    /// The address that opens a file in the editor's program.
    pub editor: Option<&'a str>,
    pub language: &'a Language,
    /// What the report of the findings is asked for.
    pub tag: &'a str,
}

/// The page `html` with the script, and allowed to ask for changes.
pub(super) fn inject(html: &str, injection: &Injection<'_>) -> String {
    let mut out = String::with_capacity(html.len() + 4096);
    let head = html.find("</head>").unwrap_or(0);
    let (head, body) = html.split_at(head);
    out.push_str(&head.replacen("default-src 'none'", "default-src 'none'; connect-src 'self'", 1));
    out.push_str("<link rel=\"stylesheet\" href=\"/_rolebook/client.css\" data-preview>\n");
    let end = body.rfind("</body>").unwrap_or(body.len());
    out.push_str(&body[..end]);
    let json = |table: &toml::Table| serde_json::to_string(table).unwrap_or_default();
    out.push_str("<script src=\"/_rolebook/client.js\" data-preview");
    let pack = &injection.language.pack;
    for (name, value) in [
        ("state", injection.state),
        ("chapter", injection.chapter.unwrap_or_default()),
        ("editor", injection.editor.unwrap_or_default()),
        ("lang", injection.tag),
        ("words", &json(&pack.preview)),
        ("report", &json(&pack.report)),
    ] {
        let _ = write!(out, " data-{name}=\"{}\"", escaped(value));
    }
    out.push_str("></script>\n");
    out.push_str(&body[end..]);
    out
}

/// The preview's own file `name`.
pub(super) fn file(name: &str) -> Option<&'static str> {
    match name {
        "client.js" => Some(include_str!("client.js")),
        "client.css" => Some(include_str!("client.css")),
        _ => None,
    }
}

/// The page that stands for all others while none can be made.
pub(super) fn failure(language: &Language, tag: &str, fault: &str) -> String {
    let word = |key| language.phrase(&language.pack.preview, key);
    let mut main = String::new();
    let (title, help) = (word("failed"), word("failed-help"));
    let _ = write!(
        main,
        "<h1>{}</h1><pre>{}</pre><p>{}</p>",
        escaped(title),
        escaped(fault),
        escaped(help)
    );
    document(tag, title, &main)
}

/// The text of a file with numbered lines, each finding below the line where it begins.
pub(super) fn source(sources: &Sources, file: FileId, diagnostics: &[Diagnostic], tag: &str) -> String {
    let source = sources.file(file);
    let own = diagnostics.iter().filter(|finding| finding.span.file == file);
    let mut findings: Vec<(u32, &Diagnostic)> = own
        .map(|finding| (source.position(finding.span.start).line, finding))
        .collect();
    findings.sort_by_key(|(line, _)| *line);
    let mut findings = findings.into_iter().peekable();
    let mut main = format!("<h1>{}</h1>\n<ol class=\"source\">\n", escaped(&source.path));
    for (number, line) in (1..).zip(source.text.lines()) {
        let _ = write!(main, "<li id=\"L{number}\"><code>");
        escape(&mut main, line);
        main.push_str("</code>");
        while let Some((_, finding)) = findings.next_if(|(line, _)| *line <= number) {
            let level = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info => "info",
            };
            let message = escaped(&finding.message(tag));
            let _ = write!(
                main,
                "<p class=\"{level}\">{} {message}</p>",
                escaped(&finding.lint.code)
            );
        }
        main.push_str("</li>\n");
    }
    main.push_str("</ol>");
    document(tag, &source.path, &main)
}

fn document(tag: &str, title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n</head>\n\
        <body class=\"rolebook-preview\">\n<main>\n{main}\n</main>\n</body>\n</html>\n",
        escaped(tag),
        escaped(title)
    )
}

/// The media type of files that are named like `path`.
pub(super) fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or(path, |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    }
}
