//! The colour scale of magnitudes: viridis (van der Walt and Smith, 2015), the same lightness steps everywhere.

/// Nine evenly spaced colours of viridis, from low to high.
const VIRIDIS: [[u8; 3]; 9] = [
    [68, 1, 84],
    [71, 45, 123],
    [59, 82, 139],
    [44, 114, 142],
    [33, 145, 140],
    [40, 174, 128],
    [94, 201, 98],
    [173, 220, 48],
    [253, 231, 37],
];

/// The colour of `share` (0 to 1, clipped; NaN counts as 0), as `[red, green, blue]`.
pub fn viridis(share: f64) -> [u8; 3] {
    let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    let position = share * (VIRIDIS.len() - 1) as f64;
    let below = (position.floor() as usize).min(VIRIDIS.len() - 2);
    let rest = position - below as f64;
    std::array::from_fn(|channel| {
        let low = f64::from(VIRIDIS[below][channel]);
        let high = f64::from(VIRIDIS[below + 1][channel]);
        (low + rest * (high - low)).round() as u8
    })
}

/// Whether black text reads better than white on `colour` (relative luminance of WCAG 2 above 0.18).
pub fn wants_dark_text(colour: [u8; 3]) -> bool {
    let linear = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.18
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_the_ends_of_viridis() {
        assert_eq!(viridis(0.0), [68, 1, 84]);
        assert_eq!(viridis(1.0), [253, 231, 37]);
        assert_eq!(viridis(7.0), [253, 231, 37]);
        assert_eq!(viridis(f64::NAN), [68, 1, 84]);
    }

    #[test]
    fn between_two_colours_it_is_linear() {
        assert_eq!(viridis(1.0 / 16.0), [70, 23, 104]); // halves of (68, 1, 84) and (71, 45, 123), rounded up
    }

    #[test]
    fn text_is_white_on_the_dark_end_only() {
        assert!(!wants_dark_text(viridis(0.0)));
        assert!(wants_dark_text(viridis(1.0)));
    }
}
