/** Handles files that were dropped, chosen, or given when the program was started. */

import { call, failureOf } from "./host";
import { places } from "./places.svelte";
import { queue } from "./queue.svelte";
import { clients } from "./clients.svelte";
import { indexes } from "./indexes.svelte";
import { speaker } from "./say.svelte";
import { t } from "./i18n/index.svelte";
import type { Picked } from "./wire";

/** Takes files to the place for their kind: indexes, client lists, documents. */
export function take(picked: readonly Picked[]): void {
  if (picked.length === 0) return;
  const index = picked.find((file) => file.kind === "index");
  if (index !== undefined && picked.every((file) => file.kind === "index")) {
    places.go({ at: "indexes" });
    void indexes.add(index);
    return;
  }
  const list = picked.find((file) => file.kind === "list");
  if (list !== undefined && picked.length === 1) {
    places.go({ at: "clients" });
    void clients.preview(list);
    return;
  }
  const documents = picked.filter((file) => file.kind !== "index");
  if (documents.length === 0) {
    speaker.say(t("check.nothing"));
    return;
  }
  places.go({ at: "check" });
  void queue.check(documents.map((file) => file.path));
}

type Picker = "pick_documents" | "pick_folder" | "pick_list" | "pick_indexes" | "pick_dump";

/** Lets the reader choose files; returns none when the dialog was closed. */
export async function pick(picker: Picker): Promise<readonly Picked[]> {
  try {
    return await call(picker);
  } catch (refusal) {
    speaker.fail(failureOf(refusal));
    return [];
  }
}
