//! The buttons that write the report: open it as a page to print, save it as that page, or as Markdown.

use leptos::prelude::*;

use super::chart::Look;
use super::files;
use super::measuring::{Fields, Measuring};
use super::plan::Plan;
use super::report::{Block, Machine, Material, markdown, page, report};
use super::store::Ablation;
use crate::lab::record::ExperimentRecord;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::outside;
use crate::web::scope::n_cores;

/// What the report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Opened,
    Page,
    Markdown,
}

/// The buttons, with what can be measured first.
#[component]
pub fn Reporting() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let look = expect_context::<Look>();
    let fields = expect_context::<Fields>();
    let has_board = ablation.part(|state| state.board.is_some());
    let note = RwSignal::new(String::new());
    let write = move |form: Form| {
        note.set(String::new());
        let board = ablation
            .state
            .with_untracked(|state| Some(state.board.as_ref()?.record.clone()));
        let Some(record) = board else { return };
        let blocks = untrack(|| blocks(&record, speech, (ablation, look, fields)));
        let language = speech.language();
        let name = file_name(&record.experiment.name);
        let written = match form {
            Form::Opened => {
                outside::open_page(&page(&blocks, language)).map_err(|_| say!(speech, report.report_blocked))
            }
            Form::Page => outside::save_file(&format!("{name}.html"), "text/html", &page(&blocks, language)),
            Form::Markdown => outside::save_file(&format!("{name}.md"), "text/markdown", &markdown(&blocks)),
        };
        note.set(written.err().unwrap_or_default());
    };
    let is_off = move || !has_board.get();
    view! {
        <section data-testid="reporting">
            <h3>{tr!(speech, report.report_title)}</h3>
            <p class="note">{tr!(speech, report.report_aid)}</p>
            <div class="controls__buttons">
                <button type="button" class="button" data-testid="report-open" disabled=is_off
                    on:click=move |_| write(Form::Opened)>{tr!(speech, report.report_open)}</button>
                <button type="button" class="button" data-testid="report-page" disabled=is_off
                    on:click=move |_| write(Form::Page)>{tr!(speech, ablation.report_page)}</button>
                <button type="button" class="button" data-testid="report" disabled=is_off
                    on:click=move |_| write(Form::Markdown)>{tr!(speech, ablation.report)}</button>
            </div>
            <p class="note" role="status" data-testid="report-note">{move || note.get()}</p>
            <Measuring />
        </section>
    }
}

/// The report on `record`, with what the page knows besides.
fn blocks(record: &ExperimentRecord, speech: Speech, (ablation, look, fields): (Ablation, Look, Fields)) -> Vec<Block> {
    let query = Plan::from_experiment(&record.experiment).serialise();
    let figures = files::figures(ablation, speech, look, record);
    let agent = window().navigator().user_agent().unwrap_or_default();
    let machine = Machine {
        n_cores: n_cores(),
        agent,
    };
    ablation.records.joined.with(|joined| {
        fields.found.with(|found| {
            let material = Material {
                link: format!("{}?{query}", outside::absolute("ablation/")),
                figures: Some(figures),
                joined: joined.iter().map(|(id, record)| (*id, &**record)).collect(),
                machine: Some(machine),
                fields: found,
            };
            report(record, speech.language(), &material)
        })
    })
}

/// `fovea-NAME`, of letters and digits.
fn file_name(name: &str) -> String {
    let honest = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
    format!("fovea-{}", name.chars().map(honest).collect::<String>())
}
