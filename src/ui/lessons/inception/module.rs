//! The module that the lesson looks at: the tutorial's, one of GoogLeNet's, or the learner's own.

use crate::draw::inception::{ModuleReading, module_of};
use crate::geometry::Shape;
use crate::spec::variants::{InceptionModuleConfig, InceptionNetConfig, InceptionWidths, ModuleForm};
use crate::spec::{NetworkSpec, presets};

/// A module and the map that it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its widths.
    pub widths: InceptionWidths,
    /// Channels of its input.
    pub in_channels: usize,
    /// Rows and columns of its input.
    pub side: usize,
}

/// Widths that a slider gives: multiples of this …
pub const WIDTH_STEP: usize = 8;
/// … up to this.
pub const MOST_WIDTH: usize = 512;
/// Channels of an input at most, and rows and columns.
pub const MOST_INPUT: usize = 1024;
const MOST_SIDE: usize = 56;

impl Module {
    /// The tutorial's first module: 3a's widths on the 64 × 8 × 8 of its stem.
    pub const TUTORIAL: Self = Self {
        widths: InceptionWidths::MODULE_3A,
        in_channels: 64,
        side: 8,
    };

    /// The first module of `inception-s`, of which trained weights are served beside the page: a quarter of 3a's widths on
    /// 16 × 16 × 16.
    pub const COMPACT: Self = Self {
        widths: InceptionWidths::QUARTER,
        in_channels: 16,
        side: 16,
    };

    /// The tutorial's module, its quarter and GoogLeNet's nine, each with the map that its network gives it.
    pub fn presets() -> Vec<(&'static str, Self)> {
        let mut all = Vec::new();
        let tutorial = InceptionNetConfig::TUTORIAL.network();
        if let Some(input) = input_of(&tutorial, "inception1.branch1x1.0") {
            all.push(("tutorial", Self::on(InceptionWidths::MODULE_3A, input)));
        }
        let compact = InceptionNetConfig::COMPACT.network();
        if let Some(input) = input_of(&compact, "inception1.branch1x1.0") {
            all.push(("inception-s", Self::on(InceptionWidths::QUARTER, input)));
        }
        let Ok(googlenet) = presets::find("googlenet") else {
            return all;
        };
        let googlenet = googlenet.network();
        for (name, widths) in InceptionWidths::GOOGLENET {
            if let Some(input) = input_of(&googlenet, &format!("inception{name}.branch1.conv")) {
                all.push((name, Self::on(widths, input)));
            }
        }
        all
    }

    const fn on(widths: InceptionWidths, input: Shape) -> Self {
        Self {
            widths,
            in_channels: input.channels,
            side: input.size.height,
        }
    }

    /// The module in `form`.
    pub const fn config(&self, form: ModuleForm) -> InceptionModuleConfig {
        InceptionModuleConfig::new(self.widths).form(form)
    }

    /// Shape of its input.
    pub const fn input(&self) -> Shape {
        Shape::new(self.in_channels, self.side, self.side)
    }

    /// The module in `form`, read branch by branch.
    pub fn reading(&self, form: ModuleForm) -> Option<ModuleReading> {
        let network = self.config(form).network(self.in_channels, self.side);
        ModuleReading::new(module_of(&network)?, self.input()).ok()
    }

    /// As a word of a link: the six widths, the input's channels and its side.
    pub fn text(&self) -> String {
        let mut numbers = self.widths.table().to_vec();
        numbers.extend([self.in_channels, self.side]);
        let words: Vec<String> = numbers.iter().map(usize::to_string).collect();
        words.join("-")
    }

    /// The module of a link's word; nothing where a number is missing or out of bounds.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<usize> = text.split('-').map(|word| word.parse().ok()).collect::<Option<_>>()?;
        let [a, b, c, d, e, f, in_channels, side]: [usize; 8] = numbers.try_into().ok()?;
        let widths = [a, b, c, d, e, f];
        let holds = widths.iter().all(|width| (1..=MOST_WIDTH).contains(width))
            && (1..=MOST_INPUT).contains(&in_channels)
            && (1..=MOST_SIDE).contains(&side);
        holds.then_some(Self {
            widths: InceptionWidths::of(widths),
            in_channels,
            side,
        })
    }
}

/// Shape of what the layer `name` reads.
pub fn input_of(network: &NetworkSpec, name: &str) -> Option<Shape> {
    let lowered = network.lower_any().ok()?;
    let node = lowered.layers.iter().find(|layer| layer.name == name)?.node;
    let below = *lowered.graph.nodes()[node].inputs.first()?;
    Some(lowered.graph.geometry()[below].shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_can_be_written_as_code() {
        for (name, module) in Module::presets() {
            let network = module
                .config(ModuleForm::Reduced)
                .network(module.in_channels, module.side);
            let torch = network.pytorch().unwrap();
            // The four branches end in one concat of as many channels as the module has.
            assert!(torch.contains("torch.cat"), "{name}");
            assert!(network.burn().is_ok(), "{name}");
        }
    }

    #[test]
    fn the_networks_give_each_module_its_map() {
        let presets = Module::presets();
        assert_eq!(presets.len(), 11);
        // 32 / 2 / 2 = 8
        assert_eq!(presets[0], ("tutorial", Module::TUTORIAL));
        // 32 / 2 = 16
        assert_eq!(presets[1], ("inception-s", Module::COMPACT));
        // 224 / 8, / 16, / 32
        let maps: Vec<(usize, usize)> = presets[2..]
            .iter()
            .map(|(_, module)| (module.in_channels, module.side))
            .collect();
        let expected = [
            (192, 28),
            (256, 28),
            (480, 14),
            (512, 14),
            (512, 14),
            (512, 14),
            (528, 14),
            (832, 7),
            (832, 7),
        ];
        assert_eq!(maps, expected);
    }

    #[test]
    fn a_link_holds_the_module_and_nothing_absurd() {
        let module = Module::presets()[5].1;
        assert_eq!(Module::parse(&module.text()), Some(module));
        assert_eq!(Module::parse("64-96-128-16-32-32-64"), None);
        assert_eq!(Module::parse("0-96-128-16-32-32-64-8"), None);
        assert_eq!(Module::parse("64-96-128-16-32-32-64-999"), None);
        assert_eq!(Module::parse("64-96-128-16-32-32-64-8-8"), None);
    }
}
