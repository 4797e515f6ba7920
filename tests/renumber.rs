//! `rolebook renumber`: after articles were put in, moved or taken out, numbers are in order again, every citation leads
//! to the article that it led to before, and so do old links.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use proptest::sample::Index;
use rolebook::check::Reason;
use rolebook::language::{Language, Level, Number};
use rolebook::model::{Citation, Handbook, LinkTarget, Target};
use rolebook::workspace::{CheckOptions, Renumber, Snapshot, Workspace, renumber};
use support::generated::{self, Edit};
use support::{Texts, run_in_english, texts_below, workspace};

fn texts(workspace: &Workspace) -> Texts {
    let snapshot = workspace.snapshot();
    let files = snapshot.sources().iter();
    files
        .map(|(_, file)| (file.path.to_string(), file.text.clone()))
        .collect()
}

fn findings(snapshot: &Snapshot) -> Vec<String> {
    let found = snapshot.diagnostics(&CheckOptions::default());
    let line = |finding: &rolebook::diagnostic::Diagnostic| {
        let file = snapshot.sources().file(finding.span.file);
        let line = file.position(finding.span.start).line;
        format!("{}:{line} {} {}", file.path, finding.lint.code, finding.message("en"))
    };
    found.iter().map(line).collect()
}

/// Where each citation leads: by the article or page that it stands in, its language, and its place among them. An
/// article is known by what its title says.
fn targets(handbook: &Handbook) -> BTreeMap<String, Vec<String>> {
    let name = |text: &rolebook::model::ArticleText| {
        let title = handbook.node(text).title.as_ref().map_or("", |title| &title.text);
        format!(
            "{} {} {title}",
            handbook.tag(text.language),
            handbook.regulation(text.regulation).id
        )
    };
    let lead = |citation: &Citation| -> String {
        let members = citation.members.iter().map(|member| match member.target {
            Target::Article {
                text, unit, through, ..
            } => {
                let text = handbook.text(text);
                let through = through.and_then(|last| handbook.text_for(last, text.language));
                format!("{} {unit:?} {:?}", name(text), through.map(name))
            }
            Target::Division { chapter, division } => {
                let chapter = handbook.chapter(chapter);
                let title = &chapter.document.divisions[division as usize].title;
                format!("{} {title}", handbook.tag(chapter.language))
            }
            target => format!("{target:?}"),
        });
        members.collect::<Vec<_>>().join(" + ")
    };
    let mut found = BTreeMap::new();
    for text in &handbook.texts {
        found.insert(name(text), text.citations.iter().map(lead).collect());
    }
    for chapter in &handbook.chapters {
        let path = format!("{} {}", handbook.tag(chapter.language), chapter.path);
        found.insert(path, chapter.citations.iter().map(lead).collect());
    }
    found
}

/// The number, title and text of the articles of a file, with what stands before the first.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.split_inclusive('\n') {
        let begins = Language::builtin().any(|language| {
            let head = language.head(line.trim_start_matches('#').trim());
            line.starts_with('#') && head.is_some_and(|head| head.level == Level::Article)
        });
        if begins || line.starts_with("# ") {
            parts.push(String::new());
        }
        parts.last_mut().unwrap().push_str(line);
    }
    parts
}

fn number_of(article: &str) -> Option<Number> {
    let line = article.lines().next()?;
    let heads = Language::builtin().filter_map(|language| language.head(line.trim_start_matches('#').trim()));
    let mut heads = heads.filter(|head| line.starts_with('#') && head.level == Level::Article);
    heads.find_map(|head| head.number)
}

/// Puts `article` before the one with a number, in a language.
fn insert(files: &mut Texts, tag: &str, number: u32, article: &str) {
    for (_, text) in files.iter_mut().filter(|(path, _)| path.starts_with(tag)) {
        let mut parts = split(text);
        if let Some(at) = parts
            .iter()
            .position(|part| number_of(part) == Some(Number::new(number)))
        {
            parts.insert(at, article.to_owned());
            *text = parts.concat();
            return;
        }
    }
    panic!("no article {number}");
}

fn remove(files: &mut Texts, tag: &str, number: u32) -> String {
    for (_, text) in files.iter_mut().filter(|(path, _)| path.starts_with(tag)) {
        let mut parts = split(text);
        if let Some(at) = parts
            .iter()
            .position(|part| number_of(part) == Some(Number::new(number)))
        {
            let article = parts.remove(at);
            *text = parts.concat();
            return article;
        }
    }
    panic!("no article {number}");
}

fn put_in(files: &mut Texts, number: u32, id: &str) {
    let label = |tag: &str| {
        let language = Language::find(tag).unwrap();
        language.label(Level::Article, Number::new(number))
    };
    let zh = format!("## {} 意见箱{id}\n\n前厅设意见箱，每周开启一次。\n\n", label("zh"));
    let en = format!(
        "## {} The Box for Suggestions{id}\n\nThe front hall has a box for suggestions, which is opened once a week.\n\n",
        label("en")
    );
    insert(files, "zh/", number, &zh);
    insert(files, "en/", number, &en);
}

/// Renumbers, and holds that nothing was left, that a second run changes nothing and that the check is clean.
fn renumbered(files: &Texts) -> Workspace {
    let done = renumber(&workspace(files));
    assert!(done.left.is_empty(), "{:?}", describe(&done, &workspace(files)));
    let again = renumber(&done.workspace);
    assert!(again.workspace.changes(&done.workspace).is_empty() && again.left.is_empty());
    assert_eq!(findings(&done.workspace.snapshot()), [""; 0]);
    done.workspace
}

fn describe(done: &Renumber, before: &Workspace) -> Vec<String> {
    let snapshot = before.snapshot();
    let left = done.left.iter();
    left.map(|left| format!("{:?} {}", left.reason, snapshot.sources().text(left.span)))
        .collect()
}

/// Holds that every citation that there still is leads to what it led to in `before`.
fn assert_same_targets(before: &BTreeMap<String, Vec<String>>, after: &Workspace) {
    let snapshot = after.snapshot();
    for (place, now) in targets(snapshot.handbook()) {
        if let Some(then) = before.get(&place) {
            assert_eq!(then, &now, "{place}");
        }
    }
}

/// The number of articles of the shipped regulation.
fn count(files: &Texts) -> u32 {
    let snapshot = workspace(files).snapshot();
    let handbook = snapshot.handbook();
    handbook.articles.len() as u32
}

#[test]
fn an_article_is_put_in_anywhere() {
    let files = texts_below("handbook");
    let before = targets(workspace(&files).snapshot().handbook());
    assert!(before.values().map(Vec::len).sum::<usize>() > 20, "{before:?}");
    for number in (1..=count(&files)).step_by(9) {
        let mut files = files.clone();
        put_in(&mut files, number, " {#suggestions}");
        assert_ne!(findings(&workspace(&files).snapshot()), [""; 0]);
        let done = renumbered(&files);
        assert_same_targets(&before, &done);
        let handbook = done.snapshot();
        let handbook = handbook.handbook();
        let name = handbook
            .articles
            .iter()
            .find(|article| article.key.to_string() == "suggestions")
            .unwrap();
        assert!(
            name.texts
                .iter()
                .all(|(_, &text)| { handbook.node(handbook.text(text)).number == Number::new(number) })
        );
        assert_eq!(name.texts.iter().count(), 2);
    }
}

#[test]
fn an_article_is_put_in_without_a_number() {
    let files = texts_below("handbook");
    let before = targets(workspace(&files).snapshot().handbook());
    let mut files = files;
    for (tag, article) in [
        (
            "zh/",
            "## 第〇条 意见箱 {#suggestions}\n\n前厅设意见箱，每周开启一次。\n\n",
        ),
        (
            "en/",
            "## Article 0 The Box for Suggestions {#suggestions}\n\nThe front hall has a box for suggestions, which is opened once a week.\n\n",
        ),
    ] {
        insert(&mut files, tag, 7, article);
    }
    assert_same_targets(&before, &renumbered(&files));
}

#[test]
fn articles_are_moved_within_their_regulation() {
    let files = texts_below("handbook");
    let before = targets(workspace(&files).snapshot().handbook());
    let last = count(&files);
    let mut moved = 0;
    for (from, to) in [(last - 3, 30), (22, 40), (last - 1, 23), (35, 34)] {
        let mut files = files.clone();
        for tag in ["zh/", "en/"] {
            let article = remove(&mut files, tag, from);
            insert(&mut files, tag, to, &article);
        }
        let done = renumber(&workspace(&files));
        // A range whose articles changed is for a person to see; it keeps its ends.
        let reasons: Vec<Reason> = done.left.iter().map(|left| left.reason).collect();
        assert!(
            reasons.iter().all(|reason| *reason == Reason::Range),
            "{from} {to} {reasons:?}"
        );
        assert_same_targets(&before, &done.workspace);
        moved += usize::from(!done.workspace.changes(&workspace(&files)).is_empty());
    }
    assert_eq!(moved, 4);
}

#[test]
fn an_article_that_is_gone_leaves_no_gap_unless_it_is_cited() {
    let files = texts_below("handbook");
    let snapshot = workspace(&files).snapshot();
    let before = targets(snapshot.handbook());
    let (mut clean, mut cited) = (0, 0);
    for number in (3..=count(&files)).step_by(6) {
        let mut files = files.clone();
        for tag in ["zh/", "en/"] {
            remove(&mut files, tag, number);
        }
        let done = renumber(&workspace(&files));
        if done.left.is_empty() {
            let after = done.workspace.snapshot();
            assert!(
                !findings(&after).iter().any(|finding| finding.contains(" RB1")),
                "{number}"
            );
            assert_same_targets(&before, &done.workspace);
            clean += 1;
        } else if done.left.iter().any(|left| left.stops) {
            assert_eq!(done.workspace.changes(&workspace(&files)), [], "{number}");
            let found = findings(&done.workspace.snapshot());
            assert!(found.iter().any(|finding| finding.contains(" RB201")), "{found:?}");
            cited += 1;
        }
    }
    assert!(clean > 0 && cited > 0, "{clean} {cited}");
}

/// Holds of a handbook whose articles an editor put in, moved and removed: renumbering settles, puts all numbers in order
/// or leaves them all as they are, and takes no citation from one article to another.
fn assert_renumbers(before: &BTreeMap<String, Vec<String>>, edited: &Texts) -> Result<bool, TestCaseError> {
    let edited = workspace(edited);
    let done = renumber(&edited);
    let again = renumber(&done.workspace);
    prop_assert_eq!(again.workspace.changes(&done.workspace), []);
    if done.left.iter().any(|left| left.stops) {
        prop_assert_eq!(done.workspace.changes(&edited), []);
        return Ok(false);
    }
    let snapshot = done.workspace.snapshot();
    let numbers = ["RB101", "RB102", "RB103", "RB104", "RB105"];
    let found = findings(&snapshot);
    prop_assert!(
        !found
            .iter()
            .any(|finding| numbers.iter().any(|code| finding.contains(code))),
        "{:?}",
        found
    );
    let after = targets(snapshot.handbook());
    for (place, now) in &after {
        let Some(then) = before.get(place) else { continue };
        // What is the first article now was written without the citation of the one before it.
        if then.len() > now.len() {
            continue;
        }
        prop_assert_eq!(then.len(), now.len(), "{}", place);
        let members = |all: &[String]| -> Vec<String> { all.join(" + ").split(" + ").map(str::to_owned).collect() };
        for (then, now) in members(then).iter().zip(&members(now)) {
            // What cited an article that is gone leads nowhere, or a person is told.
            let is_whole = before
                .keys()
                .filter(|name| then.contains(*name))
                .all(|name| after.contains_key(name));
            let leads = before.keys().any(|name| now.contains(name));
            prop_assert!(
                then == now || !is_whole && (!leads || !done.left.is_empty()),
                "{place}: {then} is now {now}\n{:?}\n{:#?}",
                describe(&done, &edited),
                texts(&done.workspace)
            );
        }
    }
    Ok(true)
}

proptest! {
    #![proptest_config(generated::cases(100))]

    #[test]
    fn citations_of_generated_handbooks_keep_their_articles(
        regulation in generated::regulation(),
        edits in generated::edits(),
    ) {
        let files = regulation.handbook();
        let before = targets(workspace(&files).snapshot().handbook());
        assert_renumbers(&before, &regulation.edited(&edits).handbook())?;
    }
}

proptest! {
    #![proptest_config(generated::cases(4))]

    #[test]
    fn citations_of_the_shipped_handbook_keep_their_articles(edits in generated::edits()) {
        let mut files = texts_below("handbook");
        let before = targets(workspace(&files).snapshot().handbook());
        let last = count(&files);
        let number = |at: &Index| at.index(last as usize) as u32 + 1;
        let mut gone = Vec::new();
        for (new, edit) in edits.iter().enumerate() {
            match edit {
                Edit::Insert(at) if !gone.contains(&number(at)) => put_in(&mut files, number(at), &format!(" {{#new-{new}}}")),
                Edit::Move(from, to) if number(from) != number(to) && !gone.contains(&number(from)) && !gone.contains(&number(to)) => {
                    for tag in ["zh/", "en/"] {
                        let article = remove(&mut files, tag, number(from));
                        insert(&mut files, tag, number(to), &article);
                    }
                }
                Edit::Remove(at) if !gone.contains(&number(at)) => {
                    for tag in ["zh/", "en/"] {
                        remove(&mut files, tag, number(at));
                    }
                    gone.push(number(at));
                }
                _ => {}
            }
        }
        assert_renumbers(&before, &files)?;
    }
}

/// The shipped handbook without the names of its articles.
fn nameless() -> Texts {
    let mut files = texts_below("handbook");
    for (_, text) in files.iter_mut().filter(|(path, _)| path.ends_with(".md")) {
        let lines = text.lines().map(|line| match line.find("{#") {
            Some(at) if line.starts_with("##") => {
                let inside = line[at + 2..].trim_end_matches('}');
                let rest = inside.split_once(' ').map(|(_, rest)| rest);
                line[..at].trim_end().to_owned() + &rest.map(|rest| format!(" {{{rest}}}")).unwrap_or_default()
            }
            _ => line.to_owned(),
        });
        *text = lines.collect::<Vec<_>>().join("\n") + "\n";
    }
    files
}

#[test]
fn old_links_to_articles_without_a_name_lead_home() {
    let files = nameless();
    let old = workspace(&files).snapshot();
    let before = targets(old.handbook());
    let mut changed = files.clone();
    put_in(&mut changed, 9, "");
    let done = renumber(&workspace(&changed));
    assert!(done.left.is_empty(), "{:?}", describe(&done, &workspace(&changed)));
    assert_same_targets(&before, &done.workspace);
    assert!(renumber(&done.workspace).workspace.changes(&done.workspace).is_empty());
    let new = done.workspace.snapshot();
    // Without the ids that its links name the handbook is not clean before either.
    assert_eq!(findings(&new).len(), findings(&old).len(), "{:#?}", findings(&new));
    let mut followed = 0;
    for text in &old.handbook().texts {
        let place = |handbook: &Handbook| {
            let from = handbook.chapters.iter().find(|chapter| {
                chapter.path == old.handbook().chapter_of(text).path && chapter.language == text.language
            });
            let anchor = format!("#{}", old.handbook().article(text.article).key);
            match handbook.link_target(from.unwrap(), &anchor) {
                LinkTarget::Chapter {
                    chapter,
                    anchor: Some(anchor),
                } => {
                    let found = handbook.article_at(chapter, &anchor).unwrap();
                    handbook.node(found).title.as_ref().map(|title| title.text.clone())
                }
                target => panic!("{anchor} leads to {target:?}"),
            }
        };
        assert_eq!(place(old.handbook()), place(new.handbook()));
        followed += 1;
    }
    assert!(followed > 100, "{followed}");
}

fn small(zh: &str) -> Texts {
    Texts::from([("zh/a.md".to_owned(), format!("# 制度\n\n{zh}"))])
}

fn text_of(done: &Renumber) -> String {
    texts(&done.workspace).remove("zh/a.md").unwrap()
}

fn run_on(zh: &str) -> (String, Vec<Reason>) {
    let done = renumber(&workspace(&small(zh)));
    (text_of(&done), done.left.iter().map(|left| left.reason).collect())
}

#[test]
fn what_is_not_clear_is_left_and_told() {
    // 第二条 is gone and still cited: its number must not pass to another article unseen.
    let (text, left) = run_on("## 第一条 甲\n\n见第二条。\n\n## 第三条 丙\n\n丙。\n");
    assert!(text.contains("## 第三条") && left == [Reason::Gone], "{text} {left:?}");
    // A number that nothing will bear stays dangling without standing in the way.
    let (text, left) = run_on("## 第一条 甲\n\n见第九条。\n\n## 第三条 丙\n\n丙。\n");
    assert!(
        text.contains("## 第二条 丙") && text.contains("见第九条") && left.is_empty(),
        "{text}"
    );
    // Something moved out of a range.
    let (text, left) = run_on(
        "## 第一条 甲\n\n见第二条至第四条。\n\n## 第二条 乙\n\n乙。\n\n## 第四条 丁\n\n丁。\n\n## 第三条 丙\n\n丙。\n",
    );
    assert!(
        text.contains("见第二条至第三条") && left == [Reason::Range],
        "{text} {left:?}"
    );
    let (text, left) = run_on("## 第一条 甲\n\n甲。\n\n## 笫二条 乙\n\n乙。\n\n## 第五条 丙\n\n丙。\n");
    assert!(
        text.contains("## 第五条") && left.contains(&Reason::Head),
        "{text} {left:?}"
    );
}

#[test]
fn numbers_in_headings_and_in_the_words_of_links_are_told() {
    let zh = "# 第一章 总则\n\n## 第一条 甲\n\n甲。\n\n## 第三条 违反第三条的处理\n\n见[第三条](#art-3)、[第一条](#art-1)和《劳动法》第三条。\n\n### 第三条的例外\n\n丙。\n\n# 第二章 第一条的补充\n\n## 第四条 丁\n\n丁。\n";
    let (text, left) = run_on(zh);
    assert!(text.contains("## 第二条 违反第三条的处理"), "{text}");
    assert_eq!(left, [Reason::Words; 3], "{text}");
}

#[test]
fn a_citation_that_counts_back_keeps_its_article() {
    let (text, left) = run_on(
        "## 第一条 甲\n\n甲。\n\n## 第二条 新\n\n新。\n\n## 第二条 乙\n\n依照前条办理。\n\n## 第三条 丙\n\n依照前条办理。\n",
    );
    assert!(text.contains("## 第三条 乙 {#art-2}\n\n依照第一条办理。"), "{text}");
    assert!(
        text.contains("## 第四条 丙 {#art-3}\n\n依照前条办理。") && left.is_empty(),
        "{text} {left:?}"
    );
    let (_, left) = run_on("## 第一条 甲\n\n甲。\n\n## 第三条 丙\n\n依照前条办理。\n");
    assert_eq!(left, [Reason::Counted]);
    // What stands before the words goes with them.
    let english = "# Rules\n\n## Article 1 One\n\nOne.\n\n## Article 2 New\n\nNew.\n\n\
                   ## Article 2 Two\n\nThis is done under the preceding Article. The preceding Article holds.\n";
    let done = renumber(&workspace(&Texts::from([("en/a.md".to_owned(), english.to_owned())])));
    let text = texts(&done.workspace).remove("en/a.md").unwrap();
    assert!(
        text.contains("This is done under Article 1. Article 1 holds."),
        "{text}"
    );
}

#[test]
fn of_two_articles_with_one_number_the_lock_knows_the_old_one() {
    let zh = "## 第一条 甲 {#a}\n\n见第二条。\n\n## 第二条 乙 {#b}\n\n乙。\n\n## 第二条 丙 {#c}\n\n丙。\n";
    let mut files = small(zh);
    assert!(text_of(&renumber(&workspace(&files))).contains("见第三条"));
    let lock = "[article.\"a#b\"]\nnumber = \"2\"\n";
    files.insert("translations.lock".to_owned(), lock.to_owned());
    assert!(text_of(&renumber(&workspace(&files))).contains("见第二条"));
    files.insert("translations.lock".to_owned(), lock.replace("#b", "#c"));
    let done = renumber(&workspace(&files));
    assert!(text_of(&done).contains("见第三条"));
    assert!(texts(&done.workspace)["translations.lock"].contains("\"3\""));
    files.insert("translations.lock".to_owned(), lock.replace('2', "7"));
    assert_eq!(renumber(&workspace(&files)).left[0].reason, Reason::Lock);
}

#[test]
fn of_two_articles_with_one_number_the_lock_knows_the_old_one_without_a_name() {
    let mut files = small("## 第一条 甲\n\n见第二条。\n\n## 第二条 乙\n\n乙。\n\n## 第二条 新 {#new}\n\n新。\n");
    files.insert(
        "translations.lock".to_owned(),
        "[article.\"a#art-2\"]\nnumber = \"2\"\n".to_owned(),
    );
    let text = text_of(&renumber(&workspace(&files)));
    assert!(text.contains("见第二条") && text.contains("## 第三条 新"), "{text}");
}

#[test]
fn citations_of_every_form_follow_in_other_regulations_pages_and_links() {
    let head = |number: &str, title: &str| format!("第{number}　{title}。\n\n");
    let mut zh = head("一条", "甲");
    for (number, title) in [
        ("二条", "新"),
        ("二条", "乙"),
        ("三条", "丙"),
        ("三条之一", "丁"),
        ("四条", "戊"),
    ] {
        zh += &head(number, title);
    }
    let mut files = small(&zh);
    let other =
        "# 另一制度\n\n第一条　见《制度》第二条、第三条之一和第2条至第4条，[此](a.md#art-3)、[彼](a.md#art-3-1)。\n";
    files.insert("zh/b.md".to_owned(), other.to_owned());
    files.insert(
        "zh/pages/p.md".to_owned(),
        "# 页\n\n见《制度》第三、四条。\n".to_owned(),
    );
    let done = renumber(&workspace(&files));
    assert!(done.left.is_empty(), "{:?}", describe(&done, &workspace(&files)));
    let texts = texts(&done.workspace);
    assert!(
        texts["zh/b.md"].contains("见《制度》第三条、第四条之一和第3条至第5条"),
        "{}",
        texts["zh/b.md"]
    );
    assert!(
        texts["zh/b.md"].contains("[此](a.md#art-4)、[彼](a.md#art-4-1)"),
        "{}",
        texts["zh/b.md"]
    );
    assert!(
        texts["zh/pages/p.md"].contains("见《制度》第四、五条"),
        "{}",
        texts["zh/pages/p.md"]
    );
    assert!(texts["zh/a.md"].contains("第四条之一　丁"), "{}", texts["zh/a.md"]);
}

#[test]
fn chapters_and_items_are_numbered_with_what_cites_them() {
    let zh = "## 第一章 甲\n\n### 第一条 甲\n\n见第二章和第二条第（三）项。\n\n## 第二章 新\n\n### 第二条 乙\n\n如下：\n\n（一）子；\n\n（二）新；\n\n（二）丑；\n\n（三）寅。\n\n## 第二章 丙\n\n### 第三条 丙\n\n丙。\n";
    let (text, left) = run_on(zh);
    assert!(
        text.contains("见第三章和第二条第（四）项。") && left.is_empty(),
        "{text} {left:?}"
    );
    assert!(text.contains("（三）丑") && text.contains("（四）寅"), "{text}");
    assert!(
        text.contains("## 第三章 丙 {#ch-2}") && text.contains("## 第二章 新 {#new-ch-2}"),
        "{text}"
    );
    assert_eq!(
        findings(&workspace(&Texts::from([("zh/a.md".to_owned(), text)])).snapshot()),
        [""; 0]
    );
}

#[test]
fn the_chapter_of_a_section_or_an_article_moves_with_its_number() {
    let zh = "## 第一章 甲\n\n### 第一条 甲\n\n依照第二章第二节处理，见第二章第三条。\n\n## 第二章 新\n\n### 第二条 乙\n\n乙。\n\n\
              ## 第二章 丙\n\n### 第一节 子\n\n#### 第三条 丙\n\n丙。\n\n### 第二节 丑\n\n#### 第四条 丁\n\n丁。\n";
    let (text, left) = run_on(zh);
    assert!(
        text.contains("依照第三章第二节处理，见第三章第三条。") && left.is_empty(),
        "{text} {left:?}"
    );
}

#[test]
fn a_range_of_chapters_keeps_its_ends() {
    let chapter = |number: &str, title: &str| format!("# {number} {title}\n\n{title}。\n\n");
    let old = "# 第一章 甲\n\n## 第一条 甲\n\n适用第二章至第三章。\n\n";
    let put_in = [
        old,
        &chapter("第二章", "新"),
        &chapter("第二章", "乙"),
        &chapter("第三章", "丙"),
    ]
    .concat();
    let (text, left) = run_on(&put_in);
    assert!(
        text.contains("适用第三章至第四章。") && left.is_empty(),
        "{text} {left:?}"
    );
    let between = [
        old,
        &chapter("第二章", "乙"),
        &chapter("第四章", "丁"),
        &chapter("第三章", "丙"),
    ]
    .concat();
    let (text, left) = run_on(&between);
    assert!(
        text.contains("适用第二章至第四章。") && left == [Reason::Range],
        "{text} {left:?}"
    );
    let named = [
        old,
        &chapter("第二章", "新"),
        &chapter("第二章", "第三章的补充"),
        &chapter("第三章", "丙"),
    ]
    .concat();
    let (text, left) = run_on(&named);
    assert!(
        text.contains("第三章 第三章的补充") && left == [Reason::Words],
        "{text} {left:?}"
    );
}

#[test]
fn what_a_number_that_passes_on_would_mean_is_told() {
    // A chapter that is gone and still cited, and the end of a range that is.
    let chapters = "# 第一章 甲\n\n## 第一条 甲\n\n{}\n\n# 第三章 丙\n\n## 第二条 丙\n\n丙。\n\n# 第四章 丁\n\n## 第三条 丁\n\n丁。\n";
    for cited in [
        "依照第二章的规定办理。",
        "适用第二章至第四章。",
        "适用第三章至第五章，第二章除外。",
    ] {
        let (text, left) = run_on(&chapters.replace("{}", cited));
        assert!(
            text.contains("# 第三章 丙") && left.contains(&Reason::Gone),
            "{cited}\n{text} {left:?}"
        );
    }
    // The end of a range goes deeper than its beginning.
    let (text, left) = run_on(&chapters.replace("{}", "适用第三章至第四章第三条。"));
    assert!(
        text.contains("适用第二章至第三章第三条。") && left.is_empty(),
        "{text} {left:?}"
    );
    // The address of a link stands elsewhere, and the article can bear no name.
    let run_in = "第一条　见[那一条][x]。\n\n[x]: #art-3\n\n第三条　丙。\n\n第四条　丁。\n";
    let (text, left) = run_on(run_in);
    assert!(
        text.contains("第二条　丙") && left == [Reason::Address],
        "{text} {left:?}"
    );
    let (_, left) =
        run_on("## 第一条 甲\n\n甲。\n\n## 第三条 违反第一条至第四条的处理\n\n丙。\n\n## 第四条 丁\n\n丁。\n");
    assert_eq!(left, [Reason::Words]);
    let (_, left) = run_on("第一条　甲。\n\n第三条　见[第四条](#art-4)和[第四条](b.md#art-4)。\n\n第四条　丁。\n");
    assert_eq!(left, [Reason::Words]);
}

#[test]
fn sections_of_two_chapters_get_names_of_their_own() {
    let zh = "# 第一章 甲\n\n## 第一节 子\n\n### 第一条 甲\n\n甲。\n\n## 第三节 丑\n\n### 第二条 乙\n\n乙。\n\n\
              # 第二章 乙\n\n## 第一节 寅\n\n### 第三条 丙\n\n丙。\n\n## 第三节 卯\n\n### 第四条 丁\n\n丁。\n";
    let (text, _) = run_on(zh);
    assert_eq!(text.matches("{#sec-3}").count(), 1, "{text}");
}

#[test]
fn lists_of_english_articles_are_renumbered_whole() {
    let cited = "See Articles 3 & 4, Articles 3 and/or 4, Articles 3 up to 4, Articles 3 — 4 and Articles 3 to 4, paragraph 1. Either Article 3 or 4.";
    let en = format!("# Rules\n\n## Article 1 A\n\n{cited}\n\n## Article 3 C\n\nC.\n\n## Article 4 D\n\nD.\n");
    let done = renumber(&workspace(&Texts::from([("en/a.md".to_owned(), en)])));
    let text = texts(&done.workspace).remove("en/a.md").unwrap();
    let expected = "See Articles 2 & 3, Articles 2 and/or 3, Articles 2 up to 3, Articles 2 — 3 and Articles 2 to 3, paragraph 1. Either Article 2 or 4.";
    assert!(text.contains(expected), "{text}");
    let left: Vec<Reason> = done.left.iter().map(|left| left.reason).collect();
    assert_eq!(left, [Reason::Rest]);
}

#[test]
fn english_citations_within_a_chapter_move_with_its_number() {
    let en = "# Rules\n\n## Chapter 1 A\n\n### Article 1 A\n\nSee Chapters 2 to 3, Section 2 of Chapter 2 and Article 3 of Chapter 2.\n\n\
              ## Chapter 2 New\n\n### Article 2 B\n\nB.\n\n## Chapter 2 C\n\n### Section 1 X\n\n#### Article 3 C\n\nC.\n\n\
              ### Section 2 Y\n\n#### Article 4 D\n\nD.\n\n## Chapter 3 E\n\n### Article 5 E\n\nE.\n";
    let done = renumber(&workspace(&Texts::from([("en/a.md".to_owned(), en.to_owned())])));
    let text = texts(&done.workspace).remove("en/a.md").unwrap();
    assert!(
        text.contains("See Chapters 3 to 4, Section 2 of Chapter 3 and Article 3 of Chapter 3."),
        "{text}"
    );
}

#[test]
fn an_article_that_one_language_alone_has_stops_its_regulation() {
    let mut files = small("## 第一条 甲\n\n甲。\n\n## 第三条 丙\n\n丙。\n");
    files.insert(
        "en/a.md".to_owned(),
        "# Rules\n\n## Article 1 A\n\nA.\n\n## Article 2 B\n\nB.\n\n## Article 3 C\n\nC.\n".to_owned(),
    );
    let done = renumber(&workspace(&files));
    assert_eq!(describe(&done, &workspace(&files)), ["Untranslated Article 2"]);
    assert!(done.workspace.changes(&workspace(&files)).is_empty());
}

#[test]
fn two_articles_with_one_id_are_told_apart_first() {
    let (text, left) = run_on("## 第一条 甲 {#a}\n\n## 第一条 甲 {#a}\n\n甲。\n\n## 第二条 乙\n\n见第一条。\n");
    assert!(
        text.contains("## 第二条 乙") && left == [Reason::Head],
        "{text} {left:?}"
    );
}

#[test]
fn the_command_shows_writes_and_then_finds_nothing_to_do() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("zh")).unwrap();
    let file = folder.path().join("zh/a.md");
    let text = "# 制度\n\n## 第一条 甲\n\n见第三条。\n\n## 第三条 丙\n\n丙。\n";
    fs::write(&file, text).unwrap();
    let path = folder.path().to_str().unwrap();
    let (status, out, err) = run_in_english(&["renumber", path, "--check"]);
    assert_eq!(
        (status, out.as_str(), err.trim()),
        (1, "", "Would change 1 file; nothing was written")
    );
    let (status, out, _) = run_in_english(&["renumber", path, "--diff"]);
    assert!(
        status == 1 && out.contains("+## 第二条 丙 {#art-3}\n") && out.contains("+见第二条。"),
        "{out}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let (status, out, err) = run_in_english(&["renumber", path]);
    assert_eq!((status, out.as_str(), err.trim()), (0, "", "Changed 1 file"));
    let (status, _, err) = run_in_english(&["renumber", path, "--check"]);
    assert_eq!((status, err.trim()), (0, "All numbers are in order"));
    fs::write(&file, "# 制度\n\n## 第一条 甲\n\n见第二条。\n\n## 第三条 丙\n\n丙。\n").unwrap();
    let (status, _, err) = run_in_english(&["renumber", path]);
    assert!(
        status == 1 && err.contains("zh/a.md:5:2: “第二条” cites what is gone"),
        "{err}"
    );
}
