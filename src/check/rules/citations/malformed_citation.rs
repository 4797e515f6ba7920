//! RB203: citations whose meaning is plain and whose form is not.

use super::all;
use crate::diagnostic::{Edit, Findings, Fix, Safety};
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for cited in all(handbook) {
        let citation = cited.citation;
        if citation.faults.is_empty() {
            continue;
        }
        let whole = citation.span.start as usize..citation.span.end as usize;
        let source = cited.written();
        let mut edits = Vec::new();
        let mut suggestion = String::with_capacity(source.len() + 8);
        let mut done = whole.start;
        for fault in &citation.faults {
            // A fault within another one is mended in the next round.
            if fault.range.start < done || fault.range.end > whole.end {
                continue;
            }
            suggestion.push_str(&source[done - whole.start..fault.range.start - whole.start]);
            suggestion.push_str(&fault.replacement);
            done = fault.range.end;
            edits.push(Edit {
                span: cited.span(&(fault.range.start as u32..fault.range.end as u32)),
                text: fault.replacement.clone(),
            });
        }
        suggestion.push_str(&source[done - whole.start..]);
        let mut finding = cited.finding("RB203", &citation.span).param("suggestion", suggestion);
        let is_doubtful = citation.faults.iter().any(|fault| fault.is_doubtful);
        finding.fix = (!is_doubtful).then_some(Fix {
            safety: Safety::Safe,
            edits,
        });
        findings.push(finding);
    }
}
