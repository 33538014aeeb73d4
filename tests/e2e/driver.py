# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real Desk as somebody with a screen reader and a keyboard does: by role, name, action and key.

A test is a program that runs one function and says in TAP what it found:

    def story(tap, home):
        with home.desk("--desk", home.path("a.desk")) as desk, tap.point("a new story can be typed"):
            desk.act("win.new-story")
            desk.type("Harbour reopens")

    driver.main(story)

Nothing is assumed about how long anything takes: what a test waits for is looked at again and again, until LIMIT.
So it does not wait for a toast, which may have gone when one looks.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

# The tree is asked anew each time: an answer kept from before would be believed for too long.
os.environ["ATSPI_NO_CACHE"] = "1"
# Desk's warnings are fatal. The library here warns of programs that have only just begun.
os.environ.pop("G_DEBUG", None)

try:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
except (ImportError, ValueError) as error:
    print(f"1..0 # SKIP no way to see what a screen reader sees: {error}")
    sys.exit(0)

LIMIT = 90  # seconds; only a test that fails waits for it
PAUSE = 0.05

DESK = os.environ.get("DESK_BIN", "desk")
DESKCTL = os.environ.get("DESKCTL_BIN", "deskctl")

# No animations, so that what is closed is gone.
GTK_SETTINGS = "[Settings]\ngtk-enable-animations=false\ngtk-cursor-blink=false\ngtk-font-name=Inter 11\n"


class Failure(Exception):
    """Something is not as the test says."""


def check(true, message):
    if not true:
        raise Failure(message)


def wait(look, what, limit=LIMIT):
    """Look until there is something to see, and return it."""
    end = time.monotonic() + limit
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise Failure(f"waited in vain for {what() if callable(what) else what}")
        time.sleep(PAUSE)


def matches(pattern, words):
    """A string is the whole of it, a compiled expression is found in it, None is anything."""
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == words
    return pattern.search(words) is not None


def describe(role, name):
    words = name if isinstance(name, str) or name is None else f"/{name.pattern}/"
    return " ".join(part for part in (role, f"“{words}”" if words is not None else None) if part)


class Node:
    """One accessible of the tree. Who is gone meanwhile has no name, no children, no actions."""

    def __init__(self, accessible):
        self.accessible = accessible

    def __eq__(self, other):
        return isinstance(other, Node) and self.accessible == other.accessible

    def _ask(self, question, otherwise):
        try:
            answer = question()
        except GLib.Error:
            return otherwise
        return otherwise if answer is None else answer

    @property
    def role(self):
        return self._ask(self.accessible.get_role_name, "")

    @property
    def name(self):
        return self._ask(self.accessible.get_name, "")

    @property
    def states(self):
        states = self._ask(self.accessible.get_state_set, None)
        return {state.value_nick for state in states.get_states()} if states else set()

    @property
    def showing(self):
        return self.accessible and {"showing", "visible"} <= self.states

    @property
    def children(self):
        n = self._ask(self.accessible.get_child_count, 0)
        found = (self._ask(lambda i=i: self.accessible.get_child_at_index(i), None) for i in range(n))
        return [Node(child) for child in found if child is not None]

    @property
    def actions(self):
        if self._ask(self.accessible.get_action_iface, None) is None:
            return []
        n = self._ask(lambda: Atspi.Action.get_n_actions(self.accessible), 0)
        return [self._ask(lambda i=i: Atspi.Action.get_action_name(self.accessible, i), "") for i in range(n)]

    @property
    def text(self):
        """What stands in a text field, or on a label."""
        if self._ask(self.accessible.get_text_iface, None) is None:
            return self.name
        return self._ask(lambda: Atspi.Text.get_text(self.accessible, 0, Atspi.Text.get_character_count(self.accessible)), "")

    def act(self, name="click"):
        """Do an action of this node."""
        check(name in self.actions, f"{self} has no action “{name}”")
        Atspi.Action.do_action(self.accessible, self.actions.index(name))

    def walk(self, shown=True):
        """This node and all below it, in the order of the tree."""
        if shown and not (self.showing or self.role == "application"):
            return
        yield self
        for child in self.children:
            yield from child.walk(shown)

    @property
    def checked(self):
        return "checked" in self.states

    def match(self, role, name):
        return matches(role, self.role) and matches(name, self.name)

    def find_all(self, role=None, name=None):
        return [node for node in self.walk() if node.match(role, name)]

    def dump(self, depth=0, shown=True):
        """The tree as lines, without boxes that say nothing."""
        lines = []
        if shown and not (self.showing or self.role == "application"):
            return lines
        says = self.role not in ("panel", "grouping", "scroll pane", "image") or self.name
        if says:
            marks = self.states & {"focused", "checked", "expanded", "selected", "active", "modal", "editable"}
            text = self.text if self.role == "text" else ""
            lines.append("  " * depth + " ".join(filter(None, [
                self.role, repr(self.name), f"= {text!r}" if text else "", " ".join(sorted(marks)),
                "" if self.accessible.get_state_set().contains(Atspi.StateType.SENSITIVE) else "insensitive"])))
        for child in self.children:
            lines += child.dump(depth + bool(says), shown)
        return lines

    def __str__(self):
        return describe(self.role, self.name)


class Home:
    """A folder for one test: its desks, and a person's data, settings and caches."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="desk-e2e-"))
        self.environment = dict(os.environ, HOME=str(self.folder), GSETTINGS_BACKEND="keyfile", NO_AT_BRIDGE="0",
                                G_DEBUG="fatal-warnings", G_ENABLE_DIAGNOSTIC="0",
                                # Leaks are a matter of the widgets' tests: to find them makes a walk through the tree take minutes.
                                LSAN_OPTIONS="detect_leaks=0:fast_unwind_on_malloc=1")
        for name in ("DATA", "CONFIG", "STATE"):
            folder = self.folder / name.lower()
            folder.mkdir(mode=0o700)
            self.environment[f"XDG_{name}_HOME"] = str(folder)
        (self.folder / "config/gtk-4.0").mkdir()
        (self.folder / "config/gtk-4.0/settings.ini").write_text(GTK_SETTINGS)

    def path(self, name):
        return self.folder / name

    def desk(self, *arguments, **environment):
        return Desk(self, arguments, environment)

    def run(self, *arguments, **environment):
        """Start Desk where it is running already, and wait until that start ends."""
        done = subprocess.run([DESK, *map(str, arguments)], env=dict(self.environment, **environment), cwd=self.folder,
                              capture_output=True, text=True, timeout=LIMIT)
        check_messages(done.stderr)
        check(done.returncode == 0, f"desk ended with {done.returncode}: {done.stderr}")

    def deskctl(self, desk, *arguments, status=0):
        """What `deskctl --json` says of a desk of this folder."""
        done = subprocess.run([DESKCTL, "--desk", str(self.path(desk)), "--json", *map(str, arguments)],
                              env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=LIMIT)
        check(done.returncode == status, f"deskctl {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout else None

    usual_desk = "data/desk/desk.desk"

    def make_desk(self, name, text=None):
        """A desk that has seen its first run, with a story or without."""
        self.deskctl(name, "set", "person", "Ada Marsh")
        if text is not None:
            self.path("story.md").write_text(text, encoding="utf-8")
            self.deskctl(name, "new", "story.md")

    def make_usual_desk(self):
        """The one that Desk opens when it is asked for no other."""
        self.make_desk(self.usual_desk)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def check_messages(messages):
    """What GLib and the sanitizers say is always wrong."""
    bad = re.search(r"^.*(WARNING|CRITICAL|ERROR).*$", messages, re.MULTILINE)
    check(bad is None, f"desk said:\n{messages[-20000:]}")


class Desk:
    """A running Desk."""

    def __init__(self, home, arguments, environment):
        self.home = home
        self.messages = tempfile.TemporaryFile("w+", errors="replace")
        self.process = subprocess.Popen([DESK, *map(str, arguments)], env=dict(home.environment, **environment),
                                        cwd=home.folder, stdin=subprocess.DEVNULL, stdout=self.messages, stderr=self.messages)
        self.killed = False

    # --- life ---

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and not hasattr(value, "tree"):
            # Seen here, as it is gone when the failure is told.
            value.tree = self.dump()
        if kind is not None:
            self.process.kill()
            self.process.wait()
        elif not self.killed:
            self.quit()

    def said(self):
        self.messages.seek(0)
        return self.messages.read()

    def check_alive(self):
        if self.process.poll() is not None:
            raise Failure(f"desk ended with {self.process.returncode}:\n{self.said()}")

    def quit(self):
        """Ctrl+Q, as somebody leaves it, and nothing to complain about."""
        self.keys("ctrl+q")
        self.ended()

    def ended(self):
        wait(lambda: self.process.poll() is not None, "the end of the program")
        check_messages(self.said())
        check(self.process.returncode == 0, f"desk ended with {self.process.returncode}:\n{self.said()}")

    def kill(self):
        """As a power cut does."""
        self.killed = True
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        check_messages(self.said())

    # --- looking ---

    def application(self):
        self.check_alive()
        desktop = Atspi.get_desktop(0)
        for node in Node(desktop).children:
            with contextlib.suppress(GLib.Error):
                if node.accessible.get_process_id() == self.process.pid:
                    return node
        return None

    def windows(self):
        application = self.application()
        return [node for node in application.children if node.role in ("frame", "window")] if application else []

    def walk(self, within=None):
        self.check_alive()
        root = within or self.application()
        return root.walk() if root else iter(())

    def seen(self, role=None, name=None, within=None):
        """All of that role and name that can be seen now."""
        return [node for node in self.walk(within) if node.match(role, name)]

    def find(self, role=None, name=None, within=None):
        return wait(lambda: next((node for node in self.walk(within) if node.match(role, name)), None), describe(role, name))

    def gone(self, role=None, name=None, within=None):
        wait(lambda: not self.seen(role, name, within), f"{describe(role, name)} to go")

    def find_words(self, words, within=None):
        """Something that says these words, whatever it is."""
        pattern = words if isinstance(words, re.Pattern) else re.compile(re.escape(words))
        return wait(lambda: next((node for node in self.walk(within) if pattern.search(node.name or node.text)), None),
                    f"the words “{pattern.pattern}”")

    def find_action(self, name):
        return wait(lambda: next((node for node in self.walk() if name in node.actions), None), f"the action {name}")

    def focused(self):
        return next((node for node in self.walk() if "focused" in node.states), None)

    def start_typing(self, *bursts):
        """Begin to type words, with a rest after each burst, and return the process that does."""
        check(all(words.isascii() and "\n" not in words for words in bursts), f"not to be typed: {bursts}")
        self._focus_window()
        commands = [argument for words in bursts for argument in ("type", "--delay", "12", "--args", "1", words, "sleep", "1")]
        return subprocess.Popen(["xdotool", *commands])

    def wait_focus(self, name):
        wait(lambda: (node := self.focused()) and node.match(None, name), lambda: f"the focus on “{name}”, it is on {self.focused()}")

    def saved(self):
        """Wait until the window says that all of it is on disk."""
        wait(lambda: any(node.text == "Saved" for node in self.seen("status bar")), "“Saved”")

    def dump(self):
        if self.process.poll() is not None:
            return self.said().splitlines()
        application = self.application()
        return (application.dump() if application else ["nothing of it is in the tree"]) + self.said().splitlines()

    # --- acting ---

    def press(self, name, role="button", within=None):
        """Press a button, once it can be pressed."""
        wait(lambda: next((node for node in self.seen(role, name, within) if "sensitive" in node.states and "click" in node.actions), None),
             f"{describe(role, name)} that can be pressed").act("click")

    def act(self, name):
        """Do an action that a widget's class installs: a screen reader offers it too."""
        self.find_action(name).act(name)

    def _focus_window(self):
        """Where there is no window manager, the keys are told where to go."""
        ids = wait(lambda: self._xdotool("search", "--onlyvisible", "--pid", str(self.process.pid), quiet=True).split(), "a window")
        if self._xdotool("getwindowfocus", quiet=True).strip() not in ids:
            self._xdotool("windowfocus", "--sync", ids[-1])

    def _xdotool(self, *arguments, quiet=False):
        done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, timeout=LIMIT)
        check(quiet or done.returncode == 0, f"xdotool {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def keys(self, *combinations):
        """Press keys: "ctrl+shift+k", "Tab"."""
        self.check_alive()
        self._focus_window()
        self._xdotool("key", "--clearmodifiers", "--delay", "20", *combinations)

    def type(self, words):
        """Type words of ASCII: other letters have no key that stays where it is."""
        check(words.isascii(), f"not to be typed: {words}")
        self.check_alive()
        self._focus_window()
        for i, line in enumerate(words.split("\n")):
            if i > 0:
                self._xdotool("key", "--clearmodifiers", "Return")
            if line:
                self._xdotool("type", "--clearmodifiers", "--delay", "12", "--", line)

    def go_to(self, role, name, key="Tab", most=80):
        """Go with one key to where one wants to be."""
        for _ in range(most):
            here = self.focused()
            if here is not None and here.match(role, name):
                return here
            self.keys(key)
            # One that is still on its way would move twice; one that moves nothing is no fault.
            with contextlib.suppress(Failure):
                wait(lambda: self.focused() not in (None, here), "the focus elsewhere", limit=1)
        raise Failure(f"{key} does not lead to {describe(role, name)}, but to {self.focused()}")


class Tap:
    """Points of a test as TAP."""

    def __init__(self):
        self.n = 0

    def _say(self, line, directive=""):
        self.n += 1
        print(f"{line} {directive}".rstrip().replace("#N", str(self.n)), flush=True)

    @contextlib.contextmanager
    def point(self, name):
        """One thing that has to hold; what comes after it rests on it, so its failure ends the test."""
        begin = time.monotonic()
        try:
            yield
        except Exception as failure:
            self._say(f"not ok #N - {name}")
            if not hasattr(failure, "told"):
                failure.told = True
                note(str(failure) if isinstance(failure, Failure) else traceback.format_exc())
            raise
        self._say(f"ok #N - {name}")
        note(f"{time.monotonic() - begin:.1f} s")

    def skip(self, name, reason):
        self._say(f"ok #N - {name}", f"# SKIP {reason}")

    def plan(self):
        print(f"1..{self.n}", flush=True)


def note(words):
    for line in words.splitlines():
        print(f"# {line}", flush=True)


def main(*tests):
    """Run the functions of a test program; each gets the TAP and a home of its own."""
    tap = Tap()
    status = 0
    Atspi.init()
    for test in tests:
        home = Home()
        try:
            test(tap, home)
        except Exception as failure:
            status = 1
            if not hasattr(failure, "told"):
                print(f"not ok {tap.n + 1} - {test.__name__}", flush=True)
                tap.n += 1
                note(str(failure) if isinstance(failure, Failure) else traceback.format_exc())
            note("\n".join(getattr(failure, "tree", [])))
        finally:
            home.remove()
    tap.plan()
    sys.exit(status)
