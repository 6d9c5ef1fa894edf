//! What the engine, or the way to it, refuses.

use super::Told;
use crate::bridge::protocol::{BadFile, GpuProblem, Mismatch, Refusal, Undelivered};

impl Told for Refusal {
    fn chinese(&self) -> String {
        match self {
            Self::Network(mistake) => mistake.chinese(),
            Self::Run(mistake) => mistake.chinese(),
            Self::TooFewImages { is_test, wanted, found } => {
                let half = if *is_test { "测试" } else { "训练" };
                format!("需要 {wanted} 张{half}图像，数据只有 {found} 张；请不要超过 {found} 张")
            }
            Self::Weight { name, problem } => format!("权重“{name}”：{}", problem.chinese()),
            Self::NoLayer { layer } => format!("网络里没有层“{layer}”；请改用网络里有的层"),
            Self::NoMap { layer, n_maps } => {
                let last = n_maps.saturating_sub(1);
                format!("层“{layer}”有 {n_maps} 张特征图；请取 0 到 {last}")
            }
            Self::Sizes {
                sizes: [[height, width], [other_height, other_width]],
            } => {
                format!("两张特征图分别是 {height} × {width} 和 {other_height} × {other_width} 格；请取大小相同的两张")
            }
            Self::NoClass { n_classes } => {
                let last = n_classes.saturating_sub(1);
                format!("网络有 {n_classes} 个类别；请取 0 到 {last}")
            }
            Self::TooManyBytes { n_bytes, most } => {
                format!("特征图共 {n_bytes} 字节，一次最多给出 {most} 字节；请少看几层，或把层变窄")
            }
            Self::Input { input } => {
                format!("网络读取 {input}，而图像是 3 × 32 × 32；请把网络的输入改为 3 × 32 × 32")
            }
            Self::NoFile => "没有要载入的文件；请连同网络给出一个".to_owned(),
            Self::Images { n_images, most } => format!("要 {n_images} 张图像；请取 1 到 {most} 张"),
            Self::ImageBytes { n_bytes, expected } => {
                format!("图像有 {n_bytes} 字节，应为 {expected} 字节：3 个 32 × 32 的平面")
            }
            Self::Unread { message } => format!("浏览器无法读取它（{message}）；请重新选择"),
        }
    }
}

impl Told for Undelivered {
    fn chinese(&self) -> String {
        match self {
            Self::Fetch(error) => error.chinese(),
            Self::NoEngine => "本站没有提供任何计算引擎；请用 cargo xtask build 构建".to_owned(),
            // The list of engines gives its reason in English; all that it can say is this.
            Self::Absent { .. } => "本站构建时没有包含这个计算引擎".to_owned(),
            Self::Unreadable(misread) => misread.chinese(),
            Self::Unloaded { message } => format!("浏览器没能加载它（{message}）"),
        }
    }
}

impl Told for BadFile {
    fn chinese(&self) -> String {
        match self {
            Self::Manifest(error) => error.chinese(),
            Self::Shard(error) => error.chinese(),
        }
    }
}

impl Told for GpuProblem {
    fn chinese(&self) -> String {
        match self {
            Self::NoAdapter => "浏览器没有可用的 WebGPU 适配器".to_owned(),
            Self::NoTimestamps => "适配器没有 timestamp-query 功能，而引擎需要它".to_owned(),
            Self::Absent { .. } => "本站构建时没有包含 WebGPU 引擎".to_owned(),
            Self::Refused { message } => format!("浏览器或驱动说：{message}"),
        }
    }
}

impl Told for Mismatch {
    fn chinese(&self) -> String {
        match self {
            Self::Builds {
                page,
                page_protocol,
                engine,
                engine_protocol,
            } => {
                format!("页面是构建 {page}（协议 {page_protocol}），计算引擎是构建 {engine}（协议 {engine_protocol}）")
            }
            Self::Unread { detail } => format!("有一条消息无法读取（{detail}）"),
            Self::OtherAnswer => "这个回答属于另一个问题".to_owned(),
        }
    }
}
