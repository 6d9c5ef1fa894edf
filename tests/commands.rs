//! The built command: what it refuses, with the place and the cure, and what it leaves behind when it is cut.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_methods, reason = "it runs natively, where a thread may sleep")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use fovea::lab::record::{ExperimentRecord, RunState, file};
use tempfile::TempDir;

/// A plan of moments: one epoch of 13 steps.
const SMALL: [&str; 6] = ["--epochs", "1", "--images", "100", "--test-images", "10"];

fn fovea(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fovea"));
    command
        .current_dir(folder)
        .args(arguments)
        .env_remove("FOVEA_CIFAR10_DIR");
    command
}

/// The one line of a refusal.
fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = fovea(folder, arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    said
}

#[track_caller]
fn says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
}

/// Trains `scales-fields`, made small, with more arguments; the record.
fn train(folder: &Path, arguments: &[&str]) -> ExperimentRecord {
    let output = fovea(folder, &["experiment", "scales-fields", "--out", "record.json"])
        .args(SMALL)
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    record(folder)
}

fn record(folder: &Path) -> ExperimentRecord {
    file::read(&std::fs::read(folder.join("record.json")).unwrap()).unwrap()
}

fn keys(record: &ExperimentRecord, is_done: bool) -> Vec<(String, u64)> {
    let runs = record
        .runs
        .iter()
        .filter(|run| (run.state == RunState::Done) == is_done);
    runs.map(|run| (run.key.variant.clone(), run.key.seed)).collect()
}

#[test]
fn what_cannot_be_trained_is_refused_with_the_place_and_the_cure() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let experiment = |more: &[&str]| refusal(folder, &[&["experiment"], more].concat());
    says(&experiment(&["nowhere.json"]), &["nowhere.json", "homework-s"]);
    std::fs::write(folder.join("plan.json"), "{\"name\": \"mine\"}").unwrap();
    says(&experiment(&["plan.json"]), &["plan.json", "variants", "--print-plan"]);
    says(
        &experiment(&["homework-s", "--variants", "inceptoin-s"]),
        &["--variants", "inceptoin-s", "inception-s-cbam"],
    );
    says(&experiment(&["homework-s"]), &["--data", "FOVEA_CIFAR10_DIR"]);
    says(&experiment(&["homework-s", "--data", "nowhere"]), &["nowhere"]);
    says(&experiment(&["homework-s", "--epochs", "0"]), &["homework-s", "epochs"]);
    std::fs::write(folder.join("plan.json"), "no record").unwrap();
    says(
        &experiment(&["scales-fields", "--out", "plan.json"]),
        &["plan.json", "no experiment", "--out"],
    );
    let train = |more: &[&str]| refusal(folder, &[&["train"], more].concat());
    says(&train(&["--variant", "plain-s"]), &["--data", "FOVEA_CIFAR10_DIR"]);
    says(&train(&["--variant", "plane-s"]), &["--variant", "plane-s", "plain-s"]);
    says(
        &train(&["--variant", "plain-s", "--save", "weights.pt"]),
        &["weights.pt", ".safetensors", ".bpk"],
    );
}

#[test]
fn a_record_of_another_experiment_is_not_touched() {
    let folder = TempDir::new().unwrap();
    train(folder.path(), &["--variants", "field-5-s", "--seeds", "1"]);
    let before = std::fs::read(folder.path().join("record.json")).unwrap();
    let other = ["experiment", "scales-fields", "--out", "record.json", "--epochs", "2"];
    let said = refusal(folder.path(), &other);
    says(&said, &["record.json", "another experiment", "other images", "--out"]);
    assert_eq!(std::fs::read(folder.path().join("record.json")).unwrap(), before);
}

#[test]
fn a_chosen_part_is_added_to_what_the_record_holds() {
    let folder = TempDir::new().unwrap();
    let first = train(folder.path(), &["--variants", "field-9-s", "--seeds", "1"]);
    assert_eq!(keys(&first, true), [("field-9-s".to_owned(), 1)]);
    let both = train(folder.path(), &["--variants", "field-5-s", "--seeds", "2"]);
    assert_eq!(
        keys(&both, true),
        [("field-9-s".to_owned(), 1), ("field-5-s".to_owned(), 2)]
    );
    assert_eq!(
        keys(&both, false),
        [("field-5-s".to_owned(), 1), ("field-9-s".to_owned(), 2)]
    );
    assert_eq!(both.run(&first.runs[0].key), Some(&first.runs[0]));
    // Nothing is left to train of this part: the file stays as it is, its origin too.
    let bytes = std::fs::read(folder.path().join("record.json")).unwrap();
    train(folder.path(), &["--variants", "field-5-s", "--seeds", "2"]);
    assert_eq!(std::fs::read(folder.path().join("record.json")).unwrap(), bytes);
    let entries = folder.path().read_dir().unwrap();
    assert_eq!(entries.count(), 1, "only the record stays");
}

#[test]
fn a_process_that_was_killed_goes_on_and_leaves_the_same_record() {
    let arguments = [
        "--variants",
        "field-5-s",
        "--seeds",
        "1",
        "--epochs",
        "12",
        "--jobs",
        "1",
    ];
    let plan = [
        "experiment",
        "scales-fields",
        "--out",
        "record.json",
        "--images",
        "100",
        "--test-images",
        "10",
    ];
    let whole = TempDir::new().unwrap();
    assert!(
        fovea(whole.path(), &plan)
            .args(arguments)
            .stdout(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let cut = TempDir::new().unwrap();
    let mut child = fovea(cut.path(), &plan)
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() && part_in(cut.path()).is_none() {
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(part_in(cut.path()).is_some(), "it was over before it could be cut");
    let output = fovea(cut.path(), &plan).args(arguments).output().unwrap();
    says(
        &String::from_utf8(output.stdout).unwrap(),
        &["field-5-s seed 1 goes on after step"],
    );
    assert_eq!(part_in(cut.path()), None);
    let [whole, cut] = [record(whole.path()), record(cut.path())];
    assert_eq!(cut.runs[0].losses.len(), 12 * 13); // ceil(100 / 8) = 13 steps an epoch
    assert_eq!(cut.runs[0].losses, whole.runs[0].losses);
    assert_eq!(cut.runs[0].epochs, whole.runs[0].epochs);
    assert_eq!(cut.runs[0].summary, whole.runs[0].summary);
}

/// A run that is kept beside the record.
fn part_in(folder: &Path) -> Option<PathBuf> {
    let entries = folder.join("record.json.parts").read_dir().ok()?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| path.extension() == Some("part".as_ref()))
}

#[test]
fn a_single_run_takes_scales_a_schedule_decay_and_changes_of_the_images() {
    let folder = TempDir::new().unwrap();
    let small = "--variant field-5-s --dataset scales --images 100 --test-images 10 --epochs 1 --batch 50 \
        --schedule cosine --weight-decay 0.01 --flip --shift 2 --save weights.bpk";
    let arguments: Vec<&str> = std::iter::once("train").chain(small.split_whitespace()).collect();
    assert!(
        fovea(folder.path(), &arguments)
            .stdout(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let said: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("weights.json")).unwrap()).unwrap();
    assert_eq!(said["data"]["dataset"], "scales");
    assert_eq!(said["data"]["augment"], serde_json::json!({"flip": true, "shift": 2}));
    assert_eq!(said["training"]["schedule"], "cosine");
    assert_eq!(said["training"]["weight_decay"], 0.01);
    assert!(
        std::fs::read(folder.path().join("weights.bpk"))
            .unwrap()
            .starts_with(b"NRUB")
    );
    let said = fovea(folder.path(), &["train", "--variant", "plain-s", "--schedule", "steps"])
        .output()
        .unwrap();
    says(
        &String::from_utf8(said.stderr).unwrap(),
        &["steps", "constant or cosine"],
    );
}
