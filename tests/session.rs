//! A run on the CPU engine: it learns, repeats bit for bit, refuses what cannot be, and agrees with geometry.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::data::{LabelledImages, scales};
use fovea::engine::{Advance, EngineError, Network, Session, Weights, device};
use fovea::spec::{AugmentSpec, DataSpec, Dataset, RunSpec, StepMetrics, TrainingSpec, variants};

fn run_spec(variant: &str, learning_rate: f64) -> RunSpec {
    RunSpec {
        variant: variant.to_owned(),
        network: variants::find(variant).unwrap().network(),
        data: DataSpec {
            dataset: Dataset::Scales,
            n_train: 100,
            n_test: 50,
            augment: AugmentSpec { flip: true, shift: 2 },
        },
        training: TrainingSpec {
            epochs: 2,
            batch_size: 32,
            learning_rate,
            ..TrainingSpec::TUTORIAL
        },
        seed: 7,
    }
}

fn images() -> (LabelledImages, LabelledImages) {
    (scales::generate(100, 1), scales::generate_test(50, 1))
}

/// All pieces of a run.
fn pieces(spec: RunSpec) -> Result<Vec<Advance>, EngineError> {
    let (train, test) = images();
    let mut session = Session::new(spec, train, test, &device::cpu())?;
    let mut pieces = Vec::new();
    loop {
        let piece = pollster::block_on(session.advance())?;
        pieces.push(piece);
        if matches!(pieces.last(), Some(Advance::Finished(_))) {
            return Ok(pieces);
        }
    }
}

fn steps(pieces: &[Advance]) -> Vec<StepMetrics> {
    let step = |piece: &Advance| match piece {
        Advance::Stepped(step) => Some(*step),
        _ => None,
    };
    pieces.iter().filter_map(step).collect()
}

#[test]
fn the_same_seed_gives_the_same_run_bit_for_bit() {
    let first = pieces(run_spec("inception-s-residual-cbam", 1e-3)).unwrap();
    let second = pieces(run_spec("inception-s-residual-cbam", 1e-3)).unwrap();
    assert_eq!(first, second);
    // 100 images in batches of 32: 32 + 32 + 32 + 4, twice
    let sizes: Vec<usize> = steps(&first).iter().map(|step| step.n_images).collect();
    assert_eq!(sizes, [32, 32, 32, 4, 32, 32, 32, 4]);
    let epochs = first
        .iter()
        .filter(|piece| matches!(piece, Advance::EpochDone(_)))
        .count();
    assert_eq!(epochs, 2);
}

#[test]
fn the_first_loss_is_that_of_guessing() {
    let losses = steps(&pieces(run_spec("dilated-s", 1e-3)).unwrap());
    assert!((losses[0].loss - 10.0_f32.ln()).abs() < 0.1, "{}", losses[0].loss); // ln 10 = 2.303
}

#[test]
fn a_loss_that_is_not_a_number_names_its_step() {
    let mut spec = run_spec("plain-s", 1.0);
    spec.training.epochs = 1000;
    spec.training.epsilon = 0.0; // 0 / 0 for a weight without gradient
    let error = pieces(spec).unwrap_err();
    assert!(matches!(error, EngineError::NotANumber { .. }), "{error}");
}

#[test]
fn too_few_images_are_refused_with_the_number_there_is() {
    let mut spec = run_spec("plain-s", 1e-3);
    spec.data.n_train = 200;
    let error = pieces(spec).unwrap_err().to_string();
    assert!(error.contains("200") && error.contains("100"), "{error}");
}

#[test]
fn every_variant_gives_the_shape_that_geometry_says() {
    for variant in variants::VARIANTS {
        let spec = variant.network();
        let network = Network::new(&spec, &Weights::draw(&spec, 1).unwrap(), &device::cpu()).unwrap();
        let logits = network.forward(network.images(vec![0.5; 2 * 3072], [2, 3, 32, 32], false));
        let output = spec.lower().unwrap().output().shape;
        assert_eq!(logits.dims(), [2, output.n_values()], "{}", variant.id);
    }
}

#[path = "fixtures/first_losses.rs"]
mod first_losses;

#[test]
fn the_first_ten_losses_are_those_of_every_machine() {
    first_losses::check(&pollster::block_on(first_losses::compute()));
}
