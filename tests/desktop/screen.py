"""A screen, a home directory and a running window, used as a screen reader does.

The program is started on its own X server (Xvfb) and message bus. It is read and
pressed by its accessible names (AT-SPI) and gets real keys and a real drag
(xdotool). Nothing waits for a fixed time; what does not appear within a while
fails.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOW = os.environ.get("COLOPHON_WINDOW", "target/debug/colophon-desktop")
SAMPLES = Path(os.environ.get("COLOPHON_SAMPLES", "target/samples"))
PYTHON = "/usr/bin/python3"
PATIENCE = 40
SIZE = "1400x900x24"
# The size of the window, which is in the upper left corner of the screen.
WIDTH, HEIGHT = 1080, 760


def until(what, ask, patience=PATIENCE):
    """Asks repeatedly until there is an answer, and returns it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


class Screen:
    """An X server."""

    def __init__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"],
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
            # A program that is gone may stay in the list for a while.
            if one is not None and "colophon" in (one.get_name() or "").lower() and one.get_child_count() > 0:
                found.append(one)
        except gi.repository.GLib.Error:
            pass
    return found


def plain(text):
    """Removes the characters that isolate the writing direction of a name."""
    return re.sub("[\u2066-\u2069\u200e\u200f\ufffc]", "", text)


def everything():
    """Returns role, name and object of everything that the window shows."""
    found = []

    def walk(one, depth):
        if one is None or depth > 60:
            return
        try:
            found.append((one.get_role_name(), plain(one.get_name() or ""), one))
            for n in range(one.get_child_count()):
                walk(one.get_child_at_index(n), depth + 1)
        except gi.repository.GLib.Error:
            # It disappeared while it was being read.
            pass

    for application in applications():
        walk(application, 0)
    return found


def texts():
    """Returns all the text in the window."""
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
    """Returns a button whose name matches a pattern."""

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


def words_of(one):
    """Returns the text of a thing and of what is in it."""
    words = []

    def walk(one, depth):
        if one is None or depth > 20:
            return
        words.append(plain(one.get_name() or ""))
        text = one.get_text_iface()
        if text is not None:
            words.append(plain(Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))))
        for n in range(one.get_child_count()):
            walk(one.get_child_at_index(n), depth + 1)

    with contextlib.suppress(gi.repository.GLib.Error):
        walk(one, 0)
    return " ".join(words)


def focused():
    """Returns the name of what has the focus, or else its text; empty if nothing has it."""
    here = ""
    for _, name, one in everything():
        with contextlib.suppress(gi.repository.GLib.Error):
            # The innermost thing comes last.
            if one.get_state_set().contains(Atspi.StateType.FOCUSED):
                here = name.strip() or words_of(one).strip()
    return here


def tab_to(name, back=False):
    """Moves the focus with the Tab key until it is on something with this name."""
    for _ in range(60):
        if re.fullmatch(name, focused()):
            return
        before = focused()
        keys("shift+Tab" if back else "Tab")
        soon(lambda: focused() != before, 2)
    raise AssertionError(f"Tab never leads to {name}; it is on {focused()!r}")


def place_of(one):
    """Returns where the middle of a thing is on the screen, or None if it has no place."""
    with contextlib.suppress(gi.repository.GLib.Error):
        box = Atspi.Component.get_extents(one, Atspi.CoordType.SCREEN)
        if box.width > 0 and box.height > 0:
            return box.x + box.width // 2, box.y + box.height // 2
    return None


def find(role, name):
    """Returns the first thing of a role (a pattern) whose name matches a pattern."""
    for kind, label, one in everything():
        if re.fullmatch(role, kind) and re.fullmatch(name, label.strip(), re.DOTALL):
            return one
    return None


def rows_in_view(pattern):
    """Returns the rows of a list that can be clicked: the first group of a pattern in their words, and their places."""
    found = {}
    for kind, _, one in everything():
        if kind == "table row":
            word, at = re.search(pattern, words_of(one)), place_of(one)
            if word and at and 100 < at[1] < HEIGHT - 60:
                found[word.group(1)] = at
    return found


def click_at(place):
    xdotool("mousemove", *place, "sleep", 0.1, "click", 1)


def pull_down():
    """Drags the scroll bar down from the top of the page; a virtual screen has no wheel."""
    x, y = WIDTH - 5, 20
    xdotool("mousemove", x, y, "sleep", 0.3, "mousedown", 1, "sleep", 0.2)
    for step in range(1, 7):
        xdotool("mousemove", x, y + 20 * step, "sleep", 0.05)
    xdotool("mouseup", 1)


def click(role, name, times=1):
    """Clicks something with the mouse; the page may be scrolled for it once."""
    for _ in range(40):
        one = until(f"a {role} {name}", lambda: find(role, name))
        at = place_of(one)
        if at is None:
            time.sleep(0.1)
            continue
        x, y = at
        if y > HEIGHT - 20:
            pull_down()
            time.sleep(0.3)
            continue
        # What moves while the page is laid out is clicked when it rests.
        time.sleep(0.2)
        if place_of(one) == at:
            xdotool("mousemove", x, y, "sleep", 0.1, "click", "--repeat", times, 1)
            return
    raise AssertionError(f"{name} cannot be clicked; it is at {place_of(one)}")


def name_file(path):
    """Enters a path in the system's file dialog, and saves."""

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


def write_into(name, text):
    """Types into the field of this name until the field has the text: a busy machine
    may lose a key, or be late to move the focus."""

    def has():
        one = find("entry|text", name)
        with contextlib.suppress(gi.repository.GLib.Error, AttributeError):
            return Atspi.Text.get_text(one, 0, Atspi.Text.get_character_count(one)) == text
        return False

    until(f"the focus on {name}", lambda: re.fullmatch(name, focused()))
    for _ in range(3):
        typed(text)
        if soon(has):
            return
        keys("ctrl+a")
    raise AssertionError(f"{name} does not have the text {text!r}")


def drag(files):
    """Drags files from another window into the middle of this one."""
    for _ in range(3):
        if drag_once(files):
            return
    raise AssertionError("the window never took the dragged files")


def drag_once(files):
    """Drags once; returns whether the window asked for the files. On a busy
    machine the other window may not notice the drag."""
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
        # The window has to ask for the files before the button is released.
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


def soon(ask, patience=8):
    """Returns whether there is an answer before long."""
    try:
        return until("something", ask, patience)
    except AssertionError:
        return False


def xdotool(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def new_home():
    """Makes a home directory for one start of the program, and uses it."""
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
    """Removes a home directory with everything that the program left there.

    A portal may have a file system of its own in it, which goes with the bus, a
    moment later.
    """
    for _ in range(20):
        try:
            shutil.rmtree(home, ignore_errors=True)
        except OSError:
            pass
        if not Path(home).exists():
            return
        time.sleep(0.2)


def on_a_screen(work, file):
    """Runs `work` on a screen with its own message bus; returns its exit code."""
    if "--inside" in sys.argv:
        return work()
    screen = Screen()
    # The accessibility bus makes its socket here, and not in anybody's home.
    run = tempfile.mkdtemp(prefix="colophon-bus-")
    environment = os.environ | {
        "GTK_MODULES": "gail:atk-bridge",
        "NO_AT_BRIDGE": "0",
        "GTK_A11Y": "atspi",
        "XDG_RUNTIME_DIR": run,
    }
    again = ["dbus-run-session", "--", PYTHON, file, "--inside", *sys.argv[1:]]
    bus = subprocess.Popen(again, env=environment, start_new_session=True)
    try:
        return bus.wait()
    finally:
        # The accessibility bus outlives the bus that started it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(bus.pid, signal.SIGTERM)
        remove(run)
        screen.close()


if "--inside" in sys.argv:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
