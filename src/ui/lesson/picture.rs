//! An image that the lessons show: 32 × 32 RGB bytes, and the file of a gallery of them.

/// Height and width, in pixels.
pub const SIDE: usize = 32;
/// Bytes of one image: planes R, G, B.
pub const PICTURE_BYTES: usize = 3 * SIDE * SIDE;

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Index of its class; nothing for the learner's own.
    pub label: Option<u8>,
    /// `[3, 32, 32]` bytes.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// The images of a gallery file: records of a label byte and 3,072 pixel bytes, as in CIFAR-10's binary version.
    ///
    /// Nothing where the length is not a whole number of records.
    pub fn parse_all(bytes: &[u8]) -> Option<Vec<Self>> {
        let record = 1 + PICTURE_BYTES;
        if bytes.is_empty() || !bytes.len().is_multiple_of(record) {
            return None;
        }
        let picture = |bytes: &[u8]| Self {
            label: Some(bytes[0]),
            pixels: bytes[1..].to_vec(),
        };
        Some(bytes.chunks(record).map(picture).collect())
    }

    /// Every byte drawn by itself (xorshift of 32 bits, Marsaglia, 2003); another `number` is another image.
    pub fn noise(number: u32) -> Self {
        let mut state = number.wrapping_mul(0x9E37_79B9) | 1;
        let byte = |_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 24) as u8
        };
        Self {
            label: None,
            pixels: (0..PICTURE_BYTES).map(byte).collect(),
        }
    }

    /// The image of `side` × `side` RGBA bytes, row by row; nothing where there are not as many.
    pub fn from_rgba(rgba: &[u8]) -> Option<Self> {
        if rgba.len() != 4 * SIDE * SIDE {
            return None;
        }
        let plane = |channel: usize| rgba.iter().copied().skip(channel).step_by(4);
        Some(Self {
            label: None,
            pixels: (0..3).flat_map(plane).collect(),
        })
    }

    /// The colour of a pixel, `[red, green, blue]`; black past the edge.
    pub fn rgb(&self, row: usize, col: usize) -> [u8; 3] {
        let idx = row * SIDE + col;
        std::array::from_fn(|channel| {
            let byte = self.pixels.get(channel * SIDE * SIDE + idx);
            byte.copied().unwrap_or(0)
        })
    }

    /// The image as an address that an `<image>` of SVG takes.
    pub fn address(&self) -> String {
        let pixels = (0..SIDE * SIDE).map(|idx| self.rgb(idx / SIDE, idx % SIDE));
        crate::draw::raster::address(SIDE, pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gallery_is_whole_records() {
        let mut bytes = vec![7u8; 2 * 3073];
        bytes[3073] = 9;
        let pictures = Picture::parse_all(&bytes).unwrap();
        assert_eq!((pictures.len(), pictures[1].label), (2, Some(9)));
        assert_eq!(Picture::parse_all(&bytes[1..]), None);
        assert_eq!(Picture::parse_all(&[]), None);
    }

    #[test]
    fn noise_is_spread_over_all_bytes_and_differs_by_number() {
        let noise = Picture::noise(1);
        let mean = noise.pixels.iter().map(|byte| f64::from(*byte)).sum::<f64>() / PICTURE_BYTES as f64;
        // 127.5 ± 4 standard errors: 4 · 256 / √12 / √3072 = 5.3
        assert!((mean - 127.5).abs() < 5.3, "{mean}");
        assert_ne!(noise, Picture::noise(2));
        assert_eq!(noise, Picture::noise(1));
    }

    #[test]
    fn planes_and_interleaved_bytes_say_the_same() {
        let mut rgba = vec![255u8; 4 * SIDE * SIDE];
        rgba[4 * 33..4 * 33 + 3].copy_from_slice(&[1, 2, 3]); // row 1, column 1
        let picture = Picture::from_rgba(&rgba).unwrap();
        assert_eq!(picture.rgb(1, 1), [1, 2, 3]);
        assert_eq!(picture.rgb(1, 2), [255; 3]);
    }
}
