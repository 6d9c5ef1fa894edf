//! A link that brings a network of its own.

use super::super::*;
use crate::spec::variants;

#[test]
fn a_links_own_network_is_trained_until_a_variant_is_chosen() {
    let mut network = variants::find("plain-s").unwrap().network();
    network.layers[0].name = "stem".into();
    let text = network.to_link().unwrap();
    let mut state = LabState::default();
    state.take(Intent::OpenLink(format!("?spec={text}&images=100&data=scales")));
    let errands = state.take(Intent::Start);
    let [Errand::Begin { spec, .. }] = errands.as_slice() else {
        panic!("{errands:?}");
    };
    assert_eq!((spec.variant.as_str(), &spec.network), ("custom", &network));
    state.take(Intent::Stop);
    let (key, value) = ("variant", String::from("plain"));
    assert_eq!(state.take(Intent::Set { key, value }), [Errand::WriteLink]);
    assert!(!state.query.serialise().contains("spec="));
}

#[test]
fn choosing_a_variant_settles_what_was_wrong_with_the_links_network() {
    let mut state = LabState::default();
    state.take(Intent::OpenLink("?spec=AQMg&images=7".into()));
    assert_eq!(state.problems.len(), 2);
    let (key, value) = ("variant", String::from("plain"));
    state.take(Intent::Set { key, value });
    let keys: Vec<&str> = state.problems.iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["images"]);
}
