//! Small pixel pictures as addresses: an uncompressed BMP (24 bits a pixel) in base 64, which every browser decodes.

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
    format!("data:image/bmp;base64,{}", base64(&bytes))
}

/// Base 64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |idx: usize| u32::from(three.get(idx).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for idx in 0..4 {
            if idx <= three.len() {
                text.push(char::from(ALPHABET[(bits >> (18 - 6 * idx)) as usize & 63]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_as_in_the_standard() {
        // RFC 4648, section 10.
        for (bytes, text) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn rows_are_padded_to_four_bytes() {
        let text = address(3, [[1, 2, 3]; 6]);
        // 54 + 2 rows of 3·3 = 9, padded to 12: 78 bytes, 104 letters.
        assert_eq!(text.len() - "data:image/bmp;base64,".len(), 104);
    }
}
