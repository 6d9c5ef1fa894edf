//! A picture for a file that has no style sheet: the light theme's colours in place of their names, and what the classes mean.

/// The custom properties that the pictures use, as the light theme has them.
const COLOURS: [(&str, &str); 24] = [
    ("--variant-1", "#0072b2"),
    ("--variant-2", "#d55e00"),
    ("--variant-3", "#009e73"),
    ("--variant-4", "#cc79a7"),
    ("--variant-5", "#e69f00"),
    ("--variant-6", "#56b4e9"),
    ("--variant-7", "#000000"),
    ("--variant-8", "#f0e442"),
    ("--chart-grid", "#e6e2d9"),
    ("--paper", "#ffffff"),
    ("--surface", "#ffffff"),
    ("--sunken", "#f2f0ea"),
    ("--ink", "#1f2530"),
    ("--ink-soft", "#545d6b"),
    ("--line", "#dcd8cf"),
    ("--line-strong", "#8b8a84"),
    ("--input", "#2166ac"),
    ("--input-soft", "#e3edf7"),
    ("--kernel", "#c05a00"),
    ("--output", "#1b7837"),
    ("--output-soft", "#e2f1e6"),
    ("--field", "#6a3fb5"),
    ("--effective", "#b3156f"),
    ("--danger", "#a8201a"),
];

/// What the style sheet says of the classes of charts and of effective fields.
const STYLE: &str = ".chart-tick,.chart-axis{font:12px sans-serif;fill:#545d6b}.erf__heat{image-rendering:pixelated}\
.erf__outside{fill:#f2f0ea}.erf__outline{fill:none;stroke:#b3156f;stroke-width:.4}.erf__box{fill:none;stroke:#6a3fb5;stroke-width:.5}\
.erf__mark{stroke:#b3156f;stroke-width:2}.erf__title,.erf__note,.erf__tick{font-family:sans-serif}\
.erf__title{font-size:15px;font-weight:650;fill:#1f2530}.erf__note,.erf__tick{font-size:13px;fill:#545d6b}";

/// `svg`, a whole `<svg>` element, so that it stands alone.
pub fn printed(svg: &str) -> String {
    let fill = |svg: String, (name, colour): &(&str, &str)| svg.replace(&format!("var({name})"), colour);
    let svg = COLOURS.iter().fold(svg.to_owned(), fill);
    let svg = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    svg.replacen('>', &format!("><style>{STYLE}</style>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::diagram::diagram;
    use crate::spec::variants;

    #[test]
    fn no_name_of_a_colour_is_left() {
        let spec = variants::find("inception-s-residual-cbam").unwrap().network();
        let svg = printed(&diagram(&spec, "all > none").unwrap());
        assert!(!svg.contains("var(") && svg.starts_with("<svg xmlns="), "{svg}");
        // `>` in a name is escaped, so the first one ends the opening tag.
        assert_eq!(svg.find("<style>"), svg.find('>').map(|end| end + 1));
    }

    #[test]
    fn the_colours_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../style/tokens.css");
        for (name, colour) in COLOURS {
            let line = tokens.lines().find(|line| line.trim().starts_with(&format!("{name}:")));
            let line = line.unwrap_or_else(|| panic!("{name} is no custom property"));
            // Paper is warm on the screen and white in print.
            assert!(name == "--paper" || line.contains(colour), "{name}: {line}");
        }
    }
}
