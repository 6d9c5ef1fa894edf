//! The charts as files: their points as CSV, their pictures for the report.

use leptos::prelude::*;

use super::chart::{Look, curves, curves_of, drawn, names};
use super::parts::{Hidden, Source, parts, runs_of};
use super::report::Figures;
use super::store::Ablation;
use crate::draw::bands::style::style;
use crate::draw::chart::escaped;
use crate::lab::curves::View;
use crate::lab::curves::source::Quantity;
use crate::lab::export::csv as table;
use crate::lab::record::ExperimentRecord;
use crate::ui::i18n::Speech;

/// Width and height of a chart in the report.
const REPORT: (u32, u32) = (720, 320);

/// The drawn points of both charts as one file.
pub fn csv(ablation: Ablation, speech: Speech, look: Look) -> Result<String, String> {
    let names = names(ablation, speech);
    let name = |variant: usize| names.get(variant).cloned().unwrap_or_default();
    let mut text = String::new();
    for quantity in [Quantity::Loss, Quantity::TestAccuracy] {
        let curves = untrack(|| curves(ablation, look, quantity));
        let view = View {
            x_range: look.x_range.get_untracked(),
            width: u32::from(u16::MAX),
            with_raw: true,
        };
        let rows = table::rows(&curves, &curves.drawn(&view), name);
        let part = table::write(&rows).map_err(|error| error.to_string())?;
        let quantity = match quantity {
            Quantity::TestAccuracy => "test_accuracy_percent",
            _ => "train_loss_nats",
        };
        // The head once, and before every line which of the two it is.
        for (idx, line) in part.split_inclusive("\r\n").enumerate() {
            match (idx, text.is_empty()) {
                (0, true) => text.push_str(&format!("quantity,{line}")),
                (0, false) => {}
                _ => text.push_str(&format!("{quantity},{line}")),
            }
        }
    }
    Ok(text)
}

/// Both charts of the experiment on the page for its report: whole, in light colours, without custom properties.
pub fn figures(speech: Speech, look: Look, record: &ExperimentRecord) -> Figures {
    let own = Source::Own(String::new());
    let parts = parts(Some(("", &record.experiment)), &[]);
    let names: Vec<_> = parts
        .iter()
        .map(|part| (part.number, speech.words().variant_name(&part.id)))
        .collect();
    let figure = |quantity| {
        untrack(|| {
            let runs = runs_of(record, quantity, (&parts, &own), &Hidden::new());
            let all = curves_of(&runs, look, quantity);
            with_legend(&plain(&drawn(&all, look, speech, quantity, (REPORT, None)).svg), &names)
        })
    };
    (figure(Quantity::TestAccuracy), figure(Quantity::Loss))
}

/// The picture with a line for each variant below it.
fn with_legend(chart: &str, names: &[(usize, String)]) -> String {
    const ROW: u32 = 20;
    let (width, height) = REPORT;
    let rows = names.iter().enumerate().map(|(row, (variant, name))| {
        let look = style(*variant);
        let y = height + ROW * row as u32 + 12;
        let name = escaped(name);
        plain(&format!(
            r#"<line x1="46" x2="80" y1="{y}" y2="{y}" stroke="var({})" stroke-width="3" stroke-dasharray="{}"/><text x="90" y="{}" font-family="sans-serif" font-size="13">{name}</text>"#,
            look.colour,
            look.dash,
            y + 4
        ))
    });
    let rows: String = rows.collect();
    let height = height + ROW * names.len() as u32 + 8;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{chart}{rows}</svg>"#
    )
}

/// The colours of the light theme in place of their names, for a file that has no style sheet.
fn plain(svg: &str) -> String {
    const COLOURS: [(&str, &str); 12] = [
        ("--variant-1", "#0072b2"),
        ("--variant-2", "#d55e00"),
        ("--variant-3", "#009e73"),
        ("--variant-4", "#cc79a7"),
        ("--variant-5", "#e69f00"),
        ("--variant-6", "#56b4e9"),
        ("--variant-7", "#000000"),
        ("--variant-8", "#f0e442"),
        ("--chart-grid", "#e6e2d9"),
        ("--ink-soft", "#545d6b"),
        ("--surface", "#ffffff"),
        ("--line", "#dcd8cf"),
    ];
    let fill = |svg: String, (name, colour): &(&str, &str)| svg.replace(&format!("var({name})"), colour);
    let svg = COLOURS.iter().fold(svg.to_owned(), fill);
    svg.replacen(
        "<svg ",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" font-size=\"12\" ",
        1,
    )
}
