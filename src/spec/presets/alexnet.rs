//! AlexNet in its one-column form (Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014), as
//! `alexnet_v2` of TF-Slim has it, under TF-Slim's names: no padding in conv1 and in the poolings, fc6 as a 5×5 convolution.
//!
//! torchvision's AlexNet is another network: it pads conv1 by 2 and has 256 maps in conv4.

use super::super::layer::{ConvSpec, LayerSpec, OpSpec, PoolSpec};
use super::{IMAGENET_CLASSES, push, push_conv_relu, push_linear};

/// The layers, from below.
pub fn layers() -> Vec<LayerSpec> {
    let mut layers = Vec::new();
    let conv = |layers: &mut Vec<LayerSpec>, number: usize, conv: ConvSpec| {
        push_conv_relu(layers, format!("conv{number}"), format!("relu{number}"), conv);
    };
    let pool = |layers: &mut Vec<LayerSpec>, number: usize| {
        push(layers, format!("pool{number}"), OpSpec::Pool(PoolSpec::max(3, 2, 0)));
    };
    conv(&mut layers, 1, ConvSpec::square(64, 11).stride(4));
    pool(&mut layers, 1);
    conv(&mut layers, 2, ConvSpec::square(192, 5).padding(2));
    pool(&mut layers, 2);
    for (number, channels) in [(3, 384), (4, 384), (5, 256)] {
        conv(&mut layers, number, ConvSpec::square(channels, 3).padding(1));
    }
    pool(&mut layers, 5);
    push_conv_relu(&mut layers, "fc6".into(), "relu6".into(), ConvSpec::square(4096, 5));
    push(&mut layers, "flatten", OpSpec::Flatten);
    push_linear(&mut layers, "fc7", 4096);
    push(&mut layers, "relu7", OpSpec::Relu);
    push_linear(&mut layers, "fc8", IMAGENET_CLASSES);
    layers
}

#[cfg(test)]
mod tests {
    use super::super::find;

    #[test]
    fn the_maps_shrink_to_five_by_five() {
        let lowered = find("alexnet").unwrap().network().lower().unwrap();
        let side = |layer: &str| lowered.geometry_of(layer).unwrap().shape.size.height;
        // ⌊(224 − 11)/4⌋ + 1; ⌊(54 − 3)/2⌋ + 1; the 5×5 keeps 26; ⌊(26 − 3)/2⌋ + 1; ⌊(12 − 3)/2⌋ + 1; 5 − 5 + 1
        let sides = ["conv1", "pool1", "conv2", "pool2", "pool5", "fc6"].map(side);
        assert_eq!(sides, [54, 26, 26, 12, 5, 1]);
    }
}
