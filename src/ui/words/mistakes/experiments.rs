//! Mistakes in experiments, and why a file of one is refused.

use super::Told;
use crate::lab::experiment::{ExperimentError, Item};
use crate::lab::record::check::{Flaw, RecordError};
use crate::lab::record::file::{FileError, MOST_BYTES, VERSION};

impl Told for ExperimentError {
    fn chinese(&self) -> String {
        match self {
            Self::Empty { what } => format!("实验里没有{}；请至少加一个", one(*what)),
            Self::TooMany { what, found, most } => {
                let (each, name) = (measure(*what), one(*what));
                format!("实验里有 {found} {each}{name}；最多 {most} {each}")
            }
            Self::Twice { what: Item::Seed, name } => format!("种子 {name} 出现了两次；请改掉或去掉一个"),
            Self::Twice { what, name } => format!("{}“{name}”出现了两次；请改名，或去掉一个", one(*what)),
            Self::BadId { number } => {
                format!("第 {number} 个网络的名称为空、太长，或含有控制字符；请取 1 到 60 个字")
            }
            Self::Run { variant, error } => format!("网络“{variant}”：{}", error.chinese()),
        }
    }
}

const fn one(what: Item) -> &'static str {
    match what {
        Item::Variant => "网络",
        Item::Seed => "种子",
        Item::Run => "训练",
    }
}

const fn measure(what: Item) -> &'static str {
    match what {
        Item::Variant | Item::Seed => "个",
        Item::Run => "次",
    }
}

impl Told for RecordError {
    fn chinese(&self) -> String {
        match self {
            Self::Experiment(error) => error.chinese(),
            Self::StrangeRun { variant, seed } => {
                format!("“{variant}”（种子 {seed}）的训练不属于这个实验，或者出现了两次")
            }
            Self::BadRun { variant, seed, problem } => {
                format!("“{variant}”（种子 {seed}）的训练：{}", problem.chinese())
            }
        }
    }
}

impl Told for Flaw {
    fn chinese(&self) -> String {
        let text = match self {
            Self::TooManySteps => "步数比它的设置所允许的还多",
            Self::BadLoss => "有一个损失是负的，或者不是数值",
            Self::TooManyEpochs => "轮数比它的设置所允许的还多",
            Self::EpochOrder => "各轮的次序不对",
            Self::BadEpoch => "某一轮的损失、准确率或测试图像数不可能出现",
            Self::EpochsWithoutSteps => "步数不够它所写的轮数",
            Self::ClockBackwards => "它的计时倒退了",
            Self::ClockPastEnd => "它的计时超过了最后一步",
            Self::DoneWithoutResults => "没有完成却有结果，或者完成了却没有结果",
            Self::OtherResults => "结果中的测试图像数、类别数或步数与设置不同",
            Self::BadResult => "有一个结果不是类别，或者有一个把握不在 0 到 1 之间",
            Self::OtherAccuracy => "它的准确率与它的结果不符",
        };
        text.to_owned()
    }
}

impl Told for FileError {
    fn chinese(&self) -> String {
        match self {
            Self::TooLarge { found } => format!("文件有 {found} 字节，而一个实验最多 {MOST_BYTES} 字节"),
            Self::Unreadable(misread) => format!(
                "这不是 Fovea 的实验，或者被截断、改动过（{}）；请重新导出",
                misread.chinese()
            ),
            Self::Version { found } => {
                format!("文件的版本是 {found}，本页读取版本 {VERSION}；请重新加载页面，以取得最新版本")
            }
            Self::Checksum => "文件在导出之后被改动过，校验和不符；请重新导出".to_owned(),
            Self::Record(error) => format!("文件的内容自相矛盾：{}", error.chinese()),
        }
    }
}
