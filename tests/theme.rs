//! What a handbook gives its site: colours, logo and footer in `handbook.toml`, and a theme of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use rolebook::workspace::CheckOptions;
use support::handbook;

/// The findings in `handbook.toml` where `[site]` says `site`, as code and sentence in English.
fn findings(site: &str) -> Vec<String> {
    let settings = format!("title = '手册'\nlanguages = ['zh']\n[site]\n{site}\n");
    let snapshot = handbook(&[
        ("handbook.toml", &settings),
        ("zh/a.md", "## 第一条 目的\n\n为了规范服务。\n"),
    ]);
    let found = snapshot.diagnostics(&CheckOptions::default());
    let found = found
        .iter()
        .filter(|finding| &*snapshot.sources().file(finding.span.file).path == "handbook.toml");
    found
        .map(|finding| format!("{} {}", finding.lint.code, finding.message("en")))
        .collect()
}

#[test]
fn a_setting_that_cannot_be_meant_is_a_finding() {
    assert_eq!(
        findings("accent = '#B3261E'\nfooter = '内部资料'\npublic = false"),
        [""; 0]
    );
    let found = findings("accent = 'dark red'\nlogo = 'images/logo.svg'\nfoter = '内部资料'");
    insta::assert_snapshot!(found.join("\n"), @r#"
    RB002 “handbook.toml” has a line that cannot be understood: “accent” has to be a colour written #rrggbb, such as #17596f
    RB002 “handbook.toml” has a line that cannot be understood: there is no image “images/logo.svg” in the handbook's folder
    RB801 handbook.toml has no setting “foter”; did you mean “footer”?
    "#);
}
