//! The routes of the page as files: a plain file server knows no rewrite rules, so every route gets its `index.html`.

use std::path::Path;

use crate::{error::Error, files};

/// Every route besides the home page, without slashes around it; the page's router has the same list.
pub const ROUTES: &[&str] = &[
    "lab",
    "ablation",
    "receptive-field",
    "history",
    "dilation",
    "kernels",
    "inception",
    "fusion",
    "networks",
];

/// Copies the page to every route, and to `404.html`, which static hosts serve for anything else.
///
/// # Errors
/// Where a file cannot be written.
pub fn copy(dist: &Path) -> Result<(), Error> {
    let page = files::read(&dist.join("index.html"))?;
    for route in ROUTES {
        let folder = dist.join(route);
        files::make_folder(&folder)?;
        files::write_atomically(&folder.join("index.html"), &page)?;
    }
    files::write_atomically(&dist.join("404.html"), &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_and_404_get_the_page() {
        let dist = tempfile::tempdir().unwrap();
        std::fs::write(dist.path().join("index.html"), "page").unwrap();
        copy(dist.path()).unwrap();
        for file in ["lab/index.html", "404.html"] {
            assert_eq!(
                std::fs::read_to_string(dist.path().join(file)).unwrap(),
                "page",
                "{file}"
            );
        }
    }
}
