//! Runs that begin, end, and begin again.

use super::*;
use crate::lab::experiment::{Experiment, VariantSpec};
use crate::lab::templates;

/// Two variants, two seeds, 4 steps in one epoch: dilated-s 1, plain-s 1, dilated-s 2, plain-s 2.
fn board() -> Board {
    let mut experiment: Experiment = templates::find("dilation").unwrap().experiment();
    experiment.variants = ["dilated-s", "plain-s"]
        .map(|id| VariantSpec::named(id).unwrap())
        .to_vec();
    experiment.seeds = vec![1, 2];
    experiment.data.n_train = 100;
    experiment.training.epochs = 1;
    experiment.training.batch_size = 32;
    Board::new(ExperimentRecord::new(experiment), 2)
}

fn key(variant: &str, seed: u64) -> RunKey {
    RunKey {
        variant: variant.to_owned(),
        seed,
    }
}

fn step(step: usize, loss: f32) -> StepMetrics {
    StepMetrics {
        step,
        epoch: 0,
        loss,
        n_images: 32,
    }
}

fn names(keys: &[RunKey]) -> Vec<String> {
    keys.iter().map(|key| format!("{} {}", key.variant, key.seed)).collect()
}

#[test]
fn as_many_runs_begin_as_there_are_slots_and_the_next_when_one_is_over() {
    let mut board = board();
    assert!(board.due().is_empty(), "held");
    board.release();
    assert_eq!(names(&board.due()), ["dilated-s 1", "plain-s 1"]);
    assert!(board.due().is_empty());
    board.failed(&key("plain-s", 1), "the loss is no number".to_owned());
    assert_eq!(names(&board.due()), ["dilated-s 2"]);
    board.hold();
    board.stopped(&key("dilated-s", 1));
    assert!(board.due().is_empty(), "held again");
}

#[test]
fn after_a_reload_what_ran_waits_again_with_its_curve() {
    let mut board = board();
    board.release();
    board.due();
    board.stepped(&key("plain-s", 1), &[step(0, 2.3), step(1, 2.2), step(2, 2.1)], 3.0);
    let mut again = Board::new(board.record, 2);
    assert_eq!(again.record.run(&key("plain-s", 1)).unwrap().losses, [2.3, 2.2, 2.1]);
    again.release();
    assert_eq!(names(&again.due()), ["dilated-s 1", "plain-s 1"]);
    // The checkpoint is two steps old: step 2 comes again.
    again.rewind(&key("plain-s", 1), 2);
    again.stepped(&key("plain-s", 1), &[step(2, 2.1), step(3, 2.0)], 0.5);
    let run = again.record.run(&key("plain-s", 1)).unwrap();
    assert_eq!(run.losses, [2.3, 2.2, 2.1, 2.0]);
    // The only mark before was past the checkpoint, so that time is not known: it counts from here.
    assert_eq!(run.seconds(), 0.5);
    again.rewind(&key("plain-s", 1), 4);
    again.again(&key("plain-s", 1), false);
    again.stepped(&key("plain-s", 1), &[], 1.0);
    assert_eq!(again.record.run(&key("plain-s", 1)).unwrap().seconds(), 0.5);
    assert_eq!(again.record.validate(), Ok(()));
}

#[test]
fn steps_are_taken_once_and_without_gaps() {
    let mut board = board();
    let plain = key("plain-s", 1);
    board.stepped(&plain, &[step(0, 2.0), step(0, 3.0), step(2, 1.0)], 1.0);
    assert_eq!(board.record.run(&plain).unwrap().losses, [2.0]);
}

#[test]
fn a_long_run_keeps_few_moments_and_its_last_one_exactly() {
    let mut board = board();
    board.record.experiment.training.epochs = 500; // 2,000 steps
    let plain = key("plain-s", 1);
    for idx in 0..2_000 {
        board.stepped(&plain, &[step(idx, 2.0)], (idx + 1) as f32);
    }
    let clock = &board.record.run(&plain).unwrap().clock;
    assert!(clock.len() <= MOST_MARKS + 1, "{}", clock.len());
    assert!(clock.windows(2).all(|pair| pair[0].n_steps < pair[1].n_steps));
    let last = clock.last().unwrap();
    assert_eq!((last.n_steps, last.seconds), (2_000, 2_000.0));
    // Eight steps a mark, as 2,000 / 256 rounds up.
    assert!(clock.windows(2).all(|pair| pair[1].n_steps - pair[0].n_steps <= 8));
}

#[test]
fn a_run_that_is_over_can_wait_again_and_change_its_place() {
    let mut board = board();
    board.stopped(&key("plain-s", 2));
    assert_eq!(names(&board.waiting()), ["dilated-s 1", "plain-s 1", "dilated-s 2"]);
    board.again(&key("plain-s", 2), true);
    board.move_by(&key("plain-s", 2), true);
    board.move_by(&key("plain-s", 2), true);
    assert_eq!(
        names(&board.waiting()),
        ["dilated-s 1", "plain-s 2", "plain-s 1", "dilated-s 2"]
    );
    board.move_by(&key("dilated-s", 1), true);
    assert_eq!(names(&board.waiting())[0], "dilated-s 1");
}

#[test]
fn a_seed_can_be_added_while_others_run_but_not_twice() {
    let mut board = board();
    board.release();
    board.due();
    assert_eq!(board.add_seed(9), Ok(()));
    assert_eq!(
        names(&board.waiting()),
        ["dilated-s 2", "plain-s 2", "dilated-s 9", "plain-s 9"]
    );
    assert!(board.add_seed(9).is_err());
    assert_eq!(board.record.runs.len(), 6);
}

#[test]
fn what_is_begun_anew_can_have_its_result_back_until_its_first_epoch() {
    let mut board = board();
    let plain = key("plain-s", 1);
    let epoch = |test_accuracy| EpochMetrics {
        epoch: 0,
        train_loss: 2.0,
        test_loss: 2.0,
        test_accuracy,
        n_test: 10,
    };
    board.stepped(&plain, &[step(0, 2.3)], 1.0);
    board.epoch_done(&plain, epoch(0.5));
    board.stopped(&plain);
    let old = board.record.run(&plain).unwrap().clone();
    board.again(&plain, true);
    assert!(board.record.run(&plain).unwrap().losses.is_empty());
    assert_eq!((board.to_keep(&plain), board.replaced().count()), (None, 1));
    assert!(board.restore(&plain));
    assert_eq!(board.record.run(&plain), Some(&old));
    assert!(!board.restore(&plain));
    // Begun anew twice, the result is still the first one; the new run's first epoch ends that.
    board.again(&plain, true);
    board.stopped(&plain);
    board.again(&plain, true);
    board.stepped(&plain, &[step(0, 9.0)], 1.0);
    assert!(board.is_replaced(&plain));
    board.epoch_done(&plain, epoch(0.25));
    assert!(!board.is_replaced(&plain) && board.to_keep(&plain).is_some());
    // What had recorded nothing has nothing to give back.
    board.stopped(&key("dilated-s", 1));
    board.again(&key("dilated-s", 1), true);
    assert_eq!(board.replaced().count(), 0);
}

#[test]
fn progress_does_not_count_what_a_failed_run_will_not_do() {
    let mut board = board();
    assert_eq!(board.progress(), (0, 16)); // 4 runs of ceil(100 / 32) = 4 steps
    board.stepped(&key("plain-s", 1), &[step(0, 2.3)], 1.0);
    board.failed(&key("plain-s", 1), String::new());
    assert_eq!(board.progress(), (1, 13));
}
