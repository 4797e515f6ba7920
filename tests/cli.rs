//! The command line as scripts rely on it: exit status, what goes to which stream, JSON, and bad input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::path::Path;

use support::{folder, outcome, rolebook};
use tempfile::TempDir;

fn run(arguments: &[&str]) -> (i32, String, String) {
    outcome(&mut rolebook(arguments))
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

const GOOD: &str = "# 服务制度\n\n## 第一条 目的\n\n为了规范服务，制定本制度。\n";
const DANGLING: &str = "# 服务制度\n\n## 第一条 目的\n\n依照本制度第九条办理。\n";

#[test]
fn the_shipped_handbook_is_clean() {
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    let (status, out, err) = run(&[
        "check",
        handbook.to_str().unwrap(),
        "--deny",
        "warnings",
        "--lang",
        "en",
    ]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.contains("nothing to report"), "{out}");
}

#[test]
fn exit_status_tells_clean_from_findings_from_failure() {
    let clean = folder(&[("zh/a.md", GOOD.as_bytes())]);
    let faulty = folder(&[("zh/a.md", DANGLING.as_bytes())]);
    assert_eq!(run(&["check", path(&clean)]).0, 0);
    assert_eq!(run(&["check", path(&faulty)]).0, 1);
    assert_eq!(run(&["check", path(&clean), path(&faulty)]).0, 1);
    assert_eq!(run(&["check", "no-such-folder"]).0, 2);
    assert_eq!(run(&["check", "--format", "nonsense"]).0, 2);
    assert_eq!(run(&["explain", "RB999"]).0, 2);
    assert_eq!(run(&["frobnicate"]).0, 2);
}

#[test]
fn warnings_count_only_where_they_are_denied() {
    let folder = folder(&[(
        "zh/a.md",
        "# 服务制度\n\n## 第一条 目的\n\n依照第一条办理。\n".as_bytes(),
    )]);
    assert_eq!(run(&["check", path(&folder)]).0, 0);
    assert_eq!(run(&["check", path(&folder), "--deny", "warnings"]).0, 1);
    assert_eq!(
        run(&["check", path(&folder), "--deny", "warnings", "--ignore", "RB204"]).0,
        0
    );
    assert_eq!(
        run(&["check", path(&folder), "--deny", "warnings", "--select", "RB3"]).0,
        0
    );
}

/// A chapter with two faults: a citation that leads nowhere, and a gap in the numbers.
fn faulty(before: &str, first: &str, second: &str) -> String {
    format!(
        "# 服务制度\n\n{before}## 第{first}条 目的\n\n依照本制度第九十条办理。\n\n## 第{second}条 范围\n\n适用于全体员工。\n"
    )
}

#[test]
fn a_baseline_silences_what_is_known_wherever_it_moves_and_nothing_new() {
    let handbook = folder(&[("zh/service.md", faulty("", "一", "三").as_bytes())]);
    let file = handbook.path().join("baseline.json");
    let file = file.to_str().unwrap();
    let check = |more: &[&str]| {
        let arguments = [
            "check",
            path(&handbook),
            "--lang",
            "en",
            "--format",
            "short",
            "--baseline",
            file,
        ];
        run(&[&arguments[..], more].concat())
    };
    let (status, _, err) = check(&[]);
    assert_eq!(status, 2);
    assert!(err.contains("--update-baseline"), "{err}");

    let (status, out, err) = check(&["--update-baseline"]);
    assert_eq!((status, out.as_str()), (0, ""));
    assert!(err.contains("known findings: 2"), "{err}");
    let written = fs::read_to_string(file).unwrap();
    assert_eq!(check(&[]).0, 0);

    // Another article before them moves both and gives them other numbers.
    let moved = faulty("## 第一条 定义\n\n本制度所称门店，是指各餐厅。\n\n", "二", "四");
    fs::write(handbook.path().join("zh/service.md"), &moved).unwrap();
    let (status, out, err) = check(&[]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");

    let new = moved.replace("适用于全体员工", "适用于本制度第八十条的员工");
    fs::write(handbook.path().join("zh/service.md"), &new).unwrap();
    let (status, out, _) = check(&[]);
    assert_eq!(status, 1);
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.contains("RB201") && out.contains(":13:"), "{out}");

    // What was not checked is not said to be gone.
    assert!(!check(&["--diff"]).2.contains("no longer found"));

    fs::write(handbook.path().join("zh/service.md"), GOOD).unwrap();
    let (status, _, err) = check(&[]);
    assert_eq!(status, 0);
    assert!(err.contains("no longer found: 2"), "{err}");

    fs::write(handbook.path().join("zh/service.md"), faulty("", "一", "三")).unwrap();
    // A damaged baseline is written anew, and nothing else is written over.
    fs::write(file, written.replace("\"findings\"", "<<<<<<<\n\"findings\"")).unwrap();
    assert_eq!(check(&[]).0, 2);
    let chapter = handbook.path().join("zh/service.md");
    let before = fs::read_to_string(&chapter).unwrap();
    let over = [
        "check",
        path(&handbook),
        "--lang",
        "en",
        "--update-baseline",
        "--baseline",
        chapter.to_str().unwrap(),
    ];
    let (status, _, err) = run(&over);
    assert_eq!(status, 2);
    assert!(err.contains("is no baseline"), "{err}");
    assert_eq!(fs::read_to_string(&chapter).unwrap(), before);
    check(&["--update-baseline"]);
    assert_eq!(fs::read_to_string(file).unwrap(), written);
    fs::write(file, "{}").unwrap();
    assert_eq!(check(&[]).0, 2);
}

#[test]
fn findings_are_told_in_the_language_asked_for() {
    let folder = folder(&[("zh/a.md", DANGLING.as_bytes())]);
    let zh = run(&["check", path(&folder), "--lang", "zh"]).1;
    let en = run(&["check", path(&folder), "--lang", "en"]).1;
    assert!(zh.contains("错误[RB201]") && zh.contains("第九条"), "{zh}");
    assert!(en.contains("error[RB201]"), "{en}");
    // The handbook's first language where nothing else says.
    assert_eq!(run(&["check", path(&folder)]).1, zh);
    let posix = rolebook(&["check", path(&folder)])
        .env("LANG", "en_GB.UTF-8")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(posix.stdout).unwrap(), en);
    assert_eq!(run(&["check", path(&folder), "--lang", "tlh"]).0, 2);
}

#[test]
fn json_keeps_the_contract() {
    let folder = folder(&[("zh/a.md", DANGLING.as_bytes())]);
    let (status, out, err) = run(&["check", path(&folder), "--format", "json", "--lang", "en"]);
    assert_eq!((status, err.as_str()), (1, ""));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(json["version"], 1);
    assert_eq!(finding["code"], "RB201");
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["path"], "zh/a.md");
    assert_eq!(
        (finding["line"].as_u64(), finding["column"].as_u64()),
        (Some(5), Some(6))
    );
    assert_eq!(finding["end_column"].as_u64(), Some(9));
    assert_eq!(finding["article"], "a#art-1");
    assert!(finding["related"].is_array() && finding["fix"].is_null());
    let regulation = &json["stats"]["regulations"][0];
    assert_eq!(regulation["id"], "a");
    assert_eq!(regulation["articles"], 1);
    assert_eq!(regulation["citations"]["unresolved"], 1);
    assert_eq!(json["stats"]["levels"]["error"], 1);
    // Keys in the order of the contract.
    let order = [
        "\"code\"",
        "\"name\"",
        "\"level\"",
        "\"message\"",
        "\"path\"",
        "\"line\"",
        "\"column\"",
        "\"end_line\"",
    ];
    let at: Vec<usize> = order.iter().map(|key| out.find(key).unwrap()).collect();
    assert!(at.is_sorted(), "{out}");
    assert_eq!(
        run(&["check", path(&folder), "--format", "json", "--lang", "en"]).1,
        out
    );
}

#[test]
fn explain_and_rules_know_every_rule() {
    let (status, page, _) = run(&["explain", "RB301", "--lang", "zh"]);
    assert_eq!(status, 0);
    assert!(page.contains("RB301") && page.contains("直接上级"), "{page}");
    assert_eq!(run(&["explain", "one-sided-reporting-line", "--lang", "zh"]).1, page);
    let rules: serde_json::Value = serde_json::from_str(&run(&["rules", "--format", "json"]).1).unwrap();
    let listed: Vec<&str> = rules["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rule| rule["code"].as_str())
        .collect();
    for lint in rolebook::diagnostic::lints() {
        assert!(listed.contains(&lint.code.as_str()), "{lint:?}");
    }
    let (status, _, err) = run(&["explain", "one-sided-reporting-lines", "--lang", "en"]);
    assert_eq!(status, 2);
    assert!(err.contains("RB301"), "{err}");
}

#[test]
fn build_writes_a_site_touches_only_what_changed_and_deletes_nothing_of_the_users() {
    let handbook = folder(&[("zh/a.md", GOOD.as_bytes()), ("zh/b.md", GOOD.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    assert_eq!(run(&["build", path(&handbook), "-o", path(&out)]).0, 0);
    let page = out.path().join("zh/a/index.html");
    let kept = out.path().join("zh/b/index.html");
    let before = fs::metadata(&kept).unwrap().modified().unwrap();
    fs::write(out.path().join("notes.txt"), "mine").unwrap();
    fs::remove_file(handbook.path().join("zh/a.md")).unwrap();
    fs::write(handbook.path().join("zh/c.md"), GOOD).unwrap();
    assert_eq!(run(&["build", path(&handbook), "-o", path(&out)]).0, 0);
    assert!(!page.exists() && out.path().join("zh/c/index.html").exists());
    assert_eq!(fs::read_to_string(out.path().join("notes.txt")).unwrap(), "mine");
    let again = fs::metadata(&kept).unwrap().modified().unwrap();
    assert_eq!(run(&["build", path(&handbook), "-o", path(&out)]).0, 0);
    assert_eq!(fs::metadata(&kept).unwrap().modified().unwrap(), again);
    assert!(again >= before);
}

#[test]
fn a_handbook_with_errors_builds_with_a_banner_unless_strict() {
    let handbook = folder(&[("zh/a.md", DANGLING.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    assert_eq!(run(&["build", path(&handbook), "-o", path(&out)]).0, 0);
    let faulty = fs::read_to_string(out.path().join("zh/a/index.html")).unwrap();
    fs::write(handbook.path().join("zh/a.md"), GOOD).unwrap();
    assert_eq!(run(&["build", path(&handbook), "-o", path(&out)]).0, 0);
    let clean = fs::read_to_string(out.path().join("zh/a/index.html")).unwrap();
    assert!(
        faulty.contains("class=\"findings\"") && !clean.contains("class=\"findings\""),
        "{faulty}"
    );
    fs::write(handbook.path().join("zh/a.md"), DANGLING).unwrap();
    let strict = tempfile::tempdir().unwrap();
    let target = strict.path().join("site");
    assert_eq!(
        run(&["build", path(&handbook), "-o", target.to_str().unwrap(), "--strict"]).0,
        1
    );
    assert!(!target.exists());
}

#[test]
fn nothing_of_the_users_is_overwritten() {
    let handbook = folder(&[("zh/a.md", GOOD.as_bytes())]);
    let out = folder(&[("index.html", b"mine")]);
    let (status, _, err) = run(&["build", path(&handbook), "-o", path(&out), "--lang", "en"]);
    assert_eq!(status, 2);
    assert!(err.contains("index.html"), "{err}");
    assert_eq!(fs::read(out.path().join("index.html")).unwrap(), b"mine");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
    let inside = handbook.path().join("zh");
    assert_eq!(run(&["build", path(&handbook), "-o", inside.to_str().unwrap()]).0, 2);
    assert_eq!(fs::read_to_string(handbook.path().join("zh/a.md")).unwrap(), GOOD);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let handbook = folder(&[("zh/a.md", GOOD.as_bytes()), ("file", b"x")]);
    let target = handbook.path().join("file/site");
    let (status, _, err) = run(&["build", path(&handbook), "-o", target.to_str().unwrap(), "--lang", "en"]);
    assert_eq!(status, 2);
    assert!(err.contains("file"), "{err}");
}

#[test]
fn wrong_toml_is_a_finding_with_its_place_and_a_suggestion() {
    let handbook = folder(&[
        ("handbook.toml", b"titel = \"x\"\nlanguages = [\"zh\"\n"),
        ("zh/a.md", GOOD.as_bytes()),
    ]);
    let (status, out, _) = run(&["check", path(&handbook), "--format", "short", "--lang", "en"]);
    assert_eq!(status, 1);
    assert!(out.contains("handbook.toml:2:18") && out.contains("RB002"), "{out}");
    assert!(out.contains("handbook.toml:1:1") && out.contains("title"), "{out}");
}

#[test]
fn a_department_that_is_not_declared_is_named_with_the_nearest_one() {
    let roles = "[[unit]]\nid = \"service-centre\"\nname = \"客服中心\"\n\n[[role]]\nid = \"a\"\nname = \"甲员\"\nunit = \"service-center\"\n";
    let handbook = folder(&[("roles.toml", roles.as_bytes()), ("zh/a.md", GOOD.as_bytes())]);
    let (_, out, _) = run(&["check", path(&handbook), "--lang", "en", "--select", "RB801"]);
    assert!(
        out.contains("roles.toml:8:8") && out.contains("service-centre"),
        "{out}"
    );
}

#[test]
fn another_encoding_is_recognised_and_named() {
    let (gbk, _, _) = encoding_rs::GBK.encode(DANGLING);
    let handbook = folder(&[("zh/a.md", &gbk)]);
    let (status, out, _) = run(&["check", path(&handbook), "--lang", "zh"]);
    assert_eq!(status, 1);
    assert!(out.contains("RB001") && out.contains("GBK"), "{out}");
    // The rest of the check goes on with the text as it is meant.
    assert!(out.contains("RB201") && out.contains("第九条"), "{out}");
}

#[test]
fn a_role_named_twice_is_shown_at_both_places() {
    let roles = "[[role]]\nid = \"a\"\nname = \"甲员\"\n\n[[role]]\nid = \"a\"\nname = \"乙员\"\n";
    let handbook = folder(&[("roles.toml", roles.as_bytes()), ("zh/a.md", GOOD.as_bytes())]);
    let (status, out, _) = run(&["check", path(&handbook), "--lang", "en", "--select", "RB004"]);
    assert_eq!(status, 1);
    assert!(
        out.contains("roles.toml:5:1") && out.contains("roles.toml:1:1"),
        "{out}"
    );
}

#[test]
fn empty_and_missing_handbooks_are_told_apart() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(run(&["check", path(&empty)]).0, 2);
    let without = folder(&[
        ("handbook.toml", b"title = \"x\"\nlanguages = [\"zh\"]\n"),
        ("zh/a.md", b"# x\n"),
    ]);
    let (status, out, _) = run(&["check", path(&without)]);
    assert_eq!(status, 1);
    assert!(out.contains("RB012"), "{out}");
    // Somebody who is one folder off must not be told that all is well.
    let whole = folder(&[("zh/services/a.md", GOOD.as_bytes())]);
    let language = whole.path().join("zh");
    let (status, out, _) = run(&["check", language.to_str().unwrap(), "--format", "short"]);
    assert_eq!(status, 1);
    assert!(out.contains("services/a.md:1:1: ") && out.contains("RB012"), "{out}");
}

#[cfg(unix)]
#[test]
fn links_that_loop_or_lead_out_are_left_out_and_named() {
    let handbook = folder(&[("zh/a.md", GOOD.as_bytes())]);
    std::os::unix::fs::symlink("..", handbook.path().join("zh/up")).unwrap();
    std::os::unix::fs::symlink("/etc", handbook.path().join("zh/out")).unwrap();
    let (status, out, _) = run(&["check", path(&handbook), "--format", "short"]);
    assert_eq!(status, 1);
    assert!(out.contains("zh/up") && out.contains("zh/out"), "{out}");
    assert_eq!(out.lines().filter(|line| line.contains("RB001")).count(), 2, "{out}");
}

#[test]
fn deep_nesting_and_long_lines_do_not_overflow() {
    let mut nested = String::from("# 甲\n\n第一条 乙：\n\n");
    for depth in 0..1500 {
        nested.push_str(&"  ".repeat(depth));
        nested.push_str("- 丙\n");
    }
    let quotes = format!(
        "第一条 {}\n\n{} 乙\n\n{}甲\n\n{}\n",
        ">".repeat(20_000),
        ">".repeat(20_000),
        "*".repeat(20_000),
        "[".repeat(20_000)
    );
    let handbook = folder(&[("zh/a.md", nested.as_bytes()), ("zh/b.md", quotes.as_bytes())]);
    let out = tempfile::tempdir().unwrap();
    assert_eq!(run(&["check", path(&handbook)]).0, 0);
    assert_eq!(run(&["build", path(&handbook), "-o", path(&out)]).0, 0);
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let handbook = folder(&[("zh/a.md", DANGLING.as_bytes())]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .args(["check", path(&handbook)])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
fn a_command_line_that_cannot_be_understood_is_told_in_the_language_of_who_wrote_it() {
    let told = |arguments: &[&str]| {
        let (status, out, err) = run(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        err
    };
    for (arguments, chinese, english) in [
        (
            &["check", "--hlep"][..],
            "错误：没有“--hlep”这个选项\n是不是想写“--help”？\n写法见 rolebook check --help\n",
            "error: there is no option “--hlep”\nDid you mean “--help”?\nrolebook check --help explains the options\n",
        ),
        (
            &["chekc"],
            "错误：没有“chekc”这个命令\n是不是想写“check”？\n写法见 rolebook --help\n",
            "error: there is no command “chekc”\nDid you mean “check”?\nrolebook --help explains the options\n",
        ),
        (
            &["explain", "RB301", "--format", "word"],
            "错误：--format <FORMAT> 的值不能是“word”\n可以写：terminal、json\n写法见 rolebook explain --help\n",
            "error: --format <FORMAT> cannot be “word”\nIt can be: terminal, json\n\
             rolebook explain --help explains the options\n",
        ),
        (
            &["serve", "--port"],
            "错误：--port <PORT> 后面要写明值\n写法见 rolebook serve --help\n",
            "error: --port <PORT> needs a value after it\nrolebook serve --help explains the options\n",
        ),
        (
            &["import"],
            "错误：还须写明 <FILE>...\n写法见 rolebook import --help\n",
            "error: <FILE>... must be given\nrolebook import --help explains the options\n",
        ),
        (
            &["new", "role", "--top", "--superior", "a"],
            "错误：--top 不能与 --superior <ROLE> 同时使用\n写法见 rolebook new role --help\n",
            "error: --top cannot be used together with --superior <ROLE>\n\
             rolebook new role --help explains the options\n",
        ),
        (
            &["check", "--quiet", "--quiet"],
            "错误：--quiet 只能写一次\n写法见 rolebook check --help\n",
            "error: --quiet can be given only once\nrolebook check --help explains the options\n",
        ),
        (
            &["build", "--base-url", "ftp://a"],
            "错误：--base-url <URL> 的值不能是“ftp://a”\n网站地址要以 https:// 或 http:// 开头，后面写主机名\n\
             写法见 rolebook build --help\n",
            "error: --base-url <URL> cannot be “ftp://a”\n\
             The address of a site begins with https:// or http:// and names a host\n\
             rolebook build --help explains the options\n",
        ),
        (
            &["new", "role", "--name", "eng=Night Manager"],
            "错误：--name <NAME> 的值不能是“eng=Night Manager”\n没有“eng”这种语言；可用的有：zh，en，zh-Hant\n写法见 rolebook new role --help\n",
            "error: --name <NAME> cannot be “eng=Night Manager”\nthere is no language “eng”; choose from zh, en, zh-Hant\nrolebook new role --help explains the options\n",
        ),
        (
            &["check", "--baseline", "a", "--update-baseline", "--select", "RB1"],
            "错误：--update-baseline 不能与 --select <RULES> 同时使用\n写法见 rolebook check --help\n",
            "error: --update-baseline cannot be used together with --select <RULES>\n\
             rolebook check --help explains the options\n",
        ),
        (
            &["build", "a", "b"],
            "错误：“b”是多写的\n写法见 rolebook build --help\n",
            "error: “b” is too much\nrolebook build --help explains the options\n",
        ),
    ] {
        assert_eq!(told(&[&["--lang", "zh"], arguments].concat()), chinese);
        assert_eq!(told(&[&["--lang=en"], arguments].concat()), english);
    }
    // Help and versions are no errors.
    assert_eq!(run(&["--version"]).0, 0);
    let (status, help, _) = run(&["check", "--help", "--lang", "zh"]);
    assert_eq!(status, 0);
    assert!(
        help.starts_with("检查手册，列出有误和前后不一致的地方\n\n用法：rolebook check [选项] [DIR]..."),
        "{help}"
    );
    assert!(
        help.contains("是否使用颜色（可以写 auto、always、never）（不写就是 auto）\n"),
        "{help}"
    );
    for arguments in [
        &["--lang=zh-Hant", "help", "new", "role"][..],
        &["new", "role", "-h", "--lang=zh-Hant"],
    ] {
        let (status, help, _) = run(arguments);
        assert_eq!(status, 0);
        assert!(help.contains("用法：rolebook new role [選項] [DIR]"), "{help}");
    }
    let (status, help, _) = run(&["check", "--help", "--lang", "en"]);
    assert_eq!(status, 0);
    assert!(
        help.contains("Usage: rolebook check [OPTIONS]") && help.contains("[default: handbook]"),
        "{help}"
    );
}
