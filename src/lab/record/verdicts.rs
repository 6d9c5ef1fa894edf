//! A summary in a record: labels and predictions as strings of digits, since ten classes have ten.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::spec::RunSummary;

#[derive(Serialize, Deserialize)]
struct Verdicts {
    n_classes: usize,
    n_steps: usize,
    labels: String,
    predictions: String,
    confidences: Vec<f32>,
}

pub fn serialize<S: Serializer>(summary: &Option<RunSummary>, serializer: S) -> Result<S::Ok, S::Error> {
    let verdicts = summary.as_ref().map(|summary| Verdicts {
        n_classes: summary.n_classes,
        n_steps: summary.n_steps,
        labels: digits(&summary.labels),
        predictions: digits(&summary.predictions),
        confidences: summary.confidences.clone(),
    });
    verdicts.serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RunSummary>, D::Error> {
    let verdicts: Option<Verdicts> = Option::deserialize(deserializer)?;
    let Some(verdicts) = verdicts else { return Ok(None) };
    Ok(Some(RunSummary {
        n_classes: verdicts.n_classes,
        n_steps: verdicts.n_steps,
        labels: classes(&verdicts.labels).map_err(D::Error::custom)?,
        predictions: classes(&verdicts.predictions).map_err(D::Error::custom)?,
        confidences: verdicts.confidences,
    }))
}

fn digits(classes: &[u8]) -> String {
    classes.iter().map(|class| char::from(b'0' + class.min(&9))).collect()
}

fn classes(digits: &str) -> Result<Vec<u8>, String> {
    let class = |byte: u8| match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        other => Err(format!(
            "`{}` is no class; classes are the digits 0 to 9",
            char::from(other)
        )),
    };
    digits.bytes().map(class).collect()
}
