//! Where CBAM stands in a network, and every number on its way, as the engine answers.

use super::inside::{LayerMaps, name_of, parts_of};
use crate::bridge::protocol::ProbeAnswer;
use crate::geometry::Shape;
use crate::spec::{NetworkSpec, OpSpec};

/// Channels that are shown, where there are as many.
const SHOWN: usize = 6;

/// A CBAM within a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Its name.
    pub name: String,
    /// The layer that it reads.
    pub before: String,
    /// The shape of the maps before and after it.
    pub shape: Shape,
}

impl Attention {
    /// What is asked of the engine: the maps before, the gates and what they look at, the maps after.
    pub fn asked(&self) -> Vec<String> {
        let parts = [
            "channel.average",
            "channel.maximum",
            "channel.average.hidden",
            "channel.maximum.hidden",
            "channel.average.score",
            "channel.maximum.score",
            "channel.gate",
            "spatial.mean",
            "spatial.maximum",
            "spatial.score",
            "spatial.gate",
            "spatial",
        ];
        let parts = parts.iter().map(|part| format!("{}.{part}", self.name));
        std::iter::once(self.before.clone()).chain(parts).collect()
    }
}

/// Every CBAM of a network, from the image on.
pub fn attentions(network: &NetworkSpec) -> Vec<Attention> {
    let Ok(lowered) = network.lower() else {
        return Vec::new();
    };
    let one = |(idx, name): (usize, &str)| {
        let name = name.strip_suffix(".channel")?;
        let layer = network.find(name)?;
        let node = lowered.layers[idx].node;
        let below = *lowered.graph.nodes()[node].inputs.first()?;
        matches!(layer.op, OpSpec::Cbam(_)).then(|| Attention {
            name: name.to_owned(),
            before: name_of(&lowered, below),
            shape: lowered.graph.geometry()[node].shape,
        })
    };
    let names = lowered.layers.iter().map(|layer| layer.name.as_str());
    names.enumerate().filter_map(one).collect()
}

/// What the engine answers about a CBAM.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// The maps before it.
    pub before: LayerMaps,
    /// Mean of each channel.
    pub average: Vec<f32>,
    /// Maximum of each channel.
    pub maximum: Vec<f32>,
    /// The shared network's hidden values after their ReLU, from the means and from the maxima.
    pub hidden: [Vec<f32>; 2],
    /// What the shared network makes of the means and of the maxima.
    pub scores: [Vec<f32>; 2],
    /// What each channel is multiplied by.
    pub channel: Vec<f32>,
    /// Mean over the channels, after their gate.
    pub mean: LayerMaps,
    /// Maximum over the channels, after their gate.
    pub most: LayerMaps,
    /// The convolution of both.
    pub score: LayerMaps,
    /// What each place is multiplied by.
    pub spatial: LayerMaps,
    /// The maps after it.
    pub after: LayerMaps,
}

impl Gates {
    /// The gates of an answer to [`Attention::asked`]; nothing where it is another.
    pub fn read(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Self> {
        let parts = parts_of(answer, &values)?;
        let part = |end: &str| parts.iter().find(|part| part.name.ends_with(end)).cloned();
        let vector = |end: &str| part(end).map(|part| part.values);
        let is_before = |part: &&LayerMaps| !part.name.contains(".channel.") && !part.name.contains(".spatial");
        Some(Self {
            before: parts.iter().find(is_before)?.clone(),
            average: vector(".channel.average")?,
            maximum: vector(".channel.maximum")?,
            hidden: [vector(".channel.average.hidden")?, vector(".channel.maximum.hidden")?],
            scores: [vector(".channel.average.score")?, vector(".channel.maximum.score")?],
            channel: vector(".channel.gate")?,
            mean: part(".spatial.mean")?,
            most: part(".spatial.maximum")?,
            score: part(".spatial.score")?,
            spatial: part(".spatial.gate")?,
            after: part(".spatial")?,
        })
    }

    /// What the sigmoid of the channel gate reads: both scores together.
    pub fn sums(&self) -> Vec<f32> {
        let [average, maximum] = &self.scores;
        average.iter().zip(maximum).map(|(a, b)| a + b).collect()
    }

    /// The channels from the widest open gate to the most closed one.
    pub fn sorted(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.channel.len()).collect();
        order.sort_by(|one, other| self.channel[*other].total_cmp(&self.channel[*one]).then(one.cmp(other)));
        order
    }

    /// The smallest and the largest channel gate.
    pub fn channel_range(&self) -> (f32, f32) {
        range(&self.channel)
    }

    /// The smallest and the largest spatial gate.
    pub fn spatial_range(&self) -> (f32, f32) {
        range(&self.spatial.values)
    }

    /// Whether every channel gate is ½: the hidden layer is zero for the means and for the maxima, and σ(0) = ½.
    pub fn is_silent(&self) -> bool {
        self.channel.iter().all(|gate| *gate == 0.5)
    }

    /// The share of the places whose gate is above 0.99.
    pub fn open_share(&self) -> f64 {
        let n_open = self.spatial.values.iter().filter(|gate| **gate > 0.99).count();
        n_open as f64 / self.spatial.values.len().max(1) as f64
    }

    /// The cell where map `channel` is largest before the gates, row and column.
    pub fn strongest_cell(&self, channel: usize) -> (usize, usize) {
        let map = self.before.map(channel).unwrap_or_default();
        let best = (0..map.len()).reduce(|best, at| if map[at] > map[best] { at } else { best });
        let (at, width) = (best.unwrap_or(0), self.before.shape[2].max(1));
        (at / width, at % width)
    }
}

fn range(values: &[f32]) -> (f32, f32) {
    let low = values.iter().copied().fold(f32::INFINITY, f32::min);
    let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    (low, high)
}

/// The channels that are shown: the most open, then the most closed ones, and before them `chosen` where it is neither.
pub fn drawn(order: &[usize], chosen: usize) -> Vec<usize> {
    let ends = |n_open: usize, n_closed: usize| {
        let closed = order.len() - n_closed.min(order.len());
        let open = order.iter().take(n_open.min(closed));
        open.chain(&order[closed..]).copied().collect::<Vec<usize>>()
    };
    let half = SHOWN / 2;
    let shown = ends(half, half);
    if shown.contains(&chosen) || !order.contains(&chosen) {
        return shown;
    }
    std::iter::once(chosen).chain(ends(half, half - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::MapShape;
    use crate::spec::variants;

    #[test]
    fn the_channel_that_is_worked_out_is_drawn_among_the_ends() {
        let order = [9, 8, 7, 6, 5, 4, 3, 2];
        assert_eq!(drawn(&order, 3), [9, 8, 7, 4, 3, 2]);
        assert_eq!(drawn(&order, 6), [6, 9, 8, 7, 3, 2]);
        assert_eq!(drawn(&order, 50), [9, 8, 7, 4, 3, 2]); // no channel of this map
        assert_eq!(drawn(&[1, 0], 0), [1, 0]);
    }

    fn network(id: &str) -> NetworkSpec {
        variants::find(id).unwrap().network()
    }

    #[test]
    fn cbam_is_found_behind_its_module_also_within_a_residual_sum() {
        for id in ["inception-s-cbam", "inception-s-residual-cbam"] {
            let found = attentions(&network(id));
            let places: Vec<[&str; 2]> = found
                .iter()
                .map(|one| [one.name.as_str(), one.before.as_str()])
                .collect();
            assert_eq!(places, [["cbam1", "inception1"], ["cbam2", "inception2"]], "{id}");
            assert_eq!(found[0].shape, Shape::new(64, 16, 16));
        }
        assert_eq!(attentions(&network("inception-s-residual")), []);
        let asked = attentions(&network("inception-s-cbam"))[0].asked();
        assert_eq!((asked[0].as_str(), asked[12].as_str()), ("inception1", "cbam1.spatial"));
    }

    #[test]
    fn the_answer_about_cbam_is_read_part_by_part() {
        let part = |name: &str, channels, side| MapShape {
            name: name.to_owned(),
            channels,
            height: side,
            width: side,
        };
        let maps = vec![
            part("inception1", 2, 2),
            part("cbam1.channel.average", 2, 1),
            part("cbam1.channel.maximum", 2, 1),
            part("cbam1.channel.average.hidden", 1, 1),
            part("cbam1.channel.average.score", 2, 1),
            part("cbam1.channel.maximum.hidden", 1, 1),
            part("cbam1.channel.maximum.score", 2, 1),
            part("cbam1.channel.gate", 2, 1),
            part("cbam1.spatial.mean", 1, 2),
            part("cbam1.spatial.maximum", 1, 2),
            part("cbam1.spatial.score", 1, 2),
            part("cbam1.spatial.gate", 1, 2),
            part("cbam1.spatial", 2, 2),
        ];
        let before = [1.0, 3.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0];
        let values: Vec<f32> = [
            &before[..],
            &[1.0, 2.0],
            &[3.0, 2.0],
            &[7.0],
            &[0.5, 1.5],
            &[8.0],
            &[-2.0, 0.25],
            &[0.25, 0.75],
            &[4.0; 4],
            &[5.0; 4],
            &[6.0; 4],
            &[0.5; 4],
            &[0.1; 8],
        ]
        .concat();
        let gates = Gates::read(ProbeAnswer::Maps { maps: maps.clone() }, values.clone(), 0).unwrap();
        assert_eq!(
            (gates.before.values.as_slice(), gates.after.shape),
            (&before[..], [2, 2, 2])
        );
        assert_eq!((gates.sorted(), gates.channel_range()), (vec![1, 0], (0.25, 0.75)));
        assert_eq!(
            (&gates.hidden, gates.sums()),
            (&[vec![7.0], vec![8.0]], vec![-1.5, 1.75])
        );
        assert_eq!(
            [gates.mean.values[0], gates.most.values[0], gates.score.values[0]],
            [4.0, 5.0, 6.0]
        );
        assert_eq!((gates.strongest_cell(0), gates.spatial_range()), ((0, 1), (0.5, 0.5)));
        assert_eq!((gates.is_silent(), gates.open_share()), (false, 0.0));
        let mut silent = gates;
        silent.channel = vec![0.5; 2];
        silent.spatial.values = vec![0.995, 0.2, 1.0, 0.99];
        assert_eq!((silent.is_silent(), silent.open_share()), (true, 0.5));
        let few = maps[..3].to_vec();
        assert_eq!(Gates::read(ProbeAnswer::Maps { maps: few }, values.clone(), 0), None);
        assert_eq!(Gates::read(ProbeAnswer::Maps { maps }, values[..9].to_vec(), 0), None);
    }
}
