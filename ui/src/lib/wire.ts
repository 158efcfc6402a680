export type Id = number; export type RunId = number; export type JobId = number; export type FilePath = string;
export type Verdict = "same-file"|"same-text"|"within-larger-work"|"contains-work"|"revised-text"|"listed"|"shared-passages"|"possible"|"not-found"|"inconclusive";
export interface Failure { code: string; message: string; hint: string; path: string | null }
export type PathKind = "document"|"folder"|"list"|"index"|"other";
export interface Picked { path: FilePath; name: string; folder: string; kind: PathKind; size_bytes: number }
export type PathsEvent = {kind:"over"; files: number}|{kind:"left"}|{kind:"dropped"; paths: Picked[]}|{kind:"opened"; paths: Picked[]};
export type Theme = "system"|"light"|"dark";
export interface Settings { theme: Theme; language: string | null; tour_seen: boolean }
export interface AppState { version: string; language: string; settings: Settings; opened: Picked[]; indexes: IndexItem[]; samples: Picked[]; library_problem: Failure | null; set_aside: string | null }
export interface Attempt { who: string; what: string; refused: boolean; answer: string }
export interface Proof { holds: boolean; attempts: Attempt[] }
export type JobPhase = "waiting"|"searching"|"reading"|"comparing"|"writing"|"verifying"|"copying";
export interface JobProgress { phase: JobPhase; done: number; total: number; seconds_left: number | null }
export type JobEvent<T> = {kind:"progress"; progress: JobProgress}|{kind:"done"; answer: T}|{kind:"failed"; failure: Failure};
export interface CancelAsk { job: JobId; item: number | null }
export interface CheckAsk { paths: FilePath[] }
export interface QueuedItem { item: number; path: FilePath; name: string; folder: string; size_bytes: number }
export interface ItemProgress { item: number; phase: JobPhase; share: number | null }
export type ItemEnd = {kind:"result"; row: Row}|{kind:"not-kept"; row: Row; failure: Failure}|{kind:"skipped"; failure: Failure};
export interface Settled { item: number; end: ItemEnd }
export type CheckEvent = {kind:"queued"; items: QueuedItem[]}|{kind:"progress"; done: number; total: number; seconds_left: number|null; items: ItemProgress[]}|{kind:"settled"; items: Settled[]}|{kind:"finished"; results: number; found: number; skipped: number; cancelled: boolean}|{kind:"failed"; failure: Failure};
export interface Share { estimate: number; low: number; high: number }
export interface Span { from: number; to: number }
export interface Row { id: Id; run: RunId|null; line: number|null; client: string|null; name: string; folder: string; title: string|null; author: string|null; isbn: string[]; verdict: Verdict; found: boolean; checked: string; share: Share|null; matches: number; records: number; first_added: string|null; warnings: number; demonstration: boolean; news: number }
export interface SourceSummary { name: string; snapshot: string|null; records: number }
export interface IndexSummary { file: string; name: string; sha256: string; created: string; works: number; records: number; scale: number; recipe: string; demonstration: boolean; sources?: SourceSummary[] }
export interface Digests { md5: string|null; sha1: string|null; sha256: string|null; text_sha256: string|null }
export interface TextSummary { letters: number; words: number; language: string|null; hashes: number }
export interface WorkSummary { id: string; title: string; author: string }
export type Side = "before"|"after"|"unknown";
export interface Record { index: number; source: string; id: string; title: string; author: string; md5: string|null; isbn: string[]; asin: string|null; format: string|null; size_bytes: number|null; added: string|null; visible: boolean|null; hidden?: string|null; snapshot?: string|null; sha1?: string|null; sha256?: string|null; year?: string|null; edition?: string|null; volume?: string|null; series?: string|null; imprint?: string|null; language?: string|null; cutoff?: Side|null; tier: string; reason: string }
export interface Match { index: number; work: WorkSummary; verdict: Verdict; manuscript_in_work?: Share|null; work_in_manuscript?: Share|null; coverage?: number|null; hits?: number|null; spans?: Span[]; records: Record[] }
export interface Notice { code: string; message: string }
export interface ManuscriptResult { path: string; row?: number|null; client: string|null; title: string|null; author: string|null; isbn?: string[]; digests: Digests; text: TextSummary; verdict: Verdict; matches: Match[]; warnings: Notice[] }
export interface Skipped { path: string; row?: number|null; code: string; message: string; hint: string }
export interface CutoffSummary { name: string|null; date: string }
export interface Report { report_version: number; tool: {name: string; version: string}; created: string; indexes: IndexSummary[]; cutoff?: CutoffSummary|null; results: ManuscriptResult[]; skipped: Skipped[] }
export interface News { since: string; indexes: string[]; verdict: Verdict; works: WorkSummary[]; records: Record[]; gone_works: number; gone_records: number }
export interface Detail { row: Row; report: Report; news: News|null; present: boolean }
export type SortBy = "checked"|"verdict"|"title"|"author"|"client"|"name"|"line"|"first-added";
export interface Query { run: RunId|null; search: string; verdicts: Verdict[]; only_news: boolean; sort: SortBy; descending: boolean; offset: number; limit: number }
export interface VerdictCount { verdict: Verdict; count: number }
export interface Page { total: number; verdicts: VerdictCount[]; rows: Row[] }
export interface Run { id: RunId; name: string; folder: string; checked: string; indexes: string[]; clients: number; titles: number; found: number; skipped: number; news: number }
export interface Chapter { title: string|null; from: number; to: number }
export interface ExcerptAsk { id: Id; match_index: number; span_index: number }
export interface Excerpt { chapter: string|null; before: string; text: string; cut: boolean; after: string }
export type ReportFormat = "html"|"csv"|"json";
export interface SaveAsk { name: string; format: ReportFormat }
export interface ReportAsk { ids: Id[]; job: JobId|null; format: ReportFormat; to: FilePath }
export interface Saved { path: FilePath; shown: string; files: number }
export type ClientField = "client"|"title"|"author"|"pen_names"|"isbn"|"asin"|"year"|"publisher"|"file";
export interface Mapping { field: ClientField; column: string }
export interface ClientsPreviewAsk { list: FilePath; mapping: Mapping[] }
export interface Column { name: string; field: ClientField|null; samples: string[] }
export interface ClientsPreview { list: Picked; columns: Column[]; titles: number; unreadable: number; done: number }
export interface ClientsRunAsk { list: FilePath; mapping: Mapping[]; files: FilePath|null; cutoff: string|null }
export interface ClientsDone { run: Run; resumed: number }
export interface ClientsReportAsk { run: RunId; folder: FilePath }
export interface IndexInfo { file: string; name: string; created: string; sha256: string; format_version: number; recipe: string; scale: number; works: number; records: number; postings: number; size_bytes: number; demonstration: boolean; sources?: SourceSummary[] }
export interface IndexItem { file: FilePath; name: string; own: boolean; info: IndexInfo|null; problem: Failure|null }
export type DumpKind = "libgen"|"libgen-li"|"pilimi"|"isbn-list"|"csv";
export interface Dump { source: DumpKind; file: FilePath }
export interface BuildAsk { name: string; books: FilePath[]; dumps: Dump[] }
export interface Built { index: IndexItem; skipped: Skipped[] }
export interface Commands {
  app_state: [null, AppState]; settings_set: [Settings, Settings]; prove: [null, Proof];
  pick_documents: [null, Picked[]]; pick_folder: [null, Picked[]]; pick_list: [null, Picked[]]; pick_indexes: [null, Picked[]]; pick_dump: [null, Picked[]]; pick_save: [SaveAsk, FilePath|null];
  check_start: [CheckAsk, JobId, CheckEvent]; job_cancel: [CancelAsk, null];
  results_list: [Query, Page]; result_get: [{id: Id}, Detail]; result_chapters: [{id: Id}, Chapter[]]; result_excerpt: [ExcerptAsk, Excerpt]; results_forget: [{ids: Id[]}, number]; report_save: [ReportAsk, Saved];
  clients_preview: [ClientsPreviewAsk, ClientsPreview]; clients_run: [ClientsRunAsk, JobId, JobEvent<ClientsDone>]; clients_runs: [null, Run[]]; clients_report: [ClientsReportAsk, Saved]; clients_forget: [{run: RunId}, null];
  indexes_list: [null, IndexItem[]]; index_info: [{file: FilePath}, IndexItem]; index_verify: [{file: FilePath}, JobId, JobEvent<null>]; index_add: [{file: FilePath}, JobId, JobEvent<IndexItem>]; index_remove: [{file: FilePath}, null]; index_build: [BuildAsk, JobId, JobEvent<Built>];
}
export interface Events { paths: PathsEvent }
