//! The only place that waits for tensor data: in a browser every synchronous read panics.

use burn::tensor::Tensor;

use super::EngineError;

/// The values of `tensor`, row after row.
///
/// # Errors
/// `Read` where the device was lost.
pub async fn floats<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, EngineError> {
    let data = tensor.into_data_async().await;
    let data = data.map_err(|error| EngineError::Read {
        message: format!("{error:?}"),
    })?;
    data.convert::<f32>()
        .try_to_vec::<f32>()
        .map_err(|error| EngineError::Read {
            message: format!("{error:?}"),
        })
}

/// The single value of `tensor`.
///
/// # Errors
/// As [`floats`].
pub async fn scalar(tensor: Tensor<1>) -> Result<f32, EngineError> {
    let values = floats(tensor).await?;
    values.first().copied().ok_or_else(|| EngineError::Read {
        message: "an empty tensor".to_owned(),
    })
}
