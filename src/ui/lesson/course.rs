//! The lessons there are, their addresses and the ids of their steps: stable words, since links hold them.

/// A lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lesson {
    /// What a unit depends on, and how that grows.
    ReceptiveField,
    /// Holes between the taps.
    Dilation,
    /// What each kind of convolution does and costs.
    Kernels,
    /// What each famous network added.
    History,
    /// Branches of several scales in one layer.
    Inception,
    /// Sum, product, concat.
    Fusion,
    /// Whole networks, layer by layer.
    Networks,
}

impl Lesson {
    /// All, in the order of the course.
    pub const ALL: [Self; 7] = [
        Self::ReceptiveField,
        Self::Dilation,
        Self::Kernels,
        Self::History,
        Self::Inception,
        Self::Fusion,
        Self::Networks,
    ];

    /// The stable word of addresses and storage.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReceptiveField => "receptive-field",
            Self::Dilation => "dilation",
            Self::Kernels => "kernels",
            Self::History => "history",
            Self::Inception => "inception",
            Self::Fusion => "fusion",
            Self::Networks => "networks",
        }
    }

    /// The lesson called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lesson| lesson.id() == id)
    }

    /// Its address below the base, without query; nothing for a lesson that is still being written.
    pub const fn path(self) -> Option<&'static str> {
        match self {
            Self::ReceptiveField => Some("/receptive-field/"),
            Self::History => Some("/history/"),
            Self::Dilation => Some("/dilation/"),
            Self::Kernels => Some("/kernels/"),
            Self::Inception => Some("/inception/"),
            Self::Networks => Some("/networks/"),
            Self::Fusion => Some("/fusion/"),
        }
    }

    /// The lesson after this one that is open.
    pub fn next_open(self) -> Option<Self> {
        let after = Self::ALL.into_iter().skip_while(move |lesson| *lesson != self).skip(1);
        after.into_iter().find(|lesson| lesson.path().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_the_id() {
        for lesson in Lesson::ALL {
            assert_eq!(Lesson::from_id(lesson.id()), Some(lesson));
            if let Some(path) = lesson.path() {
                assert_eq!(path.trim_matches('/'), lesson.id());
            }
        }
        assert_eq!(Lesson::from_id("lab"), None);
    }
}
