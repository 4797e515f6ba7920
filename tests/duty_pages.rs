//! What the pages of roles say beside the duties: the articles that bind everyone, the list for the first days, the
//! acknowledgement sheet, and the comparison. `docs/duty-pages.md` promises it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use regex::Regex;
use rolebook::render::{Site, SiteOptions};
use rolebook::workspace::Workspace;
use sha2::{Digest, Sha256};
use support::handbook;

const SETTINGS: &str = "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n";
const ROLES: &str = "[[unit]]\nid = 'desk'\nname = { zh = '前台', en = 'Front Desk' }\n\n\
    [[unit]]\nid = 'kitchen'\nname = { zh = '厨房', en = 'Kitchen' }\n\n\
    [[role]]\nid = 'head'\nname = { zh = '主任', en = 'Head' }\nunit = 'desk'\ntop = true\n\n\
    [[role]]\nid = 'clerk'\nname = { zh = '文员', en = 'Clerk' }\nunit = 'desk'\n\n\
    [[role]]\nid = 'cook'\nname = { zh = '厨师', en = 'Cook' }\nunit = 'kitchen'\ntop = true\n";
const ZH: &str = "+++\nversion = \"3\"\neffective = 2026-01-01\n+++\n\n# 前台制度\n\n\
    ## 第一条 适用范围 {#scope}\n\n本制度适用于前台的全体员工。\n\n\
    ## 第二条 考勤 {#attendance}\n\n员工不得迟到。\n\n\
    ## 第三条 录用 {#hiring}\n\n公司录用员工不得收取财物。\n\n\
    ## 第四条 主任岗位职责 {#head role=head}\n\n- 直接下级：文员\n\n1. 员工迟到的，由主任处理。\n\n\
    ## 第五条 文员岗位职责 {#clerk role=clerk}\n\n- 直接上级：主任\n- 编制：2\n\n1. 登记来访；\n2. 接听**电话**。\n";
const EN: &str = "# Front Desk Rules\n\n\
    ## Article 1 Scope {#scope}\n\nThese rules apply to all staff of the Front Desk.\n\n\
    ## Article 2 Attendance {#attendance}\n\nStaff shall not be late.\n\n\
    ## Article 3 Hiring {#hiring}\n\nThe company takes no money from staff it hires.\n\n\
    ## Article 4 Duties of the Head {#head role=head}\n\n- Supervises: Clerk\n\n1. Deal with staff who are late.\n\n\
    ## Article 5 Duties of the Clerk {#clerk role=clerk}\n\n- Reports to: Head\n- Headcount: 2\n\n1. Register visitors;\n2. Answer the telephone.\n";

fn site(zh: &str) -> Site {
    let files = [
        ("handbook.toml", SETTINGS),
        ("roles.toml", ROLES),
        ("zh/desk.md", zh),
        ("en/desk.md", EN),
    ];
    handbook(&files).site(&SiteOptions::default()).unwrap()
}

fn shipped(languages: &[&str]) -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    let files = walkdir::WalkDir::new(&root).into_iter().filter_map(|entry| {
        let path = entry.unwrap().into_path();
        let name = path.strip_prefix(&root).ok()?.to_str()?.to_owned();
        path.is_file().then(|| (name, std::fs::read(&path).unwrap()))
    });
    let list = format!("languages = [\"{}\"]", languages.join("\", \""));
    let files = files.map(|(name, bytes)| match name.as_str() {
        "handbook.toml" => {
            let text = String::from_utf8(bytes).unwrap();
            (name, text.replace("languages = [\"zh\", \"en\"]", &list).into_bytes())
        }
        _ => (name, bytes),
    });
    let workspace = Workspace::from_files(files);
    workspace.snapshot().site(&SiteOptions::default()).unwrap()
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.file(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The values of an attribute on a page, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let pattern = Regex::new(&format!(r#" {attribute}="([^"]*)""#)).unwrap();
    let found = pattern.captures_iter(page);
    found.map(|found| found.get(1).unwrap().as_str()).collect()
}

/// The articles that the page of everyone's rules lists, by their anchors.
fn everyone(site: &Site, language: &str) -> BTreeSet<String> {
    let page = text(site, &format!("{language}/everyone.html"));
    let main = page.split_once("<main").unwrap().1;
    let articles = values(main, "href").into_iter().filter_map(|href| {
        let (path, anchor) = href.split_once('#')?;
        (path.contains('/') && !path.starts_with("roles/")).then(|| anchor.to_owned())
    });
    articles.collect()
}

#[test]
fn the_articles_of_the_shipped_handbook_that_bind_everyone_are_told_apart() {
    let chinese = everyone(&shipped(&["zh", "en"]), "zh");
    insta::assert_snapshot!(chinese.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
    // The English words find the same, but for sentences whose subject is another in English.
    let english = everyone(&shipped(&["en", "zh"]), "en");
    let other: Vec<&String> = chinese.symmetric_difference(&english).collect();
    insta::assert_snapshot!(format!("{other:?}"));
}

#[test]
fn an_article_binds_everyone_by_its_subject_and_those_whom_its_regulation_is_for() {
    let site = site(ZH);
    for language in ["zh", "en"] {
        let found: Vec<String> = everyone(&site, language).into_iter().collect();
        assert_eq!(found, ["attendance", "scope"], "{language}");
    }
    assert!(text(&site, "zh/everyone.html").contains("适用于：<a href=\"roles/index.html#unit-desk\">前台</a>"));
    let items = |role: &str| values(text(&site, &format!("zh/roles/{role}/first-days.html")), "data-item").join(" ");
    assert_eq!(
        items("clerk"),
        "duties superiors desk#scope desk#attendance acknowledgement"
    );
    // The regulation is not for the kitchen.
    assert_eq!(items("cook"), "");
    assert!(!text(&site, "zh/roles/cook.html").contains("everyone.html#"));
}

#[test]
fn a_point_of_the_first_days_changes_with_its_text_in_each_language_alone() {
    let says = |site: &Site, language: &str, item: &str| {
        let page = text(site, &format!("{language}/roles/clerk/first-days.html"));
        let index = values(page, "data-item").iter().position(|own| *own == item).unwrap();
        values(page, "data-says")[index].to_owned()
    };
    let before = site(ZH);
    let changed = site(&ZH.replace("不得迟到", "不得迟到或者早退"));
    let unchanged = site(&ZH.replace("**电话**", "电话").replace("编制：2", "编制: 2"));
    for language in ["zh", "en"] {
        let (old, new) = (
            says(&before, language, "desk#attendance"),
            says(&changed, language, "desk#attendance"),
        );
        let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
        assert!(old[0] != new[0] && old[1] == new[1], "{old:?} {new:?}");
        assert_eq!(says(&before, language, "duties"), says(&changed, language, "duties"));
        assert_eq!(says(&before, language, "duties"), says(&unchanged, language, "duties"));
    }
}

/// The digest on a sheet, and the text that it shows.
fn sheet(site: &Site, language: &str, role: &str) -> (String, String) {
    let page = text(site, &format!("{language}/roles/{role}/acknowledgement.html"));
    let between = |start: &str, end: &str| {
        let rest = page.split_once(start).unwrap_or_else(|| panic!("no {start}")).1;
        rest.split_once(end).unwrap().0
    };
    let digest = between("<code class=\"digest\">", "</code>")
        .replace("<br>", "")
        .replace(' ', "");
    let (_, shown) = between("<pre id=\"page-text\"", "</pre>").split_once('>').unwrap();
    let shown = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(shown.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    (digest, shown)
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

#[test]
fn the_hash_on_every_sheet_is_that_of_the_text_on_it() {
    let site = shipped(&["zh", "en"]);
    let sheets: Vec<&str> = site
        .files()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with("/acknowledgement.html"))
        .collect();
    assert_eq!(sheets.len(), 32);
    for path in sheets {
        let (language, rest) = path.split_once("/roles/").unwrap();
        let role = rest.split_once('/').unwrap().0;
        let (digest, shown) = sheet(&site, language, role);
        assert_eq!(digest, sha256(&shown), "{path}");
        assert_eq!(shown, text(&site, &path.replace(".html", ".txt")), "{path}");
        assert!(text(&site, path).contains("2014.1"), "{path} names no version");
    }
}

#[test]
fn a_sheet_shows_the_article_line_by_line() {
    let (_, shown) = sheet(&site(ZH), "zh", "clerk");
    assert_eq!(
        shown,
        "第五条 文员岗位职责\n直接上级：主任\n编制：2\n1. 登记来访；\n2. 接听电话。\n"
    );
    let (_, shown) = sheet(&site(ZH), "en", "clerk");
    assert_eq!(
        shown,
        "Article 5 Duties of the Clerk\nReports to: Head\nHeadcount: 2\n1. Register visitors;\n2. Answer the telephone.\n"
    );
}

#[test]
fn a_changed_duty_changes_the_hash_of_its_own_role_alone() {
    let (before, after) = (site(ZH), site(&ZH.replace("登记来访", "登记来访和来信")));
    let digest = |site: &Site, language: &str, role: &str| sheet(site, language, role).0;
    assert_ne!(digest(&before, "zh", "clerk"), digest(&after, "zh", "clerk"));
    assert_eq!(digest(&before, "zh", "head"), digest(&after, "zh", "head"));
    assert_eq!(digest(&before, "en", "clerk"), digest(&after, "en", "clerk"));
}

#[test]
fn a_role_without_an_article_has_no_sheet() {
    let site = site(ZH);
    assert!(site.file("zh/roles/cook/acknowledgement.html").is_none());
    assert!(!text(&site, "zh/roles/cook.html").contains("acknowledgement"));
}

#[test]
fn a_role_is_compared_by_a_script_beside_its_page() {
    let site = site(ZH);
    assert_eq!(
        text(&site, "zh/roles/clerk.js"),
        "rolebook.compare(\"clerk\",{\"department\":\"前台\",\"superior\":\"主任\",\"subordinates\":\"\",\"headcount\":\"2\",\
         \"duties\":[\"登记来访；\",\"接听电话。\"],\"lang\":null});\n"
    );
    assert_eq!(
        values(text(&site, "en/roles/compare.html"), "data-role"),
        ["head", "clerk", "cook"]
    );
    let links = values(text(&site, "zh/roles/clerk.html"), "href");
    assert!(links.contains(&"compare.html?a=clerk&amp;b=head"), "{links:?}");
}

#[test]
fn roles_stand_by_department_and_by_reporting_line() {
    let site = site(ZH);
    let page = text(&site, "zh/roles/index.html");
    let (departments, line) = page.split_once("id=\"page-line\"").unwrap();
    assert!(departments.contains("id=\"unit-desk\"") && departments.contains("href=\"../desk/index.html#scope\""));
    let tree =
        Regex::new(r#"<a href="head.html">主任</a>[^\n]*<ul class="tree">\s*<li><a href="clerk.html">"#).unwrap();
    assert!(tree.is_match(line), "{line}");
}

/// What a page and the stylesheets and scripts that it loads at once weigh at most, in bytes.
const WEIGHT: usize = 60 * 1024;

#[test]
fn no_duty_page_weighs_more_than_a_phone_should_have_to_load() {
    let site = shipped(&["zh", "en"]);
    let loaded = Regex::new(r#"(?:<script defer src|<link rel="stylesheet" href)="(?:\.\./)*([^"]+)""#).unwrap();
    let is_role = |path: &&str| path.ends_with(".html") && path.split('/').nth(1) == Some("roles");
    for path in site.files().map(|(path, _)| path).filter(is_role) {
        let page = text(&site, path);
        let parts = loaded.captures_iter(page).map(|found| text(&site, &found[1]).len());
        let weight = page.len() + parts.sum::<usize>();
        assert!(weight <= WEIGHT, "{path} weighs {weight} bytes");
    }
}

/// A handbook of as many roles as articles that bind everyone, all in one department that all articles mention.
fn large(size: usize) -> usize {
    let mut roles = "[[unit]]\nid = 'desk'\nname = '前台'\n".to_owned();
    let mut chapter = "# 前台制度\n\n".to_owned();
    for number in 0..size {
        writeln!(
            roles,
            "\n[[role]]\nid = 'r{number}'\nname = '{number}号专员'\nunit = 'desk'\ntop = true"
        )
        .unwrap();
        let (rule, duty) = (2 * number + 1, 2 * number + 2);
        writeln!(chapter, "## 第{rule}条 规则\n\n员工应当听从前台。前台开放。\n").unwrap();
        writeln!(
            chapter,
            "## 第{duty}条 {number}号专员岗位职责 {{role=r{number}}}\n\n1. 登记来访。\n"
        )
        .unwrap();
    }
    let files = [
        ("handbook.toml", "title = '手册'\nlanguages = ['zh']\n"),
        ("roles.toml", &*roles),
        ("zh/desk.md", &*chapter),
    ];
    let site = handbook(&files).site(&SiteOptions::default()).unwrap();
    let own = site.files().filter(|(path, _)| path.starts_with("zh/roles/r"));
    own.map(|(_, bytes)| bytes.len()).sum()
}

#[test]
fn the_pages_of_roles_do_not_grow_with_the_handbook() {
    let (small, big) = (large(80), large(160));
    assert!(big < small * 22 / 10, "{small} bytes for 80 roles, {big} for 160");
}
