//! Colours and dashes of the variants: the same id looks the same in every chart, and what is recorded looks recorded.

/// Numbers of one source: as many looks as can be told apart.
pub const LOOKS: usize = 32;

/// How the lines of a variant look; the same wherever it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantStyle {
    /// CSS custom property of its colour, one of Okabe and Ito's eight.
    pub colour: &'static str,
    /// `stroke-dasharray` of its mean: `none`, or lengths in pixels.
    pub dash: &'static str,
    /// 0 for the learner's own runs, else which record: their lines are thin, pale, and end in a mark of the record.
    pub record: usize,
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

/// The looks of the ids that the page itself names; those that are never compared may share one.
const FIXED: [(&str, usize); 35] = [
    ("inception-s", 0),
    ("inception-s-residual", 1),
    ("inception-s-cbam", 2),
    ("inception-s-residual-cbam", 3),
    ("dilated-s", 4),
    ("plain-s", 5),
    ("inception", 8),
    ("inception-residual", 9),
    ("inception-cbam", 10),
    ("inception-residual-cbam", 11),
    ("dilated", 12),
    ("plain", 13),
    ("field-5-s", 0),
    ("field-9-s", 1),
    ("field-17-s", 2),
    ("field-33-s", 3),
    ("field-9", 4),
    ("field-31", 5),
    ("all-branches", 0),
    ("without-1x1", 1),
    ("without-3x3", 2),
    ("without-5x5", 3),
    ("without-pool", 4),
    ("rate-1", 0),
    ("rate-2", 1),
    ("rate-3", 2),
    ("rates-1-2-5", 3),
    ("kernel-1", 0),
    ("kernel-3", 1),
    ("kernel-5", 2),
    ("kernel-7", 3),
    ("without-norm", 0),
    ("batch-norm", 1),
    ("plain-matched", 5),
    ("inception-matched", 6),
];
/// In which order the learner's own ids take what is left: first what no id above has.
const FREE: [usize; 8] = [6, 4, 5, 7, 3, 2, 1, 0];

impl VariantStyle {
    /// Width of the mean in pixels.
    pub fn width(self) -> f64 {
        if self.record == 0 { 2.5 } else { 1.5 }
    }

    /// `opacity`, paler for what is recorded.
    pub fn pale(self, opacity: f64) -> f64 {
        if self.record == 0 { opacity } else { opacity / 2.0 }
    }

    /// The mark at the end of a recorded mean, one for each record, as SVG: circle, square, diamond, triangle.
    pub fn mark(self, x: f64, y: f64) -> Option<String> {
        let corners: &[(f64, f64)] = match self.record.checked_sub(1)? % 4 {
            0 => &[],
            1 => &[(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)],
            2 => &[(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)],
            _ => &[(0.0, -4.5), (4.5, 3.5), (-4.5, 3.5)],
        };
        let look = format!(
            r#"class="bands__recorded" fill="var(--surface)" stroke="var({})" stroke-width="1.5""#,
            self.colour
        );
        if corners.is_empty() {
            return Some(format!(r#"<circle {look} cx="{x:.1}" cy="{y:.1}" r="4"/>"#));
        }
        let points = corners.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy));
        let points: Vec<_> = points.collect();
        Some(format!(r#"<polygon {look} points="{}"/>"#, points.join(" ")))
    }
}

/// A short line in this look, as a whole `<svg>` element: what stands for a variant in legends and tables.
pub fn swatch(variant: usize) -> String {
    let look = style(variant);
    let mark = look.mark(14.0, 6.0).unwrap_or_default();
    let (width, height) = if look.record == 0 { (3.0, 12) } else { (1.5, 12) };
    format!(
        r#"<svg class="stroke" width="28" height="{height}" aria-hidden="true"><line x1="0" x2="28" y1="6" y2="6" stroke="var({})" stroke-width="{width}" stroke-dasharray="{}"/>{mark}</svg>"#,
        look.colour, look.dash
    )
}

/// The look of a variant by its number: neighbours differ in colour and in dash, [`LOOKS`] variants in one of both. Past
/// them the numbers of the first record begin, then those of the second.
pub fn style(variant: usize) -> VariantStyle {
    let (record, look) = (variant / LOOKS, variant % LOOKS);
    let (round, place) = (look / COLOURS.len(), look % COLOURS.len());
    VariantStyle {
        colour: COLOURS[place],
        dash: DASHES[(place + round) % DASHES.len()],
        record,
    }
}

/// The numbers of the variants of several sources that are drawn together, by their ids: first the learner's own, then
/// one source for each record. An id has the same look in all of them; within a source no look is there twice.
pub fn numbers(sources: &[Vec<&str>]) -> Vec<Vec<usize>> {
    let mut looks: Vec<(&str, usize)> = Vec::new();
    let look_of =
        |looks: &[(&str, usize)], id: &str| looks.iter().find(|(other, _)| *other == id).map(|(_, look)| *look);
    let is_free = |looks: &[(&str, usize)], look: usize| looks.iter().all(|(_, taken)| *taken != look);
    for id in sources.iter().flatten() {
        let fixed = FIXED.iter().find(|(other, _)| other == id).map(|(_, look)| *look);
        if let Some(look) = fixed.filter(|look| look_of(&looks, id).is_none() && is_free(&looks, *look)) {
            looks.push((id, look));
        }
    }
    for source in sources {
        for id in source {
            if look_of(&looks, id).is_none() {
                let mut left = FREE.into_iter().chain(0..LOOKS);
                let free = left.find(|look| is_free(&looks, *look));
                // More ids than looks: at least those of one source differ.
                let spare = || {
                    let taken = |look: &usize| source.iter().any(|other| look_of(&looks, other) == Some(*look));
                    (0..LOOKS).find(|look| !taken(look)).unwrap_or(0)
                };
                let look = free.unwrap_or_else(spare);
                looks.push((id, look));
            }
        }
    }
    let number = |record: usize, id: &str| record * LOOKS + look_of(&looks, id).unwrap_or(0);
    let of_source = |(record, source): (usize, &Vec<&str>)| source.iter().map(|id| number(record, id)).collect();
    sources.iter().enumerate().map(of_source).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_has_the_same_colour_wherever_it_stands() {
        let alone = numbers(&[vec!["inception-s-cbam", "inception-s"]]);
        assert_eq!(alone, [[2, 0]]);
        let joined = numbers(&[vec!["mine", "inception-s"], vec!["inception-s", "inception-s-residual"]]);
        assert_eq!(joined, [vec![6, 0], vec![LOOKS, LOOKS + 1]]);
        let (own, recorded) = (style(joined[0][1]), style(joined[1][0]));
        assert_eq!((own.colour, own.dash), (recorded.colour, recorded.dash));
        assert!(own.mark(0.0, 0.0).is_none() && recorded.mark(0.0, 0.0).is_some());
        assert!(recorded.width() < own.width());
        // A second record has another mark.
        assert_ne!(recorded.mark(0.0, 0.0), style(2 * LOOKS).mark(0.0, 0.0));
    }

    #[test]
    fn no_two_of_an_experiment_look_alike() {
        let names: Vec<String> = (0..16).map(|number| format!("own-{number}")).collect();
        let mut ids: Vec<&str> = names.iter().map(String::as_str).collect();
        ids[3] = "rate-1";
        ids[9] = "inception-s"; // which shares its fixed look
        let found = numbers(&[ids.clone(), ids]);
        for numbers in &found {
            let mut different = numbers.clone();
            different.sort_unstable();
            different.dedup();
            assert_eq!(different.len(), 16);
        }
        assert_eq!(found[1][5], LOOKS + found[0][5]);
        // Fifty ids on the chart, sixteen of each source: within a source they still differ.
        let many: Vec<String> = (0..48).map(|number| format!("other-{number}")).collect();
        let sources: Vec<Vec<&str>> = many
            .chunks(16)
            .map(|of| of.iter().map(String::as_str).collect())
            .collect();
        for mut numbers in numbers(&sources) {
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), 16);
        }
    }

    #[test]
    fn the_networks_of_every_template_differ_in_colour() {
        for template in crate::lab::templates::TEMPLATES {
            let experiment = template.experiment();
            let ids: Vec<&str> = experiment.variants.iter().map(|variant| variant.id.as_str()).collect();
            let found = numbers(&[ids]);
            let mut colours: Vec<_> = found[0].iter().map(|number| style(*number).colour).collect();
            colours.sort_unstable();
            colours.dedup();
            assert_eq!(colours.len(), found[0].len(), "{}", template.id);
        }
    }
}
