//! The first examples: one 3×3 convolution on 5×5 pixels, and two of them, as the tutorial draws them.

use super::super::layer::{ConvSpec, LayerSpec, OpSpec};
use super::super::network::InputSpec;

/// 5 × 5 pixels of one channel.
pub const INPUT: InputSpec = InputSpec {
    channels: 1,
    height: 5,
    width: 5,
};

/// One 3×3 without padding: 5 × 5 pixels become 3 × 3 units.
pub fn one_3x3() -> Vec<LayerSpec> {
    vec![conv("conv1")]
}

/// Two 3×3 without padding: 5 × 5 pixels, 3 × 3 units, one unit that sees them all.
pub fn two_3x3() -> Vec<LayerSpec> {
    vec![conv("conv1"), conv("conv2")]
}

fn conv(name: &str) -> LayerSpec {
    LayerSpec::new(name, OpSpec::Conv(ConvSpec::square(1, 3)))
}

#[cfg(test)]
mod tests {
    use super::super::find;

    #[test]
    fn two_3x3_see_all_of_5x5() {
        let lowered = find("two-conv3x3").unwrap().network().lower_any().unwrap();
        let output = lowered.output();
        assert_eq!(output.shape.n_cells(), 1); // (5 − 3 + 1) − 3 + 1
        assert_eq!(output.field.height.size(), 5); // 1 + 2 + 2
        assert!(find("conv3x3").unwrap().network().lower().is_err()); // it ends in a map, not in classes
    }
}
