//! The windows of the four branches, as the learner bends them: what refuses, and what would mend it.

use crate::draw::inception::{ModuleReading, module_of};
use crate::geometry::{FieldAxis, Shape, Window};
use crate::spec::{OpSpec, ParallelSpec};

use super::module::Module;
use crate::spec::variants::ModuleForm;

/// The window of each branch: 1×1, 3×3, 5×5, pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows(pub [Window; 4]);

/// Rows and columns of the map that they slide over.
pub const MAP_SIDE: usize = 8;
/// Values to choose from.
pub const MOST_KERNEL: usize = 7;
/// The largest stride.
pub const MOST_STRIDE: usize = 3;
/// The largest padding.
pub const MOST_PADDING: usize = 3;

const fn window(kernel: usize, stride: usize, padding: usize) -> Window {
    Window {
        kernel,
        stride,
        dilation: 1,
        padding,
    }
}

impl Windows {
    /// As in the tutorial: stride 1, and half of each kernel as padding.
    pub const TUTORIAL: Self = Self([window(1, 1, 0), window(3, 1, 1), window(5, 1, 2), window(3, 1, 1)]);
    /// The 3×3 without padding.
    pub const NO_PADDING: Self = Self([window(1, 1, 0), window(3, 1, 0), window(5, 1, 2), window(3, 1, 1)]);
    /// The pooling with the stride that poolings often have.
    pub const POOL_STRIDE: Self = Self([window(1, 1, 0), window(3, 1, 1), window(5, 1, 2), window(3, 2, 1)]);
    /// Every branch with stride 2.
    pub const ALL_STRIDE: Self = Self([window(1, 2, 0), window(3, 2, 1), window(5, 2, 2), window(3, 2, 1)]);
    /// The same with an even kernel whose size fits.
    pub const EVEN: Self = Self([window(1, 2, 0), window(4, 2, 1), window(5, 2, 2), window(3, 2, 1)]);
    /// On 8 × 8 the 5×5 has as many units as the others by accident, but moves half as far.
    pub const DRIFT: Self = Self([window(1, 2, 0), window(3, 2, 1), window(5, 1, 0), window(3, 2, 1)]);

    /// The module of `module`'s widths with these windows.
    pub fn module(&self, module: &Module) -> Option<ParallelSpec> {
        let network = module.config(ModuleForm::Reduced).network(module.in_channels, MAP_SIDE);
        let mut parallel = module_of(&network)?.clone();
        for (branch, window) in parallel.branches.iter_mut().zip(self.0) {
            // The pooling comes first in its branch, the large kernel last in the others.
            let is_pool = |op: &OpSpec| matches!(op, OpSpec::Pool(_));
            let has_pool = branch.layers.iter().any(|layer| is_pool(&layer.op));
            let wanted = |op: &OpSpec| {
                if has_pool {
                    is_pool(op)
                } else {
                    matches!(op, OpSpec::Conv(_))
                }
            };
            let layer = branch.layers.iter_mut().rev().find(|layer| wanted(&layer.op))?;
            let pair = |value: usize| [value; 2];
            match &mut layer.op {
                OpSpec::Conv(conv) => {
                    (conv.kernel, conv.stride) = (pair(window.kernel), pair(window.stride));
                    conv.padding = pair(window.padding);
                }
                OpSpec::Pool(pool) => {
                    (pool.kernel, pool.stride) = (pair(window.kernel), pair(window.stride));
                    pool.padding = pair(window.padding);
                }
                _ => {}
            }
        }
        Some(parallel)
    }

    /// The module with these windows on a map of [`MAP_SIDE`], read branch by branch.
    pub fn reading(&self, module: &Module) -> Option<ModuleReading> {
        let input = Shape::new(module.in_channels, MAP_SIDE, MAP_SIDE);
        ModuleReading::new(&self.module(module)?, input).ok()
    }

    /// Whether a pooling may be padded so: by at most half its kernel, as PyTorch has it.
    pub const fn may_pad(branch: usize, window: Window) -> bool {
        branch != 3 || 2 * window.padding <= window.kernel
    }

    /// What most branches have in common: units, jump and doubled centre; the first branch's where two
    /// are as frequent.
    pub fn most(&self) -> Option<Lie> {
        let lies = self.0.map(lie);
        let frequency = |lie: &Lie| lies.iter().flatten().filter(|other| *other == lie).count();
        let mut best: Option<(usize, Lie)> = None;
        for lie in lies.iter().flatten() {
            let n = frequency(lie);
            if best.is_none_or(|(most, _)| n > most) {
                best = Some((n, *lie));
            }
        }
        best.map(|(_, lie)| lie)
    }

    /// The branches that do not lie as most do.
    pub fn odd_ones(&self) -> Vec<usize> {
        let most = self.most();
        let odd = |idx: &usize| lie(self.0[*idx]) != most;
        (0..self.0.len()).filter(odd).collect()
    }

    /// The window that would let `branch` lie as most do: another padding, else another stride, else both, else an odd kernel,
    /// that nearer to the branch's own first.
    pub fn mend(&self, branch: usize) -> Option<Window> {
        let most = self.most()?;
        let now = *self.0.get(branch)?;
        let paddings = (0..=MOST_PADDING).map(|padding| Window { padding, ..now });
        let strides = (1..=MOST_STRIDE).map(|stride| Window { stride, ..now });
        let both = (1..=MOST_STRIDE)
            .flat_map(|stride| (0..=MOST_PADDING).map(move |padding| Window { stride, padding, ..now }));
        let own = Self::TUTORIAL.0[branch].kernel;
        let mut kernels = [now.kernel + 1, now.kernel.saturating_sub(1)];
        kernels.sort_by_key(|kernel| kernel.abs_diff(own));
        let odd = kernels.into_iter().flat_map(|kernel| {
            (1..=MOST_STRIDE).map(move |stride| Window {
                kernel,
                stride,
                padding: kernel / 2,
                ..now
            })
        });
        let fits = |window: &Window| {
            (1..=MOST_KERNEL).contains(&window.kernel) && Self::may_pad(branch, *window) && lie(*window) == Some(most)
        };
        paddings.chain(strides).chain(both).chain(odd).find(fits)
    }

    /// The same with all branches mended that can be.
    pub fn mended(&self) -> Self {
        let mut windows = self.0;
        for branch in self.odd_ones() {
            if let Some(window) = self.mend(branch) {
                windows[branch] = window;
            }
        }
        Self(windows)
    }

    /// As a word of a link: `1.1.0-3.1.1-5.1.2-3.1.1`.
    pub fn text(&self) -> String {
        let one = |window: Window| format!("{}.{}.{}", window.kernel, window.stride, window.padding);
        self.0.map(one).join("-")
    }

    /// The windows of a link's word; nothing where a number is missing or cannot be chosen.
    pub fn parse(text: &str) -> Option<Self> {
        let one = |(branch, text): (usize, &str)| {
            let numbers: Vec<usize> = text.split('.').map(|word| word.parse().ok()).collect::<Option<_>>()?;
            let [kernel, stride, padding]: [usize; 3] = numbers.try_into().ok()?;
            let window = window(kernel, stride, padding);
            let holds = (1..=MOST_KERNEL).contains(&kernel)
                && (1..=MOST_STRIDE).contains(&stride)
                && padding <= MOST_PADDING
                && Self::may_pad(branch, window);
            holds.then_some(window)
        };
        let windows: Vec<Window> = text.split('-').enumerate().map(one).collect::<Option<_>>()?;
        Some(Self(windows.try_into().ok()?))
    }
}

/// How the units of a branch lie on its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lie {
    /// Units along each axis.
    pub n_units: usize,
    /// Cells from one to the next.
    pub jump: i64,
    /// Twice the middle of the first one's field.
    pub doubled_centre: i64,
}

/// How the units of `window` lie on the map; nothing where it does not fit.
pub fn lie(window: Window) -> Option<Lie> {
    let axis = FieldAxis::INPUT.through(window);
    Some(Lie {
        n_units: window.output_len(MAP_SIDE)?,
        jump: axis.jump,
        doubled_centre: axis.doubled_centre(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Alignment, Axes};

    fn alignment(windows: Windows) -> Result<Axes<Alignment>, String> {
        let reading = windows.reading(&Module::TUTORIAL).unwrap();
        reading
            .outcome
            .map(|outcome| outcome.alignment)
            .map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn what_each_break_leads_to() {
        assert_eq!(alignment(Windows::TUTORIAL), Ok(Axes::both(Alignment::Aligned)));
        assert!(alignment(Windows::NO_PADDING).unwrap_err().contains("128 × 6 × 6")); // 8 − 3 + 1
        assert!(alignment(Windows::POOL_STRIDE).unwrap_err().contains("32 × 4 × 4")); // ⌊(8 + 2 − 3)/2⌋ + 1
        assert_eq!(alignment(Windows::ALL_STRIDE), Ok(Axes::both(Alignment::Aligned)));
        // (8 + 2 − 4)/2 + 1 = 4, but the first window spans −1 to 2: half a cell to the right.
        let even = Alignment::Misaligned { doubled_offset: 1 };
        assert_eq!(alignment(Windows::EVEN), Ok(Axes::both(even)));
        // 8 − 5 + 1 = 4
        let drift = Alignment::Jumps {
            smallest: 1,
            largest: 2,
        };
        assert_eq!(alignment(Windows::DRIFT), Ok(Axes::both(drift)));
    }

    #[test]
    fn one_click_mends_each_of_them() {
        assert_eq!(Windows::NO_PADDING.odd_ones(), [1]);
        assert_eq!(Windows::NO_PADDING.mended(), Windows::TUTORIAL);
        assert_eq!(Windows::POOL_STRIDE.mended(), Windows::TUTORIAL);
        assert_eq!(Windows::DRIFT.mended(), Windows::ALL_STRIDE);
        // No padding puts an even kernel over the middle: the 4×4 becomes the 3×3 that its branch had, not a 5×5.
        assert_eq!(Windows::EVEN.mended(), Windows::ALL_STRIDE);
        assert!(Windows::TUTORIAL.odd_ones().is_empty());
    }

    #[test]
    fn every_choice_of_one_branch_can_be_mended_or_is_right() {
        for branch in 0..4 {
            for kernel in 1..=MOST_KERNEL {
                for stride in 1..=MOST_STRIDE {
                    for padding in 0..=MOST_PADDING {
                        let mut windows = Windows::TUTORIAL;
                        windows.0[branch] = window(kernel, stride, padding);
                        if Windows::may_pad(branch, windows.0[branch]) {
                            let mended = windows.mended();
                            assert_eq!(alignment(mended), Ok(Axes::both(Alignment::Aligned)), "{windows:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_link_holds_the_windows() {
        assert_eq!(Windows::TUTORIAL.text(), "1.1.0-3.1.1-5.1.2-3.1.1");
        assert_eq!(Windows::parse(&Windows::EVEN.text()), Some(Windows::EVEN));
        assert_eq!(Windows::parse("1.1.0-3.1.1-5.1.2"), None);
        assert_eq!(Windows::parse("1.1.0-3.1.1-5.1.2-3.1.2"), None); // more than half a pooling
        assert_eq!(Windows::parse("1.1.0-3.0.1-5.1.2-3.1.1"), None);
    }
}
