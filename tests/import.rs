//! Weights leave and come back under PyTorch's names; what does not fit is reported, or refused.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::engine::import::{Strictness, import};
use fovea::engine::{Unfit, Weights};
use fovea::spec::{NetworkSpec, OpSpec, variants};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

#[path = "fixtures/hostile_weights.rs"]
mod hostile_weights;

fn network() -> NetworkSpec {
    variants::find("plain-s").unwrap().network()
}

/// The same network with a wider first linear layer, and a last layer of another name.
fn other() -> NetworkSpec {
    let mut network = network();
    for layer in &mut network.layers {
        match &mut layer.op {
            OpSpec::Linear(linear) if layer.name == "fc1" => linear.out_features = 48,
            OpSpec::Linear(_) => layer.name = "classifier".to_owned(),
            _ => {}
        }
    }
    network
}

#[test]
fn weights_come_back_bit_for_bit_under_pytorchs_names() {
    let weights = Weights::draw(&network(), 3).unwrap();
    let bytes = weights.to_state_dict(&network()).unwrap();
    assert_eq!(Weights::from_state_dict(&network(), &bytes).unwrap(), weights);
    let base = Weights::draw(&network(), 4).unwrap();
    let (imported, report) = import(&network(), &base, &bytes, Strictness::Strict).unwrap();
    assert_eq!(imported, weights);
    assert!(report.is_complete());
    let file = SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(file.tensor("conv1.weight").unwrap().shape(), [8, 3, 3, 3]);
    // The same weights are the same bytes.
    assert_eq!(weights.to_state_dict(&network()).unwrap(), bytes);
}

#[test]
fn weights_of_another_network_are_not_written() {
    let weights = Weights::draw(&other(), 3).unwrap();
    let error = weights.to_state_dict(&network()).unwrap_err().to_string();
    assert!(error.contains("fc1.weight"), "{error}");
}

#[test]
fn a_lenient_import_takes_what_fits_and_reports_the_rest() {
    let theirs = Weights::draw(&other(), 3).unwrap();
    let bytes = theirs.to_state_dict(&other()).unwrap();
    let base = Weights::draw(&network(), 4).unwrap();
    let (imported, report) = import(&network(), &base, &bytes, Strictness::Lenient).unwrap();
    let convolutions = [
        "conv1.weight",
        "conv1.bias",
        "conv2.weight",
        "conv2.bias",
        "conv3.weight",
        "conv3.bias",
    ];
    assert_eq!(report.taken, convolutions);
    let unfit: Vec<&str> = report.unfit.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(unfit, ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]);
    let shape = Unfit::Shape {
        expected: vec![64],
        found: vec![48],
    };
    assert_eq!((&report.unfit[1].1, &report.unfit[2].1), (&shape, &Unfit::Missing));
    assert_eq!(report.left_over, ["classifier.bias", "classifier.weight"]);
    assert_eq!((&imported.0[..6], &imported.0[6..]), (&theirs.0[..6], &base.0[6..]));
    let error = import(&network(), &base, &bytes, Strictness::Strict)
        .unwrap_err()
        .to_string();
    assert!(error.contains("fc1.weight") && error.contains("[48, "), "{error}");
}

#[test]
fn a_strict_import_refuses_what_is_left_over_but_not_pytorchs_counters() {
    let weights = Weights::draw(&network(), 3).unwrap();
    let parameters = network().parameters().unwrap();
    let bytes: Vec<Vec<u8>> = weights
        .0
        .iter()
        .map(|values| values.iter().flat_map(|value| value.to_le_bytes()).collect())
        .collect();
    let with = |name: &str| {
        let count = 7_i64.to_le_bytes();
        let own = parameters.iter().zip(&bytes).map(|(parameter, bytes)| {
            let view = TensorView::new(Dtype::F32, parameter.shape.clone(), bytes).unwrap();
            (parameter.name.clone(), view)
        });
        let counter = TensorView::new(Dtype::I64, Vec::new(), &count).unwrap();
        let all = own.chain([(name.to_owned(), counter)]);
        let file = safetensors::serialize(all, None).unwrap();
        import(&network(), &weights, &file, Strictness::Strict).map(|(_, report)| report.is_complete())
    };
    assert!(with("bn1.num_batches_tracked").unwrap());
    let error = with("bn1.momentum").unwrap_err().to_string();
    assert!(error.contains("bn1.momentum"), "{error}");
}

#[test]
fn a_file_where_nothing_fits_is_refused_even_leniently() {
    let inception = variants::find("inception-s").unwrap().network();
    let bytes = Weights::draw(&inception, 1).unwrap().to_state_dict(&inception).unwrap();
    let base = Weights::draw(&network(), 4).unwrap();
    let refused = |bytes: &[u8]| {
        import(&network(), &base, bytes, Strictness::Lenient)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(&bytes).contains("none of its tensors"), "{}", refused(&bytes));
    assert!(refused(b"nonsense").contains("not a safetensors file"));
}

#[test]
fn a_thousand_changed_files_of_weights_are_refused_or_leave_a_whole_network() {
    let n_taken = hostile_weights::check(1000);
    // Were all refused, what is taken would not have been tried.
    assert!((50..900).contains(&n_taken), "{n_taken} of 1000 are taken");
}
