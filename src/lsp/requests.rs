//! Requests, and what answers them.

use lsp_server::{ErrorCode, Request, ResponseError};
use lsp_types::request::{
    CodeActionRequest, CodeLensRequest, Completion, DocumentHighlightRequest, DocumentSymbolRequest, ExecuteCommand,
    FoldingRangeRequest, Formatting, GotoDefinition, HoverRequest, PrepareRenameRequest, References, Rename,
    Request as _, WorkspaceSymbolRequest,
};
use lsp_types::{
    CodeLens, CodeLensParams, Command, CompletionItem, CompletionItemKind, CompletionList, CompletionParams,
    CompletionResponse, CompletionTextEdit, DocumentFormattingParams, DocumentHighlight, DocumentHighlightKind,
    DocumentHighlightParams, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams,
    FoldingRange, FoldingRangeKind, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover,
    HoverContents, HoverParams, Location, MarkupContent, MarkupKind, OneOf, PrepareRenameResponse, ReferenceParams,
    RenameParams, SymbolKind, TextDocumentPositionParams, TextEdit, WorkspaceSymbol, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions;
use super::book::Book;
use super::server::{Place, Server};
use crate::diagnostic;
use crate::editor::{
    self, CompletionKind, EntryKind, FoldKind, Occurrence, Occurrences, RenameFault, completions, definitions, folds,
    lenses, outline,
};
use crate::source::Span;

/// The command that tells a rule's page.
pub(super) const RULE: &str = "rolebook.rule";
/// The client's command that shows places.
pub(super) const SHOW_REFERENCES: &str = "rolebook.showReferences";

/// What a workspace is searched for, at most.
const MOST_SYMBOLS: usize = 500;

type Answer<R> = Result<<R as lsp_types::request::Request>::Result, ResponseError>;

/// The answer to a request, or why there is none.
pub(super) fn answer(server: &Server<'_>, request: Request) -> Result<Value, ResponseError> {
    match request.method.as_str() {
        HoverRequest::METHOD => with::<HoverRequest>(request, |params| hover(server, &params)),
        GotoDefinition::METHOD => with::<GotoDefinition>(request, |params| definition(server, &params)),
        References::METHOD => with::<References>(request, |params| references(server, &params)),
        DocumentHighlightRequest::METHOD => {
            with::<DocumentHighlightRequest>(request, |params| highlights(server, &params))
        }
        PrepareRenameRequest::METHOD => with::<PrepareRenameRequest>(request, |params| prepare(server, &params)),
        Rename::METHOD => with::<Rename>(request, |params| rename(server, &params)),
        Completion::METHOD => with::<Completion>(request, |params| completion(server, &params)),
        DocumentSymbolRequest::METHOD => with::<DocumentSymbolRequest>(request, |params| symbols(server, &params)),
        WorkspaceSymbolRequest::METHOD => with::<WorkspaceSymbolRequest>(request, |params| search(server, &params)),
        CodeLensRequest::METHOD => with::<CodeLensRequest>(request, |params| lens(server, &params)),
        FoldingRangeRequest::METHOD => with::<FoldingRangeRequest>(request, |params| folding(server, &params)),
        Formatting::METHOD => with::<Formatting>(request, |params| format(server, &params)),
        CodeActionRequest::METHOD => with::<CodeActionRequest>(request, |params| Ok(actions::actions(server, &params))),
        ExecuteCommand::METHOD => with::<ExecuteCommand>(request, |params| execute(server, &params)),
        _ => Err(fault(
            ErrorCode::MethodNotFound,
            format!("rolebook does not answer {}", request.method),
        )),
    }
}

fn with<R: lsp_types::request::Request>(
    request: Request,
    handle: impl FnOnce(R::Params) -> Answer<R>,
) -> Result<Value, ResponseError>
where
    R::Params: DeserializeOwned,
    R::Result: Serialize,
{
    let params = serde_json::from_value(request.params);
    let params = params.map_err(|error| fault(ErrorCode::InvalidParams, error.to_string()))?;
    let result = handle(params)?;
    serde_json::to_value(result).map_err(|error| fault(ErrorCode::InternalError, error.to_string()))
}

fn fault(code: ErrorCode, message: String) -> ResponseError {
    ResponseError {
        code: code as i32,
        message,
        data: None,
    }
}

/// What stands at a position, if it speaks of anything.
fn at<'s>(server: &'s Server<'_>, at: &TextDocumentPositionParams) -> Option<(Place<'s>, Option<Occurrence>)> {
    let place = server.file(&at.text_document.uri)?;
    let offset = server.offset(&place, at.position);
    let found = Occurrences::new(place.handbook).at(place.file, offset);
    Some((place, found))
}

fn location(server: &Server<'_>, book: &Book, span: Span) -> Option<Location> {
    let range = server.range(book, span);
    Some(Location::new(server.uri(book, span.file)?, range))
}

fn locations(server: &Server<'_>, book: &Book, spans: impl IntoIterator<Item = Span>) -> Vec<Location> {
    spans
        .into_iter()
        .filter_map(|span| location(server, book, span))
        .collect()
}

fn hover(server: &Server<'_>, params: &HoverParams) -> Answer<HoverRequest> {
    let Some((place, Some(found))) = at(server, &params.text_document_position_params) else {
        return Ok(None);
    };
    let address = |span: Span| {
        let line = server.range(place.book, span).start.line + 1;
        Some(format!("{}#L{line}", server.uri(place.book, span.file)?.as_str()))
    };
    let text = editor::hover(place.handbook, &found, &place.book.words, &address);
    Ok(text.map(|value| Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value,
        }),
        range: Some(server.range(place.book, found.span)),
    }))
}

fn definition(server: &Server<'_>, params: &GotoDefinitionParams) -> Answer<GotoDefinition> {
    let Some((place, Some(found))) = at(server, &params.text_document_position_params) else {
        return Ok(None);
    };
    let spans = definitions(place.handbook, &found);
    Ok(Some(GotoDefinitionResponse::Array(locations(
        server, place.book, spans,
    ))))
}

fn references(server: &Server<'_>, params: &ReferenceParams) -> Answer<References> {
    let Some((place, Some(found))) = at(server, &params.text_document_position) else {
        return Ok(None);
    };
    let all = Occurrences::new(place.handbook).of(&found.symbol).into_iter();
    let wanted = all.filter(|found| params.context.include_declaration || !found.defines);
    let mut spans: Vec<Span> = wanted.map(|found| found.span).collect();
    spans.dedup();
    Ok(Some(locations(server, place.book, spans)))
}

fn highlights(server: &Server<'_>, params: &DocumentHighlightParams) -> Answer<DocumentHighlightRequest> {
    let Some((place, Some(found))) = at(server, &params.text_document_position_params) else {
        return Ok(None);
    };
    let here = Occurrences::new(place.handbook).in_file(place.file).into_iter();
    let mut same: Vec<Span> = here
        .filter(|other| other.symbol == found.symbol)
        .map(|other| other.span)
        .collect();
    same.dedup();
    Ok(Some(
        same.into_iter()
            .map(|span| DocumentHighlight {
                range: server.range(place.book, span),
                kind: Some(DocumentHighlightKind::TEXT),
            })
            .collect(),
    ))
}

fn prepare(server: &Server<'_>, params: &TextDocumentPositionParams) -> Answer<PrepareRenameRequest> {
    let Some((place, found)) = at(server, params) else {
        return Ok(None);
    };
    let renaming = editor::prepare_rename(place.handbook, found.as_ref());
    let renaming = renaming.map_err(|reason| refused(&reason, place.book))?;
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: server.range(place.book, renaming.span),
        placeholder: renaming.old,
    }))
}

fn rename(server: &Server<'_>, params: &RenameParams) -> Answer<Rename> {
    let Some((place, found)) = at(server, &params.text_document_position) else {
        return Ok(None);
    };
    let book = place.book;
    let found = found.ok_or_else(|| refused(&RenameFault::NotAName, book))?;
    let edits = editor::rename(place.handbook, &found, &params.new_name);
    let edits = edits.map_err(|reason| refused(&reason, book))?;
    let mut paths = edits.iter().map(|edit| &book.sources().file(edit.span.file).path);
    if let Some(path) = paths.find(|path| !book.workspace.is_writable(path)) {
        let message = diagnostic::fill(&book.words.not_writable, |name| (name == "path").then_some(path));
        return Err(fault(ErrorCode::RequestFailed, message));
    }
    Ok(Some(actions::workspace_edit(server, book, &edits)))
}

fn refused(reason: &RenameFault, book: &Book) -> ResponseError {
    fault(ErrorCode::RequestFailed, reason.message(&book.words))
}

fn completion(server: &Server<'_>, params: &CompletionParams) -> Answer<Completion> {
    let at = &params.text_document_position;
    let Some(place) = server.file(&at.text_document.uri) else {
        return Ok(None);
    };
    let offset = server.offset(&place, at.position);
    let found = completions(place.handbook, place.file, offset).into_iter();
    let items = found.enumerate().map(|(index, completion)| {
        let edit = TextEdit::new(server.range(place.book, completion.replaces), completion.text.clone());
        CompletionItem {
            label: completion.text,
            kind: Some(match completion.kind {
                CompletionKind::Role => CompletionItemKind::CLASS,
                CompletionKind::Unit => CompletionItemKind::MODULE,
                CompletionKind::Term => CompletionItemKind::TEXT,
                CompletionKind::Article | CompletionKind::Id => CompletionItemKind::REFERENCE,
                CompletionKind::Field => CompletionItemKind::FIELD,
                CompletionKind::Rule => CompletionItemKind::CONSTANT,
                CompletionKind::Attribute => CompletionItemKind::PROPERTY,
                CompletionKind::Page => CompletionItemKind::FILE,
            }),
            detail: (!completion.detail.is_empty()).then_some(completion.detail),
            filter_text: Some(completion.filter),
            // In the order of the handbook, not of the alphabet.
            sort_text: Some(format!("{index:05}")),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        }
    });
    Ok(Some(CompletionResponse::List(CompletionList {
        is_incomplete: true,
        items: items.collect(),
    })))
}

fn symbols(server: &Server<'_>, params: &DocumentSymbolParams) -> Answer<DocumentSymbolRequest> {
    let Some(place) = server.file(&params.text_document.uri) else {
        return Ok(None);
    };
    let entries = outline(place.handbook, place.file).into_iter();
    let symbols = entries.map(|entry| symbol(server, place.book, entry));
    Ok(Some(DocumentSymbolResponse::Nested(symbols.collect())))
}

#[allow(deprecated, reason = "the type has a field that nobody should read")]
fn symbol(server: &Server<'_>, book: &Book, entry: editor::Entry) -> DocumentSymbol {
    let children = entry.children.into_iter();
    let children: Vec<_> = children.map(|child| symbol(server, book, child)).collect();
    DocumentSymbol {
        name: entry.name,
        detail: (!entry.detail.is_empty()).then_some(entry.detail),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        range: server.range(book, entry.span),
        selection_range: server.range(book, entry.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

fn kind(kind: EntryKind) -> SymbolKind {
    match kind {
        EntryKind::Heading => SymbolKind::STRING,
        EntryKind::Division => SymbolKind::NAMESPACE,
        EntryKind::Article => SymbolKind::METHOD,
        EntryKind::Role => SymbolKind::CLASS,
        EntryKind::Unit => SymbolKind::MODULE,
        EntryKind::Term => SymbolKind::CONSTANT,
    }
}

fn search(server: &Server<'_>, params: &WorkspaceSymbolParams) -> Answer<WorkspaceSymbolRequest> {
    let mut symbols = Vec::new();
    for book in server.books() {
        for found in editor::find(book.handbook(), &params.query, MOST_SYMBOLS) {
            if let Some(location) = location(server, book, found.span) {
                symbols.push(WorkspaceSymbol {
                    name: found.name,
                    kind: kind(found.kind),
                    tags: None,
                    container_name: Some(found.detail),
                    location: OneOf::Left(location),
                    data: None,
                });
            }
        }
    }
    Ok(Some(WorkspaceSymbolResponse::Nested(symbols)))
}

fn lens(server: &Server<'_>, params: &CodeLensParams) -> Answer<CodeLensRequest> {
    let uri = &params.text_document.uri;
    let Some(place) = server.file(uri) else {
        return Ok(None);
    };
    let found = lenses(place.handbook, place.file, &place.book.words).into_iter();
    let found = found.map(|lens| {
        let range = server.range(place.book, lens.span);
        let places = locations(server, place.book, lens.places);
        // A client that cannot show places still shows the words.
        let shows = server.client.runs(SHOW_REFERENCES) && !places.is_empty();
        CodeLens {
            range,
            command: Some(Command {
                title: lens.text,
                command: if shows { SHOW_REFERENCES } else { "" }.to_owned(),
                arguments: shows.then(|| vec![json!(uri), json!(range.start), json!(places)]),
            }),
            data: None,
        }
    });
    Ok(Some(found.collect()))
}

fn folding(server: &Server<'_>, params: &FoldingRangeParams) -> Answer<FoldingRangeRequest> {
    let Some(place) = server.file(&params.text_document.uri) else {
        return Ok(None);
    };
    let found = folds(place.handbook, place.file).into_iter();
    let found = found.map(|fold| {
        let range = server.range(place.book, Span::new(place.file, fold.bytes));
        FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: Some(match fold.kind {
                FoldKind::Comment => FoldingRangeKind::Comment,
                FoldKind::FrontMatter | FoldKind::Division | FoldKind::Article => FoldingRangeKind::Region,
            }),
            ..FoldingRange::default()
        }
    });
    Ok(Some(found.collect()))
}

fn format(server: &Server<'_>, params: &DocumentFormattingParams) -> Answer<Formatting> {
    let Some(place) = server.file(&params.text_document.uri) else {
        return Ok(None);
    };
    let edits = actions::formatting(&place);
    Ok(Some(
        edits
            .into_iter()
            .map(|edit| TextEdit::new(server.range(place.book, edit.span), edit.text))
            .collect(),
    ))
}

fn execute(server: &Server<'_>, params: &ExecuteCommandParams) -> Answer<ExecuteCommand> {
    if params.command != RULE {
        let message = format!("rolebook has no command {}", params.command);
        return Err(fault(ErrorCode::InvalidParams, message));
    }
    let code = params.arguments.first().and_then(Value::as_str).unwrap_or_default();
    let mut lints = server
        .books()
        .iter()
        .filter_map(|book| Some((book, book.handbook().lint(code)?)));
    Ok(lints
        .next()
        .map(|(book, lint)| Value::String(editor::explain(lint, &book.words.tag))))
}
