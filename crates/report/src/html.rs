//! The report as one HTML page, to be read, printed and passed on.
//!
//! The page needs nothing else: its style is within it, the strips are drawn as
//! SVG, it runs no script and loads nothing, and its content security policy
//! enforces that. Its sentences come from `words`.
//!
//! Every word that comes from a document or an index is escaped, made harmless,
//! and set in `<bdi>` so that it keeps its own direction.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::doubt::Doubt;
use crate::figures::Figures;
use crate::language::Language;
use crate::message;
use crate::model::{CutoffSummary, ManuscriptResult, Match, Record, Report, Skipped, Verdict};
use crate::order::{
    Counts, Groups, Placed, Work, by_edition, by_work, has_overview, is_of_clients,
};
use crate::phrase::{Part, Phrase};
use crate::phrases::{page, shared};
use crate::safe::{self, LINE_LIMIT, NAME_LIMIT, short};
use crate::words::{Words, capital};

/// What the page may do: be shown, with its own style.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The style of the page.
const STYLE: &str = include_str!("html/style.css");

/// How many works of one manuscript are shown in full.
const FULL_WORKS: usize = 6;
/// How many records of one match are shown.
const RECORDS: usize = 40;

/// Returns `report` as an HTML page, in a language.
#[must_use]
pub fn to_html(report: &Report, language: Language) -> String {
    Page::new(report, language).page(None)
}

/// Returns `report` as an HTML page for one client, in a language.
#[must_use]
pub(super) fn to_client_html(report: &Report, client: &str, language: Language) -> String {
    Page::new(report, language).page(Some(client))
}

/// A page of a report, and the words on it.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    report: &'a Report,
    pub(super) words: Words,
}

impl<'a> Page<'a> {
    pub(super) const fn new(report: &'a Report, language: Language) -> Self {
        let words = Words(language);
        Self { report, words }
    }

    fn page(self, client: Option<&str>) -> String {
        let groups = Groups::new(self.report);
        // A client's page may hold nothing but files that were not read.
        let titles = client.is_some() || is_of_clients(self.report);
        let counts = Counts::new(self.report, &groups, titles);
        let body = html! {
            (self.top(&counts, client))
            @if has_overview(self.report) { (self.overview(&groups)) }
            (self.group(&page::FOUND, &groups.found))
            (self.group(&page::LOOK, &groups.look))
            (self.unjudged(&groups.unjudged))
            (self.not_found(&groups.not_found))
            (self.left_out())
            (self.passed_over())
            (self.searched())
            (self.says())
            (self.next(&counts))
            (self.foot())
        };
        self.whole(&body)
    }

    /// Returns the page around `body`.
    pub(super) fn whole(self, body: &Markup) -> String {
        let date = self.words.day(&self.report.created);
        let title = self.words.fill(&page::TITLE, &[("date", &date)]);
        self.titled(&title, body)
    }

    /// Returns the page of this title around `body`.
    pub(super) fn titled(self, title: &str, body: &Markup) -> String {
        self.styled(title, "", body)
    }

    /// Returns the page of this title around `body`, with more style than all pages have.
    pub(super) fn styled(self, title: &str, style: &'static str, body: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.words.0) {
                head {
                    meta charset="utf-8";
                    meta name="generator" content=(crate::own::GENERATOR);
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light dark";
                    title { (title) }
                    style { (PreEscaped(STYLE)) (PreEscaped(style)) }
                }
                body { main { (body) } }
            }
        };
        page.into_string()
    }

    pub(super) fn top(self, counts: &Counts, client: Option<&str>) -> Markup {
        let words = self.words;
        let report = self.report;
        let moment = words.moment(&report.created);
        let counted = words.counted(counts);
        let checked = words.fill(&page::CHECKED, &[("what", &counted)]);
        html! {
            header {
                (self.from())
                p.eyebrow { (words.fill(&page::EYEBROW, &[("moment", &moment)])) }
                @if counts.checked == 0 {
                    h1 { (words.summary(counts)) }
                } @else {
                    @if let Some(client) = client {
                        h1 { (untrusted(client, NAME_LIMIT)) }
                        p.lead { (checked) }
                    } @else {
                        h1 { (checked) }
                    }
                    ul.figures {
                        @for part in words.summary_parts(counts) {
                            li.is-found[part.is_found && part.n > 0] {
                                b { (words.number(part.n as u64)) }
                                span { (part.what) }
                            }
                        }
                    }
                }
                @if let Some(says) = words.demonstration(report) {
                    (self.demonstration(says))
                }
                (self.cutoff())
            }
        }
    }

    /// Returns the cut-off date of the report.
    fn cutoff_of_report(self) -> Option<&'a CutoffSummary> {
        self.report.cutoff.as_ref()
    }

    /// Draws the cut-off date with its sources; nothing without one.
    pub(crate) fn cutoff(self) -> Markup {
        let words = self.words;
        html! {
            @if let Some(cutoff) = &self.report.cutoff {
                div.note {
                    p { b { (words.cutoff(cutoff)) } " " (words.cutoff_says(cutoff)) }
                    @let sources = words.cutoff_sources(cutoff);
                    @if !sources.is_empty() {
                        p { (words.say(&page::CUTOFF_SOURCES)) }
                        ul.says { @for source in &sources { li { bdi { (source) } } } }
                    }
                }
            }
        }
    }

    fn demonstration(self, says: &str) -> Markup {
        html! {
            p.note { b { (self.words.say(&shared::DEMONSTRATION_TITLE)) } " " (says) }
        }
    }

    fn group(self, heading: &Phrase, results: &[Placed<'_>]) -> Markup {
        html! {
            @if !results.is_empty() {
                section {
                    h2 { (self.words.say(heading)) }
                    @for result in results { (self.manuscript(*result)) }
                }
            }
        }
    }

    fn unjudged(self, results: &[Placed<'_>]) -> Markup {
        let words = self.words;
        let meaning = words.meaning(Verdict::Inconclusive);
        html! {
            @if !results.is_empty() || !self.report.skipped.is_empty() {
                section {
                    h2 { (words.headline(Verdict::Inconclusive)) }
                    p.lead { (meaning.means) " " (meaning.means_not) }
                    @for result in results { (self.manuscript(*result)) }
                    @for (place, skipped) in self.report.skipped.iter().enumerate() {
                        (self.skipped_path(place, skipped))
                    }
                }
            }
        }
    }

    fn manuscript(self, result: Placed<'_>) -> Markup {
        let works = by_work(&result.matches);
        let (full, rest) = works.split_at(works.len().min(FULL_WORKS));
        html! {
            article id=(anchor(result)) {
                h3 { (self.name(&result)) }
                (self.facts(&result))
                @if let Some(doubt) = Doubt::of(&result) {
                    span.tag.is-open { (self.words.say(doubt.head())) }
                }
                @let guess = self.words.guess(&result);
                @if !guess.is_empty() { p { bdi { (guess) } } }
                @for (place, work) in full.iter().enumerate() {
                    @let mut before = full[..place].iter().map(|it| kind(it.first));
                    (self.match_block(work, before.all(|one| one != kind(work.first))))
                }
                @if !rest.is_empty() {
                    div.more {
                        h4 { (self.words.say(&page::FURTHER)) }
                        ul {
                            @for Work { first, .. } in rest {
                                li { (self.words.headline(first.verdict)) ": " (self.work(first)) }
                            }
                        }
                    }
                }
                (self.registrations(&result.registrations))
                (self.warnings(&result))
                (self.digests(&result))
            }
        }
    }

    fn match_block(
        self,
        Work {
            first: found,
            editions,
        }: &Work<'_>,
        explained: bool,
    ) -> Markup {
        let words = self.words;
        let figures = Figures::of(found);
        let how_much = words.how_much(&figures);
        let meaning = words.meaning_of_match(found);
        html! {
            div.match {
                div.head {
                    (self.tag(found.verdict))
                    p {
                        @if found.number_as_name().is_some() {
                            bdi { (capital(&words.work_of(found))) }
                        } @else {
                            (words.say(&page::IN)) " " (self.work(found))
                        }
                    }
                    @if let Some(index) = self.report.indexes.get(found.index) {
                        p.small {
                            // The name is set separately, so that it keeps its
                            // own direction.
                            (words.fill(&shared::INDEX, &[("name", "")])) (untrusted(&index.name, NAME_LIMIT))
                            @if index.demonstration { " " (words.say(&page::A_DEMONSTRATION)) }
                        }
                    }
                }
                (self.picture(&figures))
                dl {
                    @if !how_much.is_empty() {
                        dt { (words.say(&shared::HOW_MUCH)) }
                        dd { @for sentence in &how_much { p { (sentence) } } }
                    }
                    dt { (words.say(&shared::HOW_SURE)) }
                    dd { (words.how_sure(figures.sure)) }
                    @if !found.records.is_empty() {
                        dt { (words.say(&page::LISTED_AS)) }
                        dd {
                            @let sides = words.sides(found, self.report.cutoff.as_ref());
                            @if !sides.is_empty() { p { (sides) } }
                            (self.records(&found.records))
                        }
                    }
                    @if explained {
                        dt { (words.say(&shared::MEANS)) }
                        dd { p { (meaning.means) } p { (meaning.means_not) } }
                    }
                }
                @if !editions.is_empty() {
                    div.editions {
                        h4 { (words.say(&page::EDITIONS)) }
                        ul { @for edition in editions { li { bdi { (words.edition(edition)) } } } }
                    }
                }
            }
        }
    }

    /// Draws where in the manuscript the shared text is; nothing for a listing.
    fn picture(self, figures: &Figures) -> Markup {
        let place = self.words.place(&figures.place);
        html! {
            @if !figures.spans.is_empty() {
                figure {
                    svg.strip viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label=(place) {
                        rect.all x="0" y="0" width="1000" height="24" {}
                        @for span in &figures.spans {
                            // A single passage of a long text would be too thin
                            // to see; every span is at least 3 of 1,000 wide.
                            @let width = ((span.to - span.from) * 1000.0).max(3.0);
                            @let from = (span.from * 1000.0).min(1000.0 - width);
                            rect.part x=(format!("{from:.1}")) y="0" width=(format!("{width:.1}")) height="24" {}
                        }
                    }
                    figcaption.labels {
                        span { (self.words.say(&shared::BEGINNING)) }
                        span.place { (place) }
                        span { (self.words.say(&shared::END)) }
                    }
                }
            }
        }
    }

    pub(super) fn records(self, records: &[Record]) -> Markup {
        let words = self.words;
        let shown = &records[..records.len().min(RECORDS)];
        html! {
            ul.records {
                @for edition in by_edition(shown) {
                    li {
                        @if let Some(first) = edition.first() {
                            p {
                                cite { (untrusted(&first.title, NAME_LIMIT)) @if first.title.trim().is_empty() { (words.say(&shared::UNTITLED)) } }
                                (self.by(&first.author))
                            }
                            @let line = safe::edition(first);
                            @if !line.is_empty() { p.small { bdi { (line) } } }
                        }
                        ul.files {
                            @for record in &edition {
                                li.small {
                                    (self.record(record))
                                    @for fact in words.file_facts(record) { " · " bdi { (fact) } }
                                }
                            }
                        }
                        @for reason in self.reasons(&edition) { p.small { bdi { (reason) } } }
                    }
                }
                @if records.len() > RECORDS {
                    @let n = words.number((records.len() - RECORDS) as u64);
                    li.small { (words.fill(&page::AND_MORE, &[("n", &n)])) }
                }
            }
        }
    }

    /// Names a record by its collection and its id there.
    fn record(self, record: &Record) -> Markup {
        let parts = self.words.parts(&page::RECORD);
        html! {
            @for part in parts {
                @match part {
                    Part::Text(text) => (text),
                    Part::Name("source") => b { (untrusted(&record.source, 60)) },
                    Part::Name(_) => (untrusted(&record.id, 80)),
                }
            }
        }
    }

    /// Returns why the records of an edition match, each reason once.
    fn reasons(self, edition: &[&Record]) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        for record in edition {
            let reason = self.words.record_reason(record);
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    fn warnings(self, result: &ManuscriptResult) -> Markup {
        let language = self.words.0;
        html! {
            @for warning in &result.warnings {
                p.note {
                    b { (self.words.say(&shared::PLEASE_NOTE)) } " "
                    (untrusted(&message::notice(language, warning), LINE_LIMIT))
                    " " (warning.code.hint(language))
                }
            }
        }
    }

    fn digests(self, result: &ManuscriptResult) -> Markup {
        html! {
            @if let Some(sha256) = &result.digests.sha256 {
                p.facts.file { (self.words.say(&page::FILE_DIGEST)) " " code { (sha256) } }
            }
        }
    }

    fn skipped_path(self, place: usize, skipped: &Skipped) -> Markup {
        let language = self.words.0;
        let hint = short(&message::hint(language, skipped), LINE_LIMIT);
        html! {
            article id=(anchor_of_skipped(place)) {
                h4 { bdi { (self.words.location_of(skipped)) } }
                p { (untrusted(&message::skipped(language, skipped), LINE_LIMIT)) }
                @if !hint.is_empty() {
                    p.note { b { (self.words.say(&page::WHAT_TO_DO)) } " " bdi { (hint) } }
                }
            }
        }
    }

    fn not_found(self, results: &[Placed<'_>]) -> Markup {
        let words = self.words;
        let meaning = words.meaning_of_not_found(results);
        html! {
            @if !results.is_empty() {
                section {
                    h2 { (words.headline_of_not_found(results)) }
                    p.lead { (meaning.means) " " (meaning.means_not) }
                    ul.list {
                        @for result in results {
                            li id=(anchor(*result)) {
                                (self.name(result))
                                (self.facts(result))
                                @if let Some(said) = words.not_found_by_number(result, results) {
                                    p.small { bdi { (said) } }
                                }
                                (self.registrations(&result.registrations))
                                @for warning in &result.warnings {
                                    p.small {
                                        b { (words.say(&shared::PLEASE_NOTE)) } " "
                                        (untrusted(&message::notice(words.0, warning), LINE_LIMIT))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn facts(self, result: &ManuscriptResult) -> Markup {
        let words = self.words;
        let read = words.compared(result);
        let location = words.location(result);
        let titled = result
            .title
            .as_deref()
            .is_some_and(|title| !short(title, NAME_LIMIT).is_empty());
        html! {
            p.facts {
                @if let Some(author) = result.author.as_deref().filter(|author| !author.trim().is_empty()) {
                    (self.named(&page::BY, author)) " · "
                }
                @if let Some(client) = result.client.as_deref().filter(|client| !client.trim().is_empty()) {
                    (self.named(&page::CLIENT_IS, client)) " · "
                }
                @if !read.is_empty() { (read) }
                @if titled && !location.is_empty() {
                    @if !read.is_empty() { " · " }
                    code { (untrusted(&location, LINE_LIMIT)) }
                }
            }
        }
    }

    fn name(self, result: &ManuscriptResult) -> Markup {
        html! { bdi { (self.words.name(result)) } }
    }

    /// Sets a phrase that holds one name from outside.
    fn named(self, phrase: &'static Phrase, name: &str) -> Markup {
        html! {
            @for part in self.words.parts(phrase) {
                @match part {
                    Part::Text(text) => (text),
                    Part::Name(_) => (untrusted(name, NAME_LIMIT)),
                }
            }
        }
    }

    pub(super) fn by(self, author: &str) -> Markup {
        html! { @if !author.trim().is_empty() { " " (self.named(&page::BY, author)) } }
    }

    fn work(self, found: &Match) -> Markup {
        html! {
            @if found.number_as_name().is_some() {
                bdi { (self.words.work_of(found)) }
            } @else {
                cite { bdi { (self.words.title(&found.work.title)) } }
                (self.by(&found.work.author))
            }
        }
    }

    fn tag(self, verdict: Verdict) -> Markup {
        let open = matches!(
            verdict,
            Verdict::Possible | Verdict::SharedPassages | Verdict::Inconclusive
        );
        html! {
            span.tag.is-found[verdict.is_found()].is-open[open] { (self.words.headline(verdict)) }
        }
    }
}

/// Returns what the meaning of a match depends on.
fn kind(found: &Match) -> (Verdict, bool) {
    (found.verdict, found.is_by_number())
}

/// Returns the name of a result within the page.
fn anchor(result: Placed<'_>) -> String {
    format!("r{}", result.place + 1)
}

/// Returns the name of something that could not be read within the page.
fn anchor_of_skipped(place: usize) -> String {
    format!("s{}", place + 1)
}

/// Sets words that come from a document or an index.
pub(super) fn untrusted(text: &str, limit: usize) -> Markup {
    html! { bdi { (short(text, limit)) } }
}

mod about;
mod overview;
mod registrations;

#[cfg(test)]
mod tests;
