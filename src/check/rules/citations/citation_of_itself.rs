//! RB204: articles that cite themselves by their number.

use super::all;
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::language::Level;
use crate::model::Handbook;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for cited in all(handbook) {
        let Some(text) = cited.text else { continue };
        let number = handbook.node(text).number;
        for member in &cited.citation.members {
            let itself = member.target.article() == Some(text.article) && member.through.is_none();
            let named = member.path.get(Level::Article) == Some(number);
            if itself && named && cited.numeral(member, Level::Article).is_some() {
                let finding = cited.finding("RB204", &member.span);
                findings.push(finding.param("article", wording::article(handbook, text)));
            }
        }
    }
}
