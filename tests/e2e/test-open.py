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

MARKDOWN = """---
slug: ferry-line
---

# Ferry line asks for help

The line has *one* ferry left.
"""


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def texts(tap, home):
    home.make_usual_desk()
    for name, words in (("harbour.txt", AGENCY), ("ferry.md", MARKDOWN)):
        home.path(name).write_text(words, encoding="utf-8")

    with home.desk("harbour.txt", "ferry.md") as desk:
        with tap.point("texts are shown before they are taken in, with what was recognised"):
            dialog = desk.find("dialog", "Import")
            desk.find_words("harbour.txt", dialog)
            desk.find_words("A Stamp Was Found", dialog)
            desk.find_words("Updated at 10:19 pm.", dialog)
            desk.find_words("ferry.md", dialog)

        with tap.point("each becomes a story"):
            desk.press("Import", within=dialog)
            desk.gone("dialog")
            desk.find("list item", re.compile("^Harbour reopens after night of storms, "))
            desk.find("list item", re.compile("^Ferry line asks for help, "))
            wait(lambda: desk.find("text", "Story text").text, "the text of one of them")

    with tap.point("deskctl finds them, with their words unchanged"):
        stories = {story["headline"]: story["slug"] for story in home.deskctl(home.usual_desk, "list")}
        shown = home.deskctl(home.usual_desk, "show", stories["Harbour reopens after night of storms"])["content"]
        fields = {field["name"]: field["value"] for field in shown["fields"]}
        check(fields.get("Dateline") == "PORT ALDER, Marrow Coast", f"the fields are {fields}")
        check("https://example.org/ferry" in fields.get("Related", ""), f"the fields are {fields}")
        check("“twelve [fishing] boats”" in shown["body"], f"the body is {shown['body']!r}")
        check("Updated at 10:19 pm." in shown["body"], "a stamp without a date stays in the body")
        shown = home.deskctl(home.usual_desk, "show", stories["Ferry line asks for help"])["content"]
        check("The line has *one* ferry left." in shown["body"], f"the body is {shown['body']!r}")
        check(home.path("harbour.txt").read_text(encoding="utf-8") == AGENCY, "the file was changed")


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


def as_file(tap, home):
    home.make_desk(home.usual_desk, "Headline: Harbour reopens\n\nThe first line of it.\n")
    home.make_desk("other.desk", "Headline: Bakery closes\n\nThe last loaf is sold.\n")
    home.path("letter.desk").write_text("Dear editor, this is a letter.\n" * 300)

    with tap.point("a file that is no desk is not opened at the next start"):
        with home.desk("letter.desk") as desk:
            desk.find("grouping", "This Desk Could Not Be Opened")
        with home.desk() as desk:
            desk.find("list item", re.compile("^Harbour reopens, "))

    with tap.point("a desk that was opened as a file is"):
        with home.desk("other.desk") as desk:
            desk.find("list item", re.compile("^Bakery closes, "))
        with home.desk() as desk:
            desk.find("list item", re.compile("^Bakery closes, "))


def refused(tap, home):
    home.make_desk("whole.desk", "Headline: Bakery closes\n\nThe last loaf is sold.\n")
    whole = home.path("whole.desk").read_bytes()

    garbage = bytearray(whole)
    garbage[100:] = b"\xa5" * (len(whole) - 100)
    home.path("garbage.desk").write_bytes(garbage)
    home.path("cut.desk").write_bytes(whole[:1000])
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
        ("garbage.desk", "a file of which nothing is left", "Open a backup"),
        ("cut.desk", "a file cut off at its beginning", "Open a backup"),
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


def damage(path):
    """What makes a desk fail its check, and is found when it is open already."""
    connection = sqlite3.connect(path)
    page, = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'claim'").fetchone()
    size, = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with open(path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def damaged(tap, home):
    home.make_desk("a.desk", "Headline: Bakery closes\n\nThe last loaf is sold.\n")
    home.path("a.desk-backups").mkdir()
    home.deskctl("a.desk", "backup", home.path("a.desk-backups/2026-02-23T18-00-00Z.desk"))
    home.path("story.md").write_text("Headline: Harbour reopens\n\nThe first line of it.\n")
    home.deskctl("a.desk", "new", "story.md")
    damage(home.path("a.desk"))
    before = digest(home.path("a.desk"))

    with home.desk("--desk", home.path("a.desk")) as desk:
        with tap.point("a damaged desk is recovered, and an editor told"):
            dialog = desk.find("dialog", "Desk Recovered")
            desk.find_words("The backup of", dialog)
            desk.find_words("Nothing That Is Known Of", dialog)
            desk.keys("Escape")
            desk.gone("dialog")
        with tap.point("what came after its backup is there"):
            desk.find("list item", re.compile("^Bakery closes, "))
            desk.find("list item", re.compile("^Harbour reopens, "))
        with tap.point("the damaged file is set aside as it was"):
            aside, = home.folder.glob("a.desk.damaged-*")
            check(digest(aside) == before, f"{aside} was changed")

    with tap.point("it is whole from then on"):
        check(home.deskctl("a.desk", "verify")["intact"], "the desk is to be intact")
        with home.desk("--desk", home.path("a.desk")) as desk:
            desk.find("list item", re.compile("^Harbour reopens, "))
            check(not desk.seen("dialog"), "there is a dialog")


driver.main(texts, package, as_file, refused, damaged)
