#!/usr/bin/python3
"""Measures how soon the window is there, and how much memory it takes.

`measure.py [FOLDER]`: checks 200 documents of the folder or, without one, copies
of the samples. It only prints figures: nothing here passes or fails.
"""

import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import screen

N_MANUSCRIPTS = 200
N_STARTS = 7


def painted():
    """Returns whether the window has drawn its page: its corner no longer has the colour of the screen."""
    shot = subprocess.run(
        ["import", "-window", "root", "-crop", "1x1+500+30", "-depth", "8", "rgb:-"], capture_output=True
    )
    return len(shot.stdout) == 3 and max(shot.stdout) > 40 and max(shot.stdout) != min(shot.stdout)


def memory(session):
    """Returns the memory of all processes of a session in megabytes; shared pages are divided among them."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getsid(int(folder.name)) == session:
                found = re.search(r"^Pss:\s+(\d+) kB", (folder / "smaps_rollup").read_text(), re.M)
                total += int(found.group(1))
        except (OSError, AttributeError):
            pass
    return total / 1024


def main():
    home = screen.new_home()
    program = None
    try:
        times = []
        for n in range(N_STARTS):
            screen.until("an empty screen", lambda: not painted() and not screen.applications())
            started = time.monotonic()
            program = screen.Program(home)
            screen.until("the first paint", painted)
            times.append(time.monotonic() - started)
            if n == 0:
                screen.press("Skip the tour")
                kept = home / "data/colophon/settings.json"
                screen.until("the tour to end", kept.is_file)
            if n < N_STARTS - 1:
                program.close()
        print(f"first paint: median {statistics.median(times):.2f} s, most {max(times):.2f} s of {N_STARTS}")
        screen.shows("Check your books")
        time.sleep(5)
        print(f"memory of all processes at rest: {memory(program.process.pid):.0f} MB")
        folder = home / "manuscripts"
        folder.mkdir()
        given = [one for one in sys.argv[1:] if not one.startswith("--")]
        sources = [one for one in Path(given[0] if given else screen.SAMPLES).iterdir() if one.is_file()]
        for n, source in zip(range(N_MANUSCRIPTS), itertools.cycle(sorted(sources))):
            shutil.copy(source, folder / f"{n:03}-{source.name}")
        started = time.monotonic()
        subprocess.run([screen.WINDOW, str(folder)], check=True, stderr=subprocess.DEVNULL)
        screen.until("all", lambda: re.search(r"\d+ manuscripts checked", screen.texts()), 600)
        print(f"{N_MANUSCRIPTS} manuscripts checked in {time.monotonic() - started:.1f} s")
        time.sleep(5)
        print(f"memory of all processes afterwards: {memory(program.process.pid):.0f} MB")
    finally:
        if program is not None:
            program.close()
        screen.remove(home)
    return 0


if __name__ == "__main__":
    sys.exit(screen.on_a_screen(main, __file__))
