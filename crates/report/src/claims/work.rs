//! A work of a claim sheet: what a result says about it, in the order of a claim.

use std::collections::HashSet;

use super::kept::KeptClaim;
use super::key::numbers;
use crate::model::{ClaimFacts, ManuscriptResult, Record, Registration, Report};
use crate::phrases::claims;
use crate::safe::{NAME_LIMIT, short};
use crate::words::Words;

/// A work of a client.
pub(super) struct Work<'a> {
    pub(super) result: &'a ManuscriptResult,
    /// What the list says about it.
    pub(super) facts: ClaimFacts,
    /// The registrations that are its own.
    pub(super) own: Vec<&'a Registration>,
    /// Those that a person must look at.
    pub(super) look: Vec<&'a Registration>,
    /// Its records, those that count as found first, each once.
    pub(super) records: Vec<&'a Record>,
    /// The texts of indexes that it was found in: the name of the index and the id there.
    texts: Vec<(&'a str, &'a str)>,
    /// Whether a register of copyrights was searched.
    pub(super) has_register: bool,
    /// The key of its row.
    pub(super) key: String,
    /// Its row in an earlier sheet.
    pub(super) kept: Option<&'a KeptClaim>,
}

impl<'a> Work<'a> {
    pub(super) fn of(
        report: &'a Report,
        result: &'a ManuscriptResult,
        key: String,
        kept: Option<&'a KeptClaim>,
    ) -> Self {
        let (own, look) = result
            .registrations
            .iter()
            .partition(|it| it.tier.is_found());
        let mut seen = HashSet::new();
        let all = result.matches.iter().flat_map(|found| &found.records);
        let mut records: Vec<&Record> = all
            .filter(|it| seen.insert((it.index, &it.source, &it.id)))
            .collect();
        records.sort_by_key(|record| !record.tier.is_found());
        let texts = result.matches.iter().filter(|found| found.hits.is_some());
        let texts = texts.filter(|found| found.verdict.is_found());
        let texts = texts.filter_map(|found| {
            let index = report.indexes.get(found.index)?;
            Some((index.name.as_str(), found.work.id.as_str()))
        });
        Self {
            result,
            facts: result.claim.as_deref().cloned().unwrap_or_default(),
            own,
            look,
            records,
            texts: texts.collect(),
            has_register: has_register(report),
            key,
            kept,
        }
    }

    /// Returns whether both rules are answered yes for one of its registrations.
    pub(super) fn meets_rules(&self) -> bool {
        use crate::model::Ruled::Yes;
        let mut own = self.own.iter();
        own.any(|it| it.within_five_years == Yes && it.in_time == Yes)
    }

    /// Returns whether a register or the list names a registration of it.
    pub(super) fn has_registrations(&self) -> bool {
        !(self.own.is_empty() && self.look.is_empty() && self.facts.registrations.is_empty())
    }

    /// Returns the publishers that its records name, each with the collections that name
    /// it so.
    pub(super) fn publishers_listed(&self) -> Vec<(String, String)> {
        let records = self.records.iter().filter(|it| it.tier.is_found());
        let named = records.filter_map(|it| Some((it.imprint.as_deref()?, it.source.as_str())));
        by_name(named)
    }

    /// Returns the publishers that its own registrations name, each with the registers.
    pub(super) fn publishers_registered(&self) -> Vec<(String, String)> {
        let own = self.own.iter();
        let named = own.filter_map(|it| Some((it.publisher.as_deref()?, it.source.as_str())));
        by_name(named)
    }

    /// Returns the ISBNs of the list.
    pub(super) fn isbns(&self) -> Vec<String> {
        numbers(self.result.isbn.iter().map(String::as_str))
    }

    /// Returns where its text is in indexes, a sentence each.
    pub(super) fn in_texts(&self, words: Words) -> Vec<String> {
        let said = self.texts.iter().map(|(name, id)| {
            let (name, id) = (short(name, NAME_LIMIT), short(id, NAME_LIMIT));
            words.fill(&claims::IN_TEXT, &[("name", &name), ("id", &id)])
        });
        said.collect()
    }

    /// Returns the registrations that the list gives, each with its date.
    pub(super) fn given(&self, words: Words) -> Vec<String> {
        let given = self.facts.registrations.iter().map(|own| {
            let number = short(&own.number, NAME_LIMIT);
            match &own.date {
                Some(date) => {
                    let values = [("number", &*number), ("date", &words.partial_date(date))];
                    words.fill(&claims::GIVEN_DATED, &values)
                }
                None => number,
            }
        });
        given.collect()
    }
}

/// Returns whether an index that was searched has a register of copyrights.
pub(super) fn has_register(report: &Report) -> bool {
    let registrations = report.results.iter().flat_map(|it| &it.registrations);
    let mut named = registrations.map(|own| own.source.as_str());
    let of_index = |name: &str| matches!(name, "usco" | "nypl-cce" | "nypl-cce-renewals");
    let mut sources = report.indexes.iter().flat_map(|index| &index.sources);
    sources.any(|source| of_index(&source.name)) || named.next().is_some()
}

/// Returns names, each once however it is spelt, with those who use it.
fn by_name<'a>(named: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, who) in named {
        let name = short(name, NAME_LIMIT);
        if name.is_empty() {
            continue;
        }
        let known = found
            .iter_mut()
            .find(|(own, _)| own.eq_ignore_ascii_case(&name));
        match known {
            Some((_, all)) if all.contains(&who) => {}
            Some((_, all)) => all.push(who),
            None => found.push((name, vec![who])),
        }
    }
    let joined = found.into_iter().map(|(name, all)| (name, all.join(", ")));
    joined.collect()
}
