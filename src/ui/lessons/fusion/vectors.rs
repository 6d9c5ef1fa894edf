//! The vectors of a channel gate as rows of bars, of a CBAM by hand or of a network.

use crate::draw::fusion::vectors::{VectorRow, vectors};
use crate::draw::sliding::written;
use crate::ui::i18n::{Speech, say};

/// What a channel gate computes on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    /// Mean and maximum of each channel.
    pub pooled: [Vec<f64>; 2],
    /// Hidden values, from the means and from the maxima.
    pub hidden: [Vec<f64>; 2],
    /// Both scores together.
    pub sums: Vec<f64>,
    /// The gate of each channel.
    pub gate: Vec<f64>,
}

/// The parts that can be shown: pooled, hidden, sum and gate.
pub const N_PARTS: usize = 3;

impl Vectors {
    /// The rows as far as part `part`, 0 to [`N_PARTS`] − 1; later ones stand empty.
    pub fn picture(&self, speech: Speech, part: usize, marked: usize) -> String {
        let rows = self.rows(speech, part);
        vectors(&rows, Some(marked), &self.spoken(speech, part, marked))
    }

    fn rows(&self, speech: Speech, part: usize) -> Vec<VectorRow> {
        let pooled = ends(self.pooled.iter().flatten());
        let hidden = ends(self.hidden.iter().flatten());
        let sums = ends(&self.sums);
        let row = |name: String, values: &[f64], class, ends: [f64; 2], since: usize, is_by_channel| {
            let is_here = part >= since;
            VectorRow {
                name,
                values: if is_here { values.to_vec() } else { Vec::new() },
                class,
                ends,
                words: if is_here {
                    ends.map(|end| written(end, 2))
                } else {
                    [String::from("?"), String::from("?")]
                },
                is_by_channel,
            }
        };
        let (mean, most) = ("fusion__bar--mean", "fusion__bar--max");
        vec![
            row(say!(speech, cbam.mean), &self.pooled[0], mean, pooled, 0, true),
            row(say!(speech, cbam.maximum), &self.pooled[1], most, pooled, 0, true),
            row(say!(speech, cbam.hidden_mean), &self.hidden[0], mean, hidden, 1, false),
            row(
                say!(speech, cbam.hidden_maximum),
                &self.hidden[1],
                most,
                hidden,
                1,
                false,
            ),
            row(say!(speech, cbam.sum), &self.sums, "fusion__bar--sum", sums, 2, true),
            row(
                say!(speech, cbam.gate),
                &self.gate,
                "fusion__bar--gate",
                [0.0, 1.0],
                2,
                true,
            ),
        ]
    }

    /// The channel that is marked, in a sentence.
    pub fn spoken(&self, speech: Speech, part: usize, channel: usize) -> String {
        let at = |values: &[f64]| values.get(channel).map_or_else(String::new, |value| written(*value, 3));
        let pooled = say!(
            speech,
            cbam.read_pooled,
            n = channel,
            mean = at(&self.pooled[0]),
            most = at(&self.pooled[1])
        );
        let hidden = say!(
            speech,
            cbam.read_hidden,
            mean = list(&self.hidden[0]),
            most = list(&self.hidden[1])
        );
        let gate = say!(
            speech,
            cbam.read_gate,
            n = channel,
            sum = at(&self.sums),
            gate = at(&self.gate)
        );
        [pooled, hidden, gate][..=part.min(N_PARTS - 1)].join(" ")
    }
}

/// The ends of a scale that holds all values and 0.
fn ends<'a>(values: impl IntoIterator<Item = &'a f64>) -> [f64; 2] {
    let (low, high) = values.into_iter().fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(*value), high.max(*value))
    });
    if high > low { [low, high] } else { [0.0, 1.0] }
}

/// The numbers of a vector, one after the other; of a long one its beginning.
pub fn list(values: &[f64]) -> String {
    const MOST: usize = 6;
    let mut words: Vec<String> = values.iter().take(MOST).map(|value| written(*value, 3)).collect();
    if values.len() > MOST {
        words.push("…".to_owned());
    }
    format!("[{}]", words.join(", "))
}
