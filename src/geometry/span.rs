//! A run of cells along one axis.

/// The cells `first` to `last`, both included, along one axis; either can lie outside the map, in its padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first cell.
    pub first: i64,
    /// The last cell, not below the first.
    pub last: i64,
}

#[expect(clippy::len_without_is_empty, reason = "a span has at least one cell")]
impl Span {
    /// The cells `first` to `last`, both included.
    pub const fn new(first: i64, last: i64) -> Self {
        Self { first, last }
    }

    /// The one cell `cell`.
    pub const fn cell(cell: i64) -> Self {
        Self::new(cell, cell)
    }

    /// Number of cells.
    pub const fn len(&self) -> usize {
        (self.last - self.first + 1) as usize
    }

    /// The part inside a map of `n` cells; nothing where all of it lies outside.
    pub fn clipped(&self, n: usize) -> Option<Self> {
        let inside = Self::new(self.first.max(0), self.last.min(n as i64 - 1));
        (inside.first <= inside.last).then_some(inside)
    }

    /// Whether `cell` is one of the cells.
    pub const fn contains(&self, cell: i64) -> bool {
        self.first <= cell && cell <= self.last
    }

    /// From the first cell of both to the last cell of both, with any gap between them.
    pub fn union(self, other: Self) -> Self {
        Self::new(self.first.min(other.first), self.last.max(other.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_count() {
        assert_eq!(Span::new(-1, 3).len(), 5); // −1, 0, 1, 2, 3
        assert!(Span::new(-1, 3).contains(3) && !Span::new(-1, 3).contains(4));
    }

    #[test]
    fn clipping_keeps_what_lies_inside_the_map() {
        assert_eq!(Span::new(-2, 9).clipped(5), Some(Span::new(0, 4)));
        assert_eq!(Span::new(-2, 1).clipped(5), Some(Span::new(0, 1)));
        assert_eq!(Span::new(-2, -1).clipped(5), None);
        assert_eq!(Span::new(5, 6).clipped(5), None);
    }

    #[test]
    fn a_union_bridges_the_gap() {
        assert_eq!(Span::new(4, 6).union(Span::cell(0)), Span::new(0, 6));
    }
}
