# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk is full while somebody types, and then it has room: the words are kept, and saved without a key being pressed."""

import os
import pathlib
import re
import shutil
import tempfile

import driver
from driver import check, wait

STORY = "Headline: Night of storms\nLanguage: en\nZone: Asia/Baghdad\n\nThe harbour closed at nine.\n"


def fill(disk):
    """Leave no room at all on it."""
    ballast = disk / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            pass
    return ballast


def full_disk(tap, home):
    small = os.environ.get("DESK_SMALL_DISK")
    if not small:
        tap.skip("what is typed on a full disk is saved when there is room", "there is no small disk here")
        return

    disk = pathlib.Path(tempfile.mkdtemp(prefix="desk-e2e-", dir=small))
    try:
        path = disk / "a.desk"
        home.make_desk(path, STORY)
        with home.desk("--desk", path) as desk:
            def body():
                return desk.find("text", "Story text").text

            desk.go_to("list item", re.compile("^Night of storms, "))
            desk.keys("Return")
            wait(lambda: "closed at nine" in body(), "the story")
            desk.saved()
            ballast = fill(disk)
            desk.keys("ctrl+f")
            desk.wait_focus("Find in This Story")
            desk.keys("Escape")
            desk.wait_focus("Story text")
            desk.keys("ctrl+End")

            with tap.point("a banner says that the disk is full, and what becomes of the words"):
                desk.type("The ferry waits. ")
                wait(lambda: desk.seen(None, re.compile("^The disk is full. Your words are kept here")), "the banner")
                check(desk.seen("button", "Save Elsewhere…"), "there is to be a way to save elsewhere")
                check(not any(node.text == "Saved" for node in desk.seen("status bar")), "“Saved” is said and is not so")

            with tap.point("typing goes on"):
                desk.type("The pier holds. ")
                wait(lambda: body().endswith("The ferry waits. The pier holds. "), lambda: f"the words in {body()!r}")
                check(not any(node.text == "Saved" for node in desk.seen("status bar")), "“Saved” is said and is not so")
                if picture := os.environ.get("DESK_E2E_PICTURE"):
                    os.system(f"import -window root {picture}")

            with tap.point("with room again all is saved by itself"):
                ballast.unlink()
                desk.saved()
                check(not desk.seen("button", "Save Elsewhere…"), "the banner is to be gone")
                typed = body()
                desk.kill()

        with tap.point("what was said to be saved is there after the program was killed"):
            story, = home.deskctl(path, "list")
            with home.desk("--desk", path) as desk:
                desk.go_to("list item", re.compile("^Night of storms, "))
                desk.keys("Return")
                wait(lambda: desk.find("text", "Story text").text == typed, "the words")
            versions = home.deskctl(path, "log", story["slug"])
            check(any(version["why"] == "recovered" for version in versions), f"none is recovered: {versions}")
            check(home.deskctl(path, "verify")["intact"], "the desk is to be intact")
    finally:
        shutil.rmtree(disk, ignore_errors=True)


driver.main(full_disk)
