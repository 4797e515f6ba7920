//! How texts stand, as the pages tell readers: regulations on trial, not yet in force, repealed; translations that lag
//! behind; and that only a given day makes days pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use jiff::civil::Date;
use regex::Regex;
use rolebook::render::{Site, SiteOptions};

const SETTINGS: (&str, &str) = (
    "handbook.toml",
    "title = { zh = '手册', en = 'Handbook' }\nlanguages = ['zh', 'en']\n",
);
const ROLES: (&str, &str) = (
    "roles.toml",
    "[[role]]\nid = 'clerk'\nname = { zh = '文员', en = 'Clerk' }\ntop = true\n",
);
const EN: (&str, &str) = (
    "en/rules.md",
    "# Rules\n\n## Article 1 Purpose {#purpose}\n\nOrder.\n\n## Article 2 Duties of the Clerk {#clerk role=clerk}\n\n\
     - Reports to: None\n\n1. File.\n",
);

/// The site of one regulation with `front_matter`, as it stands on `day`.
fn site(front_matter: &str, more: &[(&str, &str)], day: Option<Date>) -> Site {
    let zh = format!(
        "+++\n{front_matter}\n+++\n# 制度\n\n## 第一条 目的 {{#purpose}}\n\n秩序。\n\n\
         ## 第二条 文员岗位职责 {{#clerk role=clerk}}\n\n- 直接上级：无\n\n1. 归档。\n"
    );
    let files = [SETTINGS, ROLES, ("zh/rules.md", zh.as_str()), EN];
    let files: Vec<(&str, &str)> = files.into_iter().chain(more.iter().copied()).collect();
    let options = SiteOptions {
        as_of: day,
        ..SiteOptions::default()
    };
    support::handbook(&files).site(&options).unwrap()
}

fn page<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.file(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// What a page says of how its texts stand: its short words, facts and notices.
fn told(page: &str) -> String {
    let parts =
        Regex::new(r#"(?s)<dl class="facts.*?</dl>|<p class="(?:notice|status).*?</p>|<span class="badge.*?</span>"#);
    let tags = Regex::new(r"(?s)<[^>]*>\s*").unwrap();
    let parts = parts.unwrap();
    let told = parts
        .find_iter(page)
        .map(|part| tags.replace_all(part.as_str(), "|").into_owned());
    let bars = Regex::new(r"\|+").unwrap();
    let told = told.map(|text| bars.replace_all(&text, "|").trim_matches('|').trim().to_owned());
    told.collect::<Vec<_>>().join("\n")
}

const TRIAL: &str =
    "version = '2'\nstatus = 'trial'\neffective = 2024-07-01\ntrial-until = 2025-06-30\nreview-by = 2025-01-31";

#[test]
fn a_site_without_a_day_states_facts_and_judges_nothing() {
    let site = site(TRIAL, &[], None);
    insta::assert_snapshot!(told(page(&site, "zh/rules/index.html")), @"版本|2|状态|试行|施行日期|2024年7月1日|试行期限|2025年6月30日|复审期限|2025年1月31日");
    insta::assert_snapshot!(told(page(&site, "en/rules/index.html")), @"Version|2|Status|Trial|In force from|1 July 2024|On trial until|30 June 2025|Review due by|31 January 2025");
    insta::assert_snapshot!(told(page(&site, "en/roles/clerk.html")), @"Rules|Trial|version 2 ·|in force from 1 July 2024 ·|on trial until 30 June 2025 ·|review due by 31 January 2025");
    assert!(told(page(&site, "en/index.html")).contains("Trial"));
}

#[test]
fn on_a_given_day_the_pages_say_what_has_come_and_what_has_passed() {
    let told_on = |day| told(page(&site(TRIAL, &[], Some(day)), "en/rules/index.html"));
    insta::assert_snapshot!(told_on(Date::constant(2024, 6, 30)), @"
    Not yet in force: this regulation takes effect on 1 July 2024.
    Version|2|Status|Not yet in force|Trial|In force from|1 July 2024|On trial until|30 June 2025|Review due by|31 January 2025
    ");
    insta::assert_snapshot!(told_on(Date::constant(2024, 7, 1)), @"Version|2|Status|Trial|In force from|1 July 2024|On trial until|30 June 2025|Review due by|31 January 2025");
    insta::assert_snapshot!(told_on(Date::constant(2025, 7, 1)), @"
    The trial period of this regulation ended on 30 June 2025. Ask its issuer whether it still applies.
    The review of this regulation was due by 31 January 2025 and is overdue.
    Version|2|Status|Trial period over|Review overdue|In force from|1 July 2024|On trial until|30 June 2025|Review due by|31 January 2025
    ");
}

#[test]
fn what_is_no_law_any_more_or_not_yet_says_so_on_any_day() {
    for (status, notice) in [
        ("draft", "这是草案，尚未发布施行，内容可能改动。"),
        ("草案", "这是草案，尚未发布施行，内容可能改动。"),
        ("suspended", "本制度已暂停执行，何时恢复以发布单位的通知为准。"),
        ("repealed", "本制度已经废止，保留在此仅供查阅。"),
    ] {
        let site = site(&format!("status = '{status}'"), &[], None);
        assert!(told(page(&site, "zh/rules/index.html")).contains(notice), "{status}");
        assert!(page(&site, "zh/index.html").contains("class=\"badge"), "{status}");
    }
    let site = site("status = '待定'", &[], None);
    assert_eq!(told(page(&site, "zh/rules/index.html")), "状态|待定");
}

#[test]
fn every_chapter_says_how_its_regulation_stands() {
    let chapter = ("zh/more/01.md", "# 第一章 总则\n\n第一条　甲。\n");
    let index = (
        "zh/more/index.md",
        "+++\ntitle = '细则'\nstatus = 'suspended'\nversion = 3\n+++\n",
    );
    let site = site("version = 1", &[chapter, index], None);
    insta::assert_snapshot!(told(page(&site, "zh/more/01.html")), @"
    暂停执行|版本 3
    本制度已暂停执行，何时恢复以发布单位的通知为准。
    ");
}

#[test]
fn a_stale_translation_is_marked_at_its_article_with_the_way_to_the_source() {
    let lock = "[article.\"rules#purpose\"]\nnumber = \"1\"\nreviewed.en = \"0000000000000000\"\n";
    let changed = site("", &[("translations.lock", lock)], None);
    let english = page(&changed, "en/rules/index.html");
    insta::assert_snapshot!(told(english), @"The Chinese text of this article has changed, and this translation has not been updated yet. The Chinese text prevails. |Read the Chinese text");
    let article = &english[english.find("id=\"purpose\"").unwrap()..english.find("id=\"clerk\"").unwrap()];
    assert!(
        article.contains("href=\"../../zh/rules/index.html#purpose\""),
        "{article}"
    );
    assert_eq!(told(page(&changed, "zh/rules/index.html")), "");
    assert_eq!(told(page(&changed, "en/roles/clerk.html")), "");

    let lock = lock.replace("purpose", "clerk");
    let changed = site("", &[("translations.lock", &lock)], None);
    let duties = page(&changed, "en/roles/clerk.html");
    assert!(duties.contains("href=\"../../zh/rules/index.html#clerk\""), "{duties}");
    assert!(told(page(&site("", &[], None), "en/rules/index.html")).is_empty());
}

#[test]
fn a_translation_of_an_older_version_says_so_and_what_prevails_is_at_the_foot() {
    let english = "+++\ntitle = 'More'\nversion = 1\n+++\n\nArticle 1 A.\n";
    let chinese = "+++\ntitle = '细则'\nversion = 2\neffective = 2024-07-01\n+++\n\n第一条　甲。\n";
    let site = site("", &[("zh/more.md", chinese), ("en/more.md", english)], None);
    let more = page(&site, "en/more/index.html");
    assert!(
        told(more).contains("This is a translation of version 1. The Chinese text is now at version 2."),
        "{}",
        told(more)
    );
    assert!(
        told(more).contains("In force from|1 July 2024"),
        "dates of the text that prevails: {}",
        told(more)
    );
    assert!(more.contains("This is a translation. Where the texts differ, the Chinese text prevails."));
    assert!(!page(&site, "zh/more/index.html").contains("参考"));
}
