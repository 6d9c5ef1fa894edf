//! The classes of each data set, by stable ids that the page translates.

use super::run::Dataset;

/// Ids of the classes of CIFAR-10, in the order of the labels (`batches.meta.txt` of the official archive).
pub const CIFAR10_CLASSES: [&str; 10] = [
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
];

/// Ids of the classes of Scales, in the order of the labels: direction and displacement.
pub const SCALES_CLASSES: [&str; 10] = ["h3", "h6", "h9", "h12", "h15", "v3", "v6", "v9", "v12", "v15"];

/// In which direction the two marks of Scales lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkAxis {
    /// Side by side, along a row.
    Horizontal,
    /// One above the other, along a column.
    Vertical,
}

/// A class of Scales: how far the two marks lie apart, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScalesClass {
    /// From a pixel of one mark to the same pixel of the other, in pixels around the border: 3, 6, 9, 12 or 15.
    pub displacement: usize,
    /// Along rows or along columns.
    pub axis: MarkAxis,
}

impl ScalesClass {
    /// The displacements, in the order of the labels.
    pub const DISPLACEMENTS: [usize; 5] = [3, 6, 9, 12, 15];

    /// The class of `label`: 0 to 4 are horizontal, 5 to 9 vertical, by growing displacement; none past 9.
    pub fn of(label: u8) -> Option<Self> {
        let (half, step) = (label / 5, label % 5);
        let axis = match half {
            0 => MarkAxis::Horizontal,
            1 => MarkAxis::Vertical,
            _ => return None,
        };
        let displacement = Self::DISPLACEMENTS[usize::from(step)];
        Some(Self { displacement, axis })
    }
}

impl Dataset {
    /// Ids of the classes, in the order of the labels.
    pub const fn classes(self) -> &'static [&'static str; 10] {
        match self {
            Self::Cifar10 => &CIFAR10_CLASSES,
            Self::Scales => &SCALES_CLASSES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_scales_say_direction_and_displacement() {
        for (label, id) in (0u8..).zip(SCALES_CLASSES) {
            let class = ScalesClass::of(label).unwrap();
            let letter = match class.axis {
                MarkAxis::Horizontal => 'h',
                MarkAxis::Vertical => 'v',
            };
            assert_eq!(format!("{letter}{}", class.displacement), id);
        }
        assert_eq!(ScalesClass::of(10), None);
    }
}
