//! The handbook in `fixtures/source-faults` has the eleven faults of the regulation that our own handbook puts right.
//! All bands but those of compliance and of the project find them where they stand, and nothing else.
//!
//! 1. 襄理 names its superior only as 协理: RB304. Both 协理 claim it, so that no fix can be certain.
//! 2. No line reaches PA助理: RB308, and RB309, as it has no article in which it could name a superior.
//! 3. 直接下级 and 直接下属 are mixed: RB602, at both of the articles that write 直接下属.
//! 4. 客户服务中心 is 客服中心 in article 2: RB603.
//! 5. 客户服务中心总监 is a superior, but on no list and without duties: RB314. 营运总监 is named in a sentence only, where
//!    no rule looks for superiors.
//! 6. 帮带的服务员 is no post: RB303.
//! 7. The catch-all clause reads 其他 and 其它: RB601, twice. RB404 takes both for the clause, which stands last and once
//!    in every article.
//! 8. 传菜部 and 出品部 are not set up: RB405.
//! 9. 楼面助理 takes assignments from 行政协理: RB315. 襄理 says in a duty, not in an authority field, that it may only
//!    supervise, and none of its duties goes beyond that, so that RB320 has nothing to report.
//! 10. 行政协理 and 襄理 both handle complaints: RB402.
//! 11. Duties without a measure (定期, 及时, 适当): RB604, which has to be asked for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

use std::path::Path;

use rolebook::workspace::{CheckOptions, Workspace};

/// The bands that this test speaks of.
const BANDS: [&str; 7] = ["RB0", "RB1", "RB2", "RB3", "RB4", "RB5", "RB6"];
const GENERAL: &str = "zh/customer-service/00-general.md";
const POSITIONS: &str = "zh/customer-service/01-positions.md";

/// Code, file, line and covered text of each finding, in the order of the report.
const EXPECTED: [(&str, &str, u32, &str); 14] = [
    ("RB603", GENERAL, 11, "客服中心"),
    ("RB308", POSITIONS, 14, "PA助理"),
    ("RB309", POSITIONS, 14, "PA助理"),
    ("RB314", POSITIONS, 24, "客户服务中心总监"),
    ("RB601", POSITIONS, 57, "其它"),
    ("RB304", POSITIONS, 61, "协理"),
    ("RB602", POSITIONS, 62, "直接下属"),
    ("RB402", POSITIONS, 68, "受理并处理宾客投诉"),
    ("RB602", POSITIONS, 82, "直接下属"),
    ("RB315", POSITIONS, 86, "行政协理"),
    ("RB405", POSITIONS, 89, "出品部"),
    ("RB405", POSITIONS, 89, "传菜部"),
    ("RB601", POSITIONS, 91, "其它"),
    ("RB303", POSITIONS, 96, "帮带的服务员"),
];

/// Code, file, line and covered text of what is found in the bands that this test speaks of.
fn found(options: &CheckOptions) -> Vec<(String, String, u32, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/source-faults");
    let snapshot = Workspace::open(&folder).expect("the fixture is there").snapshot();
    let found = snapshot.diagnostics(options);
    let found = found
        .iter()
        .filter(|finding| BANDS.iter().any(|band| finding.lint.code.starts_with(band)));
    found
        .map(|finding| {
            let file = snapshot.sources().file(finding.span.file);
            let line = file.position(finding.span.start).line;
            let text = snapshot.sources().text(finding.span);
            (finding.lint.code.clone(), file.path.to_string(), line, text.to_owned())
        })
        .collect()
}

fn expected(all: &[(&str, &str, u32, &str)]) -> Vec<(String, String, u32, String)> {
    let all = all.iter();
    all.map(|&(code, path, line, text)| (code.to_owned(), path.to_owned(), line, text.to_owned()))
        .collect()
}

#[test]
fn the_faults_of_the_source_are_found_and_nothing_else() {
    assert_eq!(found(&CheckOptions::default()), expected(&EXPECTED));
}

#[test]
fn duties_without_a_measure_are_found_where_they_are_asked_for() {
    let options = CheckOptions {
        select: vec!["RB604".to_owned()],
        ..CheckOptions::default()
    };
    let vague = [(37, "定期"), (53, "及时"), (70, "适当")];
    assert_eq!(
        found(&options),
        expected(&vague.map(|(line, word)| ("RB604", POSITIONS, line, word)))
    );
}

#[test]
fn both_places_of_a_fault_are_shown_and_no_guess_is_offered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/source-faults");
    let snapshot = Workspace::open(&folder).expect("the fixture is there").snapshot();
    let found = snapshot.diagnostics(&CheckOptions::default());
    let related = |code: &str| -> Vec<(u32, &str)> {
        let finding = found
            .iter()
            .find(|finding| finding.lint.code == code)
            .expect("the fault is found");
        assert_eq!(finding.fix, None, "{code}");
        let places = finding.related.iter();
        places
            .map(|place| {
                let file = snapshot.sources().file(place.span.file);
                (
                    file.position(place.span.start).line,
                    snapshot.sources().text(place.span),
                )
            })
            .collect()
    };
    assert_eq!(related("RB304"), [(22, "营销协理岗位职责"), (40, "行政协理岗位职责")]);
    assert_eq!(related("RB315"), [(81, "襄理")]);
    let complaints = "处理现场问题和宾客投诉，无法解决的报客户服务中心总监";
    assert_eq!(related("RB402"), [(48, complaints)]);
    assert_eq!(related("RB314"), [(11, "[[role]]")]);
}
