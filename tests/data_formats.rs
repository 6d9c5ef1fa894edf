//! The official format and the shards, on whole, cut and corrupted files.
#![cfg(not(target_arch = "wasm32"))]

use fovea::data::{
    CIFAR10_CLASSES, FormatError, IMAGE_BYTES, LabelledImages, PackLabel, RECORD_BYTES, ShardError, SourceError, Split,
    format, shards, source,
};
use fovea::spec::DataSource;
use proptest::prelude::*;

/// Images of one colour each: image `idx` of label `labels[idx]` is filled with the byte `idx`.
fn images(labels: &[u8]) -> LabelledImages {
    let mut images = LabelledImages::default();
    for (idx, &label) in labels.iter().enumerate() {
        images.push(label, &[idx as u8; IMAGE_BYTES]);
    }
    images
}

const LABEL: PackLabel<'static> = PackLabel {
    dataset: "cifar10",
    source: DataSource::Folder,
    classes: &CIFAR10_CLASSES,
};

prop_compose! {
    fn any_images()(n_images in 1usize..6)(
        labels in prop::collection::vec(0u8..10, n_images),
        pixels in prop::collection::vec(any::<u8>(), n_images * IMAGE_BYTES),
    ) -> LabelledImages {
        LabelledImages { labels, pixels }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_written_reads_back(images in any_images()) {
        let bytes = format::write(&images);
        prop_assert_eq!(bytes.len(), images.n_images() * RECORD_BYTES);
        prop_assert_eq!(format::parse("a.bin", &bytes), Ok(images));
    }

    #[test]
    fn a_file_cut_at_any_byte_reads_whole_records_or_says_where_it_was_cut(
        images in any_images(), at in any::<prop::sample::Index>(),
    ) {
        let bytes = format::write(&images);
        let n_bytes = at.index(bytes.len());
        let (n_whole, n_present) = (n_bytes / RECORD_BYTES, n_bytes % RECORD_BYTES);
        let expected = if n_bytes == 0 {
            Err(FormatError::Empty { file: "a.bin".into() })
        } else if n_present == 0 {
            Ok(images.subset(&(0..n_whole).collect::<Vec<_>>()))
        } else {
            Err(FormatError::CutRecord {
                file: "a.bin".into(),
                record_idx: n_whole,
                byte_offset: n_whole * RECORD_BYTES,
                n_present,
                n_missing: RECORD_BYTES - n_present,
            })
        };
        prop_assert_eq!(format::parse("a.bin", &bytes[..n_bytes]), expected);
    }

    #[test]
    fn a_corrupt_label_is_named_with_its_record_and_byte(
        images in any_images(), at in any::<prop::sample::Index>(), label in 10u8..,
    ) {
        let record_idx = at.index(images.n_images());
        let byte_offset = record_idx * RECORD_BYTES;
        let mut bytes = format::write(&images);
        bytes[byte_offset] = label;
        let file = "a.bin".to_string();
        prop_assert_eq!(format::parse("a.bin", &bytes), Err(FormatError::Label { file, record_idx, byte_offset, label }));
    }

    #[test]
    fn any_changed_byte_of_a_shard_is_noticed(
        images in any_images(), at in any::<prop::sample::Index>(), flip in 1u8..,
    ) {
        let (manifest, mut files) = shards::pack(&images, &images, LABEL);
        let (file, bytes) = &mut files[0];
        let byte_idx = at.index(bytes.len());
        bytes[byte_idx] ^= flip;
        let refused = shards::verify(&manifest.shards[0], bytes);
        let is_named = matches!(&refused, Err(ShardError::Checksum { file: named, .. }) if named == file);
        prop_assert!(is_named, "{:?}", refused);
    }
}

#[test]
fn shards_hold_at_most_a_thousand_images_in_balanced_order() {
    // 2,100 training images, 210 of each class in a run, so that order matters: 1,000 + 1,000 + 100.
    let labels: Vec<u8> = (0..2100).map(|idx| (idx / 210) as u8).collect();
    let (manifest, files) = shards::pack(&images(&labels), &images(&[3, 1, 4]), LABEL);
    manifest.validate().unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["train-000.bin", "train-001.bin", "train-002.bin", "test-000.bin"]
    );
    let n_images: Vec<usize> = manifest.shards.iter().map(|shard| shard.n_images).collect();
    assert_eq!(n_images, [1000, 1000, 100, 3]);

    let mut train = LabelledImages::default();
    for (shard, (_, bytes)) in manifest.shards.iter().zip(&files).take(3) {
        train.append(&shards::verify(shard, bytes).unwrap());
    }
    assert_eq!(train.labels[..12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    // Record 11 is the second image of class 1, image 211 of the file, whose colour is 211.
    assert_eq!(train.image(11)[0], 211);
    train.truncate(100);
    assert_eq!(train.class_counts(), [10; 10]);
}

#[test]
fn only_the_shards_of_the_first_images_are_needed() {
    let labels: Vec<u8> = (0..2100).map(|idx| (idx % 10) as u8).collect();
    let (manifest, _) = shards::pack(&images(&labels), &images(&[0]), LABEL);
    let n_needed = |n_images| shards::needed(&manifest, Split::Train, n_images).map(|shards| shards.len());
    assert_eq!(n_needed(100), Ok(1));
    assert_eq!(n_needed(1000), Ok(1));
    assert_eq!(n_needed(1001), Ok(2));
    assert_eq!(n_needed(2100), Ok(3));
    let too_few = n_needed(2101).unwrap_err().to_string();
    assert_eq!(
        too_few,
        "2101 train images are wanted, the data has 2100; choose 2100 or fewer"
    );
    assert_eq!(
        shards::needed(&manifest, Split::Test, 1).unwrap()[0].file,
        "test-000.bin"
    );
}

#[test]
fn a_cut_or_foreign_shard_is_named() {
    let (manifest, files) = shards::pack(&images(&[0, 1]), &images(&[2]), LABEL);
    let cut = shards::verify(&manifest.shards[0], &files[0].1[..3000]).unwrap_err();
    assert_eq!(
        cut.to_string(),
        "shard train-000.bin has 3000 bytes where 6146 belong; fetch it again"
    );

    // Packed wrongly: the checksum fits, the label does not.
    let mut wrong = manifest.shards[1].clone();
    let bytes = [200; RECORD_BYTES];
    wrong.sha256 = shards::sha256_hex(&bytes);
    let refused = shards::verify(&wrong, &bytes).unwrap_err();
    assert!(matches!(&refused, ShardError::Format(FormatError::Label { file, .. }) if file == "test-000.bin"));
}

#[test]
fn a_folder_is_read_by_name_and_its_mistakes_name_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let no_training_file = source::read_folder(folder.path()).unwrap_err();
    assert!(matches!(no_training_file, SourceError::NoTrainingFile { .. }));

    put("data_batch_2.bin", &format::write(&images(&[5])));
    put("data_batch_1.bin", &format::write(&images(&[8, 9])));
    put("readme.html", b"not read");
    let no_test_file = source::read_folder(folder.path()).unwrap_err();
    assert!(no_test_file.to_string().contains("test_batch.bin cannot be read"));

    put("test_batch.bin", &format::write(&images(&[3])));
    let (train, test) = source::read_folder(folder.path()).unwrap();
    assert_eq!((train.labels, test.labels), (vec![8, 9, 5], vec![3]));

    put("data_batch_3.bin", &[1; 100]);
    let cut = source::read_folder(folder.path()).unwrap_err().to_string();
    assert!(cut.contains("data_batch_3.bin is cut: record 0"), "{cut}");
    assert!(cut.contains("2973 are missing"), "{cut}"); // 3,073 − 100
}

#[test]
fn the_official_files_are_read_where_they_are() {
    let Some(folder) = std::env::var_os("FOVEA_CIFAR10_DIR") else {
        return; // Nothing to read; the other tests cover the format.
    };
    let (train, test) = source::read_folder(folder.as_ref()).unwrap();
    for images in [&train, &test] {
        assert!(images.class_counts().iter().all(|&count| count > 0));
        assert_eq!(images.pixels.len(), images.n_images() * IMAGE_BYTES);
    }
    // The first training image of CIFAR-10 is a frog whose first red byte is 59.
    assert_eq!(
        (CIFAR10_CLASSES[usize::from(train.label(0))], train.image(0)[0]),
        ("frog", 59)
    );
}
