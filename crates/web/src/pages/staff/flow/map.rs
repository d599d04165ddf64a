//! Bản đồ đường đi: what followed what, as a drawing of lines and boxes. Steps stand below each other in the order in which dossiers come to
//! them; what follows at once is a straight line, what leaves steps out bends to the right, what goes back bends to the left.

use domain::mining::Mined;
use std::collections::BTreeMap;

/// Width of the drawing, and of a box in its middle.
const WIDTH: i64 = 360;
const LEFT: i64 = 84;
const BOX: i64 = 192;
const TALL: i64 = 48;
const GAP: i64 = 36;
/// So many pairs are drawn, the most frequent; a table has all.
const MOST_DRAWN: usize = 24;
/// Signs of a line in a box.
const LETTERS: usize = 28;

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub y: i64,
    /// One or two lines.
    pub lines: Vec<Line>,
    /// How often it was done.
    pub times: i64,
    /// Dossiers wait longest here.
    pub hot: bool,
}

/// A line of a name, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub y: i64,
    pub text: String,
}

/// What followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub path: String,
    /// In tenths of a unit.
    pub width: i64,
    pub class: &'static str,
    pub times: i64,
    pub x: i64,
    pub y: i64,
}

/// The drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Map {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub height: i64,
    /// Pairs that are not drawn.
    pub left_out: i64,
}

/// Draws what was found. `name` says what a step is called.
pub(super) fn map(mined: &Mined, name: &dyn Fn(&str) -> String) -> Map {
    let order = in_order(mined);
    let rank: BTreeMap<&str, i64> = (0..).zip(&order).map(|(rank, name)| (*name, rank)).collect();
    let hot = mined.bottleneck().map(|(name, _)| name);
    let nodes = order
        .iter()
        .map(|step| Node {
            y: top(rank[step]),
            lines: (0..)
                .zip(lines(&name(step)))
                .map(|(nth, text)| Line { y: top(rank[step]) + 14 + 13 * nth, text })
                .collect(),
            times: mined.activities[*step].seen.times,
            hot: hot == Some(*step),
        })
        .collect();
    let mut pairs: Vec<(i64, i64, i64)> = mined
        .follows
        .iter()
        .map(|((from, to), follows)| (follows.seen.times, rank[from.as_str()], rank[to.as_str()]))
        .collect();
    pairs.sort_by_key(|(times, from, to)| (std::cmp::Reverse(*times), *from, *to));
    let left_out = i64::try_from(pairs.len().saturating_sub(MOST_DRAWN)).unwrap_or(0);
    pairs.truncate(MOST_DRAWN);
    let most = pairs.first().map_or(1, |(times, ..)| *times).max(1);
    Map {
        nodes,
        edges: pairs.into_iter().map(|(times, from, to)| edge(times, most, from, to)).collect(),
        height: top(i64::try_from(order.len()).unwrap_or(0)) - GAP + 8,
        left_out,
    }
}

/// Steps by where in their ways they first come, on the average over all dossiers.
fn in_order(mined: &Mined) -> Vec<&str> {
    let mut places: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (way, cases) in &mined.ways {
        let cases = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        let mut seen: BTreeMap<&str, i64> = BTreeMap::new();
        for (place, step) in (0..).zip(&way.activities) {
            seen.entry(step).or_insert(place);
        }
        for (step, place) in seen {
            let known = places.entry(step).or_default();
            known.0 += place * cases;
            known.1 += cases;
        }
    }
    let mut order: Vec<(&str, i64)> =
        places.into_iter().map(|(step, (sum, cases))| (step, sum * 1_000 / cases.max(1))).collect();
    order.sort_by_key(|(step, place)| (*place, *step));
    order.into_iter().map(|(step, _)| step).collect()
}

const fn top(rank: i64) -> i64 {
    8 + rank * (TALL + GAP)
}

fn edge(times: i64, most: i64, from: i64, to: i64) -> Edge {
    let (middle, right) = (LEFT + BOX / 2, LEFT + BOX);
    let width = 12 + 40 * times / most;
    let (start, end) = (top(from), top(to));
    let (path, class, x, y) = if to == from + 1 {
        let (y1, y2) = (start + TALL, end - 6);
        (format!("M{middle} {y1}V{y2}"), "next", middle + 8, y1 + GAP / 2 + 3)
    } else if to > from {
        // The more is left out, the wider the bend; it ends above the middle of the box and begins below it.
        let reach = right + (24 * (to - from)).min(WIDTH - right - 8);
        let (y1, y2) = (start + TALL * 2 / 3, end + TALL / 3);
        let at = right + (reach - right) * 3 / 4;
        (
            format!("M{right} {y1}C{reach} {y1} {reach} {y2} {} {y2}", right + 6),
            "skip",
            at,
            i64::midpoint(y1, y2),
        )
    } else {
        let reach = LEFT - (24 * (from - to + 1)).min(LEFT - 8);
        let (y1, y2) = (start + TALL / 3, end + TALL * 2 / 3);
        let at = LEFT - (LEFT - reach) * 3 / 4;
        (
            format!("M{LEFT} {y1}C{reach} {y1} {reach} {y2} {} {y2}", LEFT - 6),
            "back",
            at,
            i64::midpoint(y1, y2),
        )
    };
    Edge { path, width, class, times, x, y }
}

/// A name on one line or two; what does not fit ends with an ellipsis.
fn lines(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let is_last_line = lines.len() == 2;
        let last = lines.last_mut().expect("there is always one");
        let long = last.chars().count() + 1 + word.chars().count();
        if last.is_empty() {
            last.push_str(word);
        } else if long <= LETTERS {
            last.push(' ');
            last.push_str(word);
        } else if is_last_line {
            last.push('…');
            break;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::mining::{Case, Done, mine};

    fn mined(ways: &[&[&'static str]]) -> Mined {
        let cases: Vec<Case<'_>> = ways
            .iter()
            .map(|way| Case {
                done: (0..)
                    .zip(*way)
                    .map(|(at, activity)| Done { activity, at, ..Done::default() })
                    .collect(),
                open: false,
            })
            .collect();
        mine(&cases, &|from, to| to - from)
    }

    #[test]
    fn steps_stand_in_the_order_dossiers_come_to_them_and_lines_bend_by_where_they_lead() {
        let drawn = map(
            &mined(&[
                &["receive", "check", "sign"],
                &["receive", "check", "sign"],
                &["receive", "sign", "check", "sign"],
            ]),
            &|name| name.to_owned(),
        );
        let names: Vec<_> = drawn.nodes.iter().map(|node| node.lines[0].text.as_str()).collect();
        assert_eq!(names, ["receive", "check", "sign"]);
        let mut kinds: Vec<_> = drawn.edges.iter().map(|edge| (edge.class, edge.times)).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [("back", 1), ("next", 2), ("next", 3), ("skip", 1)]);
        assert_eq!((drawn.height, drawn.left_out), (8 + 3 * TALL + 2 * GAP + 8, 0));
        assert!(drawn.edges.iter().all(|edge| edge.x > 0 && edge.x < WIDTH && edge.y < drawn.height));
        assert!(
            drawn.edges.iter().map(|edge| edge.width).max() == Some(52),
            "the most frequent is the widest"
        );
    }

    #[test]
    fn a_step_done_again_at_once_bends_back_to_itself() {
        let drawn = map(&mined(&[&["check", "check"]]), &|name| name.to_owned());
        assert_eq!(drawn.edges.len(), 1);
        assert_eq!(drawn.edges[0].class, "back");
    }

    #[test]
    fn nothing_is_drawn_of_nothing_and_no_more_than_can_be_read() {
        assert_eq!(map(&Mined::default(), &|name| name.to_owned()).edges, []);
        let names: Vec<&'static str> = vec!["a", "b", "c", "d", "e", "f"];
        let pairs: Vec<Vec<&'static str>> =
            names.iter().flat_map(|one| names.iter().map(|other| vec![*one, *other])).collect();
        let ways: Vec<&[&'static str]> = pairs.iter().map(Vec::as_slice).collect();
        let drawn = map(&mined(&ways), &|name| name.to_owned());
        assert_eq!((drawn.edges.len(), drawn.left_out), (24, 12));
    }

    #[test]
    fn a_long_name_takes_two_lines_and_says_that_it_goes_on() {
        assert_eq!(lines("Thẩm định hồ sơ"), ["Thẩm định hồ sơ"]);
        let long = lines("Kiểm tra, thẩm định hồ sơ và lấy ý kiến của các cơ quan có liên quan trong tỉnh");
        assert_eq!(long.len(), 2);
        assert!(long[1].ends_with('…') && long[0].chars().count() <= LETTERS, "{long:?}");
    }
}
