//! Tells when something in a handbook's folder changes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::disk;

/// How long nothing must happen before a change counts as complete: programs save in several steps.
const QUIET: Duration = Duration::from_millis(15);
/// How long a change may go on before it is told all the same.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often a folder is looked at that the system does not watch, or that has gone.
const INTERVAL: Duration = Duration::from_millis(500);

/// How changes are noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// The system tells; where it cannot, the folder is looked at.
    #[default]
    System,
    /// The folder is looked at twice a second, as on a drive in the network, of whose changes no system tells.
    Polling,
}

/// What happened in a folder, the greater the more has to be done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Signal {
    /// Something that is read has changed.
    Changed,
    /// A folder was made. What was put into it before the system watched it too is not told.
    FolderMade,
    /// The handbook's folder itself was moved, removed or made anew.
    Moved,
}

/// From now on, calls `changed` after each change in the handbook's folder `dir`: once for what happens at the same
/// time. It goes on until `changed` says that nobody is interested any more.
///
/// Changes of what no handbook is read from, such as hidden files, are none.
pub fn watch(dir: &Path, means: Means, mut changed: impl FnMut() -> bool + Send + 'static) {
    let root = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    let (sender, signals) = mpsc::channel();
    // Watching begins here and not in the thread: what changes after this call is noticed.
    let mut watcher = watcher(&root, means, &sender);
    thread::spawn(move || {
        while let Some(signal) = settled(&signals) {
            if !changed() {
                return;
            }
            match signal {
                Signal::Changed => continue,
                Signal::FolderMade => thread::sleep(INTERVAL),
                Signal::Moved => {
                    while !root.is_dir() {
                        thread::sleep(INTERVAL);
                    }
                    // The old one looks at the folder that was there, not at the one that has its name now.
                    watcher = self::watcher(&root, means, &sender);
                }
            }
            if !changed() {
                return;
            }
        }
        drop(watcher);
    });
}

fn watcher(root: &Path, means: Means, sender: &Sender<Signal>) -> Option<Box<dyn Watcher + Send>> {
    let start = |mut watcher: Box<dyn Watcher + Send>| {
        let started = watcher.watch(root, RecursiveMode::Recursive);
        started.is_ok().then_some(watcher)
    };
    let config = Config::default().with_poll_interval(INTERVAL);
    let system = match means {
        Means::System => RecommendedWatcher::new(handler(root, sender), config).ok(),
        Means::Polling => None,
    };
    // Systems limit how many folders are watched at once.
    let polling = || {
        let watcher = PollWatcher::new(handler(root, sender), config).ok()?;
        start(Box::new(watcher))
    };
    system.and_then(|watcher| start(Box::new(watcher))).or_else(polling)
}

fn handler(root: &Path, sender: &Sender<Signal>) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let (root, sender): (PathBuf, _) = (root.to_path_buf(), sender.clone());
    move |event| {
        // After an error nobody knows what was missed.
        let signal = event.map_or(Some(Signal::Changed), |event| signal(&root, &event));
        if let Some(signal) = signal {
            // Nobody listens any more when the program ends.
            let _ = sender.send(signal);
        }
    }
}

/// What an event means for the handbook in `root`.
fn signal(root: &Path, event: &Event) -> Option<Signal> {
    let is_reading = event.kind.is_access() && event.kind != EventKind::Access(AccessKind::Close(AccessMode::Write));
    if is_reading {
        return None;
    }
    let has_moved = event.kind.is_remove() || matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
    if has_moved && event.paths.iter().any(|path| path == root) {
        return Some(Signal::Moved);
    }
    let is_read = |path: &PathBuf| path.strip_prefix(root).is_ok_and(disk::is_read);
    let concerns_us = event.paths.is_empty() || event.paths.iter().any(is_read);
    let signal = match event.kind {
        EventKind::Create(CreateKind::Folder) => Signal::FolderMade,
        _ => Signal::Changed,
    };
    concerns_us.then_some(signal)
}

/// Waits for a change and until it is complete; what happened is the greatest of all that did. Nothing when there will
/// be no more.
fn settled(signals: &Receiver<Signal>) -> Option<Signal> {
    let mut greatest = signals.recv().ok()?;
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        match signals.recv_timeout(QUIET) {
            Ok(signal) => greatest = greatest.max(signal),
            Err(_) => break,
        }
    }
    Some(greatest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits for a change, long enough for a busy machine.
    fn is_told(changes: &Receiver<()>) -> bool {
        changes.recv_timeout(Duration::from_secs(20)).is_ok()
    }

    fn watched(dir: &Path, means: Means) -> Receiver<()> {
        let (sender, changes) = mpsc::channel();
        watch(dir, means, move || sender.send(()).is_ok());
        changes
    }

    #[test]
    fn a_saved_file_is_told_and_a_read_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.md");
        std::fs::write(&file, "one").unwrap();
        let changes = watched(dir.path(), Means::System);
        std::fs::read(&file).unwrap();
        std::fs::write(dir.path().join(".a.md.swp"), "draft").unwrap();
        assert!(changes.recv_timeout(Duration::from_millis(300)).is_err());
        std::fs::write(&file, "two").unwrap();
        assert!(is_told(&changes));
        // As editors save: beside it, then in its place.
        std::fs::write(dir.path().join("~draft"), "three").unwrap();
        std::fs::rename(dir.path().join("~draft"), &file).unwrap();
        assert!(is_told(&changes));
    }

    #[test]
    fn a_thousand_files_are_few_changes() {
        let dir = tempfile::tempdir().unwrap();
        let changes = watched(dir.path(), Means::System);
        for number in 0..1000 {
            std::fs::write(dir.path().join(format!("{number}.md")), "text").unwrap();
        }
        assert!(is_told(&changes));
        let mut more = 0;
        while changes.recv_timeout(Duration::from_secs(1)).is_ok() {
            more += 1;
        }
        assert!(more < 100, "{more} more changes");
    }

    #[test]
    fn a_folder_that_was_replaced_is_watched_on() {
        let around = tempfile::tempdir().unwrap();
        let dir = around.path().join("handbook");
        std::fs::create_dir(&dir).unwrap();
        let changes = watched(&dir, Means::System);
        std::fs::rename(&dir, around.path().join("old")).unwrap();
        assert!(is_told(&changes));
        std::fs::create_dir(&dir).unwrap();
        assert!(is_told(&changes));
        std::fs::write(dir.join("a.md"), "text").unwrap();
        assert!(is_told(&changes));
    }

    #[test]
    fn a_folder_can_be_looked_at_instead() {
        let dir = tempfile::tempdir().unwrap();
        let changes = watched(dir.path(), Means::Polling);
        std::fs::write(dir.path().join("a.md"), "text").unwrap();
        assert!(is_told(&changes));
    }
}
