use super::super::layer::{BranchSpec, LinearSpec, PoolSpec};
use super::super::network::InputSpec;
use super::super::variants;
use super::*;

fn network(layers: Vec<LayerSpec>) -> NetworkSpec {
    NetworkSpec {
        input: InputSpec::CIFAR10,
        layers,
    }
}

fn conv(name: &str, conv: ConvSpec) -> LayerSpec {
    LayerSpec::new(name, OpSpec::Conv(conv))
}

fn nested(depth: usize) -> LayerSpec {
    let inside = if depth == 1 {
        Vec::new()
    } else {
        vec![nested(depth - 1)]
    };
    let parallel = ParallelSpec {
        branches: vec![BranchSpec {
            name: "b".into(),
            layers: inside,
        }],
        fusion: Fusion::Sum,
    };
    LayerSpec::new(format!("p{depth}"), OpSpec::Parallel(parallel))
}

#[track_caller]
fn refuses(layers: Vec<LayerSpec>, part: &str) {
    let message = network(layers).check_size().unwrap_err().to_string();
    assert!(message.contains(part), "{message}");
}

#[test]
fn the_registry_is_within_the_limits_and_counted_alike() {
    for variant in variants::VARIANTS {
        let spec = variant.network();
        spec.check_size().unwrap();
        let lowered = spec.lower().unwrap();
        let mut totals = Totals::default();
        let map = Map {
            channels: 3,
            size: [32; 2],
            jump: [1; 2],
            field: [1; 2],
        };
        sequence(&spec.layers, map, &mut totals).unwrap();
        assert_eq!(totals.parameters, lowered.n_parameters() as u64, "{}", variant.id);
        assert_eq!(totals.macs, lowered.n_macs(), "{}", variant.id);
    }
}

#[test]
fn each_limit_is_named() {
    let relus = (0..401).map(|idx| LayerSpec::new(format!("r{idx}"), OpSpec::Relu));
    refuses(relus.collect(), "`r400`"); // the 401st
    network(vec![nested(8)]).check_size().unwrap();
    refuses(vec![nested(9)], "nest branches at most 8 deep");
    refuses(vec![conv("c", ConvSpec::square(8193, 1))], "out_channels: it is 8193");
    // 8,192 channels of 32 × 32 are 2²³ values, twice that padded to 46 × 46 (17 million) is too much
    network(vec![conv("c", ConvSpec::square(8192, 1))])
        .check_size()
        .unwrap();
    refuses(vec![conv("c", ConvSpec::square(8192, 1).padding(7))], "8192 × 46 × 46");
    // 3·8,192·11² = 2,973,696 and 4,096·8,192 = 33,554,432 on the second, then 4,096·4,096 = 16,777,216: 53 million
    let wide = [
        conv("a", ConvSpec::square(8192, 11).stride(22)),
        conv("b", ConvSpec::square(4096, 1)),
        conv("c", ConvSpec::square(4096, 1)),
    ];
    network(wide[..2].to_vec()).check_size().unwrap();
    refuses(
        wide.to_vec(),
        "layer `c`, op: with it the network has more than 50 million",
    );
    // 256·256·11² = 7,929,856 weights on 1,024 cells: 8.1 billion each, the third is past 20 billion
    let costly = |name: &str| conv(name, ConvSpec::square(256, 11).padding(5));
    network(vec![costly("a"), costly("b"), costly("c")])
        .check_size()
        .unwrap(); // 0.1 + 8.1 + 8.1
    refuses(
        vec![costly("a"), costly("b"), costly("c"), costly("d")],
        "layer `d`, op",
    );
    // Strides of 8,192 on maps that padding keeps at 2: the jump is 2¹³, then 2²⁶
    let stride = |name: &str| conv(name, ConvSpec::square(1, 1).stride(8192).padding(4096));
    refuses(vec![stride("a"), stride("b")], "layer `b`, stride");
    refuses(vec![LayerSpec::new("x".repeat(101), OpSpec::Relu)], "101 signs");
}

#[test]
fn the_largest_numbers_overflow_nothing() {
    let huge = usize::MAX;
    let all = ConvSpec {
        out_channels: huge,
        kernel: [huge; 2],
        stride: [huge; 2],
        padding: [huge; 2],
        dilation: [huge; 2],
        groups: huge,
        bias: true,
    };
    refuses(vec![conv("c", all)], "out_channels");
    refuses(
        vec![LayerSpec::new("p", OpSpec::Pool(PoolSpec::max(huge, huge, huge)))],
        "kernel",
    );
    let linear = LinearSpec { out_features: huge };
    refuses(vec![LayerSpec::new("l", OpSpec::Linear(linear))], "out_features");
    let cbam = CbamSpec {
        reduction: 1,
        min_hidden: huge,
        kernel: huge,
    };
    refuses(vec![LayerSpec::new("a", OpSpec::Cbam(cbam))], "min_hidden");
    let mut spec = network(Vec::new());
    spec.input.width = huge;
    assert!(spec.check_size().is_err());
}

#[test]
fn zeros_are_left_to_the_check_of_the_layers() {
    let mut zero = ConvSpec::square(0, 0);
    (zero.stride, zero.groups, zero.dilation) = ([0; 2], 0, [0; 2]);
    let spec = network(vec![conv("c", zero)]);
    spec.check_size().unwrap();
    assert!(spec.lower_any().is_err());
}
