//! Layers as one flat list, in which a parallel layer opens, its branches begin and it closes.
//!
//! Nothing is nested, so that no text can exhaust the stack. Each name leaves out what it shares with the name before it.

use serde::{Deserialize, Serialize};

use super::super::layer::{
    BranchSpec, CbamSpec, ConvSpec, Fusion, LayerSpec, LinearSpec, OpSpec, ParallelSpec, PoolSpec,
};

/// Parallel layers inside each other, and bytes of a name, that are read at all, so that whatever is refused later is
/// small; `NetworkSpec::check_size` allows half of them and says what is wrong.
const MAX_DEPTH: usize = 16;
const MAX_NAME: usize = 200;

/// A name: how many bytes it shares with the name before it, and the rest.
pub(super) type WireName = (usize, String);

/// One entry of the flat list. The order is part of the format: a new kind comes last.
#[derive(Serialize, Deserialize)]
pub(super) enum Token {
    Conv(WireName, ConvSpec),
    BatchNorm(WireName),
    Relu(WireName),
    Pool(WireName, PoolSpec),
    GlobalAveragePool(WireName),
    Flatten(WireName),
    Linear(WireName, LinearSpec),
    Cbam(WireName, CbamSpec),
    /// A parallel layer begins.
    Open(WireName, Fusion),
    /// A branch of it begins.
    Branch(WireName),
    /// It ends.
    Close,
}

/// The flat list of `layers`, whose names are ASCII.
pub(super) fn tokens_of(layers: &[LayerSpec]) -> Vec<Token> {
    let mut writer = Writer::default();
    writer.sequence(layers);
    writer.tokens
}

/// The layers of a flat list; nothing where names, branches or ends do not fit.
pub(super) fn layers_of(tokens: Vec<Token>) -> Option<Vec<LayerSpec>> {
    let mut reader = Reader::default();
    for token in tokens {
        reader.token(token)?;
    }
    reader.open.is_empty().then_some(reader.layers)
}

#[derive(Default)]
struct Writer {
    tokens: Vec<Token>,
    before: String,
}

impl Writer {
    fn name(&mut self, name: &str) -> WireName {
        let pairs = name.bytes().zip(self.before.bytes());
        let n_shared = pairs.take_while(|(new, old)| new == old).count();
        // Names of a valid network are ASCII, so that every byte is a sign.
        let rest = name.get(n_shared..).unwrap_or_default().to_owned();
        name.clone_into(&mut self.before);
        (n_shared, rest)
    }

    fn sequence(&mut self, layers: &[LayerSpec]) {
        for layer in layers {
            let name = self.name(&layer.name);
            let token = match &layer.op {
                OpSpec::Conv(conv) => Token::Conv(name, conv.clone()),
                OpSpec::BatchNorm => Token::BatchNorm(name),
                OpSpec::Relu => Token::Relu(name),
                OpSpec::Pool(pool) => Token::Pool(name, pool.clone()),
                OpSpec::GlobalAveragePool => Token::GlobalAveragePool(name),
                OpSpec::Flatten => Token::Flatten(name),
                OpSpec::Linear(linear) => Token::Linear(name, linear.clone()),
                OpSpec::Cbam(cbam) => Token::Cbam(name, cbam.clone()),
                OpSpec::Parallel(parallel) => {
                    self.parallel(name, parallel);
                    Token::Close
                }
            };
            self.tokens.push(token);
        }
    }

    fn parallel(&mut self, name: WireName, parallel: &ParallelSpec) {
        self.tokens.push(Token::Open(name, parallel.fusion));
        for branch in &parallel.branches {
            let name = self.name(&branch.name);
            self.tokens.push(Token::Branch(name));
            self.sequence(&branch.layers);
        }
    }
}

/// A parallel layer that has not closed yet.
struct Open {
    name: String,
    fusion: Fusion,
    branches: Vec<BranchSpec>,
    /// The sequence that it stands in, as far as it was read.
    below: Vec<LayerSpec>,
}

#[derive(Default)]
struct Reader {
    before: String,
    open: Vec<Open>,
    /// The innermost sequence.
    layers: Vec<LayerSpec>,
}

impl Reader {
    fn token(&mut self, token: Token) -> Option<()> {
        let (name, op) = match token {
            Token::Conv(name, conv) => (name, OpSpec::Conv(conv)),
            Token::BatchNorm(name) => (name, OpSpec::BatchNorm),
            Token::Relu(name) => (name, OpSpec::Relu),
            Token::Pool(name, pool) => (name, OpSpec::Pool(pool)),
            Token::GlobalAveragePool(name) => (name, OpSpec::GlobalAveragePool),
            Token::Flatten(name) => (name, OpSpec::Flatten),
            Token::Linear(name, linear) => (name, OpSpec::Linear(linear)),
            Token::Cbam(name, cbam) => (name, OpSpec::Cbam(cbam)),
            Token::Open(name, fusion) => {
                let name = self.name(name)?;
                if self.open.len() == MAX_DEPTH || !self.has_place() {
                    return None;
                }
                self.open.push(Open {
                    name,
                    fusion,
                    branches: Vec::new(),
                    below: std::mem::take(&mut self.layers),
                });
                return Some(());
            }
            Token::Branch(name) => {
                let name = self.name(name)?;
                self.end_branch()?;
                let layers = Vec::new();
                self.open.last_mut()?.branches.push(BranchSpec { name, layers });
                return Some(());
            }
            Token::Close => {
                self.end_branch()?;
                let open = self.open.pop()?;
                let parallel = ParallelSpec {
                    branches: open.branches,
                    fusion: open.fusion,
                };
                self.layers = open.below;
                self.layers.push(LayerSpec::new(open.name, OpSpec::Parallel(parallel)));
                return Some(());
            }
        };
        let name = self.name(name)?;
        self.has_place().then(|| self.layers.push(LayerSpec::new(name, op)))
    }

    /// Whether a layer can come next: between the start of a parallel layer and its first branch there is no place for one.
    fn has_place(&self) -> bool {
        self.open.last().is_none_or(|open| !open.branches.is_empty())
    }

    /// Gives the layers that were read to the branch that they belong to.
    fn end_branch(&mut self) -> Option<()> {
        let layers = std::mem::take(&mut self.layers);
        if let Some(branch) = self.open.last_mut()?.branches.last_mut() {
            branch.layers = layers;
        }
        Some(())
    }

    fn name(&mut self, (n_shared, rest): WireName) -> Option<String> {
        let name = format!("{}{rest}", self.before.get(..n_shared)?);
        // Sharing makes names that are longer than the text; `check_size` bounds them more closely.
        if name.len() > MAX_NAME {
            return None;
        }
        self.before.clone_from(&name);
        Some(name)
    }
}
