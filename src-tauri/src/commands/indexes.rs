//! Indexes: listed, verified, added, removed, built.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use colophon_engine::report::Advice;
use colophon_engine::report::Code;
use colophon_engine::{
    Browsed, BuildRequest, CatalogueInput, INDEX_ENDING, IndexDetail, IndexView, Job, Limits,
    Phase, build_index, default_indexes, demonstration, index_folder, verify_index,
};
use tauri::ipc::Channel;

use super::AppRef;
use crate::failure::Failure;
use crate::files::name_of;
use crate::jobs::{self, JobEvent, JobId, cancelled, lock};
use crate::settings;
use crate::state::App;
use crate::wire::{BrowseAsk, BuildAsk, Built, FileAsk, IndexItem};

/// The scale of an index that is built in the window.
const SCALE: u32 = 1024;
/// How much of a file is copied between two checks for a cancel.
const COPIED_AT_ONCE: usize = 4 << 20;

/// Describes the indexes that a check searches, and the demonstration.
pub(crate) fn all(app: &App) -> Vec<IndexItem> {
    let searched = default_indexes();
    let others = demonstration().filter(|path| !searched.contains(path));
    let others: Vec<IndexItem> = others
        .iter()
        .map(|path| IndexItem {
            searched: false,
            ..describe(app, path)
        })
        .collect();
    let searched = searched.iter().map(|path| describe(app, path));
    searched.chain(others).collect()
}

fn describe(app: &App, path: &Path) -> IndexItem {
    let (info, problem) = match colophon_engine::index_info(path) {
        Ok(info) => (Some(info), None),
        Err(error) => (None, Some(error.into())),
    };
    IndexItem {
        file: app.paths.say(path),
        name: name_of(path),
        own: is_own(path),
        source: source_of(path),
        searched: true,
        info,
        problem,
    }
}

/// Returns the id of the source that an index was got from: its folder has that name.
fn source_of(path: &Path) -> Option<String> {
    let folder = path.parent()?;
    let is_source = folder.parent() == index_folder().as_deref();
    is_source.then(|| name_of(folder))
}

fn is_own(path: &Path) -> bool {
    let folder = index_folder();
    folder.is_some_and(|folder| path.parent() == Some(folder.as_path()))
}

/// Returns the user's folder of indexes, and makes it if it is missing.
fn folder() -> Result<PathBuf, Failure> {
    let folder = index_folder().ok_or_else(settings::no_folder)?;
    fs::create_dir_all(&folder).map_err(|error| Failure::unwritable(&error, &folder))?;
    Ok(folder)
}

/// Returns a path in the folder that is not taken.
fn free_place(folder: &Path, stem: &str) -> PathBuf {
    let plain: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    let plain = plain.trim_matches('-');
    let plain = if plain.is_empty() { "index" } else { plain };
    let first = folder.join(format!("{plain}.{INDEX_ENDING}"));
    let others = (2..).map(|n| folder.join(format!("{plain}-{n}.{INDEX_ENDING}")));
    std::iter::once(first)
        .chain(others)
        .find(|place| !place.exists())
        .unwrap_or_default()
}

#[tauri::command(async)]
pub(crate) fn indexes_list(app: AppRef<'_>) -> Vec<IndexItem> {
    all(&app)
}

#[tauri::command(async)]
pub(crate) fn index_info(app: AppRef<'_>, ask: FileAsk) -> Result<IndexItem, Failure> {
    let path = app.paths.hear(&ask.file);
    colophon_engine::index_info(&path)?;
    Ok(describe(&app, &path))
}

/// Returns what an index covers, and keeps it open to be looked through.
#[tauri::command(async)]
pub(crate) fn index_detail(app: AppRef<'_>, ask: FileAsk) -> Result<IndexDetail, Failure> {
    let path = app.paths.hear(&ask.file);
    let view = Arc::new(IndexView::open(&path)?);
    let detail = view
        .detail()
        .map_err(|error| Failure::from(error).at(&path))?;
    *lock(&app.view) = Some((path, view));
    Ok(detail)
}

/// Returns a page of an index's works or entries.
#[tauri::command(async)]
pub(crate) fn index_browse(app: AppRef<'_>, ask: BrowseAsk) -> Result<Browsed, Failure> {
    let path = app.paths.hear(&ask.file);
    let open = lock(&app.view).clone();
    let view = match open {
        Some((of, view)) if of == path => view,
        _ => {
            let view = Arc::new(IndexView::open(&path)?);
            *lock(&app.view) = Some((path.clone(), Arc::clone(&view)));
            view
        }
    };
    view.browse(&ask.query)
        .map_err(|error| Failure::from(error).at(&path))
}

#[tauri::command(async)]
pub(crate) fn index_verify(app: AppRef<'_>, ask: FileAsk, events: Channel<JobEvent<()>>) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        verify_index(&app.paths.hear(&ask.file), job)?;
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn index_add(
    app: AppRef<'_>,
    ask: FileAsk,
    events: Channel<JobEvent<IndexItem>>,
) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        let from = app.paths.hear(&ask.file);
        verify_index(&from, job)?;
        let folder = folder()?;
        if is_own(&from) {
            return Ok(describe(app, &from));
        }
        let stem = from.file_stem().unwrap_or_default().to_string_lossy();
        let to = free_place(&folder, &stem);
        copy(&from, &to, job)?;
        Ok(describe(app, &to))
    })
}

/// Copies an index to a path, completely or not at all.
fn copy(from: &Path, to: &Path, job: &Job) -> Result<(), Failure> {
    use std::io::{Read as _, Write as _};
    let unwritable = |error: &std::io::Error| Failure::unwritable(error, to);
    let unreadable = |error: std::io::Error| {
        Failure::new(
            Code::Unreadable,
            format!("cannot be read: {}", error.kind()),
        )
        .at(from)
    };
    let mut source = fs::File::open(from).map_err(unreadable)?;
    let length = source.metadata().map_err(unreadable)?.len();
    job.begin(Phase::Writing, length);
    let folder = to.parent().unwrap_or(Path::new("."));
    let mut aside = tempfile::Builder::new()
        .prefix(".colophon-copying-")
        .tempfile_in(folder)
        .map_err(|error| unwritable(&error))?;
    let mut buffer = vec![0; COPIED_AT_ONCE];
    loop {
        let n = source.read(&mut buffer).map_err(unreadable)?;
        if n == 0 {
            break;
        }
        aside
            .write_all(&buffer[..n])
            .map_err(|error| unwritable(&error))?;
        job.advance(n as u64);
        if job.is_cancelled() {
            return Err(cancelled());
        }
    }
    aside
        .as_file()
        .sync_all()
        .map_err(|error| unwritable(&error))?;
    aside
        .persist_noclobber(to)
        .map_err(|error| unwritable(&error.error))?;
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn index_remove(app: AppRef<'_>, ask: FileAsk) -> Result<(), Failure> {
    let path = app.paths.hear(&ask.file);
    if !is_own(&path) {
        let message = "this index came with the program";
        return Err(Failure::new(Code::InvalidArgument, message)
            .advise(Advice::CameWithProgram)
            .at(&path));
    }
    fs::remove_file(&path).map_err(|error| Failure::unwritable(&error, &path))
}

#[tauri::command(async)]
pub(crate) fn index_build(
    app: AppRef<'_>,
    ask: BuildAsk,
    events: Channel<JobEvent<Built>>,
) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        let out = free_place(&folder()?, &ask.name);
        let crew: Vec<_> = ask.crew.iter().map(|file| app.paths.hear(file)).collect();
        let mut catalogues = Vec::new();
        for dump in &ask.dumps {
            let file = app.paths.hear(&dump.file);
            let input = CatalogueInput::new(dump.source.word(), &file)?;
            catalogues.push(input.with_crew(&crew));
        }
        let request = BuildRequest {
            out: out.clone(),
            name: ask.name.clone(),
            about: ask.about.clone(),
            scale: SCALE,
            books: ask.books.iter().map(|book| app.paths.hear(book)).collect(),
            catalogues,
            jobs: 0,
            limits: Limits::default(),
            as_one: ask.as_one,
        };
        let summary = build_index(&request, job)?;
        Ok(Built {
            index: describe(app, &out),
            skipped: summary.skipped.iter().map(Failure::from).collect(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_never_taken_twice() {
        let folder = tempfile::tempdir().unwrap();
        let first = free_place(folder.path(), "My books: 1/2");
        assert_eq!(first, folder.path().join("My-books--1-2.colophon"));
        fs::write(&first, "").unwrap();
        assert_eq!(
            free_place(folder.path(), "My books: 1/2"),
            folder.path().join("My-books--1-2-2.colophon")
        );
        assert_eq!(
            free_place(folder.path(), "../.."),
            folder.path().join("index.colophon")
        );
    }

    #[test]
    fn a_cancelled_copy_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&from, vec![7; 10_000]).unwrap();
        let job = Job::default();
        job.cancel();
        assert_eq!(copy(&from, &to, &job).unwrap_err().code, Code::Cancelled);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        copy(&from, &to, &Job::default()).unwrap();
        assert_eq!(fs::read(&to).unwrap(), fs::read(&from).unwrap());
    }
}
