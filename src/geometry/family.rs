//! The family of convolutions: the stages that each member is made of, and what it costs and sees.
//!
//! A member turns `channels` maps into as many, around a 3 × 3 kernel, without bias.
//! Sources: depthwise-separable: Howard and others, "MobileNets", 2017; ghost: Han and others, "GhostNet", CVPR 2020;
//! deformable: Dai and others, "Deformable Convolutional Networks", ICCV 2017.

use super::transposed::Transposed;
use super::{Axes, Op, Shape, Window, cost};

/// A kind of convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// 3 × 3, every map from every map.
    Standard,
    /// 1 × 1: no neighbours, only channels.
    Pointwise,
    /// 3 × 3, every second cell.
    Strided,
    /// 3 × 3 inside groups of channels; as many groups as channels is depthwise.
    Grouped,
    /// A depthwise 3 × 3, then a 1 × 1.
    Separable,
    /// 3 × 3 with holes.
    Dilated,
    /// Half of the maps by a 3 × 3, the other half by a depthwise 3 × 3 on those.
    Ghost,
    /// The same with a 1 × 1 first, as GhostNet has it.
    GhostPointwise,
    /// 3 × 3, backwards: twice the cells along each axis.
    Transposed,
    /// 3 × 3 whose taps move; a second 3 × 3 says where to.
    Deformable,
}

/// On what a member is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Maps below and above.
    pub channels: usize,
    /// Cells along each side of the maps below.
    pub side: usize,
    /// Groups of [`Member::Grouped`]; divides the channels.
    pub groups: usize,
}

/// What a stage does in its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A convolution on what is below.
    Convolution,
    /// The second half of a ghost: its maps are stacked onto those of the first.
    Stacked,
    /// The convolution that says where the taps of the next one go: two numbers for each of its taps.
    Offsets,
    /// A convolution with moved taps.
    Deformed,
    /// A convolution backwards.
    Spread,
}

/// One convolution of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What it does.
    pub role: Role,
    /// Maps that it reads.
    pub below: usize,
    /// Maps that it makes.
    pub above: usize,
    /// Groups that do not see each other.
    pub groups: usize,
    /// Its window, along each axis.
    pub window: Window,
}

/// What a member's unit sees of the map below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// So many cells along each axis: by the shortest and by the longest way.
    Cells(usize, usize),
    /// Whatever the data make of it.
    Data,
}

/// What a member costs and sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberCost {
    /// Weights.
    pub parameters: usize,
    /// Multiply-adds; those of a deformable's bilinear reading are left out.
    pub macs: u64,
    /// Cells along each side of the maps above.
    pub side: usize,
    /// What a unit sees of the map below.
    pub reach: Reach,
}

/// The transposed member: 3 × 3, stride 2, padding 1 and output padding 1, which doubles every side.
pub const TRANSPOSED: Transposed = Transposed {
    window: same(3, 2, 1),
    output_padding: 1,
};

const fn same(kernel: usize, stride: usize, dilation: usize) -> Window {
    Window {
        kernel,
        stride,
        dilation,
        padding: dilation * (kernel - 1) / 2,
    }
}

impl Member {
    /// All, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::Standard,
        Self::Pointwise,
        Self::Strided,
        Self::Grouped,
        Self::Separable,
        Self::Dilated,
        Self::Ghost,
        Self::GhostPointwise,
        Self::Transposed,
        Self::Deformable,
    ];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Pointwise => "pointwise",
            Self::Strided => "strided",
            Self::Grouped => "grouped",
            Self::Separable => "separable",
            Self::Dilated => "dilated",
            Self::Ghost => "ghost",
            Self::GhostPointwise => "ghost-pointwise",
            Self::Transposed => "transposed",
            Self::Deformable => "deformable",
        }
    }

    /// The member called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|member| member.id() == id)
    }

    /// Its convolutions, from below.
    pub fn stages(self, setting: Setting) -> Vec<Stage> {
        let c = setting.channels;
        let stage = |role, below, above, groups, window| Stage {
            role,
            below,
            above,
            groups,
            window,
        };
        let plain = |groups, window| stage(Role::Convolution, c, c, groups, window);
        let ghost = |kernel| {
            let half = (c / 2).max(1);
            let first = stage(Role::Convolution, c, half, 1, same(kernel, 1, 1));
            vec![first, stage(Role::Stacked, half, half, half, same(3, 1, 1))]
        };
        match self {
            Self::Standard => vec![plain(1, same(3, 1, 1))],
            Self::Pointwise => vec![plain(1, Window::POINT)],
            Self::Strided => vec![plain(1, same(3, 2, 1))],
            Self::Grouped => vec![plain(setting.groups, same(3, 1, 1))],
            Self::Separable => vec![plain(c, same(3, 1, 1)), plain(1, Window::POINT)],
            Self::Dilated => vec![plain(1, same(3, 1, 2))],
            Self::Ghost => ghost(3),
            Self::GhostPointwise => ghost(1),
            Self::Transposed => vec![stage(Role::Spread, c, c, 1, TRANSPOSED.window)],
            Self::Deformable => {
                let offsets = stage(Role::Offsets, c, 2 * 9, 1, same(3, 1, 1));
                vec![offsets, stage(Role::Deformed, c, c, 1, same(3, 1, 1))]
            }
        }
    }

    /// What it costs and sees.
    pub fn cost(self, setting: Setting) -> MemberCost {
        let stages = self.stages(setting);
        let costs = stages.iter().map(|stage| stage.cost(setting.side));
        let (parameters, macs) = costs.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let extent = |idx: usize| stages.get(idx).map_or(1, |stage: &Stage| stage.window.extent());
        let side = match self {
            Self::Transposed => TRANSPOSED.output_len(setting.side),
            _ => stages.last().and_then(|stage| stage.window.output_len(setting.side)),
        };
        let reach = match self {
            Self::Deformable => Reach::Data,
            Self::Ghost | Self::GhostPointwise => Reach::Cells(extent(0), extent(0) + extent(1) - 1),
            Self::Separable => Reach::Cells(extent(0), extent(0)),
            // An output cell is reached by ⌊k / s⌋ to ⌈k / s⌉ cells.
            Self::Transposed => Reach::Cells(3 / 2, 3_usize.div_ceil(2)),
            _ => Reach::Cells(extent(0), extent(0)),
        };
        MemberCost {
            parameters,
            macs,
            side: side.unwrap_or(0),
            reach,
        }
    }
}

impl Stage {
    /// Weights, and multiply-adds on maps of `side` × `side`; of a transposed one every input value meets every tap, those
    /// that fall into the padding too, as the zeros of a padding are counted.
    pub fn cost(&self, side: usize) -> (usize, u64) {
        let op = Op::Conv {
            window: Axes::both(self.window),
            channels: self.above,
            groups: self.groups,
            bias: false,
        };
        let below = Shape::new(self.below, side, side);
        let parameters = cost::parameters(op, below);
        let macs = match self.role {
            Role::Spread => parameters as u64 * below.n_cells() as u64,
            _ => below
                .after(Axes::both(self.window), self.above)
                .map_or(0, |above| cost::macs(op, below, above)),
        };
        (parameters, macs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(member: Member, groups: usize) -> (usize, u64) {
        let setting = Setting {
            channels: 64,
            side: 32,
            groups,
        };
        let cost = member.cost(setting);
        (cost.parameters, cost.macs)
    }

    #[test]
    fn the_family_by_hand() {
        assert_eq!(counted(Member::Standard, 1), (36_864, 37_748_736)); // 64·64·9, times 32²
        assert_eq!(counted(Member::Pointwise, 1), (4_096, 4_194_304)); // 64·64
        assert_eq!(counted(Member::Strided, 1), (36_864, 9_437_184)); // on 16²
        assert_eq!(counted(Member::Grouped, 4), (9_216, 9_437_184)); // 64·16·9
        assert_eq!(counted(Member::Separable, 1), (4_672, 4_784_128)); // 64·9 + 64·64
        assert_eq!(counted(Member::Dilated, 1), (36_864, 37_748_736));
        assert_eq!(counted(Member::Ghost, 1), (18_720, 19_169_280)); // 64·32·9 + 32·9
        assert_eq!(counted(Member::GhostPointwise, 1), (2_336, 2_392_064)); // 64·32 + 32·9
        assert_eq!(counted(Member::Transposed, 1), (36_864, 37_748_736)); // every one of 32² cells meets all weights
        assert_eq!(counted(Member::Deformable, 1), (47_232, 48_365_568)); // 36,864 + 64·18·9
    }

    #[test]
    fn as_many_groups_as_channels_is_the_depthwise_half_of_the_separable() {
        assert_eq!(counted(Member::Grouped, 1), counted(Member::Standard, 1));
        let pointwise = counted(Member::Pointwise, 1).0;
        assert_eq!(
            counted(Member::Grouped, 64).0 + pointwise,
            counted(Member::Separable, 1).0
        );
    }

    #[test]
    fn sizes_and_reach() {
        let setting = Setting {
            channels: 8,
            side: 32,
            groups: 2,
        };
        let of = |member: Member| (member.cost(setting).side, member.cost(setting).reach);
        assert_eq!(of(Member::Standard), (32, Reach::Cells(3, 3)));
        assert_eq!(of(Member::Pointwise), (32, Reach::Cells(1, 1)));
        assert_eq!(of(Member::Strided), (16, Reach::Cells(3, 3)));
        assert_eq!(of(Member::Dilated), (32, Reach::Cells(5, 5)));
        assert_eq!(of(Member::Ghost), (32, Reach::Cells(3, 5)));
        assert_eq!(of(Member::GhostPointwise), (32, Reach::Cells(1, 3)));
        assert_eq!(of(Member::Transposed), (64, Reach::Cells(1, 2)));
        assert_eq!(of(Member::Deformable), (32, Reach::Data));
        for member in Member::ALL {
            assert_eq!(Member::from_id(member.id()), Some(member));
        }
    }
}
