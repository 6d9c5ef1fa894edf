use super::*;
use crate::bridge::protocol::{decode, encode};
use crate::spec::{AugmentSpec, DataSpec, TrainingSpec, Unfit, variants};

fn drawn(change: impl FnOnce(&mut NetworkSpec)) -> NetworkSource {
    let mut spec = variants::find("plain-s").unwrap().network();
    change(&mut spec);
    NetworkSource::Drawn {
        spec: Box::new(spec),
        seed: 1,
    }
}

fn refusal(question: &ProbeQuestion, network: &NetworkSource, n_bytes: usize) -> String {
    match question.check(network, n_bytes) {
        Err(Fault::BadSpec { problem }) => problem.to_string(),
        other => panic!("{other:?}"),
    }
}

fn field(n_images: usize) -> ProbeQuestion {
    ProbeQuestion::EffectiveField {
        layer: "conv3".into(),
        dataset: Dataset::Scales,
        n_images,
        seed: 1,
    }
}

#[test]
fn another_input_size_is_refused_with_the_cure() {
    let large = drawn(|spec| spec.input.height = 224);
    let message = refusal(&field(10), &large, 0);
    assert!(
        message.contains("3 × 224 × 32") && message.contains("give it"),
        "{message}"
    );
    assert_eq!(field(10).check(&drawn(|_| {}), 0), Ok(()));
}

#[test]
fn a_network_that_does_not_hold_together_is_refused_with_its_layer() {
    let broken = drawn(|spec| {
        spec.layers.pop();
    });
    let message = refusal(&field(10), &broken, 0);
    assert!(message.contains("relu4"), "{message}"); // what `fc2` stood on
}

#[test]
fn too_few_and_too_many_images_are_refused() {
    let network = NetworkSource::Trained { run: RunId(1) };
    assert!(refusal(&field(0), &network, 0).starts_with("0 images"));
    assert!(refusal(&field(10_001), &network, 0).starts_with("10001 images"));
    assert_eq!(field(10_000).check(&network, 0), Ok(()));
}

#[test]
fn an_image_of_another_size_is_refused() {
    let question = ProbeQuestion::FeatureMaps { layer: "conv1".into() };
    let network = NetworkSource::Trained { run: RunId(1) };
    assert!(refusal(&question, &network, 3071).contains("3072"));
    assert_eq!(question.check(&network, 3072), Ok(())); // 3 · 32 · 32
}

#[test]
fn given_weights_travel_beside_the_message_after_the_image() {
    let spec = Box::new(variants::find("plain-s").unwrap().network());
    let given = NetworkSource::Given {
        spec,
        state_dict: vec![7, 8, 9].into(),
    };
    let maps = ProbeQuestion::Maps { layers: Vec::new() };
    let bytes = encode(&given).unwrap();
    let mut arrived: NetworkSource = decode(&bytes).unwrap();
    assert!(arrived.beside().is_empty()); // only what travels beside
    let beside = [vec![1; IMAGE_BYTES], given.beside().to_vec()].concat();
    assert_eq!(arrived.take_beside(&maps, beside), vec![1; IMAGE_BYTES]);
    assert_eq!(arrived, given);
    // A question without an image: all bytes are weights.
    let mut arrived: NetworkSource = decode(&bytes).unwrap();
    let weight = ProbeQuestion::Weights { name: "fc.bias".into() };
    assert!(arrived.take_beside(&weight, given.beside().to_vec()).is_empty());
    assert_eq!(arrived, given);
}

#[test]
fn a_checkpoint_travels_as_weights_do_and_only_a_file_is_imported() {
    let run = Box::new(RunSpec {
        variant: "plain-s".into(),
        network: variants::find("plain-s").unwrap().network(),
        data: DataSpec {
            dataset: Dataset::Scales,
            n_train: 64,
            n_test: 64,
            augment: AugmentSpec::default(),
        },
        training: TrainingSpec::TUTORIAL,
        seed: 1,
    });
    let kept = NetworkSource::Kept {
        run,
        checkpoint: vec![1, 2].into(),
    };
    let mut arrived: NetworkSource = decode(&encode(&kept).unwrap()).unwrap();
    assert!(
        arrived
            .take_beside(&ProbeQuestion::StateDict, kept.beside().to_vec())
            .is_empty()
    );
    assert_eq!(arrived, kept);
    let import = ProbeQuestion::Import { seed: 1 };
    assert!(refusal(&import, &kept, 0).contains("give one"));
    let report = Imported {
        n_taken: 2,
        unfit: vec![("fc.bias".into(), Unfit::Missing)],
        left_over: vec!["head.bias".into()],
    };
    let file = vec![7, 8, 9].into();
    let answer = ProbeAnswer::Imported { report, file };
    let mut arrived: ProbeAnswer = decode(&encode(&answer).unwrap()).unwrap();
    assert!(arrived.take_beside(&[7, 8, 9]).is_empty());
    assert_eq!(arrived, answer);
    let mut numbers = ProbeAnswer::Weights { shape: vec![1] };
    assert_eq!(numbers.take_beside(&0.5_f32.to_le_bytes()), [0.5]);
    assert_eq!(numbers.file(), None);
}

#[test]
fn questions_and_answers_survive_the_wire() {
    let questions = [
        ProbeQuestion::Maps {
            layers: vec!["conv1".into()],
        },
        ProbeQuestion::FusionGradients {
            layer: "residual1".into(),
            class: Some(3),
        },
        ProbeQuestion::GradientNorms {
            dataset: Dataset::Cifar10,
            n_images: 64,
            seed: 1,
        },
    ];
    for question in questions {
        assert_eq!(decode::<ProbeQuestion>(&encode(&question).unwrap()).unwrap(), question);
    }
    let shape = MapShape {
        name: "conv1".into(),
        channels: 8,
        height: 32,
        width: 32,
    };
    assert_eq!(shape.n_values(), 8192); // 8 · 32 · 32
    let answer = ProbeAnswer::FusionGradients {
        inputs: vec![shape.clone(); 2],
        output: shape,
    };
    assert_eq!(decode::<ProbeAnswer>(&encode(&answer).unwrap()).unwrap(), answer);
}

#[test]
fn questions_about_an_image_want_one_and_a_batch_has_a_limit() {
    let network = drawn(|_| {});
    let maps = ProbeQuestion::Maps { layers: Vec::new() };
    assert!(refusal(&maps, &network, 0).contains("3072"));
    let batch = |n_images| ProbeQuestion::GradientNorms {
        dataset: Dataset::Scales,
        n_images,
        seed: 1,
    };
    assert!(refusal(&batch(513), &network, 0).contains("1 to 512"));
    assert_eq!(batch(512).check(&network, 0), Ok(()));
}
