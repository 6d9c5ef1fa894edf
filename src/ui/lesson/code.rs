//! A network as source code: shown, copied, saved.

use std::time::Duration;

use leptos::prelude::*;

use super::export;
use crate::spec::{NetworkSpec, SpecError};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::outside;
use crate::ui::words::Told;

/// A library that a network can be written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Library {
    PyTorch,
    Burn,
}

impl Library {
    const ALL: [Self; 2] = [Self::PyTorch, Self::Burn];

    const fn name(self) -> &'static str {
        match self {
            Self::PyTorch => "PyTorch",
            Self::Burn => "Burn",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::PyTorch => "network.py",
            Self::Burn => "network.rs",
        }
    }

    fn write(self, network: &NetworkSpec) -> Result<String, SpecError> {
        match self {
            Self::PyTorch => network.pytorch(),
            Self::Burn => network.burn(),
        }
    }

    fn note(self, speech: Speech) -> String {
        match self {
            Self::PyTorch => say!(speech, code.pytorch_note),
            Self::Burn => say!(speech, code.burn_note),
        }
    }
}

/// Buttons that show `network` as code; pressed again, they hide it. Nothing is written before it is shown.
#[component]
pub fn NetworkCode(
    /// The network in front of the learner.
    #[prop(into)]
    network: Signal<Option<NetworkSpec>>,
) -> impl IntoView {
    let speech = use_speech();
    let shown = RwSignal::new(None::<Library>);
    let switch = move |library: Library| {
        view! {
            <button type="button" class="button button--quiet" data-testid=format!("code-{}", library.name().to_lowercase())
                aria-expanded=move || (shown.get() == Some(library)).to_string()
                aria-label=move || say!(speech, code.show, name = library.name())
                on:click=move |_| shown.update(|shown| *shown = (*shown != Some(library)).then_some(library))>
                {library.name()}
            </button>
        }
    };
    view! {
        <div class="code">
            <p class="code__switches">
                <span class="code__title">{tr!(speech, code.title)}</span>
                {Library::ALL.map(switch)}
            </p>
            {move || shown.get().map(|library| view! { <Listing library=library network=network /> })}
        </div>
    }
}

/// The code for one library.
#[component]
fn Listing(library: Library, network: Signal<Option<NetworkSpec>>) -> impl IntoView {
    let speech = use_speech();
    let code = Memo::new(move |_| network.with(|network| network.as_ref().map(|network| library.write(network))));
    let copied = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let copy = move |_| {
        let Some(Ok(text)) = code.get_untracked() else { return };
        problem.set(None);
        leptos::task::spawn_local(async move {
            match outside::copied(&text).await {
                Ok(()) => {
                    copied.set(true);
                    let forget = move || {
                        let _ = copied.try_set(false);
                    };
                    set_timeout(forget, Duration::from_secs(2));
                }
                Err(reason) => problem.set(Some(reason)),
            }
        });
    };
    let save = move |_| {
        if let Some(Ok(text)) = code.get_untracked()
            && let Err(reason) = export::text(&text, library.file())
        {
            problem.set(Some(reason));
        }
    };
    let listing = move || {
        match code.get()? {
        Ok(text) => Some(
            view! {
                <div class="code__bar">
                    <button type="button" class="button button--quiet" data-testid="code-copy" on:click=copy>
                        {move || if copied.get() { say!(speech, code.copied) } else { say!(speech, code.copy) }}
                    </button>
                    <button type="button" class="button button--quiet" data-testid="code-download" on:click=save>
                        {tr!(speech, code.download, file = library.file())}
                    </button>
                </div>
                <pre class="code__text" tabindex="0" role="region" data-testid="code-text"
                    aria-label=move || say!(speech, code.listing, name = library.name())><code>{text}</code></pre>
                <p class="note">{move || library.note(speech)}</p>
            }
            .into_any(),
        ),
        Err(reason) => Some(
            view! { <p class="panel panel--failed" role="alert">{move || say!(speech, code.cannot, reason = reason.told(speech.language()))}</p> }
                .into_any(),
        ),
    }
    };
    view! {
        {listing}
        {move || problem.get().map(|reason| view! {
            <p class="note" role="alert">{move || say!(speech, code.not_copied, reason = reason)}</p>
        })}
    }
}
