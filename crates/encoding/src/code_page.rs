//! Code pages: single-byte and other encodings by name, by number, and as tables.
//!
//! The Encoding Standard covers what the web uses. Old manuscripts were written
//! under DOS and on classic Macs, whose code pages are here: for each of them the
//! upper half, from 0x80 on, as Unicode's mapping tables have it.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, ISO_8859_2, ISO_8859_13, KOI8_R, KOI8_U, MACINTOSH,
    SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP737: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u{a0}";
const CP775: &str = "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u{ad}±“¾¶§÷„°∙·¹³²■\u{a0}";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";
const CP855: &str = "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{ad}ыЫзЗшШэЭщЩчЧ§■\u{a0}";
const CP857: &str = "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\u{fffd}ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\u{fffd}×ÚÛÙìÿ¯´\u{ad}±\u{fffd}¾¶§÷¸°¨·¹³²■\u{a0}";
const CP860: &str = "ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP861: &str = "ÇüéâäàåçêëèÐðÞÄÅÉæÆôöþûÝýÖÜø£Ø₧ƒáíóúÁÍÓÚ¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP862: &str = "אבגדהוזחטיךכלםמןנסעףפץצקרשת¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP863: &str = "ÇüéâÂà¶çêëèïî‗À§ÉÈÊôËÏûù¤ÔÜ¢£ÙÛƒ¦´óú¨¸³¯Î⌐¬½¼¾«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP865: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP869: &str = "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}Ά\u{fffd}·¬¦‘’Έ―ΉΊΪΌ\u{fffd}\u{fffd}ΎΫ©Ώ²³ά£έήίϊΐόύΑΒΓΔΕΖΗ½ΘΙ«»░▒▓│┤ΚΛΜΝ╣║╗╝ΞΟ┐└┴┬├─┼ΠΡ╚╔╩╦╠═╬ΣΤΥΦΧΨΩαβγ┘┌█▄δε▀ζηθικλμνξοπρσςτ΄\u{ad}±υφχ§ψ΅°¨ωϋΰώ■\u{a0}";
const CP1125: &str = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёҐґЄєІіЇї·√№¤■\u{a0}";
const MAC_CENTRAL_EUROPE: &str = "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ";
const MAC_GREEK: &str = "Ä¹²É³ÖÜ΅àâä΄¨çéèêë£™îï•½‰ôö¦€ùûü†ΓΔΘΛΞΠß®©ΣΪ§≠°·Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩάΝ¬ΟΡ≈Τ«»…\u{a0}ΥΧΆΈœ–―“”‘’÷ΉΊΌΎέήίόΏύαβψδεφγηιξκλμνοπώρστθωςχυζϊϋΐΰ\u{ad}";
const MAC_TURKISH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸĞğİıŞş‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙ\u{f8a0}ˆ˜¯˘˙˚¸˝˛ˇ";
const MAC_ICELAND: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûüÝ°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€ÐðÞþý·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
const MAC_CROATIAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®Š™´¨≠ŽØ∞±≤≥∆µ∂∑∏š∫ªºΩžø¿¡¬√ƒ≈Ć«Č…\u{a0}ÀÃÕŒœĐ—“”‘’÷◊\u{f8ff}©⁄€‹›Æ»–·‚„‰ÂćÁčÈÍÎÏÌÓÔđÒÚÛÙıˆ˜¯πË˚¸Êæˇ";
const MAC_ROMANIAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ĂȘ∞±≤≥¥µ∂∑∏π∫ªºΩăș¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›Țț‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// An encoding of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePage {
    /// One of the Encoding Standard.
    Standard(&'static Encoding),
    /// ASCII with this upper half.
    Upper(&'static str),
}

impl CodePage {
    /// Windows-1252.
    pub const WESTERN: Self = Self::Standard(WINDOWS_1252);
    /// `MacRoman`.
    pub const MAC: Self = Self::Standard(MACINTOSH);
    /// Code page 437, of the first PCs.
    pub const DOS_US: Self = Self::Upper(CP437);
    /// Code page 850, of DOS in Western Europe.
    pub const DOS_WESTERN: Self = Self::Upper(CP850);

    /// The code pages of DOS and of classic Macs, the most usual ones first.
    pub(crate) const LEGACY: [Self; 23] = [
        Self::MAC,
        Self::DOS_WESTERN,
        Self::DOS_US,
        Self::Upper(CP852),
        Self::Upper(MAC_CENTRAL_EUROPE),
        Self::Standard(X_MAC_CYRILLIC),
        Self::Standard(IBM866),
        Self::Upper(CP855),
        Self::Upper(CP857),
        Self::Upper(MAC_TURKISH),
        Self::Upper(CP737),
        Self::Upper(MAC_GREEK),
        Self::Upper(CP775),
        Self::Upper(CP865),
        Self::Upper(CP861),
        Self::Upper(CP860),
        Self::Upper(CP863),
        Self::Upper(MAC_CROATIAN),
        Self::Upper(MAC_ROMANIAN),
        Self::Upper(MAC_ICELAND),
        Self::Upper(CP862),
        Self::Upper(CP869),
        Self::Upper(CP1125),
    ];

    /// What is tried besides a first guess from among the same.
    pub(crate) const LATIN: [Self; 6] = [
        Self::WESTERN,
        Self::Standard(WINDOWS_1250),
        Self::Standard(ISO_8859_2),
        Self::Standard(WINDOWS_1254),
        Self::Standard(WINDOWS_1257),
        Self::Standard(ISO_8859_13),
    ];

    /// Returns the code page with this number; none if it is unknown.
    pub fn of_number(number: i32) -> Option<Self> {
        Some(Self::Standard(match number {
            437 => return Some(Self::DOS_US),
            737 => return Some(Self::Upper(CP737)),
            775 => return Some(Self::Upper(CP775)),
            850 | 858 => return Some(Self::DOS_WESTERN),
            852 => return Some(Self::Upper(CP852)),
            855 => return Some(Self::Upper(CP855)),
            857 => return Some(Self::Upper(CP857)),
            860 => return Some(Self::Upper(CP860)),
            861 => return Some(Self::Upper(CP861)),
            862 => return Some(Self::Upper(CP862)),
            863 => return Some(Self::Upper(CP863)),
            865 => return Some(Self::Upper(CP865)),
            869 => return Some(Self::Upper(CP869)),
            866 => IBM866,
            1125 => return Some(Self::Upper(CP1125)),
            874 => WINDOWS_874,
            932 | 10001 => SHIFT_JIS,
            936 | 10008 | 54936 => GBK,
            949 | 1361 | 10003 => EUC_KR,
            950 | 10002 => BIG5,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            1252 => WINDOWS_1252,
            1253 => WINDOWS_1253,
            1254 => WINDOWS_1254,
            1255 => WINDOWS_1255,
            1256 => WINDOWS_1256,
            1257 => WINDOWS_1257,
            1258 => WINDOWS_1258,
            10000 => MACINTOSH,
            10006 => return Some(Self::Upper(MAC_GREEK)),
            10007 | 10017 => X_MAC_CYRILLIC,
            10010 => return Some(Self::Upper(MAC_ROMANIAN)),
            10029 => return Some(Self::Upper(MAC_CENTRAL_EUROPE)),
            10079 => return Some(Self::Upper(MAC_ICELAND)),
            10081 => return Some(Self::Upper(MAC_TURKISH)),
            10082 => return Some(Self::Upper(MAC_CROATIAN)),
            20866 => KOI8_R,
            21866 => KOI8_U,
            65001 => UTF_8,
            28592..=28606 => {
                let label = format!("iso-8859-{}", number - 28590);
                Encoding::for_label(label.as_bytes())?
            }
            _ => return None,
        }))
    }

    /// Returns the code page that a document calls by this name; none if it is
    /// unknown.
    pub fn of_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            return Some(Self::Standard(encoding));
        }
        let plain = label.replace(['-', '_', ' '], "");
        let digits = ["cp", "ibm", "csibm", "dos", "oem", "windows", "cspc"]
            .iter()
            .find_map(|prefix| plain.strip_prefix(prefix)?.parse().ok())
            .or_else(|| plain.parse().ok());
        if let Some(number) = digits {
            return Self::of_number(number);
        }
        let name = plain.strip_prefix('x').unwrap_or(&plain);
        Some(match name.strip_prefix("mac").unwrap_or_default() {
            "ce" | "centeuro" | "centraleurroman" | "centraleurope" | "latin2" => {
                Self::Upper(MAC_CENTRAL_EUROPE)
            }
            "greek" => Self::Upper(MAC_GREEK),
            "turkish" => Self::Upper(MAC_TURKISH),
            "icelandic" | "iceland" => Self::Upper(MAC_ICELAND),
            "croatian" => Self::Upper(MAC_CROATIAN),
            "romanian" | "romania" => Self::Upper(MAC_ROMANIAN),
            "cyrillic" | "ukrainian" => Self::Standard(X_MAC_CYRILLIC),
            "roman" | "intosh" | "osroman" => Self::MAC,
            _ => return None,
        })
    }

    /// Decodes `bytes`, and returns whether all of them are valid.
    pub fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Standard(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                (text.into_owned(), !broken)
            }
            Self::Upper(upper) => {
                let table = table(upper);
                let letter = |byte: &u8| match byte.checked_sub(128) {
                    None => char::from(*byte),
                    Some(place) => table[usize::from(place)],
                };
                let text: String = bytes.iter().map(letter).collect();
                let whole = !text.contains(char::REPLACEMENT_CHARACTER);
                (text, whole)
            }
        }
    }

    /// Returns the 128 characters of the upper half; none if one byte is not
    /// always one character.
    pub(crate) fn upper_half(self) -> Option<[char; 128]> {
        match self {
            Self::Upper(upper) => Some(table(upper)),
            Self::Standard(encoding) if encoding.is_single_byte() => {
                let mut half = [char::REPLACEMENT_CHARACTER; 128];
                for (place, byte) in half.iter_mut().zip(128_u8..=255) {
                    let bytes = [byte];
                    let text = encoding.decode_without_bom_handling(&bytes).0;
                    *place = text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
                }
                Some(half)
            }
            Self::Standard(_) => None,
        }
    }
}

fn table(upper: &str) -> [char; 128] {
    let mut half = [char::REPLACEMENT_CHARACTER; 128];
    for (place, c) in half.iter_mut().zip(upper.chars()) {
        *place = c;
    }
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_pages_are_complete() {
        for page in CodePage::LEGACY {
            let half = page.upper_half().unwrap();
            let known = half.iter().filter(|c| **c != char::REPLACEMENT_CHARACTER);
            assert!(known.count() >= 119, "{page:?}");
            if let CodePage::Upper(upper) = page {
                assert_eq!(upper.chars().count(), 128);
            }
        }
        assert_eq!(CodePage::DOS_US.decode(b"f\x81r \xe1\xe9").0, "für ßΘ");
        assert_eq!(
            CodePage::DOS_WESTERN.decode(b"\x9b\xb5\xd1\xe1\xec\xfd").0,
            "øÁÐßý²"
        );
    }

    #[test]
    fn a_code_page_has_many_names() {
        let same = |label: &str, number| {
            assert_eq!(CodePage::of_label(label), CodePage::of_number(number));
            assert!(CodePage::of_label(label).is_some(), "{label}");
        };
        same("IBM850", 850);
        same("cp-437", 437);
        same("852", 852);
        same("windows-1251", 1251);
        same("x-mac-ce", 10029);
        same("x-mac-roman", 10000);
        same("macintosh", 10000);
        same("mac_cyrillic", 10007);
        assert_eq!(CodePage::of_label("klingon"), None);
        assert_eq!(CodePage::of_label(""), None);
    }
}
