use super::builtin::BUILTIN;
use super::*;

#[test]
fn every_pack_reads() {
    for builtin in &BUILTIN {
        assert_eq!(builtin.names().tag, builtin.language().pack.tag);
        assert_eq!(builtin.names().regions, builtin.language().pack.regions);
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/language");
    let files = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let packs = files.filter(|file| {
        let path = file.as_ref().map(std::fs::DirEntry::path).unwrap_or_default();
        path.extension().is_some_and(|extension| extension == "toml")
    });
    assert_eq!(BUILTIN.len(), packs.count(), "a pack file is not in BUILTIN");
}

#[test]
fn packs_have_equal_keys() {
    fn keys(value: &toml::Value, at: &str, out: &mut Vec<String>) {
        if let toml::Value::Table(table) = value {
            for (key, value) in table {
                let path = format!("{at}.{key}");
                keys(value, &path, out);
                out.push(path);
            }
        }
    }
    let read = |text: &str| {
        let mut table: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        // By English, which stands in the code; src/cli/help.rs tests it.
        table.remove("help");
        let mut found = Vec::new();
        keys(&toml::Value::Table(table), "", &mut found);
        found.sort();
        found
    };
    for pack in BUILTIN.each_ref().map(|builtin| builtin.pack) {
        assert_eq!(read(pack), read(BUILTIN[0].pack));
    }
}

#[test]
fn a_tag_finds_the_nearest_pack() {
    for (tag, expected) in [
        ("zh", Some("zh")),
        ("zh-CN", Some("zh")),
        ("zh-Hans-HK", Some("zh")),
        ("zh-Hant", Some("zh-Hant")),
        ("zh-Hant-TW", Some("zh-Hant")),
        ("zh_TW", Some("zh-Hant")),
        ("zh-HK", Some("zh-Hant")),
        ("EN-gb", Some("en")),
        ("tlh", None),
    ] {
        let found = Language::find(tag).map(|language| language.pack.tag.as_str());
        assert_eq!(found, expected, "{tag}");
    }
}

#[test]
fn heads_of_taiwanese_laws_are_read() {
    let language = Language::find("zh-Hant").unwrap_or_else(|| panic!("no zh-Hant"));
    for (text, level, value, branch) in [
        ("第 12 條", Level::Article, 12, 0),
        ("第 5-1 條", Level::Article, 5, 1),
        ("第三條之一", Level::Article, 3, 1),
        ("第三十六條", Level::Article, 36, 0),
        ("第一百條", Level::Article, 100, 0),
        ("第 一 章 總則", Level::Chapter, 1, 0),
        ("第二編 物權", Level::Part, 2, 0),
    ] {
        let head = language.head(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(
            (head.level, head.number),
            (level, Some(Number { value, branch })),
            "{text}"
        );
        assert!(head.clear, "{text}");
    }
}

#[test]
fn every_label_reads_back() {
    for language in Language::builtin() {
        for level in Level::ALL.into_iter().filter(|level| *level <= Level::Article) {
            for value in (1..400).chain([999, 1001, 1260]) {
                for branch in [0, 1, 12] {
                    let branch = if level == Level::Article { branch } else { 0 };
                    let number = Number { value, branch };
                    let label = language.label(level, number);
                    let head = language.head(&label);
                    assert_eq!(
                        head.map(|head| (head.level, head.number, head.length)),
                        Some((level, Some(number), label.len())),
                        "{label}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_marker_reads_back() {
    for language in Language::builtin() {
        for style in 0..language.markers.len() as u8 {
            for number in 1..20 {
                let label = format!("{} x", language.marker(style, number));
                assert!(
                    language
                        .markers(&label)
                        .any(|found| found.number == number && found.style == style),
                    "{label}"
                );
            }
        }
    }
}

#[test]
fn prose_that_begins_like_a_head_is_told_apart() {
    let language = Language::find("zh").unwrap_or_else(|| panic!("no zh"));
    let head = language.head("第三十一条的决定").unwrap_or_else(|| panic!("no head"));
    assert!(head.prose);
    assert!(
        language
            .head("第五条　为了")
            .is_some_and(|head| head.clear && !head.prose)
    );
    assert!(
        language
            .head("第一百二十条之一 x")
            .is_some_and(|head| head.number == Some(Number { value: 120, branch: 1 }))
    );
    assert_eq!(
        language.malformed_head("笫五条 x", false).map(|found| found.1),
        Some("第五条".to_owned())
    );
    assert_eq!(
        language.duties_of("营销协理岗位职责").map(|range| range.end),
        Some("营销协理".len())
    );
}

#[test]
fn markers_before_numbers_are_told_from_numbers_and_citations() {
    let number = |tag: &str, text: &str| {
        let language = Language::find(tag).unwrap_or_else(|| panic!("no {tag}"));
        language.markers(text).next().map(|marker| marker.number)
    };
    for (text, expected) in [
        ("1、三日内办理", Some(1)),
        ("2、十人以上", Some(2)),
        ("一、三日内", Some(1)),
        ("1.三日内", Some(1)),
        ("10.负责", Some(10)),
        ("1.5倍", None),
        ("一、二款规定", None),
        ("1、2、3号楼", None),
    ] {
        assert_eq!(number("zh", text), expected, "{text}");
    }
    assert_eq!(number("en", "1.Equity"), Some(1));
    assert_eq!(number("en", "A.M. shifts"), None);
}
