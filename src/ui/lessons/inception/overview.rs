//! The first step: the module, computing.

use leptos::prelude::*;

use super::diagram::Diagram;
use super::living_words::{LivingWords, spoken_maps, spoken_strongest};
use super::module::Module;
use super::settings::use_settings;
use super::wording::{branch_name, shape_text, spoken_branch};
use crate::draw::inception::{ModulePicture, ModuleReading};
use crate::spec::variants::ModuleForm;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, NetworkCode, NumberQuestion, Player, use_gallery};
use crate::ui::numbers;

/// The learner's module in GoogLeNet's form; a module of which nothing can be read gives way to the tutorial's.
pub fn module_reading() -> Memo<Option<ModuleReading>> {
    let settings = use_settings();
    Memo::new(move |_| settings.module.get().reading(ModuleForm::Reduced))
}

/// What a preset is called.
fn preset_name(speech: Speech, id: &str) -> String {
    match id {
        "tutorial" => say!(speech, inception.preset_tutorial),
        "inception-s" => say!(speech, living.preset_quarter),
        _ => id.to_owned(),
    }
}

/// The presets as buttons.
#[component]
pub fn PresetPicker() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let presets = Module::presets();
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, inception.presets)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inception.presets)>
                {presets.into_iter().map(|(id, module)| view! {
                    <button type="button" class="segments__one" data-testid=format!("preset-{id}")
                        aria-pressed=move || (settings.module.get() == module).to_string()
                        on:click=move |_| settings.module.set(module)>{move || preset_name(speech, id)}</button>
                }).collect_view()}
            </div>
        </div>
    }
}

/// The diagram with its player.
#[component]
pub fn ModuleFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let gallery = use_gallery();
    let reading = module_reading();
    let known = Signal::derive(move || reading.get());
    let n_stages =
        move || reading.with(|reading| ModulePicture::n_stages(reading.as_ref().map_or(0, ModuleReading::n_levels)));
    let flowing = settings.flowing;
    flowing.in_sight.set(true);
    on_cleanup(move || {
        let _ = flowing.in_sight.try_set(false);
    });
    let image = move || gallery.picture().map(|picture| picture.address());
    let drawing = move || {
        known.get().map(|read| {
            let picture = ModulePicture::living(&read);
            let spoken = {
                let read = read.clone();
                move || format!("{} {}", spoken_module(speech, &read), spoken_maps(speech, flowing))
            };
            view! {
                <Diagram reading=read picture=picture stage=settings.stage image=Signal::derive(image) strips=flowing.strips spoken=Signal::derive(spoken) />
            }
        })
    };
    let stage_words = move || {
        let last = n_stages() - 1;
        match settings.stage.get() {
            0 => say!(speech, inception.stage_input),
            1 => say!(speech, inception.stage_split),
            stage if stage + 1 == last => say!(speech, inception.stage_line_up),
            stage if stage >= last => say!(speech, inception.stage_concat),
            2 => say!(speech, inception.stage_reduce),
            _ => say!(speech, inception.stage_compute),
        }
    };
    let sentence = move || {
        let lit = settings.lit();
        reading.with(|reading| match (reading, lit) {
            (Some(reading), Some(branch)) => {
                let maps = spoken_strongest(speech, flowing, branch);
                format!("{} {maps}", spoken_branch(speech, reading, branch))
            }
            (Some(reading), None) => spoken_module(speech, reading),
            (None, _) => String::new(),
        })
    };
    view! {
        <FigureFrame id="inception-module" title=Signal::derive(tr!(speech, inception.module_figure)) aid=Signal::derive(tr!(speech, inception.module_aid))>
            {drawing}
            <p class="module__stage" data-testid="stage">{stage_words}</p>
            <Player at=settings.stage n_states=Signal::derive(n_stages) plays=settings.plays beats=6 />
            <p class="module__reading" data-testid="reading" aria-live="polite">{sentence}</p>
        </FigureFrame>
    }
}

fn spoken_module(speech: Speech, reading: &ModuleReading) -> String {
    let Ok(outcome) = &reading.outcome else {
        return String::new();
    };
    say!(
        speech,
        inception.module_reading,
        input = shape_text(reading.input),
        output = shape_text(outcome.shape),
        parameters = numbers::grouped(outcome.parameters as u64),
        macs = numbers::short(outcome.macs),
        smallest = outcome.field.width.smallest,
        smallest2 = outcome.field.width.smallest,
        largest = outcome.field.width.size(),
        largest2 = outcome.field.width.size(),
    )
}

/// Words, presets and the questions of the step.
#[component]
pub fn ModuleWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let reading = module_reading();
    let branches = move || {
        reading.with(|reading| {
            let all = reading.iter().flat_map(|reading| &reading.branches);
            all.map(|branch| (branch.shape.channels, branch.parameters()))
                .collect::<Vec<_>>()
        })
    };
    let sum = move || {
        let channels: Vec<String> = branches().iter().map(|(channels, _)| channels.to_string()).collect();
        channels.join(" + ")
    };
    let total = move || branches().iter().map(|(channels, _)| *channels as i64).sum::<i64>();
    let explain_channels = move || say!(speech, inception.explain_channels, sum = sum(), total = total());
    let options = move || (0..4).map(|branch| branch_name(speech, branch)).collect::<Vec<_>>();
    let heaviest = move || {
        let branches = branches();
        let most = branches.iter().map(|(_, parameters)| *parameters).max();
        branches
            .iter()
            .position(|(_, parameters)| Some(*parameters) == most)
            .unwrap_or(0)
    };
    let explain_heaviest = move || {
        let branches = branches();
        let all: usize = branches.iter().map(|(_, parameters)| parameters).sum();
        let one = branches.get(heaviest()).map_or(0, |(_, parameters)| *parameters);
        say!(
            speech,
            inception.explain_heaviest,
            n = numbers::grouped(one as u64),
            total = numbers::grouped(all as u64),
            percent = numbers::percent(one as f32 / all.max(1) as f32),
        )
    };
    let ask_channels = move || {
        let reduction = settings.module.get().widths.reduce3x3;
        say!(
            speech,
            inception.ask_channels,
            r = reduction,
            half = reduction.div_ceil(2)
        )
    };
    let network = move || {
        let module = settings.module.get();
        Some(
            module
                .config(ModuleForm::Reduced)
                .network(module.in_channels, module.side),
        )
    };
    view! {
        <p>{tr!(speech, inception.module_1)}</p>
        <ul class="module__roles">
            <li><span class="module__key module__key--1" aria-hidden="true"></span>{tr!(speech, inception.role_1)}</li>
            <li><span class="module__key module__key--2" aria-hidden="true"></span>{tr!(speech, inception.role_2)}</li>
            <li><span class="module__key module__key--3" aria-hidden="true"></span>{tr!(speech, inception.role_3)}</li>
            <li><span class="module__key module__key--4" aria-hidden="true"></span>{tr!(speech, inception.role_4)}</li>
        </ul>
        <NumberQuestion id="channels" ask=Signal::derive(ask_channels) answer=Signal::derive(total) explain=Signal::derive(explain_channels) />
        <PresetPicker />
        <p class="note">{tr!(speech, inception.presets_note)}</p>
        <LivingWords />
        <NetworkCode network=Signal::derive(network) />
        <ChoiceQuestion id="heaviest" ask=Signal::derive(tr!(speech, inception.ask_heaviest)) options=Signal::derive(options)
            answer=Signal::derive(heaviest) explain=Signal::derive(explain_heaviest) />
        <p>{tr!(speech, inception.module_2)}</p>
    }
}
