//! Brings the metadata of a source.

use crate::address::Address;
use crate::code::{Code, Failure, Result};
use crate::folder::Incoming;
use crate::http::Client;
use crate::meta::{
    self, MAX_INDEX, MAX_ROOT, MAX_SNAPSHOT, MAX_SOURCE, MAX_TARGETS, MAX_TIMESTAMP,
};

/// A source whose keys changed more often has to be added again.
const MAX_ROOTS: u64 = 1024;

/// The name of the source file in a publisher's folder. `colophon-supply` says the same;
/// a test compares them, because this program depends on none of the others.
const PUBLISHED_SOURCE: &str = "index.colophon-source";

/// Brings the first root and the source file of an address.
pub(crate) fn add(client: &Client, url: &Address, folder: &Incoming) -> Result<()> {
    folder.empty()?;
    let Some(root) = optional(client, url, "1.root.json", MAX_ROOT)? else {
        let detail = format!("{} offers no index at this address", url.host());
        return Err(Failure::new(Code::NotASource, detail));
    };
    folder.write("1.root.json", &root)?;
    if let Some(source) = optional(client, url, PUBLISHED_SOURCE, MAX_SOURCE)? {
        folder.write(PUBLISHED_SOURCE, &source)?;
    }
    Ok(())
}

/// Brings what is new in the metadata of a source.
pub(crate) fn look(client: &Client, url: &Address, folder: &Incoming) -> Result<()> {
    let mut next = 2;
    while next <= MAX_ROOTS && folder.join(&format!("{next}.root.json")).exists() {
        next += 1;
    }
    while next <= MAX_ROOTS {
        let name = format!("{next}.root.json");
        let Some(root) = optional(client, url, &name, MAX_ROOT)? else {
            break;
        };
        folder.write(&name, &root)?;
        next += 1;
    }

    let wrong = |what: &str| {
        let detail = format!("{what} from {} is incomplete or damaged", url.host());
        Failure::new(Code::NotASource, detail)
    };
    let timestamp = required(client, url, "timestamp.json", MAX_TIMESTAMP)?;
    let pin = meta::pin(&timestamp, "snapshot.json").ok_or_else(|| wrong("timestamp.json"))?;
    folder.write("timestamp.json", &timestamp)?;

    // A thief of the publisher's key may have signed other files with the same version, so
    // a file that is there counts only if it is the one that is named.
    let targets_pin = |bytes: &[u8]| meta::pin(bytes, "targets.json");
    let name = format!("{}.snapshot.json", pin.version);
    let known = folder.read(&name, MAX_SNAPSHOT);
    let known = known.filter(|bytes| pin.is_of(bytes));
    let pin = if let Some(pin) = known.as_deref().and_then(targets_pin) {
        pin
    } else {
        let snapshot = required(client, url, &name, MAX_SNAPSHOT)?;
        let pin = targets_pin(&snapshot).ok_or_else(|| wrong(&name))?;
        folder.write(&name, &snapshot)?;
        pin
    };

    let name = format!("{}.targets.json", pin.version);
    let known = folder.read(&name, MAX_TARGETS);
    let known = known.filter(|bytes| pin.is_of(bytes));
    let listed = if let Some(listed) = known.as_deref().and_then(meta::index_of) {
        listed
    } else {
        let targets = required(client, url, &name, MAX_TARGETS)?;
        let listed = meta::index_of(&targets).ok_or_else(|| wrong(&name))?;
        folder.write(&name, &targets)?;
        listed
    };

    let (hash, length) = listed;
    let name = format!("{hash}.index.json");
    let known = folder.read(&name, MAX_INDEX);
    if known.is_some_and(|bytes| meta::is_hash(&bytes, &hash)) {
        return Ok(());
    }
    let bound = usize::try_from(length)
        .ok()
        .filter(|length| *length <= MAX_INDEX);
    let bound = bound.ok_or_else(|| {
        let detail = format!("index.json is larger than {MAX_INDEX} bytes");
        Failure::new(Code::TooLarge, detail)
    })?;
    let index = required(client, url, &name, bound)?;
    if !meta::is_hash(&index, &hash) {
        return Err(wrong("index.json"));
    }
    folder.write(&name, &index)
}

/// Returns a file that need not be there.
///
/// A server that has one page for everything it does not know answers with that
/// page. To take it for an answer of "not there" gives nobody any power that a
/// real one would not.
fn optional(client: &Client, url: &Address, name: &str, bound: usize) -> Result<Option<Vec<u8>>> {
    let mut answer = client.get(&url.join(name), 0)?;
    match answer.status {
        200 => {}
        403 | 404 | 410 => return Ok(None),
        _ => return Err(client.refusal(&answer, name)),
    }
    let body = answer.read_all(bound, name)?;
    if is_page(&body) {
        return Ok(None);
    }
    if !begins_with(&body, b'{') {
        let detail = format!("{name} from {} is of another kind", url.host());
        return Err(Failure::new(Code::NotASource, detail));
    }
    Ok(Some(body))
}

/// Returns a file without which there is no source.
fn required(client: &Client, url: &Address, name: &str, bound: usize) -> Result<Vec<u8>> {
    let mut answer = client.get(&url.join(name), 0)?;
    if answer.status != 200 {
        return Err(client.refusal(&answer, name));
    }
    let body = answer.read_all(bound, name)?;
    if is_page(&body) {
        let code = if answer.is_html {
            Code::CaptivePortal
        } else {
            Code::NotASource
        };
        let detail = format!("{} answers with a page", answer.host);
        return Err(Failure::new(code, detail));
    }
    Ok(body)
}

fn is_page(body: &[u8]) -> bool {
    begins_with(body, b'<')
}

/// Returns whether the first character after spaces and a mark of the encoding is
/// this one.
fn begins_with(body: &[u8], first: u8) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.iter().find(|b| !b.is_ascii_whitespace()) == Some(&first)
}
