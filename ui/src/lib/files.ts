/** Handles files that were dropped, chosen, or given when the program was started. */

import { places } from "./places.svelte";
import { queue } from "./queue.svelte";
import { clients } from "./clients.svelte";
import { indexes } from "./indexes.svelte";
import { inert } from "./safe";
import { sources } from "./sources.svelte";
import { speaker } from "./say.svelte";
import { list as inWords, t } from "./i18n/index.svelte";
import type { Picked } from "./wire";

/**
 * Takes files to the places for their kinds, all of them: indexes are added
 * first, then manuscripts are checked, with those indexes as well. A source is
 * looked at in a dialog, and so is a folder that is dropped where the indexes are.
 */
export async function take(picked: readonly Picked[]): Promise<void> {
  if (picked.length === 0) return;
  const found = picked.filter((file) => file.kind === "index");
  const lists = picked.filter((file) => file.kind === "list");
  const isSource = ({ kind }: Picked): boolean => kind === "source" || (kind === "folder" && places.here.at === "indexes");
  const [source, ...others] = picked.filter(isSource);
  const rest = picked.filter((file) => file.kind !== "index" && file.kind !== "list" && !isSource(file));
  if (source !== undefined) {
    if (rest.length === 0 && lists.length === 0) places.go({ at: "indexes" });
    if (others.length > 0) speaker.say(t("files.sources.others", { names: inWords(others.map((other) => inert(other.name, 80))) }));
    void sources.lookAt(source);
  }
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
