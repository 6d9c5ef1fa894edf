//! Networks with as many parameters as another one, as nearly as whole widths allow: a fair comparison of shapes.

use crate::spec::Design;
use crate::spec::variants::{InceptionNetConfig, InceptionWidths, ReceptiveChainConfig, SmallCnnConfig};

/// Widest first convolution of a small CNN that is tried.
const WIDEST: usize = 64;
/// Widest hidden layer that is tried.
const WIDEST_HIDDEN: usize = 512;
/// Widest chain that is tried.
const WIDEST_CHAIN: usize = 512;
/// An InceptionNet's widths are tried in steps of this part of themselves …
const STEPS: usize = 64;
/// … up to so many times as wide.
const MOST_TIMES: usize = 8;

/// The design with other widths whose number of parameters is nearest to `n_parameters`; nothing for a network of no
/// family, whose widths hang together in ways that are not known.
pub fn design(base: &Design, n_parameters: usize) -> Option<Design> {
    match base {
        Design::Inception(config) => Some(Design::Inception(inception_net(*config, n_parameters))),
        Design::SmallCnn(config) => Some(Design::SmallCnn(small_cnn(*config, n_parameters))),
        Design::Chain(config) => Some(Design::Chain(chain(*config, n_parameters))),
        Design::Layers(_) => None,
    }
}

/// The small CNN with `base`'s kernels, dilations and norm whose number of parameters is nearest to `n_parameters`:
/// widths w, 2w and 4w, and a hidden layer as wide as fits. Of equally near ones the one with the wider convolutions.
pub fn small_cnn(base: SmallCnnConfig, n_parameters: usize) -> SmallCnnConfig {
    let mut nearest = (usize::MAX, base);
    for width in 1..=WIDEST {
        let with_hidden = |hidden| SmallCnnConfig {
            widths: [width, 2 * width, 4 * width],
            hidden,
            ..base
        };
        let distance = |hidden| count(&Design::SmallCnn(with_hidden(hidden))).abs_diff(n_parameters);
        // The count grows by the same amount with every hidden unit.
        let of = |hidden| count(&Design::SmallCnn(with_hidden(hidden)));
        let (first, second) = (of(1), of(2));
        let wanted = 1 + n_parameters.saturating_sub(first) / (second - first).max(1);
        for hidden in [wanted, wanted + 1] {
            let hidden = hidden.min(WIDEST_HIDDEN);
            if distance(hidden) <= nearest.0 {
                nearest = (distance(hidden), with_hidden(hidden));
            }
        }
    }
    nearest.1
}

/// The chain with `base`'s kernels and dilations whose number of parameters is nearest to `n_parameters`.
fn chain(base: ReceptiveChainConfig, n_parameters: usize) -> ReceptiveChainConfig {
    let with_width = |width| ReceptiveChainConfig { width, ..base };
    let of = |width| count(&Design::Chain(with_width(width)));
    with_width(nearest(WIDEST_CHAIN, n_parameters, of))
}

/// The InceptionNet with `base`'s graph whose number of parameters is nearest to `n_parameters`: all its widths grow or
/// shrink together, as nearly as whole numbers allow; then the 3×3 branch of the second module makes up for the rest.
pub fn inception_net(base: InceptionNetConfig, n_parameters: usize) -> InceptionNetConfig {
    let scaled = |step: usize| {
        let width = |width: usize| (width * step).div_ceil(STEPS).max(1);
        let mut config = base;
        config.stem.width = width(base.stem.width);
        config.modules = base
            .modules
            .map(|widths| InceptionWidths::of(widths.table().map(width)));
        config
    };
    let of = |config: &InceptionNetConfig| count(&Design::Inception(*config));
    if of(&base) == n_parameters {
        return base;
    }
    let step = nearest(STEPS * MOST_TIMES, n_parameters, |step| of(&scaled(step)));
    let start = scaled(step);
    let with_branch = |width| {
        let mut config = start;
        config.modules[1].conv3x3 = width;
        config
    };
    // Up to twice as wide: more would make another shape of it.
    let most = 2 * start.modules[1].conv3x3;
    let finer = with_branch(nearest(most, n_parameters, |width| of(&with_branch(width))));
    let distance = |config: &InceptionNetConfig| of(config).abs_diff(n_parameters);
    if distance(&finer) < distance(&start) {
        finer
    } else {
        start
    }
}

/// The number from 1 to `most` whose count is nearest to `wanted`; counts do not fall.
fn nearest(most: usize, wanted: usize, count: impl Fn(usize) -> usize) -> usize {
    let (mut low, mut high) = (1, most);
    // The smallest number that reaches `wanted`, or `most`.
    while low < high {
        let middle = low.midpoint(high);
        if count(middle) < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let before = low.saturating_sub(1).max(1);
    if count(before).abs_diff(wanted) < count(low).abs_diff(wanted) {
        before
    } else {
        low
    }
}

fn count(design: &Design) -> usize {
    let network = design.network();
    // Too large a network is not counted: its numbers might not fit.
    let counted = network.check_size().and_then(|()| network.lower());
    counted.map_or(usize::MAX, |lowered| lowered.n_parameters())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::design::Setting;
    use crate::spec::variants;

    #[test]
    fn the_nearest_width_is_within_half_a_percent() {
        for id in ["inception-s", "inception-s-cbam", "dilated-s"] {
            let wanted = count_of(id);
            let found = count(&Design::SmallCnn(small_cnn(SmallCnnConfig::COMPACT, wanted)));
            assert!(found.abs_diff(wanted) * 200 <= wanted, "{id}: {found} for {wanted}");
        }
    }

    #[test]
    fn its_own_count_gives_itself() {
        for id in ["dilated-s", "inception-s", "inception-residual-cbam", "field-9-s"] {
            let base = of(id);
            let found = design(&base, count_of(id)).unwrap();
            assert_eq!(count(&found), count_of(id), "{id}");
        }
    }

    #[test]
    fn every_family_comes_near_any_other_ones_count() {
        for (id, other) in [
            ("inception-s", "inception-s-residual-cbam"),
            ("inception-s-residual-cbam", "inception-s"),
            ("inception-s", "dilated-s"),
            ("inception", "dilated"),
            ("field-9-s", "dilated-s"),
            ("field-33-s", "inception-s"),
        ] {
            let wanted = count_of(other);
            let found = count(&design(&of(id), wanted).unwrap());
            assert!(
                found.abs_diff(wanted) * 33 <= wanted,
                "{id} for {other}: {found} for {wanted}"
            );
        }
    }

    #[test]
    fn a_branch_that_is_left_out_stays_out() {
        let without = of("inception-s")
            .with(Setting::Branch { module: 1, branch: 1 }, 0)
            .unwrap();
        let found = design(&without, count_of("inception-s")).unwrap();
        assert_eq!(found.get(Setting::Branch { module: 1, branch: 1 }), Some(0));
        let distance = count(&found).abs_diff(count_of("inception-s"));
        assert!(distance * 33 <= count_of("inception-s"), "{distance}");
    }

    fn of(id: &str) -> Design {
        Design::of(&variants::find(id).unwrap().network())
    }

    fn count_of(id: &str) -> usize {
        count(&of(id))
    }
}
