//! What only a test may do to the window.
//!
//! In builds with the feature `automation`, never in a released program,
//! `COLOPHON_OPEN` names fences to leave open, so that a test can see itself
//! fail, and `COLOPHON_SCRIPT` names a JavaScript file that the page runs as its
//! own. In every other build nothing here reads a variable or a file.

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

/// Returns whether to leave a fence open, which only a test may ask for.
#[cfg(feature = "automation")]
pub(crate) fn is_open(fence: Fence) -> bool {
    let word = match fence {
        Fence::Network => "network",
        Fence::Policy => "policy",
        Fence::Navigation => "navigation",
    };
    std::env::var("COLOPHON_OPEN").is_ok_and(|open| open.split(',').any(|one| one == word))
}

/// Returns whether to leave a fence open, which only a test may ask for.
#[cfg(not(feature = "automation"))]
pub(crate) fn is_open(_: Fence) -> bool {
    false
}

/// Returns what the page runs besides its own script; something only in a test.
#[cfg(feature = "automation")]
pub(crate) fn script() -> Option<String> {
    std::fs::read_to_string(std::env::var_os("COLOPHON_SCRIPT")?).ok()
}

/// Returns what the page runs besides its own script; something only in a test.
#[cfg(not(feature = "automation"))]
pub(crate) fn script() -> Option<String> {
    None
}
