//! `rolebook init` and `rolebook new`: what they write is a handbook that checks clean and builds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::path::Path;

use rolebook::model::Target;
use rolebook::scaffold::{
    Added, Beginning, ByTag, Edition, NewArticle, NewChapter, NewRegulation, NewRole, Refusal, Words, add_article,
    add_chapter, add_regulation, add_role, begin,
};
use rolebook::workspace::{CheckOptions, Workspace, format, renumber};
use support::{findings, outcome, rolebook, run_in_english, texts_below, workspace};
use tempfile::TempDir;

fn edition(tag: &str) -> Edition {
    let words = Words::of(rolebook::language::Language::find(tag).unwrap()).unwrap();
    Edition {
        tag: tag.to_owned(),
        title: words.title.clone(),
        organisation: words.organisation.clone(),
        superior: words.superior.clone(),
        subordinate: words.subordinate.clone(),
        words,
    }
}

fn begun(tags: &[&str]) -> Workspace {
    let editions = tags.iter().map(|tag| edition(tag)).collect();
    let files = begin(&Beginning { editions }).into_iter();
    Workspace::from_files(files.map(|(path, text)| (path, text.into_bytes())))
}

fn new_role(superior: &str) -> NewRole {
    let names = [("zh", "夜班助理"), ("en", "Night Supervisor")];
    NewRole {
        id: "night-supervisor".to_owned(),
        names: names.map(|(tag, name)| (tag.to_owned(), name.to_owned())).into(),
        superior: Some(superior.to_owned()),
        ..NewRole::default()
    }
}

fn text(workspace: &Workspace, path: &str) -> String {
    let snapshot = workspace.snapshot();
    let file = snapshot.sources().find(path).unwrap();
    snapshot.sources().file(file).text.clone()
}

#[test]
fn a_handbook_begins_clean_and_tidy_in_every_language() {
    for tags in [
        &["zh"][..],
        &["en"],
        &["zh-Hant"],
        &["zh", "en"],
        &["en", "zh"],
        &["zh-Hant", "en", "zh"],
    ] {
        let handbook = begun(tags);
        let snapshot = handbook.snapshot();
        assert_eq!(findings(&snapshot), "", "{tags:?}");
        assert_eq!(snapshot.handbook().roles.len(), 2);
        assert_eq!(snapshot.handbook().lines.len(), 1);
        assert!(
            format(&handbook, None).workspace.changes(&handbook).is_empty(),
            "{tags:?}"
        );
        assert!(snapshot.site(&Default::default()).is_ok());
    }
}

#[test]
fn names_may_hold_any_mark() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("new");
    let dir = dir.to_str().unwrap();
    let title = "“甲” \"B\" \\ #1";
    let flags = [
        "--yes",
        "--languages",
        "zh,en",
        "--title",
        title,
        "--superior",
        "zh=店长",
        "--superior",
        "en=Shop Manager",
    ];
    let (status, _, said) = outcome(rolebook(&["init", dir]).args(flags));
    assert_eq!(status, 0, "{said}");
    let read = |path: &str| fs::read_to_string(Path::new(dir).join(path)).unwrap();
    assert!(read("zh/staff/01-positions.md").contains("## 第四条 店长岗位职责 {#shop-manager role=shop-manager}"));
    assert_eq!(Workspace::open(Path::new(dir)).unwrap().snapshot().title("en"), title);
    assert_eq!(run_in_english(&["check", dir, "--deny", "warnings"]).0, 0);
}

#[test]
fn what_begins_checks_clean_whatever_it_is_called() {
    let folder = TempDir::new().unwrap();
    for (index, (superior, subordinate)) in [
        ("zh=A.B. 主管", "en=Chengling & Co."),
        ("zh=Chengling & Co.", "en=N.N. Clerk"),
        ("zh=主管.", "zh=A.B. 文员"),
        ("en=Chief Ltd.", "en=Clerk Ltd."),
        ("zh=办公室主任（兼）", "zh=C# 程序员"),
    ]
    .into_iter()
    .enumerate()
    {
        let dir = folder.path().join(index.to_string());
        let dir = dir.to_str().unwrap();
        let names = ["--superior", superior, "--subordinate", subordinate];
        let (status, _, said) = run_in_english(&[&["init", dir, "--yes", "--languages", "zh,en"], &names[..]].concat());
        assert_eq!(status, 0, "{superior} {subordinate}: {said}");
        let (status, printed, _) = run_in_english(&["check", dir, "--deny", "warnings"]);
        assert_eq!(status, 0, "{superior} {subordinate}: {printed}");
    }
    for name in ["zh=主管，经理", "en=*a* b", "zh=[x](y)"] {
        let dir = folder.path().join("refused");
        let command = [
            "init",
            dir.to_str().unwrap(),
            "--yes",
            "--languages",
            "zh,en",
            "--superior",
            name,
        ];
        let (status, _, said) = run_in_english(&command);
        assert_eq!(status, 2, "{name}: {said}");
        assert!(said.contains("nothing was written"), "{said}");
        assert!(!dir.exists());
    }
}

#[test]
fn questions_are_answered_line_by_line() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("new");
    let dir = dir.to_str().unwrap();
    let mut command = rolebook(&["init", dir, "--ask", "--lang", "zh"]);
    command.write_stdin("zh\n\n澄岭餐饮\n店长\n服务员\n");
    let (status, _, said) = outcome(&mut command);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("手册的标题（zh）？ [员工手册] "), "{said}");
    assert!(said.contains("rolebook check"), "{said}");
    let settings = fs::read_to_string(Path::new(dir).join("handbook.toml")).unwrap();
    assert!(
        settings.contains("澄岭餐饮") && settings.contains("员工手册"),
        "{settings}"
    );
    assert_eq!(run_in_english(&["check", dir, "--deny", "warnings"]).0, 0);
}

#[test]
fn a_folder_with_files_is_refused() {
    let folder = support::folder(&[("notes.txt", b"mine")]);
    let dir = folder.path().to_str().unwrap();
    let (status, _, said) = run_in_english(&["init", dir, "--yes"]);
    assert_eq!(status, 2);
    assert!(said.contains("notes.txt"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let (status, _, said) = run_in_english(&["init", &format!("{dir}/new"), "--languages", "tlh"]);
    assert_eq!(status, 2);
    assert!(said.contains("tlh"), "{said}");
}

#[test]
fn a_new_role_fits_into_the_projects_own_handbook() {
    let handbook = workspace(&texts_below("handbook"));
    let added = add_role(&handbook, &new_role("assistant-manager")).unwrap();
    assert!(added.left.is_empty(), "{:?}", added.left);
    let now = &added.workspace;
    let options = CheckOptions::default();
    for finding in now.snapshot().diagnostics(&options) {
        // What was reviewed has changed, in both languages; to look at it is what is left to do.
        assert_eq!(finding.lint.code, "RB508");
    }
    for (folder, heading, field, row, range) in [
        (
            "zh",
            "## 第八条 夜班助理岗位职责 {#night-supervisor role=night-supervisor}\n\n- 直接上级：襄理\n- 直接下级：无\n",
            "- 直接下级：楼面助理、传菜助理、咨客助理、酒吧助理、夜班助理\n",
            "| 保洁员 | 8 |\n| 夜班助理 | |\n",
            "第五条至第二十一条",
        ),
        (
            "en",
            "## Article 8 Duties of the Night Supervisor {#night-supervisor role=night-supervisor}\n\n- Reports to: Assistant Manager\n- Supervises: None\n",
            "- Supervises: Floor Supervisor, Food Running Supervisor, Host Supervisor, Bar Supervisor, Night Supervisor\n",
            "| Cleaner | 8 |\n| Night Supervisor | |\n",
            "Articles 5 to 21",
        ),
    ] {
        let positions = text(now, &format!("{folder}/customer-service/01-positions.md"));
        for said in [heading, field, row, range] {
            assert!(positions.contains(said), "{said}\n{positions}");
        }
    }
    let roles = text(now, "roles.toml");
    assert!(roles.contains("# answers to the company"), "a comment was lost");
    assert!(
        roles.ends_with(
            "\n[[role]]\nid = \"night-supervisor\"\nname = { zh = \"夜班助理\", en = \"Night Supervisor\" }\n"
        )
    );
    // An article keeps its name and its links, whatever its number.
    assert!(
        text(now, "zh/customer-service/01-positions.md").contains("## 第九条 楼面助理岗位职责 {#floor-supervisor ")
    );
    assert!(format(now, None).workspace.changes(now).is_empty());
}

#[test]
fn a_new_role_fits_into_a_handbook_that_has_just_begun() {
    let handbook = begun(&["zh", "en"]);
    let added = add_role(&handbook, &new_role("manager")).unwrap();
    assert_eq!(findings(&added.workspace.snapshot()), "");
    let positions = text(&added.workspace, "zh/staff/01-positions.md");
    assert!(positions.contains("- 经理\n- 员工\n- 夜班助理\n"), "{positions}");
    assert!(positions.contains("- 直接下级：员工、夜班助理\n"), "{positions}");
}

#[test]
fn a_superior_without_a_field_for_subordinates_is_given_one() {
    for (before, after) in [
        ("- 直接下级：员工\n", "- 直接上级：无\n- 直接下级：夜班助理\n"),
        ("- 直接上级：无\n- 直接下级：员工\n", "- 直接下级：夜班助理\n"),
    ] {
        let mut handbook = begun(&["zh", "en"]);
        let path = "zh/staff/01-positions.md";
        let told = text(&handbook, path);
        handbook.set(path, Some(told.replacen(before, "", 1)));
        let added = add_role(&handbook, &new_role("manager")).unwrap();
        let positions = text(&added.workspace, path);
        assert!(positions.contains(after), "{positions}");
        let positions = text(&added.workspace, "en/staff/01-positions.md");
        assert!(positions.contains(", Night Supervisor\n"), "{positions}");
    }
}

#[test]
fn lines_of_the_list_of_roles_end_as_they_did() {
    let mut handbook = begun(&["zh", "en"]);
    let roles = text(&handbook, "roles.toml").replace('\n', "\r\n");
    handbook.set("roles.toml", Some(roles.clone()));
    let added = add_role(&handbook, &new_role("manager")).unwrap();
    let now = text(&added.workspace, "roles.toml");
    assert!(now.starts_with(&roles), "{now}");
    assert_eq!(now.matches('\n').count(), now.matches("\r\n").count());
}

#[test]
fn a_role_that_does_not_fit_is_refused() {
    let handbook = begun(&["zh", "en"]);
    let refused = |new: NewRole| add_role(&handbook, &new).map(|_| ()).unwrap_err();
    assert_eq!(refused(new_role("nobody")), Refusal::NoSuperior("nobody".to_owned()));
    let known = NewRole {
        id: "manager".to_owned(),
        ..new_role("manager")
    };
    assert_eq!(refused(known), Refusal::Taken("manager".to_owned()));
    let malformed = NewRole {
        id: "夜班".to_owned(),
        ..new_role("manager")
    };
    assert_eq!(refused(malformed), Refusal::Malformed("夜班".to_owned()));
    let named = |zh: &str, en: &str| NewRole {
        names: titles(zh, en),
        ..new_role("manager")
    };
    assert_eq!(refused(named("", "")), Refusal::Unnamed("zh, en".to_owned()));
    let taken = Refusal::NameTaken("员工".to_owned(), "assistant".to_owned());
    assert_eq!(refused(named("员工", "Night Supervisor")), taken);
    let separator = Refusal::Separator("夜班、白班".to_owned(), "、".to_owned());
    assert_eq!(refused(named("夜班、白班", "Night Supervisor")), separator);
}

/// A handbook as an import leaves it: a small regulation in one file, roles that others name and that have no article.
fn imported() -> Workspace {
    let text = "+++\ntitle = \"客服中心管理制度\"\n+++\n\n## 第一条 目的\n\n为了明确职责，制定本制度。\n\n\
        ## 第二条 营销协理岗位职责 {#marketing role=marketing}\n\n- 直接上级：客服总监\n- 直接下级：无\n\n1. 拟订市场计划。\n\n\
        ## 第三条 施行\n\n本制度自公布之日起施行。\n";
    let roles = "[[role]]\nid = \"director\"\nname = { zh = \"客服总监\" }\nexternal = true\n\n\
        [[role]]\nid = \"marketing\"\nname = { zh = \"营销协理\" }\n";
    let settings = "title = { zh = \"手册\" }\nlanguages = [\"zh\"]\n";
    let files = [
        ("handbook.toml", settings),
        ("roles.toml", roles),
        ("zh/service.md", text),
    ];
    Workspace::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

fn role_called(name: &str, superior: Option<&str>) -> NewRole {
    NewRole {
        id: "new-role".to_owned(),
        names: vec![("zh".to_owned(), name.to_owned())],
        superior: superior.map(str::to_owned),
        ..NewRole::default()
    }
}

#[test]
fn a_superior_needs_no_article_and_is_known_by_name() {
    let handbook = imported();
    assert_eq!(findings(&handbook.snapshot()), "");
    let added = add_role(&handbook, &role_called("前台协理", Some("客服总监"))).unwrap();
    assert_eq!(findings(&added.workspace.snapshot()), "");
    let now = text(&added.workspace, "zh/service.md");
    assert!(
        now.contains("## 第三条 前台协理岗位职责 {#new-role role=new-role}\n\n- 直接上级：客服总监\n"),
        "{now}"
    );
    assert!(now.contains("## 第四条 施行"), "{now}");
    let placed = NewRole {
        regulation: Some("客服中心管理制度".to_owned()),
        after: Some("第一条".to_owned()),
        ..role_called("前台协理", Some("director"))
    };
    let added = add_role(&handbook, &placed).unwrap();
    assert!(text(&added.workspace, "zh/service.md").contains("## 第二条 前台协理岗位职责"));
}

#[test]
fn a_role_may_stand_above_all_others() {
    let handbook = imported();
    let added = add_role(&handbook, &role_called("董事长", None)).unwrap();
    // Now that there is somebody above all, the others have to be led there.
    assert_eq!(findings(&added.workspace.snapshot()), "zh/service.md:11 RB308\n");
    let now = text(&added.workspace, "zh/service.md");
    assert!(
        now.contains("董事长岗位职责 {#new-role role=new-role}\n\n- 直接上级：无\n- 直接下级：无\n"),
        "{now}"
    );
    assert!(!now.contains("直接上级交办"), "{now}");
    let roles = text(&added.workspace, "roles.toml");
    assert!(roles.ends_with("name = { zh = \"董事长\" }\ntop = true\n"), "{roles}");
}

#[test]
fn a_chapter_goes_into_the_file_that_is_the_whole_regulation() {
    let handbook = imported();
    let new = |title: &str| NewChapter {
        regulation: "客服中心管理制度".to_owned(),
        titles: vec![("zh".to_owned(), title.to_owned())],
        after: None,
    };
    let first = add_chapter(&handbook, &new("安全管理")).unwrap();
    assert_eq!(findings(&first.workspace.snapshot()), "");
    let now = text(&first.workspace, "zh/service.md");
    assert!(
        now.contains("起施行。\n\n# 第一章 安全管理\n\n## 第四条 适用范围 {#"),
        "{now}"
    );
    let second = NewChapter {
        after: Some("第一章".to_owned()),
        ..new("消防")
    };
    let second = add_chapter(&first.workspace, &second).unwrap();
    assert_eq!(findings(&second.workspace.snapshot()), "");
    assert!(text(&second.workspace, "zh/service.md").contains("# 第二章 消防\n\n## 第五条 适用范围"));
}

#[test]
fn chapters_find_a_name_between_any_two_files() {
    let mut handbook = begun(&["zh", "en"]);
    let mut paths = Vec::new();
    for number in 0..5 {
        let new = NewChapter {
            regulation: "岗位管理制度".to_owned(),
            titles: titles(&format!("第{number}类"), &format!("Kind {number}")),
            after: Some("第一章".to_owned()),
        };
        let added = add_chapter(&handbook, &new).unwrap();
        assert_eq!(findings(&added.workspace.snapshot()), "", "{number}");
        let files = added.workspace.additions(&handbook);
        paths.push(files[1].0.to_owned());
        handbook = added.workspace;
    }
    assert!(
        paths[0].ends_with("01b-kind-0.md") && paths[1].ends_with("01a-kind-1.md"),
        "{paths:?}"
    );
    let last = text(&handbook, "zh/staff/01b-kind-0.md");
    assert!(last.starts_with("# 第六章 第0类"), "{last}");
}

#[test]
fn the_command_shows_what_it_would_add_and_adds_it() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("new");
    let dir = dir.to_str().unwrap();
    assert_eq!(run_in_english(&["init", dir, "--yes", "--languages", "zh,en"]).0, 0);
    let new = [
        "new",
        "role",
        dir,
        "--id",
        "cook",
        "--name",
        "zh=厨师",
        "--name",
        "en=Cook",
        "--superior",
        "manager",
    ];
    let (status, printed, _) = run_in_english(&[&new[..], &["--diff"]].concat());
    assert_eq!(status, 0);
    assert!(
        printed.contains("+## 第五条 厨师岗位职责 {#cook role=cook}"),
        "{printed}"
    );
    let roles = || fs::read_to_string(Path::new(dir).join("roles.toml")).unwrap();
    assert!(!roles().contains("cook"));
    let (status, _, said) = run_in_english(&new);
    assert_eq!((status, said.lines().count()), (0, 1), "{said}");
    assert!(roles().contains("cook"));
    assert_eq!(run_in_english(&["check", dir, "--deny", "warnings"]).0, 0);
    let (status, _, said) = outcome(rolebook(&new).args(["--lang", "zh"]));
    assert_eq!(status, 2);
    assert!(said.contains("已经有“cook”"), "{said}");
    let twice = [&new[..], &["--name", "zh=厨工", "--lang", "zh"]].concat();
    let (status, _, said) = outcome(&mut rolebook(&twice));
    assert_eq!(
        (status, said.trim_end()),
        (2, "错误：“厨师”和“厨工”都是写给 zh 的；只能写一个")
    );
}

fn titles(zh: &str, en: &str) -> ByTag {
    [("zh", zh), ("en", en)]
        .map(|(tag, title)| (tag.to_owned(), title.to_owned()))
        .into()
}

/// What every citation leads to: the article or division by its name, since numbers change.
fn cited(workspace: &Workspace) -> Vec<String> {
    let snapshot = workspace.snapshot();
    let handbook = snapshot.handbook();
    let texts = handbook.texts.iter().flat_map(|text| {
        let place = handbook.article(text.article);
        let name = handbook.article_name(place);
        let citations = text.citations.iter().flat_map(|citation| &citation.members);
        citations.map(move |member| {
            let target = match member.target {
                Target::Article { article, .. } => handbook.article_name(handbook.article(article)),
                Target::Division { chapter, .. } => handbook.chapter(chapter).path.to_string(),
                Target::External => "external".to_owned(),
                Target::Missing(_) => "missing".to_owned(),
                Target::Unclear => "unclear".to_owned(),
            };
            format!("{} {name}: {target}", handbook.tag(text.language))
        })
    });
    let mut found: Vec<String> = texts.collect();
    found.sort();
    found
}

/// Checks what was added to the project's own handbook: no finding, no number left, and the same citations.
fn assert_sound(added: &Added, before: &Workspace) {
    assert!(added.left.is_empty(), "{:?}", added.left);
    let now = &added.workspace;
    assert_eq!(findings(&now.snapshot()), "");
    assert!(renumber(now).workspace.changes(now).is_empty());
    assert!(format(now, None).workspace.changes(now).is_empty());
    assert!(now.snapshot().site(&Default::default()).is_ok());
    // “This Article”, which a new one says, is a citation too.
    let mut known = cited(now);
    let former = cited(before);
    known.retain(|line| former.contains(line));
    assert_eq!(known, former);
}

fn article_after(after: Option<&str>, chapter: Option<&str>) -> NewArticle {
    NewArticle {
        regulation: "customer-service".to_owned(),
        titles: titles("值班记录", "Duty Log"),
        after: after.map(str::to_owned),
        chapter: chapter.map(str::to_owned),
        id: None,
    }
}

#[test]
fn a_new_article_stands_where_it_is_wanted_in_every_language() {
    let handbook = workspace(&texts_below("handbook"));
    for (after, chapter, file, zh, en) in [
        (Some("5"), None, "01-positions", "第六条", "Article 6"),
        (Some("第五条"), None, "01-positions", "第六条", "Article 6"),
        (Some("Article 5"), None, "01-positions", "第六条", "Article 6"),
        (Some("leadership"), None, "00-general", "第四条", "Article 4"),
        (None, Some("00-general.md"), "00-general", "第四条", "Article 4"),
        (None, Some("总则"), "00-general", "第四条", "Article 4"),
        (None, Some("第八章"), "08-appraisal", "第八十条", "Article 80"),
        (None, None, "08-appraisal", "第八十条", "Article 80"),
    ] {
        let added = add_article(&handbook, &article_after(after, chapter)).unwrap();
        assert_sound(&added, &handbook);
        let zh = format!("## {zh} 值班记录 {{#duty-log}}\n\n（待补充：");
        let en = format!("## {en} Duty Log {{#duty-log}}\n\n(To be written: ");
        for (tag, said) in [("zh", zh), ("en", en)] {
            let now = text(&added.workspace, &format!("{tag}/customer-service/{file}.md"));
            assert!(now.contains(&said), "{said}\n{now}");
        }
    }
}

#[test]
fn a_new_chapter_moves_the_chapters_after_it() {
    let handbook = workspace(&texts_below("handbook"));
    let new = |after: Option<&str>| NewChapter {
        regulation: "customer-service".to_owned(),
        titles: titles("安全管理", "Safety"),
        after: after.map(str::to_owned),
    };
    for (after, file, zh, en) in [
        (Some("2"), "02b-safety", "# 第三章 安全管理\n", "# Chapter 3 Safety\n"),
        (
            Some("02-attendance.md"),
            "02b-safety",
            "# 第三章 安全管理\n",
            "# Chapter 3 Safety\n",
        ),
        (None, "08b-safety", "# 第九章 安全管理\n", "# Chapter 9 Safety\n"),
    ] {
        let added = add_chapter(&handbook, &new(after)).unwrap();
        assert_sound(&added, &handbook);
        assert_eq!(added.workspace.additions(&handbook).len(), 2);
        for (tag, said) in [("zh", zh), ("en", en)] {
            let now = text(&added.workspace, &format!("{tag}/customer-service/{file}.md"));
            assert!(now.starts_with(said) && now.contains("{#safety-scope}"), "{now}");
        }
        if after.is_some() {
            let next = text(&added.workspace, "zh/customer-service/03-conduct.md");
            assert!(next.starts_with("# 第四章 "), "{next}");
        }
    }
    let first = add_chapter(&handbook, &new(None)).unwrap().workspace;
    let second = add_chapter(&first, &new(None)).unwrap();
    assert_sound(&second, &handbook);
    let path = "zh/customer-service/08c-safety.md";
    assert!(text(&second.workspace, path).starts_with("# 第十章 "));
}

#[test]
fn a_new_regulation_is_a_folder_in_every_language() {
    let handbook = workspace(&texts_below("handbook"));
    let new = NewRegulation {
        id: "safety".to_owned(),
        titles: titles("安全管理制度", "Safety Regulation"),
    };
    let added = add_regulation(&handbook, &new).unwrap();
    assert_sound(&added, &handbook);
    assert_eq!(added.workspace.additions(&handbook).len(), 6);
    let again = add_regulation(&added.workspace, &new).map(|_| ()).unwrap_err();
    assert_eq!(again, Refusal::Taken("safety".to_owned()));
    let same = NewRegulation {
        id: "other".to_owned(),
        ..new
    };
    let same = add_regulation(&added.workspace, &same).map(|_| ()).unwrap_err();
    assert_eq!(same, Refusal::NameTaken("安全管理制度".to_owned(), "safety".to_owned()));
    let article = NewArticle {
        regulation: "safety".to_owned(),
        ..article_after(None, None)
    };
    let now = add_article(&added.workspace, &article).unwrap();
    assert_sound(&now, &handbook);
    assert!(text(&now.workspace, "zh/safety/00-general.md").contains("## 第二条 值班记录"));
}

#[test]
fn an_article_that_does_not_fit_is_refused() {
    let handbook = workspace(&texts_below("handbook"));
    let refused = |new: NewArticle| add_article(&handbook, &new).map(|_| ()).unwrap_err();
    assert_eq!(
        refused(article_after(Some("999"), None)),
        Refusal::NoArticle("999".to_owned())
    );
    assert_eq!(
        refused(article_after(None, Some("99"))),
        Refusal::NoChapter("99".to_owned())
    );
    let taken = NewArticle {
        id: Some("purpose".to_owned()),
        ..article_after(None, None)
    };
    assert_eq!(refused(taken), Refusal::Taken("purpose".to_owned()));
    let untitled = NewArticle {
        titles: titles("值班记录", ""),
        ..article_after(None, None)
    };
    assert_eq!(refused(untitled), Refusal::Untitled("en".to_owned()));
}

#[test]
fn nothing_is_written_where_what_is_new_cannot_be_numbered() {
    let mut texts = texts_below("handbook");
    let general = texts.get_mut("zh/customer-service/00-general.md").unwrap();
    general.push_str("\n另见第八十五条。\n");
    let added = add_article(&workspace(&texts), &article_after(None, None)).unwrap();
    assert!(!added.is_numbered());
    let files: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    let folder = support::folder(&files);
    let dir = folder.path().to_str().unwrap();
    let new = [
        "new",
        "article",
        dir,
        "--regulation",
        "customer-service",
        "--title",
        "Log",
    ];
    let (status, _, said) = run_in_english(&new);
    assert_eq!(status, 2);
    assert!(
        said.contains("00-general.md:") && said.contains("nothing was written"),
        "{said}"
    );
    for (path, text) in files {
        assert_eq!(fs::read(folder.path().join(path)).unwrap(), text, "{path}");
    }
}

#[test]
fn the_commands_name_the_flags_that_are_missing_and_ask_on_demand() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("new");
    let dir = dir.to_str().unwrap();
    assert_eq!(run_in_english(&["init", dir, "--yes", "--languages", "zh,en"]).0, 0);
    let (status, _, said) = run_in_english(&["new", "article", dir, "--title", "zh=值班"]);
    assert_eq!(status, 2);
    assert!(said.contains("--regulation, --title en=…"), "{said}");
    let mut command = rolebook(&["new", "chapter", dir, "--ask", "--lang", "zh"]);
    command.write_stdin("staff\n安全\nSafety\n\n");
    let (status, _, said) = outcome(&mut command);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("写进哪个制度"), "{said}");
    assert!(Path::new(dir).join("en/staff/01b-safety.md").exists());
    let new = [
        "new",
        "regulation",
        dir,
        "--id",
        "safety",
        "--title",
        "zh=安全制度",
        "--title",
        "en=Safety Rules",
    ];
    let (status, printed, _) = run_in_english(&[&new[..], &["--diff"]].concat());
    assert_eq!(status, 0);
    assert!(printed.contains("--- /dev/null\n"), "{printed}");
    assert!(!Path::new(dir).join("zh/safety").exists());
    assert_eq!(run_in_english(&new).0, 0);
    assert_eq!(run_in_english(&["check", dir, "--deny", "warnings"]).0, 0);
    assert_eq!(run_in_english(&["renumber", dir, "--check"]).0, 0);
}
