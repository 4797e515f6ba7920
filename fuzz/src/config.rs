//! Settings: whatever the text, what is read stands in it, and a comment before it changes nothing but places.

use std::fmt::Debug;
use std::sync::LazyLock;

use regex::Regex;
use rolebook::config::{self, Problem, TranslationsLock};
use rolebook::source::FileId;

use super::handbook;
use super::spans::within;

const COMMENT: &str = "# 说明\n";

pub fn hold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let file = FileId(0);
    check(&text, |text| config::read_handbook(text, file));
    check(&text, |text| config::read_roles(text, file));
    check(&text, |text| config::read_glossary(text, file));
    check(&text, |text| config::read_front_matter(text, file, 0));
    check(&text, |text| config::read_lock(text, file));
    lock_reads_back(&text);
    for path in ["handbook.toml", "roles.toml", "glossary.toml", "translations.lock"] {
        let chapter = (
            "zh/a.md",
            "## 第一条 服务员岗位职责\n\n- 直接上级：店长\n\n1. 负责接待。\n",
        );
        let mut workspace = handbook::of(&[chapter]);
        workspace.set(path, Some(text.to_string()));
        let snapshot = workspace.snapshot();
        handbook::check_findings(snapshot.sources(), &snapshot.diagnostics(&Default::default()));
    }
}

fn check<T: Debug>(text: &str, read: impl Fn(&str) -> (T, Vec<Problem>)) {
    let (value, problems) = read(text);
    problems.iter().for_each(|problem| within(text, problem.span.range()));
    let (said, problems) = (format!("{value:?}"), format!("{problems:?}"));
    for place in PLACE.captures_iter(&said) {
        within(text, place[1].parse().unwrap()..place[2].parse().unwrap());
    }
    let commented = format!("{COMMENT}{text}");
    let (value, again) = read(&commented);
    let places = |said: &str| PLACE.replace_all(said, "").into_owned();
    // The parser names lines in its reasons.
    if !problems.contains("Syntax") {
        assert_eq!(places(&said), places(&format!("{value:?}")), "{text:?}");
        assert_eq!(places(&problems), places(&format!("{again:?}")), "{text:?}");
    }
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"start: (\d+), end: (\d+)").unwrap());

fn lock_reads_back(text: &str) {
    let file = FileId(0);
    let bare = |lock: &TranslationsLock| {
        let articles = lock.articles.iter().map(|article| {
            let number = article.number.as_ref().map(|number| number.value.clone());
            // Tags and hashes are plain words; what else stands there nobody looks up.
            let is_plain =
                |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let sorted = |pairs: &[(String, String)]| {
                let mut pairs: Vec<_> = pairs.iter().filter(|(key, _)| is_plain(key)).cloned().collect();
                pairs.sort();
                pairs.dedup_by(|one, other| one.0 == other.0);
                pairs
            };
            (
                article.article.value.clone(),
                number,
                sorted(&article.reviewed),
                sorted(&article.sources),
            )
        });
        let mut articles: Vec<_> = articles.collect();
        articles.sort();
        articles
    };
    let (lock, _) = config::read_lock(text, file);
    let written = config::write_lock(&lock, "note\nof two lines");
    let (again, problems) = config::read_lock(&written, file);
    assert!(problems.is_empty(), "{problems:?}\n{written}");
    assert_eq!(bare(&again), bare(&lock), "{written}");
    assert_eq!(config::write_lock(&again, "note\nof two lines"), written);
}
