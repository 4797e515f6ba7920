//! What holds of every layout, and of some.

use proptest::prelude::*;

use super::*;

const WIDTH: i32 = 120;
const PHONE: i32 = 340;
const DESK: i32 = 760;

/// Boxes below those that are given by number; nobody stands above a box that names itself or one after it.
fn tree(parents: &[usize]) -> Vec<Node> {
    let node = |(index, &parent): (usize, &usize)| Node {
        parent: (parent < index).then_some(parent),
        height: 36 + 20 * i32::try_from(index % 3).unwrap_or(0),
    };
    parents.iter().enumerate().map(node).collect()
}

fn overlap(one: Place, other: Place) -> bool {
    let apart =
        |from: i32, length: i32, other: i32, other_length: i32| from + length <= other || other + other_length <= from;
    !apart(one.x, WIDTH, other.x, WIDTH) && !apart(one.y, one.height, other.y, other.height)
}

/// A superior with `teams` heads of `size` people each.
fn company(teams: usize, size: usize) -> Vec<Node> {
    let mut parents = vec![usize::MAX];
    for _ in 0..teams {
        let head = parents.len();
        parents.push(0);
        parents.extend(std::iter::repeat_n(head, size));
    }
    tree(&parents)
}

proptest! {
    #[test]
    fn boxes_stand_apart_within_bounds_and_below_their_superiors(
        parents in prop::collection::vec(0..80_usize, 0..80),
        widest in prop_oneof![Just(PHONE), Just(DESK)],
    ) {
        let nodes = tree(&parents);
        let layout = lay_out(&nodes, WIDTH, widest);
        prop_assert_eq!(layout.places.len(), nodes.len());
        for (index, place) in layout.places.iter().enumerate() {
            prop_assert!(place.x >= MARGIN && place.x + WIDTH + MARGIN <= layout.width);
            prop_assert!(place.y >= MARGIN && place.y + place.height + MARGIN <= layout.height);
            if let Some(parent) = nodes[index].parent {
                let above = layout.places[parent];
                prop_assert!(place.y > above.y + above.height);
            }
            for other in &layout.places[..index] {
                prop_assert!(!overlap(*place, *other));
            }
        }
        // A line crosses no box: it runs in the gaps, and ends at an edge.
        for line in &layout.lines {
            for place in &layout.places {
                let (right, bottom) = (place.x + WIDTH, place.y + place.height);
                let crosses = match *line {
                    Line::Across { y, from, to } => y > place.y && y < bottom && from < right && to > place.x,
                    Line::Down { x, from, to } => x > place.x && x < right && from < bottom && to > place.y,
                };
                prop_assert!(!crosses, "{:?} crosses {:?}", line, place);
            }
        }
        prop_assert!(layout.lines.len() <= 3 * nodes.len());
        prop_assert_eq!(lay_out(&nodes, WIDTH, widest), layout);
    }

    #[test]
    fn shallow_organisations_of_any_breadth_fit(teams in 1..40_usize, size in 0..30_usize) {
        for widest in [PHONE, DESK] {
            prop_assert!(lay_out(&company(teams, size), WIDTH, widest).width <= widest);
        }
    }
}

#[test]
fn a_row_has_its_superior_above_its_middle() {
    let layout = lay_out(&company(3, 2), WIDTH, DESK);
    let [head, first, .., third, _, _] = layout.places[..] else {
        panic!("{layout:?}")
    };
    assert_eq!(head.x, i32::midpoint(first.x, third.x));
    assert_eq!(first.y, third.y);
}

#[test]
fn where_there_is_no_room_subordinates_stand_one_below_the_other() {
    let layout = lay_out(&company(3, 2), WIDTH, PHONE / 2);
    let heads = [layout.places[1], layout.places[4], layout.places[7]];
    assert!(heads.iter().all(|place| place.x == MARGIN + INDENT), "{heads:?}");
    assert!(heads.is_sorted_by(|one, other| one.y < other.y), "{heads:?}");
}

#[test]
fn a_long_line_of_command_is_laid_out_without_recursion() {
    let parents: Vec<usize> = (0..100_000_usize).map(|index| index.wrapping_sub(1)).collect();
    assert_eq!(lay_out(&tree(&parents), WIDTH, PHONE).width, WIDTH + 2 * MARGIN);
}
