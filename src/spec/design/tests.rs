use proptest::prelude::*;

use super::super::variants::{self, InceptionWidths, StemConfig, VARIANTS};
use super::*;

fn of(id: &str) -> Design {
    Design::of(&variants::find(id).unwrap().network())
}

#[test]
fn every_variant_of_the_registry_belongs_to_a_family() {
    for variant in VARIANTS {
        let design = Design::of(&variant.network());
        assert!(!matches!(design, Design::Layers(_)), "{}", variant.id);
        assert_eq!(design.network(), variant.network(), "{}", variant.id);
    }
    assert_eq!(of("inception"), Design::Inception(InceptionNetConfig::TUTORIAL));
    let both = InceptionNetConfig::COMPACT.residual(true).cbam(true);
    assert_eq!(of("inception-s-residual-cbam"), Design::Inception(both));
    assert_eq!(of("dilated-s"), Design::SmallCnn(SmallCnnConfig::COMPACT));
    let chain = ReceptiveChainConfig::new([1, 2, 4, 9]).narrow();
    assert_eq!(of("field-33-s"), Design::Chain(chain));
}

fn width() -> impl Strategy<Value = usize> {
    1..40usize
}

fn widths() -> impl Strategy<Value = InceptionWidths> {
    prop::array::uniform6(width()).prop_map(InceptionWidths::of)
}

fn odd() -> impl Strategy<Value = usize> {
    (0..4usize).prop_map(|half| 2 * half + 1)
}

fn normed() -> impl Strategy<Value = Norm> {
    any::<bool>().prop_map(|is_on| if is_on { Norm::Batch } else { Norm::None })
}

fn inception() -> impl Strategy<Value = InceptionNetConfig> {
    let stem = (width(), odd(), 1..3usize).prop_map(|(width, kernel, stride)| StemConfig { width, kernel, stride });
    let modules = [widths(), widths()];
    let branches = prop::array::uniform2(prop::array::uniform4(any::<bool>()));
    let rest = (0..FORMS.len(), any::<bool>(), any::<bool>(), normed());
    (stem, modules, branches, rest).prop_map(|(stem, modules, branches, (form, residual, cbam, norm))| {
        InceptionNetConfig {
            stem,
            modules,
            form: FORMS[form],
            branches: branches.map(|branches| if branches.contains(&true) { branches } else { [true; 4] }),
            residual,
            cbam,
            norm,
            n_classes: 10,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_settings_of_an_inception_net_are_found_again(config in inception()) {
        let network = config.network();
        let design = Design::of(&network);
        prop_assert_eq!(design.network(), network.clone());
        let whole = Design::Inception(config);
        prop_assert_eq!(Design::from_text(&whole.to_text().unwrap()), Some(whole));
        let Design::Inception(found) = design else {
            panic!("layer by layer: {config:?}");
        };
        // What leaves no trace cannot be found.
        let is_whole = config.branches == [[true; 4]; 2] && config.form != ModuleForm::Naive;
        prop_assert!(!is_whole || found == config, "{found:?}");
    }

    #[test]
    fn the_settings_of_a_small_cnn_and_of_a_chain_are_found_again(
        widths in prop::array::uniform4(width()),
        kernels in prop::array::uniform4(odd()),
        dilations in prop::array::uniform4(1..5usize),
        norm in normed(),
    ) {
        let three = |four: [usize; 4]| [four[0], four[1], four[2]];
        let small = SmallCnnConfig {
            widths: three(widths),
            kernels: three(kernels),
            dilations: three(dilations),
            hidden: widths[3],
            norm,
            n_classes: 10,
        };
        prop_assert_eq!(Design::of(&small.network()), Design::SmallCnn(small));
        let chain = ReceptiveChainConfig { width: widths[0], ..ReceptiveChainConfig::new(dilations).kernels(kernels) };
        prop_assert_eq!(Design::of(&chain.network()), Design::Chain(chain));
        for design in [Design::SmallCnn(small), Design::Chain(chain)] {
            prop_assert_eq!(Design::from_text(&design.to_text().unwrap()), Some(design));
        }
    }

    #[test]
    fn what_was_set_is_what_the_design_has_and_the_network_says_so(config in inception(), pick in any::<prop::sample::Index>(), value in 1..60usize) {
        let design = Design::Inception(config);
        let settings = design.settings();
        let setting = settings[pick.index(settings.len())];
        let value = match design.values(setting) {
            Values::Switch => value % 2,
            Values::Choice(values) => values[value % values.len()],
            Values::Range { .. } => value,
        };
        if let Ok(next) = design.with(setting, value) {
            prop_assert_eq!(next.get(setting), Some(value));
            if setting == Setting::Form {
                return Ok(()); // Without the branches that it is about, a form leaves no trace.
            }
            prop_assert_eq!(next.network() == design.network(), design.get(setting) == Some(value), "{:?}", setting);
            prop_assert_eq!(Design::of(&next.network()).get(setting), Some(value));
        }
    }
}

proptest! {
    #[test]
    fn no_text_from_outside_does_harm(text in "[isc]?[0-9.]{0,90}|.{0,40}") {
        if let Some(design) = Design::from_text(&text) {
            let network = design.network();
            if network.trainable().is_ok() {
                prop_assert_eq!(Design::of(&network).network(), network);
            }
        }
    }
}

#[test]
fn a_design_is_short_in_a_link() {
    assert_eq!(of("field-33-s").to_text().as_deref(), Some("c8.3.3.3.3.1.2.4.9"));
    assert_eq!(of("dilated-s").to_text().as_deref(), Some("s8.16.32.3.3.3.1.2.1.64.0"));
    let text = of("inception-s-cbam").to_text();
    assert_eq!(text.as_deref(), Some("i16.3.1.16.24.32.4.8.8.16.24.32.4.8.8.0.15.15.2"));
    for wrong in [
        "",
        "i",
        "c8",
        "c8.3.3.3.3.1.2.4.9.1",
        "x1.2",
        "c8.3.3.3.3.1.2.4.9999",
        "i16.3.1.16.24.32.4.8.8.16.24.32.4.8.8.5.15.15.2",
    ] {
        assert_eq!(Design::from_text(wrong), None, "{wrong}");
    }
}

#[test]
fn a_refused_value_names_the_layer_and_the_cure() {
    let design = of("inception-s");
    let width = Setting::Width { module: 1, column: 4 };
    let refused = |typed: &str| design.with_text(width, typed).unwrap_err().to_string();
    for typed in ["", "abc", "0", "-3", "1025", "99999999999999999999"] {
        let message = refused(typed);
        assert!(
            message.contains("inception2.branch5x5") && message.contains("1 to 1024"),
            "{message}"
        );
    }
    let mut design = design;
    for branch in 0..3 {
        design = design.with(Setting::Branch { module: 0, branch }, 0).unwrap();
    }
    let last = design.with(Setting::Branch { module: 0, branch: 3 }, 0);
    assert_eq!(
        last,
        Err(Refusal::LastBranch {
            layer: "inception1".to_owned()
        })
    );
    assert!(!design.is_used(Setting::Width { module: 0, column: 2 }));
    assert!(design.is_used(Setting::Width { module: 0, column: 5 }));
}

#[test]
fn a_network_that_would_be_too_large_is_refused_with_its_layer() {
    let wide = of("dilated")
        .with(
            Setting::Layer {
                idx: 2,
                parameter: Parameter::OutChannels,
            },
            1024,
        )
        .unwrap();
    let hidden = Setting::Layer {
        idx: 3,
        parameter: Parameter::OutChannels,
    };
    let message = wide.with(hidden, 1024).unwrap_err().to_string(); // 64 · 1024 · 1024 weights
    assert!(message.contains("fc1"), "{message}");
    assert_eq!(wide.with(hidden, 32).unwrap().get(hidden), Some(32));
}

#[test]
fn widths_of_a_branch_that_is_left_out_come_from_a_known_module() {
    let config = InceptionNetConfig {
        branches: [[true, true, false, true]; 2],
        ..InceptionNetConfig::COMPACT
    };
    let found = Design::of(&config.network());
    assert_eq!(found, Design::Inception(config));
}

#[test]
fn any_other_network_is_edited_layer_by_layer() {
    let mut network = SmallCnnConfig::COMPACT.network();
    network.layers.swap(1, 2); // the pooling before the ReLU
    let design = Design::of(&network);
    let names: Vec<_> = design.layers().into_iter().map(|layer| layer.name).collect();
    assert_eq!(names, ["conv1", "pool1", "conv2", "pool2", "conv3"]);
    let kernel = Setting::Layer {
        idx: 1,
        parameter: Parameter::Kernel,
    };
    assert_eq!(design.get(kernel), Some(2));
    assert_eq!(design.with(kernel, 4).unwrap().get(kernel), Some(4));
    // 16 × 16 cells, padded by 32 on each side.
    let padding = Setting::Layer {
        idx: 3,
        parameter: Parameter::Padding,
    };
    let message = design.with(padding, 2).unwrap_err().to_string();
    assert!(
        message.contains("`pool2`") && message.contains("half the kernel"),
        "{message}"
    );
}
