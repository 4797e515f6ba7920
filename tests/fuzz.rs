//! What the fuzz targets hold of any input, of the inputs that are kept: seeds, and what once went wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;
mod support;

use proptest::prelude::*;
use support::{files_below, generated, handbook};

/// Each target has seeds, and holds what it holds of each of them.
#[test]
fn every_seed_holds() {
    let mut failed = Vec::new();
    for (name, hold) in fuzz::TARGETS {
        let seeds = files_below(&format!("fuzz/seeds/{name}"));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        let fails = |input: &[u8]| std::panic::catch_unwind(|| hold(input)).is_err();
        let paths = seeds.iter().filter(|(_, input)| fails(input)).map(|(path, _)| path);
        failed.extend(paths.map(|path| format!("fuzz/seeds/{name}/{path}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

proptest! {
    #![proptest_config(generated::cases(300))]

    #[test]
    fn any_text_is_a_document(text in prop_oneof![scraps(), any::<String>()]) {
        fuzz::syntax::hold(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(generated::cases(30))]

    #[test]
    fn any_chapter_can_be_mended_and_built(text in scraps()) {
        fuzz::repairs::hold(text.as_bytes());
    }
}

/// A citation with as many findings as members: each finding names its member alone, or they would take room and time by the
/// square of its length.
#[test]
fn findings_of_a_citation_without_end_stay_short() {
    let text = format!("# 制度\n\n## 第一条 甲\n\n按照{}办理。\n", "第一条、".repeat(500));
    let found = handbook(&[("zh/a.md", &text)]).diagnostics(&Default::default());
    let messages = found.iter().map(|finding| finding.message("zh").len());
    assert!(found.len() >= 500 && messages.max() < Some(200), "{}", found.len());
}

/// Scraps that chapters are made of, so that random texts reach deep.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "## 第五条 标题 {#a role=b}",
        "第六条 ",
        "**第七条** ",
        "（一）",
        "(二)",
        "1. ",
        "10.负责",
        "1、",
        "①",
        "- ",
        "直接上级：",
        "直接下级",
        "\n",
        "\r\n",
        "\n\n",
        "  ",
        "\u{3000}",
        "|",
        "|---|---|\n",
        "**",
        "*",
        "_",
        "`",
        "[甲](b.md#c)",
        "![i](x.png)",
        "<!-- allow RB1: x -->",
        "<script>",
        "</b>",
        "> ",
        "```\n",
        "# ",
        "Article 5 ",
        "(a) ",
        "前款",
        "《法》第一条",
        "&amp;",
        "\\*",
        "~~",
        "[^1]",
        "[^1]: 注",
        "+++\n",
        "文字",
        "Text",
        "😀",
        "\u{200b}",
        "第",
        "条",
        "—",
    ]);
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}
