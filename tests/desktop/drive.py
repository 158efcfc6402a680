#!/usr/bin/python3
"""Drives the real window, as a person and a screen reader would.

The program is started as it is shipped, on its own screen and with its ban on
networks up. It is read and pressed by its accessible names: what a test finds
here, a screen reader finds. `drive.py [--repeat N] [--shots FOLDER]`.
"""

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import screen
from newcomer import Newcomer
from screen import PATIENCE, SAMPLES, WINDOW, drag, keys, name_file, press, shows, texts, typed, until
from subscriber import Subscriber
from suite import COMMAND, Suite, run

STARTER = os.environ.get("COLOPHON_STARTER", "target/debug/starter.colophon")
# The window's words for each verdict; see ui/src/lib/i18n/en.ts.
HEADS = {
    "same-file": "The very same file",
    "same-text": "The same text",
    "revised-text": "A large part, or another version",
    "contains-work": "A shorter work inside your text",
    "not-found": "Not found",
}


def verdict_of(path):
    """Returns what the command says about a file."""
    ran = subprocess.run(
        [COMMAND, "check", "--format", "json", "--index", STARTER, str(path)],
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout)["results"][0]["verdict"]


def holds(folder, words):
    """Returns the files below a folder that hold some words, in either of two encodings."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    found = []
    for path in Path(folder).rglob("*"):
        if path.is_file() and any(one in path.read_bytes() for one in wanted):
            found.append(str(path))
    return found


def sockets(trace):
    """Returns the calls that made a socket of another kind than AF_UNIX."""
    made = []
    for line in trace.read_text(errors="replace").splitlines():
        if "socket(" in line and "AF_UNIX" not in line and "EACCES" not in line:
            if not re.search(r"= (-1|\?|41$|198$|1073741865$)", line) and "unfinished" not in line:
                made.append(line)
    return made


class Everyday(Suite):
    """What a person does who has an index, in the order in which they would do it."""

    def __init__(self, home, shots):
        super().__init__(home, shots)
        # The demonstration is for the sample stories alone; as an index of the user's
        # it is searched for everything.
        own = self.data / "colophon/indexes"
        own.mkdir(parents=True)
        shutil.copy(STARTER, own / "texts.colophon")
        self.trace = home / "trace.txt"

    def the_first_start_shows_the_tour(self):
        self.start()
        press("Skip the tour")
        until("the tour to go", lambda: "Skip the tour" not in texts())
        self.shot("check")

    def a_dropped_file_gets_the_verdict_of_the_command(self):
        good = self.files / "the-weighbridge.epub"
        shutil.copy(SAMPLES / "the-weighbridge-at-cold-drove.epub", good)
        other = self.files / "the-line.docx"
        shutil.copy(SAMPLES / "the-line-through-the-kitchen.docx", other)
        bad = self.files / "cut-short.epub"
        bad.write_bytes(good.read_bytes()[:900])
        drag([good, bad, other])
        shows("2 manuscripts checked")
        words = texts()
        for path in (good, other):
            head = HEADS[verdict_of(path)]
            assert head in words, f"{path.name} has no verdict {head}: {words}"
        assert "cut-short.epub" in words
        self.shot("checked")

    def a_result_opens_and_its_report_is_saved(self):
        press("Open the result for The Weighbridge at Cold Drove")
        shows("Your text is in the index.")
        self.shot("result")
        press("Save report…")
        shows("Save a report")
        report = self.files / "saved.html"
        press("Choose where…")
        name_file(report)
        until("the report", report.is_file)
        text = report.read_text()
        assert "The Weighbridge at Cold Drove" in text and text.rstrip().endswith("</html>")

    def passages_are_read_again_from_the_file(self):
        press("Read the matching passages")
        shows("Passage 1 of")
        shows("Read from your file just now. Colophon does not keep it.")
        self.shot("passage")

    def what_is_forgotten_leaves_no_trace(self):
        phrase = "Quillwater Zanzibar 7731"
        manuscript = self.files / "planted.html"
        body = " ".join(f"word{n} stone{n % 97} river{n % 89}" for n in range(2_000))
        manuscript.write_text(
            f"<html><head><title>{phrase}</title></head><body><p>{body} sesamewhisper</p></body></html>"
        )
        press("Check")
        drag([manuscript])
        shows("1 manuscript checked")
        assert holds(self.data, phrase), "the title is kept until it is forgotten"
        assert not holds(self.data, "sesamewhisper"), "no word of the text is ever kept"
        press(f"Open the result for {phrase}")
        press("Forget…")
        press("Forget")
        until("the result to go", lambda: not holds(self.data, phrase))
        until("the list", lambda: phrase not in texts())

    def forgetting_can_be_undone_and_closing_makes_an_end_of_it(self):
        phrase = "Marrowbone Tidewater 4417"
        manuscript = self.files / "undone.html"
        body = " ".join(f"reed{n} gate{n % 97} mill{n % 89}" for n in range(2_000))
        manuscript.write_text(f"<html><head><title>{phrase}</title></head><body><p>{body}</p></body></html>")
        press("Check")
        drag([manuscript])
        shows("1 manuscript checked")
        for again in (False, True):
            press(f"Open the result for {phrase}")
            press("Forget…")
            press("Forget")
            shows("1 result was forgotten.")
            assert holds(self.data, phrase), "it can still be brought back"
            if again:
                break
            press("Undo")
            shows("Nothing was forgotten.")
            press("Check")
        self.stop()
        assert not holds(self.data, phrase), "closing the window ends the time for undoing"
        self.start()

    def the_menu_is_our_own(self):
        press("Results")
        shows("The Weighbridge at Cold Drove")
        keys("ctrl+f")
        keys("shift+F10")
        shows("Select all")
        assert "Reload" not in texts() and "Inspect" not in texts()
        self.shot("menu")
        keys("Escape")
        until("the menu to go", lambda: "Select all" not in texts())

    def a_check_is_cancelled_in_the_middle(self):
        many = self.files / "many"
        many.mkdir()
        first = many / "draft-0000.txt"
        first.write_text(" ".join(f"leaf{i} of{i % 83}" for i in range(20_000)))
        # More than any machine can check before the button is found.
        for n in range(1, 3_000):
            (many / f"draft-{n:04}.txt").hardlink_to(first)
        # Another start hands its files to this window.
        subprocess.run([WINDOW, str(many)], timeout=PATIENCE, check=True, stderr=subprocess.DEVNULL)
        shows("Stop all")
        started = time.monotonic()
        press("Stop all")
        shows("Stopped. Finished results are kept.")
        assert time.monotonic() - started < 20
        assert "3,000 of 3,000" not in texts()
        self.shot("stopped")

    def results_are_there_after_a_restart(self):
        self.stop()
        self.start()
        press("Results")
        shows("The Weighbridge at Cold Drove")
        shows("The Line Through the Kitchen")
        self.shot("results")
        # Only keys from here: to the search field, and words into it.
        keys("ctrl+f")
        typed("weighbridge")
        until("one result", lambda: "The Line Through the Kitchen" not in texts())
        shows("The Weighbridge at Cold Drove")

    def an_index_is_added_verified_and_removed(self):
        index = self.files / "another.colophon"
        works = self.files / "works"
        works.mkdir()
        shutil.copy(SAMPLES / "the-line-through-the-kitchen.docx", works / "kitchen.docx")
        build = [COMMAND, "index", "build", "--books", works, "--name", "Kitchens", "--scale", "64", "--out", index]
        subprocess.run(build, check=True, capture_output=True)
        # Another start hands its files to this window.
        subprocess.run([WINDOW, index], timeout=PATIENCE, check=True, stderr=subprocess.DEVNULL)
        shows("Kitchens")
        press("Verify Kitchens")
        shows("every part is intact")
        self.shot("indexes")
        kept = self.data / "colophon/indexes/another.colophon"
        assert kept.read_bytes() == index.read_bytes()
        press("Remove Kitchens")
        press("Remove")
        until("the index to go", lambda: not kept.exists())
        until("its card to go", lambda: "Kitchens" not in texts())
        assert index.exists(), "the file that was added is not ours to remove"

    def a_client_list_is_checked(self):
        clients = self.files / "clients.csv"
        with clients.open("w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["Client", "Title", "Author"])
            rows.writerow(["Ines Valderrama", "The Weighbridge at Cold Drove", "Ines Valderrama"])
            rows.writerow(["Tobias Okonjo", "A Book That Nobody Wrote", "Tobias Okonjo"])
            rows.writerow(["Tobias Okonjo", "", ""])
        subprocess.run([WINDOW, clients], timeout=PATIENCE, check=True, stderr=subprocess.DEVNULL)
        shows("Is this right?")
        press("Check 2 titles")
        shows("A Book That Nobody Wrote")
        shows("1 of the titles could not be read")
        self.shot("clients")

    def the_proof_holds_and_only_local_sockets_are_made(self):
        self.stop()
        if shutil.which("strace") is None:
            return "strace is missing"
        self.start(prefix=["strace", "-f", "--seccomp-bpf", "-e", "trace=socket,io_uring_setup", "-o", self.trace])
        press("Privacy")
        press("Prove it.*|Try it.*")
        shows("refused")
        press("Check")
        drag([self.files / "the-weighbridge.epub"])
        shows("1 manuscript checked")
        self.stop()
        made = sockets(self.trace)
        assert "AF_UNIX" in self.trace.read_text(), "nothing was watched"
        # The process that downloads makes one, to try a port that it may not use.
        assert len(made) <= 1, made[:5]

    def it_works_without_any_network(self):
        alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
        if subprocess.run([*alone, "true"], stderr=subprocess.DEVNULL).returncode != 0:
            return "this system lets nobody leave its networks (unshare)"
        self.start(prefix=alone)
        drag([self.files / "the-line.docx"])
        shows("1 manuscript checked")
        self.stop()

    TESTS = [
        the_first_start_shows_the_tour,
        a_dropped_file_gets_the_verdict_of_the_command,
        a_result_opens_and_its_report_is_saved,
        passages_are_read_again_from_the_file,
        what_is_forgotten_leaves_no_trace,
        forgetting_can_be_undone_and_closing_makes_an_end_of_it,
        the_menu_is_our_own,
        results_are_there_after_a_restart,
        a_check_is_cancelled_in_the_middle,
        an_index_is_added_verified_and_removed,
        a_client_list_is_checked,
        the_proof_holds_and_only_local_sockets_are_made,
        it_works_without_any_network,
    ]


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--repeat", type=int, default=1)
    ask.add_argument("--shots", type=Path)
    ask.add_argument("--inside", action="store_true")
    given = ask.parse_args()
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    passed = failed = skipped = 0
    for _ in range(given.repeat):
        for kind in (Newcomer, Everyday, Subscriber):
            counts = run(kind, given.shots)
            passed, failed, skipped = passed + counts[0], failed + counts[1], skipped + counts[2]
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(screen.on_a_screen(main, __file__))
