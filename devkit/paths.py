"""Where things are kept: nothing is ever written into the checkout.

``HOME`` is shared by all checkouts of one user: Odoo, the Python environments, the template
database. ``STATE`` belongs to this checkout alone: its PostgreSQL cluster, filestore, logs.
"""

import ast
import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import tempfile

from .ui import Stop, say

ADDON = "cae_tiers_lieux"
ROOT = pathlib.Path(__file__).resolve().parent.parent
DEVKIT = ROOT / "devkit"


def _home():
    if os.environ.get("CAE_HOME"):
        return pathlib.Path(os.environ["CAE_HOME"]).expanduser().absolute()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return pathlib.Path(cache).expanduser().absolute() / ADDON


HOME = _home()
CHECKOUT = f"{ROOT.name}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
STATE = HOME / "checkouts" / CHECKOUT
LOGS = STATE / "logs"
ADDONS = STATE / "addons"
DATA = STATE / "data"


def prepare():
    """Make the folders of this checkout, and the link that gives it the addon's name."""
    for folder in (HOME, HOME / "locks", STATE, LOGS, ADDONS, DATA):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Stop(
                f"The folder {folder} cannot be made: {error.strerror}; set CAE_HOME elsewhere."
            ) from None
    link = ADDONS / ADDON
    if not link.is_symlink() or link.resolve() != ROOT:
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT)


def manifest():
    """The addon's manifest, read without importing Odoo."""
    return ast.literal_eval((ROOT / "__manifest__.py").read_text())


def digest(*parts):
    """A short name for what something is made of: texts and files."""
    found = hashlib.sha256()
    for part in parts:
        is_file = isinstance(part, pathlib.Path) and part.is_file()
        found.update(part.read_bytes() if is_file else str(part).encode())
        found.update(b"\0")
    return found.hexdigest()[:12]


@contextlib.contextmanager
def lock(name, waiting="", refuse=""):
    """Hold one named lock; a second ./dev waits here instead of doing the same work, or is told
    the sentence ``refuse``."""
    (HOME / "locks").mkdir(parents=True, exist_ok=True)
    with open(HOME / "locks" / name, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if refuse:
                raise Stop(refuse) from None
            say(f"  … waiting for another ./dev ({waiting or name})")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def whole_folder(target):
    """Fill a folder under a temporary name; it takes its name only when all went well.

    Held under a lock: what stands there under such a name was left by a run that was killed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(left, ignore_errors=True)
    building = pathlib.Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield building
        building.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def need_space(folder, gigabytes, what):
    """Refuse to begin what the disk cannot hold."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Stop(
            f"Not enough room on the disk of {folder}: {what} needs {gigabytes} GB, {free:.1f} GB"
            " are free; make room or set CAE_HOME to a folder on another disk."
        )
