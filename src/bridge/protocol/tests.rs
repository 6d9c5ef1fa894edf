//! The messages as bytes.

use super::*;
use crate::spec::{AugmentSpec, DataSpec, Dataset, TrainingSpec, variants};

fn request() -> Request {
    let variant = variants::find("inception-residual-cbam").unwrap();
    let data = DataSpec {
        dataset: Dataset::Cifar10,
        n_train: 1000,
        n_test: 500,
        augment: AugmentSpec::default(),
    };
    let spec = RunSpec {
        variant: variant.id.into(),
        network: variant.network(),
        data,
        training: TrainingSpec::TUTORIAL,
        seed: 7,
    };
    Request::StartRun {
        run: RunId(3),
        spec: Box::new(spec),
        data_url: "http://127.0.0.1/data/".into(),
        paused: false,
        checkpoint_every_ms: Some(5000.0),
    }
}

#[test]
fn a_request_survives_the_wire() {
    let bytes = encode(&request()).unwrap();
    assert_eq!(decode::<Request>(&bytes).unwrap(), request());
}

#[test]
fn a_cut_or_lengthened_message_is_refused() {
    let bytes = encode(&request()).unwrap();
    for n_bytes in 0..bytes.len() {
        assert!(
            decode::<Request>(&bytes[..n_bytes]).is_err(),
            "{n_bytes} of {} bytes",
            bytes.len()
        );
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(decode::<Request>(&longer).is_err());
}
