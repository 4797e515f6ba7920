//! `rolebook check --self-test`

use super::Status;
use super::console::Console;
use super::words::Words;
use crate::check::packs::{Failure, self_test};
use crate::config::pack::Pack;
use crate::model::Handbook;

/// Runs the rules of the handbook's packs on their own examples, and says which of them do not show what they should.
///
/// # Errors
/// A standard output that cannot be written to.
pub(super) fn run(handbook: &Handbook, prefix: &str, words: &Words, console: &Console) -> anyhow::Result<Status> {
    if handbook.packs.is_empty() {
        console.note(&words.cli.self_test_none);
    }
    let mut status = Status::Clean;
    for pack in &handbook.packs {
        let test = self_test(pack);
        let is_own = handbook.house_packs().any(|own| own.name == pack.name);
        let mut lines = String::new();
        for failure in &test.failures {
            let place = place(handbook, pack, failure, prefix, is_own);
            lines += &line(failure, &place, words);
        }
        if !test.failures.is_empty() {
            status = Status::Findings;
        }
        let (rules, examples) = (test.rules.to_string(), test.examples.to_string());
        let failures = test.failures.len().to_string();
        lines += &words.fill(
            &words.cli.self_test_done,
            &[
                ("pack", &pack.name),
                ("rules", &rules),
                ("examples", &examples),
                ("failures", &failures),
            ],
        );
        console.print(&format!("{lines}\n"))?;
    }
    Ok(status)
}

/// Where an example stands: path and line, or the name of a pack that is built in.
fn place(handbook: &Handbook, pack: &Pack, failure: &Failure<'_>, prefix: &str, is_own: bool) -> String {
    if !is_own {
        return pack.name.clone();
    }
    let span = failure.example.span;
    let file = handbook.sources.file(span.file);
    format!("{prefix}{}:{}", file.path, file.position(span.start).line)
}

fn line(failure: &Failure<'_>, place: &str, words: &Words) -> String {
    let template = if failure.is_bad {
        &words.cli.self_test_bad
    } else {
        &words.cli.self_test_good
    };
    let found = failure.found.join(&words.report.separator);
    let values = [
        ("place", place),
        ("code", &failure.rule.lint.code),
        ("text", &failure.example.value),
        ("found", &found),
    ];
    words.fill(template, &values) + "\n"
}
