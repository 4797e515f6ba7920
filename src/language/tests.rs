use super::*;

#[test]
fn every_pack_reads() {
    for text in [include_str!("zh.toml"), include_str!("en.toml")] {
        if let Err(error) = Language::from_toml(text) {
            panic!("{error}");
        }
    }
    assert_eq!(Language::builtin().len(), 2);
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
        let value: toml::Value = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        let mut found = Vec::new();
        keys(&value, "", &mut found);
        found.sort();
        found
    };
    assert_eq!(read(include_str!("zh.toml")), read(include_str!("en.toml")));
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
