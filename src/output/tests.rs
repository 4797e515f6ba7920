//! A site on the disk, before and after.

use super::*;
use std::path::PathBuf;
use tempfile::TempDir;

struct Site {
    home: TempDir,
}

impl Site {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("handbook/zh")).unwrap();
        Self { home }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join("output").join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path(path)).ok()
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<Written, Error> {
        self.write_to("output", files)
    }

    fn write_to(&self, dir: &str, files: &[(&str, &str)]) -> Result<Written, Error> {
        let (dir, handbook) = (self.home.path().join(dir), self.home.path().join("handbook"));
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let text = |path: &str| files.iter().find(|(known, _)| *known == path).map(|(_, text)| *text);
        write(&dir, &handbook, &paths, |path| {
            Ok(text(path).map(|text| text.as_bytes().into()))
        })
    }

    /// Every file in the output but the manifest.
    fn files(&self) -> Vec<String> {
        let dir = self.path("");
        let entries = walkdir::WalkDir::new(&dir).into_iter().flatten();
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        let paths = files.map(|entry| entry.path().strip_prefix(&dir).unwrap().to_owned());
        let mut paths: Vec<_> = paths.map(|path| path.display().to_string()).collect();
        paths.retain(|path| path != MANIFEST);
        paths.sort();
        paths
    }
}

fn counts(written: usize, unchanged: usize, removed: usize) -> Written {
    Written {
        written,
        unchanged,
        removed,
    }
}

#[test]
fn a_site_is_written_with_its_manifest() {
    let site = Site::new();
    let done = site.write(&[("zh/b.html", "b"), ("index.html", "abc")]).unwrap();
    assert_eq!(done, counts(2, 0, 0));
    assert_eq!(site.files(), ["index.html", "zh/b.html"]);
    let manifest: serde_json::Value = serde_json::from_str(&site.text("manifest.json").unwrap()).unwrap();
    assert_eq!(
        manifest["files"]["index.html"],
        serde_json::json!({
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "size": 3,
        })
    );
}

#[test]
fn only_what_changed_is_touched() {
    let site = Site::new();
    site.write(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    let modified = |path| fs::metadata(site.path(path)).unwrap().modified().unwrap();
    let before = (modified("a.html"), modified("manifest.json"));
    let done = site.write(&[("b.html", "b"), ("a.html", "a")]).unwrap();
    assert_eq!(done, counts(0, 2, 0));
    assert_eq!((modified("a.html"), modified("manifest.json")), before);
    let done = site.write(&[("a.html", "a"), ("b.html", "c")]).unwrap();
    assert_eq!(done, counts(1, 1, 0));
    assert_eq!(modified("a.html"), before.0);
    assert_eq!(site.text("b.html").unwrap(), "c");
}

#[test]
fn what_is_gone_is_removed_with_the_folders_it_leaves_empty() {
    let site = Site::new();
    site.write(&[("a.html", "a"), ("zh/deep/b.html", "b"), ("en/c.html", "c")])
        .unwrap();
    site.put("en/mine.txt", "mine");
    let done = site.write(&[("a.html", "a")]).unwrap();
    assert_eq!(done, counts(0, 1, 2));
    assert_eq!(site.files(), ["a.html", "en/mine.txt"]);
    assert!(!site.path("zh").exists());
}

#[test]
fn a_file_of_somebody_else_is_never_overwritten_and_nothing_is_written() {
    let site = Site::new();
    site.write(&[("a.html", "a"), ("gone.html", "")]).unwrap();
    site.put("b.html", "mine");
    let error = site
        .write(&[("a.html", "new"), ("b.html", "b"), ("c.html", "c")])
        .unwrap_err();
    assert_eq!(error.key(), "output-foreign");
    assert!(error.parameters()[0].1.ends_with("b.html"));
    assert_eq!(site.text("a.html").unwrap(), "a");
    assert_eq!(site.files(), ["a.html", "b.html", "gone.html"]);
}

#[test]
fn a_file_of_somebody_else_with_the_same_bytes_is_in_nobodys_way() {
    let site = Site::new();
    site.put("index.html", "same");
    assert_eq!(site.write(&[("index.html", "same")]).unwrap(), counts(0, 1, 0));
}

#[test]
fn a_first_run_that_fails_leaves_no_folder_and_a_later_one_what_stood() {
    let home = tempfile::tempdir().unwrap();
    let fails = |_: &str| Err::<Option<Cow<'_, [u8]>>, Error>(Error::Twice { path: "x".to_owned() });
    let site = home.path().join("public/site");
    write(&site, home.path().join("handbook").as_path(), &["a.html"], fails).unwrap_err();
    assert!(!home.path().join("public").exists());
    fs::create_dir(home.path().join("public")).unwrap();
    write(&site, home.path().join("handbook").as_path(), &["a/b.html"], fails).unwrap_err();
    assert!(home.path().join("public").exists() && !site.exists());
}

#[test]
fn our_own_page_is_overwritten_even_if_it_was_edited() {
    let site = Site::new();
    site.write(&[("index.html", "a")]).unwrap();
    site.put("index.html", "edited");
    assert_eq!(site.write(&[("index.html", "b")]).unwrap(), counts(1, 0, 0));
    assert_eq!(site.text("index.html").unwrap(), "b");
}

#[test]
fn a_manifest_of_another_program_or_of_another_kind_is_foreign() {
    for manifest in [
        r#"{"name": "an app", "icons": []}"#,
        r#"{"generator": "rolebook", "version": 2, "files": {}}"#,
    ] {
        let site = Site::new();
        site.put("manifest.json", manifest);
        assert_eq!(site.write(&[("a.html", "a")]).unwrap_err().key(), "output-foreign");
        assert_eq!(site.files(), [""; 0]);
    }
}

#[test]
fn an_interrupted_run_leaves_nothing_that_the_next_cannot_replace() {
    let site = Site::new();
    site.write(&[("a.html", "a")]).unwrap();
    let former = Manifest::read(&site.path("")).unwrap();
    let now = Manifest::new([("b.html".to_owned(), Entry::of(b"b"))].into());
    site.put(".rolebook-draft/new/c.html", "half of i");
    former.joined(&now).write(&site.path(DRAFT)).unwrap();
    site.put("b.html", "b");
    // Here the program is killed; then the sources change.
    let done = site.write(&[("b.html", "changed")]).unwrap();
    assert_eq!(done, counts(1, 0, 1));
    assert_eq!(site.files(), ["b.html"]);
}

#[test]
fn folders_in_which_nothing_stays_are_replaced_as_a_whole() {
    let site = Site::new();
    site.write(&[
        ("zh/a.html", "a"),
        ("zh/b.html", "b"),
        ("en/a.html", "a"),
        ("en/b.html", "b"),
    ])
    .unwrap();
    site.put("en/mine/photo.png", "mine");
    let folder = |path| fs::metadata(site.path(path)).unwrap().modified().unwrap();
    let before = folder("en/mine");
    let done = site.write(&[("zh/a.html", "new"), ("en/a.html", "new"), ("en/deep/c.html", "c")]);
    assert_eq!(done.unwrap(), counts(3, 0, 2));
    let expected = ["en/a.html", "en/deep/c.html", "en/mine/photo.png", "zh/a.html"];
    assert_eq!(site.files(), expected);
    assert_eq!(folder("en/mine"), before);

    let stays = |folder: &str| folder == "en";
    let paths = [
        "en/a.html",
        "en/deep/c.html",
        "en/deep/d.html",
        "index.html",
        "zh/x/b.html",
    ];
    assert_eq!(units(paths, stays), ["en/a.html", "en/deep", "index.html", "zh"]);
}

#[test]
fn two_runs_do_not_write_at_once() {
    let site = Site::new();
    site.write(&[("a.html", "a")]).unwrap();
    let output = site.path("");
    let other = lock::lock(&output).unwrap();
    let error = site.write(&[("a.html", "b")]).unwrap_err();
    assert_eq!(error.key(), "output-busy");
    assert_eq!(site.text("a.html").unwrap(), "a");
    drop(other);
    site.write(&[("a.html", "b")]).unwrap();
    assert_eq!(site.text("a.html").unwrap(), "b");
}

#[test]
fn a_draft_does_not_stay_behind() {
    let site = Site::new();
    site.put("folder/mine.txt", "mine");
    replace(&site.path("folder"), b"x", 0).unwrap_err();
    assert_eq!(site.files(), ["folder/mine.txt"]);
}

#[test]
fn a_page_renamed_by_case_only_is_still_there() {
    let site = Site::new();
    site.write(&[("A.html", "a")]).unwrap();
    site.write(&[("a.html", "a")]).unwrap();
    assert_eq!(site.text("a.html").unwrap(), "a");
}

#[test]
fn a_path_out_of_the_output_is_refused() {
    for path in ["../a", "/a", "a/../../b", "a//b", "./a", "a/.", "", "a\0b", "a/"] {
        let site = Site::new();
        let error = site.write(&[("ok.html", ""), (path, "x")]).unwrap_err();
        assert_eq!(error.key(), "output-bad-path", "{path:?}");
        assert!(!site.path("").exists());
    }
}

#[test]
fn a_manifest_that_was_tampered_with_removes_nothing_outside() {
    let site = Site::new();
    site.write(&[("a.html", "a")]).unwrap();
    let outside = site.home.path().join("handbook/zh/a.md");
    fs::write(&outside, "x").unwrap();
    let manifest = site.text("manifest.json").unwrap();
    site.put("manifest.json", &manifest.replace("a.html", "../handbook/zh/a.md"));
    assert_eq!(site.write(&[]).unwrap(), counts(0, 0, 0));
    assert!(outside.exists());
}

#[test]
fn two_files_cannot_stand_at_one_place() {
    for files in [
        [("a", "1"), ("a", "2")],
        [("a", "1"), ("a/b", "2")],
        [("manifest.json", "1"), ("b", "2")],
    ] {
        assert_eq!(Site::new().write(&files).unwrap_err().key(), "output-twice");
    }
}

#[test]
fn the_output_may_not_overlap_the_sources() {
    let site = Site::new();
    let files = [("index.html", "x")];
    for dir in [
        "handbook",
        "handbook/zh",
        "handbook/site",
        "",
        ".",
        "new/../handbook/zh",
    ] {
        let error = site.write_to(dir, &files).unwrap_err();
        assert_eq!(error.key(), "output-inside-sources", "{dir}");
    }
    for dir in ["handbook/output", "handbook/output/site", "handbook-site", "a/b"] {
        site.write_to(dir, &files).unwrap();
    }
}

#[test]
fn an_output_that_is_a_file_is_an_error_with_its_path() {
    let site = Site::new();
    fs::write(site.home.path().join("output"), "x").unwrap();
    for dir in ["output", "output/site"] {
        let error = site.write_to(dir, &[("a.html", "a")]).unwrap_err();
        assert_eq!(error.key(), "output-io", "{error}");
        assert!(error.parameters()[0].1.contains("output"), "{error}");
    }
}

#[test]
fn a_folder_in_the_way_of_a_page_is_foreign() {
    let site = Site::new();
    site.put("a.html/mine.txt", "");
    assert_eq!(site.write(&[("a.html", "")]).unwrap_err().key(), "output-foreign");
}

#[test]
fn a_file_in_the_way_of_a_folder_is_foreign() {
    let site = Site::new();
    site.put("zh", "mine");
    assert_eq!(site.write(&[("zh/a.html", "")]).unwrap_err().key(), "output-foreign");
}

#[test]
fn bytes_are_the_same_whatever_the_order_of_the_files() {
    let (one, other) = (Site::new(), Site::new());
    one.write(&[("a", "1"), ("b", "2")]).unwrap();
    other.write(&[("b", "2"), ("a", "1")]).unwrap();
    assert_eq!(one.text("manifest.json"), other.text("manifest.json"));
}

#[cfg(unix)]
#[test]
fn links_in_the_output_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.write(&[("zh/a.html", "a"), ("b.html", "b")]).unwrap();
    let elsewhere = site.home.path().join("elsewhere");
    fs::rename(site.path("zh"), &elsewhere).unwrap();
    symlink(&elsewhere, site.path("zh")).unwrap();
    assert_eq!(site.write(&[("zh/a.html", "new")]).unwrap_err().key(), "output-foreign");
    assert_eq!(site.write(&[]).unwrap(), counts(0, 0, 1));
    assert!(elsewhere.join("a.html").exists());
}
