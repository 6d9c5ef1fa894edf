//! The devices that an engine can compute on.

use burn::tensor::Device;

/// The CPU, through Burn's Flex.
pub fn cpu() -> Device {
    Device::flex()
}

/// The GPU, through Burn's WebGPU; once per instance of the program.
///
/// # Errors
/// `NoDevice` where the browser has no adapter, or the adapter lacks what Burn requires.
#[cfg(feature = "gpu")]
pub async fn gpu() -> Result<Device, super::EngineError> {
    use burn::tensor::{DeviceKind, wgpu::WgpuBackend};
    let options = Device::wgpu_options()
        .graphics_api(WgpuBackend::WebGpu)
        .device_kind(DeviceKind::DefaultDevice)
        // Dispatches per submission: fewer crossings into the GPU process than the default 32.
        .tasks_max(64);
    options
        .init_async()
        .await
        .map_err(|error| super::EngineError::NoDevice {
            message: error.to_string(),
        })
}
