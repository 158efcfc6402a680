//! The text that the LaTeX in a value stands for.
//!
//! Values hold accents, letters and dashes as commands, and braces that keep
//! capitals. Nothing is defined or expanded here: a command that is not known
//! gives the text of its argument. The text is read once, from front to back.

use unicode_normalization::UnicodeNormalization;

/// The combining character of each accent command.
const ACCENTS: [(&str, char); 19] = [
    ("`", '\u{300}'),
    ("'", '\u{301}'),
    ("^", '\u{302}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    ("u", '\u{306}'),
    (".", '\u{307}'),
    ("\"", '\u{308}'),
    ("h", '\u{309}'),
    ("r", '\u{30A}'),
    ("H", '\u{30B}'),
    ("v", '\u{30C}'),
    ("G", '\u{30F}'),
    ("U", '\u{30E}'),
    ("d", '\u{323}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
    ("b", '\u{331}'),
    ("t", '\u{361}'),
];

/// The text of each other command that stands for text.
const TEXTS: [(&str, &str); 91] = [
    ("ss", "ß"),
    ("SS", "SS"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("aa", "å"),
    ("AA", "Å"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("NG", "Ŋ"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("lq", "‘"),
    ("rq", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("quotedblbase", "„"),
    ("glqq", "„"),
    ("grqq", "“"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guillemetleft", "«"),
    ("guillemetright", "»"),
    ("textquotesingle", "'"),
    ("textquotedbl", "\""),
    ("textexclamdown", "¡"),
    ("textquestiondown", "¿"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("copyright", "©"),
    ("textcopyright", "©"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("EUR", "€"),
    ("S", "§"),
    ("P", "¶"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textbackslash", "\\"),
    ("textbar", "|"),
    ("textunderscore", "_"),
    ("textless", "<"),
    ("textgreater", ">"),
    // Crossref writes the markup in its titles with these.
    ("less", "<"),
    ("greater", ">"),
    ("mathsemicolon", ";"),
    ("textdollar", "$"),
    ("textperiodcentered", "·"),
    ("cdot", "·"),
    ("times", "×"),
    ("pi", "π"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("lambda", "λ"),
    ("mu", "µ"),
    ("sigma", "σ"),
    ("phi", "φ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Sigma", "Σ"),
    ("Omega", "Ω"),
    ("TeX", "TeX"),
    ("LaTeX", "LaTeX"),
    ("BibTeX", "BibTeX"),
    ("quad", " "),
    ("newline", " "),
];

/// Commands whose first argument is not shown.
const UNSHOWN: [&str; 7] = [
    "href",
    "noopsort",
    "SortNoop",
    "noop",
    "textcolor",
    "color",
    "label",
];

/// Returns the text of a value.
pub(super) fn text(value: &str) -> String {
    if !value.contains(['\\', '{', '}', '~', '$', '-', '`', '\'']) {
        return squeezed(value);
    }
    let mut reader = Reader {
        rest: value,
        out: String::with_capacity(value.len()),
        accents: Vec::new(),
        is_argument: false,
    };
    reader.read();
    squeezed(&reader.out.nfc().collect::<String>())
}

/// Returns a text with single spaces.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    /// The accents that the next letter gets, the outermost first, each with the
    /// character that it is without a letter.
    accents: Vec<(char, char)>,
    /// Whether the argument of the last accent was opened.
    is_argument: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(c) = self.rest.chars().next() {
            let after = &self.rest[c.len_utf8()..];
            match c {
                '\\' => {
                    self.rest = after;
                    self.command();
                    continue;
                }
                '{' => self.is_argument = !self.accents.is_empty(),
                '}' if self.is_argument => self.bare_accents(),
                '}' => self.bare_accents(),
                ' ' | '\t' | '\n' | '\r' if !self.accents.is_empty() => {}
                '~' => self.letter(" "),
                '$' => {}
                _ if c.is_whitespace() => self.letter(" "),
                _ => {
                    let ligatures = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")];
                    let found = ligatures
                        .iter()
                        .find(|(own, _)| self.accents.is_empty() && self.rest.starts_with(own));
                    if let Some((own, text)) = found {
                        self.out.push_str(text);
                        self.rest = &self.rest[own.len()..];
                        continue;
                    }
                    self.letter(c.encode_utf8(&mut [0; 4]));
                }
            }
            self.rest = after;
        }
        self.bare_accents();
    }

    /// Adds a text, with the accents that wait for it on its first letter.
    fn letter(&mut self, text: &str) {
        self.is_argument = false;
        let Some(first) = text.chars().next() else {
            return;
        };
        // An accent takes the place of the dot.
        let base = match first {
            'ı' if !self.accents.is_empty() => 'i',
            'ȷ' if !self.accents.is_empty() => 'j',
            other => other,
        };
        self.out.push(base);
        while let Some((accent, _)) = self.accents.pop() {
            self.out.push(accent);
        }
        self.out.push_str(&text[first.len_utf8()..]);
    }

    /// Adds accents that have no letter as themselves.
    fn bare_accents(&mut self) {
        self.is_argument = false;
        for (_, bare) in std::mem::take(&mut self.accents) {
            if !bare.is_alphabetic() {
                self.out.push(bare);
            }
        }
    }

    /// Reads the command after a backslash.
    fn command(&mut self) {
        let n = self.rest.find(|c: char| !c.is_ascii_alphabetic());
        let n_letters = n.unwrap_or(self.rest.len());
        let n = if n_letters == 0 {
            self.rest.chars().next().map_or(0, char::len_utf8)
        } else {
            n_letters
        };
        let (name, rest) = self.rest.split_at(n);
        self.rest = rest;
        if n_letters > 0 {
            // White space ends the name, and is not part of the text.
            self.rest = self.rest.trim_start_matches([' ', '\t']);
        }
        if let Some((_, accent)) = ACCENTS.iter().find(|(own, _)| *own == name) {
            // An accent before no letter at all is dropped with a bound on those
            // that wait.
            if self.accents.len() < 4 {
                let bare = name.chars().next().unwrap_or(' ');
                self.accents.push((*accent, bare));
            }
            return;
        }
        if let Some((_, text)) = TEXTS.iter().find(|(own, _)| *own == name) {
            self.letter(text);
            return;
        }
        match name {
            "-" | "/" | "" => {}
            "\\" | "," | ";" | ":" | "!" | " " | "\n" | "\t" => self.letter(" "),
            "textcommabelow" => self.accents.push(('\u{326}', 'c')),
            _ if UNSHOWN.contains(&name) => self.skip_argument(),
            _ if n_letters == 0 => self.letter(name),
            _ => {}
        }
    }

    /// Passes an argument in braces.
    fn skip_argument(&mut self) {
        if !self.rest.starts_with('{') {
            return;
        }
        let mut depth = 0_usize;
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &self.rest[at + 1..];
                return;
            }
        }
        self.rest = "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_letters_are_those_that_are_meant() {
        for (value, expected) in [
            (r"Garc{\'\i}a M{\'a}rquez", "García Márquez"),
            (r"{\v R}eh{\r u}{\v r}ek", "Řehůřek"),
            (r"Nguy{\~\^e}n Xu{\^a}n Th{\'\u a}ng", "Nguyễn Xuân Thắng"),
            (r#"J{\"o}rg {\"{O}}hl, K\"{a}the"#, "Jörg Öhl, Käthe"),
            (
                r"\c{C}elik, \c Srba, {\L}ukasz, Stra{\ss}e",
                "Çelik, Şrba, Łukasz, Straße",
            ),
            (r#"Erd\H{o}s, \'{E}t\'e, Bront\"e"#, "Erdős, Été, Brontë"),
            (r#"{\ae}ons \& Gl{\"u}ck, {\O}re"#, "æons & Glück, Øre"),
            (r"\'{\i}, \v{\i}, \i", "í, ǐ, ı"),
            (r"The {S}alt {\emph{Orchard}}", "The Salt Orchard"),
            (r"\textit{A} \textbf{\emph{B}} {\em C}", "A B C"),
            (r"1--2 --- ``yes'' and 'no'", "1–2 — “yes” and 'no'"),
            (r"A~B\ C\\D\,E", "A B C D E"),
            (r"100\% \$5 \#1 a\_b \{c\}", "100% $5 #1 a_b {c}"),
            (r"$E = mc^2$", "E = mc^2"),
            (
                r"\href{http://x}{Title} {\noopsort{1973}}1974",
                "Title 1974",
            ),
            (r"a\^{}b, \~{}c, \textasciitilde d", "a^b, ~c, ~d"),
            (
                r"What's Left \textendash{} and Right",
                "What's Left – and Right",
            ),
            ("two\n  lines", "two lines"),
            ("\\", ""),
            (r"\'", "'"),
        ] {
            assert_eq!(text(value), expected, "{value}");
        }
    }

    #[test]
    fn depth_costs_nothing() {
        let n = 50_000;
        for (open, close) in [("{", "}"), ("\\emph{", "}"), ("\\'{", "}"), ("\\'", "")] {
            let value = open.repeat(n) + "x" + &close.repeat(n);
            assert!(text(&value).starts_with('x'), "{open}");
        }
    }
}
