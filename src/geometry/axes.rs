//! A value for each of the two axes of an image.

/// One value along the height and one along the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Axes<T> {
    /// The value along the height (rows).
    pub height: T,
    /// The value along the width (columns).
    pub width: T,
}

impl<T> Axes<T> {
    /// The value `height` for the rows and `width` for the columns.
    pub const fn new(height: T, width: T) -> Self {
        Self { height, width }
    }

    /// Applies `change` to both axes.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Axes<U> {
        Axes {
            height: change(self.height),
            width: change(self.width),
        }
    }

    /// Combines this with `other`, axis by axis.
    pub fn zip<U, V>(self, other: Axes<U>, mut combine: impl FnMut(T, U) -> V) -> Axes<V> {
        Axes {
            height: combine(self.height, other.height),
            width: combine(self.width, other.width),
        }
    }
}

impl<T: Copy> Axes<T> {
    /// The same value along both axes.
    pub const fn both(value: T) -> Self {
        Self {
            height: value,
            width: value,
        }
    }
}

impl<T: PartialEq> Axes<T> {
    /// Whether both axes hold the same value.
    pub fn is_square(&self) -> bool {
        self.height == self.width
    }
}
