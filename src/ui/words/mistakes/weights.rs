//! Weights and checkpoints that cannot be used.

use super::Told;
use crate::spec::{CheckpointMistake, Unfit, WeightMistake};

impl Told for Unfit {
    fn chinese(&self) -> String {
        match self {
            Self::Missing => "文件里没有它".to_owned(),
            Self::Type { found } => format!("它是 {found} 类型；请存为 float32"),
            Self::Shape { expected, found } => format!("它的形状是 {found:?}，网络需要 {expected:?}"),
            Self::NotFinite => "其中有一个值不是有限的数".to_owned(),
        }
    }
}

impl Told for WeightMistake {
    fn chinese(&self) -> String {
        match self {
            Self::Unfit(unfit) => unfit.chinese(),
            Self::NoFile { detail } => {
                format!("它不是 safetensors 文件（{detail}）；请用 safetensors.torch.save_file 保存 state_dict")
            }
            Self::NoneFits => "其中没有一个张量是这个网络的权重".to_owned(),
            Self::Stranger | Self::Absent => "网络里没有这个权重".to_owned(),
            Self::Count { tensors, parameters } => format!("有 {tensors} 个张量，网络却有 {parameters} 个"),
            Self::Values { values, shape } => format!("有 {values} 个值，与形状 {shape:?} 不符"),
            Self::Unwritten { detail } => format!("文件无法写出（{detail}）"),
        }
    }
}

impl Told for CheckpointMistake {
    fn chinese(&self) -> String {
        match self {
            Self::NoFile { detail } => format!("它不是 safetensors 文件（{detail}）"),
            Self::OtherKind => "它是另一种 safetensors 文件；请把它作为权重载入".to_owned(),
            Self::Header { detail } => format!("它的文件头无法读取（{detail}）"),
            Self::Format { found, reads } => {
                format!("它的格式是 {found}，本页读取格式 {reads}；请从头开始训练")
            }
            Self::OtherRun { parts } => {
                let names: Vec<&str> = parts.iter().map(|part| part_name(part)).collect();
                let what = if names.is_empty() {
                    "设置".to_owned()
                } else {
                    names.join("、")
                };
                format!("它属于另一次训练（{what}不同）；请用这次训练自己的检查点")
            }
            Self::Position {
                n_steps,
                epoch,
                epochs,
                per_epoch,
            } => {
                format!("{n_steps} 步不可能落在第 {epoch} 轮（从 0 数起）：这次训练共 {epochs} 轮，每轮 {per_epoch} 步")
            }
            Self::LossSum { detail } => format!("它的损失总和无法读取（{detail}）"),
            Self::LossNotFinite => "它的损失总和不是有限的数".to_owned(),
            Self::Tensor { name, unfit } => format!("“{name}”：{}", unfit.chinese()),
            Self::NegativeSquare { name } => format!("“{name}”：平方的均值竟是负数"),
            Self::OtherTensors => "它的张量与文件头所写的不同".to_owned(),
            Self::Checksum => "它的校验和不符，文件已损坏".to_owned(),
            Self::Unwritten { detail } => format!("它无法写出（{detail}）"),
        }
    }
}

/// A part of a run by its key.
fn part_name(part: &str) -> &str {
    match part {
        "variant" => "名称",
        "network" => "网络",
        "data" => "图像",
        "training" => "优化器设置",
        "seed" => "种子",
        other => other,
    }
}
