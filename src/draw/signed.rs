//! The colour scale of signed numbers: blue below zero, white at zero, red above it.

use super::raster;
use crate::geometry::Plane;

/// The ends of the scale and its middle: ColorBrewer's RdBu (Brewer, 2003), whose ends differ in lightness from the middle
/// alike, and which people who cannot tell red from green can read.
const LOW: [[u8; 3]; 3] = [[5, 48, 97], [67, 147, 195], [247, 247, 247]];
const HIGH: [[u8; 3]; 3] = [[103, 0, 31], [214, 96, 77], [247, 247, 247]];

/// The colour of `share` (−1 to 1, clipped; NaN counts as 0), as `[red, green, blue]`.
pub fn colour(share: f64) -> [u8; 3] {
    let share = if share.is_nan() { 0.0 } else { share.clamp(-1.0, 1.0) };
    let [end, half, zero] = if share < 0.0 { LOW } else { HIGH };
    // From the middle out: half of the way to the half colour, the rest to the end.
    let position = share.abs() * 2.0;
    let (from, to, rest) = if position < 1.0 {
        (zero, half, position)
    } else {
        (half, end, position - 1.0)
    };
    std::array::from_fn(|channel| {
        let (low, high) = (f64::from(from[channel]), f64::from(to[channel]));
        (low + rest * (high - low)).round() as u8
    })
}

/// The colour of `value` on a scale from −`most` to `most`; zero's where the scale has no length.
pub fn colour_of(value: f64, most: f64) -> [u8; 3] {
    colour(if most > 0.0 { value / most } else { 0.0 })
}

/// A colour as SVG and CSS write it.
pub fn css([red, green, blue]: [u8; 3]) -> String {
    format!("rgb({red} {green} {blue})")
}

/// The address of the picture of a map, one pixel a cell, on a scale from −`most` to `most`.
pub fn address(plane: &Plane, most: f64) -> String {
    raster::address(
        plane.size.width,
        plane.values.iter().map(|value| colour_of(*value, most)),
    )
}

/// The address of the picture of a map in grey, 0 black and 255 white.
pub fn grey(plane: &Plane) -> String {
    let byte = |value: &f64| value.round().clamp(0.0, 255.0) as u8;
    raster::address(plane.size.width, plane.values.iter().map(|value| [byte(value); 3]))
}

/// Eleven colours of the scale from its low to its high end, each with its place (0 to 1), for a legend.
pub fn stops() -> Vec<(f64, String)> {
    (0..=10)
        .map(|tenth| f64::from(tenth) / 10.0)
        .map(|place| (place, css(colour(2.0 * place - 1.0))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_white_and_the_ends_are_blue_and_red() {
        assert_eq!(colour(0.0), [247; 3]);
        assert_eq!(colour(f64::NAN), [247; 3]);
        assert_eq!((colour(-9.0), colour(1.0)), ([5, 48, 97], [103, 0, 31]));
        assert_eq!((colour(-0.5), colour(0.5)), ([67, 147, 195], [214, 96, 77]));
        assert_eq!(colour_of(3.0, 0.0), [247; 3]);
    }

    #[test]
    fn a_legend_runs_from_end_to_end() {
        let stops = stops();
        assert_eq!(
            (stops[0].1.as_str(), stops[10].1.as_str()),
            ("rgb(5 48 97)", "rgb(103 0 31)")
        );
        assert_eq!(stops[5], (0.5, "rgb(247 247 247)".to_owned()));
    }

    #[test]
    fn a_map_is_one_pixel_a_cell() {
        let plane = Plane::new(2, 3, |row, col| row as f64 - col as f64);
        // 54 bytes and 2 rows of 9, padded to 12: 78 bytes, 104 letters of base 64.
        assert_eq!(address(&plane, 2.0).len(), "data:image/bmp;base64,".len() + 104);
        assert_eq!(grey(&plane).len(), address(&plane, 2.0).len());
    }
}
