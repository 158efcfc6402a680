//! The answer to a look-up as one HTML page, in the style of a report.

use maud::{Markup, html};

use super::MAX_NAMES;
use crate::html::{Page, untrusted};
use crate::language::Language;
use crate::model::{ListedWork, Lookup, REPORT_VERSION, Report, Tool};
use crate::phrases::{lookup, page, shared};
use crate::safe::{NAME_LIMIT, short};
use crate::words::Words;

/// Returns the answer as an HTML page, in a language.
#[must_use]
pub fn lookup_to_html(found: &Lookup, language: Language) -> String {
    let words = Words(language);
    // The head and the foot of a page are those of a report without manuscripts.
    let report = Report {
        report_version: REPORT_VERSION,
        tool: Tool::this(),
        created: found.created.clone(),
        from: None,
        indexes: found.indexes.clone(),
        cutoff: found.cutoff.clone(),
        results: Vec::new(),
        skipped: Vec::new(),
        left_out: Vec::new(),
        passed_over: Vec::new(),
        one_book: Vec::new(),
    };
    let page = Page::new(&report, language);
    let moment = words.moment(&found.created);
    let asked = words.asked(found);
    let body = html! {
        header {
            p.eyebrow { (words.fill(&page::EYEBROW, &[("moment", &moment)])) }
            h1 { bdi { (asked) } }
            @for line in words.counts(found) { p.lead { (line) } }
            @if let Some(near) = words.near(found) { p.lead { bdi { (near) } } }
            (page.cutoff())
        }
        @if found.names.len() > 1 {
            section {
                h2 { (words.count(&lookup::NAMES, found.names.len() as u64)) }
                ul.says.lead {
                    @for name in found.names.iter().take(MAX_NAMES) {
                        li { bdi { (words.namesake(name)) } }
                    }
                }
            }
        }
        section {
            h2 { (words.count(&shared::LOOKUP_WORKS, found.works.len() as u64)) }
            @for work in &found.works { (article(page, found, work)) }
        }
        @if !found.registrations.is_empty() {
            section { (page.registrations(&found.registrations)) }
        }
        @if !found.not_searched.is_empty() {
            section { p.lead { (words.not_among(&shared::LOOKUP_NOT_SEARCHED, &found.not_searched)) } }
        }
        (page.searched())
        section {
            h2 { (words.say(&page::SAYS)) }
            ul.says.lead { @for sentence in words.says(found) { li { (sentence) } } }
        }
        (page.foot())
    };
    let title = words.fill(&lookup::TITLE, &[("asked", &asked)]);
    page.titled(&short(&title, NAME_LIMIT), &body)
}

fn article(page: Page<'_>, found: &Lookup, work: &ListedWork) -> Markup {
    let records: Vec<_> = found.records_of(work).cloned().collect();
    html! {
        article {
            h3 { (untrusted(&page.words.listed_title(found, work), NAME_LIMIT)) }
            p.facts { (page.by(&work.author)) " · " bdi { (page.words.work_facts(work)) } }
            (page.records(&records))
        }
    }
}
