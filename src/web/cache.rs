//! Files that the browser keeps between visits: Cache Storage, under addresses that name the content.
//!
//! A browser may refuse (private windows, no secure context, full disk): that is a value here, and a run goes on without.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, Response};

use super::message_of;
use super::scope::scope;

pub use super::failure::CacheError;

/// A named store of files.
#[derive(Debug)]
pub struct FileCache {
    cache: Cache,
}

impl FileCache {
    /// Opens the store called `name`, and makes it where it is not there yet.
    ///
    /// # Errors
    /// [`CacheError`] where the browser has none, or refuses.
    pub async fn open(name: &str) -> Result<Self, CacheError> {
        let storage = scope().caches().map_err(|thrown| refusal(&thrown))?;
        if storage.is_undefined() {
            return Err(CacheError::Missing);
        }
        let cache = JsFuture::from(storage.open(name)).await;
        let cache: Cache = cache.map_err(|thrown| refusal(&thrown))?.unchecked_into();
        Ok(Self { cache })
    }

    /// The file kept under `url`; nothing where there is none.
    ///
    /// # Errors
    /// [`CacheError`] where the browser refuses to read.
    pub async fn get(&self, url: &str) -> Result<Option<Vec<u8>>, CacheError> {
        let found = JsFuture::from(self.cache.match_with_str(url)).await;
        let found = found.map_err(|thrown| refusal(&thrown))?;
        let Some(response) = found.dyn_ref::<Response>() else {
            return Ok(None);
        };
        let buffer = response.array_buffer().map_err(|thrown| refusal(&thrown))?;
        let buffer = JsFuture::from(buffer).await.map_err(|thrown| refusal(&thrown))?;
        Ok(Some(Uint8Array::new(&buffer).to_vec()))
    }

    /// Keeps `bytes` under `url`.
    ///
    /// # Errors
    /// [`CacheError::Full`] where there is no room, else as [`FileCache::get`].
    pub async fn put(&self, url: &str, bytes: &[u8]) -> Result<(), CacheError> {
        let copy = Uint8Array::from(bytes);
        let response = Response::new_with_opt_js_u8_array(Some(&copy)).map_err(|thrown| refusal(&thrown))?;
        let stored = JsFuture::from(self.cache.put_with_str(url, &response)).await;
        stored.map(|_| ()).map_err(|thrown| refusal(&thrown))
    }

    /// Forgets what is kept under `url`; a file that is not there is no mistake.
    pub async fn forget(&self, url: &str) {
        // A file that cannot be forgotten is found bad again, and fetched again.
        let _ = JsFuture::from(self.cache.delete_with_str(url)).await;
    }
}

fn refusal(thrown: &JsValue) -> CacheError {
    let name = js_sys::Reflect::get(thrown, &"name".into()).ok();
    if name.and_then(|name| name.as_string()).as_deref() == Some("QuotaExceededError") {
        return CacheError::Full;
    }
    CacheError::Refused {
        message: message_of(thrown),
    }
}
