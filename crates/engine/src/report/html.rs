//! The report as one HTML page, to be read, printed and handed on.
//!
//! The page stands alone: its style is within it, the strips are drawn as
//! SVG, it runs no script and loads nothing, and its own content security
//! policy holds it to that. What it says comes from `words`.
//!
//! Every word that comes from a document or an index is escaped, made
//! harmless, and set in `<bdi>` so that its direction stays its own.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::model::{IndexSummary, ManuscriptResult, Match, Record, Report, Skipped, Verdict};
use super::order::{Counts, Groups, by_edition, is_of_clients, only_demonstration};
use super::safe::{LINE_LIMIT, NAME_LIMIT, short};
use super::{strip, words};

/// What the page may do: be shown, in its own style.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The style of the page.
const STYLE: &str = include_str!("html/style.css");

/// How many matches of one manuscript are shown in full.
const FULL_MATCHES: usize = 6;
/// How many records of one match are shown.
const RECORDS: usize = 40;

/// Returns `report` as an HTML page.
#[must_use]
pub fn to_html(report: &Report) -> String {
    page(report, None)
}

/// Returns `report` as an HTML page for one client.
#[must_use]
pub(super) fn to_client_html(report: &Report, client: &str) -> String {
    page(report, Some(client))
}

fn page(report: &Report, client: Option<&str>) -> String {
    let groups = Groups::new(report);
    // A client's page may hold nothing but files that were not read.
    let titles = client.is_some() || is_of_clients(report);
    let counts = Counts::new(report, &groups, titles);
    let body = html! {
        (top(report, &counts, client))
        (group("Found", &groups.found, report))
        (group("Not found, but worth a look", &groups.look, report))
        (unjudged(&groups.unjudged, report))
        (not_found(&groups.not_found))
        (asked(report))
        (says())
        (foot(report))
    };
    whole(report, &body)
}

/// Returns the page around `body`.
pub(super) fn whole(report: &Report, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(super::own::GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { "Colophon report, " (words::day(&report.created)) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    page.into_string()
}

pub(super) fn top(report: &Report, counts: &Counts, client: Option<&str>) -> Markup {
    html! {
        header {
            p.eyebrow { "Colophon report · " (words::moment(&report.created)) }
            @if counts.manuscripts == 0 {
                h1 { (words::summary(counts)) }
            } @else {
                @if let Some(client) = client {
                    h1 { (untrusted(client, NAME_LIMIT)) }
                    p.lead { (words::counted(counts)) " checked" }
                } @else {
                    h1 { (words::counted(counts)) " checked" }
                }
                ul.figures {
                    @for (n, what) in words::summary_parts(counts) {
                        li.is-found[what == "found" && n > 0] {
                            b { (words::number(n as u64)) }
                            span { (what) }
                        }
                    }
                }
            }
            @if only_demonstration(report) {
                (demonstration())
            }
            @if let Some(cutoff) = &report.cutoff {
                p.note {
                    b { "Cut-off day " (short(&cutoff.date, 40)) ". " }
                    "Of each catalogue entry it is said whether it was added by that day or later."
                }
            }
        }
    }
}

fn demonstration() -> Markup {
    html! { p.note { b { "A demonstration. " } (words::DEMONSTRATION) } }
}

fn group(heading: &str, results: &[&ManuscriptResult], report: &Report) -> Markup {
    html! {
        @if !results.is_empty() {
            section {
                h2 { (heading) }
                @for result in results { (manuscript(result, report)) }
            }
        }
    }
}

fn unjudged(results: &[&ManuscriptResult], report: &Report) -> Markup {
    let meaning = words::meaning(Verdict::Inconclusive);
    html! {
        @if !results.is_empty() || !report.skipped.is_empty() {
            section {
                h2 { "Could not be judged" }
                p.lead { (meaning.means) " " (meaning.means_not) }
                @for result in results { (manuscript(result, report)) }
                @for skipped in &report.skipped { (skipped_path(skipped)) }
            }
        }
    }
}

fn manuscript(result: &ManuscriptResult, report: &Report) -> Markup {
    html! {
        article {
            h3 { (name(result)) }
            (facts(result))
            @for (place, found) in result.matches.iter().take(FULL_MATCHES).enumerate() {
                @let before = &result.matches[..place];
                (match_block(found, report, before.iter().all(|one| one.verdict != found.verdict)))
            }
            @if let Some(rest) = result.matches.get(FULL_MATCHES..).filter(|rest| !rest.is_empty()) {
                div.more {
                    h4 { "Further matches" }
                    ul {
                        @for found in rest {
                            li { (words::headline(found.verdict)) ": " (work(found)) }
                        }
                    }
                }
            }
            (warnings(result))
            (digests(result))
        }
    }
}

fn match_block(found: &Match, report: &Report, explained: bool) -> Markup {
    let how_much = words::how_much(found);
    let meaning = words::meaning(found.verdict);
    html! {
        div.match {
            div.head {
                (tag(found.verdict))
                p { "In " (work(found)) }
                @if let Some(index) = report.indexes.get(found.index) {
                    p.small {
                        "Index: " (untrusted(&index.name, NAME_LIMIT))
                        @if index.demonstration { " (a demonstration)" }
                    }
                }
            }
            (picture(found))
            dl {
                @if !how_much.is_empty() {
                    dt { "How much" }
                    dd { @for sentence in &how_much { p { (sentence) } } }
                }
                dt { "How sure" }
                dd { (words::how_sure(found)) }
                @if !found.records.is_empty() {
                    dt { "Listed as" }
                    dd {
                        @let sides = words::sides(found, report.cutoff.as_ref());
                        @if !sides.is_empty() { p { (sides) } }
                        (records(&found.records))
                    }
                }
                @if explained {
                    dt { "What it means" }
                    dd { p { (meaning.means) } p { (meaning.means_not) } }
                }
            }
        }
    }
}

/// Draws where in the manuscript the shared text lies; nothing for a listing.
fn picture(found: &Match) -> Markup {
    let spans = strip::tidy(&found.spans);
    let place = words::place(&spans);
    html! {
        @if !spans.is_empty() {
            figure {
                svg.strip viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label=(place) {
                    rect.all x="0" y="0" width="1000" height="24" {}
                    @for span in &spans {
                        // A single passage of a long text would be too thin to
                        // see; every span is at least 3 of 1,000 wide.
                        @let width = ((span.to - span.from) * 1000.0).max(3.0);
                        @let from = (span.from * 1000.0).min(1000.0 - width);
                        rect.part x=(format!("{from:.1}")) y="0" width=(format!("{width:.1}")) height="24" {}
                    }
                }
                figcaption.labels {
                    span { "beginning" }
                    span.place { (place) }
                    span { "end" }
                }
            }
        }
    }
}

fn records(records: &[Record]) -> Markup {
    let shown = &records[..records.len().min(RECORDS)];
    html! {
        ul.records {
            @for edition in by_edition(shown) {
                li {
                    @if let Some(first) = edition.first() {
                        p {
                            cite { (untrusted(&first.title, NAME_LIMIT)) @if first.title.trim().is_empty() { "(without a title)" } }
                            @if !first.author.trim().is_empty() { " by " (untrusted(&first.author, NAME_LIMIT)) }
                        }
                        @let line = words::edition(first);
                        @if !line.is_empty() { p.small { bdi { (line) } } }
                    }
                    ul.files {
                        @for record in &edition {
                            li.small {
                                b { (untrusted(&record.source, 60)) } ", record " (untrusted(&record.id, 80))
                                @for fact in words::file_facts(record) { " · " bdi { (fact) } }
                            }
                        }
                    }
                    @for reason in reasons(&edition) { p.small { bdi { (reason) } } }
                }
            }
            @if records.len() > RECORDS {
                li.small { "and " (words::number((records.len() - RECORDS) as u64)) " more, all in the JSON report" }
            }
        }
    }
}

/// Returns why the records of an edition match, each reason once.
fn reasons(edition: &[&Record]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for record in edition {
        let reason = words::record_reason(record);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

fn warnings(result: &ManuscriptResult) -> Markup {
    html! {
        @for warning in &result.warnings {
            p.note {
                b { "Please note. " }
                (untrusted(&warning.message, LINE_LIMIT))
                " " (words::advice(&warning.code))
            }
        }
    }
}

fn digests(result: &ManuscriptResult) -> Markup {
    html! {
        @if let Some(sha256) = &result.digests.sha256 {
            p.facts.file { "The file that was checked has the SHA-256 " code { (sha256) } }
        }
    }
}

fn skipped_path(skipped: &Skipped) -> Markup {
    let hint = short(&skipped.hint, LINE_LIMIT);
    let hint = if hint.is_empty() {
        words::advice(&skipped.code).to_owned()
    } else {
        hint
    };
    html! {
        article {
            h4 {
                (untrusted(&skipped.path, LINE_LIMIT))
                @if let Some(row) = skipped.row { ", row " (row) }
            }
            p { (untrusted(&skipped.message, LINE_LIMIT)) }
            @if !hint.is_empty() { p.note { b { "What to do. " } bdi { (hint) } } }
        }
    }
}

fn not_found(results: &[&ManuscriptResult]) -> Markup {
    let meaning = words::meaning_of_not_found(results);
    html! {
        @if !results.is_empty() {
            section {
                h2 { "Not found" }
                p.lead { (meaning.means) " " (meaning.means_not) }
                ul.list {
                    @for result in results {
                        li {
                            (name(result))
                            (facts(result))
                            @for warning in &result.warnings {
                                p.small { b { "Please note: " } (untrusted(&warning.message, LINE_LIMIT)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn asked(report: &Report) -> Markup {
    html! {
        section {
            h2 { "What was asked" }
            @if report.indexes.is_empty() {
                p.lead { "No index was asked, so nothing could be found." }
            }
            ul.asked { @for index in &report.indexes { (asked_index(index)) } }
        }
    }
}

fn asked_index(index: &IndexSummary) -> Markup {
    html! {
        li {
            h4 { (untrusted(&index.name, NAME_LIMIT)) }
            p { (words::index_coverage(index)) }
            @let sources = words::index_sources(index);
            @if !sources.is_empty() { p { (sources) } }
            @if index.demonstration { (demonstration()) }
            p.facts {
                "File: " code { (untrusted(&index.file, LINE_LIMIT)) }
                br;
                "SHA-256 of its contents: " code { (short(&index.sha256, 64)) }
            }
        }
    }
}

pub(super) fn says() -> Markup {
    html! {
        section {
            h2 { "What this report says, and what it does not" }
            ul.says.lead { @for sentence in words::standing() { li { (sentence) } } }
        }
    }
}

pub(super) fn foot(report: &Report) -> Markup {
    html! {
        footer {
            p { "Made by " (short(&report.tool.name, 40)) " " (short(&report.tool.version, 40)) "." }
        }
    }
}

fn name(result: &ManuscriptResult) -> Markup {
    match result
        .title
        .as_deref()
        .filter(|title| !short(title, NAME_LIMIT).is_empty())
    {
        Some(title) => untrusted(title, NAME_LIMIT),
        None => untrusted(&result.path, LINE_LIMIT),
    }
}

fn facts(result: &ManuscriptResult) -> Markup {
    let read = words::compared(result);
    let titled = result
        .title
        .as_deref()
        .is_some_and(|title| !short(title, NAME_LIMIT).is_empty());
    html! {
        p.facts {
            @if let Some(author) = result.author.as_deref().filter(|author| !author.trim().is_empty()) {
                "by " (untrusted(author, NAME_LIMIT)) " · "
            }
            @if let Some(client) = result.client.as_deref().filter(|client| !client.trim().is_empty()) {
                "client: " (untrusted(client, NAME_LIMIT)) " · "
            }
            @if !read.is_empty() { (read) }
            @if titled {
                @if !read.is_empty() { " · " }
                code { (untrusted(&words::location(result), LINE_LIMIT)) }
            }
        }
    }
}

fn work(found: &Match) -> Markup {
    let title = short(&found.work.title, NAME_LIMIT);
    html! {
        cite { bdi { @if title.is_empty() { "(without a title)" } @else { (title) } } }
        @if !found.work.author.trim().is_empty() { " by " (untrusted(&found.work.author, NAME_LIMIT)) }
    }
}

fn tag(verdict: Verdict) -> Markup {
    let open = matches!(
        verdict,
        Verdict::Possible | Verdict::SharedPassages | Verdict::Inconclusive
    );
    html! {
        span.tag.is-found[verdict.is_found()].is-open[open] { (words::headline(verdict)) }
    }
}

/// Sets words that come from a document or an index.
pub(super) fn untrusted(text: &str, limit: usize) -> Markup {
    html! { bdi { (short(text, limit)) } }
}

#[cfg(test)]
mod tests;
