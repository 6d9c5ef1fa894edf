//! Accuracy by displacement: one group of bars for each displacement, one bar for each network.

use super::chart::escaped;
use crate::lab::displacement::Share;

/// One network of the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldBars {
    /// Side of its field, in pixels.
    pub field: usize,
    /// Its shares, by growing displacement.
    pub shares: Vec<Share>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 64.0;

/// The figure; `axis` names the groups, `unit` what the bars say, `title` is spoken. A bar whose network cannot see both
/// marks at once is hollow.
pub fn bars(networks: &[FieldBars], axis: &str, unit: &str, title: &str) -> String {
    let height = HEIGHT - TOP - BOTTOM;
    let y = |share: f64| TOP + (1.0 - share) * height;
    let mut svg = format!(
        r#"<svg class="bars displacement" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    for percent in [0, 25, 50, 75, 100] {
        let at = y(f64::from(percent) / 100.0);
        svg.push_str(&format!(
            r#"<line class="displacement__grid" x1="{LEFT}" x2="{WIDTH}" y1="{at:.1}" y2="{at:.1}"/><text class="displacement__tick" x="{:.0}" y="{:.1}" text-anchor="end">{percent}</text>"#,
            LEFT - 6.0,
            at + 4.0
        ));
    }
    svg.push_str(&format!(
        r#"<text class="displacement__tick" x="{LEFT}" y="12">{}</text><text class="displacement__tick" x="{WIDTH}" y="{:.0}" text-anchor="end">{}</text>"#,
        escaped(unit),
        HEIGHT - 6.0,
        escaped(axis)
    ));
    let n_groups = networks.iter().map(|network| network.shares.len()).max().unwrap_or(0);
    let group = (WIDTH - LEFT) / n_groups.max(1) as f64;
    let bar = (group - 16.0) / networks.len().max(1) as f64;
    for (idx, network) in networks.iter().enumerate() {
        for (place, share) in network.shares.iter().enumerate() {
            let x = LEFT + 8.0 + place as f64 * group + idx as f64 * bar;
            let sees = share.displacement <= network.field + 1;
            let colour = format!("var(--variant-{})", idx % 8 + 1);
            let fill = if sees { colour.as_str() } else { "none" };
            let top = y(share.mean);
            svg.push_str(&format!(
                r#"<rect x="{:.1}" y="{top:.1}" width="{:.1}" height="{:.1}" fill="{fill}" stroke="{colour}" stroke-width="2"{}/>"#,
                x + 1.5,
                bar - 3.0,
                (TOP + height - top).max(0.5),
                if sees { "" } else { r#" stroke-dasharray="4 3""# }
            ));
            if let Some(error) = share.error {
                let middle = x + bar / 2.0;
                let (low, high) = (y((share.mean - error).max(0.0)), y((share.mean + error).min(1.0)));
                svg.push_str(&format!(
                    r#"<line class="displacement__error" x1="{middle:.1}" x2="{middle:.1}" y1="{low:.1}" y2="{high:.1}"/>"#
                ));
            }
            svg.push_str(&format!(
                r#"<text class="displacement__tick" x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                x + bar / 2.0,
                TOP + height + 15.0,
                network.field
            ));
            if idx == 0 {
                svg.push_str(&format!(
                    r#"<text class="displacement__group" x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                    LEFT + (place as f64 + 0.5) * group,
                    TOP + height + 36.0,
                    share.displacement
                ));
            }
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(displacement: usize, mean: f64) -> Share {
        Share {
            displacement,
            mean,
            error: Some(0.02),
            n_seeds: 3,
        }
    }

    #[test]
    fn a_bar_is_hollow_where_the_field_is_too_small() {
        let networks = [5, 17].map(|field| FieldBars {
            field,
            shares: vec![share(6, 1.0), share(9, 0.25)],
        });
        let svg = bars(&networks, "pixels", "%", "a < b");
        // Field 5 sees 6 and not 9; field 17 sees both.
        assert_eq!(svg.matches(r#"fill="none""#).count(), 1);
        assert_eq!(svg.matches("displacement__error").count(), 4);
        assert!(svg.contains("a &lt; b"));
        // The full bar: (330 − 24 − 64) = 242 pixels.
        assert_eq!(svg.matches(r#"height="242.0""#).count(), 2);
    }
}
