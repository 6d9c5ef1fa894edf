//! The packed cache: shards and manifest by `fovea::data`, written once per source.

use std::{fmt::Write as _, path::PathBuf};

use fovea::data::{CIFAR10_CLASSES, PackLabel, shards, source};

use crate::{
    data::{gallery, origin::Origin},
    error::Error,
    files,
    project::Project,
    report::Report,
};

/// Packs the official files, unless the stamp says that these very files are packed. Returns the folder.
///
/// # Errors
/// Where a file is not in the official format, or cannot be written.
pub fn pack(project: &Project, origin: &Origin, report: &Report) -> Result<PathBuf, Error> {
    let folder = project.data.join("packed").join("cifar10");
    let stamp = stamp(origin)?;
    let stamp_path = folder.join("stamp");
    if std::fs::read_to_string(&stamp_path).is_ok_and(|old| old == stamp) {
        return Ok(folder);
    }
    let step = report.step("pack CIFAR-10 for the page");
    let wrong = |reason: String| Error::Content {
        path: origin.folder.clone(),
        reason,
    };
    let (train, test) = source::read_folder(&origin.folder).map_err(|error| wrong(error.to_string()))?;
    let label = PackLabel {
        dataset: "cifar10",
        source: origin.source,
        classes: &CIFAR10_CLASSES,
    };
    let (manifest, shards) = shards::pack(&train, &test, label);
    let json = manifest.to_json().map_err(|error| wrong(error.to_string()))?;
    files::remove_folder(&folder)?;
    files::make_folder(&folder)?;
    for (name, bytes) in &shards {
        files::write_atomically(&folder.join(name), bytes)?;
    }
    files::write_atomically(&folder.join("manifest.json"), &json)?;
    files::write_atomically(&folder.join(gallery::FILE), &gallery::of(&test))?;
    files::write_atomically(&stamp_path, stamp.as_bytes())?;
    step.done(&format!(
        "{} training and {} test images in {} shards",
        train.n_images(),
        test.n_images(),
        shards.len()
    ));
    Ok(folder)
}

/// The source with names, sizes and times of its files: hashing 180 MB at every start would cost more than it tells.
fn stamp(origin: &Origin) -> Result<String, Error> {
    let mut stamp = format!(
        "{} {} gallery {}\n",
        fovea::data::MANIFEST_VERSION,
        origin.source.id(),
        gallery::N_IMAGES
    );
    for path in files::tree(&origin.folder)? {
        let metadata = path.metadata().map_err(Error::file("read", &path))?;
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let secs = modified.unwrap_or_default().as_secs();
        let _ = writeln!(stamp, "{} {} {secs}", path.display(), metadata.len());
    }
    Ok(stamp)
}
