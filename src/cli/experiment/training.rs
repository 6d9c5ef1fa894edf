//! One run: its session, and what the record will say of it.

use super::driver::Images;
use super::origin::Clock;
use super::parts::{Head, Part};
use crate::engine::{Advance, Session, device};
use crate::lab::experiment::RunKey;
use crate::lab::record::{ClockMark, Origin, RunRecord, RunState};
use crate::spec::RunSpec;

/// A run that goes on.
pub struct Training {
    session: Session,
    run: RunRecord,
    clock: Clock,
    origin: Origin,
}

/// How far a piece of work has brought a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Somewhere within an epoch.
    Middle,
    /// The end of an epoch, its test included.
    EpochEnd,
    /// The end.
    Done,
}

impl Training {
    /// A run from its beginning.
    ///
    /// # Errors
    /// Those of [`Session::new`].
    pub fn begin(key: RunKey, spec: RunSpec, images: &Images, here: &Origin) -> Result<Self, String> {
        let (train, test) = images.of(&spec);
        let session = Session::new(spec, train, test, &device::cpu()).map_err(|error| error.to_string())?;
        let mut run = RunRecord::new(key);
        run.device = Some("cpu".to_owned());
        run.state = RunState::Running;
        Ok(Self {
            session,
            run,
            clock: Clock::default(),
            origin: here.clone(),
        })
    }

    /// A run from where it was kept.
    ///
    /// # Errors
    /// Those of [`Session::resume`].
    pub fn resume(part: Part, images: &Images, here: &Origin) -> Result<Self, String> {
        let Part { head, checkpoint } = part;
        let (train, test) = images.of(checkpoint.run());
        let session = Session::resume(&checkpoint, train, test, &device::cpu()).map_err(|error| error.to_string())?;
        let mut clock = Clock::default();
        clock.count(head.seconds);
        Ok(Self {
            session,
            run: head.run,
            clock,
            origin: head.origin.and(here),
        })
    }

    /// Steps done.
    pub fn n_steps(&self) -> usize {
        self.run.losses.len()
    }

    /// Seconds of training.
    pub fn seconds(&self) -> f64 {
        self.clock.seconds()
    }

    /// Does the next piece of work.
    ///
    /// # Errors
    /// Those of [`Session::advance`].
    pub fn advance(&mut self) -> Result<Reached, String> {
        let advance = pollster::block_on(self.clock.timed(self.session.advance()));
        let (advance, seconds) = advance.map_err(|error| error.to_string())?;
        Ok(match advance {
            Advance::Stepped(step) => {
                self.clock.count(seconds);
                self.run.losses.push(step.loss);
                Reached::Middle
            }
            Advance::Tested { .. } => Reached::Middle,
            Advance::EpochDone(epoch) => {
                self.run.epochs.push(epoch);
                self.run.clock.push(ClockMark {
                    n_steps: self.run.losses.len(),
                    seconds: self.clock.seconds() as f32,
                });
                Reached::EpochEnd
            }
            Advance::Finished(summary) => {
                self.run.summary = Some(summary);
                self.run.state = RunState::Done;
                Reached::Done
            }
        })
    }

    /// The run as it stands, to be kept.
    ///
    /// # Errors
    /// Those of [`Session::checkpoint`].
    pub fn part(&self) -> Result<Part, String> {
        let checkpoint = pollster::block_on(self.session.checkpoint()).map_err(|error| error.to_string())?;
        let head = Head {
            run: self.run.clone(),
            seconds: self.clock.seconds(),
            origin: self.origin.clone(),
        };
        Ok(Part { head, checkpoint })
    }

    /// Which run it is.
    pub fn key(&self) -> &RunKey {
        &self.run.key
    }

    /// What the record says of it, and where it was made.
    pub fn into_record(self) -> (RunRecord, Origin) {
        (self.run, self.origin)
    }

    /// What the record says of it where it failed: its curve, and why.
    pub fn failed(mut self, reason: String) -> (RunRecord, Origin) {
        self.run.state = RunState::Failed { reason };
        self.into_record()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::experiment::origin;
    use crate::cli::experiment::parts::Parts;
    use crate::lab::experiment::Experiment;
    use crate::lab::record::ExperimentRecord;
    use crate::lab::templates;
    use crate::spec::AugmentSpec;

    /// One small network, two epochs of 4 steps, 110 test images in two pieces: 8 steps, 4 pieces of tests, the end.
    fn plan() -> Experiment {
        let mut plan = templates::find("scales-fields").unwrap().experiment();
        plan.variants.truncate(1);
        plan.seeds = vec![3];
        plan.data.n_train = 100;
        plan.data.n_test = 110;
        plan.data.augment = AugmentSpec { flip: true, shift: 2 };
        plan.training.epochs = 2;
        plan.training.batch_size = 32;
        plan
    }

    fn begun(plan: &Experiment) -> Training {
        let key = plan.keys().remove(0);
        let spec = plan.run(&key).unwrap();
        Training::begin(key, spec, &Images::Scales, &origin::here("Scales")).unwrap()
    }

    fn finished(mut training: Training) -> RunRecord {
        while training.advance().unwrap() != Reached::Done {}
        training.into_record().0
    }

    /// Everything but how long it took.
    fn numbers(mut run: RunRecord) -> RunRecord {
        run.clock.iter_mut().for_each(|mark| mark.seconds = 0.0);
        run
    }

    #[test]
    fn a_run_that_was_cut_anywhere_leaves_the_record_of_one_that_was_not() {
        let plan = plan();
        let whole = numbers(finished(begun(&plan)));
        assert_eq!((whole.losses.len(), whole.epochs.len()), (8, 2));
        let folder = tempfile::tempdir().unwrap();
        let parts = Parts::beside(&folder.path().join("record.json")).unwrap();
        for n_pieces in 1..=12 {
            let mut training = begun(&plan);
            for _ in 0..n_pieces {
                training.advance().unwrap();
            }
            let seconds = training.seconds();
            parts
                .keep(&whole.key, &training.part().unwrap().to_bytes().unwrap())
                .unwrap();
            drop(training);
            let part = parts.take(&plan, &whole.key).unwrap().unwrap();
            let resumed = Training::resume(part, &Images::Scales, &origin::here("Scales")).unwrap();
            assert_eq!(resumed.seconds().to_bits(), seconds.to_bits());
            let run = finished(resumed);
            assert!(f64::from(run.seconds()) >= seconds as f32 as f64);
            let bits = |run: &RunRecord| run.losses.iter().map(|loss| loss.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&run), bits(&whole), "cut after {n_pieces} pieces");
            assert_eq!(numbers(run), whole, "cut after {n_pieces} pieces");
        }
        parts.forget(&whole.key);
        assert_eq!(parts.take(&plan, &whole.key), Ok(None));
        drop(parts);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_part_that_is_damaged_or_of_another_run_is_named() {
        let plan = plan();
        let mut training = begun(&plan);
        training.advance().unwrap();
        let part = training.part().unwrap();
        let key = &part.head.run.key;
        let bytes = part.to_bytes().unwrap();
        assert_eq!(Part::from_bytes(&plan, key, &bytes), Ok(part.clone()));
        for n_bytes in (0..bytes.len()).step_by(97) {
            let cut = Part::from_bytes(&plan, key, &bytes[..n_bytes]);
            assert!(cut.is_err(), "{n_bytes} bytes");
            let mut changed = bytes.clone();
            changed[n_bytes] ^= 1;
            assert!(Part::from_bytes(&plan, key, &changed).is_err(), "byte {n_bytes}");
        }
        let mut other = plan.clone();
        other.training.epochs = 3;
        let refused = Part::from_bytes(&other, key, &bytes).unwrap_err();
        assert!(refused.contains("another run (other training)"), "{refused}");
        let mut short = part.clone();
        short.head.run.losses.clear();
        let refused = Part::from_bytes(&plan, key, &short.to_bytes().unwrap()).unwrap_err();
        assert!(refused.contains("does not lead to its weights"), "{refused}");

        let folder = tempfile::tempdir().unwrap();
        let parts = Parts::beside(&folder.path().join("record.json")).unwrap();
        parts.keep(key, &bytes).unwrap();
        let is_part = |path: &Path| path.extension() == Some("part".as_ref());
        let files = folder.path().join("record.json.parts").read_dir().unwrap();
        let file = files
            .map(|entry| entry.unwrap().path())
            .find(|path| is_part(path))
            .unwrap();
        std::fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
        let refused = parts.take(&plan, key).unwrap_err();
        assert!(refused.contains(&*file.to_string_lossy()), "{refused}");
        assert!(refused.contains("cut or damaged"), "{refused}");
    }

    #[test]
    fn a_run_that_fails_keeps_its_curve_and_its_reason() {
        let plan = plan();
        let mut training = begun(&plan);
        training.advance().unwrap();
        let (run, _) = training.failed("no more".to_owned());
        let record = ExperimentRecord {
            runs: vec![run],
            ..ExperimentRecord::new(plan)
        };
        assert_eq!(record.validate(), Ok(()));
        assert_eq!(record.runs[0].losses.len(), 1);
        assert!(matches!(&record.runs[0].state, RunState::Failed { reason } if reason == "no more"));
    }

    #[test]
    fn a_record_is_written_by_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("record.json");
        let first = Parts::beside(&out).unwrap();
        let refused = Parts::beside(&out).unwrap_err();
        assert!(refused.contains("record.json: another"), "{refused}");
        drop(first);
        Parts::beside(&out).unwrap();
    }
}
