//! The pages there are.

/// Which page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// What this is.
    Home,
    /// Training.
    Lab,
    /// An address that nothing answers to.
    NotFound,
}

impl Route {
    /// The address below the base, without query.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Home | Self::NotFound => "/",
            Self::Lab => "/lab/",
        }
    }

    /// The page at `path`, which may lie below `base` (such as `/fovea`, or empty).
    pub fn from_path(path: &str, base: &str) -> Self {
        let below = path.strip_prefix(base.trim_end_matches('/')).unwrap_or(path);
        match below.trim_matches('/') {
            "" | "index.html" => Self::Home,
            "lab" | "lab/index.html" => Self::Lab,
            _ => Self::NotFound,
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
        assert_eq!(Route::from_path("/fovea/lab/", "/fovea/"), Route::Lab);
        assert_eq!(Route::from_path("/fovea/lab/index.html", "/fovea"), Route::Lab);
        assert_eq!(Route::from_path("/fovea/", "/fovea"), Route::Home);
        assert_eq!(Route::from_path("/laboratory/", ""), Route::NotFound);
    }
}
