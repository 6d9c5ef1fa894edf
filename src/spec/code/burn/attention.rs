//! The types of channel and spatial attention.

/// CBAM as the golden networks have it.
pub(super) const CBAM: &str = r"#[derive(Config, Debug)]
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

";
