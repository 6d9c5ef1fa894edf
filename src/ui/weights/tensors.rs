//! The numbers of a `state_dict`, read in the page: a formula then needs no question for each tensor.

use std::collections::BTreeMap;

use safetensors::{Dtype, SafeTensors};

/// Weights by PyTorch's names, row after row.
pub type Tensors = BTreeMap<String, Vec<f32>>;

/// The float32 tensors of a safetensors file; what has another type is left out.
///
/// # Errors
/// What is wrong with the file.
pub fn read(file: &[u8]) -> Result<Tensors, String> {
    let (_, header) = SafeTensors::read_metadata(file).map_err(|error| error.to_string())?;
    // With 32 bits the format's own sum of offsets can wrap round.
    if header.data_len() > file.len() {
        return Err("its tensors reach past its end".to_owned());
    }
    let opened = SafeTensors::deserialize(file).map_err(|error| error.to_string())?;
    let floats = opened.iter().filter(|(_, view)| view.dtype() == Dtype::F32);
    let read = floats.map(|(name, view)| {
        let (words, _rest) = view.data().as_chunks::<4>();
        let values = words.iter().map(|word| f32::from_le_bytes(*word)).collect();
        (name.to_owned(), values)
    });
    Ok(read.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_weights_are_read_by_their_names() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/public/records/dilated-s.safetensors");
        let file = std::fs::read(path).unwrap();
        let tensors = read(&file).unwrap();
        assert_eq!(tensors["conv2.weight"].len(), 16 * 8 * 3 * 3); // 8 → 16 channels, 3 × 3
        assert!(tensors["conv2.bias"].iter().all(|value| value.is_finite()));
        assert!(read(&file[..file.len() - 1]).is_err());
        assert!(read(&[]).is_err());
    }
}
