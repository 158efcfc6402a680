//! Connections: how an agent makes them, and the count of what they bring.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, SocksConnector,
    TcpConnector, Transport,
};

use crate::address::is_private;

/// The word of the error that stands for a name inside a private network.
pub(crate) const PRIVATE: &str = "colophon: private";

thread_local! {
    static COUNTER: RefCell<Arc<AtomicU64>> = RefCell::default();
}

/// Has what this thread's next connections bring counted here.
pub(crate) fn count_in(counter: Arc<AtomicU64>) {
    COUNTER.replace(counter);
}

/// Makes connections, counts what they bring, handshakes included, and says when
/// it was a proxy that failed.
#[derive(Debug, Default)]
pub(crate) struct Watched<C>(pub(crate) C);

/// What makes a connection.
pub(crate) trait Kind {
    const IS_PROXY: bool;
    /// Whether it opens sockets itself.
    const OPENS: bool;
}

impl Kind for TcpConnector {
    const IS_PROXY: bool = false;
    const OPENS: bool = true;
}

impl Kind for SocksConnector {
    const IS_PROXY: bool = true;
    const OPENS: bool = true;
}

impl Kind for ConnectProxyConnector {
    const IS_PROXY: bool = true;
    const OPENS: bool = false;
}

impl<In: Transport, C: Connector<In> + Kind> Connector<In> for Watched<C> {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let is_new = chained.is_none();
        let made = self.0.connect(details, chained);
        let made = made.map_err(|error| if C::IS_PROXY { of_proxy(error) } else { error });
        Ok(made?.map(|transport| -> Box<dyn Transport> {
            if is_new && C::OPENS {
                let received = COUNTER.with_borrow(Arc::clone);
                Box::new(Counting {
                    transport,
                    received,
                })
            } else {
                Box::new(transport)
            }
        }))
    }
}

/// Distinguishes a proxy that cannot reach the host from one that fails.
fn of_proxy(error: Error) -> Error {
    const OF_HOST: [&str; 4] = [
        "network unreachable",
        "host unreachable",
        "connection refused",
        "TTL expired",
    ];
    match &error {
        Error::ConnectProxyFailed(_) => error,
        Error::Io(io) if io.kind() == std::io::ErrorKind::Other => {
            let why = io.to_string();
            if OF_HOST.contains(&why.as_str()) {
                Error::HostNotFound
            } else {
                Error::ConnectProxyFailed(why)
            }
        }
        _ => Error::ConnectProxyFailed(error.to_string()),
    }
}

struct Counting<T> {
    transport: T,
    received: Arc<AtomicU64>,
}

impl<T> fmt::Debug for Counting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Counting")
    }
}

impl<T: Transport> Transport for Counting<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let before = self.transport.buffers().input().len();
        let awaited = self.transport.await_input(timeout);
        let after = self.transport.buffers().input().len();
        let more = after.saturating_sub(before) as u64;
        self.received.fetch_add(more, Ordering::Relaxed);
        awaited
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

/// Looks up names. Where a redirect leads, a name of the internet must not be one
/// of a private network.
#[derive(Debug)]
pub(crate) struct Lookup {
    inner: DefaultResolver,
    is_guarded: bool,
    /// The host of the proxy, which may be anywhere.
    proxy: Option<String>,
    /// What was found a moment ago: every request asks.
    known: Mutex<HashMap<String, (Instant, Vec<SocketAddr>)>>,
}

impl Lookup {
    pub(crate) fn new(proxy: Option<String>, is_guarded: bool) -> Self {
        Self {
            inner: DefaultResolver::default(),
            is_guarded,
            proxy,
            known: Mutex::default(),
        }
    }
}

impl Resolver for Lookup {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        const MINUTE: Duration = Duration::from_mins(1);
        let is_proxy = self.proxy.is_some() && uri.host() == self.proxy.as_deref();
        let origin = format!("{:?} {:?}", uri.scheme(), uri.authority());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = known().get(&origin).cloned();
        if let Some((_, addresses)) = kept.filter(|(at, _)| at.elapsed() < MINUTE) {
            let mut found = self.empty();
            for address in addresses {
                found.push(address);
            }
            return Ok(found);
        }
        let found = self.inner.resolve(uri, config, timeout)?;
        let is_inside = found.iter().any(|address| is_private(address.ip()));
        if self.is_guarded && !is_proxy && is_inside {
            return Err(Error::Other(PRIVATE.into()));
        }
        known().insert(origin, (Instant::now(), found.to_vec()));
        Ok(found)
    }
}
