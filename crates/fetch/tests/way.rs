//! What is between the fetcher and a server: certificates and proxies.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod support;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::broker::{Answered, Broker};
use support::source::{Home, ID, index, published};
use support::{Reply, Server, answer, read_request};

fn certificate(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/certs")
        .join(name)
}

fn files() -> BTreeMap<String, Vec<u8>> {
    published(1, &index(&[]), &[])
}

/// Starts a server that speaks TLS and offers a source.
fn secure(name: &str) -> SocketAddr {
    let chain = CertificateDer::pem_file_iter(certificate(name)).unwrap();
    let key = PrivateKeyDer::from_pem_file(certificate("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.map(Result::unwrap).collect(), key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let stream = StreamOwned::new(connection, stream.unwrap());
            std::thread::spawn(move || offer(BufReader::new(stream)));
        }
    });
    address
}

fn offer(mut stream: BufReader<impl Read + Write>) {
    let files = files();
    while let Ok(Some(asked)) = read_request(&mut stream, 0) {
        let Reply::Body(status, _, body) = answer(&files, &asked) else {
            return;
        };
        let bytes = [support::head(status, body.len()), body].concat();
        if stream.get_mut().write_all(&bytes).is_err() {
            return;
        }
    }
}

fn look(url: &str, environment: &[(&str, OsString)]) -> Answered {
    let home = Home::knowing(&[url]);
    let mut broker = Broker::start_with(&home, "2", environment);
    broker.ask(&format!("look {ID} 0"))
}

fn trusting() -> (&'static str, OsString) {
    ("SSL_CERT_FILE", certificate("ca.pem").into())
}

#[test]
fn a_certificate_must_be_trusted_and_of_today() {
    let good = secure("good.pem").port();
    let url = format!("https://localhost:{good}");
    let looked = look(&url, &[trusting()]);
    assert!(looked.is_done(), "{looked:?}");
    assert!(look(&format!("https://127.0.0.1:{good}"), &[trusting()]).is_done());

    // Nobody on this system has signed it; and a system that trusts nobody.
    let looked = look(&url, &[]);
    assert_eq!(looked.code(), "tls-untrusted", "{looked:?}");
    let looked = look(&url, &[("SSL_CERT_FILE", "/nonexistent".into())]);
    assert_eq!(looked.code(), "tls-untrusted", "{looked:?}");
    assert!(looked.detail().contains("ca-certificates"), "{looked:?}");

    for (name, word) in [
        ("expired.pem", "clock"),
        ("early.pem", "clock"),
        ("other.pem", "name"),
    ] {
        let port = secure(name).port();
        let looked = look(&format!("https://localhost:{port}"), &[trusting()]);
        assert_eq!(looked.code(), "tls-untrusted", "{name}");
        assert!(looked.detail().contains(word), "{looked:?}");
    }
    let plain = proxy(|stream| {
        stream.write_all(b"HTTP/1.1 400 x\r\n\r\n").unwrap();
        head_of(stream);
        None
    });
    let port = plain.port();
    let looked = look(&format!("https://localhost:{port}"), &[trusting()]);
    assert_eq!(looked.code(), "tls-untrusted", "{looked:?}");
    // A server that speaks TLS does not redirect to one that does not.
    let looked = look(&format!("http://localhost:{good}"), &[]);
    assert_eq!(looked.code(), "not-a-source", "{looked:?}");
}

/// Starts a proxy that `greet`s every client and then hands bytes on to the
/// server that the greeting names.
fn proxy(
    greet: impl Fn(&mut TcpStream) -> Option<SocketAddr> + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let greet = Arc::new(greet);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, greet) = (stream.unwrap(), Arc::clone(&greet));
            std::thread::spawn(move || {
                let Some(to) = greet(&mut stream) else { return };
                let mut server = TcpStream::connect(to).unwrap();
                let (mut from, mut to) = (stream.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || {
                    let _broken = std::io::copy(&mut from, &mut to);
                    let _closed = to.shutdown(Shutdown::Both);
                });
                let _broken = std::io::copy(&mut server, &mut stream);
                let _closed = stream.shutdown(Shutdown::Both);
            });
        }
    });
    address
}

/// Reads the head of a request byte by byte, and no further.
fn head_of(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

#[test]
fn a_proxy_with_a_password_is_used_and_no_name_looked_up() {
    let server = secure("good.pem");
    let heads: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&heads);
    let proxy = proxy(move |stream| {
        let head = head_of(stream);
        seen.lock().unwrap().push(head.to_lowercase());
        // "jane:a word", in Base64.
        if !head.contains("Basic amFuZTphIHdvcmQ=") {
            stream
                .write_all(b"HTTP/1.1 407 x\r\nContent-Length: 0\r\n\r\n")
                .unwrap();
            return None;
        }
        stream.write_all(b"HTTP/1.1 200 x\r\n\r\n").unwrap();
        Some(server)
    });
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let set = (name, format!("http://jane:a%20word@{proxy}").into());
        let looked = look("https://index.example", &[trusting(), set]);
        assert!(looked.is_done(), "{looked:?}");
        assert_eq!(looked.all("host"), ["index.example"]);
        assert!(looked.received() > 1000, "{looked:?}");
    }
    // The password is passed to the proxy and to nobody else.
    let set = (
        "HTTPS_PROXY",
        format!("http://jane:a%20word@{proxy}").into(),
    );
    let home = Home::knowing(&["https://index.example"]);
    let mut broker = Broker::start_with(&home, "2", &[trusting(), set]);
    let looked = broker.ask(&format!("look {ID} 0"));
    assert!(looked.is_done(), "{looked:?}");
    // The systems without /proc show no command lines.
    let started = std::fs::read_to_string(format!("/proc/{}/cmdline", broker.pid()));
    assert!(!cfg!(target_os = "linux") || started.as_ref().is_ok_and(|it| it.contains("--broker")));
    let said = format!("{looked:?} {:?} {started:?}", home.log());
    for secret in ["a%20word", "a word", "amFuZTphIHdvcmQ="] {
        assert!(!said.contains(secret), "{said}");
    }
    for head in heads.lock().unwrap().drain(..) {
        assert!(
            head.starts_with("connect index.example:443 http/1.1\r\n"),
            "{head}"
        );
        assert!(head.contains("user-agent: colophon\r\n"), "{head}");
    }
    let without = ("HTTPS_PROXY", format!("http://{proxy}").into());
    let wrong = ("HTTPS_PROXY", format!("http://jane:another@{proxy}").into());
    for set in [without, wrong] {
        let looked = look("https://index.example", &[trusting(), set]);
        assert_eq!(looked.code(), "proxy-failed", "{looked:?}");
        assert!(!looked.detail().contains("another"), "{looked:?}");
    }
}

#[test]
fn a_proxy_that_fails_is_named_and_not_gone_around() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for scheme in ["http", "https", "socks5h", "socks5", "socks4a"] {
        let set = ("ALL_PROXY", format!("{scheme}://{closed}").into());
        // A proxy that is given addresses needs one to give.
        let host = if scheme == "socks5" {
            "198.51.100.1"
        } else {
            "index.example"
        };
        let looked = look(&format!("https://{host}"), &[set]);
        assert_eq!(looked.code(), "proxy-failed", "{scheme}: {looked:?}");
    }
    let looked = look(
        "https://index.example",
        &[("ALL_PROXY", "nonsense://x".into())],
    );
    assert_eq!(looked.code(), "proxy-failed", "{looked:?}");
    // What is on this machine is not asked of a proxy.
    let server = Server::of(files());
    let set = ("ALL_PROXY", format!("http://{closed}").into());
    assert!(look(&server.url(), &[set]).is_done());
}

/// Plays a SOCKS 5 proxy that answers a request with this code.
fn socks(stream: &mut TcpStream, code: u8) -> Option<(String, u16)> {
    let mut greeting = [0; 2];
    stream.read_exact(&mut greeting).ok()?;
    stream
        .read_exact(&mut vec![0; usize::from(greeting[1])])
        .ok()?;
    stream.write_all(&[5, 0]).ok()?;
    let mut start = [0; 5];
    stream.read_exact(&mut start).ok()?;
    // A name, which is not looked up before it gets here.
    assert_eq!(start[..4], [5, 1, 0, 3]);
    let mut name = vec![0; usize::from(start[4])];
    let mut port = [0; 2];
    stream.read_exact(&mut name).ok()?;
    stream.read_exact(&mut port).ok()?;
    stream.write_all(&[5, code, 0, 1, 0, 0, 0, 0, 0, 0]).ok()?;
    Some((String::from_utf8(name).unwrap(), u16::from_be_bytes(port)))
}

#[test]
fn a_hidden_service_is_reached_by_its_name() {
    let server = Server::of(files());
    let to = server.address;
    let names: Arc<Mutex<Vec<(String, u16)>>> = Arc::default();
    let seen = Arc::clone(&names);
    let proxy = proxy(move |stream| {
        let name = socks(stream, 0)?;
        seen.lock().unwrap().push(name);
        Some(to)
    });
    let set = ("ALL_PROXY", OsString::from(format!("socks5h://{proxy}")));
    let looked = look("http://abcdef.onion/", std::slice::from_ref(&set));
    assert!(looked.is_done(), "{looked:?}");
    assert_eq!(looked.all("host"), ["abcdef.onion"]);
    assert!(looked.received() > 300, "{looked:?}");
    assert_eq!(names.lock().unwrap()[0], ("abcdef.onion".to_owned(), 80));

    // A proxy that is given addresses would have the name looked up here, and so
    // would an exception.
    let others = [
        vec![("ALL_PROXY", format!("socks5://{proxy}").into())],
        vec![("ALL_PROXY", format!("http://{proxy}").into())],
        vec![set, ("NO_PROXY", "*".into())],
    ];
    for others in others {
        let looked = look("http://abcdef.onion/", &others);
        assert_eq!(looked.code(), "insecure-address", "{others:?}");
    }
}

#[test]
fn a_proxy_says_whether_it_or_the_host_fails() {
    for (code, outcome) in [
        (1, "proxy-failed"),
        (2, "proxy-failed"),
        (4, "unreachable"),
        (5, "unreachable"),
    ] {
        let proxy = proxy(move |stream| {
            socks(stream, code);
            None
        });
        let set = ("ALL_PROXY", format!("socks5h://{proxy}").into());
        let looked = look("https://index.example", &[set]);
        assert_eq!(looked.code(), outcome, "{code}: {looked:?}");
    }
    let silent = proxy(|stream| {
        let mut lines = BufReader::new(stream);
        let _ended = lines.read_until(0, &mut Vec::new());
        None
    });
    let set = ("ALL_PROXY", format!("http://{silent}").into());
    let home = Home::knowing(&["https://index.example"]);
    let mut broker = Broker::start_with(&home, "1", &[set]);
    broker.begin(&format!("look {ID} 0"));
    assert_eq!(broker.line().unwrap(), "host index.example");
    assert_eq!(broker.ask("stop").end(), "error cancelled");
}
