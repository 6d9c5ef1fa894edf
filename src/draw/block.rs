//! The block of a network as a picture: branches side by side, what joins them, a shortcut around all; data flows upwards.

/// What a box of a block does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// A convolution.
    Conv,
    /// A pooling.
    Pool,
    /// An activation or normalisation: one value in, one value out.
    Pointwise,
    /// A concat along the channels.
    Concat,
    /// An element-wise sum.
    Sum,
}

/// One operation of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it does.
    pub kind: CellKind,
    /// What it is called in the picture: the same in every language.
    pub label: &'static str,
    /// Whether it is what the network added.
    pub is_new: bool,
}

impl Cell {
    const fn of(kind: CellKind, label: &'static str) -> Self {
        Self {
            kind,
            label,
            is_new: false,
        }
    }

    /// A convolution.
    pub const fn conv(label: &'static str) -> Self {
        Self::of(CellKind::Conv, label)
    }

    /// A pooling.
    pub const fn pool(label: &'static str) -> Self {
        Self::of(CellKind::Pool, label)
    }

    /// An activation or normalisation.
    pub const fn pointwise(label: &'static str) -> Self {
        Self::of(CellKind::Pointwise, label)
    }

    /// The same, marked as what the network added.
    pub const fn new(mut self) -> Self {
        self.is_new = true;
        self
    }
}

/// A block: branches side by side, what joins them, what follows, and perhaps a shortcut around all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The branches, each from below.
    pub branches: &'static [&'static [Cell]],
    /// Whether the branches are joined by a concat, and whether that is new; one branch needs none.
    pub concat: Option<bool>,
    /// What follows the concat.
    pub after: &'static [Cell],
    /// Whether the block's input is added to its output, and whether that is new.
    pub shortcut: Option<bool>,
}

/// A box of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Its operation.
    pub cell: Cell,
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Placed {
    /// The point in the middle.
    pub fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// The picture of a block: data flows upwards.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockPicture {
    /// Its boxes.
    pub boxes: Vec<Placed>,
    /// The lines between them, as SVG path data.
    pub lines: Vec<String>,
    /// The shortcut, as SVG path data.
    pub shortcut: Option<String>,
}

/// From level to level of a block.
const LEVEL: f64 = 36.0;
/// Height of a box.
const BOX: f64 = 24.0;
/// Below the first and above the last level.
const END: f64 = 18.0;
/// Room for a shortcut at the right.
const SHORTCUT: f64 = 22.0;

impl Block {
    /// Levels from the input to the output.
    pub fn n_levels(&self) -> usize {
        let longest = self.branches.iter().map(|branch| branch.len()).max().unwrap_or(0);
        longest + usize::from(self.concat.is_some()) + self.after.len() + usize::from(self.shortcut.is_some())
    }

    /// Height that the picture needs.
    pub fn height(&self) -> f64 {
        self.n_levels() as f64 * LEVEL + 2.0 * END
    }

    /// The picture with its left edge at `left`, `width` wide, standing on `bottom`.
    pub fn picture(&self, left: f64, width: f64, bottom: f64) -> BlockPicture {
        let room = width - if self.shortcut.is_some() { SHORTCUT } else { 0.0 };
        let column = room / self.branches.len().max(1) as f64;
        let box_width = (column - 5.0).min(84.0);
        let axis = left + room / 2.0;
        let top_of = |level: usize| bottom - END - level as f64 * LEVEL - (LEVEL + BOX) / 2.0;
        let centred = |cell: Cell, x: f64, level: usize, width: f64| Placed {
            cell,
            x: x - width / 2.0,
            y: top_of(level),
            width,
            height: BOX,
        };
        let longest = self.branches.iter().map(|branch| branch.len()).max().unwrap_or(0);
        let mut boxes = Vec::new();
        let mut lines = Vec::new();
        let fork = bottom - END + 4.0;
        lines.push(format!("M{axis:.1} {bottom:.1}V{fork:.1}"));
        for (idx, branch) in self.branches.iter().enumerate() {
            let x = left + (idx as f64 + 0.5) * column;
            let end = top_of(longest) + BOX;
            lines.push(format!("M{axis:.1} {fork:.1}H{x:.1}V{end:.1}"));
            boxes.extend(
                branch
                    .iter()
                    .enumerate()
                    .map(|(level, cell)| centred(*cell, x, level, box_width)),
            );
        }
        let mut level = longest;
        let mut from = top_of(longest) + BOX;
        let mut put = |cell: Cell, width: f64, boxes: &mut Vec<Placed>| {
            boxes.push(centred(cell, axis, level, width));
            lines.push(format!("M{axis:.1} {from:.1}V{:.1}", top_of(level) + BOX));
            from = top_of(level);
            level += 1;
        };
        if let Some(is_new) = self.concat {
            let cell = Cell {
                is_new,
                ..Cell::of(CellKind::Concat, "∥")
            };
            put(cell, room - 5.0, &mut boxes);
        }
        for cell in self.after {
            put(*cell, box_width.max(60.0), &mut boxes);
        }
        if let Some(is_new) = self.shortcut {
            let cell = Cell {
                is_new,
                ..Cell::of(CellKind::Sum, "+")
            };
            put(cell, BOX, &mut boxes);
        }
        lines.push(format!("M{axis:.1} {from:.1}V{:.1}", from - END));
        let shortcut = self.shortcut.map(|_| {
            let (right, sum) = (left + width - 6.0, from + BOX / 2.0);
            format!("M{axis:.1} {fork:.1}H{right:.1}V{sum:.1}H{:.1}", axis + BOX / 2.0)
        });
        BlockPicture { boxes, lines, shortcut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRANCHED: Block = Block {
        branches: &[
            &[Cell::conv("1×1")],
            &[Cell::conv("1×1"), Cell::conv("3×3")],
            &[Cell::pool("max 3×3"), Cell::conv("1×1")],
        ],
        concat: Some(true),
        after: &[Cell::conv("1×1")],
        shortcut: Some(false),
    };

    #[test]
    fn a_block_has_a_box_for_each_operation_and_joins_its_branches() {
        // two levels of branches, concat, 1×1, sum
        assert_eq!(BRANCHED.n_levels(), 5);
        let height = BRANCHED.height();
        let picture = BRANCHED.picture(0.0, 190.0, height);
        assert_eq!(picture.boxes.len(), 5 + 1 + 1 + 1);
        assert!(picture.shortcut.is_some());
        // the stem, three branches, concat, 1×1, sum, the way out
        assert_eq!(picture.lines.len(), 8);
    }

    #[test]
    fn boxes_lie_inside_the_picture_and_apart() {
        let height = BRANCHED.height();
        let boxes = BRANCHED.picture(10.0, 190.0, height).boxes;
        for (idx, one) in boxes.iter().enumerate() {
            assert!(one.x >= 10.0 && one.x + one.width <= 200.0, "{one:?}");
            assert!(one.y >= 0.0 && one.y + one.height <= height, "{one:?}");
            for other in &boxes[idx + 1..] {
                let beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
                let above = one.y + one.height <= other.y || other.y + other.height <= one.y;
                assert!(beside || above, "{one:?} {other:?}");
            }
        }
    }
}
