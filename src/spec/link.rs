//! A network as short text that an address takes as it is, and back.
//!
//! The bytes are a version, the input, and the layers as the flat list of `flat`.

mod flat;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::lower::SpecError;
use super::network::{InputSpec, NetworkSpec};
use flat::{Token, layers_of, tokens_of};

/// The version of the bytes that is written, and the only one that is read.
pub const VERSION: u8 = 1;
/// Signs of the longest text: servers take addresses of 8 KiB.
pub const MAX_SIGNS: usize = 7000;

/// Why a text is no network.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// The text is longer than an address should be.
    #[error("the network's text has {signs} signs, more than {MAX_SIGNS}; take fewer layers or shorter names")]
    TooLong {
        /// Its length.
        signs: usize,
    },
    /// The text is cut off, mistyped, or was never a network.
    #[error("the text is not a network; copy the whole link again")]
    Malformed,
    /// The text is of another version of Fovea.
    #[error("the network is written in version {version}, this page reads version {VERSION}; reload the page")]
    Version {
        /// The version that it names.
        version: u8,
    },
    /// The network itself is wrong or too large.
    #[error(transparent)]
    Network(#[from] SpecError),
}

/// What the bytes hold after the version.
#[derive(Serialize, Deserialize)]
struct Wire {
    input: InputSpec,
    tokens: Vec<Token>,
}

impl NetworkSpec {
    /// The network as text for an address: letters, digits, `-` and `_`.
    ///
    /// # Errors
    /// A network that [`NetworkSpec::from_link`] would refuse: too large, invalid, or longer than an address should be.
    pub fn to_link(&self) -> Result<String, LinkError> {
        self.check_size()?;
        self.lower_any()?;
        let wire = Wire {
            input: self.input,
            tokens: tokens_of(&self.layers),
        };
        let bytes = postcard::to_extend(&wire, vec![VERSION]).map_err(|_never| LinkError::Malformed)?;
        let text = URL_SAFE_NO_PAD.encode(bytes);
        check_length(&text)?;
        Ok(text)
    }

    /// The network that `text` holds, checked: within the limits and valid, whatever it ends in.
    ///
    /// # Errors
    /// A text that is too long, not whole, of another version, or whose network is too large or invalid.
    pub fn from_link(text: &str) -> Result<Self, LinkError> {
        check_length(text)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_wrong| LinkError::Malformed)?;
        let (&version, bytes) = bytes.split_first().ok_or(LinkError::Malformed)?;
        if version != VERSION {
            return Err(LinkError::Version { version });
        }
        let (wire, rest): (Wire, &[u8]) = postcard::take_from_bytes(bytes).map_err(|_wrong| LinkError::Malformed)?;
        let layers = layers_of(wire.tokens).ok_or(LinkError::Malformed)?;
        if !rest.is_empty() {
            return Err(LinkError::Malformed);
        }
        let network = Self {
            input: wire.input,
            layers,
        };
        network.check_size()?;
        network.lower_any()?;
        Ok(network)
    }
}

fn check_length(text: &str) -> Result<(), LinkError> {
    let signs = text.len();
    if signs > MAX_SIGNS {
        return Err(LinkError::TooLong { signs });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
