# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is killed while somebody types: what the window said to be saved is there afterwards."""

import random
import time

import driver
from driver import check, wait

ROUNDS = 5
WORDS = "storm harbour ferry mooring night pilot tide quay crew light boat wind".split()


def kill(tap, home):
    # The same moments in every run.
    chance = random.Random(20261122)
    home.deskctl("a.desk", "set", "person", "Ada Marsh")
    written = ""

    for n in range(1, ROUNDS + 1):
        with home.desk("--desk", home.path("a.desk")) as desk:
            def body():
                return desk.find("text", "Story text").text

            if n == 1:
                desk.press("New Story", within=desk.find("grouping", "An Empty Desk"))
                desk.wait_focus("Headline")
                desk.type("Night of storms\n")
            else:
                with tap.point(f"what was saved before the end of round {n - 1} is there"):
                    after = wait(body, "the text")
                    check(after.startswith(promised), f"“Saved” was said of {promised!r}, and there is {after!r}")
                    check(written.startswith(after), f"typed was {written!r}, and there is {after!r}")
                    check(desk.find("text", "Headline").text == "Night of storms", "the headline is to be there")
                    driver.note(f"{len(after)} letters are there")
                    written = after

            # By way of the search the cursor is in the text, from wherever it is.
            desk.keys("ctrl+f")
            desk.wait_focus("Find in This Story")
            desk.keys("Escape")
            desk.wait_focus("Story text")
            desk.keys("ctrl+End")
            begin = f"Round {n} begins. "
            desk.type(begin)
            wait(lambda: body() == written + begin, lambda: f"{written + begin!r}, there is {body()!r}")
            desk.saved()
            promised = body()

            bursts = [" ".join(chance.choice(WORDS) for _ in range(20)) + ". " for _ in range(3)]
            written = promised + "".join(bursts)
            typing = desk.start_typing(*bursts)
            end = time.monotonic() + chance.uniform(0.5, 3.5)
            while time.monotonic() < end:
                words = body()
                # The words are read first: what is then said to be saved has them.
                if any(node.text == "Saved" for node in desk.seen("status bar")):
                    promised = words
            desk.kill()
            # To its end, as it would leave a key pressed.
            typing.wait()
            driver.note(f"killed when {len(promised)} of at most {len(written)} letters were said to be saved")

    with home.desk("--desk", home.path("a.desk")) as desk:
        with tap.point(f"what was saved before the end of round {ROUNDS} is there"):
            after = wait(lambda: desk.find("text", "Story text").text, "the text")
            check(after.startswith(promised), f"“Saved” was said of {promised!r}, and there is {after!r}")
            check(written.startswith(after), f"typed was {written!r}, and there is {after!r}")

    with tap.point("each end made a version that was recovered, and the desk is intact"):
        story, = home.deskctl("a.desk", "list")
        check(story["slug"] == "night-of-storms", f"the slug is {story['slug']}")
        versions = home.deskctl("a.desk", "log", story["slug"])
        recovered = [version for version in versions if version["why"] == "recovered"]
        check(len(recovered) == ROUNDS, f"{len(recovered)} versions of {len(versions)} are recovered")
        body = home.deskctl("a.desk", "show", story["slug"])["content"]["body"]
        check(body.rstrip("\n") == after.rstrip("\n"), f"the desk has {body!r}, the window {after!r}")
        report = home.deskctl("a.desk", "verify")
        check(report["intact"], f"verify says {report}")


driver.main(kill)
