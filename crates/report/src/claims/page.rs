//! The claim sheet as a page to print: an overview, and a card for each work.
//!
//! It is a page like that of a report: no scripts, nothing loaded, and every word from
//! outside escaped, harmless and in `<bdi>`.

use maud::{Markup, html};

use super::differ;
use super::kept::KeptClaim;
use super::people::with_roles;
use super::sheet::Sheet;
use super::table::side;
use super::work::{Work, has_register};
use crate::html::{Page, untrusted};
use crate::language::Language;
use crate::message;
use crate::model::{ClaimState, Record, Registration, Ruled};
use crate::phrase::Phrase;
use crate::phrases::{claims, page, registrations, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, edition, short};
use crate::words::{Words, capital};

/// The style of the sheet, besides that of all pages.
const STYLE: &str = include_str!("style.css");

/// How many records of a work are shown; the table has all.
const RECORDS: usize = 12;
/// How many titles of a registration of several works are shown.
const TITLES: usize = 30;

/// Returns the page.
pub(super) fn of(sheet: &Sheet<'_>, language: Language) -> String {
    let page = Page::new(sheet.report, language);
    let words = page.words;
    let card = Cards { sheet, words };
    let body = html! {
        (card.top(page))
        @if sheet.works.len() > 1 { (card.overview()) }
        @if !sheet.works.is_empty() {
            section.works {
                @for (place, work) in sheet.works.iter().enumerate() { (card.work(place, work)) }
            }
        }
        (card.gone())
        (page.searched())
        (page.says())
        (page.foot())
    };
    let title = words.fill(&claims::TITLE, &[("client", sheet.shown)]);
    page.styled(&short(&title, NAME_LIMIT), STYLE, &body)
}

/// What the cards are made of.
#[derive(Clone, Copy)]
struct Cards<'a> {
    sheet: &'a Sheet<'a>,
    words: Words,
}

impl Cards<'_> {
    fn top(self, page: Page<'_>) -> Markup {
        let (sheet, words) = (self.sheet, self.words);
        let moment = words.moment(&sheet.report.created);
        let all = &sheet.works;
        let count = |is_one: &dyn Fn(&Work<'_>) -> bool| all.iter().filter(|it| is_one(it)).count();
        let n_works = if all.len() == 1 {
            words.count(&claims::N_WORKS, 1)
        } else {
            words.count(&claims::N_WORKS, 2)
        };
        let figures = [
            (all.len(), n_works),
            (
                count(&|it| it.result.verdict.is_found()),
                words.say(&page::N_FOUND).to_owned(),
            ),
            (
                count(&|it| !it.own.is_empty()),
                words.say(&claims::N_REGISTERED).to_owned(),
            ),
            (
                count(&|it| it.meets_rules()),
                words.say(&claims::N_RULES).to_owned(),
            ),
            (
                count(&|it| it.facts.state.identifier.is_some()),
                words.say(&claims::N_STATE).to_owned(),
            ),
        ];
        html! {
            header {
                (page.from())
                p.eyebrow { (words.fill(&claims::EYEBROW, &[("moment", &moment)])) }
                h1 { (untrusted(sheet.shown, NAME_LIMIT)) }
                ul.figures {
                    @for (place, (n, what)) in figures.iter().enumerate() {
                        li.is-found[place == 1 && *n > 0] {
                            b { (words.number(*n as u64)) } span { (what) }
                        }
                    }
                }
                p.lead { bdi { (sheet.lead(words)) } }
                @if let Some(says) = words.demonstration(sheet.report) {
                    p.note { b { (words.say(&shared::DEMONSTRATION_TITLE)) } " " (says) }
                }
                @if sheet.has_registrations() {
                    p.note { (words.register_notice(sheet.report.cutoff.as_ref())) }
                }
                (page.cutoff())
            }
        }
    }

    /// Returns a line for each work.
    fn overview(self) -> Markup {
        let (sheet, words) = (self.sheet, self.words);
        let columns = [
            &page::COLUMN_TITLE,
            &page::COLUMN_ANSWER,
            &claims::COLUMN_REGISTRATION,
            &claims::SHORT_FIVE_YEARS,
            &claims::SHORT_IN_TIME,
            &claims::COLUMN_CLAIM_ID,
            &claims::COLUMN_DEADLINE,
        ];
        html! {
            section {
                h2 { (words.say(&page::OVERVIEW)) }
                table.claims.all {
                    thead { tr { th scope="col" {} @for column in columns { th scope="col" { (words.say(column)) } } } }
                    tbody {
                        @for (place, work) in sheet.works.iter().enumerate() {
                            @let (answer, _) = words.answer(work.result);
                            @let first = work.own.first();
                            tr {
                                td.n { (place + 1) }
                                td { a href=(format!("#{}", anchor(place))) { bdi { (words.name(work.result)) } } }
                                td.is-found[work.result.verdict.is_found()] { (answer) }
                                td { @if let Some(own) = first { bdi { (words.registration_number(own)) } } }
                                td { @if let Some(own) = best(work, |it| it.within_five_years) { (words.ruled(own)) } }
                                td { @if let Some(own) = best(work, |it| it.in_time) { (words.ruled(own)) } }
                                td { (entry(work.facts.state.identifier.as_deref())) }
                                td { (self.deadline(&work.facts.state)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn work(self, place: usize, work: &Work<'_>) -> Markup {
        let (words, result) = (self.words, work.result);
        let author = result.author.as_deref().unwrap_or_default();
        let (answer, _) = words.answer(result);
        html! {
            article.work id=(anchor(place)) {
                div.head {
                    span.n { (place + 1) }
                    div {
                        h3 { bdi { (words.name(result)) } }
                        @let people = with_roles(author, words.0);
                        @if !people.is_empty() { p.by { (untrusted(&people, LINE_LIMIT)) } }
                    }
                    span.tag.is-found[result.verdict.is_found()] { (answer) }
                }
                div.parts {
                    (self.about(work))
                    (self.registered(work))
                    (self.state(&work.facts.state))
                }
                (self.entries(work))
                (self.own_file(work))
                @for notice in &result.warnings {
                    p.small { b { (words.say(&shared::PLEASE_NOTE)) } " "
                        (untrusted(&message::notice(words.0, notice), LINE_LIMIT)) }
                }
            }
        }
    }

    /// Returns what the work is, by the list and by the collections.
    fn about(self, work: &Work<'_>) -> Markup {
        let (words, facts) = (self.words, &work.facts);
        let published = facts.published.as_deref().map(|it| words.partial_date(it));
        let named = |names: Vec<(String, String)>| {
            let names = names.iter().map(|(name, who)| format!("{name} ({who})"));
            Some(names.collect::<Vec<_>>().join("; ")).filter(|names| !names.is_empty())
        };
        let isbns = Some(work.isbns().join(", ")).filter(|it| !it.is_empty());
        let lines: [(&Phrase, Option<String>); 8] = [
            (&claims::COLUMN_PUBLISHER, facts.publisher.clone()),
            (
                &claims::COLUMN_PUBLISHER_LISTED,
                named(work.publishers_listed()),
            ),
            (
                &claims::COLUMN_PUBLISHER_REGISTERED,
                named(work.publishers_registered()),
            ),
            (&claims::COLUMN_PUBLISHED, published),
            (&claims::COLUMN_ISBN, isbns),
            (&claims::COLUMN_ASIN, facts.asin.clone()),
            (&claims::COLUMN_DOI, facts.doi.clone()),
            (&claims::COLUMN_IMDB, facts.imdb.clone()),
        ];
        html! {
            section.part {
                h4 { (words.say(&claims::THE_WORK)) }
                dl {
                    @for (name, value) in lines {
                        @if let Some(value) = value {
                            dt { (words.say(name)) }
                            dd { (untrusted(&value, LINE_LIMIT)) }
                        }
                    }
                }
                @for said in differ::publishers(work, words) { p.differs { bdi { (said) } } }
            }
        }
    }

    fn registered(self, work: &Work<'_>) -> Markup {
        let words = self.words;
        let given = work.given(words);
        html! {
            section.part {
                h4 { (words.say(&claims::THE_REGISTRATION)) }
                @for own in &work.own { (self.registration(own)) }
                @if work.own.is_empty() {
                    p.none { (words.say(if has_register(self.sheet.report) { &claims::NO_REGISTRATION } else { &claims::NO_REGISTER })) }
                }
                @if !given.is_empty() {
                    @let given = words.fill(&claims::IN_LIST_GIVEN, &[("numbers", &given.join("; "))]);
                    p { (untrusted(&given, LINE_LIMIT)) }
                }
                @for said in differ::registrations(work, words) { p.differs { bdi { (said) } } }
                @if !work.look.is_empty() {
                    div.look {
                        p { b { (words.say(&registrations::LOOK)) ". " } (words.say(&registrations::LOOK_SAYS)) }
                        ul { @for own in &work.look {
                            li { (untrusted(&words.registration(own), LINE_LIMIT)) "; " (words.registration_dates(own)) }
                        } }
                    }
                }
            }
        }
    }

    /// Returns a registration that is the work's own.
    fn registration(self, own: &Registration) -> Markup {
        let words = self.words;
        let shown = &own.titles[..own.titles.len().min(TITLES)];
        html! {
            div.registration {
                p.number { (untrusted(&words.registration_number(own), NAME_LIMIT)) }
                p { (untrusted(&capital(&words.registration_dates(own)), LINE_LIMIT)) }
                p.small { (untrusted(&words.registration_facts(own), LINE_LIMIT * 2)) }
                @if !shown.is_empty() {
                    @let more = if shown.len() < own.titles.len() { "; …" } else { "" };
                    @let titles = format!("{}{more}", shown.join("; "));
                    p.small { (untrusted(&words.fill(&claims::GROUP_TITLES, &[("titles", &titles)]), 2_000)) }
                }
                ul.rules {
                    @for (rule, answer) in [
                        (&registrations::FIVE_YEARS, own.within_five_years),
                        (&registrations::IN_TIME, own.in_time),
                    ] {
                        li { span.answer.is-yes[answer == Ruled::Yes].is-no[answer == Ruled::No] { (words.ruled(answer)) } " " (words.say(rule)) }
                    }
                }
            }
        }
    }

    fn deadline(self, state: &ClaimState) -> Markup {
        let deadline = state.deadline.as_deref().map(|date| self.words.date(date));
        entry(deadline.as_deref())
    }

    /// Returns the four fields of the user, with room to write.
    fn state(self, state: &ClaimState) -> Markup {
        let words = self.words;
        let opted_out = state.opted_out.as_deref();
        let opted_out = opted_out.map(|text| super::table::in_words(text, words));
        let fields: [(&Phrase, Markup); 4] = [
            (&claims::COLUMN_CLAIM_ID, entry(state.identifier.as_deref())),
            (&claims::COLUMN_RECEIPT, entry(state.receipt.as_deref())),
            (&claims::COLUMN_DEADLINE, self.deadline(state)),
            (&claims::COLUMN_OPTED_OUT, entry(opted_out.as_deref())),
        ];
        html! {
            section.part.state {
                h4 { (words.say(&claims::THE_CLAIM)) }
                @for (name, value) in fields {
                    div.field { span { (words.say(name)) } p { (value) } }
                }
            }
        }
    }

    fn entries(self, work: &Work<'_>) -> Markup {
        let words = self.words;
        let shown = &work.records[..work.records.len().min(RECORDS)];
        let columns = [
            &claims::COLUMN_RECORD_IDS,
            &claims::COLUMN_LISTED_TITLE,
            &claims::COLUMN_ADDED,
            &claims::COLUMN_FILE,
        ];
        html! {
            @for said in work.in_texts(words) { p.small { bdi { (said) } } }
            @if !shown.is_empty() {
                table.entries {
                    caption { (words.count(&claims::THE_ENTRIES, work.records.len() as u64)) }
                    thead { tr { @for column in columns { th scope="col" { (words.say(column)) } } } }
                    @for record in shown { tbody { (self.entry(record)) } }
                }
                @if work.records.len() > shown.len() {
                    @let n = words.number((work.records.len() - shown.len()) as u64);
                    p.small { (words.fill(&claims::MORE_ENTRIES, &[("n", &n)])) }
                }
            }
        }
    }

    fn entry(self, record: &Record) -> Markup {
        let words = self.words;
        let digests = [
            ("MD5", record.md5.as_deref()),
            (
                words.say(&claims::COLUMN_MD5_REPORTED),
                record.md5_reported.as_deref(),
            ),
            ("SHA-1", record.sha1.as_deref()),
            ("SHA-256", record.sha256.as_deref()),
        ];
        let mut undated = record.clone();
        // The answer has a line of its own.
        undated.cutoff = None;
        html! {
            tr {
                td {
                    b { (untrusted(&record.source, 60)) } br; (untrusted(&record.id, 80))
                    @if !record.tier.is_found() { br; i { (words.say(&claims::TO_LOOK_AT)) } }
                }
                td {
                    cite { (untrusted(&record.title, NAME_LIMIT)) }
                    @if !record.author.trim().is_empty() { br; (untrusted(&record.author, NAME_LIMIT)) }
                    @let line = edition(record);
                    @if !line.is_empty() { br; span.small { bdi { (line) } } }
                }
                td {
                    @match words.added(&undated) {
                        Some(added) => (untrusted(&added, LINE_LIMIT)),
                        None => (words.say(&page::UNDATED)),
                    }
                    @if let Some(answer) = record.cutoff {
                        br; (words.say(&claims::COLUMN_CUTOFF)) ": " b { (side(answer, words)) }
                    }
                }
                td {
                    @if let Some(file) = words.format_and_size(record) { bdi { (file) } }
                    @if let Some(hidden) = words.hidden(record) { br; bdi { (hidden) } }
                    @if let Some(number) = words.registration_of(record) { br; bdi { (number) } }
                }
            }
            @if digests.iter().any(|(_, digest)| digest.is_some()) {
                tr.digests {
                    td colspan="4" {
                        @for (name, digest) in digests {
                            @if let Some(digest) = digest { span { (name) " " code { (short(digest, 64)) } } " " }
                        }
                    }
                }
            }
        }
    }

    /// Returns the digests of the user's own file.
    fn own_file(self, work: &Work<'_>) -> Markup {
        let digests = &work.result.digests;
        html! {
            @if digests.md5.is_some() || digests.sha256.is_some() {
                p.own-file {
                    b { (self.words.say(&claims::OWN_FILE)) }
                    @if let Some(md5) = &digests.md5 { " " span { "MD5 " code { (md5) } } }
                    @if let Some(sha1) = &digests.sha1 { " " span { "SHA-1 " code { (sha1) } } }
                    @if let Some(sha256) = &digests.sha256 { " " span { "SHA-256 " code { (sha256) } } }
                }
            }
        }
    }

    /// Returns the works that are no longer in the list.
    fn gone(self) -> Markup {
        let (sheet, words) = (self.sheet, self.words);
        let columns = [
            &page::COLUMN_TITLE,
            &claims::COLUMN_AUTHORS,
            &claims::COLUMN_ISBN,
            &claims::COLUMN_CLAIM_ID,
            &claims::COLUMN_RECEIPT,
            &claims::COLUMN_DEADLINE,
            &claims::COLUMN_OPTED_OUT,
        ];
        html! {
            @if !sheet.gone.is_empty() {
                section {
                    h2 { (words.say(&claims::GONE)) }
                    p.lead { (words.say(&claims::GONE_SAYS)) }
                    table.claims {
                        thead { tr { @for column in columns { th scope="col" { (words.say(column)) } } } }
                        tbody { @for gone in &sheet.gone { (self.gone_work(gone)) } }
                    }
                }
            }
        }
    }

    fn gone_work(self, gone: &KeptClaim) -> Markup {
        let words = self.words;
        let opted_out = gone.state.opted_out.as_deref();
        let opted_out = opted_out.map(|text| super::table::in_words(text, words));
        html! {
            tr {
                td { bdi { (words.title(&gone.title)) } }
                td { (untrusted(&gone.author, NAME_LIMIT)) }
                td { (untrusted(&gone.isbns().join(", "), NAME_LIMIT)) }
                td { (entry(gone.state.identifier.as_deref())) }
                td { (entry(gone.state.receipt.as_deref())) }
                td { (self.deadline(&gone.state)) }
                td { (entry(opted_out.as_deref())) }
            }
        }
    }
}

/// Returns the best answer to a rule among a work's own registrations.
fn best(work: &Work<'_>, rule: impl Fn(&Registration) -> Ruled) -> Option<Ruled> {
    let rank = |answer: &Ruled| match answer {
        Ruled::Yes => 0,
        Ruled::Unknown => 1,
        Ruled::No => 2,
    };
    work.own.iter().map(|own| rule(own)).min_by_key(rank)
}

/// Returns an entry of the user.
fn entry(text: Option<&str>) -> Markup {
    html! { @if let Some(text) = text { (untrusted(text, LINE_LIMIT)) } }
}

/// Returns the name of a work within the page.
fn anchor(place: usize) -> String {
    format!("w{}", place + 1)
}
