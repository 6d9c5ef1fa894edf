//! The engine on the CPU against PyTorch: logits, gradients and Adam's path of the six networks.
#![cfg(feature = "cli")]

use std::path::PathBuf;

use fovea::data::source;
use fovea::engine::{Weights, device, golden};
use fovea::spec::variants;
use safetensors::SafeTensors;

/// The folder that the environment names, or a word on why the test was skipped.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: {variable} is not set");
    }
    folder
}

#[test]
fn the_six_networks_compute_what_pytorch_computes() {
    let (Some(answers), Some(data)) = (folder("FOVEA_GOLDEN_DIR"), folder("FOVEA_CIFAR10_DIR")) else {
        return;
    };
    let (images, _test) = source::read_folder(&data).unwrap();
    let names = golden::names(&answers).unwrap();
    assert!(!names.is_empty());
    for name in names {
        let comparison = pollster::block_on(golden::compare(&answers, &name, &images, &device::cpu())).unwrap();
        assert!(comparison.logits <= 1e-5, "{comparison:?}");
        assert!(comparison.gradients <= 1e-4, "{comparison:?}");
        assert!(comparison.first_losses <= 1e-4, "{comparison:?}");
        assert!(comparison.all_losses <= 5e-3, "{comparison:?}");
        assert!(comparison.holds(), "{comparison:?}");
    }
}

#[test]
fn a_state_dict_under_its_own_names_loads_as_it_is() {
    let Some(answers) = folder("FOVEA_GOLDEN_DIR") else {
        return;
    };
    for name in golden::names(&answers).unwrap() {
        let bytes = std::fs::read(answers.join(format!("{name}.safetensors"))).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let tensors = file.tensors();
        let own = tensors
            .iter()
            .filter_map(|(key, view)| Some((key.strip_prefix("weight.")?, view)));
        let state_dict = safetensors::serialize(own, None).unwrap();
        let spec = variants::find(&name).unwrap().network();
        let weights = Weights::from_state_dict(&spec, &state_dict).unwrap();
        assert_eq!(
            weights,
            Weights::from_safetensors(&spec, &file, "weight.").unwrap(),
            "{name}"
        );
        let cut = Weights::from_state_dict(&spec, &state_dict[..100]).unwrap_err();
        assert!(cut.to_string().contains("safetensors"), "{cut}");
    }
}
