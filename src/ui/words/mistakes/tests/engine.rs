//! Weights, checkpoints, and what the engine refuses.

use super::files::misread;
use super::{Example, example};
use crate::bridge::protocol::{BadFile, GpuProblem, Mismatch, Refusal, Undelivered};
use crate::spec::{CheckpointMistake, MapSize, Misreading, ShardError, Unfit, WeightMistake};
use crate::web::failure::FetchError;

/// One of each about weights.
pub fn of_weights() -> Vec<Example> {
    let detail = || "InvalidHeader".to_owned();
    let unfit = || Unfit::Shape {
        expected: vec![16, 3],
        found: vec![32, 5],
    };
    let other = |parts: &[&str]| CheckpointMistake::OtherRun {
        parts: parts.iter().map(|&part| part.to_owned()).collect(),
    };
    let position = CheckpointMistake::Position {
        n_steps: 91,
        epoch: 4,
        epochs: 3,
        per_epoch: 17,
    };
    let tensor = CheckpointMistake::Tensor {
        name: "weights/conv1.weight".into(),
        unfit: unfit(),
    };
    let negative = CheckpointMistake::NegativeSquare {
        name: "adam.square/fc.bias".into(),
    };
    vec![
        example(Unfit::Missing, &[]),
        example(Unfit::Type { found: "F16".into() }, &["F16", "float32"]),
        example(WeightMistake::Unfit(unfit()), &["[16, 3]", "[32, 5]"]),
        example(Unfit::NotFinite, &[]),
        example(
            WeightMistake::NoFile { detail: detail() },
            &["InvalidHeader", "safetensors.torch.save_file"],
        ),
        example(WeightMistake::NoneFits, &[]),
        example(WeightMistake::Stranger, &[]),
        example(WeightMistake::Absent, &[]),
        example(
            WeightMistake::Count {
                tensors: 7,
                parameters: 12,
            },
            &["7", "12"],
        ),
        example(
            WeightMistake::Values {
                values: 47,
                shape: vec![16, 3],
            },
            &["47", "[16, 3]"],
        ),
        example(CheckpointMistake::NoFile { detail: detail() }, &["InvalidHeader"]),
        example(CheckpointMistake::OtherKind, &[]),
        example(CheckpointMistake::Header { detail: detail() }, &["InvalidHeader"]),
        example(CheckpointMistake::Format { found: 3, reads: 1 }, &["3", "1"]),
        example(other(&["network", "seed"]), &[]),
        example(other(&[]), &[]),
        example(position, &["91", "4", "3", "17"]),
        example(CheckpointMistake::LossSum { detail: detail() }, &["InvalidHeader"]),
        example(CheckpointMistake::LossNotFinite, &[]),
        example(tensor, &["weights/conv1.weight", "[16, 3]", "[32, 5]"]),
        example(negative, &["adam.square/fc.bias"]),
        example(CheckpointMistake::OtherTensors, &[]),
        example(CheckpointMistake::Checksum, &[]),
    ]
}

/// One of each about runs and files.
pub fn of_engine() -> Vec<Example> {
    let weight = Refusal::Weight {
        name: "conv1.weight".into(),
        problem: WeightMistake::Stranger,
    };
    let few = |is_test| Refusal::TooFewImages {
        is_test,
        wanted: 501,
        found: 499,
    };
    let message = || "Error: lost".to_owned();
    let builds = Mismatch::Builds {
        page: "0123ab".into(),
        page_protocol: 6,
        engine: "4567cd".into(),
        engine_protocol: 5,
    };
    let shard = ShardError::Size {
        file: "test-000.bin".into(),
        n_bytes: 5,
        expected: 6146,
    };
    vec![
        example(few(false), &["501", "499"]),
        example(few(true), &["501", "499"]),
        example(weight, &["conv1.weight"]),
        example(Refusal::NoLayer { layer: "relu9".into() }, &["relu9"]),
        example(
            Refusal::NoMap {
                layer: "relu9".into(),
                n_maps: 16,
            },
            &["relu9", "16", "15"],
        ),
        example(
            Refusal::Sizes {
                sizes: [[32, 31], [16, 15]],
            },
            &["32 × 31", "16 × 15"],
        ),
        example(Refusal::NoClass { n_classes: 10 }, &["10", "9"]),
        example(
            Refusal::TooManyBytes {
                n_bytes: 900,
                most: 800,
            },
            &["900", "800"],
        ),
        example(
            Refusal::Input {
                input: MapSize::new(3, 224, 32),
            },
            &["3 × 224 × 32", "3 × 32 × 32"],
        ),
        example(Refusal::NoFile, &[]),
        example(
            Refusal::Images {
                n_images: 600,
                most: 512,
            },
            &["600", "512"],
        ),
        example(
            Refusal::ImageBytes {
                n_bytes: 12,
                expected: 3072,
            },
            &["12", "3072", "32 × 32"],
        ),
        example(Refusal::Unread { message: message() }, &["Error: lost"]),
        example(Undelivered::Fetch(FetchError::Status { status: 404 }), &["404"]),
        example(Undelivered::NoEngine, &["cargo xtask build"]),
        example(Undelivered::Unreadable(misread(Misreading::Cut)), &["12", "34"]),
        example(Undelivered::Unloaded { message: message() }, &["Error: lost"]),
        example(BadFile::Shard(shard), &["test-000.bin", "5", "6146"]),
        example(GpuProblem::NoAdapter, &["WebGPU"]),
        example(GpuProblem::NoTimestamps, &["timestamp-query"]),
        example(GpuProblem::Refused { message: message() }, &["Error: lost"]),
        example(builds, &["0123ab", "5", "4567cd", "6"]),
        example(Mismatch::Unread { detail: message() }, &["Error: lost"]),
        example(Mismatch::OtherAnswer, &[]),
    ]
}
