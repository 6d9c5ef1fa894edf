//! Mistakes in experiments and their files.

use super::files::misread;
use super::networks::setting;
use super::{Example, example};
use crate::lab::experiment::{ExperimentError, Item};
use crate::lab::record::check::{Flaw, RecordError};
use crate::lab::record::file::FileError;
use crate::spec::{Misreading, RunSetting};

/// One of each.
pub fn examples() -> Vec<Example> {
    let flaws = [
        Flaw::TooManySteps,
        Flaw::BadLoss,
        Flaw::TooManyEpochs,
        Flaw::EpochOrder,
        Flaw::BadEpoch,
        Flaw::EpochsWithoutSteps,
        Flaw::ClockBackwards,
        Flaw::ClockPastEnd,
        Flaw::DoneWithoutResults,
        Flaw::OtherResults,
        Flaw::BadResult,
        Flaw::OtherAccuracy,
    ];
    let mut all = vec![
        example(setting(RunSetting::Images), &["-0.75", "100", "50000"]),
        example(setting(RunSetting::TestImages), &["-0.75", "10", "10000"]),
        example(setting(RunSetting::Epochs), &["-0.75", "1", "1000"]),
        example(setting(RunSetting::Batch), &["-0.75", "1", "1024"]),
        example(setting(RunSetting::LearningRate), &["-0.75", "0", "1"]),
        example(setting(RunSetting::Beta1), &["-0.75", "0", "1"]),
        example(setting(RunSetting::Beta2), &["-0.75", "0", "1"]),
        example(setting(RunSetting::Epsilon), &["-0.75", "0", "1"]),
        example(setting(RunSetting::WeightDecay), &["-0.75", "0", "1"]),
        example(setting(RunSetting::Shift), &["-0.75", "0", "8"]),
        example(setting(RunSetting::Classes), &["-0.75", "10"]),
    ];
    all.extend(flaws.map(|problem| {
        let variant = "mine".into();
        example(
            RecordError::BadRun {
                variant,
                seed: 77,
                problem,
            },
            &["mine", "77"],
        )
    }));
    let too_many = |what| ExperimentError::TooMany {
        what,
        found: 601,
        most: 200,
    };
    let twice = |what| ExperimentError::Twice {
        what,
        name: "37".into(),
    };
    let of_run = ExperimentError::Run {
        variant: "mine".into(),
        error: setting(RunSetting::Batch),
    };
    all.extend([
        example(ExperimentError::Empty { what: Item::Variant }, &[]),
        example(ExperimentError::Empty { what: Item::Seed }, &[]),
        example(too_many(Item::Variant), &["601", "200"]),
        example(too_many(Item::Run), &["601", "200"]),
        example(twice(Item::Variant), &["37"]),
        example(twice(Item::Seed), &["37"]),
        example(ExperimentError::BadId { number: 5 }, &["5", "60"]),
        example(of_run.clone(), &["mine", "-0.75", "1024"]),
        example(RecordError::Experiment(of_run), &["mine", "-0.75"]),
        example(
            RecordError::StrangeRun {
                variant: "mine".into(),
                seed: 77,
            },
            &["mine", "77"],
        ),
        example(FileError::TooLarge { found: 99_000_001 }, &["99000001", "67108864"]),
        example(FileError::Unreadable(misread(Misreading::Cut)), &["12", "34"]),
        example(FileError::Version { found: 8 }, &["8", "1"]),
        example(FileError::Checksum, &[]),
    ]);
    all
}
