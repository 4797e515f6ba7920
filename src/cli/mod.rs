//! The command line: what the program is asked to do, and its exit status.

mod ask;
mod baseline;
mod build;
mod check;
mod console;
mod diff;
mod explain;
mod export;
mod fix;
mod fmt;
mod format;
mod help;
mod import;
mod init;
mod lsp;
mod new;
mod renumber;
mod reports;
mod rewriting;
mod rules;
mod schema;
mod self_test;
mod serve;
mod translations;
mod usage;
mod verify;
mod watch;
mod words;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::pack;
use crate::diagnostic::{self, Lint};
use crate::render;
use crate::workspace::Workspace;
use console::Console;
use words::Words;

/// Turns a company's regulation, written as Markdown chapters in several languages, into a cross-linked staff
/// handbook, and checks the chapters for consistency.
#[derive(Debug, Parser)]
#[command(name = "rolebook", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
struct Global {
    /// Language of the messages, such as zh or en [default: that of the system, else the handbook's first]
    #[arg(long, global = true, value_name = "TAG")]
    lang: Option<String>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Print findings and errors only
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report what is wrong or inconsistent in a handbook
    Check(check::Check),
    /// Begin a handbook: settings, two roles, one regulation
    Init(init::Init),
    /// Add a role, an article, a chapter or a regulation to a handbook
    New(new::New),
    /// Tidy the chapters: blanks, empty lines, list markers, headings, the width of marks
    Fmt(fmt::Fmt),
    /// Number articles, chapters and items in order, with every citation of them
    Renumber(renumber::Renumber),
    /// Build the website of a handbook
    Build(build::Build),
    /// Show the website while it is being written
    Serve(serve::Serve),
    /// Turn texts and Word files into regulations of a handbook
    Import(import::ImportFiles),
    /// Explain a rule, with an example
    Explain(explain::Explain),
    /// List all rules
    Rules(rules::Rules),
    /// Print the JSON Schema of a settings file, for editors and other programs
    Schema(schema::Schema),
    /// Serve an editor over the Language Server Protocol, at the standard input and output
    Lsp(lsp::Lsp),
    /// Write a regulation, or the duties of a role, for Word
    Export(export::Export),
    /// Hold a built or published site against its manifest.json
    Verify(verify::Verify),
    /// List what there is to translate and to review, or record a review
    Translations(translations::Translations),
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    Terminal,
    Json,
}

/// How a command ended. Ordered with the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// It was done, and nothing was found.
    Clean,
    /// Findings that a handbook must not be published with.
    Findings,
    /// It could not be done: usage, configuration, input or output.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        })
    }
}

/// Does what `arguments` ask for; the first of them is the program's own name.
///
/// The status is 0 where nothing was found, 1 where there are findings, 2 where it could not be done.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            usage::report(&error, &arguments);
            return if error.use_stderr() {
                Status::Failed
            } else {
                Status::Clean
            }
            .into();
        }
    };
    // Who has a pool already keeps it.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(render::STACK).build_global();
    let console = Console::new(&arguments.global);
    let status = match arguments.command {
        Command::Check(check) => check.run(&console),
        Command::Init(init) => init.run(&console),
        Command::New(new) => new.run(&console),
        Command::Fmt(fmt) => fmt.run(&console),
        Command::Renumber(renumber) => renumber.run(&console),
        Command::Build(build) => build.run(&console),
        Command::Import(import) => import.run(&console),
        Command::Explain(explain) => explain.run(&console),
        Command::Rules(rules) => rules.run(&console),
        Command::Schema(schema) => schema.run(&console),
        Command::Lsp(lsp) => lsp.run(&console),
        Command::Export(export) => export.run(&console),
        Command::Translations(translations) => translations.run(&console),
        Command::Serve(serve) => serve.run(&console),
        Command::Verify(verify) => verify.run(&console),
    };
    let status = status.unwrap_or_else(|error| {
        console.error(&format!("{error:#}"));
        Status::Failed
    });
    status.into()
}

/// The rules that need no handbook: the program's own and those of the packs built in, in the order of their codes.
fn rules_of_the_program() -> impl Iterator<Item = &'static Lint> {
    let packs = pack::builtin_packs().iter().flat_map(|pack| &pack.rules);
    let mut lints: Vec<&Lint> = diagnostic::lints().iter().collect();
    lints.extend(packs.map(|rule| &*rule.lint));
    lints.sort_by(|one, other| one.code.cmp(&other.code));
    lints.into_iter()
}

/// The handbook in the folder `dir`.
///
/// # Errors
/// It cannot be opened; told in the language that the console speaks.
fn open(dir: &Path, console: &Console) -> anyhow::Result<Workspace> {
    match Workspace::open(dir) {
        Ok(workspace) => Ok(workspace),
        Err(error) => anyhow::bail!(error.message(&console.words(&[])?.tag)),
    }
}

/// `path` as a shell takes it for one argument: in a command that is shown to be copied.
fn as_argument(path: &Path) -> String {
    let path = path.display().to_string();
    // It stands between folders on one system, and before what is meant as it is on the other.
    let is_escape = |next: char| next == '\\' && !cfg!(windows);
    let is_plain = |next: char| next.is_alphanumeric() || ("-_./\\:+,@".contains(next) && !is_escape(next));
    if !path.is_empty() && path.chars().all(is_plain) {
        return path;
    }
    let mut quoted = String::from('"');
    for next in path.chars() {
        if matches!(next, '"' | '$' | '`') || is_escape(next) {
            quoted.push('\\');
        }
        quoted.push(next);
    }
    quoted + "\""
}

/// The one of `lints` with this code, with or without its letters, or this name, or an error that names the likeliest
/// one.
fn find_rule<'a>(lints: &[&'a Lint], code: &str, words: &Words) -> anyhow::Result<&'a Lint> {
    let is_number = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    let code_or_name = if is_number {
        format!("RB{code}")
    } else {
        code.to_owned()
    };
    let is_meant =
        |lint: &Lint| lint.code.eq_ignore_ascii_case(&code_or_name) || lint.name.eq_ignore_ascii_case(&code_or_name);
    let found = lints.iter().copied().find(|lint| is_meant(lint));
    found.ok_or_else(|| unknown_rule(lints.iter().copied(), code, words))
}

fn unknown_rule<'a>(lints: impl IntoIterator<Item = &'a Lint>, code: &str, words: &Words) -> anyhow::Error {
    let message = match diagnostic::suggest_from(lints, code) {
        Some(lint) => words.fill(
            &words.cli.did_you_mean,
            &[("code", code), ("suggestion", &lint.code), ("name", &lint.name)],
        ),
        None => words.fill(&words.cli.unknown_rule, &[("code", code)]),
    };
    anyhow::Error::msg(message)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn a_folder_in_a_command_to_be_copied_is_one_argument() {
        for plain in ["handbook", "../员工手册/v1.2", "C:/a_b-c"] {
            assert_eq!(as_argument(Path::new(plain)), plain);
        }
        assert_eq!(as_argument(Path::new("staff handbook")), "\"staff handbook\"");
        assert_eq!(as_argument(Path::new("a;b'$c`\"")), "\"a;b'\\$c\\`\\\"\"");
    }

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_rule_is_found_by_its_number_alone() {
        let words = Words::choose(Some("en"), &[]).expect("there is a pack");
        let lints: Vec<&Lint> = rules_of_the_program().collect();
        let found = find_rule(&lints, "301", &words).map(|lint| lint.code.as_str());
        assert_eq!(found.ok(), Some("RB301"));
        let error = find_rule(&lints, "999", &words).expect_err("there is no such rule");
        assert!(error.to_string().ends_with("rolebook rules for all of them"), "{error}");
    }

    #[test]
    fn the_worst_status_of_several_handbooks_counts() {
        let worst = [Status::Clean, Status::Failed, Status::Findings].into_iter().max();
        assert_eq!(worst, Some(Status::Failed));
    }
}
