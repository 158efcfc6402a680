//! What the window can ask for, one file for each place in the window.
//!
//! A command takes `ask` and answers once; one that begins long work answers
//! with its number and reports progress to `events`.
#![expect(
    clippy::needless_pass_by_value,
    reason = "commands own what they are asked"
)]

pub(crate) mod app;
pub(crate) mod check;
pub(crate) mod clients;
pub(crate) mod indexes;
pub(crate) mod lookup;
pub(crate) mod pick;
pub(crate) mod results;
pub(crate) mod supply;

use std::sync::Arc;

/// The state as commands get it.
pub(crate) type AppRef<'a> = tauri::State<'a, Arc<crate::state::App>>;
