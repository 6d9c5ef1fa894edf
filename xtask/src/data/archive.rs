//! The official archive of CIFAR-10: its address, its checksum, and how it is unpacked.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use crate::{error::Error, files, report::Report};

/// The binary version on its author's page (Krizhevsky 2009).
pub const URL: &str = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";
/// Its size.
pub const N_BYTES: u64 = 170_052_171;
/// Its SHA-256.
pub const SHA256: &str = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd";
/// The folder inside it.
pub const FOLDER: &str = "cifar-10-batches-bin";

/// Unpacks the archive into `folder`, after its checksum was found right. A wrong archive is removed.
///
/// # Errors
/// A wrong checksum, and files that cannot be read or written.
pub fn unpack(archive: &Path, sha256: &str, folder: &Path, report: &Report) -> Result<(), Error> {
    let step = report.step("check and unpack CIFAR-10");
    let found = checksum(archive)?;
    if found != sha256 {
        let _ = std::fs::remove_file(archive);
        let reason =
            format!("its SHA-256 is {found} where {sha256} belongs; it was removed, run this again to fetch it anew");
        return Err(Error::Content {
            path: archive.to_path_buf(),
            reason,
        });
    }
    // Unpacked beside its place and moved there whole, so that a folder with that name is complete.
    let new = folder.join("unpacking");
    files::remove_folder(&new)?;
    let file = File::open(archive).map_err(Error::file("read", archive))?;
    let mut entries = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    entries.unpack(&new).map_err(Error::file("unpack", archive))?;
    let place = folder.join(FOLDER);
    files::remove_folder(&place)?;
    std::fs::rename(new.join(FOLDER), &place).map_err(Error::file("move the unpacked files to", &place))?;
    files::remove_folder(&new)?;
    let _ = std::fs::remove_file(archive);
    step.done("");
    Ok(())
}

fn checksum(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(Error::file("read", path))?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut buffer).map_err(Error::file("read", path))? {
            0 => return Ok(files::hex(&hash.finalize())),
            n_read => hash.update(&buffer[..n_read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn small_archive(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("small.tar.gz");
        let mut tar = tar::Builder::new(GzEncoder::new(File::create(&path).unwrap(), Compression::fast()));
        let mut header = tar::Header::new_gnu();
        header.set_size(3);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{FOLDER}/test_batch.bin"), &b"abc"[..])
            .unwrap();
        tar.into_inner().unwrap().finish().unwrap();
        path
    }

    #[test]
    fn a_right_checksum_unpacks() {
        let folder = tempfile::tempdir().unwrap();
        let archive = small_archive(folder.path());
        let sha256 = files::sha256(&std::fs::read(&archive).unwrap());
        unpack(&archive, &sha256, folder.path(), &Report::new()).unwrap();
        assert_eq!(
            std::fs::read(folder.path().join(FOLDER).join("test_batch.bin")).unwrap(),
            b"abc"
        );
    }

    #[test]
    fn a_wrong_checksum_unpacks_nothing_and_removes_the_archive() {
        let folder = tempfile::tempdir().unwrap();
        let archive = small_archive(folder.path());
        let error = unpack(&archive, SHA256, folder.path(), &Report::new()).unwrap_err();
        assert!(error.to_string().contains(SHA256), "{error}");
        assert!(!archive.exists() && !folder.path().join(FOLDER).exists());
    }
}
