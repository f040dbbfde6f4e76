"""The commands of ./dev. Each is one function in a module of its own, imported when asked for."""

import argparse
import errno
import signal

from . import paths
from .ui import Stop, say

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
        (("--no-demo",), {"action": "store_true", "help": "a new database gets no demo data"}),
        (("--lang",), {"default": "fr_FR", "help": "language of the users (fr_FR)"}),
    )
    add(
        "test",
        "run all checks and tests; the last line counts them",
        (
            ("--tags",),
            {
                "default": "",
                "help": "only the Odoo tests with these tags, in Odoo's own "
                "syntax: ':TestUsage.test_x', 'tag', '-slow'",
            },
        ),
        (
            ("--fast",),
            {"action": "store_true", "help": "no slow linters, tours, translations, demo"},
        ),
    )
    add(
        "lint",
        "run the linters only",
        (("--fast",), {"action": "store_true", "help": "ruff and XML"}),
    )
    add(
        "format",
        "format the Python files (all, or those named) with ruff",
        (("files",), {"nargs": "*"}),
    )
    add("build", "build the addon's wheel into dist/")
    add(
        "clean",
        "remove this checkout's databases and logs",
        (("--all",), {"action": "store_true", "help": "Odoo, environments, every checkout's too"}),
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


def _run(options):
    command = options.command
    if command == "odoo-path":
        from . import odoo_source, ui

        ui.progress_to_stderr()
        say(str(odoo_source.package()))
        return 0
    if command == "run":
        from . import run

        return run.run(options.port, options.db, not options.no_demo, options.lang)
    if command == "test":
        from . import testing

        return testing.test(options.tags, options.fast)
    if command in ("lint", "format"):
        from . import lint

        return lint.lint(options.fast) if command == "lint" else lint.format_code(options.files)
    if command in ("build", "clean", "bench"):
        from . import bench, build, clean

        if command == "build":
            return build.build()
        return clean.clean(options.all) if command == "clean" else bench.bench(options.names)
    if command == "mutate":
        from . import mutate

        return mutate.mutate(options.names)
    if command == "pot":
        from . import translations

        return translations.pot()
    from . import odoo_commands

    if command == "odoo":
        return odoo_commands.odoo(options.arguments)
    if command == "shell":
        return odoo_commands.shell(options.db)
    if command == "db":
        return odoo_commands.db(options.action, options.name)
    raise AssertionError(command)


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
