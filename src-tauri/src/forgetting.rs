//! Forgetting that can be undone for a few seconds.
//!
//! Results that are forgotten are hidden at once and deleted when the time is
//! over, at the next action that must not meet them, or when the window closes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use colophon_engine::library::Library;

use crate::failure::Failure;
use crate::state::App;

/// How long forgetting can be undone. The window says so for as long, and asks
/// for the end itself; this is for when it cannot.
const GRACE: Duration = Duration::from_secs(10);

/// Hides something; what was hidden before is deleted first. It is deleted itself
/// when the time is over.
pub(crate) fn hide<T>(
    app: &Arc<App>,
    hide: impl FnOnce(&Library) -> Result<T, colophon_engine::Error>,
) -> Result<T, Failure> {
    let library = app.library()?;
    library.settle()?;
    let hidden = hide(library)?;
    let number = app.n_hidden.fetch_add(1, Ordering::Relaxed) + 1;
    let app = Arc::clone(app);
    std::thread::spawn(move || {
        std::thread::sleep(GRACE);
        if app.n_hidden.load(Ordering::Relaxed) == number {
            // The window asks too, and shows what is wrong.
            let _ = settle(&app);
        }
    });
    Ok(hidden)
}

/// Deletes what is hidden, if there is anything.
pub(crate) fn settle(app: &App) -> Result<(), Failure> {
    Ok(app.library()?.settle()?)
}
