//! What of a file can be folded away.

use crate::model::Handbook;
use crate::source::FileId;
use crate::syntax::{BlockKind, Bytes};

/// A range to fold, from its first line to its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    pub kind: FoldKind,
    pub bytes: Bytes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    FrontMatter,
    /// A part, chapter or section.
    Division,
    Article,
    Comment,
}

/// What of a chapter can be folded, in order.
pub fn folds(handbook: &Handbook, file: FileId) -> Vec<Fold> {
    let Some(chapter) = handbook.chapters.iter().find(|chapter| chapter.file == file) else {
        return Vec::new();
    };
    let document = &chapter.document;
    let source = handbook.source(chapter);
    let mut found = Vec::new();
    let mut add = |kind: FoldKind, bytes: Bytes| {
        let range = bytes.start as usize..bytes.end as usize;
        let text = source.get(range).unwrap_or_default().trim_end();
        if text.contains('\n') {
            let bytes = bytes.start..bytes.start + text.len() as u32;
            found.push(Fold { kind, bytes });
        }
    };
    if let Some(front_matter) = &document.front_matter {
        // With its marks.
        let rest = &source[front_matter.end as usize..];
        let end = front_matter.end + rest.find('\n').unwrap_or(rest.len()) as u32;
        add(FoldKind::FrontMatter, 0..end);
    }
    for (index, division) in document.divisions.iter().enumerate() {
        let later = &document.divisions[index + 1..];
        let next = later.iter().find(|other| other.level <= division.level);
        let end = next.map_or(source.len() as u32, |next| next.head.start);
        add(FoldKind::Division, division.head.start..end);
    }
    for article in &document.articles {
        add(FoldKind::Article, article.span.clone());
    }
    for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Html) {
        add(FoldKind::Comment, block.span.clone());
    }
    found.sort_by_key(|fold| (fold.bytes.start, std::cmp::Reverse(fold.bytes.end)));
    found
}
