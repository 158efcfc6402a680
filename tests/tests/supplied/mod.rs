//! A publisher with a server, and a reader with a home of their own.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(unreachable_pub, reason = "each test has its own copy")]
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

#[path = "../../../crates/fetch/tests/support/server.rs"]
pub mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use colophon_tests::publishing::Publisher;
use colophon_tests::{Ran, copy, files_below, finish, isolated, names};
use serde_json::Value;

use server::{Asked, Reply, Server, answer};

/// A reader with a home of their own.
pub struct Home {
    pub path: PathBuf,
    /// Removes it at the end.
    _folder: Option<tempfile::TempDir>,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            path: folder.path().to_owned(),
            _folder: Some(folder),
        }
    }

    /// Returns a home in a folder that is there.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            _folder: None,
        }
    }

    pub fn data(&self) -> PathBuf {
        self.path.join("colophon")
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = isolated();
        command
            .env("XDG_DATA_HOME", &self.path)
            .env("NO_PROXY", "127.0.0.1")
            .args(words);
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        finish(&mut self.command(words))
    }

    pub fn get(&self, source: impl AsRef<Path>) -> Ran {
        self.run(&["index", "get", source.as_ref().to_str().unwrap()])
    }

    pub fn sources(&self) -> Value {
        let ran = self.run(&["index", "sources", "--format", "json"]);
        ran.ending(0).json()
    }

    /// Returns what the index in use says about itself.
    pub fn info(&self) -> Value {
        let sources = self.sources();
        let file = sources[0]["file"].as_str().unwrap();
        let ran = self.run(&["index", "info", file, "--format", "json"]);
        ran.ending(0).json()
    }

    /// Returns the id of the source that was added.
    pub fn id(&self) -> String {
        self.sources()[0]["id"].as_str().unwrap().to_owned()
    }

    /// Returns the fetcher's folder.
    pub fn incoming(&self) -> PathBuf {
        self.data().join("incoming").join(self.id())
    }

    /// Has the source be at other addresses, whose hosts have not asked to wait.
    pub fn asks(&self, urls: &[&str]) {
        let own = self.data().join("sources").join(self.id());
        let own = own.join("source.colophon-source");
        let mut source: Value = serde_json::from_slice(&fs::read(&own).unwrap()).unwrap();
        source["urls"] = urls.iter().map(|url| format!("{url}/")).collect();
        fs::write(&own, source.to_string()).unwrap();
        let _ = fs::remove_file(self.incoming().join("waiting.json"));
    }

    /// Asserts how many works the index in use has, and that it is whole.
    #[track_caller]
    pub fn has(&self, works: u64) {
        assert_eq!(self.info()["works"], works);
        let file = self.sources()[0]["file"].as_str().unwrap().to_owned();
        let _ = self.run(&["index", "verify", &file]).ending(0);
    }
}

/// Files of a folder, as a server has them; they can change while it runs.
#[derive(Clone, Default)]
pub struct Shelf(pub Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Shelf {
    pub fn of(folder: &Path) -> Self {
        let shelf = Self::default();
        shelf.fill(folder);
        shelf
    }

    pub fn fill(&self, folder: &Path) {
        let mut files = self.0.lock().unwrap();
        files.clear();
        for ending in ["json", "colophon-source", "html", "txt"] {
            for path in files_below(folder, ending) {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                files.insert(name.to_owned(), fs::read(&path).unwrap());
            }
        }
        for name in names(&folder.join("parts")) {
            let bytes = fs::read(folder.join("parts").join(&name)).unwrap();
            files.insert(format!("parts/{name}"), bytes);
        }
    }

    pub fn answer(&self, asked: &Asked) -> Reply {
        answer(&self.0.lock().unwrap(), asked)
    }

    /// Starts a server that takes its time before each part.
    pub fn serve(&self, pause: Duration) -> Server {
        let own = self.clone();
        Server::start(move |asked| {
            if asked.path.starts_with("/parts/") {
                std::thread::sleep(pause);
            }
            own.answer(asked)
        })
    }
}

/// A publisher with a server, and the link to it.
pub struct Published {
    pub publisher: Publisher,
    pub shelf: Shelf,
    pub server: Server,
    pub link: String,
    /// What `publish init` printed.
    pub made: String,
}

impl Published {
    pub fn new() -> Self {
        Self::pausing(Duration::ZERO)
    }

    /// Makes one whose server takes its time before each part.
    pub fn pausing(pause: Duration) -> Self {
        let (publisher, made) = Publisher::begin(&[]);
        let made = made.ending(0);
        let fingerprint = made
            .stdout
            .lines()
            .find_map(|line| line.strip_prefix("Fingerprint: "))
            .unwrap()
            .to_owned();
        let _ = publisher.add("a.colophon", 0..20, 0..30).ending(0);
        let shelf = Shelf::of(&publisher.dir);
        let server = shelf.serve(pause);
        let link = format!("{}/#colophon:{fingerprint}", server.url());
        Self {
            publisher,
            shelf,
            server,
            link,
            made: made.stdout,
        }
    }

    pub fn upload(&self) {
        self.shelf.fill(&self.publisher.dir);
    }

    /// Publishes a second state, of 28 works, and returns a copy of the first, of 20.
    pub fn advance(&self) -> tempfile::TempDir {
        let old = tempfile::tempdir().unwrap();
        copy(&self.publisher.dir, old.path());
        let _ = self.publisher.add("b.colophon", 20..28, 30..45).ending(0);
        self.upload();
        old
    }

    /// Returns the link to a server other than its own.
    pub fn link_to(&self, url: &str) -> String {
        let (_, fingerprint) = self.link.split_once('#').unwrap();
        format!("{url}/#{fingerprint}")
    }
}

/// Returns a call of a program that runs another one, with the environment of that one.
pub fn around(wrapper: &[&str], command: &Command) -> Command {
    let mut outer = Command::new(wrapper[0]);
    outer
        .args(&wrapper[1..])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}

/// What a server makes of a file.
pub type Answer = Box<dyn Fn(&[u8]) -> Reply + Send + Sync>;

/// Changes what a server answers to one path.
pub fn instead(
    shelf: &Shelf,
    path: &'static str,
    reply: impl Fn(&[u8]) -> Reply + Send + Sync + 'static,
) -> Server {
    let shelf = shelf.clone();
    Server::start(move |asked| {
        if !asked.path.contains(path) {
            return shelf.answer(asked);
        }
        match shelf.answer(asked) {
            Reply::Body(_, _, body) => reply(&body),
            other => other,
        }
    })
}

/// Returns whether mounts need no namespace of users.
#[cfg(target_os = "linux")]
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").unwrap().uid() == 0
}
