//! The charts as files: their points as CSV, their pictures for the report.

use leptos::prelude::*;

use super::chart::{Look, labels, names, own_runs};
use super::drawing::{self, CHARTS, all_runs};
use super::report::Figures;
use super::store::Ablation;
use crate::draw::bands::BandsSettings;
use crate::draw::chart::AxisLabels;
use crate::lab::curves::source::Quantity;
use crate::lab::record::ExperimentRecord;
use crate::ui::i18n::Speech;

/// The points of both charts as one file, of which those are marked that the charts draw as they stand.
pub fn csv(ablation: Ablation, speech: Speech, look: Look) -> Result<String, String> {
    untrack(|| {
        let widths = CHARTS.map(|quantity| look.width(quantity).get());
        let runs = |quantity| own_runs(ablation, quantity);
        drawing::csv(&look.seen(), widths, runs, &names(ablation, speech))
    })
}

/// Both charts for the report on `record`: whole, all networks, those of joined experiments too.
pub fn figures(ablation: Ablation, speech: Speech, look: Look, record: &ExperimentRecord) -> Figures {
    let figure = |quantity: Quantity| {
        let (x, y, title) = labels(speech, quantity, look.axis.get());
        let settings = BandsSettings {
            size: (0, 0),
            is_log: false,
            y_range: None,
            with_seeds: true,
            labels: AxisLabels {
                x: &x,
                y: &y,
                title: &title,
            },
        };
        ablation.records.joined.with(|joined| {
            let joined: Vec<_> = joined.iter().map(|(_, record)| &**record).collect();
            let runs = all_runs(Some(record), &joined, quantity);
            drawing::figure(&look.seen(), quantity, (&runs, &names(ablation, speech)), &settings)
        })
    };
    untrack(|| Figures {
        accuracy: figure(Quantity::TestAccuracy),
        loss: figure(Quantity::Loss),
    })
}
