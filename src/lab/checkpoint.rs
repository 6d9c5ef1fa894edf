//! A checkpoint of a run that is over, without what only further steps would need.
//!
//! The engine writes and reads checkpoints (`engine/checkpoint.rs` describes them); the page, which has no engine, takes
//! the optimiser's two moments of every weight out of the bytes: a third of them is left. A test holds that the engine
//! reads what is left as the same weights.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::spec::NetworkSpec;

const KEY: &str = "fovea.checkpoint";
const NOTES: &str = "__metadata__";
const WEIGHTS: &str = "weights/";

/// In the order in which the engine writes it, which the checksum is of.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format: u32,
    run: String,
    n_steps: usize,
    epoch: usize,
    loss_sum_bits: String,
    n_moments: usize,
    sha256: String,
}

/// `checkpoint` of a run of `network` without moments; nothing where the bytes are no checkpoint of it.
pub fn without_moments(network: &NetworkSpec, checkpoint: &[u8]) -> Option<Vec<u8>> {
    let (n_head, rest) = checkpoint.split_first_chunk::<8>()?;
    let n_head = usize::try_from(u64::from_le_bytes(*n_head)).ok()?;
    let (head, data) = (rest.get(..n_head)?, rest.get(n_head..)?);
    let tensors: BTreeMap<String, Value> = serde_json::from_slice(head).ok()?;
    let mut header: Header = serde_json::from_str(tensors.get(NOTES)?.get(KEY)?.as_str()?).ok()?;
    header.n_moments = 0;
    header.sha256 = String::new();
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(&header).ok()?);
    let (mut kept, mut places) = (Vec::new(), Map::new());
    for parameter in network.parameters().ok()? {
        let name = format!("{WEIGHTS}{}", parameter.name);
        let tensor = tensors.get(&name)?;
        let offset = |end: usize| usize::try_from(tensor.get("data_offsets")?.get(end)?.as_u64()?).ok();
        let values = data.get(offset(0)?..offset(1)?)?;
        hash.update(values);
        let begin = kept.len();
        kept.extend_from_slice(values);
        let place = json!({ "dtype": "F32", "shape": tensor.get("shape")?, "data_offsets": [begin, kept.len()] });
        places.insert(name, place);
    }
    header.sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    places.insert(NOTES.to_owned(), json!({ KEY: serde_json::to_string(&header).ok()? }));
    let mut head = serde_json::to_vec(&places).ok()?;
    // The values begin at a multiple of eight, as the format asks.
    head.resize(head.len().next_multiple_of(8), b' ');
    Some([&(head.len() as u64).to_le_bytes(), head.as_slice(), &kept].concat())
}
