//! What a visitor downloads: sizes of the built files, raw and after gzip.

use std::{io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};

use crate::{error::Error, files, report::Report};

/// Says the sizes of scripts, styles and WebAssembly in `dist/`.
///
/// # Errors
/// Where a file cannot be read.
pub fn print(dist: &Path, report: &Report) -> Result<(), Error> {
    report.say(&format!("\n{}: KB raw, KB after gzip", dist.display()));
    for path in files::tree(dist)? {
        let shown = path
            .extension()
            .is_some_and(|kind| ["js", "css", "wasm"].map(AsRef::as_ref).contains(&kind));
        if !shown {
            continue;
        }
        let content = files::read(&path)?;
        let name = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
        report.say(&format!(
            "  {:>9} {:>9}  {name}",
            kilobytes(content.len()),
            kilobytes(gzip_len(&content))
        ));
    }
    Ok(())
}

fn gzip_len(content: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(content).and_then(|()| encoder.finish());
    written.map_or(content.len(), |packed| packed.len())
}

/// Thousands of bytes, rounded up, so that nothing is 0.
fn kilobytes(n_bytes: usize) -> usize {
    n_bytes.div_ceil(1000)
}
