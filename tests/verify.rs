//! `rolebook verify`: a site in a folder, or at an address, held against what was built.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::thread;

use support::{outcome, rolebook, run_in_english};
use tempfile::TempDir;

/// A site, built from a small handbook with a page and a picture that need encoding in an address.
fn site() -> TempDir {
    let home = support::folder(&[
        (
            "handbook/handbook.toml",
            b"title = \"Staff Handbook\"\nlanguages = [\"en\"]\n",
        ),
        ("handbook/en/index.md", b"# Welcome\n\nRead on.\n"),
        (
            "handbook/en/pages/faq [1].md",
            "# 问 & \"answer\"\n\n![a](图 1.svg)\n".as_bytes(),
        ),
        (
            "handbook/en/pages/图 1.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
    ]);
    let (status, _, said) = run_in_english(&["build", &at(&home, "handbook"), "-o", &at(&home, "site")]);
    assert_eq!(status, 0, "{said}");
    home
}

fn at(home: &TempDir, path: &str) -> String {
    home.path().join(path).display().to_string()
}

/// Damages the site: a page is gone, one is changed in its length and one without, one has come.
fn damage(site: &str) {
    let site = Path::new(site);
    fs::remove_file(site.join("en/index.html")).unwrap();
    fs::write(site.join("robots.txt"), "").unwrap();
    let page = fs::read_to_string(site.join("en/search.html")).unwrap();
    fs::write(site.join("en/search.html"), page.replacen("Staff", "Stuff", 1)).unwrap();
    fs::write(site.join("en/new.html"), "").unwrap();
    fs::write(site.join(".nojekyll"), "").unwrap();
}

#[test]
fn a_folder_is_what_was_built_or_is_not() {
    let home = site();
    let folder = at(&home, "site");
    let (status, out, said) = run_in_english(&["verify", &folder]);
    assert_eq!((status, out.as_str()), (0, ""), "{said}");
    assert!(said.contains("is what was built") && said.contains("SHA-256"), "{said}");
    damage(&folder);
    let (status, out, said) = run_in_english(&["verify", &folder]);
    assert_eq!(status, 1);
    let lines =
        "missing: en/index.html\nchanged: en/search.html\nchanged: robots.txt\nnot in the manifest: en/new.html\n";
    assert_eq!(out, lines);
    assert!(
        said.contains("1 missing, 2 changed, 1 that the manifest does not name"),
        "{said}"
    );
    let (status, out, _) = outcome(rolebook(&["verify", &folder, "--lang", "zh", "--allow-extra"]).arg("-q"));
    assert_eq!(
        (status, out.as_str()),
        (
            1,
            "缺少：en/index.html\n内容不同：en/search.html\n内容不同：robots.txt\n"
        )
    );
    let (status, _, said) = run_in_english(&["build", &at(&home, "handbook"), "-o", &folder]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(run_in_english(&["verify", &folder, "--allow-extra"]).0, 0);
}

/// A name may hold what would be a line of its own in a log.
#[cfg(unix)]
#[test]
fn names_are_a_line_each_and_steer_nothing() {
    let home = site();
    fs::write(home.path().join("site/x\n::error::owned \u{1b}[31m"), "").unwrap();
    let (status, out, _) = run_in_english(&["verify", &at(&home, "site")]);
    assert_eq!(
        (status, out.as_str()),
        (1, "not in the manifest: x␊::error::owned ␛[31m\n")
    );
}

#[test]
fn a_manifest_that_was_kept_finds_what_a_forged_one_hides() {
    let home = site();
    let (folder, kept) = (at(&home, "site"), at(&home, "kept.json"));
    fs::copy(home.path().join("site/manifest.json"), &kept).unwrap();
    // Somebody changes the sources and publishes that with its own manifest.
    fs::write(home.path().join("handbook/en/index.md"), "# Welcome\n\nForged.\n").unwrap();
    assert_eq!(run_in_english(&["build", &at(&home, "handbook"), "-o", &folder]).0, 0);
    assert_eq!(run_in_english(&["verify", &folder]).0, 0);
    let (status, out, _) = run_in_english(&["verify", &folder, "--manifest", &kept]);
    assert_eq!(status, 1);
    assert!(
        out.contains("changed: en/index.html\n") && out.contains("changed: manifest.json\n"),
        "{out}"
    );
}

#[test]
fn what_cannot_be_verified_is_said_with_what_to_do() {
    let home = site();
    let folder = at(&home, "site");
    let cases = [
        (vec![at(&home, "nowhere")], "nowhere"),
        (vec![at(&home, "handbook")], "has no manifest.json"),
        (
            vec![folder.clone(), "--manifest".into(), at(&home, "kept.json")],
            "cannot read",
        ),
        (
            vec![folder, "--manifest".into(), at(&home, "handbook/handbook.toml")],
            "is not the manifest.json",
        ),
        (
            vec!["http://127.0.0.1:1/".into()],
            "cannot fetch http://127.0.0.1:1/manifest.json",
        ),
    ];
    for (arguments, expected) in cases {
        let arguments: Vec<&str> = ["verify"]
            .into_iter()
            .chain(arguments.iter().map(String::as_str))
            .collect();
        let (status, out, said) = run_in_english(&arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{said}");
        // Without curl, it says that one needs it.
        assert!(said.contains(expected) || said.contains("curl is needed"), "{said}");
        assert!(!said.contains("DL%"), "no meter of the progress: {said}");
    }
    // A manifest that leads out of the site is none.
    let manifest = fs::read_to_string(home.path().join("site/manifest.json")).unwrap();
    let forged = manifest.replace("robots.txt", "../../robots.txt");
    fs::write(home.path().join("site/manifest.json"), forged).unwrap();
    assert_eq!(run_in_english(&["verify", &at(&home, "site")]).0, 2);
}

/// Serves the files of a folder, as a web server does, and returns the address.
fn serve(folder: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut line = String::new();
            let mut request = BufReader::new(stream.try_clone().unwrap());
            request.read_line(&mut line).unwrap();
            let mut header = String::new();
            while request.read_line(&mut header).is_ok_and(|read| read > 2) {
                header.clear();
            }
            let path = decode(line.split(' ').nth(1).unwrap().trim_start_matches("/below/"));
            let (status, body) = match fs::read(folder.join(path)) {
                Ok(body) => ("200 OK", body),
                Err(_) => ("404 Not Found", b"not here".to_vec()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(&[head.as_bytes(), &body].concat());
        }
    });
    address
}

fn decode(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let digits = |rest: &mut std::str::Bytes<'_>| String::from_utf8(rest.take(2).collect()).unwrap();
        bytes.push(match byte {
            b'%' => u8::from_str_radix(&digits(&mut rest), 16).unwrap(),
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_published_site_is_fetched_and_compared() {
    let home = site();
    let address = serve(home.path().join("site"));
    let address = format!("{address}/below/");
    let temporary = home.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let verify = || outcome(rolebook(&["verify", &address, "--lang", "en"]).env("TMPDIR", &temporary));
    let (status, out, said) = verify();
    if said.contains("curl is needed") {
        // A machine without curl can only say so.
        return;
    }
    assert_eq!((status, out.as_str()), (0, ""), "{said}");
    damage(&at(&home, "site"));
    let (status, out, said) = verify();
    assert_eq!(status, 1, "{said}");
    assert_eq!(
        out,
        "missing: en/index.html\nchanged: en/search.html\nchanged: robots.txt\n"
    );
    assert_eq!(fs::read_dir(home.path().join("temporary")).unwrap().count(), 0);
}
