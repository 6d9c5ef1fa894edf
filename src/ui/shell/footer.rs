//! The footer: licence, terms of the data, build.

use leptos::prelude::*;

use crate::bridge::protocol::BUILD_ID;
use crate::ui::i18n::{tr, use_speech};

/// The footer of every page.
#[component]
pub fn Footer() -> impl IntoView {
    let speech = use_speech();
    view! {
        <footer class="footer">
            <p>{tr!(speech, shell.private)}</p>
            <p>{tr!(speech, shell.licence)}</p>
            <p>
                {tr!(speech, shell.data_terms)} " "
                <a href="https://www.cs.toronto.edu/~kriz/cifar.html" rel="external">{tr!(speech, shell.cite)}</a>
            </p>
            <p class="footer__build">"Fovea " {env!("CARGO_PKG_VERSION")} " · " {BUILD_ID}</p>
        </footer>
    }
}
