//! Effective fields: measured where the page has measured them, else what the paths alone give, which is said.

use super::Block;
use crate::draw::effective::{Content, EffectivePicture, HeatScale, Panel};
use crate::draw::printed::printed;
use crate::lab::experiment::{RunKey, VariantSpec};
use crate::lab::record::ExperimentRecord;
use crate::spec::NetworkSpec;
use crate::ui::lessons::receptive_field::effective::measured::{Extent, Theory};
use crate::ui::lessons::receptive_field::observed::Observed;
use crate::ui::words::{Catalogue, with_values};

/// Width of the picture of one or two fields.
const WIDTH: f64 = 560.0;

/// An effective field that the engine has measured.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredField {
    /// The run whose weights were looked into.
    pub key: RunKey,
    /// Its network.
    pub network: NetworkSpec,
    /// Steps that it was trained for.
    pub n_steps: usize,
    /// Images of the mean.
    pub n_images: usize,
    /// The mean of |g| for each pixel, row after row.
    pub values: Vec<f64>,
}

/// The layer whose units are looked at: the top one that still is a map.
pub fn asked_layer(network: &NetworkSpec) -> Option<String> {
    let observed = Observed::new(network.clone())?;
    let top = observed.maps.last().filter(|map| !map.name.is_empty())?;
    Some(top.name.clone())
}

/// A picture for each network: by paths alone, and as it was measured.
pub fn fields(record: &ExperimentRecord, words: &Catalogue, measured: &[MeasuredField]) -> Vec<Block> {
    let variants = record.experiment.variants.iter();
    let figures: Vec<_> = variants
        .filter_map(|variant| {
            // A field of another network under this name is none of this one.
            let found = measured
                .iter()
                .find(|field| field.key.variant == variant.id && field.network == variant.network);
            figure(words, variant, found)
        })
        .collect();
    let mut blocks = vec![Block::Text(words.report.fields_aid.to_owned())];
    blocks.extend(figures);
    blocks
}

fn figure(words: &Catalogue, variant: &VariantSpec, found: Option<&MeasuredField>) -> Option<Block> {
    let observed = Observed::new(variant.network.clone())?;
    let top = observed.maps.len().checked_sub(1).filter(|top| *top > 0)?;
    let theory = Theory::of(&observed, top);
    let input = observed.lowered.graph.input().size;
    let report = &words.report;
    let side = |values: &[f64]| format!("{:.1}", Extent::of(values).side);
    let note = |values: &[f64]| with_values(report.fields_side, &[("side", side(values))]);
    let mut panels = vec![Panel {
        title: report.fields_paths.to_owned(),
        note: note(&theory.paths),
        content: Content::Field(theory.paths.clone()),
    }];
    panels.extend(found.map(|found| Panel {
        title: report.fields_measured.to_owned(),
        note: note(&found.values),
        content: Content::Field(found.values.clone()),
    }));
    let caption = caption(words, variant, (&observed.maps[top].name, &theory), found);
    let picture = EffectivePicture {
        input,
        field: theory.field,
        width: WIDTH * if panels.len() > 1 { 1.0 } else { 0.5 },
        panels,
        scale: HeatScale::Log,
        legend: report.fields_scale.to_owned(),
    };
    // Without a width of its own a picture of one field would be as wide as the page.
    let sized = format!("<svg width=\"{:.0}\" ", picture.width);
    let svg = printed(&picture.svg(&caption).replacen("<svg ", &sized, 1));
    Some(Block::Figure { svg, caption })
}

fn caption(
    words: &Catalogue,
    variant: &VariantSpec,
    (layer, theory): (&str, &Theory),
    found: Option<&MeasuredField>,
) -> String {
    let report = &words.report;
    let field = if theory.whole {
        report.whole.to_owned()
    } else {
        format!("{0} × {0}", theory.of_unit)
    };
    let mut values = vec![
        ("name", words.variant_name(&variant.id)),
        ("layer", layer.to_owned()),
        ("field", field),
    ];
    values.extend(found.into_iter().flat_map(|found| {
        [
            ("seed", found.key.seed.to_string()),
            ("n_steps", found.n_steps.to_string()),
            ("n_images", found.n_images.to_string()),
        ]
    }));
    let text = if found.is_some() {
        report.fields_both
    } else {
        report.fields_theory
    };
    with_values(text, &values)
}
