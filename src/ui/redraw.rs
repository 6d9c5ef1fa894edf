//! A pulse on which charts and tables are drawn again: soon after something changed, and never too often.

use std::time::Duration;

use leptos::prelude::*;

/// The pulse; cheap to copy.
#[derive(Clone, Copy)]
pub struct Redraw {
    n_pulses: RwSignal<u32>,
    waits: StoredValue<bool>,
    at_most_every: Duration,
}

impl Redraw {
    /// A pulse that comes at most once in `at_most_every`.
    pub fn new(at_most_every: Duration) -> Self {
        Self {
            n_pulses: RwSignal::new(0),
            waits: StoredValue::new(false),
            at_most_every,
        }
    }

    /// Whatever reads this is computed again at the next pulse.
    pub fn track(self) {
        self.n_pulses.track();
    }

    /// Something changed: a pulse comes, with the frame after the waiting time.
    pub fn soon(self) {
        if self.waits.get_value() {
            return;
        }
        self.waits.set_value(true);
        set_timeout(
            move || {
                request_animation_frame(move || {
                    self.waits.set_value(false);
                    self.n_pulses.update(|n| *n = n.wrapping_add(1));
                });
            },
            self.at_most_every,
        );
    }
}
