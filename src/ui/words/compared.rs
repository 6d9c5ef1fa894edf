//! The names of the networks that the ablation lab's templates compare, both languages side by side.

use super::catalogue::section;

section! { ComparedWords {
    all_branches, without_1x1, without_3x3, without_5x5, without_pool, rate_1, rate_2, rate_3, rates_1_2_5,
    kernel_1, kernel_3, kernel_5, kernel_7, without_norm, batch_norm, plain_matched, inception_matched,
} }

/// English.
pub const ENGLISH: ComparedWords = ComparedWords {
    all_branches: "All four branches",
    without_1x1: "Without the 1×1 branch",
    without_3x3: "Without the 3×3 branch",
    without_5x5: "Without the 5×5 branch",
    without_pool: "Without the pool branch",
    rate_1: "Dilation 1, 1, 1",
    rate_2: "Dilation 1, 1, 2",
    rate_3: "Dilation 1, 1, 3",
    rates_1_2_5: "Dilation 1, 2, 5",
    kernel_1: "Kernels 1×1",
    kernel_3: "Kernels 3×3",
    kernel_5: "Kernels 5×5",
    kernel_7: "Kernels 7×7",
    without_norm: "Without batch norm",
    batch_norm: "With batch norm",
    plain_matched: "Plain chain, as many parameters",
    inception_matched: "InceptionNet, small, widened to as many parameters",
};

/// Simplified Chinese.
pub const CHINESE: ComparedWords = ComparedWords {
    all_branches: "四个分支齐全",
    without_1x1: "去掉 1×1 分支",
    without_3x3: "去掉 3×3 分支",
    without_5x5: "去掉 5×5 分支",
    without_pool: "去掉池化分支",
    rate_1: "空洞率 1、1、1",
    rate_2: "空洞率 1、1、2",
    rate_3: "空洞率 1、1、3",
    rates_1_2_5: "空洞率 1、2、5",
    kernel_1: "1×1 卷积核",
    kernel_3: "3×3 卷积核",
    kernel_5: "5×5 卷积核",
    kernel_7: "7×7 卷积核",
    without_norm: "不加批归一化",
    batch_norm: "加批归一化",
    plain_matched: "普通卷积链，参数量相同",
    inception_matched: "InceptionNet，小，加宽到参数量相同",
};
