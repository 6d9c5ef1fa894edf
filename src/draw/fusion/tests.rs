//! Tests of the pictures of fusion.

use super::*;

fn block(name: &str, shape: Option<Shape>) -> Block {
    Block {
        name: name.into(),
        shape,
        note: "a < b".into(),
    }
}

#[test]
fn blocks_are_drawn_to_one_scale_and_refusals_crossed() {
    let (large, small) = (Shape::new(8, 32, 32), Shape::new(4, 16, 32));
    let svg = shapes(
        &[block("A", Some(large)), block("B", Some(small))],
        &[block("+", None), block("×", None), block("∥", Some(large))],
        "title",
    );
    assert_eq!(svg.matches("fusion__cross").count(), 2);
    // 32 cells are 64 wide and high; 16 rows are 32 high.
    assert_eq!(svg.matches(r#"width="64.0" height="64.0""#).count(), 2);
    assert_eq!(svg.matches(r#"width="64.0" height="32.0""#).count(), 1);
    assert!(svg.contains("a &lt; b") && !svg.contains("a < b"));
}

#[test]
fn every_slope_has_its_arrow() {
    let panel = |outputs: &[&str]| CellPanel {
        name: "+".into(),
        inputs: ["a".into(), "b".into()],
        outputs: outputs.iter().map(|one| (*one).to_owned()).collect(),
        slopes: ["1".into(), "−37".into()],
    };
    let svg = cell_slopes(&[panel(&["s"]), panel(&["p"]), panel(&["c", "d"])], "title");
    assert_eq!(svg.matches("fusion__tip").count(), 6);
    assert_eq!(svg.matches("fusion__box--output").count(), 4);
    assert_eq!(svg.matches(">−37</text>").count(), 3);
}

#[test]
fn a_chain_is_drawn_on_powers_of_ten() {
    let words = ChainWords {
        title: "t",
        blocks: "b",
        plain: "p",
        residual: "r",
    };
    let svg = chain(&[[1.0, 1.0], [0.1, 1.1], [0.01, 1.21]], &words);
    // From 10⁻² at the bottom (204) to 10 at the top (18): 0.01 lies at the bottom right, 1 at 204 − 186 · 2/3 = 80.
    assert!(svg.contains("M58.0 80.0L260.0 142.0L462.0 204.0"), "{svg}");
    assert!(svg.contains(">10⁻²<") && svg.contains(">1<"));
    // A slope of 0 has no logarithm: the curve ends there.
    assert!(chain(&[[1.0, 1.0], [0.0, 1.0]], &words).contains(r#"fusion__curve--plain" d="M58.0 111.0""#));
    assert_eq!((power(-12), power(1)), ("10⁻¹²".to_owned(), "10".to_owned()));
}

#[test]
fn only_a_block_that_changes_channels_has_a_projection() {
    let with = |projection| ResidualWords {
        title: "t",
        branch: ["3×3", "3×3"],
        projection,
        shapes: ["s", "s"],
        shortcut: "x",
    };
    assert!(residual(&with(Some("1×1"))).contains("fusion__box--kernel"));
    assert!(!residual(&with(None)).contains("fusion__box--kernel"));
}
