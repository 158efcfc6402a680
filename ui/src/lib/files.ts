/** Handles files that were dropped, chosen, or given when the program was started. */

import { places } from "./places.svelte";
import { queue } from "./queue.svelte";
import { clients } from "./clients.svelte";
import { indexes } from "./indexes.svelte";
import { inert } from "./safe";
import { speaker } from "./say.svelte";
import { list as inWords, t } from "./i18n/index.svelte";
import type { Picked } from "./wire";

/**
 * Takes files to the places for their kinds, all of them: indexes are added
 * first, then manuscripts are checked, with those indexes as well.
 */
export async function take(picked: readonly Picked[]): Promise<void> {
  if (picked.length === 0) return;
  const found = picked.filter((file) => file.kind === "index");
  const lists = picked.filter((file) => file.kind === "list");
  const rest = picked.filter((file) => file.kind !== "index" && file.kind !== "list");
  if (found.length > 0) {
    places.go({ at: "indexes" });
    await indexes.addAll(found);
    // A reader who went elsewhere meanwhile stays there; the work begins all the same.
    if (places.here.at !== "indexes") {
      begin(rest, lists);
      return;
    }
  }
  if (rest.length > 0) places.go({ at: "check" });
  else if (lists.length > 0) places.go({ at: "clients" });
  begin(rest, lists);
}

function begin(documents: readonly Picked[], lists: readonly Picked[]): void {
  const [list, ...others] = lists;
  const said: string[] = [];
  if (list !== undefined) {
    void clients.preview(list);
    if (documents.length > 0) said.push(t("files.list.waits", { name: inert(list.name, 80) }));
  }
  if (others.length > 0) said.push(t("files.list.others", { names: inWords(others.map((other) => inert(other.name, 80))) }));
  if (documents.length > 0) {
    if (queue.running) said.push(t("check.running.not-taken", { n: documents.length }));
    else void queue.check(documents.map((file) => file.path));
  }
  if (said.length > 0) speaker.say(said.join(" "));
}
