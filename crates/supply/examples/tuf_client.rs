//! The client of `crates/supply`, as the conformance suite of TUF drives one.
//!
//! ```text
//! tuf_client --metadata-dir DIR init ROOT
//! tuf_client --metadata-dir DIR --metadata-url URL refresh
//! tuf_client --metadata-dir DIR --metadata-url URL --target-name NAME
//!     --target-base-url URL --target-dir DIR download
//! ```
//!
//! The suite signs with keys of kinds that Colophon refuses, so here `ring` verifies
//! them. `cargo xtask conformance` builds this and runs the suite.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use colophon_supply::{Host, HostError, Memory, Rules, Verified, refresh_by};
use ring::{digest, signature};
use serde_json::Value;
use sigstore_crypto::{CryptoProvider, Error, HashContext, SigningScheme};

/// The longest target of the suite.
const MAX_TARGET: u64 = 1 << 20;

/// Verifies the kinds of signatures that the suite makes.
#[derive(Debug)]
struct Ring;

struct Context(digest::Context);

impl HashContext for Context {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        self.0.finish().as_ref().to_vec()
    }
}

impl CryptoProvider for Ring {
    fn hash(
        &self,
        algorithm: sigstore_types::HashAlgorithm,
    ) -> sigstore_crypto::Result<Box<dyn HashContext>> {
        use sigstore_types::HashAlgorithm as Algorithm;
        let algorithm = match algorithm {
            Algorithm::Sha2256 => &digest::SHA256,
            Algorithm::Sha2384 => &digest::SHA384,
            Algorithm::Sha2512 => &digest::SHA512,
            other => return Err(Error::UnsupportedAlgorithm(format!("{other:?}"))),
        };
        Ok(Box::new(Context(digest::Context::new(algorithm))))
    }

    fn verify_raw(
        &self,
        scheme: SigningScheme,
        key: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> sigstore_crypto::Result<()> {
        let kind: &dyn signature::VerificationAlgorithm = match scheme {
            SigningScheme::Ed25519 => &signature::ED25519,
            SigningScheme::EcdsaP256Sha256 => &signature::ECDSA_P256_SHA256_ASN1,
            SigningScheme::EcdsaP384Sha384 => &signature::ECDSA_P384_SHA384_ASN1,
            SigningScheme::RsaPssSha256 => &signature::RSA_PSS_2048_8192_SHA256,
            SigningScheme::RsaPkcs1Sha256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            other => return Err(Error::UnsupportedAlgorithm(format!("{other:?}"))),
        };
        signature::UnparsedPublicKey::new(kind, key)
            .verify(data, signature)
            .map_err(|_| Error::Verification("the signature does not fit".to_owned()))
    }

    fn verify_prehashed(
        &self,
        scheme: SigningScheme,
        _: &[u8],
        _: &[u8],
        _: &[u8],
    ) -> sigstore_crypto::Result<()> {
        Err(Error::UnsupportedAlgorithm(format!("{scheme:?}")))
    }
}

/// A server of the suite.
struct Server(String);

impl Host for Server {
    fn get(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, HostError> {
        Ok(get(&self.0, name, max)?)
    }
}

/// Gets a file by HTTP 1.0; none if it is not there.
fn get(base: &str, name: &str, max: u64) -> Result<Option<Vec<u8>>> {
    let rest = base.strip_prefix("http://").context("not http")?;
    let (host, folder) = rest.split_once('/').unwrap_or((rest, ""));
    let folder = folder.trim_end_matches('/');
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET /{folder}{slash}{} HTTP/1.0\r\nHost: {host}\r\n\r\n",
        escaped(name)
    )?;
    let mut answer = Vec::new();
    stream.take(max + (1 << 16)).read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n");
    let end = end.context("no end of the head")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    match head.split(' ').nth(1) {
        Some("200") => Ok(Some(answer.split_off(end + 4))),
        Some("403" | "404") => Ok(None),
        other => bail!("status {other:?}"),
    }
}

fn escaped(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    name.bytes()
        .map(|byte| match byte {
            byte if is_plain(byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The folder that the suite looks into: it must have the trusted files and no others.
struct Folder(PathBuf);

impl Memory for Folder {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(name)).ok()
    }

    fn store(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let is_versioned = name.starts_with(|c: char| c.is_ascii_digit());
        if name.contains('/') || is_versioned {
            return Ok(());
        }
        fs::write(self.0.join(name), bytes)
    }
}

#[derive(Default)]
struct Arguments {
    metadata_dir: PathBuf,
    metadata_url: String,
    target_names: Vec<String>,
    target_dir: PathBuf,
    target_base_url: String,
    words: Vec<String>,
}

impl Arguments {
    fn read() -> Result<Self> {
        let mut read = Self::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().context("a value is missing");
            match word.as_str() {
                "--metadata-dir" => read.metadata_dir = value()?.into(),
                "--metadata-url" => read.metadata_url = value()?,
                "--target-name" => read.target_names.push(value()?),
                "--target-dir" => read.target_dir = value()?.into(),
                "--target-base-url" => read.target_base_url = value()?,
                "-v" | "--verbose" => {}
                _ => read.words.push(word),
            }
        }
        Ok(read)
    }
}

fn refresh(arguments: &Arguments) -> Result<Verified> {
    let root = fs::read(arguments.metadata_dir.join("root.json"))?;
    let host = Arc::new(Server(arguments.metadata_url.clone()));
    let memory = Arc::new(Folder(arguments.metadata_dir.clone()));
    // The suite changes the clock of this process.
    let rules = Rules::tuf(jiff::Timestamp::now());
    Ok(refresh_by(&rules, &root, host, memory)?)
}

fn download(arguments: &Arguments) -> Result<()> {
    let is_named_by_digest = refresh(arguments)?.named_by_digest;
    // The suite also signs digests that Colophon does not use, so they are read from
    // the file that was verified.
    let trusted = fs::read(arguments.metadata_dir.join("targets.json"))?;
    let trusted: Value = serde_json::from_slice(&trusted)?;
    for name in &arguments.target_names {
        let target = &trusted["signed"]["targets"][name];
        let hashes = target["hashes"].as_object().context("no such target")?;
        let (kind, wanted) = hashes.iter().next().context("no digest")?;
        let wanted = wanted.as_str().context("no digest")?;
        let kind = match kind.as_str() {
            "sha256" => &digest::SHA256,
            "sha512" => &digest::SHA512,
            other => bail!("digest {other}"),
        };
        let fits = |bytes: &[u8]| {
            let digest = digest::digest(kind, bytes);
            let hex = data_encoding::HEXLOWER.encode(digest.as_ref());
            target["length"] == bytes.len() && hex == wanted
        };
        let out = arguments.target_dir.join(place_of(name));
        if fs::read(&out).is_ok_and(|bytes| fits(&bytes)) {
            continue;
        }
        let on_host = match name.rsplit_once('/') {
            _ if !is_named_by_digest => name.clone(),
            Some((folder, leaf)) => format!("{folder}/{wanted}.{leaf}"),
            None => format!("{wanted}.{name}"),
        };
        let bytes = get(&arguments.target_base_url, &on_host, MAX_TARGET)?;
        let bytes = bytes.context("it is not there")?;
        if !fits(&bytes) {
            bail!("it is another file");
        }
        if let Some(folder) = out.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(out, bytes)?;
    }
    Ok(())
}

/// Returns a path below the folder of targets.
fn place_of(name: &str) -> PathBuf {
    let path = Path::new(name.trim_start_matches('/'));
    let climbs = path
        .components()
        .any(|part| matches!(part, std::path::Component::ParentDir));
    match path.file_name() {
        Some(leaf) if climbs => leaf.into(),
        _ => path.to_owned(),
    }
}

fn run() -> Result<()> {
    let _ = sigstore_crypto::install_default_provider(&Ring);
    let arguments = Arguments::read()?;
    match arguments
        .words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()[..]
    {
        ["init", root] => {
            fs::copy(root, arguments.metadata_dir.join("root.json"))?;
            Ok(())
        }
        ["refresh"] => refresh(&arguments).map(drop),
        ["download"] => download(&arguments),
        _ => bail!("init, refresh or download"),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}
