//! The exponential moving average without its start-up bias.

/// Largest weight of the past.
pub const MOST: f64 = 0.99;

/// A running average: mₜ = w mₜ₋₁ + (1 − w) xₜ from m₀ = 0, divided by 1 − wᵗ, as Adam does with its moments (Kingma and
/// Ba, “Adam: a method for stochastic optimization”, 2015, section 3). The first average is the first value.
#[derive(Clone, Copy, Debug)]
pub struct Average {
    weight: f64,
    mean: f64,
    past: f64,
}

impl Average {
    /// With `weight` of the past, held within 0 and [`MOST`]; 0 gives every value as it is.
    pub fn new(weight: f64) -> Self {
        Self {
            weight: weight.clamp(0.0, MOST),
            mean: 0.0,
            past: 1.0,
        }
    }

    /// The average after `value`.
    pub fn next(&mut self, value: f64) -> f64 {
        self.mean = self.weight * self.mean + (1.0 - self.weight) * value;
        self.past *= self.weight;
        self.mean / (1.0 - self.past)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_average_is_the_first_value_and_a_constant_stays() {
        for weight in [0.0, 0.6, 0.99] {
            let mut average = Average::new(weight);
            for _ in 0..50 {
                assert!((average.next(2.5) - 2.5).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn without_weight_nothing_is_smoothed_and_too_much_is_held_back() {
        let mut none = Average::new(0.0);
        assert_eq!([none.next(1.0), none.next(7.0)], [1.0, 7.0]);
        let (mut most, mut more) = (Average::new(0.99), Average::new(5.0));
        assert_eq!([most.next(1.0), most.next(7.0)], [more.next(1.0), more.next(7.0)]);
    }
}
