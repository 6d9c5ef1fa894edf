//! The classes of channel and spatial attention.

/// CBAM as the golden networks have it.
pub(super) const CBAM: &str = r#"class ChannelAttention(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, hidden, kernel_size=1, bias=False)
        self.fc2 = nn.Conv2d(hidden, channels, kernel_size=1, bias=False)

    def shared(self, pooled):
        return self.fc2(F.relu(self.fc1(pooled)))

    def forward(self, x):
        average = self.shared(x.mean((2, 3), keepdim=True))
        maximum = self.shared(x.amax((2, 3), keepdim=True))
        return torch.sigmoid(average + maximum)


class SpatialAttention(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size=kernel_size, padding=kernel_size // 2, bias=False)

    def forward(self, x):
        summary = torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], dim=1)
        return torch.sigmoid(self.conv(summary))


class CBAM(nn.Module):
    def __init__(self, channels, reduction, min_hidden, kernel_size):
        super().__init__()
        self.channel = ChannelAttention(channels, max(channels // reduction, min_hidden))
        self.spatial = SpatialAttention(kernel_size)

    def forward(self, x):
        x = x * self.channel(x)
        return x * self.spatial(x)


"#;
