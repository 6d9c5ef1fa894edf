//! The file and the report's figures hold what the charts draw.

use super::*;
use crate::draw::bands::style::LOOKS;
use crate::draw::chart::AxisLabels;
use crate::lab::export::csv::{Line, QuantityName, Row};
use crate::lab::record::RunState;
use crate::lab::templates;
use crate::spec::EpochMetrics;

const SETTINGS: BandsSettings<'static> = BandsSettings {
    size: (640, 300),
    is_log: false,
    y_range: None,
    with_seeds: true,
    labels: AxisLabels {
        x: "steps",
        y: "nats",
        title: "Loss",
    },
};

/// Every run with more steps than a chart has pixels, jagged, and ten epochs.
fn record() -> ExperimentRecord {
    let mut experiment = templates::find("dilation").unwrap().experiment();
    experiment.data.n_train = 8000;
    experiment.training.epochs = 10;
    let mut record = ExperimentRecord::new(experiment);
    for run in &mut record.runs {
        let n_steps = 2500;
        let jagged = |step: usize| 2.0 + ((step * (7 + run.key.seed as usize)) as f32).sin();
        run.losses = (0..n_steps).map(jagged).collect();
        run.state = RunState::Running;
        run.epochs = (0..10)
            .map(|epoch| EpochMetrics {
                epoch,
                train_loss: 2.0,
                test_loss: 2.0,
                test_accuracy: 0.1 + 0.01 * epoch as f32 * run.key.seed as f32,
                n_test: 500,
            })
            .collect();
    }
    record
}

fn seen(hidden: Vec<usize>) -> Seen {
    Seen {
        axis: Axis::Step,
        smoothing: 0.9,
        is_log: false,
        hidden,
        x_range: Some((200.0, 1900.0)),
    }
}

fn names() -> Vec<String> {
    ["a", "b", "c", "d"].map(str::to_owned).to_vec()
}

#[test]
fn the_file_marks_the_points_of_the_chart_as_it_stands_and_holds_all() {
    let (record, seen) = (record(), seen(vec![2]));
    let runs_of = |quantity| all_runs(Some(&record), &[], quantity);
    let text = csv(&seen, [640, 420], runs_of, &names()).unwrap();
    let rows: Vec<Row> = ::csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect();
    let n_runs = record.runs.len();
    for (quantity, width, n_points) in [(Quantity::TestAccuracy, 640, 10), (Quantity::Loss, 420, 2500)] {
        // The chart: its own curves, its own points, its own picture.
        let curves = Curves::new(&runs_of(quantity), &seen.settings(quantity));
        let drawn = drawn_points(&curves, seen.x_range, width);
        let of_chart = rows.iter().filter(|row| row.quantity == QuantityName::from(quantity));
        let of_runs: Vec<&Row> = of_chart.clone().filter(|row| row.line == Line::Run).collect();
        assert_eq!(of_runs.len(), n_runs * n_points, "raw values are complete");
        let marked: Vec<_> = of_runs
            .iter()
            .filter(|row| row.in_chart)
            .map(|row| {
                (
                    row.seed.unwrap(),
                    row.x.unwrap(),
                    row.smoothed.unwrap(),
                    row.raw.unwrap(),
                )
            })
            .collect();
        let points = drawn.variants.iter().flat_map(|variant| &variant.runs);
        let points: Vec<_> = points
            .flat_map(|run| run.points.iter().map(|p| (run.seed, p.x, p.smoothed, p.point.value)))
            .collect();
        assert!(!points.is_empty());
        assert_eq!(marked, points);
        let means: Vec<_> = of_chart
            .filter(|row| row.line == Line::Mean && row.in_chart)
            .map(|row| (row.x.unwrap(), row.mean.unwrap(), row.n))
            .collect();
        let drawn_means = drawn.variants.iter().flat_map(|variant| &variant.mean);
        let drawn_means: Vec<_> = drawn_means.map(|mean| (mean.x, mean.mean, mean.n)).collect();
        assert_eq!(means, drawn_means);
        let hidden = of_runs.iter().filter(|row| row.variant == "c");
        assert_eq!(hidden.filter(|row| row.in_chart).count(), 0);
    }
}

#[test]
fn the_figure_of_the_report_hides_nothing() {
    let record = record();
    let runs = all_runs(Some(&record), &[&record], Quantity::Loss);
    // The record's numbers begin where the looks of the learner's own end.
    let mut names = vec![String::new(); LOOKS + 4];
    for place in (0..4).chain(LOOKS..LOOKS + 4) {
        names[place] = format!("name {place}");
    }
    let svg = figure(&seen(vec![0, 2]), Quantity::Loss, (&runs, &names), &SETTINGS);
    // Four networks of the page and four of the joined record, each with its mean and its line in the legend.
    assert_eq!(svg.matches("class=\"bands__mean\"").count(), 8);
    for name in names {
        assert!(svg.contains(&name), "{name}");
    }
    assert!(!svg.contains("var(") && svg.contains("(N = 3)"));
    assert!(svg.contains(">2500<"), "the whole axis");
}
