//! Experiments of unknown origin: every changed file is refused, or can be used as a whole.
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::lab::record::file;

#[path = "fixtures/hostile_records.rs"]
mod hostile_records;

#[test]
fn a_thousand_changed_files_with_a_fitting_checksum_are_refused_or_can_be_used() {
    let n_taken = hostile_records::check(1000);
    // Were all refused, what is taken would not have been tried.
    assert!((50..900).contains(&n_taken), "{n_taken} of 1000 are taken");
}

#[test]
fn the_unchanged_file_is_taken() {
    let text = serde_json::to_string(&hostile_records::whole()).unwrap();
    let signed = hostile_records::signed(&text);
    assert_eq!(file::read(signed.as_bytes()).unwrap(), hostile_records::whole());
    hostile_records::use_all(&hostile_records::whole());
}

#[test]
fn keys_that_stand_twice_and_numbers_that_cannot_be_are_refused() {
    let text = serde_json::to_string(&hostile_records::whole()).unwrap();
    for (from, to) in [
        (r#""seeds":["#, r#""seeds":[1],"seeds":["#),
        (r#""losses":["#, r#""losses":[],"losses":["#),
        (r#""losses":["#, r#""losses":[NaN,"#),
        (r#""losses":["#, r#""losses":[1e999,"#),
        (r#""losses":["#, r#""losses":[1e39,"#),
        (r#""n_train":100"#, r#""n_train":4294967396"#), // 2³² + 100: 100 where lengths have 32 bits and wrap round
        (r#""n_train":100"#, r#""n_train":1e2"#),
        // Products of these leave every length.
        (r#""out_channels":8"#, r#""out_channels":4294967295"#),
        (r#""kernel":[3,3]"#, r#""kernel":[4294967295,3]"#),
        (r#""beta2":0.999"#, r#""beta2":1.5"#),
        (r#""epsilon":1e-8"#, r#""epsilon":-1.0"#),
    ] {
        assert!(text.contains(from), "{from}");
        let changed = hostile_records::signed(&text.replacen(from, to, 1));
        assert!(file::read(changed.as_bytes()).is_err(), "{to}");
    }
}
