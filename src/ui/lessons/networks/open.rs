//! What of the network is open below its picture, as the address names it.

/// A part of the network that is looked at closely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Open {
    /// None: the overview alone.
    #[default]
    Nothing,
    /// The chosen layer with all its maps.
    Layer,
    /// The chosen unit with its field and its sum.
    Unit,
    /// The wire of this index, with what flows along it.
    Wire(usize),
}

impl Open {
    /// What the word of an address opens; nothing where it is none.
    pub fn parse(word: &str) -> Self {
        match word {
            "layer" => Self::Layer,
            "unit" => Self::Unit,
            _ => {
                let idx = word.strip_prefix("edge-").and_then(|idx| idx.parse().ok());
                idx.map_or(Self::Nothing, Self::Wire)
            }
        }
    }

    /// Its word in an address; empty for nothing.
    pub fn word(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Layer => "layer".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Wire(idx) => format!("edge-{idx}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_survives_the_address() {
        for open in [Open::Nothing, Open::Layer, Open::Unit, Open::Wire(7)] {
            assert_eq!(Open::parse(&open.word()), open);
        }
        assert_eq!(Open::parse("edge-x"), Open::Nothing);
    }
}
