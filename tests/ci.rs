//! What a check gives a CI service, and the reports that one run writes besides its log.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{folder, outcome, rolebook};
use tempfile::TempDir;

const GITHUB: (&str, &str) = ("GITHUB_ACTIONS", "true");
const GITLAB: (&str, &str) = ("GITLAB_CI", "true");
const CODE_QUALITY: &str = "gl-code-quality-report.json";

/// The folder that a job starts in, with a handbook that has one finding.
fn job() -> TempDir {
    let text = "# 服务制度\n\n## 第一条 目的\n\n依照本制度第九条办理。\n";
    folder(&[("handbook/zh/a.md", text.as_bytes())])
}

/// Status, standard output and standard error of `rolebook check` in `job`.
fn check(job: &TempDir, variables: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let mut command = rolebook(&["check", "--lang", "en"]);
    command.current_dir(job.path()).args(arguments);
    outcome(command.envs(variables.iter().copied()))
}

/// The names of what lies in a folder beside the handbook.
fn left_in(job: &TempDir) -> Vec<String> {
    let names = fs::read_dir(job.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "handbook").collect();
    names.sort();
    names
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_github_job_shows_the_findings_to_people_and_as_annotations() {
    let job = job();
    let (status, plain, _) = check(&job, &[], &[]);
    let (same, log, err) = check(&job, &[GITHUB], &[]);
    assert_eq!((status, same, err.as_str()), (1, 1, ""));
    let annotations = log.strip_prefix(&plain).expect("people read the same as elsewhere");
    assert_eq!(annotations, check(&job, &[], &["--format", "github"]).1);
    assert!(
        annotations.starts_with("::error file=handbook/zh/a.md,line=5,"),
        "{annotations}"
    );
    assert!(left_in(&job).is_empty());
}

#[test]
fn a_gitlab_job_has_a_log_for_people_and_its_report_in_a_file() {
    let job = job();
    let (_, plain, _) = check(&job, &[], &[]);
    let (status, log, err) = check(&job, &[GITLAB], &[]);
    assert_eq!((status, &log), (1, &plain));
    assert!(err.contains(CODE_QUALITY), "{err}");
    let report = json(&job.path().join(CODE_QUALITY));
    assert_eq!(report[0]["check_name"], "RB201");
    assert_eq!(report[0]["location"]["path"], "handbook/zh/a.md");
}

#[test]
fn another_report_in_the_place_of_gitlabs_is_left_and_named() {
    let job = job();
    let path = job.path().join(CODE_QUALITY);
    fs::write(&path, "[]").unwrap();
    let (status, _, err) = check(&job, &[GITLAB], &["--quiet"]);
    assert_eq!(status, 1);
    assert!(err.contains("--report gitlab="), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "[]");
    // One that is asked for replaces what an earlier run left.
    let (_, _, err) = check(&job, &[GITLAB], &["--report", &format!("gitlab={CODE_QUALITY}")]);
    assert!(!err.contains("--report"), "{err}");
    assert_eq!(json(&path)[0]["check_name"], "RB201");
}

#[test]
fn a_form_that_is_asked_for_is_all_there_is() {
    let job = job();
    for format in ["terminal", "short", "json", "sarif"] {
        let arguments = ["--format", format];
        let plain = check(&job, &[], &arguments);
        for service in [GITHUB, GITLAB] {
            assert_eq!(check(&job, &[service], &arguments), plain, "{format}");
        }
    }
    assert!(left_in(&job).is_empty());
    // So is what a variable with another value asks for.
    assert_eq!(check(&job, &[("GITHUB_ACTIONS", "false")], &[]), check(&job, &[], &[]));
}

#[test]
fn one_run_writes_several_reports_as_the_log_would_say_them() {
    let job = job();
    let formats = [
        "terminal", "short", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html",
    ];
    let reports: Vec<String> = formats
        .iter()
        .map(|format| format!("{format}=report.{format}"))
        .collect();
    let arguments: Vec<&str> = reports.iter().flat_map(|report| ["--report", report]).collect();
    let (status, log, err) = check(&job, &[], &arguments);
    assert_eq!((status, err.lines().count()), (1, formats.len()));
    assert_eq!(log, check(&job, &[], &[]).1);
    for format in formats {
        let report = fs::read_to_string(job.path().join(format!("report.{format}"))).unwrap();
        assert_eq!(report, check(&job, &[], &["--format", format]).1, "{format}");
    }
}

#[test]
fn a_report_that_cannot_be_is_refused_with_the_reason() {
    let job = job();
    let refused = |report: &str| {
        let (status, _, err) = check(&job, &[], &["--report", report]);
        assert_eq!(status, 2, "{err}");
        err
    };
    assert!(refused("sarif").contains("FORMAT=FILE"));
    assert!(refused("csv=a.csv").contains("terminal, short, json"));
    assert!(refused("json=nowhere/a.json").contains("nowhere"));
    let before = fs::read_to_string(job.path().join("handbook/zh/a.md")).unwrap();
    assert!(refused("json=handbook/zh/a.md").contains("handbook/zh/a.md"));
    assert_eq!(fs::read_to_string(job.path().join("handbook/zh/a.md")).unwrap(), before);
    // An empty report of what could not be checked would say that all is well.
    let (status, log, _) = check(&job, &[GITLAB], &["no-such-folder"]);
    assert_eq!((status, log.as_str()), (2, ""));
    assert!(left_in(&job).is_empty());
}
