"""The generated attack: every model × state × field × role, by remote call (design, section 7).

A *cell* is one attempt of one user on one record. It is run through ``call_kw``, as a browser or a
script would send it, in a savepoint of its own; then the database is asked what became of it.
"""

import base64
import inspect
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from psycopg2 import Error as DatabaseError

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    b"gg=="
)
REFUSED = (AccessError, UserError, ValidationError, DatabaseError, ValueError, TypeError)


class Undo(Exception):
    """Raised to leave a savepoint and undo what was done in it."""


def other_value(record, field):
    """Return a value that a client could send and that differs from what the record holds.

    ``None``: there is none in this database (a selection of one value, a link to a lone record).
    """
    now = record[field.name]
    if field.type in ("many2one", "many2many"):
        other = record.env[field.comodel_name].search([("id", "not in", now.ids)], limit=1)
        if field.type == "many2one":
            return other.id or (False if now else None)
        return [(6, 0, other.ids)] if other != now else None
    if field.type == "selection":
        return next((key for key in field.get_values(record.env) if key != now), None)
    plain = {
        "char": lambda: f"{now or ''}x",
        "text": lambda: f"{now or ''}x",
        "html": lambda: f"{now or ''}<p>x</p>",
        "integer": lambda: (now or 0) + 1,
        "float": lambda: (now or 0.0) + 1.0,
        "monetary": lambda: (now or 0.0) + 1.0,
        "boolean": lambda: not now,
        "date": lambda: str((now or date(2026, 3, 1)) + timedelta(days=1)),
        "datetime": lambda: str((now or datetime(2026, 3, 1, 10)) + timedelta(hours=1)),
        "binary": lambda: base64.b64encode(b"%PDF-1.4 other").decode(),
        "image": PNG.decode,
        "json": lambda: {"x": 1},
    }
    return plain[field.type]() if field.type in plain else None


def holds(user, role):
    """Return whether a user holds a role of the addon."""
    return user.has_group(f"cae_tiers_lieux.group_{role}")


def public_methods(record):
    """Return the methods of the addon that a client may call on records without an argument."""
    found = set()
    for model_class in type(record).mro():
        if not model_class.__module__.startswith("odoo.addons.cae_tiers_lieux"):
            continue
        for name, method in vars(model_class).items():
            if name.startswith("_") or not inspect.isfunction(method):
                continue
            if name in ("create", "write", "unlink", "copy", "copy_data"):
                continue
            if getattr(method, "_api_private", False) or getattr(method, "_api_model", False):
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            if all(each.default is not each.empty or each.kind > 1 for each in parameters):
                found.add(name)
    return sorted(found)


def attempt(env, user, model, method, *args, context=None):
    """Call a method as a user; return ``"done"`` or the error that refused it.

    Its effects stand until the caller leaves its savepoint.
    """
    env.invalidate_all()
    try:
        with env.cr.savepoint():
            context = {"lang": "en_US", **(context or {})}
            call_kw(env[model].with_user(user), method, list(args), {"context": context})
            env.flush_all()
    except REFUSED as error:
        env.invalidate_all()
        return error
    return "done"


class Cells:
    """Runs cells against records and notes the forged ones: done although locked."""

    def __init__(self, env):
        self.env = env
        self.count = 0
        self.forged = []
        self.walls = []

    @contextmanager
    def apart(self):
        """Undo what is done inside."""
        with suppress(Undo), self.env.cr.savepoint():
            yield
            raise Undo
        self.env.invalidate_all()

    def try_to_write(self, record, name, user, allowed):
        """Try to write one field; note it when what happened is not what the table says."""
        field = record._fields[name]
        record = record.sudo()
        value = other_value(record, field)
        if value is None:
            return
        before = record[name]
        self.count += 1

        with self.apart():
            outcome = attempt(self.env, user, record._name, "write", record.ids, {name: value})
            after = record.sudo()[name]
            changed = after != before
            where = f"{record._name} {record._get_life_states()[record]} {name} {user.login}"
            if changed and not allowed:
                self.forged.append(where)
            elif allowed and outcome != "done" and isinstance(outcome, AccessError):
                self.walls.append(f"{where}: {outcome}")

    def refuse(self, label, record, user, method, *args, context=None, unchanged=None):
        """Try an act that nobody may do; note it when it was done.

        ``unchanged``: what must be the same before and after, as a function without arguments.
        """
        self.count += 1

        with self.apart():
            before = unchanged() if unchanged else None
            outcome = attempt(self.env, user, record._name, method, *args, context=context)
            done = unchanged() != before if unchanged else outcome == "done"
            if done:
                self.forged.append(f"{record._name} {label} {user.login}")
