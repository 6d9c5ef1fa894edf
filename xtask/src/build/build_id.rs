//! The id that page and engines share when they come from the same sources.

use sha2::{Digest, Sha256};

use crate::{error::Error, files, project::Project};

/// How many hex digits of the hash are kept.
const N_DIGITS: usize = 12;

/// The first digits of SHA-256 over `src/**`, `Cargo.toml` and `Cargo.lock`: paths, lengths and contents.
///
/// # Errors
/// Where one of them cannot be read.
pub fn of(project: &Project) -> Result<String, Error> {
    let mut paths = files::tree(&project.root.join("src"))?;
    paths.extend(["Cargo.toml", "Cargo.lock"].map(|name| project.root.join(name)));
    let mut hash = Sha256::new();
    for path in paths {
        let content = files::read(&path)?;
        let name = path
            .strip_prefix(&project.root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        hash.update(format!("{name}\n{}\n", content.len()));
        hash.update(&content);
    }
    let mut digits = files::hex(&hash.finalize());
    digits.truncate(N_DIGITS);
    Ok(digits)
}
