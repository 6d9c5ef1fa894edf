//! The structure of charts of several runs.

use super::pen::log_ticks;
use super::*;
use crate::lab::curves::{Axis, CurveRun, CurveSettings, Curves, Point, View};

const LABELS: AxisLabels<'static> = AxisLabels {
    x: "epochs & steps",
    y: "loss <nats>",
    title: "Loss of \"both\"",
};
const SETTINGS: BandsSettings<'static> = BandsSettings {
    size: (400, 200),
    is_log: false,
    y_range: None,
    with_seeds: true,
    labels: LABELS,
};
const VIEW: View = View {
    x_range: None,
    width: 342,
    with_raw: true,
};

fn run(variant: usize, seed: u64, values: &[f32]) -> CurveRun {
    let point = |(idx, value): (usize, &f32)| Point {
        step: idx,
        epoch: idx as f32,
        seconds: None,
        value: *value,
    };
    CurveRun {
        variant,
        seed,
        points: values.iter().enumerate().map(point).collect(),
    }
}

/// Two seeds of variant 0, of which the second ends early, and one of variant 9.
fn curves(smoothing: f64, is_log: bool) -> Curves {
    let runs = [
        run(0, 1, &[4.0, 3.0, 2.0, 1.0]),
        run(0, 2, &[2.0, 1.0, 1.0]),
        run(9, 1, &[3.0, 0.0, 3.0]),
    ];
    let settings = CurveSettings {
        axis: Axis::Step,
        smoothing,
        is_log,
        hidden: Vec::new(),
    };
    Curves::new(&runs, &settings)
}

#[test]
fn every_line_is_there_once() {
    let chart = bands(&curves(0.5, false).drawn(&VIEW), &SETTINGS);
    let n = |class: &str| chart.svg.matches(&format!("class=\"{class}\"")).count();
    // A single run has neither a band nor a thin line beside its mean.
    assert_eq!(
        [n("bands__band"), n("bands__raw"), n("bands__seed"), n("bands__mean")],
        [1, 3, 2, 2]
    );
    let plain = bands(&curves(0.0, false).drawn(&VIEW), &SETTINGS);
    assert!(
        !plain.svg.contains("bands__raw"),
        "without smoothing nothing lies behind"
    );
    let means = BandsSettings {
        with_seeds: false,
        ..SETTINGS
    };
    assert!(
        !bands(&curves(0.0, false).drawn(&VIEW), &means)
            .svg
            .contains("bands__seed")
    );
}

#[test]
fn lines_pass_through_exactly_the_drawn_points() {
    let drawn = curves(0.0, false).drawn(&VIEW);
    let chart = bands(&drawn, &SETTINGS);
    let run = &drawn.variants[0].runs[0];
    let place = |(idx, x, y): (usize, f64, f64)| {
        let letter = if idx == 0 { 'M' } else { 'L' };
        format!("{letter}{:.1} {:.1}", chart.pixel_from_x(x), chart.pixel_from_value(y))
    };
    let points = run.points.iter().enumerate();
    let path: String = points
        .map(|(idx, point)| place((idx, point.x, point.smoothed)))
        .collect();
    assert!(chart.svg.contains(&format!("d=\"{path}\"")), "{path} in {}", chart.svg);
}

#[test]
fn pixels_and_values_are_inverse_on_both_kinds_of_axis() {
    for is_log in [false, true] {
        let settings = BandsSettings { is_log, ..SETTINGS };
        let chart = bands(&curves(0.0, is_log).drawn(&VIEW), &settings);
        for value in [1.0, 2.5, 4.0] {
            assert!((chart.value_from_pixel(chart.pixel_from_value(value)) - value).abs() < 1e-9);
        }
        assert!((chart.x_from_pixel(chart.pixel_from_x(2.5)) - 2.5).abs() < 1e-9);
        let ((left, right), (top, bottom)) = chart.plot();
        assert_eq!((chart.x_from_pixel(left), chart.x_from_pixel(right)), (0.0, 3.0));
        assert!(chart.value_from_pixel(top) >= 4.0 && chart.value_from_pixel(bottom) <= 1.0);
    }
}

#[test]
fn a_logarithmic_axis_doubles_evenly_and_survives_a_band_below_zero() {
    let settings = BandsSettings {
        is_log: true,
        ..SETTINGS
    };
    let runs = [run(0, 1, &[0.1, 0.1]), run(0, 2, &[9.0, 9.0]), run(0, 3, &[0.1, 0.1])];
    let log = CurveSettings {
        axis: Axis::Step,
        smoothing: 0.0,
        is_log: true,
        hidden: Vec::new(),
    };
    let chart = bands(&Curves::new(&runs, &log).drawn(&VIEW), &settings);
    let y = |value| chart.pixel_from_value(value);
    assert!((y(1.0) - y(2.0) - (y(2.0) - y(4.0))).abs() < 1e-9);
    assert_eq!(y(-1.0), chart.plot().1.1);
    assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf"));
}

#[test]
fn logarithmic_ticks_are_powers_of_ten_or_their_parts() {
    assert_eq!(log_ticks(-2.0, 1.0), [0.01, 0.1, 1.0, 10.0]);
    assert_eq!(log_ticks(-0.1, 0.8), [1.0, 2.0, 5.0]);
    assert_eq!(log_ticks(0.02, 0.06), [1.05, 1.1]); // 1.047 to 1.148, in steps of 0.05
}

#[test]
fn variants_are_told_apart_without_colour_too() {
    let all: Vec<_> = (0..16).map(style).collect();
    for (idx, one) in all.iter().enumerate() {
        assert!(!all[..idx].contains(one), "variant {idx} looks like another");
        assert!(idx == 0 || all[idx - 1].dash != one.dash);
    }
    assert_eq!(
        all[0],
        VariantStyle {
            colour: "--variant-1",
            dash: "none",
            record: 0
        }
    );
}

#[test]
fn what_is_recorded_is_thinner_paler_and_marked() {
    let runs = [run(3, 1, &[1.0, 2.0]), run(style::LOOKS + 3, 1, &[2.0, 3.0])];
    let settings = CurveSettings {
        axis: Axis::Step,
        smoothing: 0.0,
        is_log: false,
        hidden: Vec::new(),
    };
    let svg = bands(&Curves::new(&runs, &settings).drawn(&VIEW), &SETTINGS).svg;
    assert_eq!(svg.matches("bands__recorded").count(), 1);
    // The own line is drawn last, and thick.
    let widths =
        ["stroke-width=\"1.5\" stroke-dasharray", "stroke-width=\"2.5\""].map(|width| svg.find(width).unwrap());
    assert!(widths[0] < widths[1], "{svg}");
}

#[test]
fn the_legend_says_of_how_many_runs_the_last_value_is() {
    let chart = bands(&curves(0.0, false).drawn(&VIEW), &SETTINGS);
    let first = chart.legend[0];
    assert_eq!((first.variant, first.n_runs, first.style), (0, 2, style(0)));
    let last = first.last.unwrap();
    assert_eq!((last.x, last.mean, last.n, last.standard_error), (3.0, 1.0, 1, None));
    assert_eq!((chart.legend.len(), chart.legend[1].variant), (2, 9));
}

#[test]
fn words_are_escaped_and_colours_are_custom_properties() {
    let svg = bands(&curves(0.0, false).drawn(&VIEW), &SETTINGS).svg;
    assert!(svg.starts_with("<svg class=\"chart bands\"") && svg.ends_with("</svg></svg>"));
    assert!(svg.contains("epochs &amp; steps") && svg.contains("loss &lt;nats&gt;"));
    assert!(svg.contains("Loss of &quot;both&quot;") && svg.contains("var(--variant-1)") && !svg.contains('#'));
}

#[test]
fn the_crosshair_marks_every_mean_that_is_in_view() {
    let curves = curves(0.0, false);
    let chart = bands(&curves.drawn(&VIEW), &SETTINGS);
    let overlay = chart.crosshair(&curves.value_at(1.2)).unwrap();
    assert_eq!(overlay.matches("<circle").count(), 2);
    assert!(overlay.contains(&format!("x1=\"{:.1}\"", chart.pixel_from_x(1.0))));
    let zoomed = curves.drawn(&View {
        x_range: Some((2.0, 3.0)),
        ..VIEW
    });
    assert_eq!(bands(&zoomed, &SETTINGS).crosshair(&curves.value_at(0.0)), None);
    assert_eq!(chart.crosshair(&[]), None);
}

#[test]
fn without_points_there_are_axes() {
    let empty = Curves::new(
        &[],
        &CurveSettings {
            axis: Axis::Seconds,
            smoothing: 0.0,
            is_log: false,
            hidden: Vec::new(),
        },
    );
    let chart = bands(&empty.drawn(&VIEW), &SETTINGS);
    assert!(chart.svg.contains("chart-tick") && !chart.svg.contains("<path") && !chart.svg.contains("NaN"));
}
