"""A row of tests that share a home directory and drive one window after another."""

import os
import re
import subprocess
import sys
import time
import traceback

import screen
from screen import texts, until

COMMAND = os.environ.get("COLOPHON_BIN", "target/debug/colophon")


class Suite:
    """The tests in `TESTS`, in that order. A test that cannot run returns why."""

    TESTS = []

    def __init__(self, home, shots):
        self.home, self.shots = home, shots
        self.data = home / "data"
        self.files = home / "files"
        self.files.mkdir()
        self.program = None

    def shot(self, name):
        """Takes a picture of the window, if pictures are wanted."""
        if not self.shots:
            return
        # The tree may be ahead of what is painted.
        time.sleep(1)
        whole = ["import", "-window", "root", "-crop", "1080x760+0+0", "+repage"]
        subprocess.run([*whole, str(self.shots / f"{name}.png")], check=False)

    def start(self, files=(), prefix=()):
        self.program = screen.Program(self.home, files, prefix)
        until("the window", lambda: re.search("Check your books|Skip the tour", texts()))

    def stop(self):
        if self.program is not None:
            self.program.close()
            self.program = None


def run(kind, shots):
    """Runs all tests of a suite once; returns how many passed, failed and were left out."""
    passed = failed = skipped = 0
    home = screen.new_home()
    suite = kind(home, shots)
    try:
        for test in kind.TESTS:
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
        screen.remove(home)
    return passed, failed, skipped
