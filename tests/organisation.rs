//! The organisation page: any reporting lines have their chart and the same as a list, and a large organisation is
//! folded into parts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where something is not as it must be"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rolebook::render::SiteOptions;
use support::handbook;

/// A role: its id, the ids of its superiors, its dotted line and its department, empty for none.
type Role = (String, String, String, String);

fn role(id: &str, superiors: &str) -> Role {
    (id.to_owned(), superiors.to_owned(), String::new(), String::new())
}

/// The organisation page of a handbook with these roles, each called "Role" and its id.
fn page(roles: &[Role]) -> String {
    let mut settings = String::new();
    let mut rules = String::new();
    let units: BTreeSet<&str> = roles.iter().map(|role| role.3.as_str()).collect();
    for unit in units.iter().filter(|unit| !unit.is_empty()) {
        writeln!(settings, "[[unit]]\nid = '{unit}'\nname = {{ en = 'Unit {unit}' }}").unwrap();
    }
    let names = |ids: &str| {
        let names: Vec<String> = ids.split_whitespace().map(|id| format!("Role {id}")).collect();
        names.join(", ")
    };
    for (number, (id, superiors, dotted, unit)) in (1..).zip(roles) {
        writeln!(settings, "[[role]]\nid = '{id}'\nname = {{ en = 'Role {id}' }}").unwrap();
        if !unit.is_empty() {
            writeln!(settings, "unit = '{unit}'").unwrap();
        }
        writeln!(rules, "## Article {number} Duties {{#{id} role={id}}}\n").unwrap();
        if !superiors.is_empty() {
            writeln!(rules, "- Reports to: {}", names(superiors)).unwrap();
        }
        if !dotted.is_empty() {
            writeln!(rules, "- Dotted line to: {}", names(dotted)).unwrap();
        }
        writeln!(rules, "\n1. Work.\n").unwrap();
    }
    let settings_file = "title = { en = 'Handbook' }\nlanguages = ['en']\n";
    let snapshot = handbook(&[
        ("handbook.toml", settings_file),
        ("roles.toml", &settings),
        ("en/rules.md", &rules),
    ]);
    let site = snapshot.site(&SiteOptions::default()).unwrap();
    String::from_utf8(site.file("en/organisation.html").unwrap().to_vec()).unwrap()
}

/// Departments of ten teams below one head: `size` roles in all, or a few less.
fn company(departments: usize, size: usize) -> Vec<Role> {
    let mut roles = vec![role("chief", "")];
    let mut add = |id: &str, superiors: &str, dotted: &str, unit: usize| {
        let text = |text: &str| text.to_owned();
        roles.push((text(id), text(superiors), text(dotted), format!("u{unit}")));
    };
    let members = size / departments / 10 - 1;
    for department in 0..departments {
        let head = format!("h{department}");
        add(&head, "chief", "", department);
        for team in 0..10 {
            let lead = format!("t{department}-{team}");
            add(&lead, &head, "", department);
            for member in 0..members {
                // Some have a second superior, some a dotted line to another department.
                let both = format!("{lead} {head}");
                let superiors = if member == 1 { &both } else { &lead };
                let elsewhere = format!("h{}", (department + 1) % departments);
                let dotted = if member == 2 { &elsewhere } else { "" };
                add(&format!("m{department}-{team}-{member}"), superiors, dotted, department);
            }
        }
    }
    roles
}

#[test]
fn a_circle_is_cut_and_every_role_has_its_box() {
    let page = page(&[role("a1", "a2"), role("a2", "a3"), role("a3", "a1"), role("a4", "a4")]);
    assert_eq!(page.matches("<rect").count(), 4);
    assert_eq!(page.matches("<li><a href=\"roles/a").count(), 4);
}

#[test]
fn a_second_superior_has_a_line_of_its_own() {
    let page = page(&[role("a1", ""), role("a2", "a1"), role("a3", "a1 a2")]);
    assert_eq!(page.matches("<path class=\"line extra\"").count(), 1);
    assert_eq!(page.matches("<rect").count(), 3);
    assert!(page.contains("Also reports to: <a href=\"roles/a2.html\">"), "{page}");
    assert!(page.contains("<li class=\"extra\">") && !page.contains("<li class=\"dotted\">"));
}

#[test]
fn a_name_too_long_for_its_box_is_whole_in_the_title() {
    let id = "averyverylongnameofarolethatnoboxofanychartcaneverholdinthreelines";
    let page = page(&[role(id, "")]);
    assert!(page.contains(&format!("<title>Role {id}</title>")), "{page}");
    assert!(page.contains("…</tspan>"), "{page}");
}

#[test]
fn two_thousand_roles_are_folded_and_each_is_there() {
    let roles = company(20, 2_000);
    let page = page(&roles);
    for (id, ..) in &roles {
        let link = format!("href=\"roles/{id}.html\"");
        // In a chart and in the list.
        assert!(page.matches(&link).count() >= 2, "{id}");
    }
    let overview = page.split("<details class=\"part\">").next().unwrap();
    assert_eq!(overview.matches("class=\"folded\"").count(), 2 * 20);
    assert!(
        overview.contains("Unit u7") && overview.contains("101 roles"),
        "{overview}"
    );
    assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}

#[test]
fn the_page_grows_with_the_roles_and_no_faster() {
    let per_role = |size: usize| page(&company(size / 100, size)).len() / size;
    let (few, many) = (per_role(300), per_role(1_200));
    assert!(
        many * 10 <= few * 11,
        "{few} bytes for each of 300 roles, {many} for each of 1,200"
    );
}
