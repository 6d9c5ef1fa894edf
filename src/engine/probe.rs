//! Looks into a network: what a unit reacts to, what a layer makes of an image, what a weight is.
//!
//! Everything but [`gradients`] runs with the running statistics of batch normalisation, as in a test; nothing changes the
//! network.

pub mod fusion;
pub mod gradients;
pub mod maps;

use burn::tensor::{Tensor, activation};

use super::{EngineError, Network, read};

/// How strongly the unit in the middle of a map depends on each input pixel: the effective receptive field (Luo, Li,
/// Urtasun and Zemel, "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks", 2016).
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveField {
    /// Rows of the input.
    pub height: usize,
    /// Columns of the input.
    pub width: usize,
    /// `[height, width]`: the mean over the images, never negative.
    pub values: Vec<f32>,
    /// Images of the mean.
    pub n_images: usize,
}

/// A feature map of one image.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureMap {
    /// Channels, or the length of a vector.
    pub channels: usize,
    /// Rows; 1 for a vector.
    pub height: usize,
    /// Columns; 1 for a vector.
    pub width: usize,
    /// `[channels, height, width]`
    pub values: Vec<f32>,
}

/// A weight as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightValues {
    /// In PyTorch's layout.
    pub shape: Vec<usize>,
    /// Row after row.
    pub values: Vec<f32>,
}

impl EffectiveField {
    /// The mean over the images of both; the sizes must be the same.
    pub fn join(&mut self, other: &Self) {
        let n_images = self.n_images + other.n_images;
        let share = other.n_images as f32 / n_images.max(1) as f32;
        for (mine, theirs) in self.values.iter_mut().zip(&other.values) {
            *mine += (theirs - *mine) * share;
        }
        self.n_images = n_images;
    }
}

/// Measures the effective field of `layer`, as RepLKNet's `visualize_erf.py` does (Ding, Zhang, Zhou, Han, Ding and Sun,
/// 2022): the ReLU of the unit in the middle of the map, summed over the channels, and its gradient to the input.
///
/// Two things differ from that script. A map of even size has no middle; there we take the mean over the two middle cells
/// of that axis, so that the field lies in the middle of the image, not half a jump beside it. And we add up |g| rather
/// than ReLU(g), over colours and images alike, since a pixel that lowers the unit is seen as well as one that raises it.
/// A vector has one cell: all its features are summed.
///
/// # Shapes
/// `images` is `[n, channels, height, width]`, normalised as for training.
///
/// # Errors
/// `NoLayer` where no layer has this name, `Read` where the device was lost.
pub async fn input_gradient(network: &Network, layer: &str, images: Tensor<4>) -> Result<EffectiveField, EngineError> {
    let [n_images, _, height, width] = images.dims();
    let images = images.without_autodiff().autodiff().require_grad();
    let map = network.map_of(layer, images.clone())?;
    let gradients = score(map).backward();
    let gradient = images.grad(&gradients).ok_or_else(|| EngineError::Read {
        message: format!("no gradient of `{layer}` has reached the images"),
    })?;
    let seen = gradient.abs().sum_dim(1).sum_dim(0) / n_images.max(1) as f32;
    Ok(EffectiveField {
        height,
        width,
        values: read::floats(seen).await?,
        n_images,
    })
}

/// The ReLU of the middle of `map`, summed over channels and images.
fn score(map: Tensor<4>) -> Tensor<1> {
    let [_, _, height, width] = map.dims();
    let (rows, columns) = (middle(height), middle(width));
    let cells = map.narrow(2, rows.0, rows.1).narrow(3, columns.0, columns.1);
    activation::relu(cells).sum() / (rows.1 * columns.1) as f32
}

/// The first of the middle cells of an axis, and how many there are: one of an odd number, two of an even one.
const fn middle(n_cells: usize) -> (usize, usize) {
    if n_cells % 2 == 1 {
        (n_cells / 2, 1)
    } else {
        (n_cells / 2 - 1, 2)
    }
}

/// What `layer` makes of one image.
///
/// # Shapes
/// `image` is `[1, channels, height, width]`, normalised as for training.
///
/// # Errors
/// As [`input_gradient`].
pub async fn feature_map(network: &Network, layer: &str, image: Tensor<4>) -> Result<FeatureMap, EngineError> {
    FeatureMap::read(network.map_of(layer, image)?).await
}

impl FeatureMap {
    /// Reads the map of the first image of `map`.
    async fn read(map: Tensor<4>) -> Result<Self, EngineError> {
        let map = map.narrow(0, 0, 1);
        let [_, channels, height, width] = map.dims();
        Ok(Self {
            channels,
            height,
            width,
            values: read::floats(map.without_autodiff()).await?,
        })
    }
}

/// The weight called `name`, such as `conv1.weight`.
///
/// # Errors
/// `Weight` where the network has none of this name, `Read` where the device was lost.
pub async fn weight(network: &Network, name: &str) -> Result<WeightValues, EngineError> {
    let mut pairs = network.parameters().iter().zip(network.weights());
    let found = pairs.find(|(parameter, _)| parameter.name == name);
    let (parameter, weight) = found.ok_or_else(|| EngineError::Weight {
        name: name.to_owned(),
        problem: crate::spec::WeightMistake::Absent,
    })?;
    Ok(WeightValues {
        shape: parameter.shape.clone(),
        values: read::floats(weight.clone().without_autodiff()).await?,
    })
}
