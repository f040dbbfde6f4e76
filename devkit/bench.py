"""./dev bench: the scripts of benchmarks/, each on a fresh throw-away database.

``NAME_pure.py`` runs on plain Python, with the addon's ``rules`` importable. Any other script is
read by ``odoo shell`` on a clone of the test template where the addon and OCA's ``contract`` (the
peer for recurring invoices) are installed: ``env`` is there, ``benchmarks`` is importable. Scripts
print their own figures.
"""

import contextlib
import os
import pathlib
import tempfile

from . import export, odoo_env, paths, python_env
from .database import Databases
from .shell import foreground, quiet
from .ui import Stop, say, step

PEER = "odoo-addon-contract==19.0.1.2.1.2"
PEER_MODULE = "contract"
FOLDER = paths.ROOT / "benchmarks"


def scripts(names):
    """The scripts asked for, or all; a name may lack its ending."""
    known = {file.stem: file for file in sorted(FOLDER.glob("*.py")) if file.name[0] != "_"}
    if not known:
        raise Stop("There is no benchmark in benchmarks/.")
    wanted = [os.path.basename(name).removesuffix(".py") for name in names] or list(known)
    for name in wanted:
        if name not in known:
            raise Stop(f"There is no benchmark {name!r}; there are: {', '.join(known)}.")
    return [known[name] for name in wanted]


def bench(names):
    """Run the benchmarks one after the other; the first failure's status, or 0."""
    wanted = scripts(names)
    status = 0
    for script in (script for script in wanted if script.stem.endswith("_pure")):
        say(f"── {script.stem}")
        status = status or _pure(script)
    inside = [script for script in wanted if not script.stem.endswith("_pure")]
    if inside:
        with Databases(extra_addons=[_peer()]) as databases, _installed(databases) as base:
            for script in inside:
                say(f"── {script.stem}")
                status = status or _in_odoo(databases, base, script)
    return status


def _pure(script):
    with tempfile.TemporaryDirectory(dir=paths.STATE) as folder:
        copy = export.pure(pathlib.Path(folder) / "copy")
        # tests/__init__ imports Odoo; the pure tests' helpers are importable by their own name
        path = os.pathsep.join(str(place) for place in (copy, copy / "tests" / "rules"))
        command = [python_env.odoo_python(), copy / script.relative_to(paths.ROOT)]
        return foreground(command, env={"PYTHONPATH": path}, cwd=folder)


def _peer():
    """The folder of OCA's contract, unpacked once from its wheel."""
    target = paths.HOME / f"peer-{paths.digest(PEER)}"
    with paths.lock("peer", "it fetches OCA's contract"):
        if not target.exists():
            with step("OCA contract 19.0, the peer"), paths.whole_folder(target) as building:
                quiet(
                    [python_env.odoo_python(), "-m", "pip", "install", "--no-deps", "--no-input",
                     "--disable-pip-version-check", "--target", building, PEER],
                    "OCA's contract cannot be fetched.",
                )  # fmt: skip
    return target / "odoo" / "addons"


@contextlib.contextmanager
def _installed(databases):
    """A database with the addon and its peer, which each script gets a clone of."""
    base = f"bench_{os.getpid()}"
    try:
        with step("a fresh database with the addon and its peer"):
            databases.clone(base)
            modules = f"{paths.ADDON},{PEER_MODULE}"
            quiet(
                odoo_env.command("-d", base, "-i", modules, "--stop-after-init", "--no-http"),
                "The addon and OCA's contract cannot be installed.",
                env=databases.env,
                cwd=paths.STATE,
            )
        yield base
    finally:
        databases.drop(base)


def _in_odoo(databases, base, script):
    name = f"{base}_{script.stem}"
    try:
        databases.clone(name, base)
        env = {**databases.env}
        env["PYTHONPATH"] = os.pathsep.join([env["PYTHONPATH"], str(FOLDER)])
        with open(script) as source:
            return foreground(
                odoo_env.command("shell", "-d", name, "--no-http", "--log-level", "warn"),
                env=env,
                cwd=paths.STATE,
                stdin=source,
            )
    finally:
        databases.drop(name)
