//! The official binary format of CIFAR-10 (Krizhevsky, 2009): one record after another, each a label byte and then the
//! red, green and blue plane of 1,024 bytes; no header, no padding.
//!
//! Any whole number of records is a valid file, so parts of the official files and Fovea's shards are read alike.
//! Source: <https://www.cs.toronto.edu/~kriz/cifar.html>, "Binary version".

use super::images::{LabelledImages, N_CLASSES, RECORD_BYTES};

pub use crate::spec::FormatError;

/// Reads all records of `bytes`; `file` is the name that an error will carry.
///
/// # Errors
/// The first mistake in the order of the bytes: an empty file, a label over 9, a record that is cut off.
pub fn parse(file: &str, bytes: &[u8]) -> Result<LabelledImages, FormatError> {
    if bytes.is_empty() {
        return Err(FormatError::Empty { file: file.into() });
    }
    let mut images = LabelledImages::with_capacity(bytes.len() / RECORD_BYTES);
    for (record_idx, record) in bytes.chunks(RECORD_BYTES).enumerate() {
        let byte_offset = record_idx * RECORD_BYTES;
        let (label, pixels) = (record[0], &record[1..]);
        if usize::from(label) >= N_CLASSES {
            return Err(FormatError::Label {
                file: file.into(),
                record_idx,
                byte_offset,
                label,
            });
        }
        if record.len() < RECORD_BYTES {
            return Err(FormatError::CutRecord {
                file: file.into(),
                record_idx,
                byte_offset,
                n_present: record.len(),
                n_missing: RECORD_BYTES - record.len(),
            });
        }
        images.labels.push(label);
        images.pixels.extend_from_slice(pixels);
    }
    Ok(images)
}

/// The records of `images` as bytes of the official format: `n_images` × 3,073.
pub fn write(images: &LabelledImages) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(images.n_images() * RECORD_BYTES);
    for idx in 0..images.n_images() {
        bytes.push(images.label(idx));
        bytes.extend_from_slice(images.image(idx));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::images::IMAGE_BYTES;
    use super::*;

    #[test]
    fn planes_follow_the_label_in_the_order_red_green_blue() {
        let mut bytes = vec![6];
        for plane in [10, 20, 30] {
            bytes.extend([plane; 1024]);
        }
        let images = parse("a.bin", &bytes).unwrap();
        assert_eq!(images.labels, [6]);
        let image = images.image(0);
        assert_eq!([image[0], image[1023], image[1024], image[3071]], [10, 10, 20, 30]);
    }

    #[test]
    fn an_empty_file_is_named() {
        let error = parse("data_batch_2.bin", &[]).unwrap_err();
        assert!(error.to_string().starts_with("data_batch_2.bin is empty"));
    }

    #[test]
    fn a_cut_file_says_where_and_how_much_is_missing() {
        let mut images = LabelledImages::default();
        images.push(1, &[0; IMAGE_BYTES]);
        images.push(2, &[0; IMAGE_BYTES]);
        let error = parse("cut.bin", &write(&images)[..4000]).unwrap_err();
        let FormatError::CutRecord {
            record_idx,
            byte_offset,
            n_present,
            n_missing,
            ..
        } = error
        else {
            panic!("{error}");
        };
        // 4,000 = 3,073 + 927, and 3,073 − 927 = 2,146.
        assert_eq!((record_idx, byte_offset, n_present, n_missing), (1, 3073, 927, 2146));
    }
}
