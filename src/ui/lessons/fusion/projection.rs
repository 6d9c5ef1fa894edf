//! What a projection on the shortcut changes, worked out for one cell.

use leptos::prelude::*;

use crate::draw::sliding::written;
use crate::geometry::fuse::projected;
use crate::ui::i18n::{say, tr, use_speech};

/// The cell of the block's input.
const X: [f64; 2] = [2.0, -4.0];
/// What the branch gives, with as many channels as the input, and with one more.
const F_EQUAL: [f64; 2] = [0.5, 1.0];
const F_MORE: [f64; 3] = [0.5, 1.0, -1.0];
/// The projection.
const W: [[f64; 2]; 3] = [[1.0, 0.5], [0.0, -1.0], [2.0, 1.0]];

fn vector(values: &[f64]) -> String {
    let words: Vec<String> = values.iter().map(|value| written(*value, 2)).collect();
    format!("[{}]", words.join(", "))
}

fn added(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// One cell without and with the projection.
#[component]
pub fn ProjectionWorked() -> impl IntoView {
    let speech = use_speech();
    let rows = W.map(|row| row.to_vec());
    let wx = projected(&rows, &X);
    // The gradient of the sum of all outputs along the shortcut: Wᵀ times ones.
    let columns: Vec<Vec<f64>> = (0..2).map(|column| W.iter().map(|row| row[column]).collect()).collect();
    let back = projected(&columns, &[1.0; 3]);
    let w = W.iter().map(|row| vector(row)).collect::<Vec<_>>().join(", ");
    let identity = move || {
        let sum = added(&X, &F_EQUAL);
        say!(
            speech,
            fused.projection_identity,
            f = vector(&F_EQUAL),
            sum = vector(&sum)
        )
    };
    let shown = (vector(&wx), vector(&added(&wx, &F_MORE)), vector(&back));
    let (wx, sum, back) = shown;
    let with = move || {
        say!(
            speech,
            fused.projection_projected,
            f = vector(&F_MORE),
            w = format!("[{w}]"),
            wx = wx.clone(),
            sum = sum.clone()
        )
    };
    view! {
        <h3>{tr!(speech, fused.projection_title)}</h3>
        <p>{move || say!(speech, fused.projection_1, x = vector(&X))}</p>
        <ul data-testid="projection">
            <li>{identity}</li>
            <li>{with}</li>
            <li>{move || say!(speech, fused.projection_slope, back = back.clone())}</li>
        </ul>
        <p>{tr!(speech, fused.projection_2)}</p>
    }
}
