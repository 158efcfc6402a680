//! The contract with the pages, written once: here, in Rust.
//!
//! `cargo xtask bindings` makes `ui/src/lib/wire.ts` from it, and
//! `ui/src/lib/i18n/report.ts` from the sentences of the reports; a test fails
//! when a file differs. The types come from what is sent, the commands from the
//! functions that answer them.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use colophon_engine::report::model::Verdict;
use colophon_engine::report::{Forms, Language, shared_phrases};
use colophon_engine::{Fetch, PRESETS};
use tauri::ipc::Channel;
use ts_rs::{Config, TS, TypeVisitor};

use crate::commands::{AppRef, app, check, clients, indexes, lookup, results, supply};
use crate::failure::Failure;
use crate::files::Picked;
use crate::window::PathsEvent;
use crate::wire::{AppState, IndexItem, LookupSaveNameAsk, PickAsk, SaveAsk};

/// With this variable the files are written instead of compared.
const WRITE: &str = "COLOPHON_WRITE_BINDINGS";

/// The names in the pages for plain numbers and strings.
const ALIASES: &str = "\
/** The number of a kept result; 0 means no result. */
export type Id = number;
/** The number of a kept run of a client list. */
export type RunId = number;
/** The number of a job, to stop it by. */
export type JobId = number;
/** The string that stands for a path; not always the path itself. */
export type FilePath = string;
";

/// What a command answers if it succeeds.
trait Answer {
    type Value: TS + 'static;
}

impl<T: TS + 'static> Answer for Result<T, Failure> {
    type Value = T;
}

macro_rules! never_refused {
    ($($answer:ty),*) => {$(
        impl Answer for $answer {
            type Value = Self;
        }
    )*};
}
never_refused!(
    (),
    u32,
    AppState,
    Vec<IndexItem>,
    Vec<Fetch>,
    Vec<Picked>,
    Option<String>
);

/// The types and commands met so far.
#[derive(Default)]
struct Contract {
    config: Config,
    seen: HashSet<TypeId>,
    types: BTreeMap<String, String>,
    commands: BTreeMap<&'static str, String>,
}

impl TypeVisitor for Contract {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        // Only our own types get a declaration.
        if T::output_path().is_some() {
            let docs = <T::WithoutGenerics as TS>::docs().unwrap_or_default();
            let decl = <T::WithoutGenerics as TS>::decl(&self.config);
            self.types.insert(
                T::ident(&self.config),
                plain(&format!("{docs}export {decl}\n")),
            );
        }
    }
}

impl Contract {
    fn new() -> Self {
        Self {
            config: Config::new().with_large_int("number"),
            ..Self::default()
        }
    }

    fn name<T: TS + 'static>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }

    /// Adds a command without an argument.
    fn plain<R: Answer>(&mut self, name: &'static str, _: fn(AppRef<'_>) -> R) {
        self.answers::<R>(name);
    }

    /// Adds a command without an argument and without the state.
    fn bare<R: Answer>(&mut self, name: &'static str, _: fn() -> R) {
        self.answers::<R>(name);
    }

    /// Adds a command without an argument, by its answer.
    fn answers<R: Answer>(&mut self, name: &'static str) {
        let answer = self.name::<R::Value>();
        self.commands.insert(name, format!("[null, {answer}]"));
    }

    /// Adds a command with an argument.
    fn asked<A: TS + 'static, R: Answer>(&mut self, name: &'static str, _: fn(AppRef<'_>, A) -> R) {
        self.takes::<A, R>(name);
    }

    /// Adds a command with an argument, by its argument and its answer.
    fn takes<A: TS + 'static, R: Answer>(&mut self, name: &'static str) {
        let (ask, answer) = (self.name::<A>(), self.name::<R::Value>());
        self.commands.insert(name, format!("[{ask}, {answer}]"));
    }

    /// Adds a command that starts a job.
    fn started<A: TS + 'static, R: Answer, E: TS + 'static>(
        &mut self,
        name: &'static str,
        _: fn(AppRef<'_>, A, Channel<E>) -> R,
    ) {
        let (ask, answer, event) = (self.name::<A>(), self.name::<R::Value>(), self.name::<E>());
        self.commands
            .insert(name, format!("[{ask}, {answer}, {event}]"));
    }

    fn write(mut self) -> String {
        let event = self.name::<PathsEvent>();
        let mut out =
            "// Made by `cargo xtask bindings` from src-tauri and the engine; do not edit.\n\n"
                .to_owned();
        out += ALIASES;
        for declared in self.types.values() {
            let _ = write!(out, "\n{declared}");
        }
        out +=
            "\n/** What each command is asked, what it answers, and what its channel sends. */\n";
        out += "export interface Commands {\n";
        for (name, types) in &self.commands {
            let _ = writeln!(out, "  {name}: {types};");
        }
        let _ = write!(
            out,
            "}}\n\n/** What comes without being asked for. */\nexport interface Events {{\n  paths: {event};\n}}\n"
        );
        out
    }
}

/// Removes the spaces at the ends of lines.
fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

macro_rules! commands {
    ($contract:ident: $($way:ident $place:ident::$name:ident),* $(,)?) => {
        $( $contract.$way(stringify!($name), $place::$name); )*
    };
}

fn contract() -> Contract {
    let mut contract = Contract::new();
    commands! { contract:
        plain app::app_state,
        asked app::settings_set,
        plain app::page_print,
        bare app::prove,
        asked check::job_cancel,
        started check::check_start,
        asked check::result_name,
        asked results::results_list,
        asked results::result_get,
        asked results::result_chapters,
        asked results::result_excerpt,
        asked results::results_forget,
        plain results::forget_undo,
        plain results::forget_settle,
        asked results::report_save,
        asked results::saved_open,
        asked results::saved_show,
        started lookup::lookup_start,
        asked lookup::lookup_rows,
        asked lookup::lookup_ids,
        asked lookup::lookup_work,
        asked lookup::lookup_save,
        asked clients::clients_preview,
        started clients::clients_run,
        plain clients::clients_runs,
        asked clients::clients_report,
        asked clients::clients_forget,
        plain indexes::indexes_list,
        asked indexes::index_info,
        asked indexes::index_detail,
        asked indexes::index_browse,
        started indexes::index_verify,
        started indexes::index_add,
        asked indexes::index_remove,
        started indexes::index_build,
        plain supply::sources_list,
        started supply::source_look,
        started supply::source_get,
        started supply::source_update,
        asked supply::source_forget,
        plain supply::fetches_list,
    }
    // These wait for a person; the type of an async function cannot be read.
    for name in [
        "pick_documents",
        "pick_folder",
        "pick_list",
        "pick_indexes",
        "pick_dump",
        "pick_source",
    ] {
        contract.takes::<PickAsk, Vec<Picked>>(name);
    }
    contract.takes::<SaveAsk, Option<String>>("pick_save");
    contract.takes::<LookupSaveNameAsk, Option<String>>("pick_lookup_save");
    contract
}

/// Compares a file of the pages with what it should be, or writes it.
fn compare(name: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, made).unwrap();
        return;
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == made,
        "{name} is out of date; run `cargo xtask bindings`"
    );
}

#[test]
fn the_pages_are_told_what_is_true() {
    compare("ui/src/lib/wire.ts", &contract().write());
}

/// Returns the sentences that the reports and the pages share, as a module of
/// the pages: a table for each language.
fn sentences() -> String {
    let mut out = "\
// Made by `cargo xtask bindings` from crates/report; do not edit.
//
// The sentences that the window shares with the reports, in every language. A
// message that counts has a form for one and a form for all other numbers.
"
    .to_owned();
    let verdicts: Vec<&str> = Verdict::ALL.iter().map(|it| it.as_str()).collect();
    let _ = write!(
        out,
        "\n/** The verdicts, from the strongest to the weakest. */\nexport const VERDICTS = {} as const;\n",
        serde_json::json!(verdicts)
    );
    out += "\n/** The cut-off dates that have a name, with the keys of their sources. */\nexport const CUTOFFS = [\n";
    for preset in &PRESETS {
        let sources: Vec<&str> = preset.sources.iter().map(|it| it.phrase().key).collect();
        let _ = writeln!(
            out,
            "  {{ name: \"{}\", from: \"{}\", to: \"{}\", sources: {} }},",
            preset.name,
            preset.from,
            preset.to,
            serde_json::json!(sources)
        );
    }
    out += "] as const;\n";
    for (name, language) in [
        ("reportEn", Language::English),
        ("reportDe", Language::German),
    ] {
        let _ = write!(out, "\nexport const {name} = {{\n");
        for phrase in shared_phrases() {
            let forms = match phrase.forms(language) {
                Forms::Plain(text) => serde_json::json!(text).to_string(),
                Forms::Counted { one, other } => format!(
                    "{{ one: {}, other: {} }}",
                    serde_json::json!(one),
                    serde_json::json!(other)
                ),
            };
            let _ = writeln!(out, "  {}: {forms},", serde_json::json!(phrase.key));
        }
        out += match language {
            Language::English => "} as const;\n",
            Language::German => {
                "} satisfies { readonly [K in keyof typeof reportEn]: (typeof reportEn)[K] extends string ? string : { readonly one: string; readonly other: string } };\n"
            }
        };
    }
    out
}

#[test]
fn the_pages_have_the_sentences_of_the_reports() {
    compare("ui/src/lib/i18n/report.ts", &sentences());
}

#[test]
fn every_command_that_is_answered_is_told_of() {
    let window = include_str!("window.rs");
    let (_, list) = window.split_once("generate_handler![").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    let answered: Vec<&str> = list
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
        .collect();
    let commands = contract().commands;
    assert_eq!(commands.len(), answered.len());
    for name in answered {
        assert!(commands.contains_key(name), "{name}");
    }
}
