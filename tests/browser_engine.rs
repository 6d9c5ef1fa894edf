//! What must hold inside a worker: the engine's numbers, the store of shards, and a message with its buffers.
//! Long because a worker is asked every kind of question here, each with its refusals.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::bridge::protocol::{
    Event, Fault, MapShape, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion, RunId, decode, encode,
};
use fovea::bridge::worker::End;
use fovea::bridge::worker::answers::Answers;
use fovea::bridge::worker::networks::Networks;
use fovea::bridge::worker::probing::answer;
use fovea::bridge::worker::queue::Ask;
use fovea::engine::Weights;
use fovea::spec::{Dataset, EpochMetrics, variants};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "fixtures/file_cache.rs"]
mod file_cache;
#[path = "fixtures/first_losses.rs"]
mod first_losses;
#[path = "fixtures/hostile_weights.rs"]
mod hostile_weights;
#[path = "fixtures/known_field.rs"]
mod known_field;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn the_first_ten_losses_are_the_native_ones() {
    first_losses::check(&first_losses::compute().await);
}

#[wasm_bindgen_test]
async fn a_worker_keeps_and_forgets_files() {
    file_cache::keeps_and_forgets("fovea-test-worker").await;
}

#[wasm_bindgen_test]
fn changed_files_of_weights_are_refused_or_leave_a_whole_network_with_32_bits_too() {
    assert!(hostile_weights::check(200) > 0);
}

/// A question about the network of the known field, or about one of a run.
fn ask(network: Option<RunId>, question: ProbeQuestion) -> Ask {
    let drawn = || NetworkSource::Drawn {
        spec: Box::new(variants::find(known_field::VARIANT).unwrap().network()),
        seed: 5,
    };
    Ask {
        probe: ProbeId(1),
        network: network.map_or_else(drawn, |run| NetworkSource::Trained { run }),
        question,
        data_url: String::new(),
        pixels: vec![0; 3072],
    }
}

fn known_question() -> ProbeQuestion {
    ProbeQuestion::EffectiveField {
        layer: known_field::LAYER.to_owned(),
        dataset: Dataset::Scales,
        n_images: known_field::N_IMAGES,
        seed: 3,
    }
}

#[wasm_bindgen_test]
async fn a_worker_measures_the_native_field_and_tells_how_far_it_is() {
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |n_done: usize, n_total: usize| told.borrow_mut().push((n_done, n_total));
    let answered = answer(
        &ask(None, known_question()),
        &Networks::default(),
        &Answers::default(),
        &tell,
        &|| true,
    )
    .await;
    let answered = answered.unwrap();
    let expected = ProbeAnswer::EffectiveField {
        height: 32,
        width: 32,
        n_images: 12,
    };
    assert_eq!((&answered.answer, answered.n_steps), (&expected, 0));
    known_field::check(&answered.values);
    assert_eq!(told.borrow().as_slice(), [(8, 12), (12, 12)]); // in batches of 8
}

#[wasm_bindgen_test]
async fn a_worker_gives_maps_and_weights_and_refuses_what_is_not_there() {
    let quiet = |_: usize, _: usize| {};
    let networks = Networks::default();
    let map = ask(
        None,
        ProbeQuestion::FeatureMaps {
            layer: "cbam1.channel".to_owned(),
        },
    );
    let map = answer(&map, &networks, &Answers::default(), &quiet, &|| true)
        .await
        .unwrap();
    let shape = ProbeAnswer::FeatureMaps {
        channels: 64,
        height: 16,
        width: 16,
    };
    assert_eq!((&map.answer, map.values.len()), (&shape, 64 * 16 * 16));
    let bias = ask(
        None,
        ProbeQuestion::Weights {
            name: "fc.bias".to_owned(),
        },
    );
    let bias = answer(&bias, &networks, &Answers::default(), &quiet, &|| true)
        .await
        .unwrap();
    assert_eq!(
        (&bias.answer, bias.values.len()),
        (&ProbeAnswer::Weights { shape: vec![10] }, 10)
    );
    let unknown = ask(
        None,
        ProbeQuestion::FeatureMaps {
            layer: "conv9".to_owned(),
        },
    );
    let unknown = answer(&unknown, &networks, &Answers::default(), &quiet, &|| true).await;
    assert!(
        matches!(unknown, Err(End::Failed(Fault::BadSpec { .. }))),
        "{unknown:?}"
    );
    let gone = answer(
        &ask(Some(RunId(7)), known_question()),
        &networks,
        &Answers::default(),
        &quiet,
        &|| true,
    )
    .await;
    assert_eq!(gone, Err(End::Failed(Fault::NoNetwork { run: RunId(7) })));
    let unwanted = answer(
        &ask(None, known_question()),
        &networks,
        &Answers::default(),
        &quiet,
        &|| false,
    )
    .await;
    assert_eq!(unwanted, Err(End::Stopped));
}

/// A question about a small network with given weights, on a grey image.
fn ask_given(state_dict: Vec<u8>, question: ProbeQuestion) -> Ask {
    let spec = variants::find("inception-s-residual-cbam").unwrap().network();
    let network = NetworkSource::Given {
        spec: Box::new(spec),
        state_dict: state_dict.into(),
    };
    Ask {
        network,
        ..ask(None, question)
    }
}

#[wasm_bindgen_test]
async fn a_worker_looks_into_given_weights_all_layers_at_once_and_keeps_the_answer() {
    let quiet = |_: usize, _: usize| {};
    let spec = variants::find("inception-s-residual-cbam").unwrap().network();
    let weights = Weights::draw(&spec, 5).unwrap();
    let state_dict = weights.to_state_dict(&spec).unwrap();
    let (networks, answers) = (Networks::default(), Answers::default());
    let all = ask_given(state_dict.clone(), ProbeQuestion::Maps { layers: Vec::new() });
    let found = answer(&all, &networks, &answers, &quiet, &|| true).await.unwrap();
    let ProbeAnswer::Maps { maps } = &found.answer else {
        panic!("{:?}", found.answer);
    };
    assert_eq!(maps.iter().map(MapShape::n_values).sum::<usize>(), found.values.len());
    for name in [
        "conv1.0",
        "inception1.branch3x3.2",
        "cbam1.channel.gate",
        "cbam1.spatial",
        "fc",
    ] {
        assert!(maps.iter().any(|map| map.name == name), "{name}");
    }
    // The same weights, drawn instead of given, give the same numbers.
    let drawn = Ask {
        network: NetworkSource::Drawn {
            spec: Box::new(spec),
            seed: 5,
        },
        ..all.clone()
    };
    let again = answer(&drawn, &networks, &answers, &quiet, &|| true).await.unwrap();
    assert_eq!(again.values, found.values);
    // The same question is not computed again.
    let kept = answer(&all, &networks, &answers, &quiet, &|| true).await.unwrap();
    assert!(std::rc::Rc::ptr_eq(&kept.answered, &found.answered));
    assert!(kept.is_kept && !found.is_kept && !again.is_kept);
    let cut_short = ask_given(
        state_dict[..state_dict.len() - 9].to_vec(),
        ProbeQuestion::Maps { layers: Vec::new() },
    );
    let refused = answer(&cut_short, &networks, &answers, &quiet, &|| true).await;
    assert!(matches!(refused, Err(End::Failed(Fault::BadSpec { .. }))));
}

#[wasm_bindgen_test]
async fn a_worker_gives_all_weights_as_a_file_and_takes_what_fits_of_another() {
    let quiet = |_: usize, _: usize| {};
    let (networks, answers) = (Networks::default(), Answers::default());
    let spec = variants::find("inception-s-residual-cbam").unwrap().network();
    let drawn = |seed| Weights::draw(&spec, seed).unwrap();
    let file = drawn(5).to_state_dict(&spec).unwrap();
    let whole = ask_given(file.clone(), ProbeQuestion::StateDict);
    let whole = answer(&whole, &networks, &answers, &quiet, &|| true).await.unwrap();
    assert_eq!(whole.answer.file().map(|file| file.to_vec()), Some(file.clone()));
    // The same file into a network without CBAM: its four gates are left over.
    let plain = variants::find("inception-s-residual").unwrap().network();
    let import = Ask {
        network: NetworkSource::Given {
            spec: Box::new(plain.clone()),
            state_dict: file.into(),
        },
        ..ask(None, ProbeQuestion::Import { seed: 9 })
    };
    let imported = answer(&import, &networks, &answers, &quiet, &|| true).await.unwrap();
    let ProbeAnswer::Imported { report, file } = &imported.answer else {
        panic!("{:?}", imported.answer);
    };
    assert!(report.unfit.is_empty(), "{report:?}");
    assert!(report.left_over.iter().all(|name| name.starts_with("cbam")) && !report.left_over.is_empty());
    assert_eq!(report.n_taken, plain.parameters().unwrap().len());
    // And the other way round: what the file lacks is drawn from the seed.
    let back = ask_given(file.to_vec(), ProbeQuestion::Import { seed: 9 });
    let back = answer(&back, &networks, &answers, &quiet, &|| true).await.unwrap();
    let ProbeAnswer::Imported { report, file } = &back.answer else {
        panic!("{:?}", back.answer);
    };
    assert!(report.unfit.iter().all(|(name, _)| name.starts_with("cbam")) && !report.unfit.is_empty());
    let weights = Weights::from_state_dict(&spec, file).unwrap();
    for ((parameter, found), (own, other)) in spec
        .parameters()
        .unwrap()
        .iter()
        .zip(&weights.0)
        .zip(drawn(5).0.iter().zip(&drawn(9).0))
    {
        let expected = if parameter.name.starts_with("cbam") { other } else { own };
        assert_eq!(found, expected, "{}", parameter.name);
    }
    let nothing = ask_given(vec![1, 2, 3], ProbeQuestion::Import { seed: 9 });
    let nothing = answer(&nothing, &networks, &answers, &quiet, &|| true).await;
    assert!(
        matches!(nothing, Err(End::Failed(Fault::BadSpec { .. }))),
        "{nothing:?}"
    );
}

#[wasm_bindgen_test]
async fn a_worker_differentiates_at_a_fusion_and_measures_the_gradient_of_a_batch() {
    let quiet = |_: usize, _: usize| {};
    let spec = variants::find("inception-s-residual-cbam").unwrap().network();
    let state_dict = Weights::draw(&spec, 5).unwrap().to_state_dict(&spec).unwrap();
    let (networks, answers) = (Networks::default(), Answers::default());
    let concat = ProbeQuestion::FusionGradients {
        layer: "inception1".to_owned(),
        class: None,
    };
    let found = answer(
        &ask_given(state_dict.clone(), concat),
        &networks,
        &answers,
        &quiet,
        &|| true,
    )
    .await
    .unwrap();
    let ProbeAnswer::FusionGradients { inputs, output } = &found.answer else {
        panic!("{:?}", found.answer);
    };
    assert_eq!(inputs.len(), 4);
    assert_eq!(
        inputs.iter().map(|input| input.channels).sum::<usize>(),
        output.channels
    );
    // The sum of a concat is the sum of its inputs: each receives 1 everywhere.
    let n_first = inputs[0].n_values();
    assert!(found.values[n_first..2 * n_first].iter().all(|value| *value == 1.0));
    let batch = ProbeQuestion::GradientNorms {
        dataset: Dataset::Scales,
        n_images: 8,
        seed: 3,
    };
    let found = answer(&ask_given(state_dict, batch), &networks, &answers, &quiet, &|| true)
        .await
        .unwrap();
    let ProbeAnswer::GradientNorms { layers, .. } = &found.answer else {
        panic!("{:?}", found.answer);
    };
    assert_eq!(found.values.len(), 1 + layers.len());
    assert!(
        found.values.iter().all(|value| value.is_finite() && *value > 0.0),
        "{:?}",
        found.values
    );
}

/// What a port receives next.
async fn next_message(port: &web_sys::MessagePort) -> wasm_bindgen::JsValue {
    let promise = Promise::new(&mut |resolve, _reject| {
        let hear = Closure::once_into_js(move |event: web_sys::MessageEvent| {
            resolve.call1(&wasm_bindgen::JsValue::NULL, &event.data()).unwrap();
        });
        port.set_onmessage(Some(hear.unchecked_ref()));
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap()
}

#[wasm_bindgen_test]
async fn an_event_crosses_with_its_buffers_transferred() {
    let metrics = EpochMetrics {
        epoch: 1,
        train_loss: 2.5,
        test_loss: 2.25,
        test_accuracy: 0.125,
        n_test: 8,
    };
    let event = Event::EpochDone { run: RunId(7), metrics };
    let message = Uint8Array::from(encode(&event).unwrap().as_slice());
    let pixels = Uint8Array::from([1_u8, 2, 3].as_slice());
    let parts = js_sys::Object::new();
    Reflect::set(&parts, &"message".into(), &message).unwrap();
    Reflect::set(&parts, &"buffers".into(), &Array::of1(&pixels.buffer())).unwrap();
    let channel = web_sys::MessageChannel::new().unwrap();
    let transfer = Array::of2(&message.buffer(), &pixels.buffer());
    channel
        .port1()
        .post_message_with_transferable(&parts, &transfer)
        .unwrap();
    assert_eq!(pixels.byte_length(), 0, "the buffer was copied, not transferred");
    let received = next_message(&channel.port2()).await;
    let bytes = Reflect::get(&received, &"message".into())
        .unwrap()
        .unchecked_into::<Uint8Array>();
    assert_eq!(decode::<Event>(&bytes.to_vec()).unwrap(), event);
    let buffers = Reflect::get(&received, &"buffers".into())
        .unwrap()
        .unchecked_into::<Array>();
    assert_eq!(Uint8Array::new(&buffers.get(0)).to_vec(), [1, 2, 3]);
}
