//! The work on the translations, as a table, as JSON and for spreadsheets.

use serde::{Deserialize, Serialize};

use super::json::line;
use super::table::table;
use super::{Strings, Style};
use crate::diagnostic::{TranslationState, TranslationTask, Translations};

/// The words of these tables: the table `[report.translations]` of a language pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    /// Heads of columns.
    pub state: String,
    pub language: String,
    pub article: String,
    pub number: String,
    pub title: String,
    pub place: String,
    pub regulation: String,
    pub articles: String,
    /// States; those but the first also count articles.
    pub current: String,
    pub missing: String,
    pub untranslated: String,
    pub stale: String,
    pub unreviewed: String,
    /// What is said where nothing is to be done.
    pub none: String,
}

impl Words {
    fn state(&self, state: TranslationState) -> &str {
        match state {
            TranslationState::Missing => &self.missing,
            TranslationState::Untranslated => &self.untranslated,
            TranslationState::Stale => &self.stale,
            TranslationState::Unreviewed => &self.unreviewed,
        }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    #[serde(flatten)]
    translations: &'a Translations,
}

/// The work as a line of JSON. Its shape is a contract; it may only grow.
pub fn translations_json(translations: &Translations) -> String {
    line(&Report {
        version: 1,
        translations,
    })
}

/// The work as two tables: each article to be done, and how many there are in each regulation and language.
pub fn translations(translations: &Translations, strings: &Strings, style: &Style<'_>) -> String {
    let words = &strings.translations;
    let mut out = String::new();
    if translations.work.is_empty() {
        out += &words.none;
        out.push('\n');
    } else {
        let heads = [
            &words.state,
            &words.language,
            &words.article,
            &words.number,
            &words.title,
            &words.place,
        ];
        let rows: Vec<[String; 6]> = translations.work.iter().map(|task| row(task, words, style)).collect();
        out += &table(heads.map(String::as_str), &rows, style);
    }
    if translations.regulations.is_empty() {
        return out;
    }
    let heads = [
        &words.regulation,
        &words.language,
        &words.articles,
        &words.current,
        &words.missing,
        &words.untranslated,
        &words.stale,
        &words.unreviewed,
    ];
    let rows: Vec<[String; 8]> = translations
        .regulations
        .iter()
        .map(|stats| {
            let count = |count: usize| count.to_string();
            [
                stats.title.clone(),
                stats.language.clone(),
                count(stats.articles),
                count(stats.current),
                count(stats.missing),
                count(stats.untranslated),
                count(stats.stale),
                count(stats.unreviewed),
            ]
        })
        .collect();
    out.push('\n');
    out + &table(heads.map(String::as_str), &rows, style)
}

fn row(task: &TranslationTask, words: &Words, style: &Style<'_>) -> [String; 6] {
    let place = task.translation.as_ref().unwrap_or(&task.source);
    [
        words.state(task.state).to_owned(),
        task.language.clone(),
        task.article.clone(),
        task.number.clone(),
        task.title.clone().unwrap_or_default(),
        format!("{}{}:{}", style.prefix, place.path, place.line),
    ]
}

/// The work for a spreadsheet: comma-separated values as RFC 4180 has them, with the byte order mark by which
/// spreadsheets know UTF-8. Heads and states are those of the JSON.
pub fn translations_csv(translations: &Translations) -> String {
    let mut out = String::from("\u{feff}regulation,language,state,article,number,title,path,line\r\n");
    for task in &translations.work {
        let place = task.translation.as_ref().unwrap_or(&task.source);
        let state = match task.state {
            TranslationState::Missing => "missing",
            TranslationState::Untranslated => "untranslated",
            TranslationState::Stale => "stale",
            TranslationState::Unreviewed => "unreviewed",
        };
        let line = place.line.to_string();
        let cells = [
            &task.regulation,
            &task.language,
            state,
            &task.article,
            &task.number,
            task.title.as_deref().unwrap_or_default(),
            &place.path,
            &line,
        ];
        out += &cells.map(quoted).join(",");
        out += "\r\n";
    }
    out
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::strings;
    use super::*;
    use crate::diagnostic::{ArticlePlace, TranslationStats};

    fn work() -> Translations {
        let place = |path: &str, line| ArticlePlace {
            path: path.to_owned(),
            line,
        };
        let task = |article: &str, state, title: &str| TranslationTask {
            article: format!("service#{article}"),
            regulation: "service".to_owned(),
            language: "en".to_owned(),
            state,
            number: "12-1".to_owned(),
            title: (!title.is_empty()).then(|| title.to_owned()),
            source: place("zh/service.md", 7),
            translation: (state != TranslationState::Missing).then(|| place("en/service.md", 9)),
        };
        let mut stats = TranslationStats {
            regulation: "service".to_owned(),
            title: "服务制度".to_owned(),
            language: "en".to_owned(),
            ..TranslationStats::default()
        };
        for state in [None, Some(TranslationState::Missing), Some(TranslationState::Stale)] {
            stats.count(state);
        }
        Translations {
            regulations: vec![stats],
            work: vec![
                task("complaints", TranslationState::Missing, "投诉和\"建议\",处理"),
                task("art-12-1", TranslationState::Stale, ""),
            ],
        }
    }

    #[test]
    fn work_is_shown_as_tables() {
        let style = Style {
            width: 80,
            color: false,
            prefix: "handbook/",
        };
        insta::assert_snapshot!(translations(&work(), &strings("zh"), &style), @r#"
        状态      语言  名称                条    标题               位置
        缺译文    en    service#complaints  12-1  投诉和"建议",处理  handbook/zh/service.md:7
        原文改了  en    service#art-12-1    12-1                     handbook/en/service.md:9

        制度      语言  条数  已审校  缺译文  未翻译  原文改了  未审校
        服务制度  en    3     1       1       0       1         0
        "#);
        let empty = Translations::default();
        insta::assert_snapshot!(translations(&empty, &strings("en"), &style), @"Nothing to translate or to review");
    }

    #[test]
    fn work_is_given_to_programs_and_spreadsheets() {
        insta::assert_snapshot!(translations_json(&work()), @r#"{"version":1,"regulations":[{"regulation":"service","title":"服务制度","language":"en","articles":3,"current":1,"missing":1,"untranslated":0,"stale":1,"unreviewed":0}],"work":[{"article":"service#complaints","regulation":"service","language":"en","state":"missing","number":"12-1","title":"投诉和\"建议\",处理","source":{"path":"zh/service.md","line":7},"translation":null},{"article":"service#art-12-1","regulation":"service","language":"en","state":"stale","number":"12-1","title":null,"source":{"path":"zh/service.md","line":7},"translation":{"path":"en/service.md","line":9}}]}"#);
        assert_eq!(
            translations_csv(&work()),
            "\u{feff}regulation,language,state,article,number,title,path,line\r\n\
             service,en,missing,service#complaints,12-1,\"投诉和\"\"建议\"\",处理\",zh/service.md,7\r\n\
             service,en,stale,service#art-12-1,12-1,,en/service.md,9\r\n"
        );
    }
}
