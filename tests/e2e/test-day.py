# SPDX-License-Identifier: GPL-3.0-or-later
"""An evening at the desk: a story from its first line to "Updated at …", closed, and opened again."""

import re

import driver
from driver import check, wait

HEADLINE = "Harbour reopens after night of storms"
STANDFIRST = "The first ferry sails at noon"
BYLINE = "Ada Marsh"
DATELINE = "PORT ALDER"
LEAD = "The harbour of Port Alder reopened on Tuesday."
CLAIM = "The harbour master said twelve boats were lost."
CORRECTED = "The harbour master said eleven boats were lost."
LATE = "Nobody was hurt in the storm, the mayor said."
SOURCE = "https://example.org/harbour/boats"
POST = "https://x.com/alder_harbour/status/1790000000000000000"
POST_WORDS = "The moorings held all night. The harbour opens at noon."
EMBEDDED = "https://x.com/marrow_ferries/status/1790000111222333444"
EMBED_CODE = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The first ferry leaves Port Alder at noon.</p>'
    "&mdash; Marrow Ferries (@marrow_ferries) "
    f'<a href="{EMBEDDED}?ref_src=twsrc">May 13, 2024</a></blockquote>'
)
STAMP = re.compile(r"^Updated at \d+:\d\d [ap]m\.$")


def day(tap, home):
    def body():
        return desk.find("text", "Story text").text

    def body_says(words):
        wait(lambda: words in body(), lambda: f"“{words}” in {body()!r}")

    def to_body():
        # From wherever one is: the search ends in the text.
        desk.keys("ctrl+f")
        desk.wait_focus("Find in This Story")
        desk.keys("Escape")
        desk.wait_focus("Story text")
        desk.keys("ctrl+End")

    def step(button, done):
        while not done():
            before = body()
            desk.press(button)
            wait(lambda: body() != before, f"{button} to do something")

    def page(way, name):
        if way.startswith("alt"):
            desk.keys(way)
        else:
            desk.act(way)
        desk.find("heading", name)
        return desk.find("panel", name)

    def publish():
        desk.keys("ctrl+shift+Return")
        dialog = desk.find("dialog", "Publish")
        desk.find("grouping", "How It Goes Out", dialog)
        return dialog

    def published():
        desk.keys("ctrl+Return")
        desk.gone("dialog")
        desk.find("label", re.compile(r"Published \d+:\d\d"))
        desk.gone("label", re.compile("not out"))

    with home.desk("--desk", home.path("a.desk")) as desk:
        with tap.point("the first run asks for a name, and Enter accepts"):
            desk.find("dialog", "Welcome to Desk")
            desk.wait_focus("Your Name")
            desk.keys("ctrl+a")
            desk.type(BYLINE + "\n")
            desk.gone("dialog")

        with tap.point("a new story begins with its headline"):
            desk.press("New Story", within=desk.find("grouping", "An Empty Desk"))
            desk.wait_focus("Headline")
            desk.type(HEADLINE + "\n")
            desk.wait_focus("Standfirst")
            desk.type(STANDFIRST + "\n")
            desk.wait_focus("Byline")
            desk.type(BYLINE + "\n")
            desk.wait_focus("Dateline")
            desk.type(DATELINE + "\n")
            desk.wait_focus("Story text")
            desk.type(f"{LEAD} {CLAIM}")
            body_says(f"{LEAD} {CLAIM}")
            desk.saved()

        with tap.point("Ctrl+M marks the sentence at the cursor, with who said it"):
            desk.keys("ctrl+m")
            desk.find("dialog", "New Claim")
            desk.wait_focus("Who")
            check(desk.focused().text == "Harbour master", f"{desk.focused().text!r} is to have said it")
            desk.keys("Return")
            desk.find("list item", re.compile(f"“{re.escape(CLAIM)}”.*Harbour master.*said\\?, so open, No source"))
            desk.find("button", f"Open: {CLAIM}")

        with tap.point("undo and redo go back and forth"):
            to_body()
            desk.type(" Mistyped.")
            body_says("Mistyped")
            step("Undo", lambda: "M" not in body())
            check(CLAIM in body(), f"undo left {body()!r}")
            step("Redo", lambda: "Mistyped." in body())
            step("Undo", lambda: body().endswith(CLAIM))

        with tap.point("F8 goes to what is open; S, V and a source answer it"):
            desk.keys("F8")
            desk.wait_focus(re.compile("so open, No source$"))
            desk.keys("s")
            desk.find("list item", re.compile(", said, so open, No source$"))
            desk.keys("v")
            desk.wait_focus("Add Source")
            desk.type(SOURCE + "\n")
            desk.find("list item", re.compile(", said, so verified, 1 source$"))
            desk.find("button", f"Verified: {CLAIM}")
            desk.keys("Escape")

        with tap.point("a post is kept with its words and account"):
            desk.keys("ctrl+shift+k")
            desk.find("dialog", "Keep a Post")
            desk.wait_focus("Address or Embed Code")
            desk.type(POST)
            desk.go_to("text", "Words")
            desk.type(POST_WORDS)
            desk.go_to("text", re.compile("^Account"))
            desk.type("Port Alder Harbour (@alder_harbour)\n")
            desk.gone("dialog")
            desk.find("article", "Post by Port Alder Harbour", page("alt+2", "Posts"))

        with tap.point("Quote makes quotation, claim and source at once"):
            to_body()
            desk.type("\n\n")
            desk.press("Quote", within=desk.find("article", "Post by Port Alder Harbour"))
            body_says(POST_WORDS.rstrip("."))
            item = desk.find("list item", re.compile("moorings held.*Port Alder Harbour.*said, so open, 1 source$"), page("alt+1", "Claims"))
            check("Quotation" in item.name, f"{item} is to be a quotation")

        with tap.point("an embed code is read, and its card stands in the text"):
            to_body()
            desk.type("\n\n")
            desk.keys("ctrl+shift+k")
            dialog = desk.find("dialog", "Keep a Post")
            desk.wait_focus("Address or Embed Code")
            desk.type(EMBED_CODE)
            desk.find("label", "X: post recognised", dialog)
            desk.keys("ctrl+Return")
            desk.gone("dialog")
            body_says(f"<{EMBEDDED}>")
            desk.find("article", "Post by Marrow Ferries", desk.find("text", "Story text"))

        with tap.point("Ctrl+S keeps a version"):
            to_body()
            desk.keys("ctrl+s")
            desk.find("list item", re.compile("Kept, Now"), page("alt+4", "History"))

        with tap.point("the story goes out without a stamp at first"):
            to_body()
            dialog = publish()
            check(desk.find("radio button", "First", dialog).checked, "the first time is proposed")
            published()

        with tap.point("what is typed then is not out"):
            to_body()
            desk.type(LATE)
            desk.find("label", re.compile("1 change not out"))

        with tap.point("an update is stamped, with the words readers see"):
            dialog = publish()
            check(desk.find("radio button", "Update", dialog).checked, "an update is proposed")
            desk.find("label", STAMP, dialog)
            check(LATE in desk.find("text", "What Changed", dialog).text, "the dialog is to show what changed")
            published()
            updates = page("alt+3", "Updates")
            stamp = desk.find("label", STAMP, updates).name
            desk.find("label", stamp, desk.find("text", "Story text"))

        with tap.point("a verified sentence that is changed waits again"):
            desk.keys("ctrl+f")
            desk.wait_focus("Find in This Story")
            desk.type("twelve")
            desk.find("label", re.compile("^1 "))
            desk.keys("Escape")
            desk.wait_focus("Story text")
            desk.type("eleven")
            body_says(CORRECTED)
            desk.find("button", re.compile("^Words changed: "))
            claims = page("alt+1", "Claims")
            desk.press("Still Holds", within=claims)
            desk.find("button", f"Verified: {CORRECTED}")

        with tap.point("a correction says what was and what is"):
            dialog = publish()
            desk.press("Correction", "radio button", dialog)
            check("twelve" in desk.find("text", "Was", dialog).text, "what was is to be filled in")
            check("eleven" in desk.find("text", "Now", dialog).text, "what is is to be filled in")
            published()
            updates = page("alt+3", "Updates")
            desk.find("label", re.compile("^Correction, .*twelve.*eleven"), updates)

        with tap.point("F4 compares what is out with what is here"):
            to_body()
            desk.type(" More is expected.")
            desk.saved()
            desk.keys("F4")
            view = desk.find("text", "Text of the Versions")
            desk.find("label", "1 change")
            desk.keys("F8")
            desk.find("label", "1 of 1 change")
            check("More is expected." in view.text, "the comparison is to show the new words")

        with tap.point("any two versions are compared"):
            desk.press("Earlier Version", "toggle button")
            desk.go_to("list item", None)
            desk.keys("End", "Return")
            desk.gone("list", "Versions")
            wait(lambda: desk.find("toggle button", "Earlier Version").find_all("label", re.compile("First version")), "the first version")
            desk.gone("label", "1 of 1 change")
            desk.keys("Escape")
            desk.gone("text", "Text of the Versions")

        with tap.point("what was out at a time is shown with what readers saw"):
            desk.keys("shift+F4")
            desk.find("text", "Time (24 hours)")
            desk.keys("Return")
            desk.find("label", re.compile("Readers saw"))
            view = desk.find("text", "Text of the Versions")
            check("More is expected." not in view.text, "what did not go out was not out")
            desk.keys("Escape")
            desk.gone("text", "Text of the Versions")

        with tap.point("a version is shown and brought back as a new one"):
            page("alt+4", "History")
            desk.go_to("list item", None)
            desk.keys("Home")
            desk.go_to("list item", re.compile(", Kept, "), "Down")
            desk.keys("Return")
            wait(lambda: CLAIM in desk.find("text", "Text of the Versions").text, "the version's own words")
            desk.press("Restore This Version")
            body_says(CLAIM)
            wait(lambda: LATE not in body() and CORRECTED not in body(), "the words since to go")
            desk.find("list item", re.compile("Now"), desk.find("panel", "History"))
            desk.saved()
            last = body()

    with home.desk("--desk", home.path("a.desk")) as desk:
        with tap.point("started again, the story is there as it was left"):
            desk.find("text", "Story text")
            check(body() == last, f"the text was {last!r} and is {body()!r}")
            for name, words in (("Headline", HEADLINE), ("Standfirst", STANDFIRST), ("Byline", BYLINE), ("Dateline", DATELINE)):
                check(desk.find("text", name).text == words, f"{name} is {desk.find('text', name).text!r}")
            desk.find("label", re.compile("changes? not out"))
            desk.find("list item", re.compile(f"^{HEADLINE}, .*Published.* 2 of 2 claims sourced$"), desk.find("list", "Stories"))

        with tap.point("so are claims, posts, updates and versions"):
            claims = page("inspector.claims", "Claims")
            desk.find("list item", re.compile("boats were lost.*1 source"), claims)
            desk.find("list item", re.compile("moorings held.*said, so open, 1 source$"), claims)
            posts = page("inspector.posts", "Posts")
            desk.find("article", "Post by Port Alder Harbour", posts)
            desk.find("article", "Post by Marrow Ferries", posts)
            updates = page("inspector.updates", "Updates")
            desk.find("label", stamp, updates)
            desk.find("label", re.compile("^Correction, "), updates)
            history = page("inspector.history", "History")
            desk.find("list item", re.compile("Restored|Brought back"), history)
            desk.find("list item", re.compile("First version"), history)

    with tap.point("deskctl says the same"):
        story, = home.deskctl("a.desk", "list")
        slug = story["slug"]
        check(story["state"] == "published", f"the state is {story['state']}")
        shown = home.deskctl("a.desk", "show", slug)["content"]
        fields = {field["name"]: field["value"] for field in shown["fields"]}
        check((fields["Headline"], fields["Standfirst"], fields["Byline"], fields["Dateline"]) == (HEADLINE, STANDFIRST, BYLINE, DATELINE),
              f"the fields are {fields}")
        check(shown["body"].rstrip("\n") == last.rstrip("\n"), f"the body is {shown['body']!r}")
        out = home.deskctl("a.desk", "show", slug, "--published")["content"]["body"]
        check(LATE in out and CORRECTED in out, f"out is {out!r}")
        claims = {claim["by"]: claim for claim in home.deskctl("a.desk", "claim", "list", slug)}
        check(set(claims) == {"Harbour master", "Port Alder Harbour"}, f"the claims are by {set(claims)}")
        check(claims["Harbour master"]["said"] == "yes" and len(claims["Harbour master"]["evidence"]) == 1, "the claim was said, by a source")
        check(claims["Port Alder Harbour"]["kind"] == "quotation", "the quotation is a claim")
        check({post["address"] for post in home.deskctl("a.desk", "post", "list", slug)} == {POST, EMBEDDED}, "two posts are kept")
        versions = home.deskctl("a.desk", "log", slug)
        check(len(versions) >= 5, f"there are {len(versions)} versions")
        check(all(version["author"] == BYLINE for version in versions), "every version has its author")

    with tap.point("the desk is intact"):
        report = home.deskctl("a.desk", "verify")
        check(report["intact"] and not report["faults"], f"verify says {report}")
        check(home.deskctl("a.desk", "get", "person")["person"] == BYLINE, "the desk knows who writes")


driver.main(day)
