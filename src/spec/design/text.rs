//! A design of a family as a few signs for an address: a letter, then its numbers between points.
//!
//! ```text
//! i16.3.1.16.24.32.4.8.8.16.24.32.4.8.8.0.15.15.2    stem, both modules' widths, form, branches, switches
//! s8.16.32.3.3.3.1.2.1.64.0                          widths, kernels, dilations, hidden, norm
//! c8.3.3.3.3.1.2.4.9                                 width, kernels, dilations
//! ```
//!
//! The point tells it from the text of [`NetworkSpec::to_link`](crate::spec::NetworkSpec::to_link), which has none and is
//! twenty times as long.

use super::super::variants::{
    InceptionNetConfig, InceptionWidths, Norm, ReceptiveChainConfig, SmallCnnConfig, StemConfig,
};
use super::{Design, FORMS};

/// Largest number that is read: the text comes from outside, and numbers are multiplied before the network is measured.
const MOST: usize = 8192;
/// All of such networks have so many classes.
const N_CLASSES: usize = 10;

impl Design {
    /// The design as text; nothing for a network of no family, or with another number of classes than the lab's.
    pub fn to_text(&self) -> Option<String> {
        let (letter, n_classes, numbers) = match self {
            Self::Inception(config) => ('i', config.n_classes, inception_numbers(config)),
            Self::SmallCnn(config) => {
                let rows = [config.widths, config.kernels, config.dilations];
                let mut numbers = rows.concat();
                numbers.extend([config.hidden, usize::from(config.norm == Norm::Batch)]);
                ('s', config.n_classes, numbers)
            }
            Self::Chain(config) => {
                let mut numbers = vec![config.width];
                numbers.extend(config.kernels);
                numbers.extend(config.dilations);
                ('c', config.n_classes, numbers)
            }
            Self::Layers(_) => return None,
        };
        let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        (n_classes == N_CLASSES).then(|| format!("{letter}{}", words.join(".")))
    }

    /// The design that `text` holds; nothing where it is none. Whether its network can be trained is not checked.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut signs = text.chars();
        let letter = signs.next()?;
        let number = |word: &str| word.parse().ok().filter(|number| *number <= MOST);
        let numbers: Option<Vec<usize>> = signs.as_str().split('.').map(number).collect();
        let numbers = numbers?;
        match letter {
            'i' => inception(numbers.try_into().ok()?).map(Self::Inception),
            's' => {
                let [w1, w2, w3, k1, k2, k3, d1, d2, d3, hidden, norm] = numbers.try_into().ok()?;
                Some(Self::SmallCnn(SmallCnnConfig {
                    widths: [w1, w2, w3],
                    kernels: [k1, k2, k3],
                    dilations: [d1, d2, d3],
                    hidden,
                    norm: norm_of(norm),
                    n_classes: N_CLASSES,
                }))
            }
            'c' => {
                let [width, k1, k2, k3, k4, d1, d2, d3, d4] = numbers.try_into().ok()?;
                Some(Self::Chain(ReceptiveChainConfig {
                    dilations: [d1, d2, d3, d4],
                    kernels: [k1, k2, k3, k4],
                    width,
                    n_classes: N_CLASSES,
                }))
            }
            _ => None,
        }
    }
}

const fn norm_of(number: usize) -> Norm {
    if number == 0 { Norm::None } else { Norm::Batch }
}

/// Branches and switches as the bits of a number, the first one lowest.
fn bits<const N: usize>(switches: [bool; N]) -> usize {
    let one = |(place, on): (usize, bool)| usize::from(on) << place;
    switches.into_iter().enumerate().map(one).sum()
}

fn switches<const N: usize>(bits: usize) -> [bool; N] {
    std::array::from_fn(|place| bits >> place & 1 == 1)
}

fn inception_numbers(config: &InceptionNetConfig) -> Vec<usize> {
    let stem = config.stem;
    let mut numbers = vec![stem.width, stem.kernel, stem.stride];
    numbers.extend(config.modules.iter().flat_map(InceptionWidths::table));
    numbers.extend(FORMS.iter().position(|form| *form == config.form));
    numbers.extend(config.branches.map(bits));
    numbers.push(bits([config.residual, config.cbam, config.norm == Norm::Batch]));
    numbers
}

fn inception(numbers: [usize; 19]) -> Option<InceptionNetConfig> {
    let widths = |start: usize| {
        let table = std::array::from_fn(|column| numbers[start + column]);
        InceptionWidths::of(table)
    };
    let [residual, cbam, norm] = switches(numbers[18]);
    let branches = [switches(numbers[16]), switches(numbers[17])];
    let config = InceptionNetConfig {
        stem: StemConfig {
            width: numbers[0],
            kernel: numbers[1],
            stride: numbers[2],
        },
        modules: [widths(3), widths(9)],
        form: *FORMS.get(numbers[15])?,
        branches,
        residual,
        cbam,
        norm: norm_of(usize::from(norm)),
        n_classes: N_CLASSES,
    };
    Some(config)
}
