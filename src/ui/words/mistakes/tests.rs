//! One example of every failure, said in both languages.

mod engine;
mod experiments;
mod files;
mod networks;

use super::Told;
use crate::spec::{ManifestError, Part, ShardMistake};
use crate::ui::query::Language;
use networks::{mistakes, wrong};

/// A name as somebody could put it into a link: markup, a place, a direction mark, a line end.
const HOSTILE: &str = "<b>{n}</b>\u{202e}\n";

/// A failure, and what every language must say of it.
type Example = (Box<dyn Told>, Vec<&'static str>);

fn examples() -> Vec<Example> {
    let all = [
        networks::examples(),
        experiments::examples(),
        files::examples(),
        engine::of_weights(),
        engine::of_engine(),
    ];
    all.into_iter().flatten().collect()
}

fn example(told: impl Told + 'static, values: &[&'static str]) -> Example {
    (Box::new(told), values.to_vec())
}

#[test]
fn both_languages_say_every_number_and_name() {
    for (failure, values) in examples() {
        for language in Language::ALL {
            let sentence = failure.told(language);
            for value in &values {
                assert!(
                    sentence.contains(value),
                    "{language:?}: `{value}` is not in: {sentence}"
                );
            }
            assert!(!sentence.contains(['{', '}']), "{sentence}");
            assert!(!sentence.ends_with(['.', '。']), "{sentence}");
        }
    }
}

#[test]
fn chinese_sentences_are_chinese_and_no_two_failures_share_one() {
    let is_chinese = |sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign);
    for (failure, _) in examples() {
        let sentence = failure.told(Language::Chinese);
        assert!(
            sentence.chars().filter(|sign| is_chinese(*sign)).count() >= 4,
            "{sentence}"
        );
        let signs: Vec<char> = sentence.chars().collect();
        for pair in signs.windows(2) {
            let mixed = is_chinese(pair[0]) && (",;:?!()".contains(pair[1]) || pair[1] == ' ');
            let close = is_chinese(pair[0]) && pair[1].is_ascii_alphanumeric();
            let closes = pair[0].is_ascii_alphanumeric() && is_chinese(pair[1]);
            assert!(!mixed && !close && !closes, "“{}{}” in: {sentence}", pair[0], pair[1]);
        }
    }
    let told: Vec<String> = mistakes()
        .into_iter()
        .map(|(mistake, _)| wrong("conv1", Part::Op, mistake).chinese())
        .collect();
    for (idx, sentence) in told.iter().enumerate() {
        assert!(!told[..idx].contains(sentence), "{sentence}");
    }
}

#[test]
fn a_hostile_name_of_a_layer_is_text_in_both_languages() {
    use crate::spec::{ConvSpec, InputSpec, LayerSpec, NetworkSpec, OpSpec};
    let layers = vec![LayerSpec::new(HOSTILE, OpSpec::Conv(ConvSpec::square(4, 9001)))];
    let network = NetworkSpec {
        input: InputSpec::CIFAR10,
        layers,
    };
    for error in [network.check_size().unwrap_err(), network.lower_any().unwrap_err()] {
        for language in Language::ALL {
            let sentence = error.told(language);
            // Places are not filled, and no sign can turn or end the line.
            assert!(sentence.contains("<b>{n}</b>\\u{202e}\\n"), "{sentence}");
            assert!(!sentence.contains(['\u{202e}', '\n']), "{sentence}");
        }
    }
}

#[test]
fn a_hostile_name_of_a_file_stays_within_its_line() {
    let error = ManifestError::Shard {
        shard_idx: 0,
        file: HOSTILE.into(),
        mistake: ShardMistake::FileName,
    };
    for language in Language::ALL {
        let sentence = error.told(language);
        assert!(
            sentence.contains("<b>{n}</b>") && !sentence.contains(['\u{202e}', '\n']),
            "{sentence}"
        );
    }
}
