//! Parts of the picture of a sliding kernel: where a block of numbers lies, what is not computed yet, which cell is meant.
//!
//! Coordinates of maps are cells, of blocks of numbers their own units.

use super::heat::wants_dark_text;
use super::signed;
use crate::geometry::Product;

/// A number in a square of a block, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberCell {
    /// Left and upper edge, in squares.
    pub col: usize,
    /// Row of the square.
    pub row: usize,
    /// The number, as it is written.
    pub text: String,
    /// Colour of the square; nothing in the padding.
    pub fill: Option<String>,
    /// Whether black text reads better than white.
    pub dark_text: bool,
}

/// `value` with at most `decimals` digits after the point, no zeros at its end, and a true minus sign.
pub fn written(value: f64, decimals: usize) -> String {
    let mut text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" {
        text = "0".to_owned();
    }
    text.replace('-', "−")
}

/// The same, in brackets where it is negative: for sums of products.
pub fn bracketed(value: f64, decimals: usize) -> String {
    let text = written(value, decimals);
    if text.starts_with('−') {
        format!("({text})")
    } else {
        text
    }
}

/// `12·(−1) + 15·0 + … = −37`: the products of a cell, written out with their sum.
pub fn sum_line(products: &[Product]) -> String {
    let terms = products
        .iter()
        .map(|product| format!("{}·{}", bracketed(product.value(), 4), bracketed(product.weight, 4)));
    let sum: f64 = products.iter().map(Product::product).sum();
    format!("{} = {}", terms.collect::<Vec<_>>().join(" + "), written(sum, 4))
}

/// The values that are read, as a block of grey squares of `kernel` columns.
pub fn read_block(products: &[Product], kernel: usize) -> Vec<NumberCell> {
    let grey = |product: &Product| {
        let colour = product.read.map(|value| [value.round().clamp(0.0, 255.0) as u8; 3]);
        (written(product.value(), 4), colour)
    };
    block(products, kernel, grey)
}

/// The weights, as a block on a scale of their own.
pub fn weight_block(products: &[Product], kernel: usize) -> Vec<NumberCell> {
    let most = products.iter().fold(0.0, |most: f64, one| most.max(one.weight.abs()));
    let signed = |product: &Product| {
        let colour = signed::colour_of(product.weight, most);
        (written(product.weight, 4), Some(colour))
    };
    block(products, kernel, signed)
}

/// The products, as a block on a scale of their own.
pub fn product_block(products: &[Product], kernel: usize) -> Vec<NumberCell> {
    let most = products
        .iter()
        .fold(0.0, |most: f64, one| most.max(one.product().abs()));
    let signed = |product: &Product| {
        let colour = signed::colour_of(product.product(), most);
        (written(product.product(), 4), Some(colour))
    };
    block(products, kernel, signed)
}

fn block(products: &[Product], kernel: usize, look: impl Fn(&Product) -> (String, Option<[u8; 3]>)) -> Vec<NumberCell> {
    let cell = |(idx, product): (usize, &Product)| {
        let (text, colour) = look(product);
        NumberCell {
            col: idx % kernel.max(1),
            row: idx / kernel.max(1),
            text,
            dark_text: colour.is_some_and(wants_dark_text),
            fill: colour.map(signed::css),
        }
    };
    products.iter().enumerate().map(cell).collect()
}

/// The path over the cells of a map of `n` × `n` that come after cell `idx`, row by row: not computed yet.
pub fn not_yet(idx: usize, n: usize) -> String {
    let (row, col) = (idx / n.max(1), idx % n.max(1));
    let mut path = String::new();
    if col + 1 < n {
        path.push_str(&format!("M{} {row}H{n}v1H{}z", col + 1, col + 1));
    }
    if row + 1 < n {
        path.push_str(&format!("M0 {}H{n}V{n}H0z", row + 1));
    }
    path
}

/// The cell of a map of `n` × `n` at these shares (0 to 1) of its width and height, as its index row by row.
pub fn cell_at(x: f64, y: f64, n: usize) -> usize {
    let along = |share: f64| ((share * n as f64).floor().max(0.0) as usize).min(n.saturating_sub(1));
    along(y) * n + along(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Axes, Plane, Window};

    fn corner() -> Vec<Product> {
        let plane = Plane::new(4, 4, |row, col| (10 * row + col) as f64);
        let window = Window {
            kernel: 3,
            padding: 1,
            ..Window::POINT
        };
        let weights = [0.0, -1.0, 0.0, -1.0, 4.0, -1.0, 0.0, -1.0, 0.5];
        plane.products(&weights, window, Axes::both(0))
    }

    #[test]
    fn numbers_are_written_short_and_with_a_true_minus() {
        assert_eq!(
            [written(0.0625, 4), written(-2.0, 4), written(-0.00001, 4)],
            ["0.0625", "−2", "0"]
        );
        assert_eq!(
            [written(130.0, 4), written(1.23456, 2), bracketed(-1.0, 1)],
            ["130", "1.23", "(−1)"]
        );
    }

    #[test]
    fn the_sum_is_written_out() {
        // 4·0 − 1 − 10 + 0.5·11 = −5.5; the five taps above and to the left read zeros.
        assert_eq!(
            sum_line(&corner()),
            "0·0 + 0·(−1) + 0·0 + 0·(−1) + 0·4 + 1·(−1) + 0·0 + 10·(−1) + 11·0.5 = −5.5"
        );
    }

    #[test]
    fn blocks_have_no_colour_in_the_padding() {
        let read = read_block(&corner(), 3);
        assert_eq!(read.iter().filter(|cell| cell.fill.is_none()).count(), 5);
        assert_eq!((read[5].col, read[5].row, read[5].text.as_str()), (2, 1, "1"));
        assert_eq!(read[8].fill.as_deref(), Some("rgb(11 11 11)"));
        let weights = weight_block(&corner(), 3);
        assert_eq!(
            (weights[4].fill.as_deref(), weights[4].dark_text),
            (Some("rgb(103 0 31)"), false)
        );
        let products = product_block(&corner(), 3);
        assert_eq!(
            (products[7].text.as_str(), products[7].fill.as_deref()),
            ("−10", Some("rgb(5 48 97)"))
        );
    }

    #[test]
    fn cells_after_the_current_one_are_covered() {
        assert_eq!(not_yet(5, 3), "M0 2H3V3H0z"); // the last cell of the middle row
        assert_eq!(not_yet(0, 3), "M1 0H3v1H1zM0 1H3V3H0z");
        assert_eq!(not_yet(8, 3), "");
        assert_eq!(
            [cell_at(0.0, 0.0, 4), cell_at(0.6, 0.3, 4), cell_at(1.2, 1.0, 4)],
            [0, 6, 15]
        );
    }
}
