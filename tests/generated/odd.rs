// Reads [batch, 3, 32, 32]; 3093 parameters.

use burn::config::Config;
use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{AvgPool2d, AvgPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
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
pub struct SumConfig {
    pub in_channels: usize,
}

#[derive(Module, Debug)]
pub struct Sum {
    pub a: Conv2d,
}

impl SumConfig {
    pub fn init(&self, device: &Device) -> Sum {
        Sum {
            a: Conv2dConfig::new([self.in_channels, 8], [1, 1]).init(device),
        }
    }
}

impl Sum {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.a.forward(x.clone()) + x
    }
}

#[derive(Config, Debug)]
pub struct GateConfig {
    pub in_channels: usize,
}

#[derive(Module, Debug)]
pub struct Gate {
    pub layer_0: Conv2d,
    pub layer_1: BatchNorm,
    pub sum: Sum,
}

impl GateConfig {
    pub fn init(&self, device: &Device) -> Gate {
        Gate {
            layer_0: Conv2dConfig::new([self.in_channels, 8], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            layer_1: BatchNormConfig::new(8).init(device),
            sum: SumConfig::new(self.in_channels).init(device),
        }
    }
}

impl Gate {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let type_2 = self.layer_0.forward(x.clone());
        let type_2 = self.layer_1.forward(type_2);
        let inner = relu(x.clone());
        let inner = self.sum.forward(inner);
        type_2 * x.clone() * inner
    }
}

#[derive(Config, Debug)]
pub struct NetworkConfig {
    #[config(default = 10)]
    pub n_classes: usize,
}

#[derive(Module, Debug)]
pub struct Network {
    pub a_0: Conv2d,
    pub b_first_0: Conv2d,
    pub a_1: BatchNorm,
    pub pool: AvgPool2d,
    pub b_second: Conv2d,
    pub gate: Gate,
    pub cell: Conv2d,
    pub attention: Cbam,
    pub mixed_fc: Linear,
    pub norm: BatchNorm,
    pub c_x: Conv2d,
    pub c_out: Linear,
}

impl NetworkConfig {
    pub fn init(&self, device: &Device) -> Network {
        Network {
            a_0: Conv2dConfig::new([3, 8], [3, 5])
                .with_stride([1, 2])
                .with_padding(PaddingConfig2d::Explicit(1, 2, 1, 2))
                .with_bias(false)
                .init(device),
            b_first_0: Conv2dConfig::new([8, 8], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            a_1: BatchNormConfig::new(8).init(device),
            pool: AvgPool2dConfig::new([3, 2])
                .with_strides([2, 1])
                .with_padding(PaddingConfig2d::Explicit(1, 0, 1, 0))
                .init(),
            b_second: Conv2dConfig::new([8, 8], [1, 1]).init(device),
            gate: GateConfig::new(8).init(device),
            cell: Conv2dConfig::new([8, 6], [4, 4])
                .with_stride([40, 40])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device),
            attention: CbamConfig::new(8, 16, 4, 7).init(device),
            mixed_fc: LinearConfig::new(8, 5).init(device),
            norm: BatchNormConfig::new(19).init(device),
            c_x: Conv2dConfig::new([19, 12], [1, 1]).init(device),
            c_out: LinearConfig::new(12, self.n_classes).init(device),
        }
    }
}

impl Network {
    pub fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let x = self.a_0.forward(x);
        let x = self.b_first_0.forward(x);
        let x = relu(self.a_1.forward(x));
        let x = self.pool.forward(x);
        let x = self.b_second.forward(x);
        let x = self.gate.forward(x);
        let cell = self.cell.forward(x.clone());
        let cell = cell.flatten::<2>(1, 3);
        let gated = self.attention.forward(x.clone());
        let gated = gated.mean_dim(3).mean_dim(2).flatten::<2>(1, 3);
        let gated = self.mixed_fc.forward(gated);
        let x = Tensor::cat(vec![
            x.clone().mean_dim(3).mean_dim(2).flatten::<2>(1, 3),
            cell,
            gated,
        ], 1);
        let x = self.norm.forward(x);
        let x = x.unsqueeze_dim::<3>(2).unsqueeze_dim::<4>(3);
        let x = self.c_x.forward(x);
        let x = x.mean_dim(3).mean_dim(2).flatten::<2>(1, 3);
        self.c_out.forward(x)
    }
}
