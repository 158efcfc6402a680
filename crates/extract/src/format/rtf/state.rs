//! The settings inside a group of rich text, which end with it.

use colophon_encoding::CodePage;

use crate::format::symbols::Letters;

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Target {
    #[default]
    Body,
    Note,
    Box,
    /// The font table; the text is the names of fonts.
    Fonts,
    /// The style table; the text is the names of styles.
    Styles,
    /// The instruction of a field; it is seen only if it is a formula.
    Instruction,
    Title,
    Author,
    /// Nowhere.
    Nothing,
}

/// One level of nesting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) target: Target,
    /// Where the Unicode half of an `\upr` goes.
    pub(super) outer: Option<Target>,
    /// How many characters replace one `\u` for old programs.
    pub(super) stand_ins: u32,
    pub(super) charset: CodePage,
    /// The letters of the font.
    pub(super) letters: Letters,
    pub(super) is_hidden: bool,
    pub(super) is_deleted: bool,
    /// The style or font that a table entry describes.
    pub(super) entry: i32,
}

impl Group {
    pub(super) fn new() -> Self {
        Self {
            target: Target::Body,
            outer: None,
            stand_ins: 1,
            charset: CodePage::WESTERN,
            letters: Letters::Common,
            is_hidden: false,
            is_deleted: false,
            entry: 0,
        }
    }

    pub(super) fn is_silent(&self) -> bool {
        self.target == Target::Nothing || self.is_hidden || self.is_deleted
    }
}

/// Returns whether the text of a destination is not seen in its place by those
/// who read the document.
///
/// The numbers and bullets of lists (`listtext`, `pntext`) are generated, and
/// differ from one program to the next.
pub(super) fn is_skipped(word: &[u8]) -> bool {
    matches!(
        word,
        b"colortbl"
            | b"filetbl"
            | b"listtable"
            | b"listoverridetable"
            | b"revtbl"
            | b"rsidtbl"
            | b"info"
            | b"header"
            | b"headerl"
            | b"headerr"
            | b"headerf"
            | b"footer"
            | b"footerl"
            | b"footerr"
            | b"footerf"
            | b"ftnsep"
            | b"ftnsepc"
            | b"ftncn"
            | b"aftnsep"
            | b"aftnsepc"
            | b"aftncn"
            | b"pict"
            | b"nonshppict"
            | b"objdata"
            | b"objclass"
            | b"objname"
            | b"shprslt"
            | b"sp"
            | b"datafield"
            | b"formfield"
            | b"annotation"
            | b"atnid"
            | b"atnauthor"
            | b"atndate"
            | b"atnref"
            | b"atntime"
            | b"atrfstart"
            | b"atrfend"
            | b"bkmkstart"
            | b"bkmkend"
            | b"listtext"
            | b"pntext"
            | b"pntxta"
            | b"pntxtb"
            | b"pn"
            | b"xe"
            | b"rxe"
            | b"tc"
            | b"tcn"
            | b"template"
            | b"generator"
            | b"themedata"
            | b"colorschememapping"
            | b"datastore"
            | b"latentstyles"
            | b"private"
            | b"txe"
    )
}

/// Returns whether a destination is read although it is marked as optional (`\*`).
pub(super) fn is_known_option(word: &[u8]) -> bool {
    matches!(
        word,
        b"shpinst" | b"shptxt" | b"do" | b"dptxbxtext" | b"ud" | b"footnote" | b"fldrslt"
    )
}

/// Returns whether a word sets a style. It has no text of its own outside the
/// style table, though some programs mark it as an optional destination.
pub(super) fn is_formatting(word: &[u8]) -> bool {
    matches!(word, b"cs" | b"ts" | b"ds" | b"s" | b"tsrowd")
}

/// Returns the character that a control word stands for.
pub(super) fn special_character(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"tab" | b"cell" | b"nestcell" => "\t",
        b"line" | b"lbr" => "\n",
        b"emdash" => "—",
        b"endash" => "–",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"bullet" => "•",
        b"emspace" | b"enspace" | b"qmspace" => " ",
        b"zwj" => "\u{200d}",
        b"zwnj" => "\u{200c}",
        _ => return None,
    })
}
