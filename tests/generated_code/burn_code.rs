//! Burn: the generated module, filled with our weights, gives our logits.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleMapper, Param};
use burn::store::ModuleRecord;
use burn::tensor::{Bytes, Tensor, TensorData};
use fovea::engine::{Weights, device, read};
use fovea::spec::{NetworkSpec, variants};

use super::{networks, values};

mod dilated {
    include!("../generated/dilated.rs");
}

mod inception_residual_cbam {
    include!("../generated/inception_residual_cbam.rs");
}

mod edited_chain {
    include!("../generated/edited_chain.rs");
}

mod odd {
    include!("../generated/odd.rs");
}

/// Puts weights into a module by the names of its fields.
struct Loading {
    path: Vec<String>,
    /// Values by name, with `_` for each dot.
    weights: BTreeMap<String, Vec<f32>>,
}

impl Loading {
    fn new(spec: &NetworkSpec, weights: &Weights) -> Self {
        let parameters = spec.parameters().unwrap();
        let named = parameters.iter().zip(&weights.0).map(|(parameter, values)| {
            let name = parameter.name.replace('.', "_").to_lowercase();
            // Burn keeps linear weights as [in, out].
            let values = match parameter.shape.as_slice() {
                [outputs, inputs] => transposed(values, *outputs, *inputs),
                _ => values.clone(),
            };
            (name, values)
        });
        Self {
            path: Vec::new(),
            weights: named.collect(),
        }
    }
}

fn transposed(values: &[f32], n_rows: usize, n_columns: usize) -> Vec<f32> {
    let column = |column: usize| (0..n_rows).map(move |row| values[row * n_columns + column]);
    (0..n_columns).flat_map(column).collect()
}

impl ModuleMapper for Loading {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let name = self.path.join("_").replace("gamma", "weight").replace("beta", "bias");
        let name = name.replace("layer_", ""); // what begins with a digit is called so
        let values = self.weights.remove(&name);
        let values = values.unwrap_or_else(|| panic!("no weight is called {name}"));
        param.map(|old| {
            let shape = old.dims();
            Tensor::from_data(TensorData::new(values, shape), &old.device())
        })
    }
}

fn check_logits<M: Module>(spec: &NetworkSpec, module: M, forward: impl Fn(&M, Tensor<4>) -> Tensor<2>) {
    let weights = values::weights(spec);
    let mut loading = Loading::new(spec, &weights);
    let module = module.map(&mut loading);
    assert!(loading.weights.is_empty(), "left over: {:?}", loading.weights.keys());
    check_forward(spec, &weights, &module, forward);
}

/// Loads the burnpack file that is exported, as its user does: strictly, so that nothing is missing or left over.
fn check_burnpack<M: Module>(spec: &NetworkSpec, module: M, forward: impl Fn(&M, Tensor<4>) -> Tensor<2>) {
    let weights = values::weights(spec);
    let file = spec.burnpack(&weights.to_state_dict(spec).unwrap()).unwrap();
    let record = ModuleRecord::from_bytes(Bytes::from_bytes_vec(file)).unwrap();
    assert_eq!(record.len(), weights.0.len());
    let module = module.try_load_record(record).unwrap();
    check_forward(spec, &weights, &module, forward);
}

fn check_forward<M>(spec: &NetworkSpec, weights: &Weights, module: &M, forward: impl Fn(&M, Tensor<4>) -> Tensor<2>) {
    let images = TensorData::new(values::images(spec), values::shape(spec));
    let logits = forward(module, Tensor::from_data(images, &device::cpu()));
    let logits = pollster::block_on(read::floats(logits)).unwrap();
    let difference = values::relative_difference(&logits, &values::logits(spec, weights));
    assert!(difference <= 1e-5, "{difference}");
}

macro_rules! check {
    ($module:ident, $spec:expr, $check:ident) => {
        let module = $module::NetworkConfig::new().init(&device::cpu());
        $check(&$spec, module, $module::Network::forward);
    };
}

#[test]
fn the_generated_modules_compile_and_compute_the_same() {
    check!(dilated, networks::variant("dilated"), check_logits);
    check!(
        inception_residual_cbam,
        networks::variant("inception-residual-cbam"),
        check_logits
    );
    check!(edited_chain, networks::edited_chain(), check_logits);
    check!(odd, networks::odd(), check_logits);
}

#[test]
fn the_generated_modules_load_the_burnpack_file_and_compute_the_same() {
    check!(dilated, networks::variant("dilated"), check_burnpack);
    check!(
        inception_residual_cbam,
        networks::variant("inception-residual-cbam"),
        check_burnpack
    );
    check!(edited_chain, networks::edited_chain(), check_burnpack);
    check!(odd, networks::odd(), check_burnpack);
}

#[test]
fn every_network_has_a_burnpack_file_with_each_of_its_weights() {
    let registry = variants::VARIANTS.iter().map(|variant| variant.network());
    for spec in registry.chain(networks::random(30)) {
        let weights = Weights::draw(&spec, 1).unwrap();
        let file = spec.burnpack(&weights.to_state_dict(&spec).unwrap()).unwrap();
        // Names that two weights shared would be one tensor there.
        let record = ModuleRecord::from_bytes(Bytes::from_bytes_vec(file)).unwrap();
        assert_eq!(record.len(), weights.0.len());
    }
}

#[test]
fn a_file_that_lacks_a_weight_is_refused_by_its_name() {
    let (plain, dilated) = (networks::variant("plain-s"), networks::variant("inception-s"));
    let file = values::weights(&plain).to_state_dict(&plain).unwrap();
    let refused = dilated.burnpack(&file).unwrap_err().to_string();
    assert!(refused.contains("weight `"), "{refused}");
    assert!(plain.burnpack(&file[..file.len() - 1]).is_err());
}
