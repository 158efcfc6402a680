//! What a test may do to the window that nobody else may.
//!
//! In builds with the feature `automation`, never in a program that is handed
//! out, `COLOPHON_OPEN` names fences to be left open, so that a test can see
//! itself fail, and `COLOPHON_SCRIPT` names a file of JavaScript that the page
//! runs as its own. In every other build nothing here looks anywhere.

/// A fence around the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fence {
    /// The kernel's ban on networks.
    Network,
    /// The policy of what a page may load.
    Policy,
    /// The refusal to go to other pages and to open other windows.
    Navigation,
}

/// Whether a fence is to be left open; never but in a test.
#[cfg(feature = "automation")]
pub(crate) fn is_open(fence: Fence) -> bool {
    let word = match fence {
        Fence::Network => "network",
        Fence::Policy => "policy",
        Fence::Navigation => "navigation",
    };
    std::env::var("COLOPHON_OPEN").is_ok_and(|open| open.split(',').any(|one| one == word))
}

/// Whether a fence is to be left open; never but in a test.
#[cfg(not(feature = "automation"))]
pub(crate) fn is_open(_: Fence) -> bool {
    false
}

/// Returns what the page is to run besides its own; nothing but in a test.
#[cfg(feature = "automation")]
pub(crate) fn script() -> Option<String> {
    std::fs::read_to_string(std::env::var_os("COLOPHON_SCRIPT")?).ok()
}

/// Returns what the page is to run besides its own; nothing but in a test.
#[cfg(not(feature = "automation"))]
pub(crate) fn script() -> Option<String> {
    None
}
