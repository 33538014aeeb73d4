# SPDX-License-Identifier: GPL-3.0-or-later
"""One program, one window for each desk."""

import re

import driver
from driver import check, wait


def two_desks(tap, home):
    for name, headline in (("a.desk", "Harbour reopens"), ("b.desk", "Bakery closes")):
        home.make_desk(name, f"Headline: {headline}\n\nThe first line of it.\n")
    (home.path("again.desk")).symlink_to(home.path("a.desk"))

    def window(headline):
        return next((frame for frame in desk.windows() if frame.find_all("list item", re.compile(f"^{headline}"))), None)

    with home.desk("--desk", home.path("a.desk")) as desk:
        with tap.point("a desk is shown"):
            wait(lambda: window("Harbour reopens"), "the first desk")

        with tap.point("another one is shown in a window of its own"):
            home.run("--desk", home.path("b.desk"))
            wait(lambda: window("Bakery closes"), "the second desk")
            check(len(desk.windows()) == 2, f"there are {len(desk.windows())} windows")
            for mine, other in (("Harbour reopens", "Bakery closes"), ("Bakery closes", "Harbour reopens")):
                check(not window(mine).find_all("list item", re.compile(f"^{other}")), f"the desk of “{mine}” shows “{other}” too")
            wait(lambda: "active" in window("Bakery closes").states, "the second window to be in front")

        for way, arguments in (
            ("by its name", ["--desk", home.path("a.desk")]),
            ("by a name in the folder one is in", ["--desk", "a.desk"]),
            ("by another name", ["--desk", "again.desk"]),
            ("as a file", ["a.desk"]),
        ):
            with tap.point(f"a desk that is open comes to the front when it is opened again {way}"):
                home.run("b.desk")
                wait(lambda: "active" in window("Bakery closes").states, "the second window to be in front")
                home.run(*arguments)
                wait(lambda: "active" in window("Harbour reopens").states, "the first window to be in front")
                check(len(desk.windows()) == 2, f"there are {len(desk.windows())} windows")

        with tap.point("a new story goes to the desk whose window is in front"):
            desk.keys("ctrl+n")
            desk.wait_focus("Headline")
            desk.type("Ferry sails at noon\n")
            desk.saved()
            check(not window("Bakery closes").find_all("list item", re.compile("^(Ferry|No headline)")), "it went to the other desk")

    with tap.point("each desk has its own stories"):
        check({story["headline"] for story in home.deskctl("a.desk", "list")} == {"Harbour reopens", "Ferry sails at noon"}, "the first desk")
        check({story["headline"] for story in home.deskctl("b.desk", "list")} == {"Bakery closes"}, "the second desk")


driver.main(two_desks)
