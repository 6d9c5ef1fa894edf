//! The block of each network, as it is drawn: the part that repeats, what it added marked as new.
//!
//! The branches of Inception v2 to v4 and of Inception-ResNet v2 were compared with the code of TF-Slim's authors
//! (tensorflow/models, research/slim/nets): `inception_v2.py` `Mixed_3c`, `inception_v3.py` `Mixed_6b`, `inception_v4.py`
//! `block_inception_b`, `inception_resnet_v2.py` `block35`. Channels, normalisation and activations are left out.

use crate::draw::block::{Block, Cell};

/// A block without branches.
const fn chain(branches: &'static [&'static [Cell]]) -> Block {
    Block {
        branches,
        concat: None,
        after: &[],
        shortcut: None,
    }
}

/// LeNet-5: a convolution, then subsampling.
pub const LENET5: Block = chain(&[&[Cell::conv("5×5").new(), Cell::pool("avg 2×2").new()]]);

/// AlexNet: its second stage.
pub const ALEXNET: Block = chain(&[&[Cell::conv("5×5"), Cell::pointwise("ReLU").new(), Cell::pool("max 3×3")]]);

/// VGG-16: its first two stages are two such convolutions, the others three.
pub const VGG16: Block = chain(&[&[
    Cell::conv("3×3"),
    Cell::conv("3×3").new(),
    Cell::conv("3×3").new(),
    Cell::pool("max 2×2"),
]]);

/// GoogLeNet: its figure 2(b).
pub const GOOGLENET: Block = Block {
    branches: &[
        &[Cell::conv("1×1").new()],
        &[Cell::conv("1×1").new(), Cell::conv("3×3")],
        &[Cell::conv("1×1").new(), Cell::conv("5×5")],
        &[Cell::pool("max 3").new(), Cell::conv("1×1").new()],
    ],
    concat: Some(true),
    after: &[],
    shortcut: None,
};

/// Inception v2: two 3×3 where v1 has a 5×5, and batch normalisation after each convolution.
pub const INCEPTION_V2: Block = Block {
    branches: &[
        &[Cell::conv("1×1")],
        &[Cell::conv("1×1"), Cell::conv("3×3")],
        &[Cell::conv("1×1"), Cell::conv("3×3").new(), Cell::conv("3×3").new()],
        &[Cell::pool("avg 3"), Cell::conv("1×1")],
    ],
    concat: Some(false),
    after: &[],
    shortcut: None,
};

/// Inception v3: the module of its 17×17 maps.
pub const INCEPTION_V3: Block = Block {
    branches: &[
        &[Cell::conv("1×1")],
        &[Cell::conv("1×1"), Cell::conv("1×7").new(), Cell::conv("7×1").new()],
        &[
            Cell::conv("1×1"),
            Cell::conv("7×1").new(),
            Cell::conv("1×7").new(),
            Cell::conv("7×1").new(),
            Cell::conv("1×7").new(),
        ],
        &[Cell::pool("avg 3"), Cell::conv("1×1")],
    ],
    concat: Some(false),
    after: &[],
    shortcut: None,
};

/// ResNet-50: the bottleneck.
pub const RESNET50: Block = Block {
    branches: &[&[Cell::conv("1×1").new(), Cell::conv("3×3"), Cell::conv("1×1").new()]],
    concat: None,
    after: &[],
    shortcut: Some(true),
};

/// Inception v4: its module B, for 17×17 maps; the same as v3's, more often.
pub const INCEPTION_V4: Block = Block {
    branches: &[
        &[Cell::conv("1×1")],
        &[Cell::conv("1×1"), Cell::conv("1×7"), Cell::conv("7×1")],
        &[
            Cell::conv("1×1"),
            Cell::conv("7×1"),
            Cell::conv("1×7"),
            Cell::conv("7×1"),
            Cell::conv("1×7"),
        ],
        &[Cell::pool("avg 3"), Cell::conv("1×1")],
    ],
    concat: Some(false),
    after: &[],
    shortcut: None,
};

/// Inception-ResNet v2: its module A.
pub const INCEPTION_RESNET_V2: Block = Block {
    branches: &[
        &[Cell::conv("1×1")],
        &[Cell::conv("1×1"), Cell::conv("3×3")],
        &[Cell::conv("1×1"), Cell::conv("3×3"), Cell::conv("3×3")],
    ],
    concat: Some(false),
    after: &[Cell::conv("1×1").new()],
    shortcut: Some(true),
};
