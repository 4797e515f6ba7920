//! The preview, asked over HTTP as a browser asks: `rolebook serve` on a copy of a real handbook.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use support::files_below;
use tempfile::TempDir;

/// How long something may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview that runs, and the folder that it shows.
struct Preview {
    folder: TempDir,
    program: Child,
    output: BufReader<ChildStderr>,
    /// What it said until it served.
    said: String,
    /// Host and port.
    address: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// What came back for a request.
struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Preview {
    fn of(source: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files_below(source) {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let lang = ["--lang", "en"];
        let mut program = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .arg("serve")
            .arg(folder.path())
            .args(lang.iter().filter(|_| !arguments.contains(&lang[0])))
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(program.stderr.take().unwrap());
        let mut said = String::new();
        while !said.contains("http://") {
            assert_ne!(output.read_line(&mut said).unwrap(), 0, "no address: {said}");
        }
        let address = said.split("http://").nth(1).unwrap();
        let address = address.split('/').next().unwrap().to_owned();
        Self {
            folder,
            program,
            output,
            said,
            address,
        }
    }

    fn ask(&self, request: &str) -> Response {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Response {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Response {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Changes a file as an editor saves it: beside it, then in its place.
    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(old), "{path} has no {old}");
        let draft = self.path("~draft.tmp");
        fs::write(&draft, text.replace(old, new)).unwrap();
        fs::rename(draft, self.path(path)).unwrap();
    }

    /// Asks until the answer is as it has to be.
    fn wait(&self, path: &str, is_there: impl Fn(&Response) -> bool) -> Response {
        let begin = Instant::now();
        loop {
            let response = self.get(path);
            if is_there(&response) {
                return response;
            }
            let Response { status, body, .. } = response;
            assert!(begin.elapsed() < PATIENCE, "{path} stays at {status}: {body}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What browsers are told, one state after the other.
    fn events(&self) -> mpsc::Receiver<serde_json::Value> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("GET /_rolebook/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let event = line
                    .strip_prefix("data: ")
                    .map(|data| serde_json::from_str(data).unwrap());
                if event.is_some_and(|event| sender.send(event).is_err()) {
                    return;
                }
            }
        });
        events
    }
}

const CHAPTER: &str = "zh/customer-service/01-positions.md";
const PAGE: &str = "/zh/customer-service/01-positions.html";

#[test]
fn the_pages_are_those_of_a_build_with_one_script_more() {
    let preview = Preview::of("handbook", &["--port", "0"]);
    let output = tempfile::tempdir().unwrap();
    let site = output.path().join("site");
    let mut build = assert_cmd::Command::cargo_bin("rolebook").unwrap();
    build
        .arg("build")
        .arg(preview.folder.path())
        .arg("-o")
        .arg(&site)
        .assert()
        .success();
    for path in [
        "index.html",
        "zh/index.html",
        "en/roles/assistant-manager.html",
        "zh/organisation.html",
        &PAGE[1..],
    ] {
        let built = fs::read_to_string(site.join(path)).unwrap();
        let Response { status, head, body } = preview.get(&format!("/{path}"));
        assert_eq!(status, 200);
        assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
        let lines = body.lines().filter(|line| !line.contains("data-preview"));
        let plain = lines.collect::<Vec<_>>().join("\n").replace(" connect-src 'self';", "");
        assert_eq!(plain.trim_end(), built.trim_end(), "{path}");
        assert_eq!(body.matches("/_rolebook/client.js").count(), 1);
    }
    for path in [
        "handbook.json",
        "sitemap.xml",
        "assets/search/zh/index.js",
        "assets/favicon.svg",
    ] {
        let built = fs::read_to_string(site.join(path)).unwrap();
        assert!(preview.get(&format!("/{path}")).body == built, "{path} differs");
    }
    assert_eq!(preview.get("/").body.lines().next(), Some("<!doctype html>"));
    assert!(preview.get("/en/").body.contains("<html lang=\"en\""));
}

#[test]
fn what_is_saved_is_told_and_shown() {
    let preview = Preview::of("handbook", &["--port", "0"]);
    let events = preview.events();
    // A page can be asked for before the handbook is checked.
    let first = events.recv_timeout(PATIENCE).unwrap();
    assert!(first["findings"].is_null());
    let checked = events.recv_timeout(PATIENCE).unwrap();
    assert_eq!(
        (&checked["id"], &checked["findings"]["error"]),
        (&first["id"], &0.into())
    );
    preview.replace(CHAPTER, "直接下级：襄理、PA助理", "直接下级：PA助理");
    let errors = |event: &serde_json::Value| event["findings"]["error"].as_u64();
    let second = events.iter().find(|event| errors(event) > Some(0)).unwrap();
    assert_ne!(first["id"], second["id"]);

    let findings = preview.get("/_rolebook/findings.json?lang=zh").body;
    let findings: serde_json::Value = serde_json::from_str(&findings).unwrap();
    let codes: Vec<&str> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"RB301"), "{codes:?}");
    assert!(preview.get(PAGE).body.contains("<dd>"), "the page is there");
    let source = preview
        .get(&format!("/_rolebook/source.html?lang=zh&path={CHAPTER}"))
        .body;
    let found = source.lines().find(|line| line.contains("RB301")).unwrap();
    assert!(found.contains("<code>- 直接上级：行政协理</code>"), "{found}");

    // A new page and a page that is gone.
    preview.write("zh/pages/new.md", "# 新的一页\n");
    preview.wait("/zh/pages/new.html", |response| response.body.contains("新的一页"));
    fs::remove_file(preview.path("zh/pages/new.md")).unwrap();
    preview.wait("/zh/pages/new.html", |response| response.status == 404);
}

#[test]
fn it_goes_on_whatever_happens_to_the_sources() {
    let preview = Preview::of("handbook", &["--port", "0"]);
    preview.write("themes/chapter.html", "{% block oops %}");
    let failed = preview.wait(PAGE, |response| response.status == 500);
    assert!(
        failed.body.contains("themes/chapter.html:1") && failed.body.contains("client.js"),
        "{}",
        failed.body
    );
    fs::remove_dir_all(preview.path("themes")).unwrap();
    preview.wait(PAGE, |response| response.status == 200);

    fs::write(preview.path(CHAPTER), b"\xFF\xFE\x00").unwrap();
    preview.write("handbook.toml", "title = [broken");
    preview.wait("/_rolebook/findings.json", |response| response.body.contains("RB002"));
    assert_eq!(preview.get("/").status, 200);

    // The folder is replaced, as a checkout of another version may do.
    let events = preview.events();
    let gone = preview.folder.path().with_extension("gone");
    fs::rename(preview.folder.path(), &gone).unwrap();
    while events.recv_timeout(PATIENCE).unwrap()["problem"].is_null() {}
    assert_eq!(preview.get("/").status, 200);
    fs::rename(&gone, preview.folder.path()).unwrap();
    while !events.recv_timeout(PATIENCE).unwrap()["problem"].is_null() {}
    preview.write("zh/pages/new.md", "# 新的一页\n");
    while !preview.get("/zh/pages/new.html").body.contains("新的一页") {
        events.recv_timeout(PATIENCE).unwrap();
    }
}

#[test]
fn whatever_way_files_are_saved_the_page_comes_right_in_the_end() {
    let preview = Preview::of("handbook", &["--port", "0"]);
    let text = fs::read_to_string(preview.path(CHAPTER)).unwrap();
    let shows = |mark: &'static str| preview.wait(PAGE, move |response| response.body.contains(mark));

    // Written in two halves, as a slow disk or a network drive does; the first ends within a character.
    let whole = format!("{text}\n分两次写完。\n");
    let half = whole.find('位').unwrap() + 1;
    fs::write(preview.path(CHAPTER), &whole.as_bytes()[..half]).unwrap();
    preview.wait(PAGE, |response| !response.body.contains("PA助理"));
    fs::write(preview.path(CHAPTER), &whole).unwrap();
    shows("分两次写完。");

    // The old one moved away, the new one in its place, the old one removed.
    let backup = preview.path(&format!("{CHAPTER}~"));
    fs::rename(preview.path(CHAPTER), &backup).unwrap();
    fs::write(preview.path(CHAPTER), format!("{text}\n先改名后写。\n")).unwrap();
    fs::remove_file(backup).unwrap();
    shows("先改名后写。");

    // Nothing that can be read for a while: a folder of that name, then a link to nothing.
    fs::remove_file(preview.path(CHAPTER)).unwrap();
    fs::create_dir(preview.path(CHAPTER)).unwrap();
    // The page is there in the other language alone.
    preview.wait(PAGE, |response| response.body.contains("data-chapter=\"\""));
    fs::remove_dir(preview.path(CHAPTER)).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", preview.path(CHAPTER)).unwrap();
        let findings = "/_rolebook/findings.json?lang=en";
        preview.wait(findings, |response| response.body.contains("No such file"));
        fs::remove_file(preview.path(CHAPTER)).unwrap();
    }
    fs::write(preview.path(CHAPTER), format!("{text}\n又能读了。\n")).unwrap();
    shows("又能读了。");

    // A thousand files at once, there and gone again.
    let page = |number: usize| preview.path(&format!("zh/pages/burst-{number}.md"));
    for number in 0..1000 {
        fs::write(page(number), format!("# 第{number}页\n")).unwrap();
    }
    preview.wait("/zh/pages/burst-999.html", |response| response.body.contains("第999页"));
    for number in 0..1000 {
        fs::remove_file(page(number)).unwrap();
    }
    preview.wait("/zh/pages/burst-999.html", |response| response.status == 404);
    shows("又能读了。");
}

#[test]
fn only_what_is_the_sites_is_given_and_only_to_this_machine() {
    let preview = Preview::of("handbook", &["--port", "0"]);
    let host = &preview.address;
    for (request, status) in [
        (
            "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_owned(),
            421,
        ),
        ("GET / HTTP/1.0\r\n\r\n".to_owned(), 421),
        (
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            405,
        ),
        (
            format!("PUT /a HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            405,
        ),
        (
            format!("HEAD /zh/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            200,
        ),
    ] {
        let response = preview.ask(&request);
        assert_eq!(response.status, status, "{request}");
    }
    for path in [
        "/handbook.toml",
        "/../handbook.toml",
        "/zh/../../handbook.toml",
        "/..%2Fhandbook.toml",
        "/%2e%2e/handbook.toml",
        "//etc/passwd",
        "/zh/customer-service/01-positions.md",
        "/_rolebook/source.html?path=../../../etc/passwd",
        "/_rolebook/source.html?path=/etc/passwd",
        "/_rolebook/nothing",
        "/%FF",
    ] {
        let response = preview.get(path);
        assert_eq!(response.status, 404, "{path}: {}", response.body);
    }
    let sent_on = preview.get(&format!("/_rolebook/page?path={CHAPTER}"));
    assert_eq!(sent_on.status, 302);
    assert!(sent_on.head.contains(&format!("location: {PAGE}")), "{}", sent_on.head);
}

#[test]
fn a_port_that_is_taken_is_followed_by_a_free_one_and_that_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    for (lang, words) in [
        (
            "en",
            "Port {port} is in use, so the preview is served at port {served}\n",
        ),
        ("zh", "端口 {port} 已被占用，改用端口 {served}\n"),
    ] {
        let arguments = ["--port", &port.to_string(), "--lang", lang];
        let preview = Preview::of("tests/fixtures/source-faults", &arguments);
        let served: u16 = preview.address.rsplit_once(':').unwrap().1.parse().unwrap();
        assert!(served > port);
        let words = words.replace("{port}", &port.to_string());
        let words = words.replace("{served}", &served.to_string());
        assert!(preview.said.starts_with(&words), "{}", preview.said);
        assert_eq!(preview.get("/").status, 200);
    }
    let free = Preview::of("tests/fixtures/source-faults", &["--port", "0"]);
    assert_eq!(free.said.lines().count(), 1, "{}", free.said);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_status_0() {
    let mut preview = Preview::of("tests/fixtures/source-faults", &["--port", "0"]);
    let _listening = preview.events();
    let id = preview.program.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let mut rest = String::new();
    preview.output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "The preview has ended\n");
    assert_eq!(preview.program.wait().unwrap().code(), Some(0));
}

#[test]
fn a_folder_that_is_no_handbook_is_said_at_once() {
    let mut program = assert_cmd::Command::cargo_bin("rolebook").unwrap();
    program
        .args(["serve", "nowhere", "--lang", "zh"])
        .assert()
        .code(2)
        .stderr("错误：找不到文件夹 nowhere，请检查路径是否写对。\n");
}

/// `check --watch` and `build --watch` run again after a change, and an interrupt ends them with status 0.
#[cfg(unix)]
#[test]
fn commands_run_again_after_each_change() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("handbook");
    fs::create_dir_all(dir.join("zh")).unwrap();
    fs::write(
        dir.join("zh/a.md"),
        "# 制度\n\n第一条 见第二条。\n\n第二条 见第一条。\n",
    )
    .unwrap();
    let site = folder.path().join("site");
    let commands: [Vec<&str>; 2] = [
        vec!["check", "--watch", "--format", "short"],
        vec!["build", "--watch", "-o", site.to_str().unwrap()],
    ];
    for arguments in commands {
        fs::write(
            dir.join("zh/a.md"),
            "# 制度\n\n第一条 见第二条。\n\n第二条 见第一条。\n",
        )
        .unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .args(&arguments)
            .args(["--lang", "en"])
            .arg(&dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(program.stderr.take().unwrap()).lines();
        let mut wait = || while !said.next().unwrap().unwrap().starts_with("Waiting for changes") {};
        wait();
        fs::write(dir.join("zh/a.md"), "# 制度\n\n第一条 见第九条。\n").unwrap();
        wait();
        let id = program.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        assert_eq!(program.wait().unwrap().code(), Some(0));
        let mut findings = String::new();
        program.stdout.take().unwrap().read_to_string(&mut findings).unwrap();
        match arguments[0] {
            "check" => assert!(findings.contains("RB201"), "{findings}"),
            _ => assert!(
                fs::read_to_string(site.join("zh/a/index.html"))
                    .unwrap()
                    .contains("第九条")
            ),
        }
    }
}

/// What `serve` says where it cannot serve as it is told to.
fn refused(option: &str, value: &str) -> String {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("zh")).unwrap();
    fs::write(folder.path().join("zh/a.md"), "# 制度\n").unwrap();
    let handbook = folder.path().to_str().unwrap();
    let arguments = ["serve", handbook, "--lang", "en", "--port", "0", option, value];
    let (status, _, said) = support::outcome(&mut support::rolebook(&arguments));
    assert_eq!(status, 2, "{said}");
    said
}

/// A typing error must not open a draft to the whole network.
#[test]
fn a_host_that_is_no_name_is_an_error() {
    for host in ["127.0.0.l", "", "http://127.0.0.1", "127.0.0.1:8080", "no-such.invalid"] {
        let said = refused("--host", host);
        assert!(said.contains(&format!("--host “{host}” is neither")), "{said}");
    }
}

#[test]
fn a_program_that_opens_no_files_is_an_error() {
    for editor in ["vs-code", "", "x://open?file={line}"] {
        let said = refused("--editor", editor);
        assert!(said.contains(&format!("--editor “{editor}” is not")), "{said}");
        assert!(said.contains("vscode, vscodium") && said.contains("{path}"), "{said}");
    }
}
