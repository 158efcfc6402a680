//! The people of a work and their roles, as far as a list says them.

use crate::language::Language;
use crate::phrase::Phrase;
use crate::phrases::claims;
use crate::safe::{NAME_LIMIT, short};

/// Returns the people in a line, each with the role: the one that follows the name in
/// brackets or after a comma, else "author".
pub(super) fn with_roles(author: &str, language: Language) -> String {
    let people: Vec<String> = names(author)
        .into_iter()
        .map(|person| {
            let (name, role) = role(person);
            let role = role.unwrap_or(&claims::ROLE_AUTHOR).say(language);
            format!("{} ({role})", short(name, NAME_LIMIT))
        })
        .collect();
    people.join("; ")
}

/// Returns the names in a list. A comma may be within a name, so it ends none.
fn names(author: &str) -> Vec<&str> {
    let parts = author.split([';', '|', '&', '\n']);
    let parts = parts.flat_map(|part| part.split(" and "));
    let parts = parts.flat_map(|part| part.split(" und "));
    let parts = parts.map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Takes the role off a name; unknown words stay with the name.
fn role(person: &str) -> (&str, Option<&'static Phrase>) {
    let bracketed = person
        .strip_suffix([')', ']'])
        .and_then(|inner| inner.rsplit_once(['(', '[']));
    let (name, word) = match bracketed.or_else(|| person.rsplit_once(',')) {
        Some((name, word)) if !name.trim().is_empty() => (name.trim(), word),
        _ => return (person, None),
    };
    match known(word) {
        Some(role) => (name, Some(role)),
        None => (person, None),
    }
}

fn known(word: &str) -> Option<&'static Phrase> {
    let word = word.trim().trim_end_matches('.').to_lowercase();
    Some(match word.as_str() {
        "author" | "aut" | "autor" | "autorin" | "verfasser" | "verfasserin" => {
            &claims::ROLE_AUTHOR
        }
        "ed" | "eds" | "edt" | "editor" | "editors" | "hg" | "hrsg" | "herausgeber"
        | "herausgeberin" => &claims::ROLE_EDITOR,
        "trans" | "transl" | "tr" | "trl" | "translator" | "übers" | "übersetzer"
        | "übersetzerin" => &claims::ROLE_TRANSLATOR,
        "ill" | "illus" | "illustrator" | "illustratorin" => &claims::ROLE_ILLUSTRATOR,
        "photographer" | "photos" | "fotograf" | "fotografin" | "fotos" => {
            &claims::ROLE_PHOTOGRAPHER
        }
        "foreword" | "introduction" | "preface" | "vorwort" | "einleitung" => {
            &claims::ROLE_FOREWORD
        }
        "afterword" | "nachwort" => &claims::ROLE_AFTERWORD,
        "narrator" | "reader" | "sprecher" | "sprecherin" => &claims::ROLE_NARRATOR,
        "comp" | "compiler" | "bearbeiter" | "bearb" => &claims::ROLE_COMPILER,
        "contributor" | "ctb" | "mitwirkender" | "mitwirkende" | "beiträger" => {
            &claims::ROLE_CONTRIBUTOR
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::with_roles;
    use crate::language::Language::{English, German};

    #[test]
    fn people_have_the_role_that_the_list_gives_else_author() {
        for (author, expected) in [
            ("Jane Writer", "Jane Writer (author)"),
            ("Writer, Jane", "Writer, Jane (author)"),
            (
                "Writer, Jane; Tom Brand (ed.)",
                "Writer, Jane (author); Tom Brand (editor)",
            ),
            (
                "Ada Quill and Li Wei, translator",
                "Ada Quill (author); Li Wei (translator)",
            ),
            ("Ada (Mrs) Quill", "Ada (Mrs) Quill (author)"),
            ("A. N. Other (pseud.)", "A. N. Other (pseud.) (author)"),
            ("(ed.)", "(ed.) (author)"),
            ("", ""),
        ] {
            assert_eq!(with_roles(author, English), expected);
        }
        let german = with_roles("Ada Quill (Hrsg.) und Bo", German);
        assert_eq!(german, "Ada Quill (Herausgeber); Bo (Autor)");
    }
}
