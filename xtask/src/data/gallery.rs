//! The images that the lessons show: the first few of a balanced test set, in CIFAR-10's own format.

use fovea::data::{LabelledImages, balanced_order, scales};

/// The file's name, beside a data set's manifest.
pub const FILE: &str = "gallery.bin";
/// Images of a gallery: two of each class.
pub const N_IMAGES: usize = 20;

/// The bytes of the gallery of a test set: per image a label byte and 3,072 pixel bytes.
pub fn of(test: &LabelledImages) -> Vec<u8> {
    let order = balanced_order(&test.labels);
    let records = order.iter().take(N_IMAGES).flat_map(|&idx| {
        let label = std::iter::once(test.label(idx));
        label.chain(test.image(idx).iter().copied())
    });
    records.collect()
}

/// The gallery of Scales, seed 0: it needs no file.
pub fn of_scales() -> Vec<u8> {
    of(&scales::generate_test(N_IMAGES, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_images_of_each_class() {
        let bytes = of_scales();
        assert_eq!(bytes.len(), 20 * 3073);
        let labels: Vec<u8> = bytes.chunks(3073).map(|record| record[0]).collect();
        assert_eq!(
            (0..10)
                .map(|class| labels.iter().filter(|label| **label == class).count())
                .collect::<Vec<_>>(),
            [2; 10]
        );
    }
}
