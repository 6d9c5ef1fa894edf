//! What the learner has set in the lesson; kept in the address, so that a link shows the same picture.

use leptos::prelude::*;

use super::cbam::Cbam;
use super::checked::Checked;
use super::choice::{shapes_of, shapes_word};
use super::inputs::Inputs;
use crate::geometry::attention::value;
use crate::geometry::{Merge, Plane, Shape};
use crate::ui::i18n::{Speech, say};
use crate::ui::lesson::{Place, use_gallery};
use crate::ui::lessons::kernels::asking::Shown;
use crate::ui::lessons::kernels::choice::PlaneChoice;

/// Pixels along each side of the image.
pub const SIDE: usize = 32;
/// Most blocks of the chain.
pub const MOST_BLOCKS: usize = 30;

/// The settings; a context of the page.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Which two maps are fused.
    pub inputs: Inputs,
    /// Row and column of the cell that is worked out, on maps as large as the image; see [`Settings::cell_of_maps`].
    pub cell: RwSignal<(usize, usize)>,
    /// The fusion whose slopes are checked.
    pub merge: RwSignal<Merge>,
    /// Quarters of the two weights of the 1 × 1 convolution after the concat.
    pub quarters: RwSignal<[i32; 2]>,
    /// Shapes of the two maps of the second step.
    pub shapes: RwSignal<[Shape; 2]>,
    /// Tenths of the slope of a block's branch.
    pub tenths: RwSignal<i32>,
    /// Blocks of the chain.
    pub blocks: RwSignal<usize>,
    /// Whether the residual block changes the number of channels.
    pub projects: RwSignal<bool>,
    /// Seed of the weights of the attention.
    pub seed: RwSignal<usize>,
    /// What those weights are multiplied with.
    pub strength: RwSignal<usize>,
    /// The part of the attention in view: 0 channels, 1 places, 2 before and after.
    pub stage: RwSignal<usize>,
    /// The attention itself.
    pub cbam: Cbam,
    /// The engine's gradients of the fusion and the maps in view.
    pub checked: RwSignal<Shown<Checked>>,
    /// The image in grey, 0 to 255; nothing until it has arrived.
    pub image: Memo<Option<Plane>>,
}

impl Settings {
    /// The settings of the address; from now on a context, and written there when they change.
    pub fn provide(place: Place) {
        let gallery = use_gallery();
        let number = |key, usual: i32, allowed: std::ops::RangeInclusive<i32>| {
            let asked = place.get(key).and_then(|text| text.parse::<i32>().ok());
            asked.filter(|n| allowed.contains(n)).unwrap_or(usual)
        };
        let count = |key, usual: usize, allowed: std::ops::RangeInclusive<i32>| {
            usize::try_from(number(key, usual as i32, allowed)).unwrap_or(usual)
        };
        let shapes = place.get("shapes").and_then(|word| shapes_of(&word));
        let merge = place.get("fusion").and_then(|id| merge_of(&id));
        let at = count("cell", 10 * SIDE + 10, 0..=(SIDE * SIDE - 1) as i32);
        let image = Memo::new(move |_| gallery.picture().map(|picture| PlaneChoice::Grey.plane(&picture)));
        let settings = Self {
            inputs: Inputs::new(place, image),
            cell: RwSignal::new((at / SIDE, at % SIDE)),
            merge: RwSignal::new(merge.unwrap_or(Merge::Product)),
            quarters: RwSignal::new([number("w1", 4, -8..=8), number("w2", -4, -8..=8)]),
            shapes: RwSignal::new(shapes.unwrap_or([Shape::new(64, 32, 32), Shape::new(32, 32, 32)])),
            tenths: RwSignal::new(number("w", 3, -15..=15)),
            blocks: RwSignal::new(count("n", 20, 1..=MOST_BLOCKS as i32)),
            projects: RwSignal::new(place.get("block").as_deref() == Some("projects")),
            seed: RwSignal::new(count("seed", 1, 0..=999)),
            strength: RwSignal::new(count("strength", 1, 1..=8)),
            stage: RwSignal::new(count("stage", 0, 0..=2)),
            cbam: Cbam::new(place),
            checked: RwSignal::new(Shown::Asking),
            image,
        };
        provide_context(settings);
        if place.get("cell").is_none() {
            settings.find_cell();
        }
        keep(place, "cell", move || {
            let (row, col) = settings.cell.get();
            (row * SIDE + col).to_string()
        });
        keep(place, "fusion", move || id_of(settings.merge.get()).to_owned());
        keep(place, "w1", move || settings.quarters.get()[0].to_string());
        keep(place, "w2", move || settings.quarters.get()[1].to_string());
        keep(place, "shapes", move || shapes_word(settings.shapes.get()));
        keep(place, "w", move || settings.tenths.get().to_string());
        keep(place, "n", move || settings.blocks.get().to_string());
        keep(place, "block", move || {
            let word = if settings.projects.get() { "projects" } else { "" };
            word.to_owned()
        });
        keep(place, "seed", move || settings.seed.get().to_string());
        keep(place, "strength", move || settings.strength.get().to_string());
        keep(place, "stage", move || settings.stage.get().to_string());
    }

    /// Works out the cell where the product of the two maps is largest, until the learner takes another: where both are 0
    /// there is nothing to see.
    fn find_cell(self) {
        Effect::new(move |found: Option<Option<(usize, usize)>>| {
            let found = found.unwrap_or_else(|| Some(self.cell.get_untracked()));
            if found != Some(self.cell.get_untracked()) {
                return None;
            }
            let best = self.inputs.shown.with(|maps| maps.as_ref().and_then(largest_product));
            if let Some(cell) = best {
                self.cell.set(cell);
            }
            best.or(found)
        });
    }

    /// The cell that is worked out on the two maps, which may be smaller than the image.
    pub fn cell_of_maps(self) -> (usize, usize) {
        let ((row, col), size) = (self.cell.get(), self.inputs.size());
        (row.min(size.height - 1), col.min(size.width - 1))
    }

    /// The two weights of the 1 × 1 convolution after the concat.
    pub fn pointwise(self) -> [f64; 2] {
        self.quarters.get().map(|quarters| f64::from(quarters) / 4.0)
    }

    /// The two values of the cell; zeros until the maps have arrived.
    pub fn values(self) -> [f64; 2] {
        let (row, col) = self.cell_of_maps();
        self.inputs.shown.with(|maps| {
            let maps = maps.as_ref();
            maps.map_or([0.0; 2], |maps| maps.each_ref().map(|map| value(map, row, col)))
        })
    }
}

/// Row and column of the largest product of two maps of one size, where they have any not at the border: there a network
/// reads padding, which is an edge that no image has.
fn largest_product([first, second]: &[Plane; 2]) -> Option<(usize, usize)> {
    let size = first.size;
    let inner = |n: usize| if n > 2 { 1..n - 1 } else { 0..n };
    let cells = inner(size.height).flat_map(|row| inner(size.width).map(move |col| (row, col)));
    let product = |(row, col): &(usize, usize)| value(first, *row, *col) * value(second, *row, *col);
    let is_one_size = size == second.size;
    cells
        .filter(|_| is_one_size)
        .max_by(|a, b| product(a).abs().total_cmp(&product(b).abs()))
}

/// The settings that [`Settings::provide`] made.
pub fn use_settings() -> Settings {
    expect_context()
}

/// The stable word of a fusion.
pub const fn id_of(merge: Merge) -> &'static str {
    match merge {
        Merge::Sum => "sum",
        Merge::Product => "product",
        Merge::Concat => "concat",
    }
}

fn merge_of(id: &str) -> Option<Merge> {
    let all = [Merge::Sum, Merge::Product, Merge::Concat];
    all.into_iter().find(|merge| id_of(*merge) == id)
}

/// Name of a fusion, with its mark.
pub fn merge_name(speech: Speech, merge: Merge) -> String {
    match merge {
        Merge::Sum => say!(speech, fusion.sum),
        Merge::Product => say!(speech, fusion.product),
        Merge::Concat => say!(speech, fusion.concat),
    }
}

/// Writes the value of `key` whenever it changes, not the first time: an address stays as it was opened.
pub fn keep(place: Place, key: &'static str, value: impl Fn() -> String + 'static) {
    Effect::new(move |before: Option<String>| {
        let now = value();
        if before.is_some_and(|before| before != now) {
            place.set(key, &now);
        }
        now
    });
}
