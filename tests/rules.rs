//! The pages in `docs/rules` hold what they promise: `bad` gives findings of that rule and of no other, `good` gives
//! none, and the fixes of `bad` make it `good`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::{BTreeMap, BTreeSet};

use rolebook::check::RULES;
use rolebook::diagnostic::{self, Diagnostic, ExampleFile, Level, Lint};
use rolebook::source::Sources;
use rolebook::workspace::{CheckOptions, Workspace};

/// Codes that come from the comments which silence findings, and from no rule.
const OF_SUPPRESSION: [&str; 2] = ["RB010", "RB011"];

/// Rounds of fixes, at most.
const ROUNDS: usize = 10;

fn bytes(file: &ExampleFile) -> Vec<u8> {
    match &file.encoding {
        None => file.text.clone().into_bytes(),
        Some(label) => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
            let encoding = encoding.unwrap_or_else(|| panic!("no encoding {label}"));
            encoding.encode(&file.text).0.into_owned()
        }
    }
}

/// What a check reports by default, and the rule that an example belongs to where that has to be asked for.
fn options(lint: &Lint) -> CheckOptions {
    let wanted = diagnostic::lints()
        .iter()
        .filter(|other| other.level != Level::Info || other.code == lint.code);
    CheckOptions {
        select: wanted.map(|lint| lint.code.clone()).collect(),
        // The day on which examples with dates are read.
        today: Some("2026-01-31".parse().unwrap()),
        ..CheckOptions::default()
    }
}

fn check_example(lint: &Lint, files: &[ExampleFile]) -> (Vec<Diagnostic>, Workspace) {
    let files = files.iter().map(|file| (file.path.clone(), bytes(file)));
    let workspace = Workspace::from_files(files);
    let found = workspace.snapshot().diagnostics(&options(lint));
    (found, workspace)
}

fn describe(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let file = sources.file(diagnostic.span.file);
    let line = file.position(diagnostic.span.start).line;
    format!(
        "    {} {}:{line} {}",
        diagnostic.lint.code,
        file.path,
        diagnostic.message("en")
    )
}

/// What is wrong with the examples, as a list for people.
fn report(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} examples fail:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Collects what `look` finds wrong with any example of any page.
fn each_example(look: impl Fn(&Lint, &diagnostic::Example) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for lint in diagnostic::lints() {
        for (index, example) in lint.examples.iter().enumerate() {
            if let Some(fault) = look(lint, example) {
                faults.push(format!("{} example {}: {fault}", lint.code, index + 1));
            }
        }
    }
    faults
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert!(rules.is_sorted(), "{rules:?}");
    let rules: BTreeSet<&str> = rules.into_iter().chain(OF_SUPPRESSION).collect();
    let pages: BTreeSet<&str> = diagnostic::lints().iter().map(|lint| lint.code.as_str()).collect();
    assert_eq!(rules, pages);
}

#[test]
fn every_page_has_an_example() {
    let without: Vec<&Lint> = diagnostic::lints()
        .iter()
        .filter(|lint| lint.examples.is_empty())
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn a_bad_example_has_its_finding_and_no_other() {
    let faults = each_example(|lint, example| {
        let (found, workspace) = check_example(lint, &example.bad);
        let own = found.iter().filter(|diagnostic| diagnostic.lint == lint).count();
        if own > 0 && own == found.len() {
            return None;
        }
        let snapshot = workspace.snapshot();
        let found: Vec<String> = found
            .iter()
            .map(|diagnostic| describe(diagnostic, snapshot.sources()))
            .collect();
        Some(format!("{own} of its own among\n{}", found.join("\n")))
    });
    report(&faults);
}

#[test]
fn a_good_example_has_no_finding() {
    let faults = each_example(|lint, example| {
        let (found, workspace) = check_example(lint, &example.good);
        let snapshot = workspace.snapshot();
        let found: Vec<String> = found
            .iter()
            .map(|diagnostic| describe(diagnostic, snapshot.sources()))
            .collect();
        (!found.is_empty()).then(|| format!("\n{}", found.join("\n")))
    });
    report(&faults);
}

#[test]
fn every_text_of_a_finding_is_filled_in_every_language() {
    let faults = each_example(|lint, example| {
        let (found, _) = check_example(lint, &example.bad);
        let mut open = Vec::new();
        for diagnostic in &found {
            for tag in lint.title.tags() {
                let related = (0..diagnostic.related.len()).map(|at| diagnostic.related_label(at, tag));
                let texts = [
                    Some(diagnostic.message(tag)),
                    diagnostic.label(tag),
                    diagnostic.help(tag),
                ];
                let all = texts.into_iter().chain([diagnostic.fix_title(tag)]).chain(related);
                open.extend(all.flatten().filter(|text| text.contains('{') || text.is_empty()));
            }
        }
        (!open.is_empty()).then(|| open.join(" | "))
    });
    report(&faults);
}

#[test]
fn the_fixes_of_a_bad_example_make_it_good() {
    let faults = each_example(|lint, example| {
        let fix = lint.fix?;
        let mut files: BTreeMap<String, String> = example
            .bad
            .iter()
            .map(|file| (file.path.clone(), file.text.clone()))
            .collect();
        for _ in 0..ROUNDS {
            let current = files
                .iter()
                .map(|(path, text)| (path.clone(), text.clone().into_bytes()));
            let workspace = Workspace::from_files(current);
            let snapshot = workspace.snapshot();
            let found = snapshot.diagnostics(&CheckOptions::default());
            let fixes: Vec<_> = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
            if let Some(other) = fixes.iter().find(|found| found.safety != fix) {
                return Some(format!("a fix is {:?} and not {fix:?}", other.safety));
            }
            let changed = diagnostic::apply(snapshot.sources(), fixes);
            if changed.is_empty() {
                break;
            }
            for (file, text) in changed {
                files.insert(snapshot.sources().file(file).path.to_string(), text);
            }
        }
        let good: BTreeMap<String, String> = example
            .good
            .iter()
            .map(|file| (file.path.clone(), file.text.clone()))
            .collect();
        let differs = files.iter().find(|(path, text)| good.get(*path) != Some(*text));
        let (path, text) = differs?;
        let wanted = good.get(path).map_or("no such file", String::as_str);
        Some(format!("{path} became\n{text}\ninstead of\n{wanted}"))
    });
    report(&faults);
}

/// The codes of the findings in a handbook of these files, and what fills them in English.
fn findings(files: &[(&str, &str)], options: &CheckOptions) -> Vec<String> {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let found = Workspace::from_files(files).snapshot().diagnostics(options);
    found
        .iter()
        .map(|diagnostic| format!("{} {}", diagnostic.lint.code, diagnostic.message("en")))
        .collect()
}

fn codes(files: &[(&str, &str)]) -> Vec<String> {
    let found = findings(files, &CheckOptions::default());
    found.iter().map(|finding| finding[..5].to_owned()).collect()
}

#[test]
fn a_comment_silences_its_article_by_code_or_name_and_nothing_else() {
    let text = |comment: &str| format!("# 制度\n\n第一条 甲。\n\n{comment}\n\n## 第二条 乙\n\n## 第三条 丙\n");
    let of = |comment: &str| codes(&[("zh/a.md", &text(comment))]);
    assert_eq!(of("<!-- allow RB009: 六月补上 -->"), ["RB009"]);
    assert_eq!(of("<!-- allow missing-text: 六月补上 -->"), ["RB009"]);
    assert_eq!(of("<!-- allow RB009, RB105: 六月补上 -->"), ["RB011", "RB009"]);
    assert_eq!(of("<!-- allow RB00: 六月补上 -->"), ["RB011", "RB009", "RB009"]);
    assert_eq!(of("<!-- allow RB009 -->"), ["RB010", "RB009"]);
}

#[test]
fn a_rule_that_was_not_run_is_not_missed_by_its_comment() {
    let text = "# 制度\n\n<!-- allow RB105: 待核对 -->\n\n第一条 甲。\n";
    let select = |codes: &[&str]| CheckOptions {
        select: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..CheckOptions::default()
    };
    let of = |codes: &[&str]| findings(&[("zh/a.md", text)], &select(codes)).len();
    assert_eq!((of(&["RB0", "RB105"]), of(&["RB0"])), (1, 0));
    let off = [
        ("zh/a.md", text),
        ("handbook.toml", "languages = ['zh']\n[rules]\nRB105 = 'off'\n"),
    ];
    assert_eq!(codes(&off), [""; 0]);
}

#[test]
fn links_are_followed_over_files_folders_and_languages() {
    let page = |links: &str| format!("# 制度\n\n第一条 甲。\n\n第二条 见{links}。\n");
    let of = |links: &str| {
        codes(&[
            ("zh/a/index.md", "# 制度 {#top}\n"),
            ("zh/a/01.md", &page(links)),
            ("zh/a/02.md", "## 第三条 乙 {#b}\n\n乙如下：\n\n1. 丙；\n2. 丁。\n"),
            ("zh/c 页.md", "# 另一页\n\n第一条 戊。\n"),
        ])
    };
    for good in [
        "[x](#b)",
        "[x](#art-2)",
        "[x](02.md#b.i2)",
        "[x](./02.md)",
        "[x](../a/)",
        "[x](../c%20%E9%A1%B5.md#art-1)",
        "[x](#top)",
        "[x](https://example.com)",
        "`[x](nowhere.md)`",
    ] {
        assert_eq!(of(good), [""; 0], "{good}");
    }
    for bad in [
        "[x](#bb)",
        "[x](#art-9)",
        "[x](02.md#b.i3)",
        "[x](03.md)",
        "![x](x.png)",
        "[x](02.html)",
    ] {
        assert_eq!(of(bad), ["RB207"], "{bad}");
    }
    // The site has no place for these.
    for dropped in [
        "[x](../../../outside.md)",
        "[x](/outside.md)",
        "[x](file:///outside.md)",
    ] {
        assert_eq!(of(dropped), ["RB005"], "{dropped}");
    }
}

#[test]
fn renumbering_takes_both_languages_the_citations_and_the_lock_along() {
    let zh = "# 制度\n\n## 第一条 甲\n\n见第三条至第五条和第４条。\n\n## 第三条 乙 {#b}\n\n乙。\n\n## 第四条 丙\n\n丙。\n\n## 第五条 丁\n\n丁。\n";
    let en = "# Rules\n\n## Article 1 A\n\nSee Articles 3 to 5 and Article 4.\n\n## Article 3 B {#b}\n\nB.\n\n## Article 4 C\n\nC.\n\n## Article 5 D\n\nD.\n";
    let files = [
        ("zh/a.md", zh),
        ("en/a.md", en),
        ("translations.lock", "[article.\"a#b\"]\nnumber = \"3\"\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(files);
    let snapshot = workspace.snapshot();
    let found = snapshot.diagnostics(&CheckOptions {
        select: vec!["RB101".to_owned()],
        ..CheckOptions::default()
    });
    assert_eq!(found.len(), 2);
    let changed = diagnostic::apply(
        snapshot.sources(),
        found.iter().filter_map(|finding| finding.fix.as_ref()),
    );
    let texts: Vec<&str> = changed.iter().map(|(_, text)| text.as_str()).collect();
    let [en, lock, zh] = texts[..] else { panic!("{texts:?}") };
    assert!(
        zh.contains("见第二条至第四条和第３条。") && zh.contains("第二条 乙 {#b}"),
        "{zh}"
    );
    assert!(
        en.contains("See Articles 2 to 4 and Article 3.") && en.contains("Article 4 D"),
        "{en}"
    );
    assert!(lock.contains("number = \"2\""), "{lock}");
}

#[test]
fn ids_are_the_only_ones_of_their_page_and_meet_no_name_made_from_a_number() {
    let of = |body: &str| {
        let chapter = ("zh/a/02.md", "# 第二章 乙\n\n## 第四条 丁\n\n丁。\n");
        let found = findings(
            &[("zh/a/index.md", "# 制度\n"), ("zh/a/01.md", body), chapter],
            &CheckOptions::default(),
        );
        found.iter().filter(|finding| finding.starts_with("RB004")).count()
    };
    let text = |chapter: &str, second: &str| {
        format!(
            "# 第一章 甲{chapter}\n\n## 第一条 甲\n\n甲。\n\n## 第二条 乙{second}\n\n乙。\n\n## 第三条 丙\n\n丙。\n"
        )
    };
    for (chapter, second, count) in [
        ("", "", 0),
        ("", " {#art-2}", 0),
        ("", " {#art-1}", 1),
        ("", " {#art-4}", 1),
        ("", " {#ch-1}", 1),
        ("", " {#ch-2}", 0),
        (" {#art-3}", "", 1),
        (" {#x}", " {#x}", 1),
        (" {#x}", " {#y}", 0),
        (" {#ch-1}", "", 0),
    ] {
        assert_eq!(of(&text(chapter, second)), count, "{chapter} {second}");
    }
}

#[test]
fn what_is_not_translated_yet_is_no_gap_in_the_numbers() {
    let text = |heads: &[&str]| {
        heads
            .iter()
            .map(|head| format!("{head}\n\nText.\n\n"))
            .collect::<String>()
    };
    let zh = [
        text(&["# 第一章 甲", "## 第一条 甲", "## 第二条 乙"]),
        text(&["# 第二章 乙", "## 第三条 丙", "## 第四条 丁"]),
        text(&["# 第三章 丙", "## 第五条 戊"]),
    ];
    let of = |en: [&[&str]; 3]| {
        let mut files = vec![
            ("zh/a/index.md".to_owned(), "# 制度\n".to_owned()),
            ("en/a/index.md".to_owned(), "# Rules\n".to_owned()),
            ("handbook.toml".to_owned(), "languages = [\"zh\", \"en\"]\n".to_owned()),
        ];
        for (index, (zh, en)) in zh.iter().zip(en).enumerate() {
            files.push((format!("zh/a/{index}.md"), zh.clone()));
            if !en.is_empty() {
                files.push((format!("en/a/{index}.md"), text(en)));
            }
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        codes(&files)
    };
    let first: &[&str] = &["# Chapter 1 A", "## Article 1 A", "## Article 2 B"];
    let second: &[&str] = &["# Chapter 2 B", "## Article 3 C", "## Article 4 D"];
    let third: &[&str] = &["# Chapter 3 C", "## Article 5 E"];
    assert_eq!(of([first, second, third]), [""; 0]);
    assert_eq!(of([first, &[], third]), ["RB501"]);
    assert_eq!(of([&[], second, third]), ["RB501"]);
    let without_three: &[&str] = &["# Chapter 2 B", "## Article 4 D"];
    assert_eq!(of([first, without_three, third]), ["RB502"]);
    // A number that is wrong in the translation alone is still found.
    let wrong: &[&str] = &["# Chapter 4 C", "## Article 5 E"];
    assert_eq!(of([first, second, wrong]), ["RB104"]);
    let wrong: &[&str] = &["# Chapter 3 C", "## Article 7 E"];
    assert!(of([first, second, wrong]).contains(&"RB101".to_owned()));
}

#[test]
fn an_article_that_is_missing_is_named_by_its_title() {
    let zh = "# 制度\n\n## 第一条 甲\n\n甲。\n\n## 第一条 换休\n\n乙。\n";
    let en = "# Rules\n\n## Article 1 A\n\nA.\n";
    let select = CheckOptions {
        select: vec!["RB502".to_owned()],
        ..CheckOptions::default()
    };
    let found = findings(&[("zh/a.md", zh), ("en/a.md", en)], &select);
    assert_eq!(found, ["RB502 Article 1 “换休” of “Rules” is missing in English"]);
}

#[test]
fn a_citation_that_counts_from_its_place_is_told_by_the_unit_it_lacks() {
    let found = findings(
        &[(
            "zh/a.md",
            "# 制度\n\n## 第一条 甲\n\n依照前款和前条办理。\n\n第二款依照第一条第九项办理。\n",
        )],
        &CheckOptions {
            select: vec!["RB201".to_owned(), "RB202".to_owned()],
            ..CheckOptions::default()
        },
    );
    let relative = [
        "no such paragraph in Article 1",
        "no such article here",
        "has no item 9",
    ];
    assert_eq!(found.len(), 3, "{found:?}");
    for (finding, part) in found.iter().zip(relative) {
        assert!(
            finding.contains("points nowhere") && finding.contains(part),
            "{finding}"
        );
    }
}

#[test]
fn a_range_in_other_numerals_is_reported_once_and_faulty_digits_not_twice() {
    let of = |citation: &str| {
        let text =
            format!("# 制度\n\n## 第一条 甲\n\n依照{citation}办理。\n\n## 第二条 乙\n\n乙。\n\n## 第三条 丙\n\n丙。\n");
        codes(&[("zh/a.md", &text)])
    };
    assert_eq!(of("第2条至第3条"), ["RB106"]);
    assert_eq!(of("第2条"), ["RB106"]);
    assert_eq!(of("第２条"), ["RB203"]);
}

#[test]
fn a_comment_that_allows_nothing_is_reported() {
    for comment in ["<!-- allow -->", "<!-- allow: 待核对 -->"] {
        let text = format!("# 制度\n\n{comment}\n\n第一条 甲。\n");
        assert_eq!(codes(&[("zh/a.md", &text)]), ["RB011"], "{comment}");
    }
}

#[test]
fn a_typographic_quotation_mark_in_the_settings_is_called_one() {
    let toml = "languages = ['zh']\ntitle = “手册”\n";
    let found = findings(
        &[("handbook.toml", toml), ("zh/a.md", "# 制度\n\n第一条 甲。\n")],
        &CheckOptions::default(),
    );
    assert!(
        found[0].contains("the quotation mark “ must be the straight"),
        "{found:?}"
    );
}

#[test]
fn a_link_to_what_is_not_translated_yet_is_not_broken() {
    let of = |link: &str| {
        let en = format!("# Rules\n\n## Article 1 A\n\nSee [it]({link}).\n");
        let zh = format!("# 制度\n\n## 第一条 甲\n\n见[此]({link})。\n\n## 第二条 丁 {{#d}}\n\n丁。\n");
        codes(&[
            ("handbook.toml", "languages = ['zh', 'en']\n"),
            ("zh/a.md", &zh),
            ("en/a.md", &en),
            ("zh/b.md", "# 另一制度\n\n第一条 乙。\n"),
        ])
    };
    for link in ["b.md", "b.md#art-1", "#d", "#art-1"] {
        assert_eq!(of(link), ["RB502", "RB501"], "{link}");
    }
    assert!(of("c.md").iter().filter(|code| *code == "RB207").count() == 2);
}

#[test]
fn a_regulation_has_levels_of_its_own() {
    let gap = "# 制度\n\n## 第一条 甲\n\n甲。\n\n## 第三条 丙\n\n丙。\n";
    let of = |settings: &str| {
        let toml = format!("languages = ['zh']\n{settings}");
        codes(&[("handbook.toml", &toml), ("zh/a.md", gap), ("zh/b.md", gap)])
    };
    assert_eq!(of(""), ["RB101", "RB101"]);
    assert_eq!(of("[regulation.a.rules]\nRB101 = 'off'\n"), ["RB101"]);
    assert_eq!(
        of("[rules]\nRB1 = 'off'\n[regulation.a.rules]\nRB101 = 'error'\n"),
        ["RB101"]
    );
    assert_eq!(of("[rules]\nRB101 = { level = 'off' }\n"), [] as [&str; 0]);
}

#[test]
fn every_faulty_template_in_use_is_found_at_its_place() {
    let files = [
        ("handbook.toml", "languages = ['zh']\ntheme = 'mine'\n"),
        ("themes/mine/nav.html", "<p>\n甲 {{ page..title }}\n"),
        ("themes/notices.html", "{% if x %}"),
        ("themes/other/nav.html", "{{ page..title }}"),
        ("zh/a.md", "# 制度\n\n第一条 甲。\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(files);
    let snapshot = workspace.snapshot();
    let found = snapshot.diagnostics(&CheckOptions::default());
    let places = found.iter().map(|finding| {
        let file = snapshot.sources().file(finding.span.file);
        (
            finding.lint.code.as_str(),
            &*file.path,
            file.position(finding.span.start).line,
        )
    });
    let places: Vec<_> = places.collect();
    assert_eq!(places[0], ("RB804", "themes/mine/nav.html", 2));
    assert_eq!(
        (places[1].0, places[1].1, places.len()),
        ("RB804", "themes/notices.html", 2)
    );
    assert_eq!(snapshot.stats().files, 2, "templates are no part of the handbook");
}

#[test]
fn settings_contradict_each_other_only_where_one_has_no_effect() {
    let of = |rules: &str| {
        let settings = format!("languages = ['zh']\n[rules]\n{rules}\n");
        codes(&[("zh/a.md", "# 制度\n\n第一条 甲。\n"), ("handbook.toml", &settings)])
    };
    for fine in [
        "RB3 = 'off'\nRB301 = 'error'",
        "RB301 = 'off'\nRB302 = 'error'",
        "RB301 = 'off'\none-sided-reporting-line = 'off'",
        "RB301 = 'off'\n[regulation.a.rules]\nRB301 = 'error'",
    ] {
        assert_eq!(of(fine), [""; 0], "{fine}");
    }
    for wrong in [
        "RB301 = 'error'\nRB3 = 'off'",
        "rb301 = 'error'\none-sided-reporting-line = 'off'",
        "RB301 = { level = 'off', limit = 3 }",
        "[regulation.a.rules]\nRB301 = 'error'\nRB30 = 'off'",
    ] {
        assert_eq!(of(wrong), ["RB803"], "{wrong}");
    }
}

#[test]
fn fields_of_front_matter_are_not_settings() {
    let of = |front: &str| codes(&[("zh/a.md", &format!("+++\n{front}\n+++\n# 制度\n\n第一条 甲。\n"))]);
    assert_eq!(of("tilte = 'x'"), ["RB008"]);
    assert_eq!(of("id = 'x'"), [""; 0]);
}

#[test]
fn a_page_says_whether_its_rule_counts_up_to_a_limit() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
    let mut folders = vec![root];
    let mut counting = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, _) in text.match_indices("settings::limit(") {
                let code = text[at..]
                    .find("\"RB")
                    .map(|quote| text[at + quote + 1..at + quote + 6].to_owned());
                counting.extend(code);
            }
        }
    }
    let pages = diagnostic::lints().iter().filter(|lint| lint.limit);
    assert_eq!(counting, pages.map(|lint| lint.code.clone()).collect());
}
