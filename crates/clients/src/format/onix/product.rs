//! One product of an ONIX message: what its elements mean.
//!
//! Sources: ONIX for Books 3.0.8 and 3.1 (`EDItEUR`), groups P.2, P.5, P.6, P.7,
//! P.19 and P.20; ONIX 2.1 revision 03; code lists 1, 5, 15, 17, 18, 55, 149 and
//! 163.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::draft::Draft;
use crate::model::Field;
use crate::xml;

/// How deeply elements may be nested within a product: a bound far above what
/// messages need.
const DEEPEST: usize = 64;
/// How much text of an element is kept, in bytes: a bound on memory.
const LONGEST_TEXT: usize = 1 << 14;
/// How many contributors of a product and names of a contributor are kept: a
/// bound on memory.
const MOST_CONTRIBUTORS: usize = 200;

/// The result of reading a product.
pub(super) enum Outcome {
    Read(Box<Product>),
    /// Why its XML cannot be read.
    Broken(String),
}

/// The elements of a product that are used here.
#[derive(Default)]
pub(super) struct Product {
    reference: String,
    notification: String,
    isbns: Vec<String>,
    asin: String,
    doi: String,
    titles: Vec<TitleDetail>,
    collection: TitleDetail,
    series: String,
    number_in_series: String,
    contributors: Vec<Contributor>,
    imprint: String,
    publisher: String,
    dates: Vec<(String, String)>,
    // Composites that are being read.
    identifier: Identifier,
    title: TitleDetail,
    element: TitleElement,
    contributor: Contributor,
    name: Name,
    date: (String, String),
}

#[derive(Default)]
struct Identifier {
    kind: String,
    kind_name: String,
    value: String,
}

#[derive(Default)]
struct TitleDetail {
    kind: String,
    elements: Vec<TitleElement>,
}

#[derive(Default)]
struct TitleElement {
    level: String,
    part: String,
    text: String,
    prefix: String,
    without_prefix: String,
    subtitle: String,
}

#[derive(Default)]
struct Contributor {
    roles: Vec<String>,
    name: Name,
    others: Vec<Name>,
}

#[derive(Default)]
struct Name {
    kind: String,
    whole: String,
    inverted: String,
    before: String,
    prefix: String,
    key: String,
    after: String,
    suffix: String,
    corporate: String,
}

impl Product {
    /// Reads what follows the product's own tag, down to its end.
    pub(super) fn read(reader: &mut Reader<&[u8]>) -> Outcome {
        let mut product = Self::default();
        let mut path: Vec<Cow<'static, str>> = Vec::new();
        let mut text = String::new();
        let broken = |why: &str| Outcome::Broken(why.to_owned());
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Outcome::Broken(error.to_string()),
            };
            let mut add = |more: &str| {
                if text.len() < LONGEST_TEXT {
                    text.push_str(more);
                }
            };
            match event {
                Event::Start(tag) | Event::Empty(tag) if is_markup(tag.local_name().as_ref()) => {
                    add(between(tag.local_name().as_ref()));
                }
                Event::End(tag) if is_markup(tag.local_name().as_ref()) => {
                    add(between(tag.local_name().as_ref()));
                }
                Event::Start(tag) => {
                    let name = tag.local_name();
                    if is_product(name.as_ref()) {
                        return broken("it does not end before the next one begins");
                    }
                    if path.len() >= DEEPEST {
                        return broken("its elements are nested too deeply");
                    }
                    path.push(reference_name(name.as_ref()));
                    text.clear();
                }
                Event::End(tag) => {
                    let name = tag.local_name();
                    let is_own = match path.last() {
                        Some(open) => *open == reference_name(name.as_ref()),
                        None => is_product(name.as_ref()),
                    };
                    if !is_own {
                        return broken("an element in it is not closed");
                    }
                    if path.is_empty() {
                        return Outcome::Read(Box::new(product));
                    }
                    product.element_ends(&path, text.trim());
                    text.clear();
                    path.pop();
                }
                Event::Text(more) => add(&more.xml10_content()),
                Event::CData(more) => add(&more.xml10_content()),
                Event::GeneralRef(name) => add(&xml::resolved(&name)),
                Event::Eof => return broken("its end is missing"),
                _ => {}
            }
        }
    }

    /// Takes the text of the element at `path`, which ends here.
    fn element_ends(&mut self, path: &[Cow<'static, str>], text: &str) {
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        // Version 3.0 groups elements into blocks, which are ignored.
        let path = match path.as_slice() {
            ["descriptivedetail" | "publishingdetail", rest @ ..] if !rest.is_empty() => rest,
            all => all,
        };
        let text = || text.to_owned();
        match path {
            ["recordreference"] => self.reference = text(),
            ["notificationtype"] => self.notification = text(),
            ["isbn" | "ean13"] => self.isbns.push(text()),
            ["productidentifier", "productidtype"] => self.identifier.kind = text(),
            ["productidentifier", "idtypename"] => self.identifier.kind_name = text(),
            ["productidentifier", "idvalue"] => self.identifier.value = text(),
            ["productidentifier"] => self.identifier_ends(),
            ["distinctivetitle"] => self.titles.push(TitleDetail::of(text())),
            ["title" | "titledetail", "titletype"] | ["collection", "titledetail", "titletype"] => {
                self.title.kind = text();
            }
            // In 2.1 the parts belong to the title, in 3.0 to an element of it.
            ["title", part]
            | ["titledetail", "titleelement", part]
            | ["collection", "titledetail", "titleelement", part]
            | ["series", "title", part] => self.element.set(part, text()),
            ["titledetail", "titleelement"] | ["collection", "titledetail", "titleelement"] => {
                self.title.elements.push(std::mem::take(&mut self.element));
            }
            ["title"] => {
                self.title.elements.push(std::mem::take(&mut self.element));
                self.titles.push(std::mem::take(&mut self.title));
            }
            ["titledetail"] => self.titles.push(std::mem::take(&mut self.title)),
            ["collection", "titledetail"] => {
                let detail = std::mem::take(&mut self.title);
                if self.collection.elements.is_empty() {
                    self.collection = detail;
                }
            }
            ["series", "titleofseries"] => fill(&mut self.series, text()),
            ["series", "title"] => {
                let title = std::mem::take(&mut self.element).title();
                fill(&mut self.series, title);
            }
            ["series", "numberwithinseries"] => fill(&mut self.number_in_series, text()),
            ["contributor", "contributorrole"] => self.contributor.roles.push(text()),
            ["contributor", "alternativename" | "name"] => {
                let name = std::mem::take(&mut self.name);
                if self.contributor.others.len() < MOST_CONTRIBUTORS {
                    self.contributor.others.push(name);
                }
            }
            ["contributor", "alternativename" | "name", part] => self.name.set(part, text()),
            ["contributor", part] => self.contributor.name.set(part, text()),
            ["contributor"] => {
                let contributor = std::mem::take(&mut self.contributor);
                if self.contributors.len() < MOST_CONTRIBUTORS {
                    self.contributors.push(contributor);
                }
            }
            ["imprint", "imprintname"] => fill(&mut self.imprint, text()),
            ["publisher", "publishername"] | ["publishername"] => {
                fill(&mut self.publisher, text());
            }
            ["publicationdate"] => self.dates.push(("01".to_owned(), text())),
            ["publishingdate", "publishingdaterole"] => self.date.0 = text(),
            ["publishingdate", "date"] => self.date.1 = text(),
            ["publishingdate"] => self.dates.push(std::mem::take(&mut self.date)),
            _ => {}
        }
    }

    fn identifier_ends(&mut self) {
        let Identifier {
            kind,
            kind_name,
            value,
        } = std::mem::take(&mut self.identifier);
        let is_book = || {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            digits.starts_with("978") || digits.starts_with("979")
        };
        match kind.as_str() {
            "02" | "15" => self.isbns.push(value),
            // An article number is an ISBN when it begins like one.
            "03" if is_book() => self.isbns.push(value),
            "06" => self.doi = value,
            "01" if kind_name.to_ascii_lowercase().contains("asin") => self.asin = value,
            _ => {}
        }
    }

    /// Returns the record reference, cut to 80 characters; empty if there is none.
    pub(super) fn reference(&self) -> &str {
        let end = self.reference.char_indices().nth(80);
        &self.reference[..end.map_or(self.reference.len(), |(at, _)| at)]
    }

    /// Returns whether the message withdraws the product.
    pub(super) fn is_deleted(&self) -> bool {
        self.notification == "05"
    }

    /// Returns the title, as far as it was read.
    pub(super) fn draft(self) -> Draft {
        let mut draft = Draft::default();
        let detail = ["01", "00", ""]
            .iter()
            .find_map(|kind| self.titles.iter().find(|title| title.kind == *kind))
            .or(self.titles.first());
        if let Some(detail) = detail {
            detail.fill(&mut draft);
        }
        let others = self.titles.iter().filter(|it| OTHERS.contains(&&*it.kind));
        for element in others.flat_map(TitleDetail::of_product) {
            draft.set(Field::OtherTitles, &element.title());
        }
        for isbn in &self.isbns {
            draft.set(Field::Isbn, isbn);
        }
        draft.set(Field::Asin, &self.asin);
        draft.set(Field::Doi, &self.doi);
        draft.kind("book");
        let authors = authors(&self.contributors);
        let mut names: Vec<String> = authors.iter().map(|author| author.name.shown()).collect();
        names.retain(|name| !name.is_empty());
        draft.set(Field::Author, &names.join("; "));
        for other in authors.iter().flat_map(|author| &author.others) {
            // 02 is the form of the name in an authority file: the same name again.
            let shown = other.shown();
            if other.kind != "02" && !names.contains(&shown) {
                draft.pen_name(&shown);
            }
        }
        draft.set(Field::Imprint, &self.imprint);
        draft.set(Field::Imprint, &self.publisher);
        for role in ["01", "11", "20", "19"] {
            for (_, date) in self.dates.iter().filter(|(own, _)| own == role) {
                draft.set(Field::Year, date);
            }
        }
        draft.set(Field::Series, &self.series);
        draft.set(Field::Volume, &self.number_in_series);
        for element in &self.collection.elements {
            draft.set(Field::Series, &element.title());
            draft.set(Field::Volume, &element.part);
        }
        draft
    }
}

/// The kinds of further titles of one book (list 15): in the original language, in
/// another one, former, on the cover or the back, expanded, alternative.
const OTHERS: [&str; 7] = ["03", "06", "08", "11", "12", "13", "14"];

/// Returns whether an element is of the XHTML or HTML that descriptions, and at
/// times titles, hold. Nothing depends on how it is nested or whether it is closed.
fn is_markup(local_name: &str) -> bool {
    const NAMES: [&str; 40] = [
        "a",
        "abbr",
        "b",
        "big",
        "blockquote",
        "body",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "html",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "ul",
    ];
    NAMES
        .iter()
        .any(|known| local_name.eq_ignore_ascii_case(known))
}

/// Returns what an element of text puts between the words around it.
fn between(local_name: &str) -> &'static str {
    let ends_line = ["br", "div", "li", "p", "blockquote", "hr"];
    if ends_line
        .iter()
        .any(|own| local_name.eq_ignore_ascii_case(own))
    {
        " "
    } else {
        ""
    }
}

/// Returns whether an element of this name is a product.
pub(super) fn is_product(local_name: &str) -> bool {
    local_name.eq_ignore_ascii_case("product")
}

/// Returns the contributors who count as authors: the writers; if there are none,
/// other creators and editors; if there are none either, all contributors.
fn authors(contributors: &[Contributor]) -> Vec<&Contributor> {
    const WRITERS: [&str; 6] = ["A01", "A02", "A09", "A14", "A38", "A99"];
    let having = |is_wanted: &dyn Fn(&str) -> bool| -> Vec<&Contributor> {
        let has = |contributor: &&Contributor| contributor.roles.iter().any(|role| is_wanted(role));
        contributors.iter().filter(has).collect()
    };
    let tries: [&dyn Fn(&str) -> bool; 3] = [
        &|role| WRITERS.contains(&role),
        &|role| role.starts_with('A') || role == "B01",
        &|_| true,
    ];
    let found = tries.iter().map(|wanted| having(wanted));
    let found = found.into_iter().find(|found| !found.is_empty());
    found.unwrap_or_else(|| contributors.iter().collect())
}

impl TitleDetail {
    fn of(text: String) -> Self {
        Self {
            kind: "01".to_owned(),
            elements: vec![TitleElement {
                text,
                ..TitleElement::default()
            }],
        }
    }

    /// Returns the elements that are of the product (level 01), and not of what it is
    /// part of (02 to 04).
    fn of_product(&self) -> impl Iterator<Item = &TitleElement> {
        self.elements.iter().filter(|it| it.is_of_product())
    }

    /// Adds the titles to a draft.
    fn fill(&self, draft: &mut Draft) {
        for element in self.of_product() {
            draft.set(Field::Title, &element.title());
            draft.set(Field::Subtitle, &element.subtitle);
            draft.set(Field::Volume, &element.part);
        }
        for element in self.elements.iter().filter(|it| !it.is_of_product()) {
            // A volume without its own title takes that of the whole.
            draft.set(Field::Title, &element.title());
            draft.set(Field::Series, &element.title());
            draft.set(Field::Volume, &element.part);
        }
    }
}

impl TitleElement {
    fn is_of_product(&self) -> bool {
        matches!(self.level.as_str(), "01" | "")
    }

    fn set(&mut self, part: &str, text: String) {
        match part {
            "titleelementlevel" => self.level = text,
            "partnumber" => self.part = text,
            "titletext" => self.text = text,
            "titleprefix" => self.prefix = text,
            "titlewithoutprefix" => self.without_prefix = text,
            "subtitle" => self.subtitle = text,
            _ => {}
        }
    }

    fn title(&self) -> String {
        if self.text.is_empty() {
            joined(&[&self.prefix, &self.without_prefix])
        } else {
            self.text.clone()
        }
    }
}

impl Name {
    fn set(&mut self, part: &str, text: String) {
        match part {
            "nametype" | "personnametype" => self.kind = text,
            "personname" => self.whole = text,
            "personnameinverted" => self.inverted = text,
            "namesbeforekey" => self.before = text,
            "prefixtokey" => self.prefix = text,
            "keynames" => self.key = text,
            "namesafterkey" => self.after = text,
            "suffixtokey" => self.suffix = text,
            "corporatename" => self.corporate = text,
            "corporatenameinverted" => fill(&mut self.corporate, text),
            _ => {}
        }
    }

    fn shown(&self) -> String {
        let parts = joined(&[
            &self.before,
            &self.prefix,
            &self.key,
            &self.after,
            &self.suffix,
        ]);
        let names = [&self.whole, &self.inverted, &parts, &self.corporate];
        names
            .into_iter()
            .find(|name| !name.is_empty())
            .cloned()
            .unwrap_or_default()
    }
}

fn joined(parts: &[&String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| part.as_str())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

fn fill(slot: &mut String, text: String) {
    if slot.is_empty() {
        *slot = text;
    }
}

/// Returns the reference name of an element in lower case; the names of composites
/// differ between the two tag sets only in case.
fn reference_name(name: &str) -> Cow<'static, str> {
    Cow::Borrowed(match name {
        "a001" => "recordreference",
        "a002" => "notificationtype",
        "b003" => "publicationdate",
        "b004" => "isbn",
        "b005" => "ean13",
        "b018" => "titleofseries",
        "b019" => "numberwithinseries",
        "b028" => "distinctivetitle",
        "b029" => "subtitle",
        "b030" => "titleprefix",
        "b031" => "titlewithoutprefix",
        "b035" => "contributorrole",
        "b036" => "personname",
        "b037" => "personnameinverted",
        "b039" => "namesbeforekey",
        "b040" => "keynames",
        "b041" => "namesafterkey",
        "b047" => "corporatename",
        "b079" => "imprintname",
        "b081" => "publishername",
        "b202" => "titletype",
        "b203" => "titletext",
        "b221" => "productidtype",
        "b233" => "idtypename",
        "b244" => "idvalue",
        "b247" => "prefixtokey",
        "b248" => "suffixtokey",
        "b250" => "personnametype",
        "b306" => "date",
        "x409" => "titleelementlevel",
        "x410" => "partnumber",
        "x414" => "nametype",
        "x443" => "corporatenameinverted",
        "x448" => "publishingdaterole",
        _ => return Cow::Owned(name.to_ascii_lowercase()),
    })
}
