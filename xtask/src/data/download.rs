//! A download that resumes: what has arrived lies in a `.part` file, and the rest is asked for with an HTTP range.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use ureq::Agent;

use crate::{error::Error, files, report::Report};

/// How long a server may take to answer; a machine without a network should know soon.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Fetches `url` to `path`, unless it is there already with `n_bytes` bytes. A part of an earlier try is continued.
///
/// # Errors
/// Where the server cannot be reached, refuses, or ends early, and where the file cannot be written.
pub fn fetch(url: &str, path: &Path, n_bytes: u64, report: &Report) -> Result<PathBuf, Error> {
    if len(path) == n_bytes {
        return Ok(path.to_path_buf());
    }
    if let Some(parent) = path.parent() {
        files::make_folder(parent)?;
    }
    let part = path.with_extension("part");
    let step = report.step(&format!("download {url} ({} MB)", n_bytes / 1_000_000));
    continue_part(url, &part, n_bytes, &report.bytes(n_bytes)).map_err(|reason| Error::Download {
        url: url.to_owned(),
        reason,
    })?;
    std::fs::rename(&part, path).map_err(Error::file("replace", path))?;
    step.done("");
    Ok(path.to_path_buf())
}

fn continue_part(url: &str, part: &Path, n_bytes: u64, bar: &indicatif::ProgressBar) -> Result<(), String> {
    let held = resume_offset(len(part), n_bytes);
    let config = Agent::config_builder().timeout_connect(Some(CONNECT_TIMEOUT)).build();
    let mut request = Agent::new_with_config(config).get(url);
    if held > 0 {
        request = request.header("Range", format!("bytes={held}-"));
    }
    let response = request.call().map_err(|error| error.to_string())?;
    // A server that does not know ranges answers 200 and starts over.
    let resumed = response.status().as_u16() == 206;
    let mut done = if resumed { held } else { 0 };
    let mut file = open(part, resumed).map_err(|error| error.to_string())?;
    let mut reader = response.into_body().into_reader();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n_read = reader.read(&mut buffer).map_err(|error| error.to_string())?;
        if n_read == 0 {
            break;
        }
        file.write_all(&buffer[..n_read]).map_err(|error| error.to_string())?;
        done += n_read as u64;
        bar.set_position(done);
    }
    bar.finish_and_clear();
    if done == n_bytes {
        Ok(())
    } else {
        Err(format!("it ended at {done} of {n_bytes} bytes; run it again to go on"))
    }
}

fn open(part: &Path, resumed: bool) -> std::io::Result<File> {
    OpenOptions::new()
        .create(true)
        .write(true)
        .append(resumed)
        .truncate(!resumed)
        .open(part)
}

/// Where to go on: after what is held, or from the start where that cannot be a part of the file.
fn resume_offset(held: u64, n_bytes: u64) -> u64 {
    if held < n_bytes { held } else { 0 }
}

fn len(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

#[cfg(test)]
mod tests {
    use std::{io::BufRead, net::TcpListener, thread};

    use super::*;

    /// Serves one request for `content`, with ranges where `ranges`; returns the address and the range that was asked.
    fn server(content: &'static [u8], ranges: bool) -> (String, thread::JoinHandle<Option<usize>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        let served = thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            let lines = std::io::BufReader::new(stream.try_clone().unwrap()).lines();
            let head: Vec<_> = lines
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty())
                .collect();
            let asked = head.iter().find_map(|line| {
                let line = line.to_ascii_lowercase();
                line.strip_prefix("range: bytes=")?.trim_end_matches('-').parse().ok()
            });
            let (status, body) = match asked.filter(|_| ranges) {
                Some(from) => ("206 Partial Content", &content[from..]),
                None => ("200 OK", content),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(body).unwrap();
            asked
        });
        (url, served)
    }

    fn check(held: &[u8], ranges: bool, expected_range: Option<usize>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file.part"), held).unwrap();
        let (url, served) = server(b"0123456789", ranges);
        let path = fetch(&url, &folder.path().join("file.gz"), 10, &Report::new()).unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"0123456789");
        assert_eq!(served.join().unwrap(), expected_range);
    }

    #[test]
    fn a_part_is_continued_where_it_ends() {
        check(b"0123", true, Some(4));
    }

    #[test]
    fn a_server_without_ranges_starts_over() {
        check(b"0123", false, Some(4));
    }

    #[test]
    fn nothing_held_asks_for_everything() {
        check(b"", true, None);
    }

    #[test]
    fn a_short_answer_is_an_error_and_keeps_its_part() {
        let folder = tempfile::tempdir().unwrap();
        let (url, _) = server(b"0123", true);
        let error = fetch(&url, &folder.path().join("file.gz"), 10, &Report::new()).unwrap_err();
        assert!(error.to_string().contains("4 of 10 bytes"), "{error}");
        assert_eq!(std::fs::read(folder.path().join("file.part")).unwrap(), b"0123");
    }

    #[test]
    fn an_oversized_part_is_not_continued() {
        assert_eq!(resume_offset(4, 10), 4);
        assert_eq!(resume_offset(10, 10), 0);
    }
}
