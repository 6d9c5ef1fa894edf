//! What is known of the chosen network, each number with its source.

use leptos::prelude::*;

use super::table::{Accuracy, FAMOUS, Fact, Judged, Source, short};
use super::timeline::chosen;
use crate::ui::app::Base;
use crate::ui::i18n::{Speech, say, tr, use_speech};

/// `71.5 % top-1, 89.8 % top-5`.
pub fn rates(speech: Speech, accuracy: Accuracy) -> String {
    let top1 = format!("{} % {}", accuracy.top1, say!(speech, history.top1));
    match accuracy.top5 {
        Some(top5) => format!("{top1}, {top5} % {}", say!(speech, history.top5)),
        None => format!("{} %", accuracy.top1),
    }
}

/// What is known of the chosen network, each number with its source.
#[component]
pub fn Card() -> impl IntoView {
    let speech = use_speech();
    let at = chosen();
    let famous = move || FAMOUS[at.get()];
    let base = expect_context::<Base>().0;
    let lang = move || speech.language().id();
    let link = move |id: &'static str| format!("{base}/receptive-field/?step=famous&net={id}&lang={}", lang());
    let source = move |source: Source| match source {
        Source::Computed => say!(speech, history.computed),
        Source::Published(source) if source == famous().paper => say!(speech, history.same_paper),
        Source::Published(source) => source.to_owned(),
    };
    let fact = move |name: String, value: String, from: String| {
        view! {
            <tr><th scope="row">{name}</th><td><b>{value}</b><span class="history__source">{from}</span></td></tr>
        }
    };
    let depth = move |fact: Option<Fact>| match fact {
        Some(fact) => (say!(speech, history.layers, n = fact.value), source(fact.source)),
        None => ("–".to_owned(), say!(speech, history.unstated)),
    };
    let judged = move |accuracy: Accuracy| match accuracy.on {
        Judged::Mnist => say!(speech, history.mnist),
        Judged::ImageNet2010 => say!(speech, history.image_net_2010),
        Judged::ImageNet2012 => say!(speech, history.image_net_2012),
    };
    let rows = move || {
        let famous = famous();
        let (layers, layers_from) = depth(famous.depth);
        let accuracy = famous.accuracy;
        vec![
            fact(
                say!(speech, history.year),
                famous.year.to_string(),
                famous.paper.to_owned(),
            ),
            fact(say!(speech, history.depth), layers, layers_from),
            fact(
                say!(speech, history.parameters),
                short(famous.parameters.value),
                source(famous.parameters.source),
            ),
            fact(
                say!(speech, history.field),
                say!(speech, history.pixels, n = famous.field.value),
                source(famous.field.source),
            ),
            fact(
                say!(speech, history.accuracy),
                rates(speech, accuracy),
                format!("{}. {}", judged(accuracy), accuracy.source),
            ),
        ]
    };
    view! {
        <section class="history__card" data-testid="history-card">
            <h3>{move || famous().full_name()}</h3>
            <p>{move || idea(speech, famous().id)}</p>
            <table class="history__facts"><tbody>{rows}</tbody></table>
            {move || note(speech, famous().id).map(|note| view! { <p class="note">{note}</p> })}
            {move || famous().layer.map(|_| view! {
                <p><a class="link" href=link(famous().id)>{tr!(speech, history.field_lesson)}</a></p>
            })}
        </section>
    }
}

fn idea(speech: Speech, id: &str) -> String {
    match id {
        "lenet5" => say!(speech, history.idea_lenet5),
        "alexnet" => say!(speech, history.idea_alexnet),
        "vgg16" => say!(speech, history.idea_vgg16),
        "googlenet" => say!(speech, history.idea_googlenet),
        "inception-v2" => say!(speech, history.idea_v2),
        "inception-v3" => say!(speech, history.idea_v3),
        "resnet50" => say!(speech, history.idea_resnet50),
        "inception-v4" => say!(speech, history.idea_v4),
        _ => say!(speech, history.idea_residual),
    }
}

fn note(speech: Speech, id: &str) -> Option<String> {
    match id {
        "lenet5" => Some(say!(speech, history.note_lenet5)),
        "alexnet" => Some(say!(speech, history.note_alexnet)),
        "googlenet" => Some(say!(speech, history.note_googlenet)),
        "inception-v2" => Some(say!(speech, history.note_v2)),
        "resnet50" => Some(say!(speech, history.note_resnet50)),
        _ => None,
    }
}
