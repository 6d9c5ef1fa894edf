//! Mistakes in networks, their links and runs.

use super::Told;
use crate::spec::link::{MAX_SIGNS, VERSION};
use crate::spec::variants::{self, UnknownVariant};
use crate::spec::{LinkError, Mistake, Parameter, Part, RunSetting, RunSpecError, SpecError, Unequal};
use crate::ui::query::Reason;

impl Told for SpecError {
    fn chinese(&self) -> String {
        let Self { layer, part, mistake } = self;
        let place = match layer.as_str() {
            "input" => "输入".to_owned(),
            "network" => "网络".to_owned(),
            layer => format!("层“{layer}”"),
        };
        let (problem, cure) = (problem(mistake), cure(mistake));
        format!("{place}，{}：{problem}；{cure}", part_name(*part))
    }
}

const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Name => "名称",
        Part::Op => "运算",
        Part::Shape => "形状",
        Part::Branches => "分支",
        Part::Position => "位置",
        Part::OutChannels | Part::Number(Parameter::OutChannels) => "输出通道数",
        Part::OutFeatures => "输出数",
        Part::Kernel | Part::Number(Parameter::Kernel) => "核大小",
        Part::Stride | Part::Number(Parameter::Stride) => "步幅",
        Part::Padding | Part::Number(Parameter::Padding) => "填充",
        Part::Dilation | Part::Number(Parameter::Dilation) => "空洞率",
        Part::Groups | Part::Number(Parameter::Groups) => "组数",
        Part::Reduction => "通道压缩比",
        Part::MinHidden => "隐藏层的最小宽度",
    }
}

fn problem(mistake: &Mistake) -> String {
    let text = match mistake {
        Mistake::EndsInMap(map) => return format!("网络的末端是 {map} 的特征图"),
        Mistake::EmptyInput => "通道数、高或宽为 0",
        Mistake::Zero => "取值为 0",
        Mistake::TooLarge(value) => return format!("取值为 {value}"),
        Mistake::WindowInPadding => "窗口可能整个落在填充里",
        Mistake::LinearOnMap => "它的输入还有行和列",
        Mistake::WindowOnVector => "它的输入是向量，没有行和列",
        Mistake::WindowTooLarge { height, width } => {
            return format!("下面的特征图是 {height} × {width}，加上填充仍比窗口小");
        }
        Mistake::Groups { groups, below, above } => {
            return format!("{groups} 不能同时整除 {below} 和 {above}");
        }
        Mistake::EvenKernel(kernel) => return format!("{kernel} 没有正中的一格"),
        Mistake::NoBranch => "一条分支也没有",
        Mistake::UnequalBranches(unequal) => {
            let Unequal {
                first,
                gives,
                other,
                but,
                ..
            } = &**unequal;
            return format!("“{first}”给出 {gives}，“{other}”却给出 {but}");
        }
        Mistake::LongName(signs) => return format!("长达 {signs} 个字符"),
        Mistake::NoPath => "不是由单词组成的路径",
        Mistake::ReservedWord(word) => return format!("“{word}”是 Python 或 PyTorch 自己要用的词"),
        Mistake::NameTaken => "另一层已经叫这个名称",
        Mistake::InsideLayer(outer) => return format!("“{outer}”本身带有权重，里面不能再有别的层"),
        Mistake::BranchName(name) => return format!("“{name}”不是一个单词"),
        Mistake::TooManyLayers => "到这里层数已超过 400",
        Mistake::TooManyBranches => "分支超过 400 条，或者有一条的名称超过 100 个字符",
        Mistake::TooDeep => "它已经嵌套在 8 个带分支的层里",
        Mistake::TooManyParameters => "到这一层，网络的参数已超过 5000 万个",
        Mistake::TooManyMacs => "到这一层，一张图像的乘加已超过 200 亿次",
        Mistake::MapTooLarge(map) => return format!("特征图达到 {map}"),
        Mistake::FieldTooWide => "感受野超过 1600 万像素",
        Mistake::OtherInput(map) => return format!("现在是 {map}"),
        Mistake::OtherClasses(n_classes) => return format!("现在是 {n_classes}"),
        Mistake::NoSuchLayer => "网络里没有这一层",
        Mistake::NoSuchNumber => "这种层没有这个数值",
        Mistake::Lowest => "它已是所在分支的最下面一层",
        Mistake::Highest => "它已是所在分支的最上面一层",
        Mistake::NothingFits => "这里放哪一种层都不合适",
    };
    text.to_owned()
}

fn cure(mistake: &Mistake) -> &'static str {
    match mistake {
        Mistake::EndsInMap(_) => "请以线性层结尾，每个类别一个输出",
        Mistake::EmptyInput | Mistake::Zero => "请至少取 1",
        Mistake::TooLarge(_) => "请不要超过 8192",
        Mistake::WindowInPadding => "填充请不要超过核大小的一半",
        Mistake::LinearOnMap => "请在它前面展平，或做全局池化",
        Mistake::WindowOnVector => "请把它移到池化或展平之前",
        Mistake::WindowTooLarge { .. } => "请减小卷积核或空洞率，或者增加填充",
        Mistake::Groups { .. } => "请取能同时整除输入和输出通道数的值",
        Mistake::EvenKernel(_) => "请取奇数，例如 7",
        Mistake::NoBranch => "请至少保留一条",
        Mistake::UnequalBranches(unequal) if unequal.is_concat => "请让各分支步幅相同，并用填充保持大小",
        Mistake::UnequalBranches(_) => "请让各分支的通道数和大小都相同，必要时用 1×1 卷积投影",
        Mistake::LongName(_) => "请不要超过 100 个",
        Mistake::NoPath => "请只用字母、数字、下划线和点，例如“conv1.0”",
        Mistake::ReservedWord(_) => "请换一个词",
        Mistake::NameTaken => "请让每一层的名称各不相同",
        Mistake::InsideLayer(_) => "请取一个不在它里面的名称",
        Mistake::BranchName(_) => "请只用字母、数字和下划线",
        Mistake::TooManyLayers => "请总共不要超过 400 层",
        Mistake::TooManyBranches => "请减少分支，名称取短一些",
        Mistake::TooDeep => "分支最多嵌套 8 层",
        Mistake::TooManyParameters => "请减少通道，或减小卷积核",
        Mistake::TooManyMacs => "请减少通道、减小卷积核，或更早使用步幅",
        Mistake::MapTooLarge(_) => "请让每条边不超过 8192，整个特征图不超过 1600 万个值：减少填充或通道",
        Mistake::FieldTooWide => "请减小步幅、卷积核或空洞率",
        Mistake::OtherInput(_) => "请取图像的大小 3 × 32 × 32",
        Mistake::OtherClasses(_) => "请取 10，每个类别一个输出",
        Mistake::NoSuchLayer => "请改用网络里有的层",
        Mistake::NoSuchNumber => "请在别的层上设置",
        Mistake::Lowest => "可以上移，或者不动",
        Mistake::Highest => "可以下移，或者不动",
        Mistake::NothingFits => "请编辑别的层",
    }
}

impl Told for RunSpecError {
    fn chinese(&self) -> String {
        match self {
            Self::Network(mistake) => mistake.chinese(),
            Self::Setting { setting, value } => {
                let (name, range) = setting_name(*setting);
                format!("{name}为 {value}；请取{range}")
            }
        }
    }
}

/// The name of a setting and what it may be.
const fn setting_name(setting: RunSetting) -> (&'static str, &'static str) {
    match setting {
        RunSetting::Images => ("训练图像数", " 100 到 50000"),
        RunSetting::TestImages => ("测试图像数", " 10 到 10000"),
        RunSetting::Epochs => ("轮数", " 1 到 1000"),
        RunSetting::Batch => ("批大小", " 1 到 1024"),
        RunSetting::LearningRate => ("学习率", "大于 0、不超过 1 的数"),
        RunSetting::Beta1 => ("β₁ ", " 0 到 1（不含 1）"),
        RunSetting::Beta2 => ("β₂ ", " 0 到 1（不含 1）"),
        RunSetting::Epsilon => ("ε ", " 0 到 1"),
        RunSetting::WeightDecay => ("权重衰减", " 0 到 1"),
        RunSetting::Shift => ("随机平移", " 0 到 8"),
        RunSetting::Classes => ("类别数", " 10，与数据的类别一样多"),
    }
}

impl Told for LinkError {
    fn chinese(&self) -> String {
        match self {
            Self::TooLong { signs } => {
                format!("网络的文本有 {signs} 个字符，超过 {MAX_SIGNS} 个；请减少层数，或缩短名称")
            }
            Self::Malformed => "这段文本不是网络；请重新复制整个链接".to_owned(),
            Self::Version { version } => {
                format!("这个网络是按版本 {version} 写的，本页读取的是版本 {VERSION}；请重新加载页面")
            }
            Self::Network(mistake) => mistake.chinese(),
        }
    }
}

impl Told for UnknownVariant {
    fn chinese(&self) -> String {
        let ids = variants::ids().join("、");
        format!("没有叫“{}”的网络；可以选：{ids}", self.id)
    }
}

impl Told for Reason {
    fn chinese(&self) -> String {
        match self {
            Self::Network(error) => error.chinese(),
            Self::Named { id, error } => format!("“{id}”：{}", error.chinese()),
            Self::Unknown(unknown) => unknown.chinese(),
        }
    }
}
