"""./dev test: the stages, what each cost, and one true count at the end."""

import time

from . import lint, pure_tests, translations
from .odoo_tests import OdooStages
from .outcome import Outcome
from .ui import Stop, say


class Report:
    """Runs stages and adds them up; a stage that breaks counts as one failure."""

    def __init__(self):
        self.total = Outcome()

    def stage(self, label, function, *arguments):
        """Run one stage and print its counts, its cost and the reasons of its failures."""
        say(f"── {label}")
        start = time.monotonic()
        try:
            outcome = function(*arguments)
        except Stop as stop:
            outcome = Outcome(failed=1, text=str(stop))
        if not outcome.passed + outcome.failed:
            outcome = Outcome(failed=1, text=f"The stage {label!r} collected nothing.")
        if outcome.text:
            say(outcome.text)
        skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
        mark = "✗" if outcome.failed else "✓"
        say(
            f"   {mark} {label}: {outcome.passed} passed, {outcome.failed} failed{skipped}"
            f" in {time.monotonic() - start:.1f} s"
        )
        self.total += outcome
        return not outcome.failed

    def finish(self):
        """Print the count of everything, alone on the last line; the exit status says the same."""
        total = self.total
        skipped = f", {total.skipped} skipped" if total.skipped else ""
        say(f"{total.passed} passed, {total.failed} failed{skipped}")
        return 1 if total.failed else 0


def test(tags="", fast=False):
    """Run the stages asked for; 0 when all passed.

    ``tags`` narrows to the Odoo tests with these tags; ``fast`` leaves out the slow tools.
    """
    report = Report()
    if not tags:
        for label, function in lint.stages(fast):
            report.stage(label, function)
        report.stage("pure tests", pure_tests.run)
    with OdooStages() as odoo:
        # with tags, tours are wanted as much as any other test
        report.stage("Odoo tests", odoo.tests, tags, bool(tags) and not fast)
        if not fast and not tags:
            report.stage("browser tours", odoo.tours)
            report.stage("translations", translations.check_all, odoo.databases, odoo.tested)
            report.stage("installation with demo data", odoo.demo)
    return report.finish()
