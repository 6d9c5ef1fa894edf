//! Colours and dashes of the variants.

/// How the lines of a variant look; the same wherever it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantStyle {
    /// CSS custom property of its colour, one of Okabe and Ito's eight.
    pub colour: &'static str,
    /// `stroke-dasharray` of its mean: `none`, or lengths in pixels.
    pub dash: &'static str,
}

const COLOURS: [&str; 8] = [
    "--variant-1",
    "--variant-2",
    "--variant-3",
    "--variant-4",
    "--variant-5",
    "--variant-6",
    "--variant-7",
    "--variant-8",
];
const DASHES: [&str; 4] = ["none", "8 4", "2 3", "9 3 2 3"];

/// The look of the variant at place `variant`: neighbours differ in colour and in dash, 32 variants in one of both.
pub fn style(variant: usize) -> VariantStyle {
    let (round, place) = (variant / COLOURS.len(), variant % COLOURS.len());
    VariantStyle {
        colour: COLOURS[place],
        dash: DASHES[(place + round) % DASHES.len()],
    }
}
