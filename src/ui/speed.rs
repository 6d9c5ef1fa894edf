//! How fast a run goes, and how long it will take.

use std::collections::VecDeque;

/// Images per second over the last stretch of training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speed {
    marks: VecDeque<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    training_ms: f64,
    n_images: u64,
}

/// The stretch over which speed is measured: long enough to be steady, short enough to follow a throttled laptop.
const STRETCH_MS: f64 = 8_000.0;

impl Speed {
    /// Takes in that `n_images` in all were trained on after `training_ms` in all.
    pub fn mark(&mut self, training_ms: f64, n_images: u64) {
        self.marks.push_back(Mark { training_ms, n_images });
        while self.marks.len() > 2 && training_ms - self.marks[1].training_ms > STRETCH_MS {
            self.marks.pop_front();
        }
    }

    /// Images per second; nothing before the first step is over.
    pub fn images_per_second(&self) -> Option<f64> {
        let last = self.marks.back()?;
        let start = Mark {
            training_ms: 0.0,
            n_images: 0,
        };
        let first = if self.marks.len() > 1 { self.marks[0] } else { start };
        let elapsed_ms = last.training_ms - first.training_ms;
        (elapsed_ms > 0.0).then(|| (last.n_images - first.n_images) as f64 * 1000.0 / elapsed_ms)
    }

    /// Seconds that `n_images` more will take.
    pub fn seconds_for(&self, n_images: u64) -> Option<f64> {
        Some(n_images as f64 / self.images_per_second().filter(|speed| *speed > 0.0)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mark_counts_from_the_start() {
        let mut speed = Speed::default();
        assert_eq!(speed.images_per_second(), None);
        speed.mark(500.0, 128);
        assert_eq!(speed.images_per_second(), Some(256.0)); // 128 in half a second
        assert_eq!(speed.seconds_for(512), Some(2.0));
    }

    #[test]
    fn old_marks_are_forgotten() {
        let mut speed = Speed::default();
        for second in 1..=60 {
            let n_images = if second <= 30 {
                second * 100
            } else {
                3000 + (second - 30) * 10
            };
            speed.mark(second as f64 * 1000.0, n_images);
        }
        assert_eq!(speed.images_per_second(), Some(10.0)); // the slow half only
    }
}
