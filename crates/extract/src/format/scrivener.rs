//! Scrivener projects: the texts of the draft, in the order of the binder.
//!
//! A project is a folder with a rich text for each entry of the binder; it
//! arrives here packed as a ZIP archive. The draft is what the author compiles:
//! research, the bin and entries that are not marked as compiled are not the
//! manuscript. Footnotes that are linked to the text are in a file of their own, with
//! the comments.

use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::declared_encoding;
use super::rtf;
use crate::archive::Packed;
use crate::markup::{attribute, one_line, resolved};
use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding, names};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut archive = Packed::open(bytes, limits)?;
    let entries = archive.names();
    let binder = entries.iter().find(|n| names::is_binder(n)).cloned();
    let binder = binder
        .ok_or_else(|| Error::new(ErrorKind::Damaged, "the Scrivener project has no binder"))?;
    let source = archive.read(&binder)?.unwrap_or_default();
    let source = encoding::decode(&source, declared_encoding(&source).as_deref());
    let items = draft(&source);
    let mut metadata = Metadata::new(Format::Scrivener);
    let stem = Path::new(&binder).file_stem();
    metadata.title = stem.and_then(|stem| one_line(&stem.to_string_lossy()));
    metadata.expected = u32::try_from(items.len()).ok();
    sink.begin(metadata)?;
    let folder = binder.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (number, item) in (1_u32..).zip(items) {
        match item.text(folder, &mut archive, limits) {
            Ok((text, complete)) => {
                let title = one_line(&item.title);
                let section = Section { title, text };
                if section.has_text() {
                    sink.section(section)?;
                }
                if !complete {
                    sink.warn(
                        WarningCode::Truncated,
                        format!("the end of text {number} of the draft is missing"),
                    )?;
                }
            }
            Err(error) => sink.warn(
                WarningCode::Damaged,
                format!(
                    "text {number} of the draft was not read: {}",
                    error.message()
                ),
            )?,
        }
    }
    Ok(())
}

/// One entry of the binder.
#[derive(Debug, Default)]
struct Item {
    id: String,
    title: String,
    /// Whether the entry is compiled; none if it does not say so.
    is_compiled: Option<bool>,
}

impl Item {
    /// Returns the text of the entry, empty if it has none, and whether it is
    /// complete.
    fn text(
        &self,
        folder: &str,
        archive: &mut Packed<'_>,
        limits: &Limits,
    ) -> Result<(String, bool), Error> {
        let places = [
            (true, format!("Files/Data/{}/content.rtf", self.id)),
            (true, format!("Files/Docs/{}.rtf", self.id)),
            (true, format!("Files/Docs/{}.rtfd/TXT.rtf", self.id)),
            (false, format!("Files/Data/{}/content.txt", self.id)),
            (false, format!("Files/Docs/{}.txt", self.id)),
        ];
        for (is_rich, place) in places {
            let name = match folder {
                "" => place,
                _ => format!("{folder}/{place}"),
            };
            let Some(bytes) = archive.read(&name)? else {
                continue;
            };
            if !is_rich {
                return Ok((encoding::decode(&bytes, None), true));
            }
            let rich = rtf::read(&bytes, limits);
            let texts = rich.sections.into_iter().map(|s| s.text);
            let whole = rich.ending == rtf::Ending::Whole;
            let mut text = without_marks(&texts.collect::<String>());
            text.push_str(&self.notes(folder, archive, limits)?);
            return Ok((text, whole));
        }
        Ok((String::new(), true))
    }
}

impl Item {
    /// Returns the footnotes that are linked to the text.
    fn notes(
        &self,
        folder: &str,
        archive: &mut Packed<'_>,
        limits: &Limits,
    ) -> Result<String, Error> {
        let places = [
            format!("Files/Data/{}/content.comments", self.id),
            format!("Files/Docs/{}.comments", self.id),
        ];
        for place in places {
            let name = match folder {
                "" => place,
                _ => format!("{folder}/{place}"),
            };
            if let Some(bytes) = archive.read(&name)? {
                let source = encoding::decode(&bytes, declared_encoding(&bytes).as_deref());
                return Ok(footnotes(&source, limits));
            }
        }
        Ok(String::new())
    }
}

/// Returns the texts of the footnotes among comments.
fn footnotes(source: &str, limits: &Limits) -> String {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut notes = String::new();
    let mut note: Option<String> = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "Comment" => {
                let is_note = attribute(&tag, "Footnote").is_some_and(|value| value == "Yes");
                note = is_note.then(String::new);
            }
            Event::End(tag) if tag.local_name().as_ref() == "Comment" => {
                let Some(note) = note.take() else { continue };
                if !note.trim_start().starts_with("{\\rtf") {
                    notes.push_str(note.trim());
                    notes.push('\n');
                    continue;
                }
                for section in rtf::read(note.trim_start().as_bytes(), limits).sections {
                    notes.push_str(&section.text);
                }
            }
            Event::Text(text) => push(&mut note, &text.xml10_content()),
            Event::CData(text) => push(&mut note, &text.xml10_content()),
            Event::GeneralRef(name) => push(&mut note, &resolved(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    notes
}

fn push(note: &mut Option<String>, text: &str) {
    if let Some(note) = note {
        note.push_str(text);
    }
}

/// Returns the entries of the draft in order.
fn draft(source: &str) -> Vec<Item> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut items: Vec<Item> = Vec::new();
    // The places of the open entries among the items; none outside the draft.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut value = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "BinderItem" => {
                let inside = open.last().is_some_and(Option::is_some);
                let is_draft = attribute(&tag, "Type").is_some_and(|t| t == "DraftFolder");
                open.push((inside || is_draft).then(|| {
                    items.push(Item {
                        id: id(&tag),
                        ..Item::default()
                    });
                    items.len() - 1
                }));
            }
            Event::Start(_) => value.clear(),
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::CData(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => value.push_str(&resolved(&name)),
            Event::End(tag) => {
                let item = open.last().copied().flatten().map(|at| &mut items[at]);
                match (tag.local_name().as_ref(), item) {
                    ("BinderItem", _) => {
                        open.pop();
                    }
                    ("Title", Some(item)) if item.title.is_empty() => {
                        item.title = std::mem::take(&mut value);
                    }
                    ("IncludeInCompile", Some(item)) => {
                        item.is_compiled = Some(value.trim() != "No");
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // The mark is left out with entries that are not compiled, but old projects have
    // none at all.
    let has_marks = items.iter().any(|item| item.is_compiled == Some(true));
    items.retain(|item| item.is_compiled.unwrap_or(!has_marks));
    items
}

/// Returns the id of the entry, made such that it is not a path.
fn id(tag: &BytesStart<'_>) -> String {
    let id = attribute(tag, "UUID").or_else(|| attribute(tag, "ID"));
    id.unwrap_or_default().replace(['/', '\\'], "_")
}

/// Returns the text without the program's own markup: comments and style tags go,
/// footnotes move to the end.
fn without_marks(text: &str) -> String {
    const MARKS: [(&str, &str); 4] = [
        ("{\\Scrv_annot", "\\end_Scrv_annot}"),
        ("{\\Scrv_fn=", "\\end_Scrv_fn}"),
        ("<$Scr_", ">"),
        ("<!$Scr_", ">"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut notes = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let mark = MARKS.iter().find_map(|(from, to)| {
            let (content, after) = tail.strip_prefix(from)?.split_once(to)?;
            Some((from.ends_with('='), content, after))
        });
        if let Some((is_note, content, after)) = mark {
            if is_note {
                notes.push_str(content);
                notes.push('\n');
            }
            rest = after;
        } else {
            out.push_str(&tail[..1]);
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out.push_str(&notes);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::tests::pack;
    use crate::read_here;

    const BINDER: &[u8] = b"<?xml version='1.0' encoding='UTF-8'?><ScrivenerProject><Binder>\
        <BinderItem UUID='D' Type='DraftFolder'><Title>Draft</Title><Children>\
        <BinderItem UUID='B' Type='Folder'><Title>Chapter &amp; One</Title><MetaData><IncludeInCompile>Yes</IncludeInCompile></MetaData><Children>\
        <BinderItem UUID='A' Type='Text'><Title>Scene</Title><MetaData><IncludeInCompile>Yes</IncludeInCompile></MetaData></BinderItem>\
        </Children></BinderItem>\
        <BinderItem ID='7' Type='Text'><Title>Old</Title><MetaData><IncludeInCompile>Yes</IncludeInCompile></MetaData></BinderItem>\
        <BinderItem UUID='N' Type='Text'><Title>Notes</Title><MetaData><IncludeInCompile>No</IncludeInCompile></MetaData></BinderItem>\
        </Children></BinderItem>\
        <BinderItem UUID='R' Type='ResearchFolder'><Title>Research</Title><Children><BinderItem UUID='X' Type='Text'/></Children></BinderItem>\
        </Binder></ScrivenerProject>";

    #[test]
    fn what_is_not_marked_is_compiled_only_where_nothing_is() {
        let titles = |mark: &str| {
            let binder = format!(
                "<ScrivenerProject><Binder><BinderItem UUID='D' Type='DraftFolder'><Title>Draft</Title>{mark}<Children>\
                 <BinderItem UUID='A' Type='Text'><Title>A</Title>{mark}</BinderItem>\
                 <BinderItem UUID='B' Type='Text'><Title>B</Title><MetaData/></BinderItem>\
                 </Children></BinderItem></Binder></ScrivenerProject>"
            );
            let items = draft(&binder).into_iter().map(|item| item.title);
            items.collect::<Vec<_>>()
        };
        let mark = "<MetaData><IncludeInCompile>Yes</IncludeInCompile></MetaData>";
        assert_eq!(titles(mark), ["Draft", "A"]);
        assert_eq!(titles(""), ["Draft", "A", "B"]);
    }

    #[test]
    fn linked_footnotes_follow_their_text() {
        let comments = br"<?xml version='1.0'?><Comments><Comment ID='1' Footnote='Yes'><![CDATA[{\rtf1\ansi A note.}]]></Comment>\
            <Comment ID='2'><![CDATA[{\rtf1 A remark.}]]></Comment></Comments>";
        let bytes = pack(&[
            ("Novel.scriv/Novel.scrivx", BINDER),
            (
                "Novel.scriv/Files/Data/A/content.rtf",
                br#"{\rtf1 {\field{\*\fldinst{HYPERLINK "scrivcmt://1"}}{\fldrslt Sce}}ne}"#,
            ),
            ("Novel.scriv/Files/Data/A/content.comments", comments),
        ]);
        let document = read_here(&bytes, None, &Limits::default()).unwrap();
        assert_eq!(document.sections[0].text, "Scene\nA note.\n");
    }

    #[test]
    fn the_draft_is_read_in_the_binders_order() {
        let bytes = pack(&[
            ("My Novel.scriv/Files/Data/A/content.rtf", br"{\rtf1 Scene\{\\Scrv_annot \\text=no\\end_Scrv_annot\} one\{\\Scrv_fn=note\\end_Scrv_fn\}<$Scr_Ps::0>}"),
            ("My Novel.scriv/Files/Data/B/content.rtf", br"{\rtf1 Opening}"),
            ("My Novel.scriv/Files/Data/N/content.rtf", br"{\rtf1 left out}"),
            ("My Novel.scriv/Files/Data/X/content.rtf", br"{\rtf1 research}"),
            ("My Novel.scriv/Files/Docs/7.rtf", br"{\rtf1 Ending"),
            ("My Novel.scriv/My Novel.scrivx", BINDER),
        ]);
        let document = read_here(&bytes, None, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Scrivener);
        assert_eq!(document.title.as_deref(), Some("My Novel"));
        let sections: Vec<_> = document
            .sections
            .iter()
            .map(|s| (s.title.as_deref(), s.text.as_str()))
            .collect();
        assert_eq!(
            sections,
            [
                (Some("Chapter & One"), "Opening\n"),
                (Some("Scene"), "Scene one\nnote\n"),
                (Some("Old"), "Ending\n")
            ]
        );
        assert_eq!(document.warnings[0].code, WarningCode::Truncated);
    }
}
