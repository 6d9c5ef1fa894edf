//! What slides over what: the plane of an image, the kernels to choose from, and the learner's own as it is typed.

use crate::draw::sliding::written;
use crate::geometry::Plane;
use crate::ui::lesson::picture::{Picture, SIDE};

/// The largest weight that can be typed.
const MOST_WEIGHT: f64 = 1000.0;

/// Which numbers of a colour image are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaneChoice {
    /// 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded.
    Grey,
    /// The red plane.
    Red,
    /// The green plane.
    Green,
    /// The blue plane.
    Blue,
}

impl PlaneChoice {
    /// All, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Grey, Self::Red, Self::Green, Self::Blue];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Grey => "grey",
            Self::Red => "red",
            Self::Green => "green",
            Self::Blue => "blue",
        }
    }

    /// The choice called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.id() == id)
    }

    /// The plane of `picture`, each value 0 to 255.
    pub fn plane(self, picture: &Picture) -> Plane {
        Plane::new(SIDE, SIDE, |row, col| {
            let [red, green, blue] = picture.rgb(row, col).map(f64::from);
            match self {
                Self::Grey => (0.299 * red + 0.587 * green + 0.114 * blue).round(),
                Self::Red => red,
                Self::Green => green,
                Self::Blue => blue,
            }
        })
    }

    /// The weights with which a kernel of three slices (R, G, B) acts on this plane alone: a grey image holds the same
    /// number in all three, so that the slices add up.
    pub fn slice(self, weights: &[f64]) -> Vec<f64> {
        let n_taps = weights.len() / 3;
        let of = |channel: usize, tap: usize| weights.get(channel * n_taps + tap).copied().unwrap_or(0.0);
        let tap = |tap: usize| match self {
            Self::Grey => (0..3).map(|channel| of(channel, tap)).sum(),
            Self::Red => of(0, tap),
            Self::Green => of(1, tap),
            Self::Blue => of(2, tap),
        };
        (0..n_taps).map(tap).collect()
    }
}

/// A kernel with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Changes nothing.
    Identity,
    /// The mean of the neighbours, the nearer the heavier.
    Blur,
    /// The pixel against its four neighbours, added to itself.
    Sharpen,
    /// From left to right.
    SobelX,
    /// From top to bottom.
    SobelY,
    /// The four neighbours against the pixel.
    Laplacian,
}

impl Preset {
    /// All, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Identity,
        Self::Blur,
        Self::Sharpen,
        Self::SobelX,
        Self::SobelY,
        Self::Laplacian,
    ];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Blur => "blur",
            Self::Sharpen => "sharpen",
            Self::SobelX => "sobel-x",
            Self::SobelY => "sobel-y",
            Self::Laplacian => "laplacian",
        }
    }

    /// Its weights, row by row.
    pub const fn weights(self) -> [f64; 9] {
        match self {
            Self::Identity => [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
            Self::Blur => [0.0625, 0.125, 0.0625, 0.125, 0.25, 0.125, 0.0625, 0.125, 0.0625],
            Self::Sharpen => [0.0, -1.0, 0.0, -1.0, 5.0, -1.0, 0.0, -1.0, 0.0],
            Self::SobelX => [-1.0, 0.0, 1.0, -2.0, 0.0, 2.0, -1.0, 0.0, 1.0],
            Self::SobelY => [-1.0, -2.0, -1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 1.0],
            Self::Laplacian => [0.0, 1.0, 0.0, 1.0, -4.0, 1.0, 0.0, 1.0, 0.0],
        }
    }
}

/// A 3 × 3 kernel as it stands in its nine fields: a text that is no number stays there, and the last number counts.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedKernel {
    /// What stands in each field, row by row.
    pub texts: [String; 9],
    /// The weight of each.
    pub weights: [f64; 9],
}

impl TypedKernel {
    /// A kernel of these weights.
    pub fn new(weights: [f64; 9]) -> Self {
        Self {
            texts: weights.map(|weight| written(weight, 4)),
            weights,
        }
    }

    /// The same with `text` in field `idx`.
    pub fn typed(&self, idx: usize, text: &str) -> Self {
        let mut next = self.clone();
        if let (Some(old), Some(weight)) = (next.texts.get_mut(idx), next.weights.get_mut(idx)) {
            text.clone_into(old);
            if let Some(number) = weight_of(text) {
                *weight = number;
            }
        }
        next
    }

    /// Indexes of the fields whose text is no weight.
    pub fn mistakes(&self) -> Vec<usize> {
        let texts = self.texts.iter().enumerate();
        texts
            .filter(|(_, text)| weight_of(text).is_none())
            .map(|(idx, _)| idx)
            .collect()
    }

    /// The preset that it is.
    pub fn preset(&self) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.weights() == self.weights)
    }

    /// The word of a link: a preset's, or the nine weights.
    pub fn word(&self) -> String {
        match self.preset() {
            Some(preset) => preset.id().to_owned(),
            None => self.weights.map(|weight| weight.to_string()).join(","),
        }
    }

    /// The kernel of a word; nothing where it is none.
    pub fn from_word(word: &str) -> Option<Self> {
        if let Some(preset) = Preset::ALL.into_iter().find(|preset| preset.id() == word) {
            return Some(Self::new(preset.weights()));
        }
        let weights: Option<Vec<f64>> = word.split(',').map(weight_of).collect();
        weights?.try_into().ok().map(Self::new)
    }

    /// The sum of the weights: what a flat area is multiplied with.
    pub fn total(&self) -> f64 {
        self.weights.iter().sum()
    }
}

/// The weight that a text says: a number such as −0.5, or a fraction such as 1/9; between −1,000 and 1,000.
pub fn weight_of(text: &str) -> Option<f64> {
    let plain = text.trim().replace('−', "-").replace('，', ".");
    let number = |text: &str| {
        let is_plain = text.chars().all(|c| c.is_ascii_digit() || "-+.".contains(c));
        text.trim().parse::<f64>().ok().filter(|_| is_plain)
    };
    let weight = match plain.split_once('/') {
        Some((above, below)) => number(above.trim())? / number(below.trim()).filter(|below| *below != 0.0)?,
        None => number(&plain)?,
    };
    (weight.abs() <= MOST_WEIGHT).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_numbers_and_fractions() {
        assert_eq!(
            [weight_of("-1"), weight_of(" −0.5 "), weight_of("1/4")],
            [Some(-1.0), Some(-0.5), Some(0.25)]
        );
        for bad in ["", "-", "a", "1/0", "1e3", "inf", "NaN", "1001", "1 2"] {
            assert_eq!(weight_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_bad_text_stays_and_the_last_number_counts() {
        let kernel = TypedKernel::new(Preset::SobelX.weights());
        assert_eq!(kernel.preset(), Some(Preset::SobelX));
        let typed = kernel.typed(4, "7").typed(4, "7x");
        assert_eq!((typed.texts[4].as_str(), typed.weights[4]), ("7x", 7.0));
        assert_eq!((typed.mistakes(), typed.preset()), (vec![4], None));
        assert_eq!(typed.typed(4, "0").preset(), Some(Preset::SobelX));
    }

    #[test]
    fn a_kernel_survives_its_word() {
        for preset in Preset::ALL {
            assert_eq!(
                TypedKernel::from_word(preset.id()),
                Some(TypedKernel::new(preset.weights()))
            );
        }
        let own = TypedKernel::new([0.5, -1.0, 0.0, 0.0, 2.25, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(own.word(), "0.5,-1,0,0,2.25,0,0,0,1");
        assert_eq!(TypedKernel::from_word(&own.word()), Some(own));
        assert_eq!(TypedKernel::from_word("1,2,3"), None);
    }

    #[test]
    fn presets_add_up_to_one_or_to_nothing() {
        let totals = Preset::ALL.map(|preset| TypedKernel::new(preset.weights()).total());
        assert_eq!(totals, [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn planes_and_slices() {
        let mut pixels = vec![0u8; 3 * SIDE * SIDE];
        (pixels[0], pixels[SIDE * SIDE], pixels[2 * SIDE * SIDE]) = (100, 50, 200);
        let picture = Picture { label: None, pixels };
        // 29.9 + 29.35 + 22.8 = 82.05
        let first = PlaneChoice::ALL.map(|choice| choice.plane(&picture).values[0]);
        assert_eq!(first, [82.0, 100.0, 50.0, 200.0]);
        let slices = PlaneChoice::ALL.map(|choice| choice.slice(&[1.0, 2.0, 10.0, 20.0, 100.0, 200.0]));
        assert_eq!(slices, [[111.0, 222.0], [1.0, 2.0], [10.0, 20.0], [100.0, 200.0]]);
    }
}
