//! `rolebook init` and `rolebook new`: what they write is a handbook that checks clean and builds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::path::Path;

use rolebook::scaffold::{Beginning, Edition, NewRole, RoleError, Words, add_role, begin};
use rolebook::workspace::{CheckOptions, Workspace, format};
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
        superior: superior.to_owned(),
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
    assert_eq!(refused(new_role("nobody")), RoleError::NoSuperior("nobody".to_owned()));
    let known = NewRole {
        id: "manager".to_owned(),
        ..new_role("manager")
    };
    assert_eq!(refused(known), RoleError::Known);
    let malformed = NewRole {
        id: "夜班".to_owned(),
        ..new_role("manager")
    };
    assert_eq!(refused(malformed), RoleError::Malformed);
    let unnamed = NewRole {
        names: Vec::new(),
        ..new_role("manager")
    };
    assert_eq!(
        refused(unnamed),
        RoleError::Unnamed(vec!["zh".to_owned(), "en".to_owned()])
    );
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
    assert!(said.contains("已经有标识为“cook”的岗位"), "{said}");
}
