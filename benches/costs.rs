//! What grows with the size of an experiment or of a network, as ratios within one run of this program.
//!
//! Ratios carry over between machines better than milliseconds do; both are printed. `cargo xtask bench` runs it. There
//! is no limit to pass: it tells, and the reader judges.
#![allow(clippy::print_stdout, reason = "a table in a terminal is all that it is for")]
#![allow(clippy::disallowed_methods, reason = "it runs natively, where there is a clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use fovea::draw::bands::{BandsSettings, bands};
use fovea::draw::chart::AxisLabels;
use fovea::geometry::Axes;
use fovea::lab::curves::{Axis, CurveRun, CurveSettings, Curves, Point, View};
use fovea::spec::presets;

/// Each cost is the shortest of so many.
const N_REPEATS: usize = 5;

fn main() {
    println!("{:<44}{:>12}{:>10}", "", "ms", "ratio");
    charts();
    println!();
    paths();
}

/// Averaging, thinning and drawing of 10 runs × 500 points against 100 runs × 5,000 points: 100 times as many.
fn charts() {
    let mut before: Option<[Duration; 3]> = None;
    for (n_runs, n_points) in [(10, 500), (100, 5000)] {
        let runs = runs(n_runs, n_points);
        let settings = CurveSettings {
            axis: Axis::Step,
            smoothing: 0.9,
            is_log: false,
            hidden: Vec::new(),
        };
        let view = View {
            x_range: None,
            width: 742,
            with_raw: true,
        };
        let picture = BandsSettings {
            size: (800, 400),
            is_log: false,
            y_range: None,
            with_seeds: true,
            labels: AxisLabels {
                x: "step",
                y: "loss",
                title: "Loss",
            },
        };
        let curves = Curves::new(&runs, &settings);
        let drawn = curves.drawn(&view);
        let svg = bands(&drawn, &picture).svg;
        let costs = [
            shortest(|| Curves::new(black_box(&runs), &settings)),
            shortest(|| black_box(&curves).drawn(&view)),
            shortest(|| bands(black_box(&drawn), &picture)),
        ];
        println!(
            "{n_runs} runs × {n_points} points: {} drawn, {} kB of SVG",
            drawn.n_points(),
            svg.len() / 1000
        );
        let names = ["smooth and average", "thin to 742 pixels", "draw"];
        for (idx, (name, cost)) in names.into_iter().zip(costs).enumerate() {
            line(name, cost, before.map(|before| before[idx]));
        }
        before = Some(costs);
    }
}

/// Runs of eight variants in turn, jagged as losses are.
fn runs(n_runs: usize, n_points: usize) -> Vec<CurveRun> {
    let mut state = 1u64;
    let mut noise = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f32 / 2f32.powi(24)
    };
    let mut point = |step: usize| Point {
        step,
        epoch: step as f32 / 100.0,
        seconds: None,
        value: 2.3 / (1.0 + step as f32 / 300.0) + 0.5 * noise(),
    };
    let run = |idx: usize| CurveRun {
        variant: idx % 8,
        seed: (idx / 8) as u64,
        points: (0..n_points).map(&mut point).collect(),
    };
    (0..n_runs).map(run).collect()
}

/// Paths from every cell below to the middle unit of the last map that is not a single unit.
fn paths() {
    println!("paths below one unit");
    let mut before = None;
    for id in ["alexnet", "vgg16", "resnet50"] {
        let Some(lowered) = presets::find(id).ok().and_then(|preset| preset.network().lower().ok()) else {
            println!("  {id}: there is no such network any more");
            continue;
        };
        let graph = &lowered.graph;
        let size = |node: usize| graph.geometry()[node].shape.size;
        let is_map = |node: &usize| size(*node).height > 1;
        let Some(node) = (0..graph.geometry().len()).rev().find(is_map) else {
            continue;
        };
        let unit = Axes::new(size(node).height / 2, size(node).width / 2);
        let cost = shortest(|| black_box(graph).paths_below(node, unit));
        line(id, cost, before);
        before = before.or(Some(cost));
    }
}

fn line(name: &str, cost: Duration, before: Option<Duration>) {
    let ratio = before.map_or_else(String::new, |before| {
        format!("{:.1}×", cost.as_secs_f64() / before.as_secs_f64())
    });
    println!("  {name:<42}{:>12.3}{ratio:>10}", cost.as_secs_f64() * 1e3);
}

fn shortest<T>(mut work: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..N_REPEATS).map(time).min().unwrap_or_default()
}
