//! What a site tells programs: the head of each page, the site map, robots.txt, feeds, llms.txt and handbook.json.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeSet;

use quick_xml::events::Event;
use regex::Regex;
use rolebook::render::{Site, SiteOptions};

const SETTINGS: &str = "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n";
const ROLES: (&str, &str) = (
    "roles.toml",
    "[[role]]\nid = 'head'\nname = { zh = '主任', en = 'Head' }\ntop = true\nexternal = true\n\
     [[role]]\nid = 'clerk'\nname = { zh = '文员', en = 'Clerk' }\n",
);
const FILES: [(&str, &str); 8] = [
    ROLES,
    (
        "glossary.toml",
        "[[term]]\nid = 'file'\nname = { zh = '归档', en = 'filing' }\n",
    ),
    (
        "zh/service/index.md",
        "+++\ntitle = '服务《制度》'\nversion = '2'\nstatus = 'trial'\neffective = 2024-07-01\n+++\n\n本制度说明服务。请先读第一章；\n",
    ),
    (
        "zh/service/01.md",
        "# 第一章 岗位\n\n## 第一条 文员岗位职责 {#clerk role=clerk}\n\n- 直接上级：主任\n\n1. 每日归档；\n2. 听从安排。\n",
    ),
    (
        "en/service/01.md",
        "# Chapter 1 Posts\n\n## Article 1 Duties of the Clerk {#clerk role=clerk}\n\n- Reports to: Head\n\n1. File every day;\n2. Help.\n",
    ),
    (
        "zh/leave.md",
        "+++\ntitle = '休假 & <办法>'\neffective = 2025-01-01\n+++\n\n第一条　甲。\n",
    ),
    ("zh/undated.md", "# 杂项\n\n第一条　甲。\n"),
    ("zh/pages/guide.md", "# 指南\n\n欢迎[您]。\n"),
];

fn site(settings: &str, base_url: Option<&str>) -> Site {
    let settings = format!("{SETTINGS}{settings}");
    let files: Vec<(&str, &str)> = FILES
        .into_iter()
        .chain([("handbook.toml", settings.as_str())])
        .collect();
    let options = SiteOptions {
        base_url: base_url.map(str::to_owned),
        ..SiteOptions::default()
    };
    support::handbook(&files).site(&options).unwrap()
}

const BASE: &str = "https://h.example.com/staff";

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.file(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The lines of a page's head that programs read.
fn head(page: &str) -> String {
    let line =
        Regex::new(r#"<(?:meta (?:name="(?:description|robots)"|property)|link rel="(?:canonical|alternate)")[^>]*>"#);
    let line = line.unwrap();
    line.find_iter(page)
        .map(|found| found.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Depth, name, attributes and text of an element.
type Element = (usize, String, Vec<(String, String)>, String);

/// Elements of an XML document; it stops where the text is not well-formed.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found: Vec<Element> = Vec::new();
    let mut open = Vec::new();
    loop {
        let event = reader.read_event().expect("well-formed");
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("well-formed");
                    let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    (name, String::from_utf8(attribute.value.to_vec()).unwrap())
                });
                found.push((open.len(), name, attributes.collect(), String::new()));
                if matches!(event, Event::Start(_)) {
                    open.push(found.len() - 1);
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => {
                if let Some(&at) = open.last() {
                    found[at].3.push_str(std::str::from_utf8(text).unwrap().trim());
                }
            }
            Event::GeneralRef(name) => {
                let at = *open.last().unwrap();
                found[at]
                    .3
                    .push_str(&format!("&{};", std::str::from_utf8(name).unwrap()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

#[test]
fn a_page_says_what_it_is_where_it_stands_and_which_its_other_languages_are() {
    let site = site("", Some(BASE));
    insta::assert_snapshot!(head(text(&site, "en/roles/clerk.html")), @r#"
    <meta name="robots" content="noindex">
    <meta name="description" content="Duties of the Clerk: File every day">
    <link rel="canonical" href="https://h.example.com/staff/en/roles/clerk.html">
    <link rel="alternate" hreflang="zh" href="https://h.example.com/staff/zh/roles/clerk.html">
    <link rel="alternate" hreflang="en" href="https://h.example.com/staff/en/roles/clerk.html">
    <link rel="alternate" hreflang="x-default" href="https://h.example.com/staff/zh/roles/clerk.html">
    <link rel="alternate" type="application/atom+xml" title="Handbook" href="../feed.xml">
    <meta property="og:title" content="Clerk">
    <meta property="og:description" content="Duties of the Clerk: File every day">
    <meta property="og:type" content="article">
    <meta property="og:site_name" content="Handbook">
    <meta property="og:locale" content="en_GB">
    <meta property="og:locale:alternate" content="zh_CN">
    <meta property="og:url" content="https://h.example.com/staff/en/roles/clerk.html">
    "#);
    insta::assert_snapshot!(head(text(&site, "index.html")), @r#"
    <meta name="robots" content="noindex">
    <meta name="description" content="《手册》：规章制度、岗位职责、组织结构和术语。">
    <link rel="canonical" href="https://h.example.com/staff/index.html">
    <link rel="alternate" hreflang="zh" href="https://h.example.com/staff/zh/index.html">
    <link rel="alternate" hreflang="en" href="https://h.example.com/staff/en/index.html">
    <link rel="alternate" hreflang="x-default" href="https://h.example.com/staff/index.html">
    <meta property="og:title" content="手册">
    <meta property="og:description" content="《手册》：规章制度、岗位职责、组织结构和术语。">
    <meta property="og:type" content="website">
    <meta property="og:site_name" content="手册">
    <meta property="og:locale" content="zh_CN">
    <meta property="og:locale:alternate" content="en_GB">
    <meta property="og:url" content="https://h.example.com/staff/index.html">
    "#);
    let welcome = text(&site, "zh/index.html");
    assert!(welcome.contains("hreflang=\"x-default\" href=\"https://h.example.com/staff/index.html\""));
    for (copy, main) in [
        ("zh/service/print.html", "zh/service/index.html"),
        ("zh/service/side-by-side/01.html", "zh/service/01.html"),
    ] {
        let canonical = format!("<link rel=\"canonical\" href=\"{BASE}/{main}\">");
        assert!(text(&site, copy).contains(&canonical), "{copy}");
        assert!(
            !text(&site, "sitemap.xml").contains(&format!("<loc>{BASE}/{copy}")),
            "{copy}"
        );
    }
}

#[test]
fn without_its_own_address_a_site_says_nothing_absolute() {
    let site = site("", None);
    insta::assert_snapshot!(head(text(&site, "en/service/01.html")), @r#"
    <meta name="robots" content="noindex">
    <meta name="description" content="File every day">
    <link rel="alternate" hreflang="zh" href="../../zh/service/01.html">
    <link rel="alternate" hreflang="en" href="01.html">
    <link rel="alternate" hreflang="x-default" href="../../zh/service/01.html">
    <link rel="alternate" type="application/atom+xml" title="Handbook" href="../feed.xml">
    <meta property="og:title" content="Chapter 1 Posts">
    <meta property="og:description" content="File every day">
    <meta property="og:type" content="article">
    <meta property="og:site_name" content="Handbook">
    <meta property="og:locale" content="en_GB">
    <meta property="og:locale:alternate" content="zh_CN">
    "#);
    for (path, bytes) in site
        .files()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".txt"))
    {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(!text.contains("href=\"http") && !text.contains("](http"), "{path}");
    }
}

#[test]
fn descriptions_are_plain_text_of_the_page() {
    let site = site("", None);
    let about = |path: &str| {
        let page = text(&site, path);
        let start = page.find("<meta name=\"description\" content=\"").unwrap() + 34;
        page[start..start + page[start..].find('"').unwrap()].to_owned()
    };
    assert_eq!(about("zh/service/index.html"), "本制度说明服务。请先读第一章");
    assert_eq!(about("zh/pages/guide.html"), "欢迎[您]。");
    assert_eq!(about("zh/roles/clerk.html"), "文员的岗位职责：每日归档");
    assert_eq!(
        about("en/roles/head.html"),
        "Head: superior, subordinates and the articles that mention this role."
    );
    assert_eq!(
        about("en/glossary.html"),
        "The terms that the Handbook uses, with their definitions."
    );
    assert_eq!(about("zh/index.html"), "《手册》：规章制度、岗位职责、组织结构和术语。");
}

#[test]
fn a_handbook_is_its_houses_own_unless_it_says_that_it_is_public() {
    let internal = site("", Some(BASE));
    assert_eq!(text(&internal, "robots.txt"), "User-agent: *\nDisallow: /\n");
    let asked_away = |site: &Site| {
        let pages = site.files().filter(|(path, _)| path.ends_with(".html"));
        pages
            .filter(|(_, page)| {
                std::str::from_utf8(page)
                    .unwrap()
                    .contains("<meta name=\"robots\" content=\"noindex\">")
            })
            .map(|(path, _)| path.to_owned())
            .collect::<Vec<_>>()
    };
    let pages = internal.files().filter(|(path, _)| path.ends_with(".html")).count();
    assert_eq!(asked_away(&internal).len(), pages);
    let public = site("[site]\npublic = true\n", Some(BASE));
    insta::assert_snapshot!(text(&public, "robots.txt"), @"
    User-agent: *
    Allow: /

    Sitemap: https://h.example.com/staff/sitemap.xml
    ");
    let asked = asked_away(&public).into_iter();
    let asked: Vec<String> = asked.filter(|path| !path.ends_with("/acknowledgement.html")).collect();
    assert_eq!(asked, ["404.html"]);
}

#[test]
fn the_site_map_has_every_page_in_every_language() {
    let site = site("", Some(BASE));
    let map = elements(text(&site, "sitemap.xml"));
    let named = |name: &str| map.iter().filter(|element| element.1 == name).count();
    let locations: BTreeSet<&str> = map
        .iter()
        .filter(|element| element.1 == "loc")
        .map(|element| &*element.3)
        .collect();
    assert_eq!(named("url"), locations.len());
    assert_eq!(named("xhtml:link"), 3 * locations.len(), "two languages and x-default");
    for (_, _, attributes, _) in map.iter().filter(|element| element.1 == "xhtml:link") {
        let href = &attributes.iter().find(|(name, _)| name == "href").unwrap().1;
        assert!(
            locations.contains(&**href) || href == &format!("{BASE}/index.html"),
            "{href}"
        );
    }
    for location in locations {
        let path = location.strip_prefix("https://h.example.com/staff/").unwrap();
        assert!(site.file(path).is_some(), "{path}");
    }
}

#[test]
fn a_feed_has_the_editions_that_have_a_day() {
    let site = site("", Some(BASE));
    insta::assert_snapshot!(text(&site, "zh/feed.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">
    <title>手册：制度更新</title>
    <id>urn:uuid:e88d727c-5760-8c35-9ed5-db47d4603623</id>
    <updated>2025-01-01T00:00:00Z</updated>
    <author><name>手册</name>
    </author>
    <generator>Rolebook</generator>
    <link rel="self" type="application/atom+xml" href="https://h.example.com/staff/zh/feed.xml"/>
    <link rel="alternate" type="text/html" href="https://h.example.com/staff/zh/index.html"/>
    <entry>
    <title>休假 &amp; &lt;办法&gt;</title>
    <id>urn:uuid:6c24984a-9577-838f-b2e4-aa5babfb33b4</id>
    <updated>2025-01-01T00:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://h.example.com/staff/zh/leave/index.html"/>
    <summary>2025年1月1日起施行</summary>
    </entry>
    <entry>
    <title>服务《制度》</title>
    <id>urn:uuid:794bb59d-fd5b-8ea9-b5fd-a59833b140b0</id>
    <updated>2024-07-01T00:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://h.example.com/staff/zh/service/index.html"/>
    <summary>版本 2，2024年7月1日起施行</summary>
    <category term="trial" label="试行"/>
    </entry>
    </feed>
    "#);
    let mut ids = BTreeSet::new();
    for path in ["zh/feed.xml", "en/feed.xml"] {
        let feed = elements(text(&site, path));
        for (depth, name, _, said) in &feed {
            match name.as_str() {
                "id" => assert!(said.starts_with("urn:uuid:") && ids.insert(said.clone()), "{said}"),
                "updated" => assert!(said.ends_with("T00:00:00Z"), "{said}"),
                "feed" => assert_eq!(*depth, 0),
                _ => {}
            }
        }
        // RFC 4287, sections 4.1.1 and 4.1.2: what a feed and each entry have.
        let count = |wanted: &str| feed.iter().filter(|element| element.1 == wanted).count();
        let entries = count("entry");
        assert_eq!((entries, count("author")), (2, 1));
        for element in ["id", "title", "updated"] {
            assert_eq!(count(element), entries + 1, "{element}");
        }
        assert_eq!(count("link"), entries + 2);
    }
    assert!(
        text(&site, "en/index.html").contains("type=\"application/atom+xml\" title=\"Handbook\" href=\"feed.xml\"")
    );
}

#[test]
fn entries_keep_their_ids_when_the_site_moves_and_get_new_ones_with_a_version() {
    let ids = |site: &Site| {
        let feed = elements(text(site, "zh/feed.xml"));
        feed.into_iter()
            .filter(|element| element.1 == "id")
            .map(|element| element.3)
            .collect::<Vec<_>>()
    };
    let here = ids(&site("", None));
    assert_eq!(here, ids(&site("", Some(BASE))));
    let moved = text(&site("", None), "zh/feed.xml").to_owned();
    assert!(
        moved.contains("href=\"service/index.html\"") && !moved.contains("rel=\"self\""),
        "{moved}"
    );
    let newer: Vec<(&str, String)> = FILES
        .iter()
        .map(|(path, text)| (*path, text.replace("version = '2'", "version = '3'")))
        .chain([("handbook.toml", SETTINGS.to_owned())])
        .collect();
    let newer: Vec<(&str, &str)> = newer.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let newer = ids(&support::handbook(&newer).site(&SiteOptions::default()).unwrap());
    assert_eq!(
        (here[0] == newer[0], here[1] == newer[1], here[2] == newer[2]),
        (true, true, false)
    );
}

#[test]
fn a_handbook_without_days_has_no_feed_and_no_link_to_one() {
    let files = [("handbook.toml", SETTINGS), ("zh/undated.md", "第一条　甲。\n")];
    let site = support::handbook(&files).site(&SiteOptions::default()).unwrap();
    assert!(site.file("zh/feed.xml").is_none());
    assert!(!text(&site, "zh/index.html").contains("application/atom+xml"));
}

#[test]
fn llms_txt_says_where_every_text_stands() {
    let site = site("edit-url = 'https://git.example.com/secret'\n", None);
    let llms = text(&site, "llms.txt");
    insta::assert_snapshot!(llms, @"
    # 手册 / Handbook

    > 《手册》：规章制度、岗位职责、组织结构和术语。 Handbook: regulations, the duties of every role, the organisation chart and the glossary.

    - 各语言文本不一致时，以中文文本为准。引用时请写明制度名称、版本和条号。
    - Where the languages differ, the Chinese text prevails. When quoting, name the regulation, its version and the article.

    ## 规章制度（中文）

    - [休假 & <办法>](zh/leave/index.html): 2025年1月1日起施行
    - [服务《制度》](zh/service/index.html): 试行，版本 2，2024年7月1日起施行
    - [服务《制度》：全文](zh/service/print.html)
    - [杂项](zh/undated/index.html)

    ## 岗位（中文）

    - [主任](zh/roles/head.html)
    - [文员](zh/roles/clerk.html): 直接上级：主任

    ## 其他页面（中文）

    - [指南](zh/pages/guide.html)
    - [组织结构](zh/organisation.html)
    - [术语表](zh/glossary.html)
    - [岗位](zh/roles/index.html)

    ## Regulations (English)

    - [service](en/service/index.html): Trial, version 2, in force from 1 July 2024
    - [service: whole text](en/service/print.html)

    ## Roles (English)

    - [Head](en/roles/head.html)
    - [Clerk](en/roles/clerk.html): Reports to: Head

    ## Other pages (English)

    - [Organisation](en/organisation.html)
    - [Glossary](en/glossary.html)
    - [Roles](en/roles/index.html)

    ## Optional

    - [handbook.json](handbook.json)
    - [handbook.schema.json](assets/handbook.schema.json)
    - [sitemap.xml](sitemap.xml)
    - [zh/feed.xml](zh/feed.xml)
    - [en/feed.xml](en/feed.xml)
    ");
    let link = Regex::new(r"\]\(([^)]*)\)").unwrap();
    for found in link.captures_iter(llms) {
        assert!(site.file(&found[1]).is_some(), "{}", &found[1]);
    }
    assert!(!llms.contains("secret"));
}

#[test]
fn each_page_is_edited_where_its_text_comes_from() {
    let edit = |settings: &str, path: &str| {
        let site = site(settings, None);
        let page = text(&site, path);
        let found = Regex::new(r#"<p class="edit"><a href="([^"]*)""#).unwrap();
        found
            .captures(page)
            .map(|found| found[1].replace("&#x2F;", "/").replace("&amp;", "&"))
    };
    let prefix = "edit-url = 'https://git.example.com/edit/'\n";
    for (page, source) in [
        ("zh/service/01.html", Some("zh/service/01.md")),
        ("en/service/01.html", Some("en/service/01.md")),
        ("en/service/index.html", Some("zh/service/index.md")),
        ("en/roles/clerk.html", Some("en/service/01.md")),
        ("zh/roles/head.html", Some("roles.toml")),
        ("zh/roles/index.html", Some("roles.toml")),
        ("zh/organisation.html", Some("roles.toml")),
        ("en/glossary.html", Some("glossary.toml")),
        ("zh/pages/guide.html", Some("zh/pages/guide.md")),
        ("zh/service/print.html", None),
        ("zh/index.html", None),
    ] {
        let expected = source.map(|source| format!("https://git.example.com/edit/{source}"));
        assert_eq!(edit(prefix, page), expected, "{page}");
    }
    let pattern = "edit-url = 'https://git.example.com/new?file={path}&ref=main'\n";
    let expected = "https://git.example.com/new?file=zh/leave.md&ref=main";
    assert_eq!(edit(pattern, "zh/leave/index.html").as_deref(), Some(expected));
}

#[test]
fn the_public_model_says_how_texts_stand_and_where_they_are() {
    let lock = "[article.\"service#clerk\"]\nnumber = \"1\"\nreviewed.en = \"0000000000000000\"\n";
    let files: Vec<(&str, &str)> = FILES
        .into_iter()
        .chain([("handbook.toml", SETTINGS), ("translations.lock", lock)])
        .collect();
    let options = SiteOptions {
        base_url: Some(BASE.to_owned()),
        as_of: Some(jiff::civil::Date::constant(2024, 8, 1)),
        ..SiteOptions::default()
    };
    let site = support::handbook(&files).site(&options).unwrap();
    let public: serde_json::Value = serde_json::from_str(text(&site, "handbook.json")).unwrap();
    assert_eq!(public["base_url"], "https://h.example.com/staff/");
    assert_eq!(public["as_of"], "2024-08-01");
    assert_eq!(public["languages"][1]["feed"], "en/feed.xml");
    let regulations = public["regulations"].as_array().unwrap();
    let regulation = |id: &str| regulations.iter().find(|found| found["id"] == id).unwrap();
    assert_eq!(regulation("service")["standing"], serde_json::json!(["trial"]));
    assert_eq!(regulation("leave")["standing"], serde_json::json!(["not-yet-in-force"]));
    assert_eq!(
        regulation("service")["editions"]["zh"]["whole_url"],
        "zh/service/print.html"
    );
    assert_eq!(
        regulation("leave")["editions"]["zh"]["whole_url"],
        "zh/leave/index.html"
    );
    assert_eq!(regulation("service")["articles"][0]["stale"], serde_json::json!(["en"]));
    let duty = &public["roles"][1]["duties"]["zh"][0];
    assert_eq!(
        (duty["anchor"].as_str(), duty["url"].as_str()),
        (Some("clerk.i1"), Some("zh/service/01.html#clerk.i1"))
    );
    assert_eq!(public["terms"][0]["url"]["en"], "en/glossary.html#term-file");
    assert!(text(&site, "zh/roles/clerk.html").contains("id=\"clerk.i1\""));
}
