//! Asks the desktop to open a file or to show it in its folder.
//!
//! Whatever this program starts inherits its ban on networks: a browser would
//! show nothing, and its owner would not know why. So on Linux nothing is
//! started. The desktop's own services are asked, over the bus of the session:
//! they run already, or the bus starts them.

use std::path::Path;

/// Opens a file with the program that the desktop has for it, or shows what is in
/// a folder. Returns whether the desktop took it on.
pub(crate) fn open(path: &Path) -> bool {
    system::open(path).is_some()
}

/// Shows a file or a folder in the one that it is in. Returns whether the desktop
/// took it on.
pub(crate) fn show(path: &Path) -> bool {
    system::show(path).is_some()
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::Path;

    use webkit2gtk::gio::prelude::*;
    use webkit2gtk::gio::{self, BusType, Cancellable, DBusCallFlags, DBusConnection, UnixFDList};
    use webkit2gtk::glib::{Variant, VariantDict, VariantTy, variant::Handle};

    /// How long a service may take to answer.
    const PATIENCE_MS: i32 = 10_000;

    pub(super) fn open(path: &Path) -> Option<()> {
        if path.is_dir() {
            return files("ShowFolders", path);
        }
        let file = std::fs::File::open(path).ok()?;
        let handles = UnixFDList::new();
        let handle = handles.append(file).ok()?;
        let options = VariantDict::new(None).end();
        let asked =
            Variant::tuple_from_iter(["".to_variant(), Handle(handle).to_variant(), options]);
        bus()?
            .call_with_unix_fd_list_sync(
                Some("org.freedesktop.portal.Desktop"),
                "/org/freedesktop/portal/desktop",
                "org.freedesktop.portal.OpenURI",
                "OpenFile",
                Some(&asked),
                None::<&VariantTy>,
                DBusCallFlags::NONE,
                PATIENCE_MS,
                Some(&handles),
                Cancellable::NONE,
            )
            .ok()
            .map(|_| ())
    }

    pub(super) fn show(path: &Path) -> Option<()> {
        files("ShowItems", path)
    }

    /// Asks the file manager.
    fn files(what: &str, path: &Path) -> Option<()> {
        let address = gio::File::for_path(path).uri().to_string();
        let asked = (vec![address], String::new()).to_variant();
        bus()?
            .call_sync(
                Some("org.freedesktop.FileManager1"),
                "/org/freedesktop/FileManager1",
                "org.freedesktop.FileManager1",
                what,
                Some(&asked),
                None::<&VariantTy>,
                DBusCallFlags::NONE,
                PATIENCE_MS,
                Cancellable::NONE,
            )
            .ok()
            .map(|_| ())
    }

    fn bus() -> Option<DBusConnection> {
        gio::bus_get_sync(BusType::Session, Cancellable::NONE).ok()
    }
}

#[cfg(target_os = "macos")]
mod system {
    use std::path::Path;
    use std::process::Command;

    pub(super) fn open(path: &Path) -> Option<()> {
        Command::new("/usr/bin/open")
            .arg(path)
            .spawn()
            .ok()
            .map(|_| ())
    }

    pub(super) fn show(path: &Path) -> Option<()> {
        let mut command = Command::new("/usr/bin/open");
        command.arg("-R").arg(path).spawn().ok().map(|_| ())
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
mod system {
    use std::path::Path;

    // Nobody has tried the window there yet.
    pub(super) fn open(_: &Path) -> Option<()> {
        None
    }

    pub(super) fn show(_: &Path) -> Option<()> {
        None
    }
}
