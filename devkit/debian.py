"""Debian packages without root and without touching the system's package lists.

apt's own client downloads and checks the signatures, with private folders for its lists and cache;
dpkg-deb unpacks into a folder of ours.
"""

import os
import pathlib
import shutil
import tempfile

from . import paths
from .shell import quiet, tool
from .ui import Stop

KEYRING = pathlib.Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def archive_address():
    """Where this machine gets Debian packages from, as its own configuration says."""
    if not KEYRING.exists():
        raise Stop(
            "This is not a Debian machine (no Debian archive keyring): "
            "set ODOO_HOME to a folder that holds Odoo 19."
        )
    apt = tool("apt-get", "it fetches Odoo's Debian package; or set ODOO_HOME")
    targets = ("indextargets", "--format", "$(REPO_URI)|$(SITE)", "Created-By: Packages")
    listed = quiet([apt, *targets], "The machine's package sources cannot be read.")
    for line in listed.splitlines():
        address = line.split("|")[0]
        if address.rstrip("/").endswith("/debian"):
            return address
    raise Stop(
        "No Debian archive is among this machine's package sources: "
        "add one, or set ODOO_HOME to a folder that holds Odoo 19."
    )


class Archive:
    """A private view of the Debian archive, for one use, in a temporary folder."""

    def __init__(self, *suites):
        self.suites = suites

    def __enter__(self):
        for left in paths.HOME.glob("apt.*"):  # of a run that was killed: we hold Odoo's lock
            shutil.rmtree(left, ignore_errors=True)
        self._folder = tempfile.TemporaryDirectory(prefix="apt.", dir=paths.HOME)
        self.folder = pathlib.Path(self._folder.name)
        self.folder.chmod(0o755)
        for name in ("lists/partial", "cache/archives/partial", "debs"):
            (self.folder / name).mkdir(parents=True)
        address = archive_address()
        (self.folder / "sources.list").write_text(
            "".join(f"deb [signed-by={KEYRING}] {address} {s} main\n" for s in self.suites)
        )
        config = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            "APT::Sandbox::User": "root",
        }
        (self.folder / "apt.conf").write_text("".join(f'{k} "{v}";\n' for k, v in config.items()))
        self.apt("update", "--error-on=any", failure="Debian's package list cannot be fetched.")
        return self

    def __exit__(self, *exc):
        self._folder.cleanup()

    def apt(self, *arguments, failure, program="apt-get"):
        """Run apt's client on the private folders."""
        env = {"APT_CONFIG": str(self.folder / "apt.conf"), "LC_ALL": "C.UTF-8"}
        return quiet([program, *arguments], failure, env=env, cwd=self.folder / "debs")

    def version(self, package):
        """The version that would be downloaded, or '' for an unknown package."""
        shown = self.apt("policy", package, program="apt-cache", failure="apt-cache failed.")
        for line in shown.splitlines():
            if "Candidate:" in line:
                found = line.split(":", 1)[1].strip()
                return "" if found == "(none)" else found
        return ""

    def unpack(self, packages, root):
        """Download packages (name, or name=version) and lay their files under ``root``."""
        self.apt("download", *packages, failure="A Debian package cannot be downloaded.")
        self._lay("debs", root)

    def unpack_with_libraries(self, packages, root):
        """The same, with whatever they depend on that this system does not have installed."""
        (self.folder / "extended").touch()
        options = "--download-only --yes --no-install-recommends --option=Debug::NoLocking=1"
        states = f"--option=Dir::State::extended_states={self.folder / 'extended'}"
        failure = "Debian packages cannot be downloaded."
        self.apt("install", *options.split(), states, *packages, failure=failure)
        self._lay("cache/archives", root)

    def _lay(self, folder, root):
        for deb in sorted((self.folder / folder).glob("*.deb")):
            quiet(["dpkg-deb", "-x", deb, root], f"The package {deb.name} cannot be unpacked.")
            os.unlink(deb)
