"""./dev test: the stages, what each cost, and one true count at the end."""

import concurrent.futures
import threading
import time

from . import lint, pure_tests, python_env, translations
from .odoo_tests import OdooStages
from .outcome import Outcome
from .shell import stop_programs
from .ui import Stop, say


class Report:
    """Runs stages and adds them up; a stage that breaks counts as one failure."""

    def __init__(self):
        self.total = Outcome()
        self._lock = threading.Lock()

    def stage(self, label, function, *arguments):
        """Run one stage and print its counts, its cost and the reasons of its failures."""
        start = time.monotonic()
        say(f"… {label}")
        try:
            outcome = function(*arguments)
        except Stop as stop:
            outcome = Outcome(failed=1, text=str(stop))
        if not outcome.passed + outcome.failed:
            outcome = Outcome(failed=1, text=f"The stage {label!r} collected nothing.")
        skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
        mark = "✗" if outcome.failed else "✓"
        lines = [
            f"{mark} {label}: {outcome.passed} passed, {outcome.failed} failed{skipped}"
            f" in {time.monotonic() - start:.1f} s"
        ]
        if outcome.text:
            lines += [outcome.text, ""]
        with self._lock:
            say("\n".join(lines))
            self.total += outcome

    def lanes(self, *lanes):
        """Run lists of stages beside each other; the stages of one list one after the other."""
        with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
            try:
                running = [pool.submit(self._lane, lane) for lane in lanes]
                for lane in running:
                    lane.result()
            except BaseException:
                self._stopped = True
                stop_programs()
                raise

    _stopped = False

    def _lane(self, lane):
        for stage in lane:
            if not self._stopped:
                self.stage(*stage)

    def finish(self):
        """Print the count of everything, alone on the last line; the exit status says the same."""
        total = self.total
        skipped = f", {total.skipped} skipped" if total.skipped else ""
        say(f"{total.passed} passed, {total.failed} failed{skipped}")
        return 1 if total.failed else 0


def test(tags="", fast=False):
    """Run the stages asked for; 0 when all passed.

    ``tags`` narrows to the Odoo tests with these tags; ``fast`` leaves out the slow tools. The
    longest stage, Odoo's tests, runs beside all the others: two cores are enough for both.
    """
    report = Report()
    python_env.tools()
    with OdooStages() as odoo:
        odoo.prepare(browser=not fast)
        # with tags, tours are wanted as much as any other test
        longest = ("Odoo tests", odoo.tests, tags, bool(tags) and not fast)
        others = []
        if not tags:
            others += [*lint.stages(fast), ("pure tests", pure_tests.run)]
        if not fast and not tags:
            others += [
                ("browser tours", odoo.tours),
                ("translations", lambda: translations.check_all(odoo.databases, odoo.installed)),
                ("installation with demo data", odoo.demo),
            ]
        report.lanes([longest], others)
    return report.finish()
