//! CIFAR-10 from the site: the manifest, and the shards that are needed, kept in the browser under their checksums.

use std::rc::Rc;

use super::End;
use super::loader::{Loaded, Waiting, Wanted};
use crate::bridge::protocol::{DataReport, Fault, LoadProgress, Refusal};
use crate::data::manifest::STORE;
use crate::data::{LabelledImages, Manifest, ShardInfo, Split, shards};
use crate::web::cache::{CacheError, FileCache};
use crate::web::fetch::{FetchError, Freshness, get};
use crate::web::scope::now_ms;

/// Milliseconds between two reports of progress.
const REPORT_MS: f64 = 100.0;
const MANIFEST: &str = "manifest.json";

/// The first images of both splits, as many as are wanted, each shard checked.
///
/// # Errors
/// [`Fault::NoData`] without a manifest, [`Fault::Download`] and [`Fault::BadData`] with the file's name,
/// [`Fault::BadSpec`] where there are fewer images than asked for, and [`End::Stopped`] between two shards.
pub async fn load(wanted: Wanted, data_url: &str, waiting: &Waiting<'_>) -> Result<Loaded, End> {
    let folder = format!("{}/cifar10/", data_url.trim_end_matches('/'));
    let manifest = manifest(&folder).await?;
    let mut shelf = Shelf::open(folder, waiting).await;
    let few = |split| {
        let (wanted, found) = match split {
            Split::Train => (wanted.n_train, manifest.n_images(split)),
            Split::Test => (wanted.n_test, manifest.n_images(split)),
        };
        let problem = Refusal::TooFewImages {
            is_test: split == Split::Test,
            wanted,
            found,
        };
        Fault::BadSpec { problem }
    };
    let train = shards::needed(&manifest, Split::Train, wanted.n_train).map_err(|_few| few(Split::Train))?;
    let test = shards::needed(&manifest, Split::Test, wanted.n_test).map_err(|_few| few(Split::Test))?;
    let all = || train.iter().chain(&test);
    shelf.progress.n_bytes_total = all().map(|shard| shard.n_bytes as u64).sum();
    shelf.progress.n_images_total = all().map(|shard| shard.n_images).sum();
    shelf.report();
    let train = shelf.take_all(&train, wanted.n_train).await?;
    let test = shelf.take_all(&test, wanted.n_test).await?;
    let report = DataReport {
        source: manifest.source,
        n_train: train.n_images(),
        n_test: test.n_images(),
        classes: manifest.classes,
        cache_problem: shelf.cache_problem,
    };
    Ok(Loaded {
        train: Rc::new(train),
        test: Rc::new(test),
        report,
    })
}

/// The manifest in `folder`; a web page in its place means that there is none.
async fn manifest(folder: &str) -> Result<Manifest, Fault> {
    let url = format!("{folder}{MANIFEST}");
    let fetched = match get(&url, Freshness::Now, |_| {}).await {
        Ok(fetched) if !fetched.is_page() => fetched,
        Ok(_) | Err(FetchError::Status { status: 404 }) => return Err(Fault::NoData { url }),
        Err(error) => return Err(download(MANIFEST, error)),
    };
    Manifest::parse(&fetched.bytes).map_err(|error| Fault::BadData {
        file: MANIFEST.to_owned(),
        problem: error.into(),
    })
}

fn download(file: &str, error: FetchError) -> Fault {
    Fault::Download {
        file: file.to_owned(),
        problem: error.into(),
    }
}

/// Where shards are taken from: the browser's store first, then the site.
struct Shelf<'a> {
    waiting: &'a Waiting<'a>,
    folder: String,
    cache: Option<FileCache>,
    cache_problem: Option<CacheError>,
    progress: LoadProgress,
    reported_ms: f64,
}

impl<'a> Shelf<'a> {
    async fn open(folder: String, waiting: &'a Waiting<'a>) -> Self {
        let (cache, cache_problem) = match FileCache::open(STORE).await {
            Ok(cache) => (Some(cache), None),
            Err(error) => (None, Some(error)),
        };
        let progress = LoadProgress {
            n_bytes_done: 0,
            n_bytes_total: 0,
            n_images_done: 0,
            n_images_total: 0,
            n_bytes_cached: 0,
        };
        Self {
            waiting,
            folder,
            cache,
            cache_problem,
            progress,
            reported_ms: 0.0,
        }
    }

    /// All images of `wanted` in order, cut to the first `n_images`.
    async fn take_all(&mut self, wanted: &[&ShardInfo], n_images: usize) -> Result<LabelledImages, End> {
        let mut images = LabelledImages::with_capacity(n_images);
        for shard in wanted {
            images.append(&self.take(shard).await?);
            self.progress.n_images_done += shard.n_images;
            self.report();
            self.waiting.breathe().await?;
        }
        images.truncate(n_images);
        Ok(images)
    }

    async fn take(&mut self, shard: &ShardInfo) -> Result<LabelledImages, Fault> {
        let url = shard.address(&self.folder);
        if let Some(images) = self.kept(shard, &url).await {
            self.progress.n_bytes_done += shard.n_bytes as u64;
            self.progress.n_bytes_cached += shard.n_bytes as u64;
            return Ok(images);
        }
        let bytes = self.fetch(shard, &url, Freshness::Usual).await?;
        let (bytes, images) = match shards::verify(shard, &bytes) {
            Ok(images) => (bytes, images),
            // Once more, past the browser's HTTP cache.
            Err(_) => {
                let bytes = self.fetch(shard, &url, Freshness::Now).await?;
                let images = shards::verify(shard, &bytes).map_err(|error| Fault::BadData {
                    file: shard.file.clone(),
                    problem: error.into(),
                })?;
                (bytes, images)
            }
        };
        self.keep(&url, &bytes).await;
        Ok(images)
    }

    /// The shard from the browser's store, if it is there and whole.
    async fn kept(&self, shard: &ShardInfo, url: &str) -> Option<LabelledImages> {
        let cache = self.cache.as_ref()?;
        let bytes = cache.get(url).await.ok()??;
        let images = shards::verify(shard, &bytes).ok();
        if images.is_none() {
            cache.forget(url).await;
        }
        images
    }

    /// Keeps the shard; after the first refusal none is tried any more.
    async fn keep(&mut self, url: &str, bytes: &[u8]) {
        let Some(cache) = &self.cache else { return };
        if let Err(error) = cache.put(url, bytes).await {
            self.cache_problem = Some(error);
            self.cache = None;
        }
    }

    /// The shard from the site; the page hears of every tenth of a second.
    async fn fetch(&mut self, shard: &ShardInfo, url: &str, freshness: Freshness) -> Result<Vec<u8>, Fault> {
        let n_before = self.progress.n_bytes_done;
        let n_most = shard.n_bytes as u64;
        let fetched = get(url, freshness, |n_bytes| {
            self.progress.n_bytes_done = n_before + n_bytes.min(n_most);
            if now_ms() - self.reported_ms >= REPORT_MS {
                self.report();
            }
        })
        .await;
        // A second attempt counts from here again.
        self.progress.n_bytes_done = n_before;
        let fetched = fetched.map_err(|error| download(&shard.file, error))?;
        if fetched.bytes.len() as u64 == n_most {
            self.progress.n_bytes_done = n_before + n_most;
        }
        Ok(fetched.bytes)
    }

    fn report(&mut self) {
        self.reported_ms = now_ms();
        (self.waiting.tell)(&self.progress);
    }
}
