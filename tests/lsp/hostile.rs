//! What an editor must not say: the server refuses it, answers every request, and goes on where the protocol lets it.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Editor, initialize};
use super::support;

const CHAPTER: &str = "zh/a.md";
const TEXT: &str = "# 制度\n\n## 第一条 甲岗位职责 {#one role=a}\n\n- 直接上级：无\n\n1. 见第一条😀和术语。\n";

fn handbook() -> tempfile::TempDir {
    support::folder(&[
        ("handbook.toml", b"languages = [\"zh\"]"),
        (
            "roles.toml",
            "[[role]]\nid = \"a\"\nname = \"甲\"\ntop = true\n".as_bytes(),
        ),
        (CHAPTER, TEXT.as_bytes()),
    ])
}

fn editor(root: &Path) -> Editor {
    let mut editor = Editor::open_folder(root, "en");
    editor.open(CHAPTER);
    editor
}

/// The server answers as ever.
#[track_caller]
fn assert_works(editor: &mut Editor) {
    let params = json!({"textDocument": {"uri": editor.uri(CHAPTER)}});
    let symbols = editor.request("textDocument/documentSymbol", params).unwrap();
    assert!(symbols.to_string().contains("第一条"), "{symbols}");
}

#[test]
fn what_is_no_message_is_refused_and_the_next_one_is_answered() {
    let folder = handbook();
    let mut editor = editor(folder.path());
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_params = format!("{{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"textDocument/hover\",\"params\":{deep}}}");
    for text in [
        "",
        "{",
        "no JSON",
        "\u{feff}{}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}",
        &deep,
        &deep_params,
        "null",
        "42",
        "[]",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":3}",
    ] {
        editor.send_text(text.as_bytes());
        let answer = editor.answer_to(&Value::Null);
        let code = answer["error"]["code"].as_i64();
        assert!(code == Some(-32700) || code == Some(-32600), "{text:.80}: {answer}");
        assert!(answer.to_string().len() < 500, "{text:.80}: {answer:.1000}");
    }
    editor.send_text(b"\xFF\xFE{}");
    assert_eq!(editor.answer_to(&Value::Null)["error"]["code"], -32700);
    // What can be called by its name is: the client waits for it.
    for id in [
        json!(4_294_967_296_i64),
        json!(1.5),
        json!(-1e300),
        json!([1]),
        json!({}),
    ] {
        editor.send(&json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": {}}));
        assert_eq!(editor.answer_to(&id)["error"]["code"], -32600, "{id}");
    }
    // An answer to what nobody asked, and a method for clients.
    editor.send(&json!({"jsonrpc": "2.0", "id": 77, "result": {"a": [1]}}));
    editor.send(&json!({"jsonrpc": "2.0", "id": "x", "error": {"code": 1, "message": "x"}}));
    editor.notify("$/cancelRequest", json!({"id": {}}));
    editor.notify("textDocument/publishDiagnostics", json!({}));
    assert_works(&mut editor);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_length_that_lies_ends_the_session_without_taking_memory_or_time() {
    for head in [
        "Content-Length: 18446744073709551615\r\n\r\n{}",
        "Content-Length: 9223372036854775807\r\n\r\n{}",
        "Content-Length: 1000000000000\r\n\r\n{}",
        "Content-Length: 99999999999999999999999\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: two\r\n\r\n{}",
        "Content-Length: 100\r\n\r\n{}",
        "Content-Length: 1\r\n\r\n{}",
        "Content-Type: x\r\n\r\n{}",
        "Content-Length\r\n\r\n{}",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}",
        "\r\n\r\n\r\n",
    ] {
        let folder = handbook();
        let mut editor = editor(folder.path());
        assert_works(&mut editor);
        editor.send_bytes(head.as_bytes());
        let status = editor.end();
        assert!(matches!(status, Some(1 | 2)), "{head}: {status:?}");
    }
    // A head that does not end is not read without end.
    let folder = handbook();
    let mut editor = editor(folder.path());
    editor.send_bytes(&b"x".repeat(10 << 20));
    assert!(matches!(editor.end(), Some(1 | 2)));
}

#[test]
fn what_comes_before_initialize_is_refused() {
    let folder = handbook();
    let mut editor = Editor::start(folder.path());
    editor.notify("textDocument/didOpen", json!({"textDocument": 1}));
    editor.notify("initialized", json!({}));
    for (method, params) in [
        ("textDocument/hover", json!({})),
        ("shutdown", Value::Null),
        ("", json!([])),
    ] {
        let error = editor.request(method, params).unwrap_err();
        assert_eq!(error["code"], -32002, "{error}");
    }
    editor.send_text(b"no JSON");
    assert_eq!(editor.answer_to(&Value::Null)["error"]["code"], -32700);
    for params in [
        json!(null),
        json!([]),
        json!({"capabilities": 3}),
        json!({"workspaceFolders": [{"uri": "::", "name": 1}]}),
    ] {
        let error = editor.request("initialize", params).unwrap_err();
        assert_eq!(error["code"], -32602, "{error}");
    }
    let mut params = initialize(folder.path(), &json!({"lang": {"x": []}, "commands": 7}));
    params["rootUri"] = json!("http://evil.example/");
    editor.request("initialize", params).unwrap();
    let again = editor.request("initialize", initialize(folder.path(), &json!({})));
    assert!(again.is_err(), "{again:?}");
    editor.open(CHAPTER);
    assert_works(&mut editor);
    assert_eq!(editor.close(), 0);
}

/// The requests that speak of a document, with params of the right shape.
fn requests(uri: &str, position: &Value, name: &str) -> Vec<(&'static str, Value)> {
    let document = json!({"uri": uri});
    let at = json!({"textDocument": document, "position": position});
    let with = |key: &str, value: Value| {
        let mut params = at.clone();
        params[key] = value;
        params
    };
    let reversed = json!({"start": position, "end": {"line": 0, "character": 0}});
    vec![
        ("textDocument/hover", at.clone()),
        ("textDocument/definition", at.clone()),
        (
            "textDocument/references",
            with("context", json!({"includeDeclaration": true})),
        ),
        ("textDocument/documentHighlight", at.clone()),
        ("textDocument/prepareRename", at.clone()),
        ("textDocument/rename", with("newName", json!(name))),
        ("textDocument/completion", at.clone()),
        ("textDocument/documentSymbol", at.clone()),
        ("textDocument/codeLens", at.clone()),
        ("textDocument/foldingRange", at.clone()),
        (
            "textDocument/formatting",
            with("options", json!({"tabSize": 0, "insertSpaces": true})),
        ),
        (
            "textDocument/codeAction",
            json!({"textDocument": document, "range": reversed, "context": {"diagnostics": []}}),
        ),
        ("workspace/symbol", json!({"query": name})),
        (
            "workspace/executeCommand",
            json!({"command": "rolebook.rule", "arguments": [name]}),
        ),
    ]
}

/// Why a request failed has to be something that it asked for.
#[track_caller]
fn assert_no_fault_of_ours(method: &str, answer: &Result<Value, Value>) {
    let failed = answer.as_ref().err().is_some_and(|error| error["code"] == -32603);
    assert!(!failed, "{method}: {answer:?}");
}

#[test]
fn no_position_and_no_address_is_too_odd() {
    let folder = handbook();
    let mut editor = editor(folder.path());
    let root = editor.uri("");
    let root = root.trim_end_matches('/').to_owned();
    let emoji = TEXT
        .lines()
        .nth(6)
        .unwrap()
        .split('😀')
        .next()
        .unwrap()
        .encode_utf16()
        .count();
    for (line, character) in [
        (0, 0),
        (6, emoji + 1),
        (6, u32::MAX as usize),
        (u32::MAX as usize, 0),
        (u32::MAX as usize, u32::MAX as usize),
        (7, 1),
        (1, 5),
    ] {
        for (method, params) in requests(
            &editor.uri(CHAPTER),
            &json!({"line": line, "character": character}),
            "乙",
        ) {
            let answer = editor.request(method, params);
            assert_no_fault_of_ours(method, &answer);
        }
    }
    let odd = [
        String::new(),
        "::".into(),
        "untitled:Untitled-1".into(),
        "http://evil.example/zh/a.md".into(),
        "file:".into(),
        "file://".into(),
        "file:///".into(),
        "file://evil.example/zh/a.md".into(),
        "file:///etc/passwd".into(),
        "file:///%".into(),
        "file:///%00%ff%fe".into(),
        format!("{root}/zh/../../../../../etc/passwd"),
        format!("{root}/zh/%2e%2e/zh/a.md"),
        format!("{root}/zh/./a.md"),
        format!("{root}/zh/a%00b.md"),
        format!("{root}/zh/a%0A::error::b.md"),
        format!("{root}/zh/{}.md", "b".repeat(5000)),
        format!("{root}/zh"),
        format!("{root}/zh/a.md/b.md"),
    ];
    for address in &odd {
        let document = json!({"uri": address, "languageId": "markdown", "version": 1, "text": "# x\n\n第九条 甲。\n"});
        editor.notify("textDocument/didOpen", json!({"textDocument": document}));
        for (method, params) in requests(address, &json!({"line": 2, "character": 4}), "乙") {
            let answer = editor.request(method, params);
            assert_no_fault_of_ours(method, &answer);
            let text = format!("{answer:?}");
            assert!(!text.contains("root:"), "{address}: {text}");
        }
        let change = json!([{"text": "## 第一条 x\n"}]);
        editor.notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": address, "version": 2}, "contentChanges": change}),
        );
        editor.notify("textDocument/didSave", json!({"textDocument": {"uri": address}}));
        editor.notify("textDocument/didClose", json!({"textDocument": {"uri": address}}));
        editor.notify(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [{"uri": address, "type": 3}]}),
        );
        editor.notify(
            "workspace/didChangeWorkspaceFolders",
            json!({"event": {"added": [{"uri": address, "name": ""}], "removed": []}}),
        );
        assert_works(&mut editor);
    }
    assert_eq!(editor.close(), 0);
}

#[test]
fn params_of_the_wrong_kind_are_refused() {
    let folder = handbook();
    let mut editor = editor(folder.path());
    let uri = editor.uri(CHAPTER);
    let wrong = [
        json!(null),
        json!(3),
        json!("x"),
        json!([]),
        json!({}),
        json!({"textDocument": uri}),
        json!({"textDocument": {"uri": 3}, "position": {"line": 0, "character": 0}}),
        json!({"textDocument": {"uri": uri}, "position": {"line": -1, "character": 0.5}}),
        json!({"textDocument": {"uri": uri}, "position": {"line": 4_294_967_296_i64, "character": 0}}),
        json!({"textDocument": {"uri": uri}, "range": [], "context": null, "contentChanges": [{"range": 1}], "query": 7, "command": []}),
    ];
    let methods: Vec<&str> = requests("", &json!({}), "")
        .into_iter()
        .map(|(method, _)| method)
        .collect();
    for params in &wrong {
        for method in &methods {
            let answer = editor.request(method, params.clone());
            assert_no_fault_of_ours(method, &answer);
            let needs_no_position = ["Symbol", "Lens", "Range", "ymbol"]
                .iter()
                .any(|end| method.ends_with(end));
            assert!(answer.is_err() || needs_no_position, "{method} {params}: {answer:?}");
        }
        for method in [
            "initialized",
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "textDocument/didSave",
            "workspace/didChangeWatchedFiles",
            "workspace/didChangeWorkspaceFolders",
            "workspace/didChangeConfiguration",
            "$/cancelRequest",
            "$/setTrace",
            "window/workDoneProgress/cancel",
            "\u{0}\n",
        ] {
            editor.notify(method, params.clone());
        }
        assert_works(&mut editor);
    }
    for method in [
        "",
        "rolebook/no",
        "textDocument/hover\u{0}",
        "$/x",
        "workspace/willRenameFiles",
        "textDocument/semanticTokens/full",
    ] {
        let error = editor.request(method, json!({"a": 1})).unwrap_err();
        assert_eq!(error["code"], -32601, "{method}: {error}");
    }
    assert_eq!(editor.close(), 0);
}

#[test]
fn changes_that_are_out_of_place_leave_a_text_that_can_be_asked_about() {
    let folder = handbook();
    let mut editor = editor(folder.path());
    let uri = editor.uri(CHAPTER);
    let range = |from: (u32, u32), to: (u32, u32)| json!({"start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}});
    let never = editor.uri("zh/never-opened.md");
    editor.notify("textDocument/didChange", json!({"textDocument": {"uri": never, "version": 1}, "contentChanges": [{"range": range((0, 0), (9, 9)), "text": "x"}]}));
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": never}}));
    for (range, text) in [
        (range((6, 9), (2, 3)), "第二条"),
        (range((u32::MAX, u32::MAX), (0, 0)), TEXT),
        (range((u32::MAX, 0), (u32::MAX, u32::MAX)), "\n\n第三条 x"),
        (range((6, 7), (6, 8)), "\u{0}\r"),
        (range((0, 1), (0, 1)), &"> ".repeat(100_000)),
        (range((0, 0), (u32::MAX, 0)), ""),
        (range((1, 1), (0, 9)), &"<!-- [(*".repeat(50_000)),
        (range((0, 0), (u32::MAX, 0)), TEXT),
    ] {
        let changes = json!([{"range": range, "rangeLength": 4_294_967_295_u32, "text": text}]);
        editor.notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": -5}, "contentChanges": changes}),
        );
        for (method, params) in requests(&uri, &json!({"line": 2, "character": 5}), "乙") {
            let answer = editor.request(method, params);
            assert_no_fault_of_ours(method, &answer);
        }
    }
    // Opened again, and closed twice.
    editor.open(CHAPTER);
    for _ in 0..2 {
        editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
    assert_works(&mut editor);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_name_that_would_be_none_is_refused() {
    let folder = handbook();
    let mut editor = editor(folder.path());
    let long = "长".repeat(100_000);
    for (place, names) in [
        (
            "甲岗位",
            [
                "", " ", "\n", "\t", "a\nb", "a\u{0}b", "\u{202e}", "a\"b", "<script>", &long,
            ]
            .as_slice(),
        ),
        (
            "one",
            ["", " ", "a b", "a}b", "a\nb", "../x", "#", "\u{0}", "a\"b"].as_slice(),
        ),
    ] {
        let at = editor.at(CHAPTER, place);
        for name in names {
            let mut params = at.clone();
            params["newName"] = json!(name);
            let answer = editor.request("textDocument/rename", params);
            assert_no_fault_of_ours("rename", &answer);
            // What is taken is written so that it is read as that name.
            if let Ok(edit) = answer {
                let text = edit.to_string();
                let breaks = name.trim().is_empty() || name.contains(|next: char| next.is_control());
                assert!(!breaks, "{name:?}: {text:.300}");
            }
        }
    }
    assert_works(&mut editor);
    assert_eq!(editor.close(), 0);
}
