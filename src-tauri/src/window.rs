//! The one window, and what it may not do.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, DragDropEvent, Emitter as _, Manager as _, RunEvent, WebviewWindowBuilder,
    WindowEvent,
};

use crate::automation::{self, Fence};
use crate::commands;
use crate::files::Picked;
use crate::state::App;
use crate::{forgetting, settings};

const LABEL: &str = "main";
const EVENT: &str = "paths";

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum PathsEvent {
    Over { files: usize },
    Left,
    Dropped { paths: Vec<Picked> },
    Opened { paths: Vec<Picked> },
}

/// Opens the window and returns when it is closed.
#[expect(clippy::too_many_lines, reason = "most of it is a list of commands")]
pub(crate) fn run() -> tauri::Result<()> {
    let mut context = tauri::generate_context!();
    if automation::is_open(Fence::Policy) {
        context.config_mut().app.security.csp = None;
    }
    #[cfg(target_os = "linux")]
    if crate::handover::to_open_window(&context.config().identifier) {
        return Ok(());
    }
    let here = std::env::current_dir().unwrap_or_default();
    let opened = named_files(std::env::args_os().skip(1), &here);
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(
            |handle, arguments, folder| {
                second_start(handle, arguments, Path::new(&folder));
            },
        ))
        .manage(Arc::new(App::new(opened)))
        .invoke_handler(tauri::generate_handler![
            commands::app::app_state,
            commands::app::settings_set,
            commands::app::page_print,
            commands::app::prove,
            commands::pick::pick_documents,
            commands::pick::pick_folder,
            commands::pick::pick_list,
            commands::pick::pick_indexes,
            commands::pick::pick_dump,
            commands::pick::pick_save,
            commands::pick::pick_lookup_save,
            commands::check::check_start,
            commands::check::job_cancel,
            commands::check::result_name,
            commands::results::results_list,
            commands::results::result_get,
            commands::results::result_chapters,
            commands::results::result_excerpt,
            commands::results::results_forget,
            commands::results::forget_undo,
            commands::results::forget_settle,
            commands::results::report_save,
            commands::results::saved_open,
            commands::results::saved_show,
            commands::lookup::lookup_start,
            commands::lookup::lookup_rows,
            commands::lookup::lookup_ids,
            commands::lookup::lookup_work,
            commands::lookup::lookup_save,
            commands::clients::clients_preview,
            commands::clients::clients_run,
            commands::clients::clients_runs,
            commands::clients::clients_report,
            commands::clients::clients_forget,
            commands::indexes::indexes_list,
            commands::indexes::index_info,
            commands::indexes::index_detail,
            commands::indexes::index_browse,
            commands::indexes::index_verify,
            commands::indexes::index_add,
            commands::indexes::index_remove,
            commands::indexes::index_build,
            commands::supply::sources_list,
            commands::supply::source_look,
            commands::supply::source_get,
            commands::supply::source_update,
            commands::supply::source_forget,
            commands::supply::fetches_list,
            commands::pick::pick_source,
        ])
        .setup(|app| {
            let config = &app.config().app.windows[0];
            let mut window = WebviewWindowBuilder::from_config(app.handle(), config)?;
            if !automation::is_open(Fence::Navigation) {
                window = window
                    .on_navigation(is_own)
                    .on_new_window(|_, _| NewWindowResponse::Deny);
            }
            if let Some(script) = automation::script() {
                window = window.initialization_script(script);
            }
            let window = window.build()?;
            #[cfg(target_os = "linux")]
            window.with_webview(|page| draw_plainly(&page.inner()))?;
            #[cfg(target_os = "linux")]
            end_when_asked(app.handle());
            let state = app.state::<Arc<App>>();
            state.opened_in(window);
            let settings = settings::read();
            state.zoom(settings.zoom);
            state.theme(settings.theme);
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                dragged(window.app_handle(), event);
            }
        })
        .build(context)?
        .run(|handle, event| {
            if let RunEvent::Exit = event {
                // What was forgotten is gone when the window is.
                let _ = forgetting::settle(&handle.state::<Arc<App>>());
            }
        });
    Ok(())
}

/// Ends the program in good order when the system asks for it, as at the end of a
/// session: what was forgotten is deleted then too.
#[cfg(target_os = "linux")]
fn end_when_asked(handle: &AppHandle) {
    use webkit2gtk::glib::{self, ControlFlow};
    // The numbers of SIGHUP, SIGINT and SIGTERM.
    for signal in [1, 2, 15] {
        let handle = handle.clone();
        glib::unix_signal_add(signal, move || {
            handle.exit(0);
            ControlFlow::Continue
        });
    }
}

/// Lets the processor draw the page. It is text and a few lines: drawing with a
/// graphics card takes a third of the memory, and some cards show nothing.
#[cfg(target_os = "linux")]
fn draw_plainly(page: &webkit2gtk::WebView) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    if let Some(settings) = page.settings() {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        // The page's own menu pastes; the page is ours, and nothing gets out of it.
        settings.set_javascript_can_access_clipboard(true);
    }
}

/// Returns whether an address is that of the window's own files.
fn is_own(url: &tauri::Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        // The server for development.
        ("http", Some("127.0.0.1")) => {
            cfg!(all(debug_assertions, not(feature = "custom-protocol")))
        }
        _ => false,
    }
}

/// Returns the files among the arguments, as whole paths.
fn named_files(arguments: impl Iterator<Item = impl Into<PathBuf>>, folder: &Path) -> Vec<PathBuf> {
    arguments
        .map(Into::into)
        .filter(|path: &PathBuf| !path.as_os_str().as_encoded_bytes().starts_with(b"-"))
        .map(|path| folder.join(path))
        .filter(|path| path.exists())
        .collect()
}

/// Takes the files of a second start of the program.
fn second_start(handle: &AppHandle, arguments: Vec<String>, folder: &Path) {
    let files = named_files(arguments.into_iter().skip(1), folder);
    if let Some(window) = handle.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
    if !files.is_empty() {
        let paths = picked(handle, &files);
        let _ = handle.emit_to(LABEL, EVENT, PathsEvent::Opened { paths });
    }
}

fn dragged(handle: &AppHandle, event: &DragDropEvent) {
    let event = match event {
        DragDropEvent::Enter { paths, .. } => PathsEvent::Over { files: paths.len() },
        DragDropEvent::Drop { paths, .. } => PathsEvent::Dropped {
            paths: picked(handle, paths),
        },
        DragDropEvent::Leave => PathsEvent::Left,
        _ => return,
    };
    let _ = handle.emit_to(LABEL, EVENT, event);
}

fn picked(handle: &AppHandle, files: &[PathBuf]) -> Vec<Picked> {
    let app = handle.state::<Arc<App>>();
    files.iter().map(|path| app.paths.pick(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_windows_own_files_are_gone_to() {
        let is_own = |url: &str| is_own(&url.parse().unwrap());
        assert!(is_own("tauri://localhost/index.html"));
        for other in [
            "https://example.org/",
            "http://127.0.0.1:8080/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "tauri://elsewhere/",
        ] {
            assert!(
                !is_own(other)
                    || (other.contains("127.0.0.1") && !cfg!(feature = "custom-protocol")),
                "{other}"
            );
        }
    }

    #[test]
    fn options_are_no_files() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.epub"), "").unwrap();
        let named = named_files(["--x", "a.epub", "gone.epub"].into_iter(), folder.path());
        assert_eq!(named, [folder.path().join("a.epub")]);
    }
}
