//! The words of the fusion lesson about real networks: two maps of a layer, and CBAM before and after training.

use crate::ui::words::catalogue::section;

section! { InsideWords {
    from_kernels, from_network, pick, next, sheet, sheet_keys, map_of, cell_of_map, note_network, three_aid,
} }

/// English.
pub const ENGLISH: InsideWords = InsideWords {
    from_kernels: "Of two kernels",
    from_network: "Of a network's layer",
    pick: "Click a map to take it, or use the arrow keys; Enter switches between A and B.",
    next: "The next click chooses",
    sheet: "All {n} maps of {layer}, {height} × {width} cells each",
    sheet_keys: "{layer} has {n} maps. A is map {a}, B is map {b}.",
    map_of: "{letter}: map {n}",
    cell_of_map: "Row {row}, column {col} of {layer}: this unit sees rows {top} to {bottom} and columns {left} to {right} of the image.",
    note_network: "These are the numbers that the network computes for this image. Behind a ReLU none is below 0: there a sum cannot cancel, and a product is large only where both maps answer. A network fuses what it was trained to fuse; here you may pair any two maps of a layer.",
    three_aid: "Top: the image with what the chosen unit sees, and the maps A and B. Bottom: sum, product, concat. White is 0, red above, blue below; every map has its own scale.",
};

/// Simplified Chinese.
pub const CHINESE: InsideWords = InsideWords {
    from_kernels: "来自两个卷积核",
    from_network: "来自网络的一层",
    pick: "点一张图把它选中，或用方向键移动；回车键在 A 与 B 之间切换。",
    next: "下一次点击选择",
    sheet: "{layer} 的全部 {n} 张特征图，每张 {height} × {width} 个单元",
    sheet_keys: "{layer} 有 {n} 张特征图。A 是第 {a} 张，B 是第 {b} 张。",
    map_of: "{letter}：第 {n} 张图",
    cell_of_map: "{layer} 的第 {row} 行，第 {col} 列：这个单元看到图像的第 {top} 到 {bottom} 行、第 {left} 到 {right} 列。",
    note_network: "这些是网络对这幅图像算出的数。ReLU 之后没有负数：相加不会抵消，相乘只在两张图都有响应处才大。网络融合的是它训练时要融合的图；在这里，一层中的任意两张都可以配对。",
    three_aid: "上排：图像（框出所选单元看到的范围）与特征图 A、B。下排：相加、相乘、拼接。白色为 0，红色为正，蓝色为负；每张图各有自己的色标。",
};
