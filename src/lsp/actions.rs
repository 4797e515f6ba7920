//! What can be done about findings, and edits as the protocol writes them.

use std::collections::{BTreeMap, HashMap};

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeActionTriggerKind,
    Command, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};
use serde_json::json;

use super::book::Book;
use super::capabilities::FIX_ALL;
use super::findings::published;
use super::server::{Place, Server};
use crate::diagnostic::{Diagnostic, Edit, Safety, fill, with_line_ends_of};
use crate::editor::{between, suppression};
use crate::source::{FileId, Span};
use crate::workspace::{CheckOptions, format, repair};

/// The client's command that shows what a rule is for.
const EXPLAIN: &str = "rolebook.explain";

/// What can be done in a range of a file: its findings' fixes, comments that allow them, all safe fixes at once.
pub(super) fn actions(server: &Server<'_>, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let place = server.file(&params.text_document.uri)?;
    let (start, end) = (
        server.offset(&place, params.range.start),
        server.offset(&place, params.range.end),
    );
    let only = params.context.only.as_deref();
    let wanted = |kind: &CodeActionKind| {
        let covers = |asked: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
        };
        only.is_none_or(|only| only.iter().any(covers))
    };
    let mut found = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let is_here = |span: Span| span.file == place.file && span.start <= end && start <= span.end;
        for finding in place.book.findings() {
            // A finding can be mended from each place that it is about.
            if is_here(finding.span) {
                fix(server, &place, finding, &mut found);
                remarks(server, &place, finding, &mut found);
            } else if finding.related.iter().any(|related| is_here(related.span)) {
                fix(server, &place, finding, &mut found);
            }
        }
    }
    let fix_all = CodeActionKind::new(FIX_ALL);
    // It is worked out only where somebody asks: the light bulb asks at every step of the cursor.
    let is_asked = match only {
        Some(_) => wanted(&fix_all),
        None => params.context.trigger_kind == Some(CodeActionTriggerKind::INVOKED),
    };
    if is_asked {
        let edits = all_safe_fixes(place.book);
        if !edits.is_empty() {
            found.push(CodeAction {
                title: place.book.words.fix_all.clone(),
                kind: Some(fix_all),
                edit: Some(workspace_edit(server, place.book, &edits)),
                ..CodeAction::default()
            });
        }
    }
    Some(found.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// A quick fix of a finding.
fn quick_fix(server: &Server<'_>, book: &Book, finding: &Diagnostic, title: String) -> CodeAction {
    CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![published(server, book, finding)]),
        ..CodeAction::default()
    }
}

/// What mends a finding.
fn fix(server: &Server<'_>, place: &Place<'_>, finding: &Diagnostic, out: &mut Vec<CodeAction>) {
    let (book, words) = (place.book, &place.book.words);
    let writable = |edits: &[Edit]| {
        let mut files = edits.iter().map(|edit| &book.sources().file(edit.span.file).path);
        files.all(|path| book.workspace.is_writable(path))
    };
    if let Some(fix) = finding.fix.as_ref().filter(|fix| writable(&fix.edits)) {
        let title = finding
            .fix_title(&words.tag)
            .unwrap_or_else(|| finding.message(&words.tag));
        let is_safe = fix.safety == Safety::Safe;
        let title = match is_safe {
            true => title,
            false => fill(&words.unsafe_fix, |name| (name == "title").then_some(&title)),
        };
        out.push(CodeAction {
            is_preferred: Some(is_safe),
            edit: Some(workspace_edit(server, book, &fix.edits)),
            ..quick_fix(server, book, finding, title)
        });
    }
}

/// What lets a finding be, or says more of it.
fn remarks(server: &Server<'_>, place: &Place<'_>, finding: &Diagnostic, out: &mut Vec<CodeAction>) {
    let (book, words) = (place.book, &place.book.words);
    let code = finding.lint.code.as_str();
    if let Some(edit) = suppression(place.handbook, finding) {
        let title = fill(&words.allow, |name| (name == "code").then_some(code));
        out.push(CodeAction {
            edit: Some(workspace_edit(server, book, &[edit])),
            ..quick_fix(server, book, finding, title)
        });
    }
    if server.client.runs(EXPLAIN) {
        let title = fill(&words.explain, |name| (name == "code").then_some(code));
        out.push(CodeAction {
            command: Some(Command {
                title: title.clone(),
                command: EXPLAIN.to_owned(),
                arguments: Some(vec![json!(code)]),
            }),
            ..quick_fix(server, book, finding, title)
        });
    }
}

/// What `check --fix` would change.
fn all_safe_fixes(book: &Book) -> Vec<Edit> {
    let repaired = repair(&book.workspace, &CheckOptions::default(), Safety::Safe).workspace;
    let changes = repaired.changes(&book.workspace);
    let mut edits = Vec::new();
    for change in &changes {
        if let Some(file) = book.sources().find(change.path) {
            edits.extend(lines_between(file, change.old, change.new));
        }
    }
    edits
}

/// What `fmt` would change in a file.
pub(super) fn formatting(place: &Place<'_>) -> Vec<Edit> {
    let book = place.book;
    let file = book.sources().file(place.file);
    let formatted = format(&book.workspace, Some(&file.path));
    let text = formatted.text(&file.path).unwrap_or(&file.text);
    lines_between(place.file, &file.text, text).collect()
}

fn lines_between(file: FileId, old: &str, new: &str) -> impl Iterator<Item = Edit> {
    let edits = between(old, new).into_iter();
    edits.map(move |(bytes, text)| Edit {
        span: Span::new(file, bytes),
        text,
    })
}

/// Edits in any files, each with the version of the text that it is for where the client has it open.
#[allow(
    clippy::mutable_key_type,
    reason = "the protocol's type; what may change in an address is no part of its hash"
)]
pub(super) fn workspace_edit(server: &Server<'_>, book: &Book, edits: &[Edit]) -> WorkspaceEdit {
    let mut by_file: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
    for edit in edits {
        let text = with_line_ends_of(&book.sources().file(edit.span.file).text, &edit.text);
        let change = TextEdit::new(server.range(book, edit.span), text.into_owned());
        by_file.entry(edit.span.file).or_default().push(change);
    }
    let files = by_file.into_iter();
    let files = files.filter_map(|(file, edits)| Some((server.uri(book, file)?, book.path_of(file), edits)));
    if !server.client.takes_versions {
        let changes: HashMap<_, _> = files.map(|(uri, _, edits)| (uri, edits)).collect();
        return WorkspaceEdit::new(changes);
    }
    let documents = files.map(|(uri, path, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri,
            version: server.buffers.get(&path).map(|buffer| buffer.version),
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(documents.collect())),
        ..WorkspaceEdit::default()
    }
}
