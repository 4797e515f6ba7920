//! What a handbook gives its site: colours, logo and footer in `handbook.toml`, and a theme of its own. The examples of
//! `docs/themes.md` are built, and its tables are those of the views.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rolebook::render::{Site, SiteOptions};
use rolebook::workspace::{CheckOptions, Workspace};
use support::{folder, handbook, texts_below};

const SETTINGS: &str = "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n";
const ZH: &str = "## 第一条 文员岗位职责 {role=clerk}\n\n1. 登记来访。\n";
const EN: &str = "## Article 1 Duties of the Clerk {role=clerk}\n\n1. Register visitors.\n";
const ROLES: &str = "[[role]]\nid = 'clerk'\nname = { zh = '文员', en = 'Clerk' }\ntop = true\n";
const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>";

/// The site of a small handbook with these files beside.
fn site(files: &[(&str, &str)]) -> Site {
    let base = [("zh/a.md", ZH), ("en/a.md", EN), ("roles.toml", ROLES)];
    let all: Vec<(&str, &[u8])> = base
        .iter()
        .chain(files)
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    let folder = folder(&all);
    let snapshot = Workspace::open(folder.path()).unwrap().snapshot();
    assert_eq!(snapshot.handbook().config_problems, []);
    snapshot.site(&SiteOptions::default()).unwrap()
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.file(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The stylesheet that all pages have.
fn stylesheet(site: &Site) -> &str {
    let mut paths = site.files().map(|(path, _)| path);
    let path = paths.find(|path| path.starts_with("assets/site.") && path.ends_with(".css"));
    text(site, path.unwrap())
}

/// The findings in `handbook.toml` where `[site]` says `site`, as code and sentence in English.
fn findings(site: &str) -> Vec<String> {
    let settings = format!("title = '手册'\nlanguages = ['zh']\n[site]\n{site}\n");
    let snapshot = handbook(&[("handbook.toml", &settings), ("zh/a.md", ZH), ("roles.toml", ROLES)]);
    let found = snapshot.diagnostics(&CheckOptions::default());
    let found = found
        .iter()
        .filter(|finding| &*snapshot.sources().file(finding.span.file).path == "handbook.toml");
    found
        .map(|finding| format!("{} {}", finding.lint.code, finding.message("en")))
        .collect()
}

#[test]
fn a_setting_that_cannot_be_meant_is_a_finding() {
    assert_eq!(
        findings("accent = '#B3261E'\nfooter = '内部资料'\npublic = false"),
        [""; 0]
    );
    let found = findings("accent = 'dark red'\nlogo = 'images/logo.svg'\nfoter = '内部资料'");
    insta::assert_snapshot!(found.join("\n"), @r#"
    RB002 “handbook.toml” has something that cannot be used: “accent” has to be a colour written #rrggbb, such as #17596f
    RB002 “handbook.toml” has something that cannot be used: there is no image “images/logo.svg” in the handbook's folder
    RB801 handbook.toml has no setting “foter”; did you mean “footer”?
    "#);
}

#[test]
fn an_accent_comes_last_in_the_stylesheet_and_can_be_read_in_both_schemes() {
    let settings = format!("{SETTINGS}[site]\naccent = '#ff9900'\n");
    let site = site(&[("handbook.toml", &settings)]);
    let rules: Vec<&str> = stylesheet(&site).lines().rev().take(2).collect();
    assert_eq!(
        rules,
        [
            "@media screen and (prefers-color-scheme: dark) { :root { --accent: #ff9900; --accent-line: #774e0f; } }",
            "@media screen { :root { --accent: #9d5e00; --accent-line: #d5ba92; } }",
        ]
    );
}

#[test]
fn without_settings_the_theme_has_its_own_colours() {
    let css = site(&[("handbook.toml", SETTINGS)]);
    assert!(!stylesheet(&css).contains("@media screen {"));
    assert!(!text(&css, "zh/index.html").contains("class=\"logo\""));
}

#[test]
fn a_logo_stands_in_every_header_and_is_copied() {
    for logo in ["images/标志 1.svg", "themes/assets/logo.svg"] {
        let settings = format!("{SETTINGS}[site]\nlogo = '{logo}'\n");
        let site = site(&[("handbook.toml", &settings), (logo, LOGO)]);
        let (path, address) = match logo.strip_prefix("themes/") {
            Some(path) => (path, path),
            None => (logo, "images/%E6%A0%87%E5%BF%97%201.svg"),
        };
        assert_eq!(text(&site, path), LOGO);
        for (page, root) in [
            ("zh/roles/clerk.html", "../../"),
            ("en/index.html", "../"),
            ("index.html", ""),
        ] {
            let source = format!("src=\"{root}{address}\" alt=\"\"");
            assert!(text(&site, page).contains(&source), "{page} without {source}");
        }
    }
}

#[test]
fn a_footer_names_the_language_that_it_is_in() {
    let settings = format!("{SETTINGS}[site]\nfooter = {{ zh = '内部资料 <1>' }}\n");
    let site = site(&[("handbook.toml", &settings)]);
    assert!(text(&site, "zh/index.html").contains("<p>内部资料 &lt;1&gt;</p>"));
    assert!(text(&site, "en/index.html").contains("<p lang=\"zh\">内部资料 &lt;1&gt;</p>"));
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md")
}

/// The examples of a page: each block of code whose first line names a file.
fn examples(page: &str) -> Vec<(&str, &str)> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    blocks
        .filter_map(|block| {
            let (head, text) = block.split_once('\n')?;
            Some((head.split_once(' ')?.1, text))
        })
        .collect()
}

#[test]
fn the_examples_of_the_page_on_themes_make_a_theme() {
    let page = std::fs::read_to_string(docs()).unwrap();
    let mut files = examples(&page);
    assert_eq!(files.len(), 6, "{files:?}");
    files.push(("images/logo.svg", LOGO));
    let site = site(&files);
    let role = text(&site, "zh/roles/clerk.html");
    let heading = role
        .find("<p class=\"company\">员工手册</p>")
        .expect("what the template adds");
    assert!(heading < role.find("<h1>文员</h1>").expect("what it extends"));
    assert!(role.contains("<p class=\"motto\">员工手册 · 文员</p>") && role.contains("<p>内部资料，请勿外传</p>"));
    let css = stylesheet(&site);
    assert!(css.contains("--paper: #000000") && css.contains("--accent: #9"));
    let scripts: Vec<&str> = site
        .files()
        .map(|(path, _)| path)
        .filter(|path| path.contains("terms."))
        .collect();
    let [script] = scripts[..] else {
        panic!("one script, not {scripts:?}")
    };
    assert!(text(&site, "en/glossary.html").contains(&format!("<script defer src=\"../{script}\">")));
    assert!(!role.contains(script));
}

/// Where the tables of `docs/themes.md` begin.
const MADE: &str = "<!-- From here on made from src/render/view/: UPDATE_DOCS=1 cargo test --test theme -->\n";

/// A type as an author of templates thinks of it.
fn kind(written: &str) -> String {
    let inner = |outer: &str| written.strip_prefix(outer)?.strip_suffix('>');
    if let Some(inner) = inner("Option<") {
        return format!("{} or null", kind(inner));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", kind(inner));
    }
    match written {
        "String" | "&'static str" | "Cow<'static, str>" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u8" | "u16" | "u32" | "u64" | "i64" => "number".to_owned(),
        "BTreeMap<String, String>" => "text by name".to_owned(),
        view if view.ends_with("View") => format!("[{view}](#{})", view.to_lowercase()),
        other => panic!("tell authors of templates what {other} is"),
    }
}

/// The views of a source file as sections of `docs/themes.md`: what each is, and its fields.
fn sections(source: &str) -> String {
    let (mut out, mut said, mut open) = (String::new(), String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            said.push_str(text);
        } else if let Some(name) = line.strip_prefix("pub struct ") {
            let name = name.trim_end_matches(['{', ' ']);
            let said = std::mem::take(&mut said);
            let said = said.trim();
            writeln!(out, "\n### {name}\n").unwrap();
            if !said.is_empty() {
                writeln!(out, "{said}\n").unwrap();
            }
            out.push_str("| field | is | what it says |\n|---|---|---|\n");
            open = true;
        } else if let (true, Some((name, written))) =
            (open, line.strip_prefix("pub ").and_then(|line| line.split_once(": ")))
        {
            let said = std::mem::take(&mut said).replace('|', "\\|");
            writeln!(
                out,
                "| `{name}` | {} | {} |",
                kind(written.trim_end_matches(',')),
                said.trim()
            )
            .unwrap();
        } else if line == "}" {
            open = false;
        } else if !line.starts_with("#[") {
            said.clear();
        }
    }
    out
}

#[test]
fn the_page_on_themes_has_every_view_with_all_its_fields() {
    let sources = texts_below("src/render/view");
    let (first, others): (Vec<_>, Vec<_>) = sources.iter().partition(|(path, _)| *path == "mod.rs");
    let made: String = first
        .into_iter()
        .chain(others)
        .map(|(_, source)| sections(source))
        .collect();
    assert!(made.contains("| `duties` | number | Number of its duties, nested ones not counted. |"));
    let kept = std::fs::read_to_string(docs()).unwrap();
    let written = kept.split(MADE).next().unwrap();
    let page = format!("{written}{MADE}{made}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(docs(), &page).unwrap();
    }
    let kept = std::fs::read_to_string(docs()).unwrap();
    assert!(
        kept == page,
        "docs/themes.md is out of date: UPDATE_DOCS=1 cargo test --test theme"
    );
}
