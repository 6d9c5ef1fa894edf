//! VGG-16 (Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, column D),
//! with torchvision's names.

use super::super::layer::{ConvSpec, LayerSpec, OpSpec, PoolSpec};
use super::{IMAGENET_CLASSES, push, push_conv_relu, push_linear};

/// Channels and number of the 3×3 convolutions of each stage; a pooling closes it.
const STAGES: [(usize, usize); 5] = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)];

/// The layers, from below.
pub fn layers() -> Vec<LayerSpec> {
    let mut layers = Vec::new();
    // torchvision numbers convolutions, ReLUs and poolings through; dropout takes a number in the classifier.
    for (channels, n_convs) in STAGES {
        for _ in 0..n_convs {
            let number = layers.len();
            let names = [number, number + 1].map(|number| format!("features.{number}"));
            let [conv_name, relu_name] = names;
            push_conv_relu(
                &mut layers,
                conv_name,
                relu_name,
                ConvSpec::square(channels, 3).padding(1),
            );
        }
        let name = format!("features.{}", layers.len());
        push(&mut layers, name, OpSpec::Pool(PoolSpec::max(2, 2, 0)));
    }
    push(&mut layers, "flatten", OpSpec::Flatten);
    push_linear(&mut layers, "classifier.0", 4096);
    push(&mut layers, "classifier.1", OpSpec::Relu);
    push_linear(&mut layers, "classifier.3", 4096);
    push(&mut layers, "classifier.4", OpSpec::Relu);
    push_linear(&mut layers, "classifier.6", IMAGENET_CLASSES);
    layers
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::geometry::Shape;

    #[test]
    fn the_last_pooling_has_torchvisions_number() {
        let lowered = find("vgg16").unwrap().network().lower().unwrap();
        // 13 convolutions with their ReLUs and 5 poolings: 0 to 30. Five halvings: 224 / 32 = 7.
        assert_eq!(lowered.geometry_of("features.30").unwrap().shape, Shape::new(512, 7, 7));
        assert!(lowered.geometry_of("features.31").is_none());
    }
}
