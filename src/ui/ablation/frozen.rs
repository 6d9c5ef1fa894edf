//! A hidden tab that the browser has frozen: training stood still meanwhile, and the page says so and why.
//!
//! A tab that is only hidden trains on. Some browsers freeze hidden tabs after a while, workers included (Page Lifecycle,
//! events `freeze` and `resume` of the document).

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;

use super::store::Ablation;
use crate::ui::i18n::{say, use_speech};
use crate::ui::numbers::clock;

/// Seconds that the last freeze took, if runs were going on; a context of the whole page.
#[derive(Clone, Copy)]
pub struct Frozen(RwSignal<Option<f64>>);

impl Frozen {
    /// Makes it a context, and listens as long as the page lives.
    pub fn provide(ablation: Ablation) {
        let lasted = RwSignal::new(None::<f64>);
        let since_ms = StoredValue::new(None::<f64>);
        provide_context(Self(lasted));
        listen("freeze", move || {
            let is_busy = ablation.state.with_untracked(super::state::AblationState::is_busy);
            since_ms.set_value(is_busy.then(js_sys::Date::now));
        });
        listen("resume", move || {
            let since = since_ms.try_update_value(Option::take).flatten();
            if let Some(since) = since {
                lasted.set(Some(((js_sys::Date::now() - since) / 1000.0).max(0.0)));
            }
        });
    }
}

fn listen(event: &str, hear: impl FnMut() + 'static) {
    let hear = Closure::<dyn FnMut()>::new(hear);
    // Nothing is thrown for a name and a function.
    let _ = document().add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
    // As long as the page.
    hear.forget();
}

/// Says that the page was frozen, until the next experiment begins.
#[component]
pub fn FrozenNote() -> impl IntoView {
    let speech = use_speech();
    let Frozen(lasted) = expect_context::<Frozen>();
    let ablation = expect_context::<Ablation>();
    let id = ablation.part(|state| state.id.clone());
    Effect::new(move |before: Option<Option<String>>| {
        let now = id.get();
        if before.is_some_and(|before| before != now) {
            lasted.set(None);
        }
        now
    });
    view! {
        {move || lasted.get().map(|seconds| view! {
            <p class="panel panel--note" role="status" data-testid="frozen-note">
                {say!(speech, ablation.frozen, time = clock(seconds))}
            </p>
        })}
    }
}
