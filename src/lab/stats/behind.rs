//! The test images behind a cell of two confusions.

use crate::spec::RunSummary;

/// Which of two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Both.
    Both,
    /// The first alone.
    First,
    /// The second alone.
    Second,
}

/// The images of class `truth` that a run answers with `said`, with the runs that do: those of both first, then those of
/// one alone. Nothing where the runs were tested on other labels.
pub fn behind_cell(first: &RunSummary, second: &RunSummary, truth: u8, said: u8) -> Vec<(usize, Who)> {
    if first.labels != second.labels {
        return Vec::new();
    }
    let answers = first.predictions.iter().zip(&second.predictions);
    let all = first.labels.iter().zip(answers).enumerate();
    let mut found: Vec<(usize, Who)> = all
        .filter(|(_, (label, _))| **label == truth)
        .filter_map(|(idx, (_, (a, b)))| match (*a == said, *b == said) {
            (true, true) => Some((idx, Who::Both)),
            (true, false) => Some((idx, Who::First)),
            (false, true) => Some((idx, Who::Second)),
            (false, false) => None,
        })
        .collect();
    found.sort_by_key(|(_, who)| *who as u8);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(predictions: &[u8]) -> RunSummary {
        RunSummary {
            n_classes: 3,
            n_steps: 1,
            labels: vec![0, 0, 1, 0, 0],
            predictions: predictions.to_vec(),
            confidences: vec![0.5; 5],
        }
    }

    #[test]
    fn a_cell_holds_what_either_run_puts_there() {
        // Class 0 answered with 2: images 1 and 3 by the first, 0 and 3 by the second; image 2 is of class 1.
        let (first, second) = (run(&[0, 2, 2, 2, 0]), run(&[2, 0, 2, 2, 1]));
        assert_eq!(
            behind_cell(&first, &second, 0, 2),
            [(3, Who::Both), (1, Who::First), (0, Who::Second)]
        );
        assert_eq!(behind_cell(&first, &second, 1, 0), []);
        let mut other = second.clone();
        other.labels[0] = 1;
        assert_eq!(behind_cell(&first, &other, 0, 2), []);
    }

    #[test]
    fn the_counts_are_those_of_the_confusions() {
        let (first, second) = (run(&[0, 2, 2, 2, 0]), run(&[2, 0, 2, 2, 1]));
        for truth in 0..3u8 {
            for said in 0..3u8 {
                let found = behind_cell(&first, &second, truth, said);
                let count = |not: Who| found.iter().filter(|(_, who)| *who != not).count() as u32;
                let cell = usize::from(truth * 3 + said);
                assert_eq!(count(Who::Second), first.confusion()[cell]);
                assert_eq!(count(Who::First), second.confusion()[cell]);
            }
        }
    }
}
