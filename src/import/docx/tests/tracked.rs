use super::*;

const BY: &str = r#"w:id="1" w:author="李明""#;

fn inserted(text: &str) -> String {
    format!("<w:ins {BY}>{}</w:ins>", run(text))
}

fn deleted(text: &str) -> String {
    format!("<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>")
}

fn marked(kind: &str, inside: &str) -> String {
    paragraph(&format!("<w:pPr><w:rPr><w:{kind} {BY}/></w:rPr></w:pPr>{inside}"))
}

#[track_caller]
fn check(body: &str, accepted: &[&str], rejected: &[&str]) {
    let file = File::new(body);
    for (changes, expected) in [(TrackChanges::Accept, accepted), (TrackChanges::Reject, rejected)] {
        let manuscript = file.read(changes).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(lines(&manuscript), expected, "{changes:?}");
    }
    assert!(matches!(file.read(TrackChanges::Fail), Err(DocxError::Tracked { .. })));
}

#[test]
fn words_come_and_go() {
    let body = paragraph(&(run("提前") + &deleted("一") + &inserted("三") + &run("天")));
    check(&body, &["提前三天"], &["提前一天"]);
    let moved = format!(
        "<w:moveFrom {BY}>{}</w:moveFrom><w:moveTo {BY}>{}</w:moveTo>",
        run("甲"),
        run("乙")
    );
    check(&paragraph(&moved), &["乙"], &["甲"]);
}

#[test]
fn paragraphs_without_their_mark_go_on_in_the_next() {
    let body = marked("del", &run("甲")) + &marked("del", &run("乙")) + &paragraph(&run("丙"));
    check(&body, &["甲乙丙"], &["甲", "乙", "丙"]);
    let body = marked("ins", &run("甲")) + &paragraph(&run("乙"));
    check(&body, &["甲", "乙"], &["甲乙"]);
    let body = marked("ins", &inserted("新")) + &paragraph(&run("旧"));
    check(&body, &["新", "旧"], &["旧"]);
    // What a table follows, and the last paragraph, have nothing to go on in.
    let table = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(&run("格")));
    let body = marked("del", &run("甲")) + &table + &paragraph(&run("乙"));
    check(&body, &["甲", "格", "乙"], &["甲", "格", "乙"]);
    check(&marked("del", &run("甲")), &["甲"], &["甲"]);
}

#[test]
fn rows_and_cells_come_and_go() {
    let cell =
        |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(&run(text)));
    let row = |properties: &str, text: &str| format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cell("", text));
    let body = format!(
        "<w:tbl>{}{}<w:tr>{}{}</w:tr></w:tbl>",
        row(&format!("<w:ins {BY}/>"), "增"),
        row(&format!("<w:del {BY}/>"), "删"),
        cell("", "留"),
        cell(&format!("<w:cellIns {BY}/>"), "增格"),
    );
    check(&body, &["增", "留", "增格"], &["删", "留"]);
}

#[test]
fn properties_of_before_come_back() {
    let listed = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#;
    let body = paragraph(&format!(
        "<w:pPr><w:pPrChange {BY}><w:pPr>{listed}</w:pPr></w:pPrChange></w:pPr>{}",
        run("a")
    ));
    let file = File::new(&body).with_numbering(&list(1, &[level(0, "decimal", "%1.", "")]));
    let read = |changes| file.read(changes).map(|manuscript| lines(&manuscript));
    assert_eq!(read(TrackChanges::Accept), Ok(vec!["a".to_owned()]));
    assert_eq!(read(TrackChanges::Reject), Ok(vec!["1. a".to_owned()]));
    assert!(read(TrackChanges::Fail).is_err());

    let new = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="1"/></w:numPr>"#;
    let file = File::new(&paragraph(&format!("<w:pPr>{new}</w:pPr>{}", run("a"))));
    let file = file.with_numbering(&list(1, &[level(0, "decimal", "%1.", "")]));
    let read = |changes| file.read(changes).map(|manuscript| lines(&manuscript));
    assert_eq!(read(TrackChanges::Accept), Ok(vec!["1. a".to_owned()]));
    assert_eq!(read(TrackChanges::Reject), Ok(vec!["a".to_owned()]));

    let look = format!("<w:r><w:rPr><w:rPrChange {BY}><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r>");
    let file = File::new(&paragraph(&look));
    let bold = |changes| {
        file.read(changes)
            .map(|manuscript| paragraphs(&manuscript)[0].runs[0].bold)
    };
    assert_eq!(bold(TrackChanges::Reject), Ok(true));
    // A change of mere looks needs no decision.
    assert_eq!(bold(TrackChanges::Fail), Ok(false));
}

#[test]
fn what_was_not_decided_on_is_counted_and_placed() {
    let body = paragraph(&run("一")) + &paragraph(&(run("二") + &deleted("旧") + &inserted("新")));
    let error = File::new(&body).read(TrackChanges::default());
    let expected = DocxError::Tracked {
        name: "a.docx".to_owned(),
        changes: 2,
        place: 2,
        text: "旧".to_owned(),
    };
    assert_eq!(error, Err(expected));

    let manuscript = File::new(&body).manuscript();
    assert_eq!(
        remarks(&manuscript),
        [("changes-accepted", "2"), ("deleted-text", "旧")]
    );
}
