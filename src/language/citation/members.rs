//! From the steps of a citation to its members: each unit with those above it.

use super::super::unit::{Level, Path};
use super::reader::{Link, Step};
use super::{Grammar, Member};

impl Grammar {
    pub(super) fn members(&self, steps: &[Step]) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        let last_rise = steps.iter().rposition(|step| step.link == Link::Up);
        for (index, step) in steps.iter().enumerate() {
            let Some(level) = step.level else { continue };
            // What will be named further on is not taken from the member before.
            let rises = last_rise.is_some_and(|last| index <= last);
            match (step.link, members.last_mut()) {
                // 第三章至第四章第二节: what follows belongs to the end of the range alone.
                (Link::Down, Some(last)) if last.through.is_some() => {
                    let mut path = last.path;
                    if let (Some(outer), Some(end)) = (path.last(), last.through.take()) {
                        path.set(outer, end);
                    }
                    path.set(level, step.number);
                    let start = index
                        .checked_sub(1)
                        .map_or(step.range.start, |end| steps[end].range.start);
                    if let Some(first) = index.checked_sub(2) {
                        last.range.end = steps[first].range.end;
                    }
                    members.push(Member {
                        range: start..step.range.end,
                        path,
                        through: None,
                    });
                }
                (Link::Down, Some(last)) => {
                    last.path.set(level, step.number);
                    last.range.end = step.range.end;
                }
                (Link::Up, Some(_)) => {
                    let before = steps[..index].last();
                    if before.is_some_and(|before| before.nested && before.level == Some(level)) {
                        demote(&mut members, level);
                    }
                    let mut outer = Path::default();
                    outer.set(level, step.number);
                    for member in &mut members {
                        if member.path.first().is_some_and(|first| first > level) {
                            member.path = member.path.within(&outer);
                        }
                    }
                    if let Some(last) = members.last_mut() {
                        last.range.end = step.range.end;
                    }
                }
                (Link::Through, Some(last)) if last.path.last() == Some(level) => {
                    last.through = Some(step.number);
                    last.range.end = step.range.end;
                }
                (_, last) => {
                    let mut path = last
                        .filter(|_| !rises)
                        .map_or_else(Path::default, |last| last.path.above(level));
                    path.set(level, step.number);
                    members.push(Member {
                        range: step.range.clone(),
                        path,
                        through: None,
                    });
                }
            }
        }
        members
    }
}

/// Items of a subparagraph, which were read before it, go one level down.
fn demote(members: &mut [Member], level: Level) {
    for member in members {
        if member.path.first() == Some(level)
            && member.path.last() == Some(level)
            && let (Some(number), Some(below)) = (member.path.get(level), level.below())
        {
            member.path = member.path.above(level);
            member.path.set(below, number);
        }
    }
}
