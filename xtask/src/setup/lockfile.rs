//! Versions out of `Cargo.lock`: wasm-bindgen's command line tool must be exactly as old as the crate.

use std::path::Path;

use serde::Deserialize;

use crate::{error::Error, files};

#[derive(Deserialize)]
struct Lockfile {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// The locked version of a crate.
///
/// # Errors
/// Where the file cannot be read, or locks the crate never or twice.
pub fn version_of(lockfile: &Path, name: &str) -> Result<String, Error> {
    let text = String::from_utf8_lossy(&files::read(lockfile)?).into_owned();
    version_in(&text, name).map_err(|reason| Error::Content {
        path: lockfile.to_path_buf(),
        reason,
    })
}

fn version_in(text: &str, name: &str) -> Result<String, String> {
    let lockfile: Lockfile = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut versions = lockfile.package.into_iter().filter(|package| package.name == name);
    let first = versions.next().ok_or_else(|| format!("it locks no `{name}`"))?;
    match versions.next() {
        Some(second) => Err(format!(
            "it locks `{name}` twice, as {} and {}",
            first.version, second.version
        )),
        None => Ok(first.version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        version = 4
        [[package]]
        name = "wasm-bindgen"
        version = "0.2.130"
        [[package]]
        name = "wasm-bindgen-futures"
        version = "0.4.80"
        [[package]]
        name = "sha2"
        version = "0.10.9"
        [[package]]
        name = "sha2"
        version = "0.11.1"
    "#;

    #[test]
    fn the_name_is_matched_whole() {
        assert_eq!(version_in(TEXT, "wasm-bindgen").as_deref(), Ok("0.2.130"));
    }

    #[test]
    fn a_missing_and_a_double_crate_are_named() {
        assert_eq!(version_in(TEXT, "burn").unwrap_err(), "it locks no `burn`");
        assert_eq!(
            version_in(TEXT, "sha2").unwrap_err(),
            "it locks `sha2` twice, as 0.10.9 and 0.11.1"
        );
    }

    #[test]
    fn this_projects_lockfile_can_be_read() {
        let lockfile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        let version = version_of(&lockfile, "wasm-bindgen").unwrap();
        assert!(version.starts_with("0.2."), "{version}");
    }
}
