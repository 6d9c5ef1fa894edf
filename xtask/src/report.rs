//! What is said while a task runs: one line a step, with progress and elapsed time.
//!
//! In a terminal a step is a spinner that shows the latest line of the program behind it. Elsewhere (CI, a log file) it is
//! a line at its start, one every half minute, and one at its end.

use std::{
    io::{IsTerminal, Write},
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How often a step speaks where there is no terminal.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Speaks for a whole task.
#[derive(Debug)]
pub struct Report {
    bars: MultiProgress,
    terminal: bool,
}

impl Report {
    /// For the terminal, or for a log where there is none.
    pub fn new() -> Self {
        Self {
            bars: MultiProgress::new(),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Says a line on standard output, above the spinners.
    pub fn say(&self, line: &str) {
        self.bars.suspend(|| {
            let mut out = std::io::stdout().lock();
            let _ = writeln!(out, "{line}");
            let _ = out.flush();
        });
    }

    /// Starts a step.
    pub fn step(&self, name: &str) -> Step<'_> {
        let bar = if self.terminal {
            let bar = self.bars.add(ProgressBar::new_spinner());
            // The template is constant; a mistake in it would only cost the look.
            if let Ok(style) = ProgressStyle::with_template("  {spinner} {prefix} ({elapsed}) {wide_msg:.dim}") {
                bar.set_style(style);
            }
            bar.set_prefix(name.to_owned());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        } else {
            self.say(&format!("  .. {name}"));
            ProgressBar::hidden()
        };
        let now = Instant::now();
        Step {
            report: self,
            name: name.to_owned(),
            started: now,
            bar,
            spoke: Mutex::new(now),
        }
    }

    /// A progress bar over bytes, for downloads; hidden where there is no terminal.
    pub fn bytes(&self, n_bytes: u64) -> ProgressBar {
        if !self.terminal {
            return ProgressBar::hidden();
        }
        let bar = self.bars.add(ProgressBar::new(n_bytes));
        let look = "  {bar:32} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(look) {
            bar.set_style(style);
        }
        bar
    }
}

/// A step under way. Dropped without [`Step::done`], it is silent: the error that ended it speaks.
#[derive(Debug)]
pub struct Step<'a> {
    report: &'a Report,
    name: String,
    started: Instant,
    bar: ProgressBar,
    spoke: Mutex<Instant>,
}

impl Step<'_> {
    /// The step's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Shows what the step is at.
    pub fn progress(&self, line: &str) {
        self.bar.set_message(line.to_owned());
        if self.report.terminal {
            return;
        }
        let Ok(mut spoke) = self.spoke.lock() else { return };
        if spoke.elapsed() >= HEARTBEAT {
            *spoke = Instant::now();
            self.report.say(&format!(
                "     {} ({}): {line}",
                self.name,
                elapsed(self.started.elapsed())
            ));
        }
    }

    /// Ends the step with its elapsed time and a remark, which may be empty.
    pub fn done(self, remark: &str) {
        let time = elapsed(self.started.elapsed());
        let remark = if remark.is_empty() {
            String::new()
        } else {
            format!(": {remark}")
        };
        self.bar.finish_and_clear();
        self.report.say(&format!("  ok {} ({time}){remark}", self.name));
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// `0.4 s`, `42 s` or `3 min 05 s`.
pub fn elapsed(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        secs @ 10..60 => format!("{secs} s"),
        secs => format!("{} min {:02} s", secs / 60, secs % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_time_is_as_fine_as_it_is_short() {
        assert_eq!(elapsed(Duration::from_millis(440)), "0.4 s");
        assert_eq!(elapsed(Duration::from_secs(42)), "42 s");
        assert_eq!(elapsed(Duration::from_secs(185)), "3 min 05 s");
    }
}
