#!/usr/bin/python3
"""Tries every way out of the window's page, in the real program.

A script runs in the page as if it were the page's own. It tries all the ways in
`egress.js` to reach listeners on this computer, which have a port for each way.
With all fences up, no listener may hear anything. With the kernel's ban left
open, they must hear something: the page's own policy is known to let some ways
through, and a check that cannot fail proves nothing. With every fence open, the
table shows which ways work in this browser. Needs a build with the feature
`automation`, named in COLOPHON_AUTOMATION.
"""

import json
import os
import select
import socket
import sys
import tempfile
import threading
from pathlib import Path

import screen

PROGRAM = os.environ.get("COLOPHON_AUTOMATION", "target/automation/colophon-desktop")
WAYS = (
    "image fetch xhr beacon websocket script style frame preconnect prefetch webrtc form refresh location link window"
).split()
DATAGRAMS = {"webrtc"}


class Listeners:
    """A listener for each way, and how often each was called."""

    def __init__(self):
        self.heard = {way: 0 for way in WAYS}
        self.sockets = {}
        for way in WAYS:
            kind = socket.SOCK_DGRAM if way in DATAGRAMS else socket.SOCK_STREAM
            one = socket.socket(socket.AF_INET, kind)
            one.bind(("127.0.0.1", 0))
            if kind == socket.SOCK_STREAM:
                one.listen(16)
            self.sockets[one] = way
        self.ports = {way: one.getsockname()[1] for one, way in self.sockets.items()}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self):
        while not self.over.is_set():
            for one in select.select(list(self.sockets), [], [], 0.1)[0]:
                way = self.sockets[one]
                self.heard[way] += 1
                if way in DATAGRAMS:
                    one.recv(2_000)
                    continue
                caller, _ = one.accept()
                caller.settimeout(0.5)
                try:
                    caller.recv(4_000)
                    # The page stays where it is.
                    caller.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
                except OSError:
                    pass
                caller.close()

    def close(self):
        self.over.set()
        self.thread.join()
        for one in self.sockets:
            one.close()


def attempt(left_open):
    """Runs the program with some fences left open; returns what was heard."""
    home = screen.new_home()
    listeners = Listeners()
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".js") as script:
            script.write(f"const PORTS = {json.dumps(listeners.ports)};\n")
            script.write(Path(__file__).with_name("egress.js").read_text())
            script.flush()
            os.environ["COLOPHON_SCRIPT"] = script.name
            os.environ["COLOPHON_OPEN"] = ",".join(left_open)
            program = screen.Program(home, program=PROGRAM)
            try:
                screen.shows("Every way was tried")
            finally:
                program.close()
    finally:
        listeners.close()
        screen.remove(home)
    return listeners.heard


def main():
    bare = attempt(["network", "policy", "navigation"])
    planted = attempt(["network"])
    fenced = attempt([])
    print(f"{'way':<12}{'no fence':>10}{'no ban':>10}{'shipped':>10}")
    for way in WAYS:
        print(f"{way:<12}{bare[way]:>10}{planted[way]:>10}{fenced[way]:>10}")
    real = sum(count > 0 for count in bare.values())
    checks = {
        "most ways work if nothing prevents them": real >= len(WAYS) * 2 // 3,
        "a leak that was planted is noticed": sum(planted.values()) > 0,
        "nothing gets out of the program as it is shipped": sum(fenced.values()) == 0,
    }
    for name, holds in checks.items():
        print(f"test {name} ... {'ok' if holds else 'FAILED'}")
    failed = sum(not holds for holds in checks.values())
    print(f"\n{len(checks) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(screen.on_a_screen(main, __file__))
