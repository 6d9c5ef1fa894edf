//! The network in which a module computes, so that its picture can show real maps: which layers they come from.

use super::answered::Answered;
use super::maps::{Tile, first_module, strongest};
use super::module::{Module, input_of};
use crate::geometry::Shape;
use crate::spec::variants::{InceptionNetConfig, ModuleForm, StemConfig};
use crate::spec::{LayerSpec, NetworkSpec, OpSpec, ParallelSpec};

/// The layers of a module whose maps are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    /// What the branches read.
    pub input: String,
    /// For each branch what closes each of its steps: the activation of a convolution, or a pooling.
    pub branches: Vec<Vec<String>>,
}

/// The strongest maps of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The maps, the strongest first.
    pub tiles: Vec<Tile>,
    /// The largest value: the bright end of their scale.
    pub most: f32,
}

/// The maps of a module.
#[derive(Clone, Debug, PartialEq)]
pub struct Strips {
    /// Of what the branches read.
    pub input: Strip,
    /// Of each step of each branch.
    pub branches: Vec<Vec<Strip>>,
}

impl Layers {
    /// The layers of the first module of four branches; nothing where there is none.
    pub fn of(network: &NetworkSpec) -> Option<Self> {
        let lowered = network.lower_any().ok()?;
        let module = first_module(&network.layers)?;
        let first = &module.branches.first()?.layers.first()?.name;
        let node = lowered.layers.iter().find(|layer| layer.name == *first)?.node;
        let below = *lowered.graph.nodes()[node].inputs.first()?;
        let input = lowered.layers.iter().find(|layer| layer.node == below)?;
        Some(Self {
            input: input.name.clone(),
            branches: module.branches.iter().map(|branch| closing(&branch.layers)).collect(),
        })
    }

    /// All of them.
    pub fn all(&self) -> Vec<String> {
        let branches = self.branches.iter().flatten().cloned();
        std::iter::once(self.input.clone()).chain(branches).collect()
    }

    /// Their strongest maps; nothing where one of them is not among `answered`.
    pub fn strips(&self, answered: &Answered) -> Option<Strips> {
        let strip = |layer: &String| {
            let (values, shape) = answered.of(layer)?;
            let (tiles, most) = strongest(values, shape);
            Some(Strip { tiles, most })
        };
        let branch = |layers: &Vec<String>| layers.iter().map(strip).collect::<Option<Vec<_>>>();
        Some(Strips {
            input: strip(&self.input)?,
            branches: self.branches.iter().map(branch).collect::<Option<_>>()?,
        })
    }
}

/// The last layer of each step: convolutions and poolings begin one.
fn closing(layers: &[LayerSpec]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for layer in layers {
        match (&layer.op, names.last_mut()) {
            (OpSpec::Conv(_) | OpSpec::Pool(_), _) | (_, None) => names.push(layer.name.clone()),
            (_, Some(last)) => last.clone_from(&layer.name),
        }
    }
    names
}

/// The module behind the tutorial's stem, which is as wide as the module's input; its maps have the stem's size.
pub fn behind_stem(module: &Module) -> NetworkSpec {
    let tutorial = InceptionNetConfig::TUTORIAL;
    let config = InceptionNetConfig {
        stem: StemConfig {
            width: module.in_channels,
            ..tutorial.stem
        },
        modules: [module.widths; 2],
        ..tutorial
    };
    let mut network = config.network();
    let is_module = |layer: &LayerSpec| matches!(layer.op, OpSpec::Parallel(_));
    let n_layers = network.layers.iter().position(is_module).unwrap_or(0) + 1;
    network.layers.truncate(n_layers);
    network.with_head(config.n_classes)
}

/// Whether the first module of `network` is this one, on a map of this shape.
pub fn holds(network: &NetworkSpec, module: &Module) -> bool {
    let Some(found) = first_module(&network.layers) else {
        return false;
    };
    let wanted = module.config(ModuleForm::Reduced).layer("inception1");
    let first = found.branches.first().and_then(|branch| branch.layers.first());
    let input = first.and_then(|layer| input_of(network, &layer.name));
    matches!(&wanted.op, OpSpec::Parallel(wanted) if same(wanted, found)) && input == Some(module.input())
}

/// Whether two modules compute the same, whatever their layers are called.
fn same(one: &ParallelSpec, other: &ParallelSpec) -> bool {
    let ops = |module: &ParallelSpec| {
        let branches = module.branches.iter();
        let ops = branches.map(|branch| branch.layers.iter().map(|layer| layer.op.clone()).collect::<Vec<_>>());
        ops.collect::<Vec<_>>()
    };
    one.fusion == other.fusion && ops(one) == ops(other)
}

/// The map that the module gets behind the tutorial's stem.
pub fn shape_behind_stem(module: &Module) -> Shape {
    let Module { side, .. } = Module::TUTORIAL;
    Shape::new(module.in_channels, side, side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::MapShape;
    use crate::spec::variants;

    #[test]
    fn every_preset_stands_behind_the_stem_with_all_its_channels() {
        for (name, module) in Module::presets() {
            let network = behind_stem(&module);
            network.trainable().unwrap();
            let layers = Layers::of(&network).unwrap();
            assert_eq!(layers.input, "conv1.2", "{name}");
            let input = input_of(&network, "inception1.branch1x1.0");
            assert_eq!(input, Some(shape_behind_stem(&module)), "{name}");
            let steps: Vec<usize> = layers.branches.iter().map(Vec::len).collect();
            assert_eq!(steps, [1, 2, 2, 2], "{name}");
        }
    }

    #[test]
    fn steps_close_with_their_relu_or_are_a_pooling() {
        let layers = Layers::of(&variants::find("inception").unwrap().network()).unwrap();
        assert_eq!(layers.branches[1], ["inception1.branch3x3.1", "inception1.branch3x3.3"]);
        assert_eq!(
            layers.branches[3],
            ["inception1.branch_pool.0", "inception1.branch_pool.2"]
        );
        // Inside a residual sum the branches read the same map.
        let residual = Layers::of(&variants::find("inception-s-residual").unwrap().network()).unwrap();
        assert_eq!(residual.input, "conv1.2");
    }

    #[test]
    fn trained_weights_fit_only_the_very_module() {
        let small = Module::COMPACT;
        let network = variants::find("inception-s").unwrap().network();
        assert!(holds(&network, &small) && !holds(&network, &Module::TUTORIAL));
        let wider = Module {
            in_channels: 32,
            ..small
        };
        let coarser = Module { side: 8, ..small };
        assert!(!holds(&network, &wider) && !holds(&network, &coarser));
        assert!(holds(
            &variants::find("inception").unwrap().network(),
            &Module::TUTORIAL
        ));
        assert!(!holds(&variants::find("plain").unwrap().network(), &Module::TUTORIAL));
    }

    #[test]
    fn strips_hold_the_strongest_maps_of_every_step() {
        let layers = Layers {
            input: "stem".into(),
            branches: vec![vec!["a".into()], vec!["b".into(), "c".into()]],
        };
        assert_eq!(layers.all(), ["stem", "a", "b", "c"]);
        let shape = |name: &str| MapShape {
            name: name.to_owned(),
            channels: 2,
            height: 1,
            width: 1,
        };
        let shapes = ["stem", "a", "b", "c"].map(shape);
        let values = vec![1.0, 2.0, 4.0, 3.0, 0.0, 5.0, 6.0, 7.0];
        let strips = layers.strips(&Answered::new(&shapes, values.clone())).unwrap();
        let channels = |strip: &Strip| strip.tiles.iter().map(|tile| tile.channel).collect::<Vec<_>>();
        assert_eq!((channels(&strips.input), strips.input.most), (vec![1, 0], 2.0));
        assert_eq!(channels(&strips.branches[0][0]), [0, 1]);
        assert_eq!(strips.branches[1][1].most, 7.0);
        assert_eq!(layers.strips(&Answered::new(&shapes[..3], values)), None);
    }
}
