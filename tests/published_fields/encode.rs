//! Published networks as specs, written down as their sources write them: operations first, names afterwards.
//!
//! A field does not depend on the channels, so a convolution has one unless a sum asks for more.

use fovea::spec::{
    BranchSpec, ConvSpec, Fusion, InputSpec, LayerSpec, Lowered, NetworkSpec, OpSpec, ParallelSpec, PoolSpec,
};

/// A convolution of `kernel` rows × columns with stride 1 that keeps the size: TensorFlow's SAME.
pub fn same(kernel: [usize; 2]) -> OpSpec {
    OpSpec::Conv(ConvSpec {
        kernel,
        padding: kernel.map(|taps| taps / 2),
        ..ConvSpec::square(1, 1)
    })
}

/// A k × k convolution with `stride` and no padding: TensorFlow's VALID.
pub fn valid(kernel: usize, stride: usize) -> OpSpec {
    OpSpec::Conv(ConvSpec::square(1, kernel).stride(stride))
}

/// A k × k convolution with stride 2, padded by half its kernel.
///
/// This is SAME on an odd size only: on an even one TensorFlow pads one cell less in front.
pub fn halve(kernel: usize) -> OpSpec {
    OpSpec::Conv(ConvSpec::square(1, kernel).stride(2).padding(kernel / 2))
}

/// A 1 × 1 convolution to `channels` maps.
pub fn pointwise(channels: usize) -> OpSpec {
    OpSpec::Conv(ConvSpec::square(channels, 1))
}

/// A pooling of 3 × 3; maximum and average have the same field.
pub fn pool(stride: usize, padding: usize) -> OpSpec {
    OpSpec::Pool(PoolSpec::max(3, stride, padding))
}

/// Branches, stacked along the channels.
pub fn concat(branches: Vec<Vec<OpSpec>>) -> OpSpec {
    parallel(branches, Fusion::Concat)
}

/// The sum of `body` and its own input.
pub fn residual(body: Vec<OpSpec>) -> OpSpec {
    parallel(vec![body, Vec::new()], Fusion::Sum)
}

fn parallel(branches: Vec<Vec<OpSpec>>, fusion: Fusion) -> OpSpec {
    let unnamed = |op| LayerSpec::new("", op);
    let branches = branches.into_iter().enumerate().map(|(idx, ops)| BranchSpec {
        name: format!("Branch_{idx}"),
        layers: ops.into_iter().map(unnamed).collect(),
    });
    OpSpec::Parallel(ParallelSpec {
        branches: branches.collect(),
        fusion,
    })
}

/// The network of `layers` on `side` × `side` pixels, lowered.
pub fn lower(side: usize, layers: Vec<(String, OpSpec)>) -> Lowered {
    let mut layers: Vec<LayerSpec> = layers.into_iter().map(|(name, op)| LayerSpec::new(name, op)).collect();
    layers.iter_mut().for_each(name_below);
    on(side, layers)
}

/// `layers` as they are on `side` × `side` pixels, lowered.
pub fn on(side: usize, layers: Vec<LayerSpec>) -> Lowered {
    let input = InputSpec {
        channels: 3,
        height: side,
        width: side,
    };
    NetworkSpec { input, layers }.lower_any().unwrap()
}

/// Names the layers of branches by their place.
fn name_below(layer: &mut LayerSpec) {
    let OpSpec::Parallel(parallel) = &mut layer.op else {
        return;
    };
    for branch in &mut parallel.branches {
        for (idx, inner) in branch.layers.iter_mut().enumerate() {
            inner.name = format!("{}.{}.{idx}", layer.name, branch.name);
            name_below(inner);
        }
    }
}

/// Layers with the names that their source gives them.
pub fn named<const N: usize>(layers: [(&str, OpSpec); N]) -> Vec<(String, OpSpec)> {
    layers.map(|(name, op)| (name.to_owned(), op)).into()
}

/// Field, jump and effective padding of an end point: a row of the published table.
pub type Row<'a> = (&'a str, i64, i64, i64);

/// Compares every row of `table` with `network`, along both axes.
pub fn check(network: &Lowered, table: &[Row<'_>]) {
    for (name, field, jump, padding) in table {
        let ours = network.geometry_of(name).unwrap().field;
        for axis in [ours.height, ours.width] {
            let row = (axis.size(), axis.jump, axis.padding());
            assert_eq!(row, (*field, *jump, *padding), "{name}");
        }
    }
}
