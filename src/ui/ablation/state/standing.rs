//! What is asked of the ablation lab's state.

use super::AblationState;
use crate::bridge::protocol::RunId;
use crate::lab::record::RunState;
use crate::ui::ablation::plan::Plan;

impl AblationState {
    /// Whether runs go on, or will begin by themselves.
    pub fn is_busy(&self) -> bool {
        self.board
            .as_ref()
            .is_some_and(|board| !board.is_held() && !board.is_over())
    }

    /// Whether `run` is one of the experiment on the page, and has not ended.
    pub fn has_run(&self, run: RunId) -> bool {
        self.runs.contains_key(&run)
    }

    /// The plan of the experiment on the page, which is what its files and its link are of; the one that is composed where
    /// there is no experiment yet.
    pub fn shared(&self) -> Plan {
        match &self.board {
            Some(board) => Plan::from_experiment(&board.record.experiment).on(self.plan.settings.engine),
            None => self.plan.clone(),
        }
    }

    /// State of the whole experiment, in the words of a run's.
    pub fn whole(&self) -> RunState {
        let Some(board) = &self.board else {
            return RunState::Waiting;
        };
        match (board.is_over(), board.is_held(), self.runs.is_empty()) {
            (true, ..) => RunState::Done,
            (false, true, _) if board.record.runs.iter().any(|run| !run.losses.is_empty()) => RunState::Paused,
            (false, true, _) => RunState::Waiting,
            (false, false, _) => RunState::Running,
        }
    }
}
