//! From a manuscript and an index to matches.
//!
//! 1. *Candidates*: every hash of the manuscript is looked up; hits are
//!    gathered by work.
//! 2. *Rarity*: a hash is a commonplace (a licence, a proverb, a publisher's
//!    front matter), and counts for nothing, if many works hold it that share
//!    nothing else with the manuscript. Editions of one work do not count as
//!    many works: all of them share much with the manuscript.
//! 3. *Evidence*: containment in both directions, and where the hits are.
//! 4. *Verdict*: what that means, see [`relation`].

mod estimate;
mod relation;
mod spread;

use std::cmp::Ordering;
use std::collections::HashMap;

use colophon_fingerprint::{FileDigests, Fingerprint, Sketch};
use colophon_index::{Digest, DigestKind, Holders, Set, Work, WorkId};

use crate::error::Error;
use crate::manuscript::Manuscript;
use crate::report::model::{Match, Share, Span, Verdict, WorkSummary};
pub use estimate::share;
use relation::{Evidence, PASSAGE_LETTERS, quotation_letters};

/// With fewer hits than this, no work is considered: no match by text rests on
/// fewer (decision 4).
const MIN_HITS: usize = 3;

/// A work is kin, not a stranger, to the manuscript if it holds this share of the
/// manuscript's hashes, or the manuscript this share of its (decision 4,
/// "Rarity").
const KIN: f64 = 0.1;

/// A hash that more strangers than this hold is a commonplace (decision 4,
/// "Rarity").
const MAX_STRANGERS: usize = 4;

/// How many works are considered, those with the most hits; a bound, no figure
/// depends on it.
const MAX_CANDIDATES: usize = 1_000;

/// How many matches that only share passages are reported; a bound, no figure
/// depends on it.
const MAX_PASSAGES: usize = 20;

/// Orders what counts as found before what does not.
pub(crate) fn found_first(a: Verdict, b: Verdict) -> Ordering {
    b.is_found().cmp(&a.is_found())
}

/// How strong a match is; the larger is the stronger.
///
/// The larger of the two shares decides, and if they are equal the other one: a
/// story is whole in its own edition and in an anthology, and its own edition is
/// nothing but the story. Shares that a reader sees as equal count as equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Strength {
    is_same_file: bool,
    /// The larger share in hundredths.
    larger: u32,
    /// The other.
    smaller: u32,
    /// The larger share in millionths.
    exact: u32,
}

impl Strength {
    /// Returns the strength of a match with these shares, two at most.
    pub(crate) fn of(verdict: Verdict, shares: impl IntoIterator<Item = Share>) -> Self {
        let mut of = [0.0; 2];
        for (place, share) in of.iter_mut().zip(shares) {
            *place = share.estimate;
        }
        let [one, other] = of;
        let (larger, smaller) = (f64::max(one, other), f64::min(one, other));
        Self {
            is_same_file: verdict == Verdict::SameFile,
            larger: parts(larger, 100),
            smaller: parts(smaller, 100),
            exact: parts(larger, 1_000_000),
        }
    }
}

/// Returns how many of `whole` parts a share is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and clamped to the number of parts"
)]
fn parts(share: f64, whole: u32) -> u32 {
    let whole = f64::from(whole);
    (share * whole).round().clamp(0.0, whole) as u32
}

/// What one index says about a manuscript.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The matches, the strongest first.
    pub(crate) matches: Vec<Match>,
    /// How many of the manuscript's hashes the index could have known.
    pub(crate) n_comparable: usize,
}

/// Compares a manuscript with the works of an index; `place` is the index's
/// place in the report.
///
/// # Errors
///
/// `index-damaged` and `unreadable`.
pub(crate) fn compare(
    manuscript: &Manuscript,
    index: &Set,
    place: usize,
) -> Result<Comparison, Error> {
    let (query, holders) = Query::new(&manuscript.fingerprint, index)?;
    let mut found: HashMap<WorkId, WorkFinding> = HashMap::new();
    for candidate in query.candidates(index, &holders)? {
        if let Some(finding) = query.judge(&candidate) {
            found.insert(candidate.id, finding);
        }
    }
    let digests = manuscript.digests.as_ref();
    for id in digests.map_or(Ok(Vec::new()), |it| same_files(it, index))? {
        let work = index.work(id)?;
        found
            .entry(id)
            .or_insert_with(|| WorkFinding::of_file(work))
            .verdict = Verdict::SameFile;
    }
    let mut findings: Vec<(WorkId, WorkFinding)> = found.into_iter().collect();
    findings.sort_by(|(a_id, a), (b_id, b)| {
        found_first(a.verdict, b.verdict)
            .then_with(|| b.strength().cmp(&a.strength()))
            .then(a.verdict.cmp(&b.verdict))
            .then(a_id.cmp(b_id))
    });
    let n_found = findings
        .iter()
        .filter(|(_, finding)| finding.verdict.is_found())
        .count();
    findings.truncate(n_found + MAX_PASSAGES);
    Ok(Comparison {
        matches: findings
            .into_iter()
            .map(|(_, finding)| finding.into_match(place))
            .collect(),
        n_comparable: query.n_comparable,
    })
}

/// Returns the works whose very file has these digests, for a file whose text
/// could not be read; `place` is the index's place in the report.
///
/// # Errors
///
/// `index-damaged` and `unreadable`.
pub(crate) fn same_file(
    digests: &FileDigests,
    index: &Set,
    place: usize,
) -> Result<Vec<Match>, Error> {
    let works = same_files(digests, index)?.into_iter();
    works
        .map(|id| Ok(WorkFinding::of_file(index.work(id)?).into_match(place)))
        .collect()
}

/// Returns the works whose very file has these digests.
fn same_files(digests: &FileDigests, index: &Set) -> Result<Vec<WorkId>, Error> {
    let kinds = [
        (DigestKind::Sha256, digests.sha256.to_vec()),
        (DigestKind::Sha1, digests.sha1.to_vec()),
        (DigestKind::Md5, digests.md5.to_vec()),
    ];
    let mut works = Vec::new();
    for (kind, bytes) in kinds {
        works.extend(index.find_digest(&Digest { kind, bytes })?);
    }
    works.sort_unstable();
    works.dedup();
    Ok(works)
}

/// A manuscript's hashes as one index sees them.
struct Query<'a> {
    sketch: &'a Sketch,
    n_letters: u64,
    /// The numbers of the hashes, in reading order.
    in_order: Vec<usize>,
    /// Whether the index left the hash out as boilerplate.
    left_out: Vec<bool>,
    /// How many hashes an index of this scale keeps of a long work.
    n_comparable: usize,
}

/// A work with the hashes that it shares with the manuscript.
struct Candidate {
    id: WorkId,
    work: Work,
    hits: Vec<usize>,
    /// Which of the hits are commonplaces.
    common: Vec<bool>,
}

/// What was found about a work.
struct WorkFinding {
    work: Work,
    verdict: Verdict,
    shares: Option<[Share; 2]>,
    coverage: f64,
    hits: u64,
    spans: Vec<Span>,
}

impl<'a> Query<'a> {
    /// Looks the hashes up; returns the works that hold most of them, too.
    fn new(fingerprint: &'a Fingerprint, index: &Set) -> Result<(Self, Holders), Error> {
        let sketch = &fingerprint.sketch;
        let mut holders = index.holders(sketch.hashes(), MIN_HITS, MAX_CANDIDATES)?;
        let left_out = std::mem::take(&mut holders.left_out);
        let mut in_order: Vec<usize> = (0..sketch.hashes().len()).collect();
        in_order.sort_by_key(|&i| sketch.places().get(i));
        let n_below = sketch.count_below(index.threshold());
        let n_comparable = left_out[..n_below].iter().filter(|&&out| !out).count();
        let query = Self {
            sketch,
            n_letters: fingerprint.n_letters,
            in_order,
            left_out,
            n_comparable,
        };
        Ok((query, holders))
    }

    /// Returns the works that share more than chance would, with their
    /// commonplaces marked.
    fn candidates(&self, index: &Set, holders: &Holders) -> Result<Vec<Candidate>, Error> {
        let mut candidates = Vec::with_capacity(holders.works.len());
        for (id, hits) in &holders.works {
            candidates.push(Candidate {
                id: *id,
                work: index.work(*id)?,
                hits: hits.iter().map(|place| *place as usize).collect(),
                common: Vec::new(),
            });
        }
        // Every work with a hash is a stranger until it is known as kin.
        let mut strangers: Vec<usize> = holders.n_works.iter().map(|n| *n as usize).collect();
        for candidate in &candidates {
            let (own, of_work) = self.denominators(&candidate.work);
            let n = candidate.hits.len() as f64;
            if n >= KIN * own as f64 || n >= KIN * of_work as f64 {
                candidate.hits.iter().for_each(|&i| strangers[i] -= 1);
            }
        }
        for candidate in &mut candidates {
            candidate.common = candidate
                .hits
                .iter()
                .map(|&i| strangers[i] > MAX_STRANGERS)
                .collect();
        }
        Ok(candidates)
    }

    /// Returns how many hashes of the manuscript could have hit the work, and
    /// how many of the work could have been hit.
    fn denominators(&self, work: &Work) -> (u64, u64) {
        let bound = self.sketch.threshold().min(work.threshold);
        let n = self.sketch.count_below(bound);
        let own = self.left_out[..n]
            .iter()
            .filter(|&&left_out| !left_out)
            .count() as u64;
        // The index may hold hashes of a very short work that the manuscript's
        // sketch is too coarse for; hashes are spread evenly.
        let share = bound as f64 / work.threshold as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rounded share of a count"
        )]
        let of_work = (work.n_hashes as f64 * share).round() as u64;
        (own, of_work)
    }

    /// Weighs the evidence for a candidate; `None` if it may be chance.
    fn judge(&self, candidate: &Candidate) -> Option<WorkFinding> {
        let n_hashes = self.sketch.hashes().len();
        let bound = self
            .sketch
            .count_below(self.sketch.threshold().min(candidate.work.threshold));
        let mut is_hit = vec![false; n_hashes];
        let mut is_out = self.left_out.clone();
        for (&i, &common) in candidate.hits.iter().zip(&candidate.common) {
            if common {
                is_out[i] = true;
            } else {
                is_hit[i] = true;
            }
        }
        let n_common = candidate.common.iter().filter(|&&common| common).count() as u64;
        let n_rare = candidate.hits.len() as u64 - n_common;
        let in_order: Vec<usize> = self
            .in_order
            .iter()
            .copied()
            .filter(|&i| i < bound && !is_out[i])
            .collect();
        let (_, of_work) = self.denominators(&candidate.work);
        let shares = [
            estimate::share(n_rare, in_order.len() as u64),
            estimate::share(n_rare, of_work.saturating_sub(n_common).max(n_rare)),
        ];
        let pattern: Vec<bool> = in_order.iter().map(|&i| is_hit[i]).collect();
        let spread = spread::read(&pattern);
        let places: Vec<u32> = in_order.iter().map(|&i| self.sketch.places()[i]).collect();
        let verdict = relation::verdict(&Evidence {
            n_rare,
            n_together: most_within(PASSAGE_LETTERS, &places, &pattern),
            n_apart: n_rare - most_within(quotation_letters(self.n_letters), &places, &pattern),
            n_letters: shares[0].estimate * self.n_letters as f64,
            manuscript_in_work: shares[0].estimate,
            work_in_manuscript: shares[1].estimate,
            extent: spread.extent,
            fidelity: spread.fidelity,
        })?;
        Some(WorkFinding {
            work: candidate.work.clone(),
            verdict,
            shares: Some(shares),
            coverage: spread.coverage,
            hits: n_rare,
            spans: spread::spans(&spread.stretches, &places, self.n_letters),
        })
    }
}

/// Returns the most hits within this many letters; `places` are in order.
fn most_within(letters: u32, places: &[u32], is_hit: &[bool]) -> u64 {
    let hits: Vec<u32> = places
        .iter()
        .zip(is_hit)
        .filter(|(_, hit)| **hit)
        .map(|(&place, _)| place)
        .collect();
    let mut first = 0;
    let mut most = 0;
    for (last, &place) in hits.iter().enumerate() {
        while place - hits[first] > letters {
            first += 1;
        }
        most = most.max(last - first + 1);
    }
    most as u64
}

impl WorkFinding {
    /// Makes the finding of a work that is known by its file alone.
    fn of_file(work: Work) -> Self {
        Self {
            work,
            verdict: Verdict::SameFile,
            shares: None,
            coverage: 0.0,
            hits: 0,
            spans: Vec::new(),
        }
    }

    fn strength(&self) -> Strength {
        Strength::of(self.verdict, self.shares.into_iter().flatten())
    }

    fn into_match(self, index: usize) -> Match {
        let [manuscript_in_work, work_in_manuscript] =
            self.shares.map_or([None; 2], |shares| shares.map(Some));
        let Work {
            id, title, author, ..
        } = self.work;
        Match {
            index,
            work: WorkSummary { id, title, author },
            edition_of: None,
            verdict: self.verdict,
            manuscript_in_work,
            work_in_manuscript,
            coverage: self.shares.map(|_| self.coverage),
            hits: self.shares.map(|_| self.hits),
            spans: self.spans,
            records: Vec::new(),
        }
    }
}
