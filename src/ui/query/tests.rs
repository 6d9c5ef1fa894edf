use super::*;
use crate::bridge::page::Preference;

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
