//! How much the pixels of a field count: by the number of paths, and how wide what counts is.

use super::super::observed::Observed;
use crate::geometry::effective::{TWO_SIGMA, n_cells_above};
use crate::geometry::{Axes, Span};
use crate::spec::{NetworkSpec, SpecError};

/// Classes of every data set here.
const N_CLASSES: usize = 10;

/// How far the pixels that count reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Pixels above [`TWO_SIGMA`] of the strongest.
    pub n_pixels: usize,
    /// Side of a square of as many pixels.
    pub side: f64,
}

impl Extent {
    /// Of a number for each pixel.
    pub fn of(values: &[f64]) -> Self {
        let n_pixels = n_cells_above(values, TWO_SIGMA);
        Self {
            n_pixels,
            side: (n_pixels as f64).sqrt(),
        }
    }
}

/// What theory says of the middle of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Theory {
    /// Paths from each pixel to the units in the middle, row after row: how much it would count if all weights were alike.
    pub paths: Vec<f64>,
    /// First and last pixel that those units depend on, padding included.
    pub field: Axes<Span>,
    /// Side of the field of one unit.
    pub of_unit: i64,
    /// How many units the middle has along the rows: two where their number is even.
    pub n_middle: usize,
    /// Whether the units depend on the whole image.
    pub whole: bool,
}

impl Theory {
    /// Of the map `idx` of `observed`. The middle of an even number of units is both of them, as the engine measures it.
    pub fn of(observed: &Observed, idx: usize) -> Self {
        let graph = &observed.lowered.graph;
        let node = observed.maps.get(idx).map_or(0, |map| map.node);
        let input = graph.input().size;
        let middle = observed.size(idx).map(middle);
        let mut paths = vec![0.0; input.height * input.width];
        let mut field: Option<Axes<Span>> = None;
        for row in middle.height.first..=middle.height.last {
            for col in middle.width.first..=middle.width.last {
                let unit = Axes::new(row as usize, col as usize);
                if let Some(counts) = graph.paths_below(node, unit).first() {
                    let pairs = paths.iter_mut().zip(&counts.counts);
                    pairs.for_each(|(sum, count)| *sum += count);
                }
                if let Some(Some(spans)) = graph.boxes_below(node, unit).first() {
                    field = Some(field.map_or(*spans, |field| field.zip(*spans, Span::union)));
                }
            }
        }
        let axes = graph.geometry()[node].field;
        Self {
            paths,
            field: field.unwrap_or(input.map(|n| Span::new(0, n as i64 - 1))),
            of_unit: axes.height.size(),
            n_middle: middle.height.len(),
            whole: axes.height.whole || axes.width.whole,
        }
    }

    /// Side of the field that is drawn: of all units in the middle.
    pub fn side(&self) -> usize {
        self.field.height.len()
    }

    /// The share of the theoretical side that counts.
    pub fn ratio(&self, extent: Extent) -> f64 {
        extent.side / self.side().max(1) as f64
    }
}

/// The middle of `n` units: one, or two where n is even.
fn middle(n: usize) -> Span {
    let last = n as i64 / 2;
    Span::new(if n.is_multiple_of(2) { (last - 1).max(0) } else { last }, last)
}

/// The network as the lab would train it, with a classifier on top where it has none.
///
/// # Errors
/// Where the lab cannot train it: other images than 3 × 32 × 32, other classes, too large.
pub fn with_classifier(spec: &NetworkSpec) -> Result<NetworkSpec, SpecError> {
    let network = spec.with_head(N_CLASSES);
    network.trainable()?;
    Ok(network)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{presets, variants};

    fn observed(id: &str) -> Observed {
        Observed::new(variants::find(id).unwrap().network()).unwrap()
    }

    #[test]
    fn an_even_map_has_two_units_in_its_middle() {
        let observed = observed("dilated");
        let theory = Theory::of(&observed, 5); // conv3: 8 × 8 units, field 22, jump 4
        assert_eq!((theory.n_middle, theory.of_unit, theory.side()), (2, 22, 26)); // 22 + 4
        // Units 3 and 4: −9 + 3·4 = 3 to −9 + 4·4 + 21 = 28, as far from the upper as from the lower edge.
        assert_eq!(theory.field.height, Span::new(3, 28));
        assert_eq!(theory.field.height.first, 31 - theory.field.height.last);
        assert!(!theory.whole);
    }

    #[test]
    fn paths_are_counted_on_both_axes_and_are_as_far_as_the_field() {
        let observed = Observed::new(presets::find("two-conv3x3").unwrap().network()).unwrap();
        let theory = Theory::of(&observed, 2);
        // (1 2 3 2 1) times itself; all of it is above 4.55 % of 9.
        assert_eq!(&theory.paths[..5], &[1.0, 2.0, 3.0, 2.0, 1.0]);
        let extent = Extent::of(&theory.paths);
        assert_eq!((extent.n_pixels, theory.side()), (25, 5));
        assert!((theory.ratio(extent) - 1.0).abs() < 1e-12);
        // At one unit, the field is the unit's.
        assert_eq!(theory.n_middle, 1);
    }

    #[test]
    fn what_counts_is_a_part_of_the_field() {
        let observed = observed("field-31");
        let top = observed.maps.len() - 1;
        let theory = Theory::of(&observed, top);
        let inside = |row: usize, col: usize| {
            theory.field.height.contains(row as i64) && theory.field.width.contains(col as i64)
        };
        for (idx, count) in theory.paths.iter().enumerate() {
            assert!(*count == 0.0 || inside(idx / 32, idx % 32), "{idx}");
        }
        let extent = Extent::of(&theory.paths);
        assert!(extent.n_pixels > 0 && theory.ratio(extent) < 1.0);
    }

    #[test]
    fn a_silent_unit_has_no_extent() {
        assert_eq!(Extent::of(&[0.0; 9]), Extent { n_pixels: 0, side: 0.0 });
    }

    #[test]
    fn a_classifier_is_added_where_the_images_fit() {
        let mut chain = variants::find("field-9").unwrap().network();
        let whole = chain.clone();
        chain.layers.truncate(chain.layers.len() - 2);
        assert_eq!(with_classifier(&chain).unwrap(), whole);
        assert!(with_classifier(&presets::find("alexnet").unwrap().network()).is_err());
    }
}
