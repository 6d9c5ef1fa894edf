//! The words around written code.

use crate::ui::words::catalogue::section;

section! { CodeWords {
    title, show, copy, copied, not_copied, download, cannot, pytorch_note, burn_note, listing,
} }

/// English.
pub const ENGLISH: CodeWords = CodeWords {
    title: "This network as code",
    show: "Show the network as code for {name}",
    copy: "Copy",
    copied: "Copied",
    not_copied: "The browser does not allow copying here ({reason}). Select the text, or download it.",
    download: "Download {file}",
    cannot: "This network cannot be written as code: {reason}.",
    pytorch_note: "A whole file for PyTorch. The keys of its state_dict are the layers’ names here.",
    burn_note: "A whole module for Burn 0.22, with its config.",
    listing: "Code for {name}",
};

/// Simplified Chinese.
pub const CHINESE: CodeWords = CodeWords {
    title: "用代码写出这个网络",
    show: "显示这个网络的 {name} 代码",
    copy: "复制",
    copied: "已复制",
    not_copied: "浏览器不允许在这里复制（{reason}）。请选中文字，或下载文件。",
    download: "下载 {file}",
    cannot: "这个网络写不成代码：{reason}。",
    pytorch_note: "一个完整的 PyTorch 文件，state_dict 的键就是这里各层的名字。",
    burn_note: "一个完整的 Burn 0.22 模块，带它的配置。",
    listing: "{name} 代码",
};
