//! A set answers as one index of what remains in its files, and a merge makes that
//! index.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use colophon_catalogue::terms::{TermKind, title_key, words};
use colophon_catalogue::{Record, Source};
use colophon_index::{
    About, BuildOptions, Builder, Digest, DigestKind, ErrorKind, Holders, Index, MergeOptions,
    NewWork, RecordDigests, RecordId, Removals, RemovedOfSource, Set, WorkId,
};
use proptest::prelude::*;

const SCALE: u32 = 64;
const MAX_WORKS: u32 = 6;
const THRESHOLD: u64 = 1 << 58;

/// A work with its hashes, and whether all of them were given.
#[derive(Clone, Debug)]
struct Made {
    work: NewWork,
    hashes: Vec<u64>,
    threshold: u64,
}

/// A hash of a small world, so that works share some and many share a few.
fn hash(n: u32) -> u64 {
    // A third is above the index threshold.
    let spread = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    if n.is_multiple_of(3) {
        THRESHOLD | spread >> 2
    } else {
        spread >> 7
    }
}

fn made_work() -> impl Strategy<Value = Made> {
    let rare = prop::collection::btree_set(0_u32..4_000, 0..40);
    let common = prop::collection::btree_set(0_u32..30, 0..8);
    (rare, common, any::<bool>(), 0_u32..9, 0_u32..9).prop_map(
        |(rare, common, is_short, title, id)| {
            let mut hashes: Vec<u64> = rare.into_iter().chain(common).map(hash).collect();
            let threshold = if is_short { u64::MAX } else { THRESHOLD };
            hashes.retain(|hash| *hash < threshold);
            hashes.sort_unstable();
            hashes.dedup();
            let work = NewWork {
                id: format!("work-{id}"),
                is_id_of_file: id % 3 == 0,
                title: TITLES[title as usize % TITLES.len()].to_owned(),
                author: AUTHORS[id as usize % AUTHORS.len()].to_owned(),
                language: (id > 3).then(|| "en".to_owned()),
                n_letters: 64 * hashes.len() as u64,
                digests: vec![Digest {
                    kind: DigestKind::Md5,
                    bytes: vec![u8::try_from(id).unwrap(); 16],
                }],
            };
            Made {
                work,
                hashes,
                threshold,
            }
        },
    )
}

const TITLES: [&str; 6] = [
    "The Salt Road",
    "Salt",
    "The Road North",
    "A Garden in Summer",
    "Der Garten",
    "",
];
const AUTHORS: [&str; 4] = ["Ada Quill", "Quill, Ada", "Bruno Marsh", ""];

fn made_record() -> impl Strategy<Value = Record> {
    (0_usize..6, 0_usize..4, 0_u32..4, 0_u16..2, 0_u8..40).prop_map(
        |(title, author, year, source, id)| Record {
            source,
            id: id.to_string(),
            title: TITLES[title].to_owned(),
            author: AUTHORS[author].to_owned(),
            year: if year == 0 {
                String::new()
            } else {
                format!("{}", 2000 + year)
            },
            language: ["", "English", "de", "fr"][year as usize].to_owned(),
            format: "epub".to_owned(),
            md5: (id % 3 == 0).then_some([id; 16]),
            added: "2019-05-04".parse().ok().filter(|_| id % 2 == 0),
            ..Record::default()
        },
    )
}

fn sources() -> [Source; 2] {
    ["fiction", "non-fiction"].map(|name| Source {
        name: name.to_owned(),
        kind: "csv".to_owned(),
        file: format!("{name}.csv"),
        snapshot: "2020-01-01".parse().ok(),
        ..Source::default()
    })
}

fn options() -> BuildOptions {
    BuildOptions {
        name: "One".to_owned(),
        scale: SCALE,
        created: "2026-01-01T00:00:00Z".to_owned(),
        memory_bytes: 1 << 20,
        max_works_per_hash: MAX_WORKS,
        ..BuildOptions::default()
    }
}

fn build(path: &Path, works: &[Made], records: &[Record]) -> Index {
    let mut builder = Builder::create(path, options()).unwrap();
    for source in sources() {
        builder.add_source(source).unwrap();
    }
    for made in works {
        builder
            .add(&made.work, &made.hashes, made.threshold)
            .unwrap();
    }
    for record in records {
        builder.add_record(record).unwrap();
        if let Some(md5) = record.md5.filter(|md5| md5[0] % 2 == 0) {
            let (sha1, sha256) = ([md5[0]; 20], [md5[0]; 32]);
            let is_half = md5[0] % 4 == 0;
            builder
                .add_digests(md5, (!is_half).then_some(sha1), Some(sha256))
                .unwrap();
        }
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    Index::open(path).unwrap()
}

fn merge(set: &Set, out: &Path) -> Index {
    let options = MergeOptions {
        name: "One".to_owned(),
        about: About::default(),
        created: "2026-01-01T00:00:00Z".to_owned(),
        memory_bytes: 1 << 20,
        numbers: None,
        is_roll: false,
        hides_id: None,
    };
    set.merge(out, options, &mut |_| ControlFlow::Continue(()))
        .unwrap();
    let merged = Index::open(out).unwrap();
    let report = merged.verify(&mut |_| ControlFlow::Continue(())).unwrap();
    assert!(report.is_intact(), "{:?}", report.problems);
    merged
}

/// Everything that a set says, to be compared.
fn all_of(set: &Set) -> Vec<String> {
    let mut said = vec![format!(
        "{:?} {:?} {:?}",
        set.n_works(),
        set.n_records(),
        set.sources()
    )];
    said.push(format!("{:?}", set.counts().unwrap()));
    for n in 0..set.n_works() {
        let id = WorkId::new(u32::try_from(n).unwrap());
        said.push(format!("{:?}", set.work(id).unwrap()));
    }
    let mut queries: Vec<u64> = (0..4_000).map(hash).collect();
    queries.sort_unstable();
    let plain = |holders: Holders| {
        format!(
            "{:?} {:?} {:?}\n",
            holders.left_out, holders.n_works, holders.works
        )
    };
    for (least, most) in [(1, usize::MAX), (3, 1_000), (3, 4)] {
        let holders = plain(set.holders(&queries, least, most).unwrap());
        // However little room there is, the answer is the same.
        for room in [0, 100] {
            assert_eq!(
                plain(set.holders_within(&queries, least, most, room).unwrap()),
                holders
            );
        }
        said.push(holders);
    }
    for n in 0..9 {
        let digest = Digest {
            kind: DigestKind::Md5,
            bytes: vec![n; 16],
        };
        said.push(format!("{:?}", set.find_digest(&digest).unwrap()));
    }
    let shown = |ids: Vec<RecordId>| -> Vec<(Record, RecordDigests)> {
        let records = set.records(&ids).unwrap().into_iter();
        let digests = ids.iter().map(|id| set.record_digests(id).unwrap());
        records.zip(digests).collect()
    };
    for n in 0..40 {
        let found = set.find(TermKind::Sha256, &[n; 32], 100).unwrap();
        said.push(format!("{:?}", shown(found)));
    }
    for title in TITLES {
        let key = title_key(title);
        let all: Vec<String> = words(title);
        let terms: Vec<(TermKind, &[u8])> = all
            .iter()
            .map(|word| (TermKind::TitleWord, word.as_bytes()))
            .collect();
        for limit in [1, 3, 1_000] {
            said.push(format!("{:?}", shown(set.find_all(&terms, limit).unwrap())));
            said.push(format!("{:?}", set.find_works(&terms, limit).unwrap()));
            let found = set.find(TermKind::TitleKey, key.as_bytes(), limit).unwrap();
            said.push(format!("{:?}", shown(found)));
        }
        said.push(format!(
            "{} {}",
            set.count(TermKind::TitleKey, key.as_bytes()).unwrap(),
            set.count_works(TermKind::TitleKey, key.as_bytes()).unwrap()
        ));
    }
    said
}

/// Where everything goes: which file, and whether it is taken out of it.
#[derive(Clone, Debug)]
struct Split {
    n_files: usize,
    of_works: Vec<(usize, bool)>,
    of_records: Vec<(usize, bool)>,
}

fn split(n_works: usize, n_records: usize, with_removals: bool) -> impl Strategy<Value = Split> {
    (1_usize..6).prop_flat_map(move |n_files| {
        let one = move || {
            (
                0..n_files,
                prop::bool::weighted(if with_removals { 0.2 } else { 0.0 }),
            )
        };
        (
            prop::collection::vec(one(), n_works),
            prop::collection::vec(one(), n_records),
        )
            .prop_map(move |(of_works, of_records)| Split {
                n_files,
                of_works,
                of_records,
            })
    })
}

/// A world, and how it is split.
fn world(with_removals: bool) -> impl Strategy<Value = (Vec<Made>, Vec<Record>, Split)> {
    (
        prop::collection::vec(made_work(), 0..60),
        prop::collection::vec(made_record(), 0..60),
    )
        .prop_flat_map(move |(works, records)| {
            let split = split(works.len(), records.len(), with_removals);
            (Just(works), Just(records), split)
        })
}

/// Builds the files of a set, with the removals, and what remains in order.
fn files(
    folder: &Path,
    works: &[Made],
    records: &[Record],
    split: &Split,
) -> (Vec<Index>, Removals, Vec<Made>, Vec<Record>) {
    let mut removals = Removals::default();
    let mut indexes = Vec::new();
    let (mut works_left, mut records_left) = (Vec::new(), Vec::new());
    for n in 0..split.n_files {
        let (mut own_works, mut removed_works) = (Vec::new(), Vec::new());
        for (made, (_, is_out)) in works
            .iter()
            .zip(&split.of_works)
            .filter(|(_, (file, _))| *file == n)
        {
            if *is_out {
                removed_works.push(u32::try_from(own_works.len()).unwrap());
            } else {
                works_left.push(made.clone());
            }
            own_works.push(made.clone());
        }
        let of_file = records
            .iter()
            .zip(&split.of_records)
            .filter(|(_, (file, _))| *file == n);
        let own: Vec<(&Record, bool)> = of_file
            .map(|(record, (_, is_out))| (record, *is_out))
            .collect();
        let own_records: Vec<Record> = own.iter().map(|(record, _)| (*record).clone()).collect();
        let index = build(
            &folder.join(format!("{n}.colophon")),
            &own_works,
            &own_records,
        );
        // Records are known by their numbers in the file.
        let mut to_go: Vec<&Record> = own
            .iter()
            .filter(|(_, is_out)| *is_out)
            .map(|(it, _)| *it)
            .collect();
        records_left.extend(
            own.iter()
                .filter(|(_, is_out)| !is_out)
                .map(|(it, _)| (*it).clone()),
        );
        let mut removed_records = Vec::new();
        let mut of_sources: BTreeMap<u16, RemovedOfSource> = BTreeMap::new();
        index
            .records_from(
                colophon_index::RecordNumber::new(0),
                &mut |number, record| {
                    if let Some(at) = to_go.iter().position(|it| **it == record) {
                        to_go.swap_remove(at);
                        removed_records.push(number.get());
                        let of_source = of_sources.entry(record.source).or_default();
                        of_source.n_records += 1;
                        of_source.n_titles += u64::from(!record.title.is_empty());
                    }
                    ControlFlow::Continue(())
                },
            )
            .unwrap();
        assert!(to_go.is_empty());
        if !removed_works.is_empty() || !removed_records.is_empty() {
            let removal = removals.entry(index.info().content_sha256);
            // Two files with the same content are told apart by nothing.
            if removal.works.is_empty() && removal.records.is_empty() {
                removal.works = removed_works;
                removal.records = removed_records;
                removal.of_sources = of_sources;
            }
        }
        indexes.push(index);
    }
    (indexes, removals, works_left, records_left)
}

/// Returns whether two files have the same content.
fn has_twins(files: &[Index]) -> bool {
    let mut digests: Vec<_> = files.iter().map(|it| it.info().content_sha256).collect();
    digests.sort_unstable();
    digests.windows(2).any(|pair| pair[0] == pair[1])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_set_is_one_index((works, records, split) in world(false)) {
        let folder = tempfile::tempdir().unwrap();
        let (indexes, removals, works, records) = files(folder.path(), &works, &records, &split);
        let one_path = folder.path().join("one.colophon");
        let one = build(&one_path, &works, &records);
        let set = Set::join(indexes, &removals).unwrap();
        prop_assert_eq!(all_of(&set), all_of(&Set::of(one).unwrap()));
        let merged_path = folder.path().join("merged.colophon");
        merge(&set, &merged_path);
        prop_assert!(fs::read(merged_path).unwrap() == fs::read(one_path).unwrap(), "not the same bytes");
    }

    #[test]
    fn what_was_taken_out_is_gone((works, records, split) in world(true)) {
        let folder = tempfile::tempdir().unwrap();
        let (indexes, removals, works, records) = files(folder.path(), &works, &records, &split);
        prop_assume!(!has_twins(&indexes));
        let read = Removals::parse(&removals.to_bytes()).unwrap();
        prop_assert_eq!(&read, &removals);
        let has_boilerplate = indexes.iter().any(|it| it.info().n_boilerplate > 0);
        let set = Set::join(indexes, &read).unwrap();
        set.verify_removals(&mut || ControlFlow::Continue(())).unwrap();
        let merged_path = folder.path().join("merged.colophon");
        let merged = merge(&set, &merged_path);
        let said = all_of(&set);
        prop_assert_eq!(&said, &all_of(&Set::of(merged).unwrap()));
        // A file does not say whose hashes it left out.
        if !has_boilerplate {
            let one_path = folder.path().join("one.colophon");
            let one = build(&one_path, &works, &records);
            prop_assert_eq!(&said, &all_of(&Set::of(one).unwrap()));
            prop_assert!(fs::read(merged_path).unwrap() == fs::read(one_path).unwrap(), "not the same bytes");
        }
    }
}

#[test]
fn files_of_another_kind_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let one = build(&folder.path().join("a.colophon"), &[], &[]);
    let other = BuildOptions {
        scale: 128,
        ..options()
    };
    let path = folder.path().join("b.colophon");
    let builder = Builder::create(&path, other).unwrap();
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    let files = vec![one, Index::open(&path).unwrap()];
    let error = Set::join(files, &Removals::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OtherKind);
    assert!(error.to_string().contains("another scale"), "{error}");
}

#[test]
fn what_is_not_there_cannot_be_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let index = build(&path, &[], &[]);
    for place in 0..2 {
        let mut removals = Removals::default();
        let removal = removals.entry(index.info().content_sha256);
        if place == 0 {
            removal.works = vec![0];
        } else {
            removal.records = vec![0];
            let of_source = RemovedOfSource {
                n_records: 1,
                n_titles: 0,
            };
            removal.of_sources.insert(0, of_source);
        }
        let error = Set::join(vec![Index::open(&path).unwrap()], &removals).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotInSet);
    }
}
