//! The engine that trains on WebGPU, inside a worker: `public/engine/boot.js` loads it.

fn main() {
    #[cfg(target_arch = "wasm32")]
    fovea::bridge::worker::serve(fovea::bridge::protocol::EngineKind::Gpu);
}
