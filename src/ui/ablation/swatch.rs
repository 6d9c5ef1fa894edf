//! What stands for a variant in legends and tables: a short piece of its line.

use leptos::prelude::*;

use crate::draw::bands::style::swatch;

/// The piece of line; a picture beside the name, which says who it is.
#[component]
pub fn Swatch(
    /// Number of the variant.
    #[prop(into)]
    number: Signal<usize>,
) -> impl IntoView {
    view! { <span class="stroke-box" aria-hidden="true" inner_html=move || swatch(number.get())></span> }
}
