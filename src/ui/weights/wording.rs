//! What trained weights are, in words.

use leptos::prelude::Get;

use super::chosen::{Chosen, Refused};
use super::kept::kept_problem;
use super::shelf::{About, KeptRun, Trained, WeightsId};
use crate::bridge::protocol::{Fault, Refusal as BadWeights};
use crate::ui::i18n::{Speech, say};
use crate::ui::names;
use crate::ui::numbers::percent;
use crate::ui::query::Language;
use crate::ui::words::{Told, sentence};

/// A short name, for a button or a list.
pub fn label(speech: Speech, trained: &Trained) -> String {
    match &trained.about {
        About::Recorded(_) if trained.id.is_half_way() => say!(speech, weights.recorded_half),
        About::Recorded(_) => say!(speech, weights.recorded),
        About::Run(run) => say!(speech, weights.of_run, accuracy = percent(run.accuracy)),
        About::Kept(kept) => {
            let (name, seed) = (names::variant(speech, &kept.run.variant), kept.run.seed);
            if is_over(kept) {
                let accuracy = kept.accuracy.map(percent).unwrap_or_default();
                say!(speech, weights.of_kept, name = name, seed = seed, accuracy = accuracy)
            } else {
                say!(
                    speech,
                    weights.of_kept_open,
                    name = name,
                    seed = seed,
                    step = kept.n_steps
                )
            }
        }
        About::File(file) => file.name.clone(),
    }
}

fn is_over(kept: &KeptRun) -> bool {
    kept.n_steps == kept.run.n_steps() && kept.accuracy.is_some()
}

/// What the weights in use are, in a sentence or two.
pub fn provenance(speech: Speech, chosen: Chosen) -> String {
    if let Some(reason) = chosen.problem() {
        return say!(speech, weights.not_recorded, reason = reason.trim_end_matches('.'));
    }
    match chosen.current() {
        Some(trained) => about(speech, &trained),
        None => say!(speech, weights.about_drawn, seed = chosen.seed.get()),
    }
}

/// What trained weights are, in a sentence or two.
pub fn about(speech: Speech, trained: &Trained) -> String {
    match &trained.about {
        About::Recorded(None) => say!(speech, weights.fetching),
        About::Recorded(Some(record)) => say!(
            speech,
            weights.about_recorded,
            seed = record.seed,
            epochs = record.training.epochs,
            images = record.data.n_train,
            tests = record.data.n_test,
            accuracy = percent(record.accuracy),
            date = record.origin.date.clone(),
            machine = record.origin.machine.clone(),
            commit = record.origin.commit.clone(),
        ),
        About::Run(run) => say!(
            speech,
            weights.about_run,
            seed = run.spec.seed,
            data = names::dataset(speech, run.spec.data.dataset),
            accuracy = percent(run.accuracy),
        ),
        About::Kept(kept) => about_kept(speech, kept),
        About::File(file) => {
            let n_total = file.report.n_taken + file.report.unfit.len();
            say!(
                speech,
                weights.about_file,
                file = file.name.clone(),
                taken = file.report.n_taken,
                total = n_total
            )
        }
    }
}

fn about_kept(speech: Speech, kept: &KeptRun) -> String {
    let tested = match kept.accuracy {
        Some(accuracy) => say!(speech, weights.kept_tested, accuracy = percent(accuracy)),
        None => say!(speech, weights.kept_untested),
    };
    say!(
        speech,
        weights.about_kept,
        experiment = speech.words().template_name(&kept.title),
        name = names::variant(speech, &kept.run.variant),
        seed = kept.run.seed,
        data = names::dataset(speech, kept.run.data.dataset),
        step = kept.n_steps,
        steps = kept.run.n_steps(),
        tested = tested,
    )
}

/// Why a choice did not come true, and what helps.
pub fn refusal(speech: Speech, refused: &Refused) -> String {
    match refused {
        Refused::File { name, fault } => {
            // The file is at fault, not the settings of a form.
            let reason = match fault {
                Fault::BadSpec { problem } => sentence(speech.language(), &of_file(speech.language(), problem)),
                fault => names::advice(speech, fault),
            };
            say!(speech, weights.import_bad, file = name.clone(), reason = reason)
        }
        Refused::TooLarge { name, mb } => {
            say!(speech, weights.too_large, file = name.clone(), mb = format!("{mb:.0}"))
        }
        Refused::Kept(problem) => kept_problem(speech, problem),
    }
}

/// What is wrong with a file, or with a weight in it; the file's own name stands in the sentence already.
fn of_file(language: Language, problem: &BadWeights) -> String {
    match problem {
        BadWeights::Weight { name, problem } if name == "file" => problem.told(language),
        other => other.told(language),
    }
}

/// The stable word of an origin, for tests.
pub fn word_of(id: WeightsId) -> &'static str {
    match id {
        WeightsId::Recorded(_) if id.is_half_way() => "weights-half",
        WeightsId::Recorded(_) => "weights-recorded",
        WeightsId::Run(_) => "weights-run",
        WeightsId::Held(_) => "weights-held",
    }
}
