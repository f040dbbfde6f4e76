"""./dev build: the wheel that pip installs into an existing Odoo 19."""

import pathlib
import shutil
import tempfile

from . import export, paths, python_env
from .shell import quiet
from .ui import say, step

APART = ("devkit", "dev", ".ci", "benchmarks", "tests", ".pylintrc", ".oca_hooks.cfg", ".gitignore")


def build():
    """Build from a copy that bears the addon's name: whool names the wheel after the folder."""
    tools = python_env.tools()
    target = paths.ROOT / "dist"
    with tempfile.TemporaryDirectory(dir=paths.STATE) as folder, step("wheel of the addon"):
        copy = pathlib.Path(folder) / paths.ADDON
        export.copy(copy, lambda file: file.parts[0] not in APART and file.parts[0] != "docs")
        options = f"-m build --wheel --no-isolation -o {folder}/out".split()
        quiet([tools / "python", *options, copy], "The wheel cannot be built.", cwd=folder)
        target.mkdir(exist_ok=True)
        wheels = [
            shutil.move(wheel, target / wheel.name) for wheel in (copy.parent / "out").glob("*.whl")
        ]
    for wheel in wheels:
        say(f"dist/{wheel.name}")
    return 0
