//! Patterns: compiled, and refused where they could never match or would match everything.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind, Look};

/// What a compiled pattern may take, in bytes: enough for any sentence, too little to slow a check down.
const SIZE_LIMIT: usize = 1 << 20;

/// Why a pattern is of no use.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// In the words of the library, on one line.
    Invalid(String),
    /// No text matches it.
    Dead,
    /// Every text matches it.
    Empty,
}

/// Compiles a pattern that minds no letter case.
pub(super) fn compile(written: &str) -> Result<Regex, Fault> {
    let hir = ParserBuilder::new().case_insensitive(true).build().parse(written);
    let hir = hir.map_err(|error| Fault::Invalid(reason(&error)))?;
    match hir.properties().minimum_len() {
        None => return Err(Fault::Dead),
        Some(_) if is_impossible(&hir, false, false) => return Err(Fault::Dead),
        Some(0) => return Err(Fault::Empty),
        Some(_) => {}
    }
    let regex = RegexBuilder::new(written)
        .case_insensitive(true)
        .size_limit(SIZE_LIMIT)
        .build();
    regex.map_err(|error| Fault::Invalid(error.to_string()))
}

/// The library's sentence, without the drawing of the place above it.
fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        error => error.to_string(),
    }
}

/// Whether nothing matches, given that something not empty is certain to stand `before` or `after`. A text is one
/// line: a line break never matches.
fn is_impossible(hir: &Hir, before: bool, after: bool) -> bool {
    let takes_room = |hir: &Hir| hir.properties().minimum_len() != Some(0);
    match hir.kind() {
        HirKind::Look(Look::Start | Look::StartLF | Look::StartCRLF) => before,
        HirKind::Look(Look::End | Look::EndLF | Look::EndCRLF) => after,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Repetition(repetition) => repetition.min > 0 && is_impossible(&repetition.sub, before, after),
        HirKind::Capture(capture) => is_impossible(&capture.sub, before, after),
        HirKind::Alternation(branches) => branches.iter().all(|branch| is_impossible(branch, before, after)),
        HirKind::Concat(parts) => parts.iter().enumerate().any(|(at, part)| {
            let before = before || parts[..at].iter().any(takes_room);
            let after = after || parts[at + 1..].iter().any(takes_room);
            is_impossible(part, before, after)
        }),
        _ => hir.properties().minimum_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_never_match_is_told_from_what_can() {
        for dead in [
            "$x",
            "a^b",
            "(?:a|b)^c",
            "[a&&b]",
            "x[^\\s\\S]",
            "a(?:$b|^c)",
            "a\\nb",
            "(?m)x$y",
        ] {
            assert_eq!(compile(dead).err(), Some(Fault::Dead), "{dead}");
        }
        for alive in ["^x$", "^\\s*x", "(?:^|a)x", "a(?:b|$)", "x(?:$y)?", "罚款|扣款$"] {
            assert!(compile(alive).is_ok(), "{alive}");
        }
    }

    #[test]
    fn what_matches_everything_is_refused() {
        for empty in ["", "x*", "(?:a|b?)", "^"] {
            assert_eq!(compile(empty).err(), Some(Fault::Empty), "{empty}");
        }
    }

    #[test]
    fn what_the_library_does_not_understand_says_why() {
        for (invalid, part) in [
            ("(罚款", "unclosed"),
            ("(?!不得)罚款", "look-around"),
            ("x{1000}{1000}", "size"),
        ] {
            let Some(Fault::Invalid(reason)) = compile(invalid).err() else {
                panic!("{invalid} was compiled")
            };
            assert!(reason.contains(part) && !reason.contains('\n'), "{reason}");
        }
    }
}
