//! Addresses: which may be fetched from, and where a redirect may lead.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::code::{Code, Failure, Result};

const MAX_HOST: usize = 253;
const MAX_PATH: usize = 200;
/// Signed addresses of storage services, to which a source may redirect, are long.
const MAX_REDIRECT: usize = 4096;

/// An address without user, query and fragment, and without a final slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    is_https: bool,
    /// In lower case; an IPv6 address is in brackets.
    host: String,
    port: Option<u16>,
    path: String,
    /// With its question mark; only a redirect may have one.
    query: String,
}

impl Address {
    /// Reads an address that a person or a source names.
    ///
    /// # Errors
    ///
    /// `insecure-address` if what is fetched could be read on the way, and
    /// `refused` if it is not an address of the form that is allowed.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let address = Self::split(text).ok_or(Code::Refused)?;
        if !address.query.is_empty() || address.path.len() > MAX_PATH {
            return Err(Code::Refused.into());
        }
        if !address.is_https && !address.is_loopback() && !address.is_onion() {
            let detail = format!("{} has no https", address.host);
            return Err(Failure::new(Code::InsecureAddress, detail));
        }
        Ok(address)
    }

    fn split(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (host, port) = host_and_port(authority)?;
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/".contains(c);
        let climbs = path.split('/').any(|step| step == "." || step == "..");
        if !path.chars().all(is_plain) || climbs || !query.chars().all(|c| is_plain(c) || c == '?')
        {
            return None;
        }
        Some(Self {
            is_https,
            host,
            port,
            path: path.trim_end_matches('/').to_owned(),
            query: query.to_owned(),
        })
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port.unwrap_or(if self.is_https { 443 } else { 80 })
    }

    /// Returns the address of something in the folder that this address names.
    pub(crate) fn join(&self, name: &str) -> Self {
        Self {
            path: format!("{}/{name}", self.path),
            ..self.clone()
        }
    }

    fn ip(&self) -> Option<IpAddr> {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare.parse().ok()
    }

    /// Returns whether the last label of the host is one of these.
    fn ends_in(&self, labels: &[&str]) -> bool {
        let last = self.host.rsplit('.').next();
        last.is_some_and(|last| labels.contains(&last))
    }

    pub(crate) fn is_onion(&self) -> bool {
        self.ends_in(&["onion"])
    }

    /// Returns whether it never leaves the machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.ends_in(&["localhost"]) || self.ip().is_some_and(|ip| unmapped(ip).is_loopback())
    }

    /// Returns whether its name already says that it is not on the internet.
    pub(crate) fn is_private(&self) -> bool {
        self.is_loopback()
            || self.ends_in(&["local", "internal"])
            || self.ip().is_some_and(is_private)
            // A number is an address to a resolver, in several spellings.
            || self.host.rsplit('.').next().is_some_and(|last| {
                self.ip().is_none() && last.starts_with(|c: char| c.is_ascii_digit())
            })
    }

    /// Returns where an answer with this `Location` leads.
    ///
    /// `first` is the address with which the request began.
    ///
    /// # Errors
    ///
    /// `redirect-refused`.
    pub(crate) fn redirected(&self, location: &str, first: &Self) -> Result<Self> {
        let refused = |why: &str| {
            let detail = format!("{} redirects {why}", self.host);
            Failure::new(Code::RedirectRefused, detail)
        };
        let location = location.split('#').next().unwrap_or_default();
        if location.is_empty() || location.len() > MAX_REDIRECT {
            return Err(refused("to no usable address"));
        }
        let scheme = if self.is_https { "https" } else { "http" };
        let has_scheme = location
            .split_once("://")
            .is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
        let is_other = !has_scheme
            && location
                .split('/')
                .next()
                .is_some_and(|step| step.contains(':'));
        if is_other {
            return Err(refused("to an address of another kind"));
        }
        let absolute = if has_scheme {
            location.to_owned()
        } else if let Some(rest) = location.strip_prefix("//") {
            format!("{scheme}://{rest}")
        } else {
            let origin = Self {
                path: String::new(),
                query: String::new(),
                ..self.clone()
            };
            if location.starts_with('/') {
                format!("{origin}{location}")
            } else {
                let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{origin}{folder}/{location}")
            }
        };
        let next = Self::split(&absolute).ok_or_else(|| refused("to no usable address"))?;
        let may_be_local = first.is_loopback();
        let may_be_plain = may_be_local && !first.is_https && next.is_loopback();
        if !next.is_https && !may_be_plain {
            return Err(refused("to an address without https"));
        }
        if next.is_private() && !may_be_local {
            return Err(refused("to an address inside a private network"));
        }
        Ok(next)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "{}{}", self.path, self.query)
    }
}

fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let end = match authority.find(']') {
        Some(bracket) if authority.starts_with('[') => bracket + 1,
        Some(_) => return None,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(end);
    let port = match port {
        "" => None,
        port => {
            let digits = port.strip_prefix(':')?;
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            Some(digits.parse().ok().filter(|port| is_number && *port > 0)?)
        }
    };
    let host = host.to_ascii_lowercase();
    if host.is_empty() || host.len() > MAX_HOST {
        return None;
    }
    let is_host = match host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(bare) => bare.parse::<Ipv6Addr>().is_ok(),
        None => host.split('.').all(|label| {
            let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            !label.is_empty() && label.len() <= 63 && label.chars().all(is_letter)
        }),
    };
    is_host.then_some((host, port))
}

/// Returns the IPv4 address that an IPv6 address stands for, if it does.
fn unmapped(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => {
            let start = &v6.segments()[..6];
            // 64:ff9b::/96 leads to an IPv4 address too, and ::/96 once did.
            let is_nat64 = start == [0x64, 0xff9b, 0, 0, 0, 0];
            let is_old = start == [0; 6] && v6.segments()[6] != 0;
            match v6.to_ipv4_mapped() {
                Some(v4) => IpAddr::V4(v4),
                None if is_nat64 || is_old => {
                    let [.., a, b, c, d] = v6.octets();
                    IpAddr::V4(Ipv4Addr::from([a, b, c, d]))
                }
                None => ip,
            }
        }
    }
}

/// Returns whether an address is not one of the internet's.
pub(crate) fn is_private(ip: IpAddr) -> bool {
    match unmapped(ip) {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || a == 0
                // Addresses that a provider shares among its customers.
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<Code> {
        Address::parse(text).err().map(|failure| failure.code)
    }

    #[test]
    fn only_addresses_that_nobody_can_read_on_the_way_are_taken() {
        for good in [
            "https://index.example",
            "https://index.example:8443/a/b_c/",
            "HTTPS://Index.Example/A%20b",
            "http://127.0.0.1:8080/x",
            "http://[::1]:80/x",
            "http://localhost/x",
            "http://abcdef.onion/x",
            "https://192.168.1.7/x",
        ] {
            assert_eq!(code(good), None, "{good}");
        }
        for bad in [
            "http://index.example",
            "http://127.0.0.1.example/",
            "http://10.0.0.1",
        ] {
            assert_eq!(code(bad), Some(Code::InsecureAddress), "{bad}");
        }
        for bad in [
            "ftp://index.example",
            "https://user@index.example",
            "https://user:word@index.example/",
            "https://index.example/?a=b",
            "https://index.example/#a",
            "https://index.example/a b",
            "https://index.example/a/../b",
            "https://index.example:0/",
            "https://index.example:+1/",
            "https://index.example:99999/",
            "https://",
            "https://a..b/",
            "https://[::1/",
            "https://[1]/",
            "https://ex]ample/",
            "https://exämple.org/",
            "index.example",
            "",
        ] {
            assert_eq!(code(bad), Some(Code::Refused), "{bad}");
        }
        let long = format!("https://index.example/{}", "a".repeat(200));
        assert_eq!(code(&long), Some(Code::Refused));
        let long = format!("https://{}", ["a"; 128].join("."));
        assert_eq!(code(&long), Some(Code::Refused));
    }

    #[test]
    fn an_address_is_written_in_one_way() {
        let address = Address::parse("HTTPS://Index.Example:8443/A/").unwrap();
        assert_eq!(address.to_string(), "https://index.example:8443/A");
        assert_eq!(
            address.join("timestamp.json").to_string(),
            "https://index.example:8443/A/timestamp.json"
        );
        assert_eq!(address.port(), 8443);
        assert_eq!(Address::parse("https://a.example").unwrap().port(), 443);
    }

    #[test]
    fn a_redirect_stays_on_the_internet() {
        let first = Address::parse("https://index.example/set").unwrap();
        let at = first.join("timestamp.json");
        let to = |location: &str| at.redirected(location, &first).map(|next| next.to_string());
        for (location, next) in [
            ("https://b.example/x?sig=1#f", "https://b.example/x?sig=1"),
            ("//b.example/x", "https://b.example/x"),
            ("/x", "https://index.example/x"),
            ("x", "https://index.example/set/x"),
            (
                "/x?to=https://b.example",
                "https://index.example/x?to=https://b.example",
            ),
            ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ] {
            assert_eq!(to(location).unwrap(), next, "{location}");
        }
        for location in [
            "http://b.example/x",
            "http://127.0.0.1/x",
            "https://127.0.0.1/x",
            "https://127.1/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://10.1.2.3/x",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://[64:ff9b::7f00:1]/x",
            "https://[::127.0.0.1]/x",
            "https://[fe80::1]/x",
            "https://[fd00::1]/x",
            "https://localhost/x",
            "https://printer.local/x",
            "https://user@b.example/x",
            "ftp://b.example/x",
            "https://",
            "javascript:alert(1)://",
        ] {
            let code = to(location).map_err(|failure| failure.code);
            assert_eq!(code, Err(Code::RedirectRefused), "{location}");
        }
    }

    #[test]
    fn a_loopback_address_may_redirect_to_another() {
        let first = Address::parse("http://127.0.0.1:8080/set").unwrap();
        assert!(first.redirected("http://localhost:81/x", &first).is_ok());
        assert!(first.redirected("https://b.example/x", &first).is_ok());
        assert!(first.redirected("http://b.example/x", &first).is_err());
        let secure = Address::parse("https://localhost/set").unwrap();
        assert!(secure.redirected("http://localhost/x", &secure).is_err());
        assert!(secure.redirected("https://localhost:1/x", &secure).is_ok());
    }
}
