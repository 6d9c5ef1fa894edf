//! What must hold inside a page: the store of shards, files of unknown origin, and a site that serves no engine.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::cell::RefCell;
use std::rc::Rc;

use fovea::bridge::page::{Begin, Heard, HeardProbe, Launcher, Preference, Question, base_uri};
use fovea::bridge::protocol::{Event, Fault, NetworkSource, ProbeQuestion, RunId};
use fovea::spec::{AugmentSpec, DataSpec, Dataset, RunSpec, TrainingSpec, variants};
use fovea::web::task::sleep_ms;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "fixtures/file_cache.rs"]
mod file_cache;
#[path = "fixtures/hostile_records.rs"]
mod hostile_records;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_page_keeps_and_forgets_files() {
    file_cache::keeps_and_forgets("fovea-test-page").await;
}

#[wasm_bindgen_test]
fn changed_records_are_refused_or_can_be_used_with_32_bits_too() {
    assert!(hostile_records::check(250) > 0);
    let text = serde_json::to_string(&hostile_records::whole()).unwrap();
    // 2³² + 100 is 100 where lengths have 32 bits and wrap round.
    let wide = text.replacen(r#""n_train":100"#, r#""n_train":4294967396"#, 1);
    assert_ne!(wide, text);
    assert!(fovea::lab::record::file::read(hostile_records::signed(&wide).as_bytes()).is_err());
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
        checkpoint: Vec::new(),
        checkpoint_every_ms: None,
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

/// Asks for a weight of `plain-s` on a page that serves no engine; what is said comes in time.
fn asked(launcher: &Launcher, height: usize) -> Rc<RefCell<Vec<HeardProbe>>> {
    let mut network = variants::find("plain-s").unwrap().network();
    network.input.height = height;
    let question = Question {
        network: NetworkSource::Drawn {
            spec: Box::new(network),
            seed: 1,
        },
        question: ProbeQuestion::Weights {
            name: "conv1.weight".to_owned(),
        },
        pixels: Vec::new(),
        preference: Preference::Cpu,
    };
    let said: Rc<RefCell<Vec<HeardProbe>>> = Rc::default();
    let ear = Rc::clone(&said);
    launcher.probe(question, Rc::new(move |heard| ear.borrow_mut().push(heard)));
    assert!(
        said.borrow().is_empty(),
        "nothing is heard before the question has a name"
    );
    said
}

/// The one thing that is said, once it is.
async fn only(said: &Rc<RefCell<Vec<HeardProbe>>>) -> HeardProbe {
    for _attempt in 0..100 {
        if !said.borrow().is_empty() {
            break;
        }
        sleep_ms(50.0).await;
    }
    let said = said.borrow();
    assert_eq!(said.len(), 1, "{said:?}");
    said[0].clone()
}

#[wasm_bindgen_test]
async fn a_question_fails_with_what_is_missing_or_wrong() {
    let launcher = Launcher::new(base_uri());
    let missing = only(&asked(&launcher, 32)).await;
    assert!(
        matches!(&missing, HeardProbe::Failed(Fault::Download { file, .. }) if file == "engines.json"),
        "{missing:?}"
    );
    let wrong = only(&asked(&launcher, 224)).await;
    assert!(matches!(wrong, HeardProbe::Failed(Fault::BadSpec { .. })), "{wrong:?}");
}

#[wasm_bindgen_test]
async fn a_question_that_waits_hears_of_the_end_and_nothing_after_it() {
    let launcher = Launcher::new(base_uri());
    let said = asked(&launcher, 32);
    launcher.terminate();
    assert_eq!(said.borrow().as_slice(), [HeardProbe::Failed(Fault::Ended)]);
    sleep_ms(300.0).await; // long enough for the catalogue's absence to be known
    assert_eq!(said.borrow().len(), 1);
}
