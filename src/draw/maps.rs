//! Feature maps as pictures: one colour scale for all maps of a layer, so that they can be compared.

use super::heat::viridis;
use super::{raster, signed};

/// The colour between two maps of a sheet.
const GAP_COLOUR: [u8; 3] = [128, 128, 128];
/// Maps of a sheet that are not there.
const REST_COLOUR: [u8; 3] = [128, 128, 128];

/// From values to colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapScale {
    /// Whether there are values below zero: blue, white and red with zero in the middle; else viridis from zero on.
    pub signed: bool,
    /// The largest magnitude; 1 where all values are zero.
    pub most: f32,
}

impl MapScale {
    /// The scale of `values`; what is not a number does not count.
    pub fn of(values: &[f32]) -> Self {
        let numbers = || values.iter().copied().filter(|value| value.is_finite());
        let most = numbers().map(f32::abs).fold(0.0, f32::max);
        Self {
            signed: numbers().any(|value| value < 0.0),
            most: if most > 0.0 { most } else { 1.0 },
        }
    }

    /// One scale for both; `other` may be empty.
    pub fn of_both(values: &[f32], other: &[f32]) -> Self {
        if other.is_empty() {
            return Self::of(values);
        }
        Self::of(&[values, other].concat())
    }

    /// The colour of `value`.
    pub fn colour(self, value: f32) -> [u8; 3] {
        let share = f64::from(value / self.most);
        if self.signed {
            signed::colour(share)
        } else {
            viridis(share)
        }
    }

    /// The smallest value of the scale.
    pub fn least(self) -> f32 {
        if self.signed { -self.most } else { 0.0 }
    }

    /// The scale itself, from low to high, as an address of a picture one pixel high.
    pub fn legend(self) -> String {
        const N: usize = 64;
        let value = |idx: usize| self.least() + (self.most - self.least()) * idx as f32 / (N - 1) as f32;
        raster::address(N, (0..N).map(|idx| self.colour(value(idx))))
    }
}

/// All maps of a layer in one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Maps in a row.
    pub columns: usize,
    /// Pixels along each side.
    pub side: usize,
    /// Pixels from one map to the next.
    pub pitch: [usize; 2],
    /// Pixels before the first map.
    pub gap: usize,
    /// The picture.
    pub address: String,
}

impl Sheet {
    /// Row and column of the first pixel of map `channel`.
    pub fn corner(&self, channel: usize) -> [usize; 2] {
        let place = [channel / self.columns, channel % self.columns];
        std::array::from_fn(|axis| self.gap + place[axis] * self.pitch[axis])
    }

    /// The map at a pixel, which may lie beyond the last one.
    pub fn channel_at(&self, pixel: [usize; 2]) -> usize {
        let place: [usize; 2] = std::array::from_fn(|axis| pixel[axis].saturating_sub(self.gap) / self.pitch[axis]);
        place[0] * self.columns + place[1].min(self.columns - 1)
    }
}

/// The `[channels, height, width]` maps of `values` side by side in a square, row after row; a vector is a square of values.
pub fn sheet(values: &[f32], shape: [usize; 3], scale: MapScale) -> Sheet {
    let [channels, height, width] = shape.map(|n| n.max(1));
    let columns = (1..).find(|n| n * n >= channels).unwrap_or(1);
    let gap = usize::from(height * width > 1);
    let pitch = [height + gap, width + gap];
    let side = columns * pitch[0].max(pitch[1]) + gap;
    let pixel = |idx: usize| {
        let (row, column) = (idx / side, idx % side);
        let (y, x) = (row.checked_sub(gap), column.checked_sub(gap));
        let (Some(y), Some(x)) = (y, x) else { return GAP_COLOUR };
        let (map_row, y) = (y / pitch[0], y % pitch[0]);
        let (map_column, x) = (x / pitch[1], x % pitch[1]);
        if y >= height || x >= width {
            return GAP_COLOUR;
        }
        let channel = map_row * columns + map_column;
        if channel >= channels || map_column >= columns {
            return REST_COLOUR;
        }
        values
            .get((channel * height + y) * width + x)
            .map_or(REST_COLOUR, |value| scale.colour(*value))
    };
    Sheet {
        columns,
        side,
        pitch,
        gap,
        address: raster::address(side, (0..side * side).map(pixel)),
    }
}

/// Most maps of a thumbnail, where there are more than fit.
const FEW: usize = 3;

/// The strongest maps of a layer, large enough to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few {
    /// Which they are, the strongest first.
    pub channels: Vec<usize>,
    /// How many are not shown.
    pub n_more: usize,
    /// The maps in two columns; where some are not shown, the last place stays empty.
    pub sheet: Sheet,
}

/// The maps of `values` with the largest mean magnitude: all up to four, else three. A vector is shown as a whole.
pub fn few(values: &[f32], shape: [usize; 3], scale: MapScale) -> Few {
    let [channels, height, width] = shape.map(|n| n.max(1));
    let n_cells = height * width;
    if n_cells == 1 || channels <= FEW + 1 {
        return Few {
            channels: (0..channels).collect(),
            n_more: 0,
            sheet: sheet(values, shape, scale),
        };
    }
    let strength = |map: &[f32]| {
        let finite = map.iter().filter(|value| value.is_finite());
        finite.map(|value| f64::from(value.abs())).sum::<f64>()
    };
    let strengths: Vec<f64> = values.chunks_exact(n_cells).map(strength).collect();
    let mut order: Vec<usize> = (0..strengths.len()).collect();
    order.sort_by(|a, b| strengths[*b].total_cmp(&strengths[*a]));
    order.truncate(FEW);
    let chosen = order
        .iter()
        .filter_map(|channel| values.chunks_exact(n_cells).nth(*channel));
    let chosen: Vec<f32> = chosen.flatten().copied().collect();
    Few {
        sheet: sheet(&chosen, [order.len(), height, width], scale),
        n_more: channels - order.len(),
        channels: order,
    }
}

/// All maps of `values`, however small they become.
pub fn all(values: &[f32], shape: [usize; 3], scale: MapScale) -> Few {
    Few {
        channels: (0..shape[0]).collect(),
        n_more: 0,
        sheet: sheet(values, shape, scale),
    }
}

/// One map of `[height, width]` values as a picture.
pub fn single(values: &[f32], width: usize, scale: MapScale) -> String {
    raster::address(width.max(1), values.iter().map(|value| scale.colour(*value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_negative_is_viridis_and_the_rest_has_white_at_zero() {
        let scale = MapScale::of(&[0.0, 2.0, f32::NAN]);
        assert_eq!((scale.signed, scale.most, scale.least()), (false, 2.0, 0.0));
        assert_eq!(scale.colour(2.0), viridis(1.0));
        let scale = MapScale::of(&[-4.0, 2.0]);
        assert_eq!((scale.signed, scale.most, scale.least()), (true, 4.0, -4.0));
        assert_eq!(scale.colour(0.0), signed::colour(0.0));
        assert_eq!(scale.colour(2.0), signed::colour(0.5));
    }

    #[test]
    fn a_layer_that_is_all_zero_has_a_scale() {
        let scale = MapScale::of(&[0.0; 4]);
        assert_eq!(scale.colour(0.0), viridis(0.0));
        assert!(scale.legend().starts_with("data:image/bmp"));
    }

    #[test]
    fn a_sheet_is_the_smallest_square_of_maps() {
        // 5 maps of 4 × 4: 3 in a row, each with a pixel between: 3·5 + 1
        let found = sheet(&[0.5; 80], [5, 4, 4], MapScale::of(&[0.5]));
        assert_eq!((found.columns, found.side), (3, 16));
        assert_eq!(found.corner(4), [6, 6]); // the second row and column: 1 + 5
        for channel in 0..5 {
            let [row, column] = found.corner(channel);
            assert_eq!(
                (found.channel_at([row, column]), found.channel_at([row + 4, column + 4])),
                (channel, channel)
            );
        }
        // A vector of 10 is 4 × 4 values without gaps.
        let found = sheet(&[0.5; 10], [10, 1, 1], MapScale::of(&[0.5]));
        assert_eq!((found.columns, found.side), (4, 4));
    }

    #[test]
    fn a_thumbnail_has_the_three_strongest_maps_or_all_four() {
        // Five maps of one row of two cells; the magnitudes decide, not the signs.
        let values = [0.1, 0.1, -3.0, -3.0, 1.0, f32::NAN, 0.0, 0.0, 2.0, 2.0];
        let found = few(&values, [5, 1, 2], MapScale::of(&values));
        assert_eq!((found.channels.as_slice(), found.n_more), ([1, 4, 2].as_slice(), 2));
        assert_eq!(found.sheet.columns, 2);
        let found = few(&values[..8], [4, 1, 2], MapScale::of(&values));
        assert_eq!((found.channels.len(), found.n_more), (4, 0));
        let found = few(&[0.5; 64], [64, 1, 1], MapScale::of(&[0.5]));
        assert_eq!((found.sheet.columns, found.n_more), (8, 0));
    }

    #[test]
    fn two_layers_share_a_scale_that_holds_both() {
        let scale = MapScale::of_both(&[0.0, 1.0], &[-4.0]);
        assert_eq!((scale.signed, scale.most), (true, 4.0));
        assert_eq!(MapScale::of_both(&[0.0], &[0.25]).most, 0.25);
    }
}
