//! How long each stage takes on a handbook made up in memory: `cargo bench --bench stages`.

use std::fmt::Write;

use divan::Bencher;
use divan::counter::BytesCount;
use rolebook::language::Language;
use rolebook::syntax::Document;
use rolebook::workspace::{CheckOptions, Workspace};

fn main() {
    divan::main();
}

/// A regulation with `articles` articles: a lead-in, three items and a citation each.
fn regulation(articles: usize) -> String {
    let mut text = String::from("# 服务规范\n\n## 第一章 总则\n\n");
    for number in 1..=articles {
        let cited = number / 2 + 1;
        let _ = write!(
            text,
            "## 第{number}条 服务要求\n\n员工在服务中应当遵守下列要求，并依照第{cited}条的规定执行：\n\n\
             （一）着装整洁，仪容端正；\n\n（二）主动问候客人，使用礼貌用语；\n\n（三）发现问题立即报告直接上级。\n\n"
        );
    }
    text
}

/// A chain of `roles` roles, each with its article, its superior and its subordinate.
fn chain(roles: usize) -> Workspace {
    let mut config = String::new();
    let mut text = String::from("# 岗位职责\n\n");
    for role in 0..roles {
        let _ = writeln!(config, "[[role]]\nid = \"r{role}\"\nname = {{ zh = \"岗位{role}号\" }}");
        if role == 0 {
            config.push_str("top = true\n");
        }
        let name = |at: Option<usize>| {
            at.filter(|at| *at < roles)
                .map_or("无".to_owned(), |at| format!("岗位{at}号"))
        };
        let _ = write!(
            text,
            "## 第{}条 岗位{role}号岗位职责\n\n- 直接上级：{}\n- 直接下级：{}\n\n1. 负责本区域工作；\n2. 完成直接上级交办的其他工作。\n\n",
            role + 1,
            name(role.checked_sub(1)),
            name(Some(role + 1)),
        );
    }
    let file = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    Workspace::from_files([
        file("handbook.toml", "title = \"手册\"\nlanguages = [\"zh\"]\n".to_owned()),
        file("roles.toml", config),
        file("zh/posts.md", text),
    ])
}

#[divan::bench(args = [100, 1000, 10000])]
fn parse(bencher: Bencher<'_, '_>, articles: usize) {
    let text = regulation(articles);
    let Some(language) = Language::find("zh") else {
        return;
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| Document::parse(&text, language));
}

#[divan::bench(args = [100, 1000, 10000])]
fn resolve(bencher: Bencher<'_, '_>, articles: usize) {
    let text = regulation(articles).into_bytes();
    let workspace = Workspace::from_files([("zh/service.md".to_owned(), text)]);
    bencher.with_inputs(|| workspace.snapshot()).bench_values(|snapshot| {
        snapshot.handbook();
        snapshot
    });
}

#[divan::bench(args = [100, 1000, 10000])]
fn check(bencher: Bencher<'_, '_>, articles: usize) {
    let text = regulation(articles).into_bytes();
    let workspace = Workspace::from_files([("zh/service.md".to_owned(), text)]);
    let snapshot = workspace.snapshot();
    snapshot.handbook();
    bencher.bench(|| snapshot.diagnostics(&CheckOptions::default()));
}

#[divan::bench(args = [200, 2000, 20000])]
fn reporting_lines(bencher: Bencher<'_, '_>, roles: usize) {
    let workspace = chain(roles);
    bencher.bench(|| workspace.snapshot().diagnostics(&CheckOptions::default()));
}
