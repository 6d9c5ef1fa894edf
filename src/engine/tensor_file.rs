//! Safetensors files: named float32 tensors, in and out, with a note beside them.
//!
//! What is read here may come from anywhere: every length is checked before a byte is touched.

use std::borrow::Cow;
use std::collections::HashMap;

use safetensors::{Dtype, SafeTensors, View};

pub use crate::spec::Unfit;

/// A tensor to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floats<'a> {
    /// Its shape.
    pub shape: &'a [usize],
    /// Its values, row after row.
    pub values: &'a [f32],
}

impl View for Floats<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Owned(bytes_from_floats(self.values))
    }

    fn data_len(&self) -> usize {
        size_of_val(self.values)
    }
}

/// The bytes of a file with `tensors`; `note`, a key and a text, stands in its header.
///
/// # Errors
/// What the format says: a header of more than 100 MB.
pub(super) fn write<'a>(
    tensors: impl IntoIterator<Item = (String, Floats<'a>)>,
    note: (&str, &str),
) -> Result<Vec<u8>, String> {
    // One note only: several would stand in another order every time.
    let notes = HashMap::from([(note.0.to_owned(), note.1.to_owned())]);
    safetensors::serialize(tensors, Some(notes)).map_err(|error| error.to_string())
}

/// An open file.
#[derive(Debug)]
pub(super) struct TensorFile<'a> {
    file: SafeTensors<'a>,
    notes: HashMap<String, String>,
}

impl<'a> TensorFile<'a> {
    /// Opens the file in `bytes`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| error.to_string())?;
        // With 32 bits the format's own sum of offsets can wrap round.
        if header.data_len() > bytes.len() {
            return Err("its tensors reach past its end".to_owned());
        }
        let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
        let notes = header.metadata().clone().unwrap_or_default();
        Ok(Self { file, notes })
    }

    /// The note called `key`.
    pub(super) fn note(&self, key: &str) -> Option<&str> {
        self.notes.get(key).map(String::as_str)
    }

    /// Whether a tensor has this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.file.tensor(name).is_ok()
    }

    /// Names of all tensors, sorted.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.file.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    /// The values of the tensor called `name`, which must have `shape`.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn take(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Unfit> {
        let values = take(&self.file, name, shape)?;
        if values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(Unfit::NotFinite)
        }
    }
}

/// The values of the tensor called `name`, which must have `shape` but may hold anything.
///
/// # Errors
/// Why not.
pub(super) fn take(file: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>, Unfit> {
    let view = file.tensor(name).map_err(|_missing| Unfit::Missing)?;
    if view.dtype() != Dtype::F32 {
        let found = format!("{:?}", view.dtype());
        return Err(Unfit::Type { found });
    }
    if view.shape() != shape {
        return Err(Unfit::Shape {
            expected: shape.to_vec(),
            found: view.shape().to_vec(),
        });
    }
    Ok(floats_from_bytes(view.data()))
}

/// Little-endian bytes as floats.
pub fn floats_from_bytes(bytes: &[u8]) -> Vec<f32> {
    let (words, _rest) = bytes.as_chunks::<4>();
    words.iter().map(|word| f32::from_le_bytes(*word)).collect()
}

/// Floats as little-endian bytes.
pub fn bytes_from_floats(values: &[f32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size_of_val(values));
    for value in values {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    bytes
}
