//! Files that do not arrive, cannot be kept, or are not what they should be.

use super::Told;
use crate::spec::{FormatError, ManifestError, Misread, Misreading, ShardError, ShardMistake, Split};
use crate::web::failure::{CacheError, DatabaseError, FetchError};

/// Without a cure: the sentences that these stand in say what to do.
impl Told for FetchError {
    fn chinese(&self) -> String {
        match self {
            Self::Network { message } => format!("服务器没有回应（{message}）"),
            Self::Status { status } => format!("服务器返回状态码 {status}"),
            Self::Cut { n_bytes, message } => format!("连接在收到 {n_bytes} 字节之后中断（{message}）"),
        }
    }
}

impl Told for CacheError {
    fn chinese(&self) -> String {
        match self {
            Self::Missing => "浏览器在这里不提供文件存储；请通过 https 打开页面，或离开隐私窗口".to_owned(),
            Self::Full => "浏览器的存储已满；请腾出空间，或者就这样继续".to_owned(),
            Self::Refused { message } => format!("浏览器的存储拒绝了请求（{message}）；文件每次都要重新获取"),
        }
    }
}

impl Told for DatabaseError {
    fn chinese(&self) -> String {
        match self {
            Self::Full => "浏览器的存储已满".to_owned(),
            Self::Refused { message } => format!("浏览器的存储拒绝了请求（{message}）"),
        }
    }
}

impl Told for Misread {
    fn chinese(&self) -> String {
        let Self { line, column, .. } = self;
        let what = match self.way {
            Misreading::NoJson => "不是有效的 JSON",
            Misreading::Cut => "文件到这里就断了",
            Misreading::Other => "内容与应有的不符",
        };
        format!("第 {line} 行第 {column} 列：{what}")
    }
}

/// The cure of every mistake in a manifest.
const PACK_AGAIN: &str = "请重新运行 cargo xtask data";

impl Told for ManifestError {
    fn chinese(&self) -> String {
        let problem = match self {
            Self::Json(misread) => format!("manifest.json 无法读取（{}）", misread.chinese()),
            Self::Version { version } => format!("manifest.json 的版本是 {version}，本站读取版本 1"),
            Self::Classes { n_classes } => format!("manifest.json 列出 {n_classes} 个类别，应为 10 个"),
            Self::NoShard { split } => format!("manifest.json 没有列出{}图像的文件", half(*split)),
            Self::Shard {
                shard_idx,
                file,
                mistake,
            } => format!(
                "manifest.json 中序号 {shard_idx} 的文件“{}”：{}",
                file.escape_debug(),
                mistake.chinese()
            ),
        };
        format!("{problem}；{PACK_AGAIN}")
    }
}

const fn half(split: Split) -> &'static str {
    match split {
        Split::Train => "训练",
        Split::Test => "测试",
    }
}

impl Told for ShardMistake {
    fn chinese(&self) -> String {
        match self {
            Self::Twice => "这个文件列了两次".to_owned(),
            Self::FileName => "文件名只能有字母、数字、“-”“_”和中间的单个点，不能带文件夹".to_owned(),
            Self::Images { n_images, most } => format!("它有 {n_images} 张图像，只能是 1 到 {most} 张"),
            Self::Bytes {
                n_images,
                expected,
                n_bytes,
            } => format!("{n_images} 张图像应为 {expected} 字节，它却写着 {n_bytes}"),
            Self::Checksum => "sha256 不是 64 位小写十六进制数".to_owned(),
        }
    }
}

impl Told for ShardError {
    fn chinese(&self) -> String {
        match self {
            Self::Size {
                file,
                n_bytes,
                expected,
            } => format!("{file} 有 {n_bytes} 字节，应为 {expected} 字节；请重新获取"),
            Self::Checksum { file, found, expected } => {
                format!("{file} 的校验和是 {found}，应为 {expected}；请绕过缓存重新获取")
            }
            Self::Format(error) => format!("数据打包有误：{}", error.chinese()),
            Self::TooFew { split, wanted, held } => {
                format!(
                    "需要 {wanted} 张{}图像，数据只有 {held} 张；请不要超过 {held} 张",
                    half(*split)
                )
            }
        }
    }
}

impl Told for FormatError {
    fn chinese(&self) -> String {
        match self {
            Self::Empty { file } => format!("{file} 是空的；请重新获取，或把它移出文件夹"),
            Self::CutRecord {
                file,
                record_idx,
                byte_offset,
                n_present,
                n_missing,
            } => format!(
                "{file} 不完整：第 {byte_offset} 字节开始的记录 {record_idx} 只有 3073 字节中的 {n_present} 字节，\
                 缺 {n_missing} 字节；请重新获取文件，或把它截到 {byte_offset} 字节"
            ),
            Self::Label {
                file,
                record_idx,
                byte_offset,
                label,
            } => format!(
                "{file} 的记录 {record_idx}（第 {byte_offset} 字节）标签为 {label}，只能是 0 到 9；\
                 请确认它是 CIFAR-10（不是 CIFAR-100）的二进制版本，并重新获取"
            ),
        }
    }
}
