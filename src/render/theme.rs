//! Themes: templates and stylesheets in layers, each of which overrides the one below it.
//!
//! The layers, lowest first: the theme that the program carries (`default`), the theme that the handbook chooses
//! (named like its folder below `themes/`), and the files directly in the handbook's `themes/` (`handbook`). A template
//! `chapter.html` is found in the highest layer that has one; `default/chapter.html` names that of one layer, so that
//! an override can extend what it replaces. `themes/mine/` is a theme; `themes/chapter.html` and `themes/assets/…` are
//! the handbook's own. Stylesheets that stand directly in a layer are joined into one, `site.css` first, in the order of
//! their names; but `page-role.css` is for the pages of the kind `role` alone.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use tera::{Context, ErrorKind, Tera};

use super::accent;
use crate::config::SiteConfig;
use crate::hash::hex;

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct Embedded;

/// Name of the theme that the program carries.
const DEFAULT: &str = "default";
/// Name of the layer of the handbook's own files.
const OWN: &str = "handbook";
/// Where a theme keeps files other than templates and stylesheets.
const ASSETS: &str = "assets/";
/// Before the kind of page that a stylesheet is for.
const PAGE: &str = "page-";

/// Templates of all layers at most. Each may include the next one, and the engine calls itself for it.
const MOST_TEMPLATES: usize = 128;
/// What a template may write besides the text of a page, in bytes.
const LARGEST_FRAME: usize = 256 << 20;
/// What templates write besides the text of most pages, in bytes.
const USUAL_FRAME: usize = 8 << 10;

/// A page as it is written. Loops within loops of a template would fill the memory.
struct Page {
    bytes: Vec<u8>,
    /// Bytes that it may still get; none once it wanted more.
    left: usize,
}

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.saturating_sub(bytes.len());
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A theme that cannot be used, with the place in the template where that is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}{message}")]
pub struct ThemeError {
    pub message: String,
    /// Path of the template, from the handbook's folder for its own ones.
    pub file: Option<Box<str>>,
    /// The bytes of the template that are meant.
    pub range: Option<Range<usize>>,
    /// The theme that was asked for and does not exist, where that is all.
    pub missing: Option<Box<str>>,
    place: String,
}

impl ThemeError {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            file: None,
            range: None,
            missing: None,
            place: String::new(),
        }
    }

    fn from_tera(error: &tera::Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let file = template_path(report.filename());
                Self {
                    missing: None,
                    message: report.message().to_owned(),
                    place: format!("{file}:{}:{}: ", span.start_line, span.start_col + 1),
                    file: Some(file.into()),
                    range: Some(span.range.clone()),
                }
            }
            // What is found when all templates are read comes as a finished report, which names its places.
            kind => Self::new(kind.to_string()),
        }
    }
}

/// The path of the template `name`, which begins with its layer.
fn template_path(name: &str) -> String {
    match name.split_once('/') {
        Some((OWN, path)) => format!("themes/{path}"),
        _ => format!("themes/{name}"),
    }
}

/// Templates and stylesheets, ready for use.
pub(super) struct Theme {
    tera: Tera,
    /// Output path and text.
    assets: BTreeMap<String, String>,
    stylesheets: Vec<String>,
    /// Path in the site of the stylesheet of a kind of page.
    page_stylesheets: BTreeMap<String, String>,
    /// Path in the site of each script, by its name in the theme.
    scripts: BTreeMap<String, String>,
    chosen: Option<String>,
}

impl Theme {
    /// Puts the layers together, and the colours of `site` over them.
    ///
    /// # Errors
    /// There is no theme `chosen`, or a template does not read.
    pub fn new(chosen: Option<&str>, files: &[(String, String)], site: &SiteConfig) -> Result<Self, ThemeError> {
        let mut layers: Vec<(String, BTreeMap<String, String>)> = vec![(DEFAULT.to_owned(), embedded())];
        if let Some(name) = chosen {
            let own = files
                .iter()
                .filter_map(|(path, text)| Some((in_folder(path, name)?.to_owned(), text.clone())));
            let own: BTreeMap<String, String> = own.collect();
            if name == DEFAULT {
                layers[0].1.extend(own);
            } else if own.is_empty() {
                return Err(ThemeError {
                    missing: Some(name.into()),
                    ..ThemeError::new(unknown_theme(name, files))
                });
            } else {
                layers.push((name.to_owned(), own));
            }
        }
        let own = files
            .iter()
            .filter(|(path, _)| !path.contains('/') || path.starts_with(ASSETS));
        layers.push((OWN.to_owned(), own.cloned().collect()));
        let mut merged: BTreeMap<String, String> = BTreeMap::new();
        let mut templates = Vec::new();
        for (layer, files) in &layers {
            for (path, text) in files {
                if path.ends_with(".html") {
                    templates.push((format!("{layer}/{path}"), text.as_str()));
                } else {
                    merged.insert(path.clone(), text.clone());
                }
            }
        }
        if templates.len() > MOST_TEMPLATES {
            let found = templates.len();
            return Err(ThemeError::new(format!(
                "the theme has {found} templates with those of the program, more than the {MOST_TEMPLATES} there may be"
            )));
        }
        let mut tera = Tera::new();
        // The engine looks for each template that another one includes in each of them.
        let used = layers
            .iter()
            .rev()
            .filter(|(_, files)| files.keys().any(|path| path.ends_with(".html")));
        let prefixes = used.map(|(layer, _)| format!("{layer}/"));
        tera.set_fallback_prefixes(prefixes)
            .map_err(|error| ThemeError::from_tera(&error))?;
        tera.add_raw_templates(templates)
            .map_err(|error| ThemeError::from_tera(&error))?;
        let mut assets = BTreeMap::new();
        let mut stylesheets = Vec::new();
        let mut page_stylesheets = BTreeMap::new();
        let mut scripts = BTreeMap::new();
        let mut joined = String::new();
        // What all pages have in common comes first, so that what follows can refine it.
        let (first, others): (Vec<_>, Vec<_>) = merged.into_iter().partition(|(path, _)| path == "site.css");
        for (path, text) in first.into_iter().chain(others) {
            let path = path.trim_start_matches(ASSETS);
            let kind = path.strip_prefix(PAGE).and_then(|rest| rest.strip_suffix(".css"));
            if path.ends_with(".css") && !path.contains('/') && kind.is_none() {
                joined.push_str(&text);
            } else if let Some((stem, extension)) = hashed(path) {
                let name = format!("{ASSETS}{stem}.{}.{extension}", hash(&text));
                match (extension, kind) {
                    ("css", Some(kind)) => drop(page_stylesheets.insert(kind.to_owned(), name.clone())),
                    ("css", None) => stylesheets.push(name.clone()),
                    _ => drop(scripts.insert(path.to_owned(), name.clone())),
                }
                assets.insert(name, text);
            } else {
                assets.insert(format!("{ASSETS}{path}"), text);
            }
        }
        let accents = accent::stylesheet(site, &joined);
        joined.push_str(&accents);
        let name = format!("{ASSETS}site.{}.css", hash(&joined));
        stylesheets.insert(0, name.clone());
        assets.insert(name, joined);
        Ok(Self {
            tera,
            assets,
            stylesheets,
            page_stylesheets,
            scripts,
            chosen: chosen.map(str::to_owned),
        })
    }

    /// Fills a template. The bytes are text; nobody needs to be shown that for each page.
    ///
    /// # Errors
    /// The template names a value that there is not, makes more than a page can be, or fails in another way.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, ThemeError> {
        let body = context.get("body").and_then(tera::Value::as_str).map_or(0, str::len);
        let mut page = Page {
            bytes: Vec::with_capacity(body + USUAL_FRAME),
            left: body + LARGEST_FRAME,
        };
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(_) if page.left == 0 => Err(ThemeError {
                place: format!("{template}: "),
                ..ThemeError::new(format!(
                    "the page has more than {LARGEST_FRAME} bytes besides its text; a loop in the template may not end"
                ))
            }),
            Err(error) => Err(ThemeError::from_tera(&error)),
        }
    }

    /// Paths of the stylesheets in the site.
    pub fn stylesheets(&self) -> &[String] {
        &self.stylesheets
    }

    /// Path in the site of the stylesheet of each kind of page that has one.
    pub fn page_stylesheets(&self) -> &BTreeMap<String, String> {
        &self.page_stylesheets
    }

    /// Path in the site of each script, by its name in the theme.
    pub fn scripts(&self) -> &BTreeMap<String, String> {
        &self.scripts
    }

    /// Where a file of the handbook that is copied stands in the site; nothing for a theme that is not used.
    pub fn asset_path(&self, path: &str) -> Option<String> {
        let Some(path) = path.strip_prefix("themes/") else {
            return Some(path.to_owned());
        };
        let within = match &self.chosen {
            Some(chosen) => in_folder(path, chosen).or_else(|| path.starts_with(ASSETS).then_some(path)),
            None => path.starts_with(ASSETS).then_some(path),
        };
        within.map(|path| format!("{ASSETS}{}", path.trim_start_matches(ASSETS)))
    }

    /// The theme's file that stands at `path` in the site.
    pub fn asset(&self, path: &str) -> Option<&str> {
        self.assets.get(path).map(String::as_str)
    }

    /// Paths in the site of the files of the theme itself.
    pub fn assets(&self) -> impl Iterator<Item = &str> {
        self.assets.keys().map(String::as_str)
    }
}

/// What is wrong with the handbook's own templates: each that does not read, else why they do not fit together.
pub(super) fn faults(chosen: Option<&str>, files: &[(String, String)]) -> Vec<ThemeError> {
    let is_used = |path: &str| match path.split_once('/') {
        Some((folder, _)) => Some(folder) == chosen,
        None => true,
    };
    let templates = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && is_used(path));
    let unreadable: Vec<ThemeError> = templates
        .filter_map(|(path, text)| {
            // Alone, so that each fault is found: the engine gives up at the first one.
            let name = if path.contains('/') {
                path.clone()
            } else {
                format!("{OWN}/{path}")
            };
            let error = Tera::new().add_raw_template(&name, text).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| ThemeError::from_tera(&error))
        })
        .collect();
    if !unreadable.is_empty() {
        return unreadable;
    }
    let plain = SiteConfig::default();
    Theme::new(chosen, files, &plain).err().into_iter().collect()
}

fn embedded() -> BTreeMap<String, String> {
    let text = |path: &str| String::from_utf8(Embedded::get(path)?.data.into_owned()).ok();
    Embedded::iter()
        .filter_map(|path| Some((path.to_string(), slim(&path, text(&path)?))))
        .collect()
}

/// The program's own stylesheets and scripts without comments, blank lines and indentation, which readers would load for
/// nothing. Those of other themes stay as their authors wrote them.
fn slim(path: &str, text: String) -> String {
    static COMMENTS: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
        [r"(?s)/\*.*?\*/", r"(?ms)^[ \t]*(?://.*?|/\*\*.*?\*/)$"].map(|pattern| Regex::new(pattern).ok())
    });
    let comments = match path.rsplit_once('.') {
        Some((_, "css")) => &COMMENTS[0],
        Some((_, "js")) => &COMMENTS[1],
        _ => return text,
    };
    let code = comments
        .as_ref()
        .map_or(text.as_str().into(), |comments| comments.replace_all(&text, ""));
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn in_folder<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

fn unknown_theme(name: &str, files: &[(String, String)]) -> String {
    let mut known: Vec<&str> = files
        .iter()
        .filter_map(|(path, _)| Some(path.split_once('/')?.0))
        .collect();
    known.push(DEFAULT);
    known.retain(|folder| *folder != "assets");
    known.sort_unstable();
    known.dedup();
    format!("there is no folder themes/{name}; the themes are: {}", known.join(", "))
}

/// Stem and extension of a file whose name in the site carries its hash.
fn hashed(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once('.')
        .filter(|(_, extension)| matches!(*extension, "css" | "js"))
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..5])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn an_override_extends_what_it_replaces() {
        let files = [
            file("mine/nav.html", "mine({% include \"default/nav.html\" %})"),
            file("other/nav.html", "other"),
            file("notice.html", "own {% include \"nav.html\" %}"),
            file("mine/site.css", "a{}"),
            file("mine/menu.js", "1"),
            file("mine/page-role.css", "c{}"),
            file("zz.css", "b{}"),
        ];
        let theme = Theme::new(Some("mine"), &files, &SiteConfig::default()).expect("the theme reads");
        assert!(theme.tera.contains_template("mine/nav.html") && !theme.tera.contains_template("other/nav.html"));
        let [sheet] = theme.stylesheets() else {
            panic!("one stylesheet, not {:?}", theme.stylesheets())
        };
        let text = &theme.assets[sheet];
        assert!(text.starts_with("a{}") && text.ends_with("b{}"), "{text}");
        assert!(theme.scripts()["menu.js"].starts_with("assets/menu."));
        assert_eq!(theme.assets[&theme.page_stylesheets()["role"]], "c{}");
        assert_eq!(
            theme.asset_path("themes/mine/fonts/a.woff2").as_deref(),
            Some("assets/fonts/a.woff2")
        );
        assert_eq!(theme.asset_path("themes/other/a.woff2"), None);
        assert_eq!(theme.asset_path("zh/a.png").as_deref(), Some("zh/a.png"));
    }

    #[test]
    fn a_fault_in_a_template_is_named_with_its_place() {
        let files = [file("chapter.html", "a\n  {{ page..title }}")];
        let error = Theme::new(None, &files, &SiteConfig::default())
            .err()
            .expect("a syntax error");
        assert_eq!(error.file.as_deref(), Some("themes/chapter.html"));
        assert!(error.to_string().starts_with("themes/chapter.html:2:"), "{error}");
    }

    #[test]
    fn readers_do_not_load_what_is_for_developers() {
        let sheet = "/* Two\n   lines */\na {\n  color: red; /* why */\n}\n".to_owned();
        assert_eq!(slim("a.css", sheet), "a {\ncolor: red;\n}\n");
        let script = "// What\n(() => {\n  /** Why,\n   * at length. */\n  go('http://a'); // here\n})();\n".to_owned();
        assert_eq!(slim("a.js", script), "(() => {\ngo('http://a'); // here\n})();\n");
    }

    #[test]
    fn an_unknown_theme_is_an_error_that_names_the_others() {
        let error = Theme::new(Some("mime"), &[file("mine/nav.html", "")], &SiteConfig::default())
            .err()
            .expect("no such theme");
        assert_eq!(
            error.to_string(),
            "there is no folder themes/mime; the themes are: default, mine"
        );
    }
}
