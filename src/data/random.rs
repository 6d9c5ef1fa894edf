//! The randomness of a run: ChaCha8 keyed by the seed, one stream per purpose, the same numbers on every machine.
//!
//! How bits become numbers is fixed here, to the last bit, because native code, the CPU engine and the WebGPU engine must
//! start from the same weights and see the same images in the same order:
//! - The key is the seed (8 bytes, little endian), the purpose (8 bytes, little endian) and 16 zero bytes; the stream id
//!   (Bernstein's nonce) is the index. Words are the keystream's 32-bit words in little endian, from block 0 on.
//! - A float takes one word: its upper 24 bits divided by 2^24, so it is exact, at least 0 and below 1.
//! - An integer below n takes one word w: the upper half of the 64-bit product w × n, and another word instead while the
//!   lower half is below 2^32 mod n, so that every result is equally likely (Lemire, "Fast random integer generation in an
//!   interval", 2019).
//! - A shuffle runs from the last element down and swaps each with one at or below it (Durstenfeld, 1964).

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What random numbers are for; no two purposes of one seed share a number.
///
/// The numbers belong to the seed's meaning: a changed one changes every recorded run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u64)]
pub enum Purpose {
    /// Initial weights; the index is the position of the tensor among the network's parameters, or 0 for all in a row.
    Weights = 0,
    /// The order of the training images; the index is the epoch.
    Shuffle = 1,
    /// Flips and shifts; the index is the epoch.
    Augment = 2,
    /// Dropout masks; the index is the training step.
    Dropout = 3,
    /// Training images of the generated set; the index is the image.
    ScalesTrain = 4,
    /// Test images of the generated set; the index is the image.
    ScalesTest = 5,
    /// Values on which an engine checks its layers against another; the index is free.
    SelfTest = 6,
}

/// A sequence of random numbers that depends on nothing but seed, purpose and index.
#[derive(Clone, Debug)]
pub struct Stream {
    words: ChaCha8Rng,
}

impl Stream {
    /// The stream of `seed` for `purpose`, number `index` of 2^64.
    pub fn new(seed: u64, purpose: Purpose, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
        let mut words = ChaCha8Rng::from_seed(key);
        words.set_stream(index);
        Self { words }
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        self.words.next_u32()
    }

    /// A float from `low` to `high`, uniformly: `low + (high − low) × k / 2^24`, in `f32` arithmetic throughout.
    ///
    /// `high` itself can only occur where the sum rounds up to it.
    pub fn uniform_f32(&mut self, low: f32, high: f32) -> f32 {
        const STEP: f32 = 1.0 / (1 << 24) as f32;
        let unit = (self.next_u32() >> 8) as f32 * STEP;
        low + (high - low) * unit
    }

    /// An integer from 0 to `n − 1`, each equally likely; 0 where `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        // 2^32 mod n, computed in 32 bits as (2^32 − n) mod n.
        let threshold = n.wrapping_neg().checked_rem(n).unwrap_or(0);
        loop {
            let product = u64::from(self.next_u32()) * u64::from(n);
            if product as u32 >= threshold {
                return (product >> 32) as u32;
            }
        }
    }

    /// Puts `items`, at most 2^32 of them, into an order that is equally likely among all.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u32 + 1) as usize;
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(seed: u64) -> Stream {
        Stream::new(seed, Purpose::Shuffle, 0)
    }

    #[test]
    fn the_words_are_chacha8s_keystream() {
        // Key and nonce all zero, 8 rounds: the keystream starts 3e 00 ef 2f 89 5f 40 d6 (draft-strombergson-chacha-test-vectors).
        let mut zero = Stream::new(0, Purpose::Weights, 0);
        assert_eq!([zero.next_u32(), zero.next_u32()], [0x2fef_003e, 0xd640_5f89]);
    }

    #[test]
    fn seed_purpose_and_index_each_change_the_stream() {
        let first = |seed, purpose, index| Stream::new(seed, purpose, index).next_u32();
        let mut words = vec![
            first(1, Purpose::Weights, 0),
            first(2, Purpose::Weights, 0),
            first(1 << 40, Purpose::Weights, 0),
            first(1, Purpose::Shuffle, 0),
            first(1, Purpose::Shuffle, 1),
            first(1, Purpose::Shuffle, 1 << 40),
        ];
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 6);
    }

    #[test]
    fn a_float_is_24_bits_over_2_to_the_24() {
        let (mut words, mut floats) = (stream(3), stream(3));
        for _ in 0..1000 {
            let expected = (words.next_u32() >> 8) as f32 / 16_777_216.0;
            let unit = floats.uniform_f32(0.0, 1.0);
            assert_eq!(unit.to_bits(), expected.to_bits());
            assert!((0.0..1.0).contains(&unit));
        }
        let mut floats = stream(4);
        assert!((0..1000).all(|_| (-0.25..=0.5).contains(&floats.uniform_f32(-0.25, 0.5))));
    }

    #[test]
    fn integers_below_n_are_equally_likely() {
        let mut draws = stream(5);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[draws.below(7) as usize] += 1;
        }
        // 10,000 expected each, standard deviation √(70,000 · 1/7 · 6/7) = 93; five of them are 463.
        assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 463), "{counts:?}");
        assert_eq!([draws.below(1), draws.below(0)], [0, 0]);
    }

    #[test]
    fn a_bound_that_does_not_divide_2_to_the_32_is_not_biased() {
        // n = 3 · 2^30: without rejection the multiples of 3 would come up twice as often as the others.
        let n = 3 << 30;
        let mut draws = stream(6);
        let n_multiples = (0..30_000).filter(|_| draws.below(n).is_multiple_of(3)).count();
        // 10,000 expected, standard deviation √(30,000 · 1/3 · 2/3) = 82; five of them are 408.
        assert!(n_multiples.abs_diff(10_000) < 408, "{n_multiples}");
    }

    #[test]
    fn a_shuffle_is_a_permutation_and_every_order_is_equally_likely() {
        let mut counts = [0_u32; 27];
        let mut draws = stream(7);
        for _ in 0..60_000 {
            let mut items = [0, 1, 2];
            draws.shuffle(&mut items);
            counts[items[0] * 9 + items[1] * 3 + items[2]] += 1;
        }
        let seen: Vec<u32> = counts.into_iter().filter(|&count| count > 0).collect();
        assert_eq!(seen.len(), 6); // 3! orders
        // 10,000 expected each, standard deviation √(60,000 · 1/6 · 5/6) = 91; five of them are 456.
        assert!(seen.iter().all(|&count| count.abs_diff(10_000) < 456), "{seen:?}");
    }
}
