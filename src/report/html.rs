//! The report as a page to read, print or send: one file, without script, which loads nothing.

use super::explain::plain;
use super::{Checked, Strings, summary};
use crate::diagnostic::{Diagnostic, Level, Lint, Safety, fill};
use crate::html::{escape, escaped};
use crate::source::Span;

/// Of a long line, the characters shown on each side of the marked text.
const CONTEXT: usize = 120;
/// Of a long marked text, the characters shown.
const MOST_MARKED: usize = 400;

const STYLE: &str = include_str!("html.css");

/// The findings of all handbooks as one page. The page's own words are in the language of `strings`, whose tag is that
/// of the first handbook.
pub fn html(checked: &[Checked<'_>], strings: &Strings) -> String {
    let tag = checked.first().map_or("", |first| first.tag);
    let titles: Vec<&str> = checked.iter().map(|handbook| handbook.title).collect();
    let titles = titles.join(&strings.separator);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{} {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n",
        escaped(tag),
        escaped(&strings.report),
        escaped(&titles),
        escaped(&strings.report),
    );
    for handbook in checked {
        section(&mut page, handbook, strings);
    }
    let mut lints: Vec<&Lint> = checked
        .iter()
        .flat_map(|handbook| handbook.findings)
        .map(|finding| &*finding.lint)
        .collect();
    lints.sort_by(|a, b| a.code.cmp(&b.code));
    lints.dedup();
    rules(&mut page, &lints, strings, tag);
    page += "</main>\n</body>\n</html>\n";
    page
}

fn section(page: &mut String, handbook: &Checked<'_>, strings: &Strings) {
    let title = match handbook.title {
        "" => handbook.folder(),
        title => title,
    };
    let counts = summary(handbook.findings, handbook.stats, strings);
    let counts = counts.lines().next().unwrap_or_default();
    *page += &format!(
        "<section>\n<h2>{}</h2>\n<p class=\"summary\">{}</p>\n",
        escaped(title),
        escaped(counts)
    );
    for finding in handbook.findings {
        article(page, handbook, finding, strings);
    }
    *page += "</section>\n";
}

fn article(page: &mut String, handbook: &Checked<'_>, finding: &Diagnostic, strings: &Strings) {
    let tag = handbook.tag;
    let class = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
    };
    *page += &format!(
        "<article class=\"{class}\">\n<h3><span class=\"level\">{}</span> {} <a href=\"#{code}\">{code}</a></h3>\n",
        escaped(strings.level(finding.level)),
        escaped(&finding.message(tag)),
        code = finding.lint.code,
    );
    quotation(page, handbook, finding.span, finding.label(tag), strings);
    for (index, related) in finding.related.iter().enumerate() {
        quotation(page, handbook, related.span, finding.related_label(index, tag), strings);
    }
    let (help, fix_title) = (finding.help(tag), finding.fix_title(tag));
    if let Some(help) = help.filter(|help| fix_title.as_ref() != Some(help)) {
        advice(page, &strings.help, &help, strings);
    }
    if let (Some(fix), Some(title)) = (&finding.fix, fix_title) {
        let name = match fix.safety {
            Safety::Safe => &strings.safe_fix,
            Safety::Unsafe => &strings.unsafe_fix,
        };
        advice(page, name, &title, strings);
    }
    *page += "</article>\n";
}

fn advice(page: &mut String, name: &str, text: &str, strings: &Strings) {
    *page += &format!(
        "<p><strong>{}{}</strong>{}</p>\n",
        escaped(name),
        escaped(&strings.colon),
        escaped(text)
    );
}

/// The lines around a place, with what it covers marked, and where they stand.
fn quotation(page: &mut String, handbook: &Checked<'_>, span: Span, label: Option<String>, strings: &Strings) {
    let file = handbook.sources.file(span.file);
    let text: &str = &file.text;
    // A span from a rule is sound; the arithmetic only holds that a wrong one costs no panic.
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary(span.end as usize).max(start);
    let before = text.get(..start).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let after = after.lines().next().unwrap_or_default();
    let marked = text.get(start..end).unwrap_or_default();
    let line = file.position(span.start).line.to_string();
    let path = handbook.path(span.file);
    let place = fill(&strings.place, |name| match name {
        "path" => Some(&path),
        "line" => Some(&line),
        _ => None,
    });
    *page += &format!("<figure>\n<figcaption>{}</figcaption>\n<blockquote>", escaped(&place));
    escape(page, &end_of(before, CONTEXT));
    *page += "<mark>";
    escape(page, &beginning_of(marked, MOST_MARKED));
    *page += "</mark>";
    escape(page, &beginning_of(after, CONTEXT));
    *page += "</blockquote>\n";
    if let Some(label) = label {
        *page += &format!("<p>{}</p>\n", escaped(&label));
    }
    *page += "</figure>\n";
}

fn beginning_of(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn end_of(text: &str, most: usize) -> String {
    match text.char_indices().rev().nth(most) {
        Some((cut, next)) => format!("…{}", &text[cut + next.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// What each rule that found something is for.
fn rules(page: &mut String, lints: &[&Lint], strings: &Strings, tag: &str) {
    if lints.is_empty() {
        return;
    }
    *page += &format!("<section>\n<h2>{}</h2>\n", escaped(&strings.rules));
    for lint in lints {
        let (code, title) = (&lint.code, lint.title.get(tag));
        *page += &format!("<h3 id=\"{code}\">{code} {}</h3>\n", escaped(title));
        for paragraph in plain(lint.why.get(tag)).lines().filter(|line| !line.trim().is_empty()) {
            *page += &format!("<p>{}</p>\n", escaped(paragraph.trim()));
        }
    }
    *page += "</section>\n";
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checked, find, one_sided, sources, stats, strings};
    use super::*;
    use crate::source::{FileId, SourceFile, Sources};

    #[test]
    fn both_places_are_quoted_and_nothing_is_loaded() {
        let (sources, stats) = (sources(), stats());
        let found = [one_sided(&sources)];
        let page = html(&[checked(&found, &sources, &stats, "zh")], &strings("zh"));
        assert!(page.contains("- 直接上级：<mark>客户服务中心总监</mark>"), "{page}");
        assert!(
            page.contains("- 直接下级：<mark>襄理、😀协理</mark></blockquote>"),
            "{page}"
        );
        assert!(page.contains("<p>这里没有“营销协理”</p>"), "{page}");
        assert!(page.contains("zh/customer-service/01-positions.md，第 8 行"), "{page}");
        assert!(
            page.contains("<h3 id=\"RB301\">") && page.contains("<html lang=\"zh\">"),
            "{page}"
        );
        for loading in ["<script", "<link", "src=", "url(", "@import"] {
            assert!(!page.contains(loading), "{loading}");
        }
    }

    #[test]
    fn what_an_author_wrote_stays_text() {
        let sources = Sources::new(vec![SourceFile::new("zh/<b>.md", "a<script>&\"").into()]);
        let place = Span::new(FileId(0), 1..9);
        let found = [Diagnostic {
            span: place,
            related: Vec::new(),
            fix: None,
            ..one_sided(&self::sources())
        }];
        let stats = stats();
        let handbook = Checked {
            title: "<i>",
            ..checked(&found, &sources, &stats, "en")
        };
        let page = html(&[handbook], &strings("en"));
        assert!(page.contains("a<mark>&lt;script&gt;</mark>&amp;&quot;"), "{page}");
        assert!(
            page.contains("zh/&lt;b&gt;.md") && page.contains("<h2>&lt;i&gt;</h2>"),
            "{page}"
        );
        assert!(!page.contains("<script") && !page.contains("<i>"), "{page}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = "甲".repeat(200) + "乙" + &"丙".repeat(200);
        let sources = Sources::new(vec![SourceFile::new("zh/a.md", text).into()]);
        let found = [Diagnostic {
            span: find(&sources, "乙"),
            related: Vec::new(),
            ..one_sided(&self::sources())
        }];
        let stats = stats();
        let page = html(&[checked(&found, &sources, &stats, "zh")], &strings("zh"));
        let quoted = format!(
            "<blockquote>…{}<mark>乙</mark>{}…</blockquote>",
            "甲".repeat(120),
            "丙".repeat(120)
        );
        assert!(page.contains(&quoted), "{page}");
    }
}
