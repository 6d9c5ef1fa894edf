//! The words about merges whose branches look at different places.

use crate::ui::words::catalogue::section;

section! { AlignmentWords {
    preset, offset, jumps, undefined, inherited, cure_offset, cure_jumps, words, show, mend,
} }

/// English.
pub const ENGLISH: AlignmentWords = AlignmentWords {
    preset: "An even kernel beside an odd one",
    offset: "Misaligned: the branches that meet in {layer} look at places {rows} × {columns} pixels apart (rows × columns). The same unit of each is about a slightly different spot.",
    jumps: "Drifting: from unit to unit, the branches that meet in {layer} move by {smallest} and by {largest} pixels. The further from the first unit, the further apart they look.",
    undefined: "A branch of {layer} depends on the whole image, as channel attention does. It has no place of its own, so there is nothing to align; that is meant so.",
    inherited: "The merges above carry it on: {layers}.",
    cure_offset: "An even kernel has no middle cell, so its field lies half a step beside that of an odd one. Cure: odd kernels in every branch, or paddings that bring the centres together.",
    cure_jumps: "Cure: the same product of strides in every branch.",
    words: "Branches that meet should look at the same place. Padding keeps their sizes equal; it does not always keep their centres equal.",
    show: "Show a network with a misaligned merge",
    mend: "Here one edit mends it: choose merge1.even in the list below and set its kernel from 4 to 3.",
};

/// Simplified Chinese.
pub const CHINESE: AlignmentWords = AlignmentWords {
    preset: "偶数卷积核与奇数卷积核并排",
    offset: "没有对齐：在 {layer} 汇合的各分支，看的位置相差 {rows} × {columns} 像素（行 × 列）。同一个单元在各分支里说的是略有不同的地方。",
    jumps: "逐渐错开：在 {layer} 汇合的各分支，从一个单元到下一个单元分别移动 {smallest} 和 {largest} 像素。离第一个单元越远，看的位置就差得越多。",
    undefined: "{layer} 有一个分支依赖整幅图像，通道注意力就是这样。它没有自己的位置，谈不上对齐；这是有意为之。",
    inherited: "上方的汇合处也带着这个偏差：{layers}。",
    cure_offset: "偶数卷积核没有正中的格子，所以它的感受野比奇数卷积核的偏半步。解决办法：每个分支都用奇数卷积核，或者用能让中心重合的填充。",
    cure_jumps: "解决办法：让每个分支的步幅之积相同。",
    words: "汇合的分支应当看同一个地方。填充能让它们的尺寸相等，却不一定让它们的中心重合。",
    show: "显示一个没有对齐的网络",
    mend: "这里改一处就能对齐：在下面的列表里选 merge1.even，把卷积核从 4 改成 3。",
};
