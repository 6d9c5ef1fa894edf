//! Files: read, written atomically, linked or copied as trees, hashed.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::error::Error;

/// Reads a whole file.
///
/// # Errors
/// With the path, where it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::file("read", path))
}

/// Makes a folder with its parents.
///
/// # Errors
/// With the path, where it cannot be made.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::file("make the folder", path))
}

/// Removes a folder with its contents, or nothing where it is not there.
///
/// # Errors
/// With the path, where it is there and cannot be removed.
pub fn remove_folder(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Error::File {
            action: "remove",
            path: path.to_path_buf(),
            source,
        }),
        _ => Ok(()),
    }
}

/// Writes a file so that a reader sees the old or the new content, never a part.
///
/// # Errors
/// With the path, where it cannot be written.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let new = path.with_file_name(name);
    fs::write(&new, content).map_err(Error::file("write", &new))?;
    fs::rename(&new, path).map_err(Error::file("replace", path))
}

/// Puts the file `from` at `to`: as a hard link where the file system can, else as a copy.
///
/// # Errors
/// With the path, where neither works.
pub fn place(from: &Path, to: &Path) -> Result<(), Error> {
    let _ = fs::remove_file(to);
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Error::file("copy a file to", to))
}

/// Copies the folder `from` over `to`, files as real copies.
///
/// # Errors
/// With the path, where a file cannot be copied.
pub fn copy_tree(from: &Path, to: &Path) -> Result<(), Error> {
    for path in tree(from)? {
        let target = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(parent) = target.parent() {
            make_folder(parent)?;
        }
        fs::copy(&path, &target).map_err(Error::file("copy a file to", &target))?;
    }
    Ok(())
}

/// All files below a folder, sorted.
///
/// # Errors
/// With the path, where a folder cannot be listed.
pub fn tree(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::file("list", &folder))? {
            let path = entry.map_err(Error::file("list", &folder))?.path();
            if path.is_dir() {
                open.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    Ok(files)
}

/// SHA-256 in hex.
pub fn sha256(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_abc_is_the_standards_example() {
        // FIPS 180-4, example "abc".
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn an_atomic_write_replaces_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("engines.json");
        write_atomically(&path, b"old").unwrap();
        write_atomically(&path, b"new").unwrap();
        assert_eq!(read(&path).unwrap(), b"new");
        assert_eq!(tree(folder.path()).unwrap(), [path]);
    }
}
