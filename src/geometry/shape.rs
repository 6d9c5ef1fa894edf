//! The shape of one feature map stack.

use super::{Axes, Window};

/// Channels and spatial size of a stack of feature maps; a vector of n features has the shape n × 1 × 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Number of feature maps.
    pub channels: usize,
    /// Rows and columns of each map.
    pub size: Axes<usize>,
}

impl Shape {
    /// A stack of `channels` maps of `height` × `width`.
    pub const fn new(channels: usize, height: usize, width: usize) -> Self {
        Self {
            channels,
            size: Axes::new(height, width),
        }
    }

    /// A vector of `n` features.
    pub const fn vector(n: usize) -> Self {
        Self::new(n, 1, 1)
    }

    /// Cells of one map.
    pub const fn n_cells(&self) -> usize {
        self.size.height * self.size.width
    }

    /// Values of the whole stack.
    pub const fn n_values(&self) -> usize {
        self.channels * self.n_cells()
    }

    /// The shape after `window` slides over every map, with `channels` maps; nothing where it does not fit.
    pub fn after(&self, window: Axes<Window>, channels: usize) -> Option<Self> {
        let height = window.height.output_len(self.size.height)?;
        let width = window.width.output_len(self.size.width)?;
        Some(Self::new(channels, height, width))
    }
}
