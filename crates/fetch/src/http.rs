//! Requests: one way to ask, the redirects, and what an answer may be.

use std::io::{self, Read as _};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::{
    ConnectProxyConnector, Connector as _, RustlsConnector, SocksConnector, TcpConnector,
};
use ureq::{Agent, BodyReader, Proxy, ProxyProtocol, Timeout};

use crate::address::Address;
use crate::code::{Code, Failure, Result};
use crate::connect::{self, Lookup, Watched};
use crate::report::Report;
use crate::waiting::Waiting;

const MAX_REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(15);
/// A server that sends less in a second, over the time it is given, is too slow.
const SLOWEST: f64 = 1024.0;
/// Neither connection holds more of an answer in memory.
const BUFFER: usize = 64 << 10;

/// Asks servers. It may be shared between threads.
pub(crate) struct Client {
    agent: Agent,
    /// For where a redirect leads.
    guarded: OnceLock<Agent>,
    proxy: Option<Proxy>,
    patience: Duration,
    /// The ports that the fences let through.
    ports: Vec<u16>,
    pub(crate) report: Arc<Report>,
    waiting: Waiting,
}

/// An answer whose body is still to be read.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The host that sent it, which may be one that a redirect named.
    pub(crate) host: String,
    pub(crate) length: Option<u64>,
    pub(crate) content_range: Option<String>,
    pub(crate) is_html: bool,
    retry_after: Option<String>,
    body: BodyReader<'static>,
    patience: Duration,
    window: (Instant, u64),
}

/// Returns the proxy that the user has set.
///
/// # Errors
///
/// `proxy-failed` if it is not valid: without it, the servers would see the user
/// that the proxy hides.
pub(crate) fn proxy() -> Result<Option<Proxy>> {
    let names = ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"];
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match Proxy::try_from_env() {
        None if names.iter().any(is_set) => Err(Failure::new(
            Code::ProxyFailed,
            "the address of the proxy is not valid",
        )),
        proxy => Ok(proxy),
    }
}

fn agent(proxy: Option<&Proxy>, patience: Duration, is_guarded: bool) -> Agent {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .proxy(proxy.cloned())
        .user_agent("colophon")
        .accept("*/*")
        .accept_encoding("identity")
        .http_status_as_error(false)
        .max_redirects(0)
        .max_idle_connections(2)
        .max_response_header_size(32 << 10)
        .input_buffer_size(BUFFER)
        .output_buffer_size(16 << 10)
        .timeout_resolve(Some(CONNECT))
        .timeout_connect(Some(CONNECT))
        .timeout_send_request(Some(patience / 2))
        .timeout_recv_response(Some(patience / 2))
        .timeout_per_read(Some(patience))
        .build();
    let connector =
        ().chain(Watched(SocksConnector::default()))
            .chain(Watched(ConnectProxyConnector::default()))
            .chain(Watched(TcpConnector::default()))
            .chain(RustlsConnector::default());
    let host = proxy.map(|proxy| proxy.host().to_owned());
    Agent::with_parts(config, connector, Lookup::new(host, is_guarded))
}

impl Client {
    pub(crate) fn new(
        proxy: Option<Proxy>,
        patience: Duration,
        ports: Vec<u16>,
        report: Arc<Report>,
        waiting: Waiting,
    ) -> Self {
        Self {
            agent: agent(proxy.as_ref(), patience, false),
            guarded: OnceLock::new(),
            proxy,
            patience,
            ports,
            report,
            waiting,
        }
    }

    /// Returns the time that a server is given, which tests make shorter.
    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    /// Asks for what is at an address, from its byte `from` on.
    ///
    /// # Errors
    ///
    /// Everything that ends a request before the body of its answer.
    pub(crate) fn get(&self, first: &Address, from: u64) -> Result<Answer> {
        let mut at = first.clone();
        for _ in 0..=MAX_REDIRECTS {
            let answer = self.ask(&at, first, from)?;
            match answer {
                Ok(answer) => return Ok(answer),
                Err(location) => at = at.redirected(&location, first)?,
            }
            if !self.ports.contains(&at.port()) {
                let detail = format!("{} redirects to an unusual port", first.host());
                return Err(Failure::new(Code::RedirectRefused, detail));
            }
        }
        let detail = format!("{} redirects too often", first.host());
        Err(Failure::new(Code::RedirectRefused, detail))
    }

    /// Makes one request. The inner error is where the answer leads.
    fn ask(
        &self,
        at: &Address,
        first: &Address,
        from: u64,
    ) -> Result<std::result::Result<Answer, String>> {
        if at.is_onion() && !self.hides(at) {
            let detail = format!("{} needs a socks5h proxy", at.host());
            return Err(Failure::new(Code::InsecureAddress, detail));
        }
        self.waiting.check(at.host())?;
        let is_same = (at.host(), at.port()) == (first.host(), first.port());
        let agent = if is_same || first.is_loopback() {
            &self.agent
        } else {
            let new = || agent(self.proxy.as_ref(), self.patience, true);
            self.guarded.get_or_init(new)
        };
        let send = || {
            self.report.host(at.host());
            connect::count_in(self.report.counter(at.host()));
            let mut request = agent.get(at.to_string());
            if from > 0 {
                request = request.header("Range", format!("bytes={from}-"));
            }
            if self.proxy.is_some() && at.is_loopback() {
                // What is on this machine is not asked of another.
                request = request.config().proxy(None).build();
            }
            request.call()
        };
        let is_stale = |error: &ureq::Error| {
            use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
            let kinds = [
                BrokenPipe,
                ConnectionAborted,
                ConnectionReset,
                UnexpectedEof,
            ];
            matches!(error, ureq::Error::Io(error) if kinds.contains(&error.kind()))
        };
        let mut response = send();
        // The server may have closed a connection that was kept for this.
        if response.as_ref().is_err_and(is_stale) {
            response = send();
        }
        let response = response.map_err(|error| failure(error, at.host()))?;
        let (parts, body) = response.into_parts();
        let header = |name: &str| {
            let value = parts.headers.get(name)?.to_str().ok()?;
            Some(value.trim().to_owned())
        };
        let status = parts.status.as_u16();
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            return match header("location") {
                Some(location) => Ok(Err(location)),
                None => Err(Failure::new(
                    Code::RedirectRefused,
                    format!("{} redirects to no address", at.host()),
                )),
            };
        }
        if status == 407 {
            return Err(Failure::new(
                Code::ProxyFailed,
                "the proxy wants a password",
            ));
        }
        let encoding = header("content-encoding").unwrap_or_default();
        if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
            let detail = format!("{} compresses what must not be", at.host());
            return Err(Failure::new(Code::NotASource, detail));
        }
        let kind = header("content-type").unwrap_or_default();
        Ok(Ok(Answer {
            status,
            host: at.host().to_owned(),
            length: header("content-length").and_then(|length| length.parse().ok()),
            content_range: header("content-range"),
            is_html: kind.to_ascii_lowercase().contains("html"),
            retry_after: header("retry-after"),
            body: body.into_reader(),
            patience: self.patience,
            window: (Instant::now(), 0),
        }))
    }

    /// Returns whether the name is looked up by the proxy and not by this machine.
    fn hides(&self, at: &Address) -> bool {
        let uri = at.to_string().parse();
        self.proxy.as_ref().is_some_and(|proxy| {
            let is_hiding = matches!(
                proxy.protocol(),
                ProxyProtocol::Socks5h | ProxyProtocol::Socks4A
            );
            is_hiding && uri.is_ok_and(|uri| !proxy.is_no_proxy(&uri))
        })
    }

    /// Returns the failure that an answer other than the one hoped for stands for, where
    /// `name` is that of the file.
    pub(crate) fn refusal(&self, answer: &Answer, name: &str) -> Failure {
        let said = format!("{} answered {} for {name}", answer.host, answer.status);
        match answer.status {
            403 | 429 | 503 => {
                let retry_after = answer.retry_after.as_deref();
                self.waiting.remember(&answer.host, retry_after)
            }
            404 | 410 => {
                let said = format!("{} does not have {name}", answer.host);
                Failure::new(Code::SourceIncomplete, said)
            }
            500.. => Failure::new(Code::Unreachable, said),
            _ => Failure::new(Code::NotASource, said),
        }
    }
}

impl Answer {
    /// Reads on. Nothing is left when it returns 0.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let n = self
            .body
            .read(buffer)
            .map_err(|error| failure(error.into(), &self.host))?;
        let (since, bytes) = &mut self.window;
        *bytes += n as u64;
        if n > 0 && since.elapsed() >= self.patience {
            if (*bytes as f64) < SLOWEST * since.elapsed().as_secs_f64() {
                return Err(too_slow(&self.host));
            }
            self.window = (Instant::now(), 0);
        }
        Ok(n)
    }

    /// Reads a body of at most `bound` bytes.
    ///
    /// If the connection ends before the announced length, what arrived is
    /// returned: its hash or its form decides.
    pub(crate) fn read_all(&mut self, bound: usize, what: &str) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        let mut buffer = vec![0; 16 << 10];
        loop {
            let room = (bound + 1 - body.len()).min(buffer.len());
            let n = match self.read(&mut buffer[..room]) {
                Ok(0) => return Ok(body),
                Ok(n) => n,
                Err(failure) if failure.code == Code::Unreachable && !body.is_empty() => {
                    return Ok(body);
                }
                Err(failure) => return Err(failure),
            };
            body.extend_from_slice(&buffer[..n]);
            if body.len() > bound {
                let detail = format!("{what} from {} is larger than {bound} bytes", self.host);
                return Err(Failure::new(Code::TooLarge, detail));
            }
        }
    }
}

fn too_slow(host: &str) -> Failure {
    Failure::new(Code::TooSlow, format!("{host} sends too little"))
}

/// Returns the failure that an error of a request to `host` stands for.
fn failure(error: ureq::Error, host: &str) -> Failure {
    let unreachable = |why: String| Failure::new(Code::Unreachable, format!("{host}: {why}"));
    match error {
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(error) => of_tls(error, host),
            None => unreachable(error.to_string()),
        },
        ureq::Error::Rustls(error) => of_tls(&error, host),
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            unreachable("it does not answer".to_owned())
        }
        ureq::Error::Timeout(_) => too_slow(host),
        ureq::Error::HostNotFound => unreachable("it is not found".to_owned()),
        ureq::Error::ConnectProxyFailed(why) => Failure::new(Code::ProxyFailed, why),
        ureq::Error::InvalidProxyUrl => Failure::new(Code::ProxyFailed, ""),
        ureq::Error::Other(error) if error.to_string() == connect::PRIVATE => {
            let detail = format!("{host} is inside a private network");
            Failure::new(Code::RedirectRefused, detail)
        }
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => Failure::new(
            Code::NotASource,
            format!("{host} does not speak HTTP correctly"),
        ),
        error => unreachable(error.to_string()),
    }
}

fn of_tls(error: &rustls::Error, host: &str) -> Failure {
    use rustls::CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext,
    };
    use rustls::Error::{General, InvalidCertificate};

    let detail = match error {
        InvalidCertificate(Expired | ExpiredContext { .. }) => {
            format!("the certificate of {host} has expired, or the clock of this computer is wrong")
        }
        InvalidCertificate(NotValidYet | NotValidYetContext { .. }) => format!(
            "the certificate of {host} is not valid yet, or the clock of this computer is wrong"
        ),
        InvalidCertificate(NotValidForName | NotValidForNameContext { .. }) => {
            format!("the certificate of {host} is for another name")
        }
        InvalidCertificate(_) => {
            format!("the certificate of {host} is not signed by anyone that this system trusts")
        }
        General(why) if why.contains("No CA certificates") => {
            "this system has no certificates to check servers by; install ca-certificates"
                .to_owned()
        }
        error => format!("{host}: {error}"),
    };
    Failure::new(Code::TlsUntrusted, detail)
}
