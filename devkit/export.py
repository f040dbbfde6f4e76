"""Copies of the checkout, uncommitted files included, in a folder that bears the addon's name."""

import os
import pathlib
import shutil
import subprocess

from . import paths

NOT_PACKAGED = frozenset(
    ".git .hypothesis .pytest_cache .ruff_cache __pycache__ node_modules".split()
)


def files():
    """The checkout's files, relative: what git tracks or would track, else all of them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=paths.ROOT,
        capture_output=True,
    )
    if listed.returncode == 0 and listed.stdout:
        names = sorted({os.fsdecode(name) for name in listed.stdout.split(b"\0") if name})
        return [pathlib.Path(name) for name in names if (paths.ROOT / name).is_file()]
    found = []
    for folder, inside, names in os.walk(paths.ROOT):
        inside[:] = sorted(name for name in inside if name not in NOT_PACKAGED)
        found += [(pathlib.Path(folder) / name).relative_to(paths.ROOT) for name in sorted(names)]
    return found


def copy(target, keep=lambda file: True):
    """Copy the files that ``keep`` accepts into ``target``, which is emptied first."""
    shutil.rmtree(target, ignore_errors=True)
    for file in files():
        if keep(file):
            place = target / file
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(paths.ROOT / file, place)
    target.mkdir(parents=True, exist_ok=True)
    return target


def pure(target):
    """Copy what runs without Odoo: ``rules`` and ``sheets`` in a package of the addon's name whose
    __init__ imports nothing, and beside it ``benchmarks`` and ``tests/rules``."""
    packages = copy(target / paths.ADDON, lambda file: file.parts[0] in ("rules", "sheets"))
    (packages / "__init__.py").touch()
    for place in ("benchmarks", "tests/rules"):
        shutil.copytree(
            paths.ROOT / place, target / place, ignore=shutil.ignore_patterns("__pycache__")
        )
    return target


def content_hash():
    """What the addon is made of now: it changes whenever a file of the addon does."""
    apart = ("devkit", "docs", "benchmarks", "tests")
    kept = [file for file in files() if file.parts[0] not in apart]
    return paths.digest(*(part for file in kept for part in (file, paths.ROOT / file)))
