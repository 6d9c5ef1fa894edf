use super::*;
use crate::bridge::page::Preference;
use crate::spec::{Edit, LayerKind};

const LINK: &str =
    "?variant=dilated&data=cifar10&images=1000&epochs=2&batch=128&lr=0.001&seed=7&engine=cpu&start=1&lang=en";

#[test]
fn the_link_of_the_docs_opens_exactly() {
    let (query, problems) = parse(LINK);
    assert_eq!(problems, []);
    assert_eq!(query.data.n_train, 1000);
    assert_eq!(query.data.n_test, 1000); // not named: the default
    assert_eq!(query.training.epochs, 2);
    assert_eq!((query.seed, query.engine, query.start), (7, Preference::Cpu, true));
    assert_eq!(query.lang, Some(Language::English));
}

#[test]
fn what_is_written_is_read_again() {
    let (mut query, _) = parse(LINK);
    query.data.augment = AugmentSpec { flip: true, shift: 4 };
    query.training.weight_decay = 5e-4;
    query.training.schedule = Schedule::Cosine;
    query.lang = Some(Language::Chinese);
    assert_eq!(parse(&query.serialise()), (query, vec![]));
}

#[test]
fn every_variant_and_default_survives() {
    for id in variants::ids() {
        let query = Query {
            variant: id,
            ..Query::default()
        };
        assert_eq!(parse(&query.serialise()), (query.clone(), vec![]));
        query.run_spec().unwrap().validate().unwrap();
    }
}

#[test]
fn unknown_keys_are_ignored() {
    assert_eq!(parse("colour=red&&=&x"), (Query::default(), vec![]));
}

#[test]
fn wrong_values_are_named_and_the_default_is_used() {
    let (query, problems) = parse("images=7&lr=-1&variant=inceptoin&start=yes&lang=fr&seed=-3");
    let expected = Query::default();
    assert_eq!(query, expected);
    let keys: Vec<&str> = problems.iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["images", "lr", "variant", "start", "lang", "seed"]);
    assert_eq!(problems[0].value, "7");
    assert_eq!(problems[0].allowed, "100–50000");
    assert_eq!(problems[0].used, "2000");
}

#[test]
fn nan_is_no_learning_rate() {
    assert_eq!(parse("lr=NaN").1.len(), 1);
    assert_eq!(parse("decay=inf").1.len(), 1);
}

#[test]
fn a_refused_value_changes_nothing() {
    let mut query = Query::default();
    assert_eq!(query.set("epochs", "0").unwrap_err().allowed, "1–1000");
    assert_eq!(query, Query::default());
    query.set("epochs", " 12 ").unwrap();
    assert_eq!(query.get("epochs"), "12");
}

/// A network that is in no registry, and its text.
fn own() -> (NetworkSpec, String) {
    let insert = Edit::InsertAfter {
        layer: Some("relu1".into()),
        kind: LayerKind::Conv,
    };
    let network = variants::find("dilated").unwrap().network().edited(&insert).unwrap();
    let text = network.to_link().unwrap();
    (network, text)
}

#[test]
fn the_own_network_takes_the_variants_place() {
    let (network, text) = own();
    for link in [
        format!("spec={text}&variant=plain"),
        format!("variant=plain&spec={text}"),
    ] {
        let (query, problems) = parse(&link);
        assert_eq!(problems, []);
        assert_eq!((query.network_id(), query.variant), ("custom", "plain"));
        let run = query.run_spec().unwrap();
        assert_eq!((run.variant.as_str(), &run.network), ("custom", &network));
        run.validate().unwrap();
        assert_eq!(parse(&query.serialise()), (query, vec![]));
    }
}

#[test]
fn choosing_from_the_registry_leaves_the_own_network() {
    let (_, text) = own();
    let (opened, _) = parse(&format!("spec={text}&variant=plain"));
    let mut query = opened.clone();
    query.set("variant", "custom").unwrap(); // what the form shows already
    assert_eq!(query, opened);
    assert_eq!(query.set("variant", "inceptoin").unwrap_err().used, "plain");
    assert_eq!(query, opened);
    query.set("variant", "inception").unwrap();
    assert_eq!((query.network_id(), query.get("spec")), ("inception", String::new()));
    assert!(query.set("variant", "custom").is_err()); // there is none any more
    let mut query = opened;
    query.set("spec", "").unwrap();
    assert_eq!(
        query.run_spec().unwrap().network,
        variants::find("plain").unwrap().network()
    );
    query.set("spec", &text).unwrap();
    assert_eq!(query.network_id(), "custom");
}

#[test]
fn a_wrong_network_is_named_with_its_reason() {
    let (network, text) = own();
    let (query, problems) = parse(&format!("spec={}&variant=plain-s", &text[..100]));
    assert_eq!(query.network_id(), "plain-s");
    let problem = &problems[0];
    assert_eq!(problem.used, "plain-s");
    assert_eq!((problem.key, problem.allowed.as_str()), ("spec", "3 × 32 × 32 → 10"));
    assert_eq!(problem.value, format!("{}…", &text[..40])); // the start is enough to know it by
    assert!(
        problem
            .reason
            .as_ref()
            .unwrap()
            .to_string()
            .contains("copy the whole link"),
        "{problem:?}"
    );
    let mut headless = network;
    headless.layers.pop();
    let (_, problems) = parse(&format!("spec={}", headless.to_link().unwrap()));
    assert_eq!(problems[0].used, "dilated");
    let reason = problems[0].reason.as_ref().unwrap().to_string();
    assert!(reason.contains("end with a linear layer"));
    assert_eq!(parse("images=7").1[0].reason, None);
}
