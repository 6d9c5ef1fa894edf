//! A stack of feature maps over an image: every map lies over the pixels that its units look at.
//!
//! All maps share the input's coordinates (row and column in pixels, cell edges at whole numbers), so a unit stands over
//! the middle of its field. Each map has an affine place in the picture, which serves two layouts: planes one above the
//! other, and tiles side by side.

use super::layout::{Affine, Layout, places};
use crate::geometry::{Axes, CellCounts, FieldAxis, Shape, Span};

/// One map as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Index of its node in the graph.
    pub node: usize,
    /// Rows and columns.
    pub size: Axes<usize>,
    /// Edge of unit 0, in input pixels: half a jump before its centre.
    pub edge: Axes<f64>,
    /// Input pixels from unit to unit; for a map that depends on the whole input, what fills the frame.
    pub pitch: Axes<f64>,
    /// Where input coordinates lie in the picture.
    pub place: Affine,
}

/// What a map of the picture is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapSource {
    /// Index of the node.
    pub node: usize,
    /// Its shape.
    pub shape: Shape,
    /// Its field.
    pub field: Axes<FieldAxis>,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct StackPicture {
    /// Width and height, in its own units.
    pub size: (f64, f64),
    /// Pixels of the input around which it is drawn, on each side.
    pub margin: f64,
    /// Rows and columns of the input.
    pub input: Axes<usize>,
    /// The maps, the input first.
    pub maps: Vec<Map>,
    /// How they lie.
    pub layout: Layout,
}

impl StackPicture {
    /// The picture of `sources` (the input first) within `size`.
    pub fn new(sources: &[MapSource], layout: Layout, size: (f64, f64)) -> Self {
        let input = sources.first().map_or(Axes::both(1), |source| source.shape.size);
        let longest = input.height.max(input.width) as f64;
        let margin = (longest / 10.0).max(1.0);
        let extent = longest + 2.0 * margin;
        let places = places(sources.len(), layout, size, extent, margin);
        let map = |(source, place): (&MapSource, Affine)| {
            let axis = |field: FieldAxis, n: usize, n_input: usize| {
                if field.whole {
                    (0.0, n_input as f64 / n.max(1) as f64)
                } else {
                    let centre = field.doubled_centre() as f64 / 2.0 + 0.5;
                    (centre - field.jump as f64 / 2.0, field.jump as f64)
                }
            };
            let size = source.shape.size;
            let height = axis(source.field.height, size.height, input.height);
            let width = axis(source.field.width, size.width, input.width);
            Map {
                node: source.node,
                size,
                edge: Axes::new(height.0, width.0),
                pitch: Axes::new(height.1, width.1),
                place,
            }
        };
        Self {
            size,
            margin,
            input,
            maps: sources.iter().zip(places).map(map).collect(),
            layout,
        }
    }

    /// The map and unit under a point; of planes that cover each other, the uppermost.
    pub fn unit_at(&self, point: (f64, f64)) -> Option<(usize, Axes<usize>)> {
        (0..self.maps.len()).rev().find_map(|idx| {
            let map = &self.maps[idx];
            let (row, col) = map.place.inverse(point);
            let cell = |at: f64, edge: f64, pitch: f64, n: usize| {
                let unit = ((at - edge) / pitch).floor();
                (unit >= 0.0 && unit < n as f64).then_some(unit as usize)
            };
            let row = cell(row, map.edge.height, map.pitch.height, map.size.height)?;
            let col = cell(col, map.edge.width, map.pitch.width, map.size.width)?;
            Some((idx, Axes::new(row, col)))
        })
    }

    /// The outline of map `idx`, as a path.
    pub fn outline(&self, idx: usize) -> String {
        let map = &self.maps[idx];
        let all = map.size.map(|n| Span {
            first: 0,
            last: n as i64 - 1,
        });
        self.block(idx, all)
    }

    /// The hairlines between the units of map `idx`, as a path; empty where they would be closer than 3 units of the picture.
    pub fn grid(&self, idx: usize) -> String {
        let map = &self.maps[idx];
        let scale = (map.place.a.hypot(map.place.c)).min(map.place.b.hypot(map.place.d));
        if map.pitch.height.min(map.pitch.width) * scale < 3.0 {
            return String::new();
        }
        let (bottom, right) = (
            map.edge.height + map.pitch.height * map.size.height as f64,
            map.edge.width + map.pitch.width * map.size.width as f64,
        );
        let line = |from: (f64, f64), to: (f64, f64)| format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1);
        let rows = (1..map.size.height).map(|row| {
            let at = map.edge.height + map.pitch.height * row as f64;
            line(map.place.point(at, map.edge.width), map.place.point(at, right))
        });
        let cols = (1..map.size.width).map(|col| {
            let at = map.edge.width + map.pitch.width * col as f64;
            line(map.place.point(map.edge.height, at), map.place.point(bottom, at))
        });
        rows.chain(cols).collect()
    }

    /// The block of the cells `spans` of map `idx`, cut at the frame, as a path.
    pub fn block(&self, idx: usize, spans: Axes<Span>) -> String {
        let corners = self.corners(idx, spans);
        let point = |(x, y): (f64, f64)| format!("{x:.1} {y:.1}");
        format!(
            "M{}L{}L{}L{}Z",
            point(corners[0]),
            point(corners[1]),
            point(corners[2]),
            point(corners[3])
        )
    }

    /// Upper left, upper right, lower right and lower left corner of the cells `spans` of map `idx`, cut at the frame.
    pub fn corners(&self, idx: usize, spans: Axes<Span>) -> [(f64, f64); 4] {
        let map = &self.maps[idx];
        let edges = |span: Span, edge: f64, pitch: f64, n_input: usize| {
            let low = -self.margin;
            let high = n_input as f64 + self.margin;
            let from = edge + pitch * span.first as f64;
            let to = edge + pitch * (span.last + 1) as f64;
            (from.clamp(low, high), to.clamp(low, high))
        };
        let (top, bottom) = edges(spans.height, map.edge.height, map.pitch.height, self.input.height);
        let (left, right) = edges(spans.width, map.edge.width, map.pitch.width, self.input.width);
        [(top, left), (top, right), (bottom, right), (bottom, left)].map(|(row, col)| map.place.point(row, col))
    }

    /// The touched cells of map `idx`, as one path: runs of each row.
    pub fn touched(&self, idx: usize, counts: &CellCounts) -> String {
        let mut path = String::new();
        let Some(bounds) = counts.bounds() else {
            return path;
        };
        for row in bounds.height.first..=bounds.height.last {
            let mut col = bounds.width.first;
            while col <= bounds.width.last {
                let first = col;
                while col <= bounds.width.last && counts.at(row as usize, col as usize) > 0.0 {
                    col += 1;
                }
                if col > first {
                    let height = Span { first: row, last: row };
                    let width = Span { first, last: col - 1 };
                    path.push_str(&self.block(idx, Axes { height, width }));
                } else {
                    col += 1;
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Graph, Op, Window};

    fn picture(layout: Layout) -> (StackPicture, Graph) {
        let mut graph = Graph::new(Shape::new(1, 8, 8));
        let window = Window {
            kernel: 3,
            stride: 2,
            dilation: 1,
            padding: 1,
        };
        let op = Op::Pool {
            window: Axes::both(window),
        };
        let node = graph.push(op, &[0]).unwrap();
        let source = |node: usize| MapSource {
            node,
            shape: graph.geometry()[node].shape,
            field: graph.geometry()[node].field,
        };
        let sources = [source(0), source(node)];
        (StackPicture::new(&sources, layout, (400.0, 300.0)), graph)
    }

    #[test]
    fn a_point_over_a_unit_finds_it_again() {
        for layout in [Layout::Stack, Layout::Tiles] {
            let (picture, _) = picture(layout);
            let unit = Axes::new(3, 2);
            let map = &picture.maps[1];
            let centre = map.place.point(
                map.edge.height + 3.5 * map.pitch.height,
                map.edge.width + 2.5 * map.pitch.width,
            );
            assert_eq!(picture.unit_at(centre), Some((1, unit)), "{layout:?}");
        }
    }

    #[test]
    fn a_unit_stands_over_the_middle_of_its_field() {
        let (picture, _) = picture(Layout::Stack);
        let map = &picture.maps[1];
        // Unit 1 of stride 2, kernel 3, padding 1 sees rows 1 to 3: its middle is 2.5 in pixel edges.
        assert_eq!(map.edge.height + 1.5 * map.pitch.height, 2.5);
    }

    #[test]
    fn touched_cells_are_runs() {
        let (picture, graph) = picture(Layout::Tiles);
        let counts = graph.paths_below(1, Axes::new(0, 0));
        // Rows 0 and 1, columns 0 and 1 lie in the image: one run a row.
        assert_eq!(picture.touched(0, &counts[0]).matches('M').count(), 2);
        let spans = graph.boxes_below(1, Axes::new(0, 0))[0].unwrap();
        assert_eq!((spans.height.first, spans.height.last), (-1, 1));
    }

    #[test]
    fn everything_lies_within_the_picture() {
        for layout in [Layout::Stack, Layout::Tiles] {
            let (picture, _) = picture(layout);
            for map in &picture.maps {
                for (row, col) in [(-0.8, -0.8), (8.8, 8.8), (-0.8, 8.8), (8.8, -0.8)] {
                    let (x, y) = map.place.point(row, col);
                    assert!(
                        (0.0..=400.0).contains(&x) && (0.0..=300.0).contains(&y),
                        "{layout:?} {x} {y}"
                    );
                }
            }
        }
    }
}
