//! The reporting lines as a graph that leads from each role to its superiors.
//!
//! A line may be as deep as there are roles, so that only algorithms without recursion will do.

use std::collections::VecDeque;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeReference, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef, Reversed, VisitMap, Visitable};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Handbook, ReportingLine, RoleId};

/// A line counts as soon as either side declares it; a role that names itself belongs to RB306.
#[derive(Debug)]
pub struct ReportingGraph<'a> {
    graph: DiGraph<(), &'a ReportingLine>,
}

/// Where each role stands in its line, counted from the top.
#[derive(Debug)]
pub struct Depths {
    /// The number of roles in the longest line down to a role, itself included; nothing on a circle or below one.
    depths: Vec<Option<u32>>,
    /// The superior through which that line comes.
    above: Vec<Option<RoleId>>,
}

impl<'a> ReportingGraph<'a> {
    pub fn new(handbook: &'a Handbook) -> Self {
        let mut graph = DiGraph::with_capacity(handbook.roles.len(), handbook.lines.len());
        for _ in &handbook.roles {
            graph.add_node(());
        }
        // The edges of a node are walked from the last one added.
        let lines = handbook.lines.iter().rev();
        for line in lines.filter(|line| line.superior != line.subordinate) {
            graph.add_edge(node(line.subordinate), node(line.superior), line);
        }
        Self { graph }
    }

    /// The groups of two or more roles each of which leads to every other.
    pub fn circles(&self) -> Vec<Vec<RoleId>> {
        let groups = kosaraju_scc(&self.graph).into_iter().filter(|group| group.len() > 1);
        groups.map(|group| group.into_iter().map(role).collect()).collect()
    }

    /// The shortest way up from a role of a group back to itself.
    pub fn shortest_circle(&self, first: RoleId, group: &[RoleId]) -> Option<Vec<&'a ReportingLine>> {
        let inside: FxHashSet<RoleId> = group.iter().copied().collect();
        let mut reached: FxHashMap<RoleId, &ReportingLine> = FxHashMap::default();
        let mut queue = VecDeque::from([first]);
        while let Some(at) = queue.pop_front() {
            for line in self
                .graph
                .edges(node(at))
                .map(|edge: EdgeReference<'_, _>| *edge.weight())
            {
                let above = line.superior;
                if !inside.contains(&above) || reached.contains_key(&above) {
                    continue;
                }
                reached.insert(above, line);
                if above != first {
                    queue.push_back(above);
                    continue;
                }
                let mut circle = vec![line];
                let mut at = line.subordinate;
                while at != first {
                    let line = reached.get(&at)?;
                    circle.push(line);
                    at = line.subordinate;
                }
                circle.reverse();
                return Some(circle);
            }
        }
        None
    }

    /// Whether each role is one of `tops` or below one.
    pub fn reached_from(&self, tops: &[RoleId]) -> Vec<bool> {
        let down = Reversed(&self.graph);
        let waiting = tops.iter().map(|&top| node(top)).collect();
        let mut walk = Dfs::from_parts(waiting, down.visit_map());
        while walk.next(down).is_some() {}
        let seen = |index| walk.discovered.is_visited(&NodeIndex::<u32>::new(index));
        (0..self.graph.node_count()).map(seen).collect()
    }

    /// How deep each role stands below those that have no superior.
    pub fn depths(&self) -> Depths {
        let count = self.graph.node_count();
        let (mut depths, mut above) = (vec![None; count], vec![None; count]);
        // Each group comes after those that it leads to, so that superiors come before their subordinates.
        for group in kosaraju_scc(&self.graph) {
            let [at] = group[..] else { continue };
            let superiors = self.graph.edges(at).map(|edge| edge.target());
            let mut deepest = Some((0, None));
            for superior in superiors {
                let Some(depth) = depths[superior.index()] else {
                    deepest = None;
                    break;
                };
                if deepest.is_some_and(|(known, _)| depth > known) {
                    deepest = Some((depth, Some(role(superior))));
                }
            }
            if let Some((depth, superior)) = deepest {
                depths[at.index()] = Some(depth + 1);
                above[at.index()] = superior;
            }
        }
        Depths { depths, above }
    }
}

impl Depths {
    /// The number of roles from the top down to this one, itself included.
    pub fn of(&self, role: RoleId) -> Option<u32> {
        self.depths[role.index()]
    }

    /// The roles from the top down to this one.
    pub fn line(&self, role: RoleId) -> Vec<RoleId> {
        let mut line: Vec<RoleId> = std::iter::successors(Some(role), |at| self.above[at.index()]).collect();
        line.reverse();
        line
    }
}

fn node(role: RoleId) -> NodeIndex {
    NodeIndex::new(role.index())
}

fn role(node: NodeIndex) -> RoleId {
    RoleId(node.index() as u32)
}
