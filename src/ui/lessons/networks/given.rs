//! A network out of what a learner has: a link of any page, the text of a network, a name of the lab, or a spec as JSON.

use crate::spec::{NetworkSpec, variants};

use super::looked::Plan;

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A network of the registry, by its id.
    Variant(&'static str),
    /// Another one.
    Own(Box<NetworkSpec>),
}

/// Why nothing was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Damaged, of another version, wrong, or too large: the reason in words, with the cure.
    Reason(String),
    /// A whole network, but for other images: channels, rows, columns.
    Input([usize; 3]),
}

/// The network that `text` holds.
///
/// # Errors
/// Why there is none.
pub fn read(text: &str) -> Result<Given, Unread> {
    let text = text.trim();
    let after = |key: &str| {
        let (_, rest) = text.split_once(key)?;
        let end = rest.find(['&', '#', ' ']).unwrap_or(rest.len());
        Some(&rest[..end]).filter(|value| !value.is_empty())
    };
    if text.starts_with('{') {
        let spec: NetworkSpec = serde_json::from_str(text).map_err(|error| Unread::Reason(error.to_string()))?;
        return checked(spec);
    }
    if let Some(word) = after("spec=") {
        return own(word);
    }
    let named = after("net=").or_else(|| after("variant=")).unwrap_or(text);
    match variants::VARIANTS.iter().find(|variant| variant.id == named) {
        Some(variant) => Ok(Given::Variant(variant.id)),
        None => own(text),
    }
}

/// The network of a link's `spec=`.
///
/// # Errors
/// Why there is none.
pub fn own(word: &str) -> Result<Given, Unread> {
    checked(NetworkSpec::from_link(word).map_err(|error| Unread::Reason(error.to_string()))?)
}

fn checked(spec: NetworkSpec) -> Result<Given, Unread> {
    let said = |error: crate::spec::SpecError| Unread::Reason(error.to_string());
    spec.check_size().map_err(said)?;
    spec.lower().map_err(said)?;
    let input = [spec.input.channels, spec.input.height, spec.input.width];
    if Plan::of(spec.clone()).is_none() {
        return Err(Unread::Input(input));
    }
    let known = variants::VARIANTS.iter().find(|variant| variant.network() == spec);
    Ok(known.map_or_else(|| Given::Own(Box::new(spec)), |variant| Given::Variant(variant.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed() -> NetworkSpec {
        let mut spec = variants::find("plain-s").unwrap().network();
        spec.layers.remove(1); // its first ReLU
        spec
    }

    #[test]
    fn links_names_and_json_are_read() {
        let word = changed().to_link().unwrap();
        let own = Given::Own(Box::new(changed()));
        for text in [
            word.clone(),
            format!("https://example.org/x/lab/?variant=plain&spec={word}&lang=en"),
            serde_json::to_string(&changed()).unwrap(),
        ] {
            assert_eq!(read(&text), Ok(own.clone()), "{text}");
        }
        for text in ["dilated-s", " ?net=dilated-s&lang=zh", "/lab/?variant=dilated-s"] {
            assert_eq!(read(text), Ok(Given::Variant("dilated-s")), "{text}");
        }
    }

    #[test]
    fn a_network_of_the_registry_is_known_by_what_it_is() {
        let word = variants::find("inception-s").unwrap().network().to_link().unwrap();
        assert_eq!(read(&word), Ok(Given::Variant("inception-s")));
    }

    #[test]
    fn damage_and_other_images_are_named() {
        let word = changed().to_link().unwrap();
        assert!(matches!(read(&word[..word.len() / 2]), Err(Unread::Reason(_))));
        assert!(matches!(read("{\"input\":3}"), Err(Unread::Reason(_))));
        assert!(matches!(read(""), Err(Unread::Reason(_))));
    }
}
