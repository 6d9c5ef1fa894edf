//! The pages there are.

use super::lesson::Lesson;

/// Which page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// What this is.
    Home,
    /// Training.
    Lab,
    /// Variants × seeds.
    Ablation,
    /// A lesson that is open.
    Lesson(Lesson),
    /// An address that nothing answers to.
    NotFound,
}

impl Route {
    /// The address below the base, without query.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Home | Self::NotFound => "/",
            Self::Lab => "/lab/",
            Self::Ablation => "/ablation/",
            Self::Lesson(lesson) => match lesson.path() {
                Some(path) => path,
                None => "/",
            },
        }
    }

    /// The page at `path`, which may lie below `base` (such as `/fovea`, or empty).
    pub fn from_path(path: &str, base: &str) -> Self {
        let below = path.strip_prefix(base.trim_end_matches('/')).unwrap_or(path);
        match below.trim_matches('/') {
            "" | "index.html" => Self::Home,
            "lab" | "lab/index.html" => Self::Lab,
            "ablation" | "ablation/index.html" => Self::Ablation,
            other => {
                let lesson = Lesson::from_id(other.trim_end_matches("/index.html"));
                let open = lesson.filter(|lesson| lesson.path().is_some());
                open.map_or(Self::NotFound, Self::Lesson)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_with_and_without_a_base() {
        assert_eq!(Route::from_path("/", ""), Route::Home);
        assert_eq!(Route::from_path("/lab", ""), Route::Lab);
        assert_eq!(Route::from_path("/fovea/ablation/", "/fovea"), Route::Ablation);
        assert_eq!(Route::from_path("/fovea/lab/", "/fovea/"), Route::Lab);
        assert_eq!(Route::from_path("/fovea/lab/index.html", "/fovea"), Route::Lab);
        assert_eq!(Route::from_path("/fovea/", "/fovea"), Route::Home);
        assert_eq!(Route::from_path("/laboratory/", ""), Route::NotFound);
        let field = Route::Lesson(Lesson::ReceptiveField);
        assert_eq!(Route::from_path("/fovea/receptive-field/", "/fovea"), field);
        assert_eq!(Route::from_path("/receptive-field/index.html", ""), field);
    }
}
