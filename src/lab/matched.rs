//! Networks with as many parameters as another one, as nearly as whole widths allow: a fair comparison of shapes.

use crate::spec::variants::SmallCnnConfig;

/// Widest first convolution that is tried.
const WIDEST: usize = 64;
/// Widest hidden layer that is tried.
const WIDEST_HIDDEN: usize = 512;

/// The small CNN with `base`'s dilations and norm whose number of parameters is nearest to `n_parameters`: widths w, 2w
/// and 4w, and a hidden layer as wide as fits. Of equally near ones the one with the wider convolutions.
pub fn small_cnn(base: SmallCnnConfig, n_parameters: usize) -> SmallCnnConfig {
    let mut nearest = (usize::MAX, base);
    for width in 1..=WIDEST {
        let with_hidden = |hidden| SmallCnnConfig {
            widths: [width, 2 * width, 4 * width],
            hidden,
            ..base
        };
        let distance = |hidden| count(&with_hidden(hidden)).abs_diff(n_parameters);
        // The count grows by the same amount with every hidden unit.
        let (first, second) = (count(&with_hidden(1)), count(&with_hidden(2)));
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

fn count(config: &SmallCnnConfig) -> usize {
    config
        .network()
        .lower()
        .map_or(usize::MAX, |lowered| lowered.n_parameters())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    #[test]
    fn the_nearest_width_is_within_half_a_percent() {
        for id in ["inception-s", "inception-s-cbam", "dilated-s"] {
            let wanted = count_of(id);
            let found = count(&small_cnn(SmallCnnConfig::COMPACT, wanted));
            assert!(found.abs_diff(wanted) * 200 <= wanted, "{id}: {found} for {wanted}");
        }
    }

    #[test]
    fn its_own_count_gives_itself() {
        let wanted = count_of("dilated-s");
        assert_eq!(count(&small_cnn(SmallCnnConfig::COMPACT, wanted)), wanted);
    }

    fn count_of(id: &str) -> usize {
        variants::find(id).unwrap().network().lower().unwrap().n_parameters()
    }
}
