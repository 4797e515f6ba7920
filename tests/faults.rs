//! What happens to a site and to a handbook when the machine does not play along: the program killed, the disk full,
//! folders that may not be written to, files that come and go, two runs at once.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rolebook::workspace::{CheckOptions, Workspace};
use support::{outcome, rolebook, run_in_english};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rolebook");
/// Where the program keeps a site until it is complete.
const DRAFT: &str = ".rolebook-draft";

type Tree = BTreeMap<String, Vec<u8>>;

/// A new handbook, as `init` makes it, with files of some weight beside its texts.
struct House {
    home: TempDir,
}

impl House {
    fn new() -> Self {
        let house = Self {
            home: tempfile::tempdir().unwrap(),
        };
        fs::set_permissions(house.home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let handbook = house.path("handbook");
        let (status, _, said) = run_in_english(&["init", "--yes", "--languages", "zh", &handbook]);
        assert_eq!(status, 0, "{said}");
        house
    }

    fn path(&self, path: &str) -> String {
        self.home.path().join(path).display().to_string()
    }

    fn write(&self, path: &str, text: &str) {
        let path = PathBuf::from(self.path(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Makes the handbook one of two that differ in every page, in the files beside them and in which there are.
    fn become_version(&self, version: usize) {
        let settings = fs::read_to_string(self.path("handbook/handbook.toml")).unwrap();
        let (title, rest) = settings.split_once('\n').unwrap();
        assert!(title.starts_with("title = "), "{title}");
        let title = format!("title = \"Version {version}\"\n");
        self.write("handbook/handbook.toml", &(title + rest));
        let _ = fs::remove_dir_all(self.path("handbook/images"));
        for number in 0..150 {
            let path = format!("handbook/images/{version}-{}/{number}.svg", number % 7);
            self.write(&path, &format!("<svg><!-- {version} {number} --></svg>"));
            self.write(
                &format!("handbook/images/{number}.svg"),
                &format!("<svg><!-- {version} --></svg>"),
            );
        }
    }

    fn build(&self, output: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args([
            "build",
            "--lang",
            "en",
            &self.path("handbook"),
            "-o",
            &self.path(output),
        ]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn built(&self, output: &str) -> Tree {
        assert!(self.build(output).status().unwrap().success());
        self.tree(output)
    }

    /// Every file of a folder, without the draft.
    fn tree(&self, folder: &str) -> Tree {
        let mut tree = Tree::new();
        collect(Path::new(&self.path(folder)), "", &mut tree);
        tree
    }
}

fn collect(folder: &Path, inside: &str, tree: &mut Tree) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{inside}{name}");
        match entry.path().is_dir() {
            true if name == DRAFT => {}
            true => collect(&entry.path(), &format!("{path}/"), tree),
            false => drop(tree.insert(path, fs::read(entry.path()).unwrap())),
        }
    }
}

/// Numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let house = House::new();
    let sites: Vec<Tree> = (0..2)
        .map(|version| {
            house.become_version(version);
            house.built(&format!("fresh-{version}"))
        })
        .collect();
    assert!(sites[0].len() > 300 && sites[0] != sites[1]);
    let drafts = PathBuf::from(house.path("output")).join(DRAFT).join("manifest.json");
    let begins = |program: &mut Child| {
        while !drafts.exists() && program.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_micros(200));
        }
    };
    let begin = Instant::now();
    let mut program = house.build("output").spawn().unwrap();
    begins(&mut program);
    let reading = begin.elapsed();
    program.wait().unwrap();
    let whole = begin.elapsed().as_micros() as u64;
    let writing = whole - reading.as_micros() as u64;
    // Somebody's own file survives all of it.
    house.write("output/CNAME", "handbook.example.com\n");
    let sites: Vec<Tree> = sites
        .into_iter()
        .map(|mut site| {
            site.insert("CNAME".to_owned(), b"handbook.example.com\n".to_vec());
            site
        })
        .collect();

    let mut dice = Dice(6);
    let mut stands = 1;
    let (mut old, mut new, mut between) = (0, 0, 0);
    for round in 0..100 {
        let wanted = 1 - stands;
        house.become_version(wanted);
        let mut program = house.build("output").spawn().unwrap();
        // Half of them while it reads and renders, half from when it writes.
        if round % 2 == 0 {
            thread::sleep(Duration::from_micros(dice.below(whole)));
        } else {
            begins(&mut program);
            thread::sleep(Duration::from_micros(dice.below(writing * 3 / 2)));
        }
        program.kill().unwrap();
        program.wait().unwrap();

        let found = house.tree("output");
        let left = Path::new(&house.path("output")).join(DRAFT).exists();
        if found == sites[stands] {
            old += 1;
        } else if found == sites[wanted] {
            new += 1;
            stands = wanted;
        } else {
            between += 1;
            assert!(left, "round {round}: half a site, and nothing says so");
            for (path, bytes) in &found {
                let whole = sites.iter().any(|site| site.get(path) == Some(bytes));
                assert!(whole, "round {round}: half of {path}");
            }
        }
        if left && round % 4 == 1 || found != sites[stands] {
            assert_eq!(house.built("output"), sites[wanted], "round {round}: repaired");
            assert!(!Path::new(&house.path("output")).join(DRAFT).exists());
            stands = wanted;
        }
    }
    assert!(old > 20 && new > 0, "old {old}, new {new}, between {between}");
    // How often the moment between is met depends on the machine, and on what else it does.
    assert!(between <= 20, "old {old}, new {new}, between {between}");
}

#[test]
fn a_full_disk_leaves_the_site_as_it_was() {
    let house = House::new();
    house.become_version(0);
    let before = house.built("output");
    house.become_version(1);
    let line = |trap: &str| {
        // A limit on the size of files is a full disk that needs no rights: with the signal ignored, writing fails.
        let line = format!("{trap} ulimit -f 16; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &line, PROGRAM, "build", "--lang", "en"]);
        command.args([house.path("handbook"), "-o".to_owned(), house.path("output")]);
        command
    };
    let failed = line("trap '' XFSZ;").output().unwrap();
    let said = String::from_utf8(failed.stderr).unwrap();
    assert_eq!(failed.status.code(), Some(2), "{said}");
    assert!(
        said.contains("Cannot write") && said.contains("File too large"),
        "{said}"
    );
    assert_eq!(house.tree("output"), before);
    assert!(!Path::new(&house.path("output")).join(DRAFT).exists());
    // As the system has it, the limit kills the program.
    assert_eq!(line("").output().unwrap().status.code(), None);
    assert_eq!(house.tree("output"), before);
    assert_eq!(house.built("output"), house.built("fresh"));
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told_and_left_alone() {
    let house = House::new();
    house.become_version(0);
    let before = house.built("output");
    house.become_version(1);
    // The superuser may write anywhere: then somebody else builds, with a program that everybody may run.
    let is_root = fs::metadata("/proc/self").is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0);
    let program = house.path("rolebook");
    fs::copy(PROGRAM, &program).unwrap();
    for folder in ["output/zh", "output"] {
        fs::set_permissions(house.path(folder), fs::Permissions::from_mode(0o555)).unwrap();
        let mut command = Command::new(&program);
        command.args([
            "build",
            "--lang",
            "en",
            &house.path("handbook"),
            "-o",
            &house.path("output"),
        ]);
        if is_root {
            command.uid(65534).gid(65534);
        }
        let failed = command.output().unwrap();
        let said = String::from_utf8(failed.stderr).unwrap();
        assert_eq!(failed.status.code(), Some(2), "{said}");
        assert!(
            said.contains("Cannot write") && said.contains("Permission denied"),
            "{said}"
        );
        assert!(said.contains(&house.path("output")), "{said}");
        assert_eq!(house.tree("output"), before);
    }
    for folder in ["output", "output/zh"] {
        fs::set_permissions(house.path(folder), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn of_two_runs_at_once_one_writes_and_the_other_says_so() {
    let house = House::new();
    house.become_version(0);
    house.built("output");
    let handbook = house.path("handbook");
    let lock = |folder: &str| {
        let folder = fs::File::open(house.path(folder)).unwrap();
        folder.try_lock().unwrap();
        folder
    };
    let held = lock("output");
    let before = house.tree("output");
    house.become_version(1);
    let arguments = ["build", handbook.as_str(), "-o", &house.path("output"), "--lang"];
    for (tag, said) in [("zh", "正在写入"), ("en", "Another rolebook is writing into")] {
        let (status, _, error) = outcome(rolebook(&arguments).arg(tag));
        assert_eq!(status, 2, "{error}");
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(house.tree("output"), before);
    drop(held);
    assert_eq!(house.built("output"), house.built("fresh"));

    // So do those that change the sources.
    let held = lock("handbook");
    house.write("handbook/zh/pages/untidy.md", "# 页\n\n\n\n\n正文\n");
    let (status, _, error) = run_in_english(&["fmt", &handbook]);
    assert_eq!(status, 2, "{error}");
    assert!(error.contains("Another rolebook is writing into"), "{error}");
    drop(held);
    assert_eq!(run_in_english(&["fmt", &handbook]).0, 0);

    // Many at once end well, each in one of the two ways.
    house.become_version(0);
    let runs: Vec<_> = (0..4).map(|_| house.build("output").spawn().unwrap()).collect();
    let ends = runs.into_iter().map(|mut run| run.wait().unwrap().code());
    let ends: Vec<_> = ends.collect();
    assert!(
        ends.iter().all(|end| matches!(end, Some(0 | 2))) && ends.contains(&Some(0)),
        "{ends:?}"
    );
    assert_eq!(house.built("output"), house.built("fresh"));
}

#[test]
fn files_may_vanish_while_a_handbook_is_read() {
    let house = House::new();
    let handbook = PathBuf::from(house.path("handbook"));
    let stop = AtomicBool::new(false);
    let restless = |name: &str| {
        let (file, folder) = (
            handbook.join(format!("zh/{name}.md")),
            handbook.join(format!("zh/{name}")),
        );
        while !stop.load(Ordering::Relaxed) {
            fs::write(&file, "# 临时\n\n正文。\n").unwrap();
            fs::create_dir_all(&folder).unwrap();
            thread::sleep(Duration::from_micros(200));
            fs::write(folder.join("deep.md"), "# 临时\n").unwrap();
            fs::remove_file(&file).unwrap();
            fs::remove_dir_all(&folder).unwrap();
            thread::sleep(Duration::from_micros(200));
        }
    };
    /// Sets the others at rest, even when the test fails.
    struct Rest<'a>(&'a AtomicBool);
    impl Drop for Rest<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    thread::scope(|scope| {
        let rest = Rest(&stop);
        for name in ["passing", "ghost"] {
            scope.spawn(move || restless(name));
        }
        let (mut rounds, mut seen, begin) = (0, 0, Instant::now());
        while rounds < 100 || seen == 0 && begin.elapsed() < Duration::from_secs(30) {
            rounds += 1;
            let workspace = Workspace::open(&handbook).unwrap();
            seen += workspace
                .snapshot()
                .sources()
                .iter()
                .filter(|(_, file)| file.path.contains("passing"))
                .count();
            let diagnostics = workspace.snapshot().diagnostics(&CheckOptions::default());
            // A file that has gone is no fault; only those that are there may have some.
            let unreadable = diagnostics
                .iter()
                .find(|finding| finding.message("en").contains("No such file"));
            assert!(unreadable.is_none(), "{unreadable:?}");
        }
        drop(rest);
        assert!(seen > 0, "the file was never there");
    });
}

#[test]
fn readers_that_go_away_and_streams_that_are_full() {
    let handbook = concat!(env!("CARGO_MANIFEST_DIR"), "/handbook");
    let line = |line: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", line, PROGRAM, handbook]);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for command in ["rules --lang en", "--help", "schema handbook", "explain RB301"] {
        let piped = format!("{{ \"$0\" {command}; echo status $? >&2; }} | head -c 1 >/dev/null");
        let (_, said) = line(&piped);
        assert_eq!(said, "status 0\n", "{command}");
    }
    let (status, said) = line("\"$0\" rules --lang en > /dev/full");
    assert_eq!(status, Some(2));
    assert!(
        said.contains("standard output") && said.contains("No space left"),
        "{said}"
    );
    let (status, said) = line("\"$0\" rules --lang zh > /dev/full");
    assert_eq!(status, Some(2));
    assert!(said.contains("标准输出"), "{said}");
    // With a closed standard error there is nobody to tell, and that is no reason to fail.
    let (status, _) = line("\"$0\" rules --lang en > /dev/null 2>&-");
    assert_eq!(status, Some(0));
}

#[test]
fn a_report_goes_through_a_pipe_and_never_takes_its_place() {
    let house = House::new();
    let (handbook, pipe) = (house.path("handbook"), house.path("pipe"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    let (status, _, said) = run_in_english(&["check", &handbook, "--report", &format!("json={pipe}")]);
    assert_eq!(status, 0, "{said}");
    assert!(reader.join().unwrap().contains("\"findings\""));
    assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());
    // A link stays one.
    let (link, file) = (house.path("link.json"), house.path("report.json"));
    fs::write(&file, "").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let (status, _, said) = run_in_english(&["check", &handbook, "--report", &format!("json={link}")]);
    assert_eq!(status, 0, "{said}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(file).unwrap().contains("\"findings\""));
}
