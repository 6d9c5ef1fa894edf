//! Which test images are sent to the page at the end of a run.

use crate::spec::RunSummary;

/// Right, and wrong, images to send.
pub const N_OF_EACH: usize = 12;

/// Up to `n_of_each` test images that were right, then up to as many that were wrong, each spread evenly over the test set.
pub fn choose(summary: &RunSummary, n_of_each: usize) -> Vec<usize> {
    let pairs = summary.labels.iter().zip(&summary.predictions).enumerate();
    let (right, wrong): (Vec<_>, Vec<_>) = pairs.partition(|(_, (label, prediction))| label == prediction);
    let indexes = |of: Vec<(usize, _)>| of.into_iter().map(|(idx, _)| idx).collect::<Vec<usize>>();
    let mut chosen = spread(&indexes(right), n_of_each);
    chosen.extend(spread(&indexes(wrong), n_of_each));
    chosen
}

/// At most `n_wanted` of `from`, evenly spaced, the first one among them.
fn spread(from: &[usize], n_wanted: usize) -> Vec<usize> {
    let n_taken = n_wanted.min(from.len());
    (0..n_taken).map(|taken| from[taken * from.len() / n_taken]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_ones_come_first_and_both_are_spread() {
        // Images 0 to 5 are right, 6 to 9 wrong.
        let summary = RunSummary {
            n_classes: 2,
            n_steps: 1,
            labels: vec![0; 10],
            predictions: [vec![0; 6], vec![1; 4]].concat(),
            confidences: vec![1.0; 10],
        };
        // 0·6/2 = 0, 1·6/2 = 3; 6 + 0·4/2 = 6, 6 + 1·4/2 = 8.
        assert_eq!(choose(&summary, 2), [0, 3, 6, 8]);
        assert_eq!(choose(&summary, 12).len(), 10);
    }

    #[test]
    fn a_network_that_is_always_right_sends_no_wrong_ones() {
        let summary = RunSummary {
            n_classes: 2,
            n_steps: 1,
            labels: vec![0, 1],
            predictions: vec![0, 1],
            confidences: vec![1.0; 2],
        };
        assert_eq!(choose(&summary, 1), [0]);
    }
}
