//! The names of departments in a text, as far as the words show that they are ones.

use std::ops::Range;

use crate::language::Language;

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub range: Range<usize>,
}

/// The longest name, in characters, that its surroundings alone may show.
const LONGEST: usize = 4;

/// The departments that a text names, in order.
pub fn names(text: &str, language: &Language) -> Vec<Named> {
    let kinds = &language.pack.departments;
    let mut found = Vec::new();
    for (kind, narrow) in all_kinds(language) {
        for (at, _) in text.match_indices(kind) {
            let end = at + kind.len();
            let after = &text[end..];
            if kinds.not_after.iter().any(|word| after.starts_with(word.as_str())) {
                continue;
            }
            if narrow && !language.pack.spaced && kind.chars().count() == 1 && !ends_word(after, language) {
                continue;
            }
            let start = match language.pack.spaced {
                true if after.starts_with(char::is_alphanumeric) => None,
                true => start_spaced(&text[..at], kind, language, narrow),
                false => start(&text[..at], language, narrow),
            };
            let Some(start) = start else { continue };
            let name = &text[start..end];
            if !kinds
                .others
                .iter()
                .any(|other| name.ends_with(other.as_str()) || text[..end].ends_with(other.as_str()))
            {
                found.push(Named {
                    name: name.to_owned(),
                    range: start..end,
                });
            }
        }
    }
    found.sort_by_key(|named| (named.range.start, std::cmp::Reverse(named.range.end)));
    found.dedup_by(|next, before| next.range.start < before.range.end);
    found
}

/// Whether what follows a last word of one character cannot make another word with it: 财务处， but not 行政处分.
fn ends_word(after: &str, language: &Language) -> bool {
    let follows = &language.pack.departments.narrow_after;
    !after.starts_with(char::is_alphanumeric) || follows.iter().any(|word| after.starts_with(word.as_str()))
}

fn all_kinds(language: &Language) -> impl Iterator<Item = (&str, bool)> {
    let kinds = &language.pack.departments;
    let wide = kinds.kinds.iter().map(|kind| (kind.as_str(), false));
    wide.chain(kinds.narrow_kinds.iter().map(|kind| (kind.as_str(), true)))
}

/// Where a name begins whose last word follows `before`: after a field that departments have, else, where the
/// surroundings show it, after a word that stands before names.
fn start(before: &str, language: &Language, narrow: bool) -> Option<usize> {
    let kinds = &language.pack.departments;
    let fields = kinds.fields.iter().filter(|field| before.ends_with(field.as_str()));
    if let Some(length) = fields.map(String::len).max() {
        return Some(before.len() - length);
    }
    if narrow {
        return None;
    }
    let mut name: &str = "";
    for (at, letter) in before.char_indices().rev().take(LONGEST) {
        if !letter.is_alphanumeric() {
            return None;
        }
        name = &before[at..];
        let left = &before[..at];
        if name.chars().count() >= 2 && kinds.before.iter().any(|word| left.ends_with(word.as_str())) {
            break;
        }
        if name.chars().count() == LONGEST {
            return None;
        }
    }
    let begins_with_verb = || {
        let verbs = &language.pack.duties.verbs;
        verbs.iter().any(|verb| name.starts_with(verb.as_str()))
    };
    let left = &before[..before.len() - name.len()];
    let shown = kinds.before.iter().any(|word| left.ends_with(word.as_str()));
    let odd = kinds.never_in.iter().any(|word| name.contains(word.as_str()));
    (shown && !odd && !begins_with_verb()).then_some(left.len())
}

/// The same where blanks part the words: the words with a capital before the last one.
fn start_spaced(before: &str, kind: &str, language: &Language, narrow: bool) -> Option<usize> {
    let kinds = &language.pack.departments;
    let bare = before.strip_suffix(' ')?;
    let fields = kinds.fields.iter().filter(|field| {
        let rest = bare.strip_suffix(field.as_str());
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    });
    if let Some(length) = fields.map(String::len).max() {
        return Some(bare.len() - length);
    }
    if narrow {
        return None;
    }
    let mut start = bare.len();
    let mut words = 0;
    while let Some(word) = bare[..start]
        .trim_end_matches(' ')
        .rsplit(' ')
        .next()
        .filter(|word| is_capital(word))
    {
        start = bare[..start].trim_end_matches(' ').len() - word.len();
        words += 1;
    }
    let name = &bare[start..];
    // A capital at the beginning of a sentence shows nothing, so that a word has to stand before the name.
    let left = bare[..start].trim_end_matches(' ');
    let last = left.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let shown = start > 0 && kinds.before.contains(&last) && left.len() < start;
    let odd = kinds
        .never_in
        .iter()
        .any(|word| name.split(' ').any(|part| part == word))
        || name.contains(kind);
    (words > 0 && shown && !odd).then_some(start)
}

fn is_capital(word: &str) -> bool {
    let letters = |letter: char| letter.is_alphanumeric() || matches!(letter, '&' | '-' | '\'' | '’');
    word.starts_with(char::is_uppercase) && word.chars().all(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tag: &str, text: &str) -> Vec<String> {
        let language = Language::find(tag).expect("a built-in language");
        names(text, language).into_iter().map(|named| named.name).collect()
    }

    #[test]
    fn departments_are_told_from_their_surroundings() {
        for (text, names) in [
            ("熟悉出品部的当日菜品，与传菜部衔接上菜", &["出品部", "传菜部"][..]),
            ("报人力资源部备案", &["人力资源部"]),
            ("由炊事部验收", &["炊事部"]),
            (
                "把账单送到财务科、保卫处和总经理办公室",
                &["财务科", "保卫处", "总经理办公室"],
            ),
            ("向物流配送中心订货", &["物流配送中心"]),
            ("主持安全生产委员会会议", &["安全生产委员会"]),
            ("传菜部经理审核", &["传菜部"]),
        ] {
            assert_eq!(found("zh", text), names, "{text}");
        }
        for text in [
            "清洁全部餐具，检查面部和手部卫生",
            "未经批准不得向外部提供内部资料",
            "由本部门、各部门和用人部门办理",
            "报劳动行政部门和公安部备案",
            "员工个人承担部分费用，干部也一样",
            "在后厨北部摆放，与大门中部对齐",
            "检查设备的各部件和部位",
            "以宾客为中心，在市中心开店，去此处科室",
            "在会议室、休息室和洗手间，教学内科学",
            "向工会俱乐部借用一部手机、三部电梯",
            "到门市部购买",
            "向急救中心求助",
            "讲授销售课程，作出行政处理，给予行政处分，学习技术科学",
        ] {
            assert_eq!(found("zh", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn so_they_are_in_english() {
        for (text, names) in [
            (
                "Settle the order with the Food Running Department.",
                &["Food Running Department"][..],
            ),
            (
                "Send it to the Kitchen Department and the Finance Department.",
                &["Kitchen Department", "Finance Department"],
            ),
            (
                "Report to the Customer Service Centre every day.",
                &["Customer Service Centre"],
            ),
        ] {
            assert_eq!(found("en", text), names, "{text}");
        }
        for text in [
            "Each Department keeps a list, and so does every department.",
            "The department head signs; the Department decides.",
            "Notify Departments of the change.",
            "The Labour Department may inspect.",
            "Stand at the centre of the table in the Shopping Centre.",
            "The company runs several Departments.",
        ] {
            assert_eq!(found("en", text), [""; 0], "{text}");
        }
    }
}
