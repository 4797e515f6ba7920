//! Handbooks, themes, Word files and requests that are out to do harm: what they are told, and what does not happen.
//! `docs/reliability.md` says what is promised.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use support::{folder, outcome, rolebook, run_in_english};
use tempfile::TempDir;

/// What runs if anything does, in the dress of an element.
const SCRIPT: &str = "<script>alert(1)</script>";

const SETTINGS: &str = r#"
title = { zh = "员工<script>alert(1)</script>", en = "</title><script>alert(1)</script>" }
languages = ["zh", "en"]
base-url = "javascript:alert(1)//"
edit-url = "javascript:alert(1)//{path}"
[organisation]
name = { zh = "\"><img src=x onerror=alert(1)>", en = "' onmouseover='alert(1)" }
[site]
accent = "red;}</style><script>alert(1)</script>"
footer = { zh = "<script>alert(1)</script>", en = "{{ site.title }}{% include 'x' %}" }
"#;

const ROLES: &str = r#"
[[unit]]
id = "u\"><script>"
name = { zh = "部<script>alert(1)</script>", en = "Dept</script><script>alert(1)</script>" }
[[role]]
id = "../../evil"
name = { zh = "甲<img src=x onerror=alert(1)>", en = "A <img src=x onerror=alert(1)>" }
aliases = { zh = ["\u001b[31m红\u0007"], en = ["\u001b]0;x\u0007"] }
unit = "u\"><script>"
top = true
[[role]]
id = "b"
name = { zh = "乙]]><script>alert(1)</script>", en = "B--><script>alert(1)</script>" }
"#;

const TERMS: &str = r#"
[[term]]
id = "t\"onclick=\"x"
name = { zh = "术语<b onclick=x>", en = "term<b onclick=x>" }
definition = { zh = "<script>alert(1)</script>", en = "[x](javascript:alert(1))" }
"#;

const FRONT: &str = r#"+++
title = "制度<script>alert(1)</script>"
issuer = "\u001b[2J<script>alert(1)</script>"
version = "<script>"
status = "<img src=x onerror=alert(1)>"
+++

前言
"#;

const CHAPTER: &str = r##"# 第一章 <script>alert(1)</script>

## 第一条 职责<img src=x onerror=alert(1)> {#a"onclick="alert(1) role=b key="<script>"}

- 直接上级：甲<img src=x onerror=alert(1)>
- 编制：<script>alert(1)</script>

1. 做事<script>alert(1)</script>；
2. <svg onload=alert(1)> <math><mi//xlink:href="data:x,<script>alert(4)</script>"> <iframe src="javascript:alert(1)"></iframe>
3. <b onclick="alert(1)" style="x">b</b> <form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>
4. <meta http-equiv=refresh content="0;url=javascript:alert(1)"> <base href="//evil"> <style>@import 'x'</style>
5. <noscript><p title="</noscript><img src=x onerror=alert(1)>"> <a href="java&#10;script:alert(1)">x</a> <a href="https://a.example" target=_top onfocus=alert(1) autofocus>y</a>

<div><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><template><script>alert(1)</script></template>
<svg><style><img src=x onerror=alert(1)></style></svg><math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math></div>

第二条 见脚注[^"><script>alert(1)</script>]和附件[一](evil.html)[二](evil.svg)。`</code><script>alert(1)</script>`

[^"><script>alert(1)</script>]: 注<script>alert(1)</script>

```html
</code></pre><script>alert(1)</script>
```

| a<script>alert(1)</script> | b |
|---|---|
| <img src=x onerror=alert(1)> | </td><script>alert(1)</script> |

<!-- allow RB301: <script>alert(1)</script> -->
"##;

const CHAPTER_EN: &str = "# Chapter 1 <script>alert(1)</script>\n\n\
    ## Article 1 Duties of B--><script>alert(1)</script> {#a role=b}\n\n\
    - Reports to: A <img src=x onerror=alert(1)>\n\n1. work <script>alert(1)</script>;\n2. see Article 9.\n";

/// A handbook of which every word is out to run a script.
fn hostile_handbook() -> TempDir {
    folder(&[
        ("handbook.toml", SETTINGS.as_bytes()),
        ("roles.toml", ROLES.as_bytes()),
        ("glossary.toml", TERMS.as_bytes()),
        ("zh/reg/index.md", FRONT.as_bytes()),
        ("en/reg/index.md", FRONT.as_bytes()),
        ("zh/reg/01.md", CHAPTER.as_bytes()),
        ("en/reg/01.md", CHAPTER_EN.as_bytes()),
        (
            "zh/reg/02-<img src=x onerror=alert(1)>.md",
            "# x\n\n第八条 见[此](evil.html)。\n".as_bytes(),
        ),
        (
            "zh/pages/p\"onload=\"alert(1).md",
            b"# \"><script>alert(1)</script>\n\n<script>alert(1)</script>",
        ),
        ("zh/index.md", b"# <svg/onload=alert(1)>\n\n<script>alert(1)</script>\n"),
        ("zh/reg/evil.html", SCRIPT.as_bytes()),
        ("zh/reg/evil.XHTML", SCRIPT.as_bytes()),
        (
            "zh/reg/evil.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        ),
        ("assets/search/zh/index.js", b"alert(1)"),
    ])
}

/// The files below `root` by their paths in it.
fn files_of(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

/// Builds `handbook` beside it and gives status, what was said, and the site.
fn build(handbook: &TempDir) -> (i32, String, BTreeMap<String, Vec<u8>>) {
    let output = tempfile::tempdir().unwrap();
    let site = output.path().join("site");
    let (status, _, said) = run_in_english(&["build", path(handbook), "-o", site.to_str().unwrap()]);
    let files = if site.exists() {
        files_of(&site)
    } else {
        BTreeMap::new()
    };
    (status, said, files)
}

/// The findings as `path:line code message`.
fn check(handbook: &TempDir) -> (i32, Vec<String>) {
    let (status, found, _) = run_in_english(&["check", path(handbook), "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&found).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap();
        format!(
            "{}:{} {} {}",
            text("path"),
            finding["line"],
            text("code"),
            text("message")
        )
    });
    (status, findings.collect())
}

#[track_caller]
fn assert_found(findings: &[String], beginning: &str, word: &str) {
    let found = findings
        .iter()
        .any(|finding| finding.starts_with(beginning) && finding.contains(word));
    assert!(found, "no {beginning} … {word} in {findings:#?}");
}

/// What of a page could run or send its reader somewhere, as a browser reads it.
#[derive(Default)]
struct Seen {
    faults: RefCell<Vec<String>>,
    tags: RefCell<usize>,
}

impl TokenSink for &Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        *self.tags.borrow_mut() += 1;
        let name = &*tag.name;
        let attributes: Vec<(String, String)> = tag
            .attrs
            .iter()
            .map(|own| (own.name.local.to_string(), own.value.to_string()))
            .collect();
        let mut faults = self.faults.borrow_mut();
        let fault = format!("<{name} {attributes:?}>");
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value.as_str())
        };
        let is_themes_own = name == "script" && value("src").is_some_and(is_script_of_theme);
        let is_form_of_roles = name == "form" && value("class") == Some("choice-of-roles");
        let forbidden = [
            "script",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "style",
            "foreignobject",
            "template",
            "math",
        ];
        if forbidden.contains(&name.to_ascii_lowercase().as_str()) && !is_themes_own && !is_form_of_roles {
            faults.push(fault.clone());
        }
        for (attribute, value) in &attributes {
            let addresses = [
                "href",
                "src",
                "action",
                "formaction",
                "xlink:href",
                "data",
                "poster",
                "srcset",
                "content",
                "ping",
            ];
            let is_address = addresses.contains(&attribute.as_str());
            if attribute.starts_with("on")
                || ["style", "srcdoc"].contains(&attribute.as_str())
                || is_address && runs(value)
            {
                faults.push(fault.clone());
            }
        }
        let raw: Option<RawKind> = match name {
            "title" | "textarea" => Some(Rcdata),
            "style" | "iframe" => Some(Rawtext),
            "script" => Some(ScriptData),
            _ => None,
        };
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

/// Whether an address is one that browsers run or read from the disk, in whatever spelling.
fn runs(address: &str) -> bool {
    let bare: String = address
        .chars()
        .filter(|next| !next.is_whitespace() && !next.is_control())
        .collect();
    let bare = bare.to_ascii_lowercase();
    let schemes = ["javascript:", "vbscript:", "data:", "blob:", "file:"];
    schemes
        .iter()
        .any(|scheme| bare.starts_with(scheme) || bare.contains(&format!("url={scheme}")))
}

/// Whether a script is one of those that the program's own theme has: nobody else can have a file of such a name.
fn is_script_of_theme(address: &str) -> bool {
    let name = address.trim_start_matches("../").trim_start_matches("./");
    let Some(name) = name.strip_prefix("assets/") else {
        return name == "/_rolebook/client.js";
    };
    let known = ["site.", "chart.", "compare.", "first-days.", "search.", "search-index."];
    let (_, rest) = name.split_once('.').unwrap_or_default();
    let hash = rest.strip_suffix(".js").unwrap_or_default();
    known.iter().any(|own| name.starts_with(own))
        && hash.len() == 10
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[track_caller]
fn assert_runs_nothing(path: &str, html: &str) {
    let seen = Seen::default();
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(&seen, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let faults = seen.faults.take();
    assert!(faults.is_empty(), "{path}: {faults:#?}");
    assert!(*seen.tags.borrow() > 5, "{path} is no page");
}

#[test]
fn nothing_that_a_handbook_says_runs_on_its_site() {
    let handbook = hostile_handbook();
    let (status, said, site) = build(&handbook);
    assert_eq!(status, 0, "{said}");
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    let pages: Vec<&String> = site.keys().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() >= 40, "{pages:?}");
    for path in pages {
        assert_runs_nothing(path, &text(path));
    }
    // What the pages load besides: each script of data is one call with data.
    for path in site
        .keys()
        .filter(|path| path.ends_with(".js") && !path.starts_with("assets/") || path.starts_with("assets/search/"))
    {
        let script = text(path);
        let (call, data) = script.trim_end().split_once('(').unwrap();
        assert!(["rolebookSearch", "rolebook.compare"].contains(&call), "{path}: {call}");
        let data = data.trim_end_matches(';').strip_suffix(')').unwrap();
        let read: Result<serde_json::Value, _> = serde_json::from_str(&format!("[{data}]"));
        assert!(read.is_ok(), "{path}: {read:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&text("handbook.json")).unwrap();
    assert!(json.to_string().contains("alert(1)"), "what was written is data there");
    for path in site.keys().filter(|path| path.ends_with(".xml")) {
        roxmltree::Document::parse(&text(path)).unwrap();
    }
    // No file that browsers run is the handbook's, and no id leads out of its folder.
    for path in site.keys() {
        assert!(!path.contains("evil.") || path.contains("roles/------evil."), "{path}");
        assert!(!path.split('/').any(|name| name == ".."), "{path}");
    }
    assert!(!text("assets/search/zh/index.js").contains("alert(1)"));
}

#[test]
fn what_is_dropped_is_told_with_its_place() {
    let (status, findings) = check(&hostile_handbook());
    assert_eq!(status, 1);
    for (beginning, word) in [
        ("handbook.toml:4 RB002", "base-url"),
        ("handbook.toml:5 RB002", "edit-url"),
        ("handbook.toml:9 RB002", "accent"),
        ("roles.toml:3 RB002", "addresses and file names"),
        ("roles.toml:6 RB002", "addresses and file names"),
        ("handbook.toml:1 RB001", "“zh/reg/evil.html” was not read: A browser"),
        ("handbook.toml:1 RB001", "evil.XHTML"),
        ("handbook.toml:1 RB001", "“zh/reg/evil.svg” was not read: A browser"),
        ("handbook.toml:1 RB001", "assets/search/zh/index.js"),
        ("zh/reg/01.md:1 RB005", "“script”"),
        ("zh/reg/01.md:3 RB005", "“onerror”"),
        ("zh/reg/01.md:9 RB005", "“iframe”"),
        ("zh/reg/01.md:10 RB005", "“onclick”"),
        ("zh/reg/01.md:11 RB005", "“meta”"),
        ("zh/reg/01.md:14 RB005", "“script”"),
        ("zh/reg/01.md:17 RB207", "evil.html"),
    ] {
        assert_found(&findings, beginning, word);
    }
}

#[test]
fn links_that_run_something_are_no_links_however_they_are_spelt() {
    let spellings = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "javascript&colon;alert(1)",
        "\\javascript:alert(1)",
        "&#1;javascript:alert(1)",
        "javascript%3Aalert(1)",
        "java%0ascript:alert(1)",
        "<java\tscript:alert(1)>",
        "<  javascript:alert(1)>",
        "<javascript:alert(1)>",
        "vbscript:x",
        "data:text/html,<script>x</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "blob:x",
        "view-source:x",
        "ms-word:ofe|u|x",
        "//evil.example/x",
        "/evil",
        "../../../../etc/passwd",
    ];
    let mut text = "# 制度\n\n## 第一条 目的\n\n正文。\n\n".to_owned();
    for spelling in spellings {
        text += &format!("[点]({spelling}) ![图]({spelling})\n\n");
    }
    text += "<javascript:alert(1)>\n\n[引][r]\n\n[r]: javascript:alert(1)\n";
    let handbook = folder(&[("handbook.toml", b"languages = [\"zh\"]"), ("zh/a.md", text.as_bytes())]);
    let (status, _, site) = build(&handbook);
    assert_eq!(status, 0);
    for (path, html) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(html.clone()).unwrap();
        assert_runs_nothing(path, &html);
        assert!(
            !html.contains("href=\"../../../") && !html.contains("passwd\"") && !html.contains("evil"),
            "{path}"
        );
    }
    let (_, findings) = check(&handbook);
    for (index, spelling) in spellings.iter().enumerate() {
        let place = format!("zh/a.md:{} ", 7 + 2 * index);
        let told = findings
            .iter()
            .any(|finding| finding.starts_with(&place) && (finding.contains("RB005") || finding.contains("RB207")));
        assert!(told, "{spelling} is not told of: {findings:#?}");
    }
}

/// Whether a text would steer the terminal, or begin a line of its own in a log.
#[track_caller]
fn assert_steers_nothing(text: &str) {
    let steering = |next: char| {
        next.is_control() && next != '\n' && next != '\t'
            || matches!(next, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(steering), "{text:?}");
    let commands = [
        "::error",
        "::warning",
        "::notice",
        "::add-mask",
        "::stop-commands",
        "##vso",
    ];
    let begins = |line: &str| commands.iter().any(|command| line.trim_start().starts_with(command));
    assert!(!text.lines().any(begins), "{text:?}");
}

#[test]
fn what_a_handbook_says_steers_no_terminal_and_no_log() {
    let roles = "[[role]]\nid = \"a\"\nname = \"甲\\u001b]0;x\\u0007\\u009b31m\\n::error::pwned\\u202e\"\nunit = \"\\u001b[31m\\n::error::x\"\n";
    let chapter = "# 制度\u{1b}[2J\n\n## 第一条 目\u{9b}31m的 {#a\u{1b} role=甲\u{7}}\n\n- 直接上级：乙\u{1b}[31m\u{202e}\n\n1. 见第九条\u{1b}]0;x\u{7}。\n\n[x](a\u{1b}b.md)\n";
    let handbook = folder(&[
        (
            "handbook.toml",
            "languages = [\"zh\"]\ntitel = \"\\u001b[31m\"\n\"\\u001b[31m\\n::error::x\" = 1\n".as_bytes(),
        ),
        ("roles.toml", roles.as_bytes()),
        ("zh/a.md", chapter.as_bytes()),
    ]);
    for format in ["terminal", "short", "rdjson", "json", "junit", "sarif", "gitlab"] {
        for lang in ["zh", "en"] {
            let (_, found, said) = outcome(&mut rolebook(&[
                "check",
                path(&handbook),
                "--format",
                format,
                "--lang",
                lang,
            ]));
            assert!(found.len() > 100, "{format}: {found}");
            assert_steers_nothing(&found);
            assert_steers_nothing(&said);
        }
    }
    let (_, found, _) = run_in_english(&["check", path(&handbook), "--format", "github"]);
    let is_one = |line: &str| {
        ["::error file=", "::warning file="]
            .iter()
            .any(|begin| line.starts_with(begin))
            && line.contains("handbook.toml")
            || line.contains("/zh/a.md,line=")
            || line.contains("/roles.toml,line=")
    };
    assert!(found.lines().all(is_one), "{found}");
    for command in [
        vec!["translations", path(&handbook)],
        vec!["new", "role", path(&handbook), "--id", "\u{1b}[31m"],
        vec!["check", "\u{1b}[31mnowhere"],
        vec!["export", "docx", "\u{1b}[31m", path(&handbook)],
    ] {
        let (_, found, said) = run_in_english(&command);
        assert_steers_nothing(&found);
        assert_steers_nothing(&said);
    }
}

#[cfg(unix)]
mod names {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn a_name_that_deceives_or_fits_no_page_is_left_out_and_told() {
        let handbook = folder(&[
            ("handbook.toml", b"languages = [\"zh\"]"),
            ("zh/a.md", "# 制度\n\n第一条 正文。\n".as_bytes()),
        ]);
        let long = "长".repeat(83);
        for name in [
            "a\n::error::pwned.md",
            "a\u{1b}[31m.md",
            "a\u{202e}dm.exe.md",
            "a\rb.png",
            &format!("{long}.md"),
            &"b".repeat(255),
        ] {
            fs::write(handbook.path().join("zh").join(name), "# x\n").unwrap();
        }
        fs::create_dir(handbook.path().join("zh/c\nd")).unwrap();
        fs::write(handbook.path().join("zh/c\nd/e.md"), "# x\n").unwrap();
        fs::write(
            handbook.path().join("zh").join(OsStr::from_bytes(b"\xFF\x1b[31m.md")),
            "# x\n",
        )
        .unwrap();
        let (status, found, said) = run_in_english(&["check", path(&handbook), "--format", "short"]);
        assert_eq!(status, 1);
        assert_steers_nothing(&found);
        assert_steers_nothing(&said);
        let count = |word: &str| {
            found
                .lines()
                .filter(|line| line.contains("RB001") && line.contains(word))
                .count()
        };
        assert_eq!(count("cannot be seen"), 5, "{found}");
        assert_eq!(count("more than 240 bytes"), 2, "{found}");
        assert_eq!(count("not UTF-8"), 1, "{found}");
        let (status, said, site) = build(&handbook);
        assert_eq!(status, 0, "{said}");
        assert!(
            site.keys()
                .all(|path| !path.contains(['\n', '\u{1b}', '\r', '\u{202e}'])),
            "{:?}",
            site.keys()
        );
    }

    #[test]
    fn odd_names_are_names() {
        let handbook = folder(&[("handbook.toml", b"languages = [\"zh\"]")]);
        let odd = [
            "<script>alert(1)<",
            "a\"b'c",
            "con",
            "a b",
            "a..",
            "a&b=c?d#e%41",
            "A",
            "a",
            "a\\b",
            "-rf",
            "$(x)`y`",
            "{{ site }}",
        ];
        for (number, name) in odd.iter().enumerate() {
            let text = format!("# 制度{number}\n\n第一条 正文。\n");
            let folder = handbook.path().join("zh");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{name}.md")), text).unwrap();
        }
        let (status, said, site) = build(&handbook);
        assert_eq!(status, 0, "{said}");
        for name in odd {
            // Names that differ by case only have paths that do not.
            let paths = ["index", "index-2"].map(|page| format!("zh/{name}/{page}.html"));
            assert!(paths.iter().any(|path| site.contains_key(path)), "{name}");
        }
        for (path, html) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            assert_runs_nothing(path, std::str::from_utf8(html).unwrap());
        }
    }
}

#[cfg(unix)]
mod links_of_the_disk {
    use super::*;
    use std::os::unix::fs::symlink;

    const CHAPTER: &str = "# 制度\n\n第一条 正文。\n\n![图](secret.png)\n";

    #[test]
    fn what_lies_outside_is_neither_read_nor_shown() {
        let outside = folder(&[
            ("secret.md", "# 秘密\n".as_bytes()),
            ("secret.png", "秘密".as_bytes()),
            ("themes/nav.html", "秘密".as_bytes()),
            ("d/e.md", "# 秘密\n".as_bytes()),
        ]);
        let handbook = folder(&[
            ("handbook.toml", b"languages = [\"zh\"]"),
            ("zh/a.md", CHAPTER.as_bytes()),
        ]);
        let link = |to: &str, from: &str| symlink(outside.path().join(to), handbook.path().join(from)).unwrap();
        link("secret.md", "zh/b.md");
        link("secret.png", "zh/secret.png");
        link("d", "zh/d");
        link("themes", "themes");
        symlink("..", handbook.path().join("zh/up")).unwrap();
        symlink("/dev/zero", handbook.path().join("zh/zero.md")).unwrap();
        symlink("/etc/passwd", handbook.path().join("roles.toml")).unwrap();
        let (status, findings) = check(&handbook);
        assert_eq!(status, 1);
        for path in ["zh/b.md", "zh/secret.png", "zh/d", "themes", "zh/zero.md", "roles.toml"] {
            assert_found(
                &findings,
                "handbook.toml:1 RB001",
                &format!("“{path}” was not read: The link leads out"),
            );
        }
        assert_found(
            &findings,
            "handbook.toml:1 RB001",
            "“zh/up” was not read: The link leads back",
        );
        assert_found(&findings, "zh/a.md:5 RB207", "secret.png");
        let (status, said, site) = build(&handbook);
        assert_eq!(status, 0, "{said}");
        let leaks = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).contains("秘密") || String::from_utf8_lossy(bytes).contains("root:")
        };
        for (path, bytes) in &site {
            assert!(!leaks(bytes), "{path}");
        }
    }

    #[test]
    fn a_file_that_becomes_a_link_meanwhile_is_not_followed() {
        let outside = folder(&[("secret.png", "秘密".as_bytes())]);
        let handbook = folder(&[
            ("handbook.toml", b"languages = [\"zh\"]"),
            ("zh/a.md", CHAPTER.as_bytes()),
            ("zh/secret.png", b"x"),
        ]);
        let workspace = rolebook::workspace::Workspace::open(handbook.path()).unwrap();
        let picture = handbook.path().join("zh/secret.png");
        fs::remove_file(&picture).unwrap();
        symlink(outside.path().join("secret.png"), &picture).unwrap();
        assert_eq!(workspace.snapshot().asset("zh/secret.png"), None);
    }

    #[test]
    fn nothing_is_written_or_removed_through_a_link_out_of_the_output() {
        let handbook = folder(&[
            ("handbook.toml", b"languages = [\"zh\"]"),
            ("zh/a/index.md", CHAPTER.as_bytes()),
        ]);
        let outside = folder(&[("kept/index.html", b"mine"), ("file.html", b"mine")]);
        let output = tempfile::tempdir().unwrap();
        let site = output.path().join("site");
        let arguments = ["build", path(&handbook), "-o", site.to_str().unwrap()];
        assert_eq!(run_in_english(&arguments).0, 0);
        // A page and a folder of the site become links that lead out.
        fs::remove_file(site.join("zh/index.html")).unwrap();
        symlink(outside.path().join("file.html"), site.join("zh/index.html")).unwrap();
        assert_eq!(run_in_english(&arguments).0, 0);
        assert!(fs::symlink_metadata(site.join("zh/index.html")).unwrap().is_file());
        fs::remove_dir_all(site.join("zh/a")).unwrap();
        symlink(outside.path().join("kept"), site.join("zh/a")).unwrap();
        let (status, _, said) = run_in_english(&arguments);
        assert_eq!(status, 2);
        assert!(said.contains("zh/a"), "{said}");
        // The regulation goes: its pages are not looked for behind the link.
        fs::rename(handbook.path().join("zh/a"), handbook.path().join("zh/b")).unwrap();
        let (status, _, said) = run_in_english(&arguments);
        assert_eq!(status, 0, "{said}");
        let kept: Vec<_> = files_of(outside.path()).into_iter().collect();
        let mine = || b"mine".to_vec();
        assert_eq!(
            kept,
            [("file.html".to_owned(), mine()), ("kept/index.html".to_owned(), mine())]
        );
        // The output itself may be a link to where sites stand, but not into the sources.
        let link = output.path().join("link");
        symlink(handbook.path().join("zh"), &link).unwrap();
        let (status, _, said) = run_in_english(&["build", path(&handbook), "-o", link.to_str().unwrap()]);
        assert_eq!(status, 2, "{said}");
        assert_eq!(files_of(handbook.path()).len(), 2);
    }
}

/// A handbook of one regulation with this text after its first article.
fn regulation(text: &str) -> TempDir {
    let text = format!("# 制度\n\n## 第一条 目的\n\n{text}\n");
    folder(&[("handbook.toml", b"languages = [\"zh\"]"), ("zh/a.md", text.as_bytes())])
}

#[test]
fn no_depth_of_marks_overflows_and_every_page_is_made() {
    const MANY: usize = 100_000;
    let nested_list: String = (0..3000).map(|depth| " ".repeat(2 * depth) + "- x\n").collect();
    let texts = [
        "> ".repeat(MANY),
        "(".repeat(MANY) + &")".repeat(MANY),
        "[".repeat(MANY) + &"](a)".repeat(MANY),
        "![".repeat(MANY),
        "*a ".repeat(MANY),
        "**a_ ".repeat(MANY),
        "- ".repeat(10_000) + "x",
        "1. ".repeat(10_000) + "x",
        nested_list,
        "<div>".repeat(MANY),
        "<b>".repeat(MANY) + "x",
        "<!-- ".repeat(MANY),
        "《".repeat(MANY),
        "第".repeat(MANY),
        "第一条第一款第一项、".repeat(10_000),
        "见".to_owned() + &"第一条、".repeat(3000),
        "（（一".repeat(MANY),
        "|a".repeat(10_000) + "\n" + &"|-".repeat(10_000) + "\n" + &"|b".repeat(10_000),
        "[^a]".repeat(MANY) + "\n\n[^a]: x",
        "{#".repeat(MANY),
        "`".repeat(MANY),
        "字".repeat(1_000_000),
        "\0\u{feff}\u{fffe}\r".repeat(1000),
        (1..=50_000)
            .map(|number| format!("{number}. 做第{number}件事\n"))
            .collect(),
        "员工依照第一条办理。\n\n".repeat(10_000),
        (1..=4000).map(|number| format!("## 第{number}章 总则\n\n")).collect(),
    ];
    let mut files: Vec<(String, Vec<u8>)> = vec![("handbook.toml".to_owned(), b"languages = [\"zh\"]".to_vec())];
    for (number, text) in texts.iter().enumerate() {
        let text = format!("# 制度{number}\n\n## 第一条 目的\n\n{text}\n");
        files.push((format!("zh/r{number}.md"), text.into_bytes()));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();
    let handbook = folder(&files);
    let (status, said, site) = build(&handbook);
    assert_eq!(status, 0, "{said}");
    for number in 0..texts.len() {
        assert!(site.contains_key(&format!("zh/r{number}/index.html")), "{number}");
    }
    let (_, found, said) = run_in_english(&["check", path(&handbook), "--format", "short"]);
    assert_eq!(said, "");
    // Each finding is a line that can be read, however long what it is about.
    let longest = found.lines().map(|line| line.chars().count()).max();
    assert!(longest < Some(1500), "{longest:?}");
    assert!(
        found.contains("r9.md:5:1281: warning[RB005]: The HTML tag “div” will not appear on the site"),
        "{found}"
    );
}

#[test]
fn many_findings_on_one_long_line_are_shown_with_their_columns() {
    let line = "依照第九条办理，";
    let handbook = regulation(&line.repeat(4000));
    let (status, found, _) = run_in_english(&["check", path(&handbook), "--format", "terminal"]);
    assert_eq!(status, 1);
    assert_eq!(found.matches("error[RB201]").count(), 4000);
    let last = 3999 * line.chars().count() + 3;
    assert!(found.contains(&format!("zh/a.md:5:{last}\n")), "{found:.2000}");
}

#[test]
fn settings_nested_without_end_are_refused_with_their_place() {
    const MANY: usize = 100_000;
    let chapter = "# 制度\n\n第一条 正文。\n";
    for settings in [
        "a = ".to_owned() + &"[".repeat(MANY),
        "a = ".to_owned() + &"{a=".repeat(MANY),
        "a.".repeat(MANY) + "a = 1",
        "[".to_owned() + &"a.".repeat(MANY) + "a]",
    ] {
        for file in [
            "handbook.toml",
            "roles.toml",
            "glossary.toml",
            "translations.lock",
            "packs/x.toml",
        ] {
            let handbook = folder(&[(file, settings.as_bytes()), ("zh/a.md", chapter.as_bytes())]);
            let (status, found, said) = run_in_english(&["check", path(&handbook), "--format", "short"]);
            assert!(status < 2 && said.is_empty(), "{file}: {status} {said}");
            assert!(
                file.starts_with("packs") || found.contains(&format!("{file}:1:")),
                "{file}: {found}"
            );
        }
        let handbook = folder(&[("zh/a.md", format!("+++\n{settings}\n+++\n{chapter}").as_bytes())]);
        let (status, findings) = check(&handbook);
        assert_eq!(status, 1);
        assert_found(&findings, "zh/a.md:2 RB002", "");
    }
}

#[test]
fn patterns_that_grow_without_end_are_refused() {
    let pack = "title = \"x\"\n[[rule]]\ncode = \"HX101\"\nname = \"x\"\nlevel = \"warning\"\n[rule.title]\nzh = \"甲\"\n[rule.message]\nzh = \"甲\"\n[rule.pattern]\nzh = '((a{1000}){1000}){1000}'\n";
    let handbook = folder(&[
        ("handbook.toml", b"languages = [\"zh\"]\npacks = [\"packs/x.toml\"]\n"),
        ("packs/x.toml", pack.as_bytes()),
        ("zh/a.md", "# 制度\n\n第一条 正文。\n".as_bytes()),
    ]);
    let (status, findings) = check(&handbook);
    assert_eq!(status, 1);
    assert!(
        findings.iter().any(|finding| finding.starts_with("packs/x.toml:")),
        "{findings:#?}"
    );
}

#[test]
fn a_file_too_large_for_any_place_in_it_is_told_and_the_rest_is_read() {
    let handbook = regulation("正文。");
    for name in ["zh/b.md", "roles.toml", "zh/c.svg"] {
        // Sparse: it takes no room on the disk.
        fs::File::create(handbook.path().join(name))
            .unwrap()
            .set_len(5 << 30)
            .unwrap();
    }
    let (status, findings) = check(&handbook);
    assert_eq!(status, 1);
    for name in ["zh/b.md", "roles.toml", "zh/c.svg"] {
        assert_found(
            &findings,
            "handbook.toml:1 RB001",
            &format!("“{name}” was not read: The file has 5368709120 bytes"),
        );
    }
    let new = handbook.path().join("new");
    let large = handbook.path().join("zh/b.md");
    // A device says that it has no length.
    let endless = Path::new("/dev/zero");
    for file in [large.as_path(), endless] {
        if !file.exists() {
            continue;
        }
        let name = file.to_str().unwrap();
        let (status, _, said) = run_in_english(&["import", name, "-o", new.to_str().unwrap()]);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.contains(name) && said.contains("more than the limit of 268435456"),
            "{said}"
        );
        assert!(!new.exists());
    }
}

mod themes {
    use super::*;

    /// Builds a handbook with this theme, and gives what was said.
    fn refused(files: &[(&str, &str)]) -> String {
        let mut all: Vec<(String, Vec<u8>)> = vec![
            ("handbook.toml".to_owned(), b"languages = [\"zh\"]".to_vec()),
            ("zh/a.md".to_owned(), "# 制度\n\n第一条 正文。\n".as_bytes().to_vec()),
        ];
        all.extend(
            files
                .iter()
                .map(|(path, text)| (format!("themes/{path}"), text.as_bytes().to_vec())),
        );
        let all: Vec<(&str, &[u8])> = all
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
            .collect();
        let (status, said, site) = build(&folder(&all));
        assert_eq!(status, 2, "{said}");
        assert!(site.is_empty(), "nothing is half written");
        said
    }

    #[test]
    fn templates_that_would_not_end_are_refused_by_name() {
        let said = refused(&[("nav.html", "{% include \"nav.html\" %}")]);
        assert!(said.contains("Circular include") && said.contains("nav.html"), "{said}");
        let said = refused(&[
            ("nav.html", "{% include \"b.html\" %}"),
            ("b.html", "{% include \"handbook/nav.html\" %}"),
        ]);
        assert!(said.contains("Circular include") && said.contains("b.html"), "{said}");
        let said = refused(&[("chapter.html", "{% extends \"handbook/chapter.html\" %}")]);
        assert!(
            said.contains("Circular extend") && said.contains("chapter.html"),
            "{said}"
        );
        let said = refused(&[("nav.html", "{% for x in range(end=1000000000000) %}x{% endfor %}")]);
        assert!(
            said.contains("themes/nav.html:1:") && said.contains("limit of 100000"),
            "{said}"
        );
        let text = "a".repeat(10_000);
        let loops = format!(
            "{{% set r = range(end=100000) %}}{{% for a in r %}}{{% for b in r %}}{{% for c in r %}}{text}{{% endfor %}}{{% endfor %}}{{% endfor %}}"
        );
        let said = refused(&[("regulation.html", &loops)]);
        assert!(said.contains("regulation.html: the page has more than"), "{said}");
        let said = refused(&[(
            "nav.html",
            "{% component again(n: integer) %}{{ <again n={n}/> }}{% endcomponent again %}{{ <again n={1}/> }}",
        )]);
        assert!(said.contains("recursion depth"), "{said}");
    }

    #[test]
    fn templates_nested_without_end_are_refused() {
        const MANY: usize = 100_000;
        for text in [
            format!("{{{{ {}1{} }}}}", "(".repeat(MANY), ")".repeat(MANY)),
            "{% if true %}".repeat(MANY),
            format!("{{{{ {}1 }}}}", "not ".repeat(MANY)),
            format!("{{{{ a{} }}}}", ".a".repeat(MANY)),
            format!("{{{{ a{} }}}}", " | safe".repeat(MANY)),
            format!("{{{{ 1{} }}}}", " + 1".repeat(MANY)),
        ] {
            let said = refused(&[("nav.html", &text)]);
            assert!(said.contains("themes/nav.html:1:"), "{said}");
        }
        let chain: Vec<(String, String)> = (0..3000)
            .map(|at| (format!("t{at}.html"), format!("{{% include \"t{}.html\" %}}", at + 1)))
            .collect();
        let mut chain: Vec<(&str, &str)> = chain
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        chain.push(("t3000.html", "x"));
        let said = refused(&chain);
        assert!(said.contains("more than the 128"), "{said}");
    }

    #[test]
    fn the_longest_chain_of_templates_that_there_may_be_is_filled() {
        let chain: Vec<(String, String)> = (0..80)
            .map(|at| {
                (
                    format!("themes/t{at}.html"),
                    format!("{{% include \"t{}.html\" %}}", at + 1),
                )
            })
            .collect();
        let mut files: Vec<(&str, &[u8])> = chain
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_bytes()))
            .collect();
        files.extend([
            ("themes/t80.html", "到底".as_bytes()),
            ("themes/footer.html", b""),
            ("themes/notices.html", b"{% include \"t0.html\" %}"),
            ("handbook.toml", b"languages = [\"zh\"]"),
            ("zh/a.md", "# 制度\n\n第一条 正文。\n".as_bytes()),
        ]);
        let (status, said, site) = build(&folder(&files));
        assert_eq!(status, 0, "{said}");
        assert!(String::from_utf8_lossy(&site["zh/a/index.html"]).contains("到底"));
    }
}

/// The scripts of the theme and of the preview put words into pages as text only, and make no code out of them.
#[test]
fn scripts_make_no_html_and_no_code_out_of_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut scripts = vec![root.join("src/serve/client.js")];
    let theme = fs::read_dir(root.join("themes/default"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    scripts.extend(theme.filter(|path| path.extension().is_some_and(|ending| ending == "js")));
    assert!(scripts.len() > 6);
    for path in scripts {
        let code = fs::read_to_string(&path).unwrap();
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "createContextualFragment",
            "setHTML",
            "eval(",
            "Function(",
            "srcdoc",
            "setTimeout('",
            "postMessage",
        ] {
            assert!(!code.contains(word), "{} has {word}", path.display());
        }
    }
}

mod word_files {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const TYPES: &str = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
    const RELATIONS: &str = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>";

    fn document(before: &str, inside: &str) -> String {
        format!(
            "{before}<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><w:body>{inside}</w:body></w:document>"
        )
    }

    fn paragraph(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let usual = [
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", RELATIONS.as_bytes()),
        ];
        for (name, bytes) in usual.iter().chain(parts) {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Imports a file, and gives status, what was said, and all files that there are afterwards.
    fn import(file: &[u8]) -> (i32, String, BTreeMap<String, Vec<u8>>) {
        let place = folder(&[("in/a.docx", file)]);
        let (from, to) = (place.path().join("in/a.docx"), place.path().join("in/new"));
        let (status, found, said) = run_in_english(&["import", from.to_str().unwrap(), "-o", to.to_str().unwrap()]);
        (status, found + &said, files_of(place.path()))
    }

    #[test]
    fn files_that_would_use_up_the_machine_are_refused_and_leave_nothing() {
        let bomb = document("", &format!("<!--{}-->", "a".repeat(64 << 20)));
        let laughs: String = (1..30)
            .map(|at| format!("<!ENTITY l{at} '{}'>", format!("&l{};", at - 1).repeat(10)))
            .collect();
        let laughs = document(
            &format!("<!DOCTYPE x [<!ENTITY l0 'ha'>{laughs}]>"),
            &paragraph("&l29;"),
        );
        let outside = document(
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
            &paragraph("&e;"),
        );
        let deep = document("", &("<w:sdt>".repeat(100_000) + &"</w:sdt>".repeat(100_000)));
        for (file, word) in [(bomb, "times"), (laughs, "DTD"), (outside, "DTD"), (deep, "250")] {
            let (status, said, files) = import(&archive(&[("word/document.xml", file.as_bytes())]));
            assert_eq!(status, 2, "{said}");
            assert!(said.contains("a.docx") && said.contains(word), "{said}");
            assert_eq!(files.len(), 1, "{:?}", files.keys());
        }
    }

    #[test]
    fn what_is_no_text_stays_in_the_file_and_nothing_lands_elsewhere() {
        let relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
            <Relationship Id='rId1' Type='http://x/image' Target='../../../../evil.png'/>\
            <Relationship Id='rId2' Type='http://x/image' Target='media/draw.svg'/>\
            <Relationship Id='rId3' Type='http://x/image' Target='http://evil.example/track.png' TargetMode='External'/>\
            <Relationship Id='rId4' Type='http://x/hyperlink' Target='javascript:alert(1)' TargetMode='External'/>\
            <Relationship Id='rId5' Type='http://x/image' Target='media/page.html'/>\
            <Relationship Id='rId6' Type='http://x/vbaProject' Target='vbaProject.bin'/></Relationships>";
        let picture = |id: u32| format!("<w:p><w:r><w:drawing><a:blip r:embed='rId{id}'/></w:drawing></w:r></w:p>");
        let link = "<w:p><w:hyperlink r:id='rId4'><w:r><w:t>点这里</w:t></w:r></w:hyperlink></w:p>";
        let text = [
            "第一章 &lt;script&gt;alert(1)&lt;/script&gt;",
            "第一条 正文&lt;img src=x onerror=alert(1)&gt;。",
        ]
        .map(paragraph)
        .concat();
        let body = text + &[1, 2, 3, 5].map(picture).concat() + link;
        let file = archive(&[
            ("word/document.xml", document("", &body).as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("../../evil.txt", b"x"),
            ("/etc/evil.txt", b"x"),
            ("evil.png", b"\x89PNG"),
            (
                "word/media/draw.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            ),
            ("word/media/page.html", SCRIPT.as_bytes()),
            ("word/vbaProject.bin", b"x"),
            ("word/embeddings/oleObject1.bin", b"x"),
        ]);
        let place = folder(&[("in/a.docx", &file)]);
        let (from, to) = (place.path().join("in/a.docx"), place.path().join("in/new"));
        let (status, found, said) = run_in_english(&["import", from.to_str().unwrap(), "-o", to.to_str().unwrap()]);
        assert!(status < 2, "{said}");
        assert!((found.clone() + &said).contains("draw.svg"), "{found}{said}");
        for path in files_of(place.path()).keys() {
            assert!(
                ["in/a.docx", "in/import-report.md"].contains(&&**path) || path.starts_with("in/new/"),
                "{path}"
            );
            assert!(
                !path.contains("vbaProject") && !path.contains("oleObject") && !path.contains("evil.txt"),
                "{path}"
            );
        }
        let site = place.path().join("site");
        let (status, _, said) = run_in_english(&["build", to.to_str().unwrap(), "-o", site.to_str().unwrap()]);
        assert_eq!(status, 0, "{said}");
        for (path, bytes) in files_of(&site) {
            assert!(!path.ends_with("draw.svg") && !path.ends_with("page.html"), "{path}");
            if path.ends_with(".html") {
                assert_runs_nothing(&path, std::str::from_utf8(&bytes).unwrap());
            }
        }
    }

    #[test]
    fn what_a_handbook_says_is_text_in_a_word_file() {
        let handbook = hostile_handbook();
        for (name, file) in [("reg", "reg.docx"), ("b", "b.docx")] {
            let target = handbook.path().join(file);
            let (status, _, said) =
                run_in_english(&["export", "docx", name, path(&handbook), "-o", target.to_str().unwrap()]);
            assert_eq!(status, 0, "{said}");
            let mut archive = zip::ZipArchive::new(fs::File::open(&target).unwrap()).unwrap();
            for index in 0..archive.len() {
                let mut text = String::new();
                let mut part = archive.by_index(index).unwrap();
                let part_name = part.name().unwrap().into_owned();
                if std::io::Read::read_to_string(&mut part, &mut text).is_err() {
                    continue;
                }
                let tree = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{part_name}: {error}"));
                for attribute in tree.descendants().flat_map(|node| node.attributes()) {
                    assert!(
                        attribute.name() != "Target" || !runs(attribute.value()),
                        "{part_name}: {attribute:?}"
                    );
                }
            }
        }
    }
}

mod preview {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    struct Preview {
        handbook: TempDir,
        program: Child,
        /// Host and port.
        address: String,
    }

    impl Drop for Preview {
        fn drop(&mut self) {
            let _ = self.program.kill();
            let _ = self.program.wait();
        }
    }

    impl Preview {
        fn of(handbook: TempDir) -> Self {
            let mut program = Command::new(env!("CARGO_BIN_EXE_rolebook"));
            program
                .args(["serve", "--lang", "en", "--port", "0"])
                .arg(handbook.path());
            let mut program = program.stderr(Stdio::piped()).spawn().unwrap();
            let mut line = String::new();
            BufReader::new(program.stderr.take().unwrap())
                .read_line(&mut line)
                .unwrap();
            let address = line
                .split("http://")
                .nth(1)
                .unwrap()
                .split('/')
                .next()
                .unwrap()
                .to_owned();
            Self {
                handbook,
                program,
                address,
            }
        }

        fn connect(&self) -> TcpStream {
            let stream = TcpStream::connect(&self.address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            stream
        }

        /// Head and body of the answer to a request that is sent as it is.
        fn ask(&self, request: &str) -> (String, String) {
            let mut stream = self.connect();
            // The server may have hung up before it has read all of it.
            let _ = stream.write_all(request.as_bytes());
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
            (head.to_ascii_lowercase(), body.to_owned())
        }

        fn get(&self, path: &str) -> (String, String) {
            self.ask(&format!(
                "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.address
            ))
        }
    }

    #[track_caller]
    fn assert_status(head: &str, status: u16) {
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{head}");
    }

    #[test]
    fn requests_get_the_site_and_nothing_else() {
        let preview = Preview::of(hostile_handbook());
        let port = preview.address.rsplit(':').next().unwrap();
        let host = |host: &str| format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        for own in ["localhost", "127.0.0.1", "[::1]"] {
            assert_status(&preview.ask(&host(&format!("{own}:{port}"))).0, 200);
        }
        for foreign in [
            "evil.example",
            "evil.example:80",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.example@127.0.0.1",
            "",
            "localhost#",
        ] {
            assert_status(&preview.ask(&host(foreign)).0, 421);
        }
        let own = &preview.address;
        let absolute = |to: &str| format!("GET http://{to}/ HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n");
        assert_status(&preview.ask(&absolute(own)).0, 200);
        assert_status(&preview.ask(&absolute("evil.example")).0, 421);
        assert_status(&preview.ask("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").0, 421);
        let two = format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assert_status(&preview.ask(&two).0, 400);
        let (head, _) = preview.get("/zh/reg");
        assert_status(&head, 302);
        assert!(head.contains("location: /zh/reg/\r\n"), "{head}");
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let (head, _) = preview.ask(&format!("{method} / HTTP/1.1\r\nHost: {own}\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            assert_status(&head, 405);
            assert!(head.contains("allow: get, head"), "{head}");
        }
        for path in [
            "/../handbook.toml",
            "/%2e%2e/handbook.toml",
            "/..%2fhandbook.toml",
            "/%5c..%5chandbook.toml",
            "/..%c0%afhandbook.toml",
            "/%00",
            "/zh/%00.html",
            "//etc/passwd",
            "/%2fetc%2fpasswd",
            "/handbook.toml",
            "/zh/reg/01.md",
            "/zh/reg/evil.html",
            "/zh/reg/evil.svg",
            "/_rolebook/../handbook.toml",
            "/_rolebook/source.html?path=../../etc/passwd",
            "/_rolebook/source.html?path=%2fetc%2fpasswd",
            "/_rolebook/page?path=//evil.example",
            "/%",
            "/%zz",
            "/%ff",
        ] {
            let (head, body) = preview.get(path);
            assert_status(&head, 404);
            assert!(!body.contains("root:"), "{path}");
        }
        for path in [
            "/",
            "/zh/",
            "/zh/reg/01.html",
            "/nothing",
            "/_rolebook/client.js",
            "/_rolebook/findings.json?lang=zh",
            "/_rolebook/source.html?lang=en&path=zh/reg/01.md",
            "/assets/search/zh/c0.js",
        ] {
            let (head, body) = preview.get(path);
            assert!(
                head.contains("x-content-type-options: nosniff")
                    && head.contains("cross-origin-resource-policy: same-origin"),
                "{path}: {head}"
            );
            assert!(!head.contains("access-control"), "{path}: {head}");
            if head.contains("text/html") {
                assert_runs_nothing(path, &body);
            }
        }
        assert!(
            preview
                .get("/_rolebook/source.html?lang=en&path=zh/reg/01.md")
                .1
                .contains("&lt;script&gt;alert(1)")
        );
        assert!(preview.handbook.path().exists());
    }

    #[test]
    fn who_asks_too_much_or_too_slowly_takes_nothing_from_others() {
        let preview = Preview::of(regulation("正文。"));
        let own = &preview.address;
        let many: String = (0..2000).map(|at| format!("X-{at}: {}\r\n", "a".repeat(100))).collect();
        let (head, _) = preview.ask(&format!("GET / HTTP/1.1\r\nHost: {own}\r\n{many}\r\n"));
        assert_status(&head, 431);
        let (head, _) = preview.ask(&format!("GET /{} HTTP/1.1\r\nHost: {own}\r\n\r\n", "a".repeat(1 << 20)));
        assert!(head.is_empty() || head.starts_with("http/1.1 4"), "{head}");
        // As many as may be connected, and none of them ever asks.
        let mut slow: Vec<TcpStream> = (0..300).map(|_| preview.connect()).collect();
        for stream in &mut slow {
            stream.write_all(b"GET / HT").unwrap();
        }
        let (head, _) = preview.get("/zh/");
        assert_status(&head, 200);
        let mut rest = Vec::new();
        slow[0].read_to_end(&mut rest).unwrap();
        assert!(!rest.starts_with(b"HTTP/1.1 200"), "it is closed");
    }
}
