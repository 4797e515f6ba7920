//! Plain text as a [`Manuscript`]: a line is a paragraph.

use super::manuscript::{Block, Manuscript, Paragraph, Place, Remark, Run};
use crate::workspace::decode;

/// Reads a text in whatever encoding it seems to be in. Characters that cannot be read become U+FFFD, and a remark says
/// where.
pub fn read(name: &str, bytes: Vec<u8>) -> Manuscript {
    let decoded = decode::decode(bytes);
    let mut manuscript = Manuscript {
        name: name.to_owned(),
        ..Manuscript::default()
    };
    if let Some(fault) = decoded.fault {
        let (place, key, text) = match fault.guess {
            Some(encoding) => (0, "encoding", encoding),
            None => (fault.line, "unreadable", ""),
        };
        manuscript.remarks.push(Remark {
            place: Place(place),
            key,
            text: text.to_owned(),
        });
    }
    for (index, line) in decoded.text.split(['\n', '\u{c}', '\u{2028}', '\u{2029}']).enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let run = Run {
            text: line.to_owned(),
            ..Run::default()
        };
        manuscript.blocks.push(Block::Paragraph(Paragraph {
            place: Place(index as u32 + 1),
            runs: vec![run],
            ..Paragraph::default()
        }));
    }
    manuscript
}
