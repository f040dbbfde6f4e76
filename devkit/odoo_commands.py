"""./dev odoo, shell and db: Odoo's own tools on this checkout's databases."""

from . import odoo_env
from .database import Databases
from .shell import foreground
from .ui import Stop, say

DEMO = "demo"


def _named_database(arguments):
    """The database that Odoo's arguments name, or ''."""
    for place, argument in enumerate(arguments):
        if argument in ("-d", "--database") and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--database="):
            return argument.partition("=")[2]
        if argument.startswith("-d") and not argument.startswith("--") and len(argument) > 2:
            return argument[2:]
    return ""


def odoo(arguments):
    """Run Odoo's command line; the named database is cloned from the template when it is new."""
    with Databases() as databases:
        name = _named_database(arguments)
        if name and "," not in name and name not in databases.names():
            databases.clone(name)
            say(f"  database {name} made from the template (two coops, one host)")
        return foreground(odoo_env.command(*arguments), env=databases.env)


def shell(name):
    """Odoo's Python shell."""
    with Databases() as databases:
        known = databases.names()
        if name and name not in known:
            raise Stop(f"There is no database {name!r}; there are: {', '.join(known) or 'none'}.")
        name = name or (DEMO if DEMO in known else "")
        if not name:
            name = "shell"
            databases.clone(name)
            say("  no demo yet (./dev run makes it): a clone of the template, without the addon")
        return foreground(
            odoo_env.command("shell", "-d", name, "--no-http", "--log-level", "warn"),
            env=databases.env,
        )


def db(action, name):
    """List, make or drop databases of this checkout."""
    with Databases() as databases:
        if action == "list":
            for known in databases.names():
                say(known)
            return 0
        if not name:
            raise Stop(f"Name the database: ./dev db {action} NAME.")
        if action == "new":
            if name in databases.names():
                raise Stop(f"The database {name} exists: ./dev db drop {name} removes it.")
            databases.clone(name)
        elif name not in databases.names():
            raise Stop(f"There is no database {name!r}.")
        else:
            databases.drop(name)
        return 0
