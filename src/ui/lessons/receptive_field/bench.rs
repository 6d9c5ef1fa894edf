//! What the steps of the lesson share: the network, the unit that is looked at, the pins.

use leptos::prelude::*;

use super::alignment_note::AlignmentNote;
use super::effective::measured::with_classifier;
use super::observed::{Focus, Observed};
use crate::draw::layout::Layout;
use crate::geometry::CellCounts;
use crate::spec::{Edit, LinkError, NetworkSpec, presets, variants};
use crate::ui::app::Base;
use crate::ui::history::History;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{Place, use_place};
use crate::ui::{names, outside};

/// The workbench; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Bench {
    /// Id of the network.
    pub id: RwSignal<String>,
    /// The network as it was edited, with what can be undone.
    pub history: RwSignal<History<NetworkSpec>>,
    /// The network.
    pub observed: Memo<Observed>,
    /// The unit that is looked at.
    pub focus: RwSignal<Focus>,
    /// The paths of the unit that is looked at: counted once for all that shows them.
    pub paths: Memo<Vec<CellCounts>>,
    /// Units that stay lit.
    pub pins: RwSignal<Vec<Focus>>,
    /// How the maps lie.
    pub layout: RwSignal<Layout>,
    /// Whether the growth plays.
    pub plays: RwSignal<bool>,
    /// Why the network of the link is not shown.
    pub problem: RwSignal<Option<LinkError>>,
}

impl Bench {
    /// The bench with the network of the address; from now on a context.
    pub fn provide(place: Place) -> Self {
        let named = place.get("net").filter(|id| network(id).is_some());
        let first = if place.step.get_untracked() == 0 {
            "two-conv3x3"
        } else {
            "dilated"
        };
        let id = RwSignal::new(named.unwrap_or_else(|| first.to_owned()));
        let mut history = History::new(found(&id.get_untracked()).spec);
        let edited = place.get("spec").filter(|text| !text.is_empty());
        let edited = edited.map(|text| NetworkSpec::from_link(&text));
        let mut problem = None;
        match edited {
            Some(Ok(spec)) => history.push(spec),
            Some(Err(reason)) => problem = Some(reason),
            None => {}
        }
        let history = RwSignal::new(history);
        let observed = Memo::new(move |_| {
            let spec = history.with(|history| history.present().clone());
            Observed::new(spec).unwrap_or_else(Observed::image_alone)
        });
        let focus = RwSignal::new(observed.with_untracked(|observed| observed.middle(observed.maps.len() - 1)));
        let paths = Memo::new(move |_| observed.with(|observed| observed.paths_of(focus.get())));
        let bench = Self {
            id,
            history,
            observed,
            focus,
            paths,
            pins: RwSignal::default(),
            layout: RwSignal::new(Layout::Stack),
            plays: RwSignal::new(!outside::wants_less_motion()),
            problem: RwSignal::new(problem),
        };
        provide_context(bench);
        Effect::new(move |before: Option<String>| {
            let text = bench.edited().and_then(|spec| spec.to_link().ok()).unwrap_or_default();
            if before.is_some_and(|before| before != text) {
                place.set("spec", &text);
            }
            text
        });
        bench
    }

    /// Looks at the network `id` from now on.
    pub fn choose(self, place: Place, id: &str) {
        self.id.set(id.to_owned());
        self.problem.set(None);
        self.history.set(History::new(found(id).spec));
        self.look_at_top();
        place.set("net", id);
    }

    /// Takes a step in the editor; one that would make no valid network changes nothing.
    pub fn edit(self, edit: &Edit) {
        let edited = self.history.with_untracked(|history| history.present().edited(edit));
        if let Ok(next) = edited {
            self.history.update(|history| history.push(next));
            self.look_at_top();
        }
    }

    /// Looks at `focus`; what plays stops, so that the learner's choice stays.
    pub fn look_at(self, focus: Focus) {
        self.plays.set(false);
        self.focus.set(focus);
    }

    /// The query of the lab that trains this very network, with a classifier where it has none; nothing where the lab
    /// cannot.
    pub fn lab_query(self) -> Option<String> {
        let edited = self.edited();
        let variant = variants::find(&self.id.get()).ok().filter(|_| edited.is_none());
        if let Some(variant) = variant {
            return Some(format!("variant={}", variant.id));
        }
        let spec = self.history.with(|history| with_classifier(history.present())).ok()?;
        Some(format!("spec={}", spec.to_link().ok()?))
    }

    /// The network, where it is not the one of its id.
    fn edited(self) -> Option<NetworkSpec> {
        let base = network(&self.id.get());
        let present = self.history.with(|history| history.present().clone());
        (base.as_ref() != Some(&present)).then_some(present)
    }

    fn look_at_top(self) {
        self.pins.set(Vec::new());
        let top = |observed: &Observed| observed.middle(observed.maps.len() - 1);
        self.focus.set(self.observed.with_untracked(top));
    }
}

fn network(id: &str) -> Option<NetworkSpec> {
    let variant = variants::find(id).map(|variant| variant.network()).ok();
    variant.or_else(|| presets::find(id).map(|preset| preset.network()).ok())
}

/// The network `id`; the image alone where there is none of that name.
fn found(id: &str) -> Observed {
    network(id)
        .and_then(Observed::new)
        .unwrap_or_else(Observed::image_alone)
}

/// Name of a variant or preset.
pub fn name(speech: Speech, id: &str) -> String {
    match id {
        "conv3x3" => say!(speech, field.one_3x3),
        "two-conv3x3" => say!(speech, field.two_3x3),
        "even-kernel" => say!(speech, alignment.preset),
        "lenet5" => "LeNet-5".to_owned(),
        "alexnet" => "AlexNet".to_owned(),
        "vgg16" => "VGG-16".to_owned(),
        "googlenet" => "GoogLeNet".to_owned(),
        "resnet50" => "ResNet-50".to_owned(),
        id => names::variant(speech, id),
    }
}

/// A list of all networks: the first examples and the famous ones, then those of the lab; below it, what is wrong with the
/// merges of the chosen one.
#[component]
pub fn NetworkPicker() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let bench = expect_context::<Bench>();
    let group = move |ids: Vec<&'static str>| {
        let option = move |id: &'static str| {
            view! { <option value=id selected=move || bench.id.get() == id>{move || name(speech, id)}</option> }
        };
        ids.into_iter().map(option).collect_view()
    };
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, field.network)}</span>
            <select class="select" data-testid="network" on:change=move |event| bench.choose(place, &event_target_value(&event))>
                <optgroup label=tr!(speech, field.group_famous)>{group(presets::ids())}</optgroup>
                <optgroup label=tr!(speech, field.group_lab)>{group(variants::ids())}</optgroup>
            </select>
        </label>
        <AlignmentNote />
    }
}

/// A link that opens this very network in the lab, where it can be trained there.
#[component]
pub fn LabLink() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let base = StoredValue::new(expect_context::<Base>().0);
    move || {
        bench.lab_query().map(|query| {
            let address = move || format!("{}/lab/?{query}&lang={}", base.get_value(), speech.language().id());
            view! { <p><a class="link" data-testid="to-lab" href=address>{tr!(speech, frame.open_in_lab)}</a></p> }
        })
    }
}
