"""One translator from an error to a sentence that a person can act on.

Forms, remote calls and Odoo's own import reach it through ``_sql_error_to_message`` (``base.py``);
closings, imports and crons, which go on after a failure, call :func:`sentence_of` themselves.
"""

import logging

import psycopg2
from odoo.api import Environment
from odoo.exceptions import AccessError, MissingError, UserError
from psycopg2 import errors
from psycopg2.errorcodes import UNIQUE_VIOLATION

_logger = logging.getLogger(__name__)

CONCURRENT = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
)


def sentence_of(env: Environment, error: Exception) -> str:
    """Return what went wrong as one sentence in the language of ``env``.

    A failure that is not a known kind is logged with its traceback, and the sentence says that it
    was. ``env`` must hold a cursor that works: roll back to a savepoint first.
    """
    if isinstance(error, MissingError):
        return env._("A record was deleted meanwhile: refresh the page and start again.")
    if isinstance(error, (UserError, AccessError)):
        return str(error.args[0]) if error.args else str(error)
    if isinstance(error, CONCURRENT):
        return env._("Somebody else is changing the same records: try again in a moment.")
    if isinstance(error, psycopg2.IntegrityError):
        return model_of(env, error)._sql_error_to_message(error)
    _logger.error("An unexpected failure was told to a person.", exc_info=error)
    return env._(
        "An unexpected error happened (%(kind)s): nothing was changed. It was written to the "
        "server's log with its details; tell your administrator the time of it.",
        kind=type(error).__name__,
    )


def model_of(env: Environment, error: psycopg2.Error):
    """Return the model whose table an error names, an empty one of ``base`` if none."""
    for name, model_class in env.registry.items():
        if model_class._table == error.diag.table_name and not model_class._abstract:
            return env[name]
    return env["base"]


def constraint_sentence(model, error: psycopg2.Error) -> str | None:
    """Return the sentence for an integrity error on a table of ours without a message of its own.

    ``None`` where Odoo's own generic words do as well.
    """
    env, table = model.env, error.diag.table_name
    label = env["ir.model"]._get(model._name).name or model._description
    if isinstance(error, errors.ForeignKeyViolation) and table == model._table:
        return env._(
            "This record is named by “%(model)s”: archive it instead of deleting it, or delete "
            "what names it first.",
            model=label,
        )
    if isinstance(error, errors.NotNullViolation):
        field = model._fields.get(error.diag.column_name)
        return env._(
            "“%(model)s”: fill in the field “%(field)s”.",
            model=label,
            field=field._description_string(env) if field else error.diag.column_name,
        )
    if error.pgcode == UNIQUE_VIOLATION:
        return env._(
            "“%(model)s”: the same record exists already. Open it and change it instead.",
            model=label,
        )
    return None
