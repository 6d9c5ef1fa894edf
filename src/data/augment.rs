//! Random changes of training images that keep the class: a mirror image, and a shift of a few pixels.
//!
//! CIFAR-10's usual pair (He et al., "Deep Residual Learning", 2015, section 4.2): flip half of the images left to right,
//! pad by 4 pixels on each side and crop 32 × 32 at random, which is a shift of −4 to 4 pixels along each axis.
//! What a shift uncovers is 0 after normalisation, the grey between black (−1) and white (1); torchvision's `RandomCrop`
//! before normalisation uncovers black instead.

use super::images::{PLANE_BYTES, SIDE};
use super::random::Stream;
use crate::spec::AugmentSpec;

/// What happens to one image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Mirrored, left to right, before the shift.
    pub flipped: bool,
    /// Pixels downwards; negative is upwards.
    pub down: isize,
    /// Pixels to the right; negative is to the left.
    pub right: isize,
}

impl Change {
    /// Draws the change of the next image: flip, then down, then right, each from one word of `stream`.
    ///
    /// The same three are drawn whatever `augment` asks for, so that switching one on leaves the other's draws alone.
    pub fn draw(augment: AugmentSpec, stream: &mut Stream) -> Self {
        let heads = stream.below(2) == 1;
        let n_shifts = 2 * augment.shift as u32 + 1;
        let mut offset = || stream.below(n_shifts) as isize - augment.shift as isize;
        Self {
            flipped: augment.flip && heads,
            down: offset(),
            right: offset(),
        }
    }

    /// Leaves `stream` where it stands after the changes of `n_images`.
    pub fn skip(augment: AugmentSpec, stream: &mut Stream, n_images: usize) {
        if augment != AugmentSpec::default() {
            for _ in 0..n_images {
                Self::draw(augment, stream);
            }
        }
    }

    /// Changes one image of normalised values, `[channels, 32, 32]` of any number of channels, in place.
    pub fn apply(self, image: &mut [f32]) {
        let mut before = [0.0; PLANE_BYTES];
        for plane in image.chunks_exact_mut(PLANE_BYTES) {
            before.copy_from_slice(plane);
            for (row, values) in plane.chunks_exact_mut(SIDE).enumerate() {
                let source_row = inside(row, self.down).map(|row| &before[row * SIDE..(row + 1) * SIDE]);
                for (column, value) in values.iter_mut().enumerate() {
                    *value = match (source_row, self.source_column(column)) {
                        (Some(source_row), Some(source_column)) => source_row[source_column],
                        _ => 0.0,
                    };
                }
            }
        }
    }

    /// The column of the image as it was whose value comes to lie in `column`; none for what the shift uncovers.
    fn source_column(self, column: usize) -> Option<usize> {
        let shifted = inside(column, self.right)?;
        Some(if self.flipped { SIDE - 1 - shifted } else { shifted })
    }
}

/// `position − shift`, where that lies in the image.
fn inside(position: usize, shift: isize) -> Option<usize> {
    position.checked_add_signed(-shift).filter(|&source| source < SIDE)
}

#[cfg(test)]
mod tests {
    use super::super::batches::augment_stream;
    use super::super::images::IMAGE_BYTES;
    use super::*;

    /// An image whose value in plane p, row r, column c is 10,000 p + 100 r + c + 1.
    fn image() -> Vec<f32> {
        let value = |idx: usize| 10_000 * (idx / 1024) + 100 * (idx / 32 % 32) + idx % 32 + 1;
        (0..IMAGE_BYTES).map(|idx| value(idx) as f32).collect()
    }

    fn changed(flipped: bool, down: isize, right: isize) -> impl Fn(usize, usize, usize) -> f32 {
        let mut image = image();
        Change { flipped, down, right }.apply(&mut image);
        move |plane, row, column| image[plane * 1024 + row * 32 + column]
    }

    #[test]
    fn a_shift_moves_every_plane_and_uncovers_grey() {
        let at = changed(false, 1, -2);
        assert_eq!(at(2, 5, 7), 20_410.0); // from row 5 − 1 = 4, column 7 + 2 = 9: 20,000 + 400 + 9 + 1
        assert_eq!([at(0, 0, 7), at(1, 5, 30), at(1, 5, 31)], [0.0; 3]);
        assert_eq!(at(1, 5, 29), 10_432.0); // row 4, column 31
    }

    #[test]
    fn a_flip_mirrors_left_to_right_before_the_shift() {
        assert_eq!(changed(true, 0, 0)(0, 3, 0), 332.0); // row 3, column 31
        let at = changed(true, 0, 1);
        assert_eq!([at(0, 3, 0), at(0, 3, 1), at(0, 3, 2)], [0.0, 332.0, 331.0]);
    }

    #[test]
    fn flips_and_shifts_are_equally_likely() {
        let augment = AugmentSpec { flip: true, shift: 4 };
        let mut stream = augment_stream(11, 0);
        let changes: Vec<Change> = (0..9000).map(|_| Change::draw(augment, &mut stream)).collect();
        let count = |holds: &dyn Fn(&Change) -> bool| changes.iter().filter(|change| holds(change)).count();
        // 4,500 expected, standard deviation √(9,000 · 1/4) = 47; five of them are 237.
        assert!(count(&|change| change.flipped).abs_diff(4500) < 237);
        for shift in -4..=4 {
            // 1,000 expected, standard deviation √(9,000 · 1/9 · 8/9) = 30; five of them are 149.
            assert!(count(&|change| change.down == shift).abs_diff(1000) < 149);
            assert!(count(&|change| change.right == shift).abs_diff(1000) < 149);
        }
    }

    #[test]
    fn switching_the_flip_on_leaves_the_shifts_alone() {
        let draws = |flip| {
            let mut stream = augment_stream(12, 3);
            let mut next = move || Change::draw(AugmentSpec { flip, shift: 4 }, &mut stream);
            (0..100)
                .map(|_| next())
                .map(|change| (change.down, change.right))
                .collect::<Vec<_>>()
        };
        assert_eq!(draws(false), draws(true));
    }
}
