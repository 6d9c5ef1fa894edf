//! Bytes that the browser keeps between visits: IndexedDB, one table of keys and bytes for each purpose.
//!
//! A browser may refuse (private windows, full disk): that is a value here, and whatever runs goes on in memory.

use idb::{Database as Idb, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::message_of;

pub use super::failure::DatabaseError;

/// An open database.
#[derive(Debug)]
pub struct Database {
    inner: Idb,
}

impl Database {
    /// Opens `name` at `version`, and makes the `tables` that are not there yet.
    ///
    /// # Errors
    /// [`DatabaseError`] where the browser has none, or refuses.
    pub async fn open(name: &str, version: u32, tables: &'static [&'static str]) -> Result<Self, DatabaseError> {
        let factory = Factory::new().map_err(refusal)?;
        let mut request = factory.open(name, Some(version)).map_err(refusal)?;
        request.on_upgrade_needed(move |event| {
            let Ok(database) = event.database() else { return };
            let there = database.store_names();
            for table in tables.iter().filter(|table| !there.iter().any(|name| name == *table)) {
                // A table that cannot be made is missed at the first transaction, which says so.
                let _ = database.create_object_store(table, ObjectStoreParams::new());
            }
        });
        let inner = request.await.map_err(refusal)?;
        Ok(Self { inner })
    }

    /// Keeps `bytes` under `key` of `table`, in place of what was there; once this returns they are on disk.
    ///
    /// # Errors
    /// [`DatabaseError::Full`] where there is no room; what was there stays.
    pub async fn put(&self, table: &str, key: &str, bytes: &[u8]) -> Result<(), DatabaseError> {
        let transaction = self
            .inner
            .transaction(&[table], TransactionMode::ReadWrite)
            .map_err(refusal)?;
        let store = transaction.object_store(table).map_err(refusal)?;
        let value: JsValue = Uint8Array::from(bytes).into();
        store
            .put(&value, Some(&key.into()))
            .map_err(refusal)?
            .await
            .map_err(refusal)?;
        committed(transaction.await)
    }

    /// What is kept under `key` of `table`.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn get(&self, table: &str, key: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
        let found = self.value(table, key).await?;
        Ok(found
            .and_then(|value| value.dyn_into::<Uint8Array>().ok())
            .map(|bytes| bytes.to_vec()))
    }

    async fn value(&self, table: &str, key: &str) -> Result<Option<JsValue>, DatabaseError> {
        let transaction = self
            .inner
            .transaction(&[table], TransactionMode::ReadOnly)
            .map_err(refusal)?;
        let store = transaction.object_store(table).map_err(refusal)?;
        store
            .get(Query::Key(key.into()))
            .map_err(refusal)?
            .await
            .map_err(refusal)
    }

    /// Bytes under `key` of `table`, which are not copied; 0 where there is nothing.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn n_bytes(&self, table: &str, key: &str) -> Result<u64, DatabaseError> {
        let found = self.value(table, key).await?;
        let bytes = found.and_then(|value| value.dyn_into::<Uint8Array>().ok());
        Ok(bytes.map_or(0, |bytes| u64::from(bytes.byte_length())))
    }

    /// All keys of `table`, in their order.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn keys(&self, table: &str) -> Result<Vec<String>, DatabaseError> {
        let transaction = self
            .inner
            .transaction(&[table], TransactionMode::ReadOnly)
            .map_err(refusal)?;
        let store = transaction.object_store(table).map_err(refusal)?;
        let keys = store
            .get_all_keys(None, None)
            .map_err(refusal)?
            .await
            .map_err(refusal)?;
        Ok(keys.iter().filter_map(JsValue::as_string).collect())
    }

    /// Forgets what is kept under `key` of `table`; one that is not there is no mistake.
    ///
    /// # Errors
    /// Where the browser refuses to write.
    pub async fn delete(&self, table: &str, key: &str) -> Result<(), DatabaseError> {
        let transaction = self
            .inner
            .transaction(&[table], TransactionMode::ReadWrite)
            .map_err(refusal)?;
        let store = transaction.object_store(table).map_err(refusal)?;
        store
            .delete(Query::Key(key.into()))
            .map_err(refusal)?
            .await
            .map_err(refusal)?;
        committed(transaction.await)
    }
}

fn committed(end: Result<idb::TransactionResult, idb::Error>) -> Result<(), DatabaseError> {
    match end {
        Ok(idb::TransactionResult::Committed) => Ok(()),
        // A browser aborts a transaction by itself where its disk is full.
        Ok(idb::TransactionResult::Aborted) => Err(DatabaseError::Full),
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: idb::Error) -> DatabaseError {
    let thrown: JsValue = match &error {
        idb::Error::DomException(exception) => exception.into(),
        idb::Error::AddFailed(thrown) | idb::Error::UpdateFailed(thrown) => thrown.clone(),
        _ => JsValue::UNDEFINED,
    };
    let name = js_sys::Reflect::get(&thrown, &"name".into()).ok();
    if name.and_then(|name| name.as_string()).as_deref() == Some("QuotaExceededError") {
        return DatabaseError::Full;
    }
    let message = if thrown.is_undefined() {
        error.to_string()
    } else {
        message_of(&thrown)
    };
    DatabaseError::Refused { message }
}
