"""What a person does on the first day: ask for a number and a name, correct a guess, look through a long list."""

import csv
import shutil
import subprocess

from screen import (
    PATIENCE,
    SAMPLES,
    WINDOW,
    click,
    click_at,
    drag,
    find,
    focused,
    keys,
    name_file,
    press,
    rows_in_view,
    shows,
    soon,
    tab_to,
    texts,
    typed,
    until,
)
from suite import COMMAND, Suite

# One number that is in Books3, and one that is not.
LISTED, OTHER = "9781604860900", "9783161484100"
# A thousand titles, of which every fiftieth is listed.
MANY = 1_000
FIELD = "entry|text"
BUTTON = "push button|button|link"


def made(seed, words):
    """Returns a text that nobody wrote."""
    return " ".join(f"word{n * seed} stone{n % 97} river{n % 89}" for n in range(words // 3))


class Newcomer(Suite):
    """Each thing is done by keys alone and with the mouse."""

    def __init__(self, home, shots):
        super().__init__(home, shots)
        rows = [("The Salt Road North", "Ada Quillfeather", 1998, "en"), ("Die Salzstraße", "Ada Quillfeather", 2001, "de")]
        rows += [(f"Letters from the Estuary, Volume {n}", "Ada Quillfeather", 2000 + n, "en") for n in range(1, 6)]
        rows += [("Night Ferry to Ostrava", "Bruno Quillfeather", 2011, "en")]
        rows += [(f"The {n}th Lamp of Harrowgate", f"Client {n % 40} Ashgrove", 2003, "en") for n in range(0, MANY, 50)]
        table = self.files / "collection.csv"
        with table.open("w", newline="") as out:
            csv.writer(out).writerows([("title", "author", "year", "language"), *rows])
        self.listed = self.build("Collection", "--catalogue", f"csv:{table}")
        works = self.files / "works"
        works.mkdir()
        shutil.copy(SAMPLES / "the-line-through-the-kitchen.docx", works)
        self.texts = self.build("Kitchens", "--books", works)

    def build(self, name, *sources):
        index = self.files / f"{name.lower()}.colophon"
        command = [COMMAND, "index", "build", *sources, "--name", name, "--scale", "64", "--out", index]
        subprocess.run(command, check=True, capture_output=True)
        return index

    def draft(self, name, head, seed):
        path = self.files / name
        path.write_text(f"{head}\n\nChapter 1\n\n{made(seed, 6_000)}")
        return path

    def the_tour_is_skipped_by_key(self):
        self.start()
        shows("Skip the tour")
        keys("Escape")
        until("the tour to go", lambda: "Skip the tour" not in texts())
        shows("So far, only book numbers can be looked up.")
        self.shot("first-start")

    def a_number_is_asked_for_on_the_first_day(self):
        keys("ctrl+2")
        shows("Look up a name or a title")
        for number, says in ((LISTED, "in Books3"), (OTHER, "Not found among the book numbers of Books3")):
            keys("ctrl+f")
            keys("ctrl+a")
            typed(number)
            keys("Return")
            shows(f"Results for {number}")
            shows(says)
            assert ("Not found" in texts()) == (number == OTHER), texts()
            self.shot(f"number-{number}")

    def a_draft_is_not_called_not_found_on_the_strength_of_numbers(self):
        keys("ctrl+1")
        drag([self.draft("harbour-lights.txt", "Harbour Lights\n\nby Jane Writer", 7)])
        shows("Open the result for")
        assert "Not found" not in texts(), texts()
        self.shot("draft-numbers-only")

    def two_indexes_and_a_manuscript_are_dropped_at_once(self):
        manuscript = self.files / "kitchen.docx"
        shutil.copy(SAMPLES / "the-line-through-the-kitchen.docx", manuscript)
        keys("ctrl+1")
        drag([self.listed, manuscript, self.texts])
        for name in ("collection", "kitchens"):
            kept = self.data / "colophon/indexes" / f"{name}.colophon"
            until(f"the index {name}", kept.is_file)
        shows("1 manuscript checked")
        until("the answer of the new index", lambda: "The same text" in texts() or "The very same file" in texts())
        self.shot("dropped-together")
        keys("ctrl+5")
        shows("Kitchens")
        shows("Collection")

    def a_name_is_asked_for_and_the_list_saved_by_keys(self):
        keys("ctrl+2")
        shows("Look up a name or a title")
        keys("ctrl+f")
        keys("ctrl+a")
        typed("Ada Quillfeather")
        keys("Return")
        shows("Results for Ada Quillfeather")
        shows("The Salt Road North")
        shows("Die Salzstraße")
        assert "Night Ferry" not in texts(), "another person's work"
        self.shot("name")
        keys("ctrl+s")
        shows("A client list, which")
        tab_to("A table of all entries.*|A page to read.*")
        tab_to("Choose where…")
        keys("Return")
        # It is saved under the name and in the folder that the dialog suggests, the one that was used last.
        until("the dialog for files", lambda: find("file chooser", ".*"))
        until("its field", lambda: focused())
        keys("Return")
        until("the dialog to go", lambda: not find("file chooser", ".*"))
        saved = self.files / "Colophon Ada Quillfeather.csv"
        until("the table", saved.is_file)
        until("its rows", lambda: "Die Salzstraße" in saved.read_text(encoding="utf-8-sig"))

    def a_name_is_asked_for_and_the_list_saved_by_mouse(self):
        click(BUTTON, "Look up")
        click(FIELD, "Author, title, ISBN or checksum", times=3)
        typed("Bruno Quillfeather")
        keys("Return")
        shows("Results for Bruno Quillfeather")
        shows("Night Ferry to Ostrava")
        click("check box", "Select Night Ferry to Ostrava")
        click(BUTTON, "Save 1 selected work…")
        click("radio button", "A table of all entries.*")
        click(BUTTON, "Choose where…")
        saved = self.files / "by-mouse.csv"
        name_file(saved)
        until("the table", saved.is_file)
        until("its rows", lambda: "Night Ferry to Ostrava" in saved.read_text(encoding="utf-8-sig"))

    def a_guess_is_corrected_by_keys(self):
        keys("ctrl+1")
        drag([self.draft("draft3.txt", "The Salt Rode North\n\nby Ada Quillfeather", 11)])
        press("Open the result for draft3.txt|Open the result for The Salt Rode North")
        shows("Is this guess right?")
        assert "Not found" not in texts(), texts()
        self.shot("guess")
        tab_to("Title")
        keys("ctrl+a")
        typed("The Salt Road North")
        tab_to("Check with this title and author")
        keys("Return")
        shows("Your work is listed in a catalogue.")
        until("the guess to go", lambda: "Is this guess right?" not in texts())
        self.shot("guess-corrected")

    def a_guess_is_corrected_by_mouse(self):
        click(BUTTON, "Check")
        drag([self.draft("manuscript final (2).txt", "Night Fery to Ostrava\n\nby Bruno Quillfeather", 13)])
        click(BUTTON, "Open the result for .*(final|Ostrava).*")
        shows("Is this guess right?")
        click(FIELD, "Title", times=3)
        typed("Night Ferry to Ostrava")
        click(BUTTON, "Check with this title and author")
        shows("Your work is listed in a catalogue.")
        until("the guess to go", lambda: "Is this guess right?" not in texts())

    def result_600_of_1000_is_opened_and_left_by_keys(self):
        clients = self.files / "clients.csv"
        with clients.open("w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["Client", "Title", "Author"])
            rows.writerows([f"Client {n % 40}", f"The {n}th Lamp of Harrowgate", f"Client {n % 40} Ashgrove"] for n in range(MANY))
        subprocess.run([WINDOW, clients], timeout=PATIENCE, check=True, stderr=subprocess.DEVNULL)
        press("Check 1,000 titles")
        shows("The 0th Lamp of Harrowgate")
        until("the list to be finished", lambda: "1,000 results" in texts(), 120)
        tab_to("(?s).*Lamp of Harrowgate.*")
        keys("Home")
        until("the first row", lambda: "The 0th Lamp" in focused())
        row = self.down_to(600)
        self.shot("row-600")
        keys("Return")
        until("the result", lambda: "Save report…" in texts() and f"The {row}th Lamp of Harrowgate" in texts())
        keys("alt+Left")
        until("the row with the focus", lambda: f"The {row}th Lamp" in focused())
        self.shot("row-600-again")

    def down_to(self, row):
        """Moves down in the list to a row, and returns its number."""

        def here():
            words = focused()
            return int(words.split("The ")[1].split("th Lamp")[0]) if "th Lamp" in words else -1

        at = here()
        while at < row:
            keys(*["Next"] * min(5, (row - at) // 12) or ["Down"])
            until("a row further down", lambda before=at: here() > before)
            at = here()
        return at

    def result_600_of_1000_is_opened_and_left_by_mouse(self):
        # The list is where it was left.
        def rows():
            return rows_in_view(r"The (\d+)th Lamp")

        before = until("rows in view", rows)
        row = sorted(before, key=int)[len(before) // 2]
        click_at(before[row])
        until("the result", lambda: "Save report…" in texts() and f"The {row}th Lamp of Harrowgate" in texts())
        click(BUTTON, "(← )?Back.*")
        until("the row with the focus", lambda: f"The {row}th Lamp" in focused())
        until("the same place", lambda: rows().get(row) == before[row])

    TESTS = [
        the_tour_is_skipped_by_key,
        a_number_is_asked_for_on_the_first_day,
        a_draft_is_not_called_not_found_on_the_strength_of_numbers,
        two_indexes_and_a_manuscript_are_dropped_at_once,
        a_name_is_asked_for_and_the_list_saved_by_mouse,
        a_name_is_asked_for_and_the_list_saved_by_keys,
        a_guess_is_corrected_by_keys,
        a_guess_is_corrected_by_mouse,
        result_600_of_1000_is_opened_and_left_by_keys,
        result_600_of_1000_is_opened_and_left_by_mouse,
    ]
