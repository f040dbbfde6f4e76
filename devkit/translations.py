"""./dev pot, and the stage that keeps the translations whole."""

import re
import subprocess

from . import odoo_env, paths, python_env, template
from .database import Databases
from .outcome import Outcome, check, short
from .shell import quiet
from .ui import say, step

POT = paths.ROOT / "i18n" / f"{paths.ADDON}.pot"
FRENCH = paths.ROOT / "i18n" / "fr.po"


def _export(databases, database):
    """The template of all source strings, as Odoo writes it."""
    target = paths.STATE / f"{paths.ADDON}.pot"
    quiet(
        odoo_env.command("i18n", "export", "-d", database, "-l", "pot", "-o", target, paths.ADDON),
        "Odoo cannot export the source strings.",
        env=databases.env,
        cwd=paths.STATE,
    )
    return target.read_text()


def _undated(text):
    return re.sub(r'"(POT-Creation|PO-Revision)-Date: .*\n', "", text)


def check_all(databases, database):
    """The .pot is what Odoo exports now; each string has its French."""
    exported = _export(databases, database)
    kept = POT.read_text() if POT.exists() else ""
    same = check(
        _undated(exported) == _undated(kept),
        f"{POT.relative_to(paths.ROOT)} is not up to date: run ./dev pot and commit it.",
    )
    current = paths.STATE / f"{paths.ADDON}.pot"
    if not FRENCH.exists():
        return same + Outcome(failed=1, text="i18n/fr.po is missing.")
    command = [python_env.odoo_python(), paths.DEVKIT / "check_po.py", current, FRENCH]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    return same + check(done.returncode == 0, short(done.stdout + done.stderr, 400))


def pot():
    """Write i18n/cae_tiers_lieux.pot from a fresh installation without demo data."""
    with Databases() as databases:
        name = "pot"
        try:
            with step("the addon on a fresh database"):
                databases.clone(name, template.DEPS)
                options = f"-d {name} -i {paths.ADDON} --stop-after-init --no-http".split()
                quiet(
                    odoo_env.command(*options), "The addon cannot be installed.",
                    env=databases.env, cwd=paths.STATE,
                )  # fmt: skip
            text = _export(databases, name)
        finally:
            databases.drop(name)
    if POT.exists() and _undated(POT.read_text()) == _undated(text):
        say(f"{POT.relative_to(paths.ROOT)} was up to date.")
        return 0
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(text)
    say(f"{POT.relative_to(paths.ROOT)} written.")
    return 0
