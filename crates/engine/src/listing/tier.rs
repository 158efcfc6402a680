//! One record against the book: the tier, and the reason in plain words.

use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::volume::Volumes;
use colophon_catalogue::{Form, Record, mended};
use colophon_index::RecordDigests;

use super::book::Book;
use super::title::siblings::{Beside, beside_same, said_by_one};
use super::title::{Context, Doubt, Except, Title, TitleMatch, Years, compare, holds_author};
use crate::report::model::Tier;
use crate::report::{Fragment, Reason};

/// Returns the tier of a record for a book, and the reason in a sentence; `None`
/// if the record lists another book.
///
/// Digests that are stored separately from the record are not known here; see
/// [`listings`](super::listings).
pub fn tier_of(book: &Book, record: &Record) -> Option<(Tier, String)> {
    let judged = Wanted::new(book).judge(record, &RecordDigests::default(), &mut Vec::new())?;
    Some((judged.tier, judged.reason))
}

/// The book to look up, read as titles and names: does a record list it?
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) book: &'a Book,
    pub(super) titles: Vec<Title>,
    pub(super) names: Vec<Name<'a>>,
    /// The numbers that the titles state, or else a field of their own.
    volumes: Volumes,
    /// The numbers that a field of their own states.
    in_field: Volumes,
    /// Whether registrations of copyright are looked up, and nothing else.
    pub(super) in_register: bool,
}

/// A name, or the names, that the book was published under.
#[derive(Debug)]
pub(super) struct Name<'a> {
    pub(super) people: People,
    /// The name as declared, if it is a pen name.
    pen_name: Option<&'a str>,
}

/// What was decided about a record.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) tier: Tier,
    pub(super) reason: String,
    /// Whether the titles agree; records whose titles do are surely of one work.
    pub(super) same_title: bool,
    /// What only one of the titles adds, if nothing but title and author makes
    /// this the book.
    rests_on: Option<Beside>,
}

/// What a record adds to the wanted title, which it has, and the language of its
/// book.
#[derive(Debug)]
pub(super) struct Sibling {
    beside: Vec<Beside>,
    language: String,
}

impl Judged {
    pub(super) fn new(tier: Tier, reason: String, same_title: bool) -> Self {
        Self {
            tier,
            reason,
            same_title,
            rests_on: None,
        }
    }

    /// Asks a person to look if the match rests on a title's silence and the
    /// collection lists another book with that title. A subtitle in another
    /// language is a translation's.
    pub(super) fn doubt(&mut self, record: &Record, siblings: &[Sibling]) {
        let Some(said) = self.rests_on.as_ref().filter(|_| self.tier.is_found()) else {
            return;
        };
        let language = record.language.to_lowercase();
        let is_another = |sibling: &Sibling| {
            let one_language = sibling.language == language;
            let mut beside = sibling.beside.iter();
            beside.all(|other| other.contradicts(said, one_language))
        };
        if siblings.iter().any(is_another) {
            self.tier = Tier::Review;
            self.reason = Reason::SeveralBooks.with(&[]);
        }
    }
}

impl<'a> Wanted<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        let titles = std::iter::once(&book.title).chain(&book.other_titles);
        let titles: Vec<Title> = titles
            .map(|title| Title::read(&mended(title)))
            .filter(|title| !title.key.is_empty())
            .collect();
        let pen_names = book
            .pen_names
            .iter()
            .map(|name| (name, Some(name.as_str())));
        let names = std::iter::once((&book.author, None)).chain(pen_names);
        let names = names
            .map(|(name, pen_name)| Name {
                people: People::parse(&mended(name)),
                pen_name,
            })
            .filter(|name| !name.people.is_empty())
            .collect();
        let in_field = Volumes::in_field(&book.volume);
        let in_titles = stated(&titles, |title| &title.volumes);
        Self {
            book,
            titles,
            names,
            // A number in the title counts for more than one in a separate field.
            volumes: if in_titles.is_empty() {
                in_field.clone()
            } else {
                in_titles
            },
            in_field,
            in_register: false,
        }
    }

    /// Judges a record; `None` if it lists another book. What it adds to the
    /// wanted title goes into `siblings`.
    pub(super) fn judge(
        &self,
        record: &Record,
        digests: &RecordDigests,
        siblings: &mut Vec<Sibling>,
    ) -> Option<Judged> {
        if let Some(digest) = self.shared_digest(record, digests) {
            let reason = Reason::SameFile.with(&[("digest", digest)]);
            return Some(Judged::new(Tier::IdenticalFile, reason, true));
        }
        if record.form.is_registration() != self.in_register {
            return None;
        }
        match record.form {
            _ if self.in_register => self.registration(record, self.as_book(record, siblings)),
            Form::Film | Form::Episode => self.film(record),
            _ if self.is_film() && self.shared_number(record).is_none() => None,
            _ => Some(self.as_paper(record, self.as_book(record, siblings)?)),
        }
    }

    /// Judges a record by title, author and number.
    fn as_book(&self, record: &Record, siblings: &mut Vec<Sibling>) -> Option<Judged> {
        let people = People::parse(&record.author);
        let author = self.author_match(&people);
        let number = self.shared_number(record);
        // Most records that share a title are another author's.
        let no_author =
            people.is_empty() || author.agreement == Agreement::None && people.leaves_open();
        let is_known = !self.names.is_empty() && !no_author;
        if is_known && author.agreement == Agreement::None && number.is_none() {
            return self.swapped(record);
        }
        let titles = std::iter::once(&record.title).chain(&record.other_titles);
        let titles: Vec<Title> = titles.map(|title| Title::read(title)).collect();
        if author.agreement > Agreement::None {
            siblings.extend(self.sibling(record, &titles));
        }
        let in_titles = stated(&titles, |title| &title.volumes);
        let in_field = Volumes::in_field(&record.volume);
        let volumes = if in_titles.is_empty() {
            &in_field
        } else {
            &in_titles
        };
        let disagreement = self.disagreement(volumes, &titles);
        if let Some(number) = number
            .as_ref()
            .filter(|_| disagreement == Some(Place::Volume))
        {
            let reason = Reason::NumberOtherVolume.with(&[("number", number)]);
            return Some(Judged::new(Tier::Review, reason, false));
        }
        if disagreement == Some(Place::Volume) {
            return None;
        }
        let (mut title, rests_on) = self.title_match(record, &titles, &in_field);
        if title.agrees() && self.volumes.overlap(volumes) {
            title = TitleMatch::Doubtful(Doubt::Several);
        }
        // Series are counted in several ways; a number of the book decides.
        if disagreement == Some(Place::Series) && number.is_none() {
            if !title.agrees() && title != TitleMatch::Doubtful(Doubt::Notes) {
                return None;
            }
            title = TitleMatch::Doubtful(Doubt::SeriesPlace);
        }
        let is_named = rests_on
            .as_ref()
            .is_some_and(|said| !said.subtitle.is_empty() && !said.describes);
        if title.agrees() && is_named && self.has_other_isbn(record) {
            title = TitleMatch::Doubtful(Doubt::OneSubtitle);
        }
        let rests_on = rests_on.filter(|_| number.is_none());
        let (tier, reason) = match number {
            Some(number) => self.with_number(&number, record, title, &author, no_author),
            None if no_author && !title.agrees() => self.by_title_alone(&titles)?,
            None => self.without_number(record, title, &author, no_author)?,
        };
        Some(Judged {
            tier,
            reason,
            same_title: title.agrees(),
            rests_on,
        })
    }

    /// Judges a record that names no author by its title, which may hold the
    /// author's name as well.
    fn by_title_alone(&self, titles: &[Title]) -> Option<(Tier, String)> {
        let holds = |wanted: &Title, title: &Title| {
            let mut names = self.names.iter();
            names.any(|name| holds_author(wanted, title, &name.people))
        };
        let pairs = || {
            self.titles
                .iter()
                .flat_map(|wanted| titles.iter().map(move |title| (wanted, title)))
        };
        pairs()
            .any(|(wanted, title)| holds(wanted, title))
            .then(|| (Tier::Review, Reason::TitleHoldsAuthor.with(&[])))
    }

    /// Judges a record whose author is not the wanted one: its title may be the
    /// author, and its author the title.
    fn swapped(&self, record: &Record) -> Option<Judged> {
        let written = words(&record.title);
        let is_author = self
            .names
            .iter()
            .any(|name| name.people.is_whole_name(&written));
        let key = title_key(&record.author);
        let is_title = self.titles.iter().any(|title| title.main.join(" ") == key);
        (is_author && is_title).then(|| Judged::new(Tier::Review, Reason::Swapped.with(&[]), false))
    }

    /// Returns where the numbers of the book and of a record disagree, if they do.
    fn disagreement(&self, volumes: &Volumes, titles: &[Title]) -> Option<Place> {
        let own = |of: fn(&Title) -> &Volumes| (stated(&self.titles, of), stated(titles, of));
        let (outside, their_outside) = own(|title| &title.own_volumes);
        if outside.disagree(&their_outside) {
            return Some(Place::Volume);
        }
        let (all, their_all) = own(|title| &title.volumes);
        if all.disagree(&their_all) {
            let is_volume = all.has_part() && their_all.has_part();
            return Some(if is_volume {
                Place::Volume
            } else {
                Place::Series
            });
        }
        let is_in_field = all.is_empty() || their_all.is_empty();
        (is_in_field && self.volumes.disagree(volumes)).then_some(Place::Volume)
    }

    /// Returns what a record adds to a title that it has in common with the book.
    fn sibling(&self, record: &Record, titles: &[Title]) -> Option<Sibling> {
        let context = Context {
            series: words(&record.series),
            ..Context::default()
        };
        let pairs = self
            .titles
            .iter()
            .flat_map(|wanted| titles.iter().map(move |title| (wanted, title)));
        let beside: Vec<Beside> = pairs
            .filter_map(|(wanted, title)| beside_same(wanted, title, &context))
            .collect();
        (!beside.is_empty()).then(|| Sibling {
            beside,
            language: record.language.to_lowercase(),
        })
    }

    /// Returns whether the book's title is short, and both book and record have
    /// ISBNs, which differ.
    fn has_other_isbn(&self, record: &Record) -> bool {
        let own = &self.book.isbns;
        let isbns = record.isbns();
        self.titles.iter().all(Title::is_short)
            && !own.is_empty()
            && !isbns.is_empty()
            && !own.iter().any(|isbn| isbns.contains(isbn))
    }

    /// Returns how well the titles agree in the best case, and what only one of
    /// them adds, if no two say the same.
    pub(super) fn title_match(
        &self,
        record: &Record,
        titles: &[Title],
        in_field: &Volumes,
    ) -> (TitleMatch, Option<Beside>) {
        let mut best = TitleMatch::Other;
        let (mut rests_on, mut is_plain) = (None, false);
        for name in self
            .names
            .iter()
            .map(|name| Some(&name.people))
            .chain([None])
        {
            let context = Context {
                people: name,
                series: words(&record.series),
                imprint: words(&record.imprint),
                year: self.book.year,
                language: record.language.clone(),
                years: self.years(record),
                volumes: [self.in_field.clone(), in_field.clone()],
            };
            for wanted in &self.titles {
                for title in titles {
                    let agreement = compare(wanted, title, &context);
                    if agreement.agrees() {
                        let said = match agreement {
                            TitleMatch::Near(Except::Series) => None,
                            _ => said_by_one(wanted, title, &context),
                        };
                        is_plain |= said.is_none();
                        rests_on = said.or(rests_on);
                    }
                    best = best.max(agreement);
                }
            }
            // The name matters only if it is in the title.
            if best.agrees() {
                break;
            }
        }
        (best, rests_on.filter(|_| !is_plain))
    }

    fn author_match(&self, people: &People) -> AuthorMatch<'_> {
        let mut best = AuthorMatch {
            agreement: Agreement::None,
            pen_name: None,
        };
        for name in &self.names {
            let agreement = people.agreement(&name.people);
            if agreement > best.agreement {
                best = AuthorMatch {
                    agreement,
                    pen_name: name.pen_name,
                };
            }
        }
        best
    }

    /// Judges a record that has a number of the book.
    fn with_number(
        &self,
        number: &str,
        record: &Record,
        title: TitleMatch,
        author: &AuthorMatch<'_>,
        no_author: bool,
    ) -> (Tier, String) {
        let title_agrees = title.agrees() && (!self.is_generic() || no_author);
        let author_agrees = author.agreement > Agreement::Part;
        let under = author.under();
        let because = |reason: Reason| reason.with(&[("number", number), ("under", &under)]);
        if title_agrees && author_agrees {
            (Tier::Confirmed, because(Reason::NumberTitleAuthor))
        } else if author_agrees {
            (Tier::Confirmed, because(Reason::NumberAuthor))
        } else if title_agrees {
            (Tier::Confirmed, because(Reason::NumberTitle))
        } else if record.title.is_empty() && no_author
            || self.titles.is_empty() && self.names.is_empty()
        {
            (Tier::Probable, because(Reason::NumberAlone))
        } else {
            (Tier::Review, because(Reason::NumberOnly))
        }
    }

    /// Judges a record by title and author.
    fn without_number(
        &self,
        record: &Record,
        title: TitleMatch,
        author: &AuthorMatch<'_>,
        no_author: bool,
    ) -> Option<(Tier, String)> {
        if self.titles.is_empty() {
            return author.alone().map(|reason| (Tier::Review, reason));
        }
        if self.names.is_empty() || no_author {
            let reason = if no_author {
                Reason::TitleNoAuthorListed
            } else {
                Reason::TitleNoAuthorGiven
            };
            let decides = title.agrees() && !self.is_generic();
            return decides.then(|| (Tier::Review, reason.with(&[])));
        }
        let agreement = author.agreement;
        if agreement == Agreement::None {
            return None;
        }
        let (tier, reason) = match title {
            TitleMatch::Other => return None,
            TitleMatch::Doubtful(doubt) => (Tier::Review, why(doubt)),
            _ if agreement == Agreement::Part => (Tier::Review, Reason::TitleNamePart),
            TitleMatch::Near(_) | TitleMatch::Same if self.is_generic() => {
                let is_known = agreement >= Agreement::Initial && self.has_year(record);
                match self.has_imprint(record) {
                    Some(true) if is_known => (Tier::Strong, Reason::AllAgree),
                    None if is_known => (Tier::Probable, Reason::YearAgrees),
                    _ => (Tier::Review, Reason::CommonTitle),
                }
            }
            _ if agreement <= Agreement::Loose => {
                let n_telling = self
                    .titles
                    .iter()
                    .map(|title| title.telling().count())
                    .max();
                let is_surname = agreement == Agreement::Surname;
                if n_telling.unwrap_or(0) > 1 || agreement == Agreement::Loose {
                    let reason = if is_surname {
                        Reason::TitleSurname
                    } else {
                        Reason::TitleOtherForm
                    };
                    (Tier::Probable, reason)
                } else {
                    (Tier::Review, Reason::WordSurname)
                }
            }
            TitleMatch::Same if agreement == Agreement::Full => (Tier::Strong, Reason::TitleAuthor),
            TitleMatch::Same => (Tier::Strong, Reason::TitleInitial),
            TitleMatch::Near(except) => {
                let reason = match except {
                    Except::Words => Reason::NearTitle,
                    Except::Form => Reason::TitleForm,
                    Except::Series => Reason::TitleSeries,
                };
                (Tier::Probable, reason)
            }
        };
        Some((tier, reason.with(&[("under", &author.under())])))
    }

    fn is_generic(&self) -> bool {
        let nobody = People::default();
        self.titles.iter().all(|title| {
            title.is_generic(&nobody)
                || self.names.iter().any(|name| title.is_generic(&name.people))
        })
    }

    /// Returns how the years of the book and of a record compare.
    fn years(&self, record: &Record) -> Years {
        let mut years = years(record).peekable();
        match (self.book.year, years.peek().is_some()) {
            (None, _) => Years::Unknown,
            (Some(_), false) => Years::OfBook,
            (Some(own), true) if years.any(|year| year.abs_diff(own) <= 1) => Years::Same,
            _ => Years::Other,
        }
    }

    /// Returns whether the record states the book's year.
    fn has_year(&self, record: &Record) -> bool {
        let years = words(&record.year);
        self.book.year.is_some_and(|year| {
            years
                .iter()
                .any(|word| word.trim_start_matches('c') == year.to_string())
        })
    }

    /// Returns whether the record states the book's imprint; `None` if one side
    /// says nothing.
    fn has_imprint(&self, record: &Record) -> Option<bool> {
        let (own, other) = (words(&self.book.imprint), words(&record.imprint));
        let is_known = !own.is_empty() && !other.is_empty();
        is_known.then(|| {
            other
                .iter()
                .any(|word| word.chars().count() > 3 && own.contains(word))
        })
    }
}

/// Where the numbers of a book and of a record disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the number of a volume or a part, or in one outside brackets: these are
    /// two books.
    Volume,
    /// Only in the place in a series, in brackets: series are counted in several
    /// ways.
    Series,
}

/// Returns the years that a record states.
pub(super) fn years(record: &Record) -> impl Iterator<Item = u16> {
    words(&record.year)
        .into_iter()
        .filter_map(|word| word.trim_start_matches('c').parse::<u16>().ok())
        .filter(|year| (1400..2200).contains(year))
}

/// Returns the numbers that titles state.
fn stated(titles: &[Title], of: fn(&Title) -> &Volumes) -> Volumes {
    let mut volumes = Volumes::default();
    for title in titles {
        volumes.add(of(title));
    }
    volumes
}

/// How well the author of a record agrees, and under which name.
struct AuthorMatch<'a> {
    agreement: Agreement,
    pen_name: Option<&'a str>,
}

impl AuthorMatch<'_> {
    /// Returns the reason for a record of which only the author was searched for;
    /// `None` if the author does not agree.
    fn alone(&self) -> Option<String> {
        let reason = match self.agreement {
            Agreement::None => return None,
            Agreement::Surname => Reason::SurnameAlone,
            _ => Reason::AuthorAlone,
        };
        Some(reason.with(&[("under", &self.under())]))
    }

    /// Returns the words that name the declared pen name, if that is the name that
    /// agrees.
    fn under(&self) -> String {
        self.pen_name.map_or(String::new(), |name| {
            Fragment::UnderPenName.with(&[("name", name)])
        })
    }
}

/// Returns why titles that share much may not be one book's.
const fn why(doubt: Doubt) -> Reason {
    match doubt {
        Doubt::MoreWords => Reason::MoreWords,
        Doubt::Spelling => Reason::Spelling,
        Doubt::Subtitle => Reason::Subtitles,
        Doubt::Notes => Reason::Notes,
        Doubt::SubtitleYear => Reason::SubtitleYear,
        Doubt::SeriesPlace => Reason::SeriesPlace,
        Doubt::Count => Reason::OtherCount,
        Doubt::Several => Reason::SeveralInOne,
        Doubt::OneSubtitle => Reason::OneSubtitle,
        Doubt::Part => Reason::Part,
        Doubt::NamedPart => Reason::NamedPart,
        Doubt::AnotherBook => Reason::AnotherBook,
    }
}
