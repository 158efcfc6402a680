//! What the broker keeps of its environment.

/// Removes from the environment what is of no use to a fetcher.
///
/// # Safety
///
/// The process has one thread.
#[expect(
    unsafe_code,
    reason = "another thread could be reading the environment"
)]
pub(crate) unsafe fn clear() {
    const KEPT: [&str; 11] = [
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "HOME",
        "XDG_DATA_HOME",
        "LOCALAPPDATA",
    ];
    let names: Vec<_> = std::env::vars_os().map(|(name, _)| name).collect();
    for name in names {
        let is_kept = name.to_str().is_some_and(|name| {
            KEPT.contains(&name)
                || cfg!(debug_assertions) && name == "COLOPHON_PLANT"
                // Without it, Windows opens no socket.
                || cfg!(windows) && name.eq_ignore_ascii_case("SystemRoot")
        });
        // An empty name or one with `=` in it could not be removed.
        let is_name = !name.is_empty() && !name.as_encoded_bytes().contains(&b'=');
        if !is_kept && is_name {
            // SAFETY: the caller promises that no other thread reads it.
            unsafe { std::env::remove_var(&name) };
        }
    }
}
