//! The character sets that dumps name, by the names that `MySQL` gives them.

use colophon_encoding::CodePage;
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_8859_2, ISO_8859_7, ISO_8859_8, ISO_8859_13,
    SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1252, WINDOWS_1254,
};

/// Returns the encoding of a character set in which a byte is a character, or in
/// which no byte below 128 is part of a longer one; `None` for UTF-8, and for
/// sets that are unknown.
pub(super) fn single_byte(name: &str) -> Option<CodePage> {
    let name = name.to_ascii_lowercase();
    Some(CodePage::Standard(match name.as_str() {
        "latin1" => WINDOWS_1252,
        "latin2" => ISO_8859_2,
        "latin5" => WINDOWS_1254,
        "latin7" => ISO_8859_13,
        "greek" => ISO_8859_7,
        "hebrew" => ISO_8859_8,
        "tis620" => WINDOWS_874,
        "ujis" | "eucjpms" => EUC_JP,
        "koi8r" => return CodePage::of_label("koi8-r"),
        "koi8u" => return CodePage::of_label("koi8-u"),
        "macroman" => return Some(CodePage::MAC),
        "macce" => return CodePage::of_label("x-mac-ce"),
        "cp850" | "cp852" | "cp866" | "cp1250" | "cp1251" | "cp1256" | "cp1257" => {
            return CodePage::of_label(&name);
        }
        _ => return None,
    }))
}

/// Returns the encoding of a character set whose longer characters may contain
/// bytes that mean something else in SQL, such as the backslash.
fn mixed(name: &str) -> Option<&'static Encoding> {
    Some(match name.to_ascii_lowercase().as_str() {
        "gbk" | "gb2312" => GBK,
        "gb18030" => GB18030,
        "big5" => BIG5,
        "sjis" | "cp932" => SHIFT_JIS,
        "euckr" => EUC_KR,
        _ => return None,
    })
}

/// Returns the encoding from which a dump has to be decoded before its SQL is
/// read, judging by its beginning: UTF-16, or a character set named there whose
/// characters cannot be told from SQL byte by byte.
pub(crate) fn of_head(head: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(head) {
        Some((wide, _)) if wide == UTF_16LE || wide == UTF_16BE => return Some(wide),
        Some(_) => return None,
        None => {}
    }
    if let Some(wide) = colophon_encoding::utf16_without_mark(head) {
        return Some(wide);
    }
    let encoding = named(head).and_then(|name| mixed(&name))?;
    // Many dumps name a set that their text is not in.
    let is_utf8 = colophon_encoding::is_nearly_utf8(head);
    (!is_utf8 || head.is_ascii()).then_some(encoding)
}

/// Returns the first name after `SET NAMES`.
fn named(head: &[u8]) -> Option<String> {
    const SET: &[u8] = b"set names";
    let lower = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, SET)?;
    let rest = lower[at + SET.len()..].iter();
    let rest = rest.skip_while(|byte| b" '\"`=\t".contains(byte));
    let name: Vec<u8> = rest
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .copied()
        .collect();
    String::from_utf8(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_is_decoded_first_where_its_bytes_are_ambiguous() {
        let head = |names: &str| format!("-- MySQL dump\n/*!40101 SET NAMES {names} */;\n");
        for (names, expected) in [
            ("gbk", Some(GBK)),
            ("'sjis' COLLATE x", Some(SHIFT_JIS)),
            ("utf8mb4", None),
            ("latin1", None),
        ] {
            assert_eq!(of_head(head(names).as_bytes()), expected, "{names}");
        }
        let utf8 = head("gbk") + "\u{4E2D}\u{6587}\u{4E66}";
        assert_eq!(of_head(utf8.as_bytes()), None);
        let wide: Vec<u8> = head("gbk")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(of_head(&wide), Some(UTF_16LE));
        assert_eq!(of_head(b""), None);
    }
}
