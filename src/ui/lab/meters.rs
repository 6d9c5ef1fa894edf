//! The numbers of the run, each in a place that keeps its width.

use leptos::prelude::*;

use super::store::Lab;
use crate::spec::{DataSource, Dataset};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::{clock, percent};

const NONE: &str = "–";

/// Step, epoch, loss, accuracy, speed, time left, engine, images.
#[component]
pub fn Meters() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let step = lab.run(|run| run.n_steps());
    let epoch = lab.run(|run| run.epoch());
    let n_steps = lab.run(|run| run.spec.as_ref().map(|spec| spec.n_steps()));
    let n_epochs = lab.run(|run| run.spec.as_ref().map(|spec| spec.training.epochs));
    let loss = lab.run(|run| run.steps.last().map_or(NONE.into(), |step| format!("{:.4}", step.loss)));
    let accuracy = lab.run(|run| {
        run.epochs
            .last()
            .map_or(NONE.into(), |epoch| percent(epoch.test_accuracy))
    });
    let speed = lab.run(|run| {
        run.speed
            .images_per_second()
            .map_or(NONE.into(), |speed| format!("{speed:.0}"))
    });
    let left = lab.run(|run| run.seconds_left().map_or(NONE.into(), clock));
    let testing = lab.run(|run| run.testing);
    let share = move || step.get() as f64 / n_steps.get().unwrap_or(1).max(1) as f64 * 100.0;
    let of = move |n: Option<usize>| n.map(|n| say!(speech, meter.of, n = n));
    view! {
        <div class="meters">
            <Meter label=tr!(speech, meter.step)>
                <b data-testid="run-step">{move || step.get()}</b> <span class="unit">{move || of(n_steps.get())}</span>
            </Meter>
            <Meter label=tr!(speech, meter.epoch)>
                <b data-testid="run-epoch">{move || epoch.get()}</b> <span class="unit">{move || of(n_epochs.get())}</span>
            </Meter>
            <Meter label=tr!(speech, meter.loss)>
                <b data-testid="run-loss">{move || loss.get()}</b> <span class="unit">{tr!(speech, meter.nats)}</span>
            </Meter>
            <Meter label=tr!(speech, meter.accuracy)>
                <b data-testid="run-test-accuracy">{move || accuracy.get()}</b> <span class="unit">"%"</span>
            </Meter>
            <Meter label=tr!(speech, meter.speed)>
                <b data-testid="images-per-second">{move || speed.get()}</b>
                <span class="unit">{tr!(speech, meter.per_second)}</span>
            </Meter>
            <Meter label=tr!(speech, meter.left)>
                <b data-testid="time-left">{move || left.get()}</b>
            </Meter>
        </div>
        <div class="bar" role="progressbar" aria-label=tr!(speech, meter.progress)
            aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || format!("{:.0}", share())>
            <div class="bar__fill" style=move || format!("width:{:.2}%", share())></div>
        </div>
        <p class="note meters__testing">
            {move || testing.get().map(|(n, total)| say!(speech, state.test_progress, n = n, total = total))}
        </p>
        <Sources />
    }
}

#[component]
fn Meter(label: impl Fn() -> String + Send + Sync + 'static, children: Children) -> impl IntoView {
    view! {
        <div class="meter">
            <span class="meter__label">{label}</span>
            <span class="meter__value">{children()}</span>
        </div>
    }
}

/// Which engine computes, and where the images come from.
#[component]
fn Sources() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let device = lab.run(|run| run.device.clone());
    let why = lab.run(|run| run.why);
    let source = lab.run(|run| run.data.as_ref().map(|data| data.source));
    let dataset = Memo::new(move |_| {
        lab.state.with(|state| {
            let of_run = state.run.spec.as_ref().map(|spec| spec.data.dataset);
            of_run.unwrap_or(state.query.data.dataset)
        })
    });
    let engine = move || {
        device
            .get()
            .map_or_else(|| NONE.to_owned(), |device| names::engine(speech, device.engine))
    };
    let adapter = move || {
        let adapter = device.get()?.adapter?;
        Some(format!("{} {}", adapter.vendor, adapter.architecture).trim().to_owned())
    };
    let badge = move || (dataset.get() == Dataset::Scales).then(|| say!(speech, meter.generated_badge));
    let source_words = move || {
        let name = names::dataset(speech, dataset.get());
        let source = match source.get() {
            Some(DataSource::OfficialArchive) => say!(speech, meter.official_archive),
            Some(DataSource::Folder) => say!(speech, meter.folder),
            Some(DataSource::Generated) | None => return name,
        };
        say!(speech, meter.source, name = name, source = source)
    };
    view! {
        <dl class="sources">
            <div class="sources__one">
                <dt>{tr!(speech, meter.engine)}</dt>
                <dd>
                    <span data-testid="engine-name">{engine}</span>
                    <span class="unit" data-testid="engine-reason">
                        {move || adapter()} " "
                        {move || why.get().map(|why| names::reason(speech, why))}
                    </span>
                </dd>
            </div>
            <div class="sources__one">
                <dt>{tr!(speech, meter.data)}</dt>
                <dd>
                    <span data-testid="data-source">{source_words}</span> " "
                    {move || badge().map(|badge| view! { <span class="badge" data-testid="data-badge">{badge}</span> })}
                </dd>
            </div>
        </dl>
    }
}
