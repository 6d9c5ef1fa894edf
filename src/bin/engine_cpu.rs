//! The engine that trains on the CPU, inside a worker: `public/engine/boot.js` loads it.

fn main() {
    #[cfg(target_arch = "wasm32")]
    fovea::bridge::worker::serve(fovea::bridge::protocol::EngineKind::Cpu);
}
