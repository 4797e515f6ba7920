//! Findings one to a line, for editors and scripts that read `path:line:column: …`.

use super::{Strings, Style};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// All findings, one to a line, in the language `tag`.
pub fn short(diagnostics: &[Diagnostic], sources: &Sources, strings: &Strings, tag: &str, style: &Style<'_>) -> String {
    let mut report = String::new();
    for diagnostic in diagnostics {
        let file = sources.file(diagnostic.span.file);
        let place = file.position(diagnostic.span.start);
        let head = format!("{}[{}]", strings.level(diagnostic.level), diagnostic.lint.code);
        report += &format!(
            "{}{}:{}:{}: {}: {}\n",
            style.prefix,
            file.path,
            place.line,
            place.column,
            style.paint(style.level(diagnostic.level), head),
            // A message is one sentence; should a parameter bring a line break, the line must hold all the same.
            diagnostic.message(tag).replace(['\r', '\n'], " "),
        );
    }
    report
}

#[cfg(test)]
mod tests {
    use super::super::tests::{one_sided, sources, strings};
    use super::*;

    #[test]
    fn a_finding_is_one_line_with_its_place() {
        let sources = sources();
        let style = Style {
            width: 80,
            color: false,
            prefix: "",
        };
        let report = short(&[one_sided(&sources)], &sources, &strings("zh"), "zh", &style);
        insta::assert_snapshot!(report, @"zh/customer-service/01-positions.md:3:8: 错误[RB301]: “营销协理”以“客户服务中心总监”为直接上级，但“客户服务中心总监”的直接下级中没有“营销协理”");
    }
}
