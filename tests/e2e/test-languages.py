# SPDX-License-Identifier: GPL-3.0-or-later
"""Desk in German and in Arabic: its words, its direction, and nothing to complain about on any page."""

import gettext
import os

import driver
from driver import check

LOCALES = os.environ["DESK_LOCALES"]


def look_around(tap, home, language, locale, next_key):
    catalog = gettext.translation("desk", LOCALES, [language], fallback=True)
    words = {word: catalog.gettext(word) for word in ("New Story", "Search Stories", "Inspector", "Stories", "Story text")}
    missing = [word for word, translation in words.items() if translation == word]
    if missing:
        tap.skip(f"Desk in {language}", f"there is no translation of {', '.join(missing)} in {LOCALES}")
        return

    with home.desk("--sample", LANGUAGE=language, LC_ALL=locale) as desk:
        with tap.point(f"{language}: the window speaks it"):
            desk.find("button", words["New Story"])
            desk.find("toggle button", words["Search Stories"])
            desk.find("toggle button", words["Inspector"])
            desk.find("list item", within=desk.find("list", words["Stories"]))

        with tap.point(f"{language}: {next_key} goes on, as it is read"):
            desk.find("text", words["Story text"])
            pages = [node.name for node in desk.seen("page tab")]
            check(len(pages) == 5, f"the inspector's pages are {pages}")
            desk.keys("alt+1")
            desk.go_to("page tab", pages[0], "shift+Tab")
            desk.keys(next_key)
            desk.wait_focus(pages[1])

        with tap.point(f"{language}: every page can be opened"):
            for key, page in zip("12345", pages):
                desk.keys(f"alt+{key}")
                desk.find("heading", within=desk.find("panel", page))

        with tap.point(f"{language}: so can what asks and what compares"):
            for key in ("ctrl+shift+Return", "ctrl+shift+k", "ctrl+comma", "ctrl+question"):
                desk.keys(key)
                desk.find("dialog")
                desk.keys("Escape")
                desk.gone("dialog")
            desk.keys("F4")
            desk.gone("text", words["Story text"])
            desk.keys("Escape")
            desk.find("text", words["Story text"])


def german(tap, home):
    look_around(tap, home, "de", "de_DE.UTF-8", "Right")


def arabic(tap, home):
    look_around(tap, home, "ar", "ar_EG.UTF-8", "Left")


driver.main(german, arabic)
