//! A folder on the disk, and what is read of it.

use super::*;
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn paths(folder: &Folder) -> Vec<&str> {
    folder.files.iter().map(|file| &*file.path).collect()
}

fn problems(folder: &Folder) -> Vec<(&str, &'static str)> {
    let problems = folder.problems.iter();
    problems.map(|problem| (&*problem.path, problem.kind.key())).collect()
}

#[test]
fn sources_assets_and_theme_files_are_told_apart_and_sorted() {
    let dir = folder(&[
        ("zh/index.md", b"x"),
        ("zh/a/10.MD", b"x"),
        ("zh/a-b.md", b"x"),
        ("zh/a/plan.png", b"\xFF"),
        ("handbook.toml", b""),
        ("packs/house.toml", b""),
        ("translations.lock", b""),
        ("themes/mine/base.html", b"<p>"),
        ("themes/mine/font.woff2", b"\xFF\xFE"),
    ]);
    let folder = read(dir.path()).unwrap();
    assert_eq!(
        paths(&folder),
        [
            "handbook.toml",
            "packs/house.toml",
            "translations.lock",
            "zh/a-b.md",
            "zh/a/10.MD",
            "zh/index.md",
        ]
    );
    assert_eq!(folder.assets, ["zh/a/plan.png"]);
    assert_eq!(folder.theme_files, [("mine/base.html".to_owned(), "<p>".to_owned())]);
    assert_eq!(folder.theme_assets, ["themes/mine/font.woff2"]);
    assert_eq!(folder.problems, []);
    assert_eq!(folder.root, dir.path());
}

#[test]
fn hidden_files_and_the_work_of_programs_are_skipped() {
    let dir = folder(&[
        ("zh/index.md", b"x"),
        (".git/a.md", b"x"),
        ("zh/.draft.md", b"x"),
        ("zh/~$plan.docx", b"x"),
        ("output/zh/a.md", b"x"),
        ("target/a.md", b"x"),
        ("node_modules/a.md", b"x"),
        ("zh/node_modules/a.md", b"x"),
        ("zh/output/a.md", b"x"),
    ]);
    let folder = read(dir.path()).unwrap();
    assert_eq!(paths(&folder), ["zh/index.md", "zh/output/a.md"]);
    assert!(folder.assets.is_empty());
}

#[test]
fn a_byte_order_mark_is_stripped() {
    let dir = folder(&[("a.md", b"\xEF\xBB\xBF# x")]);
    assert_eq!(&*read(dir.path()).unwrap().files[0].text, "# x");
}

#[test]
fn a_file_in_gbk_is_read_and_reported() {
    let gbk = encoding_rs::GBK.encode("# 总则\n第一条 为了").0;
    let dir = folder(&[("a.md", &gbk)]);
    let folder = read(dir.path()).unwrap();
    assert_eq!(&*folder.files[0].text, "# 总则\n第一条 为了");
    let fault = NotUtf8 {
        guess: Some("GBK"),
        line: 1,
        column: 3,
    };
    assert_eq!(folder.problems[0].kind, DiskProblemKind::NotUtf8(fault));
}

#[test]
fn a_folder_that_does_not_exist_is_missing() {
    let dir = folder(&[]);
    let error = read(&dir.path().join("none")).unwrap_err();
    assert_eq!(error.key(), "folder-missing");
    assert!(error.parameters()[0].1.ends_with("none"));
}

#[test]
fn a_file_is_not_a_folder() {
    let dir = folder(&[("a.md", b"")]);
    let error = read(&dir.path().join("a.md")).unwrap_err();
    assert_eq!(error.key(), "not-a-folder");
}

#[test]
fn a_folder_without_settings_and_markdown_is_empty() {
    let dir = folder(&[("a.txt", b""), ("roles.toml", b""), (".a.md", b"")]);
    assert_eq!(read(dir.path()).unwrap_err().key(), "folder-empty");
}

#[test]
fn settings_alone_are_a_handbook() {
    assert!(read(folder(&[("handbook.toml", b"")]).path()).is_ok());
}

#[test]
fn a_file_above_the_limit_is_reported_and_left_out() {
    let dir = folder(&[("a.md", b"x"), ("b.md", b"")]);
    let file = File::options().write(true).open(dir.path().join("b.md")).unwrap();
    // Sparse: it takes no room on the disk.
    file.set_len(LARGEST_FILE + 1).unwrap();
    let folder = read(dir.path()).unwrap();
    assert_eq!(paths(&folder), ["a.md"]);
    assert_eq!(problems(&folder), [("b.md", "too-large")]);
}

#[test]
fn an_asset_is_read_when_it_is_wanted() {
    let dir = folder(&[("a.md", b""), ("zh/a.png", b"\xFF")]);
    let folder = read(dir.path()).unwrap();
    assert_eq!(read_asset(&folder.root, &folder.assets[0]).unwrap(), b"\xFF");
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_within_the_folder_are_followed() {
        let dir = folder(&[("zh/a.md", b"x"), ("zh/b/c.md", b"x")]);
        symlink("zh/a.md", dir.path().join("d.md")).unwrap();
        symlink("../zh/b", dir.path().join("zh/e")).unwrap();
        let folder = read(dir.path()).unwrap();
        assert_eq!(paths(&folder), ["d.md", "zh/a.md", "zh/b/c.md", "zh/e/c.md"]);
        assert_eq!(folder.problems, []);
    }

    #[test]
    fn a_loop_of_links_is_a_problem_and_ends() {
        let dir = folder(&[("zh/a.md", b"x"), ("en/a.md", b"x")]);
        symlink("..", dir.path().join("zh/up")).unwrap();
        symlink("../zh", dir.path().join("en/there")).unwrap();
        symlink("itself.md", dir.path().join("itself.md")).unwrap();
        let folder = read(dir.path()).unwrap();
        assert_eq!(
            problems(&folder),
            [
                ("en/there/up", "symlink-loop"),
                ("itself.md", "file-unreadable"),
                ("zh/up", "symlink-loop"),
            ]
        );
    }

    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let elsewhere = folder(&[("secret.md", b"x"), ("deep/secret.md", b"x")]);
        let dir = folder(&[("a.md", b"x")]);
        symlink(elsewhere.path().join("secret.md"), dir.path().join("b.md")).unwrap();
        symlink(elsewhere.path(), dir.path().join("c")).unwrap();
        let folder = read(dir.path()).unwrap();
        assert_eq!(paths(&folder), ["a.md"]);
        assert_eq!(problems(&folder), [("b.md", "outside-folder"), ("c", "outside-folder")]);
    }

    #[test]
    fn a_link_to_nothing_is_unreadable_unless_hidden() {
        let dir = folder(&[("a.md", b"x")]);
        symlink("nothing.md", dir.path().join("b.md")).unwrap();
        symlink("user@host.1234", dir.path().join(".#a.md")).unwrap();
        let folder = read(dir.path()).unwrap();
        assert_eq!(problems(&folder), [("b.md", "file-unreadable")]);
    }

    #[test]
    fn a_name_that_is_not_unicode_is_a_problem() {
        let dir = folder(&[("a.md", b"x")]);
        let name = std::ffi::OsStr::from_bytes(b"\xD7\xDC\xD4\xF2.md");
        fs::write(dir.path().join(name), "x").unwrap();
        let folder = read(dir.path()).unwrap();
        assert_eq!(folder.problems.len(), 1);
        assert_eq!(folder.problems[0].kind, DiskProblemKind::NameNotUtf8);
    }

    #[test]
    fn the_folder_itself_may_be_a_link() {
        let dir = folder(&[("real/a.md", b"x")]);
        symlink("real", dir.path().join("link")).unwrap();
        assert_eq!(paths(&read(&dir.path().join("link")).unwrap()), ["a.md"]);
    }
}
