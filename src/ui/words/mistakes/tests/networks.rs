//! Mistakes in networks, links and runs.

use super::{Example, example};
use crate::spec::variants::UnknownVariant;
use crate::spec::{LinkError, MapSize, Mistake, Parameter, Part, RunSetting, RunSpecError, SpecError, Unequal};

fn unequal(is_concat: bool) -> Mistake {
    Mistake::UnequalBranches(Box::new(Unequal {
        first: "narrow".into(),
        gives: MapSize::new(21, 22, 23),
        other: "wide".into(),
        but: MapSize::new(24, 25, 26),
        is_concat,
    }))
}

/// Every mistake of a network, with what of it every language must say.
pub fn mistakes() -> Vec<(Mistake, Vec<&'static str>)> {
    let map = MapSize::new(41, 42, 43);
    vec![
        (Mistake::EndsInMap(map), vec!["41 × 42 × 43"]),
        (Mistake::EmptyInput, vec!["0"]),
        (Mistake::Zero, vec!["0"]),
        (Mistake::TooLarge(9001), vec!["9001", "8192"]),
        (Mistake::WindowInPadding, vec![]),
        (Mistake::LinearOnMap, vec![]),
        (Mistake::WindowOnVector, vec![]),
        (Mistake::WindowTooLarge { height: 51, width: 52 }, vec!["51 × 52"]),
        (
            Mistake::Groups {
                groups: 61,
                below: 62,
                above: 63,
            },
            vec!["61", "62", "63"],
        ),
        (Mistake::EvenKernel(34), vec!["34", "7"]),
        (Mistake::NoBranch, vec![]),
        (unequal(true), vec!["narrow", "21 × 22 × 23", "wide", "24 × 25 × 26"]),
        (
            unequal(false),
            vec!["narrow", "21 × 22 × 23", "wide", "24 × 25 × 26", "1×1"],
        ),
        (Mistake::LongName(345), vec!["345", "100"]),
        (Mistake::NoPath, vec!["conv1.0"]),
        (
            Mistake::ReservedWord("lambda".into()),
            vec!["lambda", "Python", "PyTorch"],
        ),
        (Mistake::NameTaken, vec![]),
        (Mistake::InsideLayer("outer1".into()), vec!["outer1"]),
        (Mistake::BranchName("no word".into()), vec!["no word"]),
        (Mistake::TooManyLayers, vec!["400"]),
        (Mistake::TooManyBranches, vec!["400", "100"]),
        (Mistake::TooDeep, vec!["8"]),
        (Mistake::TooManyParameters, vec!["50"]),
        (Mistake::TooManyMacs, vec!["20"]),
        (Mistake::MapTooLarge(map), vec!["41 × 42 × 43", "8192", "16"]),
        (Mistake::FieldTooWide, vec!["16"]),
        (Mistake::OtherInput(map), vec!["41 × 42 × 43", "3 × 32 × 32"]),
        (Mistake::OtherClasses(71), vec!["71", "10"]),
        (Mistake::NoSuchLayer, vec![]),
        (Mistake::NoSuchNumber, vec![]),
        (Mistake::Lowest, vec![]),
        (Mistake::Highest, vec![]),
        (Mistake::NothingFits, vec![]),
    ]
}

pub fn wrong(layer: &str, part: Part, mistake: Mistake) -> SpecError {
    SpecError {
        layer: layer.into(),
        part,
        mistake,
    }
}

pub fn examples() -> Vec<Example> {
    let of_layer = |(mistake, mut values): (Mistake, Vec<&'static str>)| {
        values.push("conv7.0");
        example(wrong("conv7.0", Part::Op, mistake), &values)
    };
    let mut all: Vec<_> = mistakes().into_iter().map(of_layer).collect();
    let parts = [
        Part::Name,
        Part::Op,
        Part::Shape,
        Part::Branches,
        Part::Position,
        Part::OutChannels,
        Part::OutFeatures,
        Part::Kernel,
        Part::Stride,
        Part::Padding,
        Part::Dilation,
        Part::Groups,
        Part::Reduction,
        Part::MinHidden,
        Part::Number(Parameter::Kernel),
    ];
    all.extend(parts.map(|part| example(wrong("input", part, Mistake::Zero), &["0"])));
    let network = wrong("fc9", Part::OutFeatures, Mistake::OtherClasses(71));
    all.extend([
        example(LinkError::TooLong { signs: 7654 }, &["7654", "7000"]),
        example(LinkError::Malformed, &[]),
        example(LinkError::Version { version: 9 }, &["9", "1"]),
        example(LinkError::Network(network), &["fc9", "71"]),
        example(UnknownVariant { id: "inceptoin".into() }, &["inceptoin", "inception-s"]),
    ]);
    all
}

/// A setting out of range.
pub fn setting(setting: RunSetting) -> RunSpecError {
    RunSpecError::Setting {
        setting,
        value: "-0.75".into(),
    }
}
