"""The stages that run Odoo: tests on a clone without demo, tours, installation with demo."""

import contextlib
import os
import re
import socket
import subprocess

from . import odoo_env, paths, python_env, template
from .browser import path_with_browser, path_with_pdf
from .database import Databases
from .outcome import Outcome, check
from .run import allow_demo
from .shell import logged

SUMMARY = re.compile(r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r"INFO \S+ odoo\.addons\.\S+: skipped ")
TOUR_TAG = "cae_tour"
DEMO_TAG = "cae_demo"


def full_tags(tags):
    """Odoo's test tags, narrowed to this addon where no module is named.

    ``billing,:TestUsage.test_night,-slow`` becomes
    ``billing/cae_tiers_lieux,/cae_tiers_lieux:TestUsage.test_night,-slow``.
    """
    specs = []
    for spec in (tags or f"/{paths.ADDON}").split(","):
        if spec and "/" not in spec and not spec.startswith("-"):
            place = min((spec.find(mark) for mark in ":." if mark in spec), default=len(spec))
            spec = f"{spec[:place]}/{paths.ADDON}{spec[place:]}"
        specs.append(spec)
    return ",".join(specs)


def free_port():
    """A port nobody listens on now."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _log_records(text):
    """The records of a log above INFO, whole, with their tracebacks."""
    keep, found = False, []
    for line in text.splitlines():
        start = re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (\w+) ", line)
        if start:
            keep = start[1] not in ("INFO", "DEBUG", "RUNBOT")
        if keep:
            found.append(line)
    return "\n".join(found)


class OdooRun:
    """One Odoo process in a test, its log and what became of it."""

    def __init__(self, databases, database, name, *arguments, extra_env=None):
        self.log = paths.LOGS / f"{name}-{os.getpid()}.log"
        arguments = ("-d", database, "--stop-after-init", f"--http-port={free_port()}", *arguments)
        with open(self.log, "w") as log:
            self.status = logged(
                odoo_env.command(*arguments),
                log,
                env={**databases.env, **(extra_env or {})},
                cwd=paths.STATE,
            )
        self.text = self.log.read_text(errors="replace")

    def tests(self, nothing="No Odoo test was collected."):
        """The tests that ran; none at all is a failure."""
        counted = SUMMARY.findall(self.text)
        bad = sum(int(failed) + int(errors) for failed, errors, total in counted)
        total = sum(int(total) for failed, errors, total in counted)
        skipped = len(SKIPPED.findall(self.text))
        if not total:
            return Outcome(failed=1, text=self.trouble() or nothing)
        bad_tests = min(bad, total)
        outcome = Outcome(max(total - bad_tests - skipped, 0), bad, skipped)
        if bad:
            outcome.text = self.trouble()
        elif self.status:
            outcome += Outcome(failed=1, text=self.trouble())
        return outcome

    def trouble(self):
        """What the log says above INFO, shortened, and where the rest is."""
        text = _log_records(self.text) or self.text[-3000:]
        return f"{text[-12000:]}\n(the whole log: {self.log})"

    def checked_log(self):
        """One check: a log without warnings or errors, the few justified ones aside."""
        program, settings = python_env.tools() / "checklog-odoo", paths.DEVKIT / "checklog.cfg"
        command = [str(program), "-c", str(settings), str(self.log)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=paths.STATE)
        return check(
            done.returncode == 0,
            f"The log {self.log} has warnings or errors:\n{done.stdout[-6000:]}"
            f"{done.stderr[-500:]}",
        )


class OdooStages:
    """The databases of one run of ./dev test; they are dropped at the end."""

    def __init__(self):
        self._stack = contextlib.ExitStack()
        self._names = []
        self.installed = ""

    def __enter__(self):
        self.databases = self._stack.enter_context(Databases())
        for name in self.databases.names():  # left by a run that was killed
            owner = re.fullmatch(r"test_(\d+)_\w+", name)
            if owner and not os.path.exists(f"/proc/{owner[1]}"):
                self.databases.drop(name)
        for log in paths.LOGS.glob("*-*.log"):
            if not os.path.exists(f"/proc/{log.stem.rpartition('-')[2]}"):
                log.unlink(missing_ok=True)
        return self

    def __exit__(self, *exc):
        for name in self._names:
            with contextlib.suppress(Exception):
                self.databases.drop(name)
        return self._stack.__exit__(*exc)

    def _database(self, kind, source):
        name = f"test_{os.getpid()}_{kind}"
        self._names.append(name)
        self.databases.clone(name, source)
        return name

    def prepare(self, browser):
        """Have the programs that the stages need, before any of them runs."""
        path = self.databases.env["PATH"]
        self.env = {"PATH": path_with_browser(path) if browser else path_with_pdf(path)}

    def _run(self, database, name, tags, nothing, *options):
        """Install the addon on a database with the tests of some tags; the log must be clean."""
        arguments = ("-i", paths.ADDON, f"--test-tags={tags}", *options)
        run = OdooRun(self.databases, database, name, *arguments, extra_env=self.env)
        outcome = run.tests(nothing)
        return outcome if outcome.failed else outcome + run.checked_log()

    def tests(self, tags, tours):
        """Install on a clone without demo data and run the tests, those with a browser apart."""
        wanted = full_tags(tags) if tours else f"{full_tags(tags)},-{TOUR_TAG}"
        nothing = "No Odoo test was collected: is each test imported by its package?"
        return self._run(self._database("odoo", template.COMPANIES), "tests", wanted, nothing)

    def tours(self):
        """Install on another clone and run the tests tagged ``cae_tour`` in Chromium."""
        self.installed = self._database("tours", template.COMPANIES)
        tags = f"{TOUR_TAG}/{paths.ADDON}"
        return self._run(self.installed, "tours", tags, "No tour was collected.")

    def demo(self):
        """Install with demo data, as ./dev run does, and run the tests tagged ``cae_demo``."""
        name = self._database("demo", template.DEPS)
        allow_demo(self.databases, name)
        nothing = "No test of the demo data was collected."
        return self._run(name, "demo", f"{DEMO_TAG}/{paths.ADDON}", nothing, "--with-demo")
