# SPDX-License-Identifier: GPL-3.0-or-later
"""What is opened from outside: texts, packages, and files that can't be opened."""

import hashlib
import re
import sqlite3

import driver
from driver import check, wait

AGENCY = """Harbour reopens after night of storms
PORT ALDER, Marrow Coast - The harbour of Port Alder reopened on Tuesday.

The harbour master said “twelve [fishing] boats” were lost.

RELATED: Ferry line asks for help https://example.org/ferry

Updated at 10:19 pm.
"""


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def text(tap, home):
    home.make_usual_desk()
    (home.path("harbour.txt")).write_text(AGENCY, encoding="utf-8")
    before = digest(home.path("harbour.txt"))

    with home.desk("harbour.txt") as desk:
        with tap.point("a text is shown before it is taken in, with what was recognised"):
            dialog = desk.find("dialog", "Import")
            desk.find_words("harbour.txt", dialog)
            desk.find_words("A Stamp Was Found", dialog)
            desk.find_words("Updated at 10:19 pm.", dialog)

        with tap.point("it becomes a story"):
            desk.press("Import", within=dialog)
            desk.gone("dialog")
            desk.find("list item", re.compile("^Harbour reopens after night of storms, "))
            body = wait(lambda: desk.find("text", "Story text").text, "the text")
            check("“twelve [fishing] boats”" in body, f"the words are to come through unchanged: {body!r}")
            check("Updated at 10:19 pm." in body, "a stamp without a date stays where it is")
            check(desk.find("text", "Headline").text == "Harbour reopens after night of storms", "the headline")

    with tap.point("and deskctl finds it"):
        story, = home.deskctl(home.usual_desk, "list")
        fields = {field["name"]: field["value"] for field in home.deskctl(home.usual_desk, "show", story["slug"])["content"]["fields"]}
        check(fields.get("Dateline") == "PORT ALDER, Marrow Coast", f"the fields are {fields}")
        check("https://example.org/ferry" in fields.get("Related", ""), f"the fields are {fields}")
        check(digest(home.path("harbour.txt")) == before, "the file was changed")


def package(tap, home):
    home.make_usual_desk()
    home.make_desk("other.desk", "Headline: Bakery closes\n\nThe last loaf is sold.\n")
    # What is handed over is one file: without a write-ahead log.
    connection = sqlite3.connect(home.path("other.desk"))
    check(connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",), "the package is to be one file")
    connection.close()
    before = digest(home.path("other.desk"))

    with home.desk("other.desk") as desk:
        with tap.point("a package is taken in when one says so"):
            desk.find_words(re.compile("^Take In “other.desk”"))
            desk.press("Take In")
            desk.find("list item", re.compile("^Bakery closes, "))
            wait(lambda: desk.find("text", "Story text").text.startswith("The last loaf is sold."), "the text")

    with tap.point("its stories are on the desk, and it is as it was"):
        story, = home.deskctl(home.usual_desk, "list")
        check(story["headline"] == "Bakery closes", f"the desk has {story}")
        check(home.deskctl(home.usual_desk, "verify")["intact"], "the desk is to be intact")
        check(digest(home.path("other.desk")) == before, "the package was changed")


def refused(tap, home):
    home.make_desk("whole.desk", "Headline: Bakery closes\n\nThe last loaf is sold.\n")
    whole = home.path("whole.desk").read_bytes()

    damaged = bytearray(whole)
    damaged[100:4096] = b"\xa5" * (4096 - 100)
    home.path("damaged.desk").write_bytes(damaged)
    home.path("cut.desk").write_bytes(whole[: len(whole) // 2])
    home.path("newer.desk").write_bytes(whole)
    connection = sqlite3.connect(home.path("newer.desk"))
    version, = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.commit()
    connection.close()
    home.path("letter.desk").write_text("Dear editor, this is a letter.\n" * 300)
    home.path("list.desk").write_bytes(b"")
    connection = sqlite3.connect(home.path("list.desk"))
    connection.execute("CREATE TABLE shopping (what TEXT)")
    connection.commit()
    connection.close()

    for name, what, advice in (
        ("damaged.desk", "a damaged file", "Open a backup"),
        ("cut.desk", "a file cut in half", "Open a backup"),
        ("newer.desk", "a file of a newer Desk", "Open it with the Desk that wrote it"),
        ("letter.desk", "a file that is no database", "Choose another file."),
        ("list.desk", "a database that is no desk", "Choose another file."),
    ):
        path = home.path(name)
        before, beside = digest(path), sorted(home.folder.iterdir())
        with home.desk("--desk", path) as desk, tap.point(f"{what} is refused, with a message"):
            page = desk.find("grouping", "This Desk Could Not Be Opened")
            desk.find_words(name, page)
            desk.find_words(advice, page)
            desk.find("button", "Open Another Desk…", page)
        with tap.point(f"{what} is left as it was"):
            check(digest(path) == before, f"{name} was changed")
            check(sorted(home.folder.iterdir()) == beside, f"beside it lie {sorted(home.folder.iterdir())}")


driver.main(text, package, refused)
