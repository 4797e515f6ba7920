//! A handbook that was edited comes to the same as one that was read afresh, whatever was kept from before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::sample::Index;
use rolebook::render::SiteOptions;
use rolebook::workspace::{CheckOptions, Snapshot, Workspace};
use support::{Texts, generated, texts_below};

/// What somebody does to one of the files.
#[derive(Clone, Debug)]
enum Edit {
    /// Takes out what stands between two places.
    Cut(Index, Index),
    Insert(Index, &'static str),
    Remove,
    Add(&'static str),
    /// Puts back what the file said at first.
    Restore,
}

const PIECES: [&str; 8] = [
    "第五条",
    "\n## 第九条 值班 {#duty role=floor-assistant}\n\n- 直接上级：襄理\n\n1. 值班；\n",
    "Article 3",
    "\n<!-- allow RB301: because -->\n",
    "**",
    "{#posts}",
    "[[role]]\nid = \"x\"\n",
    "\r\n\r\n",
];
const PATHS: [&str; 4] = ["zh/notes.md", "en/notes.md", "zh/more/index.md", "glossary.toml"];

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Cut(from, to)),
        (any::<Index>(), prop::sample::select(&PIECES[..])).prop_map(|(at, piece)| Edit::Insert(at, piece)),
        Just(Edit::Remove),
        prop::sample::select(&PATHS[..]).prop_map(Edit::Add),
        Just(Edit::Restore),
    ]
}

fn boundary(text: &str, at: Index) -> usize {
    text.floor_char_boundary(at.index(text.len() + 1))
}

fn apply(texts: &mut Texts, original: &Texts, file: Index, edit: &Edit) -> (String, Option<String>) {
    let path = match edit {
        Edit::Add(path) => (*path).to_owned(),
        Edit::Restore => original.keys().nth(file.index(original.len())).unwrap().clone(),
        _ => texts.keys().nth(file.index(texts.len())).unwrap().clone(),
    };
    let mut text = texts.get(&path).cloned().unwrap_or_default();
    let text = match edit {
        Edit::Cut(from, to) => {
            let (one, other) = (boundary(&text, *from), boundary(&text, *to));
            let end = text.floor_char_boundary(one.max(other).min(one.min(other) + 300));
            text.replace_range(one.min(other)..end, "");
            Some(text)
        }
        Edit::Insert(at, piece) => {
            text.insert_str(boundary(&text, *at), piece);
            Some(text)
        }
        Edit::Remove if texts.len() > 3 => None,
        Edit::Remove => Some(text),
        Edit::Add(_) => Some("# 说明\n\n第一条 见第二条。\n".to_owned()),
        Edit::Restore => Some(original[&path].clone()),
    };
    match &text {
        Some(text) => drop(texts.insert(path.clone(), text.clone())),
        None => drop(texts.remove(&path)),
    }
    (path, text)
}

fn fresh(texts: &Texts) -> Snapshot {
    let files = texts.iter();
    Workspace::from_files(files.map(|(path, text)| (path.clone(), text.clone().into_bytes()))).snapshot()
}

fn findings(snapshot: &Snapshot) -> String {
    format!("{:?}", snapshot.diagnostics(&CheckOptions::default()))
}

fn site(snapshot: &Snapshot) -> BTreeMap<String, Vec<u8>> {
    let site = snapshot.site(&SiteOptions::default()).expect("the theme reads");
    let files = site.files();
    files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

proptest! {
    #![proptest_config(generated::cases(24))]

    #[test]
    fn invariant_8_an_edited_handbook_equals_a_fresh_one(
        edits in prop::collection::vec((any::<Index>(), edit()), 1..12),
    ) {
        let original: Texts = texts_below("tests/fixtures/source-faults");
        prop_assert!(original.len() > 3, "the fixture was not found");
        let mut texts = original.clone();
        let files = texts.iter();
        let files = files.map(|(path, text)| (path.clone(), text.clone().into_bytes()));
        let mut workspace = Workspace::from_files(files);
        for (file, edit) in &edits {
            let (path, text) = apply(&mut texts, &original, *file, edit);
            workspace.set(&path, text);
            prop_assert_eq!(findings(&workspace.snapshot()), findings(&fresh(&texts)), "after {:?}", edit);
        }
        let (edited, fresh) = (site(&workspace.snapshot()), site(&fresh(&texts)));
        prop_assert!(edited.keys().eq(fresh.keys()));
        for (path, bytes) in &edited {
            prop_assert!(fresh[path] == *bytes, "{path} differs");
        }
    }
}

/// A page that is made alone is the page of the whole site, and so is every other file.
#[test]
fn a_file_that_is_asked_for_alone_is_that_of_the_site() {
    let snapshot = fresh(&texts_below("tests/fixtures/source-faults"));
    let options = SiteOptions::default();
    let renderer = snapshot.renderer(&options).expect("the theme reads");
    for (path, bytes) in site(&snapshot) {
        match renderer.file(&path).expect("the page can be made") {
            Some(rolebook::render::File::Made(made)) => assert!(*made == bytes, "{path} differs"),
            other => panic!("{path}: {other:?}"),
        }
    }
    for path in ["zh/nothing.html", "../handbook.toml", "handbook.toml", ""] {
        assert!(renderer.file(path).expect("nothing to make").is_none(), "{path}");
    }
}

/// A check that nobody needs any more ends before its next rule; one that is needed finds what every check does.
#[test]
fn a_check_gives_way_when_it_is_asked_to() {
    let snapshot = fresh(&texts_below("tests/fixtures/source-faults"));
    let options = CheckOptions::default();
    for rules in [0, 1, 7] {
        let asked = AtomicUsize::new(0);
        let found = snapshot.diagnostics_while(&options, &|| asked.fetch_add(1, Ordering::Relaxed) < rules);
        assert!(found.is_none());
        // Each thread asks once more at most.
        assert!(asked.into_inner() <= rules + rayon::current_num_threads() + 1);
    }
    let found = snapshot
        .diagnostics_while(&options, &|| true)
        .expect("nobody interrupted it");
    assert!(!found.is_empty());
    assert_eq!(format!("{found:?}"), findings(&snapshot));
}
