//! Carries the lab's errands to the engine, and brings back what it says.

use super::store::Lab;
use crate::bridge::protocol::{Event, Fault};
use crate::ui::intent::{Errand, Intent};

/// Does `errand` outside.
pub fn carry_out(lab: Lab, errand: Errand) {
    match errand {
        Errand::Begin { run, .. } => {
            let message = "no engine is connected to this page".to_owned();
            let event = Event::Failed {
                run: Some(run),
                fault: Fault::Bug { message },
            };
            lab.send(Intent::Heard {
                event,
                pixels: Vec::new(),
            });
        }
        Errand::Ask(_) | Errand::Terminate | Errand::WriteLink | Errand::Reload => {}
    }
}
