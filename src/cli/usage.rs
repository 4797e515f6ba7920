//! What is wrong with a command line, in the language of the one who wrote it.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde::Deserialize;

use super::console::Console;
use super::help;
use super::words::Words;
use super::{Arguments, Color, Global};
use crate::language::Language;

/// The words for it: the table `[cli.usage]` of a language pack.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Strings {
    /// With `{name}`.
    unknown_option: String,
    /// With `{name}`.
    unknown_command: String,
    /// With `{name}`.
    superfluous: String,
    /// With `{option}` and `{value}`.
    bad_value: String,
    /// With `{option}`.
    no_value: String,
    /// With `{option}` and `{other}`.
    conflict: String,
    /// With `{option}`.
    twice: String,
    /// With `{options}`.
    missing: String,
    /// With `{suggestion}`.
    suggestion: String,
    /// With `{values}`.
    values: String,
    /// With the `{command}` that explains itself.
    help: String,
    /// What the address of a site is.
    web_address: String,
    /// What a report is asked for with. With `{formats}`.
    report_file: String,
}

/// Why the value of an option that is read by our own code cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadValue {
    #[error("the address of a site begins with https:// or http:// and names a host")]
    WebAddress,
    #[error("there is no language pack `{tag}`")]
    Language { tag: String },
    #[error("write FORMAT=FILE, with one of {}", .formats.join(", "))]
    ReportFile { formats: Vec<String> },
}

impl BadValue {
    fn told(&self, words: &Words) -> String {
        match self {
            Self::WebAddress => words.cli.usage.web_address.clone(),
            Self::Language { tag } => words.unknown_language(tag).to_string(),
            Self::ReportFile { formats } => {
                let formats = formats.join(separator(words));
                words.fill(&words.cli.usage.report_file, &[("formats", &formats)])
            }
        }
    }
}

/// What stands between the parts of a list.
fn separator(words: &Words) -> &'static str {
    &Language::nearest(&words.tag).pack.list_separator
}

/// Says why the command line `arguments` cannot be understood, or what it asks to be told: how to use the program.
pub(super) fn report(error: &clap::Error, arguments: &[OsString]) {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let console = Console::new(&Global {
        lang: language(&texts).map(str::to_owned),
        color: Color::Auto,
        quiet: false,
    });
    let words = console.words(&[]).or_else(|_| Words::choose(None, &[])).ok();
    if let Some(message) = words.as_ref().and_then(|words| message(error, &texts, words)) {
        return console.error(&message);
    }
    let help = words.and_then(|words| help::command(Language::nearest(&words.tag)));
    let told = help.and_then(|command| command.try_get_matches_from(arguments).err());
    // Where even this cannot be printed there is nobody left to tell.
    let _ = told.as_ref().unwrap_or(error).print();
}

/// The language that the command line asks for.
fn language<'a>(arguments: &[&'a str]) -> Option<&'a str> {
    let mut all = arguments.iter();
    all.find_map(|argument| argument.strip_prefix("--lang=")).or_else(|| {
        let at = arguments.iter().position(|argument| *argument == "--lang")?;
        arguments.get(at + 1).copied()
    })
}

/// Nothing for help and versions, and for the errors that no program's user meets.
fn message(error: &clap::Error, arguments: &[&str], words: &Words) -> Option<String> {
    let own = &words.cli.usage;
    let all = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.as_str()],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let join = |kind| all(kind).join(separator(words));
    let option = join(ContextKind::InvalidArg);
    let value = join(ContextKind::InvalidValue);
    let fill = |template: &str, values: &[(&str, &str)]| words.fill(template, values);
    let fault = match error.kind() {
        ErrorKind::UnknownArgument => {
            let is_option = option.starts_with('-');
            let template = if is_option {
                &own.unknown_option
            } else {
                &own.superfluous
            };
            fill(template, &[("name", &option)])
        }
        ErrorKind::InvalidSubcommand => {
            let name = join(ContextKind::InvalidSubcommand);
            fill(&own.unknown_command, &[("name", &name)])
        }
        ErrorKind::InvalidValue if value.is_empty() => fill(&own.no_value, &[("option", &option)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            fill(&own.bad_value, &[("option", &option), ("value", &value)])
        }
        ErrorKind::MissingRequiredArgument => fill(&own.missing, &[("options", &option)]),
        ErrorKind::ArgumentConflict => match join(ContextKind::PriorArg) {
            other if other == option => fill(&own.twice, &[("option", &option)]),
            other => fill(&own.conflict, &[("option", &option), ("other", &other)]),
        },
        _ => return None,
    };
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    // The likeliest comes last.
    let suggestion = suggested.into_iter().find_map(|kind| all(kind).last().copied());
    let values = join(ContextKind::ValidValue);
    // Our own readers say what may be written; that of dates says how it reads.
    let reason = std::error::Error::source(error).filter(|reason| !reason.is::<jiff::Error>());
    let more = [
        reason.map(|reason| match reason.downcast_ref::<BadValue>() {
            Some(own) => own.told(words),
            None => reason.to_string(),
        }),
        suggestion.map(|suggestion| fill(&own.suggestion, &[("suggestion", suggestion)])),
        Some(&values)
            .filter(|values| !values.is_empty())
            .map(|values| fill(&own.values, &[("values", values)])),
        Some(fill(&own.help, &[("command", &command(arguments))])),
    ];
    let lines = std::iter::once(fault).chain(more.into_iter().flatten());
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// The command of a command line, as far as there are such commands, with the option that explains it.
fn command(arguments: &[&str]) -> String {
    let program = Arguments::command();
    let mut at = &program;
    let mut words = vec![program.get_name()];
    for argument in arguments.iter().skip(1) {
        if let Some(next) = at.find_subcommand(argument) {
            words.push(next.get_name());
            at = next;
        }
    }
    words.push("--help");
    words.join(" ")
}
