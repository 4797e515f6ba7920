//! RB401: a role article that gives its role nothing to do.

use super::role_name;
use super::texts::role_articles;
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::model::{ArticleText, Handbook};
use crate::syntax::{Block, BlockKind};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for (role, article) in role_articles(handbook).filter(|(_, article)| article.duties.is_empty()) {
        let text = handbook.text(article.text);
        let node = handbook.node(text);
        let said = said(handbook, text);
        // An article without anything below its heading is RB009's.
        let is_empty = node.blocks.is_empty();
        if is_empty || said == Some(BlockKind::Paragraph) {
            continue;
        }
        let place = node.title.as_ref().map_or(&node.label, |title| &title.span);
        let finding = wording::finding(handbook, "RB401", text, place).param("role", role_name(handbook, role));
        findings.push(match said {
            Some(_) => finding.variant("unnumbered"),
            None => finding,
        });
    }
}

/// What an article says beside its fields and lead-ins: text, or nothing but bullets.
fn said(handbook: &Handbook, text: &ArticleText) -> Option<BlockKind> {
    let chapter = handbook.chapter_of(text);
    let language = handbook.language(text.language);
    let mut said = None;
    let mut bullets = 0;
    for (index, block) in chapter.document.blocks_of(handbook.node(text)) {
        if block.kind == BlockKind::Item(None) {
            bullets = block.end as usize;
            said = Some(block.kind);
        }
        if index < bullets || !is_text(block) {
            continue;
        }
        let plain = handbook.block_text(chapter, block);
        let plain = plain.text.trim_end();
        let leads_in = language
            .pack
            .roles
            .colons
            .iter()
            .any(|colon| plain.ends_with(colon.as_str()));
        if !plain.is_empty() && !leads_in {
            return Some(BlockKind::Paragraph);
        }
    }
    said
}

fn is_text(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell | BlockKind::Code)
}
