//! Pages stored as mail messages (MHTML): the page among the parts.

use colophon_encoding::CodePage;

use crate::encoding;

/// Returns the first page in a mail message, or its first plain text; none if the
/// bytes are not a message of several parts or hold neither.
pub(crate) fn page(message: &[u8]) -> Option<String> {
    let (head, body) = split_head(message)?;
    let kind = field(&head, "content-type")?;
    if !kind.to_ascii_lowercase().starts_with("multipart/") {
        let known = field(&head, "mime-version").is_some();
        return known.then(|| decoded(&head, body));
    }
    let boundary = format!("--{}", parameter(&kind, "boundary")?);
    let mut plain = None;
    for part in parts(body, boundary.as_bytes()) {
        let Some((head, body)) = split_head(part) else {
            continue;
        };
        let kind = field(&head, "content-type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.starts_with("text/html") || kind.starts_with("application/xhtml") {
            return Some(decoded(&head, body));
        }
        // A message may hold another one with the page.
        if kind.starts_with("multipart/") && plain.is_none() {
            let inner = parameter(&kind_of(&head), "boundary");
            let inner = inner.map(|it| format!("--{it}"));
            plain = inner.and_then(|boundary| {
                parts(body, boundary.as_bytes()).find_map(|part| {
                    let (head, body) = split_head(part)?;
                    let kind = kind_of(&head).to_ascii_lowercase();
                    kind.starts_with("text/html").then(|| decoded(&head, body))
                })
            });
        } else if kind.starts_with("text/plain") && plain.is_none() {
            plain = Some(decoded(&head, body));
        }
    }
    plain
}

/// Returns the text of a mail message of one part that is encoded for mail, and
/// whether it is a page; none if the bytes are not such a message.
pub(crate) fn single(message: &[u8]) -> Option<(String, bool)> {
    let (head, body) = split_head(message)?;
    let is_head = head.len() <= MAX_HEAD && head.lines().all(is_field);
    let transfer = field(&head, "content-transfer-encoding").filter(|_| is_head)?;
    let is_encoded = ["base64", "quoted-printable"]
        .iter()
        .any(|it| transfer.eq_ignore_ascii_case(it));
    let kind = kind_of(&head).to_ascii_lowercase();
    let is_text =
        kind.is_empty() || kind.starts_with("text/") || kind.starts_with("application/xhtml");
    let is_page = kind.contains("html");
    (is_encoded && is_text).then(|| (decoded(&head, body), is_page))
}

/// The longest head of a message, in bytes. A bound; no figure depends on it.
const MAX_HEAD: usize = 1 << 16;

/// Returns whether a line has the form `Name: value`, or is the first of a mailbox.
fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map(|(name, _)| name);
    line.starts_with("From ")
        || name.is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
        })
}

fn kind_of(head: &str) -> String {
    field(head, "content-type").unwrap_or_default()
}

/// Cuts a message at its boundaries, without what comes before the first.
fn parts<'a>(body: &'a [u8], boundary: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = next_after(body, boundary);
    std::iter::from_fn(move || {
        let start = rest?;
        let end = find(start, boundary).unwrap_or(start.len());
        rest = next_after(start, boundary);
        Some(&start[..end])
    })
}

fn next_after<'a>(bytes: &'a [u8], boundary: &[u8]) -> Option<&'a [u8]> {
    find(bytes, boundary).map(|at| &bytes[at + boundary.len()..])
}

/// Finds a boundary at the beginning of a line.
fn find(bytes: &[u8], boundary: &[u8]) -> Option<usize> {
    if bytes.starts_with(boundary) {
        return Some(0);
    }
    let lines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    lines
        .map(|(at, _)| at + 1)
        .find(|at| bytes[*at..].starts_with(boundary))
}

/// Splits the fields at the head from the content; continued lines are joined.
fn split_head(message: &[u8]) -> Option<(String, &[u8])> {
    let message = message.trim_ascii_start();
    let ends = [&b"\r\n\r\n"[..], b"\n\n", b"\r\r"];
    let (at, len) = ends
        .iter()
        .filter_map(|end| {
            let at = message
                .windows(end.len())
                .position(|window| window == *end)?;
            Some((at, end.len()))
        })
        .min()?;
    let head = String::from_utf8_lossy(&message[..at]).replace("\r\n", "\n");
    let head = head.replace("\n ", " ").replace("\n\t", " ");
    Some((head, &message[at + len..]))
}

fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"').to_owned();
        key.trim().eq_ignore_ascii_case(name).then_some(value)
    })
}

fn decoded(head: &str, body: &[u8]) -> String {
    let transfer = field(head, "content-transfer-encoding").unwrap_or_default();
    let bytes = match transfer.to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    };
    let charset = parameter(&kind_of(head), "charset");
    let declared = charset.filter(|label| CodePage::of_label(label).is_some());
    let declared = declared.or_else(|| crate::format::declared_encoding(&bytes));
    encoding::decode(&bytes, declared.as_deref())
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = |b: &u8| char::from(*b).to_digit(16);
        rest = match tail {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] if byte == b'=' => after,
            [a, b, after @ ..] if byte == b'=' => {
                let value = hex(a).zip(hex(b)).map(|(a, b)| a * 16 + b);
                if let Some(value) = value.and_then(|value| u8::try_from(value).ok()) {
                    out.push(value);
                    after
                } else {
                    out.push(byte);
                    tail
                }
            }
            _ => {
                out.push(byte);
                tail
            }
        };
    }
    out
}

/// Decodes base 64; what is not of its alphabet is passed over.
pub(crate) fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            let [_, _, _, byte] = (bits >> held).to_be_bytes();
            out.push(byte);
            bits &= (1 << held) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_among_the_parts() {
        let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x=1\"\r\n\r\nnone\r\n--x=1\r\n\
            Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x=1\r\n\
            Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>Gr=FC=\r\n=DFe =3D ok</p>\r\n--x=1--\r\n";
        assert_eq!(page(message).unwrap().trim(), "<p>Grüße = ok</p>");
        assert_eq!(page(b"From: my mother\n\nIt was a dark night."), None);
        assert_eq!(page(b"no head"), None);
    }

    #[test]
    fn a_message_of_one_part_is_decoded() {
        let mail = |head: &str, body: &str| {
            let message = format!("From: x\nContent-Type: {head}\n\n{body}");
            single(message.as_bytes())
        };
        let base64 = "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64";
        assert_eq!(
            mail(base64, "R3LDvMOf\nZQ=="),
            Some(("Grüße".to_owned(), false))
        );
        let quoted = "text/html; charset=iso-8859-1\nContent-Transfer-Encoding: Quoted-Printable";
        assert_eq!(
            mail(quoted, "<p>Gr=FC=DFe"),
            Some(("<p>Grüße".to_owned(), true))
        );
        for head in [
            "text/plain",
            "text/plain\nContent-Transfer-Encoding: 8bit",
            "image/png\nContent-Transfer-Encoding: base64",
            "text/plain\nContent-Transfer-Encoding: base64\nno field",
        ] {
            assert_eq!(mail(head, "R3LDvMOf"), None, "{head}");
        }
    }

    #[test]
    fn base_64_is_decoded() {
        assert_eq!(base64(b"R3L8\r\n32U="), b"Gr\xfc\xdfe");
        assert_eq!(base64(b""), b"");
    }
}
