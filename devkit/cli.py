"""The commands of ./dev. Each is one function in a module of its own, imported when asked for."""

import argparse
import errno
import importlib
import signal

from . import paths, ui
from .ui import Stop, say

TAGS = (
    "only the Odoo tests with these tags, as Odoo writes them: ':TestUsage.test_x', 'tag', '-slow'"
)
EPILOG = "State is kept under ${CAE_HOME:-${XDG_CACHE_HOME:-~/.cache}/cae_tiers_lieux}."


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev", description="Run, test and build the addon CAE & Tiers-Lieux.", epilog=EPILOG
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name, text, *arguments):
        sub = commands.add_parser(name, help=text, description=text)
        for flags, options in arguments:
            sub.add_argument(*flags, **options)

    database = (("--db",), {"default": "", "metavar": "NAME", "help": "database to use"})
    flag = {"action": "store_true"}
    rest = (("arguments",), {"nargs": argparse.REMAINDER})
    add("odoo-path", "print the folder of the Odoo package in use")
    add(
        "odoo",
        "Odoo's own command line on the prepared environment; a database named by -d that "
        "does not exist is first cloned from the template",
        rest,
    )
    add("shell", "Odoo's Python shell on a database (the demo's, or a fresh clone)", database)
    add(
        "db",
        "list databases, make one from the template, or drop one",
        (("action",), {"choices": ["list", "new", "drop"]}),
        (("name",), {"nargs": "?", "default": ""}),
    )
    add(
        "run",
        "serve a demo database; prints the address and the logins",
        (("--port",), {"type": int, "default": 8069}),
        (("--db",), {"default": "demo", "metavar": "NAME", "help": "database (made if new)"}),
        (("--no-demo",), {**flag, "help": "a new database gets no demo data"}),
        (("--lang",), {"default": "fr_FR", "help": "language of the users (fr_FR)"}),
    )
    add(
        "test",
        "run all checks and tests; the last line counts them",
        (("--tags",), {"default": "", "help": TAGS}),
        (("--fast",), {**flag, "help": "no slow linters, tours, translations, demo"}),
    )
    add("lint", "run the linters only", (("--fast",), {**flag, "help": "ruff and XML"}))
    files = (("files",), {"nargs": "*"})
    add("format", "format the Python files (all, or those named) with ruff", files)
    add("build", "build the addon's wheel into dist/")
    add(
        "clean",
        "remove this checkout's databases and logs",
        (("--all",), {**flag, "help": "Odoo, environments, every checkout's too"}),
    )
    add(
        "bench",
        "measure the heavy work on a throw-away database, peers in the same run",
        (("names",), {"nargs": "*", "help": "files of benchmarks/ (default: all)"}),
    )
    add(
        "mutate",
        "change rules/ a little at a time, list what no test notices",
        (("names",), {"nargs": "*", "help": "files of rules/ (default: all)"}),
    )
    add("pot", "write i18n/cae_tiers_lieux.pot")
    return parser


def _print_path(odoo_source):
    ui.progress_to_stderr()
    say(str(odoo_source.package()))
    return 0


#: Of each command the module, imported when asked for, and what is called there.
CALLS = {
    "odoo-path": ("odoo_source", lambda module, o: _print_path(module)),
    "odoo": ("odoo_commands", lambda module, o: module.odoo(o.arguments)),
    "shell": ("odoo_commands", lambda module, o: module.shell(o.db)),
    "db": ("odoo_commands", lambda module, o: module.db(o.action, o.name)),
    "run": ("run", lambda module, o: module.run(o.port, o.db, not o.no_demo, o.lang)),
    "test": ("testing", lambda module, o: module.test(o.tags, o.fast)),
    "lint": ("lint", lambda module, o: module.lint(o.fast)),
    "format": ("lint", lambda module, o: module.format_code(o.files)),
    "build": ("build", lambda module, o: module.build()),
    "clean": ("clean", lambda module, o: module.clean(o.all)),
    "bench": ("bench", lambda module, o: module.bench(o.names)),
    "mutate": ("mutate", lambda module, o: module.mutate(o.names)),
    "pot": ("translations", lambda module, o: module.pot()),
}


def _run(options):
    module, call = CALLS[options.command]
    return call(importlib.import_module(f".{module}", __package__), options)


def main(arguments):
    """Run one command; a known failure is one sentence and exit status 1."""
    # Odoo's own options must reach it untouched, --help included
    if arguments[:1] == ["odoo"]:
        options = argparse.Namespace(command="odoo", arguments=arguments[1:])
    else:
        options = _parser().parse_args(arguments)
    # a terminal that closes, or kill, stops things as Ctrl-C does
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        paths.prepare()
        return _run(options)
    except Stop as stop:
        say(f"dev: {stop}")
        return 1
    except KeyboardInterrupt:
        say("dev: stopped.")
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT):
            raise
        where = error.filename or paths.HOME
        say(f"dev: {error.strerror} ({where}): set CAE_HOME to another folder.")
        return 1
