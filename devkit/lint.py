"""./dev lint, the first stages of ./dev test: ruff, pylint-odoo, the OCA hooks, XML files."""

import os
import shutil
import subprocess

from . import export, odoo_source, paths, python_env
from .outcome import Outcome, check, short


def stages(fast=False):
    """The lint stages as (label, function); the slow tools are left out of a fast run."""
    found = [("ruff", ruff), ("XML files", xml_files)]
    return found if fast else [*found, ("pylint-odoo", pylint), ("OCA hooks", oca_hooks)]


def _check(command, cwd, text="", env=None):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
    )
    printed = (done.stdout + done.stderr).replace(f"{cwd}/".lstrip("/"), "")
    return check(done.returncode == 0, f"{text}{short(printed)}")


def ruff():
    """The rules of pyproject.toml, and the formatting."""
    program = python_env.tools() / "ruff"
    return _check(
        [program, "check", "--no-fix", "--no-cache", "--output-format=concise", "."], paths.ROOT
    ) + _check(
        [program, "format", "--check", "--no-cache", "--output-format=concise", "."],
        paths.ROOT,
        "Not formatted; ./dev format repairs it:\n",
    )


def format_code(files=()):
    """Rewrite the files (all of them when none is named) as ruff wants them."""
    program = python_env.tools() / "ruff"
    files = files or [paths.ROOT]
    subprocess.run([program, "check", "--fix", "--no-cache", "-q", *files], check=False)
    return subprocess.run([program, "format", "--no-cache", *files], check=False).returncode


def _exported():
    """The addon under its own name, where no git folder stands above it: the OCA hooks check
    nothing when the root of the repository is the addon."""
    apart = ("devkit", "benchmarks", "dev", ".ci")
    return export.copy(
        paths.STATE / "lint" / str(os.getpid()) / paths.ADDON,
        lambda file: file.parts[0] not in apart,
    )


def _on_export(run):
    copy = _exported()
    try:
        return run(copy)
    finally:
        shutil.rmtree(copy.parent, ignore_errors=True)


def pylint():
    """pylint-odoo with the options of .pylintrc: the traps of Odoo 19."""
    program = python_env.tools() / "pylint"
    # each house extends a model in a file of its own, which this message wants merged
    options = ["--score=n", "--jobs=2", "--disable=consider-merging-classes-inherited"]

    def run(copy):
        return _check(
            [program, "--rcfile", paths.ROOT / ".pylintrc", *options, copy],
            copy.parent,
            env={"PYLINTHOME": str(paths.STATE / "pylint")},
        )

    return _on_export(run)


def oca_hooks():
    """The OCA hooks; ``--list-msgs`` proves that they are there at all."""
    program = python_env.tools() / "oca-checks-odoo-module"

    def run(copy):
        if not (copy / "__manifest__.py").exists():
            return Outcome(failed=1, text="The export for the OCA hooks holds no addon.")
        options = ["--config", paths.ROOT / ".oca_hooks.cfg", "--xml-attributes-order=id"]
        return _check([program, *options, copy], copy.parent)

    return _on_export(run)


def xml_files():
    """Every data file is well-formed and follows Odoo's own grammar."""
    files = [file for file in export.files() if file.suffix in (".xml", ".xsd", ".svg")]
    if not files:
        return Outcome(failed=1, text="There is no XML file to check.")
    grammar = odoo_source.package() / "import_xml.rng"
    return _check(
        [python_env.odoo_python(), paths.DEVKIT / "check_xml.py", grammar, *files], paths.ROOT
    )


def lint(fast=False):
    """./dev lint: all stages, 0 when clean."""
    from .testing import Report

    report = Report()
    for label, function in stages(fast):
        report.stage(label, function)
    return report.finish()
