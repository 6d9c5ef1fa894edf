//! A whole network as a picture to print: stages from left to right, branches in lanes, shapes below.

use super::chart::escaped;
use super::flow::{BOX, Flow, Stage, StageKind};
use crate::geometry::Shape;
use crate::spec::NetworkSpec;

/// The picture of `spec`; nothing where it does not hold together. `title` says the same in words.
pub fn diagram(spec: &NetworkSpec, title: &str) -> Option<String> {
    let lowered = spec.lower_any().ok()?;
    let flow = Flow::of(spec, &lowered);
    let (width, height) = flow.size();
    let mut svg = format!(
        r#"<svg class="diagram" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" role="img" aria-label="{}" font-family="sans-serif">"#,
        escaped(title)
    );
    for wire in &flow.wires {
        svg.push_str(&format!(
            r#"<path d="{}" fill="none" stroke="var(--line-strong)" stroke-width="1.5"/>"#,
            flow.path(*wire)
        ));
    }
    flow.stages.iter().for_each(|one| stage(&mut svg, one));
    svg.push_str("</svg>");
    Some(svg)
}

fn stage(svg: &mut String, stage: &Stage) {
    let (left, top) = stage.corner();
    let (middle, centre) = (left + BOX / 2.0, top + BOX / 2.0);
    let (fill, stroke) = colours(stage.kind);
    svg.push_str(&format!(
        r#"<rect x="{left:.1}" y="{top:.1}" width="{BOX}" height="{BOX}" rx="5" fill="var({fill})" stroke="var({stroke})" stroke-width="1.5"/>"#
    ));
    let mut text = |y: f64, size: u32, colour: &str, words: &str| {
        svg.push_str(&format!(
            r#"<text x="{middle:.1}" y="{y:.1}" text-anchor="middle" font-size="{size}" fill="var({colour})">{}</text>"#,
            escaped(words)
        ));
    };
    // A label such as `3×3 · BN · ReLU` stands in as many lines as it has parts, `max 3×3 /2` in two.
    let (most, mark) = if stage.kind == StageKind::Pool {
        (2, ' ')
    } else {
        (usize::MAX, '·')
    };
    let parts = stage.label.splitn(most, mark);
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    let size = if matches!(stage.kind, StageKind::Fusion(_)) {
        20
    } else {
        13
    };
    for (idx, part) in parts.iter().enumerate() {
        let offset = idx as f64 - (parts.len() as f64 - 1.0) / 2.0;
        text(
            centre + 16.0 * offset + 4.5,
            if idx == 0 { size } else { 12 },
            "--ink",
            part,
        );
    }
    text(top + BOX + 15.0, 11, "--ink-soft", &shape(stage.shape));
}

/// Fill and outline of a stage.
const fn colours(kind: StageKind) -> (&'static str, &'static str) {
    match kind {
        StageKind::Input => ("--input-soft", "--input"),
        StageKind::Weighted => ("--surface", "--kernel"),
        StageKind::Pool => ("--sunken", "--line-strong"),
        StageKind::Plain => ("--surface", "--line-strong"),
        StageKind::Attention => ("--surface", "--effective"),
        StageKind::Fusion(_) => ("--output-soft", "--output"),
    }
}

fn shape(shape: Shape) -> String {
    if shape.n_cells() == 1 {
        return shape.channels.to_string();
    }
    format!("{}×{}×{}", shape.channels, shape.size.height, shape.size.width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    #[test]
    fn every_stage_has_its_words_and_its_shape() {
        let spec = variants::find("inception-s-residual-cbam").unwrap().network();
        let svg = diagram(&spec, "the \"whole\"").unwrap();
        assert!(svg.contains("the &quot;whole&quot;") && svg.contains(">3×32×32<") && svg.contains(">CBAM<"));
        assert!(svg.contains(">max<") && svg.contains(">3×3 /2<") && svg.contains(">ReLU<"));
        assert!(svg.contains(">∥<") && svg.contains(">+<") && svg.contains(">10<"));
        let flow = Flow::of(&spec, &spec.lower().unwrap());
        assert_eq!(svg.matches("<rect").count(), flow.stages.len());
        assert_eq!(svg.matches("<path").count(), flow.wires.len());
    }
}
