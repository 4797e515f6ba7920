//! The reports that other programs read: their structure, and that two runs give the same bytes. `tests/schemas` holds
//! them against the schemas of those who read them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const FORMATS: [&str; 9] = [
    "terminal", "short", "json", "sarif", "github", "gitlab", "junit", "rdjson", "html",
];

/// What `check` prints of fixtures, started in the folder of fixtures.
fn check(format: &str, handbooks: &[&str], threads: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"))
        .arg("check")
        .args(handbooks)
        .args(["--format", format, "--lang", "en"])
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .unwrap();
    assert!(output.status.code() < Some(2), "{format}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_format_is_the_same_bytes_on_every_run() {
    for format in FORMATS {
        let one = check(format, &["source-faults", "translation"], "1");
        let many = check(format, &["source-faults", "translation"], "7");
        assert!(!one.is_empty() && one == many, "{format}");
    }
}

#[test]
fn each_format_tells_of_the_same_findings() {
    let json: Value = serde_json::from_str(&check("json", &["source-faults"], "2")).unwrap();
    let count = json["findings"].as_array().unwrap().len();
    assert!(count > 3);
    let parsed = |format| -> Value { serde_json::from_str(&check(format, &["source-faults"], "2")).unwrap() };
    let length = |value: &Value| value.as_array().map_or(0, Vec::len);
    assert_eq!(length(&parsed("sarif")["runs"][0]["results"]), count);
    assert_eq!(length(&parsed("gitlab")), count);
    assert_eq!(length(&parsed("rdjson")["diagnostics"]), count);
    assert_eq!(
        check("junit", &["source-faults"], "2").matches("<testcase ").count(),
        count
    );
    assert_eq!(
        check("html", &["source-faults"], "2").matches("<article ").count(),
        count
    );
    assert_eq!(check("short", &["source-faults"], "2").lines().count(), count);
}

#[test]
fn sarif_points_from_the_working_folder_and_its_fixes_say_what_goes() {
    let report = check("sarif", &["source-faults", "translation"], "2");
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["version"], "2.1.0");
    let runs = report["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1, "code scanning takes one run of a tool");
    let rules = runs[0]["tool"]["driver"]["rules"].as_array().unwrap();
    let results = runs[0]["results"].as_array().unwrap();
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().len() > 40);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(
            uri.starts_with("source-faults/") || uri.starts_with("translation/"),
            "{uri}"
        );
        assert_eq!(
            result["partialFingerprints"]["rolebookIdentity/v1"]
                .as_str()
                .unwrap()
                .len(),
            16
        );
    }
    let identities = results.iter().map(|result| result["partialFingerprints"].to_string());
    let identities: std::collections::BTreeSet<String> = identities.collect();
    assert_eq!(identities.len(), results.len());
    let related = results.iter().filter(|result| result["relatedLocations"].is_array());
    assert!(related.count() > 0);
    let fixes: Vec<&Value> = results.iter().filter_map(|result| result.get("fixes")).collect();
    assert!(!fixes.is_empty());
    for fix in fixes {
        let replacement = &fix[0]["artifactChanges"][0]["replacements"][0];
        assert!(replacement["deletedRegion"]["startColumn"].as_u64().unwrap() > 0);
        assert!(fix[0]["description"]["text"].as_str().unwrap().len() > 3);
    }
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    let page = check("html", &["source-faults"], "2");
    for loading in [
        "<script", "<link", "<img", "src=", "url(", "@import", "http:", "https:", "onclick",
    ] {
        assert!(!page.contains(loading), "{loading}");
    }
    // Each rule that a finding names is explained on the page.
    for target in page.split("href=\"#").skip(1) {
        let code = target.split('"').next().unwrap();
        assert!(page.contains(&format!("<h3 id=\"{code}\">")), "{code}");
    }
}

#[test]
fn a_schema_can_be_printed_and_is_the_one_in_docs() {
    let run = |argument: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
        let output = command.args(["schema", argument]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let names = run("--list");
    assert!(names.lines().count() >= 5, "{names}");
    for name in names.lines().filter_map(|line| line.split_whitespace().next()) {
        let schema: Value = serde_json::from_str(&run(name)).unwrap();
        assert!(
            schema["$schema"].is_string() && schema["properties"].is_object(),
            "{name}"
        );
    }
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/handbook.toml.schema.json");
    assert_eq!(run("handbook"), std::fs::read_to_string(kept).unwrap());
}
