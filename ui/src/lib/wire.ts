// Made by `cargo xtask bindings` from src-tauri and the engine; do not edit.

/** The number of a kept result; 0 means no result. */
export type Id = number;
/** The number of a kept run of a client list. */
export type RunId = number;
/** The number of a job, to stop it by. */
export type JobId = number;
/** The string that stands for a path; not always the path itself. */
export type FilePath = string;

/**
 * What the publisher of an index says about it, in words of a stranger's; whatever
 * is not said is empty.
 */
export type About = {
/**
 * What the index holds, and where it is from.
 */
description: string,
/**
 * Who publishes it.
 */
publisher: string,
/**
 * How the publisher can be reached.
 */
contact: string,
/**
 * Under which terms it may be used.
 */
licence: string, };

export type AppState = { version: string, language: string, settings: Settings, opened: Array<Picked>, indexes: Array<IndexItem>, samples: Array<Picked>, library_problem: Failure | null, set_aside: string | null,
/**
 * Whether the program that downloads indexes runs.
 */
can_fetch: boolean, };

/**
 * What a question was taken for, and how much that found.
 */
export type Asked = {
/**
 * What it was taken for.
 */
by: AskedBy,
/**
 * The words or the number that were looked up.
 */
text: string,
/**
 * How many works were found that way.
 */
works: number, };

/**
 * What a question can be taken for.
 */
export type AskedBy = "digest" | "number" | "title-and-author" | "author" | "title";

/**
 * Something that a confined process must not be able to do and that the proof
 * tries.
 */
export type Attempt = "internet" | "internet6" | "datagram" | "raw-socket" | "packet" | "virtual-machine" | "netlink" | "other-numbering" | "connect" | "io-uring" | "core-file" | "local-socket" | "socket-pair" | "open" | "stat" | "write" | "exec" | "fork" | "trace" | "read-memory" | "signal" | "executable-memory" | "descriptors" | "broker-trace" | "broker-descriptors" | "broker-memory" | "fetch-home" | "fetch-manuscript" | "fetch-exec" | "fetch-port" | "fetch-write" | "fetch-raw" | "fetch-bus";

export type BrowseAsk = { file: string, query: BrowseQuery, };

/**
 * Which works or records of an index are shown.
 */
export type BrowseQuery = {
/**
 * Whether works are shown, and not records.
 */
works: boolean,
/**
 * Words of title and author, or an ISBN; empty for all.
 */
search: string,
/**
 * The place of the source.
 */
source: number | null,
/**
 * The language, as [`Coverage`] has it.
 */
language: string | null,
/**
 * The decade, as [`Coverage`] has it.
 */
decade: string | null,
/**
 * The format, as [`Coverage`] has it.
 */
format: string | null,
/**
 * Whether only works are shown that are too short to be compared well.
 */
short: boolean,
/**
 * The number from which on works or records are read.
 */
from: number,
/**
 * How many rows the page may have.
 */
limit: number, };

/**
 * A page of works or records.
 */
export type Browsed = {
/**
 * The rows.
 */
entries: Array<Entry>,
/**
 * From where to continue; none at the end.
 */
next: number | null,
/**
 * Whether a search has more results than are looked through.
 */
cut: boolean, };

export type BuildAsk = { name: string,
/**
 * What its publisher says about it.
 */
about: About, books: Array<string>, dumps: Array<Dump>,
/**
 * The files that name the writers of films.
 */
crew: Array<string>,
/**
 * Whether the documents of each folder are read as one book.
 */
as_one: boolean, };

export type Built = { index: IndexItem, skipped: Array<Failure>, };

export type CancelAsk = { job: number, item: number | null, };

/**
 * A chapter, as shares of the manuscript's letters from its start.
 */
export type Chapter = {
/**
 * Its heading.
 */
title: string | null,
/**
 * Where it begins, 0 to 1.
 */
from: number,
/**
 * Where it ends, 0 to 1.
 */
to: number, };

export type CheckAsk = { paths: Array<string>,
/**
 * Whether the documents of each folder are read as one manuscript.
 */
as_one: boolean, };

export type CheckEvent = { "kind": "queued", items: Array<QueuedItem>, } | { "kind": "progress", done: number, total: number, seconds_left: number | null, items: Array<ItemProgress>, } | { "kind": "settled", items: Array<Settled>, } | { "kind": "finished", results: number, found: number,
/**
 * How many books were found: several files can hold one book.
 */
books_found: number, skipped: number,
/**
 * The files in folders that were not read.
 */
passed_over: Array<PassedOver>,
/**
 * The folders that look like one book, and were checked file by file.
 */
one_book: Array<OneBookItem>, cancelled: boolean, } | { "kind": "failed", failure: Failure, };

/**
 * Something that works can be narrowed to.
 */
export type Choice = {
/**
 * The value.
 */
value: string,
/**
 * How many works have it.
 */
works: number, };

/**
 * What the works of an answer can be narrowed to.
 */
export type Choices = {
/**
 * Languages, the most frequent first; an empty one is not known.
 */
languages: Array<Choice>,
/**
 * Formats, the most frequent first.
 */
formats: Array<Choice>,
/**
 * Collections, the most frequent first.
 */
sources: Array<Choice>,
/**
 * The first year that a record states.
 */
first_year: number | null,
/**
 * The last year that a record states.
 */
last_year: number | null, };

/**
 * What a client list says about a title, besides what it is looked up by.
 */
export type ClaimFacts = {
/**
 * The publisher, as the client names it.
 */
publisher: string | null,
/**
 * The ASIN.
 */
asin: string | null,
/**
 * The DOI.
 */
doi: string | null,
/**
 * The number of a film or an episode in the Internet Movie Database.
 */
imdb: string | null,
/**
 * The date of publication: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as the list
 * gives it.
 */
published: string | null,
/**
 * The copyright registrations that the list names.
 */
registrations: Array<GivenRegistration>,
/**
 * The state of the claim: that of the claim sheet, else that of the list.
 */
state: ClaimState, };

/**
 * The state of a claim, which the user keeps.
 */
export type ClaimState = {
/**
 * The identifier of the claim.
 */
identifier: string | null,
/**
 * The receipt for it.
 */
receipt: string | null,
/**
 * Its deadline: `YYYY-MM-DD` if it is a date that can be read in only one way, else
 * as the user keeps it.
 */
deadline: string | null,
/**
 * Whether the author opted out: `yes` or `no`, else as the user keeps it.
 */
opted_out: string | null, };

/**
 * What a column of a client list may hold, as the window names it.
 */
export type ClientField = "client" | "title" | "author" | "pen_names" | "isbn" | "asin" | "year" | "publisher" | "file" | "doi" | "issn" | "journal" | "imdb" | "series" | "season" | "episode" | "kind" | "registration" | "registration_date" | "claim_id" | "receipt" | "deadline" | "opted_out";

export type ClientsDone = { run: Run, resumed: number, };

export type ClientsPreview = { list: Picked, columns: Array<Column>, titles: number, unreadable: number,
/**
 * How many rows and sheets are not titles.
 */
left_out: number, done: number, };

export type ClientsPreviewAsk = { list: string, mapping: Array<Mapping>, };

export type ClientsReportAsk = { run: number, folder: string, language: Language, delimiter: Delimiter,
/**
 * Whether each client gets a claim sheet too.
 */
claims: boolean, };

export type ClientsRunAsk = { list: string, mapping: Array<Mapping>, files: string | null, cutoff: string | null, };

/**
 * A stable word for an error, a notice or a skipped file.
 */
export type Code = "unreadable" | "empty" | "unsupported" | "encrypted" | "no-text-layer" | "truncated" | "damaged" | "limit-exceeded" | "timed-out" | "parser-crashed" | "not-started" | "machine-short" | "encoding-mended" | "too-short" | "no-index" | "index-incompatible" | "index-damaged" | "mixed-versions" | "source-incomplete" | "memory-limit" | "no-catalogue" | "no-texts" | "text-in-index" | "no-dois" | "no-isbns" | "no-films" | "numbers-only" | "not-a-source" | "fingerprint-differs" | "fingerprint-unknown" | "signature-invalid" | "threshold-not-met" | "rolled-back" | "index-expired" | "clock-wrong" | "too-large" | "too-slow" | "part-damaged" | "unreachable" | "captive-portal" | "tls-untrusted" | "proxy-failed" | "insecure-address" | "redirect-refused" | "server-refused" | "read-only" | "busy" | "newer-format" | "fetcher-missing" | "fetcher-unfenced" | "source-unknown" | "key-missing" | "passphrase-wrong" | "not-found-in-index" | "not-sealed" | "report-changed" | "report-unfinished" | "seal-signature-wrong" | "key-unreadable" | "dump-damaged" | "dump-unknown" | "columns-unknown" | "list-truncated" | "sheet-unknown" | "sheet-remarks" | "sheet-hidden" | "row-empty" | "row-header" | "row-total" | "row-remark" | "row-above-header" | "row-no-title" | "row-malformed" | "row-too-long" | "row-deleted" | "row-repaired" | "isbn-repaired" | "isbn-invalid" | "asin-invalid" | "doi-invalid" | "issn-invalid" | "imdb-invalid" | "registration-invalid" | "date-invalid" | "answer-invalid" | "other-titles" | "title-missing" | "author-missing" | "author-assumed" | "encoding-guessed" | "encoding-damaged" | "no-author" | "no-name" | "guessed" | "no-number" | "no-file" | "file-outside" | "no-title" | "other-files" | "other-title" | "claim-differs" | "claims-unreadable" | "cancelled" | "in-use" | "disk-full" | "unwritable" | "invalid-argument" | "not-found" | "changed" | "library-busy" | "library-damaged" | "library-newer" | "not-confined" | "internal";

export type Column = { name: string, field: ClientField | null, samples: Array<string>, };

/**
 * A value, and how many works or records have it.
 */
export type Counted = {
/**
 * The value: a decade such as `1990`, a language, a format, a kind of fact.
 */
value: string,
/**
 * How many have it.
 */
n: number, };

/**
 * What an index covers.
 */
export type Coverage = {
/**
 * How many records give a `title`, an `author`, a `number`, the `digest` of a
 * file, and the date on which they were `added`.
 */
given: Array<Counted>,
/**
 * The records by language: an ISO 639 code, else the collection's own word.
 */
languages: Facet,
/**
 * The records by decade: `0` for all before 1900.
 */
decades: Facet,
/**
 * The records by format.
 */
formats: Facet,
/**
 * The works by language.
 */
work_languages: Facet, };

/**
 * The cut-off date that divides the records of a report. It is a period, because
 * neither the dates of a collection nor that of the event are exact.
 */
export type CutoffSummary = {
/**
 * The name of the preset, such as `bartz-libgen`; `None` for dates of the user's.
 */
name: string | null,
/**
 * The first day of the period: `YYYY-MM-DD`.
 */
from: string,
/**
 * The last day of the period: `YYYY-MM-DD`.
 */
to: string,
/**
 * The sources of the two days; none for dates of the user's.
 */
sources: Array<string>, };

/**
 * What separates the cells of a CSV report.
 */
export type Delimiter = "comma" | "semicolon" | "tab";

/**
 * What a dialog of the system says, in the reader's language.
 */
export type DialogWords = { title: string,
/**
 * The kind of files that are shown.
 */
kind: string,
/**
 * What the filter that shows every file is called.
 */
all: string, };

/**
 * Digests; those of a `.print` file are its manuscript's.
 */
export type Digests = {
/**
 * MD5 of the file.
 */
md5: string | null,
/**
 * SHA-1 of the file.
 */
sha1: string | null,
/**
 * SHA-256 of the file.
 */
sha256: string | null,
/**
 * SHA-256 of the normalised text.
 */
text_sha256: string | null, };

/**
 * Why a manuscript could not be judged; what weighs most, if there are several
 * reasons.
 */
export type Doubt = "unread" | "index" | "too-short" | "unnamed" | "too-little" | "unnumbered" | "nothing";

export type Dump = { source: DumpKind, file: string, };

/**
 * The kinds of metadata dumps that an index can be built from.
 */
export type DumpKind = "libgen" | "libgen-li" | "pilimi" | "isbn-list" | "csv" | "scimag" | "dois" | "opensubtitles" | "aac" | "aarecords" | "usco" | "nypl-cce" | "bookcorpus" | "file-names";

/**
 * A work or a record in a list.
 */
export type Entry = {
/**
 * Its id: the publisher's own, or the collection's.
 */
id: string,
/**
 * The title; empty if it is not known.
 */
title: string,
/**
 * The author; empty if not known.
 */
author: string,
/**
 * The collection; none for a work.
 */
source: string | null,
/**
 * The year, as listed.
 */
year: string,
/**
 * The language, as [`Coverage`] has it.
 */
language: string,
/**
 * The format, as listed.
 */
format: string,
/**
 * The ISBNs.
 */
isbn: Array<string>,
/**
 * The date on which the record was added.
 */
added: string | null,
/**
 * How many letters a work has.
 */
letters: number,
/**
 * Whether a work is too short to be compared well.
 */
short: boolean, };

/**
 * A passage of a manuscript with the text around it.
 */
export type Excerpt = {
/**
 * The heading of the chapter in which it begins.
 */
chapter: string | null,
/**
 * The text before it; empty at the very start.
 */
before: string,
/**
 * The passage; the first part of it if it is long.
 */
text: string,
/**
 * Whether the passage goes on.
 */
cut: boolean,
/**
 * The text after it; empty when it goes on, and at the very end.
 */
after: string, };

export type ExcerptAsk = { id: number, match_index: number, span_index: number, };

/**
 * How works or records are divided by one of their properties.
 */
export type Facet = {
/**
 * The values, the most frequent first; decades in their order.
 */
values: Array<Counted>,
/**
 * How many have a value that is not among these.
 */
others: number,
/**
 * How many have none.
 */
unknown: number, };

/**
 * A failure as the window shows it: a code, what happened, what to do.
 */
export type Failure = { code: Code,
/**
 * What happened, in more detail than the code's own sentence.
 */
message: Said,
/**
 * What can be done; empty if there is nothing to do.
 */
hint: Said, path: string | null, };

/**
 * What the fetcher did at a host.
 */
export type Fetch = {
/**
 * When: RFC 3339, UTC.
 */
at: string,
/**
 * The id of the source; none for an address that was not known yet.
 */
id: string | null,
/**
 * The host.
 */
host: string,
/**
 * How many requests were made.
 */
requests: number,
/**
 * How many bytes came.
 */
received: number, };

/**
 * What the figures of a match come to.
 */
export type Figures = {
/**
 * How much of the manuscript is in the work; `None` for a listing.
 */
manuscript_in_work: ShareFigure | null,
/**
 * How much of the work is in the manuscript; `None` for a listing.
 */
work_in_manuscript: ShareFigure | null,
/**
 * How much of the manuscript's windows has a hit; `None` for a listing.
 */
coverage: Hundred | null,
/**
 * Whether the share is low although matches are everywhere, so that a
 * reader would take it for a partial copy.
 */
is_lowered: boolean,
/**
 * How sure the match is.
 */
sure: Sure,
/**
 * Where in the manuscript the shared text is.
 */
place: Place,
/**
 * The shared stretches in reading order, within 0 to 1, without overlaps.
 */
spans: Array<Span>, };

export type FileAsk = { file: string, };

/**
 * A copyright registration, as a client list names it.
 */
export type GivenRegistration = {
/**
 * The number, as the list writes it.
 */
number: string,
/**
 * The date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as the list gives it.
 */
date: string | null, };

/**
 * What was got, or would be.
 */
export type Got = {
/**
 * What was done.
 */
outcome: Outcome,
/**
 * The id of the source.
 */
id: string,
/**
 * The name that the publisher gave the index.
 */
name: string,
/**
 * What it holds, in the publisher's words.
 */
description: string,
/**
 * How the publisher can be reached.
 */
contact: string,
/**
 * Under which terms it may be used.
 */
licence: string,
/**
 * The fingerprint of the source.
 */
fingerprint: string,
/**
 * Whether a person has to compare it first.
 */
unconfirmed: boolean,
/**
 * Whether there was no index of the source before.
 */
added: boolean,
/**
 * Where it is got from.
 */
urls: Array<string>,
/**
 * The number of the state.
 */
set: number,
/**
 * When it was published: RFC 3339, UTC.
 */
published: string,
/**
 * Until when the publisher's word holds.
 */
expires: string,
/**
 * How many works it has.
 */
works: number,
/**
 * How many records it has.
 */
records: number,
/**
 * How many works and records are new, and how many were taken out since the state
 * that was there.
 */
new_works: number,
/**
 * See [`Got::new_works`].
 */
new_records: number,
/**
 * See [`Got::new_works`].
 */
gone: number,
/**
 * How many kept results may be others with what is new; none if that was not
 * looked at.
 */
affected: number | null,
/**
 * How many bytes are got.
 */
bytes: number,
/**
 * How many bytes came over a network; more than `bytes` if some came twice.
 */
received: number,
/**
 * How much of the disk has to be free, in bytes.
 */
needs: number,
/**
 * How much is free.
 */
free: number | null,
/**
 * The hosts that were asked.
 */
hosts: Array<string>,
/**
 * Where the index is.
 */
file: string | null,
/**
 * What should be known besides.
 */
warnings: Array<Warned>, };

/**
 * What a document seems to be, where it does not say so: never an answer.
 */
export type Guessed = {
/**
 * The title; `None` if the document gives it, or there is nothing to guess
 * it from.
 */
title: string | null,
/**
 * The author, likewise.
 */
author: string | null,
/**
 * The ISBNs on its own pages: the copyright page, the title page or the last.
 */
isbn: Array<string>,
/**
 * What it was guessed from.
 */
from: Array<GuessedFrom>, };

/**
 * What a guess was made from.
 */
export type GuessedFrom = "title-page" | "first-lines" | "file-name" | "copyright-page";

/**
 * A count out of 100 that never says "all" or "none" of what is only nearly
 * so.
 */
export type Hundred = { "kind": "hardly" } | { "kind": "all-but" } | { "kind": "near",
/**
 * 0 to 100.
 */
n: number, };

export type IdAsk = { id: number, };

export type IdsAsk = { ids: Array<number>, };

/**
 * An index as it describes itself, and what it covers.
 */
export type IndexDetail = {
/**
 * What it covers.
 */
coverage: Coverage,
/**
 * The path, as given.
 */
file: string,
/**
 * The name that its publisher gave it.
 */
name: string,
/**
 * When it was built: RFC 3339, UTC.
 */
created: string,
/**
 * The digest of its content, lower-case hexadecimal.
 */
sha256: string,
/**
 * The version of the file format.
 */
format_version: number,
/**
 * The name of the fingerprint's recipe.
 */
recipe: string,
/**
 * About one hash in this many is kept.
 */
scale: number,
/**
 * How many words a text should have to be compared with it.
 */
needed_words: number,
/**
 * How many works can be compared by text.
 */
works: number,
/**
 * How many catalogue records it lists.
 */
records: number,
/**
 * How many (hash, work) pairs it holds.
 */
postings: number,
/**
 * The length of the file.
 */
size_bytes: number,
/**
 * Whether this is the index that comes with the program.
 */
demonstration: boolean,
/**
 * Whether its catalogue lists book numbers only, without a title.
 */
numbers_only: boolean,
/**
 * What its publisher says about it.
 */
about: About,
/**
 * The collections whose records it lists.
 */
sources: Array<SourceSummary>,
/**
 * Which state of which set it is, and its files; none for a single file.
 */
set?: SetSummary, };

/**
 * What an index says about itself.
 */
export type IndexInfo = {
/**
 * The path, as given.
 */
file: string,
/**
 * The name that its publisher gave it.
 */
name: string,
/**
 * When it was built: RFC 3339, UTC.
 */
created: string,
/**
 * The digest of its content, lower-case hexadecimal.
 */
sha256: string,
/**
 * The version of the file format.
 */
format_version: number,
/**
 * The name of the fingerprint's recipe.
 */
recipe: string,
/**
 * About one hash in this many is kept.
 */
scale: number,
/**
 * How many words a text should have to be compared with it.
 */
needed_words: number,
/**
 * How many works can be compared by text.
 */
works: number,
/**
 * How many catalogue records it lists.
 */
records: number,
/**
 * How many (hash, work) pairs it holds.
 */
postings: number,
/**
 * The length of the file.
 */
size_bytes: number,
/**
 * Whether this is the index that comes with the program.
 */
demonstration: boolean,
/**
 * Whether its catalogue lists book numbers only, without a title.
 */
numbers_only: boolean,
/**
 * What its publisher says about it.
 */
about: About,
/**
 * The collections whose records it lists.
 */
sources: Array<SourceSummary>,
/**
 * Which state of which set it is, and its files; none for a single file.
 */
set?: SetSummary, };

export type IndexItem = { file: string, name: string,
/**
 * Whether it is in the user's folder of indexes.
 */
own: boolean,
/**
 * The id of the source that it was got from.
 */
source: string | null,
/**
 * Whether checks search it; the demonstration is for the sample stories alone.
 */
searched: boolean, info: IndexInfo | null, problem: Failure | null, };

/**
 * An index that a check searched, and what it covers.
 */
export type IndexSummary = {
/**
 * The path of the index file, as given; empty in a report that is handed to
 * a client.
 */
file: string,
/**
 * The name that its publisher gave it.
 */
name: string,
/**
 * The digest of its content (docs/FORMAT.md), lower-case hexadecimal.
 */
sha256: string,
/**
 * When it was built: RFC 3339, UTC.
 */
created: string,
/**
 * How many works can be compared by text.
 */
works: number,
/**
 * How many catalogue records it lists.
 */
records: number,
/**
 * About one hash in this many is kept.
 */
scale: number,
/**
 * The name of the fingerprint's recipe.
 */
recipe: string,
/**
 * Whether this is the demonstration index that comes with the program.
 */
demonstration: boolean,
/**
 * Whether its catalogue lists book numbers only, without a title.
 */
numbers_only?: boolean,
/**
 * The collections whose records it lists.
 */
sources?: Array<SourceSummary>,
/**
 * Which state of which set it is; missing for an index of a single file.
 */
set?: SetSummary, };

export type ItemEnd = { "kind": "result", row: Row, } | { "kind": "not-kept", row: Row, failure: Failure, } | { "kind": "skipped", failure: Failure, };

export type ItemProgress = { item: number, phase: JobPhase, share: number | null, };

export type JobEvent<T> = { "kind": "progress", progress: JobProgress, } | { "kind": "done", answer: T, } | { "kind": "failed", failure: Failure, };

export type JobPhase = "waiting" | "searching" | "reading" | "comparing" | "writing" | "verifying" | "asking" | "fetching";

export type JobProgress = { phase: JobPhase, done: number, total: number, seconds_left: number | null, };

/**
 * A language of the reports and of the window.
 *
 * Words for programs (codes, verdicts, tiers, field names) are the same in
 * every language.
 */
export type Language = "en" | "de";

/**
 * A work, as the records of a look-up list it.
 */
export type ListedWork = {
/**
 * The number of the work in the whole answer, from 0.
 */
id: number,
/**
 * The title, as most of its records give it.
 */
title: string,
/**
 * The author, as most of its records give it.
 */
author: string,
/**
 * What the question was taken for when this was found.
 */
by: AskedBy,
/**
 * How the name of its author agrees with the one that was asked for; `None` if
 * no name was.
 */
name?: NameFit,
/**
 * Which of [`Lookup::names`] its author is, by `key`.
 */
namesake?: string,
/**
 * The other people that its records name as authors.
 */
with?: Array<string>,
/**
 * Its languages: ISO 639-1 codes, or what the records say.
 */
languages: Array<string>,
/**
 * The first year that a record states.
 */
first_year: number | null,
/**
 * The last year that a record states.
 */
last_year: number | null,
/**
 * The formats of its files.
 */
formats: Array<string>,
/**
 * The collections that list it.
 */
sources: Array<string>,
/**
 * The first date on which a record was added: `YYYY-MM-DD`.
 */
first_added: string | null,
/**
 * The surest tier of its records.
 */
tier: Tier,
/**
 * Whether an index holds its text.
 */
text: boolean,
/**
 * Its records, as places in [`Lookup::records`].
 */
records: Array<number>, };

/**
 * The answer to a look-up.
 */
export type Lookup = {
/**
 * The indexes that were searched.
 */
indexes: Array<IndexSummary>,
/**
 * The cut-off date that divides the records.
 */
cutoff?: CutoffSummary,
/**
 * The records of the works, the surest first.
 */
records: Array<Record>,
/**
 * The copyright registrations of what was looked up, or those that may be, the surest
 * first.
 */
registrations?: Array<Registration>,
/**
 * Whether an index may list more of those that a person must look at than
 * are shown.
 */
more: boolean,
/**
 * What the question was taken for, each with what it found.
 */
asked: Array<Asked>,
/**
 * The works that the records are of, in the order that was asked for.
 */
works: Array<ListedWork>,
/**
 * The people who may be meant by a name, the one with the most works first.
 */
names: Array<Namesake>,
/**
 * Names that are spelt nearly like the one that was asked for, and that somebody
 * has, if nobody has that one; the one with the most records first.
 */
near?: Array<string>,
/**
 * What the works can be narrowed to.
 */
choices: Choices,
/**
 * How many works the answer has, of which `works` may be a part.
 */
total_works: number,
/**
 * How many records they have.
 */
total_records: number,
/**
 * How many works there are before the first of `works`.
 */
offset: number,
/**
 * The collections among whose book numbers it was looked up, if that is all that
 * was compared.
 */
numbers_of?: Array<string>,
/**
 * The collections that list book numbers only, and could not be searched for the
 * question.
 */
not_searched?: Array<string>,
/**
 * When it was looked up: RFC 3339, UTC.
 */
created: string, };

export type LookupAsk = {
/**
 * A name, a title, a number or a digest.
 */
question: string, pen_names: Array<string>, };

/**
 * What an answer can be saved as.
 */
export type LookupFormat = "html" | "csv" | "json" | "bibtex" | "list";

/**
 * An answer, with the first of its works and without their records.
 */
export type LookupFound = {
/**
 * The number of the answer, by which more of it is asked for.
 */
answer: number, found: Lookup, };

export type LookupRows = { total_works: number, total_records: number, works: Array<ListedWork>, };

export type LookupRowsAsk = { answer: number, narrow: Narrow, order: Order, descending: boolean, offset: number, limit: number, };

export type LookupSaveAsk = { answer: number, narrow: Narrow, order: Order, descending: boolean, format: LookupFormat, language: Language, to: string, };

export type LookupSaveNameAsk = {
/**
 * What the file is to be called, without an ending.
 */
name: string, format: LookupFormat, words: DialogWords, };

export type LookupWorkAsk = { answer: number,
/**
 * The work, by its number in the answer.
 */
id: number, language: Language, };

/**
 * What was found for one manuscript.
 */
export type ManuscriptResult = {
/**
 * The path, as given or found; lossy where it is not Unicode. For a title
 * of a client list without a file, that of the list. Empty in a report that
 * is handed to a client.
 */
path: string,
/**
 * The sheet of the client list, if it has several.
 */
sheet?: string,
/**
 * The row of the client list, counted from 1.
 */
row?: number,
/**
 * The client it belongs to, in a check of a client list.
 */
client: string | null,
/**
 * The title: that of the client list, else the one that the document
 * declares.
 */
title: string | null,
/**
 * The author: that of the client list, else the one that the document
 * declares.
 */
author: string | null,
/**
 * The ISBNs that were looked up.
 */
isbn?: Array<string>,
/**
 * What Colophon guessed about a document that does not say what it is.
 */
guessed?: Guessed,
/**
 * The files that were read as one manuscript, in order, by their names in the
 * folder at `path`.
 */
parts?: Array<string>,
/**
 * The collections among whose book numbers it was looked up, if neither its text
 * nor its title was compared with anything.
 */
numbers_of?: Array<string>,
/**
 * Digests of the file and of its normalised text.
 */
digests: Digests,
/**
 * How much text was read.
 */
text: TextSummary,
/**
 * The strongest verdict over all matches.
 */
verdict: Verdict,
/**
 * Works that share text with the manuscript, the strongest first.
 */
matches: Array<Match>,
/**
 * The copyright registrations that are the title's own, or may be, the surest first.
 */
registrations?: Array<Registration>,
/**
 * What a client list says about the title that a claim needs.
 */
claim?: ClaimFacts,
/**
 * What the reader should know about how the manuscript was read.
 */
warnings: Array<Notice>, };

export type Mapping = { field: ClientField, column: string, };

/**
 * One work that the manuscript matches.
 */
export type Match = {
/**
 * The place of the index in [`Report::indexes`].
 */
index: number,
/**
 * The work.
 */
work: WorkSummary,
/**
 * The place among the matches of the one whose work this is another edition
 * of; always a place before this one's.
 */
edition_of?: number,
/**
 * What this match means by itself.
 */
verdict: Verdict,
/**
 * The share of the manuscript's text that the work holds.
 */
manuscript_in_work?: Share,
/**
 * The share of the work's text that the manuscript holds.
 */
work_in_manuscript?: Share,
/**
 * The share of the manuscript's windows with a hit, 0 to 1.
 */
coverage?: number,
/**
 * How many distinct hashes are shared.
 */
hits?: number,
/**
 * Where in the manuscript the shared text is, in reading order.
 */
spans?: Array<Span>,
/**
 * Catalogue records of the work.
 */
records: Array<Record>, };

/**
 * What the user says a manuscript is.
 */
export type NameAsk = { id: number, title: string, author: string,
/**
 * Its ISBN; empty for the one that the manuscript gives or seems to have.
 */
isbn: string, };

/**
 * How an author's name agrees with the one that was asked for.
 */
export type NameFit = "full" | "initial" | "form" | "surname" | "part";

/**
 * One of the people who may be meant by a name, by what the records say.
 */
export type Namesake = {
/**
 * Distinguishes them in one answer.
 */
key: string,
/**
 * The name, as most records write it.
 */
name: string,
/**
 * How it agrees with the name that was asked for.
 */
fit: NameFit,
/**
 * How many works there are under it.
 */
works: number,
/**
 * The languages of these works, the most frequent first.
 */
languages: Array<Choice>,
/**
 * The first year that a record states.
 */
first_year: number | null,
/**
 * The last year that a record states.
 */
last_year: number | null,
/**
 * The people that the records name next to it, the most frequent first.
 */
with: Array<Choice>, };

/**
 * What to keep of an answer. Empty fields keep everything.
 */
export type Narrow = {
/**
 * Languages, by code or name; an empty one stands for records that do not say.
 */
languages: Array<string>,
/**
 * Formats; an empty one stands for records that do not say.
 */
formats: Array<string>,
/**
 * Collections.
 */
sources: Array<string>,
/**
 * The first year of publication.
 */
from_year: number | null,
/**
 * The last year of publication.
 */
to_year: number | null,
/**
 * The people, by [`Namesake::key`](crate::report::model::Namesake).
 */
names: Array<string>,
/**
 * What the question was taken for.
 */
by: AskedBy | null,
/**
 * Words that are in a title.
 */
words: string,
/**
 * Only texts that an index holds.
 */
texts: boolean,
/**
 * The works, by their ids.
 */
ids: Array<number>, };

/**
 * What the check before, with other indexes, did not find.
 */
export type News = {
/**
 * When the check before was: RFC 3339, UTC.
 */
since: string,
/**
 * The names of the indexes that it searched.
 */
indexes: Array<string>,
/**
 * Its verdict.
 */
verdict: Verdict,
/**
 * Works that share text now and did not then.
 */
works: Array<WorkSummary>,
/**
 * Records that are listed now and were not then.
 */
records: Array<Record>,
/**
 * How many works shared text then and do not now.
 */
gone_works: number,
/**
 * How many records were listed then and are not now.
 */
gone_records: number, };

/**
 * A warning about one manuscript.
 */
export type Notice = {
/**
 * What it is about.
 */
code: Code,
/**
 * A sentence for the author.
 */
message: string, };

/**
 * Documents in one folder that look like the chapters of one book.
 */
export type OneBook = {
/**
 * The folder.
 */
folder: string,
/**
 * How many documents it holds.
 */
files: number, };

/**
 * A folder whose documents look like the chapters of one book.
 */
export type OneBookItem = { path: string, name: string, files: number, };

/**
 * The order of the works of an answer.
 */
export type Order = "best" | "title" | "author" | "year" | "added" | "records";

/**
 * What was done, or would be.
 */
export type Outcome = "nothing" | "planned" | "installed";

/**
 * A page of a list.
 */
export type Page = {
/**
 * How many rows the whole list has.
 */
total: number,
/**
 * The verdicts of all that the search finds, the strongest first.
 */
verdicts: Array<VerdictCount>,
/**
 * The rows.
 */
rows: Array<Row>, };

/**
 * Files with names of one ending that were passed over in folders.
 */
export type PassedOver = {
/**
 * The ending, in small letters and without its dot; empty for names without
 * one, and for all rare ones together.
 */
ending: string,
/**
 * How many files there are.
 */
files: number, };

/**
 * What a file is to the window, by its name.
 */
export type PathKind = "document" | "folder" | "list" | "index" | "source" | "other";

export type PathsEvent = { "kind": "over", files: number, } | { "kind": "left" } | { "kind": "dropped", paths: Array<Picked>, } | { "kind": "opened", paths: Array<Picked>, };

export type PickAsk = { purpose: Purpose, words: DialogWords, };

/**
 * A file that a person chose, dropped or opened.
 */
export type Picked = { path: string, name: string, folder: string, kind: PathKind, size_bytes: number, };

/**
 * Where in a manuscript the shared text is.
 */
export type Place = { "kind": "nowhere" } | { "kind": "whole" } | { "kind": "parts",
/**
 * The longest, in reading order, in percent of the manuscript.
 */
parts: Array<Stretch>,
/**
 * How many shorter places there are besides.
 */
n_shorter: number, };

/**
 * A kind of process.
 */
export type Process = "app" | "worker" | "fetcher";

export type Proof = { holds: boolean, attempts: Array<Tried>, };

/**
 * What a dialog of the system is for; each begins in the folder that was last
 * used for the same.
 */
export type Purpose = "manuscripts" | "books" | "lists" | "files" | "indexes" | "sources" | "dumps" | "reports";

/**
 * Which results a list shows, in which order.
 */
export type Query = {
/**
 * The results of a run; none for the manuscripts checked by themselves.
 */
run: number | null,
/**
 * Words that all occur in title, author, client, name or ISBN, in any
 * case; empty for all results.
 */
search: string,
/**
 * The verdicts to show; none for all.
 */
verdicts: Array<Verdict>,
/**
 * Whether only results with news are shown.
 */
only_news: boolean,
/**
 * What it is sorted by.
 */
sort: SortBy,
/**
 * Whether the order is reversed.
 */
descending: boolean,
/**
 * How many rows come before the page.
 */
offset: number,
/**
 * How many rows the page may have; a thousand at most.
 */
limit: number, };

export type QueuedItem = { item: number, path: string, name: string, folder: string, size_bytes: number, };

/**
 * One catalogue record: a listing in a collection.
 */
export type Record = {
/**
 * The place of its index in [`Report::indexes`](super::Report::indexes).
 */
index: number,
/**
 * The collection, for example `libgen-fiction`.
 */
source: string,
/**
 * The collection's own id of the record.
 */
id: string,
/**
 * The title, as listed.
 */
title: string,
/**
 * The author, as listed.
 */
author: string,
/**
 * The MD5 of the listed file, lower-case hexadecimal.
 */
md5: string | null,
/**
 * The ISBNs, as listed.
 */
isbn: Array<string>,
/**
 * The ASIN.
 */
asin: string | null,
/**
 * The format of the listed file, for example `epub`.
 */
format: string | null,
/**
 * The size of the listed file.
 */
size_bytes: number | null,
/**
 * The date on which the record was added: `YYYY-MM-DD`.
 */
added: string | null,
/**
 * Whether the collection shows the record to its visitors.
 */
visible: boolean | null,
/**
 * Why it is hidden, in the collection's word.
 */
hidden?: string,
/**
 * The date of the snapshot that lists it: `YYYY-MM-DD`.
 */
snapshot?: string,
/**
 * The SHA-1 of the listed file, lower-case hexadecimal.
 */
sha1?: string,
/**
 * The SHA-256 of the listed file, lower-case hexadecimal.
 */
sha256?: string,
/**
 * The year, as listed.
 */
year?: string,
/**
 * The edition, as listed.
 */
edition?: string,
/**
 * The volume, as listed.
 */
volume?: string,
/**
 * The series, as listed.
 */
series?: string,
/**
 * The publisher of the book, as listed.
 */
imprint?: string,
/**
 * The language, as listed.
 */
language?: string,
/**
 * On which side of the report's cut-off date it was added.
 */
cutoff?: Side,
/**
 * The DOI of a paper.
 */
doi?: string,
/**
 * The ISSNs, as listed.
 */
issn?: string,
/**
 * The journal or magazine.
 */
journal?: string,
/**
 * Where in the journal a paper is: volume, issue and first page.
 */
issue?: string,
/**
 * The number of a film or an episode in the Internet Movie Database, such as
 * `tt0116191`.
 */
imdb?: string,
/**
 * The season of an episode.
 */
season?: number,
/**
 * The number of an episode in its season.
 */
episode?: number,
/**
 * The number of a copyright registration, as listed.
 */
registration?: string,
/**
 * The date of that registration, as far as it is known.
 */
registered?: string,
/**
 * The MD5 that the collection reports for the file, where it is another than that of
 * the file it holds.
 */
md5_reported?: string,
/**
 * The collection and the field that `added` is from.
 */
dated_by?: string,
/**
 * Whether `added` is the date of the last change: the record was there by then, and
 * since when is not known.
 */
last_change?: boolean,
/**
 * Whether this is a text that the index holds, and not an entry of a
 * catalogue.
 */
text?: boolean,
/**
 * How sure it is that the record lists this work.
 */
tier: Tier,
/**
 * Why it matches, in plain words.
 */
reason: string, };

/**
 * A registration of copyright that is a title's own, or may be.
 */
export type Registration = {
/**
 * The place of the index that it is from in the list of indexes.
 */
index: number,
/**
 * The register, such as `usco`.
 */
source: string,
/**
 * The register's id of the entry.
 */
id: string,
/**
 * The number of the registration, as the register writes it. It identifies a
 * registration only together with its date.
 */
number: string,
/**
 * The date of the registration: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as it is
 * known.
 */
date: string | null,
/**
 * The title that is registered; of several works, that of the whole.
 */
title: string,
/**
 * The authors, as the register has them.
 */
author: string,
/**
 * Who claims the copyright.
 */
claimant: string | null,
/**
 * The publisher that the register names.
 */
publisher: string | null,
/**
 * The date of publication that it states, as far as it is known.
 */
published: string | null,
/**
 * Whether it is one registration of several works.
 */
group: boolean,
/**
 * The titles of a registration of several works.
 */
titles?: Array<string>,
/**
 * Whether it is the renewal of a registration.
 */
renewal: boolean,
/**
 * What else the register says, such as the type of the work.
 */
note: string | null,
/**
 * Whether the work was registered within five years of its publication.
 */
within_five_years: Ruled,
/**
 * Whether it was registered before the download, or within three months of its
 * publication.
 */
in_time: Ruled,
/**
 * How sure it is that it is the title's own.
 */
tier: Tier,
/**
 * Why, in a sentence.
 */
reason: string, };

/**
 * Everything that one check found.
 */
export type Report = {
/**
 * [`REPORT_VERSION`] of the program that wrote the report.
 */
report_version: number,
/**
 * The program that wrote the report.
 */
tool: Tool,
/**
 * When the check ended: RFC 3339, UTC.
 */
created: string,
/**
 * Who hands the report on.
 */
from?: Sender,
/**
 * The indexes that were searched; a match names one by its place here.
 */
indexes: Array<IndexSummary>,
/**
 * The cut-off date that divides records into those added before and after it.
 */
cutoff?: CutoffSummary,
/**
 * One entry for each manuscript that was read, at least in part.
 */
results: Array<ManuscriptResult>,
/**
 * One entry for each path of which nothing could be read.
 */
skipped: Array<Skipped>,
/**
 * The rows and sheets of a client list that are not titles: totals, repeated
 * headings, sheets of remarks. They count in no other figure.
 */
left_out?: Array<Skipped>,
/**
 * The files in folders that were not read because they are not named like
 * documents.
 */
passed_over?: Array<PassedOver>,
/**
 * The folders whose documents look like the chapters of one book, and were
 * checked one by one.
 */
one_book?: Array<OneBook>, };

export type ReportAsk = { ids: Array<number>, job: number | null, format: ReportFormat, language: Language, delimiter: Delimiter, to: string, };

export type ReportFormat = "html" | "xlsx" | "csv" | "json";

export type ResultAsk = { id: number,
/**
 * The language of its sentences.
 */
language: Language, };

/**
 * A kept result, as a row of a list.
 */
export type Row = {
/**
 * Its number; 0 while it is not kept.
 */
id: number,
/**
 * The run that it belongs to; none for a manuscript checked by itself.
 */
run: number | null,
/**
 * The row of the client list.
 */
line: number | null,
/**
 * The client.
 */
client: string | null,
/**
 * The name of the file; that of the list for a title without one.
 */
name: string,
/**
 * The folder of the file.
 */
folder: string,
/**
 * The title.
 */
title: string | null,
/**
 * The author.
 */
author: string | null,
/**
 * The ISBNs that were looked up.
 */
isbn: Array<string>,
/**
 * The collections among whose book numbers it was looked up, if that is all that
 * was compared.
 */
numbers_of: Array<string>,
/**
 * Whether it is listed by a book number alone.
 */
by_number: boolean,
/**
 * The verdict.
 */
verdict: Verdict,
/**
 * Why it could not be judged, if it could not.
 */
doubt: Doubt | null,
/**
 * Whether the verdict counts as found.
 */
found: boolean,
/**
 * When it was checked: RFC 3339, UTC.
 */
checked: string,
/**
 * The title of the work that was found, or may be; none without a match.
 */
work: string | null,
/**
 * The share of the manuscript in the strongest match by text.
 */
share: Share | null,
/**
 * How many works match.
 */
matches: number,
/**
 * How many catalogue records match.
 */
records: number,
/**
 * The earliest date on which one of the records was added.
 */
first_added: string | null,
/**
 * How many warnings there are.
 */
warnings: number,
/**
 * Whether only the demonstration index was searched.
 */
demonstration: boolean,
/**
 * How many works and records the check before did not find.
 */
news: number, };

/**
 * The answer to a rule about dates.
 */
export type Ruled = "yes" | "no" | "unknown";

/**
 * A client list that was checked.
 */
export type Run = {
/**
 * Its number.
 */
id: number,
/**
 * The name of the list's file.
 */
name: string,
/**
 * The folder of the list's file.
 */
folder: string,
/**
 * When it was checked: RFC 3339, UTC.
 */
checked: string,
/**
 * The names of the indexes that were searched.
 */
indexes: Array<string>,
/**
 * How many clients it has.
 */
clients: number,
/**
 * How many titles it has: those that are kept, and the rows that could not be
 * read.
 */
titles: number,
/**
 * How many of them were found.
 */
found: number,
/**
 * How many books those are.
 */
books_found: number,
/**
 * How many rows could not be read.
 */
skipped: number,
/**
 * How many files belong to no title.
 */
files_not_read: number,
/**
 * How many rows and sheets are not titles.
 */
left_out: number,
/**
 * How many titles have news.
 */
news: number, };

export type RunAsk = { run: number, };

/**
 * A sentence in every language; the window shows the one that it is set to.
 */
export type Said = { en: string, de: string, };

export type SaveAsk = { name: string, format: ReportFormat, words: DialogWords, };

export type Saved = { path: string, shown: string, files: number, };

/**
 * Who hands a report on, such as an agency.
 */
export type Sender = {
/**
 * The name.
 */
name: string,
/**
 * A line of the sender's own; empty if there is none.
 */
note: string, };

/**
 * A file of a set.
 */
export type SetFileSummary = {
/**
 * Its name, without folders.
 */
file: string,
/**
 * The digest of its content.
 */
sha256: string, };

/**
 * An index of several files that answer as one.
 */
export type SetSummary = {
/**
 * The id of the set, 32 hexadecimal digits.
 */
id: string,
/**
 * The number of its state; a later one is larger.
 */
number: number,
/**
 * The files that were read.
 */
files: Array<SetFileSummary>, };

export type Settings = { theme: Theme, language: string | null, tour_seen: boolean,
/**
 * Who hands reports on, for their heads.
 */
from: string,
/**
 * A line of the sender's own.
 */
note: string,
/**
 * Whether the program that downloads indexes is started with the window.
 */
fetcher: boolean,
/**
 * The size of everything, in percent.
 */
zoom: number, };

export type Settled = { item: number, end: ItemEnd, };

/**
 * An estimated share with its 95 % interval, each 0 to 1.
 */
export type Share = {
/**
 * The best estimate.
 */
estimate: number,
/**
 * The lower end of the interval.
 */
low: number,
/**
 * The upper end of the interval.
 */
high: number, };

/**
 * A share as a count out of 100, with its 95 % interval rounded outwards.
 */
export type ShareFigure = {
/**
 * The estimate.
 */
about: Hundred,
/**
 * The lower end, 0 to 100.
 */
low: number,
/**
 * The upper end, 0 to 100.
 */
high: number, };

/**
 * A kept result, with the figures of its matches.
 */
export type Shown = {
/**
 * What the figures of each match come to, in the order of the matches.
 */
figures: Array<Figures>,
/**
 * The result as a row of a list.
 */
row: Row,
/**
 * A report with this result alone.
 */
report: Report,
/**
 * What is new since the last index; none where there is no check before.
 */
news: News | null,
/**
 * Whether the manuscript's file is still there, so that passages can be
 * read again.
 */
present: boolean, };

/**
 * On which side of the cut-off date a record was added.
 */
export type Side = "before" | "unclear" | "after" | "unknown";

/**
 * A path of which nothing could be read.
 */
export type Skipped = {
/**
 * The path, as given or found; lossy where it is not Unicode. Empty in a
 * report that is handed to a client.
 */
path: string,
/**
 * The sheet of the client list at `path`, if it has several.
 */
sheet?: string,
/**
 * The row of the client list at `path`, as a person would count it; none for
 * a whole sheet.
 */
row?: number,
/**
 * The client, where that much could be read.
 */
client?: string,
/**
 * Why.
 */
code: Code,
/**
 * What happened, a sentence for the author.
 */
message: string,
/**
 * What the author can do about it.
 */
hint: string,
/**
 * The digests of the file, where it could be read to its end: it was looked
 * up by them.
 */
digests?: Digests, };

/**
 * What a list is sorted by.
 */
export type SortBy = "checked" | "verdict" | "title" | "author" | "client" | "name" | "line" | "first-added";

/**
 * A source that a person names.
 */
export type SourceAsk = {
/**
 * A path, or a link or address.
 */
source: string,
/**
 * The fingerprint that the person compared, for an address without one.
 */
confirmed: string | null,
/**
 * Whether it is taken although the publisher's last word has expired.
 */
accept_expired: boolean, };

export type SourceIdAsk = { id: string, };

/**
 * A source that was added.
 */
export type SourceInfo = {
/**
 * Its id.
 */
id: string,
/**
 * The name that the publisher gave the index.
 */
name: string,
/**
 * How the publisher can be reached; may be empty.
 */
contact: string,
/**
 * Its fingerprint.
 */
fingerprint: string,
/**
 * Where it is got from; empty if from a folder.
 */
urls: Array<string>,
/**
 * The folder that it was got from.
 */
folder: string | null,
/**
 * The number of the state that is installed.
 */
set: number | null,
/**
 * Where that is.
 */
file: string | null,
/**
 * How many bytes it takes up.
 */
size_bytes: number,
/**
 * When the publisher last said which state is the newest.
 */
published: string | null,
/**
 * Until when that holds.
 */
expires: string | null,
/**
 * Whether that time is over.
 */
expired: boolean,
/**
 * When it was last looked at.
 */
checked: string | null, };

/**
 * A collection that an index lists.
 */
export type SourceSummary = {
/**
 * The collection, for example `libgen-fiction`.
 */
name: string,
/**
 * The date of the snapshot: `YYYY-MM-DD`, where it is known.
 */
snapshot: string | null,
/**
 * How many records it has there.
 */
records: number,
/**
 * Whether its records are book numbers only, without a title.
 */
numbers_only?: boolean, };

/**
 * A stretch of the manuscript, as shares of its letters from its start.
 */
export type Span = {
/**
 * Where it begins, 0 to 1.
 */
from: number,
/**
 * Where it ends, 0 to 1.
 */
to: number, };

/**
 * A stretch of a manuscript, in percent from its beginning.
 */
export type Stretch = {
/**
 * Where it begins, 0 to 100.
 */
from: number,
/**
 * Where it ends, 0 to 100.
 */
to: number, };

/**
 * How sure a match is, and why.
 */
export type Sure = { "kind": "file" } | { "kind": "tier",
/**
 * The tier.
 */
tier: Tier, } | { "kind": "entry" } | { "kind": "few",
/**
 * How many.
 */
n: number, } | { "kind": "passages",
/**
 * How many.
 */
n: number, } | { "kind": "text",
/**
 * How many.
 */
n: number, } | { "kind": "else" };

/**
 * How much text was read.
 */
export type TextSummary = {
/**
 * Letters and digits after normalisation; a kana counts as two, a Han
 * character as three.
 */
letters: number,
/**
 * Words; in Chinese and Japanese, characters.
 */
words: number,
/**
 * The language, an ISO 639-1 code, where it was recognised.
 */
language: string | null,
/**
 * How many sampled hashes were compared.
 */
hashes: number, };

export type Theme = "system" | "light" | "dark";

/**
 * How sure it is that a record lists the book, the surest first.
 */
export type Tier = "identical-file" | "confirmed" | "strong" | "probable" | "review";

/**
 * The program that wrote a report.
 */
export type Tool = {
/**
 * Always `colophon`.
 */
name: string,
/**
 * The program's version.
 */
version: string, };

export type Tried = { process: Process, attempt: Attempt, refused: boolean, answer: string, };

export type UpdateAsk = { id: string,
/**
 * Whether only to say what is new.
 */
check: boolean,
/**
 * Whether it is taken although the publisher's last word has expired.
 */
accept_expired: boolean, };

/**
 * What a comparison means; the order is from the strongest to the weakest.
 */
export type Verdict = "same-file" | "same-text" | "within-larger-work" | "contains-work" | "revised-text" | "listed" | "shared-passages" | "possible" | "not-found" | "inconclusive";

/**
 * How many results of a query have a verdict.
 */
export type VerdictCount = {
/**
 * The verdict.
 */
verdict: Verdict,
/**
 * How many results have it, whichever verdicts the query asks for.
 */
count: number, };

/**
 * A remark on what was got.
 */
export type Warned = {
/**
 * Its code.
 */
code: Code,
/**
 * The remark, in English.
 */
message: string, };

/**
 * The work of a match.
 */
export type WorkSummary = {
/**
 * The publisher's id of the work.
 */
id: string,
/**
 * The title, as the index gives it.
 */
title: string,
/**
 * The author, as the index gives it.
 */
author: string, };

/** What each command is asked, what it answers, and what its channel sends. */
export interface Commands {
  app_state: [null, AppState];
  check_start: [CheckAsk, number, CheckEvent];
  clients_forget: [RunAsk, null];
  clients_preview: [ClientsPreviewAsk, ClientsPreview];
  clients_report: [ClientsReportAsk, Saved];
  clients_run: [ClientsRunAsk, number, JobEvent<ClientsDone>];
  clients_runs: [null, Array<Run>];
  fetches_list: [null, Array<Fetch>];
  forget_settle: [null, null];
  forget_undo: [null, boolean];
  index_add: [FileAsk, number, JobEvent<IndexItem>];
  index_browse: [BrowseAsk, Browsed];
  index_build: [BuildAsk, number, JobEvent<Built>];
  index_detail: [FileAsk, IndexDetail];
  index_info: [FileAsk, IndexItem];
  index_remove: [FileAsk, null];
  index_verify: [FileAsk, number, JobEvent<null>];
  indexes_list: [null, Array<IndexItem>];
  job_cancel: [CancelAsk, null];
  lookup_ids: [LookupRowsAsk, Array<number>];
  lookup_rows: [LookupRowsAsk, LookupRows];
  lookup_save: [LookupSaveAsk, Saved];
  lookup_start: [LookupAsk, number, JobEvent<LookupFound>];
  lookup_work: [LookupWorkAsk, Array<Record>];
  page_print: [null, null];
  pick_documents: [PickAsk, Array<Picked>];
  pick_dump: [PickAsk, Array<Picked>];
  pick_folder: [PickAsk, Array<Picked>];
  pick_indexes: [PickAsk, Array<Picked>];
  pick_list: [PickAsk, Array<Picked>];
  pick_lookup_save: [LookupSaveNameAsk, string | null];
  pick_save: [SaveAsk, string | null];
  pick_source: [PickAsk, Array<Picked>];
  prove: [null, Proof];
  report_save: [ReportAsk, Saved];
  result_chapters: [IdAsk, Array<Chapter>];
  result_excerpt: [ExcerptAsk, Excerpt];
  result_get: [ResultAsk, Shown];
  result_name: [NameAsk, Row];
  results_forget: [IdsAsk, number];
  results_list: [Query, Page];
  saved_open: [FileAsk, boolean];
  saved_show: [FileAsk, boolean];
  settings_set: [Settings, Settings];
  source_forget: [SourceIdAsk, null];
  source_get: [SourceAsk, number, JobEvent<Got>];
  source_look: [SourceAsk, number, JobEvent<Got>];
  source_update: [UpdateAsk, number, JobEvent<Got>];
  sources_list: [null, Array<SourceInfo>];
}

/** What comes without being asked for. */
export interface Events {
  paths: PathsEvent;
}
