"""Chromium for the tours and wkhtmltopdf for PDF files: the system's, else installed by apt."""

import os
import shutil
import subprocess

from . import paths
from .ui import Stop, step

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def _install(program, packages, purpose):
    """Install Debian packages for a missing program, which takes root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(
            f"The program {program} is missing, {purpose} need it: "
            f"install it (on Debian: apt-get install {packages[0]}), then run the command again."
        )
    with paths.lock("apt", f"it installs {program}"), step(f"{program} (apt-get install)"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
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


def path_with_browser(path):
    """A PATH on which Odoo's test suite finds a browser."""
    if not any(shutil.which(name, path=path) for name in BROWSERS):
        _install("chromium", ["chromium", "fonts-liberation"], "browser tours")
    return path_with_pdf(path)


def path_with_pdf(path):
    """A PATH on which Odoo finds wkhtmltopdf."""
    if not shutil.which("wkhtmltopdf", path=path):
        _install("wkhtmltopdf", ["wkhtmltopdf", "fonts-liberation"], "PDF documents")
    return path
