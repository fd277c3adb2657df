//! What must be there for a monitor to match at all.
//!
//! Of an AND one side is enough, of an OR all sides are needed; the cheapest choice is taken, by how often its words are thought to occur.

use super::compile::Node;
use crate::query::Fact;

/// One of these is in whatever the monitor matches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Anchors<'a> {
    /// Places in the monitor's terms.
    pub terms: Vec<u16>,
    /// Authors and accounts.
    pub names: Vec<&'a str>,
    /// How often they are thought to occur.
    cost: f64,
}

/// Names are looked up without reading the text, but no frame can be dropped because of them: words are better wherever there are some.
const NAME_COST: f64 = 1e9;

impl<'a> Anchors<'a> {
    /// `None` for a query that something without any words or names satisfies.
    pub fn of(tree: &'a Node, cost_of: &impl Fn(u16) -> f64) -> Option<Self> {
        Self::satisfying(tree, true, cost_of)
    }

    /// What must be there for `tree` to hold, or not to hold.
    fn satisfying(tree: &'a Node, holds: bool, cost_of: &impl Fn(u16) -> f64) -> Option<Self> {
        let all = |parts: &'a [Node]| -> Option<Self> {
            let parts: Option<Vec<Self>> = parts.iter().map(|part| Self::satisfying(part, holds, cost_of)).collect();
            Some(parts?.into_iter().fold(Self::default(), Self::or))
        };
        let cheapest = |parts: &'a [Node]| -> Option<Self> {
            let parts = parts.iter().filter_map(|part| Self::satisfying(part, holds, cost_of));
            parts.min_by(|a, b| a.cost.total_cmp(&b.cost))
        };
        let of_terms =
            |terms: &[u16]| Self { terms: terms.to_vec(), names: Vec::new(), cost: terms.iter().map(|term| cost_of(*term)).sum() };
        match (tree, holds) {
            (Node::Not(inner), _) => Self::satisfying(inner, !holds, cost_of),
            (Node::And(parts), true) | (Node::Or(parts), false) => cheapest(parts),
            (Node::Or(parts), true) | (Node::And(parts), false) => all(parts),
            (Node::Term(term), true) => Some(of_terms(&[*term])),
            (Node::Near { left, right, .. }, true) => {
                let (left, right) = (of_terms(left), of_terms(right));
                Some(if left.cost <= right.cost { left } else { right })
            }
            (Node::Fact(Fact::Author(name) | Fact::From(name) | Fact::To(name)), true) => {
                Some(Self { terms: Vec::new(), names: vec![name], cost: NAME_COST })
            }
            (Node::Term(_) | Node::Near { .. }, false) | (Node::Fact(_), _) => None,
        }
    }

    fn or(mut self, other: Self) -> Self {
        self.terms.extend(other.terms);
        self.names.extend(other.names);
        self.cost += other.cost;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(place: u16) -> Node {
        Node::Term(place)
    }

    /// Term 0 is rare, the next ones ever more frequent.
    #[track_caller]
    fn check(tree: Node, expected: Option<(&[u16], &[&str])>) {
        let found = Anchors::of(&tree, &|place| f64::from(place) + 1.0);
        let found = found.as_ref().map(|anchors| (&*anchors.terms, &*anchors.names));
        assert_eq!(found, expected, "{tree:?}");
    }

    #[test]
    fn the_rarest_necessary_words_are_taken() {
        let author = || Node::Fact(Fact::Author("kim".into()));
        let not = |node| Node::Not(Box::new(node));
        check(term(3), Some((&[3], &[])));
        check(Node::And(vec![term(2), term(1)]), Some((&[1], &[])));
        check(Node::Or(vec![term(2), term(1)]), Some((&[2, 1], &[])));
        check(Node::And(vec![Node::Or(vec![term(0), term(1)]), term(3)]), Some((&[0, 1], &[])));
        check(Node::And(vec![term(2), not(term(0)), Node::Fact(Fact::Link)]), Some((&[2], &[])));
        check(Node::And(vec![author(), term(9)]), Some((&[9], &[])));
        check(Node::Or(vec![author(), term(9)]), Some((&[9], &["kim"])));
        check(Node::Near { left: vec![3, 4], right: vec![5], distance: 2 }, Some((&[5], &[])));
    }

    #[test]
    fn a_denial_is_no_anchor() {
        let not = |node| Node::Not(Box::new(node));
        check(not(term(1)), None);
        check(Node::Or(vec![term(1), Node::Fact(Fact::Media)]), None);
        check(not(not(term(1))), Some((&[1], &[])));
        check(not(Node::Or(vec![not(term(1)), not(term(2))])), Some((&[1], &[])));
        check(not(Node::And(vec![not(term(1)), not(term(2))])), Some((&[1, 2], &[])));
    }
}
