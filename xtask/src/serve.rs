//! `cargo xtask serve`: builds, serves `dist/` on 127.0.0.1, and lets the WebGPU engine follow.
//!
//! The server is as plain as a static host, so that what works here works there: no rewrite rules, and a file that is not
//! there is a 404. It forbids caches to answer unasked, because files change under it.

use std::{net::Ipv4Addr, path::Path, process::Command, thread};

use axum::{
    Router,
    http::{HeaderValue, header::CACHE_CONTROL},
    response::Redirect,
    routing::get,
};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

use crate::{
    build::{
        self, Ready,
        catalogue::{self, Catalogue, Entry},
        dist::{self, Parts},
        engine::{self, Engine},
    },
    cli::ServeOptions,
    error::Error,
    process,
    project::Project,
    report::Report,
};

/// Builds the page and the CPU engine, serves them, and adds the WebGPU engine when it is ready. Returns on errors only.
///
/// # Errors
/// With the step that failed, or where the port is taken.
pub fn run(project: &Project, options: &ServeOptions, report: &Report) -> Result<(), Error> {
    let folder = project.root.join(&options.build.dist);
    let listener = listen(options.port)?;
    if options.no_build {
        return serve(listener, &folder, options, report);
    }
    let ready = build::page_and_cpu(project, &options.build, report)?;
    let gpu = match options.build.engine.gpu() {
        true => engine::finished(project, Engine::Gpu, &ready.build_id).unwrap_or(Entry::Building),
        false => build::left_out(Engine::Gpu),
    };
    let parts = Parts {
        build_id: &ready.build_id,
        cpu: ready.cpu.clone(),
        gpu,
        data: ready.data.as_deref(),
    };
    dist::assemble(project, &folder, &parts)?;
    thread::scope(|scope| {
        if parts.gpu == Entry::Building {
            scope.spawn(|| follow(project, &folder, &ready, dist::catalogue(&parts), report));
        }
        serve(listener, &folder, options, report)
    })
}

/// Builds the WebGPU engine beside the running server and tells the page, whatever comes of it.
fn follow(project: &Project, folder: &Path, ready: &Ready, catalogue: Catalogue, report: &Report) {
    report.say(
        "The page trains on the CPU engine already. The WebGPU engine follows: 20 minutes on 2 cores the first time.",
    );
    let built = engine::build(project, Engine::Gpu, ready.toolchain, &ready.build_id, report)
        .and_then(|entry| dist::add_engine(project, folder, Engine::Gpu, &entry).map(|()| entry));
    let entry = built.unwrap_or_else(|error| {
        report.say(&format!(
            "The WebGPU engine could not be built; the page goes on without it. {error}"
        ));
        Entry::Absent {
            reason: "Its build failed; the terminal says why.".to_owned(),
        }
    });
    let is_ready = matches!(entry, Entry::Ready { .. });
    match catalogue::write(&catalogue::with(catalogue, Engine::Gpu, entry), folder) {
        Ok(()) if is_ready => report.say("The WebGPU engine is ready; an open page sees it by itself."),
        Ok(()) => {}
        Err(error) => report.say(&format!("error: {error}")),
    }
}

fn listen(port: u16) -> Result<std::net::TcpListener, Error> {
    std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| Error::Missing {
        what: format!("Port {port} on 127.0.0.1 cannot be used: {source}."),
        cure: "Choose another with --port.".to_owned(),
    })
}

/// Serves the folder until the process ends.
fn serve(listener: std::net::TcpListener, folder: &Path, options: &ServeOptions, report: &Report) -> Result<(), Error> {
    let port = listener.local_addr().map_or(options.port, |address| address.port());
    let url = format!("http://127.0.0.1:{port}{}", options.build.public_url);
    report.say(&format!("\nFovea is at {url} (Ctrl+C ends it)\n"));
    if options.open {
        open_in_browser(&url, report);
    }
    let serving = || -> std::io::Result<()> {
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router(folder, &options.build.public_url)).await
        })
    };
    serving().map_err(Error::file("serve", folder))
}

/// The folder under the host's path; the path's parent leads there.
fn router(folder: &Path, public_url: &str) -> Router {
    let missing = ServeFile::new(folder.join("404.html"));
    let prefix = public_url.trim_end_matches('/');
    let files = ServeDir::new(folder)
        .redirect_path_prefix(prefix)
        .not_found_service(missing);
    let router = match prefix {
        "" => Router::new().fallback_service(files),
        _ => {
            let home = public_url.to_owned();
            Router::new()
                .nest_service(prefix, files)
                .route("/", get(async move || Redirect::temporary(&home)))
        }
    };
    router.layer(SetResponseHeaderLayer::overriding(
        CACHE_CONTROL,
        HeaderValue::from_static("no-cache"),
    ))
}

fn open_in_browser(url: &str, report: &Report) {
    let mut command = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => Command::new("explorer"),
        _ => Command::new("xdg-open"),
    };
    // Windows' explorer returns 1 although it opens the page.
    if !process::succeeds(command.arg(url)) && !cfg!(windows) {
        report.say("No browser could be opened from here; open the address yourself.");
    }
}
