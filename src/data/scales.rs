//! Scales: a generated set that only a receptive field wide enough can learn.
//!
//! Every image holds the same two white marks of 3 × 3 pixels on grey noise, and the class is nothing but their
//! displacement: 3, 6, 9, 12 or 15 pixels, along a row or along a column.
//! The first mark's place is uniform over the image and the second wraps around the border, so each mark alone is
//! uniform in every class.
//!
//! A window of F × F pixels can touch both marks only where the displacement is at most F + 1: from the last pixel of
//! one mark to the first of the other it is d − 2 steps.
//! In all classes with d ≥ F + 2 the windows of an image are therefore the same ones, equally often, also where the border
//! cuts them; a network of receptive field F that ends in global average pooling and a linear layer gives all of them the
//! same mean score, whatever its weights.
//! No file is needed: an image is decided by seed, split and index.

use super::images::{IMAGE_BYTES, LabelledImages, N_CHANNELS, N_CLASSES, PLANE_BYTES, SIDE};
use super::random::{Purpose, Stream};
use crate::spec::{MarkAxis, ScalesClass};

/// Height and width of a mark, in pixels.
pub const MARK_SIDE: usize = 3;
/// Brightness of a mark in every channel; the noise stays below it.
pub const MARK_BYTE: u8 = 255;
/// The darkest noise; the brightest is 191, 128 values in all.
pub const NOISE_LOW: u8 = 64;

/// Training images: label `idx % 10` for image `idx`, so the first n are balanced for every n.
///
/// The first images do not depend on how many follow.
pub fn generate(n_images: usize, seed: u64) -> LabelledImages {
    generate_for(Purpose::ScalesTrain, n_images, seed)
}

/// Test images: the same distribution as [`generate`], from streams of their own.
pub fn generate_test(n_images: usize, seed: u64) -> LabelledImages {
    generate_for(Purpose::ScalesTest, n_images, seed)
}

fn generate_for(purpose: Purpose, n_images: usize, seed: u64) -> LabelledImages {
    let mut images = LabelledImages::with_capacity(n_images);
    for idx in 0..n_images {
        let label = (idx % N_CLASSES) as u8;
        let mut stream = Stream::new(seed, purpose, idx as u64);
        images.push(label, &image(label, &mut stream));
    }
    images
}

/// One image of class `label`: row and column of the first mark are drawn first, then the noise, four bytes a word.
fn image(label: u8, stream: &mut Stream) -> [u8; IMAGE_BYTES] {
    let mut place = || stream.below(SIDE as u32) as usize;
    let (row, column) = (place(), place());
    let mut pixels = [0; IMAGE_BYTES];
    for four in pixels.chunks_exact_mut(4) {
        for (pixel, byte) in four.iter_mut().zip(stream.next_u32().to_le_bytes()) {
            *pixel = NOISE_LOW + byte / 2;
        }
    }
    for (row, column) in marked_pixels(label, row, column) {
        for plane in 0..N_CHANNELS {
            pixels[plane * PLANE_BYTES + row * SIDE + column] = MARK_BYTE;
        }
    }
    pixels
}

/// The 18 pixels (row, column) of both marks, where the first mark's upper left pixel is at `row`, `column`.
///
/// A label past 9 has one mark only.
fn marked_pixels(label: u8, row: usize, column: usize) -> impl Iterator<Item = (usize, usize)> {
    let (down, right) = match ScalesClass::of(label) {
        Some(ScalesClass {
            displacement,
            axis: MarkAxis::Horizontal,
        }) => (0, displacement),
        Some(ScalesClass {
            displacement,
            axis: MarkAxis::Vertical,
        }) => (displacement, 0),
        None => (0, 0),
    };
    let corners = [(row, column), (row + down, column + right)];
    corners.into_iter().flat_map(|(top, left)| {
        (0..MARK_SIDE * MARK_SIDE).map(move |idx| ((top + idx / MARK_SIDE) % SIDE, (left + idx % MARK_SIDE) % SIDE))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// What a window of `side` × `side` pixels with its upper left pixel at (0, 0) shows of the marks, and for how many of
    /// the 1,024 places of the first mark.
    fn views(label: u8, side: usize) -> BTreeMap<Vec<(usize, usize)>, usize> {
        let mut views = BTreeMap::new();
        for place in 0..PLANE_BYTES {
            let marked = marked_pixels(label, place / SIDE, place % SIDE);
            let mut view: Vec<_> = marked.filter(|&(row, column)| row < side && column < side).collect();
            view.sort_unstable();
            *views.entry(view).or_insert(0) += 1;
        }
        views
    }

    #[test]
    fn a_field_of_nine_sees_the_same_in_all_far_classes_and_a_field_of_31_does_not() {
        // d ≥ F + 2 = 11 are h12, h15, v12, v15. The window at the upper left stands for all: places wrap, and a window
        // that the border cuts is a part of a whole one.
        let far = [3, 4, 8, 9];
        assert!(far.iter().all(|&label| views(label, 9) == views(far[0], 9)));
        for label in 0..10 {
            let is_far = far.contains(&label);
            assert_eq!(views(label, 9) == views(far[0], 9), is_far, "class {label}");
            for other in 0..label {
                assert_ne!(views(label, 31), views(other, 31));
            }
        }
    }

    #[test]
    fn the_marks_never_overlap() {
        for label in 0..10 {
            let mut marked: Vec<_> = marked_pixels(label, 31, 30).collect();
            marked.sort_unstable();
            marked.dedup();
            assert_eq!(marked.len(), 18); // 2 · 3 · 3
        }
    }

    #[test]
    fn the_second_mark_wraps_around_the_border() {
        // h15 at row 31, column 20: rows 31, 0, 1; the second mark from column 35 − 32 = 3 on.
        let marked: Vec<_> = marked_pixels(4, 31, 20).collect();
        assert_eq!((marked[0], marked[3], marked[8]), ((31, 20), (0, 20), (1, 22)));
        assert_eq!((marked[9], marked[17]), ((31, 3), (1, 5)));
    }
}
