#!/usr/bin/python3
"""Drives the real window, as a person and a screen reader would.

The program that is handed out is started on a screen of its own (Xvfb), with
its ban on networks up. It is read and pressed by its accessible names (AT-SPI)
and gets real keys and a real drag (xdotool): what a test finds here, a screen
reader finds. Nothing waits for a fixed time; what does not come within a
minute fails. `drive.py [--repeat N] [--shots FOLDER]`.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOW = os.environ.get("COLOPHON_WINDOW", "target/debug/colophon-desktop")
COMMAND = os.environ.get("COLOPHON_BIN", "target/debug/colophon")
SAMPLES = Path(os.environ.get("COLOPHON_SAMPLES", "target/samples"))
STARTER = os.environ.get("COLOPHON_STARTER", "target/debug/starter.colophon")
PYTHON = "/usr/bin/python3"
PATIENCE = 40
SCREEN = "1400x900x24"
# What the window says for each verdict; ui/src/lib/i18n/en.ts.
HEADS = {
    "same-file": "The very same file",
    "same-text": "The same text",
    "revised-text": "A large part of your text, or another version of it",
    "contains-work": "A shorter work inside your text",
    "not-found": "Not found",
}


def until(what, ask, patience=PATIENCE):
    """Asks again and again until there is an answer, and returns it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


class Screen:
    """An X server of its own."""

    def __init__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as number:
            os.environ["DISPLAY"] = f":{number.readline().strip()}"

    def close(self):
        self.server.terminate()
        self.server.wait()


class Program:
    """The running window."""

    def __init__(self, home, files=(), prefix=(), program=None):
        self.log = open(home / "window.log", "ab")
        self.process = subprocess.Popen(
            [*prefix, program or WINDOW, *map(str, files)],
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


def applications():
    desktop = Atspi.get_desktop(0)
    found = []
    for n in range(desktop.get_child_count()):
        try:
            one = desktop.get_child_at_index(n)
            # What is gone may stay in the list for a while.
            if one is not None and "colophon" in (one.get_name() or "").lower() and one.get_child_count() > 0:
                found.append(one)
        except gi.repository.GLib.Error:
            pass
    return found


def plain(text):
    """Takes out the signs that keep the direction of a name to itself."""
    return re.sub("[\u2066-\u2069\u200e\u200f\ufffc]", "", text)


def everything():
    """Returns role, name and object of all that the window shows."""
    found = []

    def walk(one, depth):
        if one is None or depth > 60:
            return
        try:
            found.append((one.get_role_name(), plain(one.get_name() or ""), one))
            for n in range(one.get_child_count()):
                walk(one.get_child_at_index(n), depth + 1)
        except gi.repository.GLib.Error:
            # It went while it was looked at.
            pass

    for application in applications():
        walk(application, 0)
    return found


def texts():
    """Returns all words of the window."""
    words = []
    for _, name, one in everything():
        words.append(name)
        try:
            text = one.get_text_iface()
            if text is not None:
                words.append(plain(Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))))
        except gi.repository.GLib.Error:
            pass
    return "\n".join(words)


def shows(words):
    until(repr(words), lambda: words in texts())


def button(name):
    """Returns a button by its name, a pattern."""

    def find():
        for role, label, one in everything():
            if role in ("push button", "button", "link") and re.fullmatch(name, label.strip()):
                return one
        return None

    return until(f"a button {name}", find)


def press(name):
    for _ in range(20):
        try:
            action = button(name).get_action_iface()
            if action is not None and action.do_action(0):
                return
        except gi.repository.GLib.Error:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{name} cannot be pressed")


def name_file(path):
    """Gives a name to the system's dialog for files, and saves."""

    def give():
        things = everything()
        roles = [role for role, _, _ in things]
        if "file chooser" not in roles:
            return False
        for role, _, one in things[roles.index("file chooser") :]:
            if role == "text" and one.get_state_set().contains(Atspi.StateType.SHOWING):
                return Atspi.EditableText.set_text_contents(one, str(path))
        return False

    until("the dialog for files", give)
    press("Save")


def keys(*names):
    xdotool("key", *names)


def typed(text):
    xdotool("type", "--delay", 12, text)


def drag(files):
    """Drags files from another window into the middle of this one."""
    for _ in range(3):
        if drag_once(files):
            return
    raise AssertionError("nothing that was dragged was ever taken")


def drag_once(files):
    """Drags once; returns whether the window asked for the files. On a busy
    machine the other window may not notice that it is pulled at."""
    left, top = 1180, 40
    source = subprocess.Popen(
        [PYTHON, HERE / "source.py", str(left), str(top), *map(str, files)],
        stdout=subprocess.PIPE,
        text=True,
    )
    said = []
    listener = threading.Thread(target=listen, args=(source.stdout, said))
    listener.start()
    try:
        until("the window with files", lambda: "shown" in said)
        x, y = left + 60, top + 60
        xdotool("mousemove", x, y, "sleep", 0.2, "mousedown", 1, "sleep", 0.2)
        while (x, y) != (640, 320):
            x, y = max(640, x - 40), min(320, y + 20)
            xdotool("mousemove", x, y)
        if not soon(lambda: "begun" in said):
            xdotool("mouseup", 1)
            return False
        # The window has to ask what is over it before it is let go.
        step = 0
        while "given" not in said and step < 80:
            step += 1
            xdotool("mousemove", 640 + step % 4, 320 + step % 3, "sleep", 0.1)
        xdotool("mousemove", 642, 322, "sleep", 0.3, "mousemove", 640, 320, "sleep", 0.3, "mouseup", 1)
        return soon(lambda: "ended" in said) and not any("refused" in line for line in said)
    finally:
        source.terminate()
        source.wait()
        listener.join()


def listen(lines, said):
    for line in lines:
        said.append(line.strip())


def soon(ask):
    """Whether there is an answer before long."""
    try:
        return until("something", ask, 8)
    except AssertionError:
        return False


def xdotool(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def verdict_of(path):
    """Returns what the command says about a file."""
    ran = subprocess.run(
        [COMMAND, "check", "--format", "json", "--index", STARTER, str(path)],
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout)["results"][0]["verdict"]


def holds(folder, words):
    """Returns the files below a folder that hold some words, in two encodings."""
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


class Suite:
    """The tests, in the order in which a person would meet them."""

    def __init__(self, home, shots):
        self.home, self.shots = home, shots
        self.data = home / "data"
        self.files = home / "files"
        self.files.mkdir()
        self.program = None
        self.trace = home / "trace.txt"

    def shot(self, name):
        """Takes a picture of the window, where pictures are wanted."""
        if not self.shots:
            return
        # What is in the tree is not always painted yet.
        time.sleep(1)
        whole = ["import", "-window", "root", "-crop", "1080x760+0+0", "+repage"]
        subprocess.run([*whole, str(self.shots / f"{name}.png")], check=False)

    def start(self, files=(), prefix=()):
        self.program = Program(self.home, files, prefix)
        until("the window", lambda: re.search("Check your books|Skip the tour", texts()))

    def stop(self):
        if self.program is not None:
            self.program.close()
            self.program = None

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
            assert head in words, f"{path.name} is not said to be {head}: {words}"
        assert "cut-short.epub" in words
        self.shot("checked")

    def a_result_opens_and_its_report_is_saved(self):
        press("Open the result of The Weighbridge at Cold Drove")
        shows("Your text is in the index.")
        self.shot("result")
        press("Save report …")
        shows("Save a report")
        report = self.files / "saved.html"
        press("Choose where …")
        name_file(report)
        until("the report", report.is_file)
        text = report.read_text()
        assert "The Weighbridge at Cold Drove" in text and text.rstrip().endswith("</html>")

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
        press(f"Open the result of {phrase}")
        press("Forget …")
        press("Forget")
        until("the result to go", lambda: not holds(self.data, phrase))
        until("the list", lambda: phrase not in texts())

    def a_check_is_cancelled_in_the_middle(self):
        many = self.files / "many"
        many.mkdir()
        first = many / "draft-0000.txt"
        first.write_text(" ".join(f"leaf{i} of{i % 83}" for i in range(20_000)))
        # More than any machine checks before the button is found.
        for n in range(1, 3_000):
            (many / f"draft-{n:04}.txt").hardlink_to(first)
        # Another start hands its files to this window.
        subprocess.run([WINDOW, str(many)], timeout=PATIENCE, check=True, stderr=subprocess.DEVNULL)
        shows("Stop all")
        started = time.monotonic()
        press("Stop all")
        shows("Stopped. What was done is kept.")
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
        # Only keys from here: to the search, and words into it.
        keys("ctrl+f")
        typed("weighbridge")
        until("one result", lambda: "The Line Through the Kitchen" not in texts())
        shows("The Weighbridge at Cold Drove")

    def the_proof_holds_and_only_local_sockets_are_made(self):
        self.stop()
        if shutil.which("strace") is None:
            return "strace is not there"
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
        assert not made, made[:5]

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
        what_is_forgotten_leaves_no_trace,
        results_are_there_after_a_restart,
        a_check_is_cancelled_in_the_middle,
        the_proof_holds_and_only_local_sockets_are_made,
        it_works_without_any_network,
    ]


def new_home():
    """Makes a home of its own for a start of the program, and moves in."""
    home = Path(tempfile.mkdtemp(prefix="colophon-window-"))
    for name in ("data", "config", "cache", "run"):
        (home / name).mkdir(mode=0o700)
    os.environ |= {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LC_ALL": "C.UTF-8",
    }
    return home


def remove(home):
    """Removes a home with all that the program left there."""
    shutil.rmtree(home, ignore_errors=True)


def run(shots):
    """Runs all tests once; returns how many passed and failed, and which were left out."""
    passed = failed = skipped = 0
    home = new_home()
    suite = Suite(home, shots)
    try:
        for test in Suite.TESTS:
            started = time.monotonic()
            try:
                why = test(suite)
                took = f"({time.monotonic() - started:.1f} s)"
                skipped += why is not None
                passed += why is None
                print(f"test {test.__name__} ... {'ok' if why is None else 'ignored, ' + why} {took}", flush=True)
            except Exception:
                failed += 1
                print(f"test {test.__name__} ... FAILED", flush=True)
                traceback.print_exc()
                suite.shot(f"failed-{test.__name__}")
                print(f"The window shows: {' | '.join(texts().split())[:3_000]}", flush=True)
                if suite.program is None:
                    break
    finally:
        suite.stop()
        if failed:
            print((home / "window.log").read_text(errors="replace")[-2_000:], file=sys.stderr)
        remove(home)
    return passed, failed, skipped


def on_a_screen(work, file):
    """Does some work on a screen with a message bus of its own; returns its code."""
    if "--inside" in sys.argv:
        return work()
    screen = Screen()
    environment = os.environ | {"GTK_MODULES": "gail:atk-bridge", "NO_AT_BRIDGE": "0", "GTK_A11Y": "atspi"}
    again = ["dbus-run-session", "--", PYTHON, file, "--inside", *sys.argv[1:]]
    try:
        return subprocess.run(again, env=environment).returncode
    finally:
        screen.close()


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
        counts = run(given.shots)
        passed, failed, skipped = passed + counts[0], failed + counts[1], skipped + counts[2]
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


if "--inside" in sys.argv:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
if __name__ == "__main__":
    sys.exit(on_a_screen(main, __file__))
