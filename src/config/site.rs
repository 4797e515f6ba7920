//! `[site]` of `handbook.toml`: what the house gives its site, whatever the theme.

use super::table::{Reader, Table};
use super::{LocalizedText, Spanned, ValueFault};

/// Image formats that a logo may have.
const IMAGES: [&str; 2] = ["svg", "png"];

/// `[site]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteConfig {
    /// Colour of links and of what is chosen, on light paper.
    pub accent: Option<Spanned<Colour>>,
    /// The same on dark paper.
    pub accent_dark: Option<Spanned<Colour>>,
    /// Path of an image from the handbook's folder. Whether there is one is not known here.
    pub logo: Option<Spanned<String>>,
    /// What stands at the foot of every page.
    pub footer: LocalizedText,
    /// Whether search engines are asked in. A handbook is its house's own unless it says so.
    pub public: bool,
}

/// A colour of the sRGB space, 0 to 255 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl Colour {
    /// Reads `#rrggbb`, with letters of either case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = value.to_be_bytes();
        // The parser of numbers takes a sign.
        (!digits.starts_with('+')).then_some(Self { red, green, blue })
    }
}

/// Reads the table `[site]`, but for the keys of the whole file that may have slipped into it.
pub(super) fn read(reader: &mut Reader, table: &mut Table) -> SiteConfig {
    SiteConfig {
        accent: colour(reader, table, "accent"),
        accent_dark: colour(reader, table, "accent-dark"),
        logo: image(reader, table, "logo"),
        footer: reader.localized_text(table, "footer"),
        public: reader.flag(table, "public").is_some_and(|flag| flag.value),
    }
}

fn colour(reader: &mut Reader, table: &mut Table, key: &'static str) -> Option<Spanned<Colour>> {
    let Spanned { value, span } = reader.text(table, key)?;
    let colour = Colour::parse(&value).map(|value| Spanned { value, span });
    if colour.is_none() {
        reader.reject(key, span, ValueFault::NotAColour);
    }
    colour
}

/// A path below the handbook's folder whose name ends like that of an image.
fn image(reader: &mut Reader, table: &mut Table, key: &'static str) -> Option<Spanned<String>> {
    let Spanned { value, span } = reader.text(table, key)?;
    let path = value.strip_prefix("./").unwrap_or(&value);
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    let is_image = extension.is_some_and(|extension| IMAGES.iter().any(|known| extension.eq_ignore_ascii_case(known)));
    let is_outside = path.contains([':', '\\']) || path.split('/').any(|name| matches!(name, "" | "." | ".."));
    if !is_image || is_outside {
        reader.reject(key, span, ValueFault::NotAnImage);
        return None;
    }
    let value = path.to_owned();
    Some(Spanned { value, span })
}

#[cfg(test)]
mod tests {
    use super::super::{Problem, ProblemKind, read_handbook};
    use super::*;
    use crate::source::FileId;

    fn read(site: &str) -> (SiteConfig, Vec<Problem>) {
        let (config, problems) = read_handbook(&format!("languages = ['zh']\n[site]\n{site}"), FileId(0));
        (config.site, problems)
    }

    #[test]
    fn a_complete_table_reads_without_problems() {
        let (site, problems) = read(
            "accent = '#B3261E'\naccent-dark = '#ffb4ab'\nlogo = './images/logo.svg'\n\
             footer = { zh = '内部资料', en = 'Internal' }\npublic = true\n",
        );
        assert_eq!(problems, []);
        let (red, green, blue) = (0xB3, 0x26, 0x1E);
        assert_eq!(site.accent.expect("a colour").value, Colour { red, green, blue });
        assert_eq!(site.accent_dark.expect("a colour").value.red, 255);
        assert_eq!(site.logo.expect("a path").value, "images/logo.svg");
        assert_eq!(site.footer.get("en").expect("a text").value, "Internal");
        assert!(site.public);
    }

    #[test]
    fn a_site_is_internal_unless_it_says_otherwise() {
        assert_eq!(read("").0, SiteConfig::default());
        assert!(!SiteConfig::default().public);
    }

    #[test]
    fn one_bad_value_is_named_and_does_not_cost_the_rest() {
        let (site, problems) = read(
            "accent = 'red'\naccent-dark = '#+12345'\nlogo = '../logo.svg'\nfooter = 5\npublic = 'yes'\nacent = '#000000'\n",
        );
        let keys: Vec<_> = problems.iter().map(|problem| problem.kind.key()).collect();
        let wrong = "wrong-type";
        let expected = [
            "not-a-colour",
            "not-a-colour",
            "not-an-image",
            wrong,
            wrong,
            "unknown-key-suggestion",
        ];
        assert_eq!(keys, expected);
        let Some(ProblemKind::UnknownKey { suggestion, .. }) = problems.last().map(|problem| &problem.kind) else {
            panic!("{problems:?}");
        };
        assert_eq!(suggestion.as_deref(), Some("accent"));
        assert_eq!(site, SiteConfig::default());
        for logo in ["logo.jpg", "logo", "/logo.svg", "https://x/logo.svg", "a\\logo.png"] {
            assert_eq!(read(&format!("logo = '{logo}'")).1.len(), 1, "{logo}");
        }
    }
}
