// Reads [batch, 3, 32, 32]; 1074986 parameters.

use burn::config::Config;
use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};

#[derive(Config, Debug)]
pub struct NetworkConfig {
    #[config(default = 10)]
    pub n_classes: usize,
}

#[derive(Module, Debug)]
pub struct Network {
    pub conv1: Conv2d,
    pub pool1: MaxPool2d,
    pub conv2: Conv2d,
    pub pool2: MaxPool2d,
    pub conv3: Conv2d,
    pub fc1: Linear,
    pub fc2: Linear,
}

impl NetworkConfig {
    pub fn init(&self, device: &Device) -> Network {
        Network {
            conv1: Conv2dConfig::new([3, 16], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            pool1: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            conv2: Conv2dConfig::new([16, 32], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(2, 2, 2, 2))
                .with_dilation([2, 2])
                .init(device),
            pool2: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            conv3: Conv2dConfig::new([32, 64], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            fc1: LinearConfig::new(4096, 256).init(device),
            fc2: LinearConfig::new(256, self.n_classes).init(device),
        }
    }
}

impl Network {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let x = relu(self.conv1.forward(x));
        let x = self.pool1.forward(x);
        let x = relu(self.conv2.forward(x));
        let x = self.pool2.forward(x);
        let x = relu(self.conv3.forward(x));
        let x = x.flatten::<2>(1, 3);
        let x = relu(self.fc1.forward(x));
        self.fc2.forward(x)
    }
}
