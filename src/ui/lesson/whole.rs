//! The way from a network that is shown anywhere to the lesson that computes its maps.

use leptos::prelude::*;

use super::course::Lesson;
use crate::spec::{InputSpec, NetworkSpec, variants};
use crate::ui::app::Base;
use crate::ui::i18n::{tr, use_speech};

/// A link to the maps of `network`; nothing where the lesson cannot compute them: other images, or no classifier.
#[component]
pub fn WholeLink(
    /// The network in front of the learner.
    #[prop(into)]
    network: Signal<Option<NetworkSpec>>,
) -> impl IntoView {
    let speech = use_speech();
    let base = StoredValue::new(expect_context::<Base>().0);
    let query = Memo::new(move |_| network.with(|network| network.as_ref().and_then(query)));
    let address = move || {
        let path = Lesson::Networks.path()?;
        let query = query.get()?;
        Some(format!(
            "{}{path}?{query}&lang={}",
            base.get_value(),
            speech.language().id()
        ))
    };
    move || {
        address().map(|address| {
            view! { <p><a class="link" data-testid="to-whole" href=address>{tr!(speech, networks.look_whole)}</a></p> }
        })
    }
}

fn query(network: &NetworkSpec) -> Option<String> {
    if network.input != InputSpec::CIFAR10 {
        return None;
    }
    network.check_size().ok()?;
    network.lower().ok()?;
    let known = variants::VARIANTS.iter().find(|variant| variant.network() == *network);
    match known {
        Some(variant) => Some(format!("net={}", variant.id)),
        None => Some(format!("spec={}", network.to_link().ok()?)),
    }
}
