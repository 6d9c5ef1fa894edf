// Reads [batch, 3, 32, 32]; 359342 parameters.

use burn::config::Config;
use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::{relu, sigmoid};
use burn::tensor::{Device, Tensor};

#[derive(Config, Debug)]
pub struct CbamConfig {
    pub channels: usize,
    pub reduction: usize,
    pub min_hidden: usize,
    pub kernel_size: usize,
}

#[derive(Module, Debug)]
pub struct ChannelAttention {
    pub fc1: Conv2d,
    pub fc2: Conv2d,
}

#[derive(Module, Debug)]
pub struct SpatialAttention {
    pub conv: Conv2d,
}

#[derive(Module, Debug)]
pub struct Cbam {
    pub channel: ChannelAttention,
    pub spatial: SpatialAttention,
}

impl CbamConfig {
    pub fn init(&self, device: &Device) -> Cbam {
        let hidden = (self.channels / self.reduction).max(self.min_hidden);
        let shared = |channels| Conv2dConfig::new(channels, [1, 1]).with_bias(false).init(device);
        let half = self.kernel_size / 2;
        let conv = Conv2dConfig::new([2, 1], [self.kernel_size; 2])
            .with_padding(PaddingConfig2d::Explicit(half, half, half, half))
            .with_bias(false);
        Cbam {
            channel: ChannelAttention {
                fc1: shared([self.channels, hidden]),
                fc2: shared([hidden, self.channels]),
            },
            spatial: SpatialAttention {
                conv: conv.init(device),
            },
        }
    }
}

impl ChannelAttention {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let shared = |pooled| self.fc2.forward(relu(self.fc1.forward(pooled)));
        let average = shared(x.clone().mean_dim(3).mean_dim(2));
        let maximum = shared(x.max_dim(3).max_dim(2));
        sigmoid(average + maximum)
    }
}

impl SpatialAttention {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let summary = Tensor::cat(vec![x.clone().mean_dim(1), x.max_dim(1)], 1);
        sigmoid(self.conv.forward(summary))
    }
}

impl Cbam {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let x = x.clone() * self.channel.forward(x);
        x.clone() * self.spatial.forward(x)
    }
}

#[derive(Config, Debug)]
pub struct InceptionConfig {
    pub in_channels: usize,
}

#[derive(Module, Debug)]
pub struct Inception {
    pub branch1x1_0: Conv2d,
    pub branch3x3_0: Conv2d,
    pub branch3x3_2: Conv2d,
    pub branch5x5_0: Conv2d,
    pub branch5x5_2: Conv2d,
    pub branch_pool_0: MaxPool2d,
    pub branch_pool_1: Conv2d,
}

impl InceptionConfig {
    pub fn init(&self, device: &Device) -> Inception {
        Inception {
            branch1x1_0: Conv2dConfig::new([self.in_channels, 64], [1, 1]).init(device),
            branch3x3_0: Conv2dConfig::new([self.in_channels, 96], [1, 1]).init(device),
            branch3x3_2: Conv2dConfig::new([96, 128], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            branch5x5_0: Conv2dConfig::new([self.in_channels, 16], [1, 1]).init(device),
            branch5x5_2: Conv2dConfig::new([16, 32], [5, 5])
                .with_padding(PaddingConfig2d::Explicit(2, 2, 2, 2))
                .init(device),
            branch_pool_0: MaxPool2dConfig::new([3, 3])
                .with_strides([1, 1])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(),
            branch_pool_1: Conv2dConfig::new([self.in_channels, 32], [1, 1]).init(device),
        }
    }
}

impl Inception {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let branch3x3 = relu(self.branch3x3_0.forward(x.clone()));
        let branch3x3 = relu(self.branch3x3_2.forward(branch3x3));
        let branch5x5 = relu(self.branch5x5_0.forward(x.clone()));
        let branch5x5 = relu(self.branch5x5_2.forward(branch5x5));
        let branch_pool = self.branch_pool_0.forward(x.clone());
        let branch_pool = relu(self.branch_pool_1.forward(branch_pool));
        Tensor::cat(vec![
            relu(self.branch1x1_0.forward(x.clone())),
            branch3x3,
            branch5x5,
            branch_pool,
        ], 1)
    }
}

#[derive(Config, Debug)]
pub struct NetworkConfig {
    #[config(default = 10)]
    pub n_classes: usize,
}

#[derive(Module, Debug)]
pub struct Network {
    pub conv1_0: Conv2d,
    pub conv1_2: MaxPool2d,
    pub inception1: Inception,
    pub cbam1: Cbam,
    pub projection1: Conv2d,
    pub inception2: Inception,
    pub cbam2: Cbam,
    pub fc: Linear,
}

impl NetworkConfig {
    pub fn init(&self, device: &Device) -> Network {
        Network {
            conv1_0: Conv2dConfig::new([3, 64], [7, 7])
                .with_stride([2, 2])
                .with_padding(PaddingConfig2d::Explicit(3, 3, 3, 3))
                .init(device),
            conv1_2: MaxPool2dConfig::new([3, 3])
                .with_strides([2, 2])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(),
            inception1: InceptionConfig::new(64).init(device),
            cbam1: CbamConfig::new(256, 16, 4, 7).init(device),
            projection1: Conv2dConfig::new([64, 256], [1, 1]).init(device),
            inception2: InceptionConfig::new(256).init(device),
            cbam2: CbamConfig::new(256, 16, 4, 7).init(device),
            fc: LinearConfig::new(256, self.n_classes).init(device),
        }
    }
}

impl Network {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let x = relu(self.conv1_0.forward(x));
        let x = self.conv1_2.forward(x);
        let body = self.inception1.forward(x.clone());
        let body = self.cbam1.forward(body);
        let x = body + self.projection1.forward(x);
        let x = relu(x);
        let body = self.inception2.forward(x.clone());
        let body = self.cbam2.forward(body);
        let x = body + x;
        let x = relu(x);
        let x = x.mean_dim(3).mean_dim(2).flatten::<2>(1, 3);
        self.fc.forward(x)
    }
}
