//! The front matter of a regulation or a page: TOML before its text.

use jiff::civil::Date;

use super::table::Reader;
use super::{Problem, Spanned};
use crate::source::FileId;

/// What a regulation says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub title: Option<Spanned<String>>,
    /// What citations call it besides its title.
    pub short_titles: Vec<Spanned<String>>,
    pub version: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    /// The day from which it holds.
    pub effective: Option<Spanned<Date>>,
    pub issuer: Option<Spanned<String>>,
    /// The day by which somebody has to look whether it still holds good.
    pub review_by: Option<Spanned<Date>>,
    /// The last day of the trial period.
    pub trial_until: Option<Spanned<Date>>,
}

/// Reads `text`, the lines between the delimiters, which begins at byte `offset` of `file`.
pub fn read_front_matter(text: &str, file: FileId, offset: u32) -> (FrontMatter, Vec<Problem>) {
    let (mut reader, mut root) = Reader::open(text, file, offset);
    // Understood and of no effect: a regulation is named by its path.
    root.take("id");
    let front_matter = FrontMatter {
        title: reader.text(&mut root, "title"),
        short_titles: reader.texts(&mut root, "short-titles"),
        version: reader.text_or_number(&mut root, "version"),
        status: reader.text(&mut root, "status"),
        effective: reader.date(&mut root, "effective"),
        issuer: reader.text(&mut root, "issuer"),
        review_by: reader.date(&mut root, "review-by"),
        trial_until: reader.date(&mut root, "trial-until"),
    };
    reader.close(root);
    (front_matter, reader.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (FrontMatter, Vec<&'static str>) {
        let (config, problems) = read_front_matter(text, FileId(0), 4);
        let keys = problems.iter().map(|problem| problem.kind.key()).collect();
        (config, keys)
    }

    #[test]
    fn spans_count_from_the_beginning_of_the_file() {
        let file = "+++\ntitle = '考勤管理办法'\n+++\n";
        let (front_matter, _) = read(&file[4..file.len() - 4]);
        let title = front_matter.title.unwrap();
        assert_eq!(&file[title.span.range()], "'考勤管理办法'");
    }

    #[test]
    fn a_date_may_be_written_in_several_ways() {
        for text in ["2024-07-01", "'2024-07-01'", "'2024/7/1'", "'2024.7.1'"] {
            let (front_matter, problems) = read(&format!("effective = {text}"));
            assert_eq!(problems, [""; 0], "{text}");
            let day = front_matter.effective.unwrap().value;
            assert_eq!(day, Date::constant(2024, 7, 1));
        }
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_reported_once() {
        for text in ["2024-02-30", "'2024-02-30'", "'soon'", "true"] {
            let (front_matter, problems) = read(&format!("review-by = {text}"));
            assert_eq!(problems.len(), 1, "{text} {problems:?}");
            assert_eq!(front_matter.review_by, None);
        }
    }

    #[test]
    fn an_unquoted_date_with_short_month_is_reported_and_taken() {
        let (front_matter, problems) = read("effective = 2024-7-1\nissuer = 'x'");
        assert_eq!(problems, ["syntax"]);
        assert!(front_matter.effective.is_some() && front_matter.issuer.is_some());
    }

    #[test]
    fn a_version_needs_no_quotation_marks() {
        for text in ["3", "2.10", "2024-07-01", "'2.10'"] {
            let (front_matter, problems) = read(&format!("version = {text}"));
            assert_eq!(problems, [""; 0]);
            assert_eq!(front_matter.version.unwrap().value, text.trim_matches('\''));
        }
        let (front_matter, problems) = read("version = 2.0.1");
        assert_eq!(problems, ["syntax"]);
        assert_eq!(front_matter.version.unwrap().value, "2.0.1");
    }

    #[test]
    fn one_short_title_needs_no_brackets() {
        assert_eq!(read("short-titles = '本办法'").0.short_titles.len(), 1);
    }

    #[test]
    fn a_field_left_empty_is_a_field_not_given() {
        let (front_matter, problems) = read("version = ''\neffective = ' '");
        assert_eq!((front_matter, problems), (FrontMatter::default(), vec![]));
    }
}
