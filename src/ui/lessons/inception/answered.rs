//! What the engine answered: the maps of several layers, by name.

use std::collections::BTreeMap;

use crate::bridge::protocol::MapShape;
use crate::geometry::Shape;

/// The maps of one image.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    places: BTreeMap<String, (usize, Shape)>,
    values: Vec<f32>,
}

/// Where a map is largest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub col: usize,
    /// What stands there.
    pub value: f32,
}

impl Answered {
    /// The maps of `shapes`, whose `values` lie one after the other.
    pub fn new(shapes: &[MapShape], values: Vec<f32>) -> Self {
        let mut begin = 0;
        let mut places = BTreeMap::new();
        for map in shapes {
            places.insert(
                map.name.clone(),
                (begin, Shape::new(map.channels, map.height, map.width)),
            );
            begin += map.n_values();
        }
        Self { places, values }
    }

    /// The maps of `layer`, `[channels, height, width]`; nothing where it was not asked for.
    pub fn of(&self, layer: &str) -> Option<(&[f32], Shape)> {
        let (begin, shape) = self.places.get(layer)?;
        let n_values = shape.channels * shape.n_cells();
        Some((self.values.get(*begin..begin + n_values)?, *shape))
    }

    /// One map of `layer`.
    pub fn map(&self, layer: &str, channel: usize) -> Option<(&[f32], Shape)> {
        let (values, shape) = self.of(layer)?;
        Some((values.chunks_exact(shape.n_cells().max(1)).nth(channel)?, shape))
    }
}

/// Where `map` is largest, the first such cell; nothing of a map without cells.
pub fn peak(map: &[f32], width: usize) -> Option<Peak> {
    let mut found: Option<(usize, f32)> = None;
    for (idx, value) in map.iter().enumerate() {
        if found.is_none_or(|(_, most)| *value > most) {
            found = Some((idx, *value));
        }
    }
    let width = width.max(1);
    found.map(|(idx, value)| Peak {
        row: idx / width,
        col: idx % width,
        value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(name: &str, channels: usize, height: usize, width: usize) -> MapShape {
        MapShape {
            name: name.to_owned(),
            channels,
            height,
            width,
        }
    }

    #[test]
    fn maps_lie_one_after_the_other() {
        let shapes = [shape("a", 1, 1, 2), shape("b", 2, 2, 1)];
        let answered = Answered::new(&shapes, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(
            answered.of("b").unwrap(),
            (&[3.0, 4.0, 5.0, 6.0][..], Shape::new(2, 2, 1))
        );
        assert_eq!(answered.map("b", 1).unwrap().0, [5.0, 6.0]);
        assert_eq!((answered.map("b", 2), answered.of("c")), (None, None));
        // An answer that is cut short has no map rather than half of one.
        assert_eq!(Answered::new(&shapes, vec![1.0, 2.0, 3.0]).of("b"), None);
    }

    #[test]
    fn the_first_of_equal_cells_is_the_peak() {
        let found = peak(&[0.0, 1.0, 3.0, 2.0, 3.0, 0.0], 3).unwrap();
        assert_eq!((found.row, found.col, found.value), (0, 2, 3.0));
        assert_eq!(peak(&[], 3), None);
    }
}
