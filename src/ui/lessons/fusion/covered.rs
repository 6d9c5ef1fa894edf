//! A prediction before the gates of a network are drawn: an untrained CBAM's bars would give the answer away.

use leptos::prelude::*;

use super::gates::Gates;
use super::gates_figure::GatesFigure;
use super::trained::{Attending, use_attending};
use crate::draw::sliding::written;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, use_place};

/// The question's word in storage.
const QUESTION: &str = "untrained-gates";

/// Whether the gates may be seen: the question is answered, was passed over, or the address names what is seen of them.
pub fn is_uncovered() -> Memo<bool> {
    let (attending, place) = (use_attending(), use_place());
    Memo::new(move |_| {
        let is_answered = || {
            let progress = place.progress.read();
            progress.guesses.keys().any(|key| key.starts_with(QUESTION))
        };
        attending.is_uncovered.get() || is_answered()
    })
}

/// Mean channel gate, mean place gate, and their product, with the untrained weights; what σ(0) gives until they are there.
fn untrained(attending: Attending) -> [f64; 3] {
    let mean = |values: &[f32]| values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len().max(1) as f64;
    let found = attending.gates(0, |gates: &Gates| [mean(&gates.channel), mean(&gates.spatial.values)]);
    let [channel, place] = found.unwrap_or([0.5; 2]);
    [channel, place, channel * place]
}

/// Which of 1, ½, ¼ and 0 is nearest to it.
fn untrained_share(attending: Attending) -> usize {
    let share = untrained(attending)[2];
    let far = |at: &usize| ([1.0, 0.5, 0.25, 0.0][*at] - share).abs();
    (0..4).min_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or(2)
}

fn explain_untrained(speech: Speech, attending: Attending) -> String {
    let [channel, place, both] = untrained(attending).map(|share| written(share, 3));
    say!(
        speech,
        cbam.explain_untrained,
        channel = channel,
        place = place,
        both = both
    )
}

/// The question, and below it the gates once it is answered or passed over.
#[component]
pub fn CoveredGates() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let is_open = is_uncovered();
    let shares = move || {
        let all = say!(speech, cbam.share_all);
        vec![all, "½".to_owned(), "¼".to_owned(), "0".to_owned()]
    };
    view! {
        <ChoiceQuestion id=QUESTION ask=Signal::derive(tr!(speech, cbam.ask_untrained)) options=Signal::derive(shares)
            answer=Signal::derive(move || untrained_share(attending)) explain=Signal::derive(move || explain_untrained(speech, attending)) />
        {move || if is_open.get() {
            view! { <GatesFigure /> }.into_any()
        } else {
            view! {
                <div class="panel" data-testid="gates-covered">
                    <p>{tr!(speech, inside.covered)}</p>
                    <button type="button" class="button" data-testid="gates-uncover" on:click=move |_| attending.is_uncovered.set(true)>{tr!(speech, inside.uncover)}</button>
                </div>
            }
            .into_any()
        }}
    }
}
