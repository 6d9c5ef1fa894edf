//! LeNet-5 (LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998), with the
//! paper's names.
//!
//! As is usual today, every map of c3 sees all maps of s2, the pooling has no weights of its own, the activation is ReLU
//! and the output layer is linear; none of this changes a field.

use super::super::layer::{ConvSpec, LayerSpec, OpSpec, PoolKind, PoolSpec};
use super::super::network::InputSpec;
use super::{push, push_conv_relu, push_linear};

/// Handwritten digits, centred in 32 × 32 pixels.
pub const INPUT: InputSpec = InputSpec {
    channels: 1,
    height: 32,
    width: 32,
};

/// The layers, from below.
pub fn layers() -> Vec<LayerSpec> {
    let pool = || {
        OpSpec::Pool(PoolSpec {
            kind: PoolKind::Average,
            ..PoolSpec::max(2, 2, 0)
        })
    };
    let mut layers = Vec::new();
    push_conv_relu(&mut layers, "c1".into(), "c1.relu".into(), ConvSpec::square(6, 5));
    push(&mut layers, "s2", pool());
    push_conv_relu(&mut layers, "c3".into(), "c3.relu".into(), ConvSpec::square(16, 5));
    push(&mut layers, "s4", pool());
    push_conv_relu(&mut layers, "c5".into(), "c5.relu".into(), ConvSpec::square(120, 5));
    push(&mut layers, "flatten", OpSpec::Flatten);
    push_linear(&mut layers, "f6", 84);
    push(&mut layers, "f6.relu", OpSpec::Relu);
    push_linear(&mut layers, "output", 10);
    layers
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::geometry::Shape;

    #[test]
    fn c5_sees_the_whole_image_exactly() {
        let lowered = find("lenet5").unwrap().network().lower().unwrap();
        let size = |layer: &str| lowered.geometry_of(layer).unwrap().field.width.size();
        assert_eq!(size("c3"), 14); // 5; 5 + 1 = 6, j 2; 6 + 4·2
        assert_eq!(size("c5"), 32); // 14 + 1·2 = 16, j 4; 16 + 4·4
        assert_eq!(lowered.geometry_of("c5").unwrap().shape, Shape::vector(120));
    }
}
