//! The modules of one file: what each declares, names and mentions.
//!
//! The text is read as tokens: comments and strings do not count, the arguments
//! of macros and attributes do. Code for tests is left out: it comes last, and
//! nothing is built on it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path as it is written: `crate::a::B` in parts.
pub(crate) type Written = Vec<String>;

/// The parts of a module that matter to imports.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The modules that it declares, each with its body where that is inline.
    pub(crate) children: BTreeMap<String, Option<TokenStream>>,
    /// The modules that it declares only for tests.
    pub(crate) for_tests: BTreeSet<String>,
    /// The names of the items that it defines.
    pub(crate) items: BTreeSet<String>,
    /// The names that its `use` lines bring, including re-exports.
    pub(crate) names: BTreeMap<String, Written>,
    /// The modules from which everything is imported.
    pub(crate) globs: Vec<Written>,
    /// What it imports or mentions, except re-exports.
    pub(crate) mentions: BTreeSet<Written>,
}

impl Module {
    /// Reads the items of a module.
    pub(crate) fn read(body: TokenStream) -> Self {
        let mut module = Self::default();
        let tokens: Vec<_> = body.into_iter().collect();
        let mut rest = tokens.as_slice();
        while !rest.is_empty() {
            let n = module.item(rest);
            rest = &rest[n..];
        }
        module
    }

    /// Reads one item with its attributes and returns the number of its tokens.
    fn item(&mut self, tokens: &[TokenTree]) -> usize {
        let mut i = 0;
        let mut is_test = false;
        let mut attributes = Vec::new();
        while is_mark(tokens.get(i), '#') {
            i += 1 + usize::from(is_mark(tokens.get(i + 1), '!'));
            if let Some(attribute) = group(tokens.get(i), Delimiter::Bracket) {
                is_test |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
                attributes.push(attribute.stream());
            }
            i += 1;
        }
        let is_public = word(tokens.get(i)) == "pub";
        if is_public {
            i += 1;
            i += usize::from(group(tokens.get(i), Delimiter::Parenthesis).is_some());
        }
        // An item ends with a semicolon or a block. What follows a block that
        // ends none, as in `[u8; { 4 }]`, is read as one more item.
        let is_end = |token: &TokenTree| {
            is_mark(Some(token), ';') || group(Some(token), Delimiter::Brace).is_some()
        };
        let keyword = word(tokens.get(i));
        let end = if keyword == "use" {
            tokens[i..]
                .iter()
                .position(|token| is_mark(Some(token), ';'))
        } else {
            tokens[i..].iter().position(is_end)
        };
        let end = end.map_or(tokens.len(), |n| i + n + 1);
        if is_test {
            if keyword == "mod" {
                self.for_tests.insert(word(tokens.get(i + 1)));
            }
            return end;
        }
        for attribute in attributes {
            self.mention_all(attribute);
        }
        match keyword.as_str() {
            "use" => self.uses(&tokens[i + 1..end], is_public),
            "mod" => {
                let body = group(tokens.get(i + 2), Delimiter::Brace).map(Group::stream);
                self.children.insert(word(tokens.get(i + 1)), body);
            }
            "macro_rules" => {
                self.items.insert(word(tokens.get(i + 2)));
                self.mention(&tokens[i..end]);
            }
            _ => {
                const KINDS: [&str; 8] = [
                    "const", "enum", "fn", "static", "struct", "trait", "type", "union",
                ];
                // `const unsafe fn name`: the name follows the last of them.
                let words = tokens[i..end].windows(2);
                let mut named = words.map(|two| (word(two.first()), word(two.last())));
                let named = named.find(|(kind, name)| {
                    KINDS.contains(&kind.as_str()) && !["fn", "unsafe"].contains(&name.as_str())
                });
                self.items.extend(named.map(|(_, name)| name));
                self.mention(&tokens[i..end]);
            }
        }
        end
    }

    fn uses(&mut self, tree: &[TokenTree], is_reexport: bool) {
        for (path, name) in brought(tree, &[]) {
            if !is_reexport {
                self.mentions.insert(path.clone());
            }
            if path.last().is_some_and(|last| last == "*") {
                self.globs.push(path);
            } else {
                self.names.insert(name, path);
            }
        }
    }

    fn mention_all(&mut self, stream: TokenStream) {
        self.mention(&stream.into_iter().collect::<Vec<_>>());
    }

    /// Notes every path of at least two parts among these tokens.
    fn mention(&mut self, tokens: &[TokenTree]) {
        let mut i = 0;
        while let Some(token) = tokens.get(i) {
            if let TokenTree::Group(group) = token {
                self.mention_all(group.stream());
                i += 1;
            } else if word(Some(token)) == "use" && !is_mark(tokens.get(i + 1), '<') {
                let end = tokens[i..].iter().position(|one| is_mark(Some(one), ';'));
                let end = end.map_or(tokens.len(), |n| i + n);
                let brought = brought(&tokens[i + 1..end], &[]).into_iter();
                self.mentions.extend(brought.map(|(path, _)| path));
                i = end;
            } else if let TokenTree::Ident(first) = token {
                let mut path = vec![first.to_string()];
                let is_joined = |i| is_mark(tokens.get(i), ':') && is_mark(tokens.get(i + 1), ':');
                // `::std` is not a module of ours, nor is the rest of `a::<T>::b`.
                let is_start = i < 2 || !is_joined(i - 2);
                i += 1;
                while is_joined(i) && matches!(tokens.get(i + 2), Some(TokenTree::Ident(_))) {
                    path.push(word(tokens.get(i + 2)));
                    i += 3;
                }
                if is_start && path.len() > 1 {
                    self.mentions.insert(path);
                }
            } else {
                i += 1;
            }
        }
    }
}

/// Returns the paths that a `use` tree brings, each with the name it brings.
fn brought(tree: &[TokenTree], above: &[String]) -> Vec<(Written, String)> {
    let mut all = Vec::new();
    for branch in tree.split(|token| is_mark(Some(token), ',') || is_mark(Some(token), ';')) {
        let mut path = above.to_vec();
        let mut name = None;
        let mut is_group = false;
        for (i, token) in branch.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    let below: Vec<_> = group.stream().into_iter().collect();
                    all.extend(brought(&below, &path));
                    is_group = true;
                }
                TokenTree::Punct(mark) if mark.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Ident(ident) if ident == "as" => {
                    name = Some(word(branch.get(i + 1)));
                    break;
                }
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                _ => {}
            }
        }
        if is_group || path.len() == above.len() {
            continue;
        }
        // `a::{self}` is `a`.
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let own = path.last().cloned().unwrap_or_default();
        all.push((path, name.unwrap_or(own)));
    }
    all
}

fn word(token: Option<&TokenTree>) -> String {
    match token {
        Some(TokenTree::Ident(ident)) => ident.to_string(),
        _ => String::new(),
    }
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(own)) if own.as_char() == mark)
}

fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}
