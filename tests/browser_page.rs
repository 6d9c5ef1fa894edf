//! What must hold inside a page: the store of shards, and a site that serves no engine.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::cell::RefCell;
use std::rc::Rc;

use fovea::bridge::page::{Begin, Heard, Launcher, Preference, base_uri};
use fovea::bridge::protocol::{Event, Fault, RunId};
use fovea::spec::{AugmentSpec, DataSpec, Dataset, RunSpec, TrainingSpec, variants};
use fovea::web::task::sleep_ms;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "fixtures/file_cache.rs"]
mod file_cache;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_page_keeps_and_forgets_files() {
    file_cache::keeps_and_forgets("fovea-test-page").await;
}

#[wasm_bindgen_test]
async fn a_site_without_engines_fails_the_run_with_the_file_that_is_missing() {
    let spec = RunSpec {
        variant: "plain-s".to_owned(),
        network: variants::find("plain-s").unwrap().network(),
        data: DataSpec {
            dataset: Dataset::Scales,
            n_train: 100,
            n_test: 10,
            augment: AugmentSpec::default(),
        },
        training: TrainingSpec::TUTORIAL,
        seed: 1,
    };
    let wanted = Begin {
        run: RunId(3),
        spec: Box::new(spec),
        preference: Preference::Cpu,
        paused: false,
    };
    let said: Rc<RefCell<Vec<Heard>>> = Rc::default();
    let ear = Rc::clone(&said);
    let launcher = Launcher::new(base_uri());
    launcher.begin(wanted, Rc::new(move |heard| ear.borrow_mut().push(heard)));
    for _attempt in 0..100 {
        if !said.borrow().is_empty() {
            break;
        }
        sleep_ms(50.0).await;
    }
    let said = said.borrow();
    let failed = said.iter().find_map(|heard| match heard {
        Heard::Event {
            event: Event::Failed { run, fault },
            ..
        } => Some((*run, fault.clone())),
        _ => None,
    });
    let (run, fault) = failed.unwrap();
    assert_eq!(run, Some(RunId(3)));
    assert!(
        matches!(&fault, Fault::Download { file, .. } if file == "engines.json"),
        "{fault:?}"
    );
}
