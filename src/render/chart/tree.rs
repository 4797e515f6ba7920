//! The tree that the reporting lines make.

use crate::model::{Handbook, RoleId};

/// A role in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Node {
    pub role: RoleId,
    /// Position of its superior in the tree.
    pub parent: Option<usize>,
    pub depth: usize,
}

/// All roles, each once, superiors before their subordinates.
#[derive(Debug, Default)]
pub(in crate::render) struct Tree {
    pub nodes: Vec<Node>,
    /// Reporting lines that the tree has no place for, as positions in it: superior and subordinate.
    pub extra: Vec<(usize, usize)>,
    /// Dotted lines: superior and subordinate.
    pub dotted: Vec<(usize, usize)>,
}

impl Tree {
    /// Every role stands under its first superior; where superiors go round in a circle, the circle is cut.
    pub fn new(handbook: &Handbook) -> Self {
        let roles = &handbook.roles;
        let others =
            |role: RoleId, list: &[RoleId]| list.iter().copied().filter(|&other| other != role).collect::<Vec<_>>();
        let superiors: Vec<Vec<RoleId>> = handbook
            .role_ids()
            .map(|role| others(role, &handbook.role(role).superiors))
            .collect();
        let mut parents: Vec<Option<RoleId>> = superiors.iter().map(|list| list.first().copied()).collect();
        cut_circles(&mut parents);
        let mut children: Vec<Vec<RoleId>> = vec![Vec::new(); roles.len()];
        for role in handbook.role_ids() {
            // In the order in which the superior's article names them.
            for &subordinate in &handbook.role(role).subordinates {
                if parents[subordinate.index()] == Some(role) && !children[role.index()].contains(&subordinate) {
                    children[role.index()].push(subordinate);
                }
            }
        }
        let mut roots: Vec<RoleId> = handbook
            .role_ids()
            .filter(|role| parents[role.index()].is_none())
            .filter(|&role| {
                let found = handbook.role(role);
                !found.external || !found.subordinates.is_empty() || !found.dotted.is_empty()
            })
            .collect();
        roots.sort_by_key(|&role| {
            let found = handbook.role(role);
            (!found.top, children[role.index()].is_empty(), role)
        });
        let mut tree = Self::default();
        let mut positions: Vec<Option<usize>> = vec![None; roles.len()];
        let mut open: Vec<(RoleId, Option<usize>, usize)> =
            roots.into_iter().rev().map(|role| (role, None, 0)).collect();
        while let Some((role, parent, depth)) = open.pop() {
            let position = tree.nodes.len();
            positions[role.index()] = Some(position);
            tree.nodes.push(Node { role, parent, depth });
            let below = children[role.index()].iter().rev();
            open.extend(below.map(|&child| (child, Some(position), depth + 1)));
        }
        let pairs = |superior: RoleId, role: RoleId| Some((positions[superior.index()]?, positions[role.index()]?));
        for role in handbook.role_ids() {
            let parent = parents[role.index()];
            let extra = superiors[role.index()]
                .iter()
                .filter(|&&superior| parent != Some(superior));
            tree.extra.extend(extra.filter_map(|&superior| pairs(superior, role)));
            tree.dotted.extend(
                handbook
                    .role(role)
                    .dotted
                    .iter()
                    .filter_map(|&superior| pairs(superior, role)),
            );
        }
        tree
    }
}

fn cut_circles(parents: &mut [Option<RoleId>]) {
    // 0: not seen; a round's own number: seen on this way up; any other: known to end.
    let mut seen = vec![0_usize; parents.len()];
    for start in 0..parents.len() {
        let mut at = start;
        loop {
            if seen[at] == start + 1 {
                parents[at] = None;
                break;
            }
            if seen[at] != 0 {
                break;
            }
            seen[at] = start + 1;
            match parents[at] {
                Some(next) => at = next.index(),
                None => break,
            }
        }
    }
}
