//! Weights, images and logits of a network on the CPU engine.

use fovea::data::random::{Purpose, Stream};
use fovea::engine::{Network, Weights, device, read};
use fovea::spec::{Init, NetworkSpec};

pub const N_IMAGES: usize = 3;

/// Random weights; those that start from ones and zeros are drawn too, so that none of them is without effect.
pub fn weights(spec: &NetworkSpec) -> Weights {
    let mut weights = Weights::draw(spec, 5).unwrap();
    for (idx, parameter) in spec.parameters().unwrap().iter().enumerate() {
        if !matches!(parameter.init, Init::Uniform { .. }) {
            let mut stream = Stream::new(6, Purpose::SelfTest, idx as u64);
            weights.0[idx].fill_with(|| stream.uniform_f32(0.5, 1.5));
        }
    }
    weights
}

/// Pixels from −1 to 1.
pub fn images(spec: &NetworkSpec) -> Vec<f32> {
    let n_values = N_IMAGES * spec.input.channels * spec.input.height * spec.input.width;
    let mut stream = Stream::new(7, Purpose::SelfTest, 0);
    (0..n_values).map(|_| stream.uniform_f32(-1.0, 1.0)).collect()
}

pub fn shape(spec: &NetworkSpec) -> [usize; 4] {
    [N_IMAGES, spec.input.channels, spec.input.height, spec.input.width]
}

/// What our engine computes.
pub fn logits(spec: &NetworkSpec, weights: &Weights) -> Vec<f32> {
    let network = Network::new(spec, weights, &device::cpu()).unwrap();
    let images = network.images(images(spec), shape(spec), false);
    pollster::block_on(read::floats(network.forward(images))).unwrap()
}

/// ‖a − b‖ / ‖b‖
pub fn relative_difference(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len());
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    let difference = norm(&mut a.iter().zip(b).map(|(a, b)| f64::from(*a) - f64::from(*b)));
    difference / norm(&mut b.iter().map(|b| f64::from(*b)))
}
