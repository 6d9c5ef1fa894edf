//! Recorded weights: trained once by us, served beside the page.

use std::sync::Arc;

use super::shelf::WeightsId;
use crate::lab::trained::TrainedRecord;
use crate::spec::Misread;
use crate::ui::outside;
use crate::ui::words::Unserved;
use crate::web::fetch::{Freshness, get};

/// The weights that are served, by the names of their files: the id of their variant, of some also half-way.
pub const RECORDED: [&str; 4] = ["inception-s", "dilated-s", "inception-s-cbam", "inception-s-cbam-half"];
/// How the name of weights ends that were taken half-way through the training of the recorded ones.
const HALF: &str = "-half";

/// The variant whose weights `id` are.
pub fn variant_of(id: &str) -> &str {
    id.strip_suffix(HALF).unwrap_or(id)
}

impl WeightsId {
    /// Whether they were taken half-way through the training of recorded weights.
    pub fn is_half_way(self) -> bool {
        matches!(self, Self::Recorded(id) if id.ends_with(HALF))
    }
}

/// Recorded weights that have arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What they are.
    pub record: TrainedRecord,
    /// The weights, a PyTorch `state_dict` as safetensors.
    pub state_dict: Arc<[u8]>,
}

/// The recorded weights of `id` and what they are, from beside the page.
///
/// # Errors
/// What was not served, or cannot be read.
pub async fn fetch(id: &str) -> Result<Recorded, Unserved> {
    let record = TrainedRecord::from_json(&file(id, "json").await?).map_err(Misread::from)?;
    Ok(Recorded {
        record,
        state_dict: file(id, "safetensors").await?.into(),
    })
}

async fn file(id: &str, ending: &str) -> Result<Vec<u8>, Unserved> {
    let address = outside::absolute(&format!("records/{id}.{ending}"));
    let fetched = get(&address, Freshness::Usual, |_| {}).await?;
    if fetched.is_page() {
        return Err(Unserved::Absent(format!("{id}.{ending}")));
    }
    Ok(fetched.bytes)
}
