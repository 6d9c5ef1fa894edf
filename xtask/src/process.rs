//! Other programs: run with their output in a log and their latest line in the report.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
};

use crate::{error::Error, project::Project, report::Step};

/// How many lines of a failed program are shown.
const N_TAIL_LINES: usize = 60;

/// Runs a program as part of a step.
///
/// # Errors
/// Where it cannot be started or fails; the message ends with the command that reproduces it.
pub fn run(project: &Project, step: &Step, command: &mut Command) -> Result<(), Error> {
    let folder = project.logs();
    crate::files::make_folder(&folder)?;
    let log = folder.join(format!("{}.log", file_name(step.name())));
    let file = Mutex::new(File::create(&log).map_err(Error::file("write", &log))?);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|source| start_error(command, source))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| stdout.map(|pipe| follow(pipe, &file, step)));
        scope.spawn(|| stderr.map(|pipe| follow(pipe, &file, step)));
    });
    let status = child.wait().map_err(|source| start_error(command, source))?;
    if status.success() {
        return Ok(());
    }
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    Err(Error::Failed {
        step: step.name().to_owned(),
        status: status.to_string(),
        tail: tail(&text, N_TAIL_LINES),
        reproduce: shell_line(command),
        log,
    })
}

/// What a program prints on its standard output.
///
/// # Errors
/// Where it cannot be started or fails.
pub fn output(command: &mut Command) -> Result<String, Error> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| start_error(command, source))?;
    if !output.status.success() {
        return Err(Error::Missing {
            what: format!("`{}` failed ({}).", shell_line(command), output.status),
            cure: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started and ends well; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// npm's and npx's name on this system.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

fn follow(pipe: impl Read, log: &Mutex<File>, step: &Step) {
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if let Ok(mut log) = log.lock() {
            let _ = writeln!(log, "{line}");
        }
        if !line.trim().is_empty() {
            step.progress(line.trim());
        }
    }
}

fn start_error(command: &Command, source: std::io::Error) -> Error {
    Error::Start {
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    }
}

fn tail(text: &str, n_lines: usize) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(n_lines)..].join("\n")
}

fn file_name(step: &str) -> String {
    step.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}

/// The command as one would type it, with the variables that it sets; `PATH` is left out.
pub fn shell_line(command: &Command) -> String {
    let set = command.get_envs().filter(|(name, _)| *name != "PATH");
    let variables = set.filter_map(|(name, value)| Some((name.to_string_lossy(), value?.to_string_lossy())));
    let mut words: Vec<_> = variables
        .map(|(name, value)| format!("{name}={}", quoted(&value)))
        .collect();
    words.push(quoted(&command.get_program().to_string_lossy()));
    words.extend(command.get_args().map(|word| quoted(&word.to_string_lossy())));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{word}'")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_line_shows_variables_and_quotes_spaces() {
        let mut command = Command::new("cargo");
        command
            .env("A", "1 2")
            .env("PATH", "/x")
            .env_remove("B")
            .args(["test", "-p", "xtask"]);
        assert_eq!(shell_line(&command), "A='1 2' cargo test -p xtask");
    }

    #[test]
    fn a_tail_is_the_last_lines() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a", 2), "a");
    }
}
