//! What can be chosen in the lesson: two maps of the image, a fusion, sizes; and the lesson's words of links for them.

use crate::geometry::attention::{mapped, value};
use crate::geometry::fuse::Refusal;
use crate::geometry::{Merge, Plane, Shape, Window};
use crate::spec::{BranchSpec, ConvSpec, Fusion, InputSpec, LayerSpec, NetworkSpec, OpSpec, ParallelSpec};
use crate::ui::lessons::kernels::choice::Preset;

/// The window of every kernel of the lesson: 3 × 3, without padding, so that every cell reads nine pixels of its image.
pub const WINDOW: Window = Window {
    kernel: 3,
    stride: 1,
    dilation: 1,
    padding: 0,
};
/// The three fusions, in the order of the page, with their marks.
pub const FUSIONS: [(Merge, &str); 3] = [(Merge::Sum, "+"), (Merge::Product, "×"), (Merge::Concat, "∥")];
/// Widths and sizes to choose from.
pub const LENGTHS: [usize; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// Classes of the networks that are shown as code.
const N_CLASSES: usize = 10;

/// Two kernels whose maps are fused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// Edges from left to right, and from top to bottom.
    Edges,
    /// What is smooth, and what stands out.
    BlurAndLaplacian,
    /// The image itself, and its edges.
    ImageAndEdges,
}

impl Pair {
    /// All, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Edges, Self::BlurAndLaplacian, Self::ImageAndEdges];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Edges => "edges",
            Self::BlurAndLaplacian => "blur-laplacian",
            Self::ImageAndEdges => "image-edges",
        }
    }

    /// The pair called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pair| pair.id() == id)
    }

    /// Its kernels.
    pub const fn kernels(self) -> [Preset; 2] {
        match self {
            Self::Edges => [Preset::SobelX, Preset::SobelY],
            Self::BlurAndLaplacian => [Preset::Blur, Preset::Laplacian],
            Self::ImageAndEdges => [Preset::Identity, Preset::SobelX],
        }
    }

    /// The two maps of `image`; nothing where it is smaller than a kernel.
    pub fn maps(self, image: &Plane) -> Option<[Plane; 2]> {
        let [first, second] = self.kernels().map(|kernel| image.slid(&kernel.weights(), WINDOW));
        Some([first?, second?])
    }
}

/// The direction of edges that channel `channel` of `n` answers to, in degrees from the x axis; nothing for the first, which
/// is brightness.
pub fn direction(channel: usize, n: usize) -> Option<f64> {
    let at = channel.checked_sub(1)?;
    Some(180.0 * at as f64 / n.saturating_sub(1).max(1) as f64)
}

/// `image` with its outermost pixels once more around it.
fn framed(image: &Plane) -> Plane {
    let size = image.size;
    let inside = |at: usize, n: usize| at.saturating_sub(1).min(n.saturating_sub(1));
    Plane::new(size.height + 2, size.width + 2, |row, col| {
        value(image, inside(row, size.height), inside(col, size.width))
    })
}

/// `n` channels as a layer with ReLU gives them to CBAM, of pixels from 0 to 1: brightness, and edges in directions that lie
/// evenly on half a turn. They are as large as the image, whose outermost pixels are repeated: zeros would be an edge.
pub fn attended(image: &Plane, n: usize) -> Option<Vec<Plane>> {
    let image = framed(image);
    let kernel = |channel: usize| {
        let Some(degrees) = direction(channel, n) else {
            return Preset::Blur.weights().to_vec();
        };
        let (sin, cos) = degrees.to_radians().sin_cos();
        let both = Preset::SobelX.weights().into_iter().zip(Preset::SobelY.weights());
        both.map(|(x, y)| cos * x + sin * y).collect()
    };
    let maps = (0..n).map(|channel| image.slid(&kernel(channel), WINDOW));
    maps.map(|map| map.map(|map| mapped(&map, |value| (value / 255.0).max(0.0))))
        .collect()
}

/// The fusion in the words of a spec.
pub const fn fusion_of(merge: Merge) -> Fusion {
    match merge {
        Merge::Sum => Fusion::Sum,
        Merge::Product => Fusion::Product,
        Merge::Concat => Fusion::Concat,
    }
}

/// A network of two 3×3 convolutions of the image, fused by `merge`, with a classifier.
pub fn fusion_network(merge: Merge) -> NetworkSpec {
    let fusion = fusion_of(merge);
    let conv = |name: &str| BranchSpec {
        name: name.to_owned(),
        layers: vec![LayerSpec::new(name, OpSpec::Conv(ConvSpec::square(8, 3).padding(1)))],
    };
    let branches = vec![conv("a"), conv("b")];
    let fused = OpSpec::Parallel(ParallelSpec { branches, fusion });
    let layers = vec![LayerSpec::new("fused", fused), LayerSpec::new("relu", OpSpec::Relu)];
    let input = InputSpec::CIFAR10;
    NetworkSpec { input, layers }.with_head(N_CLASSES)
}

/// A network of one residual block on 64 channels, which changes to 128 where it `projects`, with a classifier.
pub fn block_network(projects: bool) -> NetworkSpec {
    let above = if projects { 128 } else { 64 };
    let conv = |name: &str, width: usize| LayerSpec::new(name, OpSpec::Conv(ConvSpec::square(width, 3).padding(1)));
    let body = vec![
        conv("block.conv1", above),
        LayerSpec::new("block.relu1", OpSpec::Relu),
        conv("block.conv2", above),
    ];
    let projection = LayerSpec::new("block.projection", OpSpec::Conv(ConvSpec::square(above, 1)));
    let branch = |name: &str, layers| BranchSpec {
        name: name.to_owned(),
        layers,
    };
    let shortcut = if projects { vec![projection] } else { Vec::new() };
    let sum = OpSpec::Parallel(ParallelSpec {
        branches: vec![branch("body", body), branch("shortcut", shortcut)],
        fusion: Fusion::Sum,
    });
    let layers = vec![
        conv("stem", 64),
        LayerSpec::new("block", sum),
        LayerSpec::new("block.relu2", OpSpec::Relu),
    ];
    let input = InputSpec::CIFAR10;
    NetworkSpec { input, layers }.with_head(N_CLASSES)
}

/// `[64, 32, 32]`, as PyTorch writes the shape of one image's maps.
pub fn listed(shape: Shape) -> String {
    format!("[{}, {}, {}]", shape.channels, shape.size.height, shape.size.width)
}

/// What PyTorch says of a refusal, in its words.
pub fn complaint(merge: Merge, refusal: Refusal) -> String {
    let Refusal {
        dimension,
        first,
        second,
    } = refusal;
    match merge {
        Merge::Concat => format!(
            "Sizes of tensors must match except in dimension 1. Expected size {first} but got size {second} for tensor number 1 in the list."
        ),
        Merge::Sum | Merge::Product => format!(
            "The size of tensor a ({first}) must match the size of tensor b ({second}) at non-singleton dimension {dimension}"
        ),
    }
}

/// Two shapes as one word of a link, such as `64.32.32-64.1.1`.
pub fn shapes_word(shapes: [Shape; 2]) -> String {
    shapes
        .map(|shape| format!("{}.{}.{}", shape.channels, shape.size.height, shape.size.width))
        .join("-")
}

/// The shapes of a word; nothing where it is none, or a length is not one of [`LENGTHS`].
pub fn shapes_of(word: &str) -> Option<[Shape; 2]> {
    let shape = |text: &str| {
        let lengths: Vec<usize> = text.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [channels, height, width] = <[usize; 3]>::try_from(lengths).ok()?;
        let is_known = [channels, height, width].iter().all(|one| LENGTHS.contains(one));
        is_known.then(|| Shape::new(channels, height, width))
    };
    let (first, second) = word.split_once('-')?;
    Some([shape(first)?, shape(second)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_their_words_and_maps() {
        let image = Plane::new(5, 5, |row, col| (5 * row + col) as f64);
        for pair in Pair::ALL {
            assert_eq!(Pair::from_id(pair.id()), Some(pair));
        }
        let [first, second] = Pair::Edges.maps(&image).unwrap();
        // In the middle a step to the right is 1 and a step down 5; Sobel's weights sum up to 8 such steps.
        assert_eq!((first.values[4], second.values[4]), (8.0, 40.0));
        // No pixel is made up: so is every other of the 3 × 3 cells.
        assert_eq!((first.values, second.values), (vec![8.0; 9], vec![40.0; 9]));
        let inner = Plane::new(3, 3, |row, col| (5 * (row + 1) + col + 1) as f64);
        assert_eq!(Pair::ImageAndEdges.maps(&image).unwrap()[0], inner);
    }

    #[test]
    fn every_fusion_and_block_can_be_written_as_code() {
        for (merge, channels) in [(Merge::Sum, 8), (Merge::Product, 8), (Merge::Concat, 16)] {
            let network = fusion_network(merge);
            let lowered = network.lower().unwrap();
            assert_eq!(lowered.geometry_of("fused").unwrap().shape.channels, channels);
            assert!(network.pytorch().is_ok() && network.burn().is_ok());
        }
        // 1·1·64·128 + 128 for the projection, and twice 3·3.
        let parts = [64 * 128 * 9 + 128, 128 * 128 * 9 + 128, 64 * 128 + 128];
        let block = |projects| block_network(projects).lower().unwrap().n_parameters();
        let stem = 3 * 64 * 9 + 64;
        assert_eq!(block(true), stem + parts.iter().sum::<usize>() + 128 * 10 + 10);
        assert_eq!(block(false), stem + 2 * (64 * 64 * 9 + 64) + 64 * 10 + 10);
        assert!(block_network(true).pytorch().is_ok() && block_network(false).burn().is_ok());
    }

    #[test]
    fn attended_channels_have_no_negative_values() {
        let image = Plane::new(5, 5, |_, col| if col < 2 { 255.0 } else { 0.0 });
        let maps = attended(&image, 3).unwrap();
        assert_eq!((maps.len(), maps[1].values[12]), (3, 0.0)); // right minus left is −4 there
        assert_eq!(maps[0].values[11], 0.75); // of its columns ¼ and ½ are bright
        // The frame repeats the image: at its edge there is no edge, and a bright corner stays bright.
        assert_eq!((maps[0].size, maps[0].values[0]), (image.size, 1.0));
        assert!(maps[2].values.iter().all(|value| *value == 0.0));
        assert_eq!(
            [direction(0, 3), direction(1, 3), direction(2, 3)],
            [None, Some(0.0), Some(90.0)]
        );
        assert_eq!(attended(&image, 64).unwrap().len(), 64);
    }

    #[test]
    fn shapes_survive_their_word() {
        let shapes = [Shape::new(64, 32, 32), Shape::new(64, 1, 1)];
        assert_eq!(shapes_word(shapes), "64.32.32-64.1.1");
        assert_eq!(shapes_of("64.32.32-64.1.1"), Some(shapes));
        for bad in ["", "64.32-64.32", "64.32.32", "3.32.32-64.1.1", "64.32.32-64.x.1"] {
            assert_eq!(shapes_of(bad), None, "{bad}");
        }
        assert_eq!(listed(shapes[1]), "[64, 1, 1]");
    }

    #[test]
    fn refusals_are_said_as_pytorch_says_them() {
        let refusal = Refusal {
            dimension: 1,
            first: 64,
            second: 32,
        };
        assert_eq!(
            complaint(Merge::Product, refusal),
            "The size of tensor a (64) must match the size of tensor b (32) at non-singleton dimension 1"
        );
        assert!(complaint(Merge::Concat, refusal).contains("Expected size 64 but got size 32 for tensor number 1"));
    }
}
