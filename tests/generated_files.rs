//! What the generators write: snapshots of PyTorch, and the Burn files of `tests/generated`, which `tests/generated_code`
//! compiles.
//!
//! `FOVEA_WRITE_GENERATED=1 cargo test --test generated_files` writes them anew.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

#[allow(dead_code, reason = "the other networks are for the tests that run the code")]
#[path = "generated_code/networks.rs"]
mod networks;

use std::path::Path;

#[test]
fn the_generated_files_are_what_the_generator_writes() {
    for (name, spec) in [
        ("dilated", networks::variant("dilated")),
        ("inception_residual_cbam", networks::variant("inception-residual-cbam")),
        ("edited_chain", networks::edited_chain()),
        ("odd", networks::odd()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/generated/{name}.rs"));
        let code = spec.burn().unwrap();
        if std::env::var_os("FOVEA_WRITE_GENERATED").is_some() {
            std::fs::write(&path, &code).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, code, "{name}.rs is old; FOVEA_WRITE_GENERATED=1 writes it anew");
    }
}

#[test]
fn the_python_of_three_networks() {
    for (name, spec) in [
        ("dilated", networks::variant("dilated")),
        ("inception_residual_cbam", networks::variant("inception-residual-cbam")),
        ("edited_chain", networks::edited_chain()),
    ] {
        insta::assert_snapshot!(name, spec.pytorch().unwrap());
    }
}
