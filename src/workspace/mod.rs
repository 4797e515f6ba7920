//! The sources of one handbook, wherever they come from, and the [`Snapshot`] of everything that follows from them.

pub mod decode;
pub mod disk;
mod format;
mod repair;
mod translations;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::check;
pub use crate::check::Options as CheckOptions;
use crate::config::{Problem, ProblemKind, ValueFault};
use crate::diagnostic::{self, CitationStats, Diagnostic, RegulationStats, Stats};
use crate::language::Language;
use crate::model::{Citing, FileProblem, Handbook, Target, ThemeFault, ThemeProblem};
use crate::render::{self, Renderer, Site, SiteOptions, ThemeError};
use crate::resolve::{self, Inputs, Parsed};
use crate::source::{FileId, SourceFile, Sources, Span};
use disk::{DiskError, DiskProblem, DiskProblemKind};
pub use format::{Formatted, format};
pub use repair::{Renumber, Repair, renumber, repair, subject};
pub use translations::{Acceptance, LOCK};
pub use watch::{Means, watch};

/// The files of a handbook as they are now.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    root: PathBuf,
    files: Vec<Arc<SourceFile>>,
    problems: Vec<DiskProblem>,
    assets: Vec<String>,
    theme_files: Arc<Vec<(String, String)>>,
    /// Binary files of the handbook's themes, by path from the handbook's folder.
    theme_assets: Vec<String>,
    /// Shared by all states of a handbook: what did not change is not parsed again.
    parsed: Arc<Parsed>,
}

/// A file with another text than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    pub path: &'a str,
    pub old: &'a str,
    pub new: &'a str,
}

/// Why there is no handbook to work on.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct OpenError(#[from] DiskError);

impl OpenError {
    /// The reason in the language `tag`, or in the nearest that there is.
    pub fn message(&self, tag: &str) -> String {
        let parameters = self.0.parameters();
        let language = Language::nearest(tag);
        let template = language.phrase(&language.pack.error, self.0.key());
        diagnostic::fill(template, |name| {
            let found = parameters.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.as_str())
        })
    }
}

impl Workspace {
    /// Reads the handbook in the folder `dir`.
    ///
    /// # Errors
    /// There is no such folder, it cannot be read, or nothing in it is a handbook.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        let folder = disk::read(dir)?;
        let mut files: Vec<Arc<SourceFile>> = folder.files.into_iter().map(Arc::new).collect();
        files.extend(folder.theme_files.iter().filter_map(template));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self {
            root: folder.root,
            files,
            problems: folder.problems,
            assets: folder.assets,
            theme_files: Arc::new(folder.theme_files),
            theme_assets: folder.theme_assets,
            parsed: Arc::default(),
        })
    }

    /// The same handbook as its folder is now.
    ///
    /// # Errors
    /// Those of [`Workspace::open`].
    pub fn reopen(&self) -> Result<Self, OpenError> {
        let parsed = self.parsed.clone();
        Ok(Self {
            parsed,
            ..Self::open(&self.root)?
        })
    }

    /// A handbook that lies in no folder: paths from its root, and what the files hold.
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut workspace = Self::default();
        let mut theme_files = Vec::new();
        for (path, bytes) in files {
            let decoded = decode::decode(bytes);
            if let Some(inside) = path.strip_prefix("themes/") {
                theme_files.push((inside.to_owned(), decoded.text));
                continue;
            }
            if let Some(fault) = decoded.fault {
                let kind = DiskProblemKind::NotUtf8(fault);
                workspace.problems.push(DiskProblem {
                    path: path.clone(),
                    kind,
                });
            }
            workspace.files.push(Arc::new(SourceFile::new(path, decoded.text)));
        }
        workspace.files.extend(theme_files.iter().filter_map(template));
        workspace.files.sort_by(|a, b| a.path.cmp(&b.path));
        workspace.theme_files = Arc::new(theme_files);
        workspace
    }

    /// The handbook's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Puts a text in the place of what the source file at `path` says, whether or not there is such a file; with
    /// `None`, takes the file away. What is no source, such as an image or a template, is left alone.
    pub fn set(&mut self, path: &str, text: Option<String>) {
        if !disk::is_source(path) {
            return;
        }
        // A text that somebody is editing is what the file will hold, in UTF-8.
        self.problems.retain(|problem| problem.path != path);
        let file = text.map(|text| Arc::new(SourceFile::new(path, text)));
        match (self.find(path), file) {
            (Ok(index), Some(file)) => self.files[index] = file,
            (Ok(index), None) => drop(self.files.remove(index)),
            (Err(index), Some(file)) => self.files.insert(index, file),
            (Err(_), None) => {}
        }
    }

    fn find(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|file| (*file.path).cmp(path))
    }

    /// Whether the bytes of a file are those of its text: one in another encoding would lose it by being written.
    pub fn is_writable(&self, path: &str) -> bool {
        let misread = |problem: &DiskProblem| matches!(problem.kind, DiskProblemKind::NotUtf8(_));
        !self
            .problems
            .iter()
            .any(|problem| problem.path == path && misread(problem))
    }

    /// The files of this handbook whose texts differ from those in `earlier`, with the text there and here.
    pub fn changes<'a>(&'a self, earlier: &'a Self) -> Vec<Change<'a>> {
        let pairs = self
            .files
            .iter()
            .filter_map(|new| Some((&earlier.files[earlier.find(&new.path).ok()?], new)));
        let changed = pairs.filter(|(old, new)| !Arc::ptr_eq(old, new) && old.text != new.text);
        changed
            .map(|(old, new)| Change {
                path: &new.path,
                old: &old.text,
                new: &new.text,
            })
            .collect()
    }

    /// The files of this handbook that `earlier` does not have: paths and texts.
    pub fn additions<'a>(&'a self, earlier: &Self) -> Vec<(&'a str, &'a str)> {
        let new = self.files.iter().filter(|file| earlier.find(&file.path).is_err());
        new.map(|file| (&*file.path, file.text.as_str())).collect()
    }

    /// Everything that follows from the sources as they are now.
    pub fn snapshot(&self) -> Snapshot {
        let sources = Arc::new(Sources::new(self.files.clone()));
        let file_problems = self
            .problems
            .iter()
            .map(|problem| file_problem(problem, &sources))
            .collect();
        Snapshot {
            sources,
            parsed: self.parsed.clone(),
            file_problems,
            assets: self.assets.clone(),
            root: self.root.clone(),
            theme_files: self.theme_files.clone(),
            theme_assets: self.theme_assets.clone(),
            handbook: OnceLock::new(),
        }
    }
}

/// A theme's file as a source, so that findings can point into it; only templates have any.
fn template((path, text): &(String, String)) -> Option<Arc<SourceFile>> {
    let is_template = path.ends_with(".html");
    is_template.then(|| Arc::new(SourceFile::new(format!("themes/{path}"), text.as_str())))
}

fn theme_problem(error: ThemeError, handbook: &Handbook) -> ThemeProblem {
    let sources = &handbook.sources;
    let setting = handbook.config.theme.as_ref().map(|theme| theme.span);
    // Where the engine names no place, the setting stands for the theme, and a template of its own for no setting.
    let somewhere = || {
        let template = sources.iter().find(|(_, file)| file.path.starts_with("themes/"));
        let (id, _) = template.unwrap_or((FileId(0), sources.file(FileId(0))));
        setting.unwrap_or(Span::new(id, 0..0))
    };
    if let Some(name) = error.missing {
        let fault = ThemeFault::Missing { name: name.into() };
        return ThemeProblem {
            span: somewhere(),
            fault,
        };
    }
    let found = error.file.as_deref().and_then(|path| sources.find(path));
    let span = found.zip(error.range).map(|(file, range)| {
        let text = &sources.file(file).text;
        let (start, end) = (
            text.floor_char_boundary(range.start),
            text.ceil_char_boundary(range.end),
        );
        Span::new(file, start as u32..end.max(start) as u32)
    });
    let span = span.unwrap_or_else(somewhere);
    let path = sources.file(span.file).path.to_string();
    ThemeProblem {
        span,
        fault: ThemeFault::Template {
            path,
            reason: error.message,
        },
    }
}

fn file_problem(problem: &DiskProblem, sources: &Sources) -> FileProblem {
    let file = sources.find(&problem.path);
    let (encoding, at) = match &problem.kind {
        DiskProblemKind::NotUtf8(fault) => (
            fault.guess,
            file.map_or(0, |file| line_start(sources.file(file), fault.line)),
        ),
        _ => (None, 0),
    };
    // A file that could not be read at all has no place of its own: the finding stands at the settings or first file.
    let shown = file.or_else(|| sources.find("handbook.toml")).unwrap_or(FileId(0));
    FileProblem {
        span: Span::new(shown, at..at),
        path: problem.path.clone(),
        encoding,
        reason: problem.kind.key(),
        parameters: problem.kind.parameters(),
    }
}

/// The offset at which a line begins, lines counted from 1.
fn line_start(file: &SourceFile, line: u32) -> u32 {
    let starts = memchr::memchr_iter(b'\n', file.text.as_bytes()).map(|end| end + 1);
    std::iter::once(0).chain(starts).nth(line as usize - 1).unwrap_or(0) as u32
}

/// What one state of the sources comes to. Each part is made when it is first asked for, and never changes.
#[derive(Debug)]
pub struct Snapshot {
    sources: Arc<Sources>,
    parsed: Arc<Parsed>,
    file_problems: Vec<FileProblem>,
    assets: Vec<String>,
    root: PathBuf,
    theme_files: Arc<Vec<(String, String)>>,
    theme_assets: Vec<String>,
    handbook: OnceLock<Handbook>,
}

impl Snapshot {
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The resolved handbook. There always is one.
    pub fn handbook(&self) -> &Handbook {
        self.handbook.get_or_init(|| {
            let mut handbook = resolve::resolve(Inputs {
                sources: self.sources.clone(),
                parsed: self.parsed.clone(),
                file_problems: self.file_problems.clone(),
                assets: self.assets.clone(),
            });
            let faults = render::theme_faults(&handbook, &self.theme_files);
            let problems = faults.into_iter().map(|fault| theme_problem(fault, &handbook));
            handbook.theme_problems = problems.collect();
            let missing = self.missing_logo(&handbook);
            handbook.config_problems.extend(missing);
            handbook
        })
    }

    /// The logo that the settings name, where the folder has no such file.
    fn missing_logo(&self, handbook: &Handbook) -> Option<Problem> {
        let logo = handbook.config.site.logo.as_ref()?;
        let path = &logo.value;
        let in_theme = path.strip_prefix("themes/");
        let is_there = self.assets.contains(path)
            || self.theme_assets.contains(path)
            || self.sources.find(path).is_some()
            || self.theme_files.iter().any(|(file, _)| Some(&**file) == in_theme);
        (!is_there).then(|| Problem {
            kind: ProblemKind::Value {
                key: path.clone(),
                reason: ValueFault::MissingImage,
            },
            span: logo.span,
        })
    }

    /// The tags of the languages, the authoritative one first.
    pub fn languages(&self) -> Vec<String> {
        self.handbook()
            .languages
            .iter()
            .map(|language| language.tag.clone())
            .collect()
    }

    /// The handbook's title in the language `tag`, else in another; empty where it has none.
    pub fn title(&self, tag: &str) -> &str {
        let handbook = self.handbook();
        let mut languages = handbook.language_ids();
        let own = languages.find(|language| handbook.tag(*language) == tag);
        let title = own
            .or_else(|| handbook.language_ids().next())
            .and_then(|language| handbook.title.best(language));
        title.map_or("", String::as_str)
    }

    /// All findings, sorted by path, position and code.
    pub fn diagnostics(&self, options: &CheckOptions) -> Vec<Diagnostic> {
        check::check(self.handbook(), options)
    }

    /// The same, or nothing where `go_on` says in the midst of it that nobody needs them any more.
    pub fn diagnostics_while(
        &self,
        options: &CheckOptions,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Diagnostic>> {
        check::check_while(self.handbook(), options, go_on)
    }

    /// The site. Images and other files of the handbook are read now; one that has vanished is left out, since the
    /// page that shows it has a finding of its own.
    ///
    /// # Errors
    /// The theme does not exist, or one of its templates is faulty.
    pub fn site(&self, options: &SiteOptions) -> Result<Site, ThemeError> {
        self.renderer(options)?.site(|path| self.asset(path))
    }

    /// What makes each file of the site when it is asked for.
    ///
    /// # Errors
    /// The theme does not exist, or one of its templates does not read.
    pub fn renderer<'a>(&'a self, options: &'a SiteOptions) -> Result<Renderer<'a>, ThemeError> {
        let assets = self.assets.iter().chain(&self.theme_assets).map(String::as_str);
        Renderer::new(self.handbook(), options, &self.theme_files, assets)
    }

    /// What the image or other file at `path` in the handbook's folder holds now; nothing if it has vanished.
    pub fn asset(&self, path: &str) -> Option<Vec<u8>> {
        disk::read_asset(&self.root, path).ok()
    }

    /// The size of the handbook.
    pub fn stats(&self) -> Stats {
        let handbook = self.handbook();
        let regulations = handbook.regulations.iter().flat_map(|regulation| {
            regulation.editions.iter().map(|(language, edition)| RegulationStats {
                id: regulation.id.to_string(),
                language: handbook.tag(language).to_owned(),
                path: edition.path.clone(),
                articles: edition.texts.len(),
                citations: citation_stats(handbook, edition),
            })
        });
        // Templates are no part of what a handbook says.
        let texts = || {
            self.sources
                .iter()
                .filter(|(_, file)| !file.path.starts_with("themes/"))
        };
        Stats {
            files: texts().count(),
            bytes: texts().map(|(_, file)| file.text.len() as u64).sum(),
            regulations: regulations.collect(),
            roles: handbook.roles.len(),
        }
    }
}

fn citation_stats(handbook: &Handbook, edition: &crate::model::Edition) -> CitationStats {
    let mut stats = CitationStats::default();
    let citations = edition.texts.iter().flat_map(|&text| &handbook.text(text).citations);
    for citation in citations {
        for member in &citation.members {
            match (&citation.citing, member.target) {
                (Citing::External(_), _) | (_, Target::External) => stats.external += 1,
                (_, Target::Article { .. } | Target::Division { .. }) => stats.resolved += 1,
                (_, Target::Missing(_) | Target::Unclear) => stats.unresolved += 1,
            }
        }
    }
    stats
}
