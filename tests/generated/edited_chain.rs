// Reads [batch, 3, 32, 32]; 47882 parameters.

use burn::config::Config;
use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{AvgPool2d, AvgPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};

#[derive(Config, Debug)]
pub struct NetworkConfig {
    #[config(default = 10)]
    pub n_classes: usize,
}

#[derive(Module, Debug)]
pub struct Network {
    pub conv1_0: Conv2d,
    pub conv1_1: BatchNorm,
    pub pool1: AvgPool2d,
    pub conv2_0: Conv2d,
    pub conv5: Conv2d,
    pub conv2_1: BatchNorm,
    pub conv3_0: Conv2d,
    pub conv3_1: BatchNorm,
    pub conv4_0: Conv2d,
    pub fc: Linear,
}

impl NetworkConfig {
    pub fn init(&self, device: &Device) -> Network {
        Network {
            conv1_0: Conv2dConfig::new([3, 32], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            conv1_1: BatchNormConfig::new(32).init(device),
            pool1: AvgPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            conv2_0: Conv2dConfig::new([32, 32], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(2, 2, 2, 2))
                .with_dilation([2, 2])
                .init(device),
            conv5: Conv2dConfig::new([32, 32], [5, 5])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            conv2_1: BatchNormConfig::new(32).init(device),
            conv3_0: Conv2dConfig::new([32, 32], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(4, 4, 4, 4))
                .with_dilation([4, 4])
                .init(device),
            conv3_1: BatchNormConfig::new(32).init(device),
            conv4_0: Conv2dConfig::new([32, 32], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(8, 8, 8, 8))
                .with_dilation([8, 8])
                .with_groups(4)
                .init(device),
            fc: LinearConfig::new(32, self.n_classes).init(device),
        }
    }
}

impl Network {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let x = self.conv1_0.forward(x);
        let x = relu(self.conv1_1.forward(x));
        let x = self.pool1.forward(x);
        let x = self.conv2_0.forward(x);
        let x = self.conv5.forward(x);
        let x = relu(self.conv2_1.forward(x));
        let x = relu(self.conv3_0.forward(x));
        let x = self.conv3_1.forward(x);
        let x = relu(self.conv4_0.forward(x));
        let x = x.mean_dim(3).mean_dim(2).flatten::<2>(1, 3);
        self.fc.forward(x)
    }
}
