//! Addresses of hosts, and names of files there.

/// The longest host name and the longest path.
const MAX_HOST: usize = 253;
const MAX_PATH: usize = 200;

/// Returns whether a source may be at this address: `https`, or `http` on this
/// computer and for `.onion`; a host and a path, and nothing else.
pub fn is_address(address: &str) -> bool {
    let (is_secure, rest) = if let Some(rest) = address.strip_prefix("https://") {
        (true, rest)
    } else if let Some(rest) = address.strip_prefix("http://") {
        (false, rest)
    } else {
        return false;
    };
    let (host_and_port, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@' | '\\' | '"');
    if path.len() > MAX_PATH || !address.chars().all(is_plain) {
        return false;
    }
    let Some(host) = host_of(host_and_port) else {
        return false;
    };
    is_secure || is_of_this_computer(host) || host.to_ascii_lowercase().ends_with(".onion")
}

/// Returns the host of `HOST[:PORT]`, if both can be.
fn host_of(text: &str) -> Option<&str> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, after) = rest.split_once(']')?;
            address.parse::<std::net::Ipv6Addr>().ok()?;
            (address, after)
        }
        None => match text.find(':') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        },
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '_');
    let is_host = (1..=MAX_HOST).contains(&host.len()) && host.chars().all(is_name);
    let is_port = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    (is_host && is_port).then_some(host)
}

/// Returns whether a host is this computer, so that nothing leaves it.
fn is_of_this_computer(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Returns the name of part `n` of a file, as its target has it, without the folder.
pub fn part_name(file: &str, n: usize) -> String {
    format!("{file}.{n:04}")
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn only_a_host_and_a_path_are_an_address() {
        for good in [
            "https://example.org/index/",
            "https://example.org",
            "https://example.org:8443/a/b",
            "https://[2001:db8::1]/x",
            "http://localhost:8000/",
            "http://127.0.0.1:80/x",
            "http://[::1]:80/x",
            "http://abcdefghij.onion/index",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "http://example.org/",
            "ftp://example.org/",
            "https://",
            "https:///x",
            "https://user@example.org/",
            "https://example.org/?q=1",
            "https://example.org/#x",
            "https://example.org:0/",
            "https://example.org:99999/",
            "https://exam ple.org/",
            "https://example.org/a\nb",
            "https://ex\u{e4}mple.org/",
            "http://127.0.0.1.example.org/",
            "http://[::1/x",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(!is_address(&format!(
            "https://example.org/{}",
            "a".repeat(201)
        )));
        assert!(!is_address(&format!("https://{}/", "a".repeat(254))));
    }
}
