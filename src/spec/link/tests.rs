use proptest::prelude::*;

use super::super::layer::{ConvSpec, Fusion};
use super::flat::WireName;
use super::*;
use crate::spec::{Edit, LayerKind, presets, variants};

fn dilated() -> NetworkSpec {
    variants::find("dilated").unwrap().network()
}

/// The text of `tokens` on CIFAR-10's images.
fn text_of(tokens: Vec<Token>) -> String {
    let input = InputSpec::CIFAR10;
    let bytes = postcard::to_extend(&Wire { input, tokens }, vec![VERSION]).unwrap();
    URL_SAFE_NO_PAD.encode(bytes)
}

fn name(name: &str) -> WireName {
    (0, name.to_owned())
}

#[test]
fn every_network_comes_back() {
    for variant in variants::VARIANTS {
        let spec = variant.network();
        let text = spec.to_link().unwrap();
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
        assert!(text.chars().all(is_plain), "{text}");
        assert!(text.len() < 1000, "{}: {} signs", variant.id, text.len());
        assert_eq!(NetworkSpec::from_link(&text), Ok(spec), "{}", variant.id);
    }
    let first = presets::PRESETS[0].network();
    assert_eq!(NetworkSpec::from_link(&first.to_link().unwrap()), Ok(first)); // it ends in a map
}

#[test]
fn a_link_of_version_1_opens_for_good() {
    assert_eq!(dilated().to_link().unwrap(), DILATED);
    assert_eq!(NetworkSpec::from_link(DILATED), Ok(dilated()));
}

const DILATED: &str = "AQMgIAwAAAVjb252MRADAwEBAQEBAQEBAgAFcmVsdTEDAAVwb29sMQACAgICAAAAAAVjb252MiADAwEBAgICAgEBAgAFcmVsdTIDAAVwb29sMgACAgICAAAAAAVjb252M0ADAwEBAQEBAQEBAgAFcmVsdTMFAAdmbGF0dGVuBgECYzGAAgIABXJlbHU0BgADZmMyCg";

#[test]
fn each_way_to_be_wrong_has_its_sentence() {
    let message = |text: &str| NetworkSpec::from_link(text).unwrap_err().to_string();
    for text in [
        "",
        "?",
        "AQ",
        "AQMg",
        "Größe",
        &DILATED[..40],
        &format!("{DILATED}AAAA"),
        &DILATED.replace('A', "="),
    ] {
        assert!(message(text).contains("copy the whole link again"), "{text}");
    }
    assert!(message("Ag").contains("version 2, this page reads version 1"));
    assert!(message(&"A".repeat(7001)).contains("7001 signs"));
    let huge = ConvSpec::square(usize::MAX, 1);
    assert!(message(&text_of(vec![Token::Conv(name("c"), huge)])).contains("`c`, out_channels"));
    let twice = vec![Token::Relu(name("r")), Token::Relu((1, String::new()))];
    assert!(message(&text_of(twice)).contains("`r`, name"));
    let foreign = vec![Token::Relu(name("\"); import os"))];
    assert!(message(&text_of(foreign)).contains("path of words"));
}

#[test]
fn branches_that_do_not_close_are_no_network() {
    let open = || Token::Open(name("p"), Fusion::Sum);
    let branch = || Token::Branch(name("b"));
    let is_network = |tokens| NetworkSpec::from_link(&text_of(tokens)).is_ok();
    assert!(is_network(vec![open(), branch(), Token::Close]));
    assert!(!is_network(vec![open(), branch()]));
    assert!(!is_network(vec![open(), Token::Close])); // no branch
    assert!(!is_network(vec![Token::Close]));
    assert!(!is_network(vec![branch()]));
    assert!(!is_network(vec![
        open(),
        Token::Relu(name("r")),
        branch(),
        Token::Close
    ]));
    assert!(!is_network(vec![
        open(),
        open(),
        branch(),
        Token::Close,
        branch(),
        Token::Close
    ]));
    assert!(!is_network(vec![Token::Relu((1, String::new()))])); // shares with no name
}

#[test]
fn no_depth_exhausts_the_stack() {
    let deep = |depth: usize| {
        let mut tokens = Vec::new();
        for idx in 0..depth {
            tokens.push(Token::Open(name(&format!("p{idx}")), Fusion::Sum));
            tokens.push(Token::Branch(name("b")));
        }
        tokens.extend((0..depth).map(|_| Token::Close));
        NetworkSpec::from_link(&text_of(tokens))
    };
    deep(8).unwrap();
    assert!(matches!(deep(9), Err(LinkError::Network(_))));
    // Short enough to be read, so that the depth alone is refused.
    assert!(matches!(deep(400), Err(LinkError::Malformed)));
}

#[test]
fn a_network_that_cannot_be_read_again_is_not_written() {
    let mut spec = dilated();
    let insert = Edit::InsertAfter {
        layer: None,
        kind: LayerKind::Conv,
    };
    for _ in 0..380 {
        spec = spec.edited(&insert).unwrap();
    }
    assert!(matches!(spec.to_link(), Err(LinkError::TooLong { .. })));
    spec.layers[0].name = "a b".into();
    assert!(matches!(spec.to_link(), Err(LinkError::Network(_))));
}

/// `text` with some signs changed, left out or added.
fn mutated(text: &str, changes: &[(usize, u8, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (at, what, sign) in changes {
        const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let sign = SIGNS[usize::from(*sign) % SIGNS.len()];
        let at = at % bytes.len().max(1);
        match what % 4 {
            0 | 1 if !bytes.is_empty() => bytes[at] = sign,
            2 if !bytes.is_empty() => drop(bytes.remove(at)),
            _ => bytes.insert(at, sign),
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_mutated_text_never_gives_an_invalid_network(
        variant in 0..variants::VARIANTS.len(),
        changes in prop::collection::vec((0_usize..2000, any::<u8>(), any::<u8>()), 1..6),
    ) {
        let text = mutated(&variants::VARIANTS[variant].network().to_link().unwrap(), &changes);
        match NetworkSpec::from_link(&text) {
            Ok(spec) => {
                spec.check_size().unwrap();
                spec.lower_any().unwrap();
                prop_assert_eq!(NetworkSpec::from_link(&spec.to_link().unwrap()), Ok(spec));
            }
            Err(error) => prop_assert!(error.to_string().len() > 20),
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = bytes;
        if let Some(first) = bytes.first_mut() {
            *first = VERSION;
        }
        if let Ok(spec) = NetworkSpec::from_link(&URL_SAFE_NO_PAD.encode(bytes)) {
            spec.lower_any().unwrap();
        }
    }

    #[test]
    fn edited_networks_come_back(variant in 0..variants::VARIANTS.len(), which in prop::collection::vec(0_usize..100, 0..5)) {
        let mut spec = variants::VARIANTS[variant].network();
        for idx in which {
            let layer = spec.layers.get(idx % spec.layers.len()).map(|layer| layer.name.clone());
            let kind = [LayerKind::Conv, LayerKind::MaxPool, LayerKind::AveragePool][idx % 3];
            if let Ok(next) = spec.edited(&Edit::InsertAfter { layer, kind }) {
                spec = next;
            }
        }
        prop_assert_eq!(NetworkSpec::from_link(&spec.to_link().unwrap()), Ok(spec));
    }
}
