//! A Rust compiler for wasm32: the installed one, rustup's target, or Debian's packages with std built from source.

use std::{env, path::Path, process::Command};

use crate::{error::Error, process, project::Project, report::Report, setup::debian};

/// The target of page and engines.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Which compiler builds for wasm32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The one on `PATH`, which has std for wasm32.
    Installed,
    /// Debian's rustc-web, which builds std itself.
    Debian,
}

impl WasmToolchain {
    /// Prepares a command that runs cargo for wasm32, directly or through Trunk.
    pub fn prepare(self, project: &Project, command: &mut Command) {
        command.current_dir(&project.root).env("PATH", project.path());
        // RUSTFLAGS replaces the flags of .cargo/config.toml: a `-D warnings` there would switch SIMD off in silence, and
        // flags for this machine's processor make no sense for wasm.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        if self == Self::Debian {
            let mut path = std::ffi::OsString::from("/usr/bin:");
            path.push(project.path());
            command
                .env("PATH", path)
                .env_remove("CARGO")
                .env_remove("RUSTC")
                .env_remove("RUSTUP_TOOLCHAIN");
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
        }
    }

    /// A cargo command for wasm32.
    pub fn cargo(self, project: &Project) -> Command {
        let mut command = Command::new(if self == Self::Debian {
            "/usr/bin/cargo"
        } else {
            "cargo"
        });
        self.prepare(project, &mut command);
        command
    }
}

/// Finds or installs a compiler for wasm32.
///
/// # Errors
/// Where there is none and none can be installed, with what to do.
pub fn ensure(project: &Project, report: &Report) -> Result<WasmToolchain, Error> {
    // FOVEA_WASM_TOOLCHAIN=debian exercises the fallback on a machine that does not need it.
    let want_debian = env::var_os("FOVEA_WASM_TOOLCHAIN").is_some_and(|value| value == "debian");
    if !want_debian {
        if has_std(project) {
            return Ok(WasmToolchain::Installed);
        }
        let step = report.step("install Rust's target wasm32-unknown-unknown");
        let mut rustup = Command::new("rustup");
        rustup.current_dir(&project.root).args(["target", "add", TARGET]);
        if process::run(project, &step, &mut rustup).is_ok() && has_std(project) {
            step.done("");
            return Ok(WasmToolchain::Installed);
        }
    }
    if has_debian() {
        return Ok(WasmToolchain::Debian);
    }
    if debian::may_install() {
        debian::install(project, report, &["rustc-web", "cargo-web", "rust-web-src", "lld"])?;
        return Ok(WasmToolchain::Debian);
    }
    Err(Error::Missing {
        what: "There is no Rust standard library for wasm32-unknown-unknown, and rustup could not install it.".to_owned(),
        cure: "Run `rustup target add wasm32-unknown-unknown` where rustup's servers can be reached, or as root on Debian \
               `apt-get install rustc-web cargo-web rust-web-src lld`, then run this again."
            .to_owned(),
    })
}

fn has_std(project: &Project) -> bool {
    let mut rustc = Command::new("rustc");
    rustc
        .current_dir(&project.root)
        .args(["--print", "target-libdir", "--target", TARGET]);
    let folder = process::output(&mut rustc).unwrap_or_default();
    let Ok(entries) = Path::new(folder.trim()).read_dir() else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Debian's package holds the source of std; without rustup's folder in front, /usr/bin has its compiler.
fn has_debian() -> bool {
    let sysroot = process::output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).unwrap_or_default();
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std");
    source.is_dir() && Path::new("/usr/bin/cargo").is_file() && Path::new("/usr/bin/wasm-ld").exists()
}
