"""What a person does who gets an index from its publisher: add, get, pause, resume, update, forget."""

import contextlib
import functools
import http.server
import json
import shutil
import signal
import subprocess
import threading
import time

from screen import SAMPLES, keys, press, shows, texts, until, write_into
from suite import COMMAND, Suite

NAME = "Kitchens and weighbridges"
# So small that the index has enough parts to be paused among them.
PART = "4096"
LATER = "the-weighbridge-at-cold-drove.epub"


class Host:
    """A web space that can be slow."""

    def __init__(self, folder):
        self.pause, self.parts = 0.0, 0
        host = self

        class Answers(http.server.SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if "/parts/" in self.path:
                    host.parts += 1
                    time.sleep(host.pause)
                # A reader who pauses goes away in the middle.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    super().do_GET()

            def log_message(self, *_):
                pass

        answers = functools.partial(Answers, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


class Subscriber(Suite):
    """Each step follows the one before, as it would at home."""

    def __init__(self, home, shots):
        super().__init__(home, shots)
        self.published = self.files / "published"
        self.passphrase = self.files / "passphrase"
        self.passphrase.write_text("four words for a test\n")
        init = ["--name", NAME, "--contact", "index@example.org", "--every", "month"]
        self.publish("init", *init)
        self.publish("add", self.index("first", "the-line-through-the-kitchen.docx"), "--yes", "--part-bytes", PART)
        self.host = Host(self.published)
        source = json.loads((self.published / "index.colophon-source").read_text())
        self.link = f"{self.host.url}#colophon:{source['fingerprint']}"

    def publish(self, command, *more):
        call = [COMMAND, "publish", command, self.published, *more, "--passphrase-file", self.passphrase]
        subprocess.run(call, check=True, capture_output=True)

    def index(self, name, sample):
        works = self.files / f"works-{name}"
        works.mkdir()
        shutil.copy(SAMPLES / sample, works)
        out = self.files / f"{name}.colophon"
        call = [COMMAND, "index", "build", "--books", works, "--name", name, "--scale", "64", "--out", out]
        subprocess.run(call, check=True, capture_output=True)
        return out

    def installed(self):
        """Returns the numbers of the states that are in use."""
        kept = (self.data / "colophon/indexes").glob("*/current")
        return [path.read_text().strip() for path in kept]

    def to_indexes(self):
        keys("ctrl+5")
        shows("Add a source…")

    def a_source_is_added_and_seen_before_anything_is_downloaded(self):
        self.start()
        press("Skip the tour")
        self.to_indexes()
        self.shot("indexes-empty")
        press("Add a source…")
        shows("Link or address")
        write_into("Link or address", self.link)
        self.shot("source-link")
        press("Continue")
        shows("Is this the index you want?")
        shows(NAME)
        assert self.host.parts == 0, "parts were asked for"
        self.shot("source-offer")

    def it_is_got_paused_and_goes_on_after_the_program_was_killed(self):
        self.host.pause = 0.4
        press("Get")
        until("parts to arrive", lambda: self.host.parts > 3)
        self.shot("source-getting")
        press("Pause")
        shows("Paused.")
        self.shot("source-paused")
        asked = self.host.parts
        press("Resume.*")
        until("more parts", lambda: self.host.parts > asked + 2)
        self.program.process.send_signal(signal.SIGKILL)
        self.stop()
        assert not self.installed(), "an index that is not whole"
        # A book that the first state does not have, and the next one has.
        self.start([SAMPLES / LATER])
        shows("1 manuscript checked")
        self.to_indexes()
        shows("Not downloaded to the end")
        shows(NAME)
        self.shot("source-after-kill")
        self.host.pause = 0.0
        press("Resume.*")
        until("the index", self.installed)
        shows("From the publisher: state 1")
        assert "This update brought" not in texts(), "what was got first is not an update"
        self.shot("source-ready")

    def an_update_is_asked_for_and_taken(self):
        press("Check for updates.*")
        shows("Up to date")
        self.publish("add", self.index("second", LATER), "--yes", "--part-bytes", PART)
        press("Check for updates.*")
        shows("An update is here")
        self.shot("source-update")
        press("Get the update.*")
        until("the new state", lambda: self.installed() == ["2"])
        shows("From the publisher: state 2")
        shows("1 of your results may be affected")
        self.shot("source-updated")

    def what_left_the_computer_is_shown(self):
        press("Privacy")
        shows("127.0.0.1")
        self.shot("privacy-left")

    def it_is_forgotten(self):
        self.to_indexes()
        press("Forget Kitchens.*|Forget…")
        shows("Forget this source?")
        self.shot("source-forget")
        press("Forget")
        until("the index to go", lambda: not self.installed())
        until("the card to go", lambda: "From the publisher" not in texts())
        self.stop()

    TESTS = [
        a_source_is_added_and_seen_before_anything_is_downloaded,
        it_is_got_paused_and_goes_on_after_the_program_was_killed,
        an_update_is_asked_for_and_taken,
        what_left_the_computer_is_shown,
        it_is_forgotten,
    ]
