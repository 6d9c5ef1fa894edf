//! Labelled images as they lie in memory, and the sizes of CIFAR-10.

/// Height and width of an image, in pixels.
pub const SIDE: usize = 32;
/// Colour planes of an image: red, green, blue.
pub const N_CHANNELS: usize = 3;
/// Bytes of one plane: 32 × 32.
pub const PLANE_BYTES: usize = SIDE * SIDE;
/// Bytes of one image: 3 × 32 × 32 = 3,072.
pub const IMAGE_BYTES: usize = N_CHANNELS * PLANE_BYTES;
/// Bytes of one record of the official format: a label and an image, 3,073.
pub const RECORD_BYTES: usize = 1 + IMAGE_BYTES;
/// Classes of every set that Fovea trains on.
pub const N_CLASSES: usize = 10;

pub use crate::spec::Split;

/// Images of 32 × 32 RGB bytes with a label each.
///
/// Invariant: `pixels.len() == labels.len() * IMAGE_BYTES`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelledImages {
    /// One class index per image, 0 to 9.
    pub labels: Vec<u8>,
    /// `[n_images, 3, 32, 32]`: per image the red, green and blue plane, each row by row from the top left.
    pub pixels: Vec<u8>,
}

impl LabelledImages {
    /// No images yet, with room for `n_images`.
    pub fn with_capacity(n_images: usize) -> Self {
        Self {
            labels: Vec::with_capacity(n_images),
            pixels: Vec::with_capacity(n_images * IMAGE_BYTES),
        }
    }

    /// How many images there are.
    pub fn n_images(&self) -> usize {
        self.labels.len()
    }

    /// The `[3, 32, 32]` bytes of image `idx`; like a slice, it panics past the end.
    pub fn image(&self, idx: usize) -> &[u8] {
        &self.pixels[idx * IMAGE_BYTES..(idx + 1) * IMAGE_BYTES]
    }

    /// The class of image `idx`; like a slice, it panics past the end.
    pub fn label(&self, idx: usize) -> u8 {
        self.labels[idx]
    }

    /// Adds one image of `[3, 32, 32]` bytes at the end.
    pub fn push(&mut self, label: u8, image: &[u8; IMAGE_BYTES]) {
        self.labels.push(label);
        self.pixels.extend_from_slice(image);
    }

    /// Adds all images of `other` at the end.
    pub fn append(&mut self, other: &Self) {
        self.labels.extend_from_slice(&other.labels);
        self.pixels.extend_from_slice(&other.pixels);
    }

    /// Keeps the first `n_images` and drops the rest; does nothing where there are no more than that.
    pub fn truncate(&mut self, n_images: usize) {
        self.labels.truncate(n_images);
        self.pixels.truncate(n_images * IMAGE_BYTES);
    }

    /// A copy of the images at `indices`, in that order; like a slice, it panics past the end.
    pub fn subset(&self, indices: &[usize]) -> Self {
        let mut chosen = Self::with_capacity(indices.len());
        for &idx in indices {
            chosen.labels.push(self.label(idx));
            chosen.pixels.extend_from_slice(self.image(idx));
        }
        chosen
    }

    /// Images per class; a label over 9 counts nowhere.
    pub fn class_counts(&self) -> [usize; N_CLASSES] {
        let mut counts = [0; N_CLASSES];
        for &label in &self.labels {
            if let Some(count) = counts.get_mut(usize::from(label)) {
                *count += 1;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> LabelledImages {
        let mut images = LabelledImages::default();
        for label in [4, 7, 4] {
            images.push(label, &[label * 10; IMAGE_BYTES]);
        }
        images
    }

    #[test]
    fn a_record_is_a_label_and_three_planes() {
        assert_eq!(PLANE_BYTES, 1024); // 32 · 32
        assert_eq!(IMAGE_BYTES, 3072); // 3 · 1,024
        assert_eq!(RECORD_BYTES, 3073); // 1 + 3,072
    }

    #[test]
    fn a_subset_keeps_each_label_with_its_image() {
        let chosen = three().subset(&[1, 0]);
        assert_eq!(chosen.labels, [7, 4]);
        assert_eq!((chosen.image(0)[0], chosen.image(1)[3071]), (70, 40));
    }

    #[test]
    fn appended_and_cut_images_keep_their_pixels_in_step() {
        let mut images = three();
        images.append(&three());
        assert_eq!(images.class_counts(), [0, 0, 0, 0, 4, 0, 0, 2, 0, 0]);
        images.truncate(2);
        assert_eq!((images.labels.len(), images.pixels.len()), (2, 6144)); // 2 · 3,072
        images.truncate(9);
        assert_eq!(images.n_images(), 2);
    }
}
