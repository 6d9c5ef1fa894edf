//! What many layers make of one image, in one pass.

use burn::tensor::Tensor;

use super::FeatureMap;
use crate::engine::{EngineError, Network};

/// Most bytes of all maps together, at four bytes a number.
pub const MOST_BYTES: usize = 32 << 20;

/// A map and its layer.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedMap {
    /// The layer's name, as [`Network::map_of`] takes it.
    pub name: String,
    /// What it makes of the image.
    pub map: FeatureMap,
}

/// What the layers called `layers` make of one image, or all of them where `layers` is empty, in the order in which they are
/// computed: the inner maps of CBAM, the logits and the branches of fusions included.
///
/// # Shapes
/// `image` is `[1, channels, height, width]`, normalised as for training.
///
/// # Errors
/// `TooManyBytes` above [`MOST_BYTES`], `NoLayer` with the first name that no layer has, `Read` where the device was lost.
pub async fn maps(network: &Network, layers: &[String], image: Tensor<4>) -> Result<Vec<NamedMap>, EngineError> {
    let kept = network.maps_of(layers, image)?;
    let n_bytes = 4 * kept.iter().map(|(_, map)| map.shape().num_elements()).sum::<usize>();
    if n_bytes > MOST_BYTES {
        let most = MOST_BYTES;
        return Err(EngineError::TooManyBytes { n_bytes, most });
    }
    let mut maps = Vec::with_capacity(kept.len());
    for (name, map) in kept {
        let map = FeatureMap::read(map).await?;
        maps.push(NamedMap { name, map });
    }
    Ok(maps)
}
