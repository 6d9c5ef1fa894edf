//! Where and when a record is made: this room's clock, its date, its machine.

use std::future::Future;
use std::process::Command;
use std::thread;
use std::time::Instant;

use crate::lab::record::Origin;

/// Seconds of training.
#[derive(Debug, Default)]
pub struct Clock {
    seconds: f64,
}

impl Clock {
    /// What `work` gives, and how many seconds it took.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn timed<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<(T, f64), E> {
        #[allow(
            clippy::disallowed_methods,
            reason = "the command line runs natively, where there is a clock"
        )]
        let begun = Instant::now();
        let done = work.await?;
        Ok((done, begun.elapsed().as_secs_f64()))
    }

    /// Adds `seconds`.
    pub fn count(&mut self, seconds: f64) {
        self.seconds += seconds;
    }

    /// All that was counted.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }
}

/// Logical cores of this machine.
pub fn n_cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Today, these sources, this machine.
pub fn here(data: &str) -> Origin {
    let machine = format!(
        "{} cores, {} {}, CPU engine (Flex)",
        n_cores(),
        std::env::consts::ARCH,
        std::env::consts::OS
    );
    Origin {
        date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        commit: commit(),
        machine,
        data: data.to_owned(),
    }
}

/// The commit of the folder that this runs in, or `unknown` outside of a checkout.
fn commit() -> String {
    let output = Command::new("git").args(["rev-parse", "--short=10", "HEAD"]).output();
    let text = output.ok().filter(|output| output.status.success());
    let text = text.and_then(|output| String::from_utf8(output.stdout).ok());
    text.map_or_else(|| "unknown".to_owned(), |text| text.trim().to_owned())
}
