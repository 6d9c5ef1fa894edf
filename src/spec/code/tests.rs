use super::super::layer::ConvSpec;
use super::super::{LayerSpec, OpSpec, variants};

#[test]
fn a_network_that_does_not_hold_has_no_code() {
    let mut spec = variants::find("dilated").unwrap().network();
    spec.layers.insert(0, LayerSpec::new("x\ny", OpSpec::Relu));
    assert!(spec.pytorch().is_err());
    assert!(spec.burn().is_err());
    spec.layers[0] = LayerSpec::new("conv0", OpSpec::Conv(ConvSpec::square(0, 1)));
    assert!(spec.pytorch().is_err());
}

#[test]
fn equal_modules_share_a_class_and_others_do_not() {
    let spec = variants::find("inception-s").unwrap().network();
    let python = spec.pytorch().unwrap();
    assert_eq!(python.matches("class Inception").count(), 1);
    assert!(python.contains("self.inception1 = Inception(16)") && python.contains("self.inception2 = Inception(64)"));
    let mut other = spec;
    if let OpSpec::Parallel(parallel) = &mut other.layers[4].op {
        parallel.branches.pop();
    }
    let python = other.pytorch().unwrap();
    assert!(python.contains("self.inception1 = Inception(16)") && python.contains("self.inception2 = Inception2(64)"));
    assert!(other.burn().unwrap().contains("inception2: Inception2Config::new(64)"));
}
