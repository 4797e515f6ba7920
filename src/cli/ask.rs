//! Questions to the one at the terminal, each with an answer that Enter gives.

use std::io::{self, BufRead, IsTerminal, Write};

use super::usage::BadValue;
use super::words::Words;
use crate::language::Language;
use crate::scaffold;

/// Who answers.
pub(super) struct Questions {
    asks: bool,
}

impl Questions {
    /// Questions are asked on a terminal, or where `always` says so.
    pub(super) fn new(always: bool, never: bool) -> Self {
        Self {
            asks: always || (!never && io::stdin().is_terminal()),
        }
    }

    /// The answer, or `usual` where none is given or nobody is asked.
    ///
    /// # Errors
    /// The standard input cannot be read.
    pub(super) fn ask(&self, question: &str, usual: &str) -> io::Result<String> {
        if !self.asks {
            return Ok(usual.to_owned());
        }
        let shown = if usual.is_empty() {
            String::new()
        } else {
            format!(" [{usual}]")
        };
        let mut out = io::stderr().lock();
        write!(out, "{question}{shown} ")?;
        out.flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        let answer = line.trim();
        Ok(if answer.is_empty() { usual } else { answer }.to_owned())
    }
}

/// What a command has to know: given with flags or asked for.
pub(super) struct Wanted {
    questions: Questions,
    /// Flags of what nobody gave.
    missing: Vec<String>,
}

impl Wanted {
    pub(super) fn new(questions: Questions) -> Self {
        Self {
            questions,
            missing: Vec::new(),
        }
    }

    /// What was given, else the answer to the question. Where there is neither, the flag is noted as missing.
    ///
    /// # Errors
    /// The standard input cannot be read.
    pub(super) fn text(&mut self, given: Option<&str>, flag: &str, question: &str) -> io::Result<String> {
        let text = match given {
            Some(text) => text.trim().to_owned(),
            None => self.questions.ask(question, "")?,
        };
        if text.is_empty() {
            self.missing.push(flag.to_owned());
        }
        Ok(text)
    }

    /// What was given, else the answer to the question, which may be none.
    ///
    /// # Errors
    /// The standard input cannot be read.
    pub(super) fn choice(&self, given: Option<&str>, question: &str) -> io::Result<Option<String>> {
        let text = match given {
            Some(text) => text.trim().to_owned(),
            None => self.questions.ask(question, "")?,
        };
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    pub(super) fn missing(&self) -> &[String] {
        &self.missing
    }
}

/// A text for one language, `zh=经理`, or for all of them.
#[derive(Clone, Debug)]
pub(super) struct Named {
    tag: Option<String>,
    text: String,
}

impl std::str::FromStr for Named {
    type Err = BadValue;

    /// # Errors
    /// What looks like the tag of a language is none that there is a pack for.
    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let is_tag = |tag: &str| {
            let primary = tag.split('-').next().unwrap_or_default();
            matches!(primary.len(), 2 | 3) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        Ok(match written.split_once('=').filter(|(tag, _)| is_tag(tag)) {
            Some((tag, _)) if Language::find(tag).is_none() => return Err(BadValue::Language { tag: tag.to_owned() }),
            Some((tag, text)) => Self {
                tag: Some(tag.to_owned()),
                text: text.trim().to_owned(),
            },
            None => Self {
                tag: None,
                text: written.trim().to_owned(),
            },
        })
    }
}

/// What `named` say for a language: what is meant for it alone, else what is meant for all.
///
/// # Errors
/// Two of them say it.
pub(super) fn given<'a>(
    named: &'a [Named],
    tag: &str,
    (own, words): (&scaffold::Words, &Words),
) -> anyhow::Result<Option<&'a str>> {
    let mut texts = Vec::new();
    for wanted in [Some(tag), None] {
        if texts.is_empty() {
            let fitting = named.iter().filter(|named| named.tag.as_deref() == wanted);
            texts = fitting.map(|named| named.text.as_str()).collect();
        }
    }
    match texts[..] {
        [] => Ok(None),
        [text] => Ok(Some(text)),
        [first, second, ..] => {
            let values = [("first", first), ("second", second), ("language", tag)];
            anyhow::bail!(words.fill(&own.given_twice, &values))
        }
    }
}
