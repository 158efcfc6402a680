//! What the program may ask for.

/// The longest line that is read, with its end.
pub(crate) const MAX_LINE: usize = 512;

/// The id of a source: 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Id(String);

impl Id {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// Bring the metadata of a source from one of its mirrors.
    Look { id: Id, mirror: usize },
    /// Bring the files of its index that the mask names.
    Fetch { id: Id, mirror: usize, mask: u64 },
    /// Bring the first files of an address that is not known yet.
    Add { url: String },
    /// Make the attempts of the fetcher's fences.
    Prove,
    /// End the running request.
    Stop,
}

impl Request {
    /// Reads a line without its end.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        if line.len() >= MAX_LINE || !line.is_ascii() {
            return None;
        }
        let mut words = line.split(' ');
        let request = match words.next()? {
            "look" => Self::Look {
                id: Id::parse(words.next()?)?,
                mirror: number(words.next()?)?,
            },
            "fetch" => Self::Fetch {
                id: Id::parse(words.next()?)?,
                mirror: number(words.next()?)?,
                mask: mask(words.next()?)?,
            },
            "add" => Self::Add {
                url: words.next().filter(|url| !url.is_empty())?.to_owned(),
            },
            "prove" => Self::Prove,
            "stop" => Self::Stop,
            _ => return None,
        };
        words.next().is_none().then_some(request)
    }

    /// Returns the id of the source that it is about, if it is known.
    pub(crate) fn id(&self) -> Option<&Id> {
        match self {
            Self::Look { id, .. } | Self::Fetch { id, .. } => Some(id),
            _ => None,
        }
    }
}

fn number(text: &str) -> Option<usize> {
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn mask(text: &str) -> Option<u64> {
    let is_hex = (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    u64::from_str_radix(text, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_requests_are_read() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(
            Request::parse(&format!("fetch {id} 2 fF")),
            Some(Request::Fetch {
                id: Id(id.to_owned()),
                mirror: 2,
                mask: 255
            })
        );
        assert!(Request::parse(&format!("look {id} 0")).is_some());
        assert!(Request::parse("prove").is_some() && Request::parse("stop").is_some());
        for bad in [
            String::new(),
            "look".to_owned(),
            format!("look {id}"),
            format!("look {id} -1"),
            format!("look {id} +1"),
            format!("look {id} 1000"),
            format!("look {id} 0 0"),
            format!("look  {id} 0"),
            format!("look {} 0", id.to_uppercase()),
            format!("look {}/ 0", &id[1..]),
            "look ../../../../../../../../../etc/a 0".to_owned(),
            format!("fetch {id} 0"),
            format!("fetch {id} 0 "),
            format!("fetch {id} 0 +f"),
            format!("fetch {id} 0 {}", "f".repeat(17)),
            "add".to_owned(),
            "add https://ä.example".to_owned(),
            format!("add https://a.example/{}", "a".repeat(500)),
            "prove it".to_owned(),
            "LOOK".to_owned(),
        ] {
            assert_eq!(Request::parse(&bad), None, "{bad}");
        }
    }
}
