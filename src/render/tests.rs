//! Small handbooks and the pages that they make.

use std::collections::BTreeSet;

use super::{Site, SiteOptions};
use crate::workspace::Workspace;

const ROLES: &str = r#"
[[unit]]
id = "centre"
name = { zh = "客服中心", en = "Service Centre" }
[[role]]
id = "director"
name = { zh = "总监", en = "Director" }
top = true
[[role]]
id = "manager"
name = { zh = "襄理", en = "Assistant Manager" }
unit = "centre"
[[role]]
id = "clerk"
name = { zh = "文员", en = "Clerk" }
unit = "centre"
"#;

const ZH: &str = "+++\ntitle = '服务制度'\nversion = '2'\neffective = 2024-07-01\n+++\n\n# 第一章 岗位\n\n\
## 第一条 目的 {#purpose}\n\n为了规范服务，制定本制度。**依照第二条第（二）项**执行；《劳动法》第三条除外。\n\n\
## 第二条 襄理职责 {#manager role=manager}\n\n- 直接上级：总监\n- 直接下级：文员\n- 编制：2\n- 权限：督导<文员>\n\n\
### 日常\n\n（一）检查《排班表》；\n\n（二）每日向总监报告，\n并指导文员：\n\n1. 记录；\n2. 归档。\n\n\
## 第三条 文员职责 {#clerk role=clerk}\n\n- 直接上级：襄理\n\n1. 听从襄理安排。完成其他工作。\n\n\
## 第四条 只有中文\n\n见[第一条](#purpose)、[指南](pages/guide.md)和[坏的](javascript:x)，<b onclick=x>粗</b><script>y</script>。\n";

const EN: &str = "+++\ntitle = 'Service Rules'\n+++\n\n# Chapter 1 Posts\n\n\
## Article 1 Purpose {#purpose}\n\nTo put service in order. See Article 2.\n\n\
## Article 2 Duties of the Assistant Manager {#manager role=manager}\n\n- Reports to: Director\n- Supervises: Clerk\n\n\
1. Check the roster & the \"list\";\n2. Report to the Director.\n\n\
## Article 3 Duties of the Clerk {#clerk role=clerk}\n\n- Reports to: Assistant Manager\n\n1. Help the Assistant Manager.\n";

fn site_of(files: &[(&str, &str)], options: &SiteOptions) -> Site {
    let settings = (
        "handbook.toml",
        "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n",
    );
    let all = files.iter().chain([&settings]);
    let files = all.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Workspace::from_files(files)
        .snapshot()
        .site(options)
        .expect("the default theme is sound")
}

fn small() -> Site {
    let guide = "# 指南\n\n## 准备 {#ready}\n\n见[准备](#ready)。\n";
    let files = [
        ("roles.toml", ROLES),
        ("zh/rules.md", ZH),
        ("en/rules.md", EN),
        ("zh/pages/guide.md", guide),
    ];
    site_of(&files, &SiteOptions::default())
}

fn page<'s>(site: &'s Site, path: &str) -> &'s str {
    let bytes = site.file(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("pages are text")
}

/// The main part of a page.
fn main_of(page: &str) -> &str {
    let start = page.find("<main").expect("every page has a main part");
    &page[start..page.find("</main>").expect("it ends")]
}

fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    let parts = page.split(start.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn a_duty_page_shows_all_there_is_about_a_role() {
    insta::assert_snapshot!(main_of(page(&small(), "zh/roles/manager.html")));
}

#[test]
fn a_chapter_page_has_anchors_links_and_what_is_not_translated() {
    insta::assert_snapshot!(main_of(page(&small(), "en/rules/index.html")));
    insta::assert_snapshot!(main_of(page(&small(), "zh/rules/index.html")));
}

#[test]
fn every_page_has_its_counterpart_and_every_link_its_target() {
    let site = small();
    let pages: Vec<&str> = site
        .files()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with(".html"))
        .collect();
    for path in &pages {
        let text = page(&site, path);
        let ids = values(text, "id");
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "an anchor twice in {path}"
        );
        assert!(
            !text.contains("<script>") && !text.contains(" style=") && !text.contains("onclick"),
            "{path}"
        );
        for href in values(text, "href") {
            if href.contains(':') {
                continue;
            }
            let (address, anchor) = href.split_once('#').unwrap_or((href, ""));
            let address = super::html::decode(address.split('?').next().unwrap_or_default());
            let to = if address.is_empty() {
                (*path).to_owned()
            } else {
                super::html::join(path, &address).expect("inside")
            };
            let target = site.file(&to).unwrap_or_else(|| panic!("{path} links to {href}"));
            if !anchor.is_empty() {
                let target = std::str::from_utf8(target).expect("text");
                let anchor = super::html::decode(anchor);
                assert!(
                    values(target, "id").contains(&anchor.as_str()),
                    "{path} links to {href}"
                );
            }
        }
        if let Some(rest) = path.strip_prefix("zh/") {
            assert!(
                pages.contains(&format!("en/{rest}").as_str()),
                "{path} has no counterpart"
            );
        }
    }
}

#[test]
fn a_page_that_a_language_lacks_is_shown_in_the_other_one() {
    let site = small();
    let guide = page(&site, "en/pages/guide.html");
    assert!(guide.contains("<h1 lang=\"zh\">指南</h1>"), "{guide}");
    assert!(guide.contains("There is no English text of this page yet. It is shown in Chinese."));
}

#[test]
fn findings_and_the_day_are_told_to_readers() {
    let options = SiteOptions {
        findings: 3,
        as_of: Some(jiff::civil::Date::constant(2024, 6, 1)),
        ..SiteOptions::default()
    };
    let site = site_of(&[("zh/rules.md", ZH)], &options);
    let text = page(&site, "zh/rules/index.html");
    assert!(
        text.contains("3 处问题") && text.contains("自2024年7月1日起施行，目前尚未生效"),
        "{text}"
    );
    assert!(page(&site, "en/index.html").contains("open points (3)"));
}

#[test]
fn names_that_collide_with_pages_of_the_site_move_aside() {
    let site = site_of(
        &[
            ("zh/roles/index.md", "x"),
            ("zh/roles/a.md", "## 第一条 甲\n"),
            ("zh/glossary.md", "x"),
        ],
        &SiteOptions::default(),
    );
    for path in [
        "zh/roles/index.html",
        "zh/roles/index-2.html",
        "zh/roles/a.html",
        "zh/glossary/index.html",
    ] {
        assert!(site.file(path).is_some(), "{path}");
    }
}

#[test]
fn two_builds_are_the_same() {
    let (one, two) = (small(), small());
    assert!(one.files().eq(two.files()));
}

#[test]
fn addresses_are_absolute_where_the_site_knows_its_own() {
    let options = SiteOptions {
        base_url: Some("https://example.com/handbook".to_owned()),
        ..SiteOptions::default()
    };
    let site = site_of(&[("zh/手册.md", "## 第一条 甲\n")], &options);
    let map = page(&site, "sitemap.xml");
    let address = "https://example.com/handbook/zh/%E6%89%8B%E5%86%8C/index.html";
    assert!(map.contains(&format!("<loc>{address}</loc>")), "{map}");
    assert!(page(&site, "404.html").contains("href=\"https://example.com/handbook/zh/index.html\""));
}

#[test]
fn an_empty_handbook_still_has_its_pages() {
    let site = site_of(&[], &SiteOptions::default());
    for path in [
        "index.html",
        "404.html",
        "handbook.json",
        "zh/index.html",
        "en/organisation.html",
        "en/glossary.html",
    ] {
        assert!(site.file(path).is_some(), "{path}");
    }
}

#[test]
fn the_public_model_says_who_reports_to_whom() {
    let site = small();
    let value: serde_json::Value = serde_json::from_str(page(&site, "handbook.json")).expect("JSON");
    let manager = &value["roles"][1];
    assert_eq!(manager["superiors"], serde_json::json!(["director"]));
    assert_eq!(manager["duties"]["en"][0]["url"], "en/rules/index.html#manager.i1");
    assert_eq!(
        value["citations"],
        serde_json::json!([["rules#purpose", "rules#manager"]])
    );
}

mod text {
    use super::*;

    /// The only paragraph of a page that holds `markdown`.
    fn paragraph(markdown: &str) -> String {
        let rules = format!("{ZH}\n## 第五条 甲\n\n{markdown}\n\n第二款。\n");
        let site = site_of(
            &[("roles.toml", ROLES), ("zh/rules.md", &rules)],
            &SiteOptions::default(),
        );
        let page = page(&site, "zh/rules/index.html");
        let article = &page[page.find("id=\"art-5\"").expect("the article")..];
        let text = &article[article.find("<p id").expect("a paragraph")..];
        let text = &text[text.find('>').expect("a tag") + 1..];
        text[..text.find("<a class=\"anchor\"").expect("its link")].to_owned()
    }

    #[test]
    fn what_an_author_wrote_is_escaped() {
        assert_eq!(paragraph("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
        assert_eq!(paragraph("`<i>` &lt;"), "<code>&lt;i&gt;</code> &lt;");
    }

    #[test]
    fn marks_nest_and_links_cross_them() {
        assert_eq!(
            paragraph("**依照第三条。**"),
            "<strong>依照<a class=\"citation\" href=\"#clerk\">第三条</a>。</strong>"
        );
        assert_eq!(
            paragraph("由**文**员办理"),
            "由<strong><a class=\"role\" href=\"../roles/clerk.html\">文</a></strong><a class=\"role\" href=\"../roles/clerk.html\">员</a>办理"
        );
        assert_eq!(paragraph("*甲**乙***"), "<em>甲<strong>乙</strong></em>");
    }

    #[test]
    fn nothing_is_linked_within_a_link_or_code() {
        assert_eq!(
            paragraph("[文员](https://x.cn/?a=1&b=2)"),
            "<a class=\"external\" rel=\"noopener noreferrer\" href=\"https://x.cn/?a=1&amp;b=2\">文员</a>"
        );
        assert_eq!(paragraph("`文员`"), "<code>文员</code>");
    }

    #[test]
    fn raw_html_is_cleaned_and_balanced() {
        assert_eq!(paragraph("甲<b onclick=x>乙"), "甲<b>乙</b>");
        assert_eq!(paragraph("甲<script>乙</script></b><br>"), "甲乙<br>");
        assert_eq!(paragraph("**甲<u>乙**丙"), "<strong>甲<u>乙</u></strong>丙");
    }

    #[test]
    fn images_from_elsewhere_are_links() {
        assert!(paragraph("![图](https://x.cn/a.png)").starts_with("<a class=\"external\""));
        assert_eq!(paragraph("![图](none.png)"), "图");
    }

    #[test]
    fn a_line_break_between_characters_leaves_no_blank() {
        assert_eq!(paragraph("甲\n乙 a\nb"), "甲乙 a\nb");
    }
}

mod side_by_side {
    use super::*;

    /// The two columns of the row with this anchor.
    fn row<'p>(page: &'p str, anchor: &str) -> (&'p str, &'p str) {
        let start = page.find(&format!("class=\"pair\" id=\"{anchor}\"")).expect("the row");
        let row = &page[start..];
        let row = &row[..row[1..].find("class=\"pair\"").unwrap_or(row.len() - 1)];
        let second = row
            .rfind("<div class=\"article")
            .into_iter()
            .chain(row.rfind("<div class=\"side\""))
            .max();
        row.split_at(second.expect("two columns"))
    }

    #[test]
    fn each_article_has_a_row_with_a_column_for_each_language() {
        let site = small();
        for (own, other) in [("zh", "en"), ("en", "zh")] {
            let page = page(&site, &format!("{own}/rules/side-by-side/index.html"));
            let (first, second) = row(page, "manager");
            assert_eq!(values(first, "lang"), [own], "{first}");
            assert_eq!(values(second, "lang"), [other], "{second}");
            let ids: Vec<&str> = values(first, "id").into_iter().filter(|id| id.contains(".i")).collect();
            assert!(ids.starts_with(&["manager.i1", "manager.i2"]), "{ids:?}");
        }
        let zh = page(&site, "zh/rules/side-by-side/index.html");
        let (first, second) = row(zh, "manager");
        assert!(
            first.contains("检查《排班表》") && second.contains("Check the roster"),
            "{first}{second}"
        );
    }

    #[test]
    fn links_within_the_page_stay_and_others_lead_on() {
        let site = small();
        let (first, second) = row(page(&site, "zh/rules/side-by-side/index.html"), "purpose");
        assert!(values(first, "href").contains(&"#manager.i2"), "{first}");
        assert!(values(first, "href").contains(&"../index.html#purpose"), "{first}");
        assert!(
            values(second, "href").contains(&"../../../en/rules/index.html#purpose"),
            "{second}"
        );
        assert!(values(page(&site, "zh/rules/index.html"), "href").contains(&"side-by-side/index.html"));
    }

    #[test]
    fn what_a_language_lacks_is_said_in_its_column() {
        let site = small();
        let (first, second) = row(page(&site, "en/rules/side-by-side/index.html"), "art-4");
        assert!(first.contains("There is no English text of this article."), "{first}");
        assert!(
            second.contains("只有中文") && second.contains("lang=\"zh\""),
            "{second}"
        );
    }

    #[test]
    fn blocks_outside_articles_stand_beside_what_follows_the_same() {
        let files = [
            (
                "zh/a.md",
                "# 制度\n\n前言。\n\n# 第一章 甲\n\n章首。\n\n## 第一条 甲\n\n甲。\n",
            ),
            (
                "en/a.md",
                "# Rules\n\nPreamble.\n\n# Chapter 1 A\n\n## Article 1 A\n\nA.\n\n# Chapter 2 B\n\nTail.\n",
            ),
        ];
        let site = site_of(&files, &SiteOptions::default());
        let page = main_of(page(&site, "zh/a/side-by-side/index.html"));
        let rows: Vec<&str> = page.split("class=\"pair\"").skip(1).collect();
        assert!(rows[0].contains("前言") && rows[0].contains("Preamble"), "{}", rows[0]);
        assert!(
            rows[1].contains("第一章") && rows[1].contains("Chapter 1"),
            "{}",
            rows[1]
        );
        assert!(
            rows[2].contains("章首") && rows[2].contains("此处没有英文文本"),
            "{}",
            rows[2]
        );
        assert!(rows[3].contains("id=\"art-1\""), "{}", rows[3]);
        assert!(rows[4].contains("Chapter 2") && rows[5].contains("Tail"), "{}", rows[4]);
    }

    #[test]
    fn a_text_in_one_language_has_no_such_page() {
        let site = site_of(&[("zh/rules.md", ZH)], &SiteOptions::default());
        let there: Vec<&str> = site.files().map(|(path, _)| path).collect();
        assert!(!there.iter().any(|path| path.contains("/side-by-side/")), "{there:?}");
        assert!(!page(&small(), "sitemap.xml").contains("side-by-side"));
    }
}

mod aliases {
    use super::*;

    /// The anchors that the articles of a regulation go by beside their own, each with its article's own anchor.
    fn aliases(rules: &str) -> Vec<(String, String)> {
        let site = site_of(&[("zh/rules.md", rules)], &SiteOptions::default());
        let page = page(&site, "zh/rules/index.html");
        let mut found = Vec::new();
        for article in page.split("<section class=\"article").skip(1) {
            let own = values(article, "id")[0];
            let parts = article.split("<span class=\"alias\"").skip(1);
            found.extend(parts.map(|part| (values(part, "id")[0].to_owned(), own.to_owned())));
        }
        assert_eq!(
            page.matches("class=\"alias\"").count(),
            found.len(),
            "an alias outside articles:\n{page}"
        );
        found
    }

    fn pairs(found: &[(String, String)]) -> Vec<(&str, &str)> {
        found.iter().map(|(old, own)| (old.as_str(), own.as_str())).collect()
    }

    #[test]
    fn an_article_with_an_id_is_reached_by_its_number_and_by_what_it_was_called() {
        let found = aliases("## 第一条 甲 {#posts was=old-posts,older}\n\n甲。\n\n## 第二条 乙 {was=b}\n\n乙。\n");
        assert_eq!(
            pairs(&found),
            [
                ("art-1", "posts"),
                ("old-posts", "posts"),
                ("older", "posts"),
                ("b", "art-2")
            ]
        );
    }

    #[test]
    fn an_id_in_use_wins_wherever_it_stands() {
        let rules = "## 第一条 甲 {#a was=b,ch-9,note,page-main}\n\n甲。\n\n## 第二条 乙 {#b was=c}\n\n乙。\n\n\
            ### 说明 {#note}\n\n丙。\n\n# 第九章 丁\n\n## 第三条 丙 {was=c}\n\n丙。\n";
        assert_eq!(pairs(&aliases(rules)), [("art-1", "a"), ("art-2", "b"), ("c", "b")]);
    }

    #[test]
    fn a_number_that_another_article_is_called_by_stays_its_own() {
        let rules = "## 第一条 甲 {#art-2}\n\n甲。\n\n## 第二条 乙 {#b}\n\n乙。\n\n## 第二条 丙 {#c}\n\n丙。\n";
        assert_eq!(pairs(&aliases(rules)), [("art-1", "art-2")]);
    }

    #[test]
    fn chapters_and_titles_keep_their_former_ids_as_well() {
        let files = [
            ("zh/rules/index.md", "# 制度 {was=rules}\n"),
            (
                "zh/rules/01.md",
                "# 第一章 甲 {#one was=first}\n\n## 第一条 甲\n\n甲。\n\n# 第二章 乙 {was=second}\n\n乙。\n",
            ),
        ];
        let site = site_of(&files, &SiteOptions::default());
        let chapter = page(&site, "zh/rules/01.html");
        for anchor in ["id=\"first\"", "id=\"second\""] {
            assert!(chapter.contains(anchor), "{anchor}: {chapter}");
        }
        assert!(page(&site, "zh/rules/index.html").contains("id=\"rules\""));
    }
}

#[test]
fn lists_and_chart_show_what_the_handbook_holds() {
    let site = small();
    for path in ["zh/roles/index.html", "en/organisation.html"] {
        insta::assert_snapshot!(path.replace(['/', '.'], "-"), main_of(page(&site, path)));
    }
}

#[test]
fn a_regulation_prints_whole_and_a_single_file_is_not_repeated() {
    let files = [
        ("roles.toml", ROLES),
        ("zh/rules/index.md", "# 服务制度\n"),
        ("zh/rules/01.md", ZH),
        ("zh/leave.md", "# 休假制度\n\n## 第一条 年假\n\n年假五日。\n"),
    ];
    let site = site_of(&files, &SiteOptions::default());
    insta::assert_snapshot!("zh-rules-print-html", main_of(page(&site, "zh/rules/print.html")));
    let leave = main_of(page(&site, "zh/leave/print.html"));
    assert!(
        leave.contains("href=\"index.html\"") && !leave.contains("年假五日"),
        "{leave}"
    );
    assert!(!page(&site, "zh/leave/index.html").contains("print.html"));
}

mod cited {
    use super::*;

    /// The list of the articles that cite the one with this anchor; empty where there is none.
    fn list<'p>(page: &'p str, anchor: &str) -> &'p str {
        let start = page.find(&format!("id=\"{anchor}\"")).expect("the article");
        let article = &page[start..start + page[start..].find("</section>").expect("it ends")];
        article.find("<details").map_or("", |at| &article[at..])
    }

    fn rules() -> Site {
        let leave = "# 休假制度\n\n## 第一条 甲\n\n依照《服务制度》第二条、本制度第一条、第二条和第二条执行。\n\n\
            ## 第二条 乙\n\n乙。\n\n## 第三条 丙\n\n丙。\n\n## 第四条 丁\n\n依照第一条至第三条执行。\n";
        let files = [
            ("roles.toml", ROLES),
            ("zh/leave.md", leave),
            ("zh/rules.md", ZH),
            ("en/rules.md", EN),
        ];
        site_of(&files, &SiteOptions::default())
    }

    #[test]
    fn an_article_lists_those_that_cite_it_once_and_not_itself() {
        let site = rules();
        let leave = page(&site, "zh/leave/index.html");
        assert_eq!(values(list(leave, "art-1"), "href"), ["#art-4"]);
        assert_eq!(values(list(leave, "art-2"), "href"), ["#art-1", "#art-4"]);
        assert_eq!(values(list(leave, "art-3"), "href"), ["#art-4"]);
        assert_eq!(list(leave, "art-4"), "");
    }

    #[test]
    fn an_article_of_another_regulation_is_named_with_it_and_in_its_language() {
        let site = rules();
        let zh = list(page(&site, "zh/rules/index.html"), "manager");
        assert_eq!(values(zh, "href"), ["../leave/index.html#art-1", "#purpose"]);
        assert!(zh.contains("《休假制度》第一条 甲"), "{zh}");
        // The English text of article 1 cites it, and the Chinese regulation has no other text.
        let en = list(page(&site, "en/rules/index.html"), "manager");
        assert_eq!(values(en, "href"), ["../leave/index.html#art-1", "#purpose"]);
        assert_eq!(values(en, "lang"), ["zh"]);
        assert!(en.contains("Article 1 Purpose"), "{en}");
    }

    #[test]
    fn neither_paper_nor_a_duty_page_lists_them() {
        let site = rules();
        for path in ["zh/rules/print.html", "zh/roles/manager.html"] {
            assert!(!page(&site, path).contains("class=\"cited\""), "{path}");
        }
    }
}
