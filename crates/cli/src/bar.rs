//! The bar on the terminal, which is hidden while something else is written there.

use std::sync::Mutex;

use indicatif::ProgressBar;

/// The bar that is shown now.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Hides the bar, does something on the terminal, and shows the bar again.
///
/// Whatever asks a question does it in here; otherwise the bar is drawn over it.
pub(crate) fn paused<T>(on_terminal: impl FnOnce() -> T) -> T {
    let shown = SHOWN.lock().ok().and_then(|shown| shown.clone());
    match shown {
        Some(bar) => bar.suspend(on_terminal),
        None => on_terminal(),
    }
}

/// Says which bar is shown from now on.
pub(crate) fn set_shown(bar: Option<ProgressBar>) {
    if let Ok(mut shown) = SHOWN.lock() {
        *shown = bar;
    }
}
