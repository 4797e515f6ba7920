//! The shipped handbook as a site: what the invariants 9 and 10 of `docs/architecture.md` promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;
use rolebook::render::SiteOptions;
use rolebook::workspace::Workspace;

fn handbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook")
}

fn build(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let workspace = Workspace::open(folder).unwrap();
    let site = workspace.snapshot().site(&SiteOptions::default()).unwrap();
    site.files()
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .collect()
}

fn pages(site: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, &str> {
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
    pages
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
        .collect()
}

/// `from` joined with a relative link, percent signs decoded.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<String> = from.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(decode(part)),
        }
    }
    parts.join("/")
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex: Vec<u8> = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn two_builds_are_byte_identical() {
    let first = build(&handbook());
    // Elsewhere, written in another order, on one thread.
    let copy = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = walkdir::WalkDir::new(handbook())
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .collect();
    for path in files.iter().rev() {
        let target = copy.path().join(path.strip_prefix(handbook()).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(path, target).unwrap();
    }
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let second = alone.install(|| build(copy.path()));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(second[path] == *bytes, "{path} differs");
    }
}

#[test]
fn every_link_and_anchor_resolves() {
    let site = build(&handbook());
    let pages = pages(&site);
    let id = Regex::new(r#"\sid="([^"]*)""#).unwrap();
    let link = Regex::new(r#"\s(?:href|src)="([^"]*)""#).unwrap();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, html)| {
            let found: Vec<&str> = id
                .captures_iter(html)
                .map(|found| found.get(1).unwrap().as_str())
                .collect();
            let unique: BTreeSet<&str> = found.iter().copied().collect();
            assert_eq!(unique.len(), found.len(), "an id stands twice on {path}");
            (*path, unique)
        })
        .collect();
    let (mut count, mut faults) = (0, Vec::new());
    for (path, html) in &pages {
        for found in link.captures_iter(html) {
            let target = found[1].replace("&amp;", "&").replace("&#x2F;", "/");
            if target.contains("://") || target.starts_with("mailto:") || *path == "404.html" {
                continue;
            }
            count += 1;
            let (file, anchor) = target
                .split_once('#')
                .map_or((target.as_str(), None), |(file, anchor)| (file, Some(anchor)));
            let file = file.split('?').next().unwrap();
            let file = if file.is_empty() {
                (*path).to_owned()
            } else {
                resolve(path, file)
            };
            if !site.contains_key(&file) {
                faults.push(format!("{path}: {target}"));
            } else if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
                let known = ids
                    .get(file.as_str())
                    .is_some_and(|ids| ids.contains(decode(anchor).as_str()));
                if !known {
                    faults.push(format!("{path}: {target} (no such anchor)"));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {count} links:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(count > 3000, "only {count} links");
}

#[test]
fn every_page_has_its_counterpart_and_names_its_language() {
    let site = build(&handbook());
    for (path, html) in pages(&site) {
        let Some((language, rest)) = path.split_once('/') else {
            continue;
        };
        let other = if language == "zh" { "en" } else { "zh" };
        assert!(
            site.contains_key(&format!("{other}/{rest}")),
            "{path} has no counterpart"
        );
        assert!(
            html.contains(&format!("<html lang=\"{language}\"")),
            "{path} does not say its language"
        );
    }
}

#[test]
fn every_article_item_and_duty_has_its_anchor_in_both_languages() {
    let site = build(&handbook());
    let pages = pages(&site);
    let id = Regex::new(r#"\sid="([^"]*)""#).unwrap();
    let units = |path: &str| -> BTreeSet<String> {
        id.captures_iter(pages[path])
            .map(|found| found[1].to_owned())
            .filter(|id| id.contains('.'))
            .collect()
    };
    let mut total = 0;
    for path in pages.keys().filter(|path| path.starts_with("zh/customer-service/")) {
        let (zh, en) = (units(path), units(&path.replacen("zh/", "en/", 1)));
        assert_eq!(zh, en, "{path}");
        total += zh.len();
    }
    assert!(total > 500, "only {total} anchors");
    let html = pages["zh/customer-service/01-positions.html"];
    for anchor in [
        "id=\"marketing-associate\"",
        "id=\"marketing-associate.i12\"",
        "href=\"#marketing-associate.i12\"",
    ] {
        assert!(html.contains(anchor), "{anchor}");
    }
}

/// A page without the elements that load the scripts of the site.
fn without_own_scripts(html: &str) -> String {
    let own = Regex::new(r#"<script defer src="(?:\.\./)*assets/[a-z-]+\.[0-9a-f]{10}\.js"></script>"#).unwrap();
    own.replace_all(html, "").into_owned()
}

#[test]
fn only_the_sites_own_scripts_run_and_nothing_is_fetched_from_elsewhere() {
    let site = build(&handbook());
    let outside = Regex::new(r#"<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?//"#).unwrap();
    let style = Regex::new(r#"\sstyle=""#).unwrap();
    for (path, html) in pages(&site) {
        let html = without_own_scripts(html);
        assert!(!html.contains("<script"), "{path} has a script in it");
        assert!(!style.is_match(&html), "{path} has an inline style");
        assert!(!outside.is_match(&html), "{path} fetches something");
    }
}

#[test]
fn a_page_says_what_a_handbook_does_not_translate() {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let workspace = Workspace::from_files([
        file(
            "handbook.toml",
            "title = { zh = \"手册\", en = \"Handbook\" }\nlanguages = [\"zh\", \"en\"]\n",
        ),
        file(
            "zh/leave.md",
            "# 休假制度\n\n## 第一条 年假\n\n年假五日。\n\n## 第二条 病假\n\n病假三日。\n",
        ),
        file("en/leave.md", "# Leave\n\n## Article 1 Annual leave\n\nFive days.\n"),
        file("zh/only.md", "# 只有中文\n\n## 第一条 甲\n\n乙。\n"),
    ]);
    let site = workspace.snapshot().site(&SiteOptions::default()).unwrap();
    let page = |path: &str| String::from_utf8(site.file(path).unwrap_or_else(|| panic!("no {path}")).to_vec()).unwrap();
    let leave = page("en/leave/index.html");
    assert!(leave.contains("Five days.") && leave.contains("病假三日。"), "{leave}");
    assert!(leave.contains("lang=\"zh\""), "{leave}");
    let only = page("en/only/index.html");
    assert!(only.contains("乙。") && only.contains("lang=\"zh\""), "{only}");
}

#[test]
fn markup_in_a_chapter_cannot_run() {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let workspace = Workspace::from_files([
        file(
            "handbook.toml",
            "title = \"<script>a</script>\"\nlanguages = [\"zh\"]\n",
        ),
        file("roles.toml", "[[role]]\nid = \"a\"\nname = \"<img src=x onerror=b>\"\n"),
        file(
            "zh/x.md",
            "# <script>c</script>\n\n## 第一条 <b onclick=d>标题</b>\n\n<script>e</script>\n\n[链接](javascript:f) ![图](data:text/html,g)\n\n<img src=h onerror=i>\n",
        ),
    ]);
    let site = workspace.snapshot().site(&SiteOptions::default()).unwrap();
    for (path, bytes) in site.files().filter(|(path, _)| path.ends_with(".html")) {
        let html = without_own_scripts(std::str::from_utf8(bytes).unwrap());
        for bad in [
            "<script",
            "onclick=d>",
            "onerror=b>",
            "onerror=i",
            "javascript:",
            "data:text",
        ] {
            assert!(!html.contains(bad), "{bad} on {path}");
        }
    }
}

#[test]
fn the_schema_of_the_public_model_is_the_one_in_docs() {
    let site = build(&handbook());
    let built = site
        .iter()
        .find(|(path, _)| path.ends_with("handbook.schema.json"))
        .map(|(_, bytes)| bytes);
    let kept = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/handbook.schema.json")).unwrap();
    assert!(
        built == Some(&kept),
        "copy assets/handbook.schema.json of a build to docs/"
    );
}

#[test]
fn a_page_in_traditional_chinese_speaks_as_taiwan_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/traditional");
    let site = build(&folder);
    let pages = pages(&site);
    let role = pages["zh-Hant/roles/lobby-supervisor.html"];
    for word in ["直屬主管", "直屬部屬", "職責", "首頁", "總經理"] {
        assert!(role.contains(word), "{word}");
    }
    for page in pages.values() {
        assert!(
            !page.contains("首页") && !page.contains("岗位"),
            "simplified words on a page"
        );
    }
    assert!(role.contains("lang=\"zh-Hant\""));
}

/// The folder of a regulation must not stand where a page stands.
#[test]
fn a_regulation_that_is_called_like_a_page_has_pages_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("zh")).unwrap();
    for name in ["index.html.md", "search.html.md", "roles.md"] {
        std::fs::write(
            folder.path().join("zh").join(name),
            "# 制度\n\n## 第一条 目的\n\n为了试验。\n",
        )
        .unwrap();
    }
    let site = build(folder.path());
    let files: BTreeSet<&str> = site.keys().map(String::as_str).collect();
    for path in [
        "zh/index-html/index.html",
        "zh/search-html/index.html",
        "zh/roles/index-2.html",
    ] {
        assert!(files.contains(path), "{path} is not in {files:?}");
    }
    for path in &files {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        assert!(folders.all(|folder| !files.contains(folder)), "{path}");
    }
}
