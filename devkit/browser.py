"""Chromium for the tours and wkhtmltopdf for PDF files: the system's, else Debian's packages.

Root installs them with apt-get. Anyone else gets them, with the libraries that the system lacks,
unpacked in a folder, behind a script that tells them where their libraries and fonts stand.
"""

import os
import platform
import shutil
import stat
import subprocess

from . import debian, paths
from .ui import Stop, step

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
FONTS = "fonts-liberation"
BINARIES = {"chromium": "usr/lib/chromium/chromium", "wkhtmltopdf": "usr/bin/wkhtmltopdf"}
LAUNCHER = """#!/bin/sh
root={root}
libraries="$root/usr/lib/{triplet}"
export LD_LIBRARY_PATH="$libraries:$root/lib/{triplet}:$libraries/pulseaudio:$libraries/nss"
export FONTCONFIG_FILE="$root/fonts.conf" QT_QPA_PLATFORM=offscreen
export QT_PLUGIN_PATH="$root/usr/lib/{triplet}/qt5/plugins"
exec "$root/{binary}" "$@"
"""
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{root}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <include ignore_missing="yes">{aliases}/30-metric-aliases.conf</include>
  <include ignore_missing="yes">{aliases}/45-latin.conf</include>
  <include ignore_missing="yes">{aliases}/60-latin.conf</include>
  <cachedir>{root}/fontcache</cachedir>
</fontconfig>
"""


def path_with_browser(path):
    """A PATH on which Odoo's test suite finds a browser."""
    if not any(shutil.which(name, path=path) for name in BROWSERS):
        path = _provide("chromium", path)
    return path_with_pdf(path)


def path_with_pdf(path):
    """A PATH on which Odoo finds wkhtmltopdf."""
    return path if shutil.which("wkhtmltopdf", path=path) else _provide("wkhtmltopdf", path)


def _provide(program, path):
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install(program)
        return path
    return os.pathsep.join([str(_unpacked(program)), path])


def _install(program):
    """Install for the whole system, which takes root."""
    with paths.lock("apt", f"it installs {program}"), step(f"{program} (apt-get install)"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", program, FONTS]):
            done = subprocess.run(
                ["apt-get", *command],
                env=env,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
            )
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise Stop(f"{program} cannot be installed by apt-get. It said: {' '.join(last)}")


def _codename():
    """The name of this machine's Debian release."""
    with open("/etc/os-release") as release:
        for line in release:
            if line.startswith("VERSION_CODENAME="):
                return line.partition("=")[2].strip().strip('"')
    return ""


def _unpacked(program):
    """The folder of a script that starts the program from packages unpacked under HOME."""
    codename = _codename()
    target = paths.HOME / f"{program}-{codename}-{platform.machine()}"
    with paths.lock(program, f"it fetches {program}"):
        if not target.exists():
            if not codename:
                raise Stop(f"The program {program} is missing here: install it, then try again.")
            paths.need_space(paths.HOME, 1.2, program)
            with (
                step(f"{program} from Debian, unpacked"),
                debian.Archive(codename) as archive,
                paths.whole_folder(target) as building,
            ):
                archive.unpack_with_libraries([program, FONTS], building)
                _write_launcher(program, building, target)
    return target / "bin"


def _write_launcher(program, building, target):
    triplet = f"{platform.machine()}-linux-gnu"
    aliases = target / "usr/share/fontconfig/conf.avail"
    (building / "fonts.conf").write_text(FONTS_CONF.format(root=target, aliases=aliases))
    script = building / "bin" / program
    if script.parent.is_symlink():
        script.parent.unlink()
    script.parent.mkdir(exist_ok=True)
    script.write_text(LAUNCHER.format(root=target, triplet=triplet, binary=BINARIES[program]))
    script.chmod(script.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
