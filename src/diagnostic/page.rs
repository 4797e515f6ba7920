//! Reads a lint's page: TOML front matter between `+++` lines, then a section why it matters for each language of
//! the title, in that order, then the examples.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Level, Lint, Safety, Texts};

/// A handbook that has the fault, and the same without it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    pub bad: Vec<ExampleFile>,
    pub good: Vec<ExampleFile>,
}

/// One file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// From the handbook's folder, with `/`.
    pub path: String,
    pub text: String,
    /// The encoding on disk where it is not UTF-8, such as `gbk`.
    pub encoding: Option<String>,
}

/// The texts of a finding. A variant has only those that it replaces.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Wording {
    pub(super) message: Option<Texts>,
    pub(super) label: Option<Texts>,
    pub(super) help: Option<Texts>,
    pub(super) fix_title: Option<Texts>,
    #[serde(default)]
    pub(super) related: BTreeMap<String, Texts>,
}

impl Wording {
    pub(super) fn texts(&self) -> impl Iterator<Item = &Texts> {
        let single = [&self.message, &self.label, &self.help, &self.fix_title];
        single.into_iter().flatten().chain(self.related.values())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FrontMatter {
    code: String,
    name: String,
    level: Level,
    fix: Offer,
    #[serde(default)]
    limit: bool,
    title: Texts,
    message: Texts,
    label: Option<Texts>,
    help: Option<Texts>,
    fix_title: Option<Texts>,
    #[serde(default)]
    related: BTreeMap<String, Texts>,
    #[serde(default)]
    variant: BTreeMap<String, Wording>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Offer {
    None,
    Safe,
    Unsafe,
}

impl Lint {
    /// Reads a page.
    ///
    /// # Errors
    /// Says, for whoever wrote the page, what is wrong with it.
    pub fn parse(page: &str) -> Result<Self, String> {
        let page = page.replace("\r\n", "\n");
        let parts = page.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
        let (front, body) = parts.ok_or("no front matter between two lines of +++")?;
        let front: FrontMatter = toml::from_str(front).map_err(|error| error.to_string())?;
        let body = Body::read(body, front.title.tags().count())?;
        Ok(Self {
            code: front.code,
            name: front.name,
            level: front.level,
            fix: match front.fix {
                Offer::None => None,
                Offer::Safe => Some(Safety::Safe),
                Offer::Unsafe => Some(Safety::Unsafe),
            },
            why: front.title.tags().zip(body.why).collect(),
            title: front.title,
            examples: body.examples,
            origin: None,
            limit: front.limit,
            wording: Wording {
                message: Some(front.message),
                label: front.label,
                help: front.help,
                fix_title: front.fix_title,
                related: front.related,
            },
            variants: front.variant,
        })
    }
}

/// What follows the front matter.
#[derive(Default)]
struct Body {
    /// One text for each language.
    why: Vec<String>,
    examples: Vec<Example>,
}

/// A fenced block while it is read.
struct Fence<'a> {
    marker: &'a str,
    info: &'a str,
    text: String,
}

impl Body {
    /// Sections begin at `## `; the first `languages` of them say why, the next holds the examples, in which each
    /// `### ` begins another example.
    fn read(body: &str, languages: usize) -> Result<Self, String> {
        let mut read = Self::default();
        let mut sections = 0;
        let mut fence: Option<Fence> = None;
        for line in body.split_inclusive('\n') {
            if let Some(open) = &mut fence {
                if is_closing(line, open.marker) {
                    if sections > languages {
                        read.example_file(fence.take())?;
                    }
                    fence = None;
                } else {
                    open.text.push_str(line);
                }
            } else if let Some((marker, info)) = opening(line) {
                let text = String::new();
                fence = Some(Fence { marker, info, text });
            } else if line.starts_with("## ") {
                sections += 1;
                read.why.resize_with(sections.min(languages), String::new);
                continue;
            } else if line.starts_with("### ") && sections > languages {
                read.examples.push(Example::default());
            }
            if sections <= languages
                && let Some(why) = read.why.last_mut()
            {
                why.push_str(line);
            }
        }
        if let Some(open) = fence {
            return Err(format!("a fence is not closed: {}", open.info));
        }
        if sections < languages {
            return Err(format!("{sections} sections for {languages} languages"));
        }
        for why in &mut read.why {
            *why = why.trim().to_owned();
        }
        let has_files = |example: &Example| !example.bad.is_empty() || !example.good.is_empty();
        read.examples.retain(has_files);
        Ok(read)
    }

    /// Adds a block whose info string is `<language> bad|good|both <path> [encoding=…]`; others are illustrations.
    fn example_file(&mut self, fence: Option<Fence>) -> Result<(), String> {
        let Some(fence) = fence else { return Ok(()) };
        let mut words = fence.info.split_whitespace().skip(1);
        let (bad, good) = match words.next() {
            Some("bad") => (true, false),
            Some("good") => (false, true),
            Some("both") => (true, true),
            _ => return Ok(()),
        };
        let path = words
            .next()
            .ok_or(format!("an example without a path: {}", fence.info))?;
        let file = ExampleFile {
            path: path.to_owned(),
            text: fence.text,
            encoding: words.find_map(|word| Some(word.strip_prefix("encoding=")?.to_owned())),
        };
        if self.examples.is_empty() {
            self.examples.push(Example::default());
        }
        if let Some(example) = self.examples.last_mut() {
            if bad {
                example.bad.push(file.clone());
            }
            if good {
                example.good.push(file);
            }
        }
        Ok(())
    }
}

/// The marker and info string of a line that opens a fenced block.
fn opening(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    let mark = line.chars().next().filter(|mark| "`~".contains(*mark))?;
    let info = line.trim_start_matches(mark);
    let marker = line.strip_suffix(info)?;
    (marker.len() >= 3).then_some((marker, info))
}

fn is_closing(line: &str, marker: &str) -> bool {
    opening(line).is_some_and(|(own, info)| info.is_empty() && own.starts_with(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = "+++\ncode = 'RB901'\nname = 'x'\nlevel = 'warning'\nfix = 'none'\n\
        [title]\nzh = '甲'\nen = 'A'\n[message]\nzh = '甲'\nen = 'A'\n+++\n";

    #[test]
    fn sections_are_told_apart_by_order_not_by_title() {
        let body = "# ignored\n\n## 说明\n\n原因\n\n```\n## not a section\n```\n\n## Why\n\nReason\n\n## Examples\n\n\
            ````markdown bad zh/a.md encoding=gbk\n```\n第一条\n````\n\n\
            ```toml both roles.toml\n[[role]]\n```\n\n```markdown good zh/a.md\n第二条\n```\n\
            ### another\n```markdown bad zh/b.md\nx\n```\n```text\nan illustration\n```\n";
        let lint = Lint::parse(&format!("{FRONT}{body}")).expect("the page parses");
        assert_eq!(lint.why.get("zh"), "原因\n\n```\n## not a section\n```");
        assert_eq!(lint.why.get("en"), "Reason");
        let paths = |files: &[ExampleFile]| -> Vec<String> { files.iter().map(|file| file.path.clone()).collect() };
        let [first, second] = &lint.examples[..] else {
            panic!("two examples")
        };
        assert_eq!(paths(&first.bad), ["zh/a.md", "roles.toml"]);
        assert_eq!(paths(&first.good), ["roles.toml", "zh/a.md"]);
        assert_eq!(first.bad[0].text, "```\n第一条\n");
        assert_eq!(first.bad[0].encoding.as_deref(), Some("gbk"));
        assert_eq!(paths(&second.bad), ["zh/b.md"]);
    }

    #[test]
    fn a_faulty_page_says_why() {
        let fault = |page: &str| Lint::parse(page).err().unwrap_or_default();
        assert!(fault("# no front matter").contains("+++"));
        assert!(fault(&format!("{FRONT}## a\n")).contains("1 sections for 2"));
        assert!(fault(&format!("{FRONT}## a\n## b\n## c\n```md bad\n")).contains("not closed"));
        assert!(fault(&format!("{FRONT}## a\n## b\n## c\n```md bad\n```\n")).contains("path"));
        let unknown = FRONT.replace("code =", "kode = 1\ncode =");
        assert!(fault(&unknown).contains("kode"));
    }
}
