//! What goes into an index comes out of it: every lookup equals brute force.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use colophon_catalogue::roman;
use colophon_catalogue::terms::{self, TermKind, Termed};
use colophon_index::{BuildOptions, Index, NewWork, WorkId};
use common::{Sample, build, hits, options, samples, scramble, sketch, verify};
use proptest::prelude::*;

/// What a lookup of all hashes of all samples must find, by brute force over the
/// definition of the format, with its own arithmetic.
struct Expected {
    scale: u32,
    by_slot: BTreeMap<(bool, u64), BTreeSet<u32>>,
    boilerplate: BTreeSet<(bool, u64)>,
}

impl Expected {
    fn new(samples: &[Sample], options: &BuildOptions) -> Self {
        let mut all = Self {
            scale: options.scale,
            by_slot: BTreeMap::new(),
            boilerplate: BTreeSet::new(),
        };
        for (id, sample) in samples.iter().enumerate() {
            let limit = 1_u128 << 64 >> options.scale.ilog2();
            let below = |h: &u64| u128::from(*h) < limit;
            let n_below = sample.hashes.iter().filter(|h| below(h)).count();
            let kept: Vec<u64> = if n_below >= 16 {
                sample.hashes.iter().copied().filter(below).collect()
            } else {
                sample.hashes.iter().copied().take(16).collect()
            };
            for hash in kept {
                all.by_slot
                    .entry(all.slot(hash))
                    .or_default()
                    .insert(u32::try_from(id).unwrap());
            }
        }
        let max = options.max_works_per_hash as usize;
        for (&slot, works) in &all.by_slot {
            if works.len() > max {
                all.boilerplate.insert(slot);
            }
        }
        all.by_slot.retain(|_, works| works.len() <= max);
        all
    }

    fn slot(&self, hash: u64) -> (bool, u64) {
        let bits = self.scale.ilog2();
        if hash >> (64 - bits) == 0 {
            (true, (hash >> (32 - bits)) & 0xffff_ffff)
        } else {
            (false, hash >> 28)
        }
    }

    fn hits(&self, hashes: &[u64]) -> Vec<(usize, u32)> {
        let mut hits = Vec::new();
        for (n, &hash) in hashes.iter().enumerate() {
            if let Some(works) = self.by_slot.get(&self.slot(hash)) {
                hits.extend(works.iter().map(|&work| (n, work)));
            }
        }
        hits
    }

    fn n_hashes(&self, work: u32) -> u64 {
        self.by_slot
            .values()
            .filter(|works| works.contains(&work))
            .count() as u64
    }
}

fn check(samples: &[Sample], options: &BuildOptions, query: &[u64]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let summary = build(&path, options.clone(), samples);
    let index = Index::open(&path).unwrap();
    assert_eq!(index.info(), &summary.info);
    let expected = Expected::new(samples, options);
    assert_eq!(hits(&index, query), expected.hits(query));
    let boilerplate: Vec<usize> = (0..query.len())
        .filter(|&n| expected.boilerplate.contains(&expected.slot(query[n])))
        .collect();
    assert_eq!(index.boilerplate(query).unwrap(), boilerplate);
    for (id, sample) in (0..).zip(samples) {
        let work = index.work(WorkId::new(id)).unwrap();
        assert_eq!(work.title, sample.work.title);
        assert_eq!(work.id, sample.work.id);
        assert_eq!(work.author, sample.work.author);
        assert_eq!(work.language, sample.work.language);
        assert_eq!(work.n_letters, sample.work.n_letters);
        assert_eq!(work.n_hashes, expected.n_hashes(id));
        for digest in &sample.work.digests {
            assert!(
                index
                    .find_digest(digest)
                    .unwrap()
                    .contains(&WorkId::new(id))
            );
        }
    }
    assert_eq!(verify(&index).problems, [""; 0]);
}

fn all_hashes(samples: &[Sample]) -> Vec<u64> {
    let mut all: Vec<u64> = samples.iter().flat_map(|s| s.hashes.clone()).collect();
    all.sort_unstable();
    all
}

#[test]
fn lookup_equals_brute_force_over_many_pages() {
    let samples = samples(160, 64);
    let mut query = all_hashes(&samples);
    // Hashes that no work holds, before, between and after.
    query.extend((0..5_000).map(|n| scramble(n) >> (n % 20)));
    query.extend([0, u64::MAX]);
    query.sort_unstable();
    for scale in [64, 1024, 65_536] {
        check(&samples, &options(scale), &query);
    }
}

#[test]
fn lookup_equals_brute_force_where_queries_are_far_apart() {
    let samples: Vec<Sample> = (0..400)
        .map(|n| Sample {
            work: NewWork::default(),
            hashes: sketch(n, 64 * 100, 1 << 58),
            threshold: 1 << 58,
        })
        .collect();
    let all = all_hashes(&samples);
    for step in [1, 7, 300, 900, 1_300, 2_500, 5_000, 20_000] {
        let query: Vec<u64> = all.iter().copied().step_by(step).collect();
        let expected = Expected::new(&samples, &options(64));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.colophon");
        build(&path, options(64), &samples);
        let index = Index::open(&path).unwrap();
        assert_eq!(hits(&index, &query), expected.hits(&query));
    }
}

#[test]
fn hashes_of_too_many_works_are_left_out() {
    let mut samples = samples(60, 64);
    let common = sketch(999, 40_000, 1 << 57);
    for sample in &mut samples {
        if sample.hashes.len() > 100 {
            sample.hashes.extend(&common);
            sample.hashes.sort_unstable();
            sample.hashes.dedup();
            sample.work.n_letters += 40_000;
        }
    }
    let query = all_hashes(&samples);
    for max in [1, 2, 10, 59] {
        let options = BuildOptions {
            max_works_per_hash: max,
            ..options(64)
        };
        assert!(!Expected::new(&samples, &options).boilerplate.is_empty() || max == 59);
        check(&samples, &options, &query);
    }
}

#[test]
fn one_hash_fills_several_pages() {
    let hash = 0x0000_1234_5678_9abc;
    let work = NewWork::default();
    let samples: Vec<Sample> = (0..9_000)
        .map(|n| {
            let mut hashes = sketch(n, 20, 1 << 54);
            hashes.extend((0..16).map(|i| (scramble(n * 16 + i) >> 10) | 1 << 53));
            hashes.push(hash);
            hashes.sort_unstable();
            hashes.dedup();
            Sample {
                work: work.clone(),
                hashes,
                threshold: 1 << 54,
            }
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    build(&path, options(1024), &samples);
    let index = Index::open(&path).unwrap();
    let found = hits(&index, &[hash - 1, hash, hash, hash + (1 << 40)]);
    let expected: Vec<(usize, u32)> = (0..3)
        .flat_map(|n| (0..9_000).map(move |work| (n, work)))
        .collect();
    // The hash before has the same 32 bits, so it is the same to the index.
    assert_eq!(found, expected);
    assert!(verify(&index).is_intact());
}

#[test]
fn short_works_keep_their_smallest_hashes_and_a_threshold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let shorts = [3_u64, 16, 17, 500, 20_000];
    let samples: Vec<Sample> = shorts
        .iter()
        .map(|&n| Sample {
            work: NewWork::default(),
            hashes: sketch(n, n, u64::MAX),
            threshold: u64::MAX,
        })
        .collect();
    build(&path, options(1024), &samples);
    let index = Index::open(&path).unwrap();
    let works: Vec<_> = (0..5)
        .map(|n| index.work(WorkId::new(n)).unwrap())
        .collect();
    assert_eq!(works[0].n_hashes, 3);
    assert_eq!(works[0].threshold, u64::MAX);
    assert_eq!(works[1].n_hashes, 16);
    assert_eq!(works[1].threshold, u64::MAX);
    for (work, sample) in works.iter().zip(&samples).skip(2).take(2) {
        assert_eq!(work.n_hashes, 16);
        assert_eq!(work.threshold, sample.hashes[15] + 1);
    }
    assert!(works[4].n_hashes > 16);
    assert_eq!(works[4].threshold, index.info().threshold());
    for (n, sample) in samples.iter().enumerate() {
        let own = hits(&index, &sample.hashes)
            .iter()
            .filter(|hit| hit.1 as usize == n)
            .count() as u64;
        assert_eq!(own, works[n].n_hashes);
    }
    // A finer threshold stays as it was given if all hashes are kept.
    let path = folder.path().join("b.colophon");
    let sample = Sample {
        hashes: vec![5, 1 << 57],
        threshold: 1 << 58,
        work: NewWork::default(),
    };
    build(&path, options(1024), &[sample]);
    let work = Index::open(&path).unwrap().work(WorkId::new(0)).unwrap();
    assert_eq!((work.n_hashes, work.threshold), (2, 1 << 58));
}

#[test]
fn an_empty_index_opens_and_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    build(&path, options(1024), &[]);
    let index = Index::open(&path).unwrap();
    assert!(hits(&index, &[0, 1, u64::MAX]).is_empty());
    assert!(index.work(WorkId::new(0)).is_err());
    assert!(verify(&index).is_intact());
}

#[test]
fn the_lookups_of_several_threads_agree() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let samples = samples(80, 64);
    build(&path, options(64), &samples);
    let index = Index::open(&path).unwrap();
    let query = all_hashes(&samples);
    let expected = hits(&index, &query);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(hits(&index, &query), expected);
                }
            });
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn lookup_equals_brute_force(
        // With few leading bits hashes meet often; the low ones make up the slots.
        sets in prop::collection::vec(
            prop::collection::btree_set(
                (0_u32..64, 0_u64..1 << 10)
                    .prop_map(|(shift, n)| (n << 54 | n << 32) >> shift),
                0..60,
            ),
            0..40,
        ),
        scale in prop::sample::select(vec![64_u32, 1024, 65_536]),
        max_works_per_hash in 1_u32..20,
        extra in prop::collection::vec(any::<u64>(), 0..20),
    ) {
        let samples: Vec<Sample> = sets
            .into_iter()
            .map(|set| Sample {
                work: NewWork::default(),
                hashes: set.into_iter().collect(),
                threshold: u64::MAX,
            })
            .collect();
        let mut query = all_hashes(&samples);
        query.extend(extra);
        query.sort_unstable();
        check(&samples, &BuildOptions { max_works_per_hash, ..options(scale) }, &query);
    }
}

#[test]
fn works_are_found_by_every_term_of_their_title_and_author() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    // "salt" has many runs, "road" one, and every third work has no author.
    let works: Vec<Sample> = (0..900_u64)
        .map(|n| {
            let word = ["salt", "harbour", "Війна"][usize::try_from(n % 3).unwrap()];
            Sample {
                work: NewWork {
                    title: format!("The {word} road {}", scramble(n) % 40),
                    author: ["Jane Writer", "Ursula K. Le Guin", ""]
                        [usize::try_from(n % 3).unwrap()]
                    .to_owned(),
                    n_letters: 2_000,
                    ..NewWork::default()
                },
                hashes: sketch(n, 20, u64::MAX),
                threshold: u64::MAX,
            }
        })
        .collect();
    build(&path, options(1024), &works);
    let index = Index::open(&path).unwrap();
    assert_eq!(verify(&index).problems, [""; 0]);
    let mut by_hash: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
    for (id, sample) in (0..).zip(&works) {
        let termed = Termed {
            titles: vec![&sample.work.title],
            author: &sample.work.author,
            ..Termed::default()
        };
        terms::of_texts(&termed, &mut |hash| {
            by_hash.entry(hash).or_default().insert(id);
        });
    }
    assert_eq!(index.info().n_work_terms, by_hash.len() as u64);
    let find = |terms: &[(TermKind, &[u8])]| -> BTreeSet<u32> {
        let found = index.find_works(terms, usize::MAX).unwrap();
        found.into_iter().map(WorkId::get).collect()
    };
    let war = roman::romanised(&terms::words("Війна")[0]);
    let titled = [
        (TermKind::TitleWord, "salt"),
        (TermKind::TitleWord, "road"),
        (TermKind::TitleWord, war.as_str()),
        (TermKind::AuthorWord, "writer"),
        (TermKind::AuthorWord, "leguin"),
        (TermKind::AuthorWord, "-"),
    ]
    .map(|(kind, word)| (kind, word.as_bytes()));
    for (n, word) in titled.into_iter().enumerate() {
        let expected = &by_hash[&terms::hash(word.0, word.1)];
        assert!(expected.len() >= 300, "{word:?}");
        assert_eq!(&find(&[word]), expected);
        assert_eq!(
            index.count_works(word.0, word.1).unwrap(),
            expected.len() as u64
        );
        for other in &titled[n..] {
            let others = &by_hash[&terms::hash(other.0, other.1)];
            let both: BTreeSet<u32> = expected.intersection(others).copied().collect();
            assert_eq!(find(&[word, *other]), both);
        }
    }
    assert!(find(&[(TermKind::TitleWord, b"nowhere")]).is_empty());
    assert!(find(&[]).is_empty());
    // The catalogue is another list.
    assert!(
        index
            .find(TermKind::TitleWord, b"salt", 9)
            .unwrap()
            .is_empty()
    );
}
