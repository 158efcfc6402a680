//! One request, from the folder to the outcome.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use colophon_confine::{Attempt, FetcherLimits, Probe, Process};
use ureq::Proxy;

use crate::address::Address;
use crate::code::{Code, Failure, Result};
use crate::folder::{Data, Incoming, home};
use crate::http::{self, Client};
use crate::partial::Partial;
use crate::report::Report;
use crate::request::Request;
use crate::source::{Mirror, Source};
use crate::waiting::Waiting;
use crate::{look, meta, parts};

/// Metadata are smaller than this.
const MAX_METADATA: u64 = 8 << 20;

/// Carries a request out and reports how it ended.
pub(crate) fn run(request: &Request, patience: Duration, report: Report) {
    let report = Arc::new(report);
    let outcome = carry_out(request, patience, &report);
    report.end(outcome);
}

fn carry_out(request: &Request, patience: Duration, report: &Arc<Report>) -> Result<()> {
    let data = Data::find().ok_or_else(|| {
        Failure::new(
            Code::ReadOnly,
            "it is not known where the program keeps its files",
        )
    })?;
    let (source, name, mut ports) = match request {
        Request::Look { id, .. } | Request::Fetch { id, .. } => {
            let source = Source::read(&data, id)?;
            let ports = source.ports();
            (Some(source), id.as_str(), ports)
        }
        Request::Add { url } => (None, "new", vec![Address::parse(url)?.port()]),
        Request::Prove => (None, "new", Vec::new()),
        Request::Stop => return Ok(()),
    };
    let folder = Arc::new(Incoming::of(&data, name)?);
    let proxy = http::proxy()?;
    ports.push(443);
    fence(&data, &folder, &ports, proxy.as_ref(), report)?;
    if *request == Request::Prove {
        prove(report);
        return Ok(());
    }
    let waiting = Waiting::read(&folder);
    let client = Client::new(proxy, patience, ports, Arc::clone(report), waiting);
    match (request, source) {
        (Request::Add { url }, _) => look::add(&client, &Address::parse(url)?, &folder),
        (Request::Look { mirror, .. }, Some(source)) => {
            let mirror = source.mirrors.into_iter().nth(*mirror);
            let mirror = mirror.ok_or_else(no_such_mirror)??;
            look::look(&client, &mirror.url, &folder)
        }
        (Request::Fetch { mirror, mask, .. }, Some(source)) => {
            fetch(&client, source, *mirror, *mask, &folder)
        }
        _ => Ok(()),
    }
}

fn no_such_mirror() -> Failure {
    Failure::new(Code::Refused, "the source has no such mirror")
}

fn fetch(
    client: &Client,
    source: Source,
    mirror: usize,
    mask: u64,
    folder: &Arc<Incoming>,
) -> Result<()> {
    if mirror >= source.mirrors.len() {
        return Err(no_such_mirror());
    }
    let files = meta::read_index(folder)?;
    if files.len() < 64 && mask >> files.len() != 0 {
        return Err(Failure::new(Code::Refused, "the index has no such file"));
    }
    let chosen: Vec<_> = files
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| mask >> bit & 1 == 1)
        .map(|(_, file)| file)
        .collect();
    // A mirror whose address cannot be used is left out.
    let first = source.mirrors[mirror..].iter().flatten().next();
    let first = first.and_then(|mirror| mirror.parts().into_iter().next());
    let (good, bad): (Vec<_>, Vec<_>) = source.mirrors.into_iter().partition(Result::is_ok);
    let mut folders: Vec<Address> = Vec::new();
    for folder in good.iter().flatten().flat_map(Mirror::parts) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let first = folders
        .iter()
        .position(|folder| Some(folder) == first.as_ref());
    if folders.is_empty() {
        let failure = bad.into_iter().find_map(Result::err);
        return Err(failure.unwrap_or_else(no_such_mirror));
    }
    let largest = chosen.iter().map(|file| file.size + file.part_bytes).max();
    colophon_confine::limit_file_size(largest.unwrap_or(0).max(MAX_METADATA));
    let opened = chosen.into_iter().map(|file| Partial::open(folder, file));
    let opened = opened.collect::<Result<Vec<_>>>()?;
    parts::bring(client, &folders, first.unwrap_or(0), opened)
}

/// Puts up the fences around this process, and reports which are missing.
fn fence(
    data: &Data,
    folder: &Incoming,
    ports: &[u16],
    proxy: Option<&Proxy>,
    report: &Report,
) -> Result<()> {
    let set = |name: &str| std::env::var_os(name);
    let mut readable: Vec<PathBuf> = Vec::new();
    readable.extend(set("SSL_CERT_FILE").map(PathBuf::from));
    if let Some(folders) = set("SSL_CERT_DIR") {
        readable.extend(std::env::split_paths(&folders));
    }
    let mut limits = FetcherLimits::new(folder.path());
    limits.readable = readable;
    // Large answers of the resolver come by TCP.
    limits.ports = [ports, &[53]].concat();
    limits.ports.extend(proxy.map(Proxy::port));
    limits.home = Some(home());
    limits.manuscript = Some(data.log());
    let fences = colophon_confine::fence_fetcher(&limits)
        .map_err(|error| Failure::new(Code::Refused, error.to_string()))?;
    for (what, fence) in fences.named() {
        if !fence.is_up() {
            report.line(&format!("unfenced {what}"));
        }
    }
    Ok(())
}

/// Tries what must not be possible.
fn prove(report: &Report) {
    for attempt in Attempt::fetcher_offered() {
        let probe = Probe::new(Process::Fetcher, attempt, attempt.make());
        let word = if probe.refused { "refused" } else { "open" };
        let answer: String = probe.answer.replace(char::is_control, " ");
        report.line(&format!("proof {} {word} {answer}", attempt.word()));
    }
}
