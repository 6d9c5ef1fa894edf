//! The sheets of the branches' maps above the output's bar: four piles side by side, then one.

use super::picture::COLUMN;

/// Edge of a sheet.
pub const SHEET: f64 = 30.0;
/// Sheets of each branch at most.
pub const SHEETS: usize = 4;
/// Room of the sheets, with all of them in one pile.
pub(super) const PILE: f64 = 54.0;
/// From one sheet to the one behind it: to the left and up.
const LEFT: f64 = 11.0;
const UP: f64 = 1.0;

/// Where the sheets of a branch stand while each branch has a pile of its own, and how far they move into the common one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pile {
    /// Left and top of each sheet, the front one first.
    pub sheets: Vec<(f64, f64)>,
    /// To the right and down, until the piles of all branches are one.
    pub shift: (f64, f64),
}

/// The piles of branches that show `counts` sheets each, below `top`.
pub fn piles(counts: &[usize], top: f64) -> Vec<Pile> {
    let counts: Vec<usize> = counts.iter().map(|n| (*n).min(SHEETS)).collect();
    let total: usize = counts.iter().sum();
    let width_of = |n: usize| SHEET + LEFT * n.saturating_sub(1) as f64;
    let axis = counts.len() as f64 * COLUMN / 2.0;
    // The front sheet of the common pile stands lowest.
    let low = top + PILE - SHEET - 4.0;
    let mut before = 0;
    let pile = |(branch, n): (usize, &usize)| {
        let left = (branch as f64 + 0.5) * COLUMN - width_of(*n) / 2.0;
        let joined = axis - width_of(total) / 2.0 + LEFT * before as f64;
        before += n;
        // Later branches stand in front.
        let shift = (joined - left, -UP * (total - before) as f64);
        let sheets = (0..*n).map(|idx| (left + LEFT * (n - 1 - idx) as f64, low - UP * idx as f64));
        Pile {
            sheets: sheets.collect(),
            shift,
        }
    };
    counts.iter().enumerate().map(pile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_piles_are_one_row_of_equal_steps() {
        let piles = piles(&[64, 128, 2, 32], 20.0);
        assert_eq!(
            piles.iter().map(|pile| pile.sheets.len()).collect::<Vec<_>>(),
            [4, 4, 2, 4]
        );
        // From the back to the front: in the order of the branches, the front sheet of each last.
        let joined: Vec<(f64, f64)> = piles
            .iter()
            .flat_map(|pile| {
                pile.sheets
                    .iter()
                    .rev()
                    .map(|(x, y)| (x + pile.shift.0, y + pile.shift.1))
            })
            .collect();
        for pair in joined.windows(2) {
            assert!((pair[1].0 - pair[0].0 - LEFT).abs() < 1e-9 && (pair[1].1 - pair[0].1 - UP).abs() < 1e-9);
        }
        // In the middle of four columns of 88: 176.
        assert!((f64::midpoint(joined[0].0, joined[13].0 + SHEET) - 176.0).abs() < 1e-9);
        assert!(joined.iter().all(|(_, y)| *y >= 20.0 && y + SHEET <= 20.0 + PILE));
    }

    #[test]
    fn apart_each_pile_stands_over_its_column() {
        for (branch, pile) in piles(&[4; 4], 0.0).iter().enumerate() {
            let (left, right) = (pile.sheets[3].0, pile.sheets[0].0 + SHEET);
            assert!(left >= branch as f64 * COLUMN && right <= (branch + 1) as f64 * COLUMN);
        }
    }
}
