//! PyTorch: the generated files run, have our names, and give our logits, or the golden ones.

use std::path::{Path, PathBuf};
use std::process::Command;

use fovea::data::{Batch, source};
use fovea::engine::{Weights, golden};
use fovea::spec::NetworkSpec;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::{networks, values};

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn path(variable: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).map(PathBuf::from);
    if path.is_none() {
        eprintln!("skipped: {variable} is not set");
    }
    path
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Writes what `check.py` reads: the code, weights under `weight.NAME`, images and logits.
fn write_case(folder: &Path, name: &str, spec: &NetworkSpec, weights: &Weights, images: &[f32], logits: &[f32]) {
    std::fs::write(folder.join(format!("{name}.py")), spec.pytorch().unwrap()).unwrap();
    let parameters = spec.parameters().unwrap();
    let mut tensors: Vec<(String, Vec<usize>, Vec<u8>)> = parameters
        .iter()
        .zip(&weights.0)
        .map(|(parameter, values)| {
            (
                format!("weight.{}", parameter.name),
                parameter.shape.clone(),
                bytes(values),
            )
        })
        .collect();
    let input = spec.input;
    let n_images = images.len() / (input.channels * input.height * input.width);
    let shape = vec![n_images, input.channels, input.height, input.width];
    tensors.push(("images".into(), shape, bytes(images)));
    tensors.push(("logits".into(), vec![n_images, logits.len() / n_images], bytes(logits)));
    let views = tensors
        .iter()
        .map(|(name, shape, bytes)| (name, TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap()));
    let file = safetensors::serialize(views, None).unwrap();
    std::fs::write(folder.join(format!("{name}.safetensors")), file).unwrap();
}

fn write_own(folder: &Path, name: &str, spec: &NetworkSpec) {
    let weights = values::weights(spec);
    let logits = values::logits(spec, &weights);
    write_case(folder, name, spec, &weights, &values::images(spec), &logits);
}

fn run(python: &Path, folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pytorch/check.py");
    let output = Command::new(python).arg(script).arg(folder).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{errors}");
}

#[test]
fn our_networks_compute_the_same_in_pytorch() {
    let Some(python) = path("FOVEA_PYTHON") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for id in fovea::spec::variants::ids() {
        write_own(folder.path(), id, &networks::variant(id));
    }
    write_own(folder.path(), "edited-chain", &networks::edited_chain());
    write_own(folder.path(), "odd", &networks::odd());
    for (idx, spec) in networks::random(60).iter().enumerate() {
        write_own(folder.path(), &format!("random-{idx}"), spec);
    }
    run(&python, folder.path());
}

#[test]
fn the_golden_weights_give_the_golden_logits_in_the_generated_code() {
    let (Some(python), Some(answers), Some(data)) = (
        path("FOVEA_PYTHON"),
        path("FOVEA_GOLDEN_DIR"),
        path("FOVEA_CIFAR10_DIR"),
    ) else {
        return;
    };
    let (images, _test) = source::read_folder(&data).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in golden::names(&answers).unwrap() {
        let spec = networks::variant(&name);
        let json = std::fs::read_to_string(answers.join(format!("{name}.json"))).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let first = json["first_image"].as_u64().unwrap_or(0) as usize;
        let bytes = std::fs::read(answers.join(format!("{name}.safetensors"))).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let weights = Weights::from_safetensors(&spec, &file, "weight.").unwrap();
        let logits = fovea::engine::floats_from_bytes(file.tensor("logits").unwrap().data());
        let indices: Vec<usize> = (first..first + logits.len() / 10).collect();
        let batch = Batch::of(&images, &indices);
        write_case(folder.path(), &name, &spec, &weights, &batch.pixels_f32, &logits);
    }
    run(&python, folder.path());
}
