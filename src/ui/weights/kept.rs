//! Kept runs of experiments: from the browser's storage to the shelf.

use super::shelf::{KeptRun, Shelf, WeightsId};
use super::word::Named;
use crate::lab::experiment::RunKey;
use crate::lab::storage::Storage;
use crate::spec::{NetworkSpec, variants};
use crate::ui::i18n::{Speech, say};
use crate::ui::names;
use crate::ui::words::Told;
use crate::web::database::DatabaseError;

/// Why a kept run cannot be looked into.
#[derive(Clone, Debug, PartialEq)]
pub enum KeptProblem {
    /// The browser keeps nothing, or does not give it away.
    Storage(DatabaseError),
    /// This browser keeps no such experiment or run.
    NoRun,
    /// Nothing is kept of its network: it has not come to a checkpoint, or its record came without one.
    NoCheckpoint(RunKey),
}

impl From<DatabaseError> for KeptProblem {
    fn from(error: DatabaseError) -> Self {
        Self::Storage(error)
    }
}

/// The problem, and what helps.
pub fn kept_problem(speech: Speech, problem: &KeptProblem) -> String {
    match problem {
        KeptProblem::Storage(reason) => say!(speech, weights.no_storage, reason = reason.told(speech.language())),
        KeptProblem::NoRun => say!(speech, weights.no_run),
        KeptProblem::NoCheckpoint(key) => say!(
            speech,
            weights.no_checkpoint,
            variant = names::variant(speech, &key.variant),
            seed = key.seed
        ),
    }
}

impl Shelf {
    /// Puts the run `key` of the experiment `id` on the shelf, as it was kept last.
    ///
    /// # Errors
    /// [`KeptProblem`].
    pub async fn load(self, id: &str, key: &RunKey) -> Result<WeightsId, KeptProblem> {
        let storage = Storage::open().await?;
        let heads = storage.heads().await?;
        let head = heads.iter().find(|head| head.id == id).ok_or(KeptProblem::NoRun)?;
        let run = head.experiment.run(key).ok_or(KeptProblem::NoRun)?;
        let record = storage.record(head).await?;
        let found = storage.checkpoint(id, key).await?;
        let (n_steps, checkpoint) = found.ok_or_else(|| KeptProblem::NoCheckpoint(key.clone()))?;
        let n_epochs = n_steps / run.steps_per_epoch();
        let epochs = record.run(key).map(|run| run.epochs.as_slice()).unwrap_or_default();
        let accuracy = epochs
            .iter()
            .take(n_epochs)
            .next_back()
            .map(|epoch| epoch.test_accuracy);
        let kept = KeptRun {
            experiment: id.to_owned(),
            title: head.title.clone(),
            run,
            n_steps,
            accuracy,
        };
        Ok(self.hold_run(kept, checkpoint))
    }
}

/// Where the run `key` of the experiment `id`, whose network is `spec`, can be looked into, below the page's folder.
pub fn looking_address(base: &str, id: &str, key: &RunKey, spec: &NetworkSpec) -> String {
    let is_variant = variants::find(&key.variant).is_ok_and(|variant| variant.network() == *spec);
    let network = if is_variant {
        format!("net={}", key.variant)
    } else {
        format!("spec={}", spec.to_link().unwrap_or_default())
    };
    let weights = Named::Kept {
        experiment: id.to_owned(),
        run: key.clone(),
    };
    let weights = js_sys::encode_uri_component(&weights.to_string());
    format!("{base}/networks/?{network}&weights={weights}")
}
