//! Small pixel pictures as addresses: an uncompressed BMP (24 bits a pixel) in base 64, which every browser decodes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// The address (`data:image/bmp;base64,…`) of a picture of `width` columns; `pixels` are `[red, green, blue]`, row by row
/// from the top, as many as there are whole rows of.
pub fn address(width: usize, pixels: impl IntoIterator<Item = [u8; 3]>) -> String {
    let pixels: Vec<[u8; 3]> = pixels.into_iter().collect();
    let height = pixels.len() / width.max(1);
    let row_bytes = (3 * width).next_multiple_of(4);
    let n_bytes = 54 + row_bytes * height;
    let mut bytes = Vec::with_capacity(n_bytes);
    let long = |bytes: &mut Vec<u8>, value: usize| bytes.extend((value as u32).to_le_bytes());
    bytes.extend(*b"BM");
    for value in [n_bytes, 0, 54, 40, width, height] {
        long(&mut bytes, value);
    }
    bytes.extend([1, 0, 24, 0]); // one plane, 24 bits
    for value in [0, row_bytes * height, 2835, 2835, 0, 0] {
        long(&mut bytes, value);
    }
    // From the bottom row up, blue first.
    for row in pixels.chunks_exact(width.max(1)).rev() {
        let start = bytes.len();
        bytes.extend(row.iter().flat_map(|[red, green, blue]| [*blue, *green, *red]));
        bytes.resize(start + row_bytes, 0);
    }
    format!("data:image/bmp;base64,{}", BASE64.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_padded_to_four_bytes() {
        let text = address(3, [[1, 2, 3]; 6]);
        // 54 + 2 rows of 3·3 = 9, padded to 12: 78 bytes, 104 letters.
        assert_eq!(text.len() - "data:image/bmp;base64,".len(), 104);
    }
}
