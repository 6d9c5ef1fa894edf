//! The page: everything is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(fovea::ui::App);
}

/// So that the whole workspace also compiles natively.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
