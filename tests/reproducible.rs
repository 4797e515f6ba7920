//! The same sources give the same bytes, wherever, whenever and by whomever they are read.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use support::files_below;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rolebook");
const FORMATS: [&str; 9] = [
    "terminal", "short", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html",
];

type Files = Vec<(String, Vec<u8>)>;

/// A place and a time to work in.
struct Machine {
    home: TempDir,
    /// From the home; the handbooks lie there.
    folder: &'static str,
    environment: &'static [(&'static str, &'static str)],
    umask: &'static str,
}

impl Machine {
    /// One on which files were written in the order of their names, long ago.
    fn plain() -> Self {
        Self::new(
            "work",
            &[("RAYON_NUM_THREADS", "1"), ("LANG", "C"), ("TZ", "UTC"), ("HOME", "/")],
            "022",
            |files| files,
            SystemTime::UNIX_EPOCH + Duration::from_secs(86_400),
        )
    }

    /// One with other paths, languages, days, threads and rights, whose files were written the other way round and whose
    /// clock was set back since.
    fn other() -> Self {
        Self::new(
            "深的 folder/{with} [signs]/work",
            &[
                ("RAYON_NUM_THREADS", "7"),
                ("LC_ALL", "zh_TW.UTF-8"),
                ("TZ", "Pacific/Kiritimati"),
                ("USER", "另一人"),
            ],
            "077",
            |mut files| {
                files.reverse();
                files
            },
            SystemTime::UNIX_EPOCH + Duration::from_secs(100 * 365 * 86_400),
        )
    }

    fn new(
        folder: &'static str,
        environment: &'static [(&'static str, &'static str)],
        umask: &'static str,
        order: fn(Files) -> Files,
        modified: SystemTime,
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (source, name) in [
            ("handbook", "handbook"),
            ("tests/fixtures/source-faults", "faults"),
            ("tests/fixtures/docx", "docx"),
        ] {
            for (path, bytes) in order(files_below(source).into_iter().collect()) {
                let path = home.path().join(folder).join(name).join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, bytes).unwrap();
                let written = File::options().write(true).open(path).unwrap();
                written.set_modified(modified).unwrap();
            }
        }
        Self {
            home,
            folder,
            environment,
            umask,
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(self.folder).join(path)
    }

    /// What the program prints, run in the folder `within`.
    fn run(&self, within: &Path, arguments: &[&str]) -> Vec<u8> {
        let line = format!("umask {}; exec \"$0\" \"$@\"", self.umask);
        let mut command = Command::new("sh");
        command
            .args(["-c", &line, PROGRAM])
            .args(arguments)
            .current_dir(within)
            .env_clear();
        command.envs(self.environment.iter().copied());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {said}");
        output.stdout
    }

    fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        // A whole path stays what it is.
        files_below(self.path(folder).to_str().unwrap())
    }
}

/// Holds one tree against the other without printing what is in them.
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.len() > 1);
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = one
        .iter()
        .filter(|(path, bytes)| other[*path] != **bytes)
        .map(|(path, _)| path)
        .collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn a_site_has_the_same_bytes_on_every_machine() {
    let (plain, other) = (Machine::plain(), Machine::other());
    plain.run(&plain.path(""), &["build"]);
    // From elsewhere, and by whole paths.
    let (handbook, output) = (other.path("handbook"), other.path("output"));
    other.run(
        Path::new("/"),
        &["build", handbook.to_str().unwrap(), "-o", output.to_str().unwrap()],
    );
    let (one, two) = (plain.tree("output"), other.tree("output"));
    assert!(one.len() > 300);
    assert_same(&one, &two);

    // Over an older site, too, and with some of it damaged.
    fs::write(other.path("output/zh/index.html"), "damaged").unwrap();
    fs::remove_file(other.path("output/index.html")).unwrap();
    other.run(&other.path(""), &["build"]);
    assert_same(&one, &other.tree("output"));
}

#[test]
fn findings_have_the_same_bytes_on_every_machine() {
    let (plain, other) = (Machine::plain(), Machine::other());
    for format in FORMATS {
        for tag in ["zh", "en"] {
            let arguments = ["check", "faults", "--format", format, "--lang", tag];
            let one = plain.run(&plain.path(""), &arguments);
            assert!(!one.is_empty());
            assert!(one == other.run(&other.path(""), &arguments), "{format} in {tag}");
        }
    }
}

#[test]
fn word_files_and_imported_chapters_have_the_same_bytes_on_every_machine() {
    let (plain, other) = (Machine::plain(), Machine::other());
    for machine in [&plain, &other] {
        let within = machine.path("");
        fs::create_dir(machine.path("imported")).unwrap();
        machine.run(
            &within,
            &[
                "export",
                "docx",
                "customer-service",
                "--language",
                "zh,en",
                "-o",
                "imported/a.docx",
            ],
        );
        for name in ["regulation", "tables", "images"] {
            let file = format!("docx/{name}.docx");
            machine.run(
                &within,
                &["import", &file, "-o", &format!("imported/{name}"), "--lang", "zh"],
            );
        }
    }
    assert_same(&plain.tree("imported"), &other.tree("imported"));
}
