//! How a unit comes about, followed down to its first sum.

use super::looked::{Maps, Plan};
use super::sums::{Made, made};
use crate::ui::weights::tensors::Tensors;

/// A unit on the way down.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its layer.
    pub layer: String,
    /// Channel, row and column.
    pub unit: [usize; 3],
    /// How it comes about.
    pub made: Made,
    /// Its number in the map.
    pub value: f64,
}

/// How the unit comes about, and what it is made of as long as that is one unit: through what is taken over, rectified,
/// normalised or gated, down to a sum. Ends early where maps or weights are missing.
pub fn chain(plan: &Plan, maps: &Maps, weights: &Tensors, name: &str, unit: [usize; 3]) -> Vec<Link> {
    let mut links = Vec::new();
    let mut next = Some((name.to_owned(), unit));
    while let Some((layer, unit)) = next {
        let Some((made, value)) = made(plan, maps, weights, &layer, unit).zip(maps.at(&layer, unit)) else {
            break;
        };
        let below = || {
            plan.sources(&layer)
                .into_iter()
                .next()
                .filter(|below| !below.is_empty())
        };
        next = match &made {
            Made::Copied(from, unit) => (!from.is_empty()).then(|| (from.clone(), *unit)),
            Made::Rectified(_) | Made::Normalised { .. } | Made::Gated(..) => below().map(|below| (below, unit)),
            _ => None,
        };
        let value = value.into();
        links.push(Link {
            layer,
            unit,
            made,
            value,
        });
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::MapShape;
    use crate::spec::variants;

    #[test]
    fn a_unit_of_a_concat_is_followed_to_the_sum_behind_it() {
        let plan = Plan::of(variants::find("inception-s").unwrap().network()).unwrap();
        let names = [
            "conv1.2",
            "inception1.branch1x1.0",
            "inception1.branch1x1.1",
            "inception1",
        ];
        let shapes = names.map(|name| {
            let shape = plan.lowered.geometry_of(name).unwrap().shape;
            MapShape {
                name: name.to_owned(),
                channels: shape.channels,
                height: shape.size.height,
                width: shape.size.width,
            }
        });
        let n_values = shapes.iter().map(MapShape::n_values).sum();
        let maps = Maps::new(&shapes, vec![0.5; n_values], &[]);
        let mut weights = Tensors::default();
        let followed = |weights: &Tensors| {
            let links = chain(&plan, &maps, weights, "inception1", [3, 8, 8]);
            links.iter().map(|link| link.layer.clone()).collect::<Vec<_>>()
        };
        // Without weights there is no sum yet.
        assert_eq!(followed(&weights), ["inception1", "inception1.branch1x1.1"]);
        weights.insert("inception1.branch1x1.0.weight".to_owned(), vec![1.0; 16 * 16]);
        weights.insert("inception1.branch1x1.0.bias".to_owned(), vec![0.25; 16]);
        assert_eq!(
            followed(&weights),
            ["inception1", "inception1.branch1x1.1", "inception1.branch1x1.0"]
        );
        let sum = chain(&plan, &maps, &weights, "inception1", [3, 8, 8]).pop().unwrap();
        assert_eq!((sum.unit, sum.made.value()), ([3, 8, 8], Some(16.0 * 0.5 + 0.25)));
    }
}
