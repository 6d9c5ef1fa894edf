//! Burnpack, the file format of Burn's records: a head, a description in CBOR, and the values.
//!
//! ```text
//! "NRUB", version 1 (2 bytes), length of the description (4 bytes)
//! {"tensors": {NAME: {"dtype": "F32", "shape": [..], "data_offsets": [begin, end]}, ..}}
//! zeros up to a multiple of 256, then the values of each tensor, each from a multiple of 256 on
//! ```
//!
//! All numbers little-endian but those of CBOR (RFC 8949). Written by hand, because Burn's own writer comes with Burn's
//! tensors, and this room serves the page; a test reads what is written here with Burn.

/// From where on a tensor may begin.
const ALIGNMENT: usize = 256;
const MAGIC: u32 = 0x4255_524E;
const VERSION: u16 = 1;

/// A tensor of 32-bit floats.
pub(super) struct Packed {
    /// Its path in the module, such as `inception1.branch1x1_0.weight`.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, row after row, little-endian.
    pub bytes: Vec<u8>,
}

/// The file.
pub(super) fn pack(tensors: &[Packed]) -> Vec<u8> {
    let description = description(tensors);
    let mut file = Vec::new();
    file.extend(MAGIC.to_le_bytes());
    file.extend(VERSION.to_le_bytes());
    file.extend((description.len() as u32).to_le_bytes());
    file.extend(description);
    for tensor in tensors {
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        file.extend(&tensor.bytes);
    }
    file
}

fn description(tensors: &[Packed]) -> Vec<u8> {
    let mut cbor = Cbor::default();
    cbor.map(1);
    cbor.text("tensors");
    cbor.map(tensors.len());
    let mut end = 0_usize;
    for tensor in tensors {
        let begin = end.next_multiple_of(ALIGNMENT);
        end = begin + tensor.bytes.len();
        cbor.text(&tensor.name);
        cbor.map(3);
        cbor.text("dtype");
        cbor.text("F32");
        cbor.text("shape");
        cbor.numbers(&tensor.shape);
        cbor.text("data_offsets");
        cbor.numbers(&[begin, end]);
    }
    cbor.0
}

/// What little of CBOR is needed.
#[derive(Default)]
struct Cbor(Vec<u8>);

impl Cbor {
    fn map(&mut self, n_entries: usize) {
        self.head(5, n_entries as u64);
    }

    fn text(&mut self, text: &str) {
        self.head(3, text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn numbers(&mut self, numbers: &[usize]) {
        self.head(4, numbers.len() as u64);
        for number in numbers {
            self.head(0, *number as u64);
        }
    }

    /// The kind of what follows, and its number or length: in the same byte below 24, else in 1, 2, 4 or 8 more.
    fn head(&mut self, kind: u8, number: u64) {
        let bytes = number.to_be_bytes();
        let (code, n_bytes) = match number {
            0..24 => (number as u8, 0),
            24..0x100 => (24, 1),
            0x100..0x1_0000 => (25, 2),
            0x1_0000..0x1_0000_0000 => (26, 4),
            _ => (27, 8),
        };
        self.0.push(kind << 5 | code);
        self.0.extend(&bytes[8 - n_bytes..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_standard() {
        // RFC 8949, appendix A.
        let of = |number| {
            let mut cbor = Cbor::default();
            cbor.head(0, number);
            cbor.0
        };
        assert_eq!(of(23), [0x17]);
        assert_eq!(of(24), [0x18, 0x18]);
        assert_eq!(of(1000), [0x19, 0x03, 0xe8]);
        assert_eq!(of(1_000_000), [0x1a, 0x00, 0x0f, 0x42, 0x40]);
        assert_eq!(
            of(1_000_000_000_000),
            [0x1b, 0x00, 0x00, 0x00, 0xe8, 0xd4, 0xa5, 0x10, 0x00]
        );
    }
}
