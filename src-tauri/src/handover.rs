//! A second start hands its files to the window that is open, and ends.
//!
//! It asks for that window before any library of the window is loaded: a process that
//! ends while those start their threads may crash on its way out. Two first starts at
//! the same moment are told apart by the plugin, which asks once more.

use zbus::blocking::Connection;

/// Hands the arguments to the window with this identifier; returns whether there was
/// one.
pub(crate) fn to_open_window(identifier: &str) -> bool {
    // The names are those of tauri-plugin-single-instance, which answers.
    let name = format!("{identifier}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let here = std::env::current_dir().unwrap_or_default();
    let Ok(bus) = Connection::session() else {
        return false;
    };
    let said = bus.call_method(
        Some(name.as_str()),
        path.as_str(),
        Some("org.SingleInstance.DBus"),
        "ExecuteCallback",
        &(arguments, here.to_string_lossy().as_ref()),
    );
    said.is_ok()
}
