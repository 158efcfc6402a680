//! What the commands of `publish` share: keys, addresses, and what is to be uploaded.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use colophon_engine::publish::Every;
use colophon_engine::publish::{PaperKey, Published, Signing, Upload, Wanted};
use colophon_engine::report::{Code, harmless};
use colophon_engine::{Error, Mirror};
use zeroize::Zeroizing;

use crate::bar::paused;
use crate::output::Output;
use crate::secret::{self, Secrets};
use crate::stop::Stop;
use crate::terminal;

/// From how many parts on they are counted, and not named.
const MANY: usize = 12;

/// The keys that sign
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_field_names,
    reason = "fields are named as the options are"
)]
pub(super) struct Keys {
    /// The file with the keys [default: the folder's name with .keys at the end]
    #[arg(long, value_name = "FILE")]
    pub(super) keys_file: Option<PathBuf>,

    /// A file whose first line is the passphrase of the keys; without it, Colophon asks
    #[arg(long, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,

    /// Sign although this computer's date looks wrong next to that of the last signature
    ///
    /// Use it if the folder was signed by mistake with a date in the future.
    #[arg(long)]
    pub(super) clock_is_right: bool,
}

impl Keys {
    /// Hands over the keys, with what gets their passphrase.
    pub(super) fn with<T>(self, stop: &Stop, use_them: impl FnOnce(&Signing<'_>) -> T) -> T {
        let secrets = Secrets {
            passphrase_file: self.passphrase_file,
            stop,
        };
        let ask = |wanted: Wanted<'_>| secrets.passphrase(wanted);
        // On paper before they count: who sees nothing has lost nothing.
        let show = |keys: &[PaperKey]| {
            let words = Zeroizing::new(paper(keys));
            let written = paused(|| Output::new(None).write(words.as_bytes(), stop));
            written.map_err(|_| Error::new(Code::Unwritable, "the words could not be shown"))
        };
        use_them(&Signing {
            keys_file: self.keys_file,
            ask: &ask,
            show: &show,
            warn: &|code, message| paused(|| terminal::warn(code, message)),
            is_clock_right: self.clock_is_right,
        })
    }
}

/// Reads `URL[,PARTS_URL]`.
pub(super) fn mirror(text: &str) -> Result<Mirror, String> {
    let (url, parts_url) = text.split_once(',').unwrap_or((text, ""));
    if url.is_empty() {
        return Err("write URL or URL,PARTS_URL".to_owned());
    }
    Ok(Mirror {
        url: url.to_owned(),
        parts_url: parts_url.to_owned(),
    })
}

/// Reads a rhythm.
pub(super) fn rhythm() -> impl TypedValueParser<Value = Every> {
    PossibleValuesParser::new(Every::ALL.map(Every::word))
        .map(|word| Every::named(&word).unwrap_or(Every::Week))
}

/// Returns the first digits of the name of a key, enough for people.
pub(super) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// Returns a length in a unit that suits it.
pub(super) fn size(bytes: u64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let unit = units.iter().find(|(_, unit)| bytes as f64 >= *unit);
    match unit {
        Some((name, unit)) => format!("{:.1} {name}", bytes as f64 / unit),
        None => format!("{bytes} bytes"),
    }
}

/// Returns a path, for people.
pub(super) fn shown(path: &Path) -> String {
    harmless(&path.display().to_string()).into_owned()
}

/// Describes a state that was published.
pub(super) fn published(published: &Published, dir: &Path) -> String {
    let file = match &published.file {
        Some(file) => format!("New file:  {file}\n"),
        None => String::new(),
    };
    format!(
        "Published: state {}\n{file}Works:     {}\nEntries:   {}\n{}",
        published.set,
        published.n_works,
        published.n_records,
        uploads(&published.uploads, dir)
    )
}

/// Lists what is to be uploaded, in the order in which that is safe.
pub(super) fn uploads(files: &[Upload], dir: &Path) -> String {
    let total: u64 = files.iter().map(|file| file.size_bytes).sum();
    let mut text = format!(
        "Upload:    {} from {}, in this order:\n",
        size(total),
        shown(dir)
    );
    // Parts are many; the first and the last say which.
    let (parts, others): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|file| file.name.starts_with("parts/"));
    if parts.len() > MANY {
        let bytes: u64 = parts.iter().map(|file| file.size_bytes).sum();
        let _ = writeln!(
            text,
            "  {} new files of parts/ ({})",
            parts.len(),
            size(bytes)
        );
    } else {
        for file in parts {
            let _ = writeln!(text, "  {}", file.name);
        }
    }
    for file in others {
        let _ = writeln!(text, "  {}", file.name);
    }
    text.push_str(
        "Let browsers and proxies keep timestamp.json for 300 seconds (max-age), and the\n\
         other files that have a number or a checksum in their names forever.\n",
    );
    text
}

/// Returns the words of keys that have to be written on paper, once.
fn paper(keys: &[PaperKey]) -> String {
    let mut text = String::new();
    for (n, key) in keys.iter().enumerate() {
        let id = short(&key.id);
        let _ = writeln!(text, "Paper key {} of {} ({id})", n + 1, keys.len());
        text.push_str(
            "Write these words and the id on paper and keep it away from this computer. They are\n\
             shown only now. With them, anybody can replace the other keys.\n",
        );
        if key.is_waiting {
            text.push_str(
                "THEY DO NOT COUNT YET: others must sign this change first. Keep the old paper\n\
                 until `colophon publish sign` says “In effect”.\n",
            );
        }
        let words: Vec<&str> = key.words.split(' ').collect();
        for (line, pair) in words.chunks(2).enumerate() {
            let first = pair.first().copied().unwrap_or_default();
            let second = pair.get(1).copied().unwrap_or_default();
            let _ = writeln!(
                text,
                "  {:>2}. {first:<10}  {:>2}. {second}",
                2 * line + 1,
                2 * line + 2
            );
        }
        text.push('\n');
    }
    text
}

/// Keys that are on paper
#[derive(Debug, clap::Args)]
pub(super) struct Words {
    /// Type the words of a paper key; give it twice for two keys
    #[arg(long, action = clap::ArgAction::Count)]
    pub(super) paper: u8,

    /// A file with the words of paper keys, 24 each
    #[arg(long, value_name = "FILE")]
    pub(super) words_file: Option<PathBuf>,
}

impl Words {
    /// Returns the words of each key.
    pub(super) fn read(self, stop: &Stop) -> Result<Vec<Zeroizing<String>>, Error> {
        let mut keys = Vec::new();
        if let Some(file) = &self.words_file {
            keys.extend(secret::words_in(file)?);
        }
        let secrets = Secrets {
            passphrase_file: None,
            stop,
        };
        for n in 1..=self.paper {
            keys.push(secrets.words(n, self.paper)?);
        }
        Ok(keys)
    }
}
