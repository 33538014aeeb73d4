#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the deskctl named on the command line through all that it can do, on a desk in a temporary folder (TAP)."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

DONE, NO, USAGE, FAILED = 0, 1, 2, 3

STORY = """Headline: Ferry line asks for help after pier collapse
Byline: M. Aral
Dateline: PORT ALDER, Marrow Coast
Language: en
Zone: Asia/Baghdad

The ferry line asked for help on Monday. It has 40 boats, the harbour master said.

“We can carry nobody,” a captain said. Nobody can.
"""

AGENCY = """Harbour reopens after night of storms

PORT ALDER, Marrow Coast - The harbour opened again on Monday, “after the longest night [of the year],” the harbour master said.

RELATED: Ferry line asks for help

Updated at 10:19 pm.
"""

OEMBED = {
    "url": "https://twitter.com/marrow_guard/status/2025942571372281856",
    "author_name": "Marrow Coast Guard",
    "author_url": "https://twitter.com/marrow_guard",
    "html": '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The gates are open. Stay at home.</p>'
    "&mdash; Marrow Coast Guard (@marrow_guard) "
    '<a href="https://twitter.com/marrow_guard/status/2025942571372281856">February 23, 2026</a></blockquote>\n',
    "provider_name": "Twitter",
    "provider_url": "https://twitter.com",
    "type": "rich",
    "version": "1.0",
}


class Desk:
    """A desk file, and deskctl run on it."""

    def __init__(self, folder, name):
        self.folder = folder
        self.path = os.path.join(folder, name)

    def run(self, *arguments, expect=DONE, stdin=b"", path=None):
        """What it printed; the exit status has to be `expect`."""
        environment = dict(os.environ)
        if {"dossier", "pdf", "proof"} & set(arguments):
            # It draws; see tests/meson.build.
            environment["LSAN_OPTIONS"] = os.environ.get("DRAWING_LSAN_OPTIONS", "")
        done = subprocess.run([DESKCTL, "--desk", path or self.path, *arguments], input=stdin, capture_output=True, cwd=self.folder,
                              env=environment, timeout=60)
        self.stderr = done.stderr.decode()
        if done.returncode != expect:
            raise AssertionError(f"{arguments}: exit status {done.returncode}, not {expect}\n{done.stdout.decode()}{self.stderr}")
        if expect in (USAGE, FAILED) and not self.stderr.startswith("deskctl: "):
            raise AssertionError(f"{arguments}: no message: {self.stderr!r}")
        return done.stdout.decode()

    def json(self, *arguments, **options):
        """The one JSON value that it printed."""
        out = self.run("--json", *arguments, **options)
        assert out.endswith("\n") and out.count("\n") == 1, f"{arguments}: not one line: {out!r}"
        return json.loads(out)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}\nwanted {wanted!r}")


def contains(found, wanted):
    if wanted not in found:
        raise AssertionError(f"found {found!r}\nwithout {wanted!r}")


def make_desk(folder):
    desk = Desk(folder, "a.desk")
    for key, value in (("person", "Ada Tester"), ("zone", "Asia/Baghdad"), ("language", "en"), ("stamp-style", "desk")):
        desk.run("set", key, value)
    return desk


def make_story(folder):
    desk = make_desk(folder)
    desk.write("story.md", STORY)
    equal(desk.run("new", "story.md", "--slug", "ferry"), "ferry\n")
    return desk


def test_use(folder):
    desk = Desk(folder, "none.desk")
    contains(desk.run("--help"), "claim add STORY")
    contains(desk.run("claim", "set", "--help"), "--evidence")
    assert re.fullmatch(r"deskctl [0-9.]+\n", desk.run("--version"))
    for wrong in ([], ["dance"], ["claim"], ["claim", "dance"], ["show"], ["show", "a", "b"], ["show", "a", "--loud"], ["new", "a", "b"]):
        desk.run(*wrong, expect=USAGE)
    desk.run("claim", expect=USAGE)
    contains(desk.stderr, "claim add, claim list, claim set")
    # A desk that is only read is not made.
    assert not os.path.exists(desk.path)
    contains(desk.json("list", expect=FAILED)["error"], "none.desk")
    desk.write("notes.txt", "no desk at all, only words\n" * 100)
    desk.run("list", expect=FAILED, path=os.path.join(folder, "notes.txt"))
    with open(os.path.join(folder, "notes.txt"), encoding="utf-8") as file:
        equal(file.read(), "no desk at all, only words\n" * 100)
    done = subprocess.run([DESKCTL, "--desk", desk.path, "search", b"\xff\xfe"], capture_output=True, timeout=60)
    equal(done.returncode, USAGE)


def test_wrong_options(folder):
    desk = make_story(folder)
    for wrong in (["list", "--state", "lost"], ["show", "ferry", "--at", "08:00", "--published"], ["show", "ferry", "--at", "late"],
                  ["claim", "add", "ferry"], ["claim", "add", "ferry", "--exact", ""],
                  ["claim", "add", "ferry", "--exact", "Monday", "--kind", "guess"], ["claim", "set", "abcd"],
                  ["claim", "set", "ab", "--so", "false"], ["claim", "set", "abcd", "--so", "maybe"], ["correct", "ferry", "--was", "x"],
                  ["update", "ferry", "--found"], ["dossier", "ferry"], ["post", "add", "ferry", "story.md", "--words", "x"],
                  ["export", "ferry", "--format", "docx"], ["export", "ferry", "--format", "pdf"], ["set", "colour", "red"], ["get", "colour"], ["set", "zone", "Asia/Nowhere"],
                  ["set", "language", "English, please"], ["set", "stamp-style", "baroque"], ["set", "person", ""]):
        desk.run(*wrong, expect=USAGE)
        contains(desk.json(*wrong, expect=USAGE), "error")
    for nothing in (["show", "nowhere"], ["show", "ferry", "--revision", "@9"], ["show", "ferry", "--published"], ["log", "nowhere"],
                    ["claim", "add", "ferry", "--exact", "Tuesday"], ["claim", "set", "abcdef", "--so", "false"], ["update", "ferry"],
                    ["correct", "ferry", "--was", "a", "--now", "b"], ["diff", "ferry"], ["search", "zebra"],
                    ["update", "ferry", "--found", "--at", "2026-02-23 22:19"]):
        desk.run(*nothing, expect=NO)
    # Twice in the body: nobody guesses which.
    desk.run("claim", "add", "ferry", "--exact", "said.", expect=NO)
    contains(desk.stderr, "2")
    desk.run("save", "ferry", "missing.md", expect=FAILED)
    desk.run("new", "-", stdin=b"Headline: \xff\n", expect=FAILED)


def test_settings(folder):
    desk = make_desk(folder)
    equal(desk.run("get"), "person: Ada Tester\nzone: Asia/Baghdad\nlanguage: en\nstamp-style: desk\n")
    equal(desk.run("get", "zone"), "Asia/Baghdad\n")
    equal(desk.json("get", "zone"), {"zone": "Asia/Baghdad"})
    equal(desk.json("set", "zone", "Europe/Berlin"), {"zone": "Europe/Berlin"})
    other = Desk(folder, "b.desk")
    other.run("new")
    other.run("get", "person", expect=NO)


def test_texts(folder):
    desk = make_story(folder)
    equal(desk.run("show", "ferry"), STORY)
    equal(desk.run("show", "ferry", "--body"), STORY.split("\n\n", 1)[1])
    shown = desk.json("show", "ferry")
    equal(shown["content"]["text"], STORY)
    equal(shown["content"]["fields"][0], {"name": "Headline", "value": "Ferry line asks for help after pier collapse"})
    equal((shown["slug"], shown["state"], shown["published_at"], shown["zone"]), ("ferry", "draft", None, "Asia/Baghdad"))
    # A story is named by the end of its id as well.
    equal(desk.run("show", shown["id"][-6:]), STORY)

    second = STORY.replace("40 boats", "48 boats").replace("asks for help", "begs for help")
    equal(desk.json("save", "ferry", "-", "--note", "the number", stdin=second.encode())["changed"], True)
    equal(desk.run("show", "ferry"), second)
    equal(desk.run("show", "ferry", "--revision", "@1"), STORY)
    equal(desk.json("save", "ferry", "-", stdin=second.encode())["changed"], False)
    equal([(r["number"], r["why"], r["author"], r["note"], r["head"]) for r in desk.json("log", "ferry")],
          [(2, "keep", "Ada Tester", "the number", True), (1, "first", "Ada Tester", "", False)])
    contains(desk.run("log", "ferry").splitlines()[0], "the number")

    equal(desk.run("diff", "ferry", "@1", "@2"),
          "Headline: Ferry line [-asks-]{+begs+} for help after pier collapse\n"
          "The ferry line asked for help on Monday. It has [-40-]{+48+} boats, the harbour master said.\n")
    diff = desk.json("diff", "ferry", "@1")
    equal((diff["from"], diff["to"], diff["changes"], [part["part"] for part in diff["parts"]]), ("@1", "@2", 2, ["Headline", "body"]))
    body = diff["parts"][1]["words"]
    equal("".join(run["words"] for run in body if run["kind"] != "added"), STORY.split("\n\n", 1)[1])
    equal("".join(run["words"] for run in body if run["kind"] != "removed"), second.split("\n\n", 1)[1])
    equal(desk.json("diff", "ferry", "@1", "@1")["parts"], [])

    head, first, last = second.split("\n\n", 2)
    desk.run("save", "ferry", "-", stdin=f"{head}\n\n{last.rstrip()}\n\n{first.replace('master', 'mistress')}\n".encode())
    equal(desk.run("diff", "ferry", "@2"),
          "[1~The ferry line asked for help on Monday. It has 48 boats, the harbour master said.~1]\n"
          "\n"
          "“We can carry nobody,” a captain said. Nobody can.\n"
          "\n"
          "{1~The ferry line asked for help on Monday. It has 48 boats, the harbour [-master-]{+mistress+} said.~1}\n")
    moved = desk.json("diff", "ferry", "@2")["parts"][0]
    equal((moved["changes"], [(run["kind"], run.get("move")) for run in moved["words"] if run["kind"] != "same"]),
          (2, [("moved-away", 1), ("moved-here", 1)]))
    desk.run("restore", "ferry", "@2")

    blame = desk.json("blame", "ferry")
    equal("".join(run["words"] for run in blame["runs"]), second)
    equal([(run["number"], run["words"]) for run in blame["runs"] if run["number"] != 1], [(2, "begs "), (2, "48 ")])
    equal([(r["number"], r["author"]) for r in blame["revisions"]], [(1, "Ada Tester"), (2, "Ada Tester")])
    lines = desk.run("blame", "ferry").splitlines()
    contains(lines[1], "Ada Tester")
    equal([line.split()[0] for line in lines if line.endswith(("begs", "48", "Nobody can."))], ["@2", "@2", "@1"])
    equal({run["number"] for run in desk.json("blame", "ferry", "--revision", "@1")["runs"]}, {1})
    desk.run("blame", "ferry", "--revision", "@99", expect=NO)

    contains(desk.run("name", "ferry", "@1", "As it came"), "As it came")
    equal(desk.run("show", "ferry", "--revision", "As it came"), STORY)
    restored = desk.json("restore", "ferry", "As it came")
    equal((restored["number"], restored["why"]), (5, "restore"))
    equal(desk.run("show", "ferry"), STORY)
    equal(desk.run("show", "ferry", "--revision", restored["id"][:8]), STORY)

    desk.run("new", "-", stdin=b"Headline: Another one\nLanguage: en\nZone: UTC\n\nWords.")
    equal([story["headline"] for story in desk.json("list")], ["Another one", "Ferry line asks for help after pier collapse"])
    equal(desk.json("list", "--state", "published"), [])
    equal([story["slug"] for story in desk.json("search", "harbour", "master")], ["ferry"])
    contains(desk.run("search", "harbour"), "ferry")
    equal(desk.json("search", "zebra", expect=NO), [])


def test_merge(folder):
    desk = make_story(folder)
    body = STORY.split("\n\n", 1)[1]
    equal(desk.json("merge", "ferry"), {})

    # Two that touch no word in common.
    desk.run("save", "ferry", "-", stdin=STORY.replace("40 boats", "48 boats").encode())
    desk.run("save", "ferry", "-", "--base", "@1", stdin=STORY.replace("Monday", "Tuesday").encode())
    equal(desk.json("show", "ferry")["heads"], 2)
    # Whoever writes on without merging leaves both.
    desk.run("save", "ferry", "-", stdin=STORY.replace("Monday", "Tuesday").replace("Nobody can", "Nobody").encode())
    equal(desk.json("show", "ferry")["heads"], 2)
    merged = desk.json("merge", "ferry")
    equal((merged["why"], len(merged["bases"])), ("merge", 2))
    equal(desk.run("show", "ferry", "--body"), body.replace("40", "48").replace("Monday", "Tuesday").replace("Nobody can", "Nobody"))
    equal(desk.json("show", "ferry")["heads"], 1)

    # Two that do.
    now = desk.run("show", "ferry")
    desk.run("save", "ferry", "-", stdin=now.replace("48", "50").encode())
    desk.run("save", "ferry", "-", "--base", f"@{merged['number']}", stdin=now.replace("48", "52").encode())
    equal(desk.json("merge", "ferry", expect=NO)["conflicts"], [{"part": "body", "base": "48", "ours": "52", "theirs": "50"}])
    contains(desk.run("merge", "ferry", expect=NO), "Theirs: 50")
    equal(desk.json("show", "ferry")["heads"], 2)
    desk.run("merge", "ferry", "--ours", "--theirs", expect=USAGE)
    desk.run("merge", "ferry", "--theirs")
    equal(desk.run("show", "ferry"), now.replace("48", "50"))
    equal(desk.json("show", "ferry")["heads"], 1)


def test_claims_and_posts(folder):
    desk = make_story(folder)
    claim = desk.json("claim", "add", "ferry", "--exact", "It has 40 boats", "--by", "the harbour master", "--kind", "figure")
    equal((claim["exact"], claim["by"], claim["kind"], claim["said"], claim["so"], claim["status"]),
          ("It has 40 boats", "the harbour master", "figure", "open", "open", "open"))
    contains(desk.run("claim", "add", "ferry", "--exact", "We can carry nobody"), "“We can carry nobody”")

    desk.write("oembed.json", json.dumps(OEMBED))
    contains(desk.run("post", "add", "ferry", "oembed.json"), "Kept ")
    post = desk.json("post", "list", "ferry")[0]
    equal((post["address"], post["handle"], post["words"], post["posted_at"], post["posted_from"], post["captures"]),
          ("https://x.com/marrow_guard/status/2025942571372281856", "@marrow_guard", "The gates are open. Stay at home.",
           "2026-02-23T17:35:23+03:00", "number", 1))
    # The same post again is a second look at it.
    equal(desk.json("post", "add", "ferry", "-", stdin=json.dumps(OEMBED).encode())["captures"], 2)
    other = desk.json("post", "add", "ferry", "https://x.com/old_mole/status/2025942571372281999", "--words", "No boats today.", "--by", "Old Mole (@old_mole)")
    equal((other["author"], other["handle"], other["words"]), ("Old Mole", "@old_mole", "No boats today."))
    equal(len(desk.run("post", "list", "ferry").splitlines()), 2)
    desk.run("post", "add", "ferry", "story.md", expect=FAILED)

    desk.write("register.txt", "48 boats, and eight of them afloat\n")
    answered = desk.json("claim", "set", claim["id"][:8], "--said", "yes", "--so", "verified", "--because", "two saw it",
                         "--evidence", "https://example.org/boats", "--evidence", "register.txt", "--evidence", post["id"][:8],
                         "--evidence", "https://twitter.com/old_mole/status/2025942571372281999?s=20")
    equal((answered["said"], answered["so"], answered["status"], answered["because"], answered["answered_by"]),
          ("yes", "verified", "verified", "two saw it", "Ada Tester"))
    equal([(item["kind"], item["title"]) for item in answered["evidence"]],
          [("address", ""), ("file", "register.txt"), ("post", "Marrow Coast Guard"), ("post", "Old Mole")])
    equal(answered["evidence"][2]["ref"], post["id"])
    equal([c["exact"] for c in desk.json("claim", "list", "ferry")], ["It has 40 boats", "We can carry nobody"])
    desk.run("claim", "set", claim["id"], "--evidence", "missing.pdf", expect=FAILED)
    # An answer that is not given stays.
    equal(desk.json("claim", "set", claim["id"], "--so", "disputed")["said"], "yes")

    equal(desk.json("check", "ferry")["must_be_seen"], 0)
    desk.run("save", "ferry", "-", stdin=STORY.replace("40 boats", "48 boats").encode())
    equal(desk.json("claim", "list", "ferry")[0]["fit"], "changed")
    check = desk.json("check", "ferry", expect=NO)
    equal([(f["kind"], f["claim"]) for f in check["findings"] if f["must_be_seen"]], [("words-changed", claim["id"])])
    contains(desk.run("check", "ferry", expect=NO), "! ")


def test_ledger(folder):
    desk = make_story(folder)
    first = desk.json("publish", "ferry", "--at", "2026-02-23 18:45")
    equal((first["kind"], first["at"], first["words"], first["revision_number"]), ("publish", "2026-02-23T18:45:00+03:00", "", 1))
    desk.run("publish", "ferry", expect=NO)
    story = desk.json("list", "--state", "published")[0]
    equal((story["published_at"], story["not_out"]), ("2026-02-23T18:45:00+03:00", False))

    second = STORY.replace("40 boats", "48 boats")
    desk.run("save", "ferry", "-", stdin=second.encode())
    equal(desk.json("list")[0]["not_out"], True)
    equal(desk.run("diff", "ferry"), "The ferry line asked for help on Monday. It has [-40-]{+48+} boats, the harbour master said.\n")
    equal(desk.run("publish", "ferry", "--at", "2026-02-23 22:19"), "Updated at 10:19 pm.\n")
    third = second.replace("Nobody", "No one")
    desk.run("save", "ferry", "-", stdin=third.encode())
    equal(desk.json("publish", "ferry", "--no-stamp", "--at", "2026-02-23 22:30")["kind"], "silent")
    equal(desk.run("update", "ferry", "Now with pictures.", "--at", "2026-02-23 23:00"), "Now with pictures.\n")
    correction = desk.json("correct", "ferry", "--was", "40 boats", "--now", "48 boats", "--because", "the register", "--at", "2026-02-24 09:00")
    equal((correction["kind"], correction["was"], correction["now"], correction["because"]), ("correction", "40 boats", "48 boats", "the register"))
    for part in ("24 February 2026", "40 boats", "48 boats"):
        contains(correction["words"], part)

    for time, text in (("2026-02-23 18:45", STORY), ("2026-02-23 22:18:59", STORY), ("2026-02-23 22:20", second), ("2026-02-24T06:00:00Z", third)):
        equal(desk.run("show", "ferry", "--at", time), text)
    equal(desk.json("show", "ferry", "--at", "2026-02-23 22:20")["update"]["words"], "Updated at 10:19 pm.")
    desk.run("show", "ferry", "--at", "2026-02-23 18:44", expect=NO)
    equal(desk.run("show", "ferry", "--published"), third)


def test_exchange(folder):
    desk = make_desk(folder)
    desk.write("harbour.txt", AGENCY)
    equal(desk.run("import", "harbour.txt"), "harbour\n")
    contains(desk.stderr, "deskctl update harbour --found")
    equal(desk.run("show", "harbour"),
          "Headline: Harbour reopens after night of storms\nDateline: PORT ALDER, Marrow Coast\nLanguage: en\nZone: Asia/Baghdad\n"
          "Related: Ferry line asks for help\n\nThe harbour opened again on Monday, “after the longest night [of the year],” the harbour "
          "master said.\n\nUpdated at 10:19 pm.")
    imported = desk.json("import", "-", stdin=AGENCY.encode())[0]
    equal((imported["stamp"]["words"], imported["stamp"]["hour"], imported["stamp"]["has_date"], imported["stamp"]["zone"]),
          ("Updated at 10:19 pm.", 22, False, None))
    desk.run("update", "harbour", "--found", expect=USAGE)
    found = desk.json("update", "harbour", "--found", "--at", "2026-02-23 22:19")
    equal((found["kind"], found["words"], found["at"], found["revision_number"]), ("update", "Updated at 10:19 pm.", "2026-02-23T22:19:00+03:00", 2))
    assert "Updated" not in desk.run("show", "harbour", "--body")

    # A file that others hold names the entry it shows; the words alone are those of the story.
    equal(desk.run("export", "harbour", "--format", "markdown", "--without-id"), desk.run("show", "harbour"))
    named = desk.json("export", "harbour")
    equal(named["content"], desk.run("show", "harbour") + f"\n<!-- Desk entry {named['entry']} -->\n")
    desk.write("named.md", named["content"])
    equal(Desk(folder, "named.desk").json("import", "named.md")[0]["story"]["slug"], "named")
    equal(Desk(folder, "named.desk").run("show", "named"), desk.run("show", "harbour"))
    text = desk.run("export", "harbour", "--format", "text")
    contains(text, "PORT ALDER, Marrow Coast")
    contains(text, "Updated at 10:19 pm.")
    equal(desk.json("export", "harbour", "--format", "text")["content"], text)
    desk.run("export", "harbour", "--revision", "@1", "-o", "out.md")
    with open(os.path.join(folder, "out.md"), encoding="utf-8") as file:
        equal(file.read(), desk.run("show", "harbour", "--revision", "@1") + f"\n<!-- Desk entry {desk.json('log', 'harbour')[-1]['id']} -->\n")
    equal(desk.json("dossier", "harbour", "-o", "dossier.pdf", "--at", "2026-02-23 23:00")["file"], "dossier.pdf")
    with open(os.path.join(folder, "dossier.pdf"), "rb") as file:
        equal(file.read(5), b"%PDF-")

    for pages in ("pdf", "proof"):
        equal(desk.json("export", "harbour", "--format", pages, "-o", "pages.pdf")["file"], "pages.pdf")
        with open(os.path.join(folder, "pages.pdf"), "rb") as file:
            equal(file.read(5), b"%PDF-")

    # Another desk takes in what this one has, and no more the second time.
    desk.run("backup", "copy.desk")
    other = Desk(folder, "other.desk")
    other.run("new", "--slug", "mine")
    equal(sorted(other.run("import", "copy.desk").split()), sorted(story["slug"] for story in desk.json("list")))
    equal(other.json("import", "copy.desk"), [])
    equal(other.run("show", "harbour"), desk.run("show", "harbour"))
    equal(other.json("log", "harbour")[0]["id"], desk.json("log", "harbour")[0]["id"])


def read_all(desk):
    return [desk.json(*words) for words in (["list"], ["log", "ferry"], ["claim", "list", "ferry"], ["post", "list", "ferry"], ["show", "ferry"], ["search", "boats"])]


def test_keeping(folder):
    desk = make_story(folder)
    desk.run("claim", "add", "ferry", "--exact", "It has 40 boats", "--kind", "figure")
    desk.run("post", "add", "ferry", "https://x.com/old_mole/status/2025942571372281999", "--words", "No boats today.")
    desk.run("publish", "ferry", "--at", "2026-02-23 18:45")
    contains(desk.run("verify"), "intact: ")
    report = desk.json("verify", "ferry")
    equal((report["intact"], report["faults"]), (True, []))
    assert report["entries"] >= 4 and report["texts"] >= 1

    before = read_all(desk)
    equal(desk.json("rebuild")["entries"] >= report["entries"], True)
    equal(read_all(desk), before)
    desk.run("verify")

    desk.run("backup", "copy.desk")
    copy = Desk(folder, "copy.desk")
    equal(read_all(copy), before)
    equal(copy.run("verify"), desk.run("verify"))

    # Desk makes backups of its own while it is open.
    desk.run("backup", expect=USAGE)
    desk.run("backup", "--list", "copy.desk", expect=USAGE)
    equal(desk.json("backup", "--list", expect=NO), [])
    os.mkdir(desk.path + "-backups")
    for hour in (7, 9, 8):
        desk.run("backup", f"{desk.path}-backups/2026-02-23T0{hour}-30-00Z.desk")
    equal([backup["at"] for backup in desk.json("backup", "--list")], [f"2026-02-23T0{hour}:30:00Z" for hour in (9, 8, 7)])
    equal(len(desk.run("backup", "--list").splitlines()), 3)
    equal(read_all(Desk(folder, desk.json("backup", "--list")[0]["file"])), before)


def test_proof(folder):
    desk = make_story(folder)
    desk.run("publish", "ferry", "--at", "2026-02-23 18:45")
    held = desk.json("export", "ferry")["entry"]
    desk.run("backup", "copy.desk")
    desk.run("save", "ferry", "-", stdin=STORY.replace("40", "48").encode())
    later = desk.json("log", "ferry")[0]["id"]

    report = desk.json("verify", "--against", held, "--against", later[:8])
    equal([(proof["found"], proof["holds"], proof["story"]) for proof in report["against"]], [(True, True, "ferry")] * 2)
    equal((report["against"][0]["entry"]["id"], report["against"][0]["entry"]["kind"]), (held, "update"))
    assert report["against"][0]["after"] >= 1 and report["against"][1]["after"] == 0
    contains(desk.run("verify", "ferry", "--against", held[:12]), f"{held} is in this history")

    # A copy from before does not have it, and goes on in another way.
    copy = Desk(folder, "copy.desk")
    contains(copy.run("verify", "--against", later, expect=NO), later)
    copy.run("save", "ferry", "-", stdin=STORY.replace("40", "39").encode())
    other = copy.json("log", "ferry")[0]["id"]
    desk.run("import", "copy.desk")
    report = desk.json("verify", "--against", later, expect=NO)
    equal((report["intact"], report["against"][0]["found"], report["against"][0]["holds"]), (True, True, False))
    equal(report["against"][0]["first_beside"]["id"], other)
    contains(desk.run("verify", "--against", later, expect=NO), other)

    desk.run("verify", "--against", held[:7], expect=USAGE)
    desk.run("verify", "--against", "harbour", expect=USAGE)


def test_history(folder):
    history = os.path.join(folder, "Harbour history")
    os.mkdir(history)
    bodies = ["The harbour at dawn.\n" + "".join(f"Line {i} of {n}.\n" for i in range(n)) for n in range(80)]
    for n, body in enumerate(bodies):
        path = os.path.join(history, f"{n:03}.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(body)
        os.utime(path, (1700000000 + n * 60,) * 2)
    desk = Desk(folder, "history.desk")
    taken = desk.json("import", "--history", "Harbour history")
    equal((taken[0]["versions"], taken[0]["story"]["slug"]), (80, "harbour-history"))
    sizes = desk.json("compact")
    assert sizes["after"] < sizes["before"], sizes
    contains(desk.run("compact"), ", now ")
    for n in (1, 2, 44, 79, 80):
        equal(desk.run("show", "harbour-history", "--revision", f"@{n}", "--body"), bodies[n - 1])
    contains(desk.run("verify"), "intact: ")
    desk.run("import", expect=USAGE)
    desk.run("import", "--history", "Harbour history", "a.md", expect=USAGE)
    desk.run("import", "--history", "nowhere", expect=FAILED)


def test_damage(folder):
    desk = make_story(folder)
    desk.run("save", "ferry", "-", stdin=STORY.replace("40", "48").encode())
    revisions = desk.json("log", "ferry")
    with sqlite3.connect(desk.path) as database:
        identity, data = database.execute("SELECT id, bytes FROM entry WHERE id = ?", (bytes.fromhex(revisions[1]["id"]),)).fetchone()
        flipped = bytearray(data)
        flipped[len(flipped) // 2] ^= 1
        database.execute("UPDATE entry SET bytes = ? WHERE id = ?", (bytes(flipped), identity))
    report = desk.json("verify", expect=NO)
    equal(report["intact"], False)
    contains([fault["id"] for fault in report["faults"]], revisions[1]["id"])
    contains(desk.run("verify", expect=NO), "not intact")


def test_recover(folder):
    desk = make_story(folder)
    desk.run("claim", "add", "ferry", "--exact", "It has 40 boats", "--kind", "figure")
    before = read_all(desk)
    os.mkdir(desk.path + "-backups")
    desk.run("backup", f"{desk.path}-backups/2026-02-23T07-30-00Z.desk")
    desk.run("save", "ferry", "-", stdin=STORY.replace("40", "48").encode())
    with sqlite3.connect(desk.path) as database:
        page = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'claim'").fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    database.close()
    with open(desk.path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * 200)
    with open(desk.path, "rb") as file:
        damaged = file.read()

    desk.run("claim", "list", "ferry", expect=FAILED)
    desk.run("recover", desk.path, expect=USAGE)
    desk.run("recover", desk.path, "-o", desk.path, expect=USAGE)
    report = desk.json("recover", desk.path, "-o", "new.desk")
    equal((report["backup_at"], report["complete"], report["losses"]), ("2026-02-23T07:30:00Z", True, []))
    assert report["changes"] >= 1
    contains(desk.run("recover", desk.path, "-o", "again.desk"), "Nothing is missing")
    with open(desk.path, "rb") as file:
        equal(file.read(), damaged)
    new = Desk(folder, "new.desk")
    contains(new.run("verify"), "intact: ")
    contains(new.run("show", "ferry"), "It has 48 boats")
    equal([claim["id"] for claim in new.json("claim", "list", "ferry")], [claim["id"] for claim in before[2]])

    desk.run("recover", desk.write("text.desk", STORY), "-o", "none.desk", expect=FAILED)
    assert not os.path.exists(os.path.join(folder, "none.desk"))


def test_style(folder):
    desk = make_story(folder)
    equal(desk.json("lint", "ferry"), [])
    contains(desk.run("rule", "list"), "doubled")
    identifier = desk.run("rule", "add", "Boats", "vessels", "--why", "The house has no boats", "--language", "en", "--any-case").strip()
    found = desk.json("lint", "ferry", expect=NO)
    equal([(f["words"], f["suggestions"], f["message"]) for f in found], [("boats", ["vessels"], "The house has no boats")])
    contains(desk.run("lint", "ferry", expect=NO), "“boats”")
    desk.run("rule", "drop", identifier)
    desk.run("lint", "ferry")
    desk.run("rule", "drop", "Boats", "--again")
    desk.run("lint", "ferry", expect=NO)
    desk.run("rule", "add", "(a", "--regex", expect=USAGE)
    desk.run("rule", "drop", "nothing", expect=NO)

    table = desk.write("rules.csv", 'Term,Preferred,Why,Regex,Language\r\nadvisor,adviser,"The ""house""\r\nspells it so",,en\r\n,nothing\r\n(\\d+) boats,$1 vessels,,yes,\r\n(b,,,yes,\r\n')
    report = desk.json("rule", "import", table, expect=NO)
    equal((report["read"], report["taken"], len(report["faults"])), (2, 2, 2))
    contains(report["faults"][0], "Line 4")
    contains(report["faults"][1], "Line 6")
    again = desk.json("rule", "import", table, expect=NO)
    equal(again["taken"], 0)
    equal([f["suggestions"] for f in desk.json("lint", "ferry", expect=NO)], [["40 vessels"]])

    exported = desk.run("rule", "export")
    contains(exported, 'advisor,adviser,"The ""house""\r\nspells it so",,en,\r\n')
    other = Desk(folder, "other.desk")
    equal(other.json("rule", "import", "-", stdin=exported.encode())["taken"], 3)
    equal(other.run("rule", "export"), exported)


def test_notes(folder):
    desk = make_story(folder)
    note = desk.json("note", "add", "ferry", "Count again", "--exact", "40 boats")
    equal((note["exact"], note["words"], note["resolved"]), ("40 boats", "Count again", False))
    contains(desk.run("note", "list", "ferry"), "Count again")
    desk.run("note", "resolve", "ferry", note["id"][:8])
    equal(desk.json("note", "list", "ferry")[0]["resolved"], True)
    desk.run("note", "resolve", "ferry", note["id"][:8], "--reopen")
    equal(desk.json("note", "list", "ferry")[0]["resolved"], False)
    desk.run("note", "resolve", "ferry", "ffffffff", expect=NO)
    desk.run("note", "add", "ferry", "x", "--exact", "no such words", expect=NO)
    for form in ["markdown", "text"]:
        assert "Count again" not in desk.run("export", "ferry", "--format", form)
    desk.run("dossier", "ferry", "-o", "ferry.pdf")


TESTS = [test_use, test_wrong_options, test_settings, test_texts, test_merge, test_claims_and_posts, test_ledger, test_exchange, test_keeping, test_history, test_proof, test_damage, test_recover, test_style, test_notes]

DESKCTL = os.path.abspath(sys.argv[1])


def main():
    print(f"1..{len(TESTS)}")
    failed = 0
    for number, test in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory(prefix="deskctl-test-") as folder:
            try:
                test(folder)
                print(f"ok {number} {test.__name__}", flush=True)
            except (AssertionError, KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as error:
                failed += 1
                print("\n".join(f"# {line}" for line in f"{type(error).__name__}: {error}".splitlines()))
                print(f"not ok {number} {test.__name__}", flush=True)
    return 1 if failed else 0


sys.exit(main())
