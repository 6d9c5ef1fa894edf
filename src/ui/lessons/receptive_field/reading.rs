//! What the unit that is looked at depends on, in words.

use leptos::prelude::*;

use super::bench::Bench;
use crate::geometry::{CellCounts, Span};
use crate::ui::i18n::{say, use_speech};

/// What the unit depends on, in words: the same for eyes and for a screen reader.
#[component]
pub fn Reading() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let words = move || {
        let focus = bench.focus.get();
        bench.observed.with(|observed| {
            let focus = observed.clamped(focus);
            let (row, column) = (focus.unit.height, focus.unit.width);
            if focus.map == 0 {
                let top = observed.maps.last().map_or(0, |map| map.node);
                return say!(
                    speech,
                    field.pixel_reading,
                    row = row,
                    column = column,
                    layer = observed.maps.last().map(|map| map.name.clone()).unwrap_or_default(),
                    n = bench
                        .paths
                        .with(|paths| paths.get(top).map_or(0, CellCounts::n_touched))
                );
            }
            let report = bench.paths.with(|paths| observed.report_of(focus, paths));
            let side = |span: Span| span.last - span.first + 1;
            let name = observed.maps[focus.map].name.clone();
            if report.whole {
                return say!(speech, field.whole_reading, layer = name, row = row, column = column);
            }
            say!(
                speech,
                field.reading,
                layer = name,
                row = row,
                column = column,
                height = side(report.field.height),
                width = side(report.field.width),
                top = signed(report.field.height.first),
                bottom = signed(report.field.height.last),
                left = signed(report.field.width.first),
                right = signed(report.field.width.last),
                touched = report.n_touched,
                padding = format!("{:.0}", report.padding_share * 100.0)
            )
        })
    };
    view! { <p class="stack__reading" aria-live="polite" data-testid="reading">{words}</p> }
}

/// A whole number with a true minus sign.
fn signed(value: i64) -> String {
    value.to_string().replace('-', "−")
}
