//! The help of the command line in other languages than English, which stands where the options are declared.

use clap::builder::{PossibleValue, Resettable, StyledStr};
use clap::{Arg, Command, CommandFactory};

use super::Arguments;
use crate::diagnostic::fill;
use crate::language::{Language, Pack};

/// The command line of the program with its help in `language`; nothing for English, which it has anyway.
pub(super) fn command(language: &'static Language) -> Option<Command> {
    if language.pack.help.is_empty() {
        return None;
    }
    let help = Help(&language.pack);
    let mut command = help.declared(Arguments::command());
    command.build();
    Some(help.finished(command))
}

struct Help(&'static Pack);

impl Help {
    /// The text for one of the program's own; it stays as it is where there is none.
    fn text(&self, english: Option<&StyledStr>) -> String {
        let english = english.map(ToString::to_string).unwrap_or_default();
        self.0.help.get(&english).cloned().unwrap_or(english)
    }

    /// The text for one of the library's.
    fn word(&self, english: &'static str) -> &'static str {
        self.0.help.get(english).map_or(english, String::as_str)
    }

    /// `command` with the texts of what the program declares itself.
    fn declared(&self, command: Command) -> Command {
        let about = self.text(command.get_about());
        let usage = self.word("Usage: ");
        let command = command
            .about(about)
            .subcommand_help_heading(self.word("Commands"))
            .subcommand_value_name(self.word("COMMAND"))
            .help_template(format!("{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}"))
            .mut_args(|argument| self.argument(argument));
        within(command, |inner| self.declared(inner))
    }

    fn argument(&self, argument: Arg) -> Arg {
        let heading = match argument.is_positional() {
            true => "Arguments",
            false => "Options",
        };
        let mut text = self.text(argument.get_help());
        let takes_values = argument.get_action().takes_values();
        if takes_values {
            text += &self.values(&argument);
        }
        argument
            .help(text)
            .long_help(Resettable::Reset)
            .hide_default_value(takes_values)
            .hide_possible_values(takes_values)
            .help_heading(self.word(heading))
    }

    /// What may be written for an argument, and what holds where nothing is: the library says both in English.
    fn values(&self, argument: &Arg) -> String {
        let values = argument.get_possible_values();
        let are_explained = values.iter().any(|value| value.get_help().is_some());
        let mut text = String::new();
        if !are_explained && !values.is_empty() {
            let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            let names = names.join(&self.0.list_separator);
            text += &fill(self.word(" [possible values: {values}]"), |_| Some(&names));
        }
        if let Some(value) = argument.get_default_values().first() {
            let value = value.to_string_lossy();
            text += &fill(self.word(" [default: {value}]"), |_| Some(&value));
        }
        for value in values.iter().filter(|_| are_explained) {
            text += &format!("\n- {}: {}", value.get_name(), self.text(value.get_help()));
        }
        text
    }

    /// The rest, which the library adds when it puts the command line together.
    fn finished(&self, command: Command) -> Command {
        let about = self.text(command.get_about());
        let command = within(command.about(about), |inner| self.finished(inner));
        let mut command = command.mut_args(|argument| match argument.get_id().as_str() {
            "help" | "version" => self.argument(argument),
            _ => argument,
        });
        let usage = command.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        command.override_usage(usage.replace("[OPTIONS]", self.word("[OPTIONS]")))
    }
}

/// `command` with each of its commands changed.
fn within(command: Command, mut change: impl FnMut(Command) -> Command) -> Command {
    let names = command.get_subcommands().map(|inner| inner.get_name().to_owned());
    let names: Vec<String> = names.collect();
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, &mut change))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::language::Language;

    /// Every text that the help in English has.
    fn texts(command: &Command, found: &mut BTreeSet<String>) {
        let mut add = |text: Option<&StyledStr>| found.extend(text.map(ToString::to_string));
        add(command.get_about());
        for argument in command.get_arguments() {
            add(argument.get_help());
            if argument.get_action().takes_values() {
                for value in argument.get_possible_values() {
                    add(value.get_help());
                }
            }
        }
        command.get_subcommands().for_each(|inner| texts(inner, found));
    }

    #[test]
    fn every_text_of_the_help_is_in_every_language() {
        let mut english = BTreeSet::new();
        let mut command = Arguments::command();
        command.build();
        texts(&command, &mut english);
        let own = [
            "Usage: ",
            "[OPTIONS]",
            "COMMAND",
            "Commands",
            "Arguments",
            "Options",
            " [default: {value}]",
            " [possible values: {values}]",
        ];
        english.extend(own.map(str::to_owned));
        for language in Language::tags().filter_map(Language::find) {
            let texts = &language.pack.help;
            if language.pack.tag == "en" {
                assert!(texts.is_empty());
                continue;
            }
            let missing: Vec<_> = english.iter().filter(|text| !texts.contains_key(*text)).collect();
            assert!(missing.is_empty(), "{} lacks {missing:#?}", language.pack.tag);
            let stale: Vec<_> = texts.keys().filter(|text| !english.contains(*text)).collect();
            assert!(
                stale.is_empty(),
                "{} has what English has not: {stale:#?}",
                language.pack.tag
            );
        }
    }
}
