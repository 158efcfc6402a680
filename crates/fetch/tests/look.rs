//! Servers that are in the way of `look` and `add`.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use support::broker::{Answered, Broker};
use support::source::{Home, ID, index, published};
use support::{Asked, Reply, Server, answer, head};

type Files = BTreeMap<String, Vec<u8>>;

fn files() -> Files {
    published(5, &index(&[]), &[])
}

/// Returns the name of the file that a path ends in, without version and hash.
fn kind(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap();
    let kinds = [
        "root.json",
        "timestamp.json",
        "snapshot.json",
        "targets.json",
        "index.json",
    ];
    kinds
        .into_iter()
        .find(|kind| name.ends_with(kind))
        .unwrap_or(name)
}

/// Looks at a source whose server answers this way where it does not answer
/// properly.
fn look(
    trap: impl Fn(&Asked, &Files) -> Option<Reply> + Send + Sync + 'static,
) -> (Answered, Home, Server) {
    let files = files();
    let server =
        Server::start(move |asked| trap(asked, &files).unwrap_or_else(|| answer(&files, asked)));
    let home = Home::knowing(&[&server.url()]);
    let looked = Broker::start(&home).ask(&format!("look {ID} 0"));
    (looked, home, server)
}

fn trap(of: &'static str, reply: impl Fn() -> Reply + Send + Sync + 'static) -> Answered {
    let started = Instant::now();
    let (looked, home, _) = look(move |asked, _| (kind(&asked.path) == of).then(&reply));
    // An incomplete file never has the name of a complete one.
    for entry in fs::read_dir(home.incoming("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(kind(&name) != of, "{name}");
    }
    assert!(started.elapsed() < Duration::from_secs(10));
    looked
}

const METADATA: [&str; 4] = [
    "timestamp.json",
    "snapshot.json",
    "targets.json",
    "index.json",
];

#[test]
fn a_missing_root_is_missing_however_it_is_said() {
    for status in [403, 404, 410] {
        assert!(trap("root.json", move || Reply::status(status)).is_done());
    }
    let page = || Reply::ok(" \n<!doctype html>").with("Content-Type", "text/html");
    assert!(trap("root.json", page).is_done());
    assert!(trap("root.json", || Reply::ok("\u{feff}<html>")).is_done());
    assert_eq!(
        trap("root.json", || Reply::ok("hello")).code(),
        "not-a-source"
    );
    assert_eq!(
        trap("root.json", || Reply::status(500)).code(),
        "unreachable"
    );
    assert_eq!(
        trap("root.json", || Reply::status(429)).code(),
        "server-refused"
    );
}

#[test]
fn roots_are_brought_one_after_the_other() {
    let (looked, home, server) = look(|asked, _| {
        let roots = ["/2.root.json", "/3.root.json"];
        roots
            .contains(&asked.path.as_str())
            .then(|| Reply::ok(format!("{{\"path\":\"{}\"}}", asked.path)))
    });
    assert!(looked.is_done(), "{looked:?}");
    assert!(home.incoming("3.root.json").exists() && !home.incoming("4.root.json").exists());
    server.paths();
    assert!(Broker::start(&home).ask(&format!("look {ID} 0")).is_done());
    assert_eq!(server.paths(), ["/4.root.json", "/timestamp.json"]);
}

#[test]
fn a_page_instead_of_metadata_is_no_source() {
    for of in METADATA {
        let page = || Reply::ok("<!doctype html>").with("Content-Type", "text/html; charset=utf-8");
        assert_eq!(trap(of, page).code(), "captive-portal", "{of}");
        let plain = || Reply::ok("<metadata/>").with("Content-Type", "text/plain");
        assert_eq!(trap(of, plain).code(), "not-a-source", "{of}");
        assert_eq!(trap(of, || Reply::ok("{}")).code(), "not-a-source", "{of}");
        assert_eq!(trap(of, || Reply::ok("")).code(), "not-a-source", "{of}");
        assert_eq!(
            trap(of, || Reply::status(404)).code(),
            "source-incomplete",
            "{of}"
        );
        assert_eq!(
            trap(of, || Reply::status(206)).code(),
            "not-a-source",
            "{of}"
        );
        assert_eq!(
            trap(of, || Reply::status(502)).code(),
            "unreachable",
            "{of}"
        );
    }
}

#[test]
fn nothing_compressed_is_taken() {
    for of in METADATA {
        let zipped = || Reply::ok("x").with("Content-Encoding", "gzip");
        assert_eq!(trap(of, zipped).code(), "not-a-source", "{of}");
    }
    let (looked, ..) = look(|asked, files| {
        let reply = answer(files, asked);
        Some(reply.with("Content-Encoding", "identity"))
    });
    assert!(looked.is_done(), "{looked:?}");
}

#[test]
fn a_file_without_end_is_cut_off() {
    let bounds = [
        ("root.json", 512_000),
        ("timestamp.json", 16_384),
        ("snapshot.json", 65_536),
        ("targets.json", 4 << 20),
        ("index.json", 1 << 20),
    ];
    for (of, bound) in bounds {
        let heads: [&[u8]; 3] = [
            b"HTTP/1.1 200 x\r\nContent-Length: 99999999999\r\n\r\n{\"",
            b"HTTP/1.1 200 x\r\nConnection: close\r\n\r\n{\"",
            b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n",
        ];
        for (i, head) in heads.into_iter().enumerate() {
            let piece = if i == 2 {
                [b"1000\r\n", [b'a'; 4096].as_slice(), b"\r\n"].concat()
            } else {
                vec![b'a'; 4096]
            };
            let endless = move || Reply::Endless(head.to_vec(), piece.clone());
            let looked = trap(of, endless);
            assert_eq!(looked.code(), "too-large", "{of}");
            assert!(looked.received() <= bound + (1 << 20), "{of}: {looked:?}");
        }
    }
}

#[test]
fn headers_without_end_are_cut_off() {
    let endless = || Reply::Endless(b"HTTP/1.1 200 x\r\n".to_vec(), b"A: b\r\n".repeat(100));
    let looked = trap("timestamp.json", endless);
    assert_eq!(looked.code(), "not-a-source");
    assert!(looked.received() <= 1 << 20);
}

#[test]
fn a_server_that_sends_too_little_is_given_up() {
    let slow = [
        || Reply::Silence(Vec::new()),
        || Reply::Silence(head(200, 1000)),
        || Reply::Silence([head(200, 1000), b"{".to_vec()].concat()),
        || Reply::Slowly(head(200, 1000), 1, Duration::from_millis(40)),
        || {
            let body = vec![b' '; 1000];
            Reply::Slowly(
                [head(200, 1000), body].concat(),
                50,
                Duration::from_millis(100),
            )
        },
    ];
    for (i, slow) in slow.into_iter().enumerate() {
        assert_eq!(trap("timestamp.json", slow).code(), "too-slow", "{i}");
    }
}

#[test]
fn a_wrong_length_does_not_matter_where_the_bytes_are_right() {
    for of in METADATA {
        let (looked, ..) = look(move |asked, files| {
            let body = files.get(&asked.path[1..])?;
            let long = [head(200, body.len() + 10), body.clone()].concat();
            (kind(&asked.path) == of).then_some(Reply::Raw(long))
        });
        assert!(looked.is_done(), "{of}: {looked:?}");
    }
    let (looked, ..) = look(|asked, files| {
        let body = files.get(&asked.path[1..])?;
        Some(Reply::Raw(
            [head(200, body.len() - 1), body.clone()].concat(),
        ))
    });
    assert_eq!(looked.code(), "not-a-source");
}

#[test]
fn a_server_that_refuses_is_left_alone_until_it_said() {
    let refusals: [(&'static str, u64); 4] = [
        ("7200", 7200),
        ("99999999", 86_400),
        ("soon", 3600),
        ("", 3600),
    ];
    for (status, (after, seconds)) in [403, 429, 503, 429].into_iter().zip(refusals) {
        let (looked, home, server) = look(move |asked, _| {
            let reply = Reply::status(status).with("Retry-After", after);
            (asked.path == "/timestamp.json").then_some(reply)
        });
        assert_eq!(looked.code(), "server-refused");
        let until = looked.detail().to_owned();
        let (n, asked) = (server.n_connections(), server.paths().len());
        assert_eq!(asked, 2);
        let again = Broker::start(&home).ask(&format!("look {ID} 0"));
        assert_eq!(again.end(), format!("error server-refused {until}"));
        assert_eq!((server.n_connections(), server.paths().len()), (n, 0));
        assert_eq!(again.all("host"), [""; 0]);
        let kept = fs::read_to_string(home.incoming("waiting.json")).unwrap();
        assert_eq!(kept, json!({"127.0.0.1": until}).to_string());
        // Once the time is over, or if the clock was wrong, it is asked again.
        for until in ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "soon"] {
            fs::write(
                home.incoming("waiting.json"),
                json!({"127.0.0.1": until}).to_string(),
            )
            .unwrap();
            assert_eq!(
                Broker::start(&home).ask(&format!("look {ID} 0")).code(),
                "server-refused"
            );
            assert_eq!(server.paths().len(), 2);
        }
        assert!(seconds > 0);
    }
}

#[test]
fn a_server_that_refuses_what_is_added_is_left_alone_too() {
    let server = Server::start(|_| Reply::status(429));
    let home = Home::knowing(&["https://index.example"]);
    let mut broker = Broker::start(&home);
    let request = format!("add {}", server.url());
    let refused = broker.ask(&request);
    assert_eq!(refused.code(), "server-refused");
    for _ in 0..2 {
        assert_eq!(broker.ask(&request).end(), refused.end());
    }
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn a_redirect_leads_only_where_it_may() {
    let files = Arc::new(files());
    let own = Arc::clone(&files);
    let other = Server::start(move |asked| answer(&own, asked));
    let url = other.url();
    let to = url.clone();
    let server = Server::start(move |asked| Reply::redirect(&format!("{to}{}", asked.path)));
    let home = Home::knowing(&[&server.url(), &url]);
    let looked = Broker::start(&home).ask(&format!("look {ID} 0"));
    assert!(looked.is_done(), "{looked:?}");
    // Without that, its port does not belong to the source.
    let home = Home::knowing(&[&server.url()]);
    let looked = Broker::start(&home).ask(&format!("look {ID} 0"));
    assert_eq!(looked.code(), "redirect-refused");
    // The other server learns nothing of the first.
    for asked in other.asked() {
        let text = String::from_utf8(asked.bytes).unwrap().to_lowercase();
        assert!(
            !text.contains("referer") && !text.contains("cookie"),
            "{text}"
        );
    }
    let (looked, ..) = look(|asked, _| {
        let name = asked.path.strip_prefix('/')?;
        (!name.contains('/')).then(|| Reply::redirect(&format!("moved/{name}")))
    });
    // What it moved is not there, but that is where it was looked for.
    assert_eq!(looked.code(), "source-incomplete");

    for to in [
        "http://index.example/",
        "http://10.0.0.1/",
        "https://user:word@index.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "",
        "/timestamp.json",
        "https://[::1",
    ] {
        let looked = trap("timestamp.json", move || Reply::redirect(to));
        assert_eq!(looked.code(), "redirect-refused", "{to}");
    }
    let looked = trap("timestamp.json", || Reply::status(301));
    assert_eq!(looked.code(), "redirect-refused");
}

#[test]
fn where_nobody_answers_the_source_is_unreachable() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for url in [
        format!("http://{closed}"),
        "https://nowhere.invalid".to_owned(),
    ] {
        let home = Home::knowing(&[&url]);
        let looked = Broker::start(&home).ask(&format!("look {ID} 0"));
        assert_eq!(looked.code(), "unreachable", "{looked:?}");
        assert_eq!(looked.all("host").len(), 1);
    }
    assert_eq!(
        trap("timestamp.json", || Reply::Raw(Vec::new())).code(),
        "unreachable"
    );
    assert_eq!(
        trap("timestamp.json", || Reply::Raw(b"SSH-2.0-x\r\n".to_vec())).code(),
        "not-a-source"
    );
}

#[test]
fn every_address_of_a_name_is_tried() {
    // The name has both kinds of address; the server has one.
    for at in ["127.0.0.1:0", "[::1]:0"] {
        if TcpListener::bind(at).is_err() {
            continue;
        }
        let files = files();
        let server = Server::start_at(at, move |asked| answer(&files, asked));
        let port = server.address.port();
        for host in [
            "localhost".to_owned(),
            server.address.ip().to_string().replace("::1", "[::1]"),
        ] {
            let is_listed = !at.starts_with('[') || host != "localhost" || has_both();
            let home = Home::knowing(&[&format!("http://{host}:{port}")]);
            let looked = Broker::start(&home).ask(&format!("look {ID} 0"));
            assert!(looked.is_done() || !is_listed, "{host}: {looked:?}");
        }
    }
}

fn has_both() -> bool {
    use std::net::ToSocketAddrs as _;
    ("localhost", 1)
        .to_socket_addrs()
        .is_ok_and(|mut all| all.any(|address| address.is_ipv6()))
}

#[test]
fn an_address_that_can_be_read_on_the_way_is_not_used() {
    for url in [
        "http://index.example",
        "http://abcdef.onion/x",
        "https://abcdef.onion/x",
    ] {
        let home = Home::knowing(&[url]);
        let mut broker = Broker::start(&home);
        for request in [format!("look {ID} 0"), format!("add {url}")] {
            let answered = broker.ask(&request);
            assert_eq!(answered.code(), "insecure-address", "{request}");
            assert_eq!(answered.all("host"), [""; 0]);
        }
        assert!(home.log().is_empty());
    }
    let home = Home::knowing(&["https://index.example/?a=b"]);
    let mut broker = Broker::start(&home);
    assert_eq!(broker.ask(&format!("look {ID} 0")).code(), "refused");
    assert_eq!(broker.ask("add https://a@index.example").code(), "refused");
}

#[test]
fn what_is_added_must_be_a_source() {
    let home = Home::knowing(&["https://index.example"]);
    let mut broker = Broker::start(&home);
    let nothing = Server::start(|_| Reply::ok("<html>").with("Content-Type", "text/html"));
    assert_eq!(
        broker.ask(&format!("add {}", nothing.url())).code(),
        "not-a-source"
    );
    let large = Server::start(|asked| match asked.path.as_str() {
        "/a/b/1.root.json" => Reply::ok("{}"),
        _ => Reply::ok([b"{".to_vec(), vec![b' '; 70_000]].concat()),
    });
    assert_eq!(
        broker.ask(&format!("add {}/a/b/", large.url())).code(),
        "too-large"
    );
    let good = Server::start(|_| Reply::ok("{}"));
    assert!(broker.ask(&format!("add {}", good.url())).is_done());
    assert!(
        home.data()
            .join("incoming/new/index.colophon-source")
            .exists()
    );
    // What was there before is gone.
    assert_eq!(
        broker.ask(&format!("add {}", nothing.url())).code(),
        "not-a-source"
    );
    assert!(!home.data().join("incoming/new/1.root.json").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_read_only() {
    let server = Server::of(files());
    let home = Home::knowing(&[&server.url()]);
    fs::write(home.data().join("incoming"), "a file").unwrap();
    let looked = Broker::start(&home).ask(&format!("look {ID} 0"));
    assert_eq!(looked.code(), "read-only");
    assert!(server.paths().is_empty());
}

#[test]
fn a_listed_index_that_is_too_large_is_not_asked_for() {
    let mut files = files();
    let targets = json!({"signed": {"targets": {"index.json":
        {"length": (1 << 20) + 1, "hashes": {"sha256": "0".repeat(64)}}}}});
    files.insert(
        "5.targets.json".to_owned(),
        targets.to_string().into_bytes(),
    );
    let server = Server::of(files);
    let home = Home::knowing(&[&server.url()]);
    assert_eq!(
        Broker::start(&home).ask(&format!("look {ID} 0")).code(),
        "too-large"
    );
    assert_eq!(server.paths().len(), 4);
}

/// The requests of two users are the same, whatever they have and are called.
#[test]
fn a_server_cannot_tell_two_users_apart() {
    let server = Server::of(files());
    let plain = Home::knowing(&[&server.url()]);
    let other = Home::knowing(&["https://elsewhere.example", &server.url()]);
    fs::write(other.folder.path().join("My Novel.docx"), "secret").unwrap();
    let environment = [
        ("LC_ALL", "tr_TR.UTF-8".into()),
        ("LANG", "ar_EG.UTF-8".into()),
        ("USER", "jane".into()),
        ("TZ", "Asia/Tokyo".into()),
        ("HTTP_PROXY", "http://127.0.0.1:9".into()),
        ("http_proxy", "http://127.0.0.1:9".into()),
    ];
    let mut seen = Vec::new();
    for (home, environment, n) in [(&plain, &[][..], 0), (&other, &environment[..], 1)] {
        let mut broker = Broker::start_with(home, "1", environment);
        assert!(broker.ask(&format!("look {ID} {n}")).is_done());
        assert!(broker.ask(&format!("look {ID} {n}")).is_done());
        let asked = server.asked();
        server.paths();
        seen.push(
            asked
                .into_iter()
                .map(|asked| asked.bytes)
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(seen[0].len(), 7);
    assert_eq!(seen[0], seen[1]);
    let first = String::from_utf8(seen[0][0].clone()).unwrap();
    let host = server.address;
    let mut lines: Vec<_> = first.trim_end().split("\r\n").collect();
    assert_eq!(lines.remove(0), "GET /2.root.json HTTP/1.1");
    lines.sort_unstable();
    let expected = [
        "accept-encoding: identity",
        "accept: */*",
        &format!("host: {host}"),
        "user-agent: colophon",
    ];
    assert_eq!(lines, expected, "{first}");
}
