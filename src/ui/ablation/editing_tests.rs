use super::*;
use crate::spec::{OpSpec, Parameter};

const CBAM: Setting = Setting::Cbam;
const WIDTH: Setting = Setting::Width { module: 0, column: 0 };

/// The plan of the page that is opened without a link, and its rows.
fn opened() -> (Plan, Rows, Vec<u64>) {
    let plan = Plan::default();
    let mut rows = Rows::default();
    rows.follow(&plan.variants);
    let keys = rows.iter().map(|row| row.key).collect();
    (plan, rows, keys)
}

fn shown(id: &str) -> String {
    id.replace("inception-s", "Inception, small")
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.variants.iter().map(|variant| variant.id.as_str()).collect()
}

#[test]
fn an_edited_network_is_an_own_one_and_survives_the_link() {
    let (mut plan, mut rows, keys) = opened();
    assert!(rows.set(&mut plan, keys[0], WIDTH, "20", true));
    assert_eq!(ids(&plan)[0], "inception-s-2");
    assert!(rows.set(&mut plan, keys[0], Setting::Branch { module: 1, branch: 2 }, "0", true));
    assert_eq!(ids(&plan)[0], "inception-s-2");
    plan.experiment().unwrap();
    let (again, problems) = Plan::parse(&plan.serialise());
    assert_eq!(problems, []);
    assert_eq!(again, plan);
    // And the form finds the settings again.
    let mut after_reload = Rows::default();
    after_reload.follow(&again.variants);
    let key = after_reload.iter().next().unwrap().key;
    assert_eq!(
        after_reload.get(key).unwrap().design(),
        rows.get(keys[0]).unwrap().design()
    );
}

#[test]
fn a_refused_text_is_kept_and_the_plan_stays_at_the_last_good_network() {
    let (mut plan, mut rows, keys) = opened();
    rows.set(&mut plan, keys[1], WIDTH, "20", true);
    let before = plan.clone();
    assert!(!rows.set(&mut plan, keys[1], WIDTH, "twenty", false));
    assert_eq!(plan, before);
    let refused = &rows.get(keys[1]).unwrap().refused[&WIDTH];
    assert_eq!(refused.typed, "twenty");
    assert!(
        refused
            .why
            .as_ref()
            .unwrap()
            .to_string()
            .contains("inception1.branch1x1")
    );
    // An emptied field is no mistake until it is left.
    rows.set(&mut plan, keys[1], WIDTH, "", false);
    assert_eq!(rows.get(keys[1]).unwrap().refused[&WIDTH].why, None);
    rows.set(&mut plan, keys[1], WIDTH, "", true);
    assert!(rows.get(keys[1]).unwrap().refused[&WIDTH].why.is_some());
    // Another setting can be changed meanwhile, and undo takes the text away as well.
    assert!(rows.set(&mut plan, keys[1], CBAM, "1", true));
    assert!(rows.get(keys[1]).unwrap().refused.contains_key(&WIDTH));
    assert!(rows.undo(&mut plan, keys[1], false));
    assert!(rows.get(keys[1]).unwrap().refused.is_empty());
    assert_eq!(plan, before);
}

#[test]
fn what_is_typed_in_one_go_is_one_step() {
    let (mut plan, mut rows, keys) = opened();
    let before = plan.clone();
    for (typed, is_done) in [
        ("016", false),
        ("1", false),
        ("", false),
        ("2", false),
        ("24", false),
        ("24", true),
    ] {
        rows.set(&mut plan, keys[2], WIDTH, typed, is_done);
    }
    assert_eq!(rows.get(keys[2]).unwrap().design().get(WIDTH), Some(24));
    rows.undo(&mut plan, keys[2], false);
    assert_eq!(plan, before);
    assert!(!rows.get(keys[2]).unwrap().can_undo());
    rows.undo(&mut plan, keys[2], true);
    assert_eq!(rows.get(keys[2]).unwrap().design().get(WIDTH), Some(24));
    // Typed away and back again: nothing happened.
    rows.undo(&mut plan, keys[2], false);
    for typed in ["1", "16"] {
        rows.set(&mut plan, keys[2], WIDTH, typed, false);
    }
    assert_eq!(plan, before);
    assert!(!rows.get(keys[2]).unwrap().can_undo());
}

#[test]
fn a_copy_is_edited_renamed_and_taken_back() {
    let (mut plan, mut rows, keys) = opened();
    let copy = rows.duplicate(&mut plan, keys[0]).unwrap();
    assert_eq!(ids(&plan)[4], "inception-s-2");
    let second = rows.duplicate(&mut plan, copy).unwrap();
    assert_eq!(ids(&plan)[5], "inception-s-3");
    rows.set(&mut plan, copy, CBAM, "1", true);
    assert!(rows.rename(&mut plan, copy, "  mine, with 50 % CBAM ", shown));
    assert_eq!(ids(&plan)[4], "mine, with 50 % CBAM");
    assert_eq!(Plan::parse(&plan.serialise()).0, plan);
    rows.undo(&mut plan, copy, false);
    assert_eq!(ids(&plan)[4], "inception-s-2");
    // Meanwhile taken: undo finds another name, and still gives the network.
    rows.undo(&mut plan, copy, true);
    assert!(rows.rename(&mut plan, second, "inception-s-2", shown));
    rows.undo(&mut plan, copy, false);
    assert_eq!(ids(&plan)[4], "inception-s-2-2");
    rows.undo(&mut plan, copy, false);
    assert_eq!(plan.variants[4].network, plan.variants[0].network);
    assert!(!rows.undo(&mut plan, copy, false));
}

#[test]
fn a_name_that_would_mislead_is_refused() {
    let (mut plan, mut rows, keys) = opened();
    let why = |rows: &mut Rows, plan: &mut Plan, name: &str| {
        assert!(!rows.rename(plan, keys[0], name, shown), "{name}");
        rows.get(keys[0]).unwrap().name_refused.clone().map(|(_, why)| why)
    };
    assert_eq!(why(&mut rows, &mut plan, "  "), Some(NameRefusal::Empty));
    assert_eq!(why(&mut rows, &mut plan, &"宽".repeat(61)), Some(NameRefusal::TooLong));
    assert_eq!(why(&mut rows, &mut plan, "inception-s-cbam"), Some(NameRefusal::Taken));
    assert_eq!(
        why(&mut rows, &mut plan, "Inception, small-cbam"),
        Some(NameRefusal::Taken)
    );
    assert_eq!(why(&mut rows, &mut plan, "plain-s"), Some(NameRefusal::Registered));
    assert_eq!(why(&mut rows, &mut plan, "inception-s"), None);
}

#[test]
fn rows_keep_their_past_when_others_come_and_go() {
    let (mut plan, mut rows, keys) = opened();
    rows.set(&mut plan, keys[3], WIDTH, "20", true);
    let removed = plan.variants.remove(1);
    rows.follow(&plan.variants);
    assert_eq!(
        rows.iter().map(|row| row.key).collect::<Vec<_>>(),
        [keys[0], keys[2], keys[3]]
    );
    assert!(rows.get(keys[3]).unwrap().can_undo());
    plan.variants.insert(1, removed);
    rows.follow(&plan.variants);
    assert!(rows.iter().nth(1).unwrap().key > keys[3]);
}

#[test]
fn widths_are_solved_for_the_parameters_of_the_first() {
    let (mut plan, mut rows, keys) = opened();
    let wanted = n_parameters(&plan.variants[0].network).unwrap();
    let before = n_parameters(&plan.variants[3].network).unwrap();
    assert!(rows.match_first(&mut plan, keys[3]));
    let found = n_parameters(&plan.variants[3].network).unwrap();
    assert!(
        found.abs_diff(wanted) * 10 < before.abs_diff(wanted),
        "{found} for {wanted}, before {before}"
    );
    assert!(rows.get(keys[3]).unwrap().can_undo());
    assert!(!rows.match_first(&mut plan, keys[0]));
}

#[test]
fn a_network_of_no_family_is_edited_by_its_layers() {
    let (mut plan, _, _) = opened();
    let mut network = variants::find("plain-s").unwrap().network();
    network.layers.retain(|layer| layer.op != OpSpec::Relu);
    plan.add("custom", network);
    let mut rows = Rows::default();
    rows.follow(&plan.variants);
    let key = rows.iter().last().unwrap().key;
    let stride = |value: &str| {
        (
            Setting::Layer {
                idx: 2,
                parameter: Parameter::Stride,
            },
            value.to_owned(),
        )
    };
    let (setting, value) = stride("2");
    assert!(rows.set(&mut plan, key, setting, &value, true));
    assert!(!rows.match_first(&mut plan, key));
    plan.experiment().unwrap();
    assert_eq!(Plan::parse(&plan.serialise()).0, plan);
}
