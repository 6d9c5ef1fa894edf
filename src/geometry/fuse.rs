//! Two feature maps become one: what a sum, a product and a concat compute, ask of the shapes, cost, and send back.
//!
//! Shapes follow PyTorch's rules, its dimensions counted as there: 1 the channels, 2 the rows, 3 the columns of `[N, C, H, W]`.
//!
//! Long because every rule is worked out by hand in its tests.

use super::{Axes, Merge, Plane, Shape};

/// Why two shapes cannot be fused: in dimension `dimension` the first has `first` and the second `second`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// 1 for channels, 2 for rows, 3 for columns.
    pub dimension: usize,
    /// Length of the first map there.
    pub first: usize,
    /// Length of the second map there.
    pub second: usize,
}

/// What a fusion of two shapes gives and costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fused {
    /// The shape of the result.
    pub shape: Shape,
    /// Whether one of the two was stretched along a dimension of length 1.
    pub is_broadcast: bool,
    /// Additions, one for each value.
    pub additions: usize,
    /// Multiplications, one for each value.
    pub multiplications: usize,
}

impl Fused {
    /// Bytes of the result in single precision.
    pub const fn n_bytes(&self) -> usize {
        4 * self.shape.n_values()
    }
}

/// The dimensions as PyTorch lists them: channels, rows, columns.
const fn dimensions(shape: Shape) -> [usize; 3] {
    [shape.channels, shape.size.height, shape.size.width]
}

/// The shape and cost of `merge` of two shapes.
///
/// # Errors
/// The dimension that PyTorch complains of: from the last one for a sum and a product, from the first one for a concat.
pub fn fused(merge: Merge, first: Shape, second: Shape) -> Result<Fused, Refusal> {
    let (a, b) = (dimensions(first), dimensions(second));
    let refuse = |idx: usize| Refusal {
        dimension: idx + 1,
        first: a[idx],
        second: b[idx],
    };
    if merge == Merge::Concat {
        if let Some(idx) = (1..3).find(|idx| a[*idx] != b[*idx]) {
            return Err(refuse(idx));
        }
        return Ok(Fused {
            shape: Shape::new(a[0] + b[0], a[1], a[2]),
            is_broadcast: false,
            additions: 0,
            multiplications: 0,
        });
    }
    let fits = |idx: usize| a[idx] == b[idx] || a[idx] == 1 || b[idx] == 1;
    if let Some(idx) = (0..3).rev().find(|idx| !fits(*idx)) {
        return Err(refuse(idx));
    }
    let long = |idx: usize| if a[idx] == 1 { b[idx] } else { a[idx] };
    let shape = Shape::new(long(0), long(1), long(2));
    let n = shape.n_values();
    Ok(Fused {
        shape,
        is_broadcast: a != b,
        additions: if merge == Merge::Sum { n } else { 0 },
        multiplications: if merge == Merge::Product { n } else { 0 },
    })
}

/// Weights of a 1 × 1 convolution without bias from `below` channels to `above`: what often follows a concat.
pub const fn pointwise_weights(below: usize, above: usize) -> usize {
    below * above
}

/// The channels of a fusion of two single maps: one for a sum and a product, two for a concat.
pub fn channels(merge: Merge, first: &Plane, second: &Plane) -> Vec<Plane> {
    match merge {
        Merge::Sum => vec![first.mixed(1.0, second, 1.0)],
        Merge::Product => {
            let pairs = first.values.iter().zip(&second.values);
            vec![Plane {
                size: first.size,
                values: pairs.map(|(a, b)| a * b).collect(),
            }]
        }
        Merge::Concat => vec![first.clone(), second.clone()],
    }
}

/// The values of one cell after a fusion.
pub fn cell(merge: Merge, [a, b]: [f64; 2]) -> Vec<f64> {
    match merge {
        Merge::Sum => vec![a + b],
        Merge::Product => vec![a * b],
        Merge::Concat => vec![a, b],
    }
}

/// By the rules of calculus, how each output of a cell changes with each of its two inputs: a row for each output.
pub fn derivatives(merge: Merge, [a, b]: [f64; 2]) -> Vec<[f64; 2]> {
    match merge {
        Merge::Sum => vec![[1.0, 1.0]],
        Merge::Product => vec![[b, a]],
        Merge::Concat => vec![[1.0, 0.0], [0.0, 1.0]],
    }
}

/// A slope measured by moving one input by `step` to both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The output where the input is larger by the step.
    pub above: f64,
    /// The output where it is smaller by the step.
    pub below: f64,
    /// The step.
    pub step: f64,
}

impl Measured {
    /// The central difference: (above − below) / (2 · step).
    pub fn slope(&self) -> f64 {
        (self.above - self.below) / (2.0 * self.step)
    }
}

/// Output `output` of a cell measured around its inputs, along input `input` (0 or 1).
pub fn measured(merge: Merge, inputs: [f64; 2], output: usize, input: usize, step: f64) -> Measured {
    let at = |by: f64| {
        let mut moved = inputs;
        if let Some(one) = moved.get_mut(input) {
            *one += by;
        }
        cell(merge, moved).get(output).copied().unwrap_or(0.0)
    };
    Measured {
        above: at(step),
        below: at(-step),
        step,
    }
}

/// By the rules of calculus, the gradient of the sum of all outputs to the first and to the second map, cell by cell.
pub fn gradients(merge: Merge, [first, second]: [&Plane; 2]) -> [Plane; 2] {
    match merge {
        Merge::Product => [second.clone(), first.clone()],
        Merge::Sum | Merge::Concat => [flat(first.size, 1.0), flat(second.size, 1.0)],
    }
}

/// Numbers that training must keep of the forward pass until the backward one: a product needs both inputs, because each
/// receives the other; a sum and a concat need none.
pub const fn kept(merge: Merge, first: Shape, second: Shape) -> usize {
    match merge {
        Merge::Product => first.n_values() + second.n_values(),
        Merge::Sum | Merge::Concat => 0,
    }
}

/// What a 1 × 1 convolution without bias makes of the two channels of a concat: `weights[0]` · first + `weights[1]` · second.
pub fn pointwise(first: &Plane, second: &Plane, weights: [f64; 2]) -> Plane {
    first.mixed(weights[0], second, weights[1])
}

/// Rows of `weights` times `x`: a 1 × 1 projection of the channels of one cell, a row for each of its outputs.
pub fn projected(weights: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    let row = |row: &Vec<f64>| row.iter().zip(x).map(|(weight, value)| weight * value).sum();
    weights.iter().map(row).collect()
}

/// The slopes of chains of 0 to `n` blocks whose branch has the slope `w`: without the shortcut wᵏ, with it (1 + w)ᵏ.
pub fn chain(w: f64, n: usize) -> Vec<[f64; 2]> {
    let next = |one: &[f64; 2]| Some([one[0] * w, one[1] * (1.0 + w)]);
    std::iter::successors(Some([1.0, 1.0]), next).take(n + 1).collect()
}

/// A map of one value, as large as `size`.
pub fn flat(size: Axes<usize>, value: f64) -> Plane {
    Plane::new(size.height, size.width, |_, _| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_shapes_fuse_each_way() {
        let shape = Shape::new(64, 32, 32);
        let sum = fused(Merge::Sum, shape, shape).unwrap();
        // 64 · 1,024 = 65,536 values, 262,144 bytes.
        assert_eq!(
            (sum.shape, sum.additions, sum.multiplications, sum.is_broadcast),
            (shape, 65_536, 0, false)
        );
        assert_eq!(sum.n_bytes(), 262_144);
        let product = fused(Merge::Product, shape, shape).unwrap();
        assert_eq!((product.additions, product.multiplications), (0, 65_536));
        let concat = fused(Merge::Concat, shape, shape).unwrap();
        assert_eq!(
            (concat.shape, concat.additions, concat.multiplications),
            (Shape::new(128, 32, 32), 0, 0)
        );
        assert_eq!(concat.n_bytes(), 524_288);
        assert_eq!(pointwise_weights(128, 64), 8192);
    }

    #[test]
    fn attention_stretches_and_concat_does_not() {
        let map = Shape::new(64, 32, 32);
        let (gate, place) = (Shape::new(64, 1, 1), Shape::new(1, 32, 32));
        for other in [gate, place] {
            let product = fused(Merge::Product, map, other).unwrap();
            assert_eq!(
                (product.shape, product.is_broadcast, product.multiplications),
                (map, true, 65_536)
            );
        }
        // Both are stretched: [64, 1, 1] and [1, 32, 32].
        assert_eq!(fused(Merge::Sum, gate, place).unwrap().shape, map);
        assert_eq!(
            fused(Merge::Concat, map, gate),
            Err(Refusal {
                dimension: 2,
                first: 32,
                second: 1
            })
        );
        assert_eq!(fused(Merge::Concat, map, place).unwrap().shape, Shape::new(65, 32, 32));
    }

    #[test]
    fn refusals_name_the_dimension_that_pytorch_names() {
        let refused = |merge, a, b| fused(merge, a, b).unwrap_err().dimension;
        let (a, b) = (Shape::new(64, 32, 16), Shape::new(32, 16, 8));
        assert_eq!([refused(Merge::Sum, a, b), refused(Merge::Product, a, b)], [3, 3]); // from the last
        assert_eq!(refused(Merge::Concat, a, b), 2); // from the first after the channels
        assert_eq!(refused(Merge::Sum, Shape::new(64, 8, 8), Shape::new(32, 8, 8)), 1);
    }

    #[test]
    fn a_cell_and_its_maps_agree() {
        let a = Plane::new(2, 2, |row, col| (2 * row + col) as f64 - 1.0); // −1 0 1 2
        let b = Plane::new(2, 2, |row, _| 3.0 - 5.0 * row as f64); // 3 3 −2 −2
        let values = |merge| {
            channels(merge, &a, &b)
                .into_iter()
                .map(|one| one.values)
                .collect::<Vec<_>>()
        };
        assert_eq!(values(Merge::Sum), [[2.0, 3.0, -1.0, 0.0]]);
        assert_eq!(values(Merge::Product), [[-3.0, 0.0, -2.0, -4.0]]);
        assert_eq!(values(Merge::Concat), [[-1.0, 0.0, 1.0, 2.0], [3.0, 3.0, -2.0, -2.0]]);
        for merge in [Merge::Sum, Merge::Product, Merge::Concat] {
            let last = channels(merge, &a, &b)
                .iter()
                .map(|one| one.values[3])
                .collect::<Vec<_>>();
            assert_eq!(cell(merge, [2.0, -2.0]), last);
        }
        assert_eq!(gradients(Merge::Product, [&a, &b]), [b.clone(), a.clone()]);
        assert_eq!(gradients(Merge::Sum, [&a, &b]), [flat(a.size, 1.0), flat(b.size, 1.0)]);
        assert_eq!(pointwise(&a, &b, [1.0, 1.0]).values, [2.0, 3.0, -1.0, 0.0]); // the sum
        assert_eq!(pointwise(&a, &b, [2.0, -1.0]).values, [-5.0, -3.0, 4.0, 6.0]);
    }

    #[test]
    fn measured_slopes_are_those_of_calculus() {
        for merge in [Merge::Sum, Merge::Product, Merge::Concat] {
            for inputs in [[-37.0, 120.0], [0.0, 0.5], [3.0, -4.0]] {
                for (output, row) in derivatives(merge, inputs).into_iter().enumerate() {
                    for (input, slope) in row.into_iter().enumerate() {
                        assert_eq!(measured(merge, inputs, output, input, 0.5).slope(), slope, "{merge:?}");
                    }
                }
            }
        }
        // (−36.5 · 120 − (−37.5) · 120) / 1 = −4380 + 4500 = 120
        let one = measured(Merge::Product, [-37.0, 120.0], 0, 0, 0.5);
        assert_eq!((one.above, one.below, one.slope()), (-4380.0, -4500.0, 120.0));
    }

    #[test]
    fn only_a_product_keeps_its_inputs() {
        let (map, gate) = (Shape::new(64, 32, 32), Shape::new(64, 1, 1));
        assert_eq!(kept(Merge::Product, map, map), 131_072); // 2 · 64 · 1,024
        assert_eq!(kept(Merge::Product, map, gate), 65_600); // 65,536 + 64
        assert_eq!([kept(Merge::Sum, map, map), kept(Merge::Concat, map, map)], [0, 0]);
    }

    #[test]
    fn a_projection_by_hand() {
        let weights = [vec![1.0, 0.5], vec![0.0, -1.0], vec![2.0, 1.0]];
        assert_eq!(projected(&weights, &[2.0, -4.0]), [0.0, 4.0, 0.0]); // 2 − 2, 4, 4 − 4
    }

    #[test]
    fn a_chain_of_blocks_by_hand() {
        let chain = chain(-0.5, 3);
        assert_eq!(chain, [[1.0, 1.0], [-0.5, 0.5], [0.25, 0.25], [-0.125, 0.125]]);
        let last = super::chain(0.1, 20)[20];
        assert!((last[0] / 1e-20 - 1.0).abs() < 1e-9 && (last[1] - 6.7275).abs() < 1e-4); // 1.1²⁰
    }
}
