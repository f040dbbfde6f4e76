"""./dev run: the demo database, made or brought up to date, served until Ctrl-C."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import time
import urllib.request

from . import browser, export, odoo_env, paths, template
from .database import Databases, check_name
from .shell import quiet
from .ui import Stop, say, step

MARK = f"{paths.ADDON}.dev_content"
LANGUAGES = {"fr_FR", "en_US"}  # what the template holds


def run(port, name, demo, lang):
    """Prepare and serve; the exit status is 0 when the user stops it."""
    check_name(name)
    check_port(port)
    busy = f"Another ./dev run serves the database {name}: stop it, or choose another --db."
    with paths.lock(f"run-{paths.CHECKOUT}-{name}", refuse=busy), Databases(durable=True) as bases:
        _prepare(bases, name, demo, lang)
        return _serve(bases, name, port)


def check_port(port):
    """Refuse a port that cannot be had, before anything is prepared."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            taken = getattr(error, "errno", 0) == errno.EADDRINUSE
            raise Stop(
                f"The port {port} {'is taken' if taken else 'cannot be used'}: "
                "choose another one, for instance ./dev run --port 8070."
            ) from None


def _prepare(databases, name, demo, lang):
    """Make the database, or update it when the checkout has changed, on a copy that takes its
    name only when all went well."""
    made_of = f"{export.content_hash()} {lang}"
    exists = name in databases.names()
    if exists and _mark(databases, name) == made_of:
        return
    building = f"{name}_next"
    options = ["--stop-after-init", "--no-http", "--log-level=info"]
    if lang not in LANGUAGES:
        options.append(f"--load-language={lang}")
    if exists:
        label, source, action = "database brought up to date with this checkout", name, "-u"
    else:
        label, source, action = "database with the addon", template.DEPS, "-i"
        label += " and its demo data" if demo else ""
        options += ["--with-demo"] if demo else []
    with step(label):
        databases.clone(building, source)
        if demo and not exists:
            allow_demo(databases, building)
        printed = quiet(
            odoo_env.command("-d", building, action, paths.ADDON, *options),
            "The addon cannot be installed.",
            env=databases.env,
            cwd=paths.STATE,
        )
        (paths.LOGS / "prepare.log").write_text(printed)
        if demo and not exists:
            _require_demo(databases, building)
        _finish(databases, building, lang, made_of)
        databases.rename(building, name)


def allow_demo(databases, database):
    """Odoo loads demo data only above modules that say they have theirs; our data needs none of
    Odoo's, so the template comes without."""
    databases.cluster.sql(
        "UPDATE ir_module_module SET demo = true WHERE state = 'installed'", database=database
    )


def _require_demo(databases, database):
    rows = databases.cluster.sql(
        f"SELECT demo FROM ir_module_module WHERE name = '{paths.ADDON}'", database=database
    )
    if rows != [["t"]]:
        raise Stop(f"The demo data cannot be loaded (see {paths.LOGS / 'prepare.log'}).")


def _finish(databases, database, lang, made_of):
    """Everyone reads the chosen language; remember what the database was made of."""
    databases.cluster.sql(
        f"UPDATE res_partner SET lang = '{lang}'"
        f" WHERE EXISTS (SELECT FROM res_lang WHERE code = '{lang}' AND active)",
        f"DELETE FROM ir_config_parameter WHERE key = '{MARK}'",
        f"INSERT INTO ir_config_parameter (key, value) VALUES ('{MARK}', '{made_of}')",
        database=database,
    )


def _mark(databases, database):
    rows = databases.cluster.sql(
        f"SELECT value FROM ir_config_parameter WHERE key = '{MARK}'", database=database
    )
    return rows[0][0] if rows else ""


def logins(databases, database):
    """(login, password, who) of the administrator and of the demo's users, whose password is
    their login."""
    rows = databases.cluster.sql(
        "SELECT u.login, p.name, CASE WHEN u.share THEN 'portal' ELSE '' END"
        " FROM res_users u JOIN res_partner p ON p.id = u.partner_id"
        " JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id"
        f" WHERE u.active AND d.module = '{paths.ADDON}' ORDER BY u.share, u.id",
        database=database,
    )
    found = [(login, login, f"{who} ({kind})" if kind else who) for login, who, kind in rows]
    return [*found, ("admin", "admin", "Administrator")]


def _set_address(databases, name, port):
    """Tell the database where it is served: links in mails, and the style sheets of PDFs."""
    databases.cluster.sql(
        "DELETE FROM ir_config_parameter WHERE key IN ('web.base.url', 'report.url')",
        "INSERT INTO ir_config_parameter (key, value) VALUES"
        f" ('web.base.url', 'http://localhost:{port}'), ('report.url', 'http://127.0.0.1:{port}')",
        database=name,
    )


def _serve(databases, name, port):
    _set_address(databases, name, port)
    log = paths.LOGS / "run.log"
    address = f"http://localhost:{port}/odoo?db={name}"
    env = {**databases.env}
    with contextlib.suppress(Stop):  # without it the server runs, and says so when a PDF is asked
        env["PATH"] = browser.path_with_pdf(env["PATH"])
    command = odoo_env.command(
        "-d", name, f"--db-filter=^{name}$", f"--http-port={port}", "--max-cron-threads=1"
    )
    with open(log, "w") as output:
        server = subprocess.Popen(
            [str(part) for part in command],
            env={**os.environ, **env},
            cwd=paths.STATE,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        with step("Odoo starts"):
            _wait_until_it_answers(server, port, log)
        say(f"\n  {address}\n")
        for login, password, who in logins(databases, name):
            say(f"  {login:<16} password {password:<16} {who}")
        say(f"\n  Ctrl-C stops it. The log is in {log}.")
        status = server.wait()
        raise Stop(f"Odoo stopped by itself with status {status} (see {log}).")
    except KeyboardInterrupt:
        say("\n  stopping …")
        return 0
    finally:
        _stop(server)


def _wait_until_it_answers(server, port, log):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Stop(f"Odoo does not start (see {log}): {_last_line(log)}")
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
                if page.status == 200:
                    return
        time.sleep(0.3)
    raise Stop(f"Odoo does not answer on port {port} after three minutes (see {log}).")


def _last_line(log):
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def _stop(server):
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
