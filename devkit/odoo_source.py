"""Which Odoo 19 is used: ODOO_HOME, an importable one, or Debian's package."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from . import debian, paths
from .ui import Stop, say, step

PACKAGE = "odoo-19"
KNOWN_VERSION = "19.0.0+dfsg-1"
# the package links fonts and scripts to these; later font-awesome releases dropped the web fonts
# that Odoo's icons are drawn with, so that one is pinned
COMPANIONS = (
    "fonts-font-awesome=5.0.10+really4.7.0~dfsg-4.1 fonts-roboto-unhinted fonts-inconsolata"
    " libjs-jquery libjs-jquery-form libjs-underscore"
).split()
SUITES = ("sid", "bookworm")
# left out of Debian's package; without an empty file each tour of the back office fails
EMPTY_FILES = ["addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"]
LAYOUT = 1  # raise when what is unpacked changes


def series(package):
    """The series ("19.0") of the Odoo package folder ``package``, or '' if it is none."""
    release = package / "release.py"
    if not release.exists():
        return ""
    found = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.MULTILINE)
    return f"{found[1]}.{found[2]}" if found else ""


def _from_home(home):
    """The package folder under ODOO_HOME: a checkout, an install, or the package itself."""
    home = pathlib.Path(home).expanduser().absolute()
    for candidate in (
        home,
        home / "odoo",
        *home.glob("lib/python3*/site-packages/odoo"),
        home / "usr/lib/python3/dist-packages/odoo",
    ):
        found = series(candidate)
        if found == "19.0":
            return candidate
        if found:
            raise Stop(f"ODOO_HOME holds Odoo {found}; this addon needs Odoo 19.0: {candidate}.")
    raise Stop(f"ODOO_HOME holds no Odoo: no odoo/release.py under {home}.")


def _importable():
    """The Odoo 19 that the Python of this command imports, if there is one."""
    code = (
        "import importlib.util as u; s = u.find_spec('odoo'); print(*s.submodule_search_locations)"
    )
    found = subprocess.run(
        [sys.executable, *(["-P"] if sys.version_info >= (3, 11) else []), "-c", code],
        capture_output=True,
        text=True,
        cwd="/",
    )
    for line in found.stdout.split():
        if series(pathlib.Path(line)) == "19.0":
            return pathlib.Path(line)
    return None


def _debian_target():
    return paths.HOME / f"odoo-{KNOWN_VERSION}-{LAYOUT}"


def package():
    """The folder of the Python package ``odoo``; prepared on first use."""
    if os.environ.get("ODOO_HOME"):
        return _from_home(os.environ["ODOO_HOME"])
    inside = "usr/lib/python3/dist-packages/odoo"
    target = _debian_target()
    if (target / inside).exists():
        return target / inside
    found = _importable()
    if found:
        return found
    with paths.lock("odoo", "it fetches Odoo"):
        if not (target / inside).exists():
            paths.need_space(paths.HOME, 2.5, "Odoo")
            with step("Odoo 19 from Debian (126 MB to fetch, 1.1 GB unpacked)"):
                _unpack(target)
    return target / inside


def _unpack(target):
    with debian.Archive(*SUITES) as archive:
        version = archive.version(PACKAGE)
        if not version.startswith("19.0."):
            raise Stop(
                f"Debian now ships Odoo {version or '(none)'} as {PACKAGE}; this addon needs 19.0: "
                "set ODOO_HOME to a folder that holds Odoo 19.0."
            )
        if version != KNOWN_VERSION:
            say(f"\n  note: Odoo {version} is used; {KNOWN_VERSION} is the one this was tried on.")
        with paths.whole_folder(target) as building:
            archive.unpack([PACKAGE, *COMPANIONS], building)
            library = building / "usr/lib/python3/dist-packages"
            if series(library / "odoo") != "19.0":
                raise Stop("Debian's package does not hold Odoo 19.0 as expected: set ODOO_HOME.")
            shutil.rmtree(library / "addons", ignore_errors=True)  # a second copy of the code
            for name in EMPTY_FILES:
                file = library / "odoo" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch()
