//! A run that is kept and goes on elsewhere is the run that was never interrupted; other bytes are refused with a reason.
//!
//! Long because what is kept and what is refused are tried on the same run.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::sync::LazyLock;

use fovea::data::scales;
use fovea::engine::{Advance, Checkpoint, EngineError, Session, device};
use fovea::lab::checkpoint::without_moments;
use fovea::spec::{
    AugmentSpec, ConvSpec, DataSpec, Dataset, InputSpec, LayerSpec, LinearSpec, NetworkSpec, OpSpec, PoolSpec, RunSpec,
    Schedule, TrainingSpec, variants,
};
use proptest::prelude::*;

const N_TRAIN: usize = 100;
const N_TEST: usize = 150;

/// A convolution with batch normalisation, and a linear layer: small, so that every boundary can be tried.
fn small() -> NetworkSpec {
    let layer = LayerSpec::new;
    NetworkSpec {
        input: InputSpec::CIFAR10,
        layers: vec![
            layer("conv", OpSpec::Conv(ConvSpec::square(4, 3).padding(1).stride(2))),
            layer("bn", OpSpec::BatchNorm),
            layer("relu", OpSpec::Relu),
            layer("pool", OpSpec::Pool(PoolSpec::max(4, 4, 0))),
            layer("flatten", OpSpec::Flatten),
            layer("fc", OpSpec::Linear(LinearSpec { out_features: 10 })),
        ],
    }
}

fn run_of(variant: &str, network: NetworkSpec, epochs: usize) -> RunSpec {
    RunSpec {
        variant: variant.to_owned(),
        network,
        data: DataSpec {
            dataset: Dataset::Scales,
            n_train: N_TRAIN,
            n_test: N_TEST,
            augment: AugmentSpec { flip: true, shift: 3 },
        },
        training: TrainingSpec {
            epochs,
            batch_size: 32,
            learning_rate: 3e-3,
            weight_decay: 0.05,
            schedule: Schedule::Cosine,
            ..TrainingSpec::TUTORIAL
        },
        seed: 7,
    }
}

fn small_run() -> RunSpec {
    run_of("small", small(), 3)
}

fn begin(run: &RunSpec) -> Session {
    let (train, test) = (
        scales::generate(N_TRAIN, run.seed),
        scales::generate_test(N_TEST, run.seed),
    );
    Session::new(run.clone(), train, test, &device::cpu()).unwrap()
}

fn resume(run: &RunSpec, bytes: &[u8]) -> Session {
    let checkpoint = Checkpoint::from_bytes(run, bytes).unwrap();
    let (train, test) = (
        scales::generate(N_TRAIN, run.seed),
        scales::generate_test(N_TEST, run.seed),
    );
    Session::resume(&checkpoint, train, test, &device::cpu()).unwrap()
}

fn keep(session: &Session) -> Vec<u8> {
    pollster::block_on(session.checkpoint()).unwrap().to_bytes().unwrap()
}

/// The pieces until the end, and what is kept before each of them and after the last.
fn finish(mut session: Session) -> (Vec<Advance>, Vec<Vec<u8>>) {
    let (mut pieces, mut kept) = (Vec::new(), vec![keep(&session)]);
    loop {
        pieces.push(pollster::block_on(session.advance()).unwrap());
        kept.push(keep(&session));
        if matches!(pieces.last(), Some(Advance::Finished(_))) {
            return (pieces, kept);
        }
    }
}

/// Without the reports of how far a test is, which begins anew.
fn numbers(pieces: &[Advance]) -> Vec<Advance> {
    let is_number = |piece: &&Advance| !matches!(piece, Advance::Tested { .. });
    pieces.iter().filter(is_number).cloned().collect()
}

#[test]
fn after_the_last_step_the_weights_alone_are_enough() {
    let run = small_run();
    let (whole, kept) = finish(begin(&run));
    let light = |bytes: &[u8]| without_moments(&run.network, bytes).unwrap();
    let last = kept.last().unwrap();
    let (before, after) = (
        Checkpoint::from_bytes(&run, last).unwrap(),
        Checkpoint::from_bytes(&run, &light(last)).unwrap(),
    );
    assert_eq!((before.weights(), before.n_steps()), (after.weights(), after.n_steps()));
    // What is light stays as it is; other bytes are none.
    assert_eq!(light(&light(last)), light(last));
    assert!(
        light(last).len() < last.len(),
        "{} of {}",
        light(last).len(),
        last.len()
    );
    assert_eq!(without_moments(&run.network, &last[..last.len() / 2]), None);
    assert_eq!(without_moments(&run.network, b"roses are red"), None);
    // Two epochs of 4 steps and 2 batches of test images, and 4 steps: the last test is still to come.
    let (rest, _) = finish(resume(&run, &light(&kept[16])));
    assert_eq!(numbers(&rest), numbers(&whole[16..]));
}

#[test]
fn a_run_goes_on_bit_for_bit_from_every_boundary() {
    let run = small_run();
    let (whole, kept) = finish(begin(&run));
    // Three epochs of 4 steps (32 + 32 + 32 + 4 images) and 2 batches of test images, then the summary.
    assert_eq!(whole.len(), 3 * (4 + 2) + 1);
    for (n_done, bytes) in kept.iter().enumerate() {
        let (rest, kept_again) = finish(resume(&run, bytes));
        let expected = match whole.get(n_done..) {
            None | Some([]) => &whole[whole.len() - 1..],
            Some(rest) => rest,
        };
        assert_eq!(numbers(&rest), numbers(expected), "after {n_done} pieces");
        // Weights, moments and all else, to the last bit.
        assert!(kept_again.last() == kept.last(), "after {n_done} pieces");
        assert!(kept_again.first() == Some(bytes), "after {n_done} pieces");
    }
}

#[test]
fn a_large_network_goes_on_bit_for_bit_and_twice() {
    let variant = "inception-s-residual-cbam";
    let run = run_of(variant, variants::find(variant).unwrap().network(), 2);
    let (whole, kept) = finish(begin(&run));
    let mut session = begin(&run);
    let mut pieces = Vec::new();
    // 2 steps, then 5 pieces more (into the second epoch), then to the end; a session of its own each time.
    for n_pieces in [2, 5] {
        for _ in 0..n_pieces {
            pieces.push(pollster::block_on(session.advance()).unwrap());
        }
        session = resume(&run, &keep(&session));
    }
    let (rest, kept_again) = finish(session);
    pieces.extend(rest);
    assert_eq!(numbers(&pieces), numbers(&whole));
    assert!(kept_again.last() == kept.last());
}

#[test]
fn what_is_kept_says_where_it_stands() {
    let run = small_run();
    let (_, kept) = finish(begin(&run));
    let places: Vec<(usize, usize)> = [0, 1, 4, 6, 7, 19]
        .map(|n_done| Checkpoint::from_bytes(&run, &kept[n_done]).unwrap())
        .map(|checkpoint| (checkpoint.n_steps(), checkpoint.epoch()))
        .to_vec();
    // Nothing; one step; an epoch before its test; after it; a step of the next one; the end.
    assert_eq!(places, [(0, 0), (1, 0), (4, 0), (4, 1), (5, 1), (12, 3)]);
}

#[test]
fn weights_that_are_no_numbers_are_not_kept() {
    let mut run = run_of("plain-s", variants::find("plain-s").unwrap().network(), 20);
    run.training.learning_rate = 1.0;
    run.training.epsilon = 0.0; // 0 / 0 for a weight without gradient
    let mut session = begin(&run);
    let error = loop {
        if let Err(error) = pollster::block_on(session.checkpoint()) {
            break error;
        }
        let piece = pollster::block_on(session.advance()).unwrap();
        assert!(!matches!(piece, Advance::Finished(_)), "it trained on");
    };
    assert!(matches!(error, EngineError::NotANumber { .. }), "{error}");
}

/// A checkpoint in the middle of the second epoch.
static MIDDLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut session = begin(&small_run());
    while session.n_steps_done() < 6 {
        pollster::block_on(session.advance()).unwrap();
    }
    keep(&session)
});

fn refusal(run: &RunSpec, bytes: &[u8]) -> String {
    Checkpoint::from_bytes(run, bytes).unwrap_err().to_string()
}

#[test]
fn a_checkpoint_of_another_run_is_refused_with_the_difference() {
    let other = |change: fn(&mut RunSpec)| {
        let mut run = small_run();
        change(&mut run);
        refusal(&run, &MIDDLE)
    };
    assert!(other(|run| run.seed = 8).contains("other seed)"));
    assert!(other(|run| run.training.learning_rate *= 1.0 + f64::EPSILON).contains("another run"));
    let message = other(|run| {
        run.data.n_test = 100;
        run.network.layers[0] = LayerSpec::new("conv", OpSpec::Conv(ConvSpec::square(8, 3).padding(1).stride(2)));
    });
    assert!(message.contains("other network, data)"), "{message}");
}

#[test]
fn other_files_are_refused_with_a_reason() {
    let run = small_run();
    let weights = Checkpoint::from_bytes(&run, &MIDDLE).unwrap().weights().clone();
    let state_dict = weights.to_state_dict(&run.network).unwrap();
    assert!(refusal(&run, &state_dict).contains("import it as weights"));
    assert!(refusal(&run, b"PK\x03\x04 a zip file, not tensors").contains("no safetensors file"));
    assert!(refusal(&run, &[]).contains("no safetensors file"));
    // The header is text: of another format; of a step that cannot be.
    let forged = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len());
        let at = MIDDLE
            .windows(from.len())
            .position(|window| window == from.as_bytes())
            .unwrap();
        let mut bytes = MIDDLE.clone();
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        refusal(&run, &bytes)
    };
    assert!(forged(r#"\"format\":1"#, r#"\"format\":2"#).contains("its format is 2"));
    assert!(forged(r#"\"n_steps\":6"#, r#"\"n_steps\":9"#).contains("9 steps in epoch 1 cannot be"));
    assert!(forged(r#"\"n_steps\":6"#, r#"\"n_steps\":7"#).contains("checksum"));
    assert!(forged("weights/fc.bias", "weights/fx.bias").contains("`weights/fc.bias`: it is not in the file"));
    assert!(forged("adam.mean/fc.bias", "adam.mean/fx.bias").contains("`adam.mean/fc.bias`: it is not in the file"));
}

#[test]
fn a_value_that_is_no_number_is_refused_by_name() {
    let mut bytes = MIDDLE.clone();
    let end = bytes.len();
    // The last tensor by name is a weight of the file; its last value.
    bytes[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    let message = refusal(&small_run(), &bytes);
    assert!(message.contains("`weights/") && message.contains("finite"), "{message}");
}

#[test]
fn a_cut_file_is_refused_at_every_length() {
    let run = small_run();
    for n_bytes in 0..MIDDLE.len() {
        assert!(
            Checkpoint::from_bytes(&run, &MIDDLE[..n_bytes]).is_err(),
            "{n_bytes} bytes"
        );
    }
}

proptest! {
    #[test]
    fn damaged_bytes_are_refused_or_mean_the_same(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        in_header in any::<bool>(),
    ) {
        let run = small_run();
        let mut bytes = MIDDLE.clone();
        // Half of the cases in the first 2 KB, where the header is.
        let n_bytes = if in_header { 2048.min(bytes.len()) } else { bytes.len() };
        for (at, byte) in changes {
            let at = at.index(n_bytes);
            bytes[at] = byte;
        }
        if let Ok(read) = Checkpoint::from_bytes(&run, &bytes) {
            prop_assert!(read.to_bytes().unwrap() == *MIDDLE);
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Checkpoint::from_bytes(&small_run(), &bytes).is_err());
    }
}
