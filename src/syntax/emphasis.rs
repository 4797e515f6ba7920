//! Emphasis in Chinese text. CommonMark's flanking rule takes the second run of `**重要。**下一句` for an opening one,
//! because a punctuation mark stands before it and a letter after it. Here asterisks are paired again with the rule that
//! the neighbours of an ideograph are always free to flank (the “CJK-friendly emphasis” amendment to CommonMark).

use super::{Inline, InlineKind};

struct Delimiter {
    start: u32,
    /// Asterisks left to pair.
    left: u32,
    length: u32,
    opens: bool,
    closes: bool,
    /// Marks of other kinds (links) that it stands in: pairs stay within one.
    scope: u32,
    /// Asterisks already used at its start (as a closer) …
    used_front: u32,
}

/// Pairs the asterisks of `inlines[first..]` again.
pub fn repair(source: &str, inlines: &mut Vec<Inline>, first: usize) {
    let old: Vec<Inline> = inlines.drain(first..).collect();
    let star = |at: u32| source.as_bytes().get(at as usize) == Some(&b'*');
    let underscored = old.iter().any(|inline| {
        matches!(inline.kind, InlineKind::StrongStart | InlineKind::EmphasisStart) && !star(inline.start)
    });
    if underscored {
        inlines.extend(old);
        return;
    }
    let (pieces, mut delimiters) = flatten(source, &old);
    let marks = pair(&mut delimiters);
    rebuild(&pieces, &delimiters, marks, inlines);
}

/// The inlines without emphasis and without asterisks that may delimit, and those as runs.
fn flatten(source: &str, old: &[Inline]) -> (Vec<(Inline, u32)>, Vec<Delimiter>) {
    let mut pieces = Vec::new();
    let mut stars: Vec<(u32, u32)> = Vec::new();
    let (mut scope, mut scopes) = (0, 0);
    let mut outer = Vec::new();
    for inline in old {
        match inline.kind {
            InlineKind::StrongStart | InlineKind::EmphasisStart => {
                let width = if inline.kind == InlineKind::StrongStart { 2 } else { 1 };
                stars.extend((0..width).map(|at| (inline.start + at, scope)));
                stars.extend((0..width).map(|at| (inline.end - 1 - at, scope)));
            }
            InlineKind::StrongEnd | InlineKind::EmphasisEnd => {}
            InlineKind::Text => {
                let text = &source[inline.start as usize..inline.end as usize];
                let mut from = inline.start;
                for at in memchr::memchr_iter(b'*', text.as_bytes()) {
                    let at = inline.start + at as u32;
                    let escaped = at == inline.start && at > 0 && source.as_bytes()[at as usize - 1] == b'\\';
                    if escaped {
                        continue;
                    }
                    if at > from {
                        pieces.push((
                            Inline {
                                start: from,
                                end: at,
                                ..*inline
                            },
                            scope,
                        ));
                    }
                    stars.push((at, scope));
                    from = at + 1;
                }
                if inline.end > from {
                    pieces.push((Inline { start: from, ..*inline }, scope));
                }
            }
            InlineKind::LinkStart(_) | InlineKind::ImageStart(_) | InlineKind::StrikeStart => {
                pieces.push((*inline, scope));
                outer.push(scope);
                scopes += 1;
                scope = scopes;
            }
            InlineKind::LinkEnd | InlineKind::ImageEnd | InlineKind::StrikeEnd => {
                scope = outer.pop().unwrap_or(0);
                pieces.push((*inline, scope));
            }
            _ => pieces.push((*inline, scope)),
        }
    }
    stars.sort_unstable();
    stars.dedup_by_key(|star| star.0);
    let mut delimiters: Vec<Delimiter> = Vec::new();
    for (at, scope) in stars {
        match delimiters.last_mut() {
            Some(last) if last.start + last.length == at && last.scope == scope => {
                last.length += 1;
                last.left += 1;
            }
            _ => delimiters.push(Delimiter {
                start: at,
                left: 1,
                length: 1,
                opens: false,
                closes: false,
                scope,
                used_front: 0,
            }),
        }
    }
    for delimiter in &mut delimiters {
        let before = source[..delimiter.start as usize].chars().next_back();
        let after = source[(delimiter.start + delimiter.length) as usize..].chars().next();
        (delimiter.opens, delimiter.closes) = flanking(before, after);
    }
    (pieces, delimiters)
}

fn flanking(before: Option<char>, after: Option<char>) -> (bool, bool) {
    let blank = |next: Option<char>| next.is_none_or(char::is_whitespace);
    let punctuation = |next: Option<char>| next.is_some_and(is_punctuation);
    let wide = |next: Option<char>| next.is_some_and(is_wide);
    let free = |next: Option<char>| blank(next) || punctuation(next) || wide(next);
    let opens = !blank(after) && (!punctuation(after) || free(before));
    let closes = !blank(before) && (!punctuation(before) || free(after));
    (opens, closes)
}

fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(character as u32, 0x2010..=0x2027 | 0x2030..=0x205e | 0x3001..=0x3003 | 0x3008..=0x3011 | 0x3014..=0x301f | 0xff01..=0xff0f | 0xff1a..=0xff20 | 0xff3b..=0xff40 | 0xff5b..=0xff65)
}

/// Ideographs and the full-width punctuation that stands among them.
fn is_wide(character: char) -> bool {
    matches!(character as u32, 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff01..=0xffef | 0x20000..=0x3ffff)
}

/// A mark with where it begins, as (position, order at that position, inline).
type Mark = (u32, bool, Inline);

/// CommonMark's procedure for emphasis, on asterisks alone.
fn pair(delimiters: &mut [Delimiter]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut openers: Vec<usize> = Vec::new();
    for index in 0..delimiters.len() {
        if delimiters[index].closes {
            while delimiters[index].left > 0 {
                let Some(position) = openers
                    .iter()
                    .rposition(|&opener| fits(&delimiters[opener], &delimiters[index]))
                else {
                    break;
                };
                let opener = openers[position];
                openers.truncate(position + 1);
                let width = if delimiters[opener].left >= 2 && delimiters[index].left >= 2 {
                    2
                } else {
                    1
                };
                let open_end = delimiters[opener].start + delimiters[opener].used_front + delimiters[opener].left;
                let close_start = delimiters[index].start + delimiters[index].used_front;
                let kinds = match width {
                    2 => (InlineKind::StrongStart, InlineKind::StrongEnd),
                    _ => (InlineKind::EmphasisStart, InlineKind::EmphasisEnd),
                };
                let (start, end) = (open_end - width, close_start + width);
                marks.push((
                    start,
                    true,
                    Inline {
                        kind: kinds.0,
                        start,
                        end,
                    },
                ));
                marks.push((
                    close_start,
                    false,
                    Inline {
                        kind: kinds.1,
                        start: end,
                        end,
                    },
                ));
                delimiters[opener].left -= width;
                delimiters[index].left -= width;
                delimiters[index].used_front += width;
                if delimiters[opener].left == 0 {
                    openers.pop();
                }
            }
        }
        if delimiters[index].opens && delimiters[index].left > 0 {
            openers.push(index);
        }
    }
    marks
}

fn fits(opener: &Delimiter, closer: &Delimiter) -> bool {
    let both = (opener.closes || closer.opens)
        && (opener.length + closer.length).is_multiple_of(3)
        && !(opener.length.is_multiple_of(3) && closer.length.is_multiple_of(3));
    opener.scope == closer.scope && opener.left > 0 && !both
}

/// Puts the text, the marks and the asterisks that stayed text in order.
fn rebuild(pieces: &[(Inline, u32)], delimiters: &[Delimiter], mut marks: Vec<Mark>, out: &mut Vec<Inline>) {
    let literal = delimiters
        .iter()
        .filter(|delimiter| delimiter.left > 0)
        .map(|delimiter| {
            let start = delimiter.start + delimiter.used_front;
            Inline {
                kind: InlineKind::Text,
                start,
                end: start + delimiter.left,
            }
        });
    marks.extend(pieces.iter().map(|(piece, _)| (piece.start, true, *piece)));
    marks.extend(literal.map(|inline| (inline.start, true, inline)));
    // A link's end stands before what follows at the same place.
    marks.sort_by_key(|&(at, opens, inline)| {
        let ends = matches!(
            inline.kind,
            InlineKind::LinkEnd | InlineKind::ImageEnd | InlineKind::StrikeEnd
        );
        (at, if ends { 0 } else { 1 + u8::from(opens) })
    });
    for (_, _, inline) in marks {
        match out.last_mut() {
            Some(last)
                if last.kind == InlineKind::Text && inline.kind == InlineKind::Text && last.end == inline.start =>
            {
                last.end = inline.end;
            }
            _ => out.push(inline),
        }
    }
}
