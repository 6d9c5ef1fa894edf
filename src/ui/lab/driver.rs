//! Carries the lab's errands to the engine, and brings back what it says.

use std::rc::Rc;

use super::store::Lab;
use crate::bridge::page::{Begin, Heard, Launcher};
use crate::ui::intent::{EngineReason, Errand, Intent};

/// Does `errand` outside, with `launcher`.
pub fn carry_out(lab: Lab, launcher: &Launcher, errand: Errand) {
    match errand {
        Errand::Begin {
            run,
            spec,
            wish,
            paused,
        } => {
            let wanted = Begin {
                run,
                spec,
                preference: wish,
                paused,
                checkpoint: Vec::new(),
                checkpoint_every_ms: None,
            };
            launcher.begin(wanted, Rc::new(move |heard| lab.send(intent(heard))));
        }
        Errand::Ask(request) => launcher.send(request),
        Errand::Terminate => launcher.terminate(),
        Errand::WriteLink | Errand::Reload => {}
    }
}

fn intent(heard: Heard) -> Intent {
    match heard {
        Heard::Waiting { run, .. } => Intent::EngineAwaited { run },
        Heard::Opened { run, device, reason } => Intent::EngineOpened {
            run,
            device,
            why: EngineReason::Chosen(reason),
        },
        Heard::Event { event, bytes } => Intent::Heard { event, pixels: bytes },
    }
}
