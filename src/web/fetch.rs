//! Getting a file over HTTP, with its progress.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestInit, Response};

use super::message_of;
use super::scope::scope;

pub use super::failure::FetchError;

/// Which copies the browser may answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Its HTTP cache, by the usual rules.
    Usual,
    /// Only what the server says now.
    Now,
}

impl Freshness {
    /// The word of `fetch`'s option `cache`.
    const fn word(self) -> &'static str {
        match self {
            Self::Usual => "default",
            Self::Now => "no-store",
        }
    }
}

/// A file that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Its `Content-Type`; empty where the server names none.
    pub content_type: String,
}

impl Fetched {
    /// Whether this is a web page: what many hosts send, with status 200, for a file that they do not have.
    pub fn is_page(&self) -> bool {
        self.content_type.contains("text/html")
    }
}

/// Gets the file at `url`; `progress` hears how many bytes are there, after every piece.
///
/// # Errors
/// [`FetchError`]: no answer, a status other than 2xx, a connection that breaks.
pub async fn get(url: &str, freshness: Freshness, mut progress: impl FnMut(u64)) -> Result<Fetched, FetchError> {
    let network = |thrown: JsValue| FetchError::Network {
        message: message_of(&thrown),
    };
    let init = RequestInit::new();
    Reflect::set(&init, &"cache".into(), &freshness.word().into()).map_err(network)?;
    let answer = JsFuture::from(scope().fetch_with_str_and_init(url, &init)).await;
    let response: Response = answer.map_err(network)?.unchecked_into();
    if !response.ok() {
        return Err(FetchError::Status {
            status: response.status(),
        });
    }
    let content_type = response.headers().get("content-type").ok().flatten();
    Ok(Fetched {
        bytes: read_body(&response, &mut progress).await?,
        content_type: content_type.unwrap_or_default(),
    })
}

/// All bytes of the answer, piece by piece.
async fn read_body(response: &Response, progress: &mut impl FnMut(u64)) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let Some(stream) = response.body() else {
        return Ok(bytes);
    };
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(|thrown| cut(&bytes, &thrown))?;
    loop {
        let piece = JsFuture::from(reader.read()).await;
        let piece = piece.map_err(|thrown| cut(&bytes, &thrown))?;
        let field = |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(bytes);
        }
        let piece: Uint8Array = field("value").unchecked_into();
        let n_before = bytes.len();
        bytes.resize(n_before + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[n_before..]);
        progress(bytes.len() as u64);
    }
}

fn cut(bytes: &[u8], thrown: &JsValue) -> FetchError {
    FetchError::Cut {
        n_bytes: bytes.len() as u64,
        message: message_of(thrown),
    }
}
