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


driver.main(claim_form, narrow)
