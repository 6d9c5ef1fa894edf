//! The networks of the plan: a row each, with its facts, and in place below it the form that edits it.
//!
//! What an edit does is in [`super::editing`]; read that first. This file holds the table, `form` a network's form,
//! `fields` what each family has in it, `inputs` single fields, `wording` the words for settings and refusals.

mod fields;
mod form;
mod inputs;
mod row;
mod wording;

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::behind::focus;
use super::change::Change;
use super::editing::Rows;
use super::plan::Plan;
use super::store::Ablation;
use crate::lab::experiment::{MOST_VARIANTS, VariantSpec};
use crate::spec::Design;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;
use row::Row;

/// The rows, and which of their forms are open; a context of the table.
#[derive(Clone, Copy)]
struct Editor {
    ablation: Ablation,
    rows: RwSignal<Rows>,
    open: RwSignal<BTreeSet<u64>>,
    note: RwSignal<Option<Note>>,
}

/// What the last press of a button has done.
#[derive(Clone, PartialEq)]
enum Note {
    /// A network was removed from this place.
    Removed(usize, Box<VariantSpec>),
    /// The row is a copy of the network that was called so.
    Duplicated(u64, String),
    /// There is no room for another network.
    Full,
}

impl Editor {
    fn provide() -> Self {
        let ablation = expect_context::<Ablation>();
        let editor = Self {
            ablation,
            rows: RwSignal::default(),
            open: RwSignal::default(),
            note: RwSignal::default(),
        };
        let variants = ablation.part(|state| state.plan.variants.clone());
        editor
            .rows
            .update(|rows| variants.with_untracked(|variants| rows.follow(variants)));
        // Templates, links and kept experiments change the plan too; after an edit the rows are there already.
        Effect::new(move |_| {
            variants.with(|variants| {
                let is_new = editor.rows.with_untracked(|rows| !rows.are_of(variants));
                if is_new {
                    editor.rows.update(|rows| rows.follow(variants));
                    editor.note.set(None);
                }
            });
        });
        provide_context(editor);
        editor
    }

    /// Does something with the rows, and shows the plan where it is another one then.
    fn change(self, what: impl FnOnce(&mut Rows, &mut Plan) -> bool) -> bool {
        let mut plan = self.ablation.state.with_untracked(|state| state.plan.clone());
        let is_new = self.rows.try_update(|rows| what(rows, &mut plan)).unwrap_or(false);
        if is_new {
            self.note.set(None);
            self.ablation.send(Change::Compose(plan));
        }
        is_new
    }

    /// A part of a row, as a value that changes only when it does; the default where the row has gone.
    fn part<T: Default + PartialEq + Send + Sync + 'static>(
        self,
        key: u64,
        part: impl Fn(&super::editing::Row) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.rows.with(|rows| rows.get(key).map(&part).unwrap_or_default()))
    }

    /// Name and design of the first network, which the others are compared with.
    fn first(self) -> Option<(u64, String, Design)> {
        self.rows.with(|rows| {
            let first = rows.iter().next()?;
            Some((first.key, first.id().to_owned(), first.design().clone()))
        })
    }

    fn toggle(self, key: u64) {
        self.open.update(|open| {
            if !open.remove(&key) {
                open.insert(key);
            }
        });
    }

    fn duplicate(self, key: u64) {
        let source = self
            .rows
            .with_untracked(|rows| rows.get(key).map(|row| row.id().to_owned()));
        let mut copy = None;
        self.change(|rows, plan| {
            copy = rows.duplicate(plan, key);
            copy.is_some()
        });
        match copy.zip(source) {
            Some((copy, source)) => {
                self.open.update(|open| {
                    open.insert(copy);
                });
                self.note.set(Some(Note::Duplicated(copy, source)));
                // Once it is drawn.
                request_animation_frame(move || focus(&format!("#{}", button_id(copy))));
            }
            None => self.note.set(Some(Note::Full)),
        }
    }

    fn remove(self, key: u64) {
        let mut removed = None;
        self.change(|rows, plan| {
            let idx = rows.iter().position(|row| row.key == key);
            let idx = idx.filter(|idx| plan.variants.len() > 1 && *idx < plan.variants.len());
            removed = idx.map(|idx| Note::Removed(idx, Box::new(plan.variants.remove(idx))));
            rows.follow(&plan.variants);
            removed.is_some()
        });
        self.note.set(removed);
    }

    fn put_back(self, idx: usize, variant: VariantSpec) {
        self.change(|rows, plan| {
            let id = plan.free_id(&variant.id, &variant.network, None);
            let variant = VariantSpec { id, ..variant };
            plan.variants.insert(idx.min(plan.variants.len()), variant);
            rows.follow(&plan.variants);
            true
        });
    }
}

/// Id of the button that opens a row's form.
fn button_id(key: u64) -> String {
    format!("edit-{key}")
}

/// The networks that are compared.
#[component]
pub fn VariantTable() -> impl IntoView {
    let speech = use_speech();
    let editor = Editor::provide();
    let keys = Memo::new(move |_| {
        editor
            .rows
            .with(|rows| rows.iter().map(|row| row.key).collect::<Vec<_>>())
    });
    view! {
        <h3 id="variants-title">{tr!(speech, ablation.networks)}</h3>
        <ul class="variants" aria-labelledby="variants-title">
            <For each=move || keys.get() key=|key| *key let:key>
                <Row key=key />
            </For>
        </ul>
        <div role="status">
            {move || editor.note.get().map(|note| view! { <p class="note" data-testid="variants-note"><NoteWords note=note /></p> })}
        </div>
    }
}

#[component]
fn NoteWords(note: Note) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    match note {
        Note::Removed(idx, variant) => {
            let id = variant.id.clone();
            let undo = move |_| editor.put_back(idx, (*variant).clone());
            view! {
                {move || say!(speech, ablation.removed, name = names::variant(speech, &id))} " "
                <button type="button" class="button button--quiet" on:click=undo>{tr!(speech, ablation.undo)}</button>
            }
            .into_any()
        }
        Note::Duplicated(copy, source) => {
            let id = editor.part(copy, |row| row.id().to_owned());
            let source = move || names::variant(speech, &source);
            let words = move || {
                let name = id.with(|id| names::variant(speech, id));
                say!(speech, edit.duplicated, name = name, source = source())
            };
            words.into_any()
        }
        Note::Full => view! { {tr!(speech, edit.full, n = MOST_VARIANTS)} }.into_any(),
    }
}
