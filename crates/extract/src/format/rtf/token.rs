//! The tokens of rich text (RTF specification 1.9.1, "RTF Syntax").

/// A token. Text is bytes, because only the reader knows their code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` or `\word-12`, without the space after it.
    Word(&'a [u8], Option<i32>),
    /// `\` and a character that is not a letter, except `'`.
    Symbol(u8),
    /// `\'e9`
    Hex(u8),
    /// A run of bytes that stand for themselves.
    Text(&'a [u8]),
}

/// Cuts rich text into tokens.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    rest: &'a [u8],
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.rest.split_at(n.min(self.rest.len()));
        self.rest = rest;
        head
    }

    /// Takes what follows a backslash; returns none if it is not a token.
    fn control(&mut self) -> Option<Token<'a>> {
        let (&first, after) = self.rest.split_first()?;
        if first == b'\'' {
            let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
            let value = hex(after.first()).zip(hex(after.get(1)));
            let value = value.and_then(|(a, b)| u8::try_from(a * 16 + b).ok());
            self.take(if value.is_some() { 3 } else { 1 });
            return value.map(Token::Hex);
        }
        if !first.is_ascii_alphabetic() {
            self.take(1);
            return Some(Token::Symbol(first));
        }
        let len = self.rest.iter().take_while(|b| b.is_ascii_alphabetic());
        let len = len.count();
        let word = self.take(len);
        let minus =
            self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if minus {
            self.take(1);
        }
        let len = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let digits = self.take(len);
        let param = (!digits.is_empty()).then(|| {
            let value = digits.iter().fold(0_i32, |value, digit| {
                let digit = i32::from(digit - b'0');
                value.saturating_mul(10).saturating_add(digit)
            });
            if minus { -value } else { value }
        });
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        if word == b"bin" {
            // These bytes may look like anything.
            self.take(param.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
            return None;
        }
        Some(Token::Word(word, param))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match *self.rest.first()? {
                b'{' => {
                    self.take(1);
                    return Some(Token::Open);
                }
                b'}' => {
                    self.take(1);
                    return Some(Token::Close);
                }
                b'\\' => {
                    self.take(1);
                    if let Some(token) = self.control() {
                        return Some(token);
                    }
                }
                // The line ends of the file are not part of the text.
                b'\r' | b'\n' | 0 => {
                    self.take(1);
                }
                _ => {
                    let is_text = |b: &&u8| !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let len = self.rest.iter().take_while(is_text).count();
                    return Some(Token::Text(self.take(len)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_token_is_told() {
        let bytes = b"{\\rtf1\\uc-1 a\r\nb\\'e9\\~\\bin3 }{\\*x\\'zz}\\";
        let tokens: Vec<_> = Lexer::new(bytes).collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word(b"rtf", Some(1)),
                Token::Word(b"uc", Some(-1)),
                Token::Text(b"a"),
                Token::Text(b"b"),
                Token::Hex(0xe9),
                Token::Symbol(b'~'),
                Token::Text(b"*x"),
                Token::Text(b"zz"),
                Token::Close,
            ]
        );
    }

    #[test]
    fn what_is_no_token_costs_no_stack() {
        assert_eq!(Lexer::new(&b"\\'\\bin0".repeat(200_000)).count(), 0);
    }

    #[test]
    fn a_length_that_lies_ends_at_the_end() {
        assert_eq!(Lexer::new(b"\\bin2147483647 x").count(), 0);
        assert_eq!(Lexer::new(b"\\bin99999999999 x").count(), 0);
        assert_eq!(Lexer::new(b"\\bin-5 x").count(), 1);
    }
}
