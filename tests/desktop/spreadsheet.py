#!/usr/bin/python3
"""Opens the tables of a report in LibreOffice, without a window, and reads what it shows.

A spreadsheet guesses: it may take a number for an ISBN out of a cell, split a cell at a
comma or lose an umlaut. Each table, CSV and XLSX, has to come out with the same cells
as went in, as text. `spreadsheet.py`; COLOPHON_BIN names the program.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

COMMAND = Path(os.environ.get("COLOPHON_BIN", "target/debug/colophon")).absolute()
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

# What a spreadsheet takes for a number or a date in a file that says nothing of types.
GUESSED = re.compile(r"0\d+|\d+/\d+|\d+E\d+")

# Titles that a spreadsheet would like to change.
TITLES = [
    "Die Straße nach Überall",
    "Line; one, “quoted” \"twice\"",
    "00123",
    "1984",
    "=SUM(A1:A9)",
    "+49 and -1",
    "3/4",
    "1E5",
    "Ωmega и Дом 家",
    "TRUE",
]


def isbn(n):
    """Returns a valid ISBN."""
    digits = f"978316148{n:03}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def run(*arguments, codes=(0, 1, 2)):
    ran = subprocess.run([str(one) for one in arguments], capture_output=True, text=True)
    if ran.returncode not in codes:
        sys.exit(f"{arguments[0]} {arguments[1:4]} ended with {ran.returncode}: {ran.stderr}")
    return ran.stdout


def make(folder):
    """Makes a list, an index and the tables of the report on it."""
    rows = [(f"Müller {n % 3}, Änne", title, f"Änne Müller {n}", isbn(n)) for n, title in enumerate(TITLES)]
    clients, listed = folder / "clients.csv", folder / "listed.csv"
    with clients.open("w", newline="") as out:
        csv.writer(out).writerows([("Client", "Title", "Author", "ISBN"), *rows])
    with listed.open("w", newline="") as out:
        table = [(title, author, number, 2001, "2019-05-04") for _, title, author, number in rows]
        csv.writer(out).writerows([("title", "author", "identifier", "year", "added"), *table])
    index = folder / "listed.colophon"
    run(COMMAND, "index", "build", "--catalogue", f"csv:{listed}", "--out", index, codes=(0,))
    check = [COMMAND, "check", "--clients", clients, "--index", index]
    run(*check, "--format", "xlsx", "--out", folder / "report.xlsx")
    for name, delimiter in (("comma", "comma"), ("semicolon", "semicolon"), ("tab", "tab")):
        run(*check, "--format", "csv", "--delimiter", delimiter, "--out", folder / f"{name}.csv")
    return rows


def cells_of(path, folder, options=""):
    """Returns the rows of the first table of a file, as (type, text), as LibreOffice reads it."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run("soffice", profile, "--headless", *([f"--infilter={options}"] if options else []), "--convert-to", "ods", "--outdir", folder / "ods", path, codes=(0,))
    with zipfile.ZipFile(folder / "ods" / f"{path.stem}.ods") as made:
        content = ElementTree.fromstring(made.read("content.xml"))
    tables = {}
    for table in content.iter(f"{TABLE}table"):
        rows = []
        for row in table.iter(f"{TABLE}table-row"):
            cells = []
            for cell in row.iter(f"{TABLE}table-cell"):
                text = "\n".join("".join(part.itertext()) for part in cell.findall(f"{TEXT}p"))
                n = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
                cells += [(cell.get(f"{OFFICE}value-type"), text)] * min(n, 200)
            while cells and cells[-1][1] == "":
                cells.pop()
            if cells:
                rows.append(cells)
        tables[table.get(f"{TABLE}name")] = rows
    return tables


def written(path, delimiter):
    """Returns the rows of a CSV file as they were written."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [list(row) for row in csv.reader(lines, delimiter=delimiter)]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    return [row for row in rows if row]


def main():
    folder = Path(tempfile.mkdtemp(prefix="colophon-spreadsheet-"))
    rows = make(folder)
    wrong = []
    # What Excel does by itself with a file that has a byte order mark: UTF-8, the
    # separator of the country, and a guess for every cell.
    for name, delimiter, code in (("comma", ",", 44), ("semicolon", ";", 59), ("tab", "\t", 9)):
        path = folder / f"{name}.csv"
        expected = written(path, delimiter)
        (read,) = cells_of(path, folder, f"CSV:{code},34,UTF8").values()
        if [len(row) for row in read] != [len(row) for row in expected]:
            wrong.append(f"{name}: another number of cells")
        for row, (was, now) in enumerate(zip(expected, read)):
            for before, (kind, after) in zip(was, now):
                # A number or a date may be shown in the way of the country.
                if kind in (None, "string") and before != after:
                    wrong.append(f"{name}, row {row}: {before!r} became {after!r}")
        seen = {text for row in read for _, text in row}
        for _, title, author, number in rows:
            for text in (title, author, number):
                # What looks like a number or a date is shown as one: that is what the workbook is for.
                if not GUESSED.fullmatch(text) and not any(text in one for one in seen):
                    wrong.append(f"{name}: {text!r} is not there")
        numbers = [(kind, text) for row in read for kind, text in row if re.search(r"978316148\d{4}", text)]
        if not numbers or any("E+" in text for _, text in numbers):
            wrong.append(f"{name}: an ISBN is shown as a number: {numbers[:3]}")
    tables = cells_of(folder / "report.xlsx", folder)
    texts = [(kind, text) for table in tables.values() for row in table for kind, text in row]
    for _, title, author, number in rows:
        for text in (title, author, number):
            if not any(one == text or text in one.split(", ") for kind, one in texts if kind == "string"):
                wrong.append(f"xlsx: {text!r} is not a text of its own")
    if any(kind == "float" and re.fullmatch(r"978\d{10}", text) for kind, text in texts):
        wrong.append("xlsx: an ISBN is a number")
    n_cells = len(texts)
    print(f"{len(rows)} titles, 3 CSV files and a workbook of {len(tables)} sheets and {n_cells} cells: {len(wrong)} wrong")
    for one in wrong[:40]:
        print(f"  {one}")
    run("rm", "-r", folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
