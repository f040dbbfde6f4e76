"""The stage of pure tests: rules/, sheets/ and tests/rules/ without Odoo, doctests included.

The addon's own __init__ imports Odoo, so these folders are copied first into a package of the same
name; the tests import ``from cae_tiers_lieux.rules.x import y``.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET

from . import export, paths, python_env
from .outcome import Outcome, check

PYTEST = (
    "-m pytest -q --no-header -p no:cacheprovider --import-mode=prepend --doctest-modules"
    " -o junit_family=xunit1"
).split()
PLACES = (paths.ADDON, "tests/rules")


def run():
    """Run pytest on the copy; every file that should hold a test must have run one."""
    python = python_env.odoo_python()
    work = paths.STATE / "pure"
    work.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(dir=work)
    try:
        return _run(python, export.pure(pathlib.Path(folder) / "copy"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(python, copy):
    report = copy / "report.xml"
    done = subprocess.run(
        [str(python), *PYTEST, f"--junitxml={report}", "--rootdir", str(copy), *PLACES],
        cwd=copy,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if not report.exists():
        return Outcome(failed=1, text=done.stdout + done.stderr)
    cases = ET.parse(report).getroot().findall(".//testcase")
    bad = [
        case for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]
    skipped = [case for case in cases if case.find("skipped") is not None]
    result = Outcome(len(cases) - len(bad) - len(skipped), len(bad), len(skipped))
    if done.returncode not in (0, 5) and not bad:
        result += Outcome(failed=1)
    if result.failed:
        result.text = done.stdout[-8000:] + done.stderr[-2000:]
    return result + check(not (missing := _silent(copy, cases)), missing)


def _silent(copy, cases):
    """The files that hold tests of which none ran."""
    ran = {case.get("classname", "") for case in cases}
    silent = []
    for file in sorted(copy.rglob("*.py")):
        name = ".".join(file.relative_to(copy).with_suffix("").parts)
        expected = file.name.startswith("test_") or ">>> " in file.read_text()
        if expected and not any(one == name or one.startswith(name + ".") for one in ran):
            silent.append(str(file.relative_to(copy)))
    if not cases:
        return "The pure tests collected nothing at all."
    return f"No test was collected from: {', '.join(silent)}." if silent else ""
