/**
 * Dialogs of the system: a title each, in the reader's language, and one at a
 * time. While one is open, the page behind it takes nothing: on Linux the system
 * does not see to that.
 */

import { tick } from "svelte";
import { call, failureOf } from "./host";
import { type PlainKey, t } from "./i18n/index.svelte";
import { speaker } from "./say.svelte";
import type { DialogWords, FilePath, LookupFormat, Picked, Purpose, ReportFormat } from "./wire";

type Picker = "pick_documents" | "pick_folder" | "pick_list" | "pick_indexes" | "pick_source" | "pick_dump";

interface Use {
  readonly picker: Picker;
  readonly purpose: Purpose;
  readonly title: PlainKey;
  readonly kind: PlainKey;
}

/** What a person may choose, and how it is asked for. */
const USES = {
  manuscripts: { picker: "pick_documents", purpose: "manuscripts", title: "dialog.manuscripts", kind: "dialog.kind.taken" },
  folder: { picker: "pick_folder", purpose: "manuscripts", title: "dialog.folder", kind: "dialog.kind.all" },
  books: { picker: "pick_documents", purpose: "books", title: "dialog.books", kind: "dialog.kind.documents" },
  bookFolder: { picker: "pick_folder", purpose: "books", title: "dialog.book-folder", kind: "dialog.kind.all" },
  dumps: { picker: "pick_dump", purpose: "dumps", title: "dialog.dumps", kind: "dialog.kind.dumps" },
  indexes: { picker: "pick_indexes", purpose: "indexes", title: "dialog.indexes", kind: "dialog.kind.indexes" },
  source: { picker: "pick_source", purpose: "sources", title: "dialog.source", kind: "dialog.kind.sources" },
  sourceFolder: { picker: "pick_folder", purpose: "sources", title: "dialog.source-folder", kind: "dialog.kind.all" },
  list: { picker: "pick_list", purpose: "lists", title: "dialog.list", kind: "dialog.kind.lists" },
  clientFiles: { picker: "pick_folder", purpose: "files", title: "dialog.client-files", kind: "dialog.kind.all" },
  reportFolder: { picker: "pick_folder", purpose: "reports", title: "dialog.report-folder", kind: "dialog.kind.all" },
} as const satisfies Readonly<Record<string, Use>>;

/** What the file that is saved is, by its format. */
const SAVED = {
  html: "dialog.kind.html",
  xlsx: "dialog.kind.xlsx",
  csv: "dialog.kind.csv",
  json: "dialog.kind.json",
  bibtex: "dialog.kind.bibtex",
  list: "dialog.kind.csv",
} as const satisfies Readonly<Record<ReportFormat | LookupFormat, PlainKey>>;

function words(title: PlainKey, kind: PlainKey): DialogWords {
  return { title: t(title), kind: t(kind), all: t("dialog.kind.all") };
}

class System {
  /** Whether a dialog of the system is open. */
  open = $state(false);

  /** Lets the reader choose files; returns none when the dialog was closed. */
  async pick(use: keyof typeof USES): Promise<readonly Picked[]> {
    const { picker, purpose, title, kind } = USES[use];
    return (await this.#alone(() => call(picker, { purpose, words: words(title, kind) }))) ?? [];
  }

  /** Lets the reader say where a report is saved. */
  async place(name: string, format: ReportFormat): Promise<FilePath | null> {
    return this.#alone(() => call("pick_save", { name, format, words: words("dialog.save", SAVED[format]) }));
  }

  /** Lets the reader say where an answer of a look-up is saved. */
  async listPlace(name: string, format: LookupFormat): Promise<FilePath | null> {
    return this.#alone(() => call("pick_lookup_save", { name, format, words: words("dialog.save-list", SAVED[format]) }));
  }

  async #alone<T>(ask: () => Promise<T>): Promise<T | null> {
    if (this.open) return null;
    const before = document.activeElement;
    this.open = true;
    try {
      return await ask();
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
      return null;
    } finally {
      this.open = false;
      // What is inert loses the focus.
      await tick();
      if (before instanceof HTMLElement && before.isConnected && (document.activeElement === document.body || document.activeElement === null)) before.focus({ preventScroll: true });
    }
  }
}

export const system = new System();
