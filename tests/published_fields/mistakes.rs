//! Two mistakes that other calculators make, and the other numbers that they give.

use fovea::geometry::{FieldAxis, Window};
use fovea::spec::presets::GoogLeNetConfig;
use fovea::spec::{LayerSpec, OpSpec};

use super::encode::on;

/// The start of unit 0 as some calculators have it: start' = start + ((k − 1)/2 − p)·j, with no dilation in it.
fn start_without_dilation(windows: &[Window]) -> f64 {
    let step = |(start, jump): (f64, f64), window: &Window| {
        let start = start + ((window.kernel as f64 - 1.0) / 2.0 - window.padding as f64) * jump;
        (start, jump * window.stride as f64)
    };
    windows.iter().fold((0.5, 1.0), step).0
}

fn start(windows: &[Window]) -> f64 {
    let field = windows
        .iter()
        .fold(FieldAxis::INPUT, |field, window| field.through(*window));
    field.start()
}

#[test]
fn a_start_without_dilation_leaves_the_centre() {
    let conv = |dilation| Window {
        kernel: 3,
        stride: 1,
        dilation,
        padding: dilation,
    };
    // Without dilation the two agree.
    assert!((start(&[conv(1); 3]) - start_without_dilation(&[conv(1); 3])).abs() < 1e-12);
    // A padding of d keeps unit 0 over pixel 0, whose centre is 0.5. Forgetting d gives 0.5 + (1 − 2)·1 = −0.5, and for the
    // dilations 1, 2, 4: 0.5 + (1 − 1) + (1 − 2) + (1 − 4) = −3.5.
    for (dilations, wrong) in [(&[2][..], -0.5), (&[1, 2, 4], -3.5)] {
        let windows: Vec<Window> = dilations.iter().copied().map(conv).collect();
        assert!((start(&windows) - 0.5).abs() < 1e-12);
        assert!((start_without_dilation(&windows) - wrong).abs() < 1e-12);
    }
}

/// Size after all layers up to `last`, one behind the other, whatever branch they stand in.
fn walked_as_a_chain(layers: &[LayerSpec], field: &mut FieldAxis, last: &str) -> bool {
    layers.iter().any(|layer| {
        match &layer.op {
            OpSpec::Conv(conv) => *field = field.through(conv.window().height),
            OpSpec::Pool(pool) => *field = field.through(pool.window().height),
            OpSpec::Parallel(parallel) => {
                for branch in &parallel.branches {
                    walked_as_a_chain(&branch.layers, field, last);
                }
            }
            _ => {}
        }
        layer.name == last
    })
}

/// rf-calc 0.0.5 prints 27, 43, 59, 75 for torchvision's module 3a, as if its branches stood one behind the other.
#[test]
fn branches_walked_as_a_chain_see_too_much() {
    let sizes = |config: GoogLeNetConfig| {
        let layers = config.layers();
        let mut chain = FieldAxis::INPUT;
        assert!(walked_as_a_chain(&layers, &mut chain, "inception3a"));
        let network = on(224, layers);
        (
            chain.size(),
            network.geometry_of("inception3a").unwrap().field.height.size(),
        )
    };
    // Below 3a: 27 with a jump of 8. A chain adds 3×3, 3×3 and pooling: 27 + 3·2·8. The largest branch adds 2·8.
    assert_eq!(sizes(GoogLeNetConfig::TORCHVISION), (75, 43));
    // With the paper's 5×5 a chain adds (2 + 4 + 2)·8, the largest branch 4·8.
    assert_eq!(sizes(GoogLeNetConfig::PAPER), (91, 59));
}
