//! Scales as it comes out: the same images every time, and nothing but the displacement tells the classes apart.
#![cfg(not(target_arch = "wasm32"))]

use fovea::data::{LabelledImages, PLANE_BYTES, SIDE, format, scales, shards};
use fovea::spec::{MarkAxis, ScalesClass};

/// 640 images a class.
const N_IMAGES: usize = 6400;

/// Where the first mark's upper left pixel is: the place from which both marks of the class cover all white pixels.
///
/// Nothing where no place or more than one fits.
fn place_of(images: &LabelledImages, idx: usize, class: ScalesClass) -> Option<(usize, usize)> {
    let image = images.image(idx);
    let is_white = |pixel: usize| (0..3).all(|plane| image[plane * PLANE_BYTES + pixel] == scales::MARK_BYTE);
    let white: Vec<usize> = (0..PLANE_BYTES).filter(|&pixel| is_white(pixel)).collect();
    let (down, right) = match class.axis {
        MarkAxis::Horizontal => (0, class.displacement),
        MarkAxis::Vertical => (class.displacement, 0),
    };
    let fits = |&place: &usize| {
        let (row, column) = (place / SIDE, place % SIDE);
        let mut marked: Vec<usize> = (0..18)
            .map(|idx| (idx / 9, idx % 9 / 3, idx % 3))
            .map(|(mark, y, x)| (row + mark * down + y) % SIDE * SIDE + (column + mark * right + x) % SIDE)
            .collect();
        marked.sort_unstable();
        marked == white
    };
    let mut places = (0..PLANE_BYTES).filter(fits);
    let place = places.next()?;
    places.next().is_none().then_some((place / SIDE, place % SIDE))
}

/// Chi-square of `counts` against equal counts.
fn chi_square(counts: &[usize]) -> f64 {
    let expected = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    let term = |&count: &usize| (count as f64 - expected).powi(2) / expected;
    counts.iter().map(term).sum()
}

#[test]
fn a_seed_gives_the_same_images_for_ever() {
    // Both checksums come from a second implementation, in Python, of what `random` and `scales` describe.
    let checksum = |images: &LabelledImages| shards::sha256_hex(&format::write(images));
    let twenty = scales::generate(20, 7);
    assert_eq!(
        checksum(&twenty),
        "1caae4034ef9428adff7ad6b9125567c2b1441bf802e65933c883d704317cb3b"
    );
    assert_eq!(
        checksum(&scales::generate_test(20, 7)),
        "2269e4a134a6e41125467755d68508b19c54ee61565b28de21e6b20b9138b3e2"
    );
    let mut more = scales::generate(35, 7);
    more.truncate(20);
    assert_eq!(more, twenty);
    assert_ne!(scales::generate(20, 8), twenty);
}

#[test]
fn classes_take_turns() {
    assert_eq!(scales::generate(100, 1).class_counts(), [10; 10]);
    assert_eq!(scales::generate(12, 1).labels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
}

#[test]
fn every_image_holds_two_marks_at_the_displacement_of_its_class_and_of_no_other() {
    let images = scales::generate(200, 3);
    for idx in 0..images.n_images() {
        for label in 0..10 {
            let class = ScalesClass::of(label).unwrap();
            let fits = place_of(&images, idx, class).is_some();
            assert_eq!(fits, label == images.label(idx), "image {idx}, {class:?}");
        }
    }
}

#[test]
fn each_mark_is_uniform_in_every_class() {
    // 31 degrees of freedom; with Wilson and Hilferty's cube, chi-square passes 31 · (1 − 2/279 + 4.75 · √(2/279))³ = 84
    // once in a million. 10 classes × 2 marks × 2 axes are 40 tests.
    const LIMIT: f64 = 84.0;
    let images = scales::generate(N_IMAGES, 5);
    let mut counts = vec![[0_usize; SIDE]; 40];
    for idx in 0..N_IMAGES {
        let label = images.label(idx);
        let class = ScalesClass::of(label).unwrap();
        let (row, column) = place_of(&images, idx, class).unwrap();
        let (down, right) = match class.axis {
            MarkAxis::Horizontal => (0, class.displacement),
            MarkAxis::Vertical => (class.displacement, 0),
        };
        for mark in 0..2 {
            let histogram = usize::from(label) * 4 + mark * 2;
            counts[histogram][(row + mark * down) % SIDE] += 1;
            counts[histogram + 1][(column + mark * right) % SIDE] += 1;
        }
    }
    for (histogram, counts) in counts.iter().enumerate() {
        assert_eq!(counts.iter().sum::<usize>(), 640);
        let chi_square = chi_square(counts);
        assert!(chi_square < LIMIT, "histogram {histogram}: {chi_square}");
    }
}

#[test]
fn every_pixel_has_the_same_mean_in_every_class() {
    // Noise is uniform on 64 … 191: mean 127.5, variance (128² − 1) / 12 = 1,365.25. A pixel is white in 18 of 1,024
    // images: mean 127.5 + 127.5 · 18/1,024 = 129.74, variance 1,365.25 · 1,006/1,024 + 127.5² · 18/1,024 · 1,006/1,024 =
    // 1,622. Over 640 images a mean has the standard error √(1,622/640) = 1.592; of 30,720 means one passes 5.5 of
    // them, 8.76, once in a thousand such tests.
    let images = scales::generate(N_IMAGES, 9);
    let mut sums = vec![0_u64; 10 * 3072];
    for idx in 0..N_IMAGES {
        let offset = usize::from(images.label(idx)) * 3072;
        for (sum, &byte) in sums[offset..offset + 3072].iter_mut().zip(images.image(idx)) {
            *sum += u64::from(byte);
        }
    }
    for (idx, &sum) in sums.iter().enumerate() {
        let mean = sum as f64 / 640.0;
        assert!(
            (mean - 129.74).abs() < 8.76,
            "class {}, value {}: {mean}",
            idx / 3072,
            idx % 3072
        );
    }
    // Over a class's whole images the number of white pixels is fixed, so only the noise varies: 640 · 3 · 1,006 =
    // 1,931,520 values, standard error of the mean over all 1,966,080 values √(1,365.25 · 1,931,520) / 1,966,080 = 0.0261;
    // five of them are 0.131.
    for (label, sums) in sums.chunks(3072).enumerate() {
        let mean = sums.iter().sum::<u64>() as f64 / 1_966_080.0;
        assert!((mean - 129.7412).abs() < 0.131, "class {label}: {mean}");
    }
}
