//! What was asked of networks and is not answered yet: plain, without a browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::choice::Preference;
use crate::bridge::protocol::{EngineKind, Event, Fault, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion, Request};

/// A look into a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Into which network.
    pub network: NetworkSource,
    /// What is wanted of it.
    pub question: ProbeQuestion,
    /// The image's bytes, where the question wants one: 3 planes of 32 × 32; else empty.
    pub pixels: Vec<u8>,
    /// Which engine is opened where none is open; an open one is taken as it is.
    pub preference: Preference,
}

/// What is said about a question.
#[derive(Clone, Debug, PartialEq)]
pub enum HeardProbe {
    /// The engine that would be opened is still being built; looked for again every ten seconds.
    Waiting(EngineKind),
    /// Images are being read.
    Reading {
        /// Images done.
        n_done: usize,
        /// Images in all.
        n_total: usize,
    },
    /// The answer; nothing is heard after it.
    Answered {
        /// What the numbers are.
        answer: ProbeAnswer,
        /// The numbers; none where the answer is a file.
        values: Vec<f32>,
        /// Steps that the network was trained for; 0 where its weights are drawn.
        n_steps: usize,
        /// Whether it was computed for an earlier question, so that its time says nothing of the engine.
        is_kept: bool,
    },
    /// There is no answer; nothing is heard after it.
    Failed(Fault),
}

/// Hears all about one question.
pub type HearProbe = Rc<dyn Fn(HeardProbe)>;

struct Open {
    probe: ProbeId,
    question: Question,
    hear: HearProbe,
}

/// The questions that wait for an answer.
#[derive(Default)]
pub struct Questions {
    open: RefCell<Vec<Open>>,
    n_asked: Cell<u64>,
}

impl Questions {
    /// Adds a question, and names it.
    pub fn add(&self, question: Question, hear: HearProbe) -> ProbeId {
        self.n_asked.set(self.n_asked.get() + 1);
        let probe = ProbeId(self.n_asked.get());
        self.open.borrow_mut().push(Open { probe, question, hear });
        probe
    }

    /// Whether `probe` waits for its answer.
    pub fn is_open(&self, probe: ProbeId) -> bool {
        self.open.borrow().iter().any(|open| open.probe == probe)
    }

    /// The requests of all that wait, or of `only` one, each with the bytes next to it.
    pub fn requests(&self, only: Option<ProbeId>, data_url: &str) -> Vec<(Request, Vec<u8>)> {
        let open = self.open.borrow();
        let wanted = open.iter().filter(|open| only.is_none_or(|only| open.probe == only));
        let request = |open: &Open| {
            let request = Request::Probe {
                probe: open.probe,
                network: open.question.network.clone(),
                question: open.question.question.clone(),
                data_url: data_url.to_owned(),
            };
            let beside = [open.question.pixels.as_slice(), open.question.network.beside()].concat();
            (request, beside)
        };
        wanted.map(request).collect()
    }

    /// Tells whoever asked `probe`; after an answer or a failure the question is closed.
    pub fn tell(&self, probe: ProbeId, heard: HeardProbe) {
        let mut open = self.open.borrow_mut();
        let Some(idx) = open.iter().position(|open| open.probe == probe) else {
            return;
        };
        let hear = match heard {
            HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => Rc::clone(&open[idx].hear),
            HeardProbe::Answered { .. } | HeardProbe::Failed(_) => open.remove(idx).hear,
        };
        // Whoever hears may ask again at once.
        drop(open);
        hear(heard);
    }

    /// Passes on what the engine says about a probe; any other event comes back.
    pub fn take(&self, event: Event, bytes: &[u8]) -> Option<Event> {
        match event {
            Event::Probing { probe, n_done, n_total } => self.tell(probe, HeardProbe::Reading { n_done, n_total }),
            Event::Probed {
                probe,
                mut answer,
                n_steps,
                is_kept,
            } => {
                let values = answer.take_beside(bytes);
                let heard = HeardProbe::Answered {
                    answer,
                    values,
                    n_steps,
                    is_kept,
                };
                self.tell(probe, heard);
            }
            Event::ProbeFailed { probe, fault } => self.tell(probe, HeardProbe::Failed(fault)),
            other => return Some(other),
        }
        None
    }

    /// Forgets `probe`, whose asker hears nothing any more.
    pub fn forget(&self, probe: ProbeId) {
        self.open.borrow_mut().retain(|open| open.probe != probe);
    }

    /// Closes all questions with `fault`.
    pub fn fail_all(&self, fault: &Fault) {
        let all = self.open.take();
        for open in all {
            (open.hear)(HeardProbe::Failed(fault.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::RunId;

    type Said = Rc<RefCell<Vec<HeardProbe>>>;

    fn asked(questions: &Questions) -> (ProbeId, Said) {
        let said = Said::default();
        let ear = Rc::clone(&said);
        let question = Question {
            network: NetworkSource::Trained { run: RunId(1) },
            question: ProbeQuestion::FeatureMaps { layer: "conv1".into() },
            pixels: vec![7],
            preference: Preference::Cpu,
        };
        let probe = questions.add(question, Rc::new(move |heard| ear.borrow_mut().push(heard)));
        (probe, said)
    }

    fn probed(probe: ProbeId) -> Event {
        Event::Probed {
            probe,
            answer: ProbeAnswer::Weights { shape: vec![2] },
            n_steps: 3,
            is_kept: true,
        }
    }

    #[test]
    fn an_answer_reaches_its_asker_once_with_its_numbers() {
        let questions = Questions::default();
        let (first, first_said) = asked(&questions);
        let (second, second_said) = asked(&questions);
        let bytes = [0.5_f32.to_le_bytes(), (-2.0_f32).to_le_bytes()].concat();
        assert_eq!(questions.take(probed(second), &bytes), None);
        assert_eq!(questions.take(probed(second), &bytes), None);
        let answered = HeardProbe::Answered {
            answer: ProbeAnswer::Weights { shape: vec![2] },
            values: vec![0.5, -2.0],
            n_steps: 3,
            is_kept: true,
        };
        assert_eq!(
            (first_said.borrow().len(), second_said.borrow().as_slice()),
            (0, [answered].as_slice())
        );
        assert!(questions.is_open(first) && !questions.is_open(second));
    }

    #[test]
    fn progress_leaves_the_question_open_and_other_events_come_back() {
        let questions = Questions::default();
        let (probe, said) = asked(&questions);
        let progress = Event::Probing {
            probe,
            n_done: 8,
            n_total: 64,
        };
        assert_eq!(questions.take(progress, &[]), None);
        let reading = HeardProbe::Reading { n_done: 8, n_total: 64 };
        assert_eq!(said.borrow().as_slice(), [reading]);
        assert!(questions.is_open(probe));
        assert_eq!(
            questions.take(Event::Paused(RunId(1)), &[]),
            Some(Event::Paused(RunId(1)))
        );
    }

    #[test]
    fn the_end_of_the_engine_answers_every_question() {
        let questions = Questions::default();
        let (_, said) = asked(&questions);
        questions.fail_all(&Fault::Ended);
        questions.fail_all(&Fault::Ended);
        assert_eq!(said.borrow().as_slice(), [HeardProbe::Failed(Fault::Ended)]);
    }

    #[test]
    fn a_forgotten_question_hears_nothing_and_is_not_sent_again() {
        let questions = Questions::default();
        let (first, said) = asked(&questions);
        let (second, _) = asked(&questions);
        questions.forget(first);
        questions.take(probed(first), &[]);
        assert!(said.borrow().is_empty());
        let sent = questions.requests(None, "data/");
        assert!(
            matches!(sent.as_slice(), [(Request::Probe { probe, .. }, bytes)] if *probe == second && *bytes == [7])
        );
        assert!(questions.requests(Some(first), "data/").is_empty());
    }

    #[test]
    fn whoever_hears_may_ask_again() {
        let questions = Rc::new(Questions::default());
        let again = Rc::clone(&questions);
        let question = Question {
            network: NetworkSource::Trained { run: RunId(1) },
            question: ProbeQuestion::Weights { name: "fc.bias".into() },
            pixels: Vec::new(),
            preference: Preference::Auto,
        };
        let next = question.clone();
        questions.add(
            question,
            Rc::new(move |_| {
                again.add(next.clone(), Rc::new(|_| {}));
            }),
        );
        questions.fail_all(&Fault::Ended);
        assert!(questions.is_open(ProbeId(2)));
    }
}
