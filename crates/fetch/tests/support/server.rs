//! Hostile servers, written with the standard library alone.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(unreachable_pub, reason = "each test has its own copy")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says what it expects by failing"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    /// Every byte of it.
    pub bytes: Vec<u8>,
    /// The first byte of a Range.
    pub from: Option<u64>,
    /// How many connections there were before.
    pub connection: usize,
}

/// How a server answers a request.
pub enum Reply {
    /// A body with its length, and further header lines.
    Body(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Bytes, written as they are; then the connection ends.
    Raw(Vec<u8>),
    /// Bytes again and again until the other side has enough.
    Endless(Vec<u8>, Vec<u8>),
    /// Bytes with a pause after each piece; then the connection ends.
    Slowly(Vec<u8>, usize, Duration),
    /// Bytes, then silence until the other side has enough.
    Silence(Vec<u8>),
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::Body(200, Vec::new(), body.into())
    }

    pub fn status(status: u16) -> Self {
        Self::Body(status, Vec::new(), Vec::new())
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Body(_, headers, _) = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    pub fn redirect(to: &str) -> Self {
        Self::status(302).with("Location", to)
    }
}

type Behaviour = dyn Fn(&Asked) -> Reply + Send + Sync;

/// A server on this machine. It ends when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<AtomicUsize>,
    /// Bytes of bodies that were written.
    sent: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
}

impl Server {
    pub fn start(behaviour: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1:0", behaviour)
    }

    pub fn start_at(at: &str, behaviour: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(at).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            connections: Arc::default(),
            sent: Arc::default(),
            ended: Arc::default(),
        };
        let behaviour: Arc<Behaviour> = Arc::new(behaviour);
        let (asked, connections) = (Arc::clone(&server.asked), Arc::clone(&server.connections));
        let (ended, sent) = (Arc::clone(&server.ended), Arc::clone(&server.sent));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let connection = connections.fetch_add(1, Ordering::Relaxed);
                let (behaviour, asked) = (Arc::clone(&behaviour), Arc::clone(&asked));
                let sent = Arc::clone(&sent);
                std::thread::spawn(move || {
                    let _broken = serve(&stream, connection, &*behaviour, &asked, &sent);
                    let _closed = stream.shutdown(Shutdown::Both);
                });
            }
        });
        server
    }

    /// Starts a server that offers these files and answers 404 for all others.
    pub fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self::start(move |asked| answer(&files, asked))
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns the paths that were asked for since the last call.
    pub fn paths(&self) -> Vec<String> {
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.into_iter().map(|asked| asked.path).collect()
    }

    pub fn n_connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let _woken = TcpStream::connect(self.address);
    }
}

/// Answers as a decent server does, ranges included.
pub fn answer(files: &BTreeMap<String, Vec<u8>>, asked: &Asked) -> Reply {
    let Some(file) = files.get(asked.path.trim_start_matches('/')) else {
        return Reply::status(404);
    };
    match asked.from.map(|from| usize::try_from(from).unwrap()) {
        Some(from) if from < file.len() => {
            let range = format!("bytes {from}-{}/{}", file.len() - 1, file.len());
            Reply::Body(206, vec![("Content-Range", range)], file[from..].to_vec())
        }
        Some(_) => Reply::status(416),
        None => Reply::ok(file.clone()),
    }
}

/// Returns the start of an answer with a body of this length.
pub fn head(status: u16, length: usize) -> Vec<u8> {
    format!("HTTP/1.1 {status} x\r\nContent-Length: {length}\r\n\r\n").into_bytes()
}

fn serve(
    mut stream: &TcpStream,
    connection: usize,
    behaviour: &Behaviour,
    asked: &Mutex<Vec<Asked>>,
    sent: &AtomicUsize,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader, connection)? {
        asked.lock().unwrap().push(request.clone());
        match behaviour(&request) {
            Reply::Body(status, headers, body) => {
                let length = body.len();
                let mut bytes = format!("HTTP/1.1 {status} x\r\nContent-Length: {length}\r\n");
                for (name, value) in headers {
                    bytes.extend([name, ": ", &value, "\r\n"]);
                }
                bytes += "\r\n";
                stream.write_all(bytes.as_bytes())?;
                for piece in body.chunks(64 << 10) {
                    stream.write_all(piece)?;
                    sent.fetch_add(piece.len(), Ordering::Relaxed);
                }
            }
            Reply::Raw(bytes) => {
                stream.write_all(&bytes)?;
                return Ok(());
            }
            Reply::Endless(head, piece) => {
                stream.write_all(&head)?;
                loop {
                    stream.write_all(&piece)?;
                    sent.fetch_add(piece.len(), Ordering::Relaxed);
                }
            }
            Reply::Slowly(bytes, n, pause) => {
                for piece in bytes.chunks(n) {
                    stream.write_all(piece)?;
                    std::thread::sleep(pause);
                }
                return Ok(());
            }
            Reply::Silence(bytes) => {
                stream.write_all(&bytes)?;
                let _closed = reader.read(&mut [0]);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Reads one request; none if the other side has no more.
pub fn read_request(
    reader: &mut impl BufRead,
    connection: usize,
) -> std::io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    loop {
        let start = bytes.len();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if &bytes[start..] == b"\r\n" {
            break;
        }
    }
    let text = String::from_utf8(bytes.clone()).unwrap();
    let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
    let range = text.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let is_range = name.eq_ignore_ascii_case("range");
        let from = value.strip_prefix("bytes=")?.strip_suffix('-')?;
        is_range.then(|| from.parse().unwrap())
    });
    Ok(Some(Asked {
        path,
        bytes,
        from: range,
        connection,
    }))
}

/// Numbers that look random and are the same each time.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn bytes(&mut self, n: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = Vec::with_capacity(n + 8);
        while bytes.len() < n {
            bytes.extend(self.next().to_le_bytes());
        }
        bytes.truncate(n);
        bytes
    }
}
