//! A large organisation in parts that can be taken in at a glance: folded by department, and by superior where a
//! department is large. A small one is a single part.

use rustc_hash::FxHashMap;

use super::tree::Tree;
use crate::model::UnitId;

/// As many boxes make a chart that is read in one piece.
const LEGIBLE: usize = 60;
/// A department of fewer roles is not folded away from its superior.
const FEW: usize = 8;

/// What makes a chart of its own.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Those at its top, all below the same superior: positions in the tree. None for the part that all others are in.
    pub heads: Vec<usize>,
    /// The department that it is called after; otherwise it is called after its head.
    pub unit: Option<UnitId>,
    /// How many parts it is folded in, one in the other.
    pub depth: usize,
    /// How many roles it holds, those in its own parts included.
    pub roles: usize,
    pub items: Vec<Item>,
    /// Further reporting lines and dotted lines into this part.
    pub extra: Vec<Link>,
    pub dotted: Vec<Link>,
}

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub shows: Shows,
    pub parent: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// A role by its position in the tree.
    Role(usize),
    /// The superior of the part, which is in another one.
    Above(usize),
    /// A part that is folded.
    Part(usize),
}

/// A line to the item of a subordinate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The superior: position in the tree, and item where it is in the same part.
    pub superior: usize,
    pub from: Option<usize>,
    pub to: usize,
}

/// Divides `tree`. The first part is the one to begin with; the others come before those folded in them.
pub(super) fn parts(tree: &Tree, units: &[Option<UnitId>]) -> Vec<Part> {
    let below = below(tree);
    let folds = if tree.nodes.len() > LEGIBLE {
        folds(tree, units, &below)
    } else {
        Vec::new()
    };
    divide(tree, &below, folds)
}

/// All of `tree` as one part, whatever its size.
pub(super) fn whole(tree: &Tree) -> Vec<Part> {
    divide(tree, &below(tree), Vec::new())
}

fn divide(tree: &Tree, below: &[usize], folds: Vec<Fold>) -> Vec<Part> {
    let mut parts = vec![Part {
        roles: tree.nodes.len(),
        ..Part::default()
    }];
    let mut part_of_head: FxHashMap<usize, usize> = FxHashMap::default();
    for Fold { heads, unit } in folds {
        part_of_head.extend(heads.iter().map(|&head| (head, parts.len())));
        let roles = heads.iter().map(|&head| below[head]).sum();
        parts.push(Part {
            heads,
            unit,
            roles,
            ..Part::default()
        });
    }

    // Where each role has its box: part and item.
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(tree.nodes.len());
    for (position, node) in tree.nodes.iter().enumerate() {
        let around = node.parent.map(|parent| places[parent]);
        let (part, parent) = match part_of_head.get(&position) {
            Some(&part) => {
                if parts[part].heads[0] == position {
                    let (outer, item) = around.map_or((0, None), |(part, item)| (part, Some(item)));
                    parts[part].depth = parts[outer].depth + 1;
                    parts[outer].items.push(Item {
                        shows: Shows::Part(part),
                        parent: item,
                    });
                    let above = node.parent.map(|parent| Item {
                        shows: Shows::Above(parent),
                        parent: None,
                    });
                    parts[part].items.extend(above);
                }
                (part, around.map(|_| 0))
            }
            None => (around.map_or(0, |(part, _)| part), around.map(|(_, item)| item)),
        };
        places.push((part, parts[part].items.len()));
        parts[part].items.push(Item {
            shows: Shows::Role(position),
            parent,
        });
    }
    let link = |parts: &[Part], &(superior, subordinate): &(usize, usize)| {
        let (part, to) = places[subordinate];
        let (of, item) = places[superior];
        let above = || (parts[part].items[0].shows == Shows::Above(superior)).then_some(0);
        let from = if of == part { Some(item) } else { above() };
        (part, Link { superior, from, to })
    };
    for line in &tree.extra {
        let (part, link) = link(&parts, line);
        parts[part].extra.push(link);
    }
    for line in &tree.dotted {
        let (part, link) = link(&parts, line);
        parts[part].dotted.push(link);
    }
    parts
}

/// How many roles each role and those below it are.
fn below(tree: &Tree) -> Vec<usize> {
    let mut below = vec![1; tree.nodes.len()];
    for (position, node) in tree.nodes.iter().enumerate().rev() {
        if let Some(parent) = node.parent {
            below[parent] += below[position];
        }
    }
    below
}

/// What is folded into a part.
struct Fold {
    heads: Vec<usize>,
    unit: Option<UnitId>,
}

/// The parts to fold, each before those folded in it.
fn folds(tree: &Tree, units: &[Option<UnitId>], below: &[usize]) -> Vec<Fold> {
    let top = tree.nodes.len();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); top + 1];
    for (position, node) in tree.nodes.iter().enumerate() {
        children[node.parent.unwrap_or(top)].push(position);
    }
    let mut folded = Vec::new();
    // How many boxes each role and those below it take.
    let mut boxes = vec![1; top];
    for position in (0..top).rev().chain([top]) {
        let own = units.get(position).copied().flatten();
        let mut groups: Vec<Fold> = Vec::new();
        let mut of_unit: FxHashMap<UnitId, usize> = FxHashMap::default();
        for &child in &children[position] {
            let unit = units[child].filter(|&unit| own != Some(unit));
            let group = unit.map_or(groups.len(), |unit| *of_unit.entry(unit).or_insert(groups.len()));
            match groups.get_mut(group) {
                Some(group) => group.heads.push(child),
                None => groups.push(Fold {
                    heads: vec![child],
                    unit,
                }),
            }
        }
        let roles = |group: &Fold| group.heads.iter().map(|&head| below[head]).sum::<usize>();
        let size = |group: &Fold| group.heads.iter().map(|&head| boxes[head]).sum::<usize>();
        let mut total = 1 + groups.iter().map(size).sum::<usize>();
        let mut fold = |total: &mut usize, which: &dyn Fn(&Fold) -> bool| {
            for group in groups.extract_if(.., |group| which(group)) {
                *total -= size(&group) - 1;
                folded.push(group);
            }
        };
        if position < top {
            fold(&mut total, &|group| group.unit.is_some() && roles(group) >= FEW);
        }
        for least in [FEW, 2] {
            if total > LEGIBLE {
                fold(&mut total, &|group| size(group) >= least);
            }
        }
        if position < top {
            boxes[position] = total;
        }
    }
    nested(tree, folded)
}

/// Sorts what is folded as it is drawn, by heads, but each followed by what is folded in it.
fn nested(tree: &Tree, mut folds: Vec<Fold>) -> Vec<Fold> {
    folds.sort_by_key(|fold| std::cmp::Reverse(fold.heads[0]));
    let heads = folds.iter().enumerate();
    let of_head: FxHashMap<usize, usize> = heads
        .flat_map(|(fold, Fold { heads, .. })| heads.iter().map(move |&head| (head, fold)))
        .collect();
    // The fold that each role is in, and the folds in each.
    let mut around: Vec<Option<usize>> = Vec::with_capacity(tree.nodes.len());
    for (position, node) in tree.nodes.iter().enumerate() {
        let outer = node.parent.and_then(|parent| around[parent]);
        around.push(of_head.get(&position).copied().or(outer));
    }
    let mut inner: Vec<Vec<usize>> = vec![Vec::new(); folds.len()];
    let mut open = Vec::new();
    for (index, fold) in folds.iter().enumerate() {
        let outer = tree.nodes[fold.heads[0]].parent.and_then(|parent| around[parent]);
        outer.map_or(&mut open, |outer| &mut inner[outer]).push(index);
    }
    let mut folds: Vec<Option<Fold>> = folds.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(folds.len());
    while let Some(index) = open.pop() {
        open.append(&mut inner[index]);
        sorted.extend(folds[index].take());
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RoleId;
    use crate::render::chart::tree::Node;

    /// A tree of roles in preorder, by parent and department.
    fn tree(roles: &[(Option<usize>, Option<u32>)]) -> (Tree, Vec<Option<UnitId>>) {
        let mut tree = Tree::default();
        for (&(parent, _), role) in roles.iter().zip(0..) {
            let depth = parent.map_or(0, |parent| tree.nodes[parent].depth + 1);
            tree.nodes.push(Node {
                role: RoleId(role),
                parent,
                depth,
            });
        }
        (tree, roles.iter().map(|&(_, unit)| unit.map(UnitId)).collect())
    }

    /// A head with `units` departments of `size` roles below their own heads.
    fn company(units: u32, size: usize) -> (Tree, Vec<Option<UnitId>>) {
        let mut roles = vec![(None, Some(0))];
        for unit in 1..=units {
            let head = roles.len();
            roles.push((Some(0), Some(unit)));
            roles.extend(std::iter::repeat_n((Some(head), Some(unit)), size - 1));
        }
        tree(&roles)
    }

    fn shown(part: &Part) -> Vec<Shows> {
        part.items.iter().map(|item| item.shows).collect()
    }

    #[test]
    fn a_small_organisation_is_one_part() {
        let (tree, units) = company(3, 5);
        let parts = parts(&tree, &units);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].items.len(), 16);
    }

    #[test]
    fn a_large_one_is_folded_by_department() {
        let (tree, units) = company(4, 50);
        let parts = parts(&tree, &units);
        assert_eq!(parts.len(), 5);
        let folded = (1..5).map(Shows::Part);
        assert_eq!(
            shown(&parts[0]),
            std::iter::once(Shows::Role(0)).chain(folded).collect::<Vec<_>>()
        );
        assert_eq!(
            (parts[1].unit, parts[1].roles, parts[1].items.len()),
            (Some(UnitId(1)), 50, 51)
        );
        assert_eq!(shown(&parts[1])[..2], [Shows::Above(0), Shows::Role(1)]);
        assert_eq!(parts[1].items[1].parent, Some(0));
    }

    #[test]
    fn a_large_department_is_folded_by_superior() {
        let mut roles = vec![(None, Some(0))];
        for _ in 0..5 {
            let head = roles.len();
            roles.push((Some(0), Some(0)));
            roles.extend(std::iter::repeat_n((Some(head), Some(0)), 20));
        }
        let (tree, units) = tree(&roles);
        let parts = parts(&tree, &units);
        assert_eq!(parts.len(), 6);
        assert!(
            parts[1..]
                .iter()
                .all(|part| part.unit.is_none() && part.heads.len() == 1 && part.roles == 21)
        );
    }

    #[test]
    fn roles_without_reporting_lines_are_folded_by_department() {
        let roles: Vec<_> = (0..200).map(|number| (None, Some(number % 4))).collect();
        let (tree, units) = tree(&roles);
        let parts = parts(&tree, &units);
        assert_eq!(shown(&parts[0]), [1, 2, 3, 4].map(Shows::Part));
        assert!(parts[1..].iter().all(|part| part.items.len() == 50));
    }

    #[test]
    fn every_role_has_one_box_of_its_own_and_every_part_one() {
        let (tree, units) = company(9, 130);
        let parts = parts(&tree, &units);
        let mut roles = vec![0; tree.nodes.len()];
        let mut folded = vec![0; parts.len()];
        for item in parts.iter().flat_map(|part| &part.items) {
            match item.shows {
                Shows::Role(position) => roles[position] += 1,
                Shows::Part(part) => folded[part] += 1,
                Shows::Above(_) => {}
            }
        }
        assert!(roles.iter().all(|&count| count == 1));
        assert!(folded[0] == 0 && folded[1..].iter().all(|&count| count == 1));
    }

    #[test]
    fn a_part_is_followed_by_those_folded_in_it() {
        // Two heads of department 1 with a head of department 2 between them; below the second, teams of their own.
        let mut roles = vec![(None, Some(0)), (Some(0), Some(1))];
        let other = roles.len();
        roles.push((Some(0), Some(2)));
        roles.extend(std::iter::repeat_n((Some(other), Some(2)), 20));
        let second = roles.len();
        roles.push((Some(0), Some(1)));
        for _ in 0..3 {
            let team = roles.len();
            roles.push((Some(second), Some(1)));
            roles.extend(std::iter::repeat_n((Some(team), Some(1)), 30));
        }
        let (tree, units) = tree(&roles);
        let parts = parts(&tree, &units);
        let drawn: Vec<(usize, usize)> = parts.iter().map(|part| (part.depth, part.heads.len())).collect();
        assert_eq!(drawn, [(0, 0), (1, 2), (2, 1), (2, 1), (2, 1), (1, 1)]);
    }

    #[test]
    fn a_line_from_another_part_ends_at_the_box() {
        let (mut tree, units) = company(4, 50);
        tree.extra = vec![(1, 60), (1, 3)];
        tree.dotted = vec![(0, 3)];
        let parts = parts(&tree, &units);
        assert!(matches!(
            parts[2].extra[..],
            [Link {
                superior: 1,
                from: None,
                ..
            }]
        ));
        assert!(matches!(
            parts[1].extra[..],
            [Link {
                superior: 1,
                from: Some(1),
                to: 3
            }]
        ));
        assert!(matches!(
            parts[1].dotted[..],
            [Link {
                superior: 0,
                from: Some(0),
                to: 3
            }]
        ));
    }
}
