//! The frame of a figure: title, picture, one-line reading aid, export.

use leptos::html::Div;
use leptos::prelude::*;

use super::export;
use crate::ui::i18n::{say, tr, use_speech};

/// A figure around `children`, whose pictures can be saved as one.
#[component]
pub fn FigureFrame(
    /// Name of the saved file, without ending.
    id: &'static str,
    /// What it shows.
    #[prop(into)]
    title: Signal<String>,
    /// How to read it, in one line.
    #[prop(into)]
    aid: Signal<String>,
    /// The picture.
    children: Children,
) -> impl IntoView {
    let speech = use_speech();
    let holder = NodeRef::<Div>::new();
    let problem = RwSignal::new(None::<String>);
    let save = move |png: bool| {
        problem.set(None);
        let Some(holder) = holder.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            let saved = if png {
                export::png(&holder, id).await
            } else {
                export::svg(&holder, id)
            };
            if let Err(reason) = saved {
                problem.set(Some(reason));
            }
        });
    };
    view! {
        <figure class="figure lesson-figure">
            <figcaption class="lesson-figure__head">
                <span class="figure__title">{move || title.get()}</span>
                <span class="lesson-figure__exports">
                    <button type="button" class="button button--quiet" title=tr!(speech, frame.save_svg)
                        aria-label=tr!(speech, frame.save_svg) on:click=move |_| save(false)>"SVG"</button>
                    <button type="button" class="button button--quiet" title=tr!(speech, frame.save_png)
                        aria-label=tr!(speech, frame.save_png) on:click=move |_| save(true)>"PNG"</button>
                </span>
            </figcaption>
            <div class="lesson-figure__picture" node_ref=holder>{children()}</div>
            <p class="figure__aid">{move || aid.get()}</p>
            {move || problem.get().map(|reason| view! {
                <p class="note" role="alert">{move || say!(speech, frame.not_saved, reason = reason)}</p>
            })}
        </figure>
    }
}
