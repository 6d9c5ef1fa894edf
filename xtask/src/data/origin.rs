//! Where the official files come from: a folder that was named, an earlier download, the official archive, or nowhere.

use std::{env, path::PathBuf};

use fovea::spec::DataSource;

use crate::{
    data::{archive, download},
    error::Error,
    project::Project,
    report::Report,
};

/// A folder with the official files, and what the manifest says of it.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The folder with `data_batch_*.bin` and `test_batch.bin`.
    pub folder: PathBuf,
    /// For the learner.
    pub source: DataSource,
}

/// Finds the official files; downloads them where nobody named a folder.
///
/// # Errors
/// Where the named folder does not exist, or the download cannot be unpacked.
pub fn find(project: &Project, report: &Report) -> Result<Option<Origin>, Error> {
    if let Some(named) = env::var_os("FOVEA_CIFAR10_DIR").filter(|value| !value.is_empty()) {
        return named_folder(project.root.join(named)).map(Some);
    }
    let folder = project.data.join(archive::FOLDER);
    let origin = Origin {
        folder: folder.clone(),
        source: DataSource::OfficialArchive,
    };
    if folder.is_dir() {
        return Ok(Some(origin));
    }
    let fetched = download::fetch(
        archive::URL,
        &project.data.join("cifar-10-binary.tar.gz"),
        archive::N_BYTES,
        report,
    )
    .and_then(|path| archive::unpack(&path, archive::SHA256, &project.data, report));
    match fetched {
        Ok(()) => Ok(Some(origin)),
        Err(error) => {
            report.say(&format!(
                "CIFAR-10 could not be had ({error}). The page offers the generated set Scales instead; run `cargo xtask \
                 data` later, or name a folder with the official .bin files in FOVEA_CIFAR10_DIR."
            ));
            Ok(None)
        }
    }
}

fn named_folder(folder: PathBuf) -> Result<Origin, Error> {
    if folder.is_dir() {
        return Ok(Origin {
            folder,
            source: DataSource::Folder,
        });
    }
    Err(Error::Missing {
        what: format!("FOVEA_CIFAR10_DIR names {}, which is not a folder.", folder.display()),
        cure: "Name a folder with data_batch_*.bin and test_batch.bin, or unset it to download CIFAR-10.".to_owned(),
    })
}
