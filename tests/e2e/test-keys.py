# SPDX-License-Identifier: GPL-3.0-or-later
"""What keys do where two could take them, and where there is little room."""

import re

import driver
from driver import check, wait

STORY = """Headline: Ferry line asks for help
Dateline: PORT ALDER
Language: en
Zone: Europe/Berlin

The ferry line has 40 boats, the harbour master said.
"""
PAGES = (("alt+1", "Claims"), ("alt+2", "Posts"), ("alt+3", "Updates"), ("alt+4", "History"), ("alt+5", "Details"))


def make_desk(home):
    home.make_desk("a.desk", STORY)
    story, = home.deskctl("a.desk", "list")
    home.deskctl("a.desk", "claim", "add", story["slug"], "--exact", "40 boats", "--by", "Harbour master")
    return story["slug"]


def claim_form(tap, home):
    slug = make_desk(home)
    with home.desk("--desk", home.path("a.desk"), "--story", slug) as desk:
        with tap.point("a letter in an open list is the list's, on the row it is an answer"):
            desk.find("text", "Story text")
            desk.keys("F8")
            desk.wait_focus(re.compile("so open, No source$"))
            desk.press("Kind", "toggle button")
            kind = desk.find("combo box", "Kind")
            wait(lambda: any("focused" in node.states for node in kind.walk()), "the focus in the list of kinds")
            kind.find_all("label", "Figure") or driver.check(False, "the list is to be open")
            desk.keys("s", "d", "x", "Down", "Return")
            desk.find("list item", re.compile("Figure, said\\?, so open, No source$"))
            desk.keys("Escape")
            desk.wait_focus(re.compile(", No source$"))
            check(home.deskctl("a.desk", "claim", "list", slug)[0]["status"] == "open", "the claim is to be open still")
            desk.keys("s")
            desk.find("list item", re.compile(", said, so open, No source$"))


def narrow(tap, home):
    make_desk(home)
    with home.desk("--desk", home.path("a.desk"), "--size", "360x720") as desk:
        with tap.point("in a narrow window every page of the inspector comes by its key, and Escape puts it away"):
            desk.find("list", "Stories")
            desk.go_to("list item", re.compile("^Ferry line"))
            desk.keys("Return")
            desk.find("text", "Story text")
            for key, name in PAGES:
                desk.keys(key)
                desk.find("heading", name)
                desk.keys("Escape")
                desk.gone("heading", name)
            wait(lambda: "40 boats" in desk.find("text", "Story text").text, "the text")


def write(tap, home):
    make_desk(home)
    other = home.path("other.md")
    with open(other, "w", encoding="utf-8") as file:
        file.write(STORY.replace("Ferry line asks for help", "Boats").replace("40 boats", "12 boats"))
    home.deskctl("a.desk", "new", other)
    stories = {story["headline"]: story["slug"] for story in home.deskctl("a.desk", "list")}
    with home.desk("--desk", home.path("a.desk"), "--story", stories["Ferry line asks for help"]) as desk:

        def shows(words):
            wait(lambda: words in desk.find("text", "Story text").text, words)

        with tap.point("the palette finds a command by some letters of its words, and Enter gives it"):
            desk.find("text", "Story text")
            desk.keys("ctrl+shift+p")
            desk.wait_focus("Type what to do")
            desk.type("repl story")
            desk.keys("Down", "Up", "Return")
            desk.wait_focus("Find in This Story")

        with tap.point("words are replaced, and the replacement undone, by key alone"):
            desk.type("boats")
            desk.go_to("text", "Replace With")
            desk.type("ships")
            desk.keys("Return")
            shows("40 ships")
            desk.keys("Escape", "ctrl+z")
            shows("40 boats")

        with tap.point("what is cut comes back by a plain paste"):
            desk.keys("ctrl+a", "ctrl+x")
            wait(lambda: "boats" not in desk.find("text", "Story text").text, "an empty text")
            desk.keys("ctrl+shift+v")
            shows("40 boats")

        with tap.point("words are replaced in every story of the desk, and taken back"):
            desk.keys("ctrl+shift+h")
            desk.find("dialog", "Replace in All Stories")
            desk.type("boats")
            desk.keys("Tab")
            desk.type("vessels")
            desk.find_words(re.compile("2 stories"))
            desk.press("Replace")
            shows("40 vessels")
            desk.press("Undo")
            shows("40 boats")


driver.main(claim_form, narrow, write)
